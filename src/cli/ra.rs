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
use crate::workspace::{self, Workspace};
use clap::Args;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};

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
    let Some((program, rest)) = args.command.split_first() else {
        let text = ours?;
        term.out(&(text + &json::build_finished(true)))?;
        return Ok(SUCCESS);
    };
    match ours {
        Ok(text) => term.out(&text)?,
        // That ours fails is no reason to keep the compiler's messages back.
        Err(error) => tell(&error, args, term)?,
    }
    let name = program.to_string_lossy();
    let (passed, status) = match pass_on(Command::new(program).args(rest)) {
        Ok(ended) => ended,
        Err(error) => {
            tell(&Error::usage(format!("could not run `{name}`: {error}"), None), args, term)?;
            return Ok(FAILURE);
        }
    };
    if passed == 0 && !status.success() {
        let message = format!("`{name}` ended with {status}, and without a message");
        let help = "run the command that stands behind `--` in a terminal, and see what it says".to_owned();
        tell(&Error::usage(message, Some(help)), args, term)?;
    }
    // Ended by a signal, as rust-analyzer does with each save.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(FAILURE))
}

/// Says what went wrong as a message, too: rust-analyzer tells what a command has written to standard error only if there
/// was no message at all.
fn tell(error: &Error, args: &RaArgs, term: &Terminal) -> Result<(), Error> {
    // Nobody is left to tell when standard error is closed.
    let _ = term.err(&human::failure(error, term.stderr));
    // The configuration may be what is wrong.
    match workspace::load(&args.select.request()) {
        Ok(workspace) => term.out(&json::failure(error, &workspace)),
        Err(_) => Ok(()),
    }
}

/// Runs a command and writes what it prints to standard output, as it comes. Gives how much that was.
fn pass_on(command: &mut Command) -> io::Result<(u64, ExitStatus)> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut passed = 0;
    if let Some(mut from) = child.stdout.take() {
        let mut to = io::stdout().lock();
        let mut buffer = [0; 1 << 16];
        loop {
            let read = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            // Whoever has read us is gone; so will the command be, at its next line.
            if to.write_all(&buffer[..read]).and_then(|()| to.flush()).is_err() {
                break;
            }
            passed += read as u64;
        }
    }
    Ok((passed, child.wait()?))
}

fn messages(args: &SelectArgs, term: &Terminal) -> Result<String, Error> {
    let policy = |config: &Config, workspace: &Workspace| {
        Policy::new(config, workspace, Settings::configured).map_err(|unknown| super::check::unknown_name(&unknown))
    };
    let Run { workspace, config, mut analysis, .. } = findings::find(args, None, &"ra", policy, term)?;
    super::narrow::configured_baseline(&config, &workspace, &mut analysis)?;
    Ok(json::messages(&analysis.diagnostics, &workspace, Style::PLAIN))
}
