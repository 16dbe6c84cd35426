//! Who drops a future before it is done: a limit, another branch of a `select!`, whoever aborts its task, a server whose
//! client hangs up.

use super::Model;
use crate::apis::{Deed, Verb};
use crate::flow::{Event, EventKind, Tracker};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Origin, Ty};
use crate::source::{Name, Span};

/// Calls from a handler to the code that is dropped with it.
const FAR: u8 = 2;

/// Who drops a future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dropper {
    /// The limit, the `select!`, the spawn, or the name of the handler.
    pub span: Span,
    /// It is a handler that goes with its client.
    pub with_client: bool,
}

impl Dropper {
    /// In words, for a label.
    pub fn words(self) -> &'static str {
        if self.with_client {
            "the server drops this handler when the client hangs up"
        } else {
            "drops the future when something else comes first"
        }
    }
}

impl Model<'_, '_> {
    /// Who drops the future before it is done: a limit or another branch, around the call or around the block.
    pub(super) fn cancelled_by(&self, at: BodyRef, own: Option<ExprId>) -> Option<Dropper> {
        let program = self.program;
        let skip = |body| self.skips(body);
        let first = |span| Dropper { span, with_client: false };
        if let Some(own) = own {
            return self.raced(ExprRef { body: at, expr: own }).map(first);
        }
        let function = program.owner(at)?;
        let callers = Tracker::new(program, self.index, &|_| false, &skip).callers(function);
        let aborted = || {
            // The work of a task that somebody aborts.
            self.tasks
                .iter()
                .find(|task| {
                    let aborts = |event: &Event| event.kind == EventKind::Verb(Verb::Abort) && !event.in_drop;
                    (task.fate_final == Some(crate::model::Final::Aborted) || task.events.iter().any(aborts))
                        && matches!(program.as_future(&task.work), Ty::Future(future) if matches!(future.origin, Origin::Call(of, _) if of == function))
                })
                .map(|task| task.span)
        };
        let handler = || self.handler_over(function, FAR).map(|span| Dropper { span, with_client: true });
        callers.into_iter().find_map(|call| self.raced(call)).or_else(aborted).map(first).or_else(handler)
    }

    /// The handler that goes with its client, and awaits a function in its own future: its name.
    fn handler_over(&self, function: FnId, far: u8) -> Option<Span> {
        let program = self.program;
        let def = &program.defs.fns[function];
        if self.goes_with_client(function) {
            return Some(def.name_span);
        }
        if far == 0 {
            return None;
        }
        let awaited = |call: &ExprRef| program.frame(*call).is_none() && program.is_awaited(*call);
        let calls = self.callers(function).into_iter().filter(awaited);
        calls.filter_map(|call| program.owner(call.body)).find_map(|caller| self.handler_over(caller, far - 1))
    }

    /// Whether a function is a request's handler whose future a server drops when the client hangs up.
    fn goes_with_client(&self, function: FnId) -> bool {
        let program = self.program;
        let root = |ty: &Ty| ty.api_path().map(|path| Name::from(path.as_str().split("::").next().unwrap_or_default()));
        let crates = program.apis.deeds(Deed::DropWithClient);
        program.sig(function).params.iter().filter_map(root).any(|root| crates.contains(&root))
            && self.is_handler(function)
    }

    /// Whether a future is put under a limit, or stands beside others in a `select!`.
    fn raced(&self, at: ExprRef) -> Option<Span> {
        let program = self.program;
        let body = program.body(at.body);
        let mut child = at.expr;
        for up in program.uses(at.body).ancestors(at.expr).take(6) {
            let here = ExprRef { body: at.body, expr: up };
            match body.expr(up) {
                ExprKind::Select { branches, .. } if branches.iter().any(|branch| branch.future == child) => {
                    return Some(self.callee_span(here));
                }
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program.callee(here) {
                    Callee::Api(api) => match program.apis.row(*api).verb {
                        Verb::Timeout | Verb::WaitOr => return Some(self.callee_span(here)),
                        Verb::Wrap => {}
                        _ => return None,
                    },
                    _ => return None,
                },
                ExprKind::Await(_) => {}
                _ => return None,
            }
            child = up;
        }
        None
    }
}
