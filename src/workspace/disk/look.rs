//! Whether files are as they were, as far as that can be told without reading them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How some files, and files that are not there, looked once.
#[derive(Debug, Default)]
pub struct Look {
    seen: Vec<(PathBuf, Seen)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Nothing,
    /// What comes and goes in a folder is not looked at.
    Folder,
    File(Option<SystemTime>, u64),
}

impl Look {
    /// Looks at them.
    pub fn at(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let seen = paths.into_iter().map(|path| {
            let seen = Seen::at(&path);
            (path, seen)
        });
        Self { seen: seen.collect() }
    }

    /// Whether all look as they did.
    pub fn is_still_so(&self) -> bool {
        self.seen.iter().all(|(path, seen)| Seen::at(path) == *seen)
    }
}

impl Seen {
    fn at(path: &Path) -> Self {
        match fs::metadata(path) {
            Err(_) => Self::Nothing,
            Ok(data) if data.is_dir() => Self::Folder,
            Ok(data) => Self::File(data.modified().ok(), data.len()),
        }
    }
}
