//! Registries: maps that several parts of a program share and that outlive what their entries stand for, with all
//! places that put something in or take something out.
//!
//! A registry is a field or static, or a variable beside an accept loop; other maps of a function live as long as a
//! call. Methods that get the map, its guard or a clone of its pointer are followed. Knows nothing of what is a mistake.

mod actors;
mod beside;
mod calls;
mod growth;
mod keys;
mod locals;
mod ops;
mod outcomes;
mod paths;
mod reach;
mod states;
mod sweeps;

pub use beside::Forgotten;
pub use growth::RegistryVerdict;
pub(super) use locals::made_for;
pub use ops::{Change, ChangeKind};
pub(super) use paths::exit_span;
pub use paths::{Gap, GapKind};
pub use reach::{Cluster, Immortal, Tie};

use super::Model;
use crate::apis::{ChannelKind, Map, Role};
use crate::flow::Place;
use crate::ir::TypeRef;
use crate::resolve::{AdtId, ExprRef, Program, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A map that outlives its entries' subjects.
#[derive(Clone, Debug)]
pub struct Registry {
    /// The field or static.
    pub place: Place,
    /// Other fields that hold the same map.
    pub also: Vec<Place>,
    /// `Hub::rooms`, `SESSIONS`
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Its type as written.
    pub ty: String,
    /// Type of its keys.
    pub key: Ty,
    /// Type of its values.
    pub value: Ty,
    /// What each entry keeps alive or waits for, if anything.
    pub holds: Option<Holds>,
    /// Others reach it, too: a static, a lock, a shared pointer, a map made for sharing.
    pub shared: bool,
    /// Others reach it through messages to the actor whose state it is, and in no other way.
    pub of_actor: bool,
    /// It has a limit of its own, or its entries expire.
    pub bounded: bool,
    /// Its keys come from a fixed set.
    pub closed_keys: bool,
    /// Who puts entries in, in order of the places.
    pub inserts: Vec<Change>,
    /// Who takes entries out.
    pub removes: Vec<Change>,
    /// Where it goes to code that is not known.
    pub escapes: Option<Span>,
}

/// What an entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Someone waits for an answer through it.
    Answer,
    /// A way to send to someone.
    Sender,
    /// What someone tells, while he is there.
    Receiver,
    /// A task.
    Task,
    /// A connection.
    Connection,
    /// A signal or permit.
    Signal,
    /// An actor.
    Actor,
}

impl Holds {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Answer => "somebody who waits for an answer",
            Self::Sender => "a sender",
            Self::Receiver => "a receiver",
            Self::Task => "a task",
            Self::Connection => "a connection",
            Self::Signal => "a signal",
            Self::Actor => "an actor",
        }
    }
}

/// A variable with a map, as it is shown.
struct Named {
    place: Place,
    name: String,
    span: Span,
}

impl Registry {
    /// A map in a variable that others share, without what is done with it: one that has no limit.
    fn of_local(program: &Program<'_>, Named { place, name, span }: Named, map: MapTy) -> Option<Self> {
        program.apis.map(map.path).filter(|row| !row.of_map && !row.set && !row.bounded)?;
        Some(Self {
            place,
            also: Vec::new(),
            name,
            span,
            ty: type_text(&program.workspace.sources.get(span.file).text[span.hi as usize..]),
            holds: holds(program, &map.value),
            shared: true,
            of_actor: false,
            bounded: false,
            closed_keys: is_closed(program, &map.key),
            key: map.key,
            value: map.value,
            inserts: Vec::new(),
            removes: Vec::new(),
            escapes: None,
        })
    }

    /// Whether entries are ever taken out.
    pub fn is_pruned(&self) -> bool {
        !self.removes.is_empty()
    }

    /// Whether each entry is a lock for its key, and nothing else: `HashMap<Id, Arc<Mutex<()>>>`.
    pub fn is_of_locks(&self, program: &Program<'_>) -> bool {
        let lock = program.peel(&self.value);
        match program.role(&lock) {
            Some(Role::Lock) => lock.arg(0).is_unit(),
            Some(Role::Semaphore) => true,
            _ => false,
        }
    }

    /// Whether something takes out entries without being asked for each: `retain`, `clear`, `drain`.
    pub fn is_swept(&self) -> bool {
        self.removes.iter().any(|op| op.kind == ChangeKind::Clear)
    }
}

impl Model<'_, '_> {
    /// Registries that others reach, too, in order of their places.
    pub fn registries(&self) -> &[Registry] {
        &self.all_maps().shared
    }

    /// The registry that a call puts an entry into: the first of several names for one map.
    pub(super) fn registry_of_insert(&self, at: ExprRef) -> Option<&Registry> {
        self.registries().iter().find(|registry| registry.inserts.iter().any(|insert| insert.at == at))
    }

    /// Those and the maps of one owner, in order of their places.
    pub fn all_registries(&self) -> Vec<&Registry> {
        let own = self.own_maps(&|_| true).into_iter().filter(|one| !one.inserts.is_empty());
        let mut all: Vec<&Registry> = self.registries().iter().chain(own).collect();
        all.sort_by_key(|one| self.place_key(one));
        all
    }

    /// Maps of one owner: what is done with them is worked out for those that are asked for.
    fn own_maps(&self, wanted: &dyn Fn(&Registry) -> bool) -> Vec<&Registry> {
        let mut found = Vec::new();
        for own in self.all_maps().own.iter().filter(|own| wanted(&own.bare)) {
            found.push(own.full.get_or_init(|| {
                let mut registry = own.bare.clone();
                ops::collect(self, &mut registry);
                registry
            }));
        }
        found
    }

    fn all_maps(&self) -> &Maps {
        self.registries.get_or_init(|| find(self))
    }

    fn place_key(&self, registry: &Registry) -> (String, u32) {
        (self.program.workspace.sources.get(registry.span.file).path.clone(), registry.span.lo)
    }

    /// Registries that the map shows: shared, and their entries stand for something that ends.
    pub fn shown_registries(&self) -> impl Iterator<Item = &Registry> {
        self.registries()
            .iter()
            .filter(|registry| (registry.holds.is_some() || registry.is_of_locks(self.program)) && registry.shared)
    }
}

/// All maps that are fields or statics.
#[derive(Debug, Default)]
pub(super) struct Maps {
    shared: Vec<Registry>,
    own: Vec<OwnMap>,
}

/// A map that only its owner reaches.
#[derive(Debug)]
struct OwnMap {
    /// Without what is done with it.
    bare: Registry,
    full: OnceCell<Registry>,
}

/// What a map's type says about it.
struct MapTy {
    path: Name,
    key: Ty,
    value: Ty,
    shared: bool,
}

fn find(model: &Model<'_, '_>) -> Maps {
    let program = model.program;
    let mut found: BTreeMap<Place, Registry> = BTreeMap::new();
    for (place, ty, text, span) in candidates(model) {
        let Some(map) = map_in(program, &ty, false, 0) else { continue };
        let row = program.apis.map(map.path);
        let Some(row) = row.filter(|row| !row.of_map) else { continue };
        let name = match place {
            Place::Field(adt, name) => format!("{}::{name}", program.defs.adts[adt].name),
            Place::Static(id) => program.defs.statics[id].name.as_str().to_owned(),
            Place::Local(..) | Place::Unknown => continue,
        };
        let holds = if row.set { None } else { holds(program, &map.value) };
        let closed_keys = is_closed(program, &map.key);
        found.insert(
            place,
            Registry {
                place,
                also: Vec::new(),
                name,
                span,
                ty: text,
                holds,
                shared: map.shared || matches!(place, Place::Static(_)),
                of_actor: false,
                bounded: row.bounded,
                closed_keys,
                key: map.key,
                value: map.value,
                inserts: Vec::new(),
                removes: Vec::new(),
                escapes: None,
            },
        );
    }
    let shared = shared_types(model, &found);
    for registry in found.values_mut() {
        if let Place::Field(adt, _) = registry.place {
            registry.shared |= shared.contains(&adt);
        }
    }
    let owned: Vec<AdtId> = found
        .values()
        .filter_map(|registry| match registry.place {
            Place::Field(adt, _) if !registry.shared => Some(adt),
            _ => None,
        })
        .collect();
    let mut if_brought: FxHashSet<Place> = FxHashSet::default();
    for (adt, life) in model.actor_states(&owned) {
        for registry in found.values_mut().filter(|one| matches!(one.place, Place::Field(of, _) if of == adt)) {
            // Of a map of maps, the inner ones have entries of their own, which come and go.
            let is_of_maps = map_in(program, &registry.value, false, 0).is_some();
            if !registry.shared && !is_of_maps && life.keeps(registry.holds) {
                (registry.shared, registry.of_actor) = (true, true);
                if life.asks_whose(registry.holds) {
                    if_brought.insert(registry.place);
                }
            }
        }
    }
    let mut maps = Maps::default();
    // Most maps are of one owner, and nobody asks about those.
    for mut registry in found.into_values() {
        if registry.shared && if_brought.contains(&registry.place) {
            let bare = Registry { shared: false, of_actor: false, ..registry.clone() };
            ops::collect(model, &mut registry);
            if model.is_brought(&registry) {
                maps.shared.push(registry);
            } else {
                maps.own.push(OwnMap { bare, full: OnceCell::new() });
            }
        } else if registry.shared {
            ops::collect(model, &mut registry);
            if !registry.inserts.is_empty() {
                registry.closed_keys = registry.closed_keys || keys::are_numbers(model, &registry);
                maps.shared.push(registry);
            }
        } else {
            maps.own.push(OwnMap { bare: registry, full: OnceCell::new() });
        }
    }
    for mut registry in model.maps_as_state() {
        ops::collect(model, &mut registry);
        if !registry.inserts.is_empty() {
            maps.shared.push(registry);
        }
    }
    // What goes into a map is told of it under its first name.
    for one in locals::find(model) {
        let known = |op: &Change| maps.shared.iter().any(|known| known.inserts.iter().any(|insert| insert.at == op.at));
        if !one.inserts.iter().any(known) {
            maps.shared.push(one);
        }
    }
    maps.shared.sort_by_cached_key(|one| model.place_key(one));
    maps
}

/// Fields and statics whose written type names a map, through aliases.
fn candidates(model: &Model<'_, '_>) -> Vec<(Place, Ty, String, Span)> {
    let program = model.program;
    let defs = &program.defs;
    let mut names: FxHashSet<Name> = FxHashSet::default();
    for name in program.apis.map_names() {
        names.insert(name);
        names.extend(model.index.aliases_of(name));
    }
    loop {
        let before = names.len();
        for (_, alias) in defs.aliases.iter() {
            if !names.contains(&alias.name) && mentions(alias.ty, &names) {
                names.insert(alias.name);
            }
        }
        if names.len() == before {
            break;
        }
    }
    let text = |span: Span| type_text(&program.workspace.sources.get(span.file).text[span.hi as usize..]);
    let mut found = Vec::new();
    for (id, adt) in defs.adts.iter() {
        if adt.test && !model.tests {
            continue;
        }
        for field in adt.fields() {
            if model.index.may_use_field(field.name) && mentions(&field.ty, &names) {
                let ty = program.declared_field(id, field.name);
                found.push((Place::Field(id, field.name), ty, text(field.span), field.span));
            }
        }
    }
    for (id, item) in defs.statics.iter() {
        if !item.is_const && (!item.test || model.tests) && mentions(item.ty, &names) {
            found.push((Place::Static(id), program.static_ty(id), text(item.name_span), item.name_span));
        }
    }
    found
}

/// The type behind a name: from the colon, or the `=` of a `type`, to the comma, `=` or end of the item.
fn type_text(rest: &str) -> String {
    let Some(rest) = rest.trim_start().strip_prefix([':', '=']) else { return String::new() };
    let mut depth = 0_i32;
    let end = rest.char_indices().find(|&(_, c)| {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            _ => {}
        }
        depth < 0 || depth == 0 && matches!(c, ',' | '=' | ';' | '}')
    });
    let text = end.map_or(rest, |(end, _)| &rest[..end]);
    super::on_one_line(text)
}

fn mentions(ty: &TypeRef, names: &FxHashSet<Name>) -> bool {
    match ty {
        TypeRef::Path(path) => path.segments.iter().any(|segment| {
            names.contains(&segment.name)
                || segment.args.as_ref().is_some_and(|args| args.types.iter().any(|ty| mentions(ty, names)))
        }),
        TypeRef::Ref(inner) | TypeRef::Slice(inner) => mentions(inner, names),
        TypeRef::Tuple(parts) => parts.iter().any(|ty| mentions(ty, names)),
        TypeRef::Fn(..) | TypeRef::Impl(_) | TypeRef::Dyn(_) | TypeRef::Never | TypeRef::Infer | TypeRef::Opaque => {
            false
        }
    }
}

/// The map behind pointers, locks and cells.
fn map_in(program: &Program<'_>, ty: &Ty, shared: bool, depth: u8) -> Option<MapTy> {
    let Ty::Api(path, args) = ty else { return None };
    if let Some(row) = program.apis.map(*path) {
        let (key, value) = key_and_value(row, ty);
        return Some(MapTy { path: *path, key, value, shared: shared || !row.exclusive });
    }
    if depth > 5 {
        return None;
    }
    let role = program.role(ty)?;
    let shares = matches!(role, Role::Lock)
        || role == Role::Pointer && matches!(path.as_str(), "std::sync::Arc" | "std::rc::Rc");
    match role {
        Role::Pointer | Role::Lock | Role::Cell | Role::Option => {
            map_in(program, args.first()?, shared || shares, depth + 1)
        }
        _ => None,
    }
}

/// The types of a map's keys and of what it holds for each.
fn key_and_value(row: &Map, ty: &Ty) -> (Ty, Ty) {
    match ty {
        Ty::Api(_, args) if row.gives_key && args.len() < 2 => (Ty::Prim("usize".into()), ty.arg(0)),
        _ if row.set => (ty.arg(0), Ty::unit()),
        _ => (ty.arg(0), ty.arg(1)),
    }
}

/// What an entry's value keeps alive, or else whom it listens to.
pub(super) fn holds(program: &Program<'_>, ty: &Ty) -> Option<Holds> {
    held(program, ty, false, 0).or_else(|| held(program, ty, true, 0))
}

fn held(program: &Program<'_>, ty: &Ty, listens: bool, depth: u8) -> Option<Holds> {
    if depth > 4 {
        return None;
    }
    match ty {
        Ty::Api(path, args) => {
            let row = program.apis.type_(*path).map(|id| program.apis.ty(id));
            match row.map(|row| (row.role, row.channel)) {
                Some((Role::Sender, Some(ChannelKind::Oneshot))) => return Some(Holds::Answer),
                Some((Role::Sender, _)) => return Some(Holds::Sender),
                Some((Role::Receiver, Some(_))) if listens => return Some(Holds::Receiver),
                Some((Role::JoinHandle | Role::AbortHandle | Role::TaskSet | Role::Tracker, _)) => {
                    return Some(Holds::Task);
                }
                Some((Role::Connection, _)) => return Some(Holds::Connection),
                Some((Role::Token | Role::DropGuard | Role::Notify | Role::Permit, _)) => return Some(Holds::Signal),
                Some((Role::ActorRef, _)) => return Some(Holds::Actor),
                _ => {}
            }
            args.iter().find_map(|arg| held(program, arg, listens, depth + 1))
        }
        // Of an object, the receiver is one part among others.
        Ty::Adt(..) if listens => None,
        Ty::Adt(adt, args) => program
            .all_fields(*adt)
            .iter()
            .find_map(|field| held(program, field, listens, depth + 1))
            .or_else(|| args.iter().find_map(|arg| held(program, arg, listens, depth + 1))),
        Ty::Tuple(args) => args.iter().find_map(|arg| held(program, arg, listens, depth + 1)),
        Ty::Slice(inner) => held(program, inner, listens, depth + 1),
        _ => None,
    }
}

/// Keys of which there are only so many: written in the program, or the cases of an enum.
fn is_closed(program: &Program<'_>, ty: &Ty) -> bool {
    match ty {
        Ty::Prim(name) => matches!(name.as_str(), "str" | "bool" | "u8" | "char"),
        Ty::Api(path, _) => matches!(path.as_str(), "std::any::TypeId" | "std::thread::ThreadId"),
        Ty::Adt(adt, _) => {
            let def = &program.defs.adts[*adt];
            matches!(def.kind, crate::resolve::AdtKind::Enum(_))
                && def.variants().iter().all(|variant| variant.fields.is_empty())
        }
        Ty::Tuple(parts) => !parts.is_empty() && parts.iter().all(|part| is_closed(program, part)),
        _ => false,
    }
}

/// Types with a registry that somewhere stand behind a lock or a shared pointer, or whose methods run for long.
fn shared_types(model: &Model<'_, '_>, found: &BTreeMap<Place, Registry>) -> FxHashSet<AdtId> {
    let program = model.program;
    let defs = &program.defs;
    let wanted: FxHashSet<AdtId> = found
        .keys()
        .filter_map(|place| match place {
            Place::Field(adt, _) => Some(*adt),
            _ => None,
        })
        .collect();
    let names: FxHashSet<Name> = wanted.iter().map(|&adt| defs.adts[adt].name).collect();
    let mut shared = FxHashSet::default();
    let mut look = |ty: &Ty| {
        behind_shared(program, ty, false, 0, &mut |adt| {
            if wanted.contains(&adt) {
                shared.insert(adt);
            }
        })
    };
    for (id, adt) in defs.adts.iter() {
        let fields = adt.fields().iter().chain(adt.variants().iter().flat_map(|variant| &variant.fields));
        for field in fields {
            if mentions(&field.ty, &names) {
                look(&program.declared_field(id, field.name));
            }
        }
    }
    for (id, item) in defs.statics.iter() {
        if !item.is_const && mentions(item.ty, &names) {
            look(&program.static_ty(id));
        }
    }
    for (_, alias) in defs.aliases.iter() {
        if mentions(alias.ty, &names) {
            look(&program.lower_type(defs.module_scope(alias.module), alias.ty));
        }
    }
    // `session(state: Arc<Mutex<Shared>>, stream: TcpStream)`
    for (id, def) in defs.fns.iter() {
        if def.item.params.iter().any(|ty| mentions(ty, &names)) {
            program.sig(id).params.iter().for_each(&mut look);
        }
    }
    for found in &model.loops {
        let Some(function) = program.owner(found.at.body) else { continue };
        if let Some(Ty::Adt(adt, _)) = program.sig(function).receiver.as_ref()
            && wanted.contains(adt)
        {
            shared.insert(*adt);
        }
    }
    shared
}

fn behind_shared(program: &Program<'_>, ty: &Ty, shared: bool, depth: u8, say: &mut dyn FnMut(AdtId)) {
    if depth > 5 {
        return;
    }
    match ty {
        Ty::Adt(adt, args) => {
            if shared {
                say(*adt);
            }
            args.iter().for_each(|arg| behind_shared(program, arg, shared, depth + 1, say));
        }
        Ty::Api(path, args) => {
            let shares = program.role(ty) == Some(Role::Lock)
                || matches!(path.as_str(), "std::sync::Arc" | "std::sync::Weak" | "std::rc::Rc");
            args.iter().for_each(|arg| behind_shared(program, arg, shared || shares, depth + 1, say));
        }
        Ty::Tuple(args) => args.iter().for_each(|arg| behind_shared(program, arg, shared, depth + 1, say)),
        _ => {}
    }
}
