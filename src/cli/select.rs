//! What to read: the options that `check` and `map` share with cargo.

use crate::workspace::Request;
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Package selection")]
pub(super) struct SelectArgs {
    /// Files and folders to read instead of the workspace of the current folder
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Package to report on (may be repeated)
    #[arg(short, long = "package", value_name = "SPEC")]
    pub(super) packages: Vec<String>,
    /// All packages of the workspace
    #[arg(long)]
    pub(super) workspace: bool,
    /// Package to leave out (may be repeated)
    #[arg(long, value_name = "SPEC")]
    pub(super) exclude: Vec<String>,
    /// Path to `Cargo.toml`
    #[arg(long, value_name = "PATH")]
    pub(super) manifest_path: Option<PathBuf>,
    /// Test code, benches and examples, too
    #[arg(long)]
    pub(super) tests: bool,
    /// Workers; one for each processor if not given
    #[arg(long, value_name = "N", hide = true, default_value_t = 0)]
    pub(super) threads: usize,
}

impl SelectArgs {
    /// What the loader is asked for.
    pub(super) fn request(&self) -> Request {
        Request {
            paths: self.paths.clone(),
            manifest: self.manifest_path.clone(),
            packages: self.packages.clone(),
            workspace: self.workspace,
            exclude_packages: self.exclude.clone(),
            tests: self.tests,
            exclude: Vec::new(),
        }
    }
}
