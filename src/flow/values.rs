//! Where a value goes: through variables, patterns, tuples, fields, collections, arguments and returns, over
//! the whole program.
//!
//! Fields are followed by type and name: what any access of `Session::task` does, it may do with every handle
//! that was put there. A callee that is not known makes the value "passed", never "dropped".

use super::index::Index;
use super::lends::lent_by;
use super::uses::Parent;
use crate::apis::{GroupEnd, Role, TyText, Verb, Work};
use crate::ir::{BindingId, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt, TypeRef, UnaryOp};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, ImplId, Namespace, Program, Res, StaticId, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// Where a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A local variable.
    Local(BodyRef, BindingId),
    /// A field of a type, by name (`0`, `1` … in tuples).
    Field(AdtId, Name),
    /// A static.
    Static(StaticId),
    /// Somewhere that is not known.
    Unknown,
}

/// What happens to a value, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// The place in the text.
    pub span: Span,
    /// The expression, where it is one.
    pub at: ExprRef,
    /// How many times it was stored, collected, returned or passed before.
    pub depth: u8,
    /// In `Drop::drop`.
    pub in_drop: bool,
}

/// Kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A statement's value, `let _ = …`.
    Dropped,
    /// Bound to a variable that nothing uses.
    Unused(BindingId),
    /// `drop(x)`
    DroppedOnPurpose,
    /// `.await`, or part of a `select!`, `join!` or a future that is awaited.
    Awaited,
    /// The row's verb says what (`join`, `abort`, `detach`, `check`, `close`, `cancel`, `send`, `receive` …).
    Verb(Verb),
    /// Wrapped in something that ends it when dropped.
    Guarded,
    /// Put into a collection or set.
    Collected(Place),
    /// Put into a field or static.
    Stored(Place),
    /// Given back by a function of the workspace.
    Returned(FnId),
    /// Given back by a closure, to whoever calls it.
    GivenBack,
    /// Returned by a function that is public and has no caller here.
    Public(FnId),
    /// Given to a function of the workspace.
    Given(FnId),
    /// Given to something that is not known, or sent away.
    Passed,
    /// Looked at.
    Used,
    /// Moved into a closure or async block of its own (a capture, seen at the use inside).
    Captured(ExprId),
}

/// Follows one value.
pub struct Tracker<'p, 'a> {
    program: &'p Program<'a>,
    index: &'p Index,
    /// Whether a type may hold what is followed; keeps destructuring and awaits apart.
    holds: &'p dyn Fn(&Ty) -> bool,
    /// What happened, in the order in which it was found.
    pub events: Vec<Event>,
    seen: FxHashSet<Node>,
    depth: u8,
    steps: u32,
    /// Bodies that do not count (tests).
    skip: &'p dyn Fn(BodyRef) -> bool,
    /// Functions that were entered by what a closure gives them, and the calls that gave them the closure.
    within: Vec<(FnId, ExprRef)>,
    /// A copy of a collection is another one.
    pub ends_at_copies: bool,
    /// The part of a tuple that it is, on its way from where that is written to where it is taken apart.
    slot: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Node {
    Expr(ExprRef),
    Place(Place),
    Fn(FnId),
    Lent(BodyRef, BindingId),
}

fn is_rest(body: &Body, pat: PatId) -> bool {
    matches!(body.pat(pat), PatKind::Rest)
}

/// Whether a type does not say what a future in it is: `BoxFuture`, `dyn Future`. It may be a handle.
fn hides_future(ty: &Ty) -> bool {
    match ty {
        Ty::Future(future) => future.origin == crate::resolve::Origin::Unknown,
        Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(hides_future),
        Ty::Slice(inner) => hides_future(inner),
        _ => false,
    }
}

/// Whether a type is a parameter, or has one: `io::Result<H>`.
fn is_generic(ty: &Ty) -> bool {
    match ty {
        Ty::Param(..) => true,
        Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(is_generic),
        Ty::Slice(inner) => is_generic(inner),
        _ => false,
    }
}

const MAX_STEPS: u32 = 4_000;
const MAX_DEPTH: u8 = 12;

/// Whether nothing but blocks follows a statement that is a block itself, to the end of the block around them.
fn is_twin_tail(body: &Body, block: ExprId, index: u32) -> bool {
    let ExprKind::Block { stmts, tail, .. } = body.expr(block) else { return false };
    let is_block = |expr: ExprId| matches!(body.expr(expr), ExprKind::Block { .. });
    let mut rest = stmts[index as usize..].iter();
    rest.all(|stmt| matches!(stmt, Stmt::Expr(expr) if is_block(*expr))) && tail.is_none_or(is_block)
}

impl<'p, 'a> Tracker<'p, 'a> {
    /// A tracker that has seen nothing yet.
    pub fn new(
        program: &'p Program<'a>,
        index: &'p Index,
        holds: &'p dyn Fn(&Ty) -> bool,
        skip: &'p dyn Fn(BodyRef) -> bool,
    ) -> Self {
        Self {
            program,
            index,
            holds,
            events: Vec::new(),
            seen: FxHashSet::default(),
            depth: 0,
            steps: 0,
            skip,
            within: Vec::new(),
            ends_at_copies: false,
            slot: None,
        }
    }

    /// Whether it has given up following, so that there may be more than it has seen.
    pub fn is_cut_off(&self) -> bool {
        self.steps > MAX_STEPS
    }

    /// Follows the value of an expression.
    pub fn value(&mut self, at: ExprRef) {
        self.climb(at, false);
    }

    /// Follows what a function gives that is handed to somebody who calls it: `LazyLock::new(channel)`.
    pub fn result_of(&mut self, function: ExprRef) {
        self.closure_result(function, function);
    }

    /// Follows everything that is put into a place: what is lent to a function as a parameter is the caller's.
    pub fn keeper(&mut self, place: Place) {
        self.place(place);
        if let Place::Local(body, binding) = place {
            self.lent(body, binding);
        }
    }

    /// If a variable is a parameter, follows what the callers lend for it.
    fn lent(&mut self, body: BodyRef, binding: BindingId) {
        let program = self.program;
        if !self.seen.insert(Node::Lent(body, binding)) {
            return;
        }
        let mut lent: Vec<ExprRef> = Vec::new();
        match program.uses(body).source(binding) {
            super::BindSource::Param(position) => {
                let Some(function) = program.owner(body) else { return };
                let callers = self.callers(function);
                lent.extend(callers.iter().filter_map(|&call| program.argument(call, position)));
                // Whoever lends it is not seen here.
                if callers.is_empty() {
                    self.event(EventKind::Passed, ExprRef { body, expr: program.body(body).root });
                }
                if program.is_public(function) {
                    let at = ExprRef { body, expr: program.body(body).root };
                    self.event(EventKind::Public(function), at);
                }
            }
            super::BindSource::ClosureParam(closure, position) => {
                for call in self.calls_of_closure(ExprRef { body, expr: closure }) {
                    if let ExprKind::Call { args, .. } = program.expr(call)
                        && let Some(&arg) = args.get(position as usize)
                    {
                        lent.push(ExprRef { body: call.body, expr: arg });
                    }
                }
            }
            // A clone of a set is the same set.
            super::BindSource::Value(value, _) => lent.extend(self.cloned(ExprRef { body, expr: value })),
            _ => {}
        }
        for arg in lent {
            let place = self.place_of(arg);
            self.deeper(|this| this.keeper(place));
        }
    }

    /// What `x.clone()` and `Arc::clone(&x)` make a copy of.
    fn cloned(&self, at: ExprRef) -> Option<ExprRef> {
        let Callee::Api(api) = self.program.callee(at) else { return None };
        let of = match self.program.expr(at) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Call { args, .. } => *args.first()?,
            _ => return None,
        };
        (self.program.apis.row(*api).name == "clone").then_some(ExprRef { body: at.body, expr: of })
    }

    /// Calls of a closure that is bound to a variable.
    fn calls_of_closure(&self, closure: ExprRef) -> Vec<ExprRef> {
        let program = self.program;
        let body = program.body(closure.body);
        let uses = program.uses(closure.body);
        let Parent::Let(block, index) = uses.parent(closure.expr) else { return Vec::new() };
        let Some(pat) = body.let_pat(block, index) else { return Vec::new() };
        let mut calls = Vec::new();
        body.bindings_of(pat, &mut |binding, _| {
            for &at in uses.of(binding) {
                if let Parent::Expr(parent) = uses.parent(at)
                    && matches!(body.expr(parent), ExprKind::Call { callee, .. } if *callee == at)
                {
                    calls.push(ExprRef { body: closure.body, expr: parent });
                }
            }
        });
        calls
    }

    /// Follows everything that is kept in a place.
    pub fn place(&mut self, place: Place) {
        if !self.seen.insert(Node::Place(place)) {
            return;
        }
        let slot = match place {
            Place::Local(..) => self.slot,
            _ => self.slot.take(),
        };
        match place {
            Place::Local(body, binding) => self.binding(body, binding),
            Place::Field(adt, name) => self.field(adt, name),
            Place::Static(id) => self.static_uses(id),
            Place::Unknown => {}
        }
        self.slot = slot;
    }

    /// All expressions that had the value, or a view of it, in order of their places in the program.
    pub fn visited(&self) -> Vec<ExprRef> {
        let mut all: Vec<ExprRef> = self
            .seen
            .iter()
            .filter_map(|node| match node {
                Node::Expr(at) => Some(*at),
                _ => None,
            })
            .collect();
        all.sort_unstable();
        all
    }

    /// Whether there was more to follow than is followed.
    pub fn gave_up(&self) -> bool {
        self.steps > MAX_STEPS
    }

    fn event(&mut self, kind: EventKind, at: ExprRef) {
        let span = self.program.body(at.body).span(at.expr);
        self.event_at(kind, at, span);
    }

    fn event_at(&mut self, kind: EventKind, at: ExprRef, span: Span) {
        let in_drop = self.program.owner(at.body).is_some_and(|function| self.program.is_drop(function));
        self.events.push(Event { kind, span, at, depth: self.depth, in_drop });
    }

    fn deeper(&mut self, run: impl FnOnce(&mut Self)) {
        if self.depth >= MAX_DEPTH {
            return;
        }
        self.depth += 1;
        run(self);
        self.depth -= 1;
    }

    fn climb(&mut self, at: ExprRef, borrowed: bool) {
        self.steps += 1;
        if self.steps > MAX_STEPS || !self.seen.insert(Node::Expr(at)) {
            return;
        }
        let program = self.program;
        let body = program.body(at.body);
        let up = |expr: ExprId| ExprRef { body: at.body, expr };
        match program.uses(at.body).parent(at.expr) {
            Parent::Root => self.returned(at, None),
            // The tail under one `cfg`, its twin follows.
            Parent::Stmt(block, index) if is_twin_tail(body, block, index) => self.climb(up(block), borrowed),
            Parent::Stmt(..) => {
                if borrowed {
                    self.event(EventKind::Used, at);
                } else {
                    self.event(EventKind::Dropped, at);
                }
            }
            Parent::LetElse(..) => {}
            Parent::Let(block, index) => {
                if let Some(pat) = body.let_pat(block, index) {
                    self.bind(at, pat, borrowed);
                }
            }
            Parent::Expr(parent) => match body.expr(parent) {
                ExprKind::Block { .. } => self.climb(up(parent), borrowed),
                ExprKind::Async { .. } => {
                    // Whoever runs the future gets the value.
                    let awaited = matches!(program.uses(at.body).parent(parent), Parent::Expr(outer) if matches!(body.expr(outer), ExprKind::Await(_)));
                    if !awaited {
                        self.event(EventKind::Passed, at);
                    }
                    self.climb(up(parent), borrowed);
                }
                ExprKind::Closure { .. } => self.closure_result(up(parent), at),
                ExprKind::If { cond, .. } => {
                    if *cond == at.expr {
                        self.event(EventKind::Used, at);
                    } else {
                        self.climb(up(parent), borrowed);
                    }
                }
                ExprKind::Let { pat, .. } => self.bind(at, *pat, borrowed),
                ExprKind::Match { value, arms } => {
                    if *value == at.expr {
                        for arm in arms {
                            self.bind(at, arm.pat, true);
                        }
                    } else if arms.iter().any(|arm| arm.body == at.expr) {
                        self.climb(up(parent), borrowed);
                    } else {
                        self.event(EventKind::Used, at);
                    }
                }
                ExprKind::Loop { .. } => self.event(EventKind::Dropped, at),
                ExprKind::While { cond, .. } => {
                    self.event(if *cond == at.expr { EventKind::Used } else { EventKind::Dropped }, at);
                }
                ExprKind::For { pat, iter, .. } => {
                    if *iter == at.expr && self.gives_messages(at) {
                        self.event(EventKind::Verb(Verb::Receive), at);
                    } else if *iter == at.expr {
                        self.bind(at, *pat, borrowed);
                    } else {
                        self.event(EventKind::Dropped, at);
                    }
                }
                ExprKind::Break { label, .. } => {
                    let label = *label;
                    let target = program.uses(at.body).ancestors(parent).find(|&expr| match body.expr(expr) {
                        ExprKind::Loop { label: own, .. } | ExprKind::Block { label: own @ Some(_), .. } => {
                            label.is_none() && matches!(body.expr(expr), ExprKind::Loop { .. })
                                || label.is_some() && *own == label
                        }
                        _ => false,
                    });
                    if let Some(target) = target {
                        self.climb(up(target), borrowed);
                    }
                }
                ExprKind::Return(_) => match program.frame(up(parent)) {
                    Some(holder) if matches!(body.expr(holder), ExprKind::Closure { .. }) => {
                        self.closure_result(up(holder), at)
                    }
                    Some(holder) => self.climb(up(holder), borrowed),
                    None => self.returned(at, None),
                },
                ExprKind::Await(_) => {
                    // `start().await` of an `async fn` that gives the value is the value itself.
                    let gives_it = self.depth > 0 && self.is_async_call(at);
                    if gives_it || (self.holds)(program.ty(up(parent))) && !self.is_own_handle(program.ty(at)) {
                        self.climb(up(parent), false);
                    } else {
                        self.event(EventKind::Awaited, up(parent));
                    }
                }
                ExprKind::Try(_) | ExprKind::Cast(..) => self.climb(up(parent), borrowed),
                ExprKind::Unary { op: UnaryOp::Deref, .. } => self.climb(up(parent), true),
                ExprKind::Ref(_) => self.climb(up(parent), true),
                ExprKind::Tuple(parts) => {
                    // Of a tuple in a tuple it is not said.
                    let slot = if self.slot.is_none() { parts.iter().position(|&part| part == at.expr) } else { None };
                    let around = std::mem::replace(&mut self.slot, slot);
                    self.climb(up(parent), borrowed);
                    self.slot = around;
                }
                ExprKind::Array { .. } | ExprKind::Repeat { .. } => {
                    self.event(EventKind::Collected(self.named(up(parent))), up(parent));
                    self.deeper(|this| this.climb(up(parent), borrowed));
                }
                ExprKind::Struct { path, fields, .. } => {
                    let Some((name, _)) = fields.iter().find(|(_, value)| *value == at.expr) else {
                        self.event(EventKind::Passed, at);
                        return;
                    };
                    let scope = program.scope(at.body);
                    match program.resolve(scope, path, Namespace::Types).ctor() {
                        Some(ctor) => self.store(Place::Field(ctor.adt, *name), at),
                        None => match program.ty(up(parent)) {
                            Ty::Adt(adt, _) => self.store(Place::Field(*adt, *name), at),
                            _ => self.event(EventKind::Passed, at),
                        },
                    }
                }
                ExprKind::Field { name, .. } if self.slot.is_some() && matches!(program.ty(at), Ty::Tuple(_)) => {
                    let slot = self.slot.take();
                    if slot.is_some_and(|slot| name.as_str() == slot.to_string()) {
                        self.climb(up(parent), borrowed);
                    } else {
                        // `self.start().0`: the rest of the tuple goes with it.
                        let goes = !borrowed
                            && matches!(program.expr(at), ExprKind::Call { .. } | ExprKind::MethodCall { .. });
                        self.event(if goes { EventKind::Dropped } else { EventKind::Used }, at);
                    }
                    self.slot = slot;
                }
                ExprKind::Field { .. } => {
                    if (self.holds)(program.ty(up(parent))) {
                        self.climb(up(parent), borrowed);
                    } else {
                        self.event(EventKind::Used, at);
                    }
                }
                ExprKind::Index { base, .. } => {
                    if *base == at.expr {
                        self.climb(up(parent), true);
                    } else {
                        self.event(EventKind::Used, at);
                    }
                }
                ExprKind::Assign { place, value, .. } => {
                    if *value == at.expr {
                        self.assigned(up(*place), at);
                    }
                }
                ExprKind::AssignPat { places, .. } => {
                    // `_ = spawn(…)`
                    if places.is_empty() {
                        self.event(EventKind::Dropped, at);
                    }
                    for &place in places {
                        if place != at.expr {
                            self.assigned(up(place), at);
                        }
                    }
                }
                ExprKind::Call { callee, args } => {
                    if *callee == at.expr {
                        self.event(EventKind::Used, at);
                    } else if let Some(position) = args.iter().position(|&arg| arg == at.expr) {
                        self.argument(up(parent), position, at, borrowed);
                    }
                }
                ExprKind::MethodCall { receiver, args, .. } => {
                    if *receiver == at.expr {
                        self.receiver(up(parent), at, borrowed);
                    } else if let Some(position) = args.iter().position(|&arg| arg == at.expr) {
                        self.argument(up(parent), position, at, borrowed);
                    }
                }
                ExprKind::Select { branches, .. } => {
                    if branches.iter().any(|branch| branch.future == at.expr) {
                        self.event(EventKind::Awaited, at);
                    } else if branches.iter().any(|branch| branch.guard == Some(at.expr)) {
                        self.event(EventKind::Used, at);
                    } else {
                        self.climb(up(parent), borrowed);
                    }
                }
                ExprKind::Join { .. } => self.event(EventKind::Awaited, at),
                ExprKind::Macro { kind, .. } => match kind {
                    MacroKind::Identity => self.climb(up(parent), borrowed),
                    MacroKind::Unknown => self.event(EventKind::Passed, at),
                    MacroKind::Borrows | MacroKind::Panics | MacroKind::PinLocal => {
                        self.event(EventKind::Used, at);
                    }
                },
                ExprKind::Yield(_) => self.event(EventKind::Passed, at),
                ExprKind::Unary { .. }
                | ExprKind::Binary { .. }
                | ExprKind::Range(..)
                | ExprKind::Opaque
                | ExprKind::Lit(_)
                | ExprKind::Local(_)
                | ExprKind::Path(_)
                | ExprKind::Continue { .. } => self.event(EventKind::Used, at),
            },
        }
    }

    /// Whether an expression calls an `async fn` of the workspace: what that gives comes out of the await.
    fn is_async_call(&self, at: ExprRef) -> bool {
        matches!(self.program.expr(at), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
            && matches!(
                self.program.callee(at),
                Callee::Fn(function) | Callee::Trait(function) if self.program.defs.fns[*function].item.is_async
            )
    }

    /// The value is what a function gives.
    fn returned(&mut self, at: ExprRef, _why: Option<()>) {
        let Some(function) = self.program.owner(at.body) else {
            match self.program.defs.owner(at.body) {
                Some(crate::resolve::BodyOwner::Static(id)) => self.store(Place::Static(id), at),
                _ => self.event(EventKind::Stored(Place::Unknown), at),
            }
            return;
        };
        self.event(EventKind::Returned(function), at);
        if let Some(&(_, call)) = self.within.iter().rev().find(|(of, _)| *of == function) {
            return self.deeper(|this| this.climb(call, false));
        }
        if !self.seen.insert(Node::Fn(function)) {
            return;
        }
        self.deeper(|this| {
            let callers = this.callers(function);
            let found = !callers.is_empty();
            // A library that its package's own binary is made of: what that does with it is what is done with it.
            let own = callers.iter().any(|call| this.program.is_own_binary(call.body, function));
            for call in callers {
                this.climb(call, false);
            }
            if !found || this.program.is_public(function) && !own {
                this.event(EventKind::Public(function), at);
            }
        });
    }

    /// Calls of a function in code that counts; a trait's method is called through the trait, too.
    pub fn callers(&self, function: FnId) -> Vec<ExprRef> {
        let mut calls = self.program.calls_of(function, |name| self.index.calls(name));
        // Of two functions of one name only one is compiled: what is called may be either of them.
        if let (true, Some(twin)) = (calls.is_empty(), self.program.defs.twin(function)) {
            calls = self.program.calls_of(twin, |name| self.index.calls(name));
        }
        calls.retain(|call| !(self.skip)(call.body));
        calls
    }

    /// The value is what a closure gives: it comes out where the closure is called.
    fn closure_result(&mut self, closure: ExprRef, at: ExprRef) {
        let program = self.program;
        let body = program.body(closure.body);
        let up = |expr: ExprId| ExprRef { body: closure.body, expr };
        match program.uses(closure.body).parent(closure.expr) {
            Parent::Expr(parent) => match body.expr(parent) {
                ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => {
                    let position = args.iter().position(|&arg| arg == closure.expr);
                    match (program.callee(up(parent)), position) {
                        (Callee::Api(api), Some(position)) => {
                            let row = program.apis.row(*api);
                            let comes_out = row.returns.as_ref().is_none_or(|text| {
                                text.mentions(&|text| match text {
                                    TyText::Out(at) | TyText::Ret(at) => usize::from(*at) == position,
                                    TyText::Expected => true,
                                    _ => false,
                                })
                            });
                            // `Arc::new(|x| spawn(x))`: whoever calls the closure gets it.
                            let kept = row.returns.as_ref().is_some_and(|text| {
                                text.mentions(&|text| matches!(text, TyText::Arg(at) if usize::from(*at) == position))
                            });
                            if row.into_self.contains(&(position as u8))
                                && let ExprKind::MethodCall { receiver, .. } = body.expr(parent)
                            {
                                // `cell.get_or_init(|| spawn(…))`
                                self.keep_in(up(*receiver), at);
                                self.deeper(|this| this.climb(up(parent), true));
                            } else if kept {
                                self.event(EventKind::GivenBack, at);
                            } else if row.verb == Verb::Spawn || !comes_out {
                                self.event(EventKind::Passed, at);
                            } else {
                                self.climb(up(parent), false);
                            }
                        }
                        (Callee::Fn(function), Some(position)) => {
                            self.called_within(*function, up(parent), position, at);
                        }
                        _ => self.event(EventKind::Passed, at),
                    }
                }
                _ => self.event(EventKind::Passed, at),
            },
            Parent::Let(block, index) => {
                // A named closure: each of its calls gives the value.
                let Some(pat) = body.let_pat(block, index) else { return };
                let mut calls = Vec::new();
                let mut other = false;
                body.bindings_of(pat, &mut |binding, _| {
                    for &at in program.uses(closure.body).of(binding) {
                        match program.uses(closure.body).parent(at) {
                            Parent::Expr(parent) if matches!(body.expr(parent), ExprKind::Call { callee, .. } if *callee == at) => calls.push(parent),
                            _ => other = true,
                        }
                    }
                });
                for call in calls {
                    self.climb(up(call), false);
                }
                if other {
                    self.event(EventKind::Passed, at);
                }
            }
            _ => self.event(EventKind::Passed, at),
        }
    }

    /// The value is what a closure gives that a function of the workspace is given: it comes out where that calls it.
    fn called_within(&mut self, function: FnId, call: ExprRef, position: usize, at: ExprRef) {
        let program = self.program;
        let def = &program.defs.fns[function];
        let is_method = matches!(program.expr(call), ExprKind::MethodCall { .. });
        let position = position + usize::from(is_method && def.item.receiver.is_some());
        let given = def.body.and_then(|body| match program.body(body).pat(*program.body(body).params.get(position)?) {
            PatKind::Bind(binding, None) => Some((body, *binding)),
            _ => None,
        });
        let mut calls = Vec::new();
        let mut only_called = given.is_some();
        if let Some((body, binding)) = given {
            let uses = program.uses(body);
            for &used in uses.of(binding) {
                match uses.parent_expr(used).map(|parent| (parent, program.body(body).expr(parent))) {
                    Some((parent, ExprKind::Call { callee, .. })) if *callee == used => {
                        calls.push(ExprRef { body, expr: parent });
                    }
                    _ => only_called = false,
                }
            }
        }
        if !only_called || calls.is_empty() {
            return self.event(EventKind::Passed, at);
        }
        self.event(EventKind::Given(function), at);
        // What the function gives back comes out of this call, and of no other.
        self.within.push((function, call));
        self.deeper(|this| calls.into_iter().for_each(|call| this.climb(call, false)));
        self.within.pop();
    }

    /// The value ends up inside what this expression reaches into.
    fn keep_in(&mut self, holder: ExprRef, at: ExprRef) {
        let place = self.place_of(holder);
        let roles: Vec<_> =
            self.program.derefs(self.program.ty(holder)).iter().filter_map(|ty| self.program.role(ty)).collect();
        let one = roles.iter().any(|role| matches!(role, Role::Cell | Role::Option));
        if one && !roles.contains(&Role::Collection) {
            self.event(EventKind::Stored(place), at);
        } else {
            self.event(EventKind::Collected(place), at);
        }
        // Whatever holds it may do more with it.
        if place == Place::Unknown {
            self.event(EventKind::Passed, at);
        }
        self.deeper(|this| this.keeper(place));
    }

    fn assigned(&mut self, place: ExprRef, at: ExprRef) {
        match self.place_of(place) {
            local @ Place::Local(..) => self.place(local),
            Place::Unknown => self.event(EventKind::Passed, at),
            // `*self.slot = Some(handle)` through a field that is lent to the type: the slot is somebody else's.
            Place::Field(adt, name) if self.is_lent(adt, name) => self.event(EventKind::Passed, at),
            place => self.store(place, at),
        }
    }

    fn is_lent(&self, adt: AdtId, name: Name) -> bool {
        let fields = self.program.defs.adts[adt].fields();
        fields.iter().any(|field| field.name == name && matches!(field.ty, TypeRef::Ref(_)))
    }

    fn store(&mut self, place: Place, at: ExprRef) {
        self.event(EventKind::Stored(place), at);
        self.deeper(|this| this.keeper(place));
    }

    /// The place that an expression reaches into: `self.tasks.lock().unwrap()` is the field `tasks`.
    pub fn place_of(&self, at: ExprRef) -> Place {
        self.place_within(at, 0)
    }

    /// The variable that a `let` puts what is made here into.
    fn named(&self, made: ExprRef) -> Place {
        self.program.let_binding(made).map_or(Place::Unknown, |binding| Place::Local(made.body, binding))
    }

    fn place_within(&self, at: ExprRef, depth: u8) -> Place {
        const MAX_GETTERS: u8 = 4;
        let program = self.program;
        let body = program.body(at.body);
        // What a function of the workspace gives access to is in a field or a static.
        let lent = |call: ExprId| {
            let given = lent_by(program, ExprRef { body: at.body, expr: call }).filter(|_| depth < MAX_GETTERS)?;
            let place = self.place_within(given, depth + 1);
            matches!(place, Place::Field(..) | Place::Static(_)).then_some(place)
        };
        let mut expr = at.expr;
        for _ in 0..32 {
            match body.expr(expr) {
                ExprKind::Local(binding) => {
                    // A guard or reference of something that is kept elsewhere.
                    if let super::BindSource::Value(value, pat) = program.uses(at.body).source(*binding)
                        && self.is_view(at.body, value)
                    {
                        // `let Shared { tasks, .. } = &*self.shared;`
                        if let Some(field) = field_bound(program, at.body, value, pat, *binding) {
                            return field;
                        }
                        expr = value;
                        continue;
                    }
                    return Place::Local(at.body, *binding);
                }
                ExprKind::Field { base, name } => {
                    let base_ty = program.types(at.body).expr(*base);
                    return match program.field(base_ty, *name) {
                        Some((_, Some(adt))) => Place::Field(adt, *name),
                        Some((_, None)) => {
                            expr = *base;
                            continue;
                        }
                        None => Place::Unknown,
                    };
                }
                ExprKind::Path(path) => {
                    let scope = program.scope(at.body);
                    return match program.resolve(scope, path, Namespace::Values).static_id() {
                        Some(id) => Place::Static(id),
                        None => Place::Unknown,
                    };
                }
                ExprKind::Ref(inner)
                | ExprKind::Unary { operand: inner, .. }
                | ExprKind::Try(inner)
                | ExprKind::Await(inner)
                | ExprKind::Index { base: inner, .. } => expr = *inner,
                // `comms().tracker()`, which lends the set in a field.
                ExprKind::MethodCall { receiver, .. } => match lent(expr) {
                    Some(place) => return place,
                    None => expr = *receiver,
                },
                // `tasks()`, which lends what is in a static; `Mutex::lock(&self.tasks)`
                ExprKind::Call { args, .. } => match program.callee(ExprRef { body: at.body, expr }) {
                    Callee::Api(api) if program.apis.row(*api).receiver && !args.is_empty() => expr = args[0],
                    _ => return lent(expr).unwrap_or(Place::Unknown),
                },
                ExprKind::Macro { args, kind: MacroKind::Identity, .. } if !args.is_empty() => expr = args[0],
                _ => return Place::Unknown,
            }
        }
        Place::Unknown
    }

    /// Whether a value is a handle as it is followed, whatever its task gives: a handle in that is another task's.
    fn is_own_handle(&self, ty: &Ty) -> bool {
        let Ty::Api(path, _) = ty else { return false };
        self.program.role(ty) == Some(Role::JoinHandle) && (self.holds)(&Ty::api(path.as_str(), []))
    }

    /// Whether an expression only gives access to something that is kept elsewhere (a guard, a reference).
    fn is_view(&self, body_ref: BodyRef, expr: ExprId) -> bool {
        let body = self.program.body(body_ref);
        match body.expr(expr) {
            ExprKind::Ref(_) => true,
            ExprKind::Field { .. } => false,
            ExprKind::Try(inner) | ExprKind::Await(inner) => self.is_view(body_ref, *inner),
            // `let locked = self.task.try_lock(); if let Ok(mut task) = locked { … }`
            ExprKind::Local(binding) => {
                let wraps = matches!(
                    self.program.role(self.program.types(body_ref).binding(*binding)),
                    Some(Role::Result | Role::Option)
                );
                wraps
                    && matches!(self.program.uses(body_ref).source(*binding), super::BindSource::Value(value, _)
                        if matches!(body.expr(value), ExprKind::MethodCall { .. }) && self.is_view(body_ref, value))
            }
            ExprKind::MethodCall { receiver, .. } => {
                let at = ExprRef { body: body_ref, expr };
                match self.program.callee(at) {
                    Callee::Api(api) => {
                        let row = self.program.apis.row(*api);
                        row.verb == Verb::Lock
                            || matches!(
                                row.name.as_str(),
                                "as_ref"
                                    | "as_mut"
                                    | "borrow_mut"
                                    | "get_mut"
                                    | "entry"
                                    | "or_default"
                                    | "or_insert_with"
                                    | "iter_mut"
                                    | "deref_mut"
                            )
                            || (row.verb == Verb::Pass
                                && self.is_view(body_ref, *receiver)
                                && matches!(
                                    row.name.as_str(),
                                    "unwrap" | "expect" | "map_err" | "ok" | "ok_or" | "ok_or_else"
                                ))
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn argument(&mut self, call: ExprRef, position: usize, at: ExprRef, borrowed: bool) {
        let program = self.program;
        match program.callee(call).clone() {
            Callee::Wrap => self.climb(call, borrowed),
            Callee::Ctor(res) => {
                let adt = match res {
                    crate::resolve::Res::Adt(adt) | crate::resolve::Res::Variant(adt, _) => Some(adt),
                    _ => match program.ty(call) {
                        Ty::Adt(adt, _) => Some(*adt),
                        _ => None,
                    },
                };
                match adt {
                    Some(adt) => {
                        self.store(Place::Field(adt, Name::from(position.to_string().as_str())), at);
                    }
                    None => self.event(EventKind::Passed, at),
                }
            }
            callee @ (Callee::Fn(_) | Callee::Trait(_)) => {
                let targets = program.targets(&callee);
                let mut followed = false;
                for function in targets {
                    let def = &program.defs.fns[function];
                    let Some(body) = def.body else { continue };
                    let is_method_call = matches!(program.expr(call), ExprKind::MethodCall { .. });
                    let shift = usize::from(is_method_call && def.item.receiver.is_some());
                    let Some(&pat) = program.body(body).params.get(position + shift) else { continue };
                    followed = true;
                    self.event(EventKind::Given(function), at);
                    self.deeper(|this| this.bind_param(body, pat, at, borrowed));
                }
                if !followed {
                    self.event(EventKind::Passed, at);
                }
            }
            Callee::Closure(closure) => {
                if let ExprKind::Closure { params, .. } = program.expr(closure)
                    && let Some((pat, _)) = params.get(position)
                {
                    self.bind_param(closure.body, *pat, at, borrowed);
                }
            }
            Callee::Api(api) => {
                let row = program.apis.row(api);
                // `JoinHandle::abort(&h)`: the receiver is the first argument.
                let path_call =
                    matches!(program.expr(call), ExprKind::Call { .. }) && row.receiver && row.parent.is_some();
                let position = if path_call {
                    match position {
                        0 => return self.receiver(call, at, borrowed),
                        position => position - 1,
                    }
                } else {
                    position
                };
                match row.verb {
                    // What only lends it is dropped: `drop(guard)`.
                    Verb::Drop if borrowed || program.role(program.ty(at)) == Some(Role::Guard) => return,
                    Verb::Drop => return self.event(EventKind::DroppedOnPurpose, at),
                    Verb::Forget | Verb::Detach => return self.event(EventKind::Verb(Verb::Detach), at),
                    // Whoever receives has it. What comes back is what nobody took.
                    Verb::Send => return self.event(EventKind::Passed, at),
                    // `select_all(handles)` polls them all, and gives back those that it has not seen the end of.
                    Verb::Group if row.ends == Some(GroupEnd::GivesBack) => self.event(EventKind::Awaited, at),
                    _ => {}
                }
                if row.into_self.contains(&(position as u8)) {
                    // `first.chain(handles)` is in what it gives.
                    if row.returns.as_ref().is_some_and(|text| text.mentions(&|text| *text == TyText::Item)) {
                        self.event(EventKind::Collected(Place::Unknown), at);
                        return self.deeper(|this| this.climb(call, borrowed));
                    }
                    if let ExprKind::MethodCall { receiver, .. } = program.expr(call) {
                        return self.keep_in(ExprRef { body: call.body, expr: *receiver }, at);
                    }
                    return self.event(EventKind::Passed, at);
                }
                let is_work = row.work == Some(Work::Arg(position as u8));
                if is_work {
                    match row.verb {
                        Verb::Join | Verb::Abort | Verb::Check | Verb::Cancel | Verb::Close => {
                            self.event(EventKind::Verb(row.verb), at);
                        }
                        Verb::Run => return self.event(EventKind::Awaited, at),
                        Verb::Spawn => return self.event(EventKind::Passed, at),
                        _ => {}
                    }
                }
                // All that is put into a group is run by it.
                let flows = is_work
                    || row.verb == Verb::Group
                    || row.returns.as_ref().is_some_and(|text| {
                        text.mentions(&|text| match text {
                            TyText::Arg(at) | TyText::Out(at) | TyText::ItemOf(at) | TyText::Ret(at) => {
                                usize::from(*at) == position
                            }
                            _ => false,
                        })
                    });
                if flows {
                    self.guarded(call);
                    return self.climb(call, borrowed);
                }
                if (self.holds)(program.ty(call)) {
                    return self.climb(call, borrowed);
                }
                if row.borrows.contains(&(position as u8)) || borrowed && row.verb == Verb::Pass {
                    self.event(EventKind::Used, at);
                } else {
                    self.guarded(call);
                    self.event(EventKind::Passed, at);
                }
            }
            Callee::Unknown | Callee::Foreign(_) | Callee::Value => {
                self.event(EventKind::Passed, at);
                // `Slot::new(handle)` of a type that is not known is kept where the slot is kept.
                if let ExprKind::Call { callee, .. } = program.expr(call)
                    && let ExprKind::Path(path) = program.body(call.body).expr(*callee)
                    && matches!(path.last().as_str(), "new" | "from")
                    && path.segments.len() > 1
                {
                    self.climb(call, borrowed);
                }
            }
        }
    }

    fn bind_param(&mut self, body: BodyRef, pat: PatId, at: ExprRef, _borrowed: bool) {
        let mut bound = Vec::new();
        self.program.body(body).bindings_of(pat, &mut |binding, _| bound.push(binding));
        if bound.is_empty() {
            self.event(EventKind::Dropped, at);
        }
        for binding in bound {
            self.place(Place::Local(body, binding));
        }
    }

    /// Says so if the result of a call ends what it holds when it is dropped.
    fn guarded(&mut self, call: ExprRef) {
        let ty = self.program.peel(self.program.ty(call));
        if let Some(path) = ty.api_path()
            && let Some(id) = self.program.apis.type_(path)
            && matches!(
                self.program.apis.ty(id).drop,
                Some(crate::apis::DropEffect::Abort | crate::apis::DropEffect::Join)
            )
        {
            self.event(EventKind::Guarded, call);
        }
    }

    fn receiver(&mut self, call: ExprRef, at: ExprRef, borrowed: bool) {
        let program = self.program;
        // `Pin::new(&mut self.handle).poll(cx)` awaits it.
        if let ExprKind::MethodCall { name, .. } = program.expr(call)
            && matches!(name.as_str(), "poll" | "poll_unpin")
        {
            return self.event(EventKind::Awaited, call);
        }
        match program.callee(call).clone() {
            Callee::Api(api) => {
                let row = program.apis.row(api);
                let is_copy = || program.ty(at).api_path().is_some_and(|path| program.apis.map(path).is_some());
                if self.ends_at_copies && row.name == "clone" && is_copy() {
                    return self.event(EventKind::Used, call);
                }
                // Whoever holds the abort handle can end the task.
                if row.name == "abort_handle" {
                    return self.event(EventKind::Verb(Verb::Abort), call);
                }
                match row.verb {
                    // `handles.collect().await`
                    Verb::Collect if row.is_async && self.is_polled_set(call) => {
                        return self.event(EventKind::Awaited, call);
                    }
                    Verb::Pass | Verb::Wrap | Verb::Timeout | Verb::Group | Verb::Collect | Verb::Lock => {}
                    // `work.with_cancellation_token(token)` is still the work; `token.run_until_cancelled(work)` waits.
                    Verb::WaitOr if row.work == Some(Work::Receiver) => {}
                    // `handles.next().await` of a set that polls what it holds.
                    Verb::Receive if self.is_polled_set(call) => self.event(EventKind::Awaited, call),
                    verb => self.event(EventKind::Verb(verb), call),
                }
                // What closures are called with: `handles.iter().for_each(|h| h.abort())`.
                let args = match program.expr(call) {
                    ExprKind::MethodCall { args, .. } => &args[..],
                    ExprKind::Call { args, .. } => args.get(1..).unwrap_or(&[]),
                    _ => &[],
                };
                let mut in_closure = false;
                for (position, texts) in &row.closure {
                    let Some(&arg) = args.get(usize::from(*position)) else { continue };
                    let ExprKind::Closure { params, .. } = program.body(call.body).expr(arg) else {
                        // `.for_each(JoinHandle::abort)`
                        if let ExprKind::Path(path) = program.body(call.body).expr(arg) {
                            let scope = program.scope(call.body);
                            let named = program.resolve(scope, path, Namespace::Values);
                            if let Some(api) = named.external(program).and_then(|path| program.apis.fn_(path)) {
                                let named = program.apis.row(api);
                                let verb = named.verb;
                                // `.and_then(Arc::into_inner)` gives on what it is called with.
                                let inner = |text: &TyText| matches!(text, TyText::Generic(_) | TyText::This);
                                let gives =
                                    |at: &TyText| matches!(at, TyText::Ret(of) | TyText::Out(of) if of == position);
                                if verb == Verb::Pass
                                    && named.returns.as_ref().is_some_and(|text| text.mentions(&inner))
                                    && row.returns.as_ref().is_some_and(|text| text.mentions(&gives))
                                {
                                    in_closure = true;
                                    self.climb(call, borrowed);
                                    continue;
                                }
                                let kind = if verb == Verb::Drop {
                                    EventKind::DroppedOnPurpose
                                } else {
                                    EventKind::Verb(verb)
                                };
                                self.event(kind, ExprRef { body: call.body, expr: arg });
                            } else if let Some(function) = named.function(program, scope)
                                && let Some(body) = program.defs.fns[function].body
                                && let Some(&pat) = program.body(body).params.first()
                            {
                                self.bind_param(body, pat, at, borrowed);
                            }
                        }
                        continue;
                    };
                    for ((pat, _), text) in params.iter().zip(texts) {
                        // `.map_err(|error| …)`: the error of a handle's `Result`.
                        if *text == TyText::Generic(1) {
                            let ty = program.ty(at);
                            if program.role(ty) == Some(Role::Result) && !(self.holds)(&ty.arg(1)) {
                                continue;
                            }
                        }
                        let holds = text.mentions(&|text| {
                            matches!(text, TyText::Generic(_) | TyText::Item | TyText::This | TyText::ItemIn(_))
                        });
                        if holds {
                            in_closure = true;
                            self.bind(at, *pat, true);
                        }
                    }
                }
                let flows = row.returns.as_ref().is_some_and(|text| {
                    text.mentions(&|text| match text {
                        TyText::This | TyText::Generic(_) | TyText::Item | TyText::ItemIn(_) | TyText::Expected => true,
                        // `cell.get_or_init(make)` gives what is in the cell.
                        TyText::Ret(of) | TyText::Out(of) => row.into_self.contains(of),
                        _ => false,
                    })
                });
                // `stream::iter(handles).buffer_unordered(4)` gives what its items give: it awaits them.
                let awaits = row.returns.as_ref().is_some_and(|text| {
                    text.mentions(&|text| match text {
                        // `Ok(handle)` for `try_buffer_unordered`.
                        TyText::OutputOf(of) => of.mentions(&|of| *of == TyText::Item),
                        _ => false,
                    })
                });
                if awaits && row.verb == Verb::Pass {
                    return self.event(EventKind::Awaited, call);
                }
                if row.returns == Some(TyText::Expected) {
                    if self.converted(call, at, borrowed) {
                        return;
                    }
                    self.guarded(call);
                    // A type of another crate, of which nothing is known, takes it.
                    if program.ty(call).api_path().is_some_and(|path| program.apis.type_(path).is_none()) {
                        return self.event(EventKind::Passed, at);
                    }
                }
                if flows
                    && ((self.holds)(program.ty(call))
                        || program.ty(call).is_unknown()
                        // In a function that does not name the type.
                        || is_generic(program.ty(call))
                        || hides_future(program.ty(call))
                        // `rx.lock().await`
                        || row.verb == Verb::Lock
                            && matches!(program.ty(call), Ty::Future(future) if (self.holds)(&future.output))
                        // `let all: OptionFuture<_> = maybe_handle.into();`, an iterator of which nothing says over what
                        || (row.returns == Some(TyText::Expected) || program.role(program.ty(call)) == Some(Role::Iterator))
                            && matches!(program.ty(call), Ty::Api(_, args) if args.iter().any(Ty::is_unknown))
                        || row.work == Some(Work::Receiver))
                {
                    let into = program.role(program.ty(call));
                    if row.verb == Verb::Collect && matches!(into, Some(crate::apis::Role::Collection)) {
                        self.event(EventKind::Collected(self.named(call)), call);
                        return self.deeper(|this| this.climb(call, borrowed));
                    }
                    self.climb(call, borrowed && row.verb != Verb::Pass);
                } else if row.work == Some(Work::Receiver)
                    && matches!(row.verb, Verb::Wrap | Verb::Timeout | Verb::WaitOr | Verb::Group)
                {
                    self.climb(call, borrowed);
                } else if row.verb == Verb::Pass && !in_closure {
                    self.event(EventKind::Used, at);
                }
            }
            callee @ (Callee::Fn(_) | Callee::Trait(_)) => {
                let targets = program.targets(&callee);
                let mut followed = false;
                for function in targets {
                    let def = &program.defs.fns[function];
                    let (Some(body), Some(_)) = (def.body, def.item.receiver) else { continue };
                    let Some(&pat) = program.body(body).params.first() else { continue };
                    followed = true;
                    self.event(EventKind::Given(function), at);
                    self.deeper(|this| this.bind_param(body, pat, at, borrowed));
                }
                if !followed {
                    self.event(EventKind::Used, at);
                }
            }
            _ => {
                // Methods of a handle that is not in the catalog, by the field's standard words.
                let name = match program.expr(call) {
                    ExprKind::MethodCall { name, .. } => name.as_str(),
                    _ => "",
                };
                let verb = match name {
                    "detach" | "forget" => Some(Verb::Detach),
                    "abort" | "cancel" | "abort_handle" => Some(Verb::Abort),
                    "join" | "wait" => Some(Verb::Join),
                    "is_finished" => Some(Verb::Check),
                    _ => None,
                };
                match verb {
                    Some(verb) => self.event(EventKind::Verb(verb), call),
                    // A result of the followed type is followed.
                    None if (self.holds)(program.ty(call)) => self.climb(call, borrowed),
                    // `runtime.spawn(work).map_err(Error::Spawn)?`: what comes out of the `Result` is what was in it.
                    None if matches!(name, "unwrap" | "expect" | "as_mut" | "map_err") => self.climb(call, borrowed),
                    None => self.event(EventKind::Passed, at),
                }
            }
        }
    }

    /// `handle.into()`: the `impl From<JoinHandle<T>> for Owned<T>` of the workspace takes it, if there is one.
    fn converted(&mut self, call: ExprRef, at: ExprRef, borrowed: bool) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { name, receiver, .. } = program.expr(call) else { return false };
        if *name != "into" {
            return false;
        }
        let (given, wanted) = (program.types(at.body).expr(*receiver), program.ty(call));
        let same = |ty: &Ty| match (ty, given) {
            (Ty::Api(one, _), Ty::Api(other, _)) => one == other,
            (Ty::Adt(one, _), Ty::Adt(other, _)) => one == other,
            _ => false,
        };
        let fits = |id: &ImplId| match (wanted, program.defs.impls[*id].self_head) {
            (Ty::Adt(wanted, _), Res::Adt(adt)) => *wanted == adt,
            (Ty::Unknown, Res::Adt(_)) => true,
            _ => false,
        };
        let impls = program.defs.impls_for_external_trait("std::convert::From".into());
        let from = impls.iter().filter(|id| fits(id)).filter_map(|id| program.defs.impls[*id].fns.first().copied());
        let from: Vec<FnId> = from.filter(|&from| program.sig(from).params.first().is_some_and(same)).collect();
        for &function in &from {
            let Some(body) = program.defs.fns[function].body else { continue };
            let Some(&pat) = program.body(body).params.first() else { continue };
            self.event(EventKind::Given(function), at);
            self.deeper(|this| this.bind_param(body, pat, at, borrowed));
        }
        !from.is_empty()
    }

    /// Whether a call takes the next result of a collection that polls its futures.
    fn is_polled_set(&self, call: ExprRef) -> bool {
        let program = self.program;
        let receiver = match program.expr(call) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Call { args, .. } if !args.is_empty() => args[0],
            _ => return false,
        };
        let ty = program.types(call.body).expr(receiver);
        program.derefs(ty).iter().any(|ty| program.role(ty) == Some(Role::Collection))
    }

    /// The value of `at` is matched against a pattern.
    /// Whether going through a value is receiving from it: `for x in &rx`, `for x in rx.iter()`.
    fn gives_messages(&self, at: ExprRef) -> bool {
        let program = self.program;
        let ty = program.peel(program.ty(at));
        let row = program.type_row(&ty);
        row.is_some_and(|row| row.role == Role::Receiver || row.role == Role::Iterator && row.channel.is_some())
    }

    fn bind(&mut self, at: ExprRef, pat: PatId, borrowed: bool) {
        let program = self.program;
        let body = program.body(at.body);
        match body.pat(pat) {
            PatKind::Wild => {
                if !borrowed {
                    self.event(EventKind::Dropped, at);
                }
            }
            PatKind::Rest | PatKind::Path(_) | PatKind::Lit(_) | PatKind::Opaque => {}
            PatKind::Bind(binding, _) => self.place(Place::Local(at.body, *binding)),
            PatKind::Or(pats) => pats.iter().for_each(|&pat| self.bind(at, pat, borrowed)),
            PatKind::TupleStruct(path, pats) => {
                // `if let Err(error) = started { … }`: only whether it is there.
                if matches!(path.last().as_str(), "None" | "Err") {
                    return self.event(EventKind::Used, at);
                }
                pats.iter().for_each(|&pat| self.bind_if_holds(at, pat, borrowed));
            }
            PatKind::Tuple(pats) => {
                // `let (handle, tx) = start();`: by position, or by type where that is not known.
                match self.slot.filter(|&slot| slot < pats.len() && !pats.iter().any(|&pat| is_rest(body, pat))) {
                    Some(slot) => {
                        let around = self.slot.take();
                        self.bind(at, pats[slot], borrowed);
                        self.slot = around;
                    }
                    None => pats.iter().for_each(|&pat| self.bind_if_holds(at, pat, borrowed)),
                }
            }
            PatKind::Slice(pats) => pats.iter().for_each(|&pat| self.bind_if_holds(at, pat, borrowed)),
            PatKind::Struct(_, fields) => {
                fields.iter().for_each(|&(_, pat)| self.bind_if_holds(at, pat, borrowed));
            }
        }
    }

    fn bind_if_holds(&mut self, at: ExprRef, pat: PatId, borrowed: bool) {
        let program = self.program;
        match program.body(at.body).pat(pat) {
            PatKind::Bind(binding, _) => {
                let ty = program.types(at.body).binding(*binding);
                if (self.holds)(ty) || hides_future(ty) {
                    self.bind(at, pat, borrowed);
                }
            }
            // `(_, handle)`: which part `_` drops is not told apart here.
            PatKind::Wild => {}
            _ => self.bind(at, pat, borrowed),
        }
    }

    fn binding(&mut self, body: BodyRef, binding: BindingId) {
        let program = self.program;
        let uses = program.uses(body).of(binding);
        if uses.is_empty() {
            let local = program.body(body).binding(binding);
            let span = Span::new(program.body(body).file, local.lo, local.hi);
            let at = ExprRef { body, expr: program.body(body).root };
            self.event_at(EventKind::Unused(binding), at, span);
            return;
        }
        for &at in uses {
            self.climb(ExprRef { body, expr: at }, false);
        }
    }

    fn field(&mut self, adt: AdtId, name: Name) {
        let program = self.program;
        for &at in self.index.fields(name) {
            if (self.skip)(at.body) {
                continue;
            }
            let ExprKind::Field { base, .. } = program.expr(at) else { continue };
            let base_ty = program.types(at.body).expr(*base);
            if program.field(base_ty, name).is_some_and(|(_, of)| of == Some(adt)) {
                self.climb(at, false);
            }
        }
        for &(body, whole, part) in self.index.field_pats(name) {
            if (self.skip)(body) {
                continue;
            }
            let PatKind::Struct(path, _) = program.body(body).pat(whole) else { continue };
            let scope = program.scope(body);
            if program.resolve(scope, path, Namespace::Types).ctor().is_some_and(|ctor| ctor.adt == adt) {
                self.bind_field(body, part);
            }
        }
        // Tuple structs and variants.
        if let Ok(position) = name.as_str().parse::<usize>() {
            for constructor in program.ctor_names(adt) {
                for &(body, whole) in self.index.tuple_pats(constructor) {
                    if (self.skip)(body) {
                        continue;
                    }
                    let PatKind::TupleStruct(path, pats) = program.body(body).pat(whole) else { continue };
                    let scope = program.scope(body);
                    if program.resolve(scope, path, Namespace::Values).ctor().is_some_and(|ctor| ctor.adt == adt)
                        && let Some(&part) = pats.get(position)
                    {
                        self.bind_field(body, part);
                    }
                }
            }
        }
    }

    fn bind_field(&mut self, body: BodyRef, pat: PatId) {
        // The whole field.
        if let PatKind::Bind(binding, None) = self.program.body(body).pat(pat) {
            return self.place(Place::Local(body, *binding));
        }
        let mut bound = Vec::new();
        self.program.body(body).bindings_of(pat, &mut |binding, _| bound.push(binding));
        for binding in bound {
            let ty = self.program.types(body).binding(binding);
            if (self.holds)(ty) || ty.is_unknown() || hides_future(ty) {
                self.place(Place::Local(body, binding));
            }
        }
    }

    fn static_uses(&mut self, id: StaticId) {
        let named = self.index.paths(self.program.defs.statics[id].name);
        for at in self.program.uses_of_static(id, named) {
            if !(self.skip)(at.body) {
                self.climb(at, true);
            }
        }
    }
}

/// The field that a pattern takes out of a value: `let Owner { tracker, .. } = OWNER.clone();`
pub fn field_bound(
    program: &Program<'_>,
    body: BodyRef,
    value: ExprId,
    pat: PatId,
    binding: BindingId,
) -> Option<Place> {
    let way = program.body(body).way_to(pat, binding)?;
    let (last, before) = way.split_last()?;
    let mut ty = program.peel(program.types(body).expr(value));
    for name in before {
        ty = program.field(&ty, *name)?.0;
    }
    let (_, adt) = program.field(&ty, *last)?;
    Some(Place::Field(adt?, *last))
}
