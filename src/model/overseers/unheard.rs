//! Ends of children that an actor is told of, and that its own hook throws away.

use crate::apis::Verb;
use crate::ir::{ExprKind, PathRef};
use crate::model::Model;
use crate::resolve::{BodyRef, Callee, ExprRef};
use crate::source::{Name, Span};

/// A hook that does nothing with the end of a child.
#[derive(Clone, Debug)]
pub struct Unheard {
    /// The hook's name, where it is written.
    pub span: Span,
    /// That name.
    pub hook: Name,
    /// The actor.
    pub actor: String,
    /// A child that it has.
    pub child: String,
    /// Where that is started.
    pub start: Span,
}

impl Model<'_, '_> {
    /// Hooks that are told of the end of children and do nothing, in order of the actors.
    pub fn unheard(&self) -> Vec<Unheard> {
        let program = self.program;
        let mut found: Vec<Unheard> = Vec::new();
        for overseer in self.overseers() {
            let kind = self.kind_of(overseer);
            let (Some(actor), Some(hook), Some(child)) = (overseer.actor, kind.exit_fn, overseer.children.first())
            else {
                continue;
            };
            let Some(function) = self.actor_fn(kind, actor, hook) else { continue };
            let Some(at) = program.defs.fns[function].body else { continue };
            let span = program.defs.fns[function].name_span;
            if self.skips(at) || !self.does_nothing(at) || found.iter().any(|one| one.span == span) {
                continue;
            }
            found.push(Unheard {
                span,
                hook,
                actor: overseer.name.clone(),
                child: child.name.clone(),
                start: child.span,
            });
        }
        found
    }

    /// `let _ = nested.join().await;` in a loop that then starts the child again: the errors of a subsystem that is waited
    /// for are given to nobody else. Each with the loop, and what is started.
    pub fn unread_joins(&self) -> Vec<(Span, Span, Span)> {
        let program = self.program;
        let mut found = Vec::new();
        for (at, task) in self.restarters() {
            let body = program.body(at.body);
            let task = &self.tasks[task];
            body.walk(at.expr, &mut |_| false, &mut |expr| {
                let ExprKind::Await(waited) = body.expr(expr) else { return };
                let here = ExprRef { body: at.body, expr: *waited };
                let joins = program.called_api(here).is_some_and(|row| row.verb == Verb::Join);
                if joins
                    && crate::model::groups::handle_comes_from(program, here, task.at)
                    && self.is_thrown_away(ExprRef { body: at.body, expr })
                {
                    found.push((self.callee_span(here), self.callee_span(at), task.span));
                }
            });
        }
        found
    }

    /// Whether code looks at none of its parameters, does nothing, and says that all is well.
    fn does_nothing(&self, at: BodyRef) -> bool {
        let program = self.program;
        let body = program.body(at);
        let stops = |path: &PathRef| matches!(path.last().as_str(), "Err" | "Break" | "Stop");
        !body.any(body.root, |expr| match body.expr(expr) {
            ExprKind::Local(_) | ExprKind::Macro { .. } | ExprKind::Opaque => true,
            ExprKind::Call { callee, .. } => {
                !matches!(program.callee(ExprRef { body: at, expr }), Callee::Wrap)
                    && !matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "Continue")
            }
            ExprKind::MethodCall { .. } => true,
            ExprKind::Path(path) => stops(path),
            _ => false,
        })
    }
}
