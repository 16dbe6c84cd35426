//! `cargo-tether`, also as `cargo tether`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_tether::cli::main(std::env::args_os().collect())
}
