//! Cancellation tokens that somebody waits for and that nobody cancels.
//!
//! A token is followed from where it is made, like any value. Whatever leaves what can be seen (a function of another
//! crate, a public field, a caller outside) may cancel it.

use super::{Model, Task};
use crate::apis::{ExitKind, Role, Verb};
use crate::flow::{BindSource, EventKind, Parent, Place, Tracker};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind, UnaryOp};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, Namespace, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// A token that is waited for and never cancelled.
#[derive(Clone, Debug)]
pub struct DeadToken {
    /// Where it is made.
    pub at: ExprRef,
    /// What waits for it.
    pub waits: Span,
    /// It would only cut other work short: `token.run_until_cancelled(work)`.
    pub cuts: bool,
    /// The function that it is made for, where it is made as an argument or only ever lent.
    pub given: Option<Name>,
    /// The same, also where it has a name first and is then given away: `ping(peer, token)`.
    pub taker: Option<Name>,
    /// Another token that was at hand there: a parameter, or a field of `self`.
    pub at_hand: Option<(String, Span)>,
}

impl DeadToken {
    /// What becomes of the wait.
    pub fn wait_label(&self) -> &'static str {
        if self.cuts { "nothing ever cuts this short" } else { "this wait never ends" }
    }
}

impl Model<'_, '_> {
    /// All tokens that nobody cancels, in order of files and ids; of those that are kept one for each wait.
    pub fn dead_tokens(&self) -> Vec<DeadToken> {
        let mut found: Vec<DeadToken> = self.token_makers().into_iter().filter_map(|at| self.dead_token(at)).collect();
        found.sort_by_key(|one| one.at);
        let mut seen = FxHashSet::default();
        found.retain(|one| one.given.is_some() || seen.insert(one.waits));
        found
    }

    /// Calls of functions that make a token; a child is cancelled with its parent, and is none. Goes by the resolved path alone: the name is `new`, and to infer each
    /// body that makes anything would cost more than all rules.
    fn token_makers(&self) -> Vec<ExprRef> {
        let program = self.program;
        let makes = |at: &ExprRef| {
            let body = program.body(at.body);
            let ExprKind::Call { callee, .. } = body.expr(at.expr) else { return false };
            let ExprKind::Path(path) = body.expr(*callee) else { return false };
            let named = program.resolve(program.scope(at.body), path, Namespace::Values);
            let api = named.external(program).and_then(|path| program.apis.fn_(path));
            api.is_some_and(|api| program.apis.row(api).verb == Verb::Token)
        };
        let calls = self.calls_named(|row| row.verb == Verb::Token && !row.receiver);
        calls.into_iter().filter(makes).filter(|at| !self.is_of_macro(*at)).collect()
    }

    fn dead_token(&self, at: ExprRef) -> Option<DeadToken> {
        let program = self.program;
        if !self.is_token(program.ty(at)) {
            return None;
        }
        let holds = |ty: &Ty| self.holds_token(ty, 0);
        let skip = |body: BodyRef| self.skips(body);
        let mut tracker = Tracker::new(program, self.index, &holds, &skip);
        tracker.value(at);
        // What is sent away is somebody else's to cancel, though the call gives it back where nobody receives.
        if tracker.is_cut_off() || tracker.visited().iter().any(|&at| self.is_sent(at)) {
            return None;
        }
        let (mut waits, mut cut) = (None, None);
        for event in &tracker.events {
            match event.kind {
                EventKind::Verb(Verb::Wait) => waits = waits.or(Some(event.at)),
                EventKind::Verb(Verb::WaitOr) => cut = cut.or(Some(event.at)),
                EventKind::Verb(Verb::Token | Verb::Check)
                | EventKind::Awaited
                | EventKind::Returned(_)
                | EventKind::Given(_)
                | EventKind::Captured(_)
                | EventKind::Dropped
                | EventKind::DroppedOnPurpose
                | EventKind::Unused(_) => {}
                EventKind::Used if self.makes_guard(event.at) => return None,
                EventKind::Used => {}
                EventKind::Stored(place) | EventKind::Collected(place) => {
                    if place == Place::Unknown || self.is_public_place(place) || self.is_replaced(place, event.at) {
                        return None;
                    }
                }
                EventKind::Verb(_)
                | EventKind::Guarded
                | EventKind::GivenBack
                | EventKind::Public(_)
                | EventKind::Passed => return None,
            }
        }
        if tracker.visited().into_iter().any(|part| self.is_cancelled_out_of_guard(part)) {
            return None;
        }
        let cuts = waits.is_none();
        Some(DeadToken {
            at,
            waits: self.callee_span(waits.or(cut)?),
            cuts,
            given: self.given_to(at, false),
            taker: self.given_to(at, true),
            at_hand: self.token_at_hand(at),
        })
    }

    /// If a task ends with a token that nothing cancels but the drop of this type, which holds it: where it does.
    pub(super) fn cancelled_by_drop(&self, task: &Task, owner: AdtId) -> Option<Span> {
        let program = self.program;
        let mut exits = task.ends.exits.iter().chain(&task.waits).filter(|exit| exit.kind != ExitKind::Error);
        let on = exits.next().filter(|exit| exit.kind == ExitKind::CancelToken)?.on?;
        if exits.any(|exit| exit.kind != ExitKind::CancelToken || exit.on != Some(on)) {
            return None;
        }
        let holds = |ty: &Ty| self.holds_token(ty, 0);
        let skip = |body: BodyRef| self.skips(body);
        let in_drop_of = |body: BodyRef| {
            let function = program.owner(body).filter(|&function| program.is_drop(function))?;
            match program.peel(program.sig(function).receiver.as_ref()?) {
                Ty::Adt(adt, _) => Some(adt),
                _ => None,
            }
        };
        self.token_makers().into_iter().find_map(|at| {
            let mut tracker = Tracker::new(program, self.index, &holds, &skip);
            tracker.value(at);
            if tracker.is_cut_off() || !tracker.events.iter().any(|event| event.at == on) {
                return None;
            }
            let (mut kept, mut cancelled) = (false, None);
            for event in &tracker.events {
                match event.kind {
                    EventKind::Verb(Verb::Cancel) if in_drop_of(event.at.body) == Some(owner) => {
                        cancelled = cancelled.or(Some(self.callee_span(event.at)));
                    }
                    EventKind::Stored(place @ Place::Field(adt, _)) if !self.is_public_place(place) => {
                        kept |= adt == owner;
                    }
                    EventKind::Used if self.makes_guard(event.at) => return None,
                    EventKind::Verb(Verb::Wait | Verb::WaitOr | Verb::Check)
                    | EventKind::Awaited
                    | EventKind::Used
                    | EventKind::Given(_)
                    | EventKind::Captured(_)
                    | EventKind::Dropped
                    | EventKind::DroppedOnPurpose
                    | EventKind::Unused(_) => {}
                    _ => return None,
                }
            }
            cancelled.filter(|_| kept)
        })
    }

    /// `*guard = Some((handle, token))`, where somebody takes such a pair out and cancels its token:
    /// `if let Some((handle, token)) = guard.take() { token.cancel() }`
    fn is_cancelled_out_of_guard(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let stored = program.uses(at.body).ancestors(at.expr).find_map(|up| {
            let ExprKind::Assign { place, value, compound: false } = body.expr(up) else { return None };
            let ExprKind::Unary { op: UnaryOp::Deref, operand } = body.expr(*place) else { return None };
            let guard = program.types(at.body).expr(*operand);
            let inside = body.span(*value).contains(body.span(at.expr));
            (inside && program.role(guard) == Some(Role::Guard)).then(|| program.derefs(guard).into_iter().nth(1))?
        });
        let Some(stored) = stored else { return false };
        self.calls_with(Verb::Cancel).into_iter().any(|call| {
            let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return false };
            let ExprKind::Local(token) = program.body(call.body).expr(*receiver) else { return false };
            match program.uses(call.body).source(*token) {
                BindSource::Value(value, _) | BindSource::Branch(value, _) => {
                    self.is_token(program.types(call.body).binding(*token))
                        && program.derefs(program.types(call.body).expr(value)).contains(&stored)
                }
                _ => false,
            }
        })
    }

    /// Whether an expression is the message of a send.
    fn is_sent(&self, at: ExprRef) -> bool {
        let Some(up) = self.program.uses(at.body).parent_expr(at.expr) else { return false };
        let call = ExprRef { body: at.body, expr: up };
        matches!(self.program.expr(call), ExprKind::MethodCall { args, .. } if args.contains(&at.expr))
            && self.program.called_api(call).is_some_and(|row| row.verb == Verb::Send)
    }

    /// Whether a value only stands in a field until another one is put there: `Self { token: CancellationToken::new() }`
    /// beside a builder's `self.token = token`. What waits there may wait for that one.
    fn is_replaced(&self, place: Place, first: ExprRef) -> bool {
        let Place::Field(_, name) = place else { return false };
        let program = self.program;
        let assigned = |at: ExprRef| {
            let up = program.uses(at.body).parent_expr(at.expr).map(|up| program.body(at.body).expr(up));
            matches!(up, Some(ExprKind::Assign { place, value, compound: false }) if *place == at.expr && *value != first.expr)
        };
        let mut fields = self.index.fields(name).iter().copied().filter(|at| !self.skips(at.body));
        // A constructor that is given one.
        let given = |(literal, value): &(ExprRef, ExprId)| {
            let here = ExprRef { body: literal.body, expr: *value };
            here != first && !self.skips(literal.body) && self.is_of_type(*literal, place) && self.is_given(here)
        };
        fields.any(|at| assigned(at) && self.place_at(at) == place) || self.index.literals(name).iter().any(given)
    }

    /// Whether a struct literal makes a value of the type that a field belongs to.
    fn is_of_type(&self, literal: ExprRef, field: Place) -> bool {
        let Place::Field(adt, _) = field else { return false };
        matches!(self.program.ty(literal), Ty::Adt(made, _) if *made == adt)
    }

    /// Whether a value comes from a parameter.
    fn is_given(&self, at: ExprRef) -> bool {
        let ExprKind::Local(binding) = self.program.expr(at) else { return false };
        matches!(self.program.uses(at.body).source(*binding), BindSource::Param(_))
    }

    fn is_token(&self, ty: &Ty) -> bool {
        self.program.role(&self.program.peel(ty)) == Some(Role::Token)
    }

    fn holds_token(&self, ty: &Ty, depth: u8) -> bool {
        match ty {
            // What is written out is as deep as somebody writes: `Arc<Mutex<HashMap<Id, (Token, Handle)>>>`.
            Ty::Api(_, args) => self.is_token(ty) || args.iter().any(|ty| self.holds_token(ty, depth)),
            Ty::Adt(adt, _) => {
                depth < 3 && self.program.all_fields(*adt).iter().any(|ty| self.holds_token(ty, depth + 1))
            }
            Ty::Tuple(parts) => parts.iter().any(|ty| self.holds_token(ty, depth)),
            Ty::Slice(inner) => self.holds_token(inner, depth),
            // `map.lock()` before its `.await`.
            Ty::Future(future) => self.holds_token(&future.output, depth),
            _ => false,
        }
    }

    /// `token.drop_guard()`: whoever drops the guard cancels the token.
    fn makes_guard(&self, at: ExprRef) -> bool {
        let up = self.program.uses(at.body).parent_expr(at.expr);
        let guard = |expr| self.program.role(self.program.types(at.body).expr(expr)) == Some(Role::DropGuard);
        guard(at.expr) || up.is_some_and(guard)
    }

    /// The function of the workspace whose argument a fresh token is; through a variable, if it is only ever lent, or
    /// (`moves`) only given to functions.
    fn given_to(&self, at: ExprRef, moves: bool) -> Option<Name> {
        let uses = self.program.uses(at.body);
        match uses.parent(at.expr) {
            Parent::Expr(up) => {
                let lent = matches!(self.program.body(at.body).expr(up), ExprKind::Ref(_));
                let (up, arg) = if lent { (uses.parent_expr(up)?, up) } else { (up, at.expr) };
                self.taker(ExprRef { body: at.body, expr: up }, arg)
            }
            Parent::Let(..) => {
                let mut takers = Vec::new();
                if !self.only_lent(at, &mut takers, moves, 0) {
                    return None;
                }
                takers.first().copied()
            }
            _ => None,
        }
    }

    /// Whether the variable that a token is bound to, and each clone of it, is only lent to calls or asked; or given to
    /// them, if it `moves`.
    fn only_lent(&self, at: ExprRef, takers: &mut Vec<Name>, moves: bool, depth: u8) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut named = (0..body.bindings.len() as u32).map(BindingId).filter(|binding| {
            matches!(uses.source(*binding), BindSource::Value(value, pat)
                if value == at.expr && matches!(body.pat(pat), PatKind::Bind(_, None)))
        });
        let Some(binding) = named.next().filter(|_| depth < 4) else { return false };
        uses.of(binding).iter().all(|&used| {
            let Some(up) = uses.parent_expr(used) else { return false };
            let here = ExprRef { body: at.body, expr: up };
            match body.expr(up) {
                ExprKind::Ref(_) => {
                    let call = uses.parent_expr(up).map(|expr| ExprRef { body: at.body, expr });
                    let taker = call.and_then(|call| self.taker(call, up));
                    takers.extend(taker);
                    taker.is_some()
                }
                ExprKind::MethodCall { receiver, name, .. } if *receiver == used && *name == "clone" => {
                    if matches!(uses.parent(up), Parent::Let(..)) {
                        return self.only_lent(here, takers, moves, depth + 1);
                    }
                    // `ping(peer, token.clone())`
                    let call = uses.parent_expr(up).filter(|_| moves).map(|expr| ExprRef { body: at.body, expr });
                    let taker = call.and_then(|call| self.taker(call, up));
                    takers.extend(taker);
                    taker.is_some()
                }
                // `ping(peer, token)`
                ExprKind::Call { args, .. } if moves && args.contains(&used) => {
                    let taker = self.taker(here, used);
                    takers.extend(taker);
                    taker.is_some()
                }
                ExprKind::MethodCall { receiver, .. } if *receiver == used => {
                    self.program.called_api(here).is_some_and(|row| row.verb == Verb::Check)
                }
                _ => false,
            }
        })
    }

    /// The function of the workspace that a call gives this argument to.
    fn taker(&self, call: ExprRef, arg: ExprId) -> Option<Name> {
        let is_argument = match self.program.expr(call) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args.contains(&arg),
            _ => false,
        };
        match self.program.callee(call) {
            Callee::Fn(function) | Callee::Trait(function) if is_argument => {
                Some(self.program.defs.fns[*function].name)
            }
            _ => None,
        }
    }

    /// Whether a token is made in the body of a macro: the same one stands for all that call it, as a way to say
    /// "never".
    fn is_of_macro(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let ExprKind::Call { callee, .. } = body.expr(at.expr) else { return false };
        let ExprKind::Path(path) = body.expr(*callee) else { return false };
        !self.program.workspace.sources.text(body.span(*callee)).ends_with(path.last().as_str())
    }

    /// A parameter of the function that is a token, or a field of its `self`.
    fn token_at_hand(&self, at: ExprRef) -> Option<(String, Span)> {
        let program = self.program;
        let body = program.body(at.body);
        program.owner(at.body)?;
        for &pat in &body.params {
            let mut found = None;
            body.bindings_of(pat, &mut |binding, _| {
                let local = body.binding(binding);
                let ty = program.types(at.body).binding(binding);
                if self.is_token(ty) {
                    found = Some((local.name.as_str().to_owned(), Span::new(body.file, local.lo, local.hi)));
                } else if local.name == "self"
                    && let Ty::Adt(adt, _) = program.peel(ty)
                {
                    let fields = program.defs.adts[adt].fields();
                    let token = fields.iter().find(|field| self.is_token(&program.declared_field(adt, field.name)));
                    found = token.map(|field| (format!("self.{}", field.name), field.span));
                }
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }
}
