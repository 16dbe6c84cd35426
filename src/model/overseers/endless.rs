//! Children that an actor's own hook starts again whenever they end: where it neither waits nor counts, one that dies at
//! its first step dies again at once. And those that a supervisor of a crate starts again without a limit.

use super::{Overseer, Ward};
use crate::apis::{Strategy, Verb};
use crate::ir::{BinaryOp, Comparison, ExprId, ExprKind};
use crate::model::supervisors::{Restart, RestartKind};
use crate::model::{Model, callee_span};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId};
use crate::source::Name;

impl Model<'_, '_> {
    /// Children that a hook starts again at once and for ever, although they begin to work by themselves.
    pub(in crate::model) fn restarts_by_hook(&self) -> Vec<Restart> {
        let mut found = Vec::new();
        for overseer in self.overseers() {
            let kind = self.kind_of(overseer);
            let (Some(actor), Some(hook), false) = (overseer.actor, kind.exit_fn, kind.restarts) else { continue };
            let Some(function) = self.actor_fn(kind, actor, hook) else { continue };
            let Some(at) = self.program.defs.fns[function].body else { continue };
            if self.skips(at) || self.pauses_in_fn(function, 0) {
                continue;
            }
            found.extend(self.restarts_in_hook(overseer, at));
        }
        found
    }

    /// Children that a supervisor of a crate starts again at once and for ever, although they may fail at their first step.
    pub(in crate::model) fn restarts_without_limit(&self) -> Vec<Restart> {
        let mut found = Vec::new();
        for overseer in self.overseers() {
            let kind = self.kind_of(overseer);
            let again = matches!(overseer.strategy, Strategy::OneForOne | Strategy::OneForAll | Strategy::RestForOne);
            if !kind.restarts || !again || overseer.limit.as_deref() != Some("none") || kind.children_type.is_some() {
                continue;
            }
            for child in overseer.children.iter().filter(|child| !self.skips(child.at.body)) {
                if self.fails_at_once(child) {
                    let said = child.restart.map(|(_, span)| span).or(overseer.strategy_at);
                    found.push(Restart {
                        span: child.span,
                        kind: if said.is_some() { RestartKind::Child } else { RestartKind::ChildByDefault },
                        name: child.name.clone(),
                        start: child.span,
                        ended: said.unwrap_or(overseer.span),
                    });
                }
            }
        }
        found
    }

    /// Whether a child first makes something that may fail: in the hook that makes it, or before it goes round.
    fn fails_at_once(&self, child: &Ward) -> bool {
        let program = self.program;
        let root = |at: BodyRef| ExprRef { body: at, expr: program.body(at).root };
        let quick = |function: FnId| !self.pauses_in_fn(function, 0);
        if let Some(adt) = child.adt {
            let mut rows = program.apis.actors().iter().filter(|row| program.implements(adt, row.path));
            return rows.any(|row| {
                let Some(&name) = row.starts.first() else { return false };
                let mut impls = program.defs.impls_of(adt).iter();
                let hook = impls.find_map(|&id| program.defs.impl_fn(id, name)).filter(|&hook| quick(hook));
                let at = hook.and_then(|hook| program.defs.fns[hook].body);
                at.is_some_and(|at| self.may_fail_at_once(root(at)).1 || self.stops_itself(at))
            });
        }
        if let Some(function) = child.function {
            let at = program.defs.fns[function].body.filter(|_| quick(function));
            return at.is_some_and(|at| self.may_fail_at_once(root(at)) == (true, true));
        }
        // `with_exec(|context| async move { … })`
        child.given.iter().any(|&given| {
            let body = program.body(given.body);
            let mut fails = false;
            body.walk(given.expr, &mut |_| true, &mut |expr| {
                if let ExprKind::Async { body: code, .. } = body.expr(expr) {
                    let code = ExprRef { body: given.body, expr: *code };
                    fails |= self.may_fail_at_once(code) == (true, true) && !self.pauses_in(code, 0);
                }
            });
            fails
        })
    }

    /// `ctx.stop()` in the hook that begins it, also in a closure that is given the same: `Err(_) => ctx.stop()`.
    fn stops_itself(&self, hook: BodyRef) -> bool {
        let program = self.program;
        let body = program.body(hook);
        let is_context = |expr: ExprId| {
            let ty = program.peel(program.types(hook).expr(expr));
            ty.api_path().is_some_and(|path| path == "actix::Context")
        };
        let mut named: Vec<Name> = Vec::new();
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if let ExprKind::Local(binding) = body.expr(expr)
                && is_context(expr)
            {
                named.push(body.binding(*binding).name);
            }
        });
        let mut stops = false;
        // `ctx.run_later(pause, |_, ctx| ctx.stop())` waits first.
        let uses = program.uses(hook);
        let mut at_once = |closure: ExprId| {
            !uses.parent_expr(closure).is_some_and(|up| {
                matches!(body.expr(up), ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "run_later" | "run_interval"))
            })
        };
        body.walk(body.root, &mut at_once, &mut |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
            let is_it = |expr: ExprId| {
                is_context(expr)
                    || matches!(body.expr(expr), ExprKind::Local(binding)
                        if program.types(hook).binding(*binding).is_unknown()
                            && named.contains(&body.binding(*binding).name))
            };
            stops |= matches!(name.as_str(), "stop" | "terminate") && is_it(*receiver);
        });
        stops
    }

    fn restarts_in_hook(&self, overseer: &Overseer, at: BodyRef) -> Vec<Restart> {
        let program = self.program;
        let Some(function) = program.owner(at) else { return Vec::new() };
        let mut found: Vec<Restart> = Vec::new();
        for child in &overseer.children {
            let Some(adt) = child.adt.filter(|&adt| self.works_by_itself(adt)) else { continue };
            for start in self.starts_in(at, child.at) {
                // One that only the hook starts, follows another one and takes nobody's place.
                let again = child.at.body != at && self.is_called_elsewhere(child.at.body, at)
                    || overseer
                        .children
                        .iter()
                        .any(|other| other.adt == Some(adt) && self.starts_in(at, other.at).is_empty());
                let known = found.iter().any(|one| one.name == child.name);
                if again && !known && !self.may_give_up(at, start) {
                    found.push(Restart {
                        span: callee_span(program, ExprRef { body: at, expr: start }),
                        kind: RestartKind::ByHook,
                        name: child.name.clone(),
                        start: child.span,
                        ended: program.defs.fns[function].name_span,
                    });
                }
            }
        }
        found
    }

    /// Whether others than this code call a function.
    fn is_called_elsewhere(&self, function: BodyRef, but: BodyRef) -> bool {
        let Some(function) = self.program.owner(function) else { return false };
        self.callers(function).iter().any(|call| call.body != but)
    }

    /// Whether an actor's start does what leads to its first failure without anybody else: it sends itself a message, or
    /// goes on to work when it has started.
    fn works_by_itself(&self, adt: AdtId) -> bool {
        let program = self.program;
        let mut rows = program.apis.actors().iter().filter(|row| program.implements(adt, row.path));
        let hook = |name: Name| {
            let functions = program.defs.impls_of(adt).iter().filter(|&&id| program.defs.impls[id].of_trait.is_some());
            functions.filter_map(move |&id| program.defs.impl_fn(id, name)).find_map(|one| program.defs.fns[one].body)
        };
        rows.any(|row| {
            row.starts.iter().enumerate().any(|(number, &name)| {
                hook(name).is_some_and(|at| {
                    let body = program.body(at);
                    body.any(body.root, |expr| match body.expr(expr) {
                        // An error of the first is one of whoever starts it.
                        ExprKind::Try(_) => number > 0,
                        _ => {
                            let here = ExprRef { body: at, expr };
                            program.called_api(here).is_some_and(|row| row.verb == Verb::Send) && self.is_own(here)
                        }
                    })
                })
            })
        })
    }

    /// `myself.cast(…)`, with a parameter.
    fn is_own(&self, send: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(send.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(send.expr) else { return false };
        let ExprKind::Local(binding) = body.expr(*receiver) else { return false };
        matches!(program.uses(send.body).source(*binding), crate::flow::BindSource::Param(_))
    }

    /// Whether something counts, or asks anybody whether it is enough, on the way to a start.
    fn may_give_up(&self, at: BodyRef, start: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let end = body.span(start).lo;
        let counts = |cond: ExprId| {
            body.any(cond, |expr| match body.expr(expr) {
                // `who.get_id() == child.get_id()` asks who it is.
                ExprKind::Binary { op: BinaryOp::Compare(how), .. } => {
                    !matches!(how, Comparison::Equal | Comparison::Unequal)
                }
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    matches!(program.callee(ExprRef { body: at, expr }), Callee::Fn(_) | Callee::Trait(_))
                }
                ExprKind::Field { base, .. } => !matches!(body.expr(*base), ExprKind::Path(_)) && is_flag(body, expr),
                _ => false,
            })
        };
        body.any(body.root, |expr| match body.expr(expr) {
            ExprKind::If { cond, .. } => body.span(*cond).lo < end && counts(*cond),
            ExprKind::While { cond, .. } => body.span(*cond).lo < end && counts(*cond),
            ExprKind::Match { value, arms } => {
                body.span(*value).lo < end && (counts(*value) || arms.iter().filter_map(|arm| arm.guard).any(counts))
            }
            _ => false,
        })
    }
}

/// `if state.restart { … }`
fn is_flag(body: &crate::ir::Body, field: ExprId) -> bool {
    body.any(body.root, |expr| matches!(body.expr(expr), ExprKind::If { cond, .. } if *cond == field))
}
