//! Work that a function starts and waits for itself: nobody else has to do anything for it, and what it takes is taken
//! while its starter holds what it holds.

use super::{Held, Model, Taken, Task};
use crate::apis::Verb;
use crate::flow::BindSource;
use crate::ir::{ExprId, ExprKind, PatKind};
use crate::resolve::ExprRef;

impl Model<'_, '_> {
    /// The task that an await waits for, where the code around it has started that: `spawn_blocking(move || …).await`,
    /// `let work = spawn(…); … work.await`.
    pub(super) fn own_work(&self, wait: ExprRef) -> Option<&Task> {
        let body = self.program.body(wait.body);
        let ExprKind::Await(inner) = body.expr(wait.expr) else { return None };
        let mut expr = *inner;
        loop {
            expr = match body.expr(expr) {
                ExprKind::Ref(inner) => *inner,
                ExprKind::Local(binding) => match self.program.uses(wait.body).source(*binding) {
                    BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(..)) => value,
                    _ => return None,
                },
                _ => break,
            };
        }
        let at = ExprRef { body: wait.body, expr };
        self.tasks.iter().find(|task| task.at == at)
    }

    /// Whether an await waits for work of its own function that needs nobody else: it waits for no message, task or
    /// answer, and takes no lock that is the one that is held.
    pub(super) fn waits_for_own_work(&self, held: &Held, wait: ExprRef) -> bool {
        // What runs already may wait for the lock itself.
        let Some(task) = self.own_work(wait).filter(|task| held.acts.contains(&task.at)) else { return false };
        let Some(code) = self.written_work(task) else { return false };
        let body = self.program.body(code.body);
        let mut alone = true;
        body.walk(code.expr, &mut |_| true, &mut |expr| {
            let at = ExprRef { body: code.body, expr };
            let waits = self.waits_for_others(at) || self.parks_for_others(at);
            alone = alone && !waits && !matches!(body.expr(expr), ExprKind::Opaque);
        });
        let same = |taken: &Taken| self.is_one_lock(taken.place, held.taken.place);
        alone && !self.taken_in_work(wait).iter().any(same)
    }

    /// `rows.blocking_recv()`
    fn parks_for_others(&self, at: ExprRef) -> bool {
        self.program.called_api(at).is_some_and(|row| {
            row.blocking && matches!(row.verb, Verb::Receive | Verb::Accept | Verb::Join | Verb::Wait)
        })
    }

    /// Locks that are taken by work which this await waits for, and which its own function has started.
    pub(super) fn taken_in_work(&self, wait: ExprRef) -> Vec<Taken> {
        let Some(code) = self.own_work(wait).and_then(|task| self.written_work(task)) else { return Vec::new() };
        let body = self.program.body(code.body);
        let inside = match body.expr(code.expr) {
            ExprKind::Async { body, .. } | ExprKind::Closure { body, .. } => *body,
            _ => return Vec::new(),
        };
        let mut calls: Vec<ExprId> = Vec::new();
        body.walk(inside, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                calls.push(expr);
            }
        });
        let mut found = Vec::new();
        for expr in calls {
            let call = ExprRef { body: code.body, expr };
            match self.taken_by(call) {
                Some(taken) => found.extend(taken.waits.then_some(taken)),
                None => found.extend(self.taken_through(call, super::locks::DEEP)),
            }
        }
        found
    }

    /// The block or closure that a task runs, where it stands beside the spawn.
    fn written_work(&self, task: &Task) -> Option<ExprRef> {
        let work = task.work_at.filter(|work| work.body == task.at.body)?;
        self.program.expr(work).is_lazy().then_some(work)
    }
}
