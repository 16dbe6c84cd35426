//! Entries in a map that a function is given (`users: Arc<RwLock<HashMap<…>>>`), as sessions make them: without a
//! type of the program's own around it, such a registry has no place but its type.
//!
//! An entry counts as left behind only if nothing in the whole program takes one out of a map of that type.

use super::{Leftover, LeftoverKind, Loop, Model};
use crate::apis::Role;
use crate::flow::BindSource;
use crate::ir::{BindingId, ExprId, ExprKind, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};
use crate::source::Name;

/// Methods that take entries out of a map or another collection.
const REMOVALS: [&str; 16] = [
    "remove",
    "remove_entry",
    "remove_if",
    "remove_async",
    "retain",
    "retain_async",
    "clear",
    "drain",
    "take",
    "pop",
    "pop_front",
    "pop_back",
    "truncate",
    "swap_remove",
    "invalidate",
    "extract_if",
];

impl Model<'_, '_> {
    /// What a loop leaves behind in a map that its function was given.
    pub(super) fn shared_entry(&self, found: &Loop) -> Option<Leftover> {
        let program = self.program;
        let at = found.at.body;
        let body = program.body(at);
        let loop_span = body.span(found.at.expr);
        let mut inserted: Option<(BindingId, Ty, ExprId)> = None;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
            if inserted.is_some() || *name != "insert" || body.span(expr).hi > loop_span.lo {
                return;
            }
            let here = ExprRef { body: at, expr };
            if !matches!(program.callee(here), Callee::Api(_)) || !self.is_own_entry(found, expr) {
                return;
            }
            let Some(map) = self.map_root(at, *receiver) else { return };
            let ty = program.types(at).binding(map).clone();
            // Only what comes from outside outlives the function.
            let given = matches!(program.uses(at).source(map), BindSource::Param(_)) || self.is_clone_of_given(at, map);
            if given && is_shared_map(program, &ty, 0, false) {
                inserted = Some((map, ty, expr));
            }
        });
        let (map, ty, insert) = inserted?;
        if self.takes_out(&ty) {
            return None;
        }
        let name = body.binding(map).name.as_str().to_owned();
        let acquired = body.span(insert);
        let kept_in = self.registry_of_insert(ExprRef { body: at, expr: insert }).map(|registry| registry.span);
        Some(Leftover { kind: LeftoverKind::Registration, name, acquired, released: None, exit: None, kept_in })
    }

    /// The variable that a map lies in, through locks and references.
    fn map_root(&self, at: BodyRef, expr: ExprId) -> Option<BindingId> {
        let body = self.program.body(at);
        let mut expr = expr;
        for _ in 0..16 {
            match body.expr(expr) {
                ExprKind::Local(binding) => match self.program.uses(at).source(*binding) {
                    // `let mut users = users.lock().unwrap();`
                    BindSource::Value(value, _) if self.is_guard(at, *binding) => expr = value,
                    _ => return Some(*binding),
                },
                ExprKind::MethodCall { receiver, .. } => match self.program.callee(ExprRef { body: at, expr }) {
                    Callee::Api(_) => expr = *receiver,
                    _ => return None,
                },
                ExprKind::Await(inner)
                | ExprKind::Try(inner)
                | ExprKind::Ref(inner)
                | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => expr = *inner,
                _ => return None,
            }
        }
        None
    }

    fn is_guard(&self, at: BodyRef, binding: BindingId) -> bool {
        self.program.role(self.program.types(at).binding(binding)) == Some(Role::Guard)
    }

    /// `let users = users.clone();` of a parameter.
    fn is_clone_of_given(&self, at: BodyRef, binding: BindingId) -> bool {
        let BindSource::Value(value, _) = self.program.uses(at).source(binding) else { return false };
        let root = match self.program.body(at).expr(value) {
            ExprKind::Call { args, .. } if args.len() == 1 => self.map_root(at, args[0]),
            _ => self.map_root(at, value),
        };
        root.is_some_and(|root| matches!(self.program.uses(at).source(root), BindSource::Param(_)))
    }

    /// Whether anything in the program takes an entry out of a map of a type, or might.
    pub(super) fn takes_out(&self, ty: &Ty) -> bool {
        let maps = maps_in(self.program, ty);
        self.takes_out_of(&maps)
    }

    /// Whether anything in the program takes an entry out of a collection of one of these types, or might.
    pub(super) fn takes_out_of(&self, maps: &[Ty]) -> bool {
        let program = self.program;
        REMOVALS.iter().flat_map(|name| self.index.calls(Name::from(name))).any(|call| {
            let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return false };
            let on = program.types(call.body).expr(*receiver);
            match program.callee(call) {
                Callee::Api(_) => {
                    program.derefs(on).iter().any(|on| maps.contains(on))
                        || maps_in(program, on).iter().any(|map| maps.contains(map))
                }
                // It is not known of what.
                Callee::Unknown => *on == Ty::Unknown && self.index.calls(Name::from("insert")).next().is_some(),
                _ => false,
            }
        })
    }
}

/// Whether a value is shared between tasks and holds a map.
fn is_shared_map(program: &crate::resolve::Program<'_>, ty: &Ty, depth: u8, shared: bool) -> bool {
    match ty {
        Ty::Api(path, args) => {
            let shared = shared || path.as_str().ends_with("::Arc");
            shared && path.as_str().ends_with("Map") && program.role(ty) == Some(Role::Collection)
                || depth < 5 && args.iter().any(|arg| is_shared_map(program, arg, depth + 1, shared))
        }
        _ => false,
    }
}

/// The maps in a type, whatever is around them.
fn maps_in(program: &crate::resolve::Program<'_>, ty: &Ty) -> Vec<Ty> {
    let mut found = Vec::new();
    let mut todo = vec![program.peel(ty)];
    let mut steps = 0;
    while let Some(ty) = todo.pop() {
        steps += 1;
        if steps > 32 {
            break;
        }
        if let Ty::Api(path, args) = &ty {
            if path.as_str().ends_with("Map") {
                found.push(ty.clone());
            } else {
                todo.extend(args.iter().cloned());
            }
        }
    }
    found
}
