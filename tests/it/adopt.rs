//! Coming to old code: the baseline, changed lines, comments and fixes that are written, and the slot of rust-analyzer.

use crate::cli::{Run, folder, run, tether};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const MANIFEST: &str =
    "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[dependencies]\ntokio = \"1\"\n";
const LEAK: &str = "    tokio::spawn(async { loop { tick().await } });\n";

/// A function that leaves a loop behind, and what it calls.
fn program(leaks: usize) -> String {
    let wait = "tokio::time::sleep(std::time::Duration::from_secs(1)).await";
    format!("async fn tick() {{ {wait} }}\n\npub fn f() {{\n{}}}\n", LEAK.repeat(leaks))
}

fn demo(leaks: usize) -> TempDir {
    folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &program(leaks))])
}

fn write(folder: &TempDir, path: &str, text: &str) {
    std::fs::write(folder.path().join(path), text).unwrap();
}

fn read(folder: &TempDir, path: &str) -> String {
    std::fs::read_to_string(folder.path().join(path)).unwrap()
}

/// The places that are reported.
fn found(folder: &Path, args: &[&str]) -> Vec<String> {
    let run = tether(folder, &[&["--message-format", "short", "-D", "all"], args].concat());
    assert_ne!(run.code, 2, "{}", run.stderr);
    run.stdout.lines().map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" ")).collect()
}

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]).args(args);
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let run = run(command.current_dir(folder));
    assert_eq!(run.code, 0, "git {args:?}: {}{}", run.stdout, run.stderr);
}

fn committed(folder: &TempDir) {
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
}

#[test]
fn the_baseline_knows_what_was_there_and_only_shrinks() {
    let demo = demo(2);
    let file = "tether-baseline.toml";
    let check = |args: &[&str]| -> Run { tether(demo.path(), &[&["--message-format", "short"], args].concat()) };
    assert_eq!(check(&["-D", "all"]).stdout.lines().count(), 2);
    let run = check(&["--write-baseline"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(run.stderr.contains("wrote 2 findings to "), "{}", run.stderr);
    let first = read(&demo, file);
    assert!(first.contains("item = \"demo::f\"") && !first.contains("lib.rs"), "{first}");

    // The same at other lines is known; a third one is not.
    write(&demo, "src/lib.rs", &format!("// moved\n\n{}", program(3)));
    let run = check(&["--baseline", file, "-D", "all"]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{}", run.stdout);
    assert!(run.stderr.contains("2 known to the baseline"), "{}", run.stderr);
    // It does not grow.
    let run = check(&["--write-baseline"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("would grow by 1 finding"), "{}", run.stderr);
    assert_eq!(read(&demo, file), first);

    // What is gone is said, and taken out on request.
    write(&demo, "src/lib.rs", &program(1));
    write(&demo, "tether.toml", "baseline = \"tether-baseline.toml\"\n");
    let run = check(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("1 finding is gone from the code"), "{}", run.stderr);
    assert_eq!(check(&["--deny-warnings"]).code, 1);
    assert_eq!(check(&["-A", "all", "--deny-warnings"]).code, 0, "what did not run is not gone");
    assert_eq!(check(&["src/lib.rs", "--deny-warnings"]).code, 0, "nor is what may lie elsewhere");
    assert_eq!(check(&["--confidence", "certain", "--deny-warnings"]).code, 0, "nor what is less sure");
    assert_eq!(check(&["--prune-baseline"]).code, 0);
    assert!(!read(&demo, file).contains("count"), "{}", read(&demo, file));
    assert_eq!(check(&["--deny-warnings"]).code, 0);

    // What was asked for once is remembered.
    write(&demo, "tether.toml", "");
    std::fs::remove_file(demo.path().join(file)).unwrap();
    let run = check(&["--baseline", file]);
    assert!(run.code == 2 && run.stderr.contains("--write-baseline"), "{}", run.stderr);
    assert_eq!(check(&["--write-baseline", "--confidence", "possible"]).code, 0);
    assert!(read(&demo, file).contains("\nconfidence = \"possible\"\n"), "{}", read(&demo, file));
    write(&demo, "src/lib.rs", &program(0));
    assert_eq!(check(&["--baseline", file, "--deny-warnings"]).code, 0);
    assert_eq!(check(&["--baseline", file, "--deny-warnings", "--confidence", "possible"]).code, 1);
    write(&demo, "src/lib.rs", &program(1));
    write(&demo, "tether.toml", "baseline = \"tether-baseline.toml\"\n");

    // SARIF has what is known as suppressed.
    let sarif = tether(demo.path(), &["--message-format", "sarif", "-q"]).stdout;
    assert!(sarif.contains("\"external\""), "{sarif}");
    // The map of keys is refused where it is wrong.
    write(&demo, file, &read(&demo, file).replace("item =", "itme ="));
    let run = check(&[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("did you mean `item`?") && run.stderr.contains("tether-baseline.toml:"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_baseline_of_one_package_keeps_the_others() {
    let manifest = |name: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\ntokio = \"1\"\n"
        )
    };
    let demo = folder(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", &manifest("a")),
        ("b/Cargo.toml", &manifest("b")),
        ("a/src/lib.rs", &program(1)),
        ("b/src/lib.rs", &program(1)),
    ]);
    assert_eq!(tether(demo.path(), &["--write-baseline"]).code, 0);
    let both = read(&demo, "tether-baseline.toml");
    assert!(both.contains("\"a::f\"") && both.contains("\"b::f\""), "{both}");
    assert_eq!(tether(demo.path(), &["-p", "a", "--write-baseline"]).code, 0);
    assert_eq!(read(&demo, "tether-baseline.toml"), both);
    let args = ["-p", "a", "--baseline", "tether-baseline.toml", "--deny-warnings"];
    assert_eq!(tether(demo.path(), &args).code, 0);
}

#[test]
fn only_what_touches_changed_lines() {
    let demo = demo(2);
    committed(&demo);
    let at = |args: &[&str]| found(demo.path(), args);
    assert_eq!(at(&[]).len(), 2);
    assert_eq!(at(&["--changed-since", "main"]), [""; 0]);
    git(demo.path(), &["checkout", "-q", "-b", "work"]);
    write(&demo, "src/lib.rs", &program(3));
    assert_eq!(at(&["--staged"]), [""; 0]);
    let third = "src/lib.rs:6:5 error[detached-loop]".to_owned();
    assert_eq!(at(&["--changed-since", "main"]), std::slice::from_ref(&third));
    // In a folder below the top of the repository, too.
    assert_eq!(found(&demo.path().join("src"), &["--changed-since", "main"]), std::slice::from_ref(&third));
    git(demo.path(), &["add", "."]);
    assert_eq!(at(&["--staged"]), [third]);
    // What is on the disk and not staged does not count, and moves what is.
    write(
        &demo,
        "src/lib.rs",
        &format!("//\n//\n{}", program(4).replacen(LEAK, &LEAK.replace("tick()", "other()"), 1)),
    );
    let staged = at(&["--staged"]);
    assert_eq!(staged.len(), 1, "{staged:?}");
    git(demo.path(), &["commit", "-q", "-m", "second"]);
    assert_eq!(at(&["--staged"]), [""; 0]);

    // A finding is reported, too, if a place that proves it is new.
    let other = folder(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "async fn run() {}\n\npub fn f() {\n    tokio::spawn(run());\n}\n"),
    ]);
    committed(&other);
    write(
        &other,
        "src/lib.rs",
        "async fn run() { loop { tokio::task::yield_now().await } }\n\npub fn f() {\n    tokio::spawn(run());\n}\n",
    );
    assert_eq!(found(other.path(), &["--changed-since", "HEAD"]), ["src/lib.rs:4:5 error[detached-loop]"]);
}

#[test]
fn the_hook_knows_what_it_is_called_for() {
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let entries: Vec<&str> =
        hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: cargo-tether ")).collect();
    assert_eq!(entries, ["check --hook", "check --hook"]);
    let demo = demo(1);
    committed(&demo);
    let hook = |from: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tether"));
        command.env_remove("PRE_COMMIT_FROM_REF").envs(from.map(|from| ("PRE_COMMIT_FROM_REF", from)));
        command.args(["check", "--hook", "--message-format", "short", "-D", "all"]).current_dir(demo.path());
        run(&mut command).stdout.lines().count()
    };
    assert_eq!(hook(None), 1, "`pre-commit run --all-files`: nothing is staged, and all is reported");
    write(&demo, "notes.md", "more\n");
    git(demo.path(), &["add", "."]);
    assert_eq!(hook(None), 0);
    write(&demo, "src/lib.rs", &program(3));
    git(demo.path(), &["add", "."]);
    assert_eq!(hook(None), 2);
    git(demo.path(), &["commit", "-q", "-m", "second"]);
    assert_eq!(hook(Some("HEAD~1")), 2, "before a push");
    assert_eq!(hook(Some("HEAD")), 0);
}

#[test]
fn what_git_does_not_know_is_said() {
    let demo = demo(1);
    let refused = |folder: &Path, revision: &str| {
        let run = tether(folder, &[&format!("--changed-since={revision}")]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        run.stderr
    };
    assert!(refused(demo.path(), "main").contains("is not in a git work tree"));
    git(demo.path(), &["init", "-q", "-b", "main"]);
    assert_eq!(found(demo.path(), &["--staged"]), [""; 0]);
    git(demo.path(), &["add", "."]);
    assert_eq!(found(demo.path(), &["--staged"]).len(), 1, "before the first commit all is new");
    committed(&demo);
    write(&demo, "src/lib.rs", &program(2));
    git(demo.path(), &["commit", "-q", "-a", "-m", "second"]);
    assert!(refused(demo.path(), "nowhere").contains("git knows no revision `nowhere`"));
    assert!(refused(demo.path(), "--output=x").contains("git knows no revision `--output=x`"));

    let clone = TempDir::new().unwrap();
    let from = format!("file://{}", demo.path().canonicalize().unwrap().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "c"]);
    let message = refused(&clone.path().join("c"), "HEAD~1");
    assert!(message.contains("this clone is shallow"), "{message}");
}

#[cfg(unix)]
#[test]
fn nothing_that_the_repository_configures_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let demo = demo(1);
    committed(&demo);
    let ran = demo.path().join("ran");
    let script = demo.path().join("evil.sh");
    std::fs::write(&script, format!("#!/bin/sh\ntouch {}\ncat\n", ran.display())).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let script = script.to_str().unwrap();
    for (key, value) in [
        ("core.fsmonitor", script),
        ("diff.external", script),
        ("filter.x.clean", script),
        ("filter.x.smudge", script),
        ("diff.x.textconv", script),
        ("core.pager", script),
    ] {
        git(demo.path(), &["config", key, value]);
    }
    write(&demo, ".gitattributes", "*.rs filter=x diff=x\n");
    write(&demo, "src/lib.rs", &program(2));
    assert_eq!(found(demo.path(), &["--changed-since", "HEAD"]).len(), 1);
    tether(demo.path(), &["--staged"]);
    tether(demo.path(), &["--add-allow", "--reason", "x"]);
    assert!(!ran.exists(), "something was run");
}

#[test]
fn allowing_writes_comments_that_work() {
    let demo = demo(2);
    committed(&demo);
    let run = tether(demo.path(), &["--add-allow", "--reason", "a \"quoted\" \\ reason", "--diff"]);
    assert!(run.stdout.starts_with("--- a/src/lib.rs\n+++ b/src/lib.rs\n@@"), "{}", run.stdout);
    assert_eq!(read(&demo, "src/lib.rs"), program(2));
    let run = tether(demo.path(), &["--add-allow", "--reason", "a \"quoted\" \\ reason", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("allowed 2 findings in 1 file"), "{}", run.stderr);
    let text = read(&demo, "src/lib.rs");
    let comment = "    // tether: allow(detached-loop, reason = \"a \\\"quoted\\\" \\\\ reason\")\n";
    assert_eq!(text, program(2).replace(LEAK, &format!("{comment}{LEAK}")));

    assert_eq!(tether(demo.path(), &["--add-allow"]).code, 2);
    assert_eq!(tether(demo.path(), &["--add-allow", "--reason", " "]).code, 2);
}

#[test]
fn a_line_that_begins_inside_a_text_is_left() {
    let text = program(1).replace(LEAK, "    let x = \"\n\"; tokio::spawn(async { loop { tick().await } });\n");
    let demo = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &text)]);
    let run = tether(demo.path(), &["--add-allow", "--reason", "x", "--allow-no-vcs"]);
    assert_eq!(read(&demo, "src/lib.rs"), text);
    assert!(run.stdout.contains("detached-loop"), "{}", run.stdout);
}

#[test]
fn fixes_are_applied_and_nothing_else_is_touched() {
    let text = "\u{feff}// tether: allow(parse-error, reason = \"x\")\r\nfn a() {}\r\n\r\nfn b() {} // tether: allow(parse-error, reason = \"x\")\r\n\
                // tether: allow(detached-loop, parse-error, reason = \"x\")\r\nfn c() { tokio::spawn(async { loop { d().await } }); }\r\n\
                async fn d() { tokio::task::yield_now().await }\r\n";
    let mended = "\u{feff}fn a() {}\r\n\r\nfn b() {}\r\n// tether: allow(detached-loop, reason = \"x\")\r\n\
                  fn c() { tokio::spawn(async { loop { d().await } }); }\r\nasync fn d() { tokio::task::yield_now().await }\r\n";
    let demo = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", text)]);
    let run = tether(demo.path(), &["--fix"]);
    assert_eq!(run.code, 2, "nothing could bring it back");
    assert!(run.stderr.contains("--allow-no-vcs"), "{}", run.stderr);
    committed(&demo);
    write(&demo, "src/lib.rs", &format!("{text}//\r\n"));
    let run = tether(demo.path(), &["--fix"]);
    assert!(run.code == 2 && run.stderr.contains("not committed: `src/lib.rs`"), "{}", run.stderr);
    write(&demo, "src/lib.rs", text);

    let said = tether(demo.path(), &[]).stdout;
    assert!(said.ends_with("\n`--fix` mends 3 findings\n"), "{said}");
    let diff = tether(demo.path(), &["--fix", "--diff"]).stdout;
    assert!(diff.contains("\n-// tether: allow(parse-error, reason = \"x\")"), "{diff}");
    assert_eq!(read(&demo, "src/lib.rs"), text);
    let run = tether(demo.path(), &["--fix", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(read(&demo, "src/lib.rs"), mended);
    assert_eq!(std::fs::read_dir(demo.path().join("src")).unwrap().count(), 1, "no part is left over");
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_workspace_is_changed() {
    let elsewhere = folder(&[("lib.rs", "// tether: allow(parse-error, reason = \"x\")\nfn a() {}\n")]);
    let demo = folder(&[("Cargo.toml", MANIFEST), ("src/main.rs", "mod lib2;\nfn main() {}\n")]);
    std::os::unix::fs::symlink(elsewhere.path().join("lib.rs"), demo.path().join("src/lib2.rs")).unwrap();
    let before = read(&elsewhere, "lib.rs");
    let run = tether(demo.path(), &["--fix", "--allow-no-vcs"]);
    assert_eq!((run.code, read(&elsewhere, "lib.rs")), (2, before), "{}", run.stderr);
    assert!(run.stderr.contains("lies outside of the workspace"), "{}", run.stderr);
}

#[test]
fn standard_input_takes_the_place_of_a_file() {
    let demo = demo(0);
    let check = |path: &str, text: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tether"));
        let folder = TempDir::new().unwrap();
        let input = folder.path().join("input");
        std::fs::write(&input, text).unwrap();
        command.args(["check", "--stdin-filename", path, "--message-format", "short", "-q"]);
        run(command.current_dir(demo.path()).stdin(std::fs::File::open(&input).unwrap()))
    };
    for path in ["src/lib.rs", "src/new.rs"] {
        let run = check(path, &program(1));
        assert!(
            run.stdout.contains("/lib.rs:4:5: warning[detached-loop]") || run.stdout.contains("new.rs:4:5: "),
            "{}",
            run.stdout
        );
        assert_eq!(check(path, &program(0)).stdout, "");
    }
}

#[test]
fn rust_analyzer_gets_one_stream() {
    let demo = demo(1);
    let read = |text: &str| -> Vec<cargo_metadata::Message> {
        cargo_metadata::Message::parse_stream(text.as_bytes()).map(Result::unwrap).collect()
    };
    use cargo_metadata::Message::{BuildFinished, CompilerArtifact, CompilerMessage};
    let run = tether(demo.path(), &["ra"]);
    assert_eq!(run.code, 0, "an error is no failed run: {}", run.stderr);
    assert!(matches!(read(&run.stdout).as_slice(), [CompilerMessage(_), CompilerArtifact(_), BuildFinished(_)]));

    let wrapped = "{\"reason\":\"build-finished\",\"success\":false}";
    let run = tether(demo.path(), &["ra", "--", "sh", "-c", &format!("echo '{wrapped}'; exit 3")]);
    assert_eq!(run.code, 3);
    assert!(matches!(read(&run.stdout).as_slice(), [CompilerMessage(_), CompilerArtifact(_), BuildFinished(_)]));
    assert!(run.stdout.ends_with(&format!("{wrapped}\n")), "{}", run.stdout);

    // A configuration that is wrong does not keep the compiler's messages back, and is told in a Rust file: rust-analyzer
    // knows no others.
    let failure = |text: &str| match read(text).into_iter().next() {
        Some(CompilerMessage(it)) => {
            assert_eq!(it.message.spans[0].file_name, "src/lib.rs");
            it.message.message
        }
        other => panic!("{other:?}"),
    };
    write(&demo, "tether.toml", "# ours\nlevls = {}\n");
    let run = tether(demo.path(), &["ra", "--", "echo", wrapped]);
    assert_eq!((run.code, run.stdout.lines().last()), (0, Some(wrapped)));
    assert!(run.stderr.contains("unknown key `levls`"), "{}", run.stderr);
    assert_eq!(failure(&run.stdout), "cargo-tether: tether.toml:2: unknown key `levls`");
    // Without a message rust-analyzer shows what stands on standard error.
    let run = tether(demo.path(), &["ra"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    write(&demo, "tether.toml", "");
    // So is a command that says nothing.
    let no_command = tether(demo.path(), &["ra", "--", "no-such-program"]);
    let silent = tether(demo.path(), &["ra", "--", "sh", "-c", "exit 101"]);
    for (run, code, what) in [(no_command, 2, "could not run `no-such-program`"), (silent, 101, "101, and without a")] {
        assert_eq!(run.code, code);
        let (_, last) = run.stdout.trim_end().rsplit_once('\n').unwrap();
        assert!(failure(last).contains(what), "{last}");
    }
}
