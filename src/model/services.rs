//! Services that a loop runs in its own future, and runs again when they fail: `loop { if let Err(error) = run().await { … } }`.
//!
//! A service makes what it works with before it goes round: who fails there fails at once, and again. What fails at a
//! message waits for the next one.

use super::Model;
use super::supervisors::{Restart, RestartKind, always_leaves, is_result};
use crate::flow::{BindSource, EndKind, Parent};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{Callee, ExprRef, FnId, Ty};

impl Model<'_, '_> {
    /// A loop that runs a service anew whenever it fails, where nothing in a round waits and nothing gives up.
    pub(super) fn service_again(
        &self,
        at: ExprRef,
        inner: ExprId,
        cond: Option<ExprId>,
        awaits: &[(ExprId, ExprId)],
    ) -> Option<Restart> {
        let body = self.program.body(at.body);
        let (whole, function) = self.failing_service(at, inner, awaits)?;
        let waited = awaits.iter().find(|(one, _)| *one == whole)?.1;
        if cond.is_some_and(|cond| !self.goes_on(at.body, cond, whole)) || self.gives_up(at, inner) {
            return None;
        }
        if self.pauses_in_fn(function, 0) || always_leaves(body, inner) {
            return None;
        }
        let call = self.callee_span(ExprRef { body: at.body, expr: waited });
        let name = self.program.defs.fns[function].name.as_str().to_owned();
        Some(Restart { span: self.callee_span(at), kind: RestartKind::Task, name, start: call, ended: call })
    }

    /// The await of a loop's round whose error leads to the next round, and the service that it runs: all other awaits
    /// are short, or follow a success.
    pub(super) fn failing_service(
        &self,
        at: ExprRef,
        inner: ExprId,
        awaits: &[(ExprId, ExprId)],
    ) -> Option<(ExprId, FnId)> {
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let mut found = None;
        for &(whole, waited) in awaits {
            if self.only_on_success(at, whole, 1) || self.is_short(here(waited)) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some((whole, self.service_of(here(waited))?));
        }
        let (whole, function) = found?;
        let tried = matches!(program.uses(at.body).parent(whole), Parent::Expr(up) if matches!(body.expr(up), ExprKind::Try(_)));
        (!tried && !self.leaves_on_error(at, inner, 1, &[])).then_some((whole, function))
    }

    /// The call of a service that a loop makes again when it has failed, with or without a pause.
    pub(super) fn service_rerun(&self, at: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let body = program.body(at.body);
        let (ExprKind::Loop { body: inner, .. } | ExprKind::While { body: inner, .. }) = body.expr(at.expr) else {
            return None;
        };
        let mut found = None;
        body.walk(*inner, &mut |_| false, &mut |expr| {
            let ExprKind::Await(waited) = body.expr(expr) else { return };
            let call = ExprRef { body: at.body, expr: *waited };
            let tried =
                program.uses(at.body).parent_expr(expr).is_some_and(|up| matches!(body.expr(up), ExprKind::Try(_)));
            if found.is_none() && !tried && self.service_of(call).is_some() {
                found = Some(call);
            }
        });
        found.filter(|_| !always_leaves(body, *inner) && !self.leaves_on_error(at, *inner, 1, &[]))
    }

    /// The function that an awaited call runs, or that callers give to be run: one of them that goes round until it fails.
    fn service_of(&self, call: ExprRef) -> Option<FnId> {
        let program = self.program;
        let is_service = |&function: &FnId| {
            let output = &program.sig(function).output;
            (is_result(output) || is_result(&program.output(output))) && self.makes_its_own(function)
        };
        match program.callee_of(call)? {
            Callee::Fn(function) => Some(*function).filter(is_service),
            Callee::Value | Callee::Unknown => {
                let given = self.given_functions(call)?;
                let quick = given.iter().find(|one| is_service(one) && !self.pauses_in_fn(**one, 0)).copied();
                quick.or_else(|| given.into_iter().find(is_service))
            }
            _ => None,
        }
    }

    /// `make()`: the functions that are given for it, as they are or called in a closure, where all are known.
    fn given_functions(&self, call: ExprRef) -> Option<Vec<FnId>> {
        let given = self.given_to_param(call).unwrap_or_else(|| self.factories_of(call));
        let functions: Option<Vec<FnId>> = given.into_iter().map(|one| self.function_in(one)).collect();
        functions.filter(|functions| !functions.is_empty())
    }

    /// What all callers give for the parameter that is called.
    pub(super) fn given_to_param(&self, call: ExprRef) -> Option<Vec<ExprRef>> {
        let program = self.program;
        let body = program.body(call.body);
        let ExprKind::Call { callee, .. } = body.expr(call.expr) else { return None };
        let ExprKind::Local(binding) = body.expr(*callee) else { return None };
        let BindSource::Param(position) = program.uses(call.body).source(*binding) else { return None };
        let callers = self.callers(program.owner(call.body)?).into_iter();
        callers.map(|caller| program.argument(caller, position)).collect()
    }

    /// The function that a value is, or calls as a closure: `|| Box::pin(run())`, `Box::new(|| run().boxed())`.
    pub(super) fn function_in(&self, at: ExprRef) -> Option<FnId> {
        let program = self.program;
        if let Ty::Fn(function) = program.ty(at) {
            return Some(*function);
        }
        let code = program.body(at.body);
        match code.expr(at.expr) {
            ExprKind::Closure { body: made, .. } => {
                let made = super::groups::unboxed(code, code.value_of(*made));
                match program.callee_of(ExprRef { body: at.body, expr: made }) {
                    Some(Callee::Fn(function)) => Some(*function),
                    _ => None,
                }
            }
            ExprKind::Call { args, .. } if args.len() == 1 => {
                self.function_in(ExprRef { body: at.body, expr: args[0] })
            }
            _ => None,
        }
    }

    /// Whether a function first makes something that may fail at once, and then goes round.
    fn makes_its_own(&self, function: FnId) -> bool {
        let Some(at) = self.program.defs.fns[function].body else { return false };
        let root = ExprRef { body: at, expr: self.program.body(at).root };
        let (loops, fails) = self.may_fail_at_once(root);
        loops && fails && matches!(self.ends.of_fn(function).kind, EndKind::Loops | EndKind::Infinite)
    }

    /// Whether code has a loop, and whether it first makes something of another crate, and leaves if that fails.
    pub(super) fn may_fail_at_once(&self, at: ExprRef) -> (bool, bool) {
        let program = self.program;
        let body = program.body(at.body);
        let mut first_loop = None;
        let mut makes = None;
        body.walk(at.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
            kind if kind.is_loop() => {
                let lo = body.span(expr).lo;
                first_loop = Some(first_loop.map_or(lo, |first: u32| first.min(lo)));
            }
            ExprKind::Try(tried) => {
                let mut call = *tried;
                while let ExprKind::Await(inner) | ExprKind::MethodCall { receiver: inner, .. } = body.expr(call) {
                    call = *inner;
                }
                let of_others = matches!(
                    program.callee_of(ExprRef { body: at.body, expr: call }),
                    Some(Callee::Api(_) | Callee::Foreign(_))
                );
                if matches!(body.expr(call), ExprKind::Call { .. }) && of_others {
                    let lo = body.span(expr).lo;
                    makes = Some(makes.map_or(lo, |first: u32| first.min(lo)));
                }
            }
            _ => {}
        });
        (first_loop.is_some(), makes.is_some_and(|makes| first_loop.is_none_or(|first| makes < first)))
    }
}
