//! Whether a registry grows while the program runs, and whether something that was not followed may shrink it.

use super::{Change, Holds, Registry, key_and_value};
use crate::apis::Verb;
use crate::flow::{BindSource, Place, Tracker};
use crate::ir::{BinaryOp, ExprId, ExprKind, Receiver};
use crate::model::selects::leaves;
use crate::model::{Leftover, LeftoverKind, Model};
use crate::resolve::{ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;
use serde::Serialize;

/// All in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistryVerdict {
    /// Entries are taken out.
    Ok,
    /// Entries go in, and no code takes one out.
    NeverRemoved,
    /// It cannot grow for ever, or whoever gets it may prune it.
    BoundedOtherwise,
}

impl Model<'_, '_> {
    /// Where entries of a registry stay behind although others are taken out: ways past the removal, and waits that end
    /// only with the entry.
    pub fn leaves(&self, registry: &Registry) -> Vec<Span> {
        if !registry.is_pruned() {
            return Vec::new();
        }
        let gaps = self.gaps(registry).into_iter().map(|gap| gap.exit);
        let mut found: Vec<Span> = gaps.chain(self.immortal(registry).map(|immortal| immortal.wait)).collect();
        found.sort_by_cached_key(|span| (self.program.workspace.sources.get(span.file).path.clone(), span.lo));
        found.dedup();
        found
    }

    /// Whether the ways past the removal of an entry are known by the insert: the rules about registries tell of them.
    pub fn has_gap_at(&self, left: &Leftover) -> bool {
        left.kind == LeftoverKind::Registration
            && self
                .registries()
                .iter()
                .flat_map(|registry| self.gaps(registry))
                .any(|gap| left.acquired.contains(gap.insert.span))
    }

    /// What becomes of a registry in the long run.
    pub fn registry_verdict(&self, registry: &Registry) -> RegistryVerdict {
        if registry.is_pruned() {
            RegistryVerdict::Ok
        } else if self.growing_insert(registry).is_some() {
            RegistryVerdict::NeverRemoved
        } else {
            RegistryVerdict::BoundedOtherwise
        }
    }

    /// The insert that makes a registry grow without end.
    pub fn growing_insert<'r>(&self, registry: &'r Registry) -> Option<&'r Change> {
        if registry.holds.is_none() && !registry.is_of_locks(self.program) {
            return None;
        }
        if !registry.shared || registry.bounded || registry.closed_keys || registry.escapes.is_some() {
            return None;
        }
        if registry.is_pruned() || self.stray_removal(registry).is_some() {
            return None;
        }
        let insert = self.repeated_insert(registry)?;
        // Who listens to what was there before may do so under the same few names.
        if registry.holds == Some(Holds::Receiver) && !self.makes_its_channel(insert) {
            return None;
        }
        (!self.is_made_per_connection(registry.place)).then_some(insert)
    }

    /// `let (tx, rx) = watch::channel(0); map.insert(id, rx);`: whether an entry is the end of a channel that was made
    /// for it.
    fn makes_its_channel(&self, insert: &Change) -> bool {
        let program = self.program;
        let body = program.body(insert.at.body);
        let ExprKind::MethodCall { args, .. } = body.expr(insert.at.expr) else { return false };
        let is_made = |binding| match program.uses(insert.at.body).source(binding) {
            BindSource::Value(value, _) => program
                .called_api(ExprRef { body: insert.at.body, expr: value })
                .is_some_and(|row| row.verb == Verb::Channel),
            _ => false,
        };
        args.last().is_some_and(|&value| {
            body.any(value, |expr| matches!(body.expr(expr), ExprKind::Local(binding) if is_made(*binding)))
        })
    }

    /// `if map.len() >= MOST { return false; } map.insert(…)`: whether an insert is made only while there are few.
    fn is_under_limit(&self, registry: &Registry, insert: &Change) -> bool {
        let at = insert.at.body;
        let (body, uses) = (self.program.body(at), self.program.uses(at));
        let inserted = body.span(insert.at.expr);
        let is_map = |ty: &Ty| {
            self.program.derefs(ty).iter().any(|ty| {
                let row = ty.api_path().and_then(|path| self.program.apis.map(path));
                row.is_some_and(|row| key_and_value(row, ty) == (registry.key.clone(), registry.value.clone()))
            })
        };
        body.any(body.root, |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return false };
            if *name != "len" || body.span(expr).lo > inserted.lo || !is_map(self.program.types(at).expr(*receiver)) {
                return false;
            }
            let Some(compared) = uses.parent_expr(expr) else { return false };
            let compares = matches!(body.expr(compared), ExprKind::Binary { op: BinaryOp::Compare(_), .. });
            compares
                && uses.ancestors(compared).any(|up| match body.expr(up) {
                    ExprKind::If { cond, then, .. } => {
                        body.span(*cond).contains(body.span(compared))
                            && (body.span(up).contains(inserted) || leaves(body, *then))
                    }
                    _ => false,
                })
        })
    }

    /// An insert that runs again and again while the program runs: in a receive loop, in a task that is started
    /// many times, or in what others call.
    pub(super) fn repeated_insert<'r>(&self, registry: &'r Registry) -> Option<&'r Change> {
        registry.inserts.iter().find(|op| {
            let mut seen = FxHashSet::default();
            self.runs_often(op.at, &mut seen, 0) && !self.is_under_limit(registry, op)
        })
    }

    fn runs_often(&self, at: ExprRef, seen: &mut FxHashSet<FnId>, depth: u8) -> bool {
        let program = self.program;
        let span = program.body(at.body).span(at.expr);
        let in_loop = self
            .loops
            .iter()
            .any(|found| found.at.body == at.body && program.body(at.body).span(found.at.expr).contains(span));
        if in_loop {
            return true;
        }
        let Some(function) = program.owner(at.body) else { return false };
        if depth > 6 || !seen.insert(function) {
            return false;
        }
        let def = &program.defs.fns[function];
        if def.name == "main" || self.is_constructor(function) || self.starts_with_program(function) {
            return false;
        }
        let skip = |body| self.skips(body);
        let callers = Tracker::new(program, self.index, &|_| false, &skip).callers(function);
        if callers.is_empty() || program.is_public(function) {
            // Others call it: users of the library, or a framework through a trait or by name.
            return true;
        }
        callers.into_iter().any(|call| self.runs_often(call, seen, depth + 1))
    }

    /// A function without a receiver, or one that takes and gives `self`, whose result is its own type.
    fn is_constructor(&self, function: FnId) -> bool {
        let program = self.program;
        let def = &program.defs.fns[function];
        let sig = program.sig(function);
        let Some(Ty::Adt(own, _)) = &sig.owner else { return false };
        matches!(def.item.receiver, None | Some(Receiver::Value)) && mentions(&sig.output, *own, 0)
    }

    /// Whether a map or set is the value of an entry of another: `self.members.get_mut(&room)`.
    fn is_in_value(&self, map: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(map.body);
        let gets = |code: ExprId| {
            body.any(code, |expr| {
                let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return false };
                let is_map = |ty: &Ty| {
                    let row = ty.api_path().and_then(|path| program.apis.map(path));
                    row.is_some_and(|row| !row.of_map && !row.set)
                };
                matches!(name.as_str(), "get" | "get_mut" | "entry" | "get_or_insert_with")
                    && program.derefs(program.types(map.body).expr(*receiver)).iter().any(is_map)
            })
        };
        gets(map.expr)
            || matches!(body.expr(map.expr), ExprKind::Local(binding)
                if matches!(program.uses(map.body).source(*binding), BindSource::Value(value, _) if gets(value)))
    }

    /// Whether a map is a variable that was made by cloning a map itself, and no pointer to one: what is taken out of that
    /// is still in the other.
    fn is_copy(&self, map: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(map.body);
        let ExprKind::Local(binding) = body.expr(map.expr) else { return false };
        let BindSource::Value(value, _) = program.uses(map.body).source(*binding) else { return false };
        let ExprKind::MethodCall { receiver, name, .. } = body.expr(value) else { return false };
        let is_map = |ty: &Ty| ty.api_path().is_some_and(|path| program.apis.map(path).is_some_and(|row| !row.bounded));
        *name == "clone" && is_map(program.types(map.body).expr(*receiver))
    }

    /// A removal from a map of the same type that belongs to no registry, or to a value that is not known.
    pub fn stray_removal(&self, registry: &Registry) -> Option<Span> {
        let program = self.program;
        let known: FxHashSet<ExprRef> = self.registries().iter().flat_map(|one| &one.removes).map(|op| op.at).collect();
        // From a map of one owner.
        let of_other = |at: ExprRef, ty: &Ty| {
            let known = program.derefs(ty).iter().any(|ty| ty.arg(1) == registry.value && !registry.value.is_unknown());
            let alike = |one: &Registry| one.key == registry.key && (!known || one.value == registry.value);
            let mut found = false;
            for one in self.own_maps(&alike) {
                found |= one.removes.iter().any(|op| op.at == at);
            }
            found
        };
        let field = match registry.place {
            Place::Field(_, name) => Some(name),
            _ => None,
        };
        let mut found = None;
        for name in program.apis.removal_names() {
            for at in self.index.calls(name) {
                if found.is_some() || self.skips(at.body) || known.contains(&at) {
                    continue;
                }
                let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { continue };
                let ty = program.types(at.body).expr(*receiver);
                let same = program.derefs(ty).iter().any(|ty| {
                    let Some(row) = ty.api_path().and_then(|path| program.apis.map(path)) else { return false };
                    let (key, value) = key_and_value(row, ty);
                    let value = if row.set { ty.arg(1) } else { value };
                    key == registry.key && (value == registry.value || value.is_unknown() && !registry.value.is_unit())
                });
                let same = same && !self.is_in_value(ExprRef { expr: *receiver, ..at });
                let unknown = ty.is_unknown()
                    && field.is_some_and(|field| {
                        let mut named = false;
                        program.body(at.body).walk(*receiver, &mut |_| true, &mut |expr| {
                            named |= matches!(program.body(at.body).expr(expr), ExprKind::Field { name, .. } if *name == field);
                        });
                        named
                    });
                if (same || unknown) && !of_other(at, ty) && !self.is_copy(ExprRef { expr: *receiver, ..at }) {
                    found = Some(self.callee_span(at));
                }
            }
        }
        found
    }
}

fn mentions(ty: &Ty, adt: crate::resolve::AdtId, depth: u8) -> bool {
    if depth > 4 {
        return false;
    }
    match ty {
        Ty::Adt(of, _) if *of == adt => true,
        Ty::Adt(_, args) | Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|arg| mentions(arg, adt, depth + 1)),
        _ => false,
    }
}
