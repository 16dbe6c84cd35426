//! Results of earlier runs: the second run says what the first one said, and what is no longer true is not said.

use crate::cli::{Run, folder, run, tether};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[dependencies]\ntokio = \"1\"\n\n\
                        [features]\nlater = []\n";
const LEAK: &str = "async fn tick() { tokio::time::sleep(std::time::Duration::from_secs(1)).await }\n\
                    pub fn f() { tokio::spawn(async { loop { tick().await } }); }\n";
const SAME: &str = "nothing has changed";

/// A package with one leak, and with so much text that its result is worth keeping.
fn demo() -> TempDir {
    let filler = format!("//! {}\n", "a b c ".repeat(100_000));
    folder(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod leak;\nmod filler;\n#[cfg(feature = \"later\")]\nmod later;\n"),
        ("src/leak.rs", LEAK),
        ("src/filler.rs", &filler),
    ])
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The files that hold results.
fn kept(target: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(target.join("tether")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with("CACHEDIR.TAG")).collect()
}

/// What a run says, and whether it says it from an earlier run's result.
fn check(folder: &TempDir, args: &[&str]) -> (Run, bool) {
    let mut run = tether(folder.path(), &[&["-v"], args].concat());
    let from_earlier = run.stderr.contains(SAME);
    run.stderr = run.stderr.lines().filter(|line| !line.starts_with("note: ")).collect();
    (run, from_earlier)
}

/// What it says is what a run says that keeps nothing.
#[track_caller]
fn honest(folder: &TempDir, args: &[&str]) -> bool {
    let (ours, from_earlier) = check(folder, args);
    let (anew, _) = check(folder, &[&["--no-cache"], args].concat());
    assert_eq!((ours.code, ours.stdout, ours.stderr), (anew.code, anew.stdout, anew.stderr));
    from_earlier
}

#[test]
fn the_second_run_says_the_same_in_every_format() {
    let demo = demo();
    assert!(!honest(&demo, &[]));
    for format in ["human", "short", "json", "sarif", "github", "gitlab", "junit"] {
        assert!(honest(&demo, &["--message-format", format]), "{format}");
    }
    assert!(honest(&demo, &["--statistics", "--diff"]));
    let ra = ["ra", "-v"];
    let (first, second) = (tether(demo.path(), &ra), tether(demo.path(), &ra));
    assert!(!first.stderr.contains(SAME) && second.stderr.contains(SAME));
    assert_eq!(first.stdout, second.stdout);
    assert!(tether(demo.path(), &["--timings"]).stdout.contains("look what has changed"));
}

#[test]
fn whatever_changes_is_seen() {
    let demo = demo();
    let changes: &[(&str, Option<&str>)] = &[
        ("src/leak.rs", Some("pub fn f() {}\n")),
        ("src/leak.rs", Some(LEAK)),
        // Was looked for and not there.
        ("src/later.rs", Some(LEAK)),
        ("src/later.rs", None),
        ("src/later/mod.rs", Some(LEAK)),
        ("tether.toml", Some("[levels]\ndetached-loop = \"error\"\n")),
        ("tether.toml", Some("[levels]\nall = \"off\"\n")),
        ("tether.toml", None),
        // Cargo finds it by itself.
        ("src/bin/tool.rs", Some(&*format!("{LEAK}fn main() {{}}\n"))),
        ("src/bin/more/main.rs", Some("fn main() {}\n")),
        ("src/alone.rs", Some("fn f() {}\n")),
        ("src/alone.rs", None),
        ("build.rs", Some("fn main() {}\n")),
        ("Cargo.toml", Some(&*MANIFEST.replace("1.2.3", "1.2.4"))),
        ("Cargo.toml", Some(&*format!("{MANIFEST}[package.metadata.tether]\nlevels = {{ all = \"off\" }}\n"))),
        ("Cargo.toml", Some(&*format!("{MANIFEST}[workspace]\nmembers = [\"crates/*\"]\n"))),
        ("crates/new/Cargo.toml", Some(&*MANIFEST.replace("demo", "new"))),
        ("crates/new/src/lib.rs", Some(LEAK)),
    ];
    assert!(!honest(&demo, &["--workspace"]));
    for (path, text) in changes {
        assert!(honest(&demo, &["--workspace"]), "before {path}");
        match text {
            Some(text) => write(&demo, path, text),
            None => fs::remove_file(demo.path().join(path)).unwrap(),
        }
        assert!(!honest(&demo, &["--workspace"]), "{path} has changed");
    }
}

#[test]
fn what_has_nothing_to_do_with_it_changes_nothing() {
    let demo = demo();
    honest(&demo, &[]);
    write(&demo, "notes.txt", "x");
    write(&demo, "src/data.json", "{}");
    write(&demo, "target/debug/build/x.rs", LEAK);
    let path = demo.path().join("src/leak.rs");
    fs::write(&path, LEAK).unwrap();
    assert!(honest(&demo, &[]), "a file was written anew with the text that it had");
}

#[test]
fn other_options_have_results_of_their_own() {
    let demo = demo();
    for args in [&["-A", "all"][..], &["-D", "all"], &["--tests"], &["-p", "demo"], &["--confidence", "possible"], &[]]
    {
        assert!(!honest(&demo, args), "{args:?}");
        assert!(honest(&demo, args), "{args:?}");
    }
    assert!(!honest(&demo, &["src/leak.rs"]));
    assert!(honest(&demo, &["src/leak.rs"]));
}

#[test]
fn what_is_known_and_what_is_written_are_judged_anew() {
    let demo = demo();
    honest(&demo, &[]);
    assert_eq!(tether(demo.path(), &["--write-baseline"]).code, 0);
    let with = ["--baseline", "tether-baseline.toml"];
    assert!(honest(&demo, &with));
    assert!(check(&demo, &with).0.stdout.contains("1 known to the baseline"));
    fs::remove_file(demo.path().join("tether-baseline.toml")).unwrap();
    let allowed = tether(demo.path(), &["--add-allow", "--reason", "x", "--allow-no-vcs"]);
    assert!(allowed.stdout.contains("1 allowed by comments"), "{}", allowed.stdout);
    assert!(honest(&demo, &[]));
}

#[test]
fn a_broken_result_is_as_good_as_none() {
    let demo = demo();
    honest(&demo, &[]);
    let target = demo.path().join("target");
    let [file] = &kept(&target)[..] else { panic!("there is one result") };
    let whole = fs::read(file).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for broken in [half, flipped, Vec::new(), b"x".repeat(100), whole[..60].to_vec()] {
        fs::write(file, broken).unwrap();
        let run = tether(demo.path(), &["-v"]);
        assert!(run.stderr.contains("is broken"), "{}", run.stderr);
        assert!(honest(&demo, &[]), "it is written anew");
    }
    fs::remove_file(file).unwrap();
    fs::create_dir(file).unwrap();
    assert!(!honest(&demo, &[]));
}

#[test]
fn where_nothing_can_be_kept_all_is_found() {
    let demo = demo();
    write(&demo, "target", "a file");
    for _ in 0..2 {
        assert!(!honest(&demo, &[]));
    }
    assert!(tether(demo.path(), &["-v"]).stderr.contains("cannot be kept"));
}

#[test]
fn nothing_is_made_where_it_is_not_wanted() {
    let small = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LEAK)]);
    tether(small.path(), &[]);
    let demo = demo();
    tether(demo.path(), &["--no-cache"]);
    tether(demo.path(), &["src/leak.rs", "--stdin-filename", "src/leak.rs"]);
    tether(demo.path(), &["map"]);
    assert!(!small.path().join("target").exists() && !demo.path().join("target").exists());
}

#[test]
fn it_lies_where_cargo_builds() {
    let demo = demo();
    let elsewhere = TempDir::new().unwrap();
    let target = elsewhere.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tether"));
    run(command.current_dir(demo.path()).env("CARGO_TARGET_DIR", &target));
    assert_eq!(kept(&target).len(), 1);
    assert!(target.join("CACHEDIR.TAG").is_file() && !demo.path().join("target").exists());

    write(&demo, ".cargo/config.toml", "[build]\ntarget-dir = \"made/here\"\n");
    tether(demo.path(), &[]);
    assert_eq!(kept(&demo.path().join("made/here")).len(), 1);
    assert!(!demo.path().join("target").exists());

    fs::remove_dir_all(demo.path().join(".cargo")).unwrap();
    tether(&demo.path().join("src"), &[]);
    assert_eq!(kept(&demo.path().join("target")).len(), 1);
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let demo = demo();
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(|| tether(demo.path(), &[]))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for run in &runs {
        assert_eq!((run.code, &run.stdout, &run.stderr), (runs[0].code, &runs[0].stdout, &runs[0].stderr));
    }
    assert!(honest(&demo, &[]));
    assert_eq!(kept(&demo.path().join("target")).len(), 1);
}

#[test]
fn old_results_go() {
    let demo = demo();
    for number in 1..=10 {
        tether(demo.path(), &["-A", "detached-loop"].repeat(number));
    }
    assert_eq!(kept(&demo.path().join("target")).len(), 8);
}
