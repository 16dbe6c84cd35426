//! Suppression comments: which findings they silence, and which comments are wrong or silence nothing.
//!
//! Knows nothing of what rules look for. A comment covers the line of code that it speaks of; where that line begins
//! an item, the whole item; where a statement is broken over several lines, its lines up to the first `{` or `;`.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Finding, Silenced, Silencer};
use crate::ir::{Cfg, ExprKind, FileIr, Item, ItemKind, SuppressComment};
use crate::policy::Policy;
use crate::rules::analysis::{suppression_without_reason, unknown_rule, unused_suppression};
use crate::rules::{self, Levels, Selector};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};

/// What is left after the comments have had their say.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What is still to be reported, findings about the comments included; in no order.
    pub diagnostics: Vec<Diagnostic>,
    /// What was silenced, in no order.
    pub silenced: Vec<Silenced>,
}

/// Silences what comments allow. `tests` says whether test code was analysed.
pub fn apply(
    diagnostics: Vec<Diagnostic>,
    files: &[FileIr],
    workspace: &Workspace,
    policy: &Policy,
    tests: bool,
) -> Outcome {
    let mut comments = Comments::read(files, &workspace.sources);
    let mut outcome = Outcome::default();
    for diagnostic in diagnostics {
        let reason = comments.silence(&diagnostic, None);
        outcome.push(diagnostic, reason);
    }

    // What is not read need not be known where nobody has written a comment.
    if comments.by_file.is_empty() {
        return outcome;
    }
    let wrong = comments.wrong(policy);
    let unused = comments.unused(policy, &Unread::of(files, workspace, tests));
    for diagnostic in wrong.into_iter().chain(unused) {
        // `allow(all)` shall not hide what is wrong with itself.
        let reason = comments.silence(&diagnostic, Some(diagnostic.finding.primary.span));
        outcome.push(diagnostic, reason);
    }
    outcome
}

impl Outcome {
    /// `reason`: that of the comment that silences it, if one does.
    fn push(&mut self, diagnostic: Diagnostic, reason: Option<Option<String>>) {
        match reason {
            Some(reason) => self.silenced.push(Silenced { diagnostic, by: Silencer::Comment, reason }),
            None => self.diagnostics.push(diagnostic),
        }
    }
}

/// All comments by file.
struct Comments<'a> {
    files: &'a [FileIr],
    by_file: BTreeMap<FileId, Vec<Comment<'a>>>,
    sources: &'a Sources,
}

struct Comment<'a> {
    written: &'a SuppressComment,
    names: Vec<Named<'a>>,
    /// 1-based lines, both ends within.
    lines: (u32, u32),
}

struct Named<'a> {
    text: &'a str,
    span: Span,
    /// `None` for unknown names.
    selector: Option<Selector>,
    used: bool,
}

impl<'a> Comments<'a> {
    fn read(files: &'a [FileIr], sources: &'a Sources) -> Self {
        let mut by_file = BTreeMap::new();
        for file in files.iter().filter(|file| !file.suppressions.is_empty()) {
            let comments = file.suppressions.iter().map(|written| Comment {
                written,
                names: written.rules.iter().map(Named::read).collect(),
                lines: covered_lines(written, file, sources.get(file.file)),
            });
            by_file.insert(file.file, comments.collect());
        }
        Self { files, by_file, sources }
    }

    /// The reason of the first comment that covers the finding, or the place that makes its mistake for several, if one
    /// does; all that do are in use from then on. The one around `except` does not count.
    fn silence(&mut self, diagnostic: &Diagnostic, except: Option<Span>) -> Option<Option<String>> {
        let finding = &diagnostic.finding;
        let root = finding.root.as_ref().and_then(|root| self.silence_at(diagnostic.rule, root.label.span, except));
        self.silence_at(diagnostic.rule, finding.primary.span, except).or(root)
    }

    fn silence_at(&mut self, rule: &str, place: Span, except: Option<Span>) -> Option<Option<String>> {
        let comments = self.by_file.get_mut(&place.file)?;
        let line = self.sources.start(place).line;
        let mut silenced = None;
        for comment in comments {
            if except.is_some_and(|span| comment.written.span.contains(span)) {
                continue;
            }
            if !comment.written.whole_file && !(comment.lines.0..=comment.lines.1).contains(&line) {
                continue;
            }
            for name in &mut comment.names {
                if name.selector.is_some_and(|selector| selector.covers(rule)) {
                    name.used = true;
                    silenced.get_or_insert_with(|| comment.written.reason.clone());
                }
            }
        }
        silenced
    }

    /// Comments that cannot be read, name nothing known or give no reason.
    fn wrong(&self, policy: &Policy) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for comment in self.by_file.values().flatten() {
            let written = comment.written;
            let levels = &policy.of(written.span.file).levels;
            for name in &comment.names {
                if let Err(unknown) = Selector::parse(name.text) {
                    let mut finding = unknown_rule::finding(name.span, &unknown);
                    if let Some(known) = unknown.suggestion {
                        let edit = Edit { span: name.span, text: known.to_owned() };
                        finding = finding.fix(Applicability::MaybeIncorrect, format!("write `{known}`"), vec![edit]);
                    }
                    push(&mut found, "unknown-rule", finding, levels);
                }
            }
            let has_reason = written.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
            if written.rules.is_empty() {
                let why = written.malformed.as_deref().unwrap_or("it names no rule");
                push(&mut found, "unknown-rule", unknown_rule::unreadable(written.span, why), levels);
            } else if !has_reason {
                let names: Vec<&str> = comment.names.iter().map(|name| name.text).collect();
                let finding = suppression_without_reason::finding(written.span, &names);
                push(&mut found, "suppression-without-reason", finding, levels);
            } else if let Some(why) = &written.malformed {
                push(&mut found, "unknown-rule", unknown_rule::unreadable(written.span, why), levels);
            }
        }
        found
    }

    /// Whether the code that a comment speaks of was lowered: test code is not, unless it was asked for.
    fn is_lowered(&self, comment: &SuppressComment) -> bool {
        let Some(file) = self.files.iter().find(|file| file.file == comment.span.file) else { return false };
        let source = self.sources.get(file.file);
        comment.target.lo >= comment.target.hi || holds(&file.items, comment.target, source)
    }

    /// Names that silenced nothing although they could have.
    fn unused(&self, policy: &Policy, unread: &Unread) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for comment in self.by_file.values().flatten() {
            let written = comment.written;
            let levels = &policy.of(written.span.file).levels;
            if unread.has(written) || !written.whole_file && !self.is_lowered(written) {
                continue;
            }
            let idle = |name: &&Named<'_>| !name.used && name.selector.is_some_and(|it| is_judged(it, levels));
            let names: Vec<&Named<'_>> = comment.names.iter().filter(idle).collect();
            let Some(first) = names.first() else { continue };
            let whole = names.len() == comment.names.len();
            let place = if whole { written.span } else { first.span };
            let texts: Vec<&str> = names.iter().map(|name| name.text).collect();
            let nowhere = Span::new(place.file, place.lo, place.lo);
            let target = if written.whole_file || written.trailing { nowhere } else { written.target };
            let edits = if whole {
                vec![Edit { span: whole_comment(written, self.sources.get(place.file)), text: String::new() }]
            } else {
                let idle: Vec<usize> = (0..comment.names.len()).filter(|at| idle(&&comment.names[*at])).collect();
                idle.into_iter().filter_map(|at| without_name(comment, at, self.sources)).collect()
            };
            let mut finding = unused_suppression::finding(place, &texts, whole, target);
            if let Some(help) = finding.help.clone() {
                finding = finding.fix(Applicability::MachineApplicable, help, edits);
            }
            push(&mut found, "unused-suppression", finding, levels);
        }
        found
    }
}

/// The comment with the white space around it that would be left over: its line, if it stands alone there.
fn whole_comment(comment: &SuppressComment, source: &SourceFile) -> Span {
    let Span { file, lo, hi } = comment.span;
    let line = source.line_range(source.line_column(lo).line);
    let before = source.text[line.start..lo as usize].trim_end();
    let alone = before.is_empty() && source.text[hi as usize..line.end.max(hi as usize)].trim().is_empty();
    match alone {
        true => Span::new(file, line.start as u32, line.end.max(hi as usize) as u32),
        false => Span::new(file, (line.start + before.len()) as u32, hi),
    }
}

/// Takes a name out of a comment that has others: with what stands between it and the next one, or the one before.
fn without_name(comment: &Comment<'_>, at: usize, sources: &Sources) -> Option<Edit> {
    let span = comment.names[at].span;
    let text = &sources.get(span.file).text;
    let after = text.get(span.hi as usize..comment.written.span.hi as usize)?;
    let rest = after.trim_start().strip_prefix(',').map(str::trim_start);
    let span = match rest.filter(|rest| !rest.starts_with(')')) {
        Some(rest) => Span::new(span.file, span.lo, comment.written.span.hi - rest.len() as u32),
        None => Span::new(span.file, comment.names.get(at.checked_sub(1)?)?.span.hi, span.hi),
    };
    Some(Edit { span, text: String::new() })
}

impl<'a> Named<'a> {
    fn read((text, span): &'a (String, Span)) -> Self {
        Self { text, span: *span, selector: Selector::parse(text).ok(), used: false }
    }
}

fn push(found: &mut Vec<Diagnostic>, rule: &'static str, finding: Finding, levels: &Levels) {
    let level = levels.of(rule);
    if level != crate::diagnostic::Level::Off {
        found.push(Diagnostic { rule, level, finding, item: String::new() });
    }
}

/// A name is judged if every rule behind it has run; rules that are off unless asked for do not count in groups.
/// The findings about comments come too late to be judged themselves.
fn is_judged(selector: Selector, levels: &Levels) -> bool {
    use crate::diagnostic::Level::Off;
    let single = matches!(selector, Selector::Rule(_));
    let about_comments = |id: &str| matches!(id, "unused-suppression" | "suppression-without-reason" | "unknown-rule");
    let mut judged = rules::all()
        .iter()
        .filter(|rule| selector.covers(rule.id) && !about_comments(rule.id) && (single || rule.level != Off))
        .peekable();
    judged.peek().is_some() && judged.all(|rule| levels.of(rule.id) != Off)
}

/// Whether an item begins at the target, or has code there.
fn holds(items: &[Item], target: Span, source: &SourceFile) -> bool {
    let line = |at: u32| source.line_column(at).line;
    let mut around = items.iter().filter(|item| item.span.lo < target.hi && target.lo < item.span.hi);
    around.any(|item| {
        let starts_here = line(item.name_span.lo) <= line(target.hi.saturating_sub(1));
        let inner = match &item.kind {
            ItemKind::Mod(Some(items)) => items,
            ItemKind::Trait(item) => &item.fns,
            ItemKind::Impl(item) => &item.fns,
            _ => return true,
        };
        starts_here && line(item.name_span.lo) >= line(target.lo) || holds(inner, target, source)
    })
}

/// The lines that a comment speaks of.
fn covered_lines(comment: &SuppressComment, file: &FileIr, source: &SourceFile) -> (u32, u32) {
    let first = source.line_column(comment.target.lo).line;
    if comment.trailing {
        return (first, first);
    }
    if let Some(item) = item_at(&file.items, comment.target.lo, first, source) {
        return (first, source.line_column(item.span.hi.saturating_sub(1)).line.max(first));
    }
    let bodies = file.bodies.iter();
    if let Some(item) = bodies.filter_map(|body| item_at(&body.items, comment.target.lo, first, source)).next() {
        return (first, source.line_column(item.span.hi.saturating_sub(1)).line.max(first));
    }
    let mut last = first;
    let end = source.line_count() as u32;
    while last < end && !source.line_text(last).contains([';', '{', '}']) {
        last += 1;
    }
    (first, last)
}

/// The item that begins (attributes aside) on this line.
fn item_at<'a>(items: &'a [Item], at: u32, line: u32, source: &SourceFile) -> Option<&'a Item> {
    let item = items.iter().find(|item| item.span.lo <= at && at < item.span.hi)?;
    if source.line_column(item.name_span.lo).line == line {
        return Some(item);
    }
    let inner = match &item.kind {
        ItemKind::Mod(Some(items)) => item_at(items, at, line, source),
        ItemKind::Trait(item) => item_at(&item.fns, at, line, source),
        ItemKind::Impl(item) => item_at(&item.fns, at, line, source),
        _ => None,
    };
    // The name may stand lower than the first keyword (`pub async\nfn x`); then the first code line counts.
    inner.or_else(|| (item.span.lo == at).then_some(item))
}

/// Code that was not analysed: whether a comment there silences anything is not known.
struct Unread {
    files: BTreeSet<FileId>,
    ranges: Vec<Span>,
}

impl Unread {
    fn of(files: &[FileIr], workspace: &Workspace, tests: bool) -> Self {
        let mut unread = Self { files: BTreeSet::new(), ranges: Vec::new() };
        unread.files.extend(files.iter().filter(|file| file.error.is_some()).map(|file| file.file));
        for body in files.iter().flat_map(|file| &file.bodies) {
            let opaque = body.exprs.iter().filter(|expr| matches!(expr.kind, ExprKind::Opaque));
            unread.ranges.extend(opaque.map(|expr| Span::new(body.file, expr.lo, expr.hi)));
        }
        if !tests {
            let mut outer = Vec::new();
            for file in files {
                if is_test(&file.attrs) {
                    unread.files.insert(file.file);
                }
                unread.test_items(&file.items, file.file, &mut outer);
                for body in &file.bodies {
                    unread.test_items(&body.items, file.file, &mut outer);
                }
            }
            unread.test_modules(outer, files, workspace);
        }
        unread
    }

    fn has(&self, comment: &SuppressComment) -> bool {
        self.files.contains(&comment.span.file)
            || !comment.whole_file && self.ranges.iter().any(|range| range.contains(comment.target))
            || self.ranges.iter().any(|range| range.contains(comment.span))
    }

    fn test_items(&mut self, items: &[Item], file: FileId, outer: &mut Vec<(FileId, u32)>) {
        for item in items {
            if is_test(&item.attrs) {
                self.ranges.push(item.span);
                if matches!(item.kind, ItemKind::Mod(None)) {
                    outer.push((file, item.name_span.lo));
                }
                continue;
            }
            match &item.kind {
                ItemKind::Mod(Some(items)) => self.test_items(items, file, outer),
                ItemKind::Trait(item) => self.test_items(&item.fns, file, outer),
                ItemKind::Impl(item) => self.test_items(&item.fns, file, outer),
                _ => {}
            }
        }
    }

    /// `#[cfg(test)] mod tests;` makes a test of the file, and of the files below it.
    fn test_modules(&mut self, declarations: Vec<(FileId, u32)>, files: &[FileIr], workspace: &Workspace) {
        for krate in &workspace.crates {
            let mut queue: Vec<FileId> =
                declarations.iter().filter_map(|place| krate.modules.get(place)).copied().collect();
            queue.extend(
                self.files.iter().filter(|file| files.iter().any(|ir| ir.file == **file && is_test(&ir.attrs))),
            );
            let mut seen = BTreeSet::new();
            while let Some(file) = queue.pop() {
                if seen.insert(file) {
                    self.files.insert(file);
                    queue.extend(krate.modules.iter().filter(|((from, _), _)| *from == file).map(|(_, to)| *to));
                }
            }
        }
    }
}

fn is_test(attrs: &crate::ir::Attrs) -> bool {
    fn only_in_tests(cfg: &Cfg) -> bool {
        match cfg {
            Cfg::Flag(name) => name.as_str() == "test",
            Cfg::All(all) => all.iter().any(only_in_tests),
            Cfg::Any(any) => !any.is_empty() && any.iter().all(only_in_tests),
            Cfg::Is(..) | Cfg::Not(_) => false,
        }
    }
    attrs.test || attrs.cfg.iter().any(only_in_tests)
}
