//! Requests to the actors of a framework: `store.ask(Get(key)).await`, `call!(store, Message::Get, key)`. What waits in
//! a handler keeps its actor from taking the next message; where actors ask each other, both may wait for ever.
//!
//! Of an actor only its type is known: two actors of one type that ask each other are not told from one that asks itself.

use super::cycles::Ask;
use super::{Model, actors};
use crate::apis::{Deed, Role, Verb};
use crate::flow::Parent;
use crate::ir::{ExprId, ExprKind, MacroKind};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::FxHashMap;

/// A handler that asks another actor.
#[derive(Clone, Debug)]
pub struct ActorHop {
    /// The actor that asks.
    pub from: AdtId,
    /// The actor that is asked.
    pub to: AdtId,
    /// The request, as far from the handler as the calls lead.
    pub ask: ExprRef,
    /// Calls that lead from the handler to the request.
    pub calls: Vec<ExprRef>,
    /// The handler's name.
    pub handler: Span,
}

/// Calls from a handler to the request.
const FAR: usize = 3;

/// How many actors a circle may have.
const LONGEST: usize = 4;

impl Model<'_, '_> {
    /// Requests to actors that wait for their reply as long as it takes.
    pub(super) fn endless_actor_asks(&self) -> Vec<Ask> {
        self.actor_asks().into_iter().map(|at| Ask { send: at, reply: at }).collect()
    }

    /// Requests to actors whose reply is awaited where they stand, without a limit.
    fn actor_asks(&self) -> Vec<ExprRef> {
        let mut found: Vec<ExprRef> =
            self.calls_that(Deed::Ask).into_iter().filter(|&at| self.waits_without_limit(at)).collect();
        for name in self.names_that(Deed::Ask) {
            found.extend(self.index.macros(name).iter().filter(|&&at| !self.skips(at.body) && self.is_ask(at)));
        }
        found.retain(|&at| !self.reply_is_limited(at));
        found
    }

    /// `call!(store, Message::Get, key)`
    fn is_ask(&self, at: ExprRef) -> bool {
        let ExprKind::Macro { path, kind: MacroKind::Unknown, .. } = self.program.expr(at) else { return false };
        let named = self.program.defs.resolve_macro(self.program.scope(at.body), path);
        let deed = match named {
            crate::resolve::Res::External(path) => self.program.apis.deed(path),
            _ => None,
        };
        deed.is_some_and(|deed| deed.does == Deed::Ask)
    }

    /// Whether a request is awaited, and neither an argument nor a call on the way sets a limit.
    fn waits_without_limit(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        // `actor.call(Message::Get, None)`
        if let Some(limit) = self.deed(at).and_then(|deed| deed.arg) {
            let none = self.args(at).get(usize::from(limit)).map(|&arg| body.expr(arg));
            if !matches!(none, Some(ExprKind::Path(path)) if path.last() == "None") {
                return false;
            }
        }
        let mut child = at.expr;
        while let Parent::Expr(up) = program.uses(at.body).parent(child) {
            match body.expr(up) {
                ExprKind::Await(_) => return true,
                // `.reply_timeout(d)`, `.timeout(d)`
                ExprKind::MethodCall { receiver, name, .. } if *receiver == child => {
                    let limits = |verb: Verb| matches!(verb, Verb::Timeout);
                    let row = program.called_api(ExprRef { body: at.body, expr: up });
                    if name.as_str().contains("timeout") || row.is_some_and(|row| limits(row.verb)) {
                        return false;
                    }
                }
                ExprKind::Try(_) => {}
                _ => return false,
            }
            child = up;
        }
        false
    }

    /// Circles of actors whose handlers ask each other, each once: the hops, beginning with the first in the text.
    pub fn actor_cycles(&self) -> Vec<Vec<ActorHop>> {
        let asks = self.actor_asks();
        if asks.is_empty() {
            return Vec::new();
        }
        let hops = self.actor_hops(&asks);
        let mut cycles: Vec<Vec<ActorHop>> = Vec::new();
        for first in &hops {
            circle(&hops, first.from, &mut vec![first.clone()], &mut cycles);
        }
        cycles
    }

    /// The first request of each actor to each other one.
    fn actor_hops(&self, asks: &[ExprRef]) -> Vec<ActorHop> {
        let program = self.program;
        let actors = self.actors_by_message();
        let mut hops: Vec<ActorHop> = Vec::new();
        for row in program.apis.actors() {
            for &id in program.defs.impls_for_external_trait(row.path) {
                let crate::resolve::Res::Adt(from) = program.defs.impls[id].self_head else { continue };
                for handler in self.handlers_of_actor(from) {
                    let mut found = Vec::new();
                    if let Some(body) = program.defs.fns[handler].body.filter(|&body| !self.skips(body)) {
                        self.asks_below(body, &[], asks, &mut found);
                    }
                    for (ask, calls) in found {
                        let Some(to) = self.asked(ask, &actors).filter(|&to| to != from) else { continue };
                        let handler = program.defs.fns[handler].name_span;
                        if !hops.iter().any(|hop| hop.from == from && hop.to == to) {
                            hops.push(ActorHop { from, to, ask, calls, handler });
                        }
                    }
                }
            }
        }
        hops
    }

    /// Methods that an actor runs for a message: `handle` of a trait of another crate, and those that are marked.
    fn handlers_of_actor(&self, actor: AdtId) -> Vec<FnId> {
        let defs = &self.program.defs;
        let mut found = Vec::new();
        for &id in defs.impls_of(actor) {
            let of_trait = defs.impls[id].item.of_trait.is_some();
            found.extend(defs.impls[id].fns.iter().copied().filter(|&function| {
                let def = &defs.fns[function];
                let marked = || def.attrs.names.iter().any(|name| matches!(name.as_str(), "message" | "handler"));
                of_trait && def.name == "handle" || !of_trait && marked()
            }));
        }
        found
    }

    /// Requests in code that the handler itself runs: not in tasks that it starts, nor in closures.
    fn asks_below(&self, at: BodyRef, calls: &[ExprRef], asks: &[ExprRef], found: &mut Vec<(ExprRef, Vec<ExprRef>)>) {
        let program = self.program;
        let body = program.body(at);
        let mut below = Vec::new();
        body.walk(body.root, &mut |expr| matches!(body.expr(expr), ExprKind::Async { .. }), &mut |expr| {
            let here = ExprRef { body: at, expr };
            let frame = program.uses(at).ancestors(expr).find(|&up| body.expr(up).is_lazy());
            if frame.is_some_and(|frame| {
                !matches!(program.uses(at).parent_expr(frame).map(|up| body.expr(up)), Some(ExprKind::Await(_)))
            }) {
                return;
            }
            if asks.contains(&here) {
                found.push((here, calls.to_vec()));
            } else if let Some(Callee::Fn(function)) = program.callee_of(here) {
                below.push((here, *function));
            }
        });
        for (call, function) in below {
            let again = calls.iter().any(|one| *program.callee(*one) == Callee::Fn(function));
            if let Some(inner) = program.defs.fns[function].body.filter(|_| !again && calls.len() < FAR) {
                let mut calls = calls.to_vec();
                calls.push(call);
                self.asks_below(inner, &calls, asks, found);
            }
        }
    }

    /// The actor that a request goes to.
    fn asked(&self, ask: ExprRef, by_message: &FxHashMap<AdtId, Option<AdtId>>) -> Option<AdtId> {
        let program = self.program;
        let to = match program.expr(ask) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Macro { args, .. } => *args.first()?,
            _ => return None,
        };
        let reference = self.actor_ref(ask.body, to)?;
        let Ty::Adt(of, _) = program.peel(&reference.arg(0)) else { return None };
        match by_message.get(&of) {
            Some(actor) => *actor,
            None => Some(of),
        }
    }

    /// The type of the reference to an actor that an expression gives.
    fn actor_ref(&self, at: BodyRef, expr: ExprId) -> Option<Ty> {
        let program = self.program;
        let is_ref = |ty: &Ty| program.role(ty) == Some(Role::ActorRef);
        program.derefs(program.types(at).expr(expr)).into_iter().map(|ty| program.peel(&ty)).find(is_ref)
    }

    /// Of frameworks whose references name the message (`type Msg = …`): the only actor that takes it.
    fn actors_by_message(&self) -> FxHashMap<AdtId, Option<AdtId>> {
        let program = self.program;
        let mut found: FxHashMap<AdtId, Option<AdtId>> = FxHashMap::default();
        for row in program.apis.actors() {
            for &id in program.defs.impls_for_external_trait(row.path) {
                let crate::resolve::Res::Adt(actor) = program.defs.impls[id].self_head else { continue };
                let Some(Ty::Adt(message, _)) = actors::associated_type(self, id, "Msg") else { continue };
                let known = found.entry(message).or_insert(Some(actor));
                // Two that take the same messages are not told apart.
                if *known != Some(actor) {
                    *known = None;
                }
            }
        }
        found
    }

    /// What an actor is called.
    pub fn actor_name(&self, actor: AdtId) -> &str {
        self.program.defs.adts[actor].name.as_str()
    }
}

/// Goes on from the last hop until it is back where it began; each circle is found from its first actor.
fn circle(hops: &[ActorHop], start: AdtId, path: &mut Vec<ActorHop>, cycles: &mut Vec<Vec<ActorHop>>) {
    let Some(to) = path.last().map(|hop| hop.to) else { return };
    if to == start {
        cycles.push(path.clone());
        return;
    }
    // Each actor stands in it once, and the smallest begins.
    if path.len() >= LONGEST || to < start || path.iter().any(|hop| hop.from == to) {
        return;
    }
    for hop in hops.iter().filter(|hop| hop.from == to) {
        path.push(hop.clone());
        circle(hops, start, path, cycles);
        path.pop();
    }
}
