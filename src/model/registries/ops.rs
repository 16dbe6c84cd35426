//! What is done with a registry's map, wherever the map, its guard or a clone of its pointer goes.

use super::{Registry, key_and_value};
use crate::flow::{BindSource, EventKind, Parent, Place, Tracker};
use crate::ir::{ExprId, ExprKind, TypeRef, Vis};
use crate::model::{Model, callee_span};
use crate::resolve::{Callee, ExprRef, Program, Ty};
use crate::source::Span;

/// Something that changes which entries there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What.
    pub kind: ChangeKind,
    /// The call or assignment.
    pub at: ExprRef,
    /// Where it is pointed at.
    pub span: Span,
    /// The key, where it is written.
    pub key: Option<ExprRef>,
}

/// Kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// An entry is put in.
    Insert,
    /// An entry is taken out.
    Remove,
    /// Any entries may be taken out.
    Clear,
}

const MAX_PLACES: usize = 24;

/// Finds all operations on a registry, and where it gets out of sight.
pub(super) fn collect(model: &Model<'_, '_>, registry: &mut Registry) {
    let program = model.program;
    if let Place::Field(adt, name) = registry.place {
        let def = &program.defs.adts[adt];
        let library = matches!(
            program.workspace.crates[def.krate.0 as usize].kind,
            crate::workspace::TargetKind::Lib | crate::workspace::TargetKind::ProcMacro
        );
        let field = def.fields().iter().find(|field| field.name == name);
        if library && def.vis == Vis::Public && field.is_some_and(|field| field.vis == Vis::Public) {
            registry.escapes = Some(registry.span);
        }
    }
    let own = match registry.place {
        Place::Field(adt, name) => map_in(program, &program.declared_field(adt, name), 0),
        Place::Static(id) => map_in(program, &program.static_ty(id), 0),
        Place::Local(body, binding) => map_in(program, program.types(body).binding(binding), 0),
        Place::Unknown => None,
    };
    let mut places = vec![registry.place];
    places.append(&mut registry.also);
    let mut next = 0;
    while let Some(&place) = places.get(next) {
        next += 1;
        // To follow it into the first of them would already be for nothing.
        if places.len() > MAX_PLACES {
            registry.escapes = registry.escapes.or(Some(registry.span));
            break;
        }
        // Another map may come in one tuple with it.
        let holds = |ty: &Ty| {
            holds_map(program, ty, 0)
                && own.as_ref().zip(map_in(program, ty, 0)).is_none_or(|(own, other)| {
                    // An entry is of a type of its own.
                    own.api_path() != other.api_path() || own.may_be(&other)
                })
        };
        let skip = |body| model.skips(body);
        let mut tracker = Tracker::new(program, model.index, &holds, &skip);
        tracker.ends_at_copies = true;
        tracker.place(place);
        for at in tracker.visited() {
            if let Some(op) = op_at(program, registry, at) {
                match op.kind {
                    ChangeKind::Insert => registry.inserts.push(op),
                    ChangeKind::Remove | ChangeKind::Clear => registry.removes.push(op),
                }
            }
        }
        for event in &tracker.events {
            match event.kind {
                EventKind::Passed | EventKind::Public(_) => {
                    registry.escapes = registry.escapes.or(Some(event.span));
                }
                EventKind::Stored(to) | EventKind::Collected(to) => match to {
                    Place::Unknown => registry.escapes = registry.escapes.or(Some(event.span)),
                    to if !places.contains(&to) => places.push(to),
                    _ => {}
                },
                _ => {}
            }
        }
        if tracker.gave_up() {
            registry.escapes = registry.escapes.or(Some(registry.span));
        }
        if let Place::Field(adt, name) = place {
            for &(literal, value) in model.index.literals(name) {
                let of_it = matches!(program.ty(literal), Ty::Adt(of, _) if *of == adt);
                if of_it && !model.skips(literal.body) {
                    origins(model, ExprRef { body: literal.body, expr: value }, &mut places, 0);
                }
            }
        }
    }
    registry.also = places
        .into_iter()
        .filter(|place| *place != registry.place && matches!(place, Place::Field(..) | Place::Static(_)))
        .collect();
    tidy(program, registry);
}

fn tidy(program: &Program<'_>, registry: &mut Registry) {
    for ops in [&mut registry.inserts, &mut registry.removes] {
        ops.sort_by_key(|op| (program.workspace.sources.get(op.span.file).path.clone(), op.span.lo, op.kind, op.at));
        ops.dedup_by_key(|op| op.at);
    }
}

/// Whether a value gives access to a map: it is one, or a pointer, lock, guard or option of one, or an entry.
fn holds_map(program: &Program<'_>, ty: &Ty, depth: u8) -> bool {
    if depth > 5 {
        return false;
    }
    match ty {
        Ty::Api(path, args) => {
            if program.apis.map(*path).is_some() {
                return true;
            }
            use crate::apis::Role;
            match program.role(ty) {
                Some(Role::Pointer | Role::Lock | Role::Guard | Role::Cell | Role::Option | Role::Result) => {
                    args.first().is_some_and(|arg| holds_map(program, arg, depth + 1))
                }
                _ => false,
            }
        }
        Ty::Future(future) => holds_map(program, &future.output, depth + 1),
        _ => false,
    }
}

/// The map that a value gives access to.
fn map_in(program: &Program<'_>, ty: &Ty, depth: u8) -> Option<Ty> {
    match ty {
        Ty::Api(path, _) if program.apis.map(*path).is_some() => Some(ty.clone()),
        Ty::Api(_, args) if depth < 5 && holds_map(program, ty, depth) => map_in(program, args.first()?, depth + 1),
        Ty::Future(future) if depth < 5 => map_in(program, &future.output, depth + 1),
        _ => None,
    }
}

/// What the expression around a view of the map does with it.
fn op_at(program: &Program<'_>, registry: &Registry, at: ExprRef) -> Option<Change> {
    let body = program.body(at.body);
    let Parent::Expr(parent) = program.uses(at.body).parent(at.expr) else { return None };
    let up = ExprRef { body: at.body, expr: parent };
    match body.expr(parent) {
        ExprKind::MethodCall { receiver, name, args, .. } if *receiver == at.expr => {
            let ty = program.types(at.body).expr(at.expr);
            let op = |kind, key| Some(Change { kind, at: up, span: callee_span(program, up), key });
            if ty.api_path().is_some_and(|path| path == "std::option::Option")
                && matches!(name.as_str(), "take" | "replace")
            {
                return op(ChangeKind::Clear, None);
            }
            let map = program
                .derefs(ty)
                .into_iter()
                .find(|ty| ty.api_path().and_then(|path| program.apis.map(path)).is_some())?;
            let row = program.apis.map(map.api_path()?)?;
            let (keys, _) = key_and_value(row, &map);
            if !keys.is_unknown()
                && !registry.key.is_unknown()
                && keys != registry.key
                && !has_params(&registry.key)
                && !has_params(&keys)
            {
                return None;
            }
            let key = || args.first().map(|&arg| ExprRef { body: at.body, expr: arg });
            if row.insert.contains(name) {
                // `let id = slab.insert(session)`: the call is the key.
                let key = if row.gives_key {
                    Some(up)
                } else if row.of_map {
                    entry_key(program, at)
                } else {
                    key()
                };
                op(ChangeKind::Insert, key)
            } else if row.gives_key && row.entry.contains(name) {
                op(ChangeKind::Insert, None)
            } else if row.remove.contains(name) {
                op(ChangeKind::Remove, if row.of_map { entry_key(program, at) } else { key() })
            } else if row.clear.contains(name) {
                op(ChangeKind::Clear, None)
            } else {
                None
            }
        }
        ExprKind::Call { args, .. } if args.contains(&at.expr) => {
            let Callee::Api(api) = program.callee(up) else { return None };
            let path = program.apis.row(*api).path;
            matches!(path.as_str(), "std::mem::take" | "std::mem::replace" | "std::mem::swap").then(|| Change {
                kind: ChangeKind::Clear,
                at: up,
                span: body.span(parent),
                key: None,
            })
        }
        ExprKind::Assign { place, .. } if *place == at.expr => {
            Some(Change { kind: ChangeKind::Clear, at: up, span: body.span(parent), key: None })
        }
        // `for (id, entry) in map` takes all of them, `for (id, entry) in &map` looks at each.
        ExprKind::For { iter, .. } if *iter == at.expr && !is_borrowed(program, at) => {
            Some(Change { kind: ChangeKind::Clear, at: up, span: body.span(at.expr), key: None })
        }
        _ => None,
    }
}

/// Whether an expression is a reference, or a variable that is one: `&map`, `map.deref()`, `map: &HashMap<…>`.
fn is_borrowed(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    match body.expr(at.expr) {
        ExprKind::Ref(_) => true,
        ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
            BindSource::Value(value, _) => is_borrowed(program, ExprRef { body: at.body, expr: value }),
            BindSource::Param(position) => program
                .owner(at.body)
                .and_then(|function| program.written_param(function, position))
                .is_some_and(|ty| matches!(ty, TypeRef::Ref(_))),
            _ => false,
        },
        _ => false,
    }
}

fn has_params(ty: &Ty) -> bool {
    match ty {
        Ty::Param(..) | Ty::Assoc(..) | Ty::Traits(_) | Ty::Unknown => true,
        Ty::Api(_, args) | Ty::Adt(_, args) | Ty::Tuple(args) => args.iter().any(has_params),
        _ => false,
    }
}

/// The key of `map.entry(key).or_insert(…)`.
fn entry_key(program: &Program<'_>, at: ExprRef) -> Option<ExprRef> {
    let body = program.body(at.body);
    let mut expr = at.expr;
    for _ in 0..8 {
        match body.expr(expr) {
            ExprKind::MethodCall { receiver, args, .. } => {
                let here = program.types(at.body).expr(*receiver);
                let gives_entries = program
                    .derefs(here)
                    .iter()
                    .filter_map(|ty| program.apis.map(ty.api_path()?))
                    .any(|row| !row.of_map);
                if gives_entries {
                    return args.first().map(|&arg| ExprRef { body: at.body, expr: arg });
                }
                expr = *receiver;
            }
            ExprKind::Await(inner) | ExprKind::Try(inner) => expr = *inner,
            _ => return None,
        }
    }
    None
}

/// Places that a value came from by cloning its pointer: what is done there is done to the same map.
fn origins(model: &Model<'_, '_>, at: ExprRef, places: &mut Vec<Place>, depth: u8) {
    if depth > 6 {
        return;
    }
    let program = model.program;
    let body = program.body(at.body);
    let here = |expr: ExprId| ExprRef { body: at.body, expr };
    match body.expr(at.expr) {
        ExprKind::Local(binding) => {
            let place = Place::Local(at.body, *binding);
            if places.contains(&place) {
                return;
            }
            places.push(place);
            match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => origins(model, here(value), places, depth + 1),
                BindSource::Param(position) => {
                    let Some(function) = program.owner(at.body) else { return };
                    let skip = |body| model.skips(body);
                    let shift = usize::from(program.defs.fns[function].item.receiver.is_some());
                    for call in Tracker::new(program, model.index, &|_| false, &skip).callers(function) {
                        let arg = match program.expr(call) {
                            ExprKind::Call { args, .. } => args.get(position as usize),
                            ExprKind::MethodCall { args, .. } => {
                                (position as usize).checked_sub(shift).and_then(|position| args.get(position))
                            }
                            _ => None,
                        };
                        if let Some(&arg) = arg {
                            origins(model, ExprRef { body: call.body, expr: arg }, places, depth + 1);
                        }
                    }
                }
                _ => {}
            }
        }
        ExprKind::Ref(inner) | ExprKind::Await(inner) | ExprKind::Try(inner) => {
            origins(model, here(*inner), places, depth + 1);
        }
        ExprKind::MethodCall { receiver, name, .. } if *name == "clone" => {
            origins(model, here(*receiver), places, depth + 1);
        }
        // `Arc::clone(&map)`
        ExprKind::Call { args, .. } if args.len() == 1 && holds_map(program, program.ty(here(args[0])), 0) => {
            origins(model, here(args[0]), places, depth + 1);
        }
        ExprKind::Field { base, name } => {
            let base = program.types(at.body).expr(*base);
            if let Some((_, Some(adt))) = program.field(base, *name) {
                let place = Place::Field(adt, *name);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        _ => {}
    }
}
