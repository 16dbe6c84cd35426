//! What is written is valid by the schemas of those who read it.

use crate::cli::{folder, tether};
use crate::corpus;
use boon::{Compiler, Draft, Schemas};
use serde_json::Value;
use std::path::Path;

/// What a schema says against a value; nothing if it is valid.
fn faults(schema: &Value, value: &Value) -> Option<String> {
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V7);
    compiler.enable_format_assertions();
    compiler.add_resource("schema.json", schema.clone()).unwrap();
    let mut schemas = Schemas::new();
    let schema = compiler.compile("schema.json", &mut schemas).unwrap();
    schemas.validate(value, schema).err().map(|error| format!("{error:#}"))
}

/// The schema of SARIF 2.1.0, as it lies beside the types that were made from it.
fn sarif_schema() -> Value {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock: toml::Table = toml::from_str(&std::fs::read_to_string(lock).unwrap()).unwrap();
    let packages = lock["package"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"].as_str() == Some("serde-sarif")).unwrap();
    let path = corpus::source_of("serde-sarif", package["version"].as_str().unwrap()).join("src/schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"), "{}", schema["$id"]);
    schema
}

#[test]
fn sarif_is_valid() {
    let schema = sarif_schema();
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let rules = rules.to_str().unwrap();
    let demo = folder(&[]);
    let everything = tether(demo.path(), &["check", rules, "--message-format", "sarif", "-W", "all", "--no-cache"]);
    assert_eq!(everything.code, 0, "{}", everything.stderr);
    let document: Value = serde_json::from_str(&everything.stdout).unwrap();
    let results = document["runs"][0]["results"].as_array().unwrap();
    for part in ["fixes", "relatedLocations", "suppressions", "partialFingerprints"] {
        assert!(results.iter().any(|result| !result[part].is_null()), "no result has {part}");
    }
    assert_eq!(faults(&schema, &document), None);

    // A file that cannot be read is a notification; what the baseline knows is suppressed.
    let demo = folder(&[
        ("Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n"),
        ("src/lib.rs", "mod gone;\n// tether: allow(parse-error, reason = \"x\")\nfn a() {}\n"),
    ]);
    assert_eq!(tether(demo.path(), &["--write-baseline"]).code, 0);
    let known = tether(demo.path(), &["--baseline", "tether-baseline.toml", "--message-format", "sarif"]);
    let document: Value = serde_json::from_str(&known.stdout).unwrap();
    let run = &document["runs"][0];
    assert_eq!(run["results"][0]["suppressions"][0]["kind"], "external", "{}", known.stdout);
    assert!(!run["invocations"][0]["toolExecutionNotifications"][0].is_null(), "{}", known.stdout);
    assert_eq!(faults(&schema, &document), None);

    // It would say so.
    let mut wrong = document.clone();
    wrong["runs"][0]["results"][0]["message"] = Value::from("a text");
    assert!(faults(&schema, &wrong).is_some());
}

#[test]
fn configurations_are_valid() {
    let nowhere = folder(&[("Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n"), ("src/lib.rs", "")]);
    let schema: Value = serde_json::from_str(&tether(nowhere.path(), &["config", "schema"]).stdout).unwrap();
    assert_eq!(tether(nowhere.path(), &["init"]).code, 0);
    let written = std::fs::read_to_string(nowhere.path().join("tether.toml")).unwrap();
    // All that it only proposes holds, too.
    let proposed = written.lines().map(|line| match line.strip_prefix("# ") {
        Some(code) if code.contains(" = ") || code.starts_with('[') => code,
        _ => line,
    });
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown = readme.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let texts = shown.map(str::to_owned).chain([written.clone(), proposed.collect::<Vec<_>>().join("\n")]);
    let mut checked = 0;
    for text in texts {
        let value: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(faults(&schema, &serde_json::to_value(value).unwrap()), None, "{text}");
        checked += 1;
    }
    assert!(checked >= 3, "{checked}");

    for wrong in ["levls = 1", "[levels]\nall = \"loud\"", "[[boundary]]\nforbid = [\"tasks\"]"] {
        let value: toml::Table = toml::from_str(wrong).unwrap();
        assert!(faults(&schema, &serde_json::to_value(value).unwrap()).is_some(), "{wrong}");
    }
}
