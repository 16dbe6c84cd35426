//! `cargo tether check [PATH]…`: finds, and says what it found.

use super::findings::{self, Run};
use super::mend::{MendArgs, Next, mend};
use super::narrow::{NarrowArgs, Scope, narrow};
use super::progress::Progress;
use super::report::{self, OutputArgs, Read};
use super::select::SelectArgs;
use super::{FINDINGS, SUCCESS, Terminal};
use crate::config::{Config, InForce};
use crate::diagnostic::{Confidence, Level};
use crate::error::Error;
use crate::policy::{Policy, Settings};
use crate::rules::{self, Levels, UnknownName};
use crate::workspace::Workspace;
use clap::{ArgMatches, Args, ValueEnum};
use std::path::PathBuf;

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

    #[command(flatten)]
    narrow: NarrowArgs,
    #[command(flatten)]
    mend: MendArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// The text on standard input is that of this file, whatever stands on the disk; findings in it are reported
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "fix", "add_allow", "staged", "changed_since"],
          help_heading = "Package selection")]
    stdin_filename: Option<PathBuf>,
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

/// So often files are changed and read again before what is left is printed.
const ROUNDS: usize = 5;

pub(super) fn run(args: &CheckArgs, matches: &ArgMatches, term: &Terminal) -> Result<u8, Error> {
    let sinks = report::sinks(&args.output, matches)?;
    let mut rounds = 0;
    loop {
        let progress = Progress::start("checking", term);
        let levels = (levels_in_order(args, matches), args.deny_warnings, args.confidence);
        let policy = |config: &Config, workspace: &Workspace| policy(args, matches, config, workspace);
        let done = findings::find(&args.select, args.stdin_filename.as_deref(), &levels, policy, term)?;
        let Run { workspace, config, policy, tests, mut analysis } = done;
        drop(progress);
        if rounds == 0 && !tests {
            for rule in asked_for_tests(&policy) {
                let _ = term.err(&format!(
                    "note: `{rule}` looks at tests, which are read with `--tests` only: it did not run\n"
                ));
            }
        }
        let scope = Scope { workspace: &workspace, config: &config, policy: &policy, tests };
        let stale = narrow(&args.narrow, &scope, &mut analysis, term)?;
        if rounds < ROUNDS {
            match mend(&args.mend, &workspace, &analysis, term, rounds > 0)? {
                Next::Again => {
                    rounds += 1;
                    continue;
                }
                Next::Diff(text) => term.out(&text)?,
                Next::Print => {
                    report::print(&sinks, &args.output, &Read { workspace: &workspace, analysis: &analysis }, term)?
                }
            }
        }
        let failed = analysis.diagnostics.iter().any(|one| one.level == Level::Error);
        return Ok(if failed || args.deny_warnings && stale > 0 { FINDINGS } else { SUCCESS });
    }
}

/// Rules that somebody has turned on, and that say nothing without tests.
fn asked_for_tests(policy: &Policy) -> impl Iterator<Item = &'static str> {
    let idle = rules::all().iter().filter(|rule| rule.page.front.tests_only && rule.level == Level::Off);
    idle.map(|rule| rule.id).filter(|id| policy.is_on(id))
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
