//! Formats, on findings made by hand: places in two files, characters of several bytes, a byte-order mark, CRLF.

use cargo_tether::diagnostic::{Confidence, Diagnostic, Finding, Level, Problem, Silenced, Silencer};
use cargo_tether::render::{Report, github, gitlab, human, json, junit, sarif, short, summary};
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
        Diagnostic { rule: "detached-loop", level: Level::Error, finding: first, item: "a_b::hub".to_owned() },
        Diagnostic { rule: "parse-error", level: Level::Warn, finding: second, item: "a_b::run::run".to_owned() },
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
fn human_with_links() {
    let (workspace, diagnostics) = found();
    let style = human::Style { links: true, ..human::Style::PLAIN };
    let text = human::render(&diagnostics[1..], &workspace.sources, style);
    let link = "\u{1b}]8;;https://docs.rs/cargo-tether/latest/cargo_tether/rules/analysis/parse_error/index.html\u{1b}\\parse-error\u{1b}]8;;\u{1b}\\";
    assert!(text.contains(link), "{text}");
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
    let text = json::render(&diagnostics, &workspace, human::Style::PLAIN);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((&lines[2]["reason"], &lines[2]["fresh"]), (&"compiler-artifact".into(), &false.into()));
    assert_eq!(lines[3], serde_json::json!({"reason": "build-finished", "success": false}));

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
fn cargos_own_types_read_the_json() {
    let (workspace, diagnostics) = found();
    let text = json::render(&diagnostics, &workspace, human::Style::PLAIN);
    let messages: Vec<_> = cargo_metadata::Message::parse_stream(text.as_bytes()).map(Result::unwrap).collect();
    let [
        cargo_metadata::Message::CompilerMessage(first),
        cargo_metadata::Message::CompilerMessage(_),
        cargo_metadata::Message::CompilerArtifact(artifact),
        cargo_metadata::Message::BuildFinished(end),
    ] = messages.as_slice()
    else {
        panic!("{messages:?}")
    };
    assert!(!artifact.fresh && !end.success);
    assert_eq!(artifact.package_id, first.package_id);
    // What rust-analyzer shows: one primary place, and others only if they have a label.
    let spans = &first.message.spans;
    assert_eq!(spans.iter().filter(|span| span.is_primary).count(), 1);
    assert!(spans.iter().all(|span| span.label.is_some() && !span.text.is_empty()));
    assert_eq!(first.message.code.as_ref().unwrap().code, "tether::detached-loop");
}

fn report<'a>(workspace: &'a Workspace, found: &'a [Diagnostic], silenced: &'a [Silenced]) -> Report<'a> {
    const PROBLEMS: &[Problem] = &[];
    Report { workspace, found, silenced, problems: PROBLEMS, prefix: "" }
}

#[test]
fn sarif_has_all_that_is_known() {
    let (workspace, mut diagnostics) = found();
    let diagnostic = diagnostics.remove(1);
    let silenced = [Silenced { diagnostic, by: Silencer::Comment, reason: Some("it may wait".to_owned()) }];
    let problems = [Problem { path: "src/x.rs".to_owned(), message: "no such file".to_owned() }];
    let report = Report { problems: &problems, prefix: "sub/", ..report(&workspace, &diagnostics, &silenced) };
    let mut document: serde_json::Value = serde_json::from_str(&sarif::render(&report)).unwrap();

    // The types that are made from the schema know all of it: what they do not know, they would lose.
    let typed: serde_sarif::sarif::Sarif = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), document);

    let rules = document["runs"][0]["tool"]["driver"]["rules"].take();
    for rule in rules.as_array().unwrap() {
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"), "{rule}");
    }
    let results = document["runs"][0]["results"].as_array_mut().unwrap();
    for result in results.iter_mut() {
        let index = result["ruleIndex"].take().as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&results).unwrap());
    let notes = &document["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(notes[0]["message"]["text"], "src/x.rs: no such file");
}

#[test]
fn fingerprints_do_not_move_with_lines() {
    use cargo_tether::fingerprint::fingerprints;
    let at = |text: &str| {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("src/main.rs", text.to_owned()));
        let spans = text.match_indices("spawn").map(|(at, _)| Span::new(file, at as u32, at as u32 + 5));
        let diagnostics: Vec<Diagnostic> = spans
            .map(|span| Diagnostic {
                rule: "detached-loop",
                level: Level::Warn,
                finding: Finding::new(Confidence::Certain, span, "m", "l"),
                item: "a::f".to_owned(),
            })
            .collect();
        fingerprints(&diagnostics, &sources)
    };
    let before = at("fn f() {\n    spawn(a);\n    spawn(a);\n    spawn(b);\n}\n");
    assert_eq!(before, at("// more\n\nfn f() {\n\tspawn(a);\n\tspawn(a); \n\tspawn(b);\n}\n"));
    assert_eq!(before.iter().map(|print| print.split(':').nth(1).unwrap()).collect::<Vec<_>>(), ["1", "2", "1"]);
    assert_ne!(before[0].split(':').next(), before[2].split(':').next());
}

#[test]
fn github_is_one_command_a_line() {
    let (workspace, diagnostics) = found();
    insta::assert_snapshot!(github::render(&report(&workspace, &diagnostics, &[])));
}

#[test]
fn github_says_what_it_does_not_show() {
    let (workspace, diagnostics) = found();
    let many: Vec<Diagnostic> = std::iter::repeat_n(diagnostics[1].clone(), 13).collect();
    let text = github::render(&report(&workspace, &many, &[]));
    assert_eq!(text.lines().count(), 14);
    assert!(
        text.ends_with("GitHub shows the first 10 warnings of a step; 3 warnings more stand in its log\n"),
        "{text}"
    );
}

#[test]
fn gitlab_is_a_code_quality_report() {
    let (workspace, diagnostics) = found();
    let text = gitlab::render(&report(&workspace, &diagnostics, &[]));
    insta::assert_snapshot!(text);
    assert_eq!(gitlab::render(&report(&workspace, &[], &[])), "[]\n");
}

#[test]
fn junit_has_a_failed_test_for_each_finding() {
    let (workspace, diagnostics) = found();
    insta::assert_snapshot!(junit::render(&report(&workspace, &diagnostics, &[])));
    let nothing = junit::render(&report(&workspace, &[], &[]));
    assert!(nothing.contains("tests=\"1\" failures=\"0\""), "{nothing}");
}

#[test]
fn nothing_found_is_a_success() {
    let (workspace, _) = found();
    let text = json::render(&[], &workspace, human::Style::PLAIN);
    assert_eq!(text.lines().count(), 2);
    assert!(text.ends_with("\n{\"reason\":\"build-finished\",\"success\":true}\n"), "{text}");
    assert_eq!(human::render(&[], &workspace.sources, human::Style::PLAIN), "");
}

#[test]
fn many_findings_end_in_a_table_that_fits_a_screen() {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    for index in 0..40 {
        let file = sources.add(SourceFile::new(format!("src/{index:02}.rs"), "fn f() {}\n".to_owned()));
        let finding = Finding::new(Confidence::Certain, Span::new(file, 3, 4), "message", "label");
        diagnostics.push(Diagnostic { rule: "parse-error", level: Level::Error, finding, item: String::new() });
    }
    let table = summary::table(&diagnostics, &sources);
    assert!(table.lines().count() <= 24);
    assert!(table.ends_with("     25  in 25 more files\n"), "{table}");
}
