//! What threads do that must come to its end.

use super::{Model, Task};
use crate::apis::Deed;
use crate::ir::ExprKind;
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Res, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

impl Model<'_, '_> {
    /// Whether a task is started more than once in the life of a process: for each round of a long loop, or for each
    /// value of a type that is made.
    pub fn starts_again(&self, task: &Task) -> bool {
        if self.repeat(task.at, None).is_some() {
            return true;
        }
        let Some(function) = self.program.owner(task.at.body) else { return false };
        let own = self.program.defs.fns[function].container.impl_().and_then(|id| {
            match self.program.defs.impls[id].self_head {
                Res::Adt(adt) => Some(adt),
                _ => None,
            }
        });
        let gives = |ty: &Ty| matches!(ty, Ty::Adt(adt, _) if Some(*adt) == own);
        match &self.program.sig(function).ret {
            Ty::Future(future) => {
                gives(&future.output) || future.output.api_path().is_some() && gives(&future.output.arg(0))
            }
            ty => gives(ty) || ty.api_path().is_some() && gives(&ty.arg(0)),
        }
    }

    /// The first write to a file in the code of a thread, also in functions that it calls.
    pub fn write_in(&self, task: &Task) -> Option<Span> {
        let mut seen = FxHashSet::default();
        match &task.work {
            Ty::Closure(closure) => self.write_below(closure.body, closure.expr, 0, &mut seen),
            Ty::Fn(function) => self.write_of(*function, 0, &mut seen),
            _ => None,
        }
    }

    fn write_of(&self, function: FnId, depth: u8, seen: &mut FxHashSet<FnId>) -> Option<Span> {
        if depth > 3 || !seen.insert(function) {
            return None;
        }
        let body = self.program.defs.fns[function].body?;
        self.write_below(body, self.program.body(body).root, depth, seen)
    }

    fn write_below(&self, at: BodyRef, root: crate::ir::ExprId, depth: u8, seen: &mut FxHashSet<FnId>) -> Option<Span> {
        let program = self.program;
        let body = program.body(at);
        let mut found: Option<Span> = None;
        body.walk(root, &mut |_| false, &mut |expr| {
            if found.is_some() {
                return;
            }
            let here = ExprRef { body: at, expr };
            // `writeln!(file, "{line}")`; a function that does so for others is a log.
            if depth == 0
                && let ExprKind::Macro { path, args, .. } = body.expr(expr)
                && matches!(path.last().as_str(), "write" | "writeln")
                && args.first().is_some_and(|&to| is_file(&program.peel(program.types(at).expr(to))))
            {
                found = Some(body.span(expr));
                return;
            }
            match program.callee_of(here) {
                Some(Callee::Api(api)) => {
                    let row = program.apis.row(*api);
                    // `fs::write(path, data)`: what it is for, and not what some call far below it does as well.
                    if depth < 2 && row.parent.is_none() && program.apis.marked(row.path, Deed::Save) {
                        found = Some(self.callee_span(here));
                        return;
                    }
                    let of_write = row.parent.is_some_and(|parent| parent == "std::io::Write");
                    let receiver = match body.expr(expr) {
                        ExprKind::MethodCall { receiver, .. } => Some(*receiver),
                        _ => None,
                    };
                    if of_write && receiver.is_some_and(|receiver| is_file(program.types(at).expr(receiver))) {
                        found = Some(self.callee_span(here));
                    }
                }
                Some(Callee::Fn(function)) => found = self.write_of(*function, depth + 1, seen),
                _ => {}
            }
        });
        found
    }
}

/// Whether what is written to a value ends up in a file.
fn is_file(ty: &Ty) -> bool {
    match ty {
        Ty::Api(path, args) => path.as_str().ends_with("::fs::File") || args.iter().any(is_file),
        _ => false,
    }
}
