//! `cargo tether check [PATH]…`: finds, and says what it found.

use super::select::{Opened, SelectArgs, open};
use super::{FINDINGS, SUCCESS, Terminal};
use crate::diagnostic::{Confidence, Level};
use crate::error::Error;
use crate::render::{human, json, short, summary};
use crate::rules::{Levels, UnknownName};
use crate::workspace::Workspace;
use crate::{Analysis, Options, analyze};
use clap::{ArgMatches, Args, ValueEnum};
use std::path::PathBuf;
use std::time::Instant;

/// From so many findings on, a summary by rule and file ends the report.
const MANY: usize = 20;

const LEVELS: &str = "Levels (left to right, the last word wins)";

#[derive(Args, Clone, Debug)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    select: SelectArgs,

    /// Do not report a rule, a family or `all`
    #[arg(short = 'A', long, value_name = "RULE", help_heading = LEVELS)]
    allow: Vec<String>,
    /// Report as a warning
    #[arg(short = 'W', long, value_name = "RULE", help_heading = LEVELS)]
    warn: Vec<String>,
    /// Report as an error
    #[arg(short = 'D', long, value_name = "RULE", help_heading = LEVELS)]
    deny: Vec<String>,
    /// Raise all warnings to errors
    #[arg(long, help_heading = LEVELS)]
    deny_warnings: bool,
    /// Report what is at least so sure [default: likely]
    #[arg(long, value_name = "HOW", help_heading = LEVELS)]
    confidence: Option<Sure>,

    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "Output")]
    message_format: Format,
    /// Write findings to a file instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Count findings by rule and file, and what was read
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// Say how long each stage took, and the dearest rules
    #[arg(long, help_heading = "Output")]
    timings: bool,
}

/// So many rules are named by `--timings`.
const DEAREST: usize = 3;

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
    let start = Instant::now();
    let Opened { workspace, config, apis } = open(&args.select)?;
    let opened = start.elapsed();
    let mut levels = Levels::default();
    for (name, level, _) in &config.levels {
        levels.set(name, *level).map_err(|unknown| unknown_name(&unknown))?;
    }
    for (name, level) in levels_in_order(args, matches) {
        levels.set(name, level).map_err(|unknown| unknown_name(&unknown))?;
    }
    if args.deny_warnings {
        levels.deny_warnings();
    }
    let options = Options {
        levels,
        confidence: match args.confidence {
            Some(Sure::Certain) => Confidence::Certain,
            Some(Sure::Likely) => Confidence::Likely,
            Some(Sure::Possible) => Confidence::Possible,
            None => config.confidence.as_ref().map_or(Confidence::Likely, |(confidence, _)| *confidence),
        },
        tests: args.select.tests || config.tests.as_ref().is_some_and(|(tests, _)| *tests),
        threads: args.select.threads,
        apis: Some(apis),
    };
    let mut analysis = analyze(&workspace, &options);
    analysis.timings.stages.insert(0, ("read the workspace", opened));
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
    if args.timings {
        tail += &analysis.timings.render(DEAREST);
        tail.push('\n');
    }
    if !term.quiet {
        tail += &summary::render(analysis);
    }

    // Standard error is a courtesy: that nobody reads it is no reason to fail.
    let _ = term.err(&notices(workspace, analysis, term));
    match &args.output {
        Some(path) => {
            term.out_or_file(&text, Some(path))?;
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
    let mut out = super::problems(&analysis.problems, term);
    if term.verbose {
        for orphan in &workspace.orphans {
            out += &format!("note: {orphan}: in no module tree, not analysed\n");
        }
    }
    out
}
