//! What a receive loop takes on and leaves behind: buffers that it fills, entries that it makes.

use super::{Loop, Model};
use crate::apis::{ChannelKind, Deed, ExitKind, Role};
use crate::flow::{BindSource, EndKind, Exit, Parent, Place, SourceOp, Tracker};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Span;

/// Something that is left behind.
#[derive(Clone, Debug)]
pub struct Leftover {
    /// What kind.
    pub kind: LeftoverKind,
    /// Its name.
    pub name: String,
    /// Where it is acquired.
    pub acquired: Span,
    /// Where it is released, if anywhere.
    pub released: Option<Span>,
    /// A way out that does not come by there.
    pub exit: Option<Span>,
    /// The field or static that a registration is kept in.
    pub kept_in: Option<Span>,
}

/// Kinds of leftovers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftoverKind {
    /// A buffer that was not written.
    Buffer,
    /// An entry in a registry.
    Registration,
    /// A writer that throws away what it has not flushed.
    Writer,
    /// Tasks that go on.
    Children,
}

impl Model<'_, '_> {
    /// A loop that waits in its own code; of one whose `select!` waits for a method, that call stands for the wait.
    fn as_if_own(&self, found: &Loop) -> Option<Loop> {
        if found.source.at.body == found.at.body {
            return Some(found.clone());
        }
        let call = *self.calls_to(found.at, found.source.at.body)?.first()?;
        super::closing::select_of(self.program, call, found.at.expr)?;
        Some(Loop { source: crate::flow::Source { at: call, ..found.source }, ..found.clone() })
    }

    /// What a loop leaves behind on every way out.
    pub fn leftover(&self, found: &Loop) -> Option<Leftover> {
        if found.ends.kind != EndKind::Loops {
            return None;
        }
        let found = &self.as_if_own(found)?;
        // Draining a set is an end itself.
        if let ExprKind::MethodCall { receiver, .. } = self.program.expr(found.source.at)
            && self
                .program
                .derefs(self.program.types(found.at.body).expr(*receiver))
                .iter()
                .any(|ty| self.program.role(ty) == Some(Role::TaskSet))
        {
            return None;
        }
        self.buffer(found)
            .or_else(|| self.field_buffer(found))
            .or_else(|| self.kept_buffer(found))
            .or_else(|| self.writer(found))
            .or_else(|| self.field_writer(found))
            .or_else(|| self.children(found))
            .or_else(|| self.registration(found))
            .or_else(|| self.shared_entry(found))
    }

    /// A local collection that the loop fills with what it receives, that no way out reads.
    fn buffer(&self, found: &Loop) -> Option<Leftover> {
        let program = self.program;
        let at = found.at.body;
        // A function that looks for something has no use for the rest once it has found it.
        let gives = |ty: &Ty| match ty {
            Ty::Api(path, args) if path.as_str().ends_with("::Result") => {
                args.first().is_some_and(|ok| !ok.is_unit() && !ok.is_unknown())
            }
            _ => false,
        };
        let in_place = |up: ExprId| program.body(at).expr(up).is_lazy();
        let own = !program.uses(at).ancestors(found.at.expr).any(in_place);
        if own && program.owner(at).is_some_and(|function| gives(&program.sig(function).output)) {
            return None;
        }
        let body = program.body(at);
        let uses = program.uses(at);
        let loop_span = body.span(found.at.expr);
        let mut pushes: Vec<(BindingId, ExprId)> = Vec::new();
        body.walk(found.at.expr, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { receiver, .. } = body.expr(expr) else { return };
            let ExprKind::Local(binding) = body.expr(*receiver) else { return };
            if let Callee::Api(api) = program.callee(ExprRef { body: at, expr }) {
                let row = program.apis.row(*api);
                if row.into_self.is_empty() || !is_growth(row.name.as_str()) {
                    return;
                }
                pushes.push((*binding, expr));
            }
        });
        // `add(&mut batch, row)` puts it in, too.
        for binding in (0..body.bindings.len() as u32).map(BindingId) {
            let fills = |&one: &ExprId| loop_span.contains(body.span(one)) && self.lent_to_fill(at, one).is_some();
            pushes.extend(uses.of(binding).iter().copied().filter(fills).map(|one| (binding, one)));
        }
        for (binding, push) in pushes {
            let local = body.binding(binding);
            let bound = Span::new(body.file, local.lo, local.hi);
            let BindSource::Value(init, _) = uses.source(binding) else { continue };
            if loop_span.contains(bound) {
                continue;
            }
            // What it begins with was read from where it is kept: the next start reads it again.
            if self.reached(ExprRef { body: at, expr: init }, Deed::List).is_some() {
                continue;
            }
            let ty = match self.lent_to_fill(at, push) {
                Some(ty) => ty,
                None => program.types(at).binding(binding),
            };
            if !is_buffer(self, ty) || !self.holds_data(ty) {
                continue;
            }
            // Another loop around it, or a closure, makes "after the loop" hard to tell.
            let outer = uses.ancestors(found.at.expr).any(|up| {
                matches!(
                    body.expr(up),
                    ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } | ExprKind::Select { .. }
                )
            });
            if outer {
                continue;
            }
            let all = uses.of(binding);
            // What stands after the loop is passed over by a `return` in it, and by nothing else.
            let after = all.iter().any(|&one| body.span(one).lo >= loop_span.hi);
            let returns = |exit: Span| {
                body.any(found.at.expr, |expr| {
                    let span = body.span(expr);
                    matches!(body.expr(expr), ExprKind::Return(_)) && (span.contains(exit) || exit.contains(span))
                })
            };
            // In the loop: what empties it, and whether a way out comes by there.
            let released: Vec<ExprId> = all
                .iter()
                .copied()
                .filter(|&one| loop_span.contains(body.span(one)))
                .filter(|&one| !is_push_or_look(self, at, one) && self.lent_to_fill(at, one).is_none())
                .collect();
            if released.iter().any(|&one| self.follows_in_round(at, found.at.expr, push, one)) {
                continue;
            }
            if released.iter().any(|&one| self.begins_round(found, one, push, all)) {
                continue;
            }
            // What is read, copied or thrown away is what the loop remembers; a buffer's content goes somewhere.
            let reads_elements = all.iter().any(|&one| reads(self, at, one));
            if reads_elements || !released.iter().any(|&one| self.goes_out(at, one, &released)) {
                continue;
            }
            let handled = found.ends.exits.iter().any(|exit| {
                if matches!(exit.kind, crate::apis::ExitKind::Error) {
                    return false;
                }
                // The arm or block that the exit stands in.
                released.iter().any(|&one| {
                    let Some(arm) = self.arm_of(at, one, found.at.expr) else { return false };
                    body.span(arm).contains(exit.span)
                })
            });
            if handled || released.iter().any(|&one| self.follows_last_flag(found.at, one)) {
                continue;
            }
            // What a function does that the loop calls leaves that function, and not the loop.
            // Who has come by what empties it in this round, or is at it, leaves nothing behind.
            let emptied_before = |exit: Span| {
                released.iter().any(|&one| {
                    let span = body.span(one);
                    let drains = matches!(uses.parent_expr(one).map(|up| body.expr(up)),
                        Some(ExprKind::MethodCall { name, .. }) if *name == "drain");
                    let always = drains && self.arm_of(at, one, found.at.expr).is_none();
                    always && body.span(push).hi <= span.lo && span.hi <= exit.lo
                })
            };
            let ordinary = found.ends.exits.iter().find(|exit| {
                loop_span.contains(exit.span)
                    && !matches!(exit.kind, crate::apis::ExitKind::Error | crate::apis::ExitKind::Condition)
                    && !emptied_before(exit.span)
                    && (!after || returns(exit.span))
            });
            ordinary?;
            // A loop that gathers until its end for its function's result reads the buffer after it; that was asked.
            return Some(Leftover {
                kind: LeftoverKind::Buffer,
                name: local.name.as_str().to_owned(),
                acquired: body.span(push),
                released: released.first().map(|&one| body.span(one)),
                exit: ordinary.map(|exit| exit.span),
                kept_in: None,
            });
        }
        None
    }

    /// `add(&mut batch, row)`: a function of the workspace that puts something in, and does nothing else with it but ask
    /// how much there is. Gives the type that it has there.
    fn lent_to_fill(&self, at: BodyRef, one: ExprId) -> Option<&Ty> {
        let program = self.program;
        let uses = program.uses(at);
        let lent = uses.parent_expr(one)?;
        if !program.workspace.sources.text(program.body(at).span(lent)).starts_with("&mut") {
            return None;
        }
        let call = ExprRef { body: at, expr: uses.parent_expr(lent)? };
        let (args, shift) = match program.expr(call) {
            ExprKind::Call { args, .. } => (args, 0),
            ExprKind::MethodCall { args, .. } => (args, 1),
            _ => return None,
        };
        let (Callee::Fn(function), Some(index)) = (program.callee(call), args.iter().position(|&arg| arg == lent))
        else {
            return None;
        };
        let item = &program.defs.fns[*function];
        let inner = item.body?;
        let shift = if item.item.receiver.is_some() { shift } else { 0 };
        let code = program.body(inner);
        let Some(PatKind::Bind(given, None)) = code.params.get(index + shift).map(|&pat| code.pat(pat)) else {
            return None;
        };
        let used = program.uses(inner).of(*given);
        let grows = |&one: &ExprId| {
            matches!(program.uses(inner).parent_expr(one).map(|up| code.expr(up)),
                Some(ExprKind::MethodCall { name, .. }) if is_growth(name.as_str()))
        };
        let fills = used.iter().all(|&one| is_push_or_look(self, inner, one)) && used.iter().any(grows);
        fills.then(|| program.types(inner).binding(*given))
    }

    /// Whether a use of a buffer takes out what is in it to do something with it: `drain(..)`, `mem::take(&mut batch)`,
    /// `send(batch)`, or `write(&batch)` in the arm that clears it.
    fn goes_out(&self, at: BodyRef, one: ExprId, released: &[ExprId]) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let Some(up) = uses.parent_expr(one) else { return false };
        let cleared_with = || {
            released.iter().any(|&other| {
                let clears = |up: ExprId| match body.expr(up) {
                    ExprKind::MethodCall { receiver, name, .. } => {
                        *receiver == other && matches!(name.as_str(), "clear" | "truncate")
                    }
                    ExprKind::Assign { place, .. } => *place == other,
                    _ => false,
                };
                body.span(other).lo > body.span(one).lo && uses.parent_expr(other).is_some_and(clears)
            })
        };
        let lent_to_change = || self.program.workspace.sources.text(body.span(up)).starts_with("&mut");
        match body.expr(up) {
            ExprKind::MethodCall { receiver, name, .. } if *receiver == one => match name.as_str() {
                "drain" | "split_off" | "into_iter" | "into_boxed_slice" | "into_bytes" => true,
                "iter" | "clone" | "as_slice" | "as_str" | "as_bytes" | "join" | "concat" | "to_vec" => cleared_with(),
                _ => false,
            },
            ExprKind::Ref(_) => match uses.parent_expr(up).map(|call| body.expr(call)) {
                Some(ExprKind::Macro { .. }) | None => false,
                Some(ExprKind::Call { callee, .. }) => {
                    let takes = |name: &str| matches!(name, "take" | "replace" | "swap");
                    matches!(body.expr(*callee), ExprKind::Path(path) if takes(path.last().as_str()))
                        || lent_to_change()
                        || cleared_with()
                }
                Some(ExprKind::MethodCall { .. }) => lent_to_change() || cleared_with(),
                Some(_) => cleared_with(),
            },
            ExprKind::Assign { place, .. } => *place != one,
            ExprKind::Macro { .. } | ExprKind::Index { .. } => false,
            // Moved away.
            _ => true,
        }
    }

    /// Whether a buffer holds what is lost with it: no senders and handles, whose drop tells whoever is at the other end.
    pub(super) fn holds_data(&self, buffer: &Ty) -> bool {
        let item = buffer.arg(0);
        buffer.api_path().is_some_and(|path| path == "std::string::String")
            || !item.is_unknown() && self.is_data(&item, 1)
    }

    /// `while !done { … done = true; … write(&buffer) }`: the round in which the flag is set goes on to its end.
    fn follows_last_flag(&self, at: ExprRef, then: ExprId) -> bool {
        let body = self.program.body(at.body);
        body.flags_set(at.expr).iter().any(|&set| body.span(set).hi <= body.span(then).lo)
    }

    /// Whether something always comes after something else in a round of a loop, and no way out or back is between.
    fn follows_in_round(&self, at: BodyRef, loop_: ExprId, first: ExprId, then: ExprId) -> bool {
        let body = self.program.body(at);
        let (from, to) = (body.span(first).hi, body.span(then).lo);
        let elsewhere = |arm: ExprId| !body.span(arm).contains(body.span(first));
        if to < from || self.arm_of(at, then, loop_).is_some_and(elsewhere) {
            return false;
        }
        let uses = self.program.uses(at);
        let mut leaves = false;
        body.walk(loop_, &mut |_| false, &mut |expr| {
            let span = body.span(expr);
            let inner = || uses.ancestors(expr).take_while(|up| *up != loop_).any(|up| body.expr(up).is_loop());
            let goes = match body.expr(expr) {
                ExprKind::Return(_) | ExprKind::Try(_) => true,
                ExprKind::Break { label, .. } | ExprKind::Continue { label } => label.is_some() || !inner(),
                _ => false,
            };
            leaves |= goes && span.lo >= from && span.hi <= to;
        });
        !leaves
    }

    /// Whether each round begins with emptying a buffer, and no way out comes between filling and using it in the same
    /// round: what the loop leaves with has been looked at, or is thrown away anyway.
    fn begins_round(&self, found: &Loop, empties: ExprId, push: ExprId, all: &[ExprId]) -> bool {
        let at = found.at.body;
        let body = self.program.body(at);
        let used_before = |exit: Span| {
            let between = |one: Span| one.lo >= body.span(push).hi && one.hi <= exit.lo;
            all.iter().any(|&one| between(body.span(one)) && goes_through(self, at, one))
        };
        body.span(empties).hi <= body.span(push).lo
            && self.arm_of(at, empties, found.at.expr).is_none()
            && !found.ends.exits.iter().any(|exit| {
                body.span(found.at.expr).contains(exit.span)
                    && exit.span.lo >= body.span(push).hi
                    && !matches!(exit.kind, crate::apis::ExitKind::Error)
                    && !used_before(exit.span)
                    && !self.is_beside(at, push, exit.span, found.at.expr)
            })
    }

    /// Whether a place stands in another arm or branch of what an expression stands in an arm or branch of.
    fn is_beside(&self, at: BodyRef, expr: ExprId, place: Span, root: ExprId) -> bool {
        let body = self.program.body(at);
        let mut inner = expr;
        while let Some(arm) = self.arm_of(at, inner, root) {
            let Some(up) = self.program.uses(at).parent_expr(arm) else { return false };
            if body.span(up).contains(place) {
                return !body.span(arm).contains(place);
            }
            inner = up;
        }
        false
    }

    /// The innermost match arm, select branch, `if` branch or `else` block that holds an expression.
    pub(super) fn arm_of(&self, at: BodyRef, expr: ExprId, root: ExprId) -> Option<ExprId> {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut child = expr;
        loop {
            let parent = uses.parent_expr(child)?;
            if parent == root {
                return None;
            }
            let is_arm = match body.expr(parent) {
                ExprKind::Match { value, .. } => *value != child,
                ExprKind::Select { branches, .. } => branches.iter().all(|branch| branch.future != child),
                ExprKind::If { cond, .. } => {
                    // `if !buffer.is_empty() { flush }` belongs to what stands around it.
                    *cond != child && !self.is_emptiness(at, *cond)
                }
                _ => matches!(uses.parent(child), crate::flow::Parent::LetElse(..)),
            };
            if is_arm {
                return Some(child);
            }
            child = parent;
        }
    }

    fn is_emptiness(&self, at: BodyRef, cond: ExprId) -> bool {
        let body = self.program.body(at);
        let mut only = false;
        body.walk(cond, &mut |_| false, &mut |expr| {
            if let ExprKind::MethodCall { name, .. } = body.expr(expr) {
                only |= *name == "is_empty";
            }
        });
        only
    }

    /// An entry that is made in front of the loop, in a map that is kept elsewhere, and that nothing removes after it.
    fn registration(&self, found: &Loop) -> Option<Leftover> {
        let program = self.program;
        let at = found.at.body;
        // A test has its maps for itself.
        if program.is_test_body(at) {
            return None;
        }
        let body = program.body(at);
        let loop_span = body.span(found.at.expr);
        let no_skip = |_: BodyRef| false;
        let holds = |_: &Ty| false;
        let tracker = Tracker::new(program, self.index, &holds, &no_skip);
        let mut inserts: Vec<(Place, ExprId)> = Vec::new();
        let mut after: Vec<ExprId> = Vec::new();
        let mut put_off: Vec<ExprId> = Vec::new();
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if !matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                return;
            }
            let span = body.span(expr);
            if span.lo >= loop_span.hi {
                after.push(expr);
            } else if span.hi <= loop_span.lo && self.is_put_off(at, expr) {
                put_off.push(expr);
            } else if span.hi <= loop_span.lo
                && let Some(place) = self.inserts(&tracker, ExprRef { body: at, expr }, 0)
                && self.is_own_entry(found, expr)
            {
                inserts.push((place, expr));
            }
        });
        let (place, acquired) = inserts
            .into_iter()
            .find(|&(place, call)| self.is_registry(place) && self.is_for_loop(found, place, call))?;
        // What is written again behind the loop says how far something has come, and is there to stay.
        if after.iter().any(|&expr| self.inserts(&tracker, ExprRef { body: at, expr }, 0) == Some(place)) {
            return None;
        }
        // A loop that only waits until the entry is ready, for what comes then.
        if matches!(found.source.op, SourceOp::Sleep | SourceOp::Tick) && self.goes_on_with(found, acquired, &after) {
            return None;
        }
        // Also what the loop itself does on its ways out.
        let mut calls = after;
        calls.append(&mut put_off);
        body.walk(found.at.expr, &mut |_| true, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                calls.push(expr);
            }
        });
        calls.retain(|&expr| self.removes(&tracker, ExprRef { body: at, expr }, place, 0));
        let passes_by = self.way_past(found, &calls);
        if !calls.is_empty() && passes_by.is_none() || self.has_guard(at, loop_span) {
            return None;
        }
        // Whoever calls this function may remove the entry behind it.
        if let Some(function) = program.owner(at) {
            for call in tracker.callers(function) {
                let mut removed = false;
                let caller = program.body(call.body);
                // What runs beside the call, and not after it, says nothing about it.
                let beside = self.beside(call);
                caller.walk(caller.root, &mut |_| true, &mut |expr| {
                    removed |= matches!(caller.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                        && expr != call.expr
                        && !beside.iter().any(|&other| caller.span(other).contains(caller.span(expr)))
                        && self.removes(&tracker, ExprRef { body: call.body, expr }, place, 0);
                });
                if removed {
                    return None;
                }
            }
        }
        if self.ends_with_entry(found, acquired) {
            return None;
        }
        let (name, kept_in) = self.named_place(place)?;
        Some(Leftover {
            kind: LeftoverKind::Registration,
            name,
            acquired: body.span(acquired),
            released: calls.first().map(|&one| body.span(one)),
            exit: passes_by,
            kept_in: Some(kept_in),
        })
    }

    /// A way out of a loop that comes by none of the removals, where each of them stands in an arm that leaves the loop:
    /// `Some("/quit") => { map.remove(&id); break }`, `None => break`.
    fn way_past(&self, found: &Loop, removals: &[ExprId]) -> Option<Span> {
        let body = self.program.body(found.at.body);
        let loop_span = body.span(found.at.expr);
        let leaving = |&one: &ExprId| {
            let arm = self.arm_of(found.at.body, one, found.at.expr);
            arm.filter(|&arm| loop_span.contains(body.span(arm)) && super::closing::leaves(body, arm))
        };
        let arms: Option<Vec<ExprId>> = removals.iter().map(leaving).collect();
        let arms = arms.filter(|arms| !arms.is_empty())?;
        // Whoever takes the entry out may close a channel of the program with it; an error is another rule's.
        let of_peer = |exit: &Exit| {
            exit.on.and_then(|on| self.ends.source(on)).is_some_and(|source| source.channel == ChannelKind::Other)
        };
        let by_itself = |exit: &&Exit| match exit.kind {
            ExitKind::PeerClosed | ExitKind::CancelToken | ExitKind::ShutdownSignal => true,
            ExitKind::ChannelClosed => of_peer(exit),
            // `_ => break` of what a peer sends.
            ExitKind::Error => self.program.workspace.sources.text(exit.span).starts_with("break"),
            _ => false,
        };
        let past =
            |exit: &&Exit| loop_span.contains(exit.span) && !arms.iter().any(|&arm| body.span(arm).contains(exit.span));
        found.ends.exits.iter().filter(by_itself).find(past).map(|exit| exit.span)
    }

    /// Whether the only sender of the channel that a loop works off lies in the entry: the loop ends because that is gone.
    fn ends_with_entry(&self, found: &Loop, acquired: ExprId) -> bool {
        let at = found.at.body;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let on_close = |exit: &Exit| exit.kind == ExitKind::ChannelClosed && exit.on == Some(found.source.at);
        if found.ends.exits.is_empty() || !found.ends.exits.iter().all(on_close) {
            return false;
        }
        let channel = self.channel_graph().op(found.source.at).and_then(|op| op.channel());
        let sender = channel.and_then(|channel| self.channels[channel].senders.first()?.local);
        let Some((_, sender)) = sender.filter(|(home, _)| *home == at) else { return false };
        let [used] = uses.of(sender) else { return false };
        // `map.insert(id, tx)`, `map.entry(id).or_default().push(tx)`
        let is_entry = |up: ExprId| {
            let (call, made) = (body.span(up), body.span(acquired));
            matches!(body.expr(up), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                && (call.contains(made) || made.contains(call))
        };
        let is_given = |call: &ExprId| match body.expr(*call) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args.contains(used),
            _ => false,
        };
        uses.parent_expr(*used).filter(is_given).is_some_and(is_entry)
    }

    /// Whether code stands in a closure that a call keeps in a variable: `let _guard = scopeguard::guard((), |()| …);`
    fn is_put_off(&self, at: BodyRef, expr: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let uses = program.uses(at);
        let Some(closure) = uses.ancestors(expr).find(|&up| matches!(body.expr(up), ExprKind::Closure { .. })) else {
            return false;
        };
        let Parent::Expr(call) = uses.parent(closure) else { return false };
        matches!(body.expr(call), ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } if args.contains(&closure))
            && matches!(uses.parent(call), Parent::Let(..))
            && !matches!(program.callee(ExprRef { body: at, expr: call }), Callee::Api(_))
    }

    /// Whether a call of those behind a loop is given what the call that made the entry was given.
    fn goes_on_with(&self, found: &Loop, insert: ExprId, after: &[ExprId]) -> bool {
        let body = self.program.body(found.at.body);
        let given = |call: ExprId| {
            let mut locals: Vec<BindingId> = Vec::new();
            if let ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } = body.expr(call) {
                for &arg in args {
                    body.walk(arg, &mut |_| true, &mut |expr| {
                        if let ExprKind::Local(binding) = body.expr(expr) {
                            locals.push(*binding);
                        }
                    });
                }
            }
            locals
        };
        let entry = given(insert);
        after.iter().any(|&call| given(call).iter().any(|local| entry.contains(local)))
    }

    /// Whether an entry that a call in front of a loop makes is there for that loop: it is no cache of what the call
    /// gives, and no handler's.
    pub(super) fn is_own_entry(&self, found: &Loop, insert: ExprId) -> bool {
        let program = self.program;
        let at = found.at.body;
        let body = program.body(at);
        let uses = program.uses(at);
        let lazy = |up: &ExprId| body.expr(*up).is_lazy();
        let around_loop: Vec<ExprId> = uses.ancestors(found.at.expr).filter(lazy).collect();
        // `builder.on(move |request| store.insert(…))`
        if uses.ancestors(insert).filter(lazy).any(|one| !around_loop.contains(&one)) {
            return false;
        }
        // Entries of another loop are many, and those of another arm are made when this loop is not.
        let turns = |up: ExprId| body.expr(up).is_loop() && !body.span(up).contains(body.span(found.at.expr));
        if uses.ancestors(insert).any(turns) || self.is_beside(at, insert, body.span(found.at.expr), body.root) {
            return false;
        }
        let call = ExprRef { body: at, expr: insert };
        let through = match program.callee(call) {
            Callee::Fn(function) => Some(program.sig(*function).output.clone()),
            _ => None,
        };
        let other_ways =
            || found.ends.exits.iter().any(|exit| !matches!(exit.kind, crate::apis::ExitKind::ChannelClosed));
        if through.is_some_and(|output| gives(program, &output)) {
            return self.source_comes_from(found, insert) && other_ways();
        }
        // The entry holds the sender: where the loop ends with its channel, the entry has gone before.
        if self.has_own_sender(found, insert) && !other_ways() {
            return false;
        }
        // The same where it holds what ends the loop when it goes: the guard of the only token that does.
        if self.has_own_guard(found, insert) {
            return false;
        }
        // A task of its own has the entry's key, or its value.
        let outside = uses.ancestors(insert).filter(lazy).count() < around_loop.len();
        let Some(task) = around_loop.first().filter(|_| outside) else { return true };
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = body.expr(insert) else { return true };
        let mut tied = false;
        for &arg in args {
            body.walk(arg, &mut |_| true, &mut |expr| {
                if let ExprKind::Local(binding) = body.expr(expr) {
                    let inside = |used: &&ExprId| body.span(*task).contains(body.span(**used));
                    tied |= uses.of(*binding).iter().any(|used| inside(&used));
                }
            });
        }
        tied || self.source_comes_from(found, insert)
    }

    /// Whether a call is given the sender of the channel that a loop receives from.
    fn has_own_sender(&self, found: &Loop, insert: ExprId) -> bool {
        let body = self.program.body(found.at.body);
        let uses = self.program.uses(found.at.body);
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = body.expr(insert) else { return false };
        let mut holds = false;
        for &arg in args {
            body.walk(arg, &mut |_| true, &mut |expr| {
                if let ExprKind::Local(binding) = body.expr(expr)
                    && self.program.role(self.program.types(found.at.body).binding(*binding)) == Some(Role::Sender)
                    && let BindSource::Value(channel, _) = uses.source(*binding)
                {
                    holds |= self.source_comes_from(found, channel);
                }
            });
        }
        holds
    }

    /// Whether a loop receives from what a call gives, or from what is made of that.
    fn source_comes_from(&self, found: &Loop, call: ExprId) -> bool {
        let program = self.program;
        let body = program.body(found.at.body);
        let uses = program.uses(found.at.body);
        let mut open = vec![found.source.at.expr];
        let mut steps = 0;
        while let Some(expr) = open.pop() {
            steps += 1;
            if expr == call {
                return true;
            }
            if steps > 40 {
                return false;
            }
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => open.push(*receiver),
                ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref(inner) => open.push(*inner),
                ExprKind::Call { args, .. } => open.extend(args),
                ExprKind::Local(binding) => {
                    if let BindSource::Value(value, _) = uses.source(*binding) {
                        open.push(value);
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// The other futures of the `select!` or `join!` that a call is one of.
    fn beside(&self, call: ExprRef) -> Vec<ExprId> {
        let body = self.program.body(call.body);
        let uses = self.program.uses(call.body);
        let mut child = call.expr;
        while let Some(parent) = uses.parent_expr(child) {
            match body.expr(parent) {
                ExprKind::Select { branches, .. } => {
                    return branches.iter().map(|branch| branch.future).filter(|&future| future != child).collect();
                }
                ExprKind::Join { args, .. } => return args.iter().copied().filter(|&arg| arg != child).collect(),
                ExprKind::Await(_) | ExprKind::Ref(_) | ExprKind::Macro { .. } => child = parent,
                _ => return Vec::new(),
            }
        }
        Vec::new()
    }

    /// The place that a call inserts into, directly or through a function of the workspace.
    pub(super) fn inserts(&self, tracker: &Tracker<'_, '_>, at: ExprRef, depth: u8) -> Option<Place> {
        self.changes(tracker, at, depth, &|name| matches!(name, "insert" | "entry"))
    }

    fn removes(&self, tracker: &Tracker<'_, '_>, at: ExprRef, place: Place, depth: u8) -> bool {
        self.changes_place(tracker, at, place, depth)
    }

    fn changes(
        &self,
        tracker: &Tracker<'_, '_>,
        at: ExprRef,
        depth: u8,
        names: &dyn Fn(&str) -> bool,
    ) -> Option<Place> {
        let program = self.program;
        match program.callee(at) {
            Callee::Api(api) => {
                let row = program.apis.row(*api);
                let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { return None };
                if !names(row.name.as_str()) || row.name == "entry" && !self.fills_entry(at) {
                    return None;
                }
                // `match map.entry(k) { Occupied(o) => o.get(), Vacant(v) => v.insert(…) }`: gets or makes.
                if depth > 0 && row.name == "insert" && self.is_get_or_make(at, *receiver) {
                    return None;
                }
                match tracker.place_of(ExprRef { body: at.body, expr: *receiver }) {
                    place if depth > 0 && self.looks_first(tracker, at, place) => None,
                    place @ (Place::Field(..) | Place::Static(_)) => Some(place),
                    _ => None,
                }
            }
            Callee::Fn(function) if depth < 2 => {
                let body_ref = program.defs.fns[*function].body?;
                let body = program.body(body_ref);
                let mut found = None;
                body.walk(body.root, &mut |_| false, &mut |expr| {
                    if found.is_none() && matches!(body.expr(expr), ExprKind::MethodCall { .. } | ExprKind::Call { .. })
                    {
                        found = self.changes(tracker, ExprRef { body: body_ref, expr }, depth + 1, names);
                    }
                });
                found
            }
            _ => None,
        }
    }

    /// Whether an insert into a vacant entry belongs to a function that gives back what it found or made.
    fn is_get_or_make(&self, at: ExprRef, entry: ExprId) -> bool {
        let program = self.program;
        let of_map = program
            .peel(program.types(at.body).expr(entry))
            .api_path()
            .and_then(|path| program.apis.map(path))
            .is_some_and(|row| row.of_map);
        of_map && program.owner(at.body).is_some_and(|function| !program.sig(function).output.is_unit())
    }

    /// Whether a function that gives something looks into a map before it puts something there: what it gives is what
    /// it has found, or what it has made and keeps for the next who asks.
    fn looks_first(&self, tracker: &Tracker<'_, '_>, insert: ExprRef, place: Place) -> bool {
        let program = self.program;
        let says_whether = |ty: &Ty| matches!(ty, Ty::Prim(name) if *name == "bool");
        let output = program.owner(insert.body).map(|function| &program.sig(function).output);
        let output = match output {
            Some(Ty::Future(future)) => Some(&future.output),
            output => output,
        };
        let ok = output.map(|ty| if program.role(ty) == Some(Role::Result) { ty.arg(0).clone() } else { ty.clone() });
        if ok.is_none_or(|ok| ok.is_unit() || says_whether(&ok)) {
            return false;
        }
        let body = program.body(insert.body);
        let mut looks = false;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            if let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr)
                && matches!(name.as_str(), "get" | "get_cloned" | "get_async" | "read_async")
                && body.span(expr).hi <= body.span(insert.expr).lo
            {
                looks |= tracker.place_of(ExprRef { body: insert.body, expr: *receiver }) == place;
            }
        });
        looks
    }

    /// Whether the caller puts something of its own into the entry: `entry(k).or_insert(x)`, `entry(k).or_default().push(x)`.
    /// An entry that is only made where it is missing belongs to all who ask for it.
    fn fills_entry(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut expr = at.expr;
        while let Some(up) = uses.parent_expr(expr) {
            match body.expr(up) {
                ExprKind::MethodCall { receiver, name, args, .. } if *receiver == expr => match name.as_str() {
                    "or_default" | "or_insert_with" | "or_insert_with_key" | "and_modify" | "value_mut" => {}
                    _ => return !args.is_empty(),
                },
                ExprKind::Await(_) | ExprKind::Try(_) | ExprKind::Ref(_) | ExprKind::Unary { .. } => {}
                _ => return false,
            }
            expr = up;
        }
        false
    }

    fn changes_place(&self, tracker: &Tracker<'_, '_>, at: ExprRef, place: Place, depth: u8) -> bool {
        let program = self.program;
        let removal = |name: &str| {
            name.contains("remove")
                || matches!(name, "retain" | "clear" | "take" | "drain" | "pop" | "truncate" | "swap_remove")
        };
        match program.callee(at) {
            Callee::Api(api) => {
                let row = program.apis.row(*api);
                let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { return false };
                removal(row.name.as_str()) && self.is_place(tracker, ExprRef { body: at.body, expr: *receiver }, place)
            }
            Callee::Fn(function) if depth < 4 => self.fn_removes(tracker, *function, place, depth),
            // What is not known may remove it.
            Callee::Unknown | Callee::Foreign(_) => match program.expr(at) {
                ExprKind::MethodCall { name, .. } => removal(name.as_str()) || name.as_str().contains("unregister"),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether an expression reaches into a place, or into a handle to it: `let jobs = self.jobs.clone();`
    fn is_place(&self, tracker: &Tracker<'_, '_>, at: ExprRef, place: Place) -> bool {
        let mut at = at;
        for _ in 0..8 {
            let reached = tracker.place_of(at);
            if reached == place {
                return true;
            }
            let Place::Local(body, binding) = reached else { return false };
            let BindSource::Value(value, _) = self.program.uses(body).source(binding) else { return false };
            at = match self.program.body(body).expr(value) {
                ExprKind::MethodCall { receiver, name, .. } if *name == "clone" => ExprRef { body, expr: *receiver },
                ExprKind::Call { args, .. } if args.len() == 1 => ExprRef { body, expr: args[0] },
                ExprKind::Local(_) => ExprRef { body, expr: value },
                _ => return false,
            };
        }
        false
    }

    fn fn_removes(&self, tracker: &Tracker<'_, '_>, function: FnId, place: Place, depth: u8) -> bool {
        let program = self.program;
        let Some(body_ref) = program.defs.fns[function].body else { return false };
        let body = program.body(body_ref);
        let mut found = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if !found && matches!(body.expr(expr), ExprKind::MethodCall { .. } | ExprKind::Call { .. }) {
                found = self.changes_place(tracker, ExprRef { body: body_ref, expr }, place, depth + 1);
            }
        });
        found
    }

    /// Whether a place is a map.
    pub(super) fn is_registry(&self, place: Place) -> bool {
        let program = self.program;
        let ty = match place {
            Place::Field(adt, name) => program.declared_field(adt, name),
            Place::Static(id) => program.static_ty(id),
            Place::Local(..) | Place::Unknown => return false,
        };
        // A map that others reach, too.
        fn is_shared(ty: &Ty) -> bool {
            match ty {
                Ty::Api(path, args) => {
                    path.as_str().ends_with("Mutex")
                        || path.as_str().ends_with("RwLock")
                        || path.as_str().ends_with("DashMap")
                        || args.iter().any(is_shared)
                }
                _ => false,
            }
        }
        if !is_shared(&ty) {
            return false;
        }
        fn is_map(ty: &Ty, depth: u8) -> bool {
            match ty {
                Ty::Api(path, args) => {
                    path.as_str().ends_with("Map") || depth < 4 && args.iter().any(|arg| is_map(arg, depth + 1))
                }
                _ => false,
            }
        }
        is_map(&ty, 0)
    }

    /// Whether an entry is one for as long as the loop runs: a way to something that lives (a channel, a task, a
    /// connection), or what a session says of itself right where it serves. What is only known (a setting, a limit, what
    /// was asked before) may well outlive the loop.
    fn is_for_loop(&self, found: &Loop, place: Place, insert: ExprId) -> bool {
        let program = self.program;
        let ty = match place {
            Place::Field(adt, name) => program.declared_field(adt, name),
            Place::Static(id) => program.static_ty(id),
            Place::Local(..) | Place::Unknown => return false,
        };
        let at = found.at.body;
        let serves = || match program.expr(found.source.at) {
            ExprKind::MethodCall { receiver, .. } => {
                let mut types = program.derefs(program.types(found.source.at.body).expr(*receiver)).into_iter();
                types.any(|ty| program.role(&ty) == Some(Role::Connection))
            }
            _ => false,
        };
        let itself = matches!(program.callee(ExprRef { body: at, expr: insert }), Callee::Api(_));
        self.values_live(&ty, 0) || itself && serves()
    }

    fn values_live(&self, ty: &Ty, depth: u8) -> bool {
        match ty {
            Ty::Api(path, args) if path.as_str().ends_with("Map") => {
                args.iter().skip(1).any(|value| self.lives(value, 0))
            }
            Ty::Api(_, args) if depth < 4 => args.iter().any(|arg| self.values_live(arg, depth + 1)),
            _ => false,
        }
    }

    fn lives(&self, ty: &Ty, depth: u8) -> bool {
        let program = self.program;
        if depth > 4 {
            return false;
        }
        match ty {
            Ty::Api(_, args) => match program.role(ty) {
                Some(
                    Role::JoinHandle
                    | Role::AbortHandle
                    | Role::TaskSet
                    | Role::Tracker
                    | Role::Token
                    | Role::DropGuard
                    | Role::Sender
                    | Role::Receiver
                    | Role::Notify
                    | Role::Listener
                    | Role::Connection
                    | Role::Permit
                    | Role::ActorRef,
                ) => true,
                _ => args.iter().any(|arg| self.lives(arg, depth + 1)),
            },
            Ty::Adt(adt, args) => {
                program.all_fields(*adt).iter().any(|field| self.lives(field, depth + 1))
                    || args.iter().any(|arg| self.lives(arg, depth + 1))
            }
            Ty::Tuple(parts) => parts.iter().any(|part| self.lives(part, depth + 1)),
            Ty::Slice(part) => self.lives(part, depth + 1),
            Ty::Traits(_) | Ty::Callable(_) => true,
            _ => false,
        }
    }

    /// Whether a variable bound in front of the loop has a `Drop` of the workspace.
    fn has_guard(&self, at: BodyRef, loop_span: Span) -> bool {
        let program = self.program;
        let body = program.body(at);
        body.bindings.iter().enumerate().any(|(index, local)| {
            if local.lo >= loop_span.lo {
                return false;
            }
            match program.types(at).binding(BindingId(index as u32)) {
                Ty::Adt(adt, _) => program.defs.impls_of(*adt).iter().any(|&id| {
                    program.defs.impl_fn(id, "drop".into()).is_some_and(|function| program.is_drop(function))
                }),
                _ => false,
            }
        })
    }
}

/// Whether a function is called for what it gives.
fn gives(program: &crate::resolve::Program<'_>, output: &Ty) -> bool {
    match output {
        Ty::Prim(_) | Ty::Never => false,
        Ty::Tuple(parts) => !parts.is_empty(),
        Ty::Future(inner) => gives(program, &inner.output),
        Ty::Api(_, args) if program.role(output) == Some(Role::Result) => {
            args.first().is_none_or(|ok| gives(program, ok))
        }
        // What was there before.
        Ty::Api(..) if program.role(output) == Some(Role::Option) => false,
        _ => true,
    }
}

pub(super) fn is_buffer(model: &Model<'_, '_>, ty: &Ty) -> bool {
    let Some(path) = ty.api_path() else { return false };
    let is_collection = model.program.role(ty) == Some(Role::Collection);
    is_collection
        && matches!(path.as_str(), "std::vec::Vec" | "std::collections::VecDeque" | "std::string::String")
        && !ty.arg(0).is_unit()
}

/// `b.iter()`, `&b`, `b.drain(..)`
fn goes_through(model: &Model<'_, '_>, at: BodyRef, expr: ExprId) -> bool {
    let body = model.program.body(at);
    match model.program.uses(at).parent_expr(expr).map(|up| body.expr(up)) {
        Some(ExprKind::MethodCall { receiver, name, .. }) if *receiver == expr => {
            matches!(name.as_str(), "iter" | "into_iter" | "drain" | "as_slice" | "split_off" | "join" | "concat")
        }
        Some(ExprKind::Ref(_) | ExprKind::Call { .. }) => true,
        _ => false,
    }
}

fn is_growth(method: &str) -> bool {
    matches!(method, "push" | "push_back" | "extend" | "push_str" | "append" | "insert")
}

/// `b.push(x)`, `b.len()`, `b.is_empty()`, `b.capacity()`
fn is_push_or_look(model: &Model<'_, '_>, at: BodyRef, expr: ExprId) -> bool {
    let body = model.program.body(at);
    match model.program.uses(at).parent_expr(expr).map(|up| body.expr(up)) {
        Some(ExprKind::MethodCall { receiver, name, .. }) if *receiver == expr => matches!(
            name.as_str(),
            "push"
                | "push_back"
                | "push_front"
                | "push_str"
                | "extend"
                | "append"
                | "insert"
                | "len"
                | "is_empty"
                | "capacity"
                | "reserve"
                | "contains"
                | "iter"
                | "last"
                | "first"
        ),
        _ => false,
    }
}

/// The elements are used one by one while the loop runs: the collection is state, not a buffer.
pub(super) fn reads(model: &Model<'_, '_>, at: BodyRef, expr: ExprId) -> bool {
    let body = model.program.body(at);
    match model.program.uses(at).parent_expr(expr).map(|up| body.expr(up)) {
        Some(ExprKind::MethodCall { receiver, name, .. }) if *receiver == expr => matches!(
            name.as_str(),
            "pop"
                | "pop_front"
                | "pop_back"
                | "remove"
                | "swap_remove"
                | "retain"
                | "get"
                | "get_mut"
                | "iter_mut"
                | "contains"
                | "binary_search"
                | "last"
                | "first"
        ),
        Some(ExprKind::Index { .. }) => true,
        _ => false,
    }
}
