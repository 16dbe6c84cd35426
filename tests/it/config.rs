//! `tether.toml` and metadata tables: what they mean, and how wrong ones are refused.

use cargo_tether::config::{self, Config};
use cargo_tether::error::Error;
use cargo_tether::workspace::disk::Disk;
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const KNOWN: [&str; 4] = ["detached-task", "unbounded-channel", "ownership", "channels"];

fn files(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let root = dir.path().to_owned();
    (dir, root)
}

fn read(text: &str) -> Result<Config, Error> {
    let (_dir, root) = files(&[("tether.toml", text)]);
    config::load(&root, &root, &[], &[], &KNOWN, &Disk::default())
}

fn refused(text: &str) -> String {
    let error = read(text).expect_err("it is refused");
    let mut out = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).without_syntax_highlighting();
    handler.render_report(&mut out, &error).unwrap();
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn levels(config: &Config) -> Vec<String> {
    config.levels.iter().map(|(name, level, origin)| format!("{name} {level:?} {origin}")).collect()
}

#[test]
fn every_key() {
    let config = read(
        r#"
exclude = ["gen/**"]
tests = true
confidence = "possible"

[levels]
unbounded-channel = "deny"
ownership = "allow"
all = "warn"

[[fn]]
path = "crate::rt::launch"
verb = "spawn"
task = "task"
returns = "()"

[[type]]
path = "crate::rt::Guard"
role = "drop-guard"
drop = "cancel"

[[alias]]
from = "crate::go"
to = "crate::rt::launch"

[[trait]]
path = "crate::FutureExt"
on = "future"

[[macro]]
path = "crate::pick"
verb = "select"

[methods]
"crate::rt::Guard" = { get = "u8" }
"#,
    )
    .unwrap();
    assert_eq!(
        levels(&config),
        ["all Warn tether.toml:9", "unbounded-channel Error tether.toml:7", "ownership Off tether.toml:8"]
    );
    assert_eq!(config.exclude_globs(), ["gen/**"]);
    assert_eq!(
        config.tests.as_ref().map(|(tests, origin)| (*tests, origin.to_string())),
        Some((true, "tether.toml:3".into()))
    );
    assert!(config.confidence.is_some());
    let (name, rows) = &config.apis[0];
    assert_eq!(name, "tether.toml");
    assert_eq!(rows.fns[0].path, ["crate::rt::launch"]);
    assert_eq!((rows.types.len(), rows.aliases.len(), rows.traits.len()), (1, 1, 1));
    assert_eq!((rows.macros.len(), rows.methods.len()), (1, 1));
}

#[test]
fn empty_and_absent() {
    let config = read("").unwrap();
    assert!(config.levels.is_empty() && config.apis.is_empty());
    let (_dir, root) = files(&[]);
    assert!(config::load(&root, &root, &[], &[], &KNOWN, &Disk::default()).unwrap().files.is_empty());
}

#[test]
fn manifests_come_before_the_file() {
    let (_dir, root) = files(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"a\"]\n[workspace.metadata.tether]\nlevels = { all = \"warn\" }\ntests = true\n",
        ),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n[package.metadata.tether.levels]\nchannels = \"off\"\n"),
        ("tether.toml", "tests = false\n[levels]\ndetached-task = \"error\"\n"),
    ]);
    let manifests = [root.join("a/Cargo.toml"), root.join("Cargo.toml")];
    let config = config::load(&root, &root.join("a"), &manifests, &[], &KNOWN, &Disk::default()).unwrap();
    assert_eq!(
        levels(&config),
        ["all Warn Cargo.toml:4", "channels Off a/Cargo.toml:4", "detached-task Error tether.toml:3"]
    );
    assert_eq!(config.tests.map(|(tests, _)| tests), Some(false));
}

#[test]
fn the_nearest_file_counts() {
    let (_dir, root) = files(&[
        (".git/HEAD", ""),
        ("tether.toml", "exclude = [\"ws/gen\"]"),
        ("ws/Cargo.toml", ""),
        ("ws/a/tether.toml", "exclude = [\"gen\"]"),
    ]);
    let ws = root.join("ws");
    assert_eq!(config::load(&ws, &ws, &[], &[], &KNOWN, &Disk::default()).unwrap().exclude_globs(), ["gen"]);
    assert_eq!(
        config::load(&ws, &ws.join("a"), &[], &[], &KNOWN, &Disk::default()).unwrap().exclude_globs(),
        ["a/gen"]
    );
}

#[test]
fn unknown_names_are_refused_with_a_suggestion() {
    let shown = refused("[levels]\ndetached-taks = \"warn\"\n");
    assert!(shown.contains("unknown rule or family `detached-taks`"), "{shown}");
    assert!(shown.contains("[tether.toml:2:1]"), "{shown}");
    assert!(shown.contains("did you mean `detached-task`?"), "{shown}");

    let shown = refused("exlude = []\n");
    assert!(shown.contains("unknown key `exlude`") && shown.contains("did you mean `exclude`?"), "{shown}");

    let shown = refused("[levels]\nall = \"errror\"\n");
    assert!(shown.contains("unknown level `errror`") && shown.contains("did you mean `error`?"), "{shown}");

    let shown = refused("[[fn]]\npath = \"a::b\"\nretruns = \"u8\"\n");
    assert!(shown.contains("unknown key of `[[fn]]` `retruns`"), "{shown}");
    assert!(shown.contains("did you mean `returns`?") && shown.contains("[tether.toml:3:1]"), "{shown}");

    let shown = refused("[[fn]]\npath = \"a::b\"\nverb = \"spwan\"\n");
    assert!(shown.contains("did you mean `spawn`?") && shown.contains("[tether.toml:3:8]"), "{shown}");

    let shown = refused("zzz = 1");
    assert!(shown.contains("there are `extend`, `levels`, `exclude`"), "{shown}");
}

#[test]
fn wrong_types_are_refused_with_the_place() {
    for (text, message, place) in [
        ("tests = \"yes\"", "`tests` must be true or false, not a string", "1:9"),
        ("exclude = \"a\"", "`exclude` must be a list of globs, not a string", "1:11"),
        ("exclude = [1]", "`exclude` must be a string, not a number", "1:12"),
        ("exclude = [\"a[\"]", "`a[` is not a glob", "1:12"),
        ("levels = 3", "`levels` must be a table, not a number", "1:10"),
        ("confidence = true", "`confidence` must be a string, not true or false", "1:14"),
        ("max-pool-size = 0", "`max-pool-size` must be a whole number from 1 on", "1:17"),
        ("max-pool-size = \"many\"", "`max-pool-size` must be a whole number from 1 on", "1:17"),
        ("fn = 1", "`fn` must be a list of tables", "1:6"),
        ("[fn]", "`fn` must be a list of tables", "1:1"),
        ("[levels]\nall = 1", "`all` must be a string, not a number", "2:7"),
        ("[[fn]]\npath = 1\n", "`fn`:", "2:8"),
        ("a = = b", "", "1:5"),
    ] {
        let shown = refused(text);
        assert!(shown.contains(message) && shown.contains(&format!("tether.toml:{place}]")), "{text}\n{shown}");
    }
}

#[test]
fn boundaries_are_refused_at_their_key() {
    let whole = |more: &str| format!("[[boundary]]\nmodules = [\"a\"]\nreason = \"r\"\n{more}\n");
    for (text, message, place) in [
        ("boundary = 1".to_owned(), "`boundary` must be a list of tables (`[[boundary]]`), not a number", "1:12"),
        ("[boundary]\n".to_owned(), "`boundary` must be a list of tables", "1:1"),
        (whole("exept = []"), "did you mean `except`?", "4:1"),
        (whole("forbid = [\"taks\"]"), "did you mean `tasks`?", "4:11"),
        (whole("forbid = \"tasks\""), "`forbid` must be a list of `tasks`, `threads`, `channels`, `pools`", "4:10"),
        (whole("forbid = []"), "`forbid` must be a list of", "4:10"),
        (whole("through = [1]"), "`through` must be a string, not a number", "4:12"),
        (whole("except = \"a\""), "`except` must be a list of paths, not a string", "4:10"),
        (whole("except = [\"b\", \"a/b\"]"), "`a/b` is not a path of modules: modules are written with `::`", "4:16"),
        (whole("except = [\"a[\"]"), "`a[` is not a path of modules", "4:11"),
        ("[[boundary]]\nreason = \"r\"\n".to_owned(), "without `modules` would hold for no module", "1:1"),
        ("[[boundary]]\nmodules = [\"a\"]\n".to_owned(), "without `reason` would not say why", "1:1"),
    ] {
        let shown = refused(&text);
        assert!(shown.contains(message) && shown.contains(&format!("tether.toml:{place}]")), "{text}\n{shown}");
    }
}

/// A boundary brings its rule; what the levels say of it comes after, wherever they stand.
#[test]
fn a_boundary_sets_the_level_of_its_rule() {
    let boundary = "[[boundary]]\nmodules = [\"a\"]\nreason = \"r\"\n";
    let config = read(&format!("{boundary}{boundary}")).unwrap();
    assert_eq!(levels(&config), ["restricted-spawn Warn tether.toml:1"]);
    let lines: Vec<String> = config.all_boundaries().iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["tether.toml:1", "tether.toml:4"]);
    let config = read(&format!("levels = {{ ownership = \"error\" }}\n{boundary}")).unwrap();
    assert_eq!(levels(&config), ["restricted-spawn Warn tether.toml:2", "ownership Error tether.toml:1"]);
}

#[test]
fn not_text() {
    let (_dir, root) = files(&[]);
    fs::write(root.join("tether.toml"), b"\xff\xfe").unwrap();
    let error = config::load(&root, &root, &[], &[], &KNOWN, &Disk::default()).expect_err("it is refused");
    assert!(error.to_string().contains("not valid UTF-8"), "{error}");
}

#[test]
fn what_is_extended_comes_first() {
    let (_dir, root) = files(&[
        (".git/HEAD", ""),
        ("base.toml", "tests = true\nexclude = [\"gen\"]\n[levels]\ndetached-task = \"off\"\nall = \"warn\"\n"),
        ("more.toml", "[levels]\nchannels = \"error\"\n"),
        (
            "ws/tether.toml",
            "[levels]\ndetached-task = \"error\"\n\n[[overrides]]\npaths = [\"a\"]\nconfidence = \"certain\"\n",
        ),
        ("ws/a/tether.toml", "extend = [\"../../base.toml\", \"../tether.toml\"]\ntests = false\n"),
        ("ws/b/tether.toml", "extend = \"../../more.toml\"\n"),
    ]);
    let ws = root.join("ws");
    let a = config::load(&ws, &ws.join("a"), &[], &[], &KNOWN, &Disk::default()).unwrap();
    assert_eq!(
        levels(&a),
        ["all Warn ../base.toml:5", "detached-task Off ../base.toml:4", "detached-task Error tether.toml:2"]
    );
    assert_eq!(a.tests.as_ref().map(|(tests, _)| *tests), Some(false));
    assert_eq!(a.overrides.len(), 1);
    let b = config::load(&ws, &ws.join("b"), &[], &[], &KNOWN, &Disk::default()).unwrap();
    assert_eq!(levels(&b), ["channels Error ../more.toml:2"]);
}

#[test]
fn what_cannot_be_extended() {
    let (_dir, root) = files(&[
        ("tether.toml", "extend = \"a.toml\"\n"),
        ("a.toml", "# leads back\nextend = [\"./tether.toml\"]\n"),
        ("b/tether.toml", "extend = \"nowhere.toml\""),
        ("c/tether.toml", "extend = 1"),
    ]);
    let message = |folder: &str| {
        let error =
            config::load(&root, &root.join(folder), &[], &[], &KNOWN, &Disk::default()).expect_err("it is refused");
        error.to_string()
    };
    assert_eq!(message(""), "`./tether.toml` leads back to this file");
    assert_eq!(message("b"), "there is no file `nowhere.toml`");
    assert_eq!(message("c"), "`extend` must be a path or a list of paths, not a number");
}

#[test]
fn overrides_hold_for_their_paths() {
    let config = read(
        "confidence = \"likely\"\n[levels]\nall = \"warn\"\n[[overrides]]\npaths = [\"crates/*/gen/**\"]\n\
         levels = { all = \"off\" }\n[[overrides]]\npaths = [\"crates/a\"]\nconfidence = \"certain\"\n",
    )
    .unwrap();
    let at = |path: &str| {
        let found = config.in_force(path);
        let levels: Vec<_> =
            found.levels.iter().map(|(name, level, from)| format!("{name} {level:?} {from}")).collect();
        (levels.join(", "), format!("{:?}", found.confidence.unwrap().0), found.source.1)
    };
    let all = "all Warn tether.toml:3".to_owned();
    let off = "all Warn tether.toml:3, all Off tether.toml:6".to_owned();
    assert_eq!(at("src/main.rs"), (all.clone(), "Likely".to_owned(), vec![]));
    assert_eq!(at("crates/a/src/lib.rs"), (all, "Certain".to_owned(), vec![1]));
    assert_eq!(at("crates/b/gen/x.rs"), (off.clone(), "Likely".to_owned(), vec![0]));
    assert_eq!(at("crates/a/gen/x.rs"), (off, "Certain".to_owned(), vec![0, 1]));

    for (text, message, place) in [
        ("overrides = 1", "`overrides` must be a list of tables", "1:13"),
        ("[overrides]", "`overrides` must be a list of tables", "1:1"),
        ("[[overrides]]\nlevels = {}", "`[[overrides]]` without `paths`", "1:1"),
        ("[[overrides]]\npath = []", "unknown key of `[[overrides]]` `path`", "2:1"),
        ("[[overrides]]\npaths = [\"a[\"]", "`a[` is not a glob", "2:10"),
    ] {
        let shown = refused(text);
        assert!(shown.contains(message) && shown.contains(&format!("tether.toml:{place}]")), "{text}\n{shown}");
    }
}

#[test]
fn each_package_has_its_nearest() {
    let (_dir, root) = files(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n[workspace.metadata.tether.levels]\nall = \"warn\"\n"),
        ("tether.toml", "exclude = [\"x\"]\n[levels]\nownership = \"error\"\n"),
        ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("crates/b/Cargo.toml", "[package]\nname = \"b\"\n[package.metadata.tether.levels]\nchannels = \"off\"\n"),
        ("crates/c/Cargo.toml", "[package]\nname = \"c\"\n"),
        ("crates/c/tether.toml", "exclude = [\"gen\"]\n[levels]\ndetached-task = \"off\"\n[[fn]]\npath = \"c::go\"\n"),
    ]);
    let members: Vec<PathBuf> =
        ["a", "b", "c"].iter().map(|name| root.join("crates").join(name).join("Cargo.toml")).collect();
    let config = config::load(&root, &root, &[root.join("Cargo.toml")], &members, &KNOWN, &Disk::default()).unwrap();
    let at = |path: &str| {
        let levels = config.in_force(path).levels.into_iter();
        levels.map(|(name, level, from)| format!("{name} {level:?} {from}")).collect::<Vec<_>>()
    };
    let shared = "all Warn Cargo.toml:4";
    let root_file = "ownership Error tether.toml:3";
    assert_eq!(at("crates/a/src/lib.rs"), [shared, root_file]);
    assert_eq!(at("crates/b/src/lib.rs"), [shared, "channels Off crates/b/Cargo.toml:4", root_file]);
    assert_eq!(at("crates/c/src/lib.rs"), [shared, "detached-task Off crates/c/tether.toml:3"]);
    assert_eq!(at("crates/cc/src/lib.rs"), [shared, root_file]);
    assert_eq!(config.exclude_globs(), ["x", "crates/c/gen"]);
    assert_eq!(config.rows().len(), 1);
}
