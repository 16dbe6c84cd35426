//! What is printed of an analysis: formats, where each goes, what stands below the findings.

use super::Terminal;
use crate::Analysis;
use crate::error::Error;
use crate::render::{self, github, gitlab, human, json, junit, sarif, short, summary};
use crate::workspace::Workspace;
use clap::{ArgMatches, Args, ValueEnum};
use std::path::{Path, PathBuf};

/// From so many findings on, a summary by rule and file ends the report.
const MANY: usize = 20;

#[derive(Args, Clone, Debug)]
pub(super) struct OutputArgs {
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
pub(super) enum Format {
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
pub(super) type Sink<'a> = (Format, Option<&'a Path>);

/// What was read and what was found in it.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) analysis: &'a Analysis,
}

/// Each format with the file that comes after it and before the next one.
pub(super) fn sinks<'a>(args: &'a OutputArgs, matches: &ArgMatches) -> Result<Vec<Sink<'a>>, Error> {
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

pub(super) fn print(sinks: &[Sink<'_>], args: &OutputArgs, read: &Read<'_>, term: &Terminal) -> Result<(), Error> {
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
fn tail(shown: Option<Format>, args: &OutputArgs, read: &Read<'_>, term: &Terminal) -> String {
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
        tail += &summary::mendable(found);
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
