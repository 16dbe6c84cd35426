//! Ends of tasks of which only the panic is looked at: the `Err` of a `JoinError`, and not what lies in the `Ok`.

use super::{Model, Unobserved};
use crate::ir::{BindingId, Body, ExprId, ExprKind, PatId, PatKind};
use crate::resolve::{BodyRef, ExprRef};

impl Model<'_, '_> {
    /// `if let Err(error) = task.await { … }`, `task.await.is_err()`, `match task.await { Ok(_) => …, Err(error) => … }`:
    /// the `JoinError` is looked at, and what the task itself gives is not.
    pub(super) fn is_half_observed(&self, wait: ExprRef) -> bool {
        self.waits_for_handle(wait) && self.asks_for_panic_only(wait)
    }

    /// Sets whose ended tasks are taken out one by one, and of each only the panic is looked at; with one of the tasks.
    pub(super) fn half_observed_sets(&self) -> Vec<Unobserved> {
        let mut found: Vec<Unobserved> = Vec::new();
        let mut seen: Vec<(BodyRef, BindingId)> = Vec::new();
        for set in self.task_sets() {
            let Some(&task) = set.tasks.iter().find(|&&task| self.loses_error(&self.tasks[task])) else { continue };
            for drain in &set.drains {
                let Some(end) = self.taken_end(drain.at) else { continue };
                let uses = self.program.uses(drain.at.body).of(end);
                let asked = |&used: &ExprId| self.asks_for_panic_only(ExprRef { body: drain.at.body, expr: used });
                let is_new = !seen.contains(&(drain.at.body, end));
                if is_new && !uses.is_empty() && uses.iter().all(asked) {
                    seen.push((drain.at.body, end));
                    found.push(Unobserved { task, at: drain.span, error: true, stopped: false, half: true });
                }
            }
        }
        found
    }

    /// The variable of `while let Some(end) = set.join_next().await`.
    fn taken_end(&self, take: ExprRef) -> Option<BindingId> {
        let body = self.program.body(take.body);
        let uses = self.program.uses(take.body);
        let mut value = take.expr;
        if let Some(wait) = uses.parent_expr(value).filter(|&up| matches!(body.expr(up), ExprKind::Await(_))) {
            value = wait;
        }
        let ExprKind::Let { pat, .. } = body.expr(uses.parent_expr(value)?) else { return None };
        let PatKind::TupleStruct(path, parts) = body.pat(*pat) else { return None };
        match (path.last().as_str(), parts.first().map(|&part| body.pat(part))) {
            ("Some", Some(PatKind::Bind(end, None))) => Some(*end),
            _ => None,
        }
    }

    /// Whether a result of a result is only asked whether it is an error.
    fn asks_for_panic_only(&self, result: ExprRef) -> bool {
        let body = self.program.body(result.body);
        match up(self, result.body, result.expr) {
            Some(ExprKind::Let { pat, value }) => *value == result.expr && inner(body, *pat, "Err").is_some(),
            Some(ExprKind::MethodCall { receiver, name, .. }) => {
                *receiver == result.expr && matches!(name.as_str(), "is_err" | "is_ok")
            }
            Some(ExprKind::Match { value, arms }) => {
                *value == result.expr
                    && arms.iter().any(|arm| inner(body, arm.pat, "Err").is_some())
                    && arms.iter().all(|arm| {
                        inner(body, arm.pat, "Err").is_some()
                            || matches!(body.pat(arm.pat), PatKind::Wild)
                            || matches!(inner(body, arm.pat, "Ok"), Some(PatKind::Wild))
                    })
            }
            _ => false,
        }
    }
}

fn up<'a>(model: &Model<'_, 'a>, at: BodyRef, expr: ExprId) -> Option<&'a ExprKind> {
    model.program.uses(at).parent_expr(expr).map(|up| model.program.body(at).expr(up))
}

/// What stands in `Name(…)`.
fn inner<'a>(body: &'a Body, pat: PatId, name: &str) -> Option<&'a PatKind> {
    match body.pat(pat) {
        PatKind::TupleStruct(path, parts) if path.last() == name => parts.first().map(|&part| body.pat(part)),
        _ => None,
    }
}
