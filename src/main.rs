//! `cargo-tether`, also as `cargo tether`.

use std::process::ExitCode;

// Lowering a file makes many small allocations on one worker, which another one frees.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cargo_tether::cli::main(std::env::args_os().collect())
}
