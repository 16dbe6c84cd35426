//! Boundaries: which modules may start tasks and threads, make channels and build pools, and through which functions.
//!
//! Decides by paths alone. Knows neither where they were configured nor what the program does.

use crate::workspace::paths::Globs;
use std::fmt;

/// What a boundary may forbid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Restricted {
    /// Tasks, on a runtime or on its pool for blocking work; actors, too.
    Tasks,
    /// Threads of the operating system.
    Threads,
    /// Channels.
    Channels,
    /// Pools of connections.
    Pools,
}

impl Restricted {
    /// All of them, as they are written.
    pub const NAMES: [(&str, Self); 4] =
        [("tasks", Self::Tasks), ("threads", Self::Threads), ("channels", Self::Channels), ("pools", Self::Pools)];
}

/// One `[[boundary]]`.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// The modules that it holds for.
    pub modules: Paths,
    /// Modules among these that it does not hold for.
    pub except: Paths,
    /// What they may not do.
    pub forbid: Vec<Restricted>,
    /// Functions in which, or by calls of which, they may.
    pub through: Paths,
    /// Why, in the words of the one who drew it.
    pub reason: String,
    /// The file that says so, as messages name it, and the 1-based line.
    pub place: (String, u32),
}

impl Boundary {
    /// Whether it forbids this in a module.
    pub fn forbids(&self, what: Restricted, module: &str) -> bool {
        self.forbid.contains(&what) && self.modules.covers(module) && !self.except.covers(module)
    }
}

impl fmt::Display for Boundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.place.0, self.place.1)
    }
}

/// Globs over paths of code. `*` is one name, `**` any number of them; a path covers all that is below it. `crate::` in
/// front stands for any crate of the workspace.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    written: Vec<String>,
    globs: Vec<Globs>,
}

impl Paths {
    /// Reads them; gives the one that is none, and why.
    pub fn new(written: Vec<String>) -> Result<Self, (usize, String)> {
        let mut globs = Vec::new();
        for (index, text) in written.iter().enumerate() {
            if text.contains('/') {
                return Err((index, "modules are written with `::`".to_owned()));
            }
            if text.split("::").any(str::is_empty) {
                return Err((index, "a name is missing".to_owned()));
            }
            globs.push(Globs::new(&[text.replace("::", "/")]).map_err(|(_, why)| (index, why))?);
        }
        Ok(Self { written, globs })
    }

    /// Whether a path of the program, with the crate's name in front, or what it lies in is meant.
    pub fn covers(&self, path: &str) -> bool {
        self.globs.iter().any(|glob| covers(glob, path))
    }

    /// Whether a path of another crate is meant.
    pub fn covers_foreign(&self, path: &str) -> bool {
        let path = path.replace("::", "/");
        self.globs.iter().any(|glob| glob.matches(&path))
    }

    /// Those that mean none of these paths of the program.
    pub fn idle<'a>(&'a self, paths: &'a [String]) -> impl Iterator<Item = &'a str> {
        let idle = self.written.iter().zip(&self.globs);
        idle.filter(|(_, glob)| !paths.iter().any(|path| covers(glob, path))).map(|(text, _)| text.as_str())
    }

    /// As they are written.
    pub fn written(&self) -> &[String] {
        &self.written
    }
}

fn covers(glob: &Globs, path: &str) -> bool {
    let path = path.replace("::", "/");
    let rest = path.split_once('/').map_or("", |(_, rest)| rest);
    glob.matches(&path) || glob.matches(format!("crate/{rest}").trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::Paths;

    fn paths(written: &[&str]) -> Paths {
        Paths::new(written.iter().map(|&text| text.to_owned()).collect()).unwrap()
    }

    #[test]
    fn a_path_covers_what_is_below_it() {
        let domain = paths(&["shop::domain"]);
        assert!(domain.covers("shop::domain") && domain.covers("shop::domain::orders"));
        assert!(!domain.covers("shop::domains") && !domain.covers("shop") && !domain.covers("other::shop::domain"));
    }

    #[test]
    fn stars_are_names() {
        assert!(paths(&["shop::net::*"]).covers("shop::net::tcp::read"));
        assert!(!paths(&["shop::net::*"]).covers("shop::net"));
        assert!(!paths(&["shop::*::tcp"]).covers("shop::net::inner::tcp"));
        assert!(paths(&["shop::**::tcp"]).covers("shop::net::inner::tcp"));
        assert!(paths(&["**"]).covers("shop"));
    }

    #[test]
    fn any_crate_of_the_workspace() {
        let domain = paths(&["crate::domain"]);
        assert!(domain.covers("shop::domain::orders") && domain.covers("store::domain"));
        assert!(!domain.covers("shop::inner::domain"));
        assert!(!domain.covers_foreign("tokio::domain"));
        assert!(paths(&["crate"]).covers("shop") && paths(&["crate"]).covers("shop::domain"));
        assert!(paths(&["tokio::task::JoinSet::*"]).covers_foreign("tokio::task::JoinSet::spawn"));
    }

    #[test]
    fn what_is_no_path() {
        let refused = |text: &str| Paths::new(vec!["a".to_owned(), text.to_owned()]).map(|_| ()).unwrap_err();
        assert_eq!(refused("a/b").0, 1);
        assert!(refused("a/b").1.contains("`::`"));
        assert_eq!(refused("a::::b").1, "a name is missing");
        assert_eq!(refused("").1, "a name is missing");
        assert!(!refused("a[").1.is_empty());
    }

    #[test]
    fn idle_ones() {
        let modules = ["shop".to_owned(), "shop::domain".to_owned()];
        assert_eq!(paths(&["shop::domian", "shop::domain"]).idle(&modules).collect::<Vec<_>>(), ["shop::domian"]);
    }
}
