//! Places that the exits of a loop ask for, `if self.quits { break; }`, and who sets them: a message, a key, a caller.
//!
//! A place that errors or counts set is no way for somebody else to end the loop.

use super::Model;
use super::signals::is_given_signal;
use crate::apis::Role;
use crate::flow::{Parent, Place};
use crate::ir::{BinaryOp, Body, Comparison, ExprId, ExprKind, Lit, PatId, PatKind, UnaryOp};
use crate::resolve::{Callee, ExprRef, Ty};
use crate::source::Name;

/// Calls and functions of one field that are looked through.
const DEPTH: u8 = 3;

/// What the place has to be for the loop to be left.
#[derive(Clone, Copy)]
enum Wanted {
    Bool(bool),
    Variant(Name),
    Any,
}

/// Who sets a place, by what stands around the assignment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setter {
    /// A message, a key, a caller.
    Told,
    /// An error, an end, a count.
    Other,
    /// Does not say.
    Open,
}

impl Setter {
    /// Of conditions that hold together, or of patterns side by side: one that tells is enough.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Told, _) | (_, Self::Told) => Self::Told,
            (Self::Other, _) | (_, Self::Other) => Self::Other,
            _ => Self::Open,
        }
    }
}

/// Whether a condition at which a loop is left asks for a place that somebody sets to say stop.
///
/// `leaves` is what the condition gives where the loop is left.
pub(super) fn asks_told_state(model: &Model<'_, '_>, at: ExprRef, cond: ExprRef, leaves: bool) -> bool {
    let mut asked = Vec::new();
    places(model, cond, leaves, 0, &mut asked);
    asked.into_iter().any(|(place, wanted)| is_set(model, at, place, wanted))
}

/// The places that a condition asks for.
fn places(model: &Model<'_, '_>, at: ExprRef, holds: bool, depth: u8, found: &mut Vec<(Place, Wanted)>) {
    let program = model.program;
    let body = program.body(at.body);
    let part = |expr: ExprId| ExprRef { body: at.body, expr };
    match body.expr(at.expr) {
        ExprKind::Unary { op: UnaryOp::Not, operand } => places(model, part(*operand), !holds, depth, found),
        ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs, rhs } => {
            places(model, part(*lhs), holds, depth, found);
            places(model, part(*rhs), holds, depth, found);
        }
        ExprKind::Binary { op: BinaryOp::Compare(asks @ (Comparison::Equal | Comparison::Unequal)), lhs, rhs } => {
            let is = (*asks == Comparison::Equal) == holds;
            for (side, other) in [(*lhs, *rhs), (*rhs, *lhs)] {
                let wanted = match body.expr(other) {
                    ExprKind::Path(path) if is => Wanted::Variant(path.last()),
                    ExprKind::Path(_) => Wanted::Any,
                    ExprKind::Lit(Lit::Bool(value)) => Wanted::Bool(*value == is),
                    _ => continue,
                };
                found.extend(place(model, part(side), depth).map(|place| (place, wanted)));
            }
        }
        ExprKind::Let { pat, value } => {
            let wanted = match body.pat(*pat) {
                PatKind::Path(path) if holds => Wanted::Variant(path.last()),
                PatKind::TupleStruct(path, _) if holds && path.last().as_str() == "Some" => Wanted::Any,
                PatKind::Path(_) => Wanted::Any,
                _ => return,
            };
            found.extend(place(model, part(*value), depth).map(|place| (place, wanted)));
        }
        ExprKind::Block { tail: Some(tail), .. } => places(model, part(*tail), holds, depth, found),
        ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "is_some" | "is_none") => {
            if (name.as_str() == "is_some") == holds {
                found.extend(place(model, part(*receiver), depth).map(|place| (place, Wanted::Any)));
            }
        }
        // `while self.is_running()`
        ExprKind::MethodCall { args, .. } if args.is_empty() && depth < DEPTH => {
            if let Callee::Fn(function) = program.callee(at)
                && let Some(inner) = program.defs.fns[*function].body
            {
                let root = ExprRef { body: inner, expr: program.body(inner).root };
                places(model, root, holds, depth + 1, found);
            }
        }
        _ => found.extend(place(model, at, depth).map(|place| (place, Wanted::Bool(holds)))),
    }
}

/// The place that an expression reads.
fn place(model: &Model<'_, '_>, at: ExprRef, depth: u8) -> Option<Place> {
    let program = model.program;
    let body = program.body(at.body);
    match body.expr(at.expr) {
        ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => {
            place(model, ExprRef { body: at.body, expr: *inner }, depth)
        }
        ExprKind::MethodCall { receiver, name, .. }
            if matches!(name.as_str(), "take" | "as_ref" | "clone" | "as_mut") =>
        {
            place(model, ExprRef { body: at.body, expr: *receiver }, depth)
        }
        ExprKind::Field { base, name } => {
            let holds_state = match program.peel(program.ty(at)) {
                Ty::Prim(prim) => prim == "bool",
                Ty::Adt(adt, _) => program.is_enum(adt),
                ty => program.role(&ty) == Some(Role::Option),
            };
            let Ty::Adt(adt, _) = program.peel(program.types(at.body).expr(*base)) else { return None };
            holds_state.then_some(Place::Field(adt, *name))
        }
        // A variable of a function that only asks is none of the loop's.
        ExprKind::Local(binding) if depth == 0 => Some(Place::Local(at.body, *binding)),
        _ => None,
    }
}

/// Whether somebody who is no error and no count sets a place so that the loop is left.
fn is_set(model: &Model<'_, '_>, at: ExprRef, place: Place, wanted: Wanted) -> bool {
    let program = model.program;
    let ways: Vec<ExprRef> = match place {
        Place::Field(adt, name) => {
            let of = |way: &&ExprRef| {
                matches!(program.expr(**way), ExprKind::Field { base, .. }
                    if matches!(program.peel(program.types(way.body).expr(*base)), Ty::Adt(of, _) if of == adt))
            };
            let used = model.index.fields(name).iter().filter(|way| !model.skips(way.body));
            used.filter(of).copied().collect()
        }
        Place::Static(_) | Place::Unknown => return false,
        Place::Local(_, binding) => {
            let body = program.body(at.body);
            let within = body.span(at.expr);
            if body.binding(binding).lo >= within.lo && body.binding(binding).hi <= within.hi {
                return false;
            }
            let mut used = Vec::new();
            body.walk(at.expr, &mut |_| false, &mut |expr| {
                if matches!(body.expr(expr), ExprKind::Local(of) if *of == binding) {
                    used.push(ExprRef { body: at.body, expr });
                }
            });
            used
        }
    };
    ways.into_iter().any(|way| {
        let body = program.body(way.body);
        let Some(up) = program.uses(way.body).parent_expr(way.expr) else { return false };
        matches!(body.expr(up), ExprKind::Assign { place, value, compound: false }
            if *place == way.expr && fits(body, *value, wanted))
            && is_told(model, ExprRef { body: way.body, expr: up }, at)
    })
}

/// Whether an assignment gives a place what it has to be.
fn fits(body: &Body, value: ExprId, wanted: Wanted) -> bool {
    match (body.expr(value), wanted) {
        (ExprKind::Lit(Lit::Bool(value)), Wanted::Bool(wanted)) => *value == wanted,
        (ExprKind::Path(path), Wanted::Variant(name)) => path.last() == name,
        (ExprKind::Path(path), Wanted::Any) => path.last().as_str() != "None",
        (ExprKind::Call { callee, .. }, Wanted::Any) => {
            matches!(body.expr(*callee), ExprKind::Path(path) if path.last().as_str() == "Some")
        }
        _ => false,
    }
}

/// Whether code runs because somebody said so: from the inside to the outside the first condition that tells decides,
/// up to a loop.
pub(super) fn is_told(model: &Model<'_, '_>, at: ExprRef, root: ExprRef) -> bool {
    is_told_deep(model, at, root, 0)
}

fn is_told_deep(model: &Model<'_, '_>, at: ExprRef, root: ExprRef, depth: u8) -> bool {
    let program = model.program;
    let (body, uses) = (program.body(at.body), program.uses(at.body));
    let mut child = at.expr;
    while let Some(parent) = uses.parent_expr(child) {
        if at.body == root.body && parent == root.expr {
            return false;
        }
        let setter = match body.expr(parent) {
            ExprKind::If { cond, then, .. } if *cond != child => of_condition(model, at, *cond, *then == child),
            ExprKind::While { cond, .. } if *cond != child => of_condition(model, at, *cond, true),
            ExprKind::Match { value, arms } if *value != child => {
                arms.iter().find(|arm| arm.body == child).map_or(Setter::Open, |arm| {
                    let guard = arm.guard.map_or(Setter::Open, |guard| of_condition(model, at, guard, true));
                    of_pattern(model, at, arm.pat).or(guard)
                })
            }
            ExprKind::Select { branches, .. } => match branches.iter().find(|branch| branch.body == child) {
                Some(branch) if is_given_signal(model, ExprRef { body: at.body, expr: branch.future }) => Setter::Told,
                Some(branch) => of_pattern(model, at, branch.pat),
                None => Setter::Open,
            },
            _ if matches!(uses.parent(child), Parent::LetElse(..)) => Setter::Other,
            _ => Setter::Open,
        };
        match setter {
            Setter::Told => return true,
            Setter::Other => return false,
            Setter::Open => child = parent,
        }
    }
    let Some(function) = program.owner(at.body) else { return false };
    if depth == DEPTH {
        return false;
    }
    let callers = model.callers_of(function);
    if callers.is_empty() {
        // `pub fn stop(&mut self) { self.stopped = true; }`
        return program.is_public(function) && is_setter(body);
    }
    callers.into_iter().any(|call| is_told_deep(model, call, root, depth + 1))
}

/// A function that does nothing but set.
fn is_setter(body: &Body) -> bool {
    !body.any(body.root, |expr| {
        matches!(body.expr(expr), ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::While { .. })
    })
}

fn of_condition(model: &Model<'_, '_>, at: ExprRef, cond: ExprId, holds: bool) -> Setter {
    let body = model.program.body(at.body);
    match body.expr(cond) {
        ExprKind::Unary { op: UnaryOp::Not, operand } => of_condition(model, at, *operand, !holds),
        ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs, rhs } => {
            of_condition(model, at, *lhs, holds).or(of_condition(model, at, *rhs, holds))
        }
        // `if key == 'q'`, `if message.kind == Kind::Quit`
        ExprKind::Binary { op: BinaryOp::Compare(Comparison::Equal | Comparison::Unequal), lhs, rhs } => {
            let names =
                |side: ExprId| matches!(body.expr(side), ExprKind::Path(_) | ExprKind::Lit(Lit::Str(_) | Lit::Other));
            if names(*lhs) || names(*rhs) { Setter::Told } else { Setter::Other }
        }
        ExprKind::Binary { op: BinaryOp::Compare(_), .. } => Setter::Other,
        ExprKind::Let { pat, .. } if holds => of_pattern(model, at, *pat),
        ExprKind::Let { .. } => Setter::Other,
        ExprKind::MethodCall { name, .. } => match name.as_str() {
            "is_err" | "is_none" if holds => Setter::Other,
            "is_ok" | "is_some" if !holds => Setter::Other,
            _ => Setter::Open,
        },
        _ => Setter::Open,
    }
}

/// Whether a pattern names one of the messages: `Command::Quit`, `'q'`.
pub(super) fn names_message(model: &Model<'_, '_>, at: ExprRef, pat: PatId) -> bool {
    of_pattern(model, at, pat) == Setter::Told
}

fn of_pattern(model: &Model<'_, '_>, at: ExprRef, pat: PatId) -> Setter {
    let body = model.program.body(at.body);
    let all = |parts: &[PatId]| parts.iter().fold(Setter::Open, |all, &part| all.or(of_pattern(model, at, part)));
    match body.pat(pat) {
        PatKind::TupleStruct(path, parts) => match path.last().as_str() {
            "Some" | "Ok" | "Ready" | "Left" | "Right" => all(parts),
            "Err" => Setter::Other,
            _ => Setter::Told,
        },
        PatKind::Path(path) if matches!(path.last().as_str(), "None" | "Pending") => Setter::Other,
        PatKind::Path(_) | PatKind::Struct(..) => Setter::Told,
        PatKind::Bind(_, Some(inner)) => of_pattern(model, at, *inner),
        PatKind::Tuple(parts) | PatKind::Or(parts) | PatKind::Slice(parts) => all(parts),
        // `'q' =>`, `"quit" =>`; a number says how much there was.
        PatKind::Lit(Lit::Int(_)) => Setter::Other,
        PatKind::Lit(Lit::Str(_) | Lit::Other) => Setter::Told,
        PatKind::Lit(Lit::Bool(_)) | PatKind::Bind(_, None) | PatKind::Wild | PatKind::Rest | PatKind::Opaque => {
            Setter::Open
        }
    }
}
