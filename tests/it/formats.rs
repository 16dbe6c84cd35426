//! Formats, on findings made by hand: places in two files, characters of several bytes, a byte-order mark, CRLF.

use cargo_tether::diagnostic::{Confidence, Diagnostic, Finding, Level};
use cargo_tether::render::{human, json, short, summary};
use cargo_tether::source::{FileId, SourceFile, Sources, Span};
use cargo_tether::workspace::{Crate, Package, PackageId, TargetKind, Workspace};

const HUB: &str = "fn hub() {\n    let ünï = spawn(run());\n}\n\n\n\n\n\nfn end() {\n    stop();\n}\n";
const RUN: &str = "\u{feff}async fn run() {\r\n\tloop {\r\n\t\twork().await;\r\n\t}\r\n}\r\n";

/// Two files of one package, and what was found in them.
fn found() -> (Workspace, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let hub = sources.add(SourceFile::new("crates/a-b/src/main.rs", HUB.to_owned()));
    let run = sources.add(SourceFile::new("crates/a-b/src/run.rs", RUN.to_owned()));
    let at = |file: FileId, text: &str| {
        let lo = sources.get(file).text.find(text).unwrap() as u32;
        Span::new(file, lo, lo + text.len() as u32)
    };
    let first = Finding::new(Confidence::Certain, at(hub, "spawn(run())"), "nobody can stop `run`", "started here")
        .with(at(run, "loop {\r\n\t\twork().await;\r\n\t}"), "has no exit")
        .with(at(hub, "stop()"), "does not reach it")
        .help("keep the handle")
        .note("seen in `a-b` only");
    let second =
        Finding::new(Confidence::Likely, at(run, "work()"), "`work` may wait for ever", "waits").help("limit it");
    let workspace = Workspace {
        root: "/ws".into(),
        packages: vec![Package {
            name: "a-b".to_owned(),
            version: "0.3.0".to_owned(),
            manifest: Some("/ws/crates/a-b/Cargo.toml".into()),
            selected: true,
        }],
        crates: vec![Crate {
            package: PackageId(0),
            name: "a_b".into(),
            kind: TargetKind::Bin,
            edition: 2024,
            root: hub,
            deps: Default::default(),
            features: Vec::new(),
            modules: [((hub, 0), run)].into(),
            alternatives: Default::default(),
            files: vec![hub, run],
        }],
        sources,
        ..Workspace::default()
    };
    let diagnostics = vec![
        Diagnostic { rule: "detached-loop", level: Level::Error, finding: first },
        Diagnostic { rule: "parse-error", level: Level::Warn, finding: second },
    ];
    (workspace, diagnostics)
}

#[test]
fn human_shows_places_in_all_files() {
    let (workspace, diagnostics) = found();
    insta::assert_snapshot!(human::render(&diagnostics, &workspace.sources, human::Style::PLAIN));
}

#[test]
fn human_without_unicode() {
    let (workspace, diagnostics) = found();
    let style = human::Style { unicode: false, width: 60, ..human::Style::PLAIN };
    let text = human::render(&diagnostics[1..], &workspace.sources, style);
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn short_is_one_line_each() {
    let (workspace, diagnostics) = found();
    assert_eq!(
        short::render(&diagnostics, &workspace.sources),
        "crates/a-b/src/main.rs:2:15: error[detached-loop]: nobody can stop `run`\n\
         crates/a-b/src/run.rs:3:3: warning[parse-error]: `work` may wait for ever\n"
    );
}

#[test]
fn json_is_cargos() {
    let (workspace, diagnostics) = found();
    let text = json::render(&diagnostics, &workspace);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[2], serde_json::json!({"reason": "build-finished", "success": false}));

    let first = &lines[0];
    assert_eq!(first["reason"], "compiler-message");
    assert_eq!(first["package_id"], "path+file:///ws/crates/a-b#0.3.0");
    assert_eq!(first["manifest_path"], "/ws/crates/a-b/Cargo.toml");
    assert_eq!(first["target"]["name"], "a-b");
    assert_eq!(first["target"]["kind"], serde_json::json!(["bin"]));
    assert_eq!(first["target"]["src_path"], "/ws/crates/a-b/src/main.rs");
    assert_eq!(first["target"]["edition"], "2024");

    let message = &first["message"];
    assert_eq!(message["code"]["code"], "tether::detached-loop");
    assert_eq!(message["level"], "error");
    assert_eq!(message["children"][0]["message"], "keep the handle");
    assert_eq!(message["children"][1]["level"], "note");
    let rendered = message["rendered"].as_str().unwrap();
    assert!(rendered.starts_with("tether::detached-loop\n") && !rendered.contains('\u{1b}'));

    let spans = message["spans"].as_array().unwrap();
    assert_eq!(
        spans.iter().map(|span| span["is_primary"].as_bool().unwrap()).collect::<Vec<_>>(),
        [true, false, false]
    );
    // Columns in characters, bytes in bytes.
    assert_eq!((&spans[0]["column_start"], &spans[0]["byte_start"]), (&15.into(), &27.into()));
    assert_eq!(spans[0]["text"][0]["text"], "    let ünï = spawn(run());");
    assert_eq!(spans[0]["text"][0]["highlight_end"], 27);
    // A related place in the other file: three lines, offsets as on the disk.
    assert_eq!(spans[1]["file_name"], "crates/a-b/src/run.rs");
    assert_eq!((&spans[1]["line_start"], &spans[1]["line_end"]), (&2.into(), &4.into()));
    assert_eq!(spans[1]["byte_start"], 3 + 19);
    assert_eq!(spans[1]["text"].as_array().unwrap().len(), 3);
    assert_eq!(
        spans[1]["text"][1],
        serde_json::json!({"text": "\t\twork().await;", "highlight_start": 1, "highlight_end": 16})
    );
}

#[test]
fn nothing_found_is_a_success() {
    let (workspace, _) = found();
    assert_eq!(json::render(&[], &workspace), "{\"reason\":\"build-finished\",\"success\":true}\n");
    assert_eq!(human::render(&[], &workspace.sources, human::Style::PLAIN), "");
}

#[test]
fn many_findings_end_in_a_table_that_fits_a_screen() {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    for index in 0..40 {
        let file = sources.add(SourceFile::new(format!("src/{index:02}.rs"), "fn f() {}\n".to_owned()));
        let finding = Finding::new(Confidence::Certain, Span::new(file, 3, 4), "message", "label");
        diagnostics.push(Diagnostic { rule: "parse-error", level: Level::Error, finding });
    }
    let table = summary::table(&diagnostics, &sources);
    assert!(table.lines().count() <= 24);
    assert!(table.ends_with("     25  in 25 more files\n"), "{table}");
}
