//! What must not be there, which nobody would see by looking at one file: who names what, and who touches the disk.

use std::fs;
use std::path::{Path, PathBuf};

/// Each `.rs` file under `src/`, its path with `/`, and its code without comments and unit tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut queue = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = queue.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                queue.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, code(&fs::read_to_string(&path).unwrap())));
            }
        }
    }
    found.sort();
    found
}

/// The text up to its unit tests, comments blanked.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    text.lines().map(|line| line.split("//").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Whether the code names this crate or module: `word::` or `use word…`, not as a part of a longer name or path.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let rest = &code[at + word.len()..];
        let apart = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '.');
        let used = rest.starts_with("::") || code[..at].ends_with("use ") && rest.starts_with(';');
        apart && used
    })
}

/// Whether a file is a module or stands below it.
fn within(file: &str, modules: &[&str]) -> bool {
    modules.iter().any(|module| file == format!("{module}.rs") || file.starts_with(&format!("{module}/")))
}

fn only(word: &str, modules: &[&str]) {
    let others: Vec<String> = sources()
        .into_iter()
        .filter(|(file, code)| names(code, word) && !within(file, modules))
        .map(|(file, _)| file)
        .collect();
    assert!(others.is_empty(), "`{word}` belongs to {modules:?}, and is named in {others:?}");
}

#[test]
fn only_syntax_names_the_parser() {
    for word in ["syn", "quote", "proc_macro2"] {
        only(word, &["syntax"]);
    }
}

#[test]
fn only_the_edges_touch_the_disk() {
    for (file, code) in sources() {
        let touches = ["std::fs", "fs::read", "fs::write", "File::open", "File::create", "walkdir::"];
        let found = touches.iter().find(|word| code.contains(**word));
        let edge = within(&file, &["workspace", "config", "baseline", "cache", "fix", "cli", "main"]);
        assert!(edge || found.is_none(), "src/{file} touches the disk: `{}`", found.unwrap());
    }
}

#[test]
fn what_a_workspace_depends_on_is_asked_for_in_one_place() {
    let ways =
        ["fs::", "File::open", ".is_file()", ".is_dir()", ".exists()", "read_dir(", "canonicalize(", "metadata(&path"];
    let asks = ["workspace", "config", "project", "apis"];
    let past = |file: &str| within(file, &asks) && !within(file, &["workspace/disk"]);
    for (file, code) in sources().into_iter().filter(|(file, _)| past(file)) {
        for way in ways {
            assert!(!code.contains(way), "src/{file} goes to the disk past `workspace/disk.rs`: `{way}`");
        }
    }
}

#[test]
fn nobody_starts_processes_or_connections() {
    // `git` for what it remembers of the texts, and the command that `cargo tether ra --` was given.
    let starts = ["git.rs", "cli/ra.rs"];
    for (file, code) in sources().into_iter().filter(|(file, _)| !starts.contains(&file.as_str())) {
        for word in ["process::Command", "Command::new(", "TcpStream::connect(", "UdpSocket::bind("] {
            assert!(!code.contains(word), "src/{file} names `{word}`");
        }
    }
}

#[test]
fn miette_stays_where_reports_are_made() {
    only("miette", &["render/human", "error", "config", "cli", "main"]);
}

#[test]
fn rules_see_the_model_only() {
    for (file, code) in sources() {
        let mut parts = file.split('/');
        let (first, family, rule) = (parts.next(), parts.next(), parts.next());
        let (Some("rules"), Some(family), Some(_)) = (first, family, rule) else { continue };
        for stage in
            ["crate::render", "crate::workspace", "crate::cli", "crate::syntax", "crate::suppress", "crate::map"]
        {
            assert!(!code.contains(stage), "src/{file} names `{stage}`");
        }
        // A rule may use what the rules of its family share (`super::…` in the family's folder), never another rule.
        for rule in cargo_tether::rules::all() {
            let module = rule.id.replace('-', "_");
            let own = file == format!("rules/{family}/{module}.rs");
            let other =
                code.contains(&format!("super::{module}")) || code.contains(&format!("{}::{module}", rule.family));
            assert!(own || !other, "src/{file} names the rule `{}`", rule.id);
        }
    }
}

#[test]
fn stages_do_not_look_back() {
    // Each stage with those that come after it.
    let later = [
        ("source", &["ir", "syntax", "resolve", "flow", "model", "rules", "render", "cli"][..]),
        ("ir", &["syntax", "resolve", "flow", "model", "rules", "render", "cli", "workspace"]),
        ("syntax", &["resolve", "flow", "model", "rules", "render", "cli"]),
        ("apis", &["syntax", "flow", "model", "rules", "render", "cli", "workspace"]),
        // `resolve` asks `flow::Uses`, which looks at one body and no name, where a value goes.
        ("resolve", &["model", "rules", "render", "cli"]),
        ("flow", &["model", "rules", "render", "cli"]),
        ("model", &["rules", "render", "cli"]),
        ("rules", &["render", "cli"]),
        ("render", &["cli"]),
        ("diagnostic", &["rules", "render", "cli", "model"]),
    ];
    for (file, code) in sources() {
        for (stage, after) in later {
            for name in after.iter().filter(|_| within(&file, &[stage])) {
                assert!(!code.contains(&format!("crate::{name}::")), "src/{file} looks ahead to `{name}`");
            }
        }
    }
}
