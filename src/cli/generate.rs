//! `cargo tether completions SHELL` and `cargo tether man`: what shells and manuals want to know of the command line.

use super::{Cli, SUCCESS, Terminal};
use crate::error::Error;
use clap::{Args, CommandFactory};
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
    let mut command = Cli::command().bin_name(PROGRAM);
    generate(args.shell, &mut command, PROGRAM, &mut bytes);
    term.out(&String::from_utf8_lossy(&bytes))?;
    Ok(SUCCESS)
}

/// One page: options of `check`, then each command with its own.
pub(super) fn man(term: &Terminal) -> Result<u8, Error> {
    let mut bytes = Vec::new();
    let page = |command: clap::Command, bytes: &mut Vec<u8>| {
        clap_mangen::Man::new(command).render(bytes).map_err(|error| Error::write("the manual", error))
    };
    page(Cli::command().bin_name(PROGRAM), &mut bytes)?;
    term.out(&String::from_utf8_lossy(&bytes))?;
    Ok(SUCCESS)
}
