//! Where Cargo puts what it builds: that is where what we keep lies, too, and nowhere else.

use crate::workspace::paths::absolute;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// The folder for build output that Cargo would take from its environment or configuration. `None`: `target` beside the
/// workspace's manifest.
pub fn configured(cwd: &Path) -> Option<PathBuf> {
    let variables = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"];
    let mut given = variables.iter().filter_map(env::var_os).filter(|path| !path.is_empty());
    if let Some(path) = given.next() {
        return Some(absolute(cwd, Path::new(&path)));
    }
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let folders = cwd.ancestors().map(|folder| folder.join(".cargo")).chain(home);
    folders.into_iter().find_map(|folder| ["config", "config.toml"].iter().find_map(|name| written(&folder.join(name))))
}

/// `build.target-dir` of one file; it is relative to the folder that `.cargo` lies in.
fn written(path: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(path).ok()?;
    let document = DeTable::parse(&text).ok()?;
    let build = document.get_ref().get("build")?.get_ref().get("target-dir")?;
    let folder = path.parent()?.parent()?;
    Some(absolute(folder, Path::new(build.get_ref().as_str()?)))
}
