//! Functions that are called like spawn functions and start nothing: they send what they are given to a task that is
//! there already.
//!
//! Whether that task lives is not asked: without it the work is dropped, and nothing panics.

use super::{Model, Task};
use crate::apis::Verb;
use crate::flow::BindSource;
use crate::ir::{BindingId, ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};

const FAR: u8 = 3;

impl Model<'_, '_> {
    /// Whether what a task runs is sent over a channel by the function of the workspace that is called, and started
    /// by nobody there.
    pub fn is_sent_away(&self, task: &Task) -> bool {
        let program = self.program;
        let Some(work) = task.work_at else { return false };
        let (args, shift) = match program.expr(task.at) {
            ExprKind::Call { args, .. } => (args, 0),
            ExprKind::MethodCall { args, .. } => (args, 1),
            _ => return false,
        };
        let Callee::Fn(function) = program.callee(task.at) else { return false };
        let Some(position) = args.iter().position(|&arg| arg == work.expr) else { return false };
        super::tasks::of_given(program, &self.tasks, *function).next().is_none()
            && self.sends_given(*function, position + shift, FAR)
    }

    /// Whether a function sends what it is given at a position (`self` counts), or has another function send it.
    fn sends_given(&self, function: FnId, position: usize, far: u8) -> bool {
        let program = self.program;
        let Some(body) = program.defs.fns[function].body else { return false };
        let code = program.body(body);
        let Some(PatKind::Bind(given, None)) = code.params.get(position).map(|&pat| code.pat(pat)) else {
            return false;
        };
        let mut sends = false;
        code.walk(code.root, &mut |_| false, &mut |expr| {
            let (args, shift) = match code.expr(expr) {
                ExprKind::Call { args, .. } => (args, 0),
                ExprKind::MethodCall { args, .. } => (args, 1),
                _ => return,
            };
            let Some(at) = args.iter().position(|&arg| self.holds_given(body, arg, *given, FAR)) else { return };
            sends = sends
                || match program.callee(ExprRef { body, expr }) {
                    Callee::Api(api) => program.apis.row(*api).verb == Verb::Send,
                    Callee::Fn(next) => far > 0 && *next != function && self.sends_given(*next, at + shift, far - 1),
                    _ => false,
                };
        });
        sends
    }

    /// Whether a value holds what was given, and not what came of running it.
    fn holds_given(&self, body: BodyRef, expr: ExprId, given: BindingId, far: u8) -> bool {
        let code = self.program.body(body);
        match code.expr(expr) {
            ExprKind::Local(local) if *local == given => true,
            ExprKind::Local(local) => match self.program.uses(body).source(*local) {
                BindSource::Value(value, _) => far > 0 && self.holds_given(body, value, given, far - 1),
                _ => false,
            },
            // `tx.send(Box::pin(async move { work.await; }))`
            ExprKind::Async { .. } | ExprKind::Closure { .. } => {
                let mut runs = false;
                code.walk(expr, &mut |_| true, &mut |part| {
                    runs |= matches!(code.expr(part), ExprKind::Local(local) if *local == given);
                });
                runs
            }
            ExprKind::MethodCall { receiver, args, .. } => {
                args.iter().chain([receiver]).any(|&part| self.holds_given(body, part, given, far))
            }
            ExprKind::Call { args, .. } => args.iter().any(|&part| self.holds_given(body, part, given, far)),
            ExprKind::Tuple(parts) => parts.iter().any(|&part| self.holds_given(body, part, given, far)),
            ExprKind::Struct { fields, .. } => fields.iter().any(|&(_, part)| self.holds_given(body, part, given, far)),
            _ => false,
        }
    }
}
