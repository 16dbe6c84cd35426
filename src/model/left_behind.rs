//! Children that a supervisor written by hand leaves behind: it starts one child again with a new channel, and another
//! one, which was given the sender of the old channel, goes on with that.
//!
//! Knows channels that the supervisor makes itself, or in a function that makes the channel and starts the child, and
//! senders that it keeps in a variable or field. A child that ends when a send fails is started again by its own end, and
//! has the new sender then: it is not left behind.

use super::{Channel, Model};
use crate::apis::{Role, Verb};
use crate::flow::{BindSource, EndKind, Place};
use crate::ir::{BinaryOp, BindingId, ExprId, ExprKind, PatId, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};
use crate::source::Span;
use std::collections::BTreeMap;

/// A child that keeps a sender which leads nowhere once another child was started again.
#[derive(Clone, Debug)]
pub struct LeftBehind {
    /// Who keeps it.
    pub from: String,
    /// Who has the other end.
    pub to: String,
    /// Where the first is given the sender.
    pub kept: Span,
    /// Where the first is started.
    pub kept_by: Span,
    /// Where the new channel is made.
    pub made: Span,
    /// Where the other is started again.
    pub start: Span,
    /// Both are started one after the other, in the wrong order; else the other is started alone.
    pub order: bool,
}

/// A channel that is made anew when a child is started again.
struct Remade {
    /// The call that makes it.
    at: ExprRef,
    /// The start of the child that is given its receiver.
    start: ExprRef,
    /// The task that it is.
    task: usize,
    /// The code that runs for that child alone: an arm, a branch, the function.
    region: Span,
    /// Where the senders for others come from.
    kept: Place,
}

/// What a function gives that starts a child: the variables with their places in the tuple, and the place of the handle.
struct Parts {
    call: ExprRef,
    bindings: Vec<(BindingId, usize)>,
    handle: usize,
}

/// A start of a child that takes a sender along.
struct Given {
    /// The call in the supervisor's own text.
    start: ExprRef,
    task: usize,
    /// The sender.
    sender: ExprRef,
}

impl Model<'_, '_> {
    /// All such children, in order of their places.
    pub fn left_behind(&self) -> Vec<LeftBehind> {
        let mut found = Vec::new();
        for channel in &self.channels {
            if let Some(remade) = self.remade_here(channel) {
                found.extend(self.left_behind_by(&remade));
            }
        }
        for task in 0..self.tasks.len() {
            for remade in self.remade_by_call(task) {
                found.extend(self.left_behind_by(&remade));
            }
        }
        let path = |span: Span| self.program.workspace.sources.get(span.file).path.clone();
        found.sort_by_cached_key(|one| (path(one.kept), one.kept.lo, one.made.lo));
        found.dedup_by(|one, other| one.kept == other.kept && one.to == other.to);
        found
    }

    /// `let (tx, rx) = channel(); self.tx = tx; self.writer = spawn(write(rx));`, where a supervising loop comes by.
    fn remade_here(&self, channel: &Channel) -> Option<Remade> {
        let program = self.program;
        let ([sender], [receiver]) = (&channel.senders[..], &channel.receivers[..]) else { return None };
        let ((at, sender), (of, receiver)) = (sender.local?, receiver.local?);
        if at != of || at != channel.at.body {
            return None;
        }
        let (body, uses) = (program.body(at), program.uses(at));
        // One receiver that nobody keeps for the next start.
        let &[taken] = uses.of(receiver) else { return None };
        let is_kept = |&used: &ExprId| {
            uses.parent_expr(used).is_some_and(
                |up| matches!(body.expr(up), ExprKind::Assign { value, compound: false, .. } if *value == used),
            )
        };
        if !uses.of(sender).iter().any(is_kept) {
            return None;
        }
        let starts = self.started_from(at);
        let holds = |start: &ExprRef, expr: ExprId| body.span(start.expr).contains(body.span(expr));
        let &(task, start) = starts.iter().find(|(_, start)| holds(start, taken))?;
        if body.span(start.expr).lo < body.span(channel.at.expr).hi {
            return None;
        }
        let region = self.region_of(channel.at);
        let mut kept = None;
        for &used in uses.of(sender) {
            let up = uses.parent_expr(used)?;
            match body.expr(up) {
                ExprKind::Assign { place, value, compound: false } if *value == used => {
                    kept = Some(self.place_at(ExprRef { body: at, expr: *place }));
                }
                // Another child gets the new one as well.
                _ if starts.iter().any(|(_, start)| holds(start, used)) => {}
                _ => return None,
            }
        }
        let kept = kept.filter(|place| matches!(place, Place::Local(..) | Place::Field(..)))?;
        self.is_in_restart(channel.at).then_some(Remade { at: channel.at, start, task, region, kept })
    }

    /// `let (_store, task) = Store::start();` in a supervising loop, where an earlier call gave the store that others have.
    fn remade_by_call(&self, task: usize) -> Vec<Remade> {
        let program = self.program;
        let inner = self.tasks[task].at.body;
        let Some(function) = program.owner(inner) else { return Vec::new() };
        let makes = self.channels.iter().any(|channel| {
            let work = self.tasks[task].at;
            channel.at.body == inner
                && channel.receivers.iter().filter_map(|end| end.local).any(|(of, receiver)| {
                    let code = program.body(of);
                    of == inner
                        && program
                            .uses(of)
                            .of(receiver)
                            .iter()
                            .any(|&used| code.span(work.expr).contains(code.span(used)))
                })
        });
        if !makes {
            return Vec::new();
        }
        let calls: Vec<Parts> = self.callers(function).into_iter().filter_map(|call| self.made_parts(call)).collect();
        let mut found = Vec::new();
        for Parts { call, bindings: parts, handle } in &calls {
            let uses = program.uses(call.body);
            let region = self.region_of(*call);
            if !self.is_in_restart(*call) {
                continue;
            }
            let fresh = parts.iter().filter(|(_, part)| part != handle);
            let dropped = fresh.clone().all(|(binding, _)| uses.of(*binding).is_empty());
            let assigned: Vec<Place> = fresh
                .flat_map(|(binding, _)| uses.of(*binding))
                .filter_map(|&used| match program.body(call.body).expr(uses.parent_expr(used)?) {
                    ExprKind::Assign { place, value, compound: false } if *value == used => {
                        Some(self.place_at(ExprRef { body: call.body, expr: *place }))
                    }
                    _ => None,
                })
                .collect();
            for Parts { call: first, bindings: parts, .. } in &calls {
                if first.body != call.body || first.expr == call.expr {
                    continue;
                }
                for &(binding, part) in parts {
                    let kept = Place::Local(call.body, binding);
                    if part != *handle && (dropped || assigned.contains(&kept)) {
                        found.push(Remade { at: *call, start: *call, task, region, kept });
                    }
                }
            }
        }
        found
    }

    /// `let (store, task) = start();`
    fn made_parts(&self, call: ExprRef) -> Option<Parts> {
        let program = self.program;
        let body = program.body(call.body);
        let (_, pat) = self.let_around(call)?;
        let PatKind::Tuple(parts) = body.pat(pat) else { return None };
        let mut bindings = Vec::new();
        let mut handle = None;
        for (index, part) in parts.iter().enumerate() {
            let PatKind::Bind(binding, None) = body.pat(*part) else { continue };
            if program.role(program.types(call.body).binding(*binding)) == Some(Role::JoinHandle) {
                handle = Some(index);
            }
            bindings.push((*binding, index));
        }
        Some(Parts { call, bindings, handle: handle? })
    }

    fn let_around(&self, call: ExprRef) -> Option<(ExprId, PatId)> {
        let body = self.program.body(call.body);
        let uses = self.program.uses(call.body);
        let mut value = call.expr;
        while let Some(up) = uses.parent_expr(value) {
            match body.expr(up) {
                ExprKind::Await(_) | ExprKind::Try(_) => value = up,
                _ => break,
            }
        }
        match uses.parent(value) {
            crate::flow::Parent::Let(block, index) => Some((value, body.let_pat(block, index)?)),
            _ => None,
        }
    }

    /// The innermost arm, branch or block of a condition around an expression; else all of the function.
    fn region_of(&self, at: ExprRef) -> Span {
        let body = self.program.body(at.body);
        let mut child = at.expr;
        for up in self.program.uses(at.body).ancestors(at.expr) {
            let own = match body.expr(up) {
                ExprKind::Select { branches, .. } => branches.iter().any(|branch| branch.body == child),
                ExprKind::Match { arms, .. } => arms.iter().any(|arm| arm.body == child),
                ExprKind::If { then, otherwise, .. } => *then == child || *otherwise == Some(child),
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } | ExprKind::Closure { .. } => {
                    true
                }
                _ => false,
            };
            if own {
                return body.span(child);
            }
            child = up;
        }
        body.span(body.root)
    }

    /// Whether a loop that sees children end runs some code, itself or by a call that is made once in a round.
    fn is_in_restart(&self, at: ExprRef) -> bool {
        if self.supervising_loop(at).is_some() {
            return true;
        }
        let Some(function) = self.program.owner(at.body) else { return false };
        let body = self.program.body(at.body);
        let looped = self.program.uses(at.body).ancestors(at.expr).any(|up| body.expr(up).is_loop());
        !looped && self.callers(function).into_iter().any(|call| self.supervising_loop(call).is_some())
    }

    /// The innermost loop around an expression, if a round of it sees how a child ends.
    fn supervising_loop(&self, at: ExprRef) -> Option<ExprId> {
        let body = self.program.body(at.body);
        let around = self
            .program
            .uses(at.body)
            .ancestors(at.expr)
            .find(|&up| body.expr(up).is_loop() || matches!(body.expr(up), ExprKind::Closure { .. }))?;
        (matches!(body.expr(around), ExprKind::Loop { .. } | ExprKind::While { .. })
            && self.sees_end(ExprRef { body: at.body, expr: around }, 1))
        .then_some(around)
    }

    /// Whether code waits for a handle, asks one whether its task has finished, or takes the next end of a set.
    fn sees_end(&self, at: ExprRef, far: u8) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let mut sees = false;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            let is_handle = |expr: ExprId| {
                program.role(&program.peel(program.ty(ExprRef { body: at.body, expr }))) == Some(Role::JoinHandle)
            };
            sees |= match body.expr(expr) {
                ExprKind::Await(waited) => is_handle(*waited),
                ExprKind::Select { branches, .. } => branches.iter().any(|branch| is_handle(branch.future)),
                ExprKind::MethodCall { receiver, name, .. } if *name == "is_finished" => is_handle(*receiver),
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program.callee(here) {
                    Callee::Api(api) => program.apis.row(*api).verb == Verb::Join,
                    Callee::Fn(function) if far > 0 => program.defs.fns[*function].body.is_some_and(|inner| {
                        self.sees_end(ExprRef { body: inner, expr: program.body(inner).root }, far - 1)
                    }),
                    _ => false,
                },
                _ => false,
            };
        });
        sees
    }

    fn left_behind_by(&self, remade: &Remade) -> Vec<LeftBehind> {
        let program = self.program;
        let body = program.body(remade.at.body);
        if self.tells_others(remade) {
            return Vec::new();
        }
        let to = self.child_name(remade.task);
        let mut by_child: BTreeMap<String, Vec<Given>> = BTreeMap::new();
        for given in self.given_from(remade.kept) {
            by_child.entry(self.child_name(given.task)).or_default().push(given);
        }
        let mut found = Vec::new();
        for (from, mut starts) in by_child {
            let is_new = |given: &Given| {
                given.start.body == remade.at.body
                    && body.span(given.start.expr).lo >= body.span(remade.at.expr).hi
                    && (remade.region.contains(body.span(given.start.expr))
                        || self.same_way(given.start, remade.at.expr) == Some(true))
            };
            let long = |given: &Given| {
                matches!(self.tasks[given.task].ends.kind, EndKind::Loops | EndKind::Infinite)
                    && self.goes_on_without(given) == Some(true)
            };
            if from == to || starts.iter().any(is_new) || !starts.iter().all(long) {
                continue;
            }
            let path = |span: Span| program.workspace.sources.get(span.file).path.clone();
            starts.sort_by_cached_key(|given| {
                let span = program.span(given.sender);
                (path(span), span.lo)
            });
            let before = starts.iter().find(|given| self.starts_before(given, remade));
            let Some(shown) = before.or(starts.first()) else { continue };
            found.push(LeftBehind {
                from,
                to: to.clone(),
                kept: program.span(shown.sender),
                kept_by: self.callee_span(shown.start),
                made: self.callee_span(remade.at),
                start: self.callee_span(remade.start),
                order: before.is_some(),
            });
        }
        found
    }

    /// Whether the code around a restart speaks to others: it aborts another child, sends, cancels or stores something.
    fn tells_others(&self, remade: &Remade) -> bool {
        let program = self.program;
        let at = remade.at.body;
        let body = program.body(at);
        let own = self.handle_place(remade.start);
        let mut tells = false;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            if !remade.region.contains(body.span(expr)) {
                return;
            }
            let here = ExprRef { body: at, expr };
            let Some(row) = program.called_api(here) else { return };
            tells |= match row.verb {
                Verb::Send | Verb::Cancel => true,
                // In a function that starts several in turn, each one that is aborted is started again.
                Verb::Abort => match body.expr(expr) {
                    ExprKind::MethodCall { receiver, .. } => {
                        let place = self.place_at(ExprRef { body: at, expr: *receiver });
                        let is_own = own == Some(place);
                        let again = self.started_from(at).iter().any(|&(_, start)| {
                            remade.region.contains(body.span(start.expr)) && self.handle_place(start) == Some(place)
                        });
                        !is_own && !again
                    }
                    _ => true,
                },
                _ => false,
            };
        });
        tells
    }

    /// The place that a start's handle is put into.
    fn handle_place(&self, start: ExprRef) -> Option<Place> {
        let body = self.program.body(start.body);
        let up = self.program.uses(start.body).parent_expr(start.expr)?;
        match body.expr(up) {
            ExprKind::Assign { place, .. } => Some(self.place_at(ExprRef { body: start.body, expr: *place })),
            _ => None,
        }
    }

    /// Starts of children that take along what is kept in a place: itself, or a clone with or without a name.
    fn given_from(&self, kept: Place) -> Vec<Given> {
        let program = self.program;
        let uses: Vec<ExprRef> = match kept {
            Place::Local(body, binding) => {
                program.uses(body).of(binding).iter().map(|&expr| ExprRef { body, expr }).collect()
            }
            Place::Field(_, name) => {
                self.index.fields(name).iter().copied().filter(|&at| self.place_at(at) == kept).collect()
            }
            _ => return Vec::new(),
        };
        let mut found = Vec::new();
        for used in uses.into_iter().filter(|used| !self.skips(used.body)) {
            let body = program.body(used.body);
            let starts = self.started_from(used.body);
            let holds = |expr: ExprId| {
                starts.iter().find(|(_, start)| body.span(start.expr).contains(body.span(expr))).copied()
            };
            if let Some((task, start)) = holds(used.expr) {
                found.push(Given { start, task, sender: used });
                continue;
            }
            // `let tx = self.tx.clone();`
            let uses = program.uses(used.body);
            let Some(cloned) = uses.parent_expr(used.expr) else { continue };
            let is_clone = matches!(body.expr(cloned), ExprKind::MethodCall { name, .. } if *name == "clone");
            let Some((_, pat)) = self.let_around(ExprRef { body: used.body, expr: cloned }).filter(|_| is_clone) else {
                continue;
            };
            let PatKind::Bind(binding, None) = body.pat(pat) else { continue };
            for &again in uses.of(*binding) {
                if let Some((task, start)) = holds(again) {
                    found.push(Given { start, task, sender: ExprRef { body: used.body, expr: again } });
                }
            }
        }
        found
    }

    /// Whether a start stands before the place at which the channel is made anew, on the same way: both come by in one
    /// round, by a number in an order.
    fn starts_before(&self, given: &Given, remade: &Remade) -> bool {
        let program = self.program;
        let at = remade.at.body;
        if given.start.body != at {
            return false;
        }
        let body = program.body(at);
        let lo = body.span(given.start.expr).hi;
        let around = self.supervising_loop(remade.at).map_or(body.span(body.root), |up| body.span(up));
        if lo > body.span(remade.at.expr).lo || !around.contains(body.span(given.start.expr)) {
            return false;
        }
        self.same_way(given.start, remade.at.expr) == Some(true)
    }

    /// Whether a start and another place of its function lie on one way, of which a number in an order says where it
    /// begins; nothing where one of them excludes the other.
    fn same_way(&self, start: ExprRef, other: ExprId) -> Option<bool> {
        let body = self.program.body(start.body);
        let target = body.span(other);
        let mut free = true;
        let mut ordered = false;
        for up in self.program.uses(start.body).ancestors(start.expr) {
            let both = body.span(up).contains(target);
            match body.expr(up) {
                ExprKind::Select { .. } | ExprKind::Match { .. } => return None,
                ExprKind::If { .. } if both => return None,
                ExprKind::If { cond, .. } => {
                    let compares = self.compares_place(start.body, *cond);
                    ordered |= compares;
                    free &= compares;
                }
                _ if both => break,
                _ => {}
            }
        }
        for up in self.program.uses(start.body).ancestors(other) {
            match body.expr(up) {
                _ if body.span(up).contains(body.span(start.expr)) => break,
                ExprKind::Select { .. } | ExprKind::Match { .. } => return None,
                ExprKind::If { cond, .. } => {
                    let compares = self.compares_place(start.body, *cond);
                    ordered |= compares;
                    free &= compares;
                }
                _ => {}
            }
        }
        Some(free && ordered)
    }

    /// `place <= 1`, `place == 0`
    fn compares_place(&self, at: BodyRef, cond: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(cond) {
            ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } => {
                matches!(body.expr(*lhs), ExprKind::Local(_))
                    && match body.expr(*rhs) {
                        ExprKind::Lit(_) => true,
                        // `place <= SCANNER`
                        ExprKind::Path(_) => self.literal_number(ExprRef { body: at, expr: *rhs }).is_some(),
                        _ => false,
                    }
            }
            _ => false,
        }
    }

    /// Whether a child goes on when a send on the sender that it was given fails; nothing if that is not known.
    fn goes_on_without(&self, given: &Given) -> Option<bool> {
        let (at, binding) = self.param_for(given.start, given.sender, 3)?;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let leaves = uses.of(binding).iter().any(|&used| {
            uses.ancestors(used).take_while(|&up| !body.expr(up).is_loop() && !body.expr(up).is_lazy()).any(|up| {
                match body.expr(up) {
                    ExprKind::Try(_) => true,
                    ExprKind::If { .. } | ExprKind::Match { .. } => body.any(up, |part| {
                        matches!(body.expr(part), ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Try(_))
                    }),
                    ExprKind::MethodCall { name, .. } => matches!(name.as_str(), "unwrap" | "expect" | "closed"),
                    _ => false,
                }
            })
        });
        Some(!leaves && !uses.of(binding).is_empty())
    }

    /// The parameter of the function that a child runs, by which it has what stands in the call that starts it.
    fn param_for(&self, call: ExprRef, given: ExprRef, far: u8) -> Option<(BodyRef, BindingId)> {
        let program = self.program;
        let far = far.checked_sub(1)?;
        let body = program.body(call.body);
        let span = body.span(given.expr);
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = body.expr(call.expr) else {
            return None;
        };
        let receiver = matches!(body.expr(call.expr), ExprKind::MethodCall { .. });
        match program.callee(call) {
            Callee::Fn(function) => {
                let index = args.iter().position(|&arg| body.span(arg).contains(span))?;
                let own = u32::from(receiver && program.defs.fns[*function].item.receiver.is_some());
                let (inner, binding) = self.param_binding(*function, index as u32 + own)?;
                // The function may only start what has the code.
                let code = program.body(inner);
                let short = self.ends.of_fn(*function).kind == EndKind::Finite;
                let started = self.tasks.iter().filter(|task| short && task.at.body == inner).find_map(|task| {
                    let work = code.span(task.at.expr);
                    let used = program.uses(inner).of(binding).iter().find(|&&used| work.contains(code.span(used)))?;
                    Some((task.at, ExprRef { body: inner, expr: *used }))
                });
                match started {
                    Some((start, used)) => self.param_for(start, used, far),
                    None => Some((inner, binding)),
                }
            }
            Callee::Api(_) => {
                let arg = *args.iter().find(|&&arg| body.span(arg).contains(span))?;
                let mut work = super::groups::unboxed(body, arg);
                if let ExprKind::Closure { body: code, .. } | ExprKind::Async { body: code, .. } = body.expr(work) {
                    work = super::groups::unboxed(body, body.value_of(*code));
                }
                if let ExprKind::Await(inner) = body.expr(work) {
                    work = *inner;
                }
                self.param_for(ExprRef { body: call.body, expr: work }, given, far)
            }
            _ => None,
        }
    }

    fn param_binding(&self, function: FnId, index: u32) -> Option<(BodyRef, BindingId)> {
        let inner = self.program.defs.fns[function].body?;
        let body = self.program.body(inner);
        match body.pat(*body.params.get(index as usize)?) {
            PatKind::Bind(binding, None)
                if matches!(self.program.uses(inner).source(*binding), BindSource::Param(_)) =>
            {
                Some((inner, *binding))
            }
            _ => None,
        }
    }

    /// What a child runs, in a word.
    fn child_name(&self, task: usize) -> String {
        let task = &self.tasks[task];
        let function = task.work_at.and_then(|work| self.function_in(work)).or_else(|| self.work_fn(task));
        match function {
            Some(function) => self.program.defs.fns[function].name.as_str().to_owned(),
            None => self.work_name(task),
        }
    }
}
