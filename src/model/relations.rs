//! What members of a group reach: variables by where they were first made, and statics. Who reaches the same belongs
//! together.

use crate::apis::Role;
use crate::flow::{BindSource, Parent};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::{BodyRef, ExprRef, Program, StaticId, Ty};
use std::collections::BTreeSet;

/// What a child can reach: variables by where they were first made, so that clones and both ends of a channel
/// are the same.
pub(super) fn reaches(
    program: &Program<'_>,
    at: BodyRef,
    expr: ExprId,
    found: &mut BTreeSet<(BodyRef, BindingId)>,
    depth: u8,
) {
    gather(program, at, expr, found, &mut BTreeSet::new(), depth);
}

fn gather(
    program: &Program<'_>,
    at: BodyRef,
    expr: ExprId,
    found: &mut BTreeSet<(BodyRef, BindingId)>,
    seen: &mut BTreeSet<(BodyRef, ExprId)>,
    depth: u8,
) {
    if depth > 6 {
        return;
    }
    let body = program.body(at);
    let mut locals = Vec::new();
    body.walk(expr, &mut |_| true, &mut |expr| {
        if let ExprKind::Local(binding) = body.expr(expr)
            && !is_asked_for_common(program, ExprRef { body: at, expr })
        {
            locals.push(*binding);
        }
    });
    for binding in locals {
        let ty = program.types(at).binding(binding);
        let is_self = body.binding(binding).name == "self";
        if relates_nobody(program, ty) || !is_self && is_plain(program, ty, 0) {
            continue;
        }
        // What is put into it: `senders.push(sender)`, `sender.set_output(tx.clone())`.
        for &used in program.uses(at).of(binding) {
            if let Parent::Expr(up) = program.uses(at).parent(used)
                && let ExprKind::MethodCall { receiver, args, .. } = body.expr(up)
                && *receiver == used
                && !seen.contains(&(at, up))
            {
                seen.insert((at, up));
                for &arg in args {
                    gather(program, at, arg, found, seen, depth + 1);
                }
            }
        }
        match program.uses(at).source(binding) {
            // Both ends of a channel share its constructor; a clone shares what it was made of; a future what it holds.
            BindSource::Value(value, pat) => {
                let first = first_binding(body, pat);
                let derived = matches!(
                    body.expr(value),
                    ExprKind::Call { .. }
                        | ExprKind::MethodCall { .. }
                        | ExprKind::Async { .. }
                        | ExprKind::Closure { .. }
                        | ExprKind::Ref(_)
                        | ExprKind::Local(_)
                        | ExprKind::Field { .. }
                        | ExprKind::Struct { .. }
                        | ExprKind::Try(_)
                        | ExprKind::Await(_)
                        | ExprKind::Macro { .. }
                        | ExprKind::Match { .. }
                        | ExprKind::If { .. }
                        | ExprKind::Block { .. }
                );
                let before = found.len();
                if derived {
                    gather(program, at, value, found, seen, depth + 1);
                }
                if found.len() == before || !is_clone(body, value) {
                    found.insert((at, first.unwrap_or(binding)));
                }
            }
            _ => {
                found.insert((at, binding));
            }
        }
    }
}

/// `self.pool.clone()`: of the value only a field is taken that relates nobody.
fn is_asked_for_common(program: &Program<'_>, at: ExprRef) -> bool {
    let mut part = at.expr;
    let mut ups = program.uses(at.body).ancestors(at.expr);
    while let Some(up) = ups.next()
        && let ExprKind::Field { base, .. } = program.body(at.body).expr(up)
        && *base == part
    {
        part = up;
    }
    part != at.expr && relates_nobody(program, program.types(at.body).expr(part))
}

fn is_clone(body: &crate::ir::Body, value: ExprId) -> bool {
    matches!(body.expr(value), ExprKind::MethodCall { name, .. } if *name == "clone")
}

fn first_binding(body: &crate::ir::Body, pat: crate::ir::PatId) -> Option<BindingId> {
    let mut first: Option<BindingId> = None;
    body.bindings_of(pat, &mut |binding, _| first = Some(first.map_or(binding, |seen| seen.min(binding))));
    first
}

/// Tokens, configuration, loggers, pools, plain values: shared by all, they relate nobody.
pub(super) fn relates_nobody(program: &Program<'_>, ty: &Ty) -> bool {
    match program.peel(ty) {
        Ty::Api(path, args) => match program.apis.type_(path).map(|id| program.apis.ty(id).role) {
            Some(
                Role::Token
                | Role::Telemetry
                | Role::Pool
                | Role::Runtime
                | Role::Semaphore
                | Role::DropGuard
                | Role::Tracker,
            ) => true,
            Some(Role::Receiver | Role::Sender) => args.first().is_some_and(Ty::is_unit),
            _ => matches!(
                path.as_str(),
                "std::string::String"
                    | "std::time::Duration"
                    | "std::net::SocketAddr"
                    | "std::path::PathBuf"
                    | "std::time::Instant"
            ),
        },
        // A configuration of the workspace.
        Ty::Adt(adt, _) => {
            let name = program.defs.adts[adt].name;
            ["Config", "Settings", "Options", "Args"].iter().any(|end| name.as_str().ends_with(end))
        }
        Ty::Prim(_) => true,
        Ty::Tuple(elems) => elems.iter().all(|ty| relates_nobody(program, ty)),
        _ => false,
    }
}

/// Whether values of a type are data that nobody changes for another: numbers, texts, and structs of such. Who is given a
/// copy, or reads the same, has no part in what the others do.
fn is_plain(program: &Program<'_>, ty: &Ty, depth: u8) -> bool {
    const FAR: u8 = 3;
    match program.peel(ty) {
        Ty::Prim(_) => true,
        Ty::Tuple(parts) => parts.iter().all(|part| is_plain(program, part, depth)),
        Ty::Adt(adt, _) if depth < FAR => {
            let fields = program.defs.adts[adt].fields();
            !fields.is_empty()
                && fields.iter().all(|field| is_plain(program, &program.declared_field(adt, field.name), depth + 1))
        }
        ref one @ Ty::Api(path, ref args) => match path.as_str() {
            "std::option::Option"
            | "std::vec::Vec"
            | "std::collections::HashMap"
            | "std::collections::BTreeMap"
            | "std::collections::HashSet"
            | "std::collections::BTreeSet" => args.iter().all(|arg| is_plain(program, arg, depth)),
            _ => program.role(one) != Some(Role::Token) && relates_nobody(program, one) && args.is_empty(),
        },
        _ => false,
    }
}

/// Where variables were first made.
pub(super) type Reach = BTreeSet<(BodyRef, BindingId)>;

/// What a child can reach.
#[derive(Clone)]
pub(super) struct Shared {
    pub variables: Reach,
    pub statics: BTreeSet<StaticId>,
}

/// Who belongs together: indices, each in one group.
pub(super) fn components(reach: &[Shared]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<usize>, Shared)> = Vec::new();
    for (index, set) in reach.iter().enumerate() {
        let mut members = vec![index];
        let mut all = set.clone();
        groups.retain(|(others, theirs)| {
            let shares = !theirs.variables.is_disjoint(&all.variables) || !theirs.statics.is_disjoint(&all.statics);
            if shares {
                members.extend(others.iter().copied());
                all.variables.extend(theirs.variables.iter().copied());
                all.statics.extend(theirs.statics.iter().copied());
            }
            !shares
        });
        members.sort_unstable();
        groups.push((members, all));
    }
    let mut groups: Vec<Vec<usize>> = groups.into_iter().map(|(members, _)| members).collect();
    groups.sort();
    groups
}
