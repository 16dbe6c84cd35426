//! How ended tasks are taken out of a set, and which outcomes the pattern there lets through.

use super::Model;
use crate::apis::{Role, Verb};
use crate::flow::{EventKind, SourceOp};
use crate::ir::{Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt};
use crate::resolve::{AdtKind, Callee, ExprRef, Namespace, Res, Ty};
use crate::source::Span;

/// A place that takes the next ended task out of a set, with a pattern that not all outcomes match.
#[derive(Clone, Debug)]
pub struct NarrowTake {
    /// The call that takes it (`join_next`).
    pub call: Span,
    /// The pattern.
    pub pat: Span,
    /// What stands in `Some(…)`.
    pub inner: Span,
    /// What an outcome that does not match does.
    pub effect: TakeEffect,
    /// The loop's keyword, or the select.
    pub around: Span,
    /// The set's name.
    pub set: Option<(String, Span)>,
    /// Another branch of the select runs again and again by itself: the branch is soon enabled again.
    pub ticks: bool,
}

/// What happens when a pattern does not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeEffect {
    /// The branch of the select is disabled.
    Disables,
    /// The loop ends.
    Ends,
}

impl Model<'_, '_> {
    /// All such places, in order of files and ids.
    pub fn narrow_takes(&self) -> Vec<NarrowTake> {
        let mut found = Vec::new();
        for &at in self.index.groups() {
            let ExprKind::Select { branches, .. } = self.program.expr(at) else { continue };
            if self.skips(at.body) {
                continue;
            }
            for branch in branches {
                let future = ExprRef { body: at.body, expr: branch.future };
                found.extend(self.narrow(future, branch.pat, at, TakeEffect::Disables));
            }
        }
        for &at in self.index.loops() {
            if self.skips(at.body) {
                continue;
            }
            let body = self.program.body(at.body);
            match body.expr(at.expr) {
                ExprKind::While { cond, .. } => {
                    let ExprKind::Let { pat, value } = body.expr(*cond) else { continue };
                    let value = ExprRef { body: at.body, expr: *value };
                    found.extend(self.narrow(value, *pat, at, TakeEffect::Ends));
                }
                ExprKind::Loop { body: block, .. } => {
                    let ExprKind::Block { stmts, .. } = body.expr(*block) else { continue };
                    for stmt in stmts {
                        let Stmt::Let { pat, init: Some(init), otherwise: Some(otherwise), .. } = stmt else {
                            continue;
                        };
                        if only_leaves(body, *otherwise) {
                            let value = ExprRef { body: at.body, expr: *init };
                            found.extend(self.narrow(value, *pat, at, TakeEffect::Ends));
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn narrow(&self, value: ExprRef, pat: PatId, around: ExprRef, effect: TakeEffect) -> Option<NarrowTake> {
        let body = self.program.body(value.body);
        // By form first: most patterns let everything through.
        let PatKind::TupleStruct(path, inner) = body.pat(pat) else { return None };
        let [inner] = inner[..] else { return None };
        if path.last() != "Some" || !self.is_refutable(value, inner) {
            return None;
        }
        let call = self.take_call(value, 0)?;
        let receiver = match self.program.expr(call) {
            ExprKind::MethodCall { receiver, .. } => ExprRef { body: call.body, expr: *receiver },
            _ => return None,
        };
        let set = self.named_place(self.place_at(receiver));
        // A loop that stops at the first other outcome, and then deals with the rest.
        if effect == TakeEffect::Ends {
            let after = body.span(around.expr).hi;
            let later = self.set_at(receiver).is_some_and(|set| {
                set.events.iter().any(|event| {
                    event.at.body == around.body
                        && event.span.lo >= after
                        && matches!(
                            event.kind,
                            EventKind::Verb(Verb::Join | Verb::Abort | Verb::Detach | Verb::Receive)
                        )
                })
            });
            if later {
                return None;
            }
        }
        Some(NarrowTake {
            call: self.callee_span(call),
            pat: body.pat_span(pat),
            inner: body.pat_span(inner),
            effect,
            around: self.callee_span(around),
            set,
            ticks: self.ticks(around),
        })
    }

    /// Whether a select has a branch that a timer runs, whatever else happens.
    fn ticks(&self, select: ExprRef) -> bool {
        let ExprKind::Select { branches, .. } = self.program.expr(select) else { return false };
        branches.iter().filter(|branch| branch.guard.is_none()).any(|branch| {
            let future = ExprRef { body: select.body, expr: branch.future };
            self.ends.source(future).is_some_and(|source| matches!(source.op, SourceOp::Tick | SourceOp::Sleep))
        })
    }

    /// The call that takes the next ended task out of a set, through awaits and helpers of the workspace.
    fn take_call(&self, at: ExprRef, depth: u8) -> Option<ExprRef> {
        if depth > 8 {
            return None;
        }
        let program = self.program;
        let next = |expr: ExprId| self.take_call(ExprRef { body: at.body, expr }, depth + 1);
        match program.expr(at) {
            ExprKind::Await(inner) | ExprKind::Ref(inner) => next(*inner),
            ExprKind::Macro { args, kind: MacroKind::Identity, .. } => next(*args.first()?),
            ExprKind::Async { body, .. } => next(*body),
            ExprKind::Block { tail: Some(tail), .. } => next(*tail),
            ExprKind::MethodCall { receiver, .. } | ExprKind::Call { callee: receiver, .. } => {
                match program.callee(at) {
                    Callee::Api(api) => {
                        let row = program.apis.row(*api);
                        let set = program.peel(program.types(at.body).expr(*receiver));
                        let takes = match row.verb {
                            // `join_all` and `shutdown` give no `Option`.
                            Verb::Join => program.role(&set) == Some(Role::TaskSet),
                            Verb::Receive => is_futures(&set),
                            _ => false,
                        };
                        takes.then_some(at)
                    }
                    callee @ Callee::Fn(_) => {
                        let [function] = program.targets(callee)[..] else { return None };
                        let body = program.defs.fns[function].body?;
                        self.take_call(ExprRef { body, expr: program.body(body).root }, depth + 1)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether a pattern may not match.
    fn is_refutable(&self, at: ExprRef, pat: PatId) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let any = |pats: &[PatId]| pats.iter().any(|&pat| self.is_refutable(at, pat));
        match body.pat(pat) {
            PatKind::Wild | PatKind::Rest | PatKind::Bind(_, None) | PatKind::Opaque => false,
            PatKind::Bind(_, Some(inner)) => self.is_refutable(at, *inner),
            PatKind::Tuple(pats) => any(pats),
            PatKind::Slice(_) | PatKind::Lit(_) => true,
            PatKind::Or(pats) => {
                // `Ok(x) | Err(x)` is all there is.
                let sides = |side: &str| {
                    pats.iter().any(|&pat| {
                        matches!(body.pat(pat), PatKind::TupleStruct(path, inner) if path.last() == side && !any(inner))
                    })
                };
                any(pats) && !(sides("Ok") && sides("Err"))
            }
            PatKind::TupleStruct(path, pats) => match path.last().as_str() {
                "Ok" | "Err" | "Some" => true,
                _ => self.is_variant(at, path, Namespace::Values) || any(pats),
            },
            PatKind::Struct(path, fields) => {
                self.is_variant(at, path, Namespace::Types) || fields.iter().any(|&(_, pat)| self.is_refutable(at, pat))
            }
            PatKind::Path(path) => path.last() == "None" || self.is_variant(at, path, Namespace::Values),
        }
    }

    /// Whether a path names a variant of a type that has others.
    fn is_variant(&self, at: ExprRef, path: &crate::ir::PathRef, namespace: Namespace) -> bool {
        let program = self.program;
        match program.resolve(program.scope(at.body), path, namespace).ctor() {
            Some(ctor) => matches!(program.defs.adts[ctor.adt].kind, AdtKind::Enum(item) if item.variants.len() > 1),
            None => matches!(program.resolve(program.scope(at.body), path, namespace).res, Res::Variant(..)),
        }
    }
}

/// Futures that run while somebody asks for the next that is ready.
fn is_futures(ty: &Ty) -> bool {
    ty.api_path().is_some_and(|path| {
        matches!(path.as_str(), "futures::stream::FuturesUnordered" | "futures::stream::FuturesOrdered")
    })
}

/// Whether a block does nothing but leave.
fn only_leaves(body: &Body, block: ExprId) -> bool {
    match body.expr(block) {
        ExprKind::Block { stmts, tail, .. } => match (&stmts[..], tail) {
            ([], Some(tail)) => only_leaves(body, *tail),
            ([Stmt::Expr(one)], None) => only_leaves(body, *one),
            _ => false,
        },
        ExprKind::Break { value: None, .. } | ExprKind::Return(None) => true,
        _ => false,
    }
}
