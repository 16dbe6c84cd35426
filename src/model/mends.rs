//! Changes of the text that end a mistake and surely compile, where the model knows enough of what stands around it.
//!
//! Whoever is not sure gives none: what cannot be applied blindly is for people.

use super::Model;
use crate::flow::{BindSource, Parent};
use crate::ir::{ExprKind, PatKind, Receiver, Stmt, TypeRef};
use crate::resolve::ExprRef;
use crate::source::Span;

/// What is to stand at a place.
pub type Mend = (Span, String);

impl Model<'_, '_> {
    /// `let _permit = …` for the value of a call that is dropped in its own statement: where what it borrows stays where
    /// it is until the end of the block.
    pub fn held_by_name(&self, at: ExprRef) -> Option<Mend> {
        let body = self.program.body(at.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(at.expr) else { return None };
        if !self.only_borrows(ExprRef { body: at.body, expr: *receiver })
            || self.text_of(body.span(body.root)).contains("_permit")
        {
            return None;
        }
        let uses = self.program.uses(at.body);
        let mut expr = at.expr;
        loop {
            match uses.parent(expr) {
                Parent::Stmt(..) => {
                    let span = body.span(expr);
                    let start = Span::new(span.file, span.lo, span.lo);
                    return self.begins_statement(span).then(|| (start, "let _permit = ".to_owned()));
                }
                Parent::Let(block, index) => {
                    let ExprKind::Block { stmts, .. } = body.expr(block) else { return None };
                    let Stmt::Let { pat, otherwise: None, .. } = &stmts[index as usize] else { return None };
                    let span = body.pat_span(*pat);
                    let wild = matches!(body.pat(*pat), PatKind::Wild) && self.text_of(span) == "_";
                    return wild.then(|| (span, "_permit".to_owned()));
                }
                Parent::Expr(parent) => expr = parent,
                Parent::Root | Parent::LetElse(..) => return None,
            }
        }
    }

    /// A call of `close` before the statement that waits for a tracker.
    pub fn closed_before(&self, at: ExprRef) -> Option<Mend> {
        let body = self.program.body(at.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(at.expr) else { return None };
        if !self.is_there_before(ExprRef { body: at.body, expr: *receiver }) {
            return None;
        }
        let uses = self.program.uses(at.body);
        let Parent::Expr(awaited) = uses.parent(at.expr) else { return None };
        let stands_alone =
            matches!(body.expr(awaited), ExprKind::Await(_)) && matches!(uses.parent(awaited), Parent::Stmt(..));
        let span = body.span(awaited);
        if !stands_alone || !self.begins_statement(span) {
            return None;
        }
        let file = self.program.workspace.sources.get(span.file);
        let line = file.line_range(file.line_column(span.lo).line);
        let indent = file.text.get(line.start..span.lo as usize)?;
        let tracker = self.text_of(body.span(*receiver));
        Some((Span::new(span.file, span.lo, span.lo), format!("{tracker}.close();\n{indent}")))
    }

    /// `while` for the `if` around `guard = condvar.wait(guard).unwrap();`.
    pub fn asked_again(&self, at: ExprRef) -> Option<Mend> {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut expr = at.expr;
        let block = loop {
            match uses.parent(expr) {
                Parent::Expr(parent) => expr = parent,
                Parent::Stmt(block, 0) => break block,
                _ => return None,
            }
        };
        let ExprKind::Block { stmts, tail: None, .. } = body.expr(block) else { return None };
        let ExprKind::Assign { place, compound: false, .. } = body.expr(expr) else { return None };
        let (ExprKind::Local(to), [guard]) = (body.expr(*place), self.args(at)) else { return None };
        let same = matches!(body.expr(*guard), ExprKind::Local(from) if from == to);
        let Parent::Expr(around) = uses.parent(block) else { return None };
        let ExprKind::If { cond, then, otherwise: None } = body.expr(around) else { return None };
        let mut asks_once = false;
        body.walk(*cond, &mut |_| true, &mut |expr| asks_once |= matches!(body.expr(expr), ExprKind::Let { .. }));
        let span = body.span(around);
        let word = Span::new(span.file, span.lo, span.lo + 2);
        (same && stmts.len() == 1 && *then == block && !asks_once && self.text_of(word) == "if")
            .then(|| (word, "while".to_owned()))
    }

    /// A variable, a field, a static: something that is there before and after.
    fn is_there_before(&self, at: ExprRef) -> bool {
        match self.program.expr(at) {
            ExprKind::Field { base, .. } => self.is_there_before(ExprRef { expr: *base, ..at }),
            ExprKind::Local(_) => true,
            _ => false,
        }
    }

    /// A place that the function only borrows, so that nobody here moves it away or changes it.
    fn only_borrows(&self, at: ExprRef) -> bool {
        let program = self.program;
        let (mut root, mut is_field) = (at, false);
        while let ExprKind::Field { base, .. } = program.expr(root) {
            (root.expr, is_field) = (*base, true);
        }
        let ExprKind::Local(binding) = program.expr(root) else { return false };
        let BindSource::Param(number) = program.uses(at.body).source(*binding) else { return false };
        let Some(item) = program.owner(at.body).map(|function| program.defs.fns[function].item) else { return false };
        match (item.receiver, number as usize) {
            (Some(receiver), 0) => receiver == Receiver::Ref,
            // Behind `&mut` a neighbour of the field may be changed while the permit lives.
            (receiver, number) => {
                let ty = item.params.get(number - usize::from(receiver.is_some()));
                !is_field && matches!(ty, Some(TypeRef::Ref(_)))
            }
        }
    }

    /// Whether a statement begins in the text where its expression begins, and ends right after it: not in a macro.
    fn begins_statement(&self, span: Span) -> bool {
        let text = &self.program.workspace.sources.get(span.file).text;
        let before = text.get(..span.lo as usize).unwrap_or_default().trim_end_matches([' ', '\t']);
        let after = text.get(span.hi as usize..).unwrap_or_default();
        before.ends_with('\n') && after.starts_with(';')
    }

    fn text_of(&self, span: Span) -> &str {
        self.program.workspace.sources.text(span)
    }
}
