//! What the user or the machine did wrong: the run cannot go on.
//!
//! Knows nothing of findings, nor of what keeps only a part of the program from being read
//! (that is a [`Problem`](crate::diagnostic::Problem)).

use miette::{Diagnostic, NamedSource, SourceSpan};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a run failed. The command line turns it into exit code 2.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A file or folder that exists could not be read or written.
    #[error("could not {action} `{}`: {source}", path.display())]
    #[diagnostic(code(tether::io))]
    Io {
        /// What was tried: `read`, `write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A path that was asked for is not there.
    #[error("`{}` does not exist", path.display())]
    #[diagnostic(code(tether::no_such_path), help("give a Rust file, a folder or a `Cargo.toml`"))]
    NoSuchPath {
        /// The path as given.
        path: PathBuf,
    },
    /// The manifest that was asked for cannot be used.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Manifest(Box<BadManifest>),
    /// The configuration cannot be used.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(Box<BadConfig>),
    /// `-p` names a package that is not there.
    #[error("package `{name}` is not in the workspace `{}`", workspace.display())]
    #[diagnostic(code(tether::unknown_package))]
    UnknownPackage {
        /// As given.
        name: String,
        /// The folder that was searched.
        workspace: PathBuf,
        /// Names that are close, or all of them.
        #[help]
        help: Option<String>,
    },
    /// The call makes no sense.
    #[error("{message}")]
    #[diagnostic(code(tether::usage))]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        #[help]
        help: Option<String>,
    },
}

/// A manifest that cannot be used, with the place if there is one.
#[derive(Debug, Error, Diagnostic)]
#[error("could not use the manifest `{}`: {message}", path.display())]
#[diagnostic(code(tether::manifest))]
pub struct BadManifest {
    /// The manifest.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
    #[source_code]
    text: NamedSource<String>,
    #[label("here")]
    span: Option<SourceSpan>,
}

/// A configuration that cannot be used, with the place.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code(tether::config))]
pub struct BadConfig {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
    #[source_code]
    text: NamedSource<String>,
    #[label("{label}")]
    span: Option<SourceSpan>,
    label: String,
    #[help]
    help: Option<String>,
}

impl Error {
    /// A failed read of `path`.
    pub fn read(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io { action: "read", path: path.into(), source }
    }

    /// A failed write of `path`.
    pub fn write(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io { action: "write", path: path.into(), source }
    }

    /// A call that makes no sense.
    pub fn usage(message: impl Into<String>, help: Option<String>) -> Self {
        Self::Usage { message: message.into(), help }
    }

    /// A manifest that cannot be used; `span` is a byte range in `text`.
    pub fn manifest(path: &Path, text: &str, message: impl Into<String>, span: Option<std::ops::Range<usize>>) -> Self {
        Self::Manifest(Box::new(BadManifest {
            path: path.to_owned(),
            message: message.into(),
            text: NamedSource::new(path.to_string_lossy(), text.to_owned()),
            span: span.map(|span| clamp(text, span)),
        }))
    }

    /// What to do instead.
    pub fn help(&self) -> Option<String> {
        Diagnostic::help(self).map(|help| help.to_string())
    }

    /// The file that is wrong, its text, and where in it.
    pub fn place(&self) -> Option<(&Path, &str, std::ops::Range<usize>)> {
        let (path, text, span) = match self {
            Self::Manifest(bad) => (&bad.path, &bad.text, bad.span?),
            Self::Config(bad) => (&bad.path, &bad.text, bad.span?),
            _ => return None,
        };
        Some((path, text.inner(), span.offset()..span.offset() + span.len()))
    }

    /// A configuration that cannot be used; `span` is a byte range in `text`.
    pub fn config(
        path: &Path,
        text: &str,
        message: impl Into<String>,
        label: impl Into<String>,
        span: Option<std::ops::Range<usize>>,
        help: Option<String>,
    ) -> Self {
        Self::Config(Box::new(BadConfig {
            path: path.to_owned(),
            message: message.into(),
            text: NamedSource::new(path.to_string_lossy(), text.to_owned()),
            span: span.map(|span| clamp(text, span)),
            label: label.into(),
            help,
        }))
    }
}

/// A span past the end of its text would keep the report from being shown.
fn clamp(text: &str, span: std::ops::Range<usize>) -> SourceSpan {
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    (start..end).into()
}

/// "did you mean `x`?" for the known name that is closest to `name`, if one is close.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(name, known).map(|known| format!("did you mean `{known}`?"))
}

/// The known name that is closest to `name`, if one is close.
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::damerau_levenshtein(&name.to_lowercase(), &candidate.to_lowercase());
        let related = distance <= (name.len().max(3) / 3) || candidate.starts_with(name) || name.starts_with(candidate);
        if related && best.is_none_or(|(least, found)| (distance, candidate) < (least, found)) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
