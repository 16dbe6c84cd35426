//! Maps in the state of an actor that is there as long as the program: whoever sends it messages shares them.
//!
//! How long an actor lives is asked of the places that start it. One for each connection or request goes with it, and
//! its maps with the actor.

use super::{Holds, Named, Registry, holds, map_in};
use crate::flow::{BindSource, Place};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::model::Model;
use crate::model::actors::{state_of, state_type};
use crate::resolve::{AdtId, ExprRef, FnId, Res, Ty};

/// Starts of actors by actors, and calls that lead to a start.
const FAR: u8 = 6;

/// How long an actor lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// All its starts run once.
    Program,
    /// There may be many, or it is not known.
    Unknown,
    /// No code here makes one: users of the library do.
    Elsewhere,
}

impl Life {
    /// Whether a map in such an actor's state is a registry.
    pub(super) fn keeps(self, holds: Option<Holds>) -> bool {
        self == Self::Program || self == Self::Elsewhere && matches!(holds, Some(Holds::Actor | Holds::Sender))
    }

    /// Whether it is one only if what it holds comes to the actor: a session, too, may keep senders of its own.
    pub(super) fn asks_whose(self, holds: Option<Holds>) -> bool {
        self == Self::Elsewhere && holds == Some(Holds::Sender)
    }
}

impl Model<'_, '_> {
    /// Which of these types are the state of an actor, and how long those live.
    pub(super) fn actor_states(&self, wanted: &[AdtId]) -> Vec<(AdtId, Life)> {
        let defs = &self.program.defs;
        let mut found: Vec<(AdtId, Life)> = Vec::new();
        let mut add = |state: AdtId, actor: AdtId| {
            if wanted.contains(&state) && !found.iter().any(|(known, _)| *known == state) {
                found.push((state, self.life_of(actor, FAR)));
            }
        };
        for row in self.program.apis.actors() {
            for &id in defs.impls_for_external_trait(row.path) {
                let Res::Adt(actor) = defs.impls[id].self_head else { continue };
                state_of(self, id).into_iter().for_each(|state| add(state, actor));
            }
            wanted.iter().filter(|&&adt| self.program.implements(adt, row.path)).for_each(|&adt| add(adt, adt));
        }
        found
    }

    /// `type State = HashMap<…>`: maps that are the whole state of an actor, and not yet what is done with them.
    pub(super) fn maps_as_state(&self) -> Vec<Registry> {
        let program = self.program;
        let defs = &program.defs;
        let mut found = Vec::new();
        for row in program.apis.actors() {
            for &id in defs.impls_for_external_trait(row.path) {
                let Res::Adt(actor) = defs.impls[id].self_head else { continue };
                let Some((ty, span)) = state_type(self, id) else { continue };
                let Some(map) = map_in(program, &ty, false, 0) else { continue };
                let bodies = || defs.impls[id].fns.iter().filter_map(|&function| defs.fns[function].body);
                // Where the functions of the trait get it.
                let mut places = bodies().filter(|body| !self.skips(*body)).flat_map(|body| {
                    let uses = program.uses(body);
                    let bindings = (0..program.body(body).bindings.len() as u32).map(BindingId);
                    let is_it = |binding: &BindingId| {
                        matches!(uses.source(*binding), BindSource::Param(_))
                            && *program.types(body).binding(*binding) == ty
                    };
                    bindings.filter(is_it).map(|binding| Place::Local(body, binding)).collect::<Vec<_>>()
                });
                let Some(place) = places.next() else { continue };
                let named = Named { place, name: format!("{}::State", defs.adts[actor].name), span };
                let Some(mut registry) = Registry::of_local(program, named, map) else { continue };
                registry.also = places.collect();
                registry.of_actor = true;
                // Whose senders those are is not asked here.
                let life = self.life_of(actor, FAR);
                if life.keeps(registry.holds) && !life.asks_whose(registry.holds) {
                    found.push(registry);
                }
            }
        }
        found
    }

    /// Whether messages bring the senders that go into a map: `Subscribe(outbox) => self.outboxes.insert(id, outbox)`.
    pub(super) fn is_brought(&self, registry: &Registry) -> bool {
        let program = self.program;
        registry.inserts.iter().any(|insert| {
            let at = insert.at.body;
            let body = program.body(at);
            let is_param = |part: &ExprId| {
                matches!(body.expr(*part), ExprKind::Local(binding)
                    if matches!(program.uses(at).source(*binding), BindSource::Param(_)))
            };
            let comes = |part: &ExprId| {
                matches!(body.expr(*part), ExprKind::Local(_) | ExprKind::Field { .. })
                    && holds(program, program.types(at).expr(*part)) == Some(Holds::Sender)
                    && self.parts_of(at, *part).iter().any(is_param)
            };
            let value = self.inserted_value(insert);
            value.is_some_and(|value| self.parts_of(at, value).iter().filter(|part| !is_param(part)).any(comes))
        })
    }

    fn life_of(&self, actor: AdtId, far: u8) -> Life {
        let is_of = |ty: &Ty| matches!(ty, Ty::Adt(adt, _) if *adt == actor);
        let mut starts = self.actor_starts().iter().filter(|task| is_of(&task.work)).peekable();
        if starts.peek().is_none() {
            return if self.is_made_here(actor) { Life::Unknown } else { Life::Elsewhere };
        }
        if starts.all(|task| self.starts_once(task.at, far)) { Life::Program } else { Life::Unknown }
    }

    /// Whether code outside of a type's own makes a value of it.
    fn is_made_here(&self, adt: AdtId) -> bool {
        let program = self.program;
        let defs = &program.defs;
        let is_own = |function: FnId| {
            let of = defs.fns[function].container.impl_();
            of.is_some_and(|id| defs.impls[id].self_head == Res::Adt(adt))
        };
        let counts = |at: ExprRef| !self.skips(at.body) && !program.owner(at.body).is_some_and(is_own);
        let literal = defs.adts[adt].fields().iter().any(|field| {
            self.index
                .literals(field.name)
                .iter()
                .any(|(literal, _)| matches!(program.ty(*literal), Ty::Adt(of, _) if *of == adt) && counts(*literal))
        });
        let named = self.index.paths(defs.adts[adt].name).iter().any(|at| counts(*at));
        let makers = defs.impls_of(adt).iter().flat_map(|&id| &defs.impls[id].fns);
        literal
            || named
            || makers
                .filter(|&&function| defs.fns[function].item.receiver.is_none())
                .any(|&function| self.callers(function).into_iter().any(counts))
            || self.index.calls("default".into()).any(|call| match program.expr(call) {
                ExprKind::Call { callee, .. } => self.named_type(call.body, *callee) == Some(adt) && counts(call),
                _ => false,
            })
    }

    /// Whether all values of a type are made by code that runs once in the program.
    pub(super) fn is_made_with_program(&self, adt: AdtId) -> bool {
        let program = self.program;
        let is_it = |ty: &Ty| matches!(ty, Ty::Adt(of, _) if *of == adt);
        let fields = program.defs.adts[adt].fields().iter();
        let literals = fields.flat_map(|field| self.index.literals(field.name)).map(|(literal, _)| *literal);
        let defaults = self.index.calls("default".into());
        let mut made: Vec<ExprRef> =
            literals.chain(defaults).filter(|&at| !self.skips(at.body) && is_it(program.ty(at))).collect();
        made.sort_unstable();
        made.dedup();
        !made.is_empty() && made.into_iter().all(|at| self.starts_once(at, FAR))
    }

    /// Whether code runs once in the program, as far as its callers say.
    fn starts_once(&self, at: ExprRef, far: u8) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let again = |expr| body.expr(expr).is_loop() || matches!(body.expr(expr), ExprKind::Closure { .. });
        if program.uses(at.body).ancestors(at.expr).any(again) {
            return false;
        }
        let Some(function) = program.owner(at.body) else { return true };
        if program.defs.fns[function].name == "main" {
            return true;
        }
        if far == 0 {
            return false;
        }
        if let Some(actor) = self.starter(function) {
            return self.life_of(actor, far - 1) == Life::Program;
        }
        let callers = self.callers(function);
        !callers.is_empty() && callers.into_iter().all(|call| self.starts_once(call, far - 1))
    }

    /// The actor whose start hook a function is.
    fn starter(&self, function: FnId) -> Option<AdtId> {
        let defs = &self.program.defs;
        let def = &defs.fns[function];
        let id = def.container.impl_()?;
        let Res::Adt(actor) = defs.impls[id].self_head else { return None };
        let mut rows = self.program.apis.actors().iter();
        let is_start =
            rows.any(|row| row.starts.contains(&def.name) && defs.impls_for_external_trait(row.path).contains(&id));
        is_start.then_some(actor)
    }

    /// Whether a function is the start hook of an actor that starts once.
    pub(super) fn starts_with_program(&self, function: FnId) -> bool {
        self.starter(function).is_some_and(|actor| self.life_of(actor, FAR) == Life::Program)
    }
}
