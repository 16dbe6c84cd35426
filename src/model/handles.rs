//! Handles of tasks that are used up: moved into what may drop them before the task has ended, overwritten, or
//! awaited without a look at the result.

use super::{Final, LinkKind, Model, Task};
use crate::apis::{GroupEnd, Role, TaskKind, Verb};
use crate::flow::{BindSource, EndKind, Event, EventKind, Parent};
use crate::ir::{ExprId, ExprKind, PatKind, TypeRef};
use crate::resolve::{Callee, ExprRef};
use crate::source::Span;

/// Calls from `main` to a wait that are gone through.
const FAR: u8 = 3;

/// A handle that something owns which may drop it before its task has ended.
#[derive(Clone, Copy, Debug)]
pub struct LetGo {
    /// The task, by number.
    pub task: usize,
    /// What owns the handle.
    pub kind: LetGoKind,
    /// The callee or the macro.
    pub owner: Span,
    /// The handle there.
    pub handle: Span,
    /// Something else brings the task to its end.
    pub linked: bool,
}

/// What owns such a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetGoKind {
    /// A future with a limit.
    Timeout,
    /// A branch of a select.
    Select,
    /// A branch of a select that was lent the handle; another branch leaves the function, which drops it.
    Left,
}

/// An await of a handle whose result nobody looks at.
#[derive(Clone, Copy, Debug)]
pub struct Unobserved {
    /// The task, by number.
    pub task: usize,
    /// The await and what throws the result away.
    pub at: Span,
    /// The task itself ends in a `Result`.
    pub error: bool,
    /// The task is told to stop before: that it may end in any way is expected.
    pub stopped: bool,
    /// A panic of the task is looked at, and its own error is not.
    pub half: bool,
}

impl Model<'_, '_> {
    /// Handles in futures with a limit and in branches of a select, by value.
    pub fn let_go(&self) -> Vec<LetGo> {
        let mut found: Vec<LetGo> = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            let ends_with_handle = !task.detaches || task.events.iter().any(|event| event.kind == EventKind::Guarded);
            // A blocking task cannot be aborted anyway.
            if ends_with_handle
                || task.of_param
                || self.has_no_work(task)
                || matches!(task.kind, TaskKind::Blocking | TaskKind::Thread)
            {
                continue;
            }
            if task.events.iter().any(|event| matches!(event.kind, EventKind::Verb(Verb::Abort | Verb::Cancel))) {
                continue;
            }
            for event in task.events.iter().filter(|event| event.kind == EventKind::Awaited) {
                let Some((mut kind, owner, handle)) = self.lets_go(event.at) else { continue };
                if self.ends_program(event.at, FAR)
                    || self.is_own_future(task, event.at)
                    || self.ends_beside(task, event.at)
                {
                    continue;
                }
                if !self.is_owned(handle, 0) {
                    if kind != LetGoKind::Select || !self.is_left_running(task, handle) {
                        continue;
                    }
                    kind = LetGoKind::Left;
                }
                // What is not known may have been told to stop before, but not where nothing is between.
                if task.ends.kind == EndKind::Unknown
                    && !(kind == LetGoKind::Timeout && self.is_waited_at_once(task, event.at))
                {
                    continue;
                }
                let body = self.program.body(handle.body);
                // Whoever leaves at a word of its owner leaves a peer that may stay for as long as it likes.
                let linked = self.link(task).is_some_and(|link| match link.kind {
                    LinkKind::Completion => false,
                    LinkKind::Connection => kind != LetGoKind::Left,
                    _ => true,
                }) || self.is_told_with_branch(kind, handle);
                let one = LetGo { task: number, kind, owner, handle: body.span(handle.expr), linked };
                if !found.iter().any(|seen| seen.task == number && seen.owner == owner) {
                    found.push(one);
                }
            }
        }
        found
    }

    /// Whether a task is waited for where it is started, with no other wait in between: it is work with a limit.
    fn is_waited_at_once(&self, task: &Task, wait: ExprRef) -> bool {
        let Some(work) = task.work_at.filter(|_| task.at.body == wait.body) else { return false };
        let body = self.program.body(wait.body);
        let (start, end) = (body.span(task.at.expr).hi, body.span(wait.expr).lo);
        let written = matches!(self.program.expr(work), ExprKind::Async { .. });
        let mut waits = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            let span = body.span(expr);
            waits |= matches!(body.expr(expr), ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Join { .. })
                && span.hi > start
                && span.hi < end;
        });
        written && !waits
    }

    /// Whether a handle that a branch of a select is lent lies in a variable of the function, which nothing but that
    /// branch looks at, and another branch leaves: the task goes on.
    fn is_left_running(&self, task: &Task, handle: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(handle.body);
        let uses = program.uses(handle.body);
        let ExprKind::Ref(lent) = body.expr(handle.expr) else { return false };
        let ExprKind::Local(binding) = body.expr(*lent) else { return false };
        let BindSource::Value(made, _) = uses.source(*binding) else { return false };
        if task.at != (ExprRef { body: handle.body, expr: made }) {
            return false;
        }
        let Some(select) = uses.ancestors(handle.expr).find(|&up| matches!(body.expr(up), ExprKind::Select { .. }))
        else {
            return false;
        };
        let ExprKind::Select { branches, .. } = body.expr(select) else { return false };
        let others = branches.iter().filter(|branch| branch.future != handle.expr);
        let in_loop = uses.ancestors(select).find(|&up| body.expr(up).is_loop());
        let inside = |expr: ExprId| in_loop.is_some_and(|of| body.span(of).contains(body.span(expr)));
        // A loop in which the variable is new in each round is another matter.
        let is_left = inside(select)
            && !inside(made)
            && others.map(|branch| branch.body).any(|code| {
                body.any(code, |expr| matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_)))
            });
        is_left
            && uses.of(*binding).iter().all(|&used| {
                body.span(handle.expr).contains(body.span(used))
                    || uses.parent_expr(used).is_some_and(|up| {
                        matches!(body.expr(up), ExprKind::Macro { kind: crate::ir::MacroKind::PinLocal, .. })
                    })
            })
    }

    /// What may drop the future at `at` before it is done, and the handle in it.
    fn lets_go(&self, at: ExprRef) -> Option<(LetGoKind, Span, ExprRef)> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let awaited = match body.expr(at.expr) {
            ExprKind::Await(inner) => *inner,
            _ => at.expr,
        };
        if let Some((call, work)) = self.limit(here(awaited), 0) {
            return Some((LetGoKind::Timeout, self.callee_span(call), work));
        }
        // Within an async block that somebody else runs.
        let mut child = at.expr;
        let mut block = None;
        for up in uses.ancestors(at.expr) {
            match body.expr(up) {
                ExprKind::Select { branches, .. } if branches.iter().any(|branch| branch.future == child) => {
                    return Some((LetGoKind::Select, self.callee_span(here(up)), here(awaited)));
                }
                ExprKind::Async { .. } => block = Some(up),
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    let limited = block.is_some_and(|block| {
                        self.limit(here(up), 0).is_some_and(|(_, work)| work.body == at.body && work.expr == block)
                    });
                    if limited {
                        return Some((LetGoKind::Timeout, self.callee_span(here(up)), here(awaited)));
                    }
                }
                ExprKind::Closure { .. } => return None,
                _ => {}
            }
            child = up;
        }
        None
    }

    /// If an expression is a future with a limit, the call that makes it and what runs within.
    fn limit(&self, at: ExprRef, depth: u8) -> Option<(ExprRef, ExprRef)> {
        let program = self.program;
        let row = program.called_api(at)?;
        let work = self.ends.work_of(row.work, at)?;
        match row.verb {
            Verb::Timeout => Some((at, work)),
            Verb::Wrap if depth < 8 => self.limit(work, depth + 1),
            _ => None,
        }
    }

    /// Whether a handle, or what holds handles, is moved and not lent. What is not known is lent.
    fn is_owned(&self, at: ExprRef, depth: u8) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let next = |expr: ExprId| self.is_owned(ExprRef { body: at.body, expr }, depth + 1);
        if depth > 16 {
            return false;
        }
        match body.expr(at.expr) {
            ExprKind::Field { base, name } => match program.field(program.types(at.body).expr(*base), *name) {
                Some((_, Some(adt))) => {
                    let fields = program.defs.adts[adt].fields();
                    fields.iter().any(|field| field.name == *name && !matches!(field.ty, TypeRef::Ref(_)))
                }
                _ => next(*base),
            },
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Param(position) => {
                    let Some(function) = program.owner(at.body) else { return false };
                    let item = &program.defs.fns[function].item;
                    let position = position as usize;
                    match (item.receiver.is_some(), position) {
                        (true, 0) => item.receiver == Some(crate::ir::Receiver::Value),
                        (receiver, _) => item
                            .params
                            .get(position - usize::from(receiver))
                            .is_some_and(|ty| !matches!(ty, TypeRef::Ref(_) | TypeRef::Impl(_) | TypeRef::Opaque)),
                    }
                }
                BindSource::Value(value, _) => next(value),
                BindSource::Item(iter, _) => next(iter),
                BindSource::Unknown | BindSource::Branch(..) | BindSource::ClosureParam(..) => false,
            },
            ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Cast(inner, _) => next(*inner),
            ExprKind::Block { tail: Some(tail), .. } => next(*tail),
            ExprKind::If { then, otherwise, .. } => next(*then) || otherwise.is_some_and(next),
            ExprKind::Match { arms, .. } => arms.iter().any(|arm| next(arm.body)),
            ExprKind::Macro { args, kind: crate::ir::MacroKind::Identity, .. } => {
                args.first().is_some_and(|&arg| next(arg))
            }
            ExprKind::Array { .. } | ExprKind::Tuple(_) | ExprKind::Struct { .. } => true,
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => {
                match program.callee(at) {
                    Callee::Api(api) => {
                        let row = program.apis.row(*api);
                        match (program.expr(at), row.verb) {
                            (_, Verb::Spawn | Verb::Group) => true,
                            // `take`, `remove`, `pop`: out of something that is only borrowed.
                            (ExprKind::MethodCall { .. }, Verb::Pass)
                                if matches!(
                                    row.name.as_str(),
                                    "take"
                                        | "remove"
                                        | "pop"
                                        | "drain"
                                        | "replace"
                                        | "swap_remove"
                                        | "pop_front"
                                        | "pop_back"
                                ) =>
                            {
                                true
                            }
                            (ExprKind::MethodCall { receiver, .. }, Verb::Pass | Verb::Wrap | Verb::Collect) => {
                                let view = row.name.as_str();
                                !(view.ends_with("_mut")
                                    || view.ends_with("_ref")
                                    || matches!(view, "iter" | "get" | "first" | "last" | "values" | "peek"))
                                    && next(*receiver)
                            }
                            (ExprKind::Call { .. }, _) => args.first().is_some_and(|&arg| next(arg)),
                            _ => false,
                        }
                    }
                    Callee::Fn(function) => {
                        let ret = &program.defs.fns[*function].item.ret;
                        matches!(ret, Some(ty) if !matches!(ty, TypeRef::Ref(_)) && !holds_ref(ty))
                    }
                    Callee::Wrap | Callee::Ctor(_) => args.first().is_some_and(|&arg| next(arg)),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Whether nothing but the end of the program comes after an expression: what `main` itself waits for, or a function
    /// that `main` calls once and after which it waits for nothing more.
    fn ends_program(&self, at: ExprRef, far: u8) -> bool {
        let program = self.program;
        let Some(function) = program.owner(at.body) else { return false };
        if self.is_main(function) {
            return true;
        }
        let is_select = |up: &ExprId| matches!(program.body(at.body).expr(*up), ExprKind::Select { .. });
        let is_last = |at: ExprRef| {
            let body = program.body(at.body);
            let end = body.span(self.waited_in(at).unwrap_or(at.expr)).hi;
            let mut around = program.uses(at.body).ancestors(at.expr);
            !around.any(|up| body.expr(up).is_loop() || body.expr(up).is_lazy())
                && !body.any(body.root, |expr| {
                    let is_wait = matches!(body.expr(expr), ExprKind::Await(_) | ExprKind::Select { .. });
                    is_wait && body.span(expr).lo >= end
                })
        };
        let select = program.uses(at.body).ancestors(at.expr).find(is_select);
        let last = is_last(ExprRef { body: at.body, expr: select.unwrap_or(at.expr) });
        let callers = if last && far > 0 { self.callers(function) } else { Vec::new() };
        !callers.is_empty() && callers.iter().all(|&call| is_last(call) && self.ends_program(call, far - 1))
    }

    /// `let served = serve(); select! { _ = served => …, _ = ctrl_c() => … }`: the `select!` that waits for a call.
    fn waited_in(&self, call: ExprRef) -> Option<ExprId> {
        let body = self.program.body(call.body);
        let uses = self.program.uses(call.body);
        let is_select = |up: &ExprId| matches!(body.expr(*up), ExprKind::Select { .. });
        let Parent::Let(block, index) = uses.parent(call.expr) else {
            return uses.ancestors(call.expr).find(is_select);
        };
        let pat = body.let_pat(block, index)?;
        let PatKind::Bind(binding, None) = body.pat(pat) else { return None };
        uses.of(*binding).iter().find_map(|&used| uses.ancestors(used).find(is_select))
    }

    /// Whether what is waited for is the call of an `async fn` itself: its future ends with the branch, and what it starts
    /// is its own matter.
    fn is_own_future(&self, task: &Task, wait: ExprRef) -> bool {
        let awaited = match self.program.expr(wait) {
            ExprKind::Await(inner) => *inner,
            _ => wait.expr,
        };
        task.at == (ExprRef { body: wait.body, expr: awaited })
            && matches!(self.program.callee(task.at), Callee::Fn(function) if self.program.defs.fns[*function].item.is_async)
    }

    /// Awaits of handles whose result is thrown away, in order of tasks.
    pub fn unobserved(&self) -> Vec<Unobserved> {
        let mut found: Vec<Unobserved> = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            if !task.detaches || task.of_param || task.on_purpose || task.kind == TaskKind::Thread {
                continue;
            }
            let ended = |event: &Event| matches!(event.kind, EventKind::Verb(Verb::Abort | Verb::Cancel));
            if matches!(task.fate_final, Some(Final::Aborted | Final::AbortOnDrop)) || task.events.iter().any(ended) {
                continue;
            }
            for event in task.events.iter().filter(|event| event.kind == EventKind::Awaited) {
                let Some(at) = self.thrown_away(event.at) else { continue };
                if found.iter().any(|seen| seen.at == at) {
                    continue;
                }
                // At the end of the program only what the task itself gives is of use to anybody.
                let stopped = self.link(task).is_some() || self.ends_program(event.at, FAR);
                found.push(Unobserved { task: number, at, error: self.loses_error(task), stopped, half: false });
            }
            let half = task.events.iter().filter(|event| event.kind == EventKind::Awaited);
            let half = half.filter(|event| self.is_half_observed(event.at)).map(|event| event.span);
            for at in half.filter(|_| self.loses_error(task)) {
                if found.iter().all(|seen| seen.at != at) {
                    found.push(Unobserved { task: number, at, error: true, stopped: false, half: true });
                }
            }
            let together = task.events.iter().find_map(|event| self.thrown_away_together(event.at));
            if let Some(at) = together.filter(|at| self.loses_error(task) && found.iter().all(|seen| seen.at != *at)) {
                found.push(Unobserved { task: number, at, error: true, stopped: false, half: false });
            }
        }
        found.extend(self.half_observed_sets());
        found
    }

    /// `join_all(handles).await;`, `let _ = join_all(handles).await;`: what all of them gave.
    fn thrown_away_together(&self, at: ExprRef) -> Option<Span> {
        let (body, uses) = (self.program.body(at.body), self.program.uses(at.body));
        let is_group = |expr: ExprId| {
            self.program
                .called_api(ExprRef { body: at.body, expr })
                .is_some_and(|row| row.verb == Verb::Group && row.ends == Some(GroupEnd::All))
        };
        let mut up = std::iter::once(at.expr).chain(uses.ancestors(at.expr)).take(3);
        let wait = up.find(|&up| matches!(body.expr(up), ExprKind::Await(group) if is_group(*group)))?;
        let thrown = match uses.parent(wait) {
            Parent::Stmt(..) => true,
            Parent::Let(block, index) => {
                body.let_pat(block, index).is_some_and(|pat| matches!(body.pat(pat), PatKind::Wild))
            }
            _ => false,
        };
        thrown.then(|| body.span(wait))
    }

    /// `let _ = handle.await`, `_ = handle.await`, `handle.await.ok();`: the whole of it.
    fn thrown_away(&self, at: ExprRef) -> Option<Span> {
        let (body, uses) = (self.program.body(at.body), self.program.uses(at.body));
        if !self.waits_for_handle(at) {
            return None;
        }
        match uses.parent(at.expr) {
            Parent::Let(block, index) => {
                let pat = body.let_pat(block, index)?;
                matches!(body.pat(pat), PatKind::Wild).then(|| body.span(at.expr))
            }
            Parent::Stmt(..) => Some(body.span(at.expr)),
            Parent::Expr(parent) | Parent::LetElse(parent, _) => match body.expr(parent) {
                ExprKind::AssignPat { places, .. } if places.is_empty() => Some(body.span(at.expr)),
                ExprKind::MethodCall { name, .. }
                    if name.as_str() == "ok" && matches!(uses.parent(parent), Parent::Stmt(..)) =>
                {
                    Some(body.span(parent))
                }
                _ => None,
            },
            Parent::Root => None,
        }
    }

    /// `handle.await`
    pub(super) fn waits_for_handle(&self, wait: ExprRef) -> bool {
        let ExprKind::Await(handle) = self.program.expr(wait) else { return false };
        let handle = self.program.ty(ExprRef { body: wait.body, expr: *handle });
        self.program.role(&self.program.peel(handle)) == Some(Role::JoinHandle)
    }

    /// Whether a task is one that a rule about handles judges: in code that counts, with a handle that is known.
    pub fn is_judged(&self, task: &Task) -> bool {
        !task.of_param && self.has_known_handle(task)
    }
}

/// Whether a type that is given back borrows: `Option<&mut T>`.
fn holds_ref(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Ref(_) | TypeRef::Impl(_) | TypeRef::Opaque => true,
        TypeRef::Path(path) => path
            .segments
            .iter()
            .filter_map(|segment| segment.args.as_ref())
            .any(|args| args.types.iter().any(holds_ref)),
        TypeRef::Tuple(types) => types.iter().any(holds_ref),
        _ => false,
    }
}
