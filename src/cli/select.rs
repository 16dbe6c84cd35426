//! What to read: the options that `check` and `map` share with cargo.

use crate::apis::Apis;
use crate::config::{self, Config};
use crate::error::Error;
use crate::rules;
use crate::workspace::{self, Located, Request, Workspace};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

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

/// What was read: the workspace, and the configuration that holds for it.
pub(super) struct Opened {
    pub(super) workspace: Workspace,
    pub(super) config: Config,
    pub(super) apis: Arc<Apis>,
}

/// Finds the workspace and its configuration, and reads the files that it does not leave out.
pub(super) fn open(args: &SelectArgs) -> Result<Opened, Error> {
    let mut request = args.request();
    let located = workspace::locate(&request)?;
    let config = load_config(&located)?;
    let apis = load_apis(&config)?;
    request.exclude = config.exclude_globs();
    request.tests |= config.tests.as_ref().is_some_and(|(tests, _)| *tests);
    let workspace = workspace::read(located, &request)?;
    Ok(Opened { workspace, config, apis })
}

/// The names that levels may be set for, besides `all`.
pub(super) fn known_names() -> Vec<&'static str> {
    rules::all().iter().map(|rule| rule.id).chain(rules::FAMILIES.iter().map(|(name, _)| *name)).collect()
}

/// The configuration of a workspace.
pub(super) fn load_config(located: &Located) -> Result<Config, Error> {
    config::load(&located.root, &located.start, &located.manifests, &located.members(), &known_names())
}

/// The catalog with what the configuration says of the project's own functions and types.
pub(super) fn load_apis(config: &Config) -> Result<Arc<Apis>, Error> {
    let rows = config.rows();
    if rows.is_empty() {
        return Ok(Apis::embedded());
    }
    Apis::with(&rows).map_err(|errors| match errors.first() {
        Some(first) => config.row_error(&first.file, &first.path, &first.message),
        None => Error::usage("the catalog cannot be built", None),
    })
}
