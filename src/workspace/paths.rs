//! Paths as text: normal form, relative form, globs.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::{Component, Path, PathBuf};

/// An absolute path without `.` and `..`. Does not look at the disk, so a `..` after a link means what it says.
pub fn absolute(base: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(component),
        }
    }
    out
}

/// `path` as seen from `root`, with `/`; both absolute and normal.
pub fn relative(root: &Path, path: &Path) -> String {
    let mut root = root.components().peekable();
    let mut path_parts = path.components().peekable();
    while let (Some(a), Some(b)) = (root.peek(), path_parts.peek()) {
        if a != b {
            break;
        }
        root.next();
        path_parts.next();
    }
    let mut parts: Vec<String> = root.map(|_| "..".to_owned()).collect();
    parts.extend(path_parts.map(|part| part.as_os_str().to_string_lossy().into_owned()));
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// The longest folder that holds all of `paths`.
pub fn common_folder(paths: &[PathBuf]) -> Option<PathBuf> {
    let mut common = paths.first()?.clone();
    for path in paths {
        while !path.starts_with(&common) {
            common.pop();
        }
    }
    Some(common)
}

/// Globs over relative paths; one that matches a folder matches all below it.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    set: GlobSet,
}

impl Globs {
    /// Compiles; gives the pattern that is not a glob, and why.
    pub fn new(patterns: &[String]) -> Result<Self, (String, String)> {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            let text = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
            let glob = GlobBuilder::new(text).literal_separator(true).build();
            builder.add(glob.map_err(|error| (pattern.clone(), error.kind().to_string()))?);
        }
        let set = builder.build().map_err(|error| (patterns.join(", "), error.kind().to_string()))?;
        Ok(Self { set })
    }

    /// Whether a relative path or a folder above it matches.
    pub fn matches(&self, path: &str) -> bool {
        if self.set.is_empty() {
            return false;
        }
        path.match_indices('/').map(|(end, _)| &path[..end]).chain([path]).any(|part| self.set.is_match(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b/c/d.rs")), "c/d.rs");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/x.rs")), "../x.rs");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b")), ".");
    }

    #[test]
    fn normal_form() {
        assert_eq!(absolute(Path::new("/a/b"), Path::new("../c/./d/")), Path::new("/a/c/d"));
        assert_eq!(absolute(Path::new("/a"), Path::new("/../../x")), Path::new("/x"));
    }

    #[test]
    fn globs_cover_folders() {
        let globs = Globs::new(&["vendor/".into(), "**/gen_*.rs".into(), "./src/*.rs".into()]).unwrap();
        assert!(globs.matches("vendor/a/b.rs"));
        assert!(globs.matches("a/b/gen_x.rs"));
        assert!(globs.matches("src/a.rs"));
        assert!(!globs.matches("src/a/b.rs"));
        assert!(!globs.matches("a/vendor/b.rs"));
        assert!(Globs::new(&["a[".into()]).is_err());
    }
}
