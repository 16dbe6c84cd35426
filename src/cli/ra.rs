//! `cargo tether ra -- COMMAND…`: our findings, then those of another command, in one stream of cargo's JSON.
//!
//! rust-analyzer has one slot for a command that checks. This is what fills it, so that nobody has to choose.

use super::findings::{self, Run};
use super::select::SelectArgs;
use super::{FAILURE, SUCCESS, Terminal};
use crate::config::Config;
use crate::error::Error;
use crate::policy::{Policy, Settings};
use crate::render::human::{self, Style};
use crate::render::json;
use crate::workspace::Workspace;
use clap::Args;
use std::ffi::OsString;
use std::process::Command;

#[derive(Args, Debug)]
pub(super) struct RaArgs {
    #[command(flatten)]
    select: SelectArgs,
    /// What runs after our findings, its output passed on: `cargo clippy --message-format=json`
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Ends with the code of the wrapped command. Without one it is 0 even for errors: rust-analyzer takes another code
/// for a run that failed.
pub(super) fn run(args: &RaArgs, term: &Terminal) -> Result<u8, Error> {
    let ours = messages(&args.select, term);
    let failed = ours.is_err();
    match ours {
        Ok(text) => term.out(&text)?,
        // That ours fails is no reason to keep the compiler's messages back.
        Err(error) => drop(term.err(&human::failure(&error, term.stderr))),
    }
    let Some((program, rest)) = args.command.split_first() else {
        let success = !failed;
        term.out(&json::build_finished(success))?;
        return Ok(if failed { FAILURE } else { SUCCESS });
    };
    let status = Command::new(program).args(rest).status().map_err(|error| {
        let name = program.to_string_lossy();
        Error::usage(format!("could not run `{name}`: {error}"), None)
    })?;
    // Ended by a signal, as rust-analyzer does with each save.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(FAILURE))
}

fn messages(args: &SelectArgs, term: &Terminal) -> Result<String, Error> {
    let policy = |config: &Config, workspace: &Workspace| {
        Policy::new(config, workspace, Settings::configured).map_err(|unknown| super::check::unknown_name(&unknown))
    };
    let Run { workspace, config, mut analysis, .. } = findings::find(args, None, &"ra", policy, term)?;
    super::narrow::configured_baseline(&config, &workspace, &mut analysis)?;
    Ok(json::messages(&analysis.diagnostics, &workspace, Style::PLAIN))
}
