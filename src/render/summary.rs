//! The last lines of a run: what was read, what was found, what was not understood.

use crate::diagnostic::{Applicability, Diagnostic, Level};
use crate::render::{count, grouped, word};
use crate::source::Sources;
use crate::{Analysis, Stats};
use std::collections::BTreeMap;
use std::fmt::Write;

/// So many rows fit on a screen below the findings by rule.
const FILE_ROWS: usize = 15;

/// `checked 12 files (3,401 lines): 14 tasks, 6 channels, 5 loops; 3 findings (1 error, 2 warnings)`, and where there
/// is something to say, a second line about what was not understood.
pub fn render(analysis: &Analysis) -> String {
    let stats = &analysis.stats;
    let mut out = format!(
        "checked {} ({}): {}, {}, {}; {}\n",
        count(stats.files, "file"),
        count(stats.lines, "line"),
        count(stats.tasks, "task"),
        count(stats.channels, "channel"),
        count(stats.loops, "loop"),
        found(&analysis.diagnostics, stats),
    );
    let gaps = gaps(stats, analysis.problems.len());
    if !gaps.is_empty() {
        // Writing to a string does not fail.
        let _ = writeln!(out, "not understood: {}", gaps.join(", "));
    }
    out
}

fn found(diagnostics: &[Diagnostic], stats: &Stats) -> String {
    let of = |level| diagnostics.iter().filter(|one| one.level == level).count();
    let (errors, warnings) = (of(Level::Error), of(Level::Warn));
    let mut out = match diagnostics.len() {
        0 => "no findings".to_owned(),
        all => count(all, "finding"),
    };
    match (errors, warnings) {
        (0, 0) => {}
        (0, _) => out += &format!(" ({})", count(warnings, "warning")),
        (_, 0) => out += &format!(" ({})", count(errors, "error")),
        _ => out += &format!(" ({}, {})", count(errors, "error"), count(warnings, "warning")),
    }
    let rest = [
        (stats.suppressed, "allowed by comments"),
        (stats.known, "known to the baseline"),
        (stats.unchanged, "at lines that did not change"),
    ];
    for (number, what) in rest.into_iter().filter(|(number, _)| *number > 0) {
        out += &format!(", {} {what}", grouped(number));
    }
    out
}

/// How many findings `--fix` would end, if any.
pub fn mendable(diagnostics: &[Diagnostic]) -> String {
    let applicable =
        |one: &&Diagnostic| one.finding.fixes.iter().any(|fix| fix.applicability == Applicability::MachineApplicable);
    match diagnostics.iter().filter(applicable).count() {
        0 => String::new(),
        number => format!("`--fix` mends {}\n", count(number, "finding")),
    }
}

fn gaps(stats: &Stats, problems: usize) -> Vec<String> {
    let gaps = [
        (stats.unparsed_files, "file", " that cannot be parsed"),
        (problems, "problem", " while reading"),
        (stats.opaque_macros, "macro call", ""),
        (stats.unresolved, "call", " that may start a task"),
        (stats.orphans, "file", " in no module tree"),
    ];
    let said = gaps.into_iter().filter(|(number, ..)| *number > 0);
    said.map(|(number, noun, rest)| format!("{}{rest}", count(number, noun))).collect()
}

/// How many findings each rule and each file has: a screen, whatever the number of findings.
pub fn table(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut rules: BTreeMap<&str, (usize, Level)> = BTreeMap::new();
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for one in diagnostics {
        rules.entry(one.rule).or_insert((0, one.level)).0 += 1;
        *files.entry(&sources.get(one.finding.primary.span.file).path).or_default() += 1;
    }
    let mut rules: Vec<_> = rules.into_iter().map(|(rule, (number, level))| (number, rule, word(level))).collect();
    let mut files: Vec<_> = files.into_iter().map(|(path, number)| (number, path)).collect();
    // The maps are in order of the names, and the sort is stable.
    rules.sort_by_key(|row| std::cmp::Reverse(row.0));
    files.sort_by_key(|row| std::cmp::Reverse(row.0));

    let mut out = String::from("by rule\n");
    let width = rules.iter().map(|row| row.1.len()).max().unwrap_or(0);
    for (number, rule, level) in &rules {
        let _ = writeln!(out, "{:>7}  {rule:width$}  {level}", grouped(*number));
    }
    out += "by file\n";
    for (number, path) in files.iter().take(FILE_ROWS) {
        let _ = writeln!(out, "{:>7}  {path}", grouped(*number));
    }
    let rest = files.get(FILE_ROWS..).unwrap_or(&[]);
    if !rest.is_empty() {
        let number: usize = rest.iter().map(|row| row.0).sum();
        let _ = writeln!(out, "{:>7}  in {}", grouped(number), count(rest.len(), "more file"));
    }
    out
}

/// All counts, one a line: `--statistics`.
pub fn statistics(analysis: &Analysis) -> String {
    let stats = &analysis.stats;
    let rows = [
        (stats.files, "files read"),
        (stats.lines, "lines"),
        (stats.tasks, "tasks"),
        (stats.channels, "channels"),
        (stats.loops, "loops"),
        (stats.unparsed_files, "files that cannot be parsed"),
        (stats.opaque_macros, "macro calls that cannot be read"),
        (stats.unresolved, "calls that may start a task and cannot be resolved"),
        (stats.orphans, "files in no module tree"),
        (stats.skipped, "files left out"),
        (stats.build_scripts, "build scripts, not analysed"),
        (analysis.problems.len(), "problems while reading"),
        (stats.suppressed, "findings allowed by comments"),
        (stats.known, "findings known to the baseline"),
        (stats.unchanged, "findings at lines that did not change"),
    ];
    let mut out = String::from("read\n");
    for (number, what) in rows {
        let _ = writeln!(out, "{:>7}  {what}", grouped(number));
    }
    out
}
