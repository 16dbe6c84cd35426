//! `cargo tether map [PATH]…`: the concurrency architecture that the checker sees.

use super::select::{SelectArgs, open};
use super::{SUCCESS, Terminal};
use crate::Options;
use crate::error::Error;
use crate::project::Project;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(super) struct MapArgs {
    #[command(flatten)]
    select: SelectArgs,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "json", help_heading = "Output")]
    format: Format,
    /// Write it to a file instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object (`tether-map/1`)
    Json,
    /// A picture for Graphviz: `cargo tether map --format dot | dot -Tsvg > map.svg`
    Dot,
    /// A picture for Mermaid, as pages of GitHub and GitLab show it
    Mermaid,
}

pub(super) fn run(args: &MapArgs, term: &Terminal) -> Result<u8, Error> {
    let Project { workspace, config, apis, .. } = open(&args.select)?;
    let options = Options {
        tests: config.judges_tests(args.select.tests),
        threads: args.select.threads,
        apis: Some(apis),
        ..Options::default()
    };
    let text = match args.format {
        Format::Json => serde_json::to_string_pretty(&crate::map(&workspace, &options)).unwrap_or_default() + "\n",
        Format::Dot => crate::map_dot(&workspace, &options),
        Format::Mermaid => crate::map_mermaid(&workspace, &options),
    };
    let _ = term.err(&super::problems(&workspace.problems, term));
    term.out_or_file(&text, args.output.as_deref())?;
    Ok(SUCCESS)
}
