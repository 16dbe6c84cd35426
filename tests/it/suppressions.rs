//! Suppression comments: what they cover, and when they are called unused.

use cargo_tether::workspace::{self, Request};
use cargo_tether::{Options, analyze, diagnostic::Level};
use std::fmt::Write;

/// `line: rule` for each finding in the text, levels changed as told.
fn found(text: &str, levels: &[(&str, Level)]) -> String {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("case.rs");
    std::fs::write(&path, text).unwrap();
    let workspace = workspace::load(&Request { paths: vec![path], ..Request::default() }).unwrap();
    let mut options = Options::default();
    for (name, level) in levels {
        options.policy.general.levels.set(name, *level).unwrap();
    }
    let mut out = String::new();
    for one in analyze(&workspace, &options).diagnostics {
        let line = workspace.sources.start(one.finding.primary.span).line;
        writeln!(out, "{line}: {}", one.rule).unwrap();
    }
    out
}

const ENDLESS: &str = "async fn endless() { loop { tokio::time::sleep(std::time::Duration::from_secs(1)).await; } }\n";

fn check(text: &str) -> String {
    found(&format!("{ENDLESS}{text}"), &[])
}

#[test]
fn without_a_comment() {
    assert_eq!(check("fn f() { tokio::spawn(endless()); }\n"), "2: detached-loop\n");
}

#[test]
fn on_the_line_above_and_at_the_end() {
    assert_eq!(
        check("fn f() {\n    // tether: allow(detached-loop, reason = \"x\")\n    tokio::spawn(endless());\n}\n"),
        ""
    );
    assert_eq!(check("fn f() {\n    tokio::spawn(endless()); // tether: allow(ownership, reason = \"x\")\n}\n"), "");
}

#[test]
fn a_statement_over_several_lines_is_one() {
    let text = "fn f() {\n    // tether: allow(detached-loop, reason = \"x\")\n    let _ =\n        tokio::spawn(\n            endless());\n}\n";
    assert_eq!(check(text), "");
}

#[test]
fn the_next_statement_is_not_covered() {
    let text = "fn f() {\n    // tether: allow(detached-loop, reason = \"x\")\n    tokio::spawn(endless());\n    tokio::spawn(endless());\n}\n";
    assert_eq!(check(text), "5: detached-loop\n");
}

#[test]
fn an_item_is_covered_as_a_whole() {
    let text = "// tether: allow(detached-loop, reason = \"x\")\n#[inline]\npub async fn f() {\n    endless().await;\n    tokio::spawn(endless());\n}\n";
    assert_eq!(check(text), "");
}

#[test]
fn a_file_is_covered_as_a_whole() {
    assert_eq!(check("// tether: allow-file(all, reason = \"x\")\nfn f() { tokio::spawn(endless()); }\n"), "");
}

#[test]
fn without_a_reason_it_holds_and_is_told() {
    let text = "fn f() { tokio::spawn(endless()); } // tether: allow(detached-loop)\n";
    assert_eq!(check(text), "2: suppression-without-reason\n");
}

#[test]
fn a_name_that_silences_nothing_is_unused() {
    let text = "fn f() { tokio::spawn(endless()); } // tether: allow(detached-loop, recv-error-spin, reason = \"x\")\n";
    assert_eq!(check(text), "2: unused-suppression\n");
}

#[test]
fn what_did_not_run_is_not_judged() {
    let text = "fn f() {} // tether: allow(detached-loop, reason = \"x\")\n";
    assert_eq!(check(text), "2: unused-suppression\n");
    assert_eq!(found(&format!("{ENDLESS}{text}"), &[("detached-loop", Level::Off)]), "");
    assert_eq!(found(&format!("{ENDLESS}{text}"), &[("ownership", Level::Off)]), "");
}

#[test]
fn test_code_is_not_judged() {
    let text = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn f() {\n        // tether: allow(detached-loop, reason = \"x\")\n        super::f();\n    }\n}\n";
    assert_eq!(check(text), "");
}

#[test]
fn strings_are_no_comments() {
    assert_eq!(check("fn f() { println!(\"// tether: allow(nothing)\"); }\n"), "");
}
