//! How futures end that are run together by a call: `join(a, b)`, `join_all(list)`, `select(a, b)`, `select_all(list)`.

use super::ends::{EndKind, Ends, EndsCx, Exit};
use crate::apis::{self, ExitKind, GroupEnd, Verb, Work};
use crate::ir::ExprKind;
use crate::resolve::{ExprRef, Origin, Ty};

impl EndsCx<'_, '_> {
    /// The end of a call that runs all that it is given together.
    pub(super) fn of_group(&self, row: &apis::Fn, call: ExprRef) -> Ends {
        let args: Vec<ExprRef> = match self.program.expr(call) {
            ExprKind::Call { args, .. } => args.iter().map(|&expr| ExprRef { body: call.body, expr }).collect(),
            ExprKind::MethodCall { receiver, args, .. } => {
                std::iter::once(receiver).chain(args).map(|&expr| ExprRef { body: call.body, expr }).collect()
            }
            _ => return Ends::unknown(),
        };
        let members = match args[..] {
            [list] => self.members_of_list(list),
            _ => args.into_iter().map(|at| (at, self.of_awaited(at))).collect(),
        };
        if members.is_empty() || members.iter().all(|(_, ends)| ends.kind == EndKind::Unknown) {
            return Ends::unknown();
        }
        let all_end = || members.iter().all(|(_, ends)| matches!(ends.kind, EndKind::Finite | EndKind::Unknown));
        match row.ends {
            // Whatever the others are, it ends with the one that is known to.
            _ if row.ends_with_first() && all_end() => Ends::finite(),
            _ if row.ends_with_first() => self.first_of(members),
            Some(GroupEnd::Error) => self.until_error(members),
            _ => members.into_iter().fold(Ends::finite(), |total, (_, ends)| total.then(ends)),
        }
    }

    /// What runs until all have ended, or one has failed: one that goes on for ever is dropped by the error of another.
    pub(super) fn until_error(&self, members: Vec<(ExprRef, Ends)>) -> Ends {
        let fails = members.iter().find(|(_, ends)| ends.kind != EndKind::Infinite).map(|(at, _)| *at);
        let mut total = members.into_iter().fold(Ends::finite(), |total, (_, ends)| total.then(ends));
        if let (EndKind::Infinite, Some(at)) = (total.kind, fails) {
            total.kind = EndKind::Loops;
            total.exits.push(Exit { kind: ExitKind::Error, span: self.program.body(at.body).span(at.expr), on: None });
        }
        total
    }

    /// The futures of a list: those that are written in it or put into it, or one that stands for all.
    fn members_of_list(&self, list: ExprRef) -> Vec<(ExprRef, Ends)> {
        let program = self.program;
        let body = program.body(list.body);
        let here = |expr| ExprRef { body: list.body, expr };
        let mut written: Vec<ExprRef> = Vec::new();
        let mut elems = |expr| {
            if let ExprKind::Array { elems, .. } = body.expr(expr) {
                written.extend(elems.iter().map(|&elem| here(elem)));
            }
        };
        match body.expr(list.expr) {
            ExprKind::Local(binding) => {
                let uses = program.uses(list.body);
                if let super::BindSource::Value(value, _) = uses.source(*binding) {
                    elems(value);
                }
                for &used in uses.of(*binding) {
                    let Some(up) = uses.parent_expr(used) else { continue };
                    let ExprKind::MethodCall { receiver, args, .. } = body.expr(up) else { continue };
                    let Some(row) = program.called_api(here(up)) else { continue };
                    let put = match row.work {
                        Some(Work::Arg(position)) if row.verb == Verb::Spawn => Some(position),
                        _ => row.into_self.first().copied(),
                    };
                    let arg = put.and_then(|position| args.get(usize::from(position)));
                    written.extend(arg.filter(|_| *receiver == used).map(|&arg| here(arg)));
                }
            }
            _ => elems(list.expr),
        }
        if !written.is_empty() {
            return written.into_iter().map(|at| (at, self.of_awaited(at))).collect();
        }
        // `ids.map(|id| serve(id))`
        let item = program.item(program.ty(list)).map(|(item, _)| item);
        let Some(item) = item else { return Vec::new() };
        if self.is_handle(&item) {
            return vec![(list, Ends::finite())];
        }
        match program.as_future(&item) {
            Ty::Future(ref future) if future.origin != Origin::Unknown => vec![(list, self.of_origin(future.origin))],
            _ => Vec::new(),
        }
    }
}
