//! `cargo tether completions SHELL` and `cargo tether man`: what shells and manuals want to know of the command line.

use super::{Cli, SUCCESS, Terminal};
use crate::error::Error;
use crate::rules::{self, FAMILIES};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Command, CommandFactory};
use clap_complete::{Shell, generate};

/// The program's name as shells find it; `cargo tether` is completed by cargo's own completions, if at all.
const PROGRAM: &str = "cargo-tether";

#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn completions(args: &CompletionsArgs, term: &Terminal) -> Result<u8, Error> {
    let mut bytes = Vec::new();
    let mut command = with_names(Cli::command().bin_name(PROGRAM));
    generate(args.shell, &mut command, PROGRAM, &mut bytes);
    term.out(&String::from_utf8_lossy(&bytes))?;
    Ok(SUCCESS)
}

/// The same with the names of rules as values: shells offer them, while mistakes stay ours to explain.
fn with_names(command: Command) -> Command {
    let rules = || rules::all().iter().map(|rule| PossibleValue::new(rule.id).help(rule.summary));
    let families = FAMILIES.iter().map(|(name, about)| PossibleValue::new(*name).help(*about));
    let all: Vec<_> = families.chain(rules()).chain([PossibleValue::new("all").help("all rules")]).collect();
    let levels = |command: Command| {
        ["allow", "warn", "deny"].into_iter().fold(command, |command, level| {
            command.mut_arg(level, |arg| arg.value_parser(PossibleValuesParser::new(all.clone())))
        })
    };
    let explain =
        |command: Command| command.mut_arg("rule", |arg| arg.value_parser(PossibleValuesParser::new(rules())));
    levels(command).mut_subcommand("check", levels).mut_subcommand("explain", explain)
}

/// One page: options of `check`, then each command with its own.
pub(super) fn man(term: &Terminal) -> Result<u8, Error> {
    let mut bytes = Vec::new();
    let page = |command: Command, bytes: &mut Vec<u8>| {
        clap_mangen::Man::new(command).render(bytes).map_err(|error| Error::write("the manual", error))
    };
    page(Cli::command().bin_name(PROGRAM), &mut bytes)?;
    term.out(&String::from_utf8_lossy(&bytes))?;
    Ok(SUCCESS)
}
