//! Forks on how work came out, of which success alone takes an entry out:
//! `match work.await { Ok(done) => { map.remove(&id); } Err(error) => error!("{error}") }`.

use super::{Change, ChangeKind, Gap, GapKind, Holds, Registry};
use crate::flow::BindSource;
use crate::ir::{BindingId, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, UnaryOp};
use crate::model::Model;
use crate::model::selects::leaves;
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// What a pattern says about the work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Success,
    Failure,
    /// A variable, or what is no result.
    Any,
}

/// Code that is to take an entry out: that of the insert, or of the one function that it gives the key to.
struct Place {
    at: BodyRef,
    key: BindingId,
    /// The insert, where it stands in this code.
    insert: Option<ExprRef>,
}

impl Model<'_, '_> {
    /// The outcome of some work that leaves an entry behind, where success takes it out and nothing else does.
    pub(super) fn kept_by_failure(
        &self,
        registry: &Registry,
        insert: &Change,
        helpers: &FxHashSet<FnId>,
    ) -> Option<Gap> {
        // Who takes entries out at another time may take out this one.
        if registry.escapes.is_some() || registry.removes.iter().any(|op| op.kind == ChangeKind::Clear) {
            return None;
        }
        let key = self.key_local(insert)?;
        if self.has_guard_of(insert.at.body, helpers) {
            return None;
        }
        let here = Place { at: insert.at.body, key, insert: Some(insert.at) };
        let place = if registry.removes.iter().any(|op| op.at.body == here.at) {
            here
        } else {
            self.given_the_key(registry, &here)?
        };
        let removals: Vec<ExprId> =
            registry.removes.iter().filter(|op| op.at.body == place.at).map(|op| op.at.expr).collect();
        let all_here =
            registry.removes.iter().all(|op| op.at.body == place.at && self.key_local(op) == Some(place.key));
        let (&removal, true) = (removals.first()?, all_here) else { return None };
        let exit = self.failure_beside(registry, &place, &removals)?;
        Some(Gap {
            kind: GapKind::OnlySuccess,
            insert: insert.clone(),
            removal: Some(self.callee_span(ExprRef { body: place.at, expr: removal })),
            exit,
            because: None,
        })
    }

    /// An event that says that something has failed, whose arm leaves the entry of who waits for it, where the event of
    /// success takes it out: `Connected { peer, .. } => { pending.remove(&peer); } Failed { peer, error } => warn!(…)`.
    pub(super) fn kept_by_event(&self, registry: &Registry) -> Option<Gap> {
        let only_asked = registry.shared && !registry.of_actor && !registry.bounded && registry.escapes.is_none();
        let first = registry.removes.first()?;
        let at = first.at.body;
        let in_one_place = |op: &Change| op.kind == ChangeKind::Remove && op.at.body == at;
        if registry.holds != Some(Holds::Answer) || !only_asked || !registry.removes.iter().all(in_one_place) {
            return None;
        }
        let body = self.program.body(at);
        let key = self.key_local(first)?;
        let mut child = first.at.expr;
        let (arms, own) = self.program.uses(at).ancestors(first.at.expr).find_map(|up| {
            let below = std::mem::replace(&mut child, up);
            let ExprKind::Match { arms, .. } = body.expr(up) else { return None };
            let own = arms.iter().find(|arm| arm.body == below)?;
            field_of(body, own.pat, key).map(|field| (arms, (own, field)))
        })?;
        let (own, field) = own;
        let PatKind::Struct(of, _) = body.pat(own.pat) else { return None };
        let takes_out =
            |branch: ExprId| registry.removes.iter().any(|op| body.span(branch).contains(body.span(op.at.expr)));
        let failed = arms.iter().filter(|arm| {
            matches!(body.pat(arm.pat), PatKind::Struct(path, _)
                if says_failure(path.last()) && path.segments.len() == of.segments.len()
                    && path.segments.iter().zip(of.segments.iter()).rev().skip(1).all(|(a, b)| a.name == b.name))
        });
        let mut failed = failed.peekable();
        if says_failure(of.last()) || failed.peek().is_none() || failed.clone().any(|arm| takes_out(arm.body)) {
            return None;
        }
        let exit = failed.find(|arm| {
            let same = (0..body.bindings.len() as u32)
                .map(BindingId)
                .find(|&binding| field_of(body, arm.pat, binding) == Some(field));
            same.is_some_and(|key| !self.hands_on(&Place { at, key, insert: None }, arm.body))
        })?;
        Some(Gap {
            kind: GapKind::OnlySuccess,
            insert: registry.inserts.first()?.clone(),
            removal: Some(first.span),
            exit: body.pat_span(exit.pat),
            because: None,
        })
    }

    /// The function that takes entries out of the registry, where it is called in one place, with the key of the insert.
    fn given_the_key(&self, registry: &Registry, from: &Place) -> Option<Place> {
        let program = self.program;
        let op = registry.removes.first()?;
        let key = self.key_local(op)?;
        let BindSource::Param(position) = program.uses(op.at.body).source(key) else { return None };
        let callers = self.callers(program.owner(op.at.body)?);
        let [call] = callers[..] else { return None };
        let given = program.argument(call, position)?;
        let after = program.span(call).lo > program.span(from.insert?).hi;
        (call.body == from.at && after && self.key_named(given) == Some(from.key)).then_some(Place {
            at: op.at.body,
            key,
            insert: None,
        })
    }

    /// A variable, behind `&` and `.clone()`.
    fn key_named(&self, at: ExprRef) -> Option<BindingId> {
        let body = self.program.body(at.body);
        let mut expr = at.expr;
        loop {
            expr = match body.expr(expr) {
                ExprKind::Local(binding) => return Some(*binding),
                ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => *inner,
                ExprKind::MethodCall { receiver, name, .. }
                    if matches!(name.as_str(), "clone" | "to_owned" | "to_string") =>
                {
                    *receiver
                }
                _ => return None,
            }
        }
    }

    fn failure_beside(&self, registry: &Registry, place: &Place, removals: &[ExprId]) -> Option<Span> {
        let body = self.program.body(place.at);
        let uses = self.program.uses(place.at);
        let first = *removals.first()?;
        let in_one_go = place.insert.is_some_and(|insert| {
            self.program.frame(insert) == self.program.frame(ExprRef { body: place.at, expr: first })
        });
        let mut child = first;
        for up in uses.ancestors(first) {
            let below = std::mem::replace(&mut child, up);
            let kind = body.expr(up);
            if kind.is_lazy() || matches!(kind, ExprKind::Select { .. }) {
                return None;
            }
            // Another round tries again.
            if kind.is_loop() {
                let makes_another = place.insert.filter(|_| in_one_go);
                if makes_another.is_none_or(|insert| !body.span(up).contains(body.span(insert.expr))) {
                    return None;
                }
            }
            let Some((value, taken, others)) = self.fork(body, up, below) else { continue };
            let begins = place.insert.filter(|_| in_one_go).map_or(0, |insert| body.span(insert.expr).hi);
            if taken != Outcome::Success || body.span(value).lo < begins || !self.is_of_work(place.at, value) {
                continue;
            }
            let in_time = |&removal: &ExprId| body.span(below).contains(body.span(removal));
            if !removals.iter().all(in_time) || !self.is_in_own_branch(place.at, up, first) {
                return None;
            }
            // Around it, too, nothing may try again.
            let retried = uses.ancestors(up).take_while(|&above| !body.expr(above).is_lazy()).any(|above| {
                body.expr(above).is_loop()
                    && place
                        .insert
                        .filter(|_| in_one_go)
                        .is_none_or(|insert| !body.span(above).contains(body.span(insert.expr)))
            });
            if retried {
                return None;
            }
            let Some(others) = others else { return Some(self.exit_of(place.at, value)) };
            let answer_gone = |pat: Option<PatId>| {
                registry.holds == Some(Holds::Answer)
                    && pat.is_some_and(|pat| {
                        self.is_unanswered_pattern(place.at, pat, self.program.types(place.at).expr(value))
                    })
            };
            let mut failures = others.into_iter().filter(|(pat, outcome, branch)| {
                *outcome == Outcome::Failure && !panics(body, *branch) && !answer_gone(*pat)
            });
            let (pat, _, branch) = failures.find(|(.., branch)| !self.hands_on(place, *branch))?;
            return Some(pat.map_or_else(|| body.span(branch), |pat| body.pat_span(pat)));
        }
        None
    }

    /// A fork on an outcome: what is asked, what it says in the branch that is looked at, and the other branches
    /// (`None`: there is nothing to be done in the other case).
    #[allow(clippy::type_complexity)]
    fn fork(
        &self,
        body: &Body,
        fork: ExprId,
        branch: ExprId,
    ) -> Option<(ExprId, Outcome, Option<Vec<(Option<PatId>, Outcome, ExprId)>>)> {
        match body.expr(fork) {
            ExprKind::Match { value, arms } => {
                let own = arms.iter().find(|arm| arm.body == branch && arm.guard.is_none())?;
                let others = arms.iter().filter(|arm| arm.body != branch);
                let others = others.map(|arm| (Some(arm.pat), rest(outcome(body, arm.pat)), arm.body)).collect();
                Some((*value, outcome(body, own.pat), Some(others)))
            }
            ExprKind::If { cond, then, otherwise } => {
                let (value, says) = match body.expr(*cond) {
                    ExprKind::Let { pat, value } => (*value, outcome(body, *pat)),
                    ExprKind::MethodCall { receiver, name, .. } if *name == "is_ok" => (*receiver, Outcome::Success),
                    ExprKind::MethodCall { receiver, name, .. } if *name == "is_err" => (*receiver, Outcome::Failure),
                    _ => return None,
                };
                match (says, *otherwise) {
                    (Outcome::Success, otherwise) if branch == *then => {
                        let others = otherwise.map(|branch| vec![(None, Outcome::Failure, branch)]);
                        Some((value, Outcome::Success, others))
                    }
                    (Outcome::Failure, Some(otherwise)) if branch == otherwise => {
                        Some((value, Outcome::Success, Some(vec![(None, Outcome::Failure, *then)])))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether a value is what some work gave that was waited for.
    fn is_of_work(&self, at: BodyRef, value: ExprId) -> bool {
        let body = self.program.body(at);
        let waits = |code: ExprId| {
            body.any(code, |expr| matches!(body.expr(expr), ExprKind::Await(_)) && self.takes_time(at, expr))
        };
        let value = match body.expr(value) {
            ExprKind::Ref(inner) => *inner,
            _ => value,
        };
        match body.expr(value) {
            ExprKind::Local(binding) => match self.program.uses(at).source(*binding) {
                BindSource::Value(value, pat) => matches!(body.pat(pat), PatKind::Bind(..)) && waits(value),
                _ => false,
            },
            _ => waits(value),
        }
    }

    /// Whether a branch tells others of the key, in another way than in a log.
    fn hands_on(&self, place: &Place, branch: ExprId) -> bool {
        let body = self.program.body(place.at);
        let uses = self.program.uses(place.at);
        let mut found = false;
        body.walk(branch, &mut |_| true, &mut |expr| {
            let is_key = matches!(body.expr(expr), ExprKind::Local(binding) if *binding == place.key);
            let logged = || {
                let inside = |&up: &ExprId| body.span(branch).contains(body.span(up));
                uses.ancestors(expr)
                    .take_while(inside)
                    .any(|up| matches!(body.expr(up), ExprKind::Macro { kind: MacroKind::Borrows, .. }))
            };
            found |= is_key && !logged();
        });
        found
    }

    /// Where work is waited for.
    fn exit_of(&self, at: BodyRef, value: ExprId) -> Span {
        let body = self.program.body(at);
        match body.expr(value) {
            ExprKind::Await(call)
                if matches!(
                    self.program.callee_of(ExprRef { body: at, expr: *call }),
                    Some(Callee::Fn(_) | Callee::Api(_))
                ) =>
            {
                self.callee_span(ExprRef { body: at, expr: *call })
            }
            _ => body.span(value),
        }
    }
}

fn panics(body: &Body, branch: ExprId) -> bool {
    leaves(body, branch)
        && body.any(branch, |expr| matches!(body.expr(expr), ExprKind::Macro { kind: MacroKind::Panics, .. }))
}

/// What is left when the successes have arms of their own.
fn rest(said: Outcome) -> Outcome {
    if said == Outcome::Any { Outcome::Failure } else { said }
}

/// `Ok(..)`, `Ok(Ok(..))` as opposed to `Err(..)`, `Ok(Err(..))`.
fn outcome(body: &Body, pat: PatId) -> Outcome {
    match body.pat(pat) {
        PatKind::TupleStruct(path, parts) => match (path.last().as_str(), &parts[..]) {
            ("Err", _) => Outcome::Failure,
            ("Ok", [inner]) if outcome(body, *inner) == Outcome::Failure => Outcome::Failure,
            ("Ok", _) => Outcome::Success,
            _ => Outcome::Any,
        },
        _ => Outcome::Any,
    }
}

/// The field that a pattern binds to a variable: `peer` of `Failed { peer: Some(peer), error }`.
fn field_of(body: &Body, pat: PatId, binding: BindingId) -> Option<Name> {
    let PatKind::Struct(_, fields) = body.pat(pat) else { return None };
    let binds = |pat: PatId| match body.pat(pat) {
        PatKind::Bind(of, None) => *of == binding,
        PatKind::TupleStruct(path, parts) if path.last() == "Some" => {
            matches!(parts[..], [inner] if matches!(body.pat(inner), PatKind::Bind(of, None) if *of == binding))
        }
        _ => false,
    };
    fields.iter().find(|(_, pat)| binds(*pat)).map(|(name, _)| *name)
}

/// Whether the name of an event says that something went wrong.
fn says_failure(name: Name) -> bool {
    ["Error", "Fail", "Reject", "Refus", "Timeout", "TimedOut"].iter().any(|word| name.as_str().contains(word))
}
