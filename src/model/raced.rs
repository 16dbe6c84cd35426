//! Spawn functions of the workspace that end what they are given at a signal of their own: they put it beside a wait
//! in a `select`.
//!
//! `executor.spawn(endless())` of such an executor is no leak: the executor's owner ends it.

use super::Model;
use crate::apis::Verb;
use crate::flow::BindSource;
use crate::ir::{BindingId, ExprId, ExprKind, MacroKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Origin, Program, Ty};
use crate::source::Span;

/// Calls of further spawn functions that are looked into.
const DEEP: u8 = 3;

impl Model<'_, '_> {
    /// Where a spawn function puts what it is given beside something else that ends it.
    pub(super) fn races(&self, function: FnId) -> Option<Span> {
        races(self.program, function, 0)
    }

    /// Whether code is the work of a task whose spawn function puts it beside something that ends it.
    pub(super) fn is_in_raced_task(&self, at: ExprRef) -> bool {
        let spawner = |task: usize| match self.program.callee(self.tasks[task].at) {
            Callee::Fn(function) => self.races(*function).is_some(),
            _ => false,
        };
        // `let work = async { … }; executor.spawn(work)`
        let span = self.program.body(at.body).span(at.expr);
        let holds = |task: &super::Task| match self.program.as_future(&task.work) {
            Ty::Future(future) => matches!(future.origin, Origin::Block(block)
                if block.body == at.body && self.program.body(at.body).span(block.expr).contains(span)),
            _ => false,
        };
        self.task_of(at).or_else(|| self.tasks.iter().position(holds)).is_some_and(spawner)
    }
}

fn races(program: &Program<'_>, function: FnId, depth: u8) -> Option<Span> {
    let at = program.defs.fns[function].body?;
    let body = program.body(at);
    let is_given = |expr: ExprId| is_param(program, at, expr, 0);
    let mut found = None;
    body.walk(body.root, &mut |_| true, &mut |expr| {
        if found.is_some() {
            return;
        }
        let here = ExprRef { body: at, expr };
        let raced = match body.expr(expr) {
            ExprKind::Select { branches, .. } => {
                branches.len() > 1 && branches.iter().filter(|branch| is_given(branch.future)).count() == 1
            }
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => match program.callee(here) {
                Callee::Api(api) => {
                    let row = program.apis.row(*api);
                    let beside = row.verb == Verb::Group && matches!(row.name.as_str(), "select" | "race" | "or");
                    let given = args.iter().filter(|arg| is_given(**arg)).count() == 1;
                    given && (beside && args.len() > 1 || row.verb == Verb::WaitOr)
                }
                Callee::Fn(inner) if depth < DEEP && *inner != function && args.iter().any(|arg| is_given(*arg)) => {
                    found = races(program, *inner, depth + 1);
                    false
                }
                // Another crate's function gets it together with what it may end with: `scoped(address, work)`.
                Callee::Foreign(_) => {
                    let fresh = matches!(body.expr(expr), ExprKind::Call { .. });
                    fresh && args.iter().filter(|arg| is_given(**arg)).count() > 1
                }
                _ => false,
            },
            _ => false,
        };
        if raced {
            found = Some(super::callee_span(program, here));
        }
    });
    found
}

/// Whether an expression is a parameter of the function, perhaps pinned, boxed or instrumented.
fn is_param(program: &Program<'_>, at: BodyRef, expr: ExprId, depth: u8) -> bool {
    if depth > 8 {
        return false;
    }
    let body = program.body(at);
    let next = |expr: ExprId| is_param(program, at, expr, depth + 1);
    match body.expr(expr) {
        ExprKind::Local(binding) => is_bound_to_param(program, at, *binding, depth),
        ExprKind::Ref(inner) | ExprKind::Await(inner) | ExprKind::Unary { operand: inner, .. } => next(*inner),
        ExprKind::Macro { args, kind: MacroKind::Identity, .. } => args.first().is_some_and(|arg| next(*arg)),
        ExprKind::Call { args, .. } if args.len() == 1 => match program.callee(ExprRef { body: at, expr }) {
            Callee::Api(api) if matches!(program.apis.row(*api).verb, Verb::Pass | Verb::Wrap) => next(args[0]),
            _ => false,
        },
        ExprKind::MethodCall { receiver, .. } => match program.callee(ExprRef { body: at, expr }) {
            Callee::Api(api) if matches!(program.apis.row(*api).verb, Verb::Pass | Verb::Wrap) => next(*receiver),
            _ => false,
        },
        _ => false,
    }
}

fn is_bound_to_param(program: &Program<'_>, at: BodyRef, binding: BindingId, depth: u8) -> bool {
    match program.uses(at).source(binding) {
        BindSource::Param(_) => program.body(at).binding(binding).name != "self",
        BindSource::Value(value, _) => is_param(program, at, value, depth + 1),
        _ => false,
    }
}
