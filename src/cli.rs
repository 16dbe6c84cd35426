//! The command line: what can be asked, where answers go, and how a run ends.
//!
//! One file for each command below this one. Findings and answers go to standard output; what is wrong with the call or
//! could not be read, and the summary of formats that programs read, goes to standard error.

mod check;
mod config;
mod explain;
mod findings;
mod generate;
mod init;
mod lsp;
mod map;
mod mend;
mod narrow;
mod progress;
mod ra;
mod report;
mod rules;
mod select;

use crate::diagnostic::Problem;
use crate::error::Error;
use crate::render::human::{self, Style};
use anstream::{AutoStream, ColorChoice};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

const SUCCESS: u8 = 0;
const FINDINGS: u8 = 1;
const FAILURE: u8 = 2;

/// Runs the command line and gives its exit code: 0, 1 for findings at level error, 2 when the run itself failed.
pub fn main(mut args: Vec<OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(report_bug));
    // `cargo tether …` calls `cargo-tether tether …`.
    if args.get(1).is_some_and(|arg| arg == "tether") {
        args.remove(1);
    }
    let code = std::panic::catch_unwind(|| run(args)).unwrap_or(FAILURE);
    ExitCode::from(code)
}

/// A static analyzer for the concurrency architecture of Rust programs.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-tether",
    bin_name = "cargo tether",
    version,
    subcommand_precedence_over_arg = true,
    disable_help_subcommand = true,
    after_help = "Without a command, `check` runs. Exit codes: 0 no finding at level error, 1 findings at level error, \
                  2 the run itself failed.",
    after_long_help = "Without a command, `check` runs.\n\nFindings are printed to standard output in every format. \
                       Problems go to standard error, and so does the summary when the format is one for programs.\n\n\
                       Exit codes: 0 no finding at level error, 1 findings at level error, 2 the run itself failed."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: check::CheckArgs,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the workspace, or just the given files and folders (the default command)
    Check(Box<check::CheckArgs>),
    /// Print the concurrency architecture that the checker sees
    Map(map::MapArgs),
    /// Show the page of a rule: what it finds, why it matters, what to do
    Explain(explain::ExplainArgs),
    /// List all rules
    Rules(rules::RulesArgs),
    /// For rust-analyzer: our findings, then the output of another command, in one stream
    Ra(ra::RaArgs),
    /// The language server, on standard input and output
    Lsp(lsp::LspArgs),
    /// Print completions for a shell
    Completions(generate::CompletionsArgs),
    /// Print the manual page (for `man -l -`)
    Man,
    /// Show what is configured, and the schema of `tether.toml`
    Config(config::ConfigArgs),
    /// Write a commented `tether.toml`
    Init(init::InitArgs),
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
struct Global {
    /// When to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    color: When,
    /// Say less: findings only
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    quiet: bool,
    /// Say more: what was left out and what was not understood
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Output")]
    verbose: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// For terminals, unless `NO_COLOR` is set; `CLICOLOR_FORCE` for pipes, too
    Auto,
    Always,
    Never,
}

fn run(args: Vec<OsString>) -> u8 {
    let matches = match Cli::command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    if let Some(error) = misplaced(&cli, &matches) {
        return usage(&error);
    }
    let term = Terminal::new(&cli.global);
    let result = match &cli.command {
        None => check::run(&cli.check, &matches, &term),
        Some(Command::Check(args)) => {
            let matches = matches.subcommand_matches("check").unwrap_or(&matches);
            check::run(args, matches, &term)
        }
        Some(Command::Map(args)) => map::run(args, &term),
        Some(Command::Explain(args)) => explain::run(args, &term),
        Some(Command::Rules(args)) => rules::run(args, &term),
        Some(Command::Ra(args)) => ra::run(args, &term),
        Some(Command::Lsp(args)) => lsp::run(args),
        Some(Command::Completions(args)) => generate::completions(args, &term),
        Some(Command::Man) => generate::man(&term),
        Some(Command::Config(args)) => config::run(args, &term),
        Some(Command::Init(args)) => init::run(args, &term),
    };
    result.unwrap_or_else(|error| {
        // Nobody is left to tell when standard error is closed.
        let _ = term.err(&human::failure(&error, term.stderr));
        FAILURE
    })
}

/// Options of `check` in front of another command would be lost without a word.
fn misplaced(cli: &Cli, matches: &ArgMatches) -> Option<clap::Error> {
    let command = cli.command.as_ref().and_then(|_| matches.subcommand_name())?;
    let parser = Cli::command();
    let mut given = parser.get_arguments().filter(|arg| {
        let id = arg.get_id().as_str();
        !arg.is_global_set() && matches.value_source(id) == Some(ValueSource::CommandLine)
    });
    let option = given.next()?.get_id().as_str().replace('_', "-");
    let message = format!("`{option}` must come after `{command}`");
    Some(Cli::command().error(ErrorKind::ArgumentConflict, message))
}

/// Prints what clap has to say: help to standard output, mistakes to standard error.
fn usage(error: &clap::Error) -> u8 {
    let _ = error.print();
    if error.use_stderr() { FAILURE } else { SUCCESS }
}

/// The standard streams and how they look.
struct Terminal {
    stdout: Style,
    stderr: Style,
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    fn new(global: &Global) -> Self {
        let choice = match global.color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        choice.write_global();
        let stdout = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let stderr = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
        Self {
            stdout: Style {
                width: width(),
                color: stdout,
                unicode: supports_unicode::on(supports_unicode::Stream::Stdout),
                links: stdout && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
            },
            stderr: Style {
                width: width(),
                color: stderr,
                unicode: supports_unicode::on(supports_unicode::Stream::Stderr),
                links: false,
            },
            quiet: global.quiet,
            verbose: global.verbose > 0,
        }
    }

    /// Writes to standard output. A reader that has gone away is no mistake.
    fn out(&self, text: &str) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::write("standard output", error)),
            _ => Ok(()),
        }
    }

    /// Writes to a file, if one is asked for, else to standard output.
    fn out_or_file(&self, text: &str, file: Option<&Path>) -> Result<(), Error> {
        match file {
            Some(path) => std::fs::write(path, text).map_err(|error| Error::write(path, error)),
            None => self.out(text),
        }
    }

    /// Writes to standard error.
    fn err(&self, text: &str) -> io::Result<()> {
        io::stderr().lock().write_all(text.as_bytes())
    }
}

/// What could not be read, one a line.
fn problems(problems: &[Problem], term: &Terminal) -> String {
    let said = problems.iter().filter(|_| !term.quiet);
    said.map(|problem| format!("warning: {}: {}\n", problem.path, problem.message)).collect()
}

/// Columns of the terminal; pipes and files get 100, wide screens no more than 120.
fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| (width.0 as usize).clamp(60, 120))
}

fn report_bug(info: &std::panic::PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = text.unwrap_or("no message");
    let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let _ = writeln!(
        io::stderr().lock(),
        "error: this is a bug in cargo-tether {}: {what}{place}\n\
         please report it with the command that you ran and, if you can, the file that it stumbled over",
        env!("CARGO_PKG_VERSION"),
    );
}
