//! Pools and clients that are made again and again: in a loop, for each request, or for an object that is.
//!
//! What is put into a static, a collection or something unknown is kept, and is no matter of this. What is put into an
//! object lives as long as that: then the question is who makes the object.

use super::{Model, Runs};
use crate::apis::{Deed, Role, Verb};
use crate::flow::{EventKind, Place, Tracker};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Something long-lived that is made again and again.
#[derive(Clone, Debug)]
pub struct Remade {
    /// The call that makes it.
    pub span: Span,
    /// What it is made for.
    pub per: Per,
    /// Calls from there to it, outermost first.
    pub way: Vec<Span>,
}

/// What something is made for, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Each request: the name of the handler.
    Request(Span),
    /// Each round of a loop: its keyword.
    Round(Span),
    /// Each round of a loop that waits for a time: nothing would be left of a connection by then.
    Period(Span),
}

/// What is followed.
#[derive(Clone, Copy)]
enum What {
    /// The pool or client itself.
    Resource,
    /// The object that it was put into.
    Object(AdtId),
}

/// What becomes of it where it was made.
enum Kept {
    /// It ends there.
    No,
    /// It goes into a new object that the function gives back.
    In(AdtId),
    Yes,
}

const FAR: usize = 3;

impl Model<'_, '_> {
    /// Pools that are made in a loop or for each request.
    pub fn remade_pools(&self) -> Vec<Remade> {
        self.pools().iter().filter_map(|pool| self.remade(pool.at)).collect()
    }

    /// Clients that are made in a loop or for each request.
    pub fn remade_clients(&self) -> Vec<Remade> {
        self.calls_that(Deed::Client).into_iter().filter_map(|at| self.remade(at)).collect()
    }

    fn remade(&self, at: ExprRef) -> Option<Remade> {
        let span = self.callee_span(at);
        let mut open = vec![(at, What::Resource, Vec::<Span>::new())];
        let mut seen: FxHashSet<FnId> = FxHashSet::default();
        for _ in 0..=FAR {
            let mut next = Vec::new();
            for (call, what, way) in open {
                let made = self.kept(call, what);
                let what = match made {
                    Kept::Yes => continue,
                    Kept::In(adt) => What::Object(adt),
                    Kept::No => what,
                };
                if !matches!(made, Kept::In(_)) {
                    if let Some(per) = self.round_of(call, what) {
                        return Some(Remade { span, per, way });
                    }
                    if let Some(function) = self.direct_owner(call)
                        && self.is_handler(function)
                    {
                        let per = Per::Request(self.program.defs.fns[function].name_span);
                        return Some(Remade { span, per, way });
                    }
                }
                let Some(function) = self.direct_owner(call).filter(|function| seen.insert(*function)) else {
                    continue;
                };
                for caller in self.callers(function) {
                    let mut way = way.clone();
                    way.insert(0, self.callee_span(caller));
                    next.push((caller, what, way));
                }
            }
            open = next;
        }
        None
    }

    /// The function whose own code an expression is; not a closure that somebody runs some time, and not a future that
    /// somebody unknown is given.
    fn direct_owner(&self, at: ExprRef) -> Option<FnId> {
        let body = self.program.body(at.body);
        let lazy =
            self.program.uses(at.body).ancestors(at.expr).any(|up| matches!(body.expr(up), ExprKind::Closure { .. }));
        if lazy || matches!(self.runs(at), Runs::Unknown) { None } else { self.program.owner(at.body) }
    }

    /// Whether the value goes into a field, static, cell or collection, or to somebody unknown.
    fn kept(&self, at: ExprRef, what: What) -> Kept {
        let program = self.program;
        let holds = |ty: &Ty| {
            program.derefs(ty).iter().any(|ty| {
                let inner = match program.role(ty) {
                    Some(Role::Option | Role::Result) => ty.arg(0),
                    _ => ty.clone(),
                };
                match what {
                    What::Resource => program.role(&inner) == Some(Role::Pool),
                    What::Object(adt) => matches!(program.peel(&inner), Ty::Adt(of, _) if of == adt),
                }
            })
        };
        let skip = |body: BodyRef| self.skips(body);
        let mut tracker = Tracker::new(program, self.index, &holds, &skip);
        tracker.value(at);
        let mut object = None;
        for event in &tracker.events {
            match event.kind {
                // `Self { client: Client::new() }`
                EventKind::Stored(Place::Field(adt, _)) if self.is_built(at, adt, event.at) => object = Some(adt),
                EventKind::Stored(_) | EventKind::Collected(_) => {
                    // What is done with a field of the object later is no matter of its making.
                    if object.is_none() || event.depth == 0 {
                        return Kept::Yes;
                    }
                }
                EventKind::Passed if event.depth == 0 => return Kept::Yes,
                _ => {}
            }
        }
        object.map_or(Kept::No, Kept::In)
    }

    /// Whether a value is put into a new object where it is made, and the function gives that back.
    fn is_built(&self, at: ExprRef, adt: AdtId, stored: ExprRef) -> bool {
        let program = self.program;
        let Some(function) = program.owner(at.body) else { return false };
        if stored.body != at.body || program.defs.fns[function].item.receiver.is_some() {
            return false;
        }
        let body = program.body(at.body);
        let is_literal = |expr: ExprId| {
            matches!(body.expr(expr), ExprKind::Struct { .. })
                || matches!(program.callee_of(ExprRef { body: at.body, expr }), Some(Callee::Ctor(_)))
        };
        let in_literal =
            is_literal(stored.expr) || program.uses(at.body).parent_expr(stored.expr).is_some_and(is_literal);
        let gives = program.sig(function).output.clone();
        let inner = |ty: &Ty| {
            let ty = program.peel(ty);
            match program.role(&ty) {
                Some(Role::Option | Role::Result | Role::Pointer) => program.peel(&ty.arg(0)),
                _ => ty,
            }
        };
        in_literal && matches!(inner(&inner(&gives)), Ty::Adt(of, _) if of == adt)
    }

    /// The loop that comes by here again after it went well.
    fn round_of(&self, at: ExprRef, what: What) -> Option<Per> {
        let program = self.program;
        let body = program.body(at.body);
        for up in program.uses(at.body).ancestors(at.expr) {
            match body.expr(up) {
                ExprKind::Closure { .. } | ExprKind::Async { .. } => return None,
                // An object for each element of a list may be one of a few, made at the start.
                ExprKind::For { .. } if matches!(what, What::Object(_)) => return None,
                ExprKind::Loop { body: code, .. }
                | ExprKind::While { body: code, .. }
                | ExprKind::For { body: code, .. } => {
                    if !body.span(*code).contains(body.span(at.expr)) {
                        return None;
                    }
                    // A loop that is left when it has worked tries again; it does not make many.
                    let (mut leaves, mut pauses) = (false, false);
                    body.walk(*code, &mut |_| false, &mut |expr| {
                        leaves |= matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
                        pauses |= matches!(program.callee_of(ExprRef { body: at.body, expr }), Some(Callee::Api(api))
                            if matches!(program.apis.row(*api).verb, Verb::Sleep | Verb::Tick));
                    });
                    let span = self.callee_span(ExprRef { body: at.body, expr: up });
                    return (!leaves).then_some(if pauses { Per::Period(span) } else { Per::Round(span) });
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a function runs once for each request: what it is given comes from one.
    fn is_handler(&self, function: FnId) -> bool {
        let program = self.program;
        program.defs.fns[function].name != "main"
            && program.sig(function).params.iter().any(|ty| {
                ty.api_path().and_then(|path| program.apis.deed(path)).is_some_and(|deed| deed.does == Deed::Extract)
            })
    }
}
