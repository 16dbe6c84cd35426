//! What a task that has no long loop waits for, where somebody else can end the wait.
//!
//! Its own text is read: code that it runs where it stands (`block_on(work)`, `catch_unwind(…)`) counts, and of the
//! functions that it awaits only whether these wait for another task.

use super::ends::{EndKind, EndsCx, Exit, SourceOp};
use super::rounds::gives_polled;
use super::uses::BindSource;
use crate::apis::{ExitKind, Role, Verb};
use crate::ir::{ExprId, ExprKind, PatKind};
use crate::resolve::{Callee, ExprRef, FnId, Origin, Ty};

/// So many texts are gone into from the task's own.
const MAX_DEPTH: u8 = 3;

impl EndsCx<'_, '_> {
    /// What the text of a task waits for outside of loops, if somebody else can end the wait: a message, room in a
    /// channel, a token, a task that one of these ends.
    pub fn own_waits(&self, work: &Ty) -> Vec<Exit> {
        let mut found = Vec::new();
        if let Some(root) = self.text_of(work, 0) {
            self.waits_of_text(root, 0, &mut found);
        }
        found
    }

    fn waits_of_text(&self, root: ExprRef, depth: u8, found: &mut Vec<Exit>) {
        if depth > MAX_DEPTH {
            return;
        }
        let program = self.program;
        let body = program.body(root.body);
        let mut add = |kind: ExitKind, expr: ExprId, on: Option<ExprRef>| {
            found.push(Exit { kind, span: body.span(expr), on });
        };
        let mut wait = |at: ExprRef, long: bool| -> bool {
            let Some(source) = self.source(at) else { return false };
            let kind = match source.op {
                SourceOp::Receive if self.is_own_set(source.at) => return true,
                SourceOp::Receive | SourceOp::Send => ExitKind::ChannelClosed,
                SourceOp::Wait(kind) if long || matches!(kind, ExitKind::CancelToken | ExitKind::ChannelClosed) => kind,
                _ => return true,
            };
            add(kind, at.expr, Some(source.at));
            true
        };
        let mut more = Vec::new();
        let mut run = Vec::new();
        let mut tasks = Vec::new();
        // Bodies of `poll_fn` run with the task.
        let mut enter = |expr: ExprId| {
            let call = program.uses(root.body).parent_expr(expr).map(|expr| ExprRef { body: root.body, expr });
            matches!(call.and_then(|call| program.callee_of(call)), Some(Callee::Api(api)) if gives_polled(program.apis.row(*api).returns.as_ref()))
        };
        body.walk(root.expr, &mut enter, &mut |expr| {
            let here = |expr: ExprId| ExprRef { body: root.body, expr };
            match body.expr(expr) {
                ExprKind::Await(inner) => {
                    if wait(here(*inner), false) {
                        return;
                    }
                    tasks.push(*inner);
                    let Some(row) = program.called_api(here(*inner)) else { return };
                    if row.verb == Verb::WaitOr {
                        more.push((row.exit.unwrap_or(ExitKind::CancelToken), expr, Some(here(*inner))));
                    } else if row.verb == Verb::Group
                        && let ExprKind::Call { args, .. } = body.expr(*inner)
                    {
                        // `select(receiver, work)`
                        args.iter().for_each(|&arg| {
                            wait(here(arg), true);
                        });
                    }
                }
                ExprKind::Select { branches, .. } => {
                    let known = branches.iter().filter(|branch| wait(here(branch.future), true)).count();
                    // Two futures of which it is not known what they wait for: one ends the other.
                    if known + 2 <= branches.len() {
                        more.push((ExitKind::SelectBranch, expr, None));
                    }
                }
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    let Some(row) = program.called_api(here(expr)) else { return };
                    // `runtime.block_on(work)`, `catch_unwind(|| …)`
                    if row.verb == Verb::Run && !row.is_async {
                        run.extend(self.work_of(row.work, here(expr)));
                    }
                    if !matches!(body.expr(expr), ExprKind::MethodCall { .. }) {
                        return;
                    }
                    if row.verb == Verb::Wait && row.name.as_str().starts_with("poll_") {
                        more.push((row.exit.unwrap_or(ExitKind::ChannelClosed), expr, Some(here(expr))));
                    }
                    // A thread that waits for one message, at most for some time.
                    if row.verb == Verb::Receive && row.blocking && !row.is_async {
                        more.push((ExitKind::ChannelClosed, expr, Some(here(expr))));
                    }
                }
                _ => {}
            }
        });
        more.into_iter().for_each(|(kind, expr, on)| add(kind, expr, on));
        for work in run {
            if let Some(inner) = self.text_of(program.ty(work), 0) {
                self.waits_of_text(inner, depth + 1, found);
            }
        }
        for awaited in tasks {
            let at = ExprRef { body: root.body, expr: awaited };
            let span = body.span(awaited);
            found.extend(self.waits_for_task(at, depth).map(|exit| Exit { span, ..exit }));
        }
    }

    /// What ends the long task that an await waits for, itself or in a function that it awaits.
    fn waits_for_task(&self, at: ExprRef, depth: u8) -> Option<Exit> {
        if depth > MAX_DEPTH {
            return None;
        }
        let program = self.program;
        if self.is_handle(program.ty(at)) {
            let ends = self.of_value(self.spawned(at)?);
            return ends.exits.first().copied().filter(|_| ends.kind == EndKind::Loops);
        }
        let Some(Callee::Fn(function)) = program.callee_of(at) else { return None };
        let body_ref = program.defs.fns[*function].body.filter(|_| program.defs.fns[*function].item.is_async)?;
        let body = program.body(body_ref);
        let mut found = None;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            if let (None, ExprKind::Await(inner)) = (&found, body.expr(expr)) {
                found = self.waits_for_task(ExprRef { body: body_ref, expr: *inner }, depth + 1);
            }
        });
        found
    }

    /// The work of the spawn that gave a handle, which a variable may hold.
    fn spawned(&self, handle: ExprRef) -> Option<ExprRef> {
        const MAX_STEPS: u8 = 8;
        let program = self.program;
        let body = program.body(handle.body);
        let mut expr = handle.expr;
        for _ in 0..MAX_STEPS {
            let at = ExprRef { body: handle.body, expr };
            expr = match body.expr(expr) {
                ExprKind::Local(binding) => match program.uses(handle.body).source(*binding) {
                    BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(..)) => value,
                    _ => return None,
                },
                ExprKind::Ref(inner) | ExprKind::Try(inner) => *inner,
                _ => match program.callee(at) {
                    Callee::Api(api) => {
                        let row = program.apis.row(*api);
                        match (row.verb, body.expr(expr)) {
                            (Verb::Spawn, _) => return self.work_of(row.work, at),
                            // `.map_err(…)` of what waits for it.
                            (Verb::Pass | Verb::Wrap, ExprKind::MethodCall { receiver, .. }) => *receiver,
                            _ => return None,
                        }
                    }
                    _ => return None,
                },
            };
        }
        None
    }

    /// Whether a call takes the next of a collection (`FuturesUnordered`).
    fn is_own_set(&self, call: ExprRef) -> bool {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(call) else { return false };
        let ty = self.program.types(call.body).expr(*receiver);
        self.program.derefs(ty).iter().any(|ty| self.program.role(ty) == Some(Role::Collection))
    }

    /// The code of a task: its block, or the function that it calls.
    pub(super) fn text_of(&self, work: &Ty, depth: u8) -> Option<ExprRef> {
        if depth > 4 {
            return None;
        }
        let of_fn = |function: FnId| {
            let body = self.program.defs.fns[function].body?;
            Some(ExprRef { body, expr: self.program.body(body).root })
        };
        let of_closure = |closure: ExprRef| match self.program.expr(closure) {
            ExprKind::Closure { body, .. } => Some(ExprRef { body: closure.body, expr: *body }),
            _ => None,
        };
        self.program.derefs(work).iter().find_map(|ty| match ty {
            Ty::Closure(closure) => of_closure(*closure),
            Ty::Fn(function) => of_fn(*function),
            Ty::Future(future) => match future.origin {
                Origin::Block(at) => match self.program.expr(at) {
                    ExprKind::Async { body, .. } => Some(ExprRef { body: at.body, expr: *body }),
                    _ => None,
                },
                Origin::Call(function, _) => of_fn(function),
                Origin::Closure(closure) => of_closure(closure),
                Origin::Api(api, call) => {
                    let inner = self.work_of(self.program.apis.row(api).work, call)?;
                    self.text_of(self.program.ty(inner), depth + 1)
                }
                _ => None,
            },
            _ => None,
        })
    }
}
