//! A workspace with the configuration that holds for it, as it is opened for each command.

use crate::apis::Apis;
use crate::cache::Places;
use crate::config::{self, Config};
use crate::error::Error;
use crate::rules;
use crate::workspace::disk::Disk;
use crate::workspace::{self, Located, Request, Workspace};
use std::path::Path;
use std::sync::Arc;

/// What was read.
#[derive(Debug)]
pub struct Project {
    /// The program.
    pub workspace: Workspace,
    /// Its configuration.
    pub config: Config,
    /// The catalog, with what the configuration says of the project's own functions and types.
    pub apis: Arc<Apis>,
    /// Where the configuration was looked for.
    pub places: Places,
}

impl Project {
    /// Finds a workspace and its configuration, and reads the files that it does not leave out.
    pub fn open(mut request: Request, disk: &Disk) -> Result<Self, Error> {
        let located = workspace::locate(&request, disk)?;
        let config = load_config(&located, disk)?;
        let apis = load_apis(&config)?;
        request.exclude = config.exclude_globs();
        request.tests = config.judges_tests(request.tests);
        let places =
            Places { start: located.start.clone(), manifests: located.manifests.clone(), members: located.members() };
        let workspace = workspace::read(located, &request, disk)?;
        Ok(Self { workspace, config, apis, places })
    }

    /// A file that is not on the disk.
    pub fn of_text(path: &Path, text: String) -> Result<Self, Error> {
        let workspace = Workspace::of_text(path, text);
        let config = config::load(&workspace.root, &workspace.root, &[], &[], &known_names(), &Disk::default())?;
        let apis = load_apis(&config)?;
        let places = Places { start: workspace.root.clone(), manifests: Vec::new(), members: Vec::new() };
        Ok(Self { workspace, config, apis, places })
    }
}

/// The names that levels may be set for, besides `all`.
pub fn known_names() -> Vec<&'static str> {
    rules::all().iter().map(|rule| rule.id).chain(rules::FAMILIES.iter().map(|(name, _)| *name)).collect()
}

/// The configuration of a workspace.
pub fn load_config(located: &Located, disk: &Disk) -> Result<Config, Error> {
    config::load(&located.root, &located.start, &located.manifests, &located.members(), &known_names(), disk)
}

fn load_apis(config: &Config) -> Result<Arc<Apis>, Error> {
    let rows = config.rows();
    if rows.is_empty() {
        return Ok(Apis::embedded());
    }
    Apis::with(&rows).map_err(|errors| match errors.first() {
        Some(first) => config.row_error(&first.file, &first.path, &first.message),
        None => Error::usage("the catalog cannot be built", None),
    })
}
