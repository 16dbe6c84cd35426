//! Every rule's folder: its page has the right headings, its bad cases are found where they say so and nowhere else,
//! its good cases are not, and what is said reads as it should.
//!
//! A case is a file `bad*.rs` or `good*.rs`, or a folder of that name with a Cargo package or loose files. `//~ rule` at
//! the end of a line says that the rule finds something on it, `//~^ rule` that it does on the line above (one more for
//! each `^`). A `tether.toml` in the folder draws its boundaries. `bad*.stderr` holds the report; `TETHER_BLESS=1` writes it anew.

use cargo_tether::boundary::Boundary;
use cargo_tether::config::{self, Config};
use cargo_tether::diagnostic::{Diagnostic, Level};
use cargo_tether::render::human::{self, Style};
use cargo_tether::rules::{self, FAMILIES, HEADINGS, Rule};
use cargo_tether::workspace::disk::Disk;
use cargo_tether::workspace::{self, Request, Workspace};
use cargo_tether::{Analysis, Options, analyze, project};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// All that is wrong with the rules, in one go.
struct Faults(Vec<String>);

impl Faults {
    fn check(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.0.push(fault());
        }
    }

    fn end(self) {
        assert!(self.0.is_empty(), "\n{}\n", self.0.join("\n"));
    }
}

#[test]
fn pages() {
    let mut faults = Faults(Vec::new());
    for rule in rules::all() {
        let id = rule.id;
        faults.check(rule.page.headings() == HEADINGS, || format!("rules/{id}/rule.md: headings are not {HEADINGS:?}"));
        faults.check(rule.page.front.id == id, || format!("rules/{id}/rule.md names another rule"));
        let lower = rule.summary.starts_with(|c: char| c.is_lowercase() || c == '`' || c.is_numeric());
        faults.check(lower && !rule.summary.ends_with('.') && rule.summary.len() <= 110, || {
            format!("rules/{id}/rule.md: the summary is one line in lower case without a stop")
        });
        for general in &rule.page.front.instead_of {
            let known = rules::find(general).is_some_and(|general| general.id != id);
            faults.check(known, || format!("rules/{id}/rule.md: speaks instead of `{general}`, which is no rule"));
        }
        for section in rule.page.body.split("\n## ").skip(1) {
            let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
            faults.check(!text.trim().is_empty(), || format!("rules/{id}/rule.md: nothing under `{heading}`"));
        }
    }
    faults.end();
}

#[test]
fn names_are_unique() {
    let ids: BTreeSet<&str> = rules::all().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules::all().len());
    assert!(FAMILIES.iter().all(|(family, _)| !ids.contains(family) && *family != "all"));
}

/// Names, families and default levels are what people's configurations and scripts name: `test-fixtures/rules.txt`.
#[test]
fn names_families_and_levels_are_those_of_the_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures/rules.txt");
    let list = fs::read_to_string(path).unwrap();
    let (promised, later) = list.split_once("\n# not yet\n").expect("a section `# not yet`");
    let entries = |text: &str| -> BTreeSet<String> {
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    };
    let level = |level: Level| match level {
        Level::Off => "off",
        Level::Warn => "warn",
        Level::Error => "error",
    };
    let entry = |rule: &Rule| format!("{} {} {}", rule.family, rule.id, level(rule.level));
    let there: BTreeSet<String> = rules::all().iter().map(entry).collect();
    let mut faults = Faults(Vec::new());
    for line in entries(promised).difference(&there) {
        faults.check(false, || format!("in the list, but no such rule: {line}"));
    }
    for line in there.difference(&entries(promised)) {
        faults.check(false, || format!("a rule that the list does not have: {line}"));
    }
    for line in entries(later) {
        let id = line.split(' ').nth(1).unwrap_or_default();
        faults.check(rules::all().iter().all(|rule| rule.id != id), || {
            format!("under `# not yet`, and there now: move it up: {line}")
        });
    }
    faults.end();
}

#[test]
fn bad_cases() {
    let mut faults = Faults(Vec::new());
    for (rule, case) in cases("bad") {
        let (workspace, analysis) = run(rule, &case);
        let wanted = annotations(&workspace, rule.id);
        faults.check(!wanted.is_empty(), || format!("{}: no `//~ {}`", name(&case), rule.id));
        let found = places(&analysis.diagnostics, &workspace, rule.id);
        for (path, line) in wanted.difference(&found) {
            faults.check(false, || format!("{}: not found: {} in {path}:{line}", name(&case), rule.id));
        }
        for (path, line) in found.difference(&wanted) {
            faults.check(false, || format!("{}: not annotated: {} in {path}:{line}", name(&case), rule.id));
        }
        for diagnostic in analysis.diagnostics.iter().filter(|one| one.rule == rule.id) {
            wording(diagnostic, &case, &mut faults);
        }
        if rule.id != "parse-error" {
            faults.check(analysis.stats.unparsed_files == 0, || format!("{}: cannot be parsed", name(&case)));
        }
        // A report of what should not have been found is nothing to keep.
        if found == wanted {
            snapshot(&workspace, &analysis, rule, &case, &mut faults);
        }
    }
    faults.end();
}

/// Where several rules see the same mistake, one of them speaks.
#[test]
fn one_finding_at_one_place() {
    let mut faults = Faults(Vec::new());
    for (rule, case) in cases("bad").into_iter().chain(cases("good")) {
        let (workspace, analysis) = run(rule, &case);
        let spans = |one: &Diagnostic| one.finding.primary.span;
        // Who switches a rule on wants to hear it beside the others.
        let usual = |one: &&Diagnostic| rules::find(one.rule).is_some_and(|rule| rule.level != Level::Off);
        let spoken: Vec<&Diagnostic> = analysis.diagnostics.iter().filter(usual).collect();
        for pair in spoken.windows(2).filter(|pair| spans(pair[0]) == spans(pair[1])) {
            let place = workspace.sources.place(spans(pair[0]));
            faults.check(false, || format!("{}: both {} and {} in {place}", name(&case), pair[0].rule, pair[1].rule));
        }
    }
    faults.end();
}

#[test]
fn good_cases() {
    let mut faults = Faults(Vec::new());
    for (rule, case) in cases("good") {
        let (workspace, analysis) = run(rule, &case);
        for (path, line) in places(&analysis.diagnostics, &workspace, rule.id) {
            faults.check(false, || format!("{}: {} in {path}:{line}", name(&case), rule.id));
        }
        for (path, line) in places(&analysis.diagnostics, &workspace, "parse-error") {
            faults.check(false, || format!("{}: cannot be parsed: {path}:{line}", name(&case)));
        }
    }
    faults.end();
}

#[test]
fn every_rule_has_both_cases() {
    for kind in ["bad.rs", "good.rs"] {
        for rule in rules::all() {
            assert!(folder(rule).join(kind).is_file(), "rules/{}/{kind} is missing", rule.id);
        }
    }
}

/// One thread or eight, the same report.
#[test]
fn same_bytes_with_any_number_of_threads() {
    let report = |threads| {
        let mut out = String::new();
        for (_, case) in cases("bad") {
            let workspace = load(&case, false);
            let analysis = analyze(&workspace, &Options { threads, ..options() });
            out += &human::render(&analysis.diagnostics, &workspace.sources, Style::PLAIN);
        }
        out
    };
    assert_eq!(report(1), report(8));
}

fn folder(rule: &Rule) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(rule.id)
}

/// The cases of all rules whose names begin with `kind`, sorted.
fn cases(kind: &str) -> Vec<(&'static Rule, PathBuf)> {
    let mut cases = Vec::new();
    for rule in rules::all() {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder(rule))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| is_case(path, kind))
            .collect();
        paths.sort();
        cases.extend(paths.into_iter().map(|path| (rule, path)));
    }
    cases
}

fn is_case(path: &Path, kind: &str) -> bool {
    let name = path.file_name().unwrap().to_str().unwrap();
    name.starts_with(kind) && !name.ends_with(".fixed.rs") && (path.is_dir() || name.ends_with(".rs"))
}

fn name(case: &Path) -> String {
    case.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string()
}

fn load(case: &Path, tests: bool) -> Workspace {
    let manifest = Some(case.join("Cargo.toml")).filter(|manifest| manifest.is_file());
    let paths = if manifest.is_some() { Vec::new() } else { vec![case.to_owned()] };
    workspace::load(&Request { paths, manifest, workspace: true, tests, ..Request::default() }).unwrap()
}

/// Every rule is on, as far as it can be: cases of rules that are off by default are cases, too.
fn options() -> Options {
    let mut options = Options::default();
    for rule in rules::all() {
        if rule.level == Level::Off {
            options.policy.general.levels.set(rule.id, Level::Warn).unwrap();
        }
    }
    options
}

fn run(rule: &Rule, case: &Path) -> (Workspace, Analysis) {
    let tests = rule.page.front.tests_only;
    let workspace = load(case, tests);
    let analysis = analyze(&workspace, &Options { tests, boundaries: boundaries(case), ..options() });
    (workspace, analysis)
}

/// What the case's configuration forbids: a folder has its own, files have the one beside them.
fn boundaries(case: &Path) -> Vec<Boundary> {
    let folder = if case.is_dir() { case } else { case.parent().unwrap() };
    let path = folder.join(config::FILE_NAME);
    let mut read = Config::default();
    if path.is_file() {
        config::load_file(folder, &path, &project::known_names(), &Disk::default(), &mut read).unwrap();
    }
    read.all_boundaries()
}

/// Paths and lines where a case says that a rule finds something.
fn annotations(workspace: &Workspace, rule: &str) -> BTreeSet<(String, u32)> {
    let mut wanted = BTreeSet::new();
    for (_, file) in workspace.sources.iter() {
        for (index, line) in file.text.lines().enumerate() {
            let Some((_, mark)) = line.split_once("//~") else { continue };
            let names = mark.trim_start_matches('^');
            let above = mark.len() - names.len();
            if names.split([',', ' ']).any(|name| name == rule) {
                wanted.insert((file.path.clone(), (index + 1 - above) as u32));
            }
        }
    }
    wanted
}

fn places(diagnostics: &[Diagnostic], workspace: &Workspace, rule: &str) -> BTreeSet<(String, u32)> {
    let of_rule = diagnostics.iter().filter(|one| one.rule == rule);
    of_rule
        .map(|one| {
            let span = one.finding.primary.span;
            (workspace.sources.get(span.file).path.clone(), workspace.sources.start(span).line)
        })
        .collect()
}

/// Lower case, no stop, code in backticks; and there is something to do.
fn wording(diagnostic: &Diagnostic, case: &Path, faults: &mut Faults) {
    let finding = &diagnostic.finding;
    let labels = [&finding.primary].into_iter().chain(&finding.related).map(|label| ("label", &label.text));
    let texts = labels.chain([("message", &finding.message)]).chain(finding.help.iter().map(|help| ("help", help)));
    for (what, text) in texts.chain(finding.notes.iter().map(|note| ("note", note))) {
        let said = || format!("{}: {}: {what} `{text}`", name(case), diagnostic.rule);
        let first = text.chars().next();
        let second = text.chars().nth(1);
        // An acronym may begin a message.
        let lower = first.is_some_and(|c| !c.is_uppercase()) || second.is_some_and(char::is_uppercase);
        faults.check(lower, || format!("{} does not begin in lower case", said()));
        faults.check(!text.ends_with(['.', '!']) || text.ends_with("…"), || format!("{} ends in a stop", said()));
        faults.check(text.matches('`').count() % 2 == 0, || format!("{} has a lone backtick", said()));
        // What is between backticks is code; what is not must not look like it.
        let prose: String = text.split('`').step_by(2).collect();
        let code = prose.contains("::") || prose.contains("()");
        // The parser's own words.
        faults.check(!code || diagnostic.rule == "parse-error", || format!("{} has code outside of backticks", said()));
    }
    faults.check(finding.help.is_some(), || format!("{}: {}: no help", name(case), diagnostic.rule));
    faults.check(!finding.primary.text.is_empty(), || format!("{}: {}: empty label", name(case), diagnostic.rule));
}

/// What the rule reports is as it was when somebody last looked at it.
fn snapshot(workspace: &Workspace, analysis: &Analysis, rule: &Rule, case: &Path, faults: &mut Faults) {
    let found: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|one| one.rule == rule.id).cloned().collect();
    let report = human::render(&found, &workspace.sources, Style::PLAIN);
    let path = case.with_extension("stderr");
    let known = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if known == report {
        return;
    }
    if std::env::var_os("TETHER_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, report).unwrap();
        return;
    }
    let at = known.lines().zip(report.lines()).position(|(known, now)| known != now);
    let at = at.unwrap_or_else(|| known.lines().count().min(report.lines().count()));
    faults.check(false, || {
        let line = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
        format!(
            "{}: the report has changed at line {} (TETHER_BLESS=1 accepts it)\n  was: {}\n  now: {}",
            name(&path),
            at + 1,
            line(&known),
            line(&report)
        )
    });
}
