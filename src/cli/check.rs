//! `cargo tether check [PATH]…`: finds, and says what it found.

use super::select::{Opened, SelectArgs, open};
use super::{FINDINGS, SUCCESS, Terminal};
use crate::config::{Config, InForce};
use crate::diagnostic::{Confidence, Level};
use crate::error::Error;
use crate::policy::{Policy, Settings};
use crate::render::{self, github, gitlab, human, json, junit, sarif, short, summary};
use crate::rules::{Levels, UnknownName};
use crate::workspace::Workspace;
use crate::{Analysis, Options, analyze};
use clap::{ArgMatches, Args, ValueEnum};
use std::path::{Path, PathBuf};
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

    /// How findings are printed [default: human]; may be repeated, each time with an `--output` of its own
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    message_format: Vec<Format>,
    /// Write findings to a file instead of standard output, in the format that stands before it
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Vec<PathBuf>,
    /// Count findings by rule and file, and what was read
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// Say how long each stage took, and the dearest rules
    #[arg(long, help_heading = "Output")]
    timings: bool,
}

/// So many rules are named by `--timings`.
const DEAREST: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A report for people
    Human,
    /// One line for each finding
    Short,
    /// cargo's JSON messages
    Json,
    /// cargo's JSON messages with colors in the rendered text
    #[value(hide = true)]
    JsonDiagnosticRenderedAnsi,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub's workflow commands: annotations of a change
    Github,
    /// GitLab's Code Quality report
    Gitlab,
    /// JUnit's XML: a failed test for each finding
    Junit,
}

/// A format and where it goes; `None` is standard output.
type Sink<'a> = (Format, Option<&'a Path>);

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sure {
    /// The text shows it
    Certain,
    /// One step was inferred
    Likely,
    /// Worth a look
    Possible,
}

/// What was read and what was found in it.
#[derive(Clone, Copy)]
struct Read<'a> {
    workspace: &'a Workspace,
    analysis: &'a Analysis,
}

pub(super) fn run(args: &CheckArgs, matches: &ArgMatches, term: &Terminal) -> Result<u8, Error> {
    let start = Instant::now();
    let sinks = sinks(args, matches)?;
    let Opened { workspace, config, apis } = open(&args.select)?;
    let opened = start.elapsed();
    let options = Options {
        policy: policy(args, matches, &config, &workspace)?,
        tests: args.select.tests || config.tests.as_ref().is_some_and(|(tests, _)| *tests),
        threads: args.select.threads,
        apis: Some(apis),
    };
    let mut analysis = analyze(&workspace, &options);
    analysis.timings.stages.insert(0, ("read the workspace", opened));
    print(&sinks, args, &Read { workspace: &workspace, analysis: &analysis }, term)?;
    let failed = analysis.diagnostics.iter().any(|one| one.level == Level::Error);
    Ok(if failed { FINDINGS } else { SUCCESS })
}

/// What holds for each file: the configuration first, then the command line, which holds for all of them.
fn policy(args: &CheckArgs, matches: &ArgMatches, config: &Config, workspace: &Workspace) -> Result<Policy, Error> {
    let flags = levels_in_order(args, matches);
    let settings = |in_force: &InForce<'_>| -> Result<Settings, UnknownName> {
        let mut levels = Levels::default();
        for (name, level, _) in &in_force.levels {
            levels.set(name, *level)?;
        }
        for (name, level) in &flags {
            levels.set(name, *level)?;
        }
        if args.deny_warnings {
            levels.deny_warnings();
        }
        let confidence = match args.confidence {
            Some(Sure::Certain) => Confidence::Certain,
            Some(Sure::Likely) => Confidence::Likely,
            Some(Sure::Possible) => Confidence::Possible,
            None => in_force.confidence.map_or(Confidence::Likely, |(confidence, _)| *confidence),
        };
        Ok(Settings { levels, confidence })
    };
    let policy = Policy::new(config, workspace, settings);
    policy.map_err(|unknown| unknown_name(&unknown))
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

/// Each format with the file that comes after it and before the next one.
fn sinks<'a>(args: &'a CheckArgs, matches: &ArgMatches) -> Result<Vec<Sink<'a>>, Error> {
    let places = |id| matches.indices_of(id).into_iter().flatten();
    let formats: Vec<_> = places("message_format").zip(&args.message_format).collect();
    let outputs: Vec<_> = places("output").zip(&args.output).collect();
    let mut sinks: Vec<Sink<'a>> = match (formats.as_slice(), outputs.as_slice()) {
        // In any order, as long as there is one of each.
        ([], [(_, path)]) => return Ok(vec![(Format::Human, Some(path))]),
        ([(_, format)], [(_, path)]) => return Ok(vec![(**format, Some(path))]),
        ([], []) => return Ok(vec![(Format::Human, None)]),
        _ => formats.iter().map(|(_, format)| (**format, None)).collect(),
    };
    for (at, path) in outputs {
        let before = formats.iter().rposition(|(place, _)| *place < at);
        match before.and_then(|index| sinks.get_mut(index)) {
            Some((_, file @ None)) => *file = Some(path),
            _ => {
                return Err(Error::usage(
                    format!("`--output {}` has no format of its own", path.display()),
                    Some("write `--message-format FORMAT --output FILE`, once for each file".to_owned()),
                ));
            }
        }
    }
    if sinks.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        return Err(Error::usage(
            "two formats for standard output",
            Some("write `--output FILE` after each `--message-format` but one".to_owned()),
        ));
    }
    Ok(sinks)
}

fn print(sinks: &[Sink<'_>], args: &CheckArgs, read: &Read<'_>, term: &Terminal) -> Result<(), Error> {
    let Read { workspace, analysis } = *read;
    // Standard error is a courtesy: that nobody reads it is no reason to fail.
    let _ = term.err(&notices(workspace, analysis, term));
    for (format, file) in sinks.iter().filter(|(_, file)| file.is_some()) {
        term.out_or_file(&rendered(*format, read, human::Style::PLAIN), *file)?;
    }
    let shown = sinks.iter().find(|(_, file)| file.is_none()).map(|(format, _)| *format);
    let tail = tail(shown, args, read, term);
    if let Some(format) = shown {
        let text = rendered(format, read, term.stdout);
        if format == Format::Human {
            return term.out(&(text + &tail));
        }
        term.out(&text)?;
    }
    let _ = term.err(&tail);
    Ok(())
}

fn rendered(format: Format, read: &Read<'_>, style: human::Style) -> String {
    let Read { workspace, analysis } = *read;
    let prefix = match format {
        Format::Github | Format::Sarif => prefix_below(workspace, "GITHUB_WORKSPACE"),
        Format::Gitlab => prefix_below(workspace, "CI_PROJECT_DIR"),
        _ => String::new(),
    };
    let report = render::Report {
        workspace,
        found: &analysis.diagnostics,
        silenced: &analysis.silenced,
        problems: &analysis.problems,
        prefix: &prefix,
    };
    let colored = human::Style { color: true, ..human::Style::PLAIN };
    match format {
        Format::Human => human::render(report.found, &workspace.sources, style),
        Format::Short => short::render(report.found, &workspace.sources),
        Format::Json => json::render(report.found, workspace, human::Style::PLAIN),
        Format::JsonDiagnosticRenderedAnsi => json::render(report.found, workspace, colored),
        Format::Sarif => sarif::render(&report),
        Format::Github => github::render(&report),
        Format::Gitlab => gitlab::render(&report),
        Format::Junit => junit::render(&report),
    }
}

/// Where the workspace lies in the checkout that a CI service names, because its paths begin there.
fn prefix_below(workspace: &Workspace, variable: &str) -> String {
    let checkout = std::env::var_os(variable).map(PathBuf::from);
    let below = checkout.as_ref().and_then(|checkout| workspace.root.strip_prefix(checkout).ok());
    let parts = below.into_iter().flat_map(Path::iter);
    parts.map(|part| format!("{}/", part.to_string_lossy())).collect()
}

/// What stands below the findings: counts, tables.
fn tail(shown: Option<Format>, args: &CheckArgs, read: &Read<'_>, term: &Terminal) -> String {
    let Read { workspace, analysis } = *read;
    let (found, sources) = (&analysis.diagnostics, &workspace.sources);
    let is_human = shown == Some(Format::Human);
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
    tail
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
