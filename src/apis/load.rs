//! Reading catalog files, checking them, and looking things up in them.
//!
//! Knows paths and rows, not what they mean for a program. A later file's row replaces an earlier one's of the
//! same path, so what a `tether.toml` says wins.

use super::text::{TyText, parse_signature, parse_type};
use super::{
    ApiFile, ChannelKind, ChildRow, Deed, DropEffect, ExitKind, ExitStops, FnRow, GroupEnd, MapRow, OnClose, PairOn,
    ParentEnd, Role, Siblings, Strategy, SupervisorRow, TaskKind, TraitOn, TypeRow, Verb, embedded, expand,
    last_segment,
};
use crate::source::Name;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, LazyLock};

/// Index of a function in [`Apis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FnId(pub u32);

/// Index of a type in [`Apis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// A function or method, ready for use. The fields mean what those of [`FnRow`] mean.
#[derive(Clone, Debug)]
pub struct Fn {
    /// Canonical path.
    pub path: Name,
    /// Its last segment.
    pub name: Name,
    /// Path of the type or trait that it belongs to.
    pub parent: Option<Name>,
    /// Whether it takes a receiver. In `Type::method(x, y)` the receiver is then the first argument written,
    /// and positions count from the one after it.
    pub receiver: bool,
    /// What it does.
    pub verb: Verb,
    /// `returns` is what awaiting the result gives.
    pub is_async: bool,
    /// What it gives; `None` is unknown.
    pub returns: Option<TyText>,
    /// Types that closure arguments are called with, by position.
    pub closure: Vec<(u8, Vec<TyText>)>,
    /// Arguments that end up inside the receiver.
    pub into_self: Vec<u8>,
    /// Arguments that are only looked at.
    pub borrows: Vec<u8>,
    /// What it runs or acts on, for the verbs that do.
    pub work: Option<Work>,
    /// What kind of task it starts.
    pub task: Option<TaskKind>,
    /// What dropping the returned value does to the task, if not what its type says.
    pub on_drop: Option<DropEffect>,
    /// The receiver keeps the handle.
    pub kept_by_receiver: bool,
    /// Nothing runs until the result is awaited.
    pub lazy: bool,
    /// Kind of channel or source.
    pub channel: Option<ChannelKind>,
    /// Whether the channel has a limit.
    pub bounded: Option<bool>,
    /// The argument that is the capacity.
    pub capacity_arg: Option<u8>,
    /// A capacity that is not an argument.
    pub capacity: Option<Name>,
    /// What a receive gives at the end.
    pub on_close: Option<OnClose>,
    /// A receive may say that messages were lost.
    pub lags: bool,
    /// Parks the thread.
    pub blocking: bool,
    /// A send may wait for room.
    pub waits: bool,
    /// It does not wait longer than it is told.
    pub limited: bool,
    /// It gives the message up, or back, where there is no room.
    pub tries: bool,
    /// It loses data when its future is dropped half-way.
    pub loses: bool,
    /// What it has read until then is in this argument.
    pub fills: Option<u8>,
    /// When a group ends.
    pub ends: Option<GroupEnd>,
    /// It panics where a runtime runs the thread.
    pub refuses_async: bool,
    /// It panics where the capacity is 0.
    pub zero_panics: bool,
    /// Each sender has room for a message of its own.
    pub per_sender: bool,
    /// Which exit it is or has.
    pub exit: Option<ExitKind>,
    /// One call may run long.
    pub long: bool,
    /// Free text for findings.
    pub note: Option<Name>,
    /// Where the facts come from.
    pub source: Option<Name>,
}

/// What a function runs or acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// The receiver.
    Receiver,
    /// The argument at this position, the receiver not counted.
    Arg(u8),
}

/// A type, ready for use. The fields mean what those of [`TypeRow`] mean.
#[derive(Clone, Debug)]
pub struct Type {
    /// Canonical path.
    pub path: Name,
    /// The type that it is another name for.
    pub is: Option<TyText>,
    /// What it is for.
    pub role: Role,
    /// What dropping it does.
    pub drop: Option<DropEffect>,
    /// Type that it dereferences to.
    pub deref: Option<TyText>,
    /// What its one public field holds.
    pub holds: Option<TyText>,
    /// Its public fields.
    pub fields: Vec<(Name, TyText)>,
    /// What awaiting it gives.
    pub output: Option<TyText>,
    /// What it gives as a stream or iterator.
    pub item: Option<TyText>,
    /// Whether `item` comes as a stream.
    pub stream: bool,
    /// Awaiting it lasts, until this.
    pub long: Option<ExitKind>,
    /// For ends of channels.
    pub channel: Option<ChannelKind>,
    /// `Clone` gives another handle to the same thing.
    pub shares: bool,
    /// Free text for findings.
    pub note: Option<Name>,
    /// Where the facts come from.
    pub source: Option<Name>,
}

/// A sequence or set, ready for use. The fields mean what those of [`super::SequenceRow`] mean.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// Methods that put something in.
    pub grow: Vec<Name>,
    /// Methods that may take something out.
    pub shrink: Vec<Name>,
    /// Methods that say how many there are.
    pub length: Vec<Name>,
}

/// A map or set, ready for use. The fields mean what those of [`MapRow`] mean.
#[derive(Clone, Debug)]
pub struct Map {
    /// It has no values.
    pub set: bool,
    /// It is one entry of a map.
    pub of_map: bool,
    /// It has a limit of its own.
    pub bounded: bool,
    /// Who puts entries in has it alone.
    pub exclusive: bool,
    /// The key is what an insert gives back.
    pub gives_key: bool,
    /// Methods that put an entry in.
    pub insert: Vec<Name>,
    /// Methods that take one entry out.
    pub remove: Vec<Name>,
    /// Methods that may take out any entry.
    pub clear: Vec<Name>,
    /// Methods that give the entry of a key.
    pub entry: Vec<Name>,
}

impl Map {
    fn new(row: &MapRow) -> Self {
        let names = |list: &[String]| list.iter().map(|name| Name::from(name.as_str())).collect();
        Self {
            set: row.set,
            of_map: row.of_map,
            bounded: row.bounded,
            exclusive: row.exclusive,
            gives_key: row.gives_key,
            insert: names(&row.insert),
            remove: names(&row.remove),
            clear: names(&row.clear),
            entry: names(&row.entry),
        }
    }
}

/// What a macro does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MacroVerb {
    /// Waits for the first of several.
    Select,
    /// Waits for all.
    Join,
    /// Waits for all, or for the first error.
    TryJoin,
    /// Starts its argument as a task.
    Spawn,
}

/// What is wrong with a catalog file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {}{message}", if path.is_empty() { String::new() } else { format!("`{path}`: ") })]
pub struct ApiError {
    /// The file, as it was named.
    pub file: String,
    /// The row's path; empty if the file as a whole cannot be read.
    pub path: String,
    /// What is wrong, lower case, without a stop.
    pub message: String,
}

/// The catalog: all rows, by path.
#[derive(Clone, Debug, Default)]
pub struct Apis {
    fns: Vec<Fn>,
    types: Vec<Type>,
    fn_ids: FxHashMap<Name, FnId>,
    type_ids: FxHashMap<Name, TypeId>,
    methods: FxHashMap<(Name, Name), FnId>,
    traits: FxHashMap<Name, TraitOn>,
    /// Traits whose types have the functions of another trait, by that one.
    bases: FxHashMap<Name, Name>,
    trait_methods: FxHashMap<Name, Vec<(Name, TraitOn, FnId)>>,
    aliases: FxHashMap<Name, Name>,
    modules: FxHashSet<Name>,
    macros: FxHashMap<Name, MacroVerb>,
    macro_values: FxHashMap<Name, Name>,
    actors: Vec<Actor>,
    supervisors: Vec<SupervisorKind>,
    child_fns: Vec<ChildFn>,
    limits: Vec<LimitSaid>,
    strategies: FxHashMap<Name, Strategy>,
    sequences: FxHashMap<Name, Arc<Sequence>>,
    maps: FxHashMap<Name, Arc<Map>>,
    interesting: FxHashSet<Name>,
    deeds: FxHashMap<Name, DeedOf>,
    /// Functions by their last name that are known by what they are given.
    given: FxHashMap<Name, Vec<Name>>,
    meetings: FxHashMap<Name, MeetingOf>,
    /// What else functions and types do, beside their deed, with the note that findings quote.
    marks: FxHashMap<(Name, Deed), Option<Name>>,
    pairs: Vec<Pair>,
    crate_aliases: FxHashSet<(Name, Name)>,
    /// The crates whose paths have aliases.
    alias_roots: FxHashSet<&'static str>,
}

/// What a constructor makes that has no pair of ends. The fields mean what those of [`super::MeetingRow`] mean.
#[derive(Clone, Debug, Default)]
pub struct MeetingOf {
    /// How many it holds.
    pub capacity: Option<Name>,
    /// The argument that says so.
    pub capacity_arg: Option<u8>,
    /// It has no limit.
    pub unbounded: bool,
    /// Methods that put something in.
    pub sends: Vec<Name>,
    /// Methods that take something out.
    pub takes: Vec<Name>,
    /// It is an actor's.
    pub mailbox: bool,
}

/// What a function does with a resource. The fields mean what those of [`super::DeedRow`] mean.
#[derive(Clone, Debug, PartialEq)]
pub struct DeedOf {
    /// What it does.
    pub does: Deed,
    /// The argument that it is about.
    pub arg: Option<u8>,
    /// Size where nobody says.
    pub size: Option<Name>,
    /// Longest wait where nobody says.
    pub wait: Option<Name>,
    /// Limit of a request where nobody says.
    pub limit: Option<Name>,
    /// It wakes up only when it is notified.
    pub told: bool,
    /// It parks the thread.
    pub blocking: bool,
    /// Types of the argument by which a call is known whose receiver is not.
    pub given: Vec<Name>,
    /// Free text for findings.
    pub note: Option<Name>,
}

/// Functions of which the second undo what the first do.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Paths of those that do it.
    pub take: Vec<Name>,
    /// Paths of those that undo it.
    pub give: Vec<Name>,
    /// What both are about.
    pub on: PairOn,
    /// The value that is set says which it is.
    pub flag: bool,
    /// What it is done to.
    pub subject: Option<Name>,
    /// How it stays.
    pub left: Name,
}

/// A trait of actors or sessions, with its hooks.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Canonical path.
    pub path: Name,
    /// Functions that run before the first message.
    pub starts: Vec<Name>,
    /// Functions that run at the end.
    pub ends: Vec<Name>,
    /// References whose last one ends it.
    pub refs: Vec<Name>,
}

/// A kind of supervisor. The fields mean what those of [`SupervisorRow`] mean.
#[derive(Clone, Debug)]
pub struct SupervisorKind {
    /// Canonical path of its type or trait.
    pub path: Name,
    /// The path is a trait.
    pub actor: bool,
    /// The trait of such actors.
    pub of_trait: Name,
    /// Functions that make one.
    pub made_by: Vec<Name>,
    /// Types of parameters that stand for one.
    pub context: Vec<Name>,
    /// A struct that describes one, and its field with the children.
    pub literal: Option<(Name, Name)>,
    /// What it does where nobody says.
    pub strategy: Option<Strategy>,
    /// A function of the trait that says it.
    pub strategy_fn: Option<Name>,
    /// Functions that start such an actor, and begin the chain in which it is said.
    pub started_by: Vec<Name>,
    /// Each child says it for itself.
    pub each_child: bool,
    /// An associated type of the trait: the tuple of its children's types.
    pub children_type: Option<Name>,
    /// A trait of actors that all are children of one.
    pub services: Option<Name>,
    /// How often it restarts where nobody says.
    pub limit: Option<Name>,
    /// It starts again what has ended.
    pub restarts: bool,
    /// What becomes of the others.
    pub siblings: Siblings,
    /// References outlive a restart.
    pub keeps_refs: bool,
    /// It asks them to end, and waits.
    pub orderly: bool,
    /// What becomes of the children when it ends.
    pub parent_end: ParentEnd,
    /// A function of the trait that is called when a child has ended for good.
    pub exit_fn: Option<Name>,
    /// Which ends of a child stop it where that is left out.
    pub exit_stops: Option<ExitStops>,
}

/// A function that starts a child. The fields mean what those of [`ChildRow`] mean.
#[derive(Clone, Debug)]
pub struct ChildFn {
    /// Canonical path.
    pub path: Name,
    /// Its last segment.
    pub name: Name,
    /// The kind of supervisor: an index of [`Apis::supervisors`].
    pub of: usize,
    /// The argument that is the supervisor.
    pub under: Option<u8>,
    /// The argument that is the list of all children.
    pub list: Option<u8>,
    /// Each call is a supervisor of its own.
    pub only: bool,
    /// The argument that decides about it.
    pub says: Option<u8>,
    /// It is under nobody; what would put it under a supervisor.
    pub alone: Option<Name>,
    /// The argument that is the child.
    pub child: Option<u8>,
    /// The child's type is the turbofish.
    pub turbofish: bool,
    /// Arguments that it is given.
    pub args: Vec<u8>,
}

impl SupervisorKind {
    fn new(row: &SupervisorRow) -> Self {
        let names =
            |list: &[String]| list.iter().flat_map(|path| expand(path)).map(|path| Name::from(path.as_str())).collect();
        let name = |text: &Option<String>| text.as_deref().map(Name::from);
        Self {
            path: Name::from(row.path.as_str()),
            actor: row.actor,
            of_trait: Name::from(row.of_trait.as_ref().unwrap_or(&row.path).as_str()),
            made_by: names(&row.made_by),
            context: names(&row.context),
            literal: name(&row.literal).zip(name(&row.literal_children)),
            strategy: row.strategy,
            strategy_fn: name(&row.strategy_fn),
            started_by: names(&row.started_by),
            each_child: row.each_child,
            children_type: name(&row.children_type),
            services: name(&row.services),
            limit: name(&row.limit),
            restarts: row.restarts,
            siblings: row.siblings,
            keeps_refs: row.keeps_refs,
            orderly: row.orderly,
            parent_end: row.parent_end,
            exit_fn: name(&row.exit_fn),
            exit_stops: row.exit_stops,
        }
    }
}

/// What says how often a supervisor restarts. The fields mean what those of `LimitRow` mean.
#[derive(Clone, Debug)]
pub struct LimitSaid {
    /// Canonical path.
    pub path: Name,
    /// Its last segment.
    pub name: Name,
    /// The kind of supervisor: an index of [`Apis::supervisors`].
    pub of: usize,
    /// The argument that says how many.
    pub times: Option<u8>,
    /// The argument that says in which time.
    pub window: Option<u8>,
    /// The field that says how many.
    pub times_field: Option<Name>,
    /// The field that says in which time.
    pub window_field: Option<Name>,
    /// The unit of that.
    pub unit: Option<Name>,
    /// What it says.
    pub says: Option<Name>,
    /// It takes the time away.
    pub no_window: bool,
    /// What a number of 0 says.
    pub zero: Option<Name>,
}

impl ChildFn {
    fn new(path: &str, of: usize, row: &ChildRow) -> Self {
        Self {
            path: Name::from(path),
            name: Name::from(last_segment(path)),
            of,
            under: row.under,
            list: row.list,
            only: row.only,
            says: row.says,
            alone: row.alone.as_deref().map(Name::from),
            child: row.child,
            turbofish: row.turbofish,
            args: row.args.clone(),
        }
    }
}

/// Reads one catalog file.
pub fn parse_file(file: &str, text: &str) -> Result<ApiFile, ApiError> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(0, |span| text.get(..span.start).unwrap_or("").lines().count());
        ApiError { file: file.to_owned(), path: String::new(), message: format!("line {line}: {}", error.message()) }
    })
}

impl Apis {
    /// The catalog that comes with the program.
    pub fn embedded() -> Arc<Apis> {
        static EMBEDDED: LazyLock<Arc<Apis>> = LazyLock::new(|| {
            // A unit test reads every file, so an error here cannot reach a user; the rows that can be read stay.
            let (apis, _) = Apis::build(&embedded_files().0);
            Arc::new(apis)
        });
        EMBEDDED.clone()
    }

    /// The catalog that comes with the program and, over it, these files (name and content).
    pub fn with(extra: &[(String, ApiFile)]) -> Result<Arc<Apis>, Vec<ApiError>> {
        if extra.is_empty() {
            return Ok(Self::embedded());
        }
        let mut apis = Apis::clone(&Self::embedded());
        let mut errors = Vec::new();
        for (file, content) in extra {
            apis.add(file, content, &mut errors);
        }
        apis.index();
        if errors.is_empty() { Ok(Arc::new(apis)) } else { Err(errors) }
    }

    /// A catalog of these files alone; rows with errors are left out.
    pub fn build(files: &[(String, ApiFile)]) -> (Apis, Vec<ApiError>) {
        let mut apis = Apis::default();
        let rows = files.iter().map(|(_, file)| file.fns.len() + file.methods.len() * 8).sum::<usize>() * 2;
        apis.fns.reserve(rows);
        apis.fn_ids.reserve(rows);
        apis.methods.reserve(rows);
        let mut errors = Vec::new();
        for (file, content) in files {
            apis.add(file, content, &mut errors);
        }
        apis.index();
        (apis, errors)
    }

    /// The function of this canonical path.
    pub fn fn_(&self, path: Name) -> Option<FnId> {
        self.fn_ids.get(&path).copied()
    }

    /// The row of a function.
    pub fn row(&self, id: FnId) -> &Fn {
        &self.fns[id.0 as usize]
    }

    /// The type of this canonical path.
    pub fn type_(&self, path: Name) -> Option<TypeId> {
        self.type_ids.get(&path).copied()
    }

    /// The row of a type.
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// The method or associated function `name` of the type itself (not of what it dereferences to).
    pub fn method(&self, type_path: Name, name: Name) -> Option<FnId> {
        self.methods.get(&(type_path, name)).copied()
    }

    /// What the trait of this canonical path applies to.
    pub fn trait_(&self, path: Name) -> Option<TraitOn> {
        self.traits.get(&path).copied()
    }

    /// The trait that types implement to have the functions of this one.
    pub fn base_of(&self, path: Name) -> Name {
        self.bases.get(&path).copied().unwrap_or(path)
    }

    /// Methods of this name in extension traits, sorted by the trait's path: the trait, what it applies to, the row.
    pub fn trait_methods(&self, name: Name) -> &[(Name, TraitOn, FnId)] {
        self.trait_methods.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Kinds of supervisors.
    pub fn supervisors(&self) -> &[SupervisorKind] {
        &self.supervisors
    }

    /// Functions that start children of supervisors.
    pub fn child_fns(&self) -> &[ChildFn] {
        &self.child_fns
    }

    /// What says how often a supervisor restarts.
    pub fn limits(&self) -> &[LimitSaid] {
        &self.limits
    }

    /// The strategy that a path names.
    pub fn strategy(&self, path: Name) -> Option<Strategy> {
        self.strategies.get(&path).copied()
    }

    /// Traits of actors and sessions.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// What the methods of the sequence or set of this canonical path do.
    pub fn sequence(&self, path: Name) -> Option<&Sequence> {
        self.sequences.get(&path).map(Arc::as_ref)
    }

    /// What the methods of the map or set of this canonical path do.
    pub fn map(&self, path: Name) -> Option<&Map> {
        self.maps.get(&path).map(Arc::as_ref)
    }

    /// Last segments of the paths of all maps and sets, and of their other names, sorted.
    pub fn map_names(&self) -> Vec<Name> {
        let others = self.aliases.iter().filter(|(_, to)| self.maps.contains_key(to)).map(|(from, _)| from);
        let mut names: Vec<Name> = self.maps.keys().chain(others).map(|path| Name::from(last_segment(path))).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Methods of maps and sets that take something out, sorted.
    pub fn removal_names(&self) -> Vec<Name> {
        let maps = self.maps.values().filter(|map| !map.bounded);
        let mut names: Vec<Name> = maps.flat_map(|map| map.remove.iter().chain(&map.clear)).copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What the macro of this canonical path does.
    pub fn macro_(&self, path: Name) -> Option<MacroVerb> {
        self.macros.get(&path).copied()
    }

    /// The type that the macro of this canonical path gives.
    pub fn macro_value(&self, path: Name) -> Option<Name> {
        self.macro_values.get(&path).copied()
    }

    /// The canonical form of a path: aliases are followed, whole or as the longest prefix, until none applies.
    /// `None`: the path is no alias and names nothing in the catalog (nor a module of it).
    pub fn canonical(&self, path: &str) -> Option<Name> {
        let mut current: Option<Name> = None;
        // Aliases that form a ring would go on for ever; no honest chain is this long.
        for _ in 0..8 {
            let text = current.map_or(path, |name| name.as_str());
            if let Some(name) = ustr::existing_ustr(text).filter(|name| self.names(*name)) {
                return Some(name);
            }
            match self.follow(text) {
                Some(next) => current = Some(next),
                None => break,
            }
        }
        current
            .or_else(|| ustr::existing_ustr(path).filter(|name| self.modules.contains(name)))
            .or_else(|| self.handed_on(path))
    }

    /// What a crate gives on of another crate, under that crate's name: `facade::tokio::spawn`,
    /// `facade::reexports::futures_util::Stream`.
    fn handed_on(&self, path: &str) -> Option<Name> {
        /// Modules that crates keep such things in.
        const SHELVES: [&str; 7] = ["codegen", "deps", "export", "exports", "prelude", "reexport", "reexports"];
        let (_, mut inner) = path.split_once("::")?;
        let (mut krate, mut rest) = inner.split_once("::")?;
        if SHELVES.contains(&krate.trim_matches('_')) {
            inner = rest;
            (krate, rest) = inner.split_once("::")?;
        }
        // `facade::core` is a module of its own.
        let is_known = ustr::existing_ustr(krate).is_some_and(|krate| self.modules.contains(&krate));
        let is_other_name = || self.alias_roots.contains(krate) && !matches!(krate, "core" | "alloc");
        if rest.is_empty() || !is_known && !is_other_name() {
            return None;
        }
        self.canonical(inner).filter(|found| is_known || self.names(*found) || self.modules.contains(found))
    }

    /// Last segments of all functions and macros that do something of their own: a text that holds none of them
    /// (and no `.await`) cannot matter.
    pub fn interesting_names(&self) -> &FxHashSet<Name> {
        &self.interesting
    }

    /// Whether a function or macro of this last segment does something of its own.
    pub fn verbs_named(&self, name: Name) -> bool {
        self.interesting.contains(&name)
    }

    /// What a constructor makes at which both sides meet.
    pub fn meeting(&self, path: Name) -> Option<&MeetingOf> {
        self.meetings.get(&path)
    }

    /// The paths of all such constructors, in order.
    pub fn meetings(&self) -> Vec<Name> {
        let mut paths: Vec<Name> = self.meetings.keys().copied().collect();
        paths.sort_unstable();
        paths
    }

    /// What the function of this canonical path does with a resource.
    pub fn deed(&self, path: Name) -> Option<&DeedOf> {
        self.deeds.get(&path)
    }

    /// The function of this name that is known by an argument which `is` of one of these types.
    pub fn deed_given(&self, name: Name, is: &dyn std::ops::Fn(&DeedOf) -> bool) -> Option<Name> {
        self.given.get(&name)?.iter().copied().find(|path| self.deeds.get(path).is_some_and(is))
    }

    /// Functions that undo what others do.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Whether a function or type does this beside whatever else it does: `save`, `list`, `reach`.
    pub fn marked(&self, path: Name, deed: Deed) -> bool {
        self.marks.contains_key(&(path, deed))
    }

    /// What such a row says of it.
    pub fn mark_note(&self, path: Name, deed: Deed) -> Option<Name> {
        self.marks.get(&(path, deed)).copied().flatten()
    }

    /// Paths of functions and modules that do this, sorted.
    pub fn deeds(&self, does: Deed) -> Vec<Name> {
        let mut paths: Vec<Name> =
            self.deeds.iter().filter(|(_, deed)| deed.does == does).map(|(path, _)| *path).collect();
        paths.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        paths
    }

    /// Whether a crate's things go by another crate's name: `tokio_postgres` and `deadpool_postgres`.
    pub fn stands_for(&self, krate: Name, other: Name) -> bool {
        krate == other || self.crate_aliases.contains(&(krate, other))
    }

    /// The names of functions of which something holds, each once, in order.
    pub fn names_of(&self, wanted: impl std::ops::Fn(&Fn) -> bool) -> Vec<Name> {
        let mut names: Vec<Name> = self.fns().filter(|(_, row)| wanted(row)).map(|(_, row)| row.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// All functions with their ids, in order of the ids. Rows that a later file replaced are left out.
    pub fn fns(&self) -> impl Iterator<Item = (FnId, &Fn)> {
        self.fns.iter().enumerate().filter_map(|(index, row)| {
            let id = FnId(index as u32);
            (self.fn_ids.get(&row.path) == Some(&id)).then_some((id, row))
        })
    }

    /// All types with their ids, in order of the ids. Rows that a later file replaced are left out.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        self.types.iter().enumerate().filter_map(|(index, row)| {
            let id = TypeId(index as u32);
            (self.type_ids.get(&row.path) == Some(&id)).then_some((id, row))
        })
    }

    fn names(&self, path: Name) -> bool {
        self.fn_ids.contains_key(&path)
            || self.type_ids.contains_key(&path)
            || self.traits.contains_key(&path)
            || self.macros.contains_key(&path)
            || self.macro_values.contains_key(&path)
    }

    fn follow(&self, path: &str) -> Option<Name> {
        // Most paths lead to crates of which the catalog knows nothing.
        if !self.alias_roots.contains(path.split(':').next().unwrap_or(path)) {
            return None;
        }
        let mut end = path.len();
        loop {
            let target = ustr::existing_ustr(&path[..end]).and_then(|prefix| self.aliases.get(&prefix));
            if let Some(target) = target {
                return Some(if end == path.len() {
                    *target
                } else {
                    Name::from(&format!("{target}{}", &path[end..]))
                });
            }
            end = path[..end].rfind("::")?;
        }
    }

    fn add(&mut self, file: &str, content: &ApiFile, errors: &mut Vec<ApiError>) {
        let mut fail = |path: &str, message: String| {
            errors.push(ApiError { file: file.to_owned(), path: path.to_owned(), message });
        };
        for alias in &content.aliases {
            let (from, to) = (expand(&alias.from), expand(&alias.to));
            if to.len() != from.len() && to.len() != 1 {
                fail(&alias.from, format!("`to` names {} paths for {}", to.len(), from.len()));
                continue;
            }
            for (from, to) in from.iter().zip(to.iter().cycle()) {
                let root = |path: &str| Name::from(path.split("::").next().unwrap_or(path));
                self.crate_aliases.insert((root(from), root(to)));
                self.alias_roots.insert(root(from).as_str());
                self.aliases.insert(Name::from(from), Name::from(to));
            }
        }
        for row in &content.traits {
            for path in expand(&row.path) {
                self.traits.insert(Name::from(&path), row.on);
                if let Some(of) = &row.of {
                    self.bases.insert(Name::from(&path), Name::from(of.as_str()));
                }
            }
        }
        for row in &content.types {
            match compile_type(row) {
                Ok(compiled) => self.add_type(row, &compiled),
                Err(message) => fail(&row.path.join(", "), message),
            }
        }
        for row in &content.macros {
            for path in row.path.iter().flat_map(|path| expand(path)) {
                if let Some(gives) = &row.gives {
                    self.macro_values.insert(Name::from(&path), Name::from(gives));
                }
            }
            let Some(verb) = &row.verb else { continue };
            let verb = match verb.as_str() {
                "select" => MacroVerb::Select,
                "join" => MacroVerb::Join,
                "try-join" => MacroVerb::TryJoin,
                "spawn" => MacroVerb::Spawn,
                other => {
                    fail(&row.path.join(", "), format!("unknown verb `{other}` of a macro"));
                    continue;
                }
            };
            for path in row.path.iter().flat_map(|path| expand(path)) {
                self.macros.insert(Name::from(&path), verb);
            }
        }
        for row in &content.deeds {
            let Some(does) = row.does else {
                fail(&row.path.join(", "), "a deed needs `does`".to_owned());
                continue;
            };
            let name = |text: &Option<String>| text.as_deref().map(Name::from);
            let deed = DeedOf {
                does,
                arg: row.arg,
                size: name(&row.size),
                wait: name(&row.wait),
                limit: name(&row.limit),
                told: row.told,
                blocking: row.blocking,
                given: row.given.iter().map(|path| Name::from(path)).collect(),
                note: name(&row.note),
            };
            for path in row.path.iter().flat_map(|path| expand(path)) {
                if matches!(does, Deed::Save | Deed::List | Deed::Reach) {
                    self.marks.insert((Name::from(&path), does), deed.note);
                } else {
                    let path = Name::from(&path);
                    if !deed.given.is_empty() {
                        self.given.entry(Name::from(last_segment(path.as_str()))).or_default().push(path);
                    }
                    self.deeds.insert(path, deed.clone());
                }
            }
        }
        for row in &content.meetings {
            let names = |names: &[String]| {
                names.iter().flat_map(|name| expand(name)).map(|name| Name::from(&name)).collect::<Vec<_>>()
            };
            let meeting = MeetingOf {
                capacity: row.capacity.as_deref().map(Name::from),
                capacity_arg: row.capacity_arg,
                unbounded: row.unbounded,
                sends: names(&row.sends),
                takes: names(&row.takes),
                mailbox: row.mailbox,
            };
            for path in row.path.iter().flat_map(|path| expand(path)) {
                self.meetings.insert(Name::from(&path), meeting.clone());
            }
        }
        for row in &content.pairs {
            let names =
                |paths: &[String]| paths.iter().flat_map(|path| expand(path)).map(|path| Name::from(&path)).collect();
            self.pairs.push(Pair {
                take: names(&row.take),
                give: names(&row.give),
                on: row.on,
                flag: row.flag,
                subject: row.subject.as_deref().map(Name::from),
                left: Name::from(row.left.as_str()),
            });
        }
        for row in &content.actors {
            let names = |names: &[String]| names.iter().map(|name| Name::from(name.as_str())).collect();
            self.actors.push(Actor {
                path: Name::from(row.path.as_str()),
                starts: names(&row.start),
                ends: names(&row.end),
                refs: names(&row.refs),
            });
        }
        for row in &content.supervisors {
            self.supervisors.push(SupervisorKind::new(row));
        }
        for row in &content.children {
            let Some(of) = self.supervisors.iter().position(|kind| kind.path == row.of.as_str()) else {
                fail(&row.path.join(", "), format!("no such supervisor: `{}`", row.of));
                continue;
            };
            for path in row.path.iter().flat_map(|path| expand(path)) {
                self.child_fns.push(ChildFn::new(&path, of, row));
            }
        }
        for row in &content.limits {
            let Some(of) = self.supervisors.iter().position(|kind| kind.path == row.of.as_str()) else {
                fail(&row.path.join(", "), format!("no such supervisor: `{}`", row.of));
                continue;
            };
            let name = |text: &Option<String>| text.as_deref().map(Name::from);
            for path in row.path.iter().flat_map(|path| expand(path)) {
                self.limits.push(LimitSaid {
                    path: Name::from(&path),
                    name: Name::from(last_segment(&path)),
                    of,
                    times: row.times,
                    window: row.window,
                    times_field: name(&row.times_field),
                    window_field: name(&row.window_field),
                    unit: name(&row.unit),
                    says: name(&row.says),
                    no_window: row.no_window,
                    zero: name(&row.zero),
                });
            }
        }
        for row in &content.strategies {
            for path in row.path.iter().flat_map(|path| expand(path)) {
                self.strategies.insert(Name::from(&path), row.is);
            }
        }
        for row in &content.sequences {
            let names = |list: &[String]| list.iter().map(|name| Name::from(name.as_str())).collect();
            let sequence =
                Arc::new(Sequence { grow: names(&row.grow), shrink: names(&row.shrink), length: names(&row.length) });
            for path in row.path.iter().flat_map(|path| expand(path)) {
                self.sequences.insert(Name::from(&path), Arc::clone(&sequence));
            }
        }
        for row in &content.maps {
            let map = Arc::new(Map::new(row));
            for path in row.path.iter().flat_map(|path| expand(path)) {
                self.maps.insert(Name::from(&path), Arc::clone(&map));
            }
        }
        let source = content.source.as_deref().map(Name::from);
        for (parent, methods) in &content.methods {
            let parents = expand(parent);
            for (names, text) in methods {
                match parse_signature(text) {
                    Ok(signature) => {
                        let compiled = Fn {
                            is_async: signature.is_async,
                            receiver: !signature.associated,
                            returns: signature.returns,
                            closure: signature.closure,
                            into_self: signature.into_self,
                            borrows: signature.borrows,
                            source,
                            ..Fn::nothing()
                        };
                        for name in expand(names) {
                            for parent in &parents {
                                self.add_fn(&format!("{parent}::{name}"), &compiled);
                            }
                        }
                    }
                    Err(message) => fail(&format!("{parent}::{names}"), message),
                }
            }
        }
        for row in &content.fns {
            match compile_fn(row, source) {
                Ok(compiled) => {
                    for path in row.path.iter().flat_map(|path| expand(path)) {
                        if path.contains("::") {
                            self.add_fn(&path, &compiled);
                        } else {
                            fail(&path, "expected a full path like `crate::function`".to_owned());
                        }
                    }
                }
                Err(message) => fail(&row.path.join(", "), message),
            }
        }
    }

    fn add_type(&mut self, row: &TypeRow, compiled: &Type) {
        for path in row.path.iter().flat_map(|path| expand(path)) {
            let path = Name::from(&path);
            self.type_ids.insert(path, TypeId(self.types.len() as u32));
            self.types.push(Type { path, ..compiled.clone() });
        }
    }

    fn add_fn(&mut self, path: &str, compiled: &Fn) {
        let name = Name::from(last_segment(path));
        let path = Name::from(path);
        self.fn_ids.insert(path, FnId(self.fns.len() as u32));
        self.fns.push(Fn { path, name, ..compiled.clone() });
    }

    /// Builds what is derived: who is a method of what, names for screening, modules.
    fn index(&mut self) {
        self.methods.clear();
        self.trait_methods.clear();
        self.interesting.clear();
        for index in 0..self.fns.len() {
            let id = FnId(index as u32);
            let row = &self.fns[index];
            if self.fn_ids.get(&row.path) != Some(&id) {
                continue;
            }
            let parent = row.path.rfind("::").and_then(|at| ustr::existing_ustr(&row.path[..at]));
            let on = parent.and_then(|parent| self.traits.get(&parent).copied());
            let parent = parent.filter(|parent| on.is_some() || self.type_ids.contains_key(parent));
            if row.verb != Verb::Pass {
                self.interesting.insert(row.name);
            }
            if let Some(parent) = parent {
                match on {
                    Some(on) => self.trait_methods.entry(row.name).or_default().push((parent, on, id)),
                    None => drop(self.methods.insert((parent, row.name), id)),
                }
            }
            let row = &mut self.fns[index];
            row.parent = parent;
            row.receiver &= parent.is_some();
            if !row.receiver && row.work == Some(Work::Receiver) {
                row.work = Some(Work::Arg(0));
            }
        }
        for rows in self.trait_methods.values_mut() {
            rows.sort_by(|left, right| left.0.as_str().cmp(right.0.as_str()));
        }
        self.interesting.extend(self.macros.keys().map(|path| Name::from(last_segment(path))));
        let known = self.fn_ids.keys().chain(self.type_ids.keys()).chain(self.traits.keys());
        let known = known.chain(self.macros.keys()).chain(self.aliases.keys()).copied().collect::<Vec<_>>();
        for path in known {
            // A prefix that is there already brought its own prefixes along.
            let mut rest = path.as_str();
            while let Some(at) = rest.rfind("::") {
                rest = &rest[..at];
                if !self.modules.insert(Name::from(rest)) {
                    break;
                }
            }
        }
    }
}

impl Fn {
    /// Whether it starts a task whose handle the rules about tasks judge: actors are for those about supervision.
    pub fn starts_task(&self) -> bool {
        self.verb == Verb::Spawn && self.task != Some(TaskKind::Actor)
    }

    /// Whether it runs futures together, and is ready when the first of them is.
    pub fn ends_with_first(&self) -> bool {
        self.verb == Verb::Group && matches!(self.ends, Some(GroupEnd::First | GroupEnd::GivesBack))
    }

    fn nothing() -> Self {
        Self {
            path: Name::default(),
            name: Name::default(),
            parent: None,
            receiver: true,
            verb: Verb::Pass,
            is_async: false,
            returns: None,
            closure: Vec::new(),
            into_self: Vec::new(),
            borrows: Vec::new(),
            work: None,
            task: None,
            on_drop: None,
            kept_by_receiver: false,
            lazy: false,
            channel: None,
            bounded: None,
            capacity_arg: None,
            capacity: None,
            on_close: None,
            lags: false,
            blocking: false,
            waits: false,
            limited: false,
            tries: false,
            loses: false,
            fills: None,
            ends: None,
            refuses_async: false,
            zero_panics: false,
            per_sender: false,
            exit: None,
            long: false,
            note: None,
            source: None,
        }
    }

    /// Types that the closure in argument `position` is called with.
    pub fn closure_params(&self, position: usize) -> &[TyText] {
        self.closure.iter().find(|(at, _)| usize::from(*at) == position).map_or(&[], |(_, types)| types.as_slice())
    }
}

fn compile_fn(row: &FnRow, source: Option<Name>) -> Result<Fn, String> {
    let closure = row
        .closure
        .iter()
        .map(|(position, types)| {
            let position =
                position.parse::<u8>().map_err(|_| format!("`{position}` is not the position of an argument"))?;
            Ok((position, types.iter().map(|text| parse_type(text)).collect::<Result<Vec<_>, _>>()?))
        })
        .collect::<Result<Vec<_>, String>>()?;
    let needs = |present: bool, key: &str| {
        if present { Ok(()) } else { Err(format!("a row with this verb needs `{key}`")) }
    };
    match row.verb {
        Verb::Spawn => needs(row.task.is_some(), "task")?,
        Verb::Channel | Verb::Receive | Verb::Accept | Verb::Tick => needs(row.channel.is_some(), "channel")?,
        Verb::Wait => needs(row.exit.is_some(), "exit")?,
        _ => {}
    }
    if row.verb == Verb::Receive {
        needs(row.on_close.is_some(), "on-close")?;
    }
    if row.verb == Verb::Channel {
        needs(row.bounded.is_some(), "bounded")?;
    }
    Ok(Fn {
        receiver: !row.associated,
        verb: row.verb,
        is_async: row.is_async,
        returns: row.returns.as_deref().map(parse_type).transpose()?,
        closure,
        into_self: row.into_self.clone(),
        borrows: row.borrows.clone(),
        work: work(row)?,
        task: row.task,
        on_drop: row.on_drop,
        kept_by_receiver: row.kept_by_receiver,
        lazy: row.lazy,
        channel: row.channel,
        bounded: row.bounded,
        capacity_arg: row.capacity_arg,
        capacity: row.capacity.as_deref().map(Name::from),
        on_close: row.on_close,
        lags: row.lags,
        blocking: row.blocking,
        waits: row.waits,
        limited: row.limited,
        tries: row.tries,
        loses: row.loses,
        fills: row.fills,
        ends: row.ends,
        refuses_async: row.refuses_async,
        zero_panics: row.zero_panics,
        per_sender: row.per_sender,
        exit: row.exit,
        long: row.long,
        note: row.note.as_deref().map(Name::from),
        source: row.source.as_deref().map(Name::from).or(source),
        ..Fn::nothing()
    })
}

fn work(row: &FnRow) -> Result<Option<Work>, String> {
    let usual = match row.verb {
        Verb::Spawn
        | Verb::Run
        | Verb::Wrap
        | Verb::Timeout
        | Verb::WaitOr
        | Verb::Group
        | Verb::Drop
        | Verb::Forget => 0,
        Verb::Join | Verb::Abort | Verb::Detach | Verb::Check => -1,
        _ => match row.work {
            Some(at) => at,
            None => return Ok(None),
        },
    };
    match row.work.unwrap_or(usual) {
        -1 => Ok(Some(Work::Receiver)),
        at => u8::try_from(at).map(|at| Some(Work::Arg(at))).map_err(|_| format!("`work = {at}` is no position")),
    }
}

fn compile_type(row: &TypeRow) -> Result<Type, String> {
    let parse = |text: &Option<String>| text.as_deref().map(parse_type).transpose();
    Ok(Type {
        path: Name::default(),
        is: parse(&row.is)?,
        role: row.role,
        drop: row.drop,
        deref: parse(&row.deref)?,
        holds: parse(&row.holds)?,
        fields: row
            .fields
            .iter()
            .map(|(name, text)| Ok((Name::from(name.as_str()), parse_type(text)?)))
            .collect::<Result<_, String>>()?,
        output: parse(&row.output)?,
        item: parse(&row.item)?,
        stream: row.stream,
        long: row.long.then(|| row.exit.unwrap_or(ExitKind::PeerClosed)),
        channel: row.channel,
        shares: row.shares,
        note: row.note.as_deref().map(Name::from),
        source: row.source.as_deref().map(Name::from),
    })
}

fn embedded_files() -> (Vec<(String, ApiFile)>, Vec<ApiError>) {
    let read: Vec<_> = embedded::FILES.par_iter().map(|(file, text)| (*file, parse_file(file, text))).collect();
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for (file, content) in read {
        match content {
            Ok(content) => files.push((file.to_owned(), content)),
            Err(error) => errors.push(error),
        }
    }
    (files, errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fmt::Write as _;
    use std::path::Path;

    #[test]
    fn embedded_list_is_complete() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<String> = std::fs::read_dir(root.join("rules/apis"))
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
            .filter(|name| name.ends_with(".toml"))
            .collect();
        names.sort();
        let mut wanted = String::from(
            "//! The catalog files that come with the program.\n//!\n\
             //! Written by the test `embedded_list_is_complete` from the folder `rules/apis`.\n\n\
             /// File names with their texts, sorted by name.\n\
             #[rustfmt::skip]\n\
             pub const FILES: &[(&str, &str)] = &[\n",
        );
        for name in &names {
            writeln!(wanted, "    (\"{name}\", include_str!(\"../../rules/apis/{name}\")),").unwrap();
        }
        wanted.push_str("];\n");
        let list = root.join("src/apis/embedded.rs");
        if std::fs::read_to_string(&list).unwrap().replace('\r', "") != wanted {
            if std::env::var_os("CI").is_none() {
                std::fs::write(&list, wanted).unwrap();
            }
            panic!("src/apis/embedded.rs was not what rules/apis holds; run the tests again");
        }
    }

    #[test]
    fn embedded_files_are_sound() {
        let (files, mut errors) = embedded_files();
        let (apis, more) = Apis::build(&files);
        errors.extend(more);
        let mut problems: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let mut seen = BTreeSet::new();
        for (file, content) in &files {
            for row in &content.fns {
                if row.source.is_none() {
                    problems.push(format!("{file}: `{}`: no source", row.path.join(", ")));
                }
            }
            if content.source.is_none() {
                problems.push(format!("{file}: no source"));
            }
            let shorthand = content.methods.iter().flat_map(|(parent, methods)| {
                methods.keys().map(move |name| format!("{parent}::{name}")).collect::<Vec<_>>()
            });
            let paths = content.fns.iter().flat_map(|row| row.path.clone()).chain(shorthand);
            for path in paths.flat_map(|path| expand(&path)) {
                if !seen.insert(path.clone()) {
                    problems.push(format!("{file}: `{path}`: twice"));
                }
            }
            for path in content.types.iter().flat_map(|row| &row.path).flat_map(|path| expand(path)) {
                if !seen.insert(format!("type {path}")) {
                    problems.push(format!("{file}: type `{path}`: twice"));
                }
            }
            for alias in &content.aliases {
                for from in expand(&alias.from) {
                    if apis.names(Name::from(&from)) {
                        problems.push(format!("{file}: alias `{from}` hides a row of that path"));
                    }
                    if apis.canonical(&from).is_none_or(|to| !apis.names(to) && !apis.modules.contains(&to)) {
                        problems.push(format!("{file}: alias `{from}` leads to nothing"));
                    }
                }
            }
        }
        for row in &apis.fns {
            let parent = row.path.rsplit("::").nth(1).unwrap_or("");
            if parent.starts_with(char::is_uppercase) && row.parent.is_none() {
                problems.push(format!("`{}`: `{parent}` is neither a type nor a trait", row.path));
            }
            let texts = row.returns.iter().chain(row.closure.iter().flat_map(|(_, types)| types));
            texts.for_each(|text| unknown_types(&apis, text, &row.path, &mut problems));
        }
        for row in &apis.types {
            let fields = row.fields.iter().map(|(_, text)| text);
            let texts = row.is.iter().chain(&row.deref).chain(&row.holds).chain(&row.output).chain(&row.item);
            texts.chain(fields).for_each(|text| unknown_types(&apis, text, &row.path, &mut problems));
        }
        problems.sort();
        problems.dedup();
        assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
    }

    fn unknown_types(apis: &Apis, text: &TyText, path: &str, problems: &mut Vec<String>) {
        let primitive = [
            "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
            "isize", "f32", "f64",
        ];
        let mut unknown = Vec::new();
        collect_paths(text, &mut unknown);
        for name in unknown {
            if apis.type_(name).is_none() && !primitive.contains(&name.as_str()) {
                problems.push(format!("`{path}`: type `{name}` is not in the catalog"));
            }
        }
    }

    fn collect_paths(text: &TyText, into: &mut Vec<Name>) {
        match text {
            TyText::Path(name, args) => {
                into.push(*name);
                args.iter().for_each(|arg| collect_paths(arg, into));
            }
            TyText::Tuple(args) => args.iter().for_each(|arg| collect_paths(arg, into)),
            TyText::Slice(inner)
            | TyText::Future(inner)
            | TyText::OutputOf(inner)
            | TyText::ItemIn(inner)
            | TyText::DerefOf(inner) => {
                collect_paths(inner, into);
            }
            _ => {}
        }
    }

    fn one(text: &str) -> (Apis, Vec<ApiError>) {
        Apis::build(&[("x.toml".to_owned(), parse_file("x.toml", text).unwrap())])
    }

    #[test]
    fn paths_lead_to_rows() {
        let (apis, errors) = one(r#"
            [[alias]]
            from = "c::spawn"
            to = "c::task::spawn"
            [[alias]]
            from = "c_util"
            to = "c::util"
            [[type]]
            path = "c::task::{Set,Bag}"
            role = "task-set"
            [[trait]]
            path = "c::util::Ext"
            on = "stream"
            [[fn]]
            path = ["c::task::spawn", "c::task::{Set,Bag}::spawn"]
            verb = "spawn"
            task = "task"
            [[fn]]
            path = "c::task::Set::join"
            verb = "join"
            [methods."c::util::Ext"]
            next = "async Option<$item>"
            [methods."c::task::Set"]
            "{new,default}" = "static $self"
        "#);
        assert_eq!(errors, []);
        let canonical = |path: &str| apis.canonical(path).map(|name| name.as_str());
        assert_eq!(canonical("c::spawn"), Some("c::task::spawn"));
        assert_eq!(canonical("c_util::Ext::next"), Some("c::util::Ext::next"));
        assert_eq!(canonical("c_util::other"), Some("c::util::other"));
        assert_eq!(canonical("c::task"), Some("c::task"));
        assert_eq!(canonical("d::task"), None);
        let bag = Name::from("c::task::Bag");
        let spawn = apis.method(bag, Name::from("spawn")).unwrap();
        assert_eq!((apis.row(spawn).work, apis.row(spawn).receiver), (Some(Work::Arg(0)), true));
        let set = Name::from("c::task::Set");
        assert_eq!(apis.row(apis.method(set, Name::from("join")).unwrap()).work, Some(Work::Receiver));
        assert!(!apis.row(apis.method(set, Name::from("default")).unwrap()).receiver);
        let next = apis.trait_methods(Name::from("next"));
        assert_eq!((next.len(), next[0].1), (1, TraitOn::Stream));
        assert!(apis.verbs_named(Name::from("spawn")) && !apis.verbs_named(Name::from("next")));
    }

    #[test]
    fn rows_that_cannot_be_read_are_named() {
        let (_, errors) = one(r#"
            [[fn]]
            path = "a::b"
            verb = "spawn"
            [[fn]]
            path = "a::c"
            returns = "Vec<"
            [[macro]]
            path = "a::m"
            verb = "sing"
        "#);
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(texts[0], "x.toml: `a::m`: unknown verb `sing` of a macro");
        assert_eq!(texts[1], "x.toml: `a::b`: a row with this verb needs `task`");
        assert!(texts[2].starts_with("x.toml: `a::c`: "), "{}", texts[2]);
        let error = parse_file("y.toml", "[[fn]]\npath = 1\n").unwrap_err().to_string();
        assert!(error.starts_with("y.toml: line "), "{error}");
    }

    #[test]
    fn later_files_win() {
        let file = |returns: &str| {
            let text = format!("[[fn]]\npath = \"a::b\"\nreturns = \"{returns}\"\n");
            ("x.toml".to_owned(), parse_file("x.toml", &text).unwrap())
        };
        let (apis, _) = Apis::build(&[file("u8"), file("u16")]);
        let row = apis.row(apis.fn_(Name::from("a::b")).unwrap());
        assert_eq!(row.returns, Some(TyText::Path(Name::from("u16"), vec![])));
        assert_eq!(apis.fns().count(), 1);
    }

    #[test]
    fn embedded_aliases_lead_to_rows() {
        let apis = Apis::embedded();
        for (from, to) in [
            ("tokio::spawn", "tokio::task::spawn"),
            ("tokio::task::join_set::JoinSet::spawn", "tokio::task::JoinSet::spawn"),
            ("tokio_stream::StreamExt", "futures::stream::StreamExt"),
            ("futures_util::StreamExt::next", "futures::stream::StreamExt::next"),
            ("futures_lite::prelude::StreamExt", "futures::stream::StreamExt"),
            ("futures_core::Stream", "futures::stream::Stream"),
            ("std::prelude::v1::drop", "std::mem::drop"),
            ("core::option::Option", "std::option::Option"),
            ("std::sync::mpsc", "std::sync::mpsc"),
            ("smol::channel::bounded", "async_channel::bounded"),
            ("crossbeam::channel::unbounded", "crossbeam_channel::unbounded"),
            ("actix_web::rt::spawn", "actix_rt::spawn"),
            ("n0_future::task::AbortOnDropHandle", "tokio_util::task::AbortOnDropHandle"),
            ("tokio::sync::broadcast::error::RecvError", "tokio::sync::broadcast::RecvError"),
        ] {
            assert_eq!(apis.canonical(from).map(|name| name.as_str()), Some(to), "{from}");
        }
        assert_eq!(apis.canonical("my_crate::spawn"), None);
    }
}
