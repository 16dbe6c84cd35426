//! `short`: one `file:line:col: level[rule]: message` a line.

use crate::diagnostic::Diagnostic;
use crate::render::word;
use crate::source::Sources;
use std::fmt::Write;

/// The findings, one a line.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for one in diagnostics {
        let span = one.finding.primary.span;
        let at = sources.start(span);
        let (path, level) = (&sources.get(span.file).path, word(one.level));
        // Writing to a string does not fail.
        let _ = writeln!(out, "{path}:{}:{}: {level}[{}]: {}", at.line, at.column, one.rule, one.finding.message);
    }
    out
}
