//! `cargo tether init`: a commented `tether.toml`.

use super::{SUCCESS, Terminal};
use crate::config::FILE_NAME;
use crate::diagnostic::Level;
use crate::error::Error;
use crate::rules::{self, FAMILIES};
use crate::workspace::disk::Disk;
use crate::workspace::{self, Request};
use clap::Args;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(super) struct InitArgs {
    /// Path to `Cargo.toml`
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

pub(super) fn run(args: &InitArgs, term: &Terminal) -> Result<u8, Error> {
    let request = Request { manifest: args.manifest_path.clone(), ..Request::default() };
    let path = workspace::locate(&request, &Disk::default())?.root.join(FILE_NAME);
    let made = OpenOptions::new().write(true).create_new(true).open(&path);
    let mut file = made.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            let help = "`cargo tether config show` prints what is in force".to_owned();
            Error::usage(format!("`{}` is already there", path.display()), Some(help))
        }
        _ => Error::write(&path, error),
    })?;
    file.write_all(text().as_bytes()).map_err(|error| Error::write(&path, error))?;
    if !term.quiet {
        let _ = term.err(&format!("wrote {}\n", path.display()));
    }
    Ok(SUCCESS)
}

fn text() -> String {
    let mut out = String::from(
        r#"# Configuration of cargo-tether. All that is commented out is the default.
# `cargo tether config show` prints what is in force for a file, and where it comes from.

# Other files whose settings come before these.
# extend = ["../tether.toml"]

# Files that are left out.
# exclude = ["crates/generated/**"]

# Findings that are known: `cargo tether --write-baseline` makes the file.
# baseline = "tether-baseline.toml"

# Test code, benches and examples, too.
# tests = false

# The least confidence that is reported: "certain", "likely" or "possible".
# confidence = "likely"

# The size beyond which a pool of connections is too large.
# max-pool-size = 200

# "off", "warn" or "error", for rules, for families and for `all`.
[levels]
"#,
    );
    for (family, about) in FAMILIES {
        let mut rules = rules::all().iter().filter(|rule| rule.family == *family).peekable();
        if rules.peek().is_none() {
            continue;
        }
        // Writing to a string does not fail.
        let _ = writeln!(out, "# {family}: {about}");
        for rule in rules {
            let level = match rule.level {
                Level::Off => "off",
                Level::Warn => "warn",
                Level::Error => "error",
            };
            let _ = writeln!(out, "#   {} = \"{level}\"  # {}", rule.id, rule.summary);
        }
    }
    out += r#"
# What holds for some paths only; the last one that matches wins.
# [[overrides]]
# paths = ["crates/tools/**"]
# levels = { unbounded-channel = "off" }

# Modules that may not start tasks, and the function through which they may. It brings `restricted-spawn`.
# [[boundary]]
# modules = ["my_service::domain"]
# forbid = ["tasks", "threads"]
# through = ["my_service::runtime::supervise"]
# reason = "the runtime owns what runs"

# A spawner of your own: it runs its first argument, and the supervisor keeps the task.
# [[fn]]
# path = "my_service::Supervisor::supervise"
# verb = "spawn"
# task = "task"
# work = 0
# kept-by-receiver = true
"#;
    out
}
