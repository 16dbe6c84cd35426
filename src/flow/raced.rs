//! Functions that put what they are given beside something else that ends it: `select(self.stopped(), work).await`.

use super::ends::{EndKind, Ends, EndsCx, Exit};
use super::uses::BindSource;
use crate::apis::{ExitKind, Verb};
use crate::ir::{BindingId, ExprId, ExprKind, MacroKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Program};

/// Calls of further functions that are looked into.
const DEEP: u8 = 3;

impl EndsCx<'_, '_> {
    /// Where a function puts what it is given beside something else that ends it.
    pub fn races(&self, function: FnId) -> Option<ExprRef> {
        self.races_within(function, 0)
    }

    /// The end of what a function is given and runs, which something in the function may end first.
    pub(super) fn until_raced(&self, function: FnId, given: Ends) -> Ends {
        let Some(at) = self.races(function).filter(|_| given.kind == EndKind::Infinite) else { return given };
        let exit = Exit { kind: ExitKind::SelectBranch, span: self.program.body(at.body).span(at.expr), on: None };
        Ends { kind: EndKind::Loops, exits: vec![exit], ..given }
    }

    fn races_within(&self, function: FnId, depth: u8) -> Option<ExprRef> {
        let program = self.program;
        let at = program.defs.fns[function].body?;
        let body = program.body(at);
        let is_given = |expr: ExprId| is_param(program, at, expr, 0);
        // One of several is what the function was given, and another one may end.
        let races = |futures: &[ExprId]| {
            let (given, others): (Vec<ExprId>, Vec<ExprId>) = futures.iter().partition(|&&future| is_given(future));
            let ends = |&other: &ExprId| self.of_awaited(ExprRef { body: at, expr: other }).kind != EndKind::Infinite;
            given.len() == 1 && others.iter().any(ends)
        };
        let mut found = None;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if found.is_some() {
                return;
            }
            let here = ExprRef { body: at, expr };
            let raced = match body.expr(expr) {
                ExprKind::Select { branches, .. } => {
                    races(&branches.iter().map(|branch| branch.future).collect::<Vec<_>>())
                }
                ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => match program.callee(here) {
                    Callee::Api(api) => {
                        let row = program.apis.row(*api);
                        let given = args.iter().filter(|arg| is_given(**arg)).count() == 1;
                        row.ends_with_first() && races(args) || given && row.verb == Verb::WaitOr
                    }
                    Callee::Fn(inner)
                        if depth < DEEP && *inner != function && args.iter().any(|arg| is_given(*arg)) =>
                    {
                        found = self.races_within(*inner, depth + 1);
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
                found = Some(here);
            }
        });
        found
    }
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
        // `async { work(writer).await }`
        ExprKind::Async { body: code, stream: false } => next(body.value_of(*code)),
        ExprKind::Call { callee, .. } if matches!(body.expr(*callee), ExprKind::Local(_)) => next(*callee),
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
