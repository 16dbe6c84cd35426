//! Iterators that never come to an end: those of the workspace of which each call of `next` gives something, if only an
//! error, and those of the standard library that count or repeat, with what is made of them.
//!
//! A lock that a panic has poisoned does not count as an end, nor does a list that is gone through in circles and empty.

use super::ends::EndsCx;
use super::uses::BindSource;
use crate::apis::Verb;
use crate::ir::{BindingId, Body, ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};

impl EndsCx<'_, '_> {
    /// Whether a `for` over this value goes round for as long as nothing in it leaves: `0..`, `repeat(delay)`,
    /// `delays.iter().cycle()`, `(1..).map(…)`.
    pub fn gives_for_ever(&self, at: ExprRef) -> bool {
        self.gives_endlessly(at, 0)
    }

    /// `while let Some(delay) = delays.next()` of such an iterator.
    pub(super) fn takes_for_ever(&self, cond: ExprRef) -> bool {
        let body = self.program.body(cond.body);
        let ExprKind::Let { pat, value } = body.expr(cond.expr) else { return false };
        let PatKind::TupleStruct(path, inner) = body.pat(*pat) else { return false };
        let all = inner.iter().all(|&pat| matches!(body.pat(pat), PatKind::Wild | PatKind::Bind(_, None)));
        matches!(body.expr(*value), ExprKind::MethodCall { receiver, name, args, .. }
            if path.last() == "Some" && all && *name == "next" && args.is_empty()
                && self.gives_endlessly(ExprRef { body: cond.body, expr: *receiver }, 0))
    }

    fn gives_endlessly(&self, at: ExprRef, depth: u8) -> bool {
        if depth > 12 {
            return false;
        }
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let deeper = |expr: ExprId| self.gives_endlessly(here(expr), depth + 1);
        let shown = match body.expr(at.expr) {
            ExprKind::Range(_, end) => end.is_none(),
            ExprKind::Ref(inner) => deeper(*inner),
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, pat) => {
                    matches!(body.pat(pat), PatKind::Bind(_, None))
                        && !self.is_assigned(at.body, *binding)
                        && deeper(value)
                }
                _ => false,
            },
            ExprKind::Call { args, .. } => {
                let path = match program.callee(at) {
                    Callee::Foreign(path) => *path,
                    Callee::Api(api) => program.apis.row(*api).path,
                    _ => return false,
                };
                let gives = |at: usize| {
                    args.get(at).is_some_and(|&given| match body.expr(given) {
                        ExprKind::Closure { body: code, .. } => self.always_gives_some(here(*code)),
                        _ => false,
                    })
                };
                match path.as_str() {
                    "std::iter::repeat" | "std::iter::repeat_with" => true,
                    "std::iter::from_fn" => gives(0),
                    "std::iter::successors" => gives(1),
                    _ => false,
                }
            }
            ExprKind::MethodCall { receiver, name, args, .. } => match name.as_str() {
                "cycle" => args.is_empty() && self.is_of_iterators(at),
                "map" | "enumerate" | "inspect" | "cloned" | "copied" | "by_ref" | "filter" | "filter_map" | "skip"
                | "skip_while" | "step_by" | "peekable" | "fuse" | "into_iter" | "chain" | "iter_mut" => {
                    deeper(*receiver)
                }
                "zip" => deeper(*receiver) && args.first().is_some_and(|&other| deeper(other)),
                _ => false,
            },
            _ => false,
        };
        shown || self.never_runs_dry(program.ty(at))
    }

    /// Whether a `for` over a value of this type goes round for as long as nothing in it leaves.
    fn never_runs_dry(&self, ty: &Ty) -> bool {
        let program = self.program;
        let Ty::Adt(adt, _) = program.peel(ty) else { return false };
        let next = program.trait_fns_of(adt, "std::iter::Iterator", "next");
        let [next] = next[..] else { return false };
        let Some(at) = program.defs.fns[next].body else { return false };
        self.always_gives_some(ExprRef { body: at, expr: program.body(at).root })
    }

    /// Whether all that code gives is `Some`.
    fn always_gives_some(&self, code: ExprRef) -> bool {
        let at = code.body;
        let body = self.program.body(at);
        let leaves = body.any(code.expr, |expr| match body.expr(expr) {
            ExprKind::Try(_) => true,
            ExprKind::Return(Some(value)) => !self.gives_some(at, *value),
            _ => false,
        });
        !leaves && self.gives_some(at, code.expr)
    }

    /// Whether a variable is given another value later.
    fn is_assigned(&self, at: BodyRef, binding: BindingId) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        uses.of(binding).iter().any(|&one| {
            uses.parent_expr(one)
                .is_some_and(|up| matches!(body.expr(up), ExprKind::Assign { place, .. } if *place == one))
        })
    }

    fn gives_some(&self, at: BodyRef, expr: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(expr) {
            ExprKind::Block { tail: Some(tail), .. } => self.gives_some(at, *tail),
            ExprKind::Call { callee, .. } => {
                matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "Some")
            }
            ExprKind::If { then, otherwise: Some(otherwise), .. } => {
                self.gives_some(at, *then) && self.gives_some(at, *otherwise)
            }
            ExprKind::Match { value, arms } => {
                let locks = self.is_lock(at, *value);
                arms.iter().all(|arm| locks && is_error(body, arm.pat) || self.gives_some(at, arm.body))
            }
            ExprKind::Return(_) => true,
            _ => false,
        }
    }

    fn is_lock(&self, at: BodyRef, expr: ExprId) -> bool {
        let program = self.program;
        match program.body(at).expr(expr) {
            ExprKind::Local(binding) => match program.uses(at).source(*binding) {
                BindSource::Value(value, _) if value != expr => self.is_lock(at, value),
                _ => false,
            },
            _ => {
                let callee = program.callee_of(ExprRef { body: at, expr });
                matches!(callee, Some(Callee::Api(api)) if program.apis.row(*api).verb == Verb::Lock)
            }
        }
    }
}

fn is_error(body: &Body, pat: crate::ir::PatId) -> bool {
    matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Err")
}
