//! `cargo tether check [PATH]…`: finds, and says what it found.

use super::{FINDINGS, SUCCESS, Terminal};
use crate::diagnostic::{Confidence, Level};
use crate::error::Error;
use crate::render::{human, json, short, summary};
use crate::rules::{Levels, UnknownName};
use crate::workspace::{self, Request, Workspace};
use crate::{Analysis, Options, analyze};
use clap::{ArgMatches, Args, ValueEnum};
use std::path::PathBuf;

/// From so many findings on, a summary by rule and file ends the report.
const MANY: usize = 20;

#[derive(Args, Clone, Debug)]
pub(super) struct CheckArgs {
    /// Files and folders to check instead of the workspace of the current folder
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Package to check (may be repeated)
    #[arg(short, long = "package", value_name = "SPEC", help_heading = "Package selection")]
    packages: Vec<String>,
    /// Check all packages of the workspace
    #[arg(long, help_heading = "Package selection")]
    workspace: bool,
    /// Package to leave out (may be repeated)
    #[arg(long, value_name = "SPEC", help_heading = "Package selection")]
    exclude: Vec<String>,
    /// Path to `Cargo.toml`
    #[arg(long, value_name = "PATH", help_heading = "Package selection")]
    manifest_path: Option<PathBuf>,
    /// Check test code, benches and examples, too
    #[arg(long, help_heading = "Package selection")]
    tests: bool,

    /// Do not report a rule, a family or `all`
    #[arg(short = 'A', long, value_name = "RULE", help_heading = "Levels (left to right, the last word wins)")]
    allow: Vec<String>,
    /// Report as a warning
    #[arg(short = 'W', long, value_name = "RULE", help_heading = "Levels (left to right, the last word wins)")]
    warn: Vec<String>,
    /// Report as an error
    #[arg(short = 'D', long, value_name = "RULE", help_heading = "Levels (left to right, the last word wins)")]
    deny: Vec<String>,
    /// Raise all warnings to errors
    #[arg(long, help_heading = "Levels (left to right, the last word wins)")]
    deny_warnings: bool,
    /// Report what is at least so sure
    #[arg(
        long,
        value_name = "HOW",
        default_value = "likely",
        help_heading = "Levels (left to right, the last word wins)"
    )]
    confidence: Sure,

    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    message_format: Format,
    /// Write findings to a file instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Count findings by rule and file, and what was read
    #[arg(long, help_heading = "Output")]
    statistics: bool,

    /// Workers; one for each processor if not given
    #[arg(long, value_name = "N", hide = true, default_value_t = 0)]
    threads: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A report for people
    Human,
    /// One line for each finding
    Short,
    /// cargo's JSON messages
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sure {
    /// The text shows it
    Certain,
    /// One step was inferred
    Likely,
    /// Worth a look
    Possible,
}

pub(super) fn run(args: &CheckArgs, matches: &ArgMatches, term: &Terminal) -> Result<u8, Error> {
    let mut levels = Levels::default();
    for (name, level) in levels_in_order(args, matches) {
        levels.set(name, level).map_err(|unknown| unknown_name(&unknown))?;
    }
    if args.deny_warnings {
        levels.deny_warnings();
    }
    let options = Options {
        levels,
        confidence: match args.confidence {
            Sure::Certain => Confidence::Certain,
            Sure::Likely => Confidence::Likely,
            Sure::Possible => Confidence::Possible,
        },
        tests: args.tests,
        threads: args.threads,
        apis: None,
    };
    let workspace = workspace::load(&request(args))?;
    let analysis = analyze(&workspace, &options);
    print(args, &workspace, &analysis, term)?;
    let failed = analysis.diagnostics.iter().any(|one| one.level == Level::Error);
    Ok(if failed { FINDINGS } else { SUCCESS })
}

/// What to tell about a name that is no rule.
pub(super) fn unknown_name(unknown: &UnknownName) -> Error {
    let help = match (unknown.suggestion, unknown.name.as_str()) {
        (_, "warnings") => "`--deny-warnings` raises all warnings to errors".to_owned(),
        (Some(name), _) => format!("did you mean `{name}`?"),
        (None, _) => "`cargo tether rules` lists all names".to_owned(),
    };
    Error::usage(unknown.to_string(), Some(help))
}

fn request(args: &CheckArgs) -> Request {
    Request {
        paths: args.paths.clone(),
        manifest: args.manifest_path.clone(),
        packages: args.packages.clone(),
        workspace: args.workspace,
        exclude_packages: args.exclude.clone(),
        tests: args.tests,
        exclude: Vec::new(),
    }
}

/// The names after `-A`, `-W` and `-D`, as they stand on the command line.
fn levels_in_order<'a>(args: &'a CheckArgs, matches: &ArgMatches) -> Vec<(&'a str, Level)> {
    let options =
        [("allow", &args.allow, Level::Off), ("warn", &args.warn, Level::Warn), ("deny", &args.deny, Level::Error)];
    let mut found = Vec::new();
    for (id, names, level) in options {
        let places = matches.indices_of(id).into_iter().flatten();
        found.extend(places.zip(names).map(|(at, name)| (at, name.as_str(), level)));
    }
    found.sort_by_key(|(at, ..)| *at);
    found.into_iter().map(|(_, name, level)| (name, level)).collect()
}

fn print(args: &CheckArgs, workspace: &Workspace, analysis: &Analysis, term: &Terminal) -> Result<(), Error> {
    let found = &analysis.diagnostics;
    let sources = &workspace.sources;
    let is_human = matches!(args.message_format, Format::Human);
    let style = if args.output.is_some() { human::Style::PLAIN } else { term.stdout };

    let mut text = match args.message_format {
        Format::Human => human::render(found, sources, style),
        Format::Short => short::render(found, sources),
        Format::Json => json::render(found, workspace),
    };
    let mut tail = String::new();
    if !found.is_empty() && (args.statistics || is_human && found.len() >= MANY && !term.quiet) {
        tail += &summary::table(found, sources);
        tail.push('\n');
    }
    if args.statistics {
        tail += &summary::statistics(analysis);
        tail.push('\n');
    }
    if !term.quiet {
        tail += &summary::render(analysis);
    }

    // Standard error is a courtesy: that nobody reads it is no reason to fail.
    let _ = term.err(&notices(workspace, analysis, term));
    match &args.output {
        Some(path) => {
            std::fs::write(path, &text).map_err(|error| Error::write(path, error))?;
            let _ = term.err(&tail);
        }
        None if is_human => {
            text += &tail;
            term.out(&text)?;
        }
        None => {
            term.out(&text)?;
            let _ = term.err(&tail);
        }
    }
    Ok(())
}

/// What could not be read, and with `-v` what was left out.
fn notices(workspace: &Workspace, analysis: &Analysis, term: &Terminal) -> String {
    let mut out = String::new();
    if term.quiet {
        return out;
    }
    for problem in &analysis.problems {
        out += &format!("warning: {}: {}\n", problem.path, problem.message);
    }
    if term.verbose {
        for orphan in &workspace.orphans {
            out += &format!("note: {orphan}: in no module tree, not analysed\n");
        }
    }
    out
}
