//! Fixes in published crates: their code is given the mistakes that fixes are for, mended, and compiled with its real
//! dependencies.
//!
//! Nobody publishes such a mistake often enough to wait for one. So correct code is made wrong where it does what a fix
//! would make of it: a `while` that waits for a condition becomes an `if`, a permit with a name loses it, a tracker is no
//! longer closed, and comments allow what is not there. The crates' sources come from the cargo home, as those of the
//! [corpus](crate::corpus) do. `TETHER_CORPUS=skip` leaves this out where there is no network; `TETHER_MEND` names other
//! crates (`name@version`, with commas between them), of which nothing is expected but that they compile.

use crate::cli::{run, tether};
use crate::corpus;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A crate, and what is mended in it.
struct Published {
    name: &'static str,
    version: &'static str,
    /// An example of the crate that becomes a package of its own, with these dependencies; all of the crate otherwise.
    example: Option<(&'static str, &'static str)>,
    /// By rule: how many mistakes are put in, and how many of them have a fix.
    expected: &'static [(&'static str, usize, usize)],
}

const CONDVAR: &str = "condvar-wait-not-in-loop";
const PERMIT: &str = "semaphore-permit-discarded";
const TRACKER: &str = "unclosed-task-tracker";

const CRATES: &[Published] = &[
    Published { name: "rayon-core", version: "1.13.0", example: None, expected: &[(CONDVAR, 3, 3)] },
    Published { name: "stakker", version: "0.2.16", example: None, expected: &[(CONDVAR, 2, 1)] },
    Published { name: "object_store", version: "0.14.2", example: None, expected: &[(PERMIT, 8, 5)] },
    Published {
        name: "tokio-graceful-shutdown",
        version: "0.20.0",
        example: Some((
            "examples/21_tcp_echo_server.rs",
            "tokio-graceful-shutdown = \"=0.20.0\"\ntokio = { version = \"1\", features = [\"full\"] }\n\
             tokio-util = { version = \"0.7\", features = [\"rt\"] }\nmiette = { version = \"7\", features = [\"fancy\"] }\n\
             tracing = \"0.1\"\ntracing-subscriber = { version = \"0.3\", features = [\"env-filter\"] }\n",
        )),
        expected: &[(TRACKER, 1, 1)],
    },
];

#[test]
fn published_crates_are_mended_and_compile() {
    if std::env::var("TETHER_CORPUS").is_ok_and(|value| value == "skip") {
        eprintln!("left out: TETHER_CORPUS=skip");
        return;
    }
    if let Ok(others) = std::env::var("TETHER_MEND") {
        for (name, version) in others.split(',').filter_map(|one| one.split_once('@')) {
            let package = package(name, version, None);
            eprintln!("{name} {version}: {:?}", mended(package.path(), name));
        }
        return;
    }
    for published in CRATES {
        let package = package(published.name, published.version, published.example);
        let expected = published.expected.iter().map(|(rule, put, fixed)| (*rule, (*put, *fixed))).collect();
        assert_eq!(mended(package.path(), published.name), expected, "{}", published.name);
    }
}

/// A copy of a crate that may be changed.
fn package(name: &str, version: &str, example: Option<(&str, &str)>) -> TempDir {
    let source = corpus::source_of(name, version);
    let folder = TempDir::new().unwrap();
    let to = folder.path();
    let manifest = match example {
        Some((file, dependencies)) => {
            std::fs::create_dir(to.join("src")).unwrap();
            std::fs::copy(source.join(file), to.join("src/main.rs")).unwrap();
            format!("[package]\nname = \"mended\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}")
        }
        None => {
            copy(&source, to);
            std::fs::read_to_string(source.join("Cargo.toml")).unwrap()
        }
    };
    std::fs::write(to.join("Cargo.toml"), format!("{manifest}\n[workspace]\n")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (name, to) = (entry.file_name(), to.join(entry.file_name()));
        if entry.file_type().unwrap().is_dir() {
            if name != "target" {
                std::fs::create_dir(&to).unwrap();
                copy(&entry.path(), &to);
            }
        } else if name != "rust-toolchain" {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Puts mistakes into a package and mends them. By rule: how many were put in, how many had a fix.
fn mended(package: &Path, name: &str) -> BTreeMap<&'static str, (usize, usize)> {
    let texts = texts(&package.join("src"));
    commented(package, &texts);

    let mut put: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (path, text) in &texts {
        let (wrong, mistakes) = worsened(text);
        std::fs::write(path, wrong).unwrap();
        for rule in mistakes {
            put.entry(rule).or_default().0 += 1;
        }
    }
    for (rule, (_, fixed)) in &mut put {
        *fixed = fixes(package, rule);
    }
    mend(package);
    for (rule, (_, fixed)) in &put {
        assert!(*fixed == 0 || fixes(package, rule) == 0, "{name}: a fix of {rule} ends what it is for");
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--quiet"]).current_dir(package);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mended");
    let compiled = run(cargo.env("CARGO_TARGET_DIR", target).env("RUSTFLAGS", "--cap-lints=allow"));
    assert_eq!(compiled.code, 0, "{name}: {}", compiled.stderr);
    put
}

/// Comments that allow what is not there are taken out again, and nothing else.
fn commented(package: &Path, texts: &BTreeMap<PathBuf, String>) {
    const ALLOW: &str = "// tether: allow(parse-error, reason = \"there is none\")";
    let mut written = 0;
    for (path, text) in texts {
        let lines = text.split_inclusive('\n').map(|line| {
            let code = line.trim_start();
            let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            if !["fn ", "pub fn ", "async fn ", "struct ", "pub struct ", "impl "].iter().any(|it| code.starts_with(it))
            {
                return line.to_owned();
            }
            written += 1;
            match written % 2 {
                0 => format!("{} {ALLOW}{end}", line.trim_end()),
                _ => format!("{}{ALLOW}{end}{line}", &line[..line.len() - code.len()]),
            }
        });
        std::fs::write(path, lines.collect::<String>()).unwrap();
    }
    mend(package);
    let mut left = 0;
    for (path, text) in texts {
        let now = std::fs::read_to_string(path).unwrap();
        // Within a text or another comment it is none.
        left += now.matches(ALLOW).count();
        let lines = now.split_inclusive('\n').filter(|line| line.trim() != ALLOW);
        let now: String = lines.map(|line| line.replace(&format!(" {ALLOW}"), "")).collect();
        assert_eq!(now, *text, "{}", path.display());
    }
    assert!(left * 10 <= written, "{left} of {written} comments are left");
}

/// Code with mistakes that it did not have, and the rules that they are against.
fn worsened(text: &str) -> (String, Vec<&'static str>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut out, mut mistakes) = (String::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim();
        let next = lines.get(at + 1).map_or("", |line| line.trim());
        let waits = next.contains(".wait(") && next.ends_with(".unwrap();") && !next.starts_with("let ");
        if code.starts_with("while ") && code.ends_with('{') && waits {
            mistakes.push(CONDVAR);
            out += &line.replacen("while ", "if ", 1);
        } else if let Some((name, value)) = code.strip_prefix("let ").and_then(|rest| rest.split_once(" = "))
            && name.starts_with('_')
            && value.contains(".acquire().await")
            && value.ends_with(';')
        {
            mistakes.push(PERMIT);
            // Once without a name, once without a `let`.
            let nothing = if mistakes.len() % 2 == 0 { "" } else { "let _ = " };
            out += &line.replacen(&format!("let {name} = "), nothing, 1);
        } else if code.ends_with(".close();") && next == code.replace(".close();", ".wait().await;") {
            mistakes.push(TRACKER);
        } else {
            out += line;
        }
    }
    (out, mistakes)
}

fn mend(package: &Path) {
    let fixed = tether(package, &["--fix", "--allow-no-vcs", "--no-cache", "--tests"]);
    assert_ne!(fixed.code, 2, "{}", fixed.stderr);
}

/// How many findings of a rule have a fix.
fn fixes(package: &Path, rule: &str) -> usize {
    let found = tether(package, &["--no-cache", "--tests", "--message-format", "json", "-A", "all", "-W", rule]);
    found.stdout.matches("\"suggestion_applicability\":\"MachineApplicable\"").count()
}

fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            texts.extend(self::texts(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            texts.insert(path, text);
        }
    }
    texts
}
