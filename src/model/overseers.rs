//! Supervisors of actor and supervisor crates: which children stand under which, and what is done when one ends.
//!
//! A supervisor is an actor whose own code starts children, a value that a chain of calls builds, or a struct that
//! describes it. A child that is started under what comes from elsewhere is under nobody known.

mod again;
mod bonds;
mod by_hand;
mod endless;
mod faults;
mod said;
mod unheard;

pub use bonds::Need;
pub use unheard::Unheard;

use super::{Model, callee_span};
use crate::apis::{ChildFn, DropEffect, Role, Strategy, SupervisorKind};
use crate::flow::{BindSource, Parent};
use crate::ir::{BindingId, ExprId, ExprKind, Lit, TypeRef};
use crate::resolve::{AdtId, BodyRef, Callee, Container, ExprRef, FnId, Res, Ty, no_args};
use crate::source::{Name, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Calls that the reference of a supervisor is given through.
const FAR: u8 = 2;

/// A supervisor of a crate.
#[derive(Clone, Debug)]
pub struct Overseer {
    /// Its kind: an index of the catalog's supervisors.
    pub kind: usize,
    /// Code that belongs to it.
    pub at: ExprRef,
    /// Where it is made; of an actor, its `impl`.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// The actor that it is, where it is one.
    pub actor: Option<AdtId>,
    /// What it does when a child ends.
    pub strategy: Strategy,
    /// Where that is said.
    pub strategy_at: Option<Span>,
    /// How often it restarts: `5 restarts in 5 s`, `none` where that has no end, `none, after pauses` where it waits longer
    /// each time.
    pub limit: Option<String>,
    /// It is an actor that does not say what happens when a child has ended.
    pub no_exit_fn: bool,
    /// Its children, in the order in which they are started, as far as the text says.
    pub children: Vec<Ward>,
    /// Indices of children that belong together.
    pub related: Vec<Vec<usize>>,
    /// Which child holds a reference of which other.
    pub needs: Vec<Need>,
}

/// A child of a supervisor.
#[derive(Clone, Debug)]
pub struct Ward {
    /// The call that starts it, or the expression that describes it.
    pub at: ExprRef,
    /// Where it is pointed at.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// What the program calls it, in a text: `ChildSpec { id: "feed".into(), … }`.
    pub label: Option<String>,
    /// What is done when it ends, where each child has that for itself, and where that is said.
    pub restart: Option<(Strategy, Span)>,
    /// How often it is restarted, where it or its supervisor's kind says so: as in [`Overseer::limit`].
    pub limit: Option<String>,
    /// Its type, where it is an actor of the workspace.
    pub adt: Option<AdtId>,
    /// The function that it runs.
    pub function: Option<FnId>,
    /// The expressions that it is made from.
    pub given: Vec<ExprRef>,
    /// Variables that stand for its supervisor.
    pub parent: Vec<(BodyRef, BindingId)>,
    /// The task that it is, where it is one.
    pub task: Option<usize>,
    /// Its type is one of another crate.
    pub foreign: bool,
}

/// An actor that another actor starts under nobody.
#[derive(Clone, Debug)]
pub struct Stray {
    /// The call.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// The actor whose code it is.
    pub inside: Name,
    /// What would put it under that one.
    pub instead: Name,
    /// It ends when its last reference is dropped.
    pub ends_with_refs: bool,
}

/// What a supervisor is told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// An actor's type.
    Actor(AdtId),
    /// What makes it.
    Site(ExprRef),
    /// A parameter.
    Local(BodyRef, BindingId),
    /// The crate itself.
    Services,
}

impl Ward {
    /// An actor that its type alone tells; `body` is code that belongs to it, or to its supervisor.
    fn of_type(model: &Model<'_, '_>, adt: AdtId, body: BodyRef) -> Self {
        let program = model.program;
        Self {
            at: ExprRef { body, expr: program.body(body).root },
            span: program.defs.adts[adt].name_span,
            name: program.defs.adts[adt].name.as_str().to_owned(),
            label: None,
            restart: None,
            limit: None,
            adt: Some(adt),
            function: None,
            given: Vec::new(),
            parent: Vec::new(),
            task: None,
            foreign: false,
        }
    }
}

impl Model<'_, '_> {
    /// Supervisors of actor and supervisor crates, in order of their places.
    pub fn overseers(&self) -> &[Overseer] {
        self.overseers.get_or_init(|| find(self))
    }

    /// The supervisor that a child of another one is: its index.
    pub fn overseer_of(&self, above: usize, child: usize) -> Option<usize> {
        let all = self.overseers();
        let child = all.get(above)?.children.get(child)?;
        let is = |(index, one): (usize, &Overseer)| {
            let same = one.at == child.at || child.adt.is_some() && child.adt == one.actor;
            index != above && one.kind == all[above].kind && same
        };
        all.iter().enumerate().position(is)
    }

    /// What is always so with the kind of a supervisor.
    pub fn kind_of(&self, overseer: &Overseer) -> &SupervisorKind {
        &self.program.apis.supervisors()[overseer.kind]
    }

    /// Actors that another actor's code starts under nobody, although their crate has supervision.
    pub fn strays(&self) -> Vec<Stray> {
        let program = self.program;
        let kinds = program.apis.supervisors();
        let mut found: Vec<(ExprRef, &str, Stray)> = Vec::new();
        for (row, instead) in program.apis.child_fns().iter().filter_map(|row| Some((row, row.alone?))) {
            for at in self.calls_of_child_fn(row) {
                let kind = &kinds[row.of];
                let Some(inside) = self.actor_around(kind, at.body).filter(|_| !self.is_linked_later(at)) else {
                    continue;
                };
                let ward = self.ward(row, at, Vec::new());
                if ward.adt == Some(inside) {
                    continue;
                }
                let inside = program.defs.adts[inside].name;
                let root = kinds[row.of].path.as_str().split("::").next().unwrap_or_default();
                let last = |row: &crate::apis::Fn| row.on_drop == Some(DropEffect::Abort);
                let ends_with_refs = program.called_api(at).is_some_and(last);
                found.push((at, root, Stray { span: ward.span, name: ward.name, inside, instead, ends_with_refs }));
            }
        }
        // Where several crates may be meant, it is one that the file names.
        let meant: BTreeSet<(ExprRef, &str)> = found
            .iter()
            .filter(|(_, root, one)| self.file_names(one.span, root))
            .map(|(at, root, _)| (*at, *root))
            .collect();
        let known: BTreeSet<ExprRef> = meant.iter().map(|(at, _)| *at).collect();
        found.retain(|(at, root, _)| !known.contains(at) || meant.contains(&(*at, *root)));
        let mut calls = BTreeSet::new();
        found.retain(|(at, ..)| calls.insert(*at));
        let mut found: Vec<Stray> = found.into_iter().map(|(.., one)| one).collect();
        found.sort_by_key(|one| (program.workspace.sources.get(one.span.file).path.clone(), one.span.lo));
        found
    }

    fn file_names(&self, span: Span, root: &str) -> bool {
        let text = &self.program.workspace.sources.get(span.file).text;
        text.match_indices(root).any(|(at, _)| text[at + root.len()..].starts_with("::"))
    }

    /// Whether a call starts a child of whatever supervisor it is given, or is called on.
    pub(super) fn is_started_under(&self, at: ExprRef) -> bool {
        self.program.apis.child_fns().iter().any(|row| row.alone.is_none() && self.is_call_of(at, row))
    }

    /// Whether the reference that a start gives is linked to something, or its end is waited for.
    fn is_linked_later(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let bound = uses.ancestors(at.expr).find_map(|up| match (uses.parent(up), body.expr(up)) {
            (Parent::Let(block, index), _) => Some((block, index)),
            _ => None,
        });
        let bound = bound.or(match uses.parent(at.expr) {
            Parent::Let(block, index) => Some((block, index)),
            _ => None,
        });
        let Some((block, index)) = bound else { return false };
        let Some(pat) = body.let_pat(block, index) else { return false };
        let mut linked = false;
        body.bindings_of(pat, &mut |binding, _| {
            for &used in uses.of(binding) {
                linked |= uses.ancestors(used).take(4).any(|up| {
                    matches!(body.expr(up), ExprKind::Await(_) | ExprKind::Select { .. })
                        && matches!(uses.parent(used), Parent::Expr(parent) if parent == up)
                        || matches!(body.expr(up), ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "link" | "monitor"))
                });
            }
        });
        linked
    }

    /// The calls of a function that starts children.
    fn calls_of_child_fn(&self, row: &ChildFn) -> Vec<ExprRef> {
        if !self.may_use(row.path) {
            return Vec::new();
        }
        self.index.calls(row.name).filter(|at| !self.skips(at.body) && self.is_call_of(*at, row)).collect()
    }

    fn is_call_of(&self, at: ExprRef, row: &ChildFn) -> bool {
        let program = self.program;
        let kind = &program.apis.supervisors()[row.of];
        match (program.expr(at), program.callee(at)) {
            (_, Callee::Api(api)) if program.apis.row(*api).path == row.path => true,
            (_, Callee::Foreign(path)) if *path == row.path => true,
            // `Worker::supervise(…)`: the trait's function on a type of the workspace.
            (ExprKind::Call { callee, .. }, Callee::Unknown) => {
                kind.actor
                    && row.under.is_some() | row.alone.is_some()
                    && self.named_type(at.body, *callee).is_some_and(|adt| self.is_actor(kind, adt))
            }
            // The same on a type of another crate: the supervisor's reference says which function it is.
            (ExprKind::Call { args, .. }, Callee::Foreign(path)) => {
                let parent = row.under.and_then(|under| args.get(usize::from(under)));
                kind.actor
                    && row.child.is_none()
                    && crate::apis::last_segment(path.as_str()) == row.name.as_str()
                    && parent.is_some_and(|&parent| {
                        let key = self.key_of_parent(kind, ExprRef { body: at.body, expr: parent }).0;
                        matches!(key, Some(Key::Actor(_)))
                    })
            }
            // `worker.spawn()`: the trait's method on a value of such a type.
            (ExprKind::MethodCall { receiver, .. }, Callee::Unknown) if row.alone.is_some() => {
                let receiver = program.peel(program.ty(ExprRef { body: at.body, expr: *receiver }));
                row.child.is_none() && matches!(receiver, Ty::Adt(adt, _) if self.is_actor(kind, adt))
            }
            (ExprKind::MethodCall { .. }, Callee::Unknown) => {
                row.under.is_none() && row.alone.is_none() && self.chain_key(kind, at).is_some()
            }
            _ => false,
        }
    }

    /// The type in `Type::function`.
    pub(super) fn named_type(&self, at: BodyRef, callee: ExprId) -> Option<AdtId> {
        let program = self.program;
        let ExprKind::Path(path) = program.body(at).expr(callee) else { return None };
        let scope = program.scope(at);
        let named = program.resolve(scope, path, crate::resolve::Namespace::Values);
        match named.head_type(program, scope)? {
            Ty::Adt(adt, _) => Some(adt),
            _ => None,
        }
    }

    /// Whether a type of the workspace is an actor of this kind.
    fn is_actor(&self, kind: &SupervisorKind, adt: AdtId) -> bool {
        kind.actor && self.program.implements(adt, kind.of_trait)
    }

    /// The actor whose code this is: an `impl` of its type.
    fn actor_around(&self, kind: &SupervisorKind, at: BodyRef) -> Option<AdtId> {
        let defs = &self.program.defs;
        let id = defs.fns[self.program.owner(at)?].container.impl_()?;
        match defs.impls[id].self_head {
            Res::Adt(adt) if self.is_actor(kind, adt) => Some(adt),
            _ => None,
        }
    }

    /// The supervisor that a method is called on: what begins the chain, or what stands for it.
    fn chain_key(&self, kind: &SupervisorKind, at: ExprRef) -> Option<Key> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut expr = match body.expr(at.expr) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            _ => return None,
        };
        for _ in 0..200 {
            let here = ExprRef { body: at.body, expr };
            // In a chain, `supervisor.supervisor(|one| …)` adds one to what it is called on.
            if self.makes(kind, here) && !self.is_link(kind, here) {
                return Some(Key::Site(here));
            }
            expr = match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref(inner) => *inner,
                ExprKind::Local(binding) => match uses.source(*binding) {
                    BindSource::Value(value, _) if value != expr => value,
                    BindSource::ClosureParam(closure, _) => {
                        let Parent::Expr(call) = uses.parent(closure) else { return None };
                        let call = ExprRef { body: at.body, expr: call };
                        return self.makes(kind, call).then_some(Key::Site(call));
                    }
                    BindSource::Param(_) => {
                        let ty = program.peel(program.types(at.body).binding(*binding));
                        let path = ty.api_path()?;
                        if !kind.context.contains(&path) {
                            return None;
                        }
                        return match kind.actor {
                            true => self.actor_around(kind, at.body).map(Key::Actor),
                            false => Some(Key::Local(at.body, *binding)),
                        };
                    }
                    _ => return None,
                },
                _ => return None,
            };
        }
        None
    }

    /// Whether a call of a chain adds a child, and goes on with the supervisor that it was called on.
    fn is_link(&self, kind: &SupervisorKind, at: ExprRef) -> bool {
        let ExprKind::MethodCall { name, .. } = self.program.expr(at) else { return false };
        let apis = &self.program.apis;
        let callee = match self.program.callee(at) {
            Callee::Api(api) => Some(apis.row(*api).path),
            Callee::Foreign(path) => Some(*path),
            _ => None,
        };
        let of = |row: &ChildFn| apis.supervisors()[row.of].path == kind.path && row.under.is_none();
        apis.child_fns().iter().any(|row| row.name == *name && of(row) && callee.is_none_or(|path| path == row.path))
    }

    /// Whether a call makes a supervisor of this kind.
    fn makes(&self, kind: &SupervisorKind, at: ExprRef) -> bool {
        !kind.made_by.is_empty()
            && match self.program.callee_of(at) {
                Some(Callee::Api(api)) => kind.made_by.contains(&self.program.apis.row(*api).path),
                Some(Callee::Foreign(path)) => kind.made_by.contains(path),
                _ => false,
            }
    }

    /// The supervisor that an argument stands for.
    fn key_of_parent(&self, kind: &SupervisorKind, at: ExprRef) -> (Option<Key>, Vec<(BodyRef, BindingId)>) {
        self.key_of_parent_far(kind, at, FAR)
    }

    fn key_of_parent_far(
        &self,
        kind: &SupervisorKind,
        at: ExprRef,
        far: u8,
    ) -> (Option<Key>, Vec<(BodyRef, BindingId)>) {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut stands = Vec::new();
        let mut expr = at.expr;
        let mut key = None;
        for _ in 0..20 {
            let here = ExprRef { body: at.body, expr };
            if key.is_none()
                && let Ty::Api(path, args) = program.peel(program.ty(here))
                && program.apis.type_(path).is_some_and(|id| program.apis.ty(id).role == Role::ActorRef)
                && let Some(Ty::Adt(adt, _)) = args.first()
                && self.is_actor(kind, *adt)
            {
                key = Some(Key::Actor(*adt));
            }
            if self.makes(kind, here) {
                return (Some(Key::Site(here)), stands);
            }
            expr = match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Ref(inner)
                | ExprKind::Unary { operand: inner, .. }
                | ExprKind::Await(inner)
                | ExprKind::Try(inner) => *inner,
                ExprKind::Call { args, .. } if args.len() == 1 => args[0],
                ExprKind::Local(binding) => {
                    stands.push((at.body, *binding));
                    match uses.source(*binding) {
                        BindSource::Value(value, _) => value,
                        BindSource::Param(position) => {
                            let around = || self.actor_around(kind, at.body);
                            let own = |adt: &AdtId| self.is_own_ref(kind, at.body, *adt, *binding);
                            key = key.or_else(|| around().filter(own).map(Key::Actor));
                            if key.is_none() && kind.actor && far > 0 {
                                key = self.key_of_callers(kind, at.body, position, far - 1);
                            }
                            if !kind.actor {
                                key = Some(Key::Local(at.body, *binding));
                            }
                            break;
                        }
                        _ => break,
                    }
                }
                _ => break,
            };
        }
        (key, stands)
    }

    /// The actor whose reference all callers give for a parameter.
    fn key_of_callers(&self, kind: &SupervisorKind, at: BodyRef, position: u32, far: u8) -> Option<Key> {
        self.of_all_given(at, position, |given| {
            self.key_of_parent_far(kind, given, far).0.filter(|key| matches!(key, Key::Actor(_)))
        })
    }

    /// Whether a parameter is the reference of the actor whose code it is: a hook is given it, and elsewhere the type
    /// of its messages says so.
    fn is_own_ref(&self, kind: &SupervisorKind, at: BodyRef, adt: AdtId, param: BindingId) -> bool {
        let program = self.program;
        let Some(function) = program.owner(at) else { return false };
        if matches!(program.defs.fns[function].container, Container::TraitImpl(id) if program.defs.impls_for_external_trait(kind.of_trait).contains(&id))
        {
            return true;
        }
        let Ty::Api(_, args) = program.peel(program.types(at).binding(param)) else { return false };
        let Some(of) = args.first() else { return false };
        *of == Ty::Adt(adt, no_args())
            || program.defs.impls_of(adt).iter().any(|&id| {
                let types = &program.defs.impls[id].item.types;
                types.iter().any(|one| {
                    matches!(one.name.as_str(), "Msg" | "Message")
                        && program.lower_type(program.defs.impl_scope(id), &one.ty) == *of
                })
            })
    }

    fn ward(&self, row: &ChildFn, at: ExprRef, parent: Vec<(BodyRef, BindingId)>) -> Ward {
        let program = self.program;
        let body = program.body(at.body);
        let (args, generics, callee): (&[ExprId], &[TypeRef], Option<ExprId>) = match body.expr(at.expr) {
            ExprKind::Call { callee, args } => (args, &[], Some(*callee)),
            ExprKind::MethodCall { args, generics, .. } => (args, generics, None),
            _ => (&[], &[], None),
        };
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let child = row.child.and_then(|at| args.get(usize::from(at))).map(|&expr| here(expr));
        let mut given: Vec<ExprRef> = child.into_iter().collect();
        given.extend(row.args.iter().filter_map(|at| args.get(usize::from(*at))).map(|&expr| here(expr)));
        let scope = program.scope(at.body);
        let turbofish = generics.first().filter(|_| row.turbofish).map(|ty| program.lower_type(scope, ty));
        let adt = match (turbofish, row.child, callee) {
            (Some(Ty::Adt(adt, _)), ..) => Some(adt),
            (_, None, Some(callee)) => self.named_type(at.body, callee),
            (_, None, None) if row.alone.is_some() => match body.expr(at.expr) {
                ExprKind::MethodCall { receiver, .. } => match program.peel(program.ty(here(*receiver))) {
                    Ty::Adt(adt, _) => Some(adt),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        let mut ward = Ward {
            at,
            span: callee_span(program, at),
            name: String::new(),
            label: None,
            restart: None,
            limit: None,
            adt,
            function: None,
            task: self.tasks.iter().position(|task| {
                task.at == at || task.at.body == at.body && given.iter().any(|given| self.is_made_by(*given, task.at))
            }),
            given,
            parent,
            foreign: adt.is_none() && row.child.is_none(),
        };
        self.describe(&mut ward, child);
        ward.task = ward.task.or_else(|| self.handed_over_by(&ward));
        // It has children of its own.
        if self.makes(&program.apis.supervisors()[row.of], at) {
            ward.name = "supervisor".to_owned();
        }
        ward
    }

    /// The task whose handle the function or closure gives back that makes a child.
    fn handed_over_by(&self, ward: &Ward) -> Option<usize> {
        let program = self.program;
        let made_by = ward.function.and_then(|function| program.defs.fns[function].body);
        self.tasks.iter().position(|task| {
            let given =
                |&given: &ExprRef| given.body == task.at.body && program.span(given).contains(program.span(task.at));
            task.fate == super::Fate::Returned && (made_by == Some(task.at.body) || ward.given.iter().any(given))
        })
    }

    /// Whether a value is what a call gives, methods and variables in between.
    fn is_made_by(&self, at: ExprRef, call: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let mut expr = at.expr;
        for _ in 0..20 {
            if expr == call.expr {
                return at.body == call.body;
            }
            expr = match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Local(binding) => match self.program.uses(at.body).source(*binding) {
                    BindSource::Value(value, _) => value,
                    _ => return false,
                },
                _ => return false,
            };
        }
        false
    }

    /// Finds what a child is by what it is made from.
    fn describe(&self, ward: &mut Ward, child: Option<ExprRef>) {
        let program = self.program;
        let mut text = None;
        let mut helper = None;
        if let Some(child) = child {
            if ward.adt.is_none()
                && let Ty::Adt(adt, _) = program.peel(program.ty(child))
            {
                ward.adt = Some(adt);
            }
            self.look_into(child, 0, &mut |at| {
                let body = program.body(at.body);
                match body.expr(at.expr) {
                    ExprKind::Lit(Lit::Str(name))
                        if text.is_none() && at.body == child.body && !self.is_said(at, child) =>
                    {
                        text = Some(name.to_string())
                    }
                    ExprKind::Path(_) | ExprKind::Struct { .. } | ExprKind::Call { .. } => {
                        let ty = program.peel(program.ty(at));
                        if ward.adt.is_none()
                            && let Ty::Adt(adt, _) = ty
                            && self.is_any_actor(adt)
                        {
                            ward.adt = Some(adt);
                        }
                        // `ctx.spawn_child(Worker::default)`
                        if let (None, ExprKind::Path(_)) = (ward.adt, body.expr(at.expr)) {
                            let named = self.named_type(at.body, at.expr);
                            ward.adt = named.filter(|adt| self.is_any_actor(*adt));
                        }
                        match (&ty, program.callee_of(at)) {
                            // `child("gate", SpawnFn::new(start_gate))`: what it is given is started, and not the helper.
                            (Ty::Fn(function), _) if !is_called(program, at) => {
                                ward.function = ward.function.or(Some(*function));
                            }
                            (Ty::Fn(function), _) | (_, Some(Callee::Fn(function))) => {
                                helper = helper.or(Some(*function));
                            }
                            _ => {}
                        }
                    }
                    _ => {}
                }
            });
        }
        ward.function = ward.function.or(helper);
        let text = text.map(|text: String| text.trim().to_owned());
        ward.label = text.clone().or_else(|| self.named_in_chain(ward.at));
        let name = ward
            .adt
            .map(|adt| program.defs.adts[adt].name)
            .or(ward.function.filter(|_| text.is_none()).map(|function| program.defs.fns[function].name));
        ward.name = name.map(|name| name.as_str().to_owned()).or(text).unwrap_or_else(|| {
            let span = child.map_or(ward.span, |child| program.body(child.body).span(child.expr));
            if child.is_some_and(|child| program.expr(child).is_lazy()) {
                return format!("closure of line {}", program.workspace.sources.start(span).line);
            }
            let line = program.workspace.sources.text(span).lines().next().unwrap_or("").trim().to_owned();
            line.chars().take(40).collect()
        });
    }

    /// `….actor_of("ledger")`, `….named("ledger").spawn()`: the text that the chain around a start gives as a name.
    fn named_in_chain(&self, at: ExprRef) -> Option<String> {
        let body = self.program.body(at.body);
        let text = |args: &[ExprId]| {
            args.iter().find_map(|&arg| {
                let mut expr = arg;
                while let ExprKind::MethodCall { receiver: inner, .. } | ExprKind::Ref(inner) = body.expr(expr) {
                    expr = *inner;
                }
                match body.expr(expr) {
                    ExprKind::Lit(Lit::Str(text)) => Some(text.to_string()),
                    _ => None,
                }
            })
        };
        let names = |name: Name| {
            matches!(
                name.as_str(),
                "name" | "named" | "with_name" | "with_task" | "actor_of" | "actor_of_args" | "add_task"
            )
        };
        let mut chain = vec![at.expr];
        let mut expr = at.expr;
        while let ExprKind::MethodCall { receiver, .. } = body.expr(expr) {
            expr = *receiver;
            chain.push(expr);
        }
        chain.extend(self.program.uses(at.body).ancestors(at.expr).take(4));
        chain.into_iter().find_map(|expr| match body.expr(expr) {
            ExprKind::MethodCall { name, args, .. } if names(*name) => text(args),
            // `Actor::spawn_linked(Some("ledger".into()), …)`
            ExprKind::Call { args, .. } if expr == at.expr => args.iter().find_map(|&arg| match body.expr(arg) {
                ExprKind::Call { args, .. } => text(args),
                _ => None,
            }),
            _ => None,
        })
    }

    /// Whether a text is what code says or expects while it runs, and names nothing.
    fn is_said(&self, at: ExprRef, within: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let mut ups = self.program.uses(at.body).ancestors(at.expr).take_while(|up| *up != within.expr);
        ups.any(|up| match body.expr(up) {
            // What is awaited is work that is done.
            ExprKind::Macro { .. } | ExprKind::Await(_) => true,
            ExprKind::MethodCall { name, .. } => matches!(name.as_str(), "expect" | "context" | "unwrap_or"),
            other => other.is_loop(),
        })
    }

    pub(super) fn is_any_actor(&self, adt: AdtId) -> bool {
        self.program.apis.actors().iter().any(|row| self.program.implements(adt, row.path))
    }

    /// All expressions of a value, closures' bodies included; a variable is what it was made of, and a call of a
    /// function of the workspace that gives such a value is what that function does.
    fn look_into(&self, at: ExprRef, depth: u8, visit: &mut dyn FnMut(ExprRef)) {
        let program = self.program;
        let body = program.body(at.body);
        let mut further = Vec::new();
        body.walk(at.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            visit(here);
            match body.expr(expr) {
                ExprKind::Local(binding) => {
                    if let BindSource::Value(value, _) = program.uses(at.body).source(*binding) {
                        further.push(ExprRef { body: at.body, expr: value });
                    }
                }
                ExprKind::Call { .. } => {
                    if let Callee::Fn(function) = program.callee(here)
                        && let Some(of) = program.defs.fns[*function].body
                        && of != at.body
                    {
                        further.push(ExprRef { body: of, expr: program.body(of).root });
                    }
                }
                // `SpawnFn::new(start_store)`
                ExprKind::Path(_) => {
                    if let Ty::Fn(function) = program.ty(here)
                        && let Some(of) = program.defs.fns[*function].body
                        && of != at.body
                    {
                        further.push(ExprRef { body: of, expr: program.body(of).root });
                    }
                }
                _ => {}
            }
        });
        if depth < 2 {
            further.sort_unstable();
            further.dedup();
            for next in further {
                self.look_into(next, depth + 1, visit);
            }
        }
    }
}

fn find(model: &Model<'_, '_>) -> Vec<Overseer> {
    let program = model.program;
    let kinds = program.apis.supervisors();
    let mut under: BTreeMap<(usize, Key), Vec<Ward>> = BTreeMap::new();
    for row in program.apis.child_fns().iter().filter(|row| row.alone.is_none()) {
        let kind = &kinds[row.of];
        for at in model.calls_of_child_fn(row) {
            if let (Some(list), ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) =
                (row.list, program.expr(at))
            {
                if let Some(&list) = args.get(usize::from(list)) {
                    let children = described_children(model, ExprRef { body: at.body, expr: list });
                    under.entry((row.of, Key::Site(at))).or_default().extend(children);
                }
                continue;
            }
            let (key, parent) = match (row.only, row.under, program.expr(at)) {
                (true, ..) => (Some(Key::Site(at)), Vec::new()),
                (_, Some(arg), ExprKind::Call { args, .. }) => match args.get(usize::from(arg)) {
                    Some(&arg) => model.key_of_parent(kind, ExprRef { body: at.body, expr: arg }),
                    None => continue,
                },
                _ => (model.chain_key(kind, at), Vec::new()),
            };
            // Whose reference it is, is not known: a supervisor all the same.
            let key = key.or(parent.last().map(|&(body, binding)| Key::Local(body, binding)));
            if let Some(key) = key {
                under.entry((row.of, key)).or_default().push(model.ward(row, at, parent));
            }
        }
    }
    for (of, kind) in kinds.iter().enumerate().filter(|(_, kind)| model.may_use(kind.path)) {
        if let Some(name) = kind.children_type {
            for (adt, children) in children_by_type(model, kind, name) {
                under.entry((of, Key::Actor(adt))).or_default().extend(children);
            }
        }
        if let Some(service) = kind.services {
            let services = services(model, service);
            if !services.is_empty() {
                under.entry((of, Key::Services)).or_default().extend(services);
            }
        }
        let Some((path, field)) = kind.literal else { continue };
        for &(at, value) in program_literals(model, path, field).iter() {
            let children = described_children(model, ExprRef { body: at.body, expr: value });
            under.entry((of, Key::Site(at))).or_default().extend(children);
        }
    }
    let mut found: Vec<Overseer> =
        under.into_iter().map(|((kind, key), children)| overseer(model, kind, key, children)).collect();
    found.sort_by_key(|one| (program.workspace.sources.get(one.span.file).path.clone(), one.span.lo));
    found
}

/// Supervisors whose children are a tuple of types: `type Children = (Store, Gate);`
fn children_by_type(model: &Model<'_, '_>, kind: &SupervisorKind, name: Name) -> Vec<(AdtId, Vec<Ward>)> {
    let program = model.program;
    let defs = &program.defs;
    let mut found = Vec::new();
    for &id in defs.impls_for_external_trait(kind.of_trait) {
        let def = &defs.impls[id];
        let Res::Adt(adt) = def.self_head else { continue };
        let Some(body) = def.fns.iter().find_map(|&function| defs.fns[function].body) else { continue };
        let Some(children) = def.item.assoc(name.as_str()) else { continue };
        let parts = match program.lower_type(defs.impl_scope(id), children) {
            Ty::Tuple(parts) => parts.to_vec(),
            one => vec![one],
        };
        let ward = |ty: &Ty| match ty {
            Ty::Adt(adt, _) => {
                let mut ward = Ward::of_type(model, *adt, body);
                ward.span = place_in(model, def.span, name, &ward.name).unwrap_or(ward.span);
                Some(ward)
            }
            _ => None,
        };
        // One that is not known may be what ties the others together.
        let Some(children) = parts.iter().map(ward).collect::<Option<Vec<Ward>>>() else { continue };
        if !children.is_empty() && !model.skips(body) {
            found.push((adt, children));
        }
    }
    found
}

/// Where `type Children = (Store, Gate);` says `Gate`.
fn place_in(model: &Model<'_, '_>, whole: Span, name: Name, of: &str) -> Option<Span> {
    let text = model.program.workspace.sources.text(whole);
    let start = text.find(&format!("type {name}"))?;
    let end = start + text[start..].find(';')?;
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    let (at, _) = text[start..end].match_indices(of).find(|(at, _)| {
        let (before, after) = (&text[start..start + at], &text[start + at + of.len()..end]);
        !before.ends_with(in_name) && !after.starts_with(in_name)
    })?;
    let at = whole.lo + (start + at) as u32;
    Some(Span::new(whole.file, at, at + of.len() as u32))
}

/// The types that implement a trait of services.
fn services(model: &Model<'_, '_>, service: Name) -> Vec<Ward> {
    let defs = &model.program.defs;
    let types = defs.impls_for_external_trait(service).iter().filter_map(|&id| match defs.impls[id].self_head {
        Res::Adt(adt) => Some(adt),
        _ => None,
    });
    let body_of = |adt: AdtId| {
        let mut fns = defs.impls_of(adt).iter().flat_map(|&id| defs.impls[id].fns.iter());
        fns.find_map(|&function| defs.fns[function].body)
    };
    let types: Vec<AdtId> = types.filter(|&adt| body_of(adt).is_none_or(|body| !model.skips(body))).collect();
    // One that has no code of its own is where the others are.
    let Some(somewhere) = types.iter().find_map(|&adt| body_of(adt)) else { return Vec::new() };
    types.into_iter().map(|adt| Ward::of_type(model, adt, body_of(adt).unwrap_or(somewhere))).collect()
}

/// Literals of a struct of another crate, with the value of one field.
fn program_literals(model: &Model<'_, '_>, path: Name, field: Name) -> Vec<(ExprRef, ExprId)> {
    let program = model.program;
    let of = |at: &ExprRef| {
        let ExprKind::Struct { path: written, .. } = program.expr(*at) else { return false };
        let named = program.resolve(program.scope(at.body), written, crate::resolve::Namespace::Types);
        named.external(program) == Some(path)
    };
    let literals = model.index.literals(field).iter().copied();
    literals.filter(|(at, _)| !model.skips(at.body) && of(at)).collect()
}

/// The children in `vec![…]`, also through a variable, and what is pushed into that.
fn described_children(model: &Model<'_, '_>, list: ExprRef) -> Vec<Ward> {
    let program = model.program;
    let body = program.body(list.body);
    let uses = program.uses(list.body);
    let mut parts: Vec<ExprId> = Vec::new();
    let mut expr = list.expr;
    for _ in 0..4 {
        match body.expr(expr) {
            ExprKind::Array { elems, .. } => {
                parts.splice(0..0, elems.iter().copied());
                break;
            }
            ExprKind::Local(binding) => {
                for &used in uses.of(*binding) {
                    if let Parent::Expr(up) = uses.parent(used)
                        && let ExprKind::MethodCall { receiver, name, args, .. } = body.expr(up)
                        && *receiver == used
                        && *name == "push"
                    {
                        parts.extend(args.first().copied());
                    }
                }
                let BindSource::Value(value, _) = uses.source(*binding) else { break };
                expr = value;
            }
            _ => break,
        }
    }
    parts
        .into_iter()
        .map(|expr| {
            let at = ExprRef { body: list.body, expr };
            let mut ward = Ward {
                at,
                span: body.span(expr),
                name: String::new(),
                label: None,
                restart: None,
                limit: None,
                adt: None,
                function: None,
                given: vec![at],
                parent: Vec::new(),
                task: None,
                foreign: false,
            };
            model.describe(&mut ward, Some(at));
            ward
        })
        .collect()
}

/// Whether a path is the function of a call, and not an argument.
fn is_called(program: &crate::resolve::Program<'_>, at: ExprRef) -> bool {
    program
        .uses(at.body)
        .parent_expr(at.expr)
        .is_some_and(|up| matches!(program.body(at.body).expr(up), ExprKind::Call { callee, .. } if *callee == at.expr))
}

/// `Shelf::start`
fn name_of(model: &Model<'_, '_>, function: FnId) -> String {
    let def = &model.program.defs.fns[function];
    let of = def.container.impl_().map(|id| model.program.defs.impls[id].self_head);
    match of {
        Some(Res::Adt(adt)) => format!("{}::{}", model.program.defs.adts[adt].name, def.name),
        _ => def.name.as_str().to_owned(),
    }
}

fn overseer(model: &Model<'_, '_>, kind: usize, key: Key, mut children: Vec<Ward>) -> Overseer {
    let program = model.program;
    let row = &program.apis.supervisors()[kind];
    // A tuple of types has an order of its own.
    if row.children_type.is_none() {
        children.sort_by_key(|one| (program.workspace.sources.get(one.span.file).path.clone(), one.span.lo));
    }
    children.dedup_by_key(|one| (one.at, one.span));
    let at = match key {
        Key::Site(at) => at,
        _ => children[0].at,
    };
    let (span, name) = match key {
        Key::Actor(adt) => (program.defs.adts[adt].name_span, program.defs.adts[adt].name.as_str().to_owned()),
        Key::Site(at) => {
            let name = crate::apis::last_segment(row.path.as_str()).to_owned();
            let span = match program.expr(at) {
                ExprKind::Struct { .. } => {
                    let whole = program.body(at.body).span(at.expr);
                    let text = program.workspace.sources.text(whole);
                    let end = text.find('{').map_or(text.len(), |at| text[..at].trim_end().len());
                    Span::new(whole.file, whole.lo, whole.lo + end as u32)
                }
                _ => callee_span(program, at),
            };
            (span, name)
        }
        Key::Services => (children[0].span, crate::apis::last_segment(row.path.as_str()).to_owned()),
        Key::Local(body, binding) => {
            let function = program.owner(body);
            let span = function.map_or(children[0].span, |function| program.defs.fns[function].name_span);
            let name = match function {
                Some(function) => name_of(model, function),
                None => program.body(body).binding(binding).name.as_str().to_owned(),
            };
            (span, name)
        }
    };
    let said = said::rules(model, kind, key, &mut children);
    let no_exit_fn = match (key, row.exit_fn) {
        (Key::Actor(adt), Some(name)) => model.actor_fn(row, adt, name).is_none(),
        _ => false,
    };
    let default = match row.strategy {
        Some(_) if row.actor && matches!(key, Key::Local(..)) => Strategy::Unknown,
        // It says itself what happens then, in code that is not read.
        Some(Strategy::None) if row.exit_stops.is_some() && !no_exit_fn => Strategy::Unknown,
        Some(strategy) => strategy,
        None => Strategy::Unknown,
    };
    let parent = match key {
        Key::Actor(adt) => Some(adt),
        _ => None,
    };
    let (related, needs) = bonds::find(model, parent, &children);
    Overseer {
        kind,
        at,
        span,
        name,
        actor: parent,
        strategy: said.strategy.map_or(default, |(strategy, _)| strategy),
        strategy_at: said.strategy.map(|(_, span)| span),
        limit: said.limit,
        no_exit_fn,
        children,
        related,
        needs,
    }
}
