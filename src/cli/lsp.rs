//! `cargo tether lsp`: the language server.

use super::SUCCESS;
use crate::error::Error;
use crate::lsp;
use clap::Args;
use lsp_server::Connection;

#[derive(Args, Debug)]
pub(super) struct LspArgs {
    /// Speak on standard input and output, as it does anyway
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(_args: &LspArgs) -> Result<u8, Error> {
    let (connection, threads) = Connection::stdio();
    let served = lsp::serve(&connection).map_err(|error| Error::usage(format!("the language server: {error}"), None));
    // The thread that writes ends when nobody can give it a message.
    drop(connection);
    let orderly = served?;
    threads.join().map_err(|error| Error::write("standard output", error))?;
    Ok(if orderly { SUCCESS } else { super::FAILURE })
}
