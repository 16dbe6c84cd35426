//! State in statics that two pieces of code have in common: a map behind a lock, the end of a channel that is kept for
//! all. What only counts, or is made once and then read, is nobody's business in particular.

use super::relations::relates_nobody;
use crate::apis::Role;
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Namespace, Program, StaticId, Ty};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Functions that are looked at for each piece of code.
const MANY: usize = 200;
/// Calls from the code itself to these.
const FAR: u8 = 3;
/// Types within types.
const DEEP: u8 = 5;

/// Statics with state that code uses, also through functions that it calls.
pub(super) fn used_by(program: &Program<'_>, code: &[ExprRef]) -> BTreeSet<StaticId> {
    let mut found = BTreeSet::new();
    let mut seen: FxHashSet<FnId> = FxHashSet::default();
    let mut left: Vec<(ExprRef, u8)> = code.iter().map(|&at| (at, 0)).collect();
    while let Some((at, depth)) = left.pop() {
        let body = program.body(at.body);
        body.walk(at.expr, &mut |_| true, &mut |expr| match body.expr(expr) {
            ExprKind::Path(_) => found.extend(named(program, at.body, expr).filter(|&id| is_state(program, id))),
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } if depth < FAR => {
                let callee @ (Callee::Fn(_) | Callee::Trait(_)) = program.callee(ExprRef { body: at.body, expr })
                else {
                    return;
                };
                for function in program.targets(callee) {
                    if seen.len() < MANY
                        && seen.insert(function)
                        && let Some(inner) = program.defs.fns[function].body
                    {
                        left.push((ExprRef { body: inner, expr: program.body(inner).root }, depth + 1));
                    }
                }
            }
            _ => {}
        });
    }
    found
}

/// The static that a path names.
fn named(program: &Program<'_>, at: BodyRef, expr: ExprId) -> Option<StaticId> {
    let ExprKind::Path(path) = program.body(at).expr(expr) else { return None };
    let id = program.resolve(program.scope(at), path, Namespace::Values).static_id()?;
    (!program.defs.statics[id].is_const).then_some(id)
}

/// What the code around puts into a static: `QUEUE.set(sender)`.
pub(super) fn put_into(program: &Program<'_>, at: BodyRef, into: &BTreeSet<StaticId>) -> Vec<(StaticId, ExprId)> {
    let body = program.body(at);
    let mut found = Vec::new();
    body.walk(body.root, &mut |_| true, &mut |expr| {
        if let ExprKind::MethodCall { receiver, args, .. } = body.expr(expr)
            && let Some(id) = named(program, at, *receiver).filter(|id| into.contains(id))
        {
            found.extend(args.iter().map(|&arg| (id, arg)));
        }
    });
    found
}

/// The messages of the channels whose ends a static keeps.
pub(super) fn messages_of(program: &Program<'_>, id: StaticId) -> Vec<AdtId> {
    let mut found = Vec::new();
    messages_in(program, &program.static_ty(id), 0, &mut found);
    found
}

fn messages_in(program: &Program<'_>, ty: &Ty, depth: u8, found: &mut Vec<AdtId>) {
    match (program.role(ty), ty.arg(0)) {
        (Some(Role::Sender | Role::Receiver), Ty::Adt(of, _)) => found.push(of),
        _ if depth > DEEP => {}
        _ => match ty {
            Ty::Api(_, args) | Ty::Tuple(args) => {
                args.iter().for_each(|arg| messages_in(program, arg, depth + 1, found));
            }
            Ty::Adt(adt, _) if depth < 2 => {
                program.all_fields(*adt).iter().for_each(|field| messages_in(program, field, depth + 1, found));
            }
            _ => {}
        },
    }
}

fn is_state(program: &Program<'_>, id: StaticId) -> bool {
    changes(program, &program.static_ty(id), 0)
}

/// Whether what one does with a value is seen by others who have it, too.
fn changes(program: &Program<'_>, ty: &Ty, depth: u8) -> bool {
    if depth > DEEP || relates_nobody(program, ty) {
        return false;
    }
    let any = |args: &[Ty]| args.iter().any(|arg| changes(program, arg, depth + 1));
    match &program.peel(ty) {
        ty @ Ty::Api(path, args) => match program.role(ty) {
            Some(Role::Lock) => args.iter().any(|arg| holds(program, arg, 0)),
            // `Sender<bool>` is a switch.
            Some(Role::Sender | Role::Receiver) => !matches!(ty.arg(0), Ty::Prim(name) if name == "bool"),
            Some(Role::Notify | Role::TaskSet | Role::ActorRef | Role::Listener | Role::Connection) => true,
            Some(Role::Cell) if path.as_str().starts_with("arc_swap::") => {
                args.iter().any(|arg| holds(program, arg, 0))
            }
            // Others than those of the standard library are for many at once.
            Some(Role::Collection) => !path.as_str().starts_with("std::") || any(args),
            Some(Role::Atomic | Role::Iterator | Role::Interval) => false,
            _ => any(args),
        },
        Ty::Adt(adt, _) => !counts(program, *adt) && any(&program.all_fields(*adt)),
        Ty::Tuple(parts) => any(parts),
        Ty::Slice(of) => changes(program, of, depth + 1),
        _ => false,
    }
}

/// Whether what a lock guards is more than a number, a time or a setting.
fn holds(program: &Program<'_>, ty: &Ty, depth: u8) -> bool {
    if depth > DEEP || relates_nobody(program, ty) {
        return false;
    }
    match &program.peel(ty) {
        ty @ Ty::Api(_, args) if matches!(program.role(ty), Some(Role::Option | Role::Pointer | Role::Result)) => {
            args.iter().any(|arg| holds(program, arg, depth + 1))
        }
        Ty::Adt(adt, _) => !counts(program, *adt),
        _ => true,
    }
}

/// A type of the workspace that is there for numbers about the program.
fn counts(program: &Program<'_>, adt: AdtId) -> bool {
    let name = program.defs.adts[adt].name;
    ["Metrics", "Stats", "Statistics", "Counters", "Counter"].iter().any(|end| name.as_str().ends_with(end))
}
