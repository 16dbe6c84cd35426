//! How long a whole check takes, as a multiple of parsing the same files with `syn` on as many threads.
//!
//! `cargo bench --bench check -- PATH`; without a path, this repository.

use cargo_tether::workspace::{Request, Workspace, load};
use cargo_tether::{Options, analyze, render, syntax};
use rayon::prelude::*;
use std::path::PathBuf;
use std::time::{Duration, Instant};

// The program's own allocator, for both sides of the comparison.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let child = args.iter().position(|arg| arg == "--peak").map(|at| args.remove(at)).is_some();
    let path = args.first().map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let request = Request { paths: vec![path.clone()], workspace: true, ..Request::default() };
    if child {
        check(&request, 2);
        println!("{}", peak().unwrap_or(0));
        return;
    }
    let workspace = load(&request).expect("a workspace");
    let lines: usize = workspace.sources.iter().map(|(_, file)| file.line_count()).sum();
    println!("{}: {} files, {lines} lines", path.display(), workspace.sources.len());
    for threads in [1, 2] {
        let (mut whole, mut bare) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            bare = bare.min(timed(|| parse(&workspace, threads)));
            whole = whole.min(timed(|| check(&request, threads)));
        }
        let ratio = whole.as_secs_f64() / bare.as_secs_f64();
        println!("{threads} thread(s): check {whole:.2?}, bare syn {bare:.2?}, ratio {ratio:.2}");
    }
    // In a process of its own, since this one has held all the trees.
    let own = std::env::current_exe().expect("this program");
    let output = std::process::Command::new(own).arg(&path).arg("--peak").output().expect("this program again");
    let peak = String::from_utf8_lossy(&output.stdout);
    println!("peak memory of one check: {} MiB", peak.trim().parse::<u64>().unwrap_or(0) / 1024);
}

fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(run());
    start.elapsed()
}

fn check(request: &Request, threads: usize) -> usize {
    let workspace = load(request).expect("a workspace");
    let analysis = analyze(&workspace, &Options { threads, ..Options::default() });
    render::short::render(&analysis.diagnostics, &workspace.sources).len()
}

fn parse(workspace: &Workspace, threads: usize) -> usize {
    let pool = syntax::workers(Some(threads));
    let files: Vec<_> = workspace.sources.iter().collect();
    pool.install(|| {
        files
            .par_iter()
            .map(|(_, file)| {
                let items = syn::parse_file(&file.text).map_or(0, |file| file.items.len());
                proc_macro2::extra::invalidate_current_thread_spans();
                items
            })
            .sum()
    })
}

/// The highest resident size of this process, in KiB, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmHWM"))?.split_whitespace().nth(1)?.parse().ok()
}
