//! What to read: the options that `check` and `map` share with cargo.

use crate::error::Error;
use crate::project::Project;
use crate::workspace::Request;
use crate::workspace::disk::Disk;
use crate::workspace::paths::absolute;
use clap::Args;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Package selection")]
pub(super) struct SelectArgs {
    /// Files and folders to read instead of the workspace of the current folder
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Package to report on (may be repeated)
    #[arg(short, long = "package", value_name = "SPEC")]
    pub(super) packages: Vec<String>,
    /// All packages of the workspace, whatever its `default-members` and the folder say
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
    /// Read all anew, and keep nothing for the next run
    #[arg(long, help_heading = "What is kept")]
    pub(super) no_cache: bool,
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

/// Finds the workspace and its configuration, and reads the files that it does not leave out.
pub(super) fn open(args: &SelectArgs) -> Result<Project, Error> {
    Project::open(args.request(), &Disk::default())
}

/// The same for a file whose text comes from standard input. A file that is not on the disk stands for itself.
pub(super) fn open_text(args: &SelectArgs, path: &Path) -> Result<Project, Error> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| Error::read("standard input", error))?;
    let cwd = std::env::current_dir().map_err(|error| Error::read(".", error))?;
    let full = absolute(&cwd, path);
    if full.is_file() {
        let mut project = open(&SelectArgs { paths: vec![path.to_owned()], ..args.clone() })?;
        project.workspace.replace(&full, text);
        return Ok(project);
    }
    Project::of_text(&full, text)
}
