//! Which receive loops wait for which channels, and where that goes round in a circle.
//!
//! A loop that takes messages from one channel and, before it takes the next, waits for room in another (or for the
//! reply to a request that it put there) is a hop from the first channel to the second. Who waits in a circle waits
//! for ever. Only what is proved counts: the very channel, in code that the loop itself runs; a send in a task of its
//! own, in a `select!` beside the receive, or with a time limit is no hop.

use super::cleanup::same_place;
use super::origin::{Calls, Origin, Origins};
use super::{Channel, Loop, Model};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{EventKind, Parent, Tracker};
use crate::ir::{BinaryOp, ExprId, ExprKind, UnaryOp};
use crate::resolve::{Callee, ExprRef, FnId, Ty};

/// A loop that takes from one channel and waits for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The loop, by its index in the model.
    pub in_loop: usize,
    /// The channel that it takes from, by its index in the model.
    pub from: usize,
    /// Where it takes.
    pub receive: ExprRef,
    /// The channel that it waits for.
    pub to: usize,
    /// Where it sends.
    pub send: ExprRef,
    /// What it waits for.
    pub kind: HopKind,
    /// Calls of functions of the workspace that lead from the loop to the send.
    pub calls: Vec<ExprRef>,
    /// The same, to where it takes.
    pub taken_by: Vec<ExprRef>,
}

/// What a hop waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HopKind {
    /// Room in a bounded channel.
    Room,
    /// The reply to what it has sent, which comes at this await.
    Reply(ExprRef),
}

/// Hops that lead back to where they began.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// One after the other; the last leads to the channel of the first.
    pub hops: Vec<Hop>,
}

/// Something that a loop does with an end of a channel.
struct Act {
    at: ExprRef,
    end: ExprRef,
    calls: Calls,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Receive,
    Send,
    Ask(ExprRef),
}

/// How far calls are followed into functions, and outwards to the callers that say what a parameter is.
const DEPTH: usize = 4;
const INSTANCES: usize = 32;
const LONGEST: usize = 4;

impl Model<'_, '_> {
    /// All hops, in order of the loops. A hop for room leads to a channel that has a limit.
    pub fn hops(&self) -> &[Hop] {
        self.hops.get_or_init(|| {
            let origins = Origins::new(self);
            let mut found: Vec<Hop> = Vec::new();
            for (index, one) in self.loops.iter().enumerate() {
                for hop in hops_of(self, &origins, index, one) {
                    if !found.contains(&hop) {
                        found.push(hop);
                    }
                }
            }
            found
        })
    }

    /// Loops that wait for their own channel, where it may be full or the reply comes from themselves. One for each
    /// place in the loop's own code.
    pub fn self_waits(&self) -> Vec<&Hop> {
        let own = self.hops().iter().filter(|hop| hop.from == hop.to && !self.has_asked_for_room(hop));
        let mut found: Vec<&Hop> = own.filter(|hop| hop.kind != HopKind::Room || self.may_be_full(hop)).collect();
        found.sort_by_key(|hop| (self.place(hop), hop.kind == HopKind::Room, hop.send));
        found.dedup_by_key(|hop| self.place(hop));
        found.sort_by_key(|hop| (hop.in_loop, self.place(hop)));
        found
    }

    /// Where a hop waits, as seen from its loop: the send, or the call that leads to it out of the loop's own type.
    pub fn place(&self, hop: &Hop) -> ExprRef {
        let home = |at: ExprRef| {
            self.owner(at.body).and_then(|function| {
                let id = self.program.defs.fns[function].container.impl_()?;
                Some(self.program.defs.impls[id].self_head)
            })
        };
        let own = home(self.loops[hop.in_loop].at);
        let mut places = hop.calls.iter().copied().chain([hop.send]);
        places.rfind(|at| home(*at) == own).unwrap_or(hop.send)
    }

    /// Circles of two and more loops, each once.
    pub fn cycles(&self) -> Vec<Cycle> {
        let hops = self.hops();
        let mut cycles = Vec::new();
        let starts: Vec<usize> = {
            let mut starts: Vec<usize> = hops.iter().map(|hop| hop.from).collect();
            starts.sort_unstable();
            starts.dedup();
            starts
        };
        for start in starts {
            let mut path: Vec<&Hop> = Vec::new();
            self.around(start, start, &mut path, &mut cycles);
        }
        // One for each circle of channels; the one that needs no full channel says most.
        cycles.sort_by_key(|cycle| (cycle.channels(), !cycle.is_all_replies()));
        cycles.dedup_by_key(|cycle| cycle.channels());
        cycles.retain(|cycle| !self.takes_turns(cycle) && !self.is_chain(cycle));
        cycles
    }

    /// Stages of a pipe (`fn stage(self) -> Receiver<T>`): each takes from a channel that was there when its function was
    /// called, and sends into one that this call makes. No channel is older than itself: such hops never close a circle.
    fn is_chain(&self, cycle: &Cycle) -> bool {
        cycle.hops.iter().all(|hop| {
            let home = self.loops[hop.in_loop].at.body;
            self.channels[hop.to].at.body == home && self.channels[hop.from].at.body != home
        })
    }

    /// Requests and replies in turn: one loop, the only one that asks, takes the reply to each request before it sends
    /// the next, and the other sends one reply for each: there is never more than one message under way.
    fn takes_turns(&self, cycle: &Cycle) -> bool {
        let [one, other] = &cycle.hops[..] else { return false };
        let rooms = one.kind == HopKind::Room && other.kind == HopKind::Room;
        // Messages without content give back room in the other channel: never more of them than there is room.
        let credit = || {
            [one, other].iter().any(|hop| self.carries_no_data(&self.channels[hop.to]))
                && self.replies_once(one)
                && self.replies_once(other)
                && self.channels[one.to].capacity == self.channels[other.to].capacity
        };
        rooms
            && (credit()
                || self.waits_for_reply(one) && self.replies_once(other)
                || self.waits_for_reply(other) && self.replies_once(one))
    }

    fn waits_for_reply(&self, hop: &Hop) -> bool {
        let home = self.loops[hop.in_loop].at;
        let chain = |calls: &[ExprRef], end| calls.iter().copied().chain([end]).collect::<Vec<_>>();
        let (sent, taken) = (chain(&hop.calls, hop.send), chain(&hop.taken_by, hop.receive));
        // Where the ways to the two part.
        let Some((send, receive)) = sent.into_iter().zip(taken).find(|(send, receive)| send != receive) else {
            return false;
        };
        if send.body != receive.body {
            return false;
        }
        let body = self.program.body(send.body);
        // Of the branches of a `select!` only one is taken.
        let block = |at: ExprRef| {
            let mut up = self.program.uses(at.body).ancestors(at.expr);
            up.find(|&up| matches!(body.expr(up), ExprKind::Block { .. } | ExprKind::Select { .. }))
                .filter(|&up| matches!(body.expr(up), ExprKind::Block { .. }))
        };
        let mut sends = self.channels[hop.to].senders.iter().flat_map(|end| &end.events);
        body.span(send.expr).hi <= body.span(receive.expr).lo
            && block(send).is_some()
            && block(send) == block(receive)
            && sends.all(|event| match event.kind {
                // An own type around both ends: its method that sends is the only one that waits.
                EventKind::Verb(Verb::Send) if !hop.calls.is_empty() => {
                    event.at == hop.send || self.only_tries(event.at)
                }
                EventKind::Public(_) if !hop.calls.is_empty() => true,
                EventKind::Verb(Verb::Send) => event.at.body == home.body && frame(self, event.at) == frame(self, home),
                EventKind::Passed | EventKind::Public(_) => false,
                _ => true,
            })
    }

    fn only_tries(&self, send: ExprRef) -> bool {
        matches!(self.program.expr(send), ExprKind::MethodCall { name, .. } if name.as_str().starts_with("try_"))
    }

    fn replies_once(&self, hop: &Hop) -> bool {
        let home = self.loops[hop.in_loop].at;
        hop.calls.iter().chain([&hop.send]).all(|&at| !in_inner_loop(self, at, home))
    }

    fn around<'m>(&'m self, start: usize, from: usize, path: &mut Vec<&'m Hop>, cycles: &mut Vec<Cycle>) {
        if path.len() >= LONGEST {
            return;
        }
        let mut tried: Vec<(usize, usize, bool)> = Vec::new();
        let other = |hop: &&Hop| hop.from == from && hop.to != from && !self.has_asked_for_room(hop);
        for hop in self.hops().iter().filter(other) {
            // The smallest channel begins the circle, and each loop and channel stands in it once.
            let seen = path.iter().any(|other| {
                other.in_loop == hop.in_loop
                    || other.from == hop.to && hop.to != start
                    || self.one_after_other(other, hop)
            });
            // Several sends of one loop to one channel are one hop.
            let key = (hop.in_loop, hop.to, hop.kind == HopKind::Room);
            if hop.to < start || seen || tried.contains(&key) {
                continue;
            }
            tried.push(key);
            path.push(hop);
            if hop.to == start {
                cycles.push(Cycle { hops: path.iter().map(|&hop| hop.clone()).collect() });
            } else {
                self.around(start, hop.to, path, cycles);
            }
            path.pop();
        }
    }

    /// Whether a send only runs where there is room: `while !jobs.is_full() { jobs.send(next).await }`
    fn has_asked_for_room(&self, hop: &Hop) -> bool {
        let body = self.program.body(hop.send.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(hop.send.expr) else { return false };
        let says_no = |cond: ExprId| match body.expr(cond) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                matches!(body.expr(*operand), ExprKind::MethodCall { receiver: of, name, .. }
                    if *name == "is_full" && same_place(body, *of, *receiver))
            }
            _ => false,
        };
        let asks = |cond: ExprId| match body.expr(cond) {
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } => says_no(*lhs) || says_no(*rhs),
            _ => says_no(cond),
        };
        let mut up =
            self.program.uses(hop.send.body).ancestors(hop.send.expr).take_while(|&up| !body.expr(up).is_lazy());
        up.any(|up| match body.expr(up) {
            ExprKind::While { cond, .. } | ExprKind::If { cond, .. } => {
                asks(*cond) && !body.span(*cond).contains(body.span(hop.send.expr))
            }
            _ => false,
        })
    }

    /// Two loops in the same piece of async code run one after the other.
    fn one_after_other(&self, one: &Hop, other: &Hop) -> bool {
        let (one, other) = (self.loops[one.in_loop].at, self.loops[other.in_loop].at);
        one.body == other.body && frame(self, one) == frame(self, other)
    }

    /// Whether a loop's own channel can be full when it sends there: others send, too, or it sends more than it takes.
    fn may_be_full(&self, hop: &Hop) -> bool {
        if self.is_store(&self.channels[hop.to]) {
            return false;
        }
        let own: Vec<&Hop> = self
            .hops()
            .iter()
            .filter(|other| other.in_loop == hop.in_loop && other.to == hop.to && other.from == hop.to)
            .collect();
        let at = self.loops[hop.in_loop].at;
        let more = own.len() > 1
            || own.iter().any(|hop| {
                std::iter::once(hop.send).chain(hop.calls.iter().copied()).any(|act| in_inner_loop(self, act, at))
            });
        let here = frame(self, at);
        let beside = |act: ExprRef| !(act.body == at.body && frame(self, act) == here);
        // A method of a handle that sends for all: who else calls it sends as well.
        let called = |hop: &&Hop| {
            let function = self.program.owner(hop.send.body).filter(|_| !hop.calls.is_empty());
            let own = |call: &ExprRef| own.iter().any(|hop| hop.calls.contains(call));
            function.is_some_and(|function| self.callers(function).into_iter().any(|call| !own(&call) && beside(call)))
        };
        let others = own.iter().any(called)
            || self.channels[hop.to].senders.iter().flat_map(|end| &end.events).any(|event| match event.kind {
                EventKind::Verb(Verb::Send) => !own.iter().any(|hop| hop.send == event.at) && beside(event.at),
                EventKind::Passed | EventKind::Public(_) => true,
                _ => false,
            });
        more || others
    }
}

/// The closure, async block or function that an expression runs in.
fn frame(model: &Model<'_, '_>, at: ExprRef) -> ExprId {
    model.program.frame(at).unwrap_or(model.program.body(at.body).root)
}

fn in_inner_loop(model: &Model<'_, '_>, at: ExprRef, outer: ExprRef) -> bool {
    let body = model.program.body(at.body);
    let is_loop = |expr: ExprId| body.expr(expr).is_loop();
    let up = model.program.uses(at.body).ancestors(at.expr);
    up.take_while(|&expr| at.body != outer.body || expr != outer.expr).any(is_loop)
}

fn hops_of(model: &Model<'_, '_>, origins: &Origins<'_, '_, '_>, index: usize, one: &Loop) -> Vec<Hop> {
    if !one.sources.iter().any(|source| source.op == crate::flow::SourceOp::Receive) {
        return Vec::new();
    }
    let mut gather = Gather { model, acts: Vec::new() };
    gather.of_loop(one.at);
    let acts = gather.acts;
    let waits = |act: &Act| act.what != What::Receive;
    if !acts.iter().any(waits) || !acts.iter().any(|act| act.what == What::Receive) {
        return Vec::new();
    }
    let first: Vec<Origin> = acts.iter().map(|act| origins.of(act.end, &act.calls)).collect();
    let mut instances = Vec::new();
    if let Some(function) = model.owner(one.at.body) {
        expand(model, origins, first.clone(), function, 0, &mut instances);
        // Users of a library call it, or whoever does cannot be seen: what it works on is made here all the same.
        let is_known = |ends: &Vec<Origin>| ends.iter().any(|end| matches!(end, Origin::End(..)));
        if !instances.iter().any(is_known) {
            expand_makers(model, origins, &first, function, &mut instances);
        }
    } else {
        instances.push(first);
    }
    let mut hops: Vec<Hop> = Vec::new();
    for ends in instances {
        for (receive, from) in acts.iter().zip(&ends) {
            for (send, to) in acts.iter().zip(&ends) {
                let (Origin::End(from, own), Origin::End(to, run)) = (from, to) else { continue };
                // Another channel that the same code has made.
                if from == to && own != run {
                    continue;
                }
                let kind = match send.what {
                    What::Send if model.channels[*to].bounded => HopKind::Room,
                    What::Ask(reply) => HopKind::Reply(reply),
                    _ => continue,
                };
                // One that is made anew in the course of a round is empty then.
                let made = model.channels[*from].at;
                let anew = made.body == receive.at.body && !receive.calls.is_empty()
                    || made.body == one.at.body
                        && model
                            .program
                            .body(made.body)
                            .span(one.at.expr)
                            .contains(model.program.body(made.body).span(made.expr));
                if from == to && anew {
                    continue;
                }
                if receive.what != What::Receive || !is_queue(&model.channels[*from]) || !is_queue(&model.channels[*to])
                {
                    continue;
                }
                let hop = Hop {
                    in_loop: index,
                    from: *from,
                    receive: receive.at,
                    to: *to,
                    send: send.at,
                    kind,
                    calls: send.calls.clone(),
                    taken_by: receive.calls.clone(),
                };
                if !hops.contains(&hop) {
                    hops.push(hop);
                }
            }
        }
    }
    // Who waits for the reply has waited for room before: one hop.
    let asks: Vec<(ExprRef, usize, Calls)> = hops
        .iter()
        .filter(|hop| hop.kind != HopKind::Room)
        .map(|hop| (hop.send, hop.from, hop.calls.clone()))
        .collect();
    hops.retain(|hop| hop.kind != HopKind::Room || !asks.contains(&(hop.send, hop.from, hop.calls.clone())));
    hops
}

fn is_queue(channel: &Channel) -> bool {
    !matches!(channel.kind, ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify)
}

/// Puts the arguments of each caller for the parameters, until all is known or nobody calls.
pub(super) fn expand(
    model: &Model<'_, '_>,
    origins: &Origins<'_, '_, '_>,
    ends: Vec<Origin>,
    function: FnId,
    depth: usize,
    instances: &mut Vec<Vec<Origin>>,
) {
    if instances.len() >= INSTANCES {
        return;
    }
    let open = ends.iter().any(|end| matches!(end, Origin::Param(..)));
    if !open || depth > DEPTH {
        instances.push(ends);
        return;
    }
    let program = model.program;
    let name = program.defs.fns[function].name;
    let of_trait = program.trait_fn_of(function);
    for call in model.index.calls(name) {
        if model.skips(call.body) {
            continue;
        }
        let calls_it = match program.callee(call) {
            Callee::Fn(callee) | Callee::Trait(callee) => *callee == function || Some(*callee) == of_trait,
            _ => false,
        };
        let Some(caller) = model.owner(call.body).filter(|_| calls_it) else { continue };
        let outer = ends.iter().map(|end| origins.at_call(end, function, call, depth + 1)).collect();
        expand(model, origins, outer, caller, depth + 1, instances);
    }
}

/// Puts what a type's values are made with for the fields of `self`: one instance for each literal.
fn expand_makers(
    model: &Model<'_, '_>,
    origins: &Origins<'_, '_, '_>,
    ends: &[Origin],
    function: FnId,
    instances: &mut Vec<Vec<Origin>>,
) {
    let program = model.program;
    let Some(Ty::Adt(adt, _)) = program.sig(function).receiver.as_ref().map(|ty| program.peel(ty)) else { return };
    let of_self = |end: &Origin| match end {
        Origin::Param(of, 0, path) if *of == function => path.first().copied(),
        _ => None,
    };
    let Some(field) = ends.iter().find_map(of_self) else { return };
    let made = model.index.literals(field).iter().map(|(literal, _)| *literal);
    let is_own =
        |literal: &ExprRef| !model.skips(literal.body) && matches!(program.ty(*literal), Ty::Adt(of, _) if *of == adt);
    for literal in made.filter(is_own) {
        let outer: Vec<Origin> = ends
            .iter()
            .map(|end| match end {
                Origin::Param(of, 0, path) if *of == function => origins.of_path(literal, path.clone()),
                Origin::Param(..) => Origin::Unknown,
                known => known.clone(),
            })
            .collect();
        match model.owner(literal.body) {
            Some(maker) => expand(model, origins, outer, maker, 1, instances),
            None => instances.push(outer),
        }
    }
}

/// Collects what a loop does with channels in the course of one round.
struct Gather<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    acts: Vec<Act>,
}

impl Gather<'_, '_, '_> {
    fn of_loop(&mut self, at: ExprRef) {
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        match self.model.program.expr(at) {
            ExprKind::Loop { body, .. } => self.visit(here(*body), &Vec::new(), false, false),
            ExprKind::While { cond, body, .. } => {
                self.visit(here(*cond), &Vec::new(), false, false);
                self.visit(here(*body), &Vec::new(), false, false);
            }
            ExprKind::For { iter, body, .. } => {
                self.acts.push(Act { at: here(*iter), end: here(*iter), calls: Vec::new(), what: What::Receive });
                self.visit(here(*body), &Vec::new(), false, false);
            }
            _ => {}
        }
    }

    /// `racing`: another branch can go on while this waits; `nested`: in a loop inside of the loop.
    fn visit(&mut self, at: ExprRef, calls: &Calls, racing: bool, nested: bool) {
        let program = self.model.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        match body.expr(at.expr) {
            ExprKind::Closure { .. } => {}
            ExprKind::Async { body: inner, .. } => {
                if self.is_awaited(at) {
                    self.visit(here(*inner), calls, racing, nested);
                }
            }
            ExprKind::Select { branches, otherwise, .. } => {
                for branch in branches {
                    self.visit(here(branch.future), calls, true, nested);
                    self.visit(here(branch.body), calls, racing, nested);
                }
                if let Some((_, code)) = otherwise {
                    self.visit(here(*code), calls, racing, nested);
                }
            }
            ExprKind::Join { args, .. } => args.iter().for_each(|&arg| self.visit(here(arg), calls, true, nested)),
            kind => {
                let inner = kind.is_loop();
                kind.children(|child| self.visit(here(child), calls, racing, nested || inner));
                match kind {
                    ExprKind::Call { .. } | ExprKind::MethodCall { .. } => self.call(at, calls, racing, nested),
                    ExprKind::Await(inner) if !racing => self.reply(at, here(*inner), calls),
                    _ => {}
                }
            }
        }
    }

    fn call(&mut self, at: ExprRef, calls: &Calls, racing: bool, nested: bool) {
        let program = self.model.program;
        match program.callee(at) {
            Callee::Api(api) => {
                let row = program.apis.row(*api);
                let Some(end) = receiver(self.model, at) else { return };
                let what = match row.verb {
                    Verb::Receive if !nested => What::Receive,
                    Verb::Send | Verb::Pass if row.waits && !row.limited && !racing => {
                        let waits = row.blocking || self.is_awaited(at);
                        if !waits || self.asks_for_room(at, end) || self.is_once(at) {
                            return;
                        }
                        What::Send
                    }
                    _ => return,
                };
                self.acts.push(Act { at, end, calls: calls.clone(), what });
            }
            Callee::Fn(function) => {
                let def = &program.defs.fns[*function];
                let Some(body_ref) = def.body else { return };
                let again = calls.iter().any(|call| *program.callee(*call) == Callee::Fn(*function));
                if again || calls.len() >= DEPTH || def.item.is_async && !racing && !self.is_awaited(at) {
                    return;
                }
                let mut inner = calls.clone();
                inner.push(at);
                let root = ExprRef { body: body_ref, expr: program.body(body_ref).root };
                self.visit(root, &inner, racing, nested);
            }
            _ => {}
        }
    }

    /// Whether a future is awaited where it stands, through adaptors that change nothing.
    fn is_awaited(&self, at: ExprRef) -> bool {
        let program = self.model.program;
        let mut expr = at.expr;
        loop {
            let Parent::Expr(parent) = program.uses(at.body).parent(expr) else { return false };
            match program.body(at.body).expr(parent) {
                ExprKind::Await(_) => return true,
                ExprKind::MethodCall { receiver, .. } if *receiver == expr => {
                    let Callee::Api(api) = program.callee(ExprRef { body: at.body, expr: parent }) else {
                        return false;
                    };
                    if program.apis.row(*api).verb != Verb::Wrap {
                        return false;
                    }
                    expr = parent;
                }
                _ => return false,
            }
        }
    }

    /// `if tx.capacity() > 0 { tx.send(…).await }`
    fn asks_for_room(&self, at: ExprRef, end: ExprRef) -> bool {
        let program = self.model.program;
        let body = program.body(at.body);
        let mut child = at.expr;
        for up in program.uses(at.body).ancestors(at.expr) {
            if let ExprKind::If { cond, .. } = body.expr(up)
                && *cond != child
            {
                let mut asks = false;
                body.walk(*cond, &mut |_| false, &mut |expr| {
                    asks |= matches!(body.expr(expr), ExprKind::MethodCall { receiver, .. }
                        if program.role(&program.peel(program.types(at.body).expr(*receiver))) == Some(Role::Sender)
                            && *program.types(at.body).expr(*receiver) == *program.ty(end));
                });
                if asks {
                    return true;
                }
            }
            child = up;
        }
        false
    }

    /// `if !self.asked { self.asked = true; tx.send(()).await; }`: there is never more than one on the way.
    fn is_once(&self, at: ExprRef) -> bool {
        let body = self.model.program.body(at.body);
        let sets = |code: ExprId, flag: ExprId| {
            let sets_flag =
                |expr| matches!(body.expr(expr), ExprKind::Assign { place, .. } if same_place(body, *place, flag));
            body.any(code, sets_flag)
        };
        self.model.program.uses(at.body).ancestors(at.expr).any(|up| {
            let ExprKind::If { cond, then, .. } = body.expr(up) else { return false };
            let flag = match body.expr(*cond) {
                ExprKind::Unary { op: UnaryOp::Not, operand } => *operand,
                _ => *cond,
            };
            body.span(*then).contains(body.span(at.expr)) && sets(*then, flag)
        })
    }

    /// `reply.await` of a oneshot whose other end went along with a message.
    fn reply(&mut self, at: ExprRef, awaited: ExprRef, calls: &Calls) {
        for call in request_of(self.model, awaited) {
            if let Some(end) = receiver(self.model, call) {
                self.acts.push(Act { at: call, end, calls: calls.clone(), what: What::Ask(at) });
            }
        }
    }
}

/// Sends of a message with the other end of the oneshot receiver that this expression is.
fn request_of(model: &Model<'_, '_>, awaited: ExprRef) -> Vec<ExprRef> {
    let program = model.program;
    let ExprKind::Local(binding) = program.expr(awaited) else { return Vec::new() };
    let local = Some((awaited.body, *binding));
    let of = |channel: &&Channel| {
        channel.kind == ChannelKind::Oneshot && channel.receivers.iter().any(|end| end.local == local)
    };
    let Some(channel) = model.channels.iter().find(of) else { return Vec::new() };
    let Some((body_ref, reply)) = channel.senders.first().and_then(|end| end.local) else { return Vec::new() };
    if body_ref != awaited.body {
        return Vec::new();
    }
    let sends = program.uses(body_ref).of(reply).iter().filter_map(|&used| {
        program.uses(body_ref).ancestors(used).find_map(|up| {
            let call = ExprRef { body: body_ref, expr: up };
            let row = program.called_api(call)?;
            (row.verb == Verb::Send && !row.limited).then_some(call)
        })
    });
    sends.collect()
}

/// A request whose reply is awaited without a limit.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// The message that carries the reply's sender.
    pub send: ExprRef,
    /// The await; of a request to an actor the same as `send`.
    pub reply: ExprRef,
}

impl Model<'_, '_> {
    /// Requests that wait for their reply as long as it takes, in order of the text.
    pub fn endless_asks(&self) -> Vec<Ask> {
        let program = self.program;
        let mut found = Vec::new();
        let oneshots = self.channels.iter().filter(|channel| channel.kind == ChannelKind::Oneshot);
        for (body_ref, binding) in oneshots.flat_map(|channel| &channel.receivers).filter_map(|end| end.local) {
            let uses = program.uses(body_ref);
            for &at in uses.of(binding) {
                let awaited = ExprRef { body: body_ref, expr: at };
                let Parent::Expr(parent) = uses.parent(at) else { continue };
                if !matches!(program.body(body_ref).expr(parent), ExprKind::Await(_)) {
                    continue;
                }
                let reply = ExprRef { body: body_ref, expr: parent };
                if let Some(&send) = request_of(self, awaited).first()
                    && !self.reply_is_limited(reply)
                {
                    found.push(Ask { send, reply });
                }
            }
        }
        found.extend(self.endless_actor_asks());
        found.sort_by_key(|ask| ask.reply);
        found
    }

    /// Whether code stands in something with a limit or beside other branches, or all its callers put it there.
    pub(super) fn reply_is_limited(&self, at: ExprRef) -> bool {
        let program = self.program;
        let within = |at: ExprRef| {
            program.uses(at.body).ancestors(at.expr).any(|up| {
                let up = ExprRef { body: at.body, expr: up };
                match program.expr(up) {
                    ExprKind::Select { .. } => true,
                    _ => program.called_api(up).is_some_and(|row| row.verb == Verb::Timeout),
                }
            })
        };
        if within(at) {
            return true;
        }
        let Some(function) = program.owner(at.body) else { return false };
        let skip = |body| self.skips(body);
        let callers = Tracker::new(program, self.index, &|_| false, &skip).callers(function);
        !callers.is_empty() && callers.into_iter().all(within)
    }
}

/// The channel end that a call is about.
fn receiver(model: &Model<'_, '_>, at: ExprRef) -> Option<ExprRef> {
    let expr = match model.program.expr(at) {
        ExprKind::MethodCall { receiver, .. } => *receiver,
        ExprKind::Call { args, .. } => *args.first()?,
        _ => return None,
    };
    Some(ExprRef { body: at.body, expr })
}

impl Cycle {
    /// The channels on the way, in order of the model.
    fn channels(&self) -> Vec<usize> {
        let mut channels: Vec<usize> = self.hops.iter().map(|hop| hop.from).collect();
        channels.sort_unstable();
        channels
    }

    /// Whether every hop waits for a reply.
    pub fn is_all_replies(&self) -> bool {
        self.hops.iter().all(|hop| matches!(hop.kind, HopKind::Reply(_)))
    }
}
