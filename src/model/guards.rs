//! What happens while a guard lives: waits that last, sleeps, and tasks that are suspended with a span entered.

use super::timers::never_waits;
use super::{Held, Model, Runs, Taken, Waiter};
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, Place, Range, range_of};
use crate::ir::{BindingId, Body, ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Origin, Ty};
use crate::source::Span;

/// Calls that are gone up.
const FAR: u8 = 3;

/// A guard that lives while its holder waits for something else.
#[derive(Clone, Debug)]
pub struct Suspended<'m> {
    /// What is held.
    pub held: &'m Held,
    /// What is waited for.
    pub on: ExprRef,
    /// The guard is used after the wait.
    pub needed: bool,
}

/// A span that stays entered while its task is suspended.
#[derive(Clone, Debug)]
pub struct EnteredSpan {
    /// `enter`, `entered` …
    pub span: Span,
    /// The first wait.
    pub wait: Span,
    /// Its thread runs no other task as far as can be seen.
    pub alone: bool,
}

impl Model<'_, '_> {
    /// References into concurrent maps that live over an await: the first one of each.
    pub fn suspended_shards(&self) -> Vec<Suspended<'_>> {
        self.suspended(Waiter::Shard, &|held, act| {
            matches!(self.program.expr(act), ExprKind::Await(_)) && !self.is_nobody_elses(&held.taken)
        })
    }

    /// Whether a map lies in a variable of a function that makes it, and that uses it only in its own course, or in
    /// futures that it has waited for by then: nobody else can want it meanwhile.
    fn is_nobody_elses(&self, taken: &Taken) -> bool {
        let Place::Local(at, binding) = taken.place else { return false };
        let program = self.program;
        let body = program.body(at);
        let uses = program.uses(at);
        let BindSource::Value(made, _) = uses.source(binding) else { return false };
        let frame = |expr: ExprId| program.frame(ExprRef { body: at, expr });
        let is_map = |expr: ExprId| {
            program.role(program.types(at).expr(expr)) == Some(Role::Collection)
                && matches!(body.expr(expr), ExprKind::Call { .. })
                && matches!(program.callee(ExprRef { body: at, expr }), Callee::Api(_))
        };
        // `Arc::new(DashMap::new())`
        let is_made = is_map(made)
            || matches!(body.expr(made), ExprKind::Call { args, .. } if args.len() == 1 && is_map(args[0]))
                && program.role(program.types(at).expr(made)) == Some(Role::Pointer);
        let waited_for = |used: ExprId| {
            let wait = uses.ancestors(used).find(|&up| {
                let ExprKind::Await(inner) = body.expr(up) else { return false };
                let all =
                    program.called_api(ExprRef { body: at, expr: *inner }).is_some_and(|row| row.verb == Verb::Group);
                all && frame(up) == frame(made)
            });
            wait.is_some_and(|wait| {
                let span = body.span(wait);
                taken.at.body == at
                    && span.hi <= body.span(taken.at.expr).lo
                    && !self.tasks.iter().any(|task| task.at.body == at && span.contains(body.span(task.at.expr)))
            })
        };
        is_made
            && uses.of(binding).iter().all(|&used| {
                let joined = uses.ancestors(used).any(|up| matches!(body.expr(up), ExprKind::Join { .. }));
                frame(used) == frame(made) && !joined && !self.is_shared_on(at, used) || waited_for(used)
            })
    }

    fn is_shared_on(&self, at: BodyRef, used: ExprId) -> bool {
        let body = self.program.body(at);
        let up = self.program.uses(at).parent_expr(used);
        let pointer = self.program.role(self.program.types(at).expr(used)) == Some(Role::Pointer);
        pointer
            && !matches!(up.map(|up| body.expr(up)), Some(ExprKind::MethodCall { receiver, name, .. })
                if *receiver == used && *name != "clone")
    }

    /// Locks of tasks that are held while the holder waits for somebody else.
    pub fn suspended_tasks(&self) -> Vec<Suspended<'_>> {
        self.suspended(Waiter::Task, &|held, act| {
            self.waits_for_others(act)
                && !self.protects_unit(held)
                && !self.mentions_guard(held, act)
                && !self.is_loops_own_receiver(held, act)
                && !self.waits_for_own_work(held, act)
        })
    }

    /// Locks that are held while the holder sleeps for a time that does not depend on what the lock protects.
    pub fn sleeping_holders(&self) -> Vec<(&Held, ExprRef)> {
        let mut found = Vec::new();
        let is_lock = |held: &&Held| !matches!(held.taken.waiter, Waiter::Pool | Waiter::Permit);
        for held in self.held_locks().iter().filter(is_lock) {
            let sleep = held.acts.iter().copied().find(|&act| {
                self.program.called_api(act).is_some_and(|row| row.verb == Verb::Sleep)
                    && !self.mentions_guard(held, act)
                    && self.happens(act)
            });
            if let Some(sleep) = sleep
                && !self.protects_unit(held)
                && !self.is_kept_for_good(held, sleep)
                && !self.has_no_rival(held)
            {
                found.push((held, sleep));
            }
        }
        found
    }

    /// Whether a lock is taken in front of a loop without end that the sleep stands in: nobody else gets it anyway.
    fn is_kept_for_good(&self, held: &Held, sleep: ExprRef) -> bool {
        let taken = held.taken.at;
        let body = self.program.body(sleep.body);
        taken.body == sleep.body
            && self.program.uses(sleep.body).ancestors(sleep.expr).any(|up| {
                matches!(body.expr(up), ExprKind::Loop { .. })
                    && !body.span(up).contains(body.span(taken.expr))
                    && !body.any(up, |expr| {
                        matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Try(_))
                    })
            })
    }

    /// Spans that are entered, with the task suspended meanwhile.
    pub fn entered_spans(&self) -> Vec<EnteredSpan> {
        let program = self.program;
        let holds = |ty: &Ty| {
            ty.api_path().is_some_and(|path| program.apis.deed(path).is_some_and(|deed| deed.does == Deed::Hold))
        };
        let mut found = Vec::new();
        for at in self.calls_that(Deed::EnterSpan) {
            let Some(range) = range_of(program, at, &holds) else { continue };
            let first = range.awaits(program).find(|wait| !self.is_driven_inside(*wait, at));
            if let Some(wait) = first {
                // Nothing else is run by the thread that `main` is driven on.
                let alone = |task| self.alone(task) || self.on_main_thread(task);
                let is_open = program.owner(at.body).is_some_and(|function| self.is_for_others(function, FAR));
                let alone = !is_open && matches!(self.runs(at), Runs::Async(task) if alone(task));
                found.push(EnteredSpan { span: self.callee_span(at), wait: self.wait_span(wait), alone });
            }
        }
        found
    }

    /// Whether a library's function, or one that calls it, is there for others, of whom some other packages are not all.
    fn is_for_others(&self, function: FnId, far: u8) -> bool {
        let program = self.program;
        let package = |at: BodyRef| {
            let krate = program.defs.krate_of(at)?;
            Some(program.workspace.crates[krate.0 as usize].package)
        };
        let home = program.defs.fns[function].body.and_then(package);
        let (own, others): (Vec<ExprRef>, Vec<ExprRef>) =
            self.callers(function).into_iter().partition(|call| package(call.body) == home);
        own.is_empty() && !others.is_empty() && program.is_public(function)
            || far > 0
                && own
                    .iter()
                    .any(|call| program.owner(call.body).is_some_and(|caller| self.is_for_others(caller, far - 1)))
    }

    /// `let _entered = span.enter(); runtime.block_on(async { … .await … })`: the thread keeps the span on purpose.
    fn is_driven_inside(&self, wait: ExprRef, guard: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(wait.body);
        let uses = program.uses(wait.body);
        uses.ancestors(wait.expr).take_while(|&up| !body.span(up).contains(program.span(guard))).any(|up| {
            let Some(parent) = uses.parent_expr(up) else { return false };
            let call = ExprRef { body: wait.body, expr: parent };
            matches!(body.expr(up), ExprKind::Async { .. })
                && (self.does(call, Deed::BlockOn)
                    || program.called_api(call).is_some_and(|row| row.verb == Verb::Run && !row.is_async))
        })
    }

    /// Where a wait is pointed at: the word `await`, or the macro.
    pub fn wait_span(&self, at: ExprRef) -> Span {
        let span = self.program.body(at.body).span(at.expr);
        match self.program.expr(at) {
            ExprKind::Await(_) => Span::new(span.file, span.hi.saturating_sub(5).max(span.lo), span.hi),
            _ => self.callee_span(at),
        }
    }

    fn suspended(&self, waiter: Waiter, on: &dyn Fn(&Held, ExprRef) -> bool) -> Vec<Suspended<'_>> {
        let mut found = Vec::new();
        for held in self.held_locks().iter().filter(|held| held.taken.waiter == waiter) {
            if let Some(act) = held.acts.iter().copied().find(|&act| on(held, act)) {
                let needed = held.range.as_ref().is_some_and(|range| self.used_after(range, act));
                found.push(Suspended { held, on: act, needed });
            }
        }
        found
    }

    /// An await of what only somebody else can bring about: a message, room, the end of a task, an answer.
    pub(super) fn waits_for_others(&self, act: ExprRef) -> bool {
        let body = self.program.body(act.body);
        let waits = |expr: ExprId| {
            let future = ExprRef { body: act.body, expr };
            self.brought_by_others(future, future)
        };
        match body.expr(act.expr) {
            ExprKind::Await(_) => self.awaited_call(act).is_some_and(|call| self.brought_by_others(call, act)),
            // The first one ends the wait, all of them do.
            ExprKind::Select { branches, otherwise: None, .. } => branches.iter().all(|branch| waits(branch.future)),
            ExprKind::Join { args, .. } => args.iter().any(|&arg| waits(arg)),
            _ => false,
        }
    }

    /// Whether what is waited for at `act` is brought about by somebody else.
    fn brought_by_others(&self, call: ExprRef, act: ExprRef) -> bool {
        let program = self.program;
        if program.role(&program.peel(program.ty(call))) == Some(Role::JoinHandle) {
            return !self.has_ended(act);
        }
        match program.callee_of(call) {
            Some(Callee::Api(api)) => {
                let row = program.apis.row(*api);
                match row.verb {
                    Verb::Receive | Verb::Accept | Verb::Join | Verb::Wait => row.is_async && !self.is_of_ready(call),
                    // One kind of sender for channels with and without a limit: without, nothing waits.
                    Verb::Send => {
                        row.waits && (self.has_limit(call) || row.parent.is_some_and(|end| self.always_limited(end)))
                    }
                    // `tx.reserve()`
                    _ if row.waits => self.has_limit(call) || row.parent.is_some_and(|end| self.always_limited(end)),
                    _ => self.deed(call).is_some_and(|deed| matches!(deed.does, Deed::Request)),
                }
            }
            _ => false,
        }
    }

    /// What an await waits for, also where that has a limit: `timeout(limit, tx.send(message)).await`.
    pub(super) fn awaited_call(&self, act: ExprRef) -> Option<ExprRef> {
        let ExprKind::Await(inner) = self.program.expr(act) else { return None };
        let call = ExprRef { body: act.body, expr: *inner };
        match self.program.called_api(call) {
            Some(row) if row.verb == Verb::Timeout => self.ends.work_of(row.work, call),
            _ => Some(call),
        }
    }

    /// Whether the next result is asked of a set of futures that never wait: they are done when they are polled first.
    fn is_of_ready(&self, call: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(call.body);
        let uses = program.uses(call.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(call.expr) else { return false };
        let ExprKind::Local(set) = body.expr(*receiver) else { return false };
        let mut futures = uses.of(*set).iter().filter_map(|&used| {
            let up = uses.parent_expr(used)?;
            match body.expr(up) {
                ExprKind::MethodCall { receiver, args, .. } if *receiver == used && args.len() == 1 => {
                    Some(program.as_future(program.types(call.body).expr(args[0])))
                }
                _ => None,
            }
        });
        let is_ready = |ty: Ty| match ty {
            Ty::Future(future) => match future.origin {
                Origin::Call(function, _) => {
                    let def = &program.defs.fns[function];
                    def.item.is_async
                        && program.trait_fn_of(function).is_none()
                        && def.body.is_some_and(|at| never_waits(program.body(at), program.body(at).root))
                }
                Origin::Block(block) => match program.expr(block) {
                    ExprKind::Async { body: code, stream: false } => never_waits(program.body(block.body), *code),
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        };
        futures.next().is_some_and(is_ready) && futures.all(is_ready)
    }

    /// `if handle.is_finished() { handle.await }` waits for nothing any more.
    fn has_ended(&self, wait: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(wait.body);
        let asks = |cond: ExprId| {
            let mut asks = false;
            body.walk(cond, &mut |_| false, &mut |expr| {
                asks |=
                    program.called_api(ExprRef { body: wait.body, expr }).is_some_and(|row| row.verb == Verb::Check);
            });
            asks
        };
        let before = body.span(wait.expr).lo;
        // `task.abort(); task.await`: what was told to end does so at its next wait.
        if let ExprKind::Await(task) = body.expr(wait.expr)
            && let ExprKind::Local(task) = body.expr(*task)
            && program.uses(wait.body).of(*task).iter().any(|&used| {
                let call = program.uses(wait.body).parent_expr(used);
                body.span(used).lo < before
                    && call.is_some_and(|expr| self.has_verb(ExprRef { body: wait.body, expr }, Verb::Abort))
            })
        {
            return true;
        }
        // `if task.is_finished() { finished.push(id); } … for id in finished { tasks.remove(&id).await }`
        let sorted_out = || {
            body.any(body.root, |expr| {
                matches!(body.expr(expr), ExprKind::If { cond, .. } if body.span(*cond).hi <= before && asks(*cond))
            })
        };
        program.uses(wait.body).ancestors(wait.expr).any(|up| {
            matches!(body.expr(up), ExprKind::If { cond, then, .. }
                if body.span(*then).contains(body.span(wait.expr)) && asks(*cond))
        }) || sorted_out()
    }

    /// A lock around nothing is there to let one through after the other.
    fn protects_unit(&self, held: &Held) -> bool {
        let program = self.program;
        let Some(range) = &held.range else { return false };
        let ty = program.ty(range.at);
        let inner = program.derefs(ty).into_iter().nth(1);
        inner.is_some_and(|inner| inner.is_unit())
    }

    /// Whether what happens is done with what the lock protects, or with something that was got from it.
    fn mentions_guard(&self, held: &Held, act: ExprRef) -> bool {
        let Some(range) = &held.range else { return false };
        // A message is a value of its own, wherever it was copied from: what is waited for is the channel.
        let sender = self.awaited_call(act).and_then(|call| match self.program.expr(call) {
            ExprKind::MethodCall { receiver, .. } if self.has_verb(call, Verb::Send) => Some(*receiver),
            _ => None,
        });
        self.mentions(range, act.body, sender.unwrap_or(act.expr), 3)
    }

    /// Whether the guard is needed for the value of an expression.
    fn mentions(&self, range: &Range, at: BodyRef, expr: ExprId, deep: u8) -> bool {
        let program = self.program;
        let (body, uses) = (program.body(at), program.uses(at));
        // What is taken out of a guard needs it no longer: `lock().await.get(&key).copied()`.
        let is_out = |inner: ExprId| {
            uses.ancestors(inner).take_while(|&up| up != expr).chain([expr]).any(|up| takes_out(body, up))
        };
        let mut found = false;
        body.walk(expr, &mut |_| true, &mut |inner| {
            found |= inner == range.at.expr && !is_out(inner);
            if let ExprKind::Local(binding) = body.expr(inner) {
                let is_guard = || Some(*binding) == range.held_by || self.comes_from(range, at, *binding, deep);
                found |= !is_out(inner) && is_guard();
            }
        });
        found
    }

    fn comes_from(&self, range: &Range, at: BodyRef, binding: BindingId, deep: u8) -> bool {
        let Some(deep) = deep.checked_sub(1) else { return false };
        match self.program.uses(at).source(binding) {
            BindSource::Value(value, _) | BindSource::Branch(value, _) | BindSource::Item(value, _) => {
                self.mentions(range, at, value, deep)
            }
            _ => false,
        }
    }

    fn used_after(&self, range: &Range, act: ExprRef) -> bool {
        let Some(binding) = range.held_by else { return false };
        if self.used_in_next_round(range, act) {
            return true;
        }
        let body = self.program.body(act.body);
        let after = body.span(act.expr).hi;
        self.program
            .uses(act.body)
            .of(binding)
            .iter()
            .any(|&used| body.span(used).lo >= after && !self.is_dropped(ExprRef { body: act.body, expr: used }))
    }

    /// `while let Some(row) = rows.next().await { tx.send(row).await }`, where the guard lends the rows.
    fn used_in_next_round(&self, range: &Range, act: ExprRef) -> bool {
        let body = self.program.body(act.body);
        let made = range.at.expr;
        let mut around = self.program.uses(act.body).ancestors(act.expr);
        act.body == range.at.body
            && around.any(|up| {
                let head = match body.expr(up) {
                    ExprKind::While { cond, .. } => *cond,
                    ExprKind::For { iter, .. } => *iter,
                    _ => return false,
                };
                // `while let Some(handle) = guard.pop()` asks the guard again, whatever it takes out.
                let asks = |expr| matches!(body.expr(expr), ExprKind::Local(used) if Some(*used) == range.held_by);
                let asks_again = body.any(head, asks) || self.mentions(range, act.body, head, 3);
                asks_again && !body.span(up).contains(body.span(made))
            })
    }

    /// `drop(x)`, of that `x`.
    pub(super) fn is_dropped(&self, at: ExprRef) -> bool {
        let parent = self.program.uses(at.body).parent_expr(at.expr);
        parent.is_some_and(|parent| {
            self.program.called_api(ExprRef { body: at.body, expr: parent }).is_some_and(|row| row.verb == Verb::Drop)
        })
    }

    /// A sleep happens where it is awaited, or parks the thread at once.
    fn happens(&self, act: ExprRef) -> bool {
        let program = self.program;
        let Some(Callee::Api(api)) = program.callee_of(act) else { return false };
        program.apis.row(*api).blocking
            || program
                .uses(act.body)
                .parent_expr(act.expr)
                .is_some_and(|parent| matches!(program.body(act.body).expr(parent), ExprKind::Await(_)))
    }
}

/// A call whose answer is a value of its own, whatever becomes of what it was asked of.
fn takes_out(body: &Body, expr: ExprId) -> bool {
    matches!(body.expr(expr), ExprKind::MethodCall { name, .. } if matches!(
        name.as_str(),
        "copied" | "cloned" | "clone" | "to_owned" | "to_string" | "to_vec" | "len" | "is_empty" | "contains_key" | "contains"
            | "pop" | "pop_front" | "pop_back" | "remove" | "swap_remove"
    ))
}
