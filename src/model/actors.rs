//! What actors and sessions take on and leave behind, where a framework calls them: entries that they make at their
//! start, buffers that they fill. What ends them is a hook, and often it is missing.

use super::{Leftover, LeftoverKind, Model, Registry};
use crate::apis::{Actor, Role};
use crate::flow::{Place, Tracker};
use crate::ir::{ExprKind, Lit};
use crate::resolve::{AdtId, AdtKind, BodyRef, ExprRef, FnId, ImplId, Ty};
use crate::source::{Name, Span};

/// Something that an actor leaves behind.
#[derive(Clone, Debug)]
pub struct ActorLeftover {
    /// `impl Actor for Session`
    pub header: Span,
    /// The hook that could release it.
    pub hook: &'static str,
    /// The hook is there, and does not.
    pub has_hook: bool,
    /// What is left.
    pub left: Leftover,
}

impl Model<'_, '_> {
    /// What the actors and sessions of frameworks leave behind.
    pub fn actor_leftovers(&self) -> Vec<ActorLeftover> {
        let program = self.program;
        let mut found = Vec::new();
        for row in program.apis.actors() {
            for &id in program.defs.impls_for_external_trait(row.path) {
                let hooks = Hooks::of(self, row, id);
                if hooks.all.iter().any(|&body| self.skips(body)) {
                    continue;
                }
                let left = self.actor_entry(&hooks).or_else(|| self.actor_buffer(&hooks, id));
                if let Some(left) = left {
                    found.push(ActorLeftover {
                        header: self.header_of(id),
                        hook: row.ends.first().map_or("drop", |name| name.as_str()),
                        has_hook: !hooks.ends.is_empty(),
                        left,
                    });
                }
            }
        }
        found.sort_by_key(|one| (program.workspace.sources.get(one.header.file).path.clone(), one.header.lo));
        found
    }

    /// An entry in a map that others reach, made by a start hook, that nothing in the program ever removes.
    fn actor_entry(&self, hooks: &Hooks) -> Option<Leftover> {
        let program = self.program;
        let no_skip = |_: BodyRef| false;
        let holds = |_: &Ty| false;
        let tracker = Tracker::new(program, self.index, &holds, &no_skip);
        let mut inserts: Vec<(Place, ExprRef)> = Vec::new();
        for &at in &hooks.starts {
            let body = program.body(at);
            body.walk(body.root, &mut |_| true, &mut |expr| {
                let here = ExprRef { body: at, expr };
                if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                    && !self.has_fixed_key(here)
                    && let Some(place) = self.inserts(&tracker, here, 0)
                {
                    inserts.push((place, here));
                }
            });
        }
        let (place, at) = inserts.into_iter().find(|(place, _)| self.is_registry(*place))?;
        // What the actor was started with goes into its state under another name, and the end hook takes it out there.
        let known = self.registry_of_insert(at);
        if self.is_removed_anywhere(&tracker, place) || known.is_some_and(Registry::is_pruned) {
            return None;
        }
        let (name, _) = self.named_place(place)?;
        let acquired = program.body(at.body).span(at.expr);
        let kept_in = known.map(|registry| registry.span);
        Some(Leftover { kind: LeftoverKind::Registration, name, acquired, released: None, exit: None, kept_in })
    }

    /// `insert("console", …)`: one entry, however often it is made.
    fn has_fixed_key(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        match body.expr(at.expr) {
            ExprKind::MethodCall { args, .. } => args.first().is_some_and(|&key| {
                let mut key = key;
                while let ExprKind::MethodCall { receiver, .. } | ExprKind::Ref(receiver) = body.expr(key) {
                    key = *receiver;
                }
                matches!(body.expr(key), ExprKind::Lit(Lit::Str(_) | Lit::Int(_)) | ExprKind::Path(_))
            }),
            _ => false,
        }
    }

    /// Whether any code of the program takes entries out of a map.
    fn is_removed_anywhere(&self, tracker: &Tracker<'_, '_>, place: Place) -> bool {
        const REMOVALS: [&str; 13] = [
            "remove",
            "remove_entry",
            "remove_if",
            "remove_async",
            "swap_remove",
            "shift_remove",
            "retain",
            "clear",
            "take",
            "drain",
            "pop",
            "truncate",
            "invalidate",
        ];
        REMOVALS.iter().any(|name| {
            self.index.calls(Name::from(name)).any(|call| match self.program.expr(call) {
                ExprKind::MethodCall { receiver, .. } => {
                    tracker.place_of(ExprRef { body: call.body, expr: *receiver }) == place
                }
                _ => false,
            })
        })
    }

    /// A buffer in the actor's own fields that one handler fills, another empties, and no hook at the end does.
    fn actor_buffer(&self, hooks: &Hooks, id: ImplId) -> Option<Leftover> {
        let program = self.program;
        for adt in state_of(self, id) {
            let AdtKind::Struct(item) = program.defs.adts[adt].kind else { continue };
            let has_drop =
                program.defs.impls_of(adt).iter().any(|&one| {
                    program.defs.impl_fn(one, "drop".into()).is_some_and(|function| program.is_drop(function))
                });
            if has_drop {
                continue;
            }
            for field in &item.fields {
                if !super::leftover::is_buffer(self, &program.declared_field(adt, field.name)) {
                    continue;
                }
                if !self.is_data(&program.declared_field(adt, field.name).arg(0), 0)
                    || !self.is_measured(adt, field.name)
                    || hooks.all.iter().any(|&body| self.body_always_empties(body, adt, field.name))
                {
                    continue;
                }
                let Some((filled, emptied)) = self.batch(adt, field.name) else { continue };
                if hooks.ends.iter().any(|&body| self.body_may_empty(body, adt, field.name)) {
                    continue;
                }
                return Some(Leftover {
                    kind: LeftoverKind::Buffer,
                    name: format!("{}::{}", program.defs.adts[adt].name, field.name),
                    acquired: filled,
                    released: Some(emptied),
                    exit: None,
                    kept_in: None,
                });
            }
        }
        None
    }

    /// Whether losing a value loses something: it is no way to reach, answer or stop somebody, whose drop says enough.
    pub(super) fn is_data(&self, ty: &Ty, depth: u8) -> bool {
        let program = self.program;
        if depth > 3 {
            return true;
        }
        match program.peel(ty) {
            Ty::Prim(_) => true,
            Ty::Adt(adt, _) => program.all_fields(adt).iter().all(|field| self.is_data(field, depth + 1)),
            Ty::Tuple(parts) => parts.iter().all(|part| self.is_data(part, depth + 1)),
            Ty::Slice(part) => self.is_data(&part, depth + 1),
            Ty::Api(path, args) => match program.apis.type_(path).map(|id| program.apis.ty(id).role) {
                Some(Role::Other | Role::Pointer | Role::Option | Role::Result | Role::Collection) => {
                    args.iter().all(|arg| arg.is_unknown() || self.is_data(arg, depth + 1))
                }
                Some(_) => false,
                // What another crate's type stands for is not known.
                None => depth > 0,
            },
            Ty::Unknown | Ty::Param(..) | Ty::Assoc(..) => depth > 0,
            Ty::Traits(_) | Ty::Future(_) | Ty::Closure(_) | Ty::Fn(_) | Ty::Callable(_) | Ty::Never => false,
        }
    }

    /// `impl Actor for Session`
    fn header_of(&self, id: ImplId) -> Span {
        let span = self.program.defs.impls[id].span;
        let text = self.program.workspace.sources.text(span);
        let start = text.find("impl").unwrap_or(0);
        let end = text[start..].find('{').map_or(text.len(), |at| start + at);
        let end = text[..end].trim_end().len();
        Span::new(span.file, span.lo + start as u32, span.lo + end as u32)
    }
}

/// The types whose fields are an actor's state: itself, and those that its trait names (`type State = …`).
pub(super) fn state_of(model: &Model<'_, '_>, id: ImplId) -> Vec<AdtId> {
    let program = model.program;
    let def = &program.defs.impls[id];
    let mut found = Vec::new();
    if let crate::resolve::Res::Adt(adt) = def.self_head {
        found.push(adt);
    }
    if let Some((Ty::Adt(adt, _), _)) = state_type(model, id) {
        found.push(adt);
    }
    found
}

/// `type Msg = …` of an actor.
pub(super) fn associated_type(model: &Model<'_, '_>, id: ImplId, name: &str) -> Option<Ty> {
    let program = model.program;
    let one = program.defs.impls[id].item.types.iter().find(|one| one.name == name)?;
    Some(program.lower_type(program.defs.impl_scope(id), &one.ty))
}

/// `type State = …` of an actor, with its place.
pub(super) fn state_type(model: &Model<'_, '_>, id: ImplId) -> Option<(Ty, Span)> {
    let program = model.program;
    let state = program.defs.impls[id].item.types.iter().find(|one| one.name == "State")?;
    Some((program.lower_type(program.defs.impl_scope(id), &state.ty), state.span))
}

/// The bodies of an actor's hooks.
struct Hooks {
    starts: Vec<BodyRef>,
    ends: Vec<BodyRef>,
    all: Vec<BodyRef>,
}

impl Hooks {
    fn of(model: &Model<'_, '_>, row: &Actor, id: ImplId) -> Self {
        let defs = &model.program.defs;
        let body_of = |function: FnId| defs.fns[function].body;
        let named = |names: &[Name]| -> Vec<BodyRef> {
            names.iter().filter_map(|&name| defs.impl_fn(id, name)).filter_map(body_of).collect()
        };
        Self {
            starts: named(&row.starts),
            ends: named(&row.ends),
            all: defs.impls[id].fns.iter().copied().filter_map(body_of).collect(),
        }
    }
}
