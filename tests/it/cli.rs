//! The command line as its callers see it: exit codes, streams, levels.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn tether(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tether"));
    let ci = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"];
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS"].into_iter().chain(ci) {
        command.env_remove(name);
    }
    run(command.current_dir(folder).args(args))
}

pub(crate) fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().unwrap();
    Run {
        code: status.code().expect("not killed by a signal"),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path: PathBuf = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// A package with one error (`parse-error`) and one warning (`unused-suppression`).
fn package() -> TempDir {
    folder(&[
        ("Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n"),
        ("src/main.rs", "mod broken;\n// tether: allow(parse-error, reason = \"x\")\nfn main() {}\n"),
        ("src/broken.rs", "fn f() {\n    let x = ;\n}\n"),
    ])
}

/// A package with a warning only.
fn warned() -> TempDir {
    folder(&[
        ("Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n"),
        ("src/main.rs", "// tether: allow(parse-error, reason = \"x\")\nfn main() {}\n"),
    ])
}

#[test]
fn exit_codes() {
    let warned = warned();
    assert_eq!(tether(warned.path(), &[]).code, 0);
    assert_eq!(tether(warned.path(), &["--deny-warnings"]).code, 1);
    assert_eq!(tether(warned.path(), &["-D", "analysis"]).code, 1);
    assert_eq!(tether(package().path(), &[]).code, 1);
    for args in [&["--nonsense"][..], &["-D", "nonsense"], &["no-such-file.rs"], &["explain", "nonsense"]] {
        let run = tether(warned.path(), args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(tether(warned.path(), &["--help"]).code, 0);
}

#[test]
fn cargo_and_scripts_call_it_alike() {
    let package = package();
    let plain = tether(package.path(), &["--message-format", "short"]);
    for args in [
        &["check", "--message-format", "short"][..],
        &["tether", "--message-format", "short"],
        &["tether", "check", "--message-format", "short"],
        &["tether", "--color", "never", "check", "--message-format", "short"],
    ] {
        let run = tether(package.path(), args);
        assert_eq!((run.code, run.stdout, run.stderr), (plain.code, plain.stdout.clone(), plain.stderr.clone()));
    }
    assert_eq!(
        plain.stdout,
        "src/broken.rs:2:13: error[parse-error]: `src/broken.rs` cannot be parsed\n\
         src/main.rs:2:1: warning[unused-suppression]: nothing is found here that `allow(parse-error)` would silence\n"
    );
}

#[test]
fn options_in_front_of_a_command_are_not_lost() {
    let run = tether(warned().path(), &["-D", "all", "check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`deny` must come after `check`"), "{}", run.stderr);
}

#[test]
fn the_last_level_wins() {
    let package = package();
    let found = |args: &[&str]| {
        let args = [&["--message-format", "short"], args].concat();
        tether(package.path(), &args)
            .stdout
            .lines()
            .map(|line| line.split(' ').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&["-A", "all"]), [""; 0]);
    assert_eq!(found(&["-A", "all", "-W", "parse-error"]), ["warning[parse-error]:"]);
    assert_eq!(found(&["-W", "parse-error", "-A", "all"]), [""; 0]);
    // What did not run is not judged.
    assert_eq!(found(&["-A", "parse-error", "-D", "tether::unused-suppression"]), [""; 0]);
    assert_eq!(found(&["--allow=all", "--deny=parse-error"]), ["error[parse-error]:"]);
    assert_eq!(found(&["-D", "parse-error", "-W", "analysis", "-A", "unused-suppression"]), ["warning[parse-error]:"]);
}

#[test]
fn unknown_rules_come_with_a_suggestion() {
    let run = tether(warned().path(), &["-D", "parse-eror"]);
    assert!(run.stderr.contains("did you mean `parse-error`?"), "{}", run.stderr);
    let run = tether(warned().path(), &["-D", "warnings"]);
    assert!(run.stderr.contains("--deny-warnings"), "{}", run.stderr);
}

#[test]
fn findings_go_to_standard_output_and_the_rest_does_not() {
    let package = package();
    let human = tether(package.path(), &[]);
    assert!(
        human
            .stdout
            .contains("\nchecked 2 files (6 lines): 0 tasks, 0 channels, 0 loops; 2 findings (1 error, 1 warning)\n"),
        "{}",
        human.stdout
    );
    assert_eq!(human.stderr, "");
    let json = tether(package.path(), &["--message-format", "json"]);
    assert!(json.stdout.lines().all(|line| line.starts_with('{')));
    assert!(json.stderr.starts_with("checked 2 files"));
    let quiet = tether(package.path(), &["-q", "--message-format", "short"]);
    assert_eq!(quiet.stderr, "");
    assert_eq!(quiet.stdout.lines().count(), 2);
}

#[test]
fn output_goes_to_a_file() {
    let package = package();
    let run = tether(package.path(), &["--message-format", "short", "--output", "out.txt"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(std::fs::read_to_string(package.path().join("out.txt")).unwrap().lines().count(), 2);
    assert_eq!(tether(package.path(), &["--output", "no/such/folder/out.txt"]).code, 2);
}

#[test]
fn several_formats_go_each_to_its_file() {
    let package = package();
    let formats = ["sarif", "github", "gitlab", "junit"].map(|format| (format, format!("{format}.out")));
    let mut args = vec!["--message-format", "short"];
    args.extend(formats.iter().flat_map(|(format, file)| ["--message-format", format, "--output", file.as_str()]));
    let run = tether(package.path(), &args);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 2), "{}", run.stderr);
    for (format, file) in &formats {
        let alone = tether(package.path(), &["--message-format", format]);
        let written = std::fs::read_to_string(package.path().join(file)).unwrap();
        assert_eq!(written, alone.stdout);
        assert!(written.contains("src/broken.rs"), "{written}");
    }
    for args in [
        &["--message-format", "short", "--message-format", "json"][..],
        &["--output", "a", "--output", "b"],
        &["--message-format", "short", "--output", "a", "--output", "b"],
        &["--output", "a", "--message-format", "short", "--message-format", "json", "--output", "b"],
    ] {
        let run = tether(package.path(), args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
    }
}

#[test]
fn paths_begin_where_the_ci_service_expects_it() {
    let outer = folder(&[
        ("sub/Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n"),
        ("sub/src/main.rs", "fn f( {}\n"),
    ]);
    let root = outer.path().canonicalize().unwrap();
    for (format, variable) in
        [("github", "GITHUB_WORKSPACE"), ("sarif", "GITHUB_WORKSPACE"), ("gitlab", "CI_PROJECT_DIR")]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tether"));
        let run = super::cli::run(
            command.current_dir(root.join("sub")).env(variable, &root).args(["--message-format", format]),
        );
        assert!(run.stdout.contains("sub/src/main.rs"), "{}", run.stdout);
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tether"));
        let elsewhere = command.current_dir(root.join("sub")).env(variable, "/elsewhere");
        let run = super::cli::run(elsewhere.args(["--message-format", format]));
        assert!(!run.stdout.contains("sub/src/main.rs") && run.stdout.contains("src/main.rs"), "{}", run.stdout);
    }
}

#[test]
fn colors_are_for_terminals() {
    let package = package();
    let folder = package.path();
    assert!(!tether(folder, &[]).stdout.contains('\u{1b}'));
    assert!(tether(folder, &["--color", "always"]).stdout.contains('\u{1b}'));
    assert!(!tether(folder, &["--color", "always", "--output", "x"]).stdout.contains('\u{1b}'));
    let with = |name: &str, args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tether"));
        command.env_remove("NO_COLOR").env(name, "1").current_dir(folder).args(args);
        run(&mut command).stdout.contains('\u{1b}')
    };
    assert!(with("CLICOLOR_FORCE", &[]));
    assert!(!with("NO_COLOR", &[]));
    assert!(!with("CLICOLOR_FORCE", &["--color", "never"]));
}

#[test]
fn every_rule_is_explained() {
    for rule in cargo_tether::rules::all() {
        let run = tether(Path::new("."), &["explain", rule.id]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.starts_with(&format!("# {}\n", rule.id)), "{}", run.stdout);
        assert!(!run.stdout.contains("//~") && !run.stdout.contains("+++"));
    }
}

#[test]
fn rules_are_listed() {
    let json = tether(Path::new("."), &["rules", "--format", "json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(rows.len(), cargo_tether::rules::all().len());
    for row in rows {
        for key in ["name", "family", "level", "summary"] {
            assert!(row[key].is_string(), "{row}");
        }
    }
    let text = tether(Path::new("."), &["rules"]).stdout;
    assert!(text.contains("  parse-error "), "{text}");
}

#[test]
fn the_map_is_one_object() {
    let map = tether(warned().path(), &["map", "--format", "json"]);
    assert_eq!(map.code, 0, "{}", map.stderr);
    let map: serde_json::Value = serde_json::from_str(&map.stdout).unwrap();
    assert_eq!(map["schema"], "tether-map/1");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cargo-tether"))
        .current_dir(package().path())
        .args(["explain", "parse-error"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn overrides_and_packages_have_their_own_levels() {
    let folder = folder(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\n"),
        ("a/src/lib.rs", "mod quiet;\nfn f( {}\n"),
        ("a/src/quiet.rs", "fn f( {}\n"),
        ("b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.1.0\"\n"),
        ("b/src/lib.rs", "fn f( {}\n// tether: allow(unused-suppression)\n"),
        ("b/tether.toml", "[levels]\nall = \"warn\"\nsuppression-without-reason = \"off\"\n"),
        ("tether.toml", "[[overrides]]\npaths = [\"a/src/quiet.rs\"]\nlevels = { parse-error = \"off\" }\n"),
    ]);
    let found = |args: &[&str]| {
        let run = tether(folder.path(), &[&["--message-format", "short", "-q"], args].concat());
        let lines = run.stdout.lines().map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" ").to_owned());
        (run.code, lines.collect::<Vec<_>>())
    };
    let all = ["a/src/lib.rs:2:5 error[parse-error]".to_owned(), "b/src/lib.rs:1:5 warning[parse-error]".to_owned()];
    assert_eq!(found(&[]), (1, all.to_vec()));
    // The command line comes last.
    let (code, lines) = found(&["-W", "all"]);
    assert_eq!((code, lines.len()), (0, 4), "{lines:?}");
}

#[test]
fn the_greatest_size_of_a_pool_is_configured() {
    let pool = "pub fn pool() {\n    let _pool = sqlx::postgres::PgPoolOptions::new().max_connections(300).connect_lazy(\"\");\n}\n";
    let found = |most: &str| {
        let folder = folder(&[
            ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\n[dependencies]\nsqlx = \"0.8\"\n"),
            ("src/lib.rs", pool),
            ("tether.toml", most),
        ]);
        tether(folder.path(), &["-q", "-A", "all", "-W", "pool-size-out-of-range", "--message-format", "short"]).stdout
    };
    assert!(found("").contains("pool-size-out-of-range"));
    assert_eq!(found("max-pool-size = 300\n"), "");
    assert!(found("max-pool-size = 2_99\n").contains("src/lib.rs:2"));
}

#[test]
fn config_is_shown_with_its_origin() {
    let folder = folder(&[
        ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\n"),
        ("src/main.rs", "fn main() {}\n"),
        (
            "tether.toml",
            "exclude = [\"gen\"]\n[levels]\nparse-error = \"warn\"\n[[overrides]]\npaths = [\"src\"]\nconfidence = \"certain\"\n",
        ),
    ]);
    let run = tether(folder.path(), &["config", "show", "src/main.rs"]);
    let lines: Vec<String> =
        run.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "# Read: tether.toml",
        "tests = false # default",
        "max-pool-size = 200 # default",
        "confidence = \"certain\" # tether.toml:6",
        "\"gen\", # tether.toml:1",
        "parse-error = \"warn\" # tether.toml:3",
        "unknown-rule = \"error\" # default",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line}\n{}", run.stdout);
    }
    toml::from_str::<toml::Table>(&run.stdout).expect("it is a `tether.toml`, too");
    let outside = tether(folder.path(), &["config", "show"]).stdout;
    assert!(outside.contains("confidence = \"likely\""), "{outside}");
}

#[test]
fn a_wrong_configuration_is_shown_at_its_key() {
    let folder = folder(&[
        ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\n"),
        ("src/main.rs", "fn main() {}\n"),
        ("tether.toml", "[levels]\nparse-eror = \"warn\"\n"),
    ]);
    for args in [&[][..], &["map"], &["config", "show"]] {
        let run = tether(folder.path(), args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        for part in ["unknown rule or family `parse-eror`", "tether.toml:2:1", "did you mean `parse-error`?"] {
            assert!(run.stderr.contains(part), "{}", run.stderr);
        }
    }
}

#[test]
fn init_writes_a_file_that_changes_nothing() {
    let folder = warned();
    let before = tether(folder.path(), &[]);
    assert_eq!(tether(folder.path(), &["init"]).code, 0);
    let after = tether(folder.path(), &[]);
    assert_eq!((after.code, after.stdout), (before.code, before.stdout));
    // Each line that is commented out is one that would be understood.
    let path = folder.path().join("tether.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let uncommented = text.replace("\n# extend", "\n## extend");
    let is_key = |line: &str| {
        line.starts_with("[[") || line.split(" = ").next().is_some_and(|key| !key.contains(' ')) && line.contains(" = ")
    };
    let lines = uncommented.lines().map(|line| match line.trim_start_matches(['#', ' ']) {
        inner if line.starts_with("# ") && is_key(inner) || line.starts_with("#   ") => inner,
        _ => line,
    });
    std::fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let run = tether(folder.path(), &["config", "show"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("# default"), "{}", run.stdout);
    let again = tether(folder.path(), &["init"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is already there"), "{}", again.stderr);
}

#[test]
fn the_schema_names_the_rules() {
    let run = tether(Path::new("."), &["config", "schema"]);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    for levels in [&schema["properties"]["levels"], &schema["$defs"]["Override"]["properties"]["levels"]] {
        assert_eq!(levels["properties"]["parse-error"]["$ref"], "#/$defs/Level");
        assert_eq!(levels["additionalProperties"], false);
    }
}

#[test]
fn shells_and_manuals_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = tether(Path::new("."), &["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("message-format"), "{shell}: {}", run.stderr);
        // Not every script has values of arguments that are no options.
        let names = ["bash", "zsh", "fish"].contains(&shell);
        assert!(!names || run.stdout.contains("detached-loop"), "{shell}");
    }
    let man = tether(Path::new("."), &["man"]).stdout;
    assert!(man.contains(".TH cargo-tether 1") && man.contains("Exit codes: 0"), "{man}");
}

/// A package whose `domain` spawns, with this configuration.
fn bounded(config: &str) -> TempDir {
    folder(&[
        (
            "Cargo.toml",
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n[dependencies]\ntokio = \"1\"\n",
        ),
        ("src/lib.rs", "pub mod domain;\n"),
        ("src/domain.rs", "pub async fn place() {\n    tokio::spawn(async {}).await.unwrap();\n}\n"),
        ("tether.toml", config),
    ])
}

#[test]
fn a_boundary_is_kept() {
    let boundary = "[[boundary]]\nmodules = [\"demo::domain\"]\nreason = \"the runtime owns what runs.\"\n";
    let found = tether(bounded(boundary).path(), &["check"]);
    assert_eq!(found.code, 0, "{found:?}");
    for part in [
        "`tokio::spawn` starts a task in `demo::domain`, which may not start tasks",
        "src/domain.rs:2:5",
        "the runtime owns what runs",
        "the boundary stands in `tether.toml:1`",
    ] {
        assert!(found.stdout.contains(part), "{part}\n{found:?}");
    }
    assert!(!found.stderr.contains("boundary"), "{found:?}");

    let error = format!("levels = {{ restricted-spawn = \"error\" }}\n{boundary}");
    assert_eq!(tether(bounded(&error).path(), &["check"]).code, 1);
    let off = tether(bounded(boundary).path(), &["check", "-A", "restricted-spawn"]);
    assert!(!off.stdout.contains("restricted-spawn"), "{off:?}");
    // Without a boundary nothing is forbidden, whatever the level.
    let none = tether(bounded("").path(), &["check", "-D", "restricted-spawn"]);
    assert_eq!(none.code, 0, "{none:?}");
}

#[test]
fn a_boundary_that_holds_nowhere_is_told() {
    let config = "[[boundary]]\nmodules = [\"demo::domian\", \"demo\"]\nforbid = [\"threads\"]\nreason = \"r\"\n";
    let found = tether(bounded(config).path(), &["check"]);
    assert_eq!(found.code, 0, "{found:?}");
    let told = "the boundary in line 1 holds nowhere: no module is `demo::domian`; did you mean `demo::domain`?";
    assert!(found.stderr.contains("tether.toml") && found.stderr.contains(told), "{found:?}");
    assert_eq!(found.stderr.matches("holds nowhere").count(), 1, "{found:?}");
}

#[test]
fn a_bad_boundary_is_refused_at_its_key() {
    let refused = tether(bounded("[[boundary]]\nmodules = [\"demo\"]\nreson = \"r\"\n").path(), &["check"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("tether.toml:3:1") && refused.stderr.contains("`reason`"), "{refused:?}");
}
