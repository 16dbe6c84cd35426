//! `cargo tether map [PATH]…`: the concurrency architecture that the checker sees.

use super::{SUCCESS, Terminal};
use crate::Options;
use crate::error::Error;
use crate::workspace::{self, Request};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args, Clone, Debug)]
pub(super) struct MapArgs {
    /// Files and folders to read instead of the workspace of the current folder
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How the map is printed
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// Package to read (may be repeated)
    #[arg(short, long = "package", value_name = "SPEC", help_heading = "Package selection")]
    packages: Vec<String>,
    /// Read all packages of the workspace
    #[arg(long, help_heading = "Package selection")]
    workspace: bool,
    /// Path to `Cargo.toml`
    #[arg(long, value_name = "PATH", help_heading = "Package selection")]
    manifest_path: Option<PathBuf>,
    /// Read test code, benches and examples, too
    #[arg(long, help_heading = "Package selection")]
    tests: bool,
    /// Workers; one for each processor if not given
    #[arg(long, value_name = "N", hide = true, default_value_t = 0)]
    threads: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object (`tether-map/1`)
    Json,
}

pub(super) fn run(args: &MapArgs, term: &Terminal) -> Result<u8, Error> {
    let request = Request {
        paths: args.paths.clone(),
        manifest: args.manifest_path.clone(),
        packages: args.packages.clone(),
        workspace: args.workspace,
        tests: args.tests,
        ..Request::default()
    };
    let workspace = workspace::load(&request)?;
    let options = Options { tests: args.tests, threads: args.threads, ..Options::default() };
    let map = crate::map(&workspace, &options);
    let mut text = match args.format {
        Format::Json => {
            serde_json::to_string_pretty(&map).unwrap_or_else(|error| unreachable!("the map is plain data: {error}"))
        }
    };
    text.push('\n');
    term.out(&text)?;
    Ok(SUCCESS)
}
