//! Findings in published crates, each judged by reading the code: `test-fixtures/corpus/<crate>.toml`.
//!
//! A judged `true` finding that vanishes and a finding that nobody has judged fail. The crates' sources are taken from
//! the cargo home, and fetched there by `cargo info` when they are missing; they are never built. `TETHER_CORPUS=skip`
//! leaves all of this out where there is no network. `TETHER_BLESS=1` writes unjudged findings into the files.

use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, analyze};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Debug, Deserialize, Serialize)]
struct Judged {
    #[serde(rename = "crate")]
    name: String,
    version: String,
    #[serde(default, rename = "finding")]
    findings: Vec<Finding>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Finding {
    rule: String,
    file: String,
    line: u32,
    snippet: String,
    verdict: String,
    reason: String,
}

#[test]
fn judged_findings_stay_and_new_ones_are_judged() {
    let bless = std::env::var("TETHER_BLESS").is_ok();
    let mut faults = Vec::new();
    let mut counts: BTreeMap<String, [u32; 3]> = BTreeMap::new();
    for (path, mut judged) in files() {
        let source = source_of(&judged.name, &judged.version);
        let found = findings_in(&source);
        let key = |one: &Finding| (one.rule.clone(), one.file.clone(), one.snippet.clone());
        let mut open = found.clone();
        let mut kept = Vec::new();
        for old in &judged.findings {
            match open.iter().position(|new| key(new) == key(old)) {
                Some(at) => {
                    let new = open.remove(at);
                    kept.push(Finding { line: new.line, ..old.clone() });
                }
                None => faults.push(format!(
                    "{}: vanished ({}): {} in {}:{}",
                    judged.name, old.verdict, old.rule, old.file, old.line
                )),
            }
        }
        for new in &open {
            faults.push(format!("{}: not judged: {} in {}:{}", judged.name, new.rule, new.file, new.line));
        }
        for one in &kept {
            let at = match one.verdict.as_str() {
                "true" => 0,
                "arguable" => 1,
                "false" => 2,
                other => {
                    faults.push(format!(
                        "{}: `{other}` is no verdict: {} in {}:{}",
                        judged.name, one.rule, one.file, one.line
                    ));
                    continue;
                }
            };
            counts.entry(one.rule.clone()).or_default()[at] += 1;
        }
        if bless {
            kept.extend(open);
            kept.sort_by(|a, b| (&a.file, a.line, &a.rule).cmp(&(&b.file, b.line, &b.rule)));
            judged.findings = kept;
            std::fs::write(&path, toml::to_string(&judged).unwrap()).unwrap();
        }
    }
    for (rule, [good, arguable, bad]) in &counts {
        let all = good + arguable + bad;
        println!(
            "{rule:28} {good:3} true {arguable:3} arguable {bad:3} false: {:.0} % not false",
            f64::from(good + arguable) * 100.0 / f64::from(all)
        );
    }
    assert!(faults.is_empty() || bless, "{}", faults.join("\n"));
}

/// The names of the corpus's crates, and where their sources lie.
pub(crate) fn crates() -> impl Iterator<Item = (String, PathBuf)> {
    files().into_iter().map(|(_, judged)| (judged.name.clone(), source_of(&judged.name, &judged.version)))
}

/// The files of judged findings, in order of their names; none where they are left out.
fn files() -> Vec<(PathBuf, Judged)> {
    if std::env::var("TETHER_CORPUS").is_ok_and(|value| value == "skip") {
        eprintln!("left out: TETHER_CORPUS=skip");
        return Vec::new();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures/corpus");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    paths.sort();
    let read = |path: PathBuf| {
        let judged = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, judged)
    };
    paths.into_iter().map(read).collect()
}

fn findings_in(root: &Path) -> Vec<Finding> {
    let workspace = load(&Request { paths: vec![root.to_owned()], ..Request::default() }).unwrap();
    let analysis = analyze(&workspace, &Options::default());
    analysis
        .diagnostics
        .iter()
        .map(|one| {
            let span = one.finding.primary.span;
            let source = workspace.sources.get(span.file);
            let line = workspace.sources.start(span).line;
            Finding {
                rule: one.rule.to_owned(),
                file: source.path.clone(),
                line,
                snippet: source.line_text(line).trim().to_owned(),
                verdict: "unjudged".to_owned(),
                reason: String::new(),
            }
        })
        .collect()
}

/// The published source of a crate in the cargo home.
pub(crate) fn source_of(name: &str, version: &str) -> PathBuf {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(std::env::var_os("HOME").expect("a home folder")).join(".cargo"));
    let find = || {
        let registries = std::fs::read_dir(home.join("registry/src")).ok()?;
        registries.flatten().map(|entry| entry.path().join(format!("{name}-{version}"))).find(|path| path.is_dir())
    };
    if let Some(found) = find() {
        return found;
    }
    let _ = Command::new("cargo").args(["info", "--quiet", &format!("{name}@{version}")]).current_dir(&home).output();
    find().unwrap_or_else(|| {
        panic!("the source of {name} {version} is not to be had: is there a network? `TETHER_CORPUS=skip` leaves this test out")
    })
}
