//! What git remembers of the texts: the only place that starts a process, and `git` the only program.
//!
//! Asks for names of commits and contents of files, nothing else. These commands run no hook, no filter, no file system
//! monitor and no external diff, whatever the repository's configuration says, and fetch nothing. What has changed is
//! worked out here, from two texts.

use crate::error::Error;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A work tree.
#[derive(Debug)]
pub struct Repository {
    /// The folder that git was asked from.
    folder: PathBuf,
    /// The way from the top of the work tree to that folder: empty, or ends in `/`.
    prefix: String,
}

impl Repository {
    /// The work tree that a folder lies in; `None` if it lies in none.
    pub fn find(folder: &Path) -> Result<Option<Self>, Error> {
        let found = Self { folder: folder.to_owned(), prefix: String::new() };
        let Some(inside) = found.answer(&["rev-parse", "--is-inside-work-tree"])? else { return Ok(None) };
        if inside != "true" {
            return Ok(None);
        }
        let prefix = found.answer(&["rev-parse", "--show-prefix"])?.unwrap_or_default();
        Ok(Some(Self { prefix, ..found }))
    }

    /// The commit at which the current one left `revision`.
    pub fn branched_from(&self, revision: &str) -> Result<String, Error> {
        let named = format!("{revision}^{{commit}}");
        let known = self.answer(&["rev-parse", "--verify", "--quiet", "--end-of-options", &named])?;
        let shallow = || -> Result<Option<String>, Error> {
            let shallow = self.answer(&["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true");
            let help = "this clone is shallow: fetch its whole history (`git fetch --unshallow`, or `fetch-depth: 0` \
                        for the checkout in CI)";
            Ok(shallow.then(|| help.to_owned()))
        };
        let Some(commit) = known else {
            return Err(Error::usage(format!("git knows no revision `{revision}`"), shallow()?));
        };
        match self.answer(&["merge-base", &commit, "HEAD"])? {
            Some(base) => Ok(base),
            None => Err(Error::usage(format!("`{revision}` and `HEAD` have no common ancestor"), shallow()?)),
        }
    }

    /// The current commit; `None` before the first one.
    pub fn head(&self) -> Result<Option<String>, Error> {
        self.answer(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
    }

    /// Whether a commit now would change anything.
    pub fn has_staged(&self) -> Result<bool, Error> {
        let Some(head) = self.head()? else { return Ok(true) };
        Ok(self.answer(&["diff-index", "--cached", "--quiet", "--no-ext-diff", &head, "--"])?.is_none())
    }

    /// The texts of files, by paths relative to the folder: in a commit, or as they are staged (`None`). Files that are
    /// not there have no entry.
    pub fn texts(&self, commit: Option<&str>, paths: &[&str]) -> Result<BTreeMap<String, String>, Error> {
        // A path with a line break cannot be asked for, nor one above the folder that the paths begin at.
        let asked: Vec<&str> = paths.iter().copied().filter(|path| !path.contains('\n')).collect();
        let prefix = &self.prefix;
        let names: Vec<String> =
            asked.iter().map(|path| format!("{}:{}\n", commit.unwrap_or(""), joined(prefix, path))).collect();
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(no_git)?;
        let broken = |error| Error::read("git", error);
        let mut stdin = child.stdin.take().ok_or_else(|| Error::usage("git takes no input", None))?;
        let stdout = child.stdout.take().ok_or_else(|| Error::usage("git gives no output", None))?;
        // Both ends at once, or both wait for each other when the pipes are full.
        let found = std::thread::scope(|scope| {
            scope.spawn(move || names.iter().try_for_each(|name| stdin.write_all(name.as_bytes())));
            let mut stdout = BufReader::new(stdout);
            let mut found = BTreeMap::new();
            for path in &asked {
                let mut head = Vec::new();
                stdout.read_until(b'\n', &mut head)?;
                let head = String::from_utf8_lossy(&head);
                // `<name> blob <size>`, or `<what was asked> missing`.
                let mut words = head.trim_end().rsplitn(3, ' ');
                let (size, kind) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
                let Ok(size) = size.parse::<u64>() else { continue };
                let mut bytes = Vec::new();
                (&mut stdout).take(size).read_to_end(&mut bytes)?;
                stdout.read_exact(&mut [0])?;
                if kind == "blob" {
                    found.insert((*path).to_owned(), String::from_utf8_lossy(&bytes).into_owned());
                }
            }
            Ok(found)
        });
        let status = child.wait().map_err(broken)?;
        let found = found.map_err(broken)?;
        if !status.success() {
            return Err(Error::usage("git could not read its objects", None));
        }
        Ok(found)
    }

    /// What a command answers; `None` if it says no.
    fn answer(&self, args: &[&str]) -> Result<Option<String>, Error> {
        let output = self.command(args).stdin(Stdio::null()).output().map_err(no_git)?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned()))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
            .args(args)
            .current_dir(&self.folder)
            .envs([("LC_ALL", "C"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1")]);
        // A hook is called with paths relative to its own folder.
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"] {
            let relative = std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_relative());
            if let (Some(path), Ok(cwd)) = (relative, std::env::current_dir()) {
                command.env(name, cwd.join(path));
            }
        }
        command
    }
}

fn no_git(error: std::io::Error) -> Error {
    Error::usage(format!("could not run `git`: {error}"), Some("it has to be installed for this option".to_owned()))
}

/// `../` at the head of a path takes a folder from the end of the prefix.
fn joined(prefix: &str, path: &str) -> String {
    let (mut prefix, mut path) = (prefix.trim_end_matches('/'), path);
    while let Some(rest) = path.strip_prefix("../") {
        path = rest;
        prefix = prefix.rsplit_once('/').map_or("", |(above, _)| above);
    }
    if prefix.is_empty() { path.to_owned() } else { format!("{prefix}/{path}") }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn paths_from_the_top() {
        assert_eq!(joined("", "src/a.rs"), "src/a.rs");
        assert_eq!(joined("a/b/", "src/a.rs"), "a/b/src/a.rs");
        assert_eq!(joined("a/b/", "../c/x.rs"), "a/c/x.rs");
    }
}
