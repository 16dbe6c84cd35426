//! Branches of a `select!` in a loop that lose something whenever another branch is faster: data that was read or
//! sent half-way, or the time that a timer had run.
//!
//! The loser of a `select!` is dropped. That is harmless where the loop ends with it, or where what it worked on was
//! made in the same round.

use super::Model;
use crate::apis::{ChannelKind, Verb};
use crate::flow::{BindSource, SourceOp, Uses};
use crate::ir::{BinaryOp, BindingId, Body, ExprId, ExprKind, MacroKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// A branch that loses something when it is dropped half-way.
#[derive(Clone, Debug)]
pub struct LosingBranch {
    /// What the branch awaits.
    pub at: ExprRef,
    /// The call that loses it, which may stand in a function of the workspace.
    pub call: ExprRef,
    /// Its name.
    pub name: Name,
    /// What is lost.
    pub loss: Loss,
    /// The branch that goes on with the loop.
    pub other: Span,
}

/// What a dropped branch loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Bytes that were read or written already.
    Bytes,
    /// The message that was to be sent.
    Message,
    /// The message that was taken already, while something else is waited for.
    Taken,
    /// The time that has passed.
    Time,
}

impl Model<'_, '_> {
    /// All branches in loops that lose data when another branch is faster, in order of files and ids.
    pub fn losing_branches(&self) -> Vec<LosingBranch> {
        self.each_branch(&|select, branch| {
            let (call, loss) = self.loses(select, ExprRef { body: select.at.body, expr: branch })?;
            let other = select.goes_on(self, branch, &|_| true)?;
            let at = ExprRef { body: select.at.body, expr: branch };
            Some(LosingBranch { at, call, name: self.called_name(call)?, loss, other })
        })
    }

    /// All branches in loops whose timer begins anew in each round, although its time is a period.
    pub fn restarted_timers(&self) -> Vec<LosingBranch> {
        self.each_branch(&|select, branch| {
            let at = ExprRef { body: select.at.body, expr: branch };
            let code = select.code_of(branch)?;
            let sleep = self.fixed_sleep(select, at)?;
            if !works(select.body, code) || may_leave(select.body, code) {
                return None;
            }
            let own = self.state_of(at.body, code, select, true);
            let other = select.goes_on(self, branch, &|other| {
                let Some(source) = self.ends.source(ExprRef { body: at.body, expr: other.0 }) else { return false };
                // A reply comes once: the sleep beside it is its time limit.
                let once = matches!(source.channel, ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify);
                match source.op {
                    SourceOp::Tick => true,
                    SourceOp::Receive | SourceOp::Accept => {
                        !once
                            && select.waits_on_what_outlives(source.at)
                            && self.state_of(at.body, other.1, select, false).is_disjoint(&own)
                            && !self.counts_down(select.at, other.1)
                    }
                    _ => false,
                }
            })?;
            Some(LosingBranch { at: sleep, call: sleep, name: self.called_name(sleep)?, loss: Loss::Time, other })
        })
    }

    /// `while left > 0 { select! { … => left -= 1 } }`: it comes by so many times only.
    fn counts_down(&self, select: ExprRef, code: ExprId) -> bool {
        let body = self.program.body(select.body);
        let around = self.program.uses(select.body).ancestors(select.expr).find(|&up| body.expr(up).is_loop());
        let Some(ExprKind::While { cond, .. }) = around.map(|up| body.expr(up)) else { return false };
        let ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } = body.expr(*cond) else { return false };
        let counter = |side: ExprId| match body.expr(side) {
            ExprKind::Local(binding) => Some(*binding),
            _ => None,
        };
        let counters: Vec<BindingId> = [*lhs, *rhs].into_iter().filter_map(counter).collect();
        body.any(code, |expr| {
            matches!(body.expr(expr), ExprKind::Assign { place, compound: true, .. }
                if counter(*place).is_some_and(|binding| counters.contains(&binding)))
        })
    }

    fn each_branch<T>(&self, find: &dyn Fn(&LoopSelect<'_>, ExprId) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for &at in self.index.groups() {
            if self.skips(at.body) {
                continue;
            }
            let Some(select) = self.loop_select(at) else { continue };
            let ExprKind::Select { branches, .. } = select.body.expr(at.expr) else { continue };
            found.extend(branches.iter().filter_map(|branch| find(&select, branch.future)));
        }
        found
    }

    /// A `select!` with several branches that a loop comes to again.
    fn loop_select(&self, at: ExprRef) -> Option<LoopSelect<'_>> {
        let body = self.program.body(at.body);
        let ExprKind::Select { branches, .. } = body.expr(at.expr) else { return None };
        if branches.len() < 2 {
            return None;
        }
        let uses = self.program.uses(at.body);
        let outer = uses.ancestors(at.expr).find(|&up| {
            matches!(
                body.expr(up),
                ExprKind::Loop { .. }
                    | ExprKind::While { .. }
                    | ExprKind::For { .. }
                    | ExprKind::Async { .. }
                    | ExprKind::Closure { .. }
            )
        })?;
        let is_loop = !body.expr(outer).is_lazy();
        // What leaves after the select leaves in each round.
        let select = LoopSelect { at, outer, body, uses };
        (is_loop && !select.leaves_behind()).then_some(select)
    }

    /// The call that loses data when this future is dropped half-way, with what it works on made in front of the loop.
    fn loses(&self, select: &LoopSelect<'_>, future: ExprRef) -> Option<(ExprRef, Loss)> {
        let body = select.body;
        match body.expr(future.expr) {
            ExprKind::Async { body: code, stream: false } => {
                let mut found = None;
                body.walk(*code, &mut |_| false, &mut |expr| {
                    if let ExprKind::Await(inner) = body.expr(expr)
                        && found.is_none()
                    {
                        found = self.loses(select, ExprRef { body: future.body, expr: *inner });
                    }
                });
                found
            }
            ExprKind::MethodCall { receiver, args, .. } => {
                let outlives = |expr: &ExprId| select.outlives(*expr);
                match self.program.callee(future) {
                    Callee::Api(api) => {
                        let row = self.program.apis.row(*api);
                        // What was read into a buffer of this round goes with the buffer.
                        let fills = row.fills.and_then(|filled| args.get(usize::from(filled)));
                        let round = body.span(select.outer);
                        let anew = fills.is_some_and(|arg| {
                            root_of(body, *arg).is_some_and(|buffer| !select.is_outside(buffer))
                                || is_cleared(
                                    body,
                                    select.uses,
                                    *arg,
                                    Span::new(round.file, round.lo, body.span(select.at.expr).lo),
                                )
                        });
                        // What nobody looks at, and what ends the loop, is no loss.
                        let ends = select.code_of(future.expr).is_some_and(|code| super::closing::leaves(body, code));
                        let unread = ends
                            && matches!(args[..], [buffer] if root_of(body, buffer).is_some_and(|buffer| {
                                let own = matches!(select.uses.source(buffer), BindSource::Value(..));
                                own && select.uses.of(buffer).len() == 1
                            }));
                        if (row.loses || anew) && !unread && outlives(receiver) {
                            return Some((future, Loss::Bytes));
                        }
                        if row.verb == Verb::Timeout || row.verb == Verb::Wrap {
                            let work = self.ends.work_of(row.work, future)?;
                            return (work != future).then(|| self.loses(select, work)).flatten();
                        }
                        if row.verb == Verb::Send && row.waits && row.is_async && !row.limited {
                            let moved = args.iter().any(|arg| select.moves_message(self, future.body, *arg));
                            return moved.then_some((future, Loss::Message));
                        }
                        None
                    }
                    Callee::Fn(function) if std::iter::once(receiver).chain(args).any(outlives) => {
                        let bytes = self.loses_inside(*function, 0).map(|call| (call, Loss::Bytes));
                        bytes.or_else(|| self.takes_and_waits(*function).map(|call| (call, Loss::Taken)))
                    }
                    // Whichever it is: one that loses bytes loses them here.
                    callee @ Callee::Trait(_) if outlives(receiver) => {
                        let targets = self.program.targets(callee);
                        let call = targets.into_iter().find_map(|function| self.loses_inside(function, 0))?;
                        Some((call, Loss::Bytes))
                    }
                    _ => None,
                }
            }
            ExprKind::Call { args, .. } => match self.program.callee(future) {
                Callee::Api(api) => {
                    let row = self.program.apis.row(*api);
                    if !matches!(row.verb, Verb::Timeout | Verb::Wrap) {
                        return None;
                    }
                    let work = self.ends.work_of(row.work, future)?;
                    self.loses(select, work)
                }
                Callee::Fn(function) if args.iter().any(|arg| select.outlives(*arg)) => {
                    let bytes = self.loses_inside(*function, 0).map(|call| (call, Loss::Bytes));
                    bytes.or_else(|| self.takes_and_waits(*function).map(|call| (call, Loss::Taken)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The call in an `async fn` that loses bytes of something that the function was given.
    fn loses_inside(&self, function: FnId, depth: u8) -> Option<ExprRef> {
        let def = &self.program.defs.fns[function];
        if !def.item.is_async || depth > 3 {
            return None;
        }
        let at = def.body?;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let given = |expr: ExprId| {
            root_of(body, expr).is_some_and(|binding| {
                matches!(uses.source(binding), crate::flow::BindSource::Param(_)) && {
                    // What is only in the future goes with it.
                    let ty = self.program.types(at).binding(binding);
                    body.binding(binding).name == "self" || !self.program.peel(ty).is_unknown()
                }
            })
        };
        let mut found = None;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            let ExprKind::Await(inner) = body.expr(expr) else { return };
            let here = ExprRef { body: at, expr: *inner };
            if found.is_some() {
                return;
            }
            let (receiver, args) = match body.expr(*inner) {
                ExprKind::MethodCall { receiver, args, .. } => (Some(*receiver), args),
                ExprKind::Call { args, .. } => (None, args),
                _ => return,
            };
            found = match self.program.callee(here) {
                Callee::Api(api) => {
                    let row = self.program.apis.row(*api);
                    let filled = row.fills.and_then(|filled| args.get(usize::from(filled)));
                    let whole = body.span(body.root);
                    let before = Span::new(whole.file, whole.lo, body.span(*inner).lo);
                    let own = filled.is_some_and(|arg| {
                        root_of(body, *arg)
                            .is_some_and(|buffer| matches!(uses.source(buffer), crate::flow::BindSource::Value(..)))
                            || is_cleared(body, uses, *arg, before)
                    });
                    ((row.loses || own) && receiver.is_some_and(given)).then_some(here)
                }
                Callee::Fn(function) if receiver.into_iter().chain(args.iter().copied()).any(given) => {
                    self.loses_inside(*function, depth + 1)
                }
                _ => None,
            };
        });
        found
    }

    /// The receive in an `async fn` that takes a message for good, where the function then waits for something else
    /// with the message in hand.
    fn takes_and_waits(&self, function: FnId) -> Option<ExprRef> {
        let program = self.program;
        let def = &program.defs.fns[function];
        if !def.item.is_async || program.trait_fn_of(function).is_some() {
            return None;
        }
        let at = def.body?;
        let body = program.body(at);
        let uses = program.uses(at);
        let ExprKind::Block { stmts, tail, .. } = body.expr(body.root) else { return None };
        // Everything one after the other: what comes in a loop or in a branch may be kept elsewhere.
        for (index, stmt) in stmts.iter().enumerate() {
            let Stmt::Let { pat, init: Some(init), .. } = stmt else { continue };
            let Some(receive) = self.receives_in_line(ExprRef { body: at, expr: *init }) else { continue };
            let mut taken = Vec::new();
            body.bindings_of(*pat, &mut |binding, _| taken.push(binding));
            let later = stmts[index + 1..].iter().filter_map(|stmt| match stmt {
                Stmt::Expr(expr) => Some(*expr),
                Stmt::Let { init, .. } => *init,
            });
            let later: Vec<ExprId> = later.chain(*tail).collect();
            let first_wait = later.iter().position(|&code| {
                body.any(code, |expr| matches!(body.expr(expr), ExprKind::Await(_)) && !self.is_in_lazy(at, expr, code))
            });
            let first = first_wait?;
            if self.waits_empty_handed(at, later[first], &taken) {
                return None;
            }
            // `let batch = mem::take(&mut self.batch);`
            for stmt in &stmts[index + 1..(index + 1 + first).min(stmts.len())] {
                if let Stmt::Let { pat, init: Some(init), .. } = stmt
                    && let Callee::Api(api) = program.callee(ExprRef { body: at, expr: *init })
                    && matches!(program.apis.row(*api).path.as_str(), "std::mem::take" | "std::mem::replace")
                {
                    body.bindings_of(*pat, &mut |binding, _| taken.push(binding));
                }
            }
            // What is put away before the wait is not lost with it.
            let from = body.span(later[first]).lo;
            let held = |binding: &BindingId| {
                let mut used = uses.of(*binding).iter().peekable();
                used.peek().is_some() && used.all(|&one| body.span(one).lo >= from)
            };
            return taken.iter().any(held).then_some(receive);
        }
        None
    }

    /// `match taken { Ok(message) => Ok(message), Err(()) => self.why().await }`: only where nothing of what was taken is
    /// left does it wait.
    fn waits_empty_handed(&self, at: BodyRef, code: ExprId, taken: &[BindingId]) -> bool {
        let body = self.program.body(at);
        let ExprKind::Match { value, arms } = body.expr(code) else { return false };
        let is_taken = |expr: ExprId| matches!(body.expr(expr), ExprKind::Local(binding) if taken.contains(binding));
        is_taken(*value)
            && arms.iter().all(|arm| {
                let mut bound = false;
                body.bindings_of(arm.pat, &mut |_, _| bound = true);
                let waits = body.any(arm.body, |expr| {
                    matches!(body.expr(expr), ExprKind::Await(_)) && !self.is_in_lazy(at, expr, arm.body)
                });
                !waits || !bound && !body.any(arm.body, is_taken)
            })
    }

    fn is_in_lazy(&self, at: BodyRef, expr: ExprId, within: ExprId) -> bool {
        let body = self.program.body(at);
        let mut way = self.program.uses(at).ancestors(expr).take_while(|&up| up != within);
        expr != within && way.any(|up| body.expr(up).is_lazy())
    }

    /// `self.jobs.recv().await`, with `?`, `unwrap` and the like behind it, of a queue that the function was given.
    fn receives_in_line(&self, at: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let body = program.body(at.body);
        let mut expr = at.expr;
        loop {
            match body.expr(expr) {
                ExprKind::Try(inner) => expr = *inner,
                ExprKind::MethodCall { receiver, name, .. }
                    if matches!(name.as_str(), "unwrap" | "expect" | "ok_or" | "ok_or_else" | "context") =>
                {
                    expr = *receiver;
                }
                ExprKind::Await(inner) => {
                    let call = ExprRef { body: at.body, expr: *inner };
                    let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return None };
                    let row = program.called_api(call)?;
                    let queue = row.verb == Verb::Receive
                        && row.is_async
                        && row.channel.is_some_and(|kind| {
                            !matches!(
                                kind,
                                ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify | ChannelKind::Interval
                            )
                        });
                    let given = root_of(body, *receiver).is_some_and(|binding| {
                        matches!(program.uses(at.body).source(binding), crate::flow::BindSource::Param(_))
                    });
                    return (queue && given).then_some(call);
                }
                _ => return None,
            }
        }
    }

    fn called_name(&self, at: ExprRef) -> Option<Name> {
        match self.program.expr(at) {
            ExprKind::MethodCall { name, .. } => Some(*name),
            ExprKind::Call { callee, .. } => match self.program.body(at.body).expr(*callee) {
                ExprKind::Path(path) => Some(path.last()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `sleep(d)` with the same `d` in each round, in the branch or in a variable of the round: what is left of a
    /// deadline is computed anew.
    fn fixed_sleep(&self, select: &LoopSelect<'_>, at: ExprRef) -> Option<ExprRef> {
        let body = select.body;
        let named = match body.expr(at.expr) {
            ExprKind::Local(_) => Some(at.expr),
            ExprKind::Ref(inner) if matches!(body.expr(*inner), ExprKind::Local(_)) => Some(*inner),
            _ => None,
        };
        let call = match named.map(|named| body.expr(named)) {
            Some(ExprKind::Local(binding)) if !select.is_outside(*binding) => match select.uses.source(*binding) {
                BindSource::Value(value, _) => ExprRef { body: at.body, expr: value },
                _ => return None,
            },
            Some(_) => return None,
            None => at,
        };
        let ExprKind::Call { args, .. } = body.expr(call.expr) else { return None };
        let row = self.program.called_api(call)?;
        let [time] = args[..] else { return None };
        let fixed = self.is_fixed(select, time) || self.is_fixed_from_now(select, time);
        (row.verb == Verb::Sleep && row.is_async && fixed).then_some(call)
    }

    /// `Instant::now() + d`
    fn is_fixed_from_now(&self, select: &LoopSelect<'_>, time: ExprId) -> bool {
        let ExprKind::Binary { op: BinaryOp::Arith, lhs, rhs } = select.body.expr(time) else { return false };
        let now = self.program.called_api(ExprRef { body: select.at.body, expr: *lhs });
        now.is_some_and(|row| row.path.as_str().ends_with("::Instant::now")) && self.is_fixed(select, *rhs)
    }

    fn is_fixed(&self, select: &LoopSelect<'_>, expr: ExprId) -> bool {
        let mut fixed = true;
        select.body.walk(expr, &mut |_| false, &mut |part| {
            fixed &= match select.body.expr(part) {
                ExprKind::Lit(_) | ExprKind::Path(_) | ExprKind::Field { .. } | ExprKind::Ref(_) => true,
                ExprKind::Unary { .. } => true,
                ExprKind::Local(binding) => {
                    let local = select.body.binding(*binding);
                    local.name == "self" || !local.mutable && select.is_outside(*binding)
                }
                ExprKind::Call { .. } => self
                    .program
                    .called_api(ExprRef { body: select.at.body, expr: part })
                    .is_some_and(|row| row.path.as_str().starts_with("std::time::Duration::")),
                _ => false,
            };
        });
        fixed
    }

    /// What code works on: variables from in front of the loop, and fields of `self`, also one call away.
    /// `swept`: without what is only gone through to throw out what is old, which is due however busy the others are.
    fn state_of(&self, at: BodyRef, code: ExprId, select: &LoopSelect<'_>, swept: bool) -> FxHashSet<State> {
        let body = select.body;
        let mut state = FxHashSet::default();
        body.walk(code, &mut |_| true, &mut |expr| match body.expr(expr) {
            ExprKind::Local(binding) if body.binding(*binding).name == "self" => {
                let up = select.uses.parent_expr(expr).map(|up| (up, body.expr(up)));
                match up {
                    Some((field, ExprKind::Field { .. })) if swept && is_swept(body, select.uses, field) => {}
                    Some((_, ExprKind::Field { name, .. })) => {
                        state.insert(State::Field(*name));
                    }
                    Some((call, ExprKind::MethodCall { receiver, .. })) if *receiver == expr => {
                        let fields = self.fields_in(ExprRef { body: at, expr: call }, swept);
                        state.extend(fields.unwrap_or_else(|| vec![State::All]));
                    }
                    _ => {
                        state.insert(State::All);
                    }
                }
            }
            ExprKind::Local(binding)
                if select.is_outside(*binding) && !(swept && is_swept(body, select.uses, expr)) =>
            {
                state.insert(State::Local(*binding));
            }
            _ => {}
        });
        if state.contains(&State::All) {
            // Everything: it shares whatever the other has of `self`.
            return [State::All].into_iter().collect();
        }
        state
    }

    /// Fields of `self` that a method of the workspace names; nothing if it hands `self` on.
    fn fields_in(&self, call: ExprRef, swept: bool) -> Option<Vec<State>> {
        let Callee::Fn(function) = self.program.callee(call) else { return None };
        let at = self.program.defs.fns[*function].body?;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut fields = Some(Vec::new());
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if !matches!(body.expr(expr), ExprKind::Local(binding) if body.binding(*binding).name == "self") {
                return;
            }
            match uses.parent_expr(expr).map(|up| (up, body.expr(up))) {
                Some((field, ExprKind::Field { .. })) if swept && is_swept(body, uses, field) => {}
                Some((_, ExprKind::Field { name, .. })) => {
                    if let Some(fields) = &mut fields {
                        fields.push(State::Field(*name));
                    }
                }
                _ => fields = None,
            }
        });
        fields
    }
}

/// `self.seen.retain(…)`, `seen.lock().unwrap().retain(…)`
fn is_swept(body: &Body, uses: &Uses, expr: ExprId) -> bool {
    let mut child = expr;
    for up in uses.ancestors(expr) {
        match body.expr(up) {
            ExprKind::MethodCall { receiver, name, args, .. } if *receiver == child => {
                if matches!(name.as_str(), "retain" | "retain_mut") {
                    return true;
                }
                if !args.is_empty() {
                    return false;
                }
            }
            ExprKind::Await(_) | ExprKind::Try(_) | ExprKind::Ref(_) => {}
            _ => return false,
        }
        child = up;
    }
    false
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Local(BindingId),
    Field(Name),
    All,
}

/// A `select!` in a loop.
struct LoopSelect<'m> {
    at: ExprRef,
    outer: ExprId,
    body: &'m Body,
    uses: &'m Uses,
}

impl LoopSelect<'_> {
    fn code_of(&self, future: ExprId) -> Option<ExprId> {
        let ExprKind::Select { branches, .. } = self.body.expr(self.at.expr) else { return None };
        branches.iter().find(|branch| branch.future == future).map(|branch| branch.body)
    }

    /// Another branch after which the loop goes on.
    fn goes_on(&self, model: &Model<'_, '_>, than: ExprId, counts: &dyn Fn((ExprId, ExprId)) -> bool) -> Option<Span> {
        let ExprKind::Select { branches, .. } = self.body.expr(self.at.expr) else { return None };
        let other = branches.iter().find(|branch| {
            branch.future != than
                && !leaves(self.body, branch.body)
                && !model.never_ready(ExprRef { body: self.at.body, expr: branch.future })
                && counts((branch.future, branch.body))
        })?;
        Some(self.body.span(other.future))
    }

    /// The statements behind the select, up to the loop, always leave the loop.
    fn leaves_behind(&self) -> bool {
        let mut child = self.at.expr;
        for up in self.uses.ancestors(self.at.expr) {
            if let ExprKind::Block { stmts, tail, .. } = self.body.expr(up) {
                let behind = |expr: ExprId| self.body.span(expr).lo >= self.body.span(child).hi;
                let exprs = stmts.iter().filter_map(|stmt| match stmt {
                    Stmt::Expr(expr) => Some(*expr),
                    Stmt::Let { init, .. } => *init,
                });
                if exprs.chain(*tail).any(|expr| behind(expr) && leaves(self.body, expr)) {
                    return true;
                }
            }
            if matches!(self.body.expr(up), ExprKind::Break { .. } | ExprKind::Return(_)) {
                return true;
            }
            if up == self.outer {
                return false;
            }
            child = up;
        }
        false
    }

    fn is_outside(&self, binding: BindingId) -> bool {
        let local = self.body.binding(binding);
        let span = self.body.span(self.outer);
        local.hi <= span.lo || local.lo >= span.hi
    }

    /// What an expression reaches into was there before the loop.
    fn outlives(&self, expr: ExprId) -> bool {
        root_of(self.body, expr).is_some_and(|binding| self.is_outside(binding))
    }

    /// What is received from was there before the loop, as far as it is in sight.
    fn waits_on_what_outlives(&self, wait: ExprRef) -> bool {
        if wait.body != self.at.body {
            return true;
        }
        match self.body.expr(wait.expr) {
            ExprKind::MethodCall { receiver, .. } => self.outlives(*receiver),
            _ => self.outlives(wait.expr),
        }
    }

    /// A message that was taken from somewhere in this round, and that goes away with the branch.
    fn moves_message(&self, model: &Model<'_, '_>, at: BodyRef, arg: ExprId) -> bool {
        let ExprKind::Local(binding) = self.body.expr(arg) else { return false };
        let crate::flow::BindSource::Value(value, _) = self.uses.source(*binding) else { return false };
        let source = model.ends.source(ExprRef { body: at, expr: value });
        !self.is_outside(*binding) && source.is_some_and(|source| source.op == SourceOp::Receive)
    }
}

impl Model<'_, '_> {
    /// `pending()`
    fn never_ready(&self, future: ExprRef) -> bool {
        self.program.called_api(future).is_some_and(|row| row.verb == Verb::Forever)
    }
}

/// The variable that an expression reaches into.
fn root_of(body: &Body, expr: ExprId) -> Option<BindingId> {
    match body.expr(expr) {
        ExprKind::Local(binding) => Some(*binding),
        ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => root_of(body, *base),
        ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => root_of(body, *inner),
        ExprKind::MethodCall { receiver, args, .. } if args.is_empty() => root_of(body, *receiver),
        _ => None,
    }
}

/// Whether code always leaves its loop.
pub(super) fn leaves(body: &Body, expr: ExprId) -> bool {
    match body.expr(expr) {
        ExprKind::Break { .. } | ExprKind::Return(_) => true,
        ExprKind::Macro { kind: MacroKind::Panics, .. } => true,
        ExprKind::Block { stmts, tail, .. } => {
            let exprs = stmts.iter().filter_map(|stmt| match stmt {
                Stmt::Expr(expr) => Some(*expr),
                Stmt::Let { init, .. } => *init,
            });
            exprs.chain(*tail).any(|expr| leaves(body, expr))
        }
        ExprKind::If { then, otherwise: Some(otherwise), .. } => leaves(body, *then) && leaves(body, *otherwise),
        ExprKind::Match { arms, .. } => !arms.is_empty() && arms.iter().all(|arm| leaves(body, arm.body)),
        _ => false,
    }
}

/// Whether code can leave its loop, errors aside.
fn may_leave(body: &Body, code: ExprId) -> bool {
    let mut found = false;
    body.walk(code, &mut |_| false, &mut |expr| {
        found |= matches!(
            body.expr(expr),
            ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Macro { kind: MacroKind::Panics, .. }
        );
    });
    found
}

/// Whether code does anything. To say that nothing came is none: `info!("idle")`
fn works(body: &Body, code: ExprId) -> bool {
    let says_something = |args: &[ExprId]| args.iter().any(|&arg| !matches!(body.expr(arg), ExprKind::Lit(_)));
    body.any(code, |expr| match body.expr(expr) {
        ExprKind::Macro { args, kind: MacroKind::Borrows, .. } => says_something(args),
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Macro { .. } => true,
        _ => false,
    })
}

/// Whether a buffer is emptied on the straight way to where it is filled, in a part of the code: what was read into it
/// before the future was dropped is gone.
fn is_cleared(body: &Body, uses: &Uses, buffer: ExprId, within: Span) -> bool {
    let straight = |expr: ExprId| {
        let mut up = uses.ancestors(expr);
        let block = up.find(|&up| matches!(body.expr(up), ExprKind::Block { .. }));
        block.is_some_and(|block| body.span(block).contains(body.span(buffer)))
    };
    body.any(body.root, |expr| {
        matches!(body.expr(expr), ExprKind::MethodCall { receiver, name, args, .. }
            if *name == "clear"
                && args.is_empty()
                && within.contains(body.span(expr))
                && super::cleanup::same_place(body, *receiver, buffer)
                && straight(expr))
    })
}
