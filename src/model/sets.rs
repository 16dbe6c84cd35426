//! Sets of tasks (`JoinSet`, `TaskTracker`, `FuturesUnordered` of handles): one thing under many names, and all
//! that the program does with it.
//!
//! Names are followed in both directions: from a parameter to what callers give, from a field to what is put into
//! it, and from each of these to all uses. What leaves the program makes a set `open`: others may do the rest.

use super::{Loop, Model, Task, closing};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{BindSource, EndKind, Event, EventKind, Parent, Place, Tracker, field_bound};
use crate::ir::{Body, ExprId, ExprKind, Receiver};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Program, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// Clones of clones that are followed.
const MAX_CLONES: usize = 8;

/// A set of tasks.
#[derive(Clone, Debug)]
pub struct TaskSet {
    /// Its names, the one that a task is put into first.
    pub places: Vec<Place>,
    /// What its type is for.
    pub role: Role,
    /// The tasks that are put into it, by number, in order of their places.
    pub tasks: Vec<usize>,
    /// All that is done with it.
    pub events: Vec<Event>,
    /// What takes ended tasks out, or lets all go.
    pub drains: Vec<Event>,
    /// Code that is not seen may do more with it.
    pub open: bool,
}

/// A call that waits until a set is empty.
#[derive(Clone, Debug)]
pub struct SetWait {
    /// The method's name.
    pub span: Span,
    /// The call.
    pub at: ExprRef,
    /// What it waits for.
    pub set: TaskSet,
}

/// Why code runs again and again.
#[derive(Clone, Copy, Debug)]
pub struct Repeat<'m> {
    /// The loop.
    pub of: &'m Loop,
    /// Whether the loop stands in the same function.
    pub direct: bool,
    /// Whether it is known to be the same place in each round; else each may have one of its own.
    pub same: bool,
}

impl Model<'_, '_> {
    /// All sets that tasks are put into, in order of the first of these tasks.
    pub fn task_sets(&self) -> &[TaskSet] {
        self.sets.get_or_init(|| find(self))
    }

    /// A set by the expression that names it: all its names, and what is done with it.
    pub fn set_at(&self, at: ExprRef) -> Option<TaskSet> {
        let role = set_role(self.program, self.program.ty(at))?;
        let place = self.place_at(at);
        Some(follow(self, place, role))
    }

    /// Whoever waits until a set is empty that was made elsewhere: the wait, where its makers or takers have one.
    pub(super) fn wait_for_lent(&self, place: Place) -> Option<Event> {
        let set = follow(self, place, Role::Tracker);
        let waits = |event: &&Event| matches!(event.kind, EventKind::Awaited | EventKind::Verb(Verb::Join));
        set.events.iter().find(waits).copied()
    }

    /// All calls that wait for a set which must be closed first, in order of files and ids.
    pub fn waits_of_sets(&self) -> Vec<SetWait> {
        let program = self.program;
        let of = |row: &crate::apis::Fn| row.parent.and_then(|parent| program.apis.type_(parent));
        let closed: FxHashSet<_> =
            program.apis.fns().filter(|(_, row)| row.verb == Verb::Close).filter_map(|(_, row)| of(row)).collect();
        let is_wait = |row: &crate::apis::Fn| {
            row.verb == Verb::Join
                && of(row).is_some_and(|of| closed.contains(&of) && program.apis.ty(of).role == Role::Tracker)
        };
        let mut waits = Vec::new();
        for (at, _) in self.calls_of(is_wait) {
            if let ExprKind::MethodCall { receiver, .. } = program.expr(at)
                && let Some(set) = self.set_at(ExprRef { body: at.body, expr: *receiver })
            {
                waits.push(SetWait { span: self.callee_span(at), at, set });
            }
        }
        waits
    }

    /// Whether a set was taken out of its place before this is done with it (`let Some(mut set) = self.set.take()`):
    /// nothing is put into it any more.
    pub fn is_of_taken_set(&self, event: &Event) -> bool {
        let program = self.program;
        let body = program.body(event.at.body);
        let (ExprKind::MethodCall { receiver: of, .. } | ExprKind::Await(of)) = body.expr(event.at.expr) else {
            return false;
        };
        let mut from = *of;
        for _ in 0..16 {
            from = match body.expr(from) {
                ExprKind::Local(binding) => match program.uses(event.at.body).source(*binding) {
                    BindSource::Value(value, _) | BindSource::Branch(value, _) => value,
                    _ => return false,
                },
                ExprKind::Block { tail: Some(tail), .. } => *tail,
                // `let taken = (mem::take(&mut a), mem::take(&mut b));`
                ExprKind::Field { base, name } => match self.tuple_part(body, event.at.body, *base, *name) {
                    Some(part) => part,
                    None => return false,
                },
                ExprKind::Call { .. } => match program.callee(ExprRef { body: event.at.body, expr: from }) {
                    Callee::Api(api) => return program.apis.row(*api).path == "std::mem::take",
                    _ => return false,
                },
                ExprKind::MethodCall { receiver, name, .. } => {
                    let ty = program.peel(program.types(event.at.body).expr(*receiver));
                    if *name == "take" && matches!(program.role(&ty), Some(Role::Option | Role::Guard | Role::Lock)) {
                        return true;
                    }
                    *receiver
                }
                ExprKind::Ref(inner) | ExprKind::Await(inner) | ExprKind::Try(inner) => *inner,
                ExprKind::Unary { operand, .. } => *operand,
                _ => return false,
            };
        }
        false
    }

    /// What stands at a position of the tuple that a variable was made of.
    fn tuple_part(&self, body: &Body, at: BodyRef, base: ExprId, name: Name) -> Option<ExprId> {
        let ExprKind::Local(binding) = body.expr(base) else { return None };
        let BindSource::Value(value, _) = self.program.uses(at).source(*binding) else { return None };
        let ExprKind::Tuple(parts) = body.expr(body.value_of(value)) else { return None };
        parts.get(name.as_str().parse::<usize>().ok()?).copied()
    }

    /// The place that an expression reaches into.
    pub fn place_at(&self, at: ExprRef) -> Place {
        let nothing = |_: &Ty| false;
        let skip = |body: BodyRef| self.skips(body);
        Tracker::new(self.program, self.index, &nothing, &skip).place_of(at)
    }

    /// The long loop that runs an expression in each of its rounds, in the same function or around a call of it.
    /// What is made anew in each round (`place`) is not outlived by the loop.
    pub fn repeat(&self, at: ExprRef, place: Option<Place>) -> Option<Repeat<'_>> {
        self.repeat_deep(at, place, 0, &mut FxHashSet::default())
    }

    /// If users of a library decide how often a task is put into a set, the public method by which they do: it takes the
    /// code of the task from whoever calls it.
    pub fn spawner_for_users(&self, task: &Task, place: Place) -> Option<FnId> {
        let asked = || self.asks_size(task.at, place, self.program.body(task.at.body).root);
        if asked() { None } else { self.method_for_users(task, 0) }
    }

    fn method_for_users(&self, task: &Task, depth: u8) -> Option<FnId> {
        let program = self.program;
        let function = program.owner(task.at.body).filter(|_| task.of_param)?;
        let lent = matches!(program.defs.fns[function].item.receiver, Some(Receiver::Ref | Receiver::RefMut));
        if !lent || depth > 3 {
            return None;
        }
        if program.is_public(function) {
            return Some(function);
        }
        let calls = |task: &&Task| matches!(program.callee(task.at), Callee::Fn(called) if *called == function);
        self.tasks.iter().filter(calls).find_map(|task| self.method_for_users(task, depth + 1))
    }

    /// Whether a task is put into its set right there, and not by a function that is called.
    pub fn puts_directly(&self, task: &Task) -> bool {
        task.set.is_some() && matches!(self.program.callee(task.at), Callee::Api(_))
    }

    /// Whether a loop keeps a set of the function around it for itself: within, only methods of the set are called.
    pub fn keeps_set(&self, of: &Loop, place: Place) -> bool {
        let Place::Local(at, binding) = place else { return false };
        let program = self.program;
        let body = program.body(at);
        let span = program.span(of.at);
        let receives = |expr: ExprId| match program.uses(at).parent_expr(expr).map(|up| (up, body.expr(up))) {
            Some((up, ExprKind::MethodCall { receiver, .. })) => {
                *receiver == expr && matches!(program.callee(ExprRef { body: at, expr: up }), Callee::Api(_))
            }
            _ => false,
        };
        let mut within = program.uses(at).of(binding).iter().filter(|&&expr| span.contains(body.span(expr)));
        at == of.at.body && within.all(|&expr| receives(expr))
    }

    /// Whether somebody else was given a set of the function around a loop before the loop begins, and takes ended tasks
    /// out in each round of a loop of his own: `spawn(reap(tasks.clone()))`.
    pub fn is_reaped_beside(&self, event: &Event, of: &Loop, place: Place) -> bool {
        let Place::Local(at, binding) = place else { return false };
        let program = self.program;
        let body = program.body(at);
        let uses = program.uses(at);
        let is_clone =
            |call: ExprId| program.called_api(ExprRef { body: at, expr: call }).is_some_and(|row| row.name == "clone");
        let clones = |expr: ExprId| {
            let Some(up) = uses.parent_expr(expr) else { return false };
            match body.expr(up) {
                ExprKind::MethodCall { receiver, name, .. } => *receiver == expr && *name == "clone",
                ExprKind::Ref(_) => uses.parent_expr(up).is_some_and(is_clone),
                _ => false,
            }
        };
        let begins = program.span(of.at).lo;
        let given = uses.of(binding).iter().any(|&expr| body.span(expr).hi <= begins && clones(expr));
        // `while let Some(_) = tasks.join_next().await {}` by itself empties it once.
        let there = program.body(event.at.body);
        let in_rounds = program.uses(event.at.body).ancestors(event.at.expr).any(|up| match there.expr(up) {
            ExprKind::While { cond, .. } => !there.span(*cond).contains(event.span),
            ExprKind::Loop { .. } => true,
            _ => false,
        });
        given && in_rounds && event.at.body != at
    }

    fn repeat_deep(
        &self,
        at: ExprRef,
        place: Option<Place>,
        depth: u8,
        seen: &mut FxHashSet<FnId>,
    ) -> Option<Repeat<'_>> {
        let program = self.program;
        let span = program.body(at.body).span(at.expr);
        // `if set.is_empty() { set.spawn(…); }`
        if place.is_some_and(|place| self.asks_size(at, place, program.body(at.body).root)) {
            return None;
        }
        if self.is_once_by_swap(at) {
            return None;
        }
        let made_within = |found: &Loop| match place {
            Some(Place::Local(body, binding)) if body == at.body => {
                program.body(found.at.body).span(found.at.expr).contains(self.binding_span(body, binding))
            }
            _ => false,
        };
        let around = self.loops.iter().filter(|found| {
            found.at.body == at.body
                && program.body(at.body).span(found.at.expr).contains(span)
                // What a macro is expanded to has one place.
                && program.uses(at.body).ancestors(at.expr).any(|up| up == found.at.expr)
                && is_long(program, found)
                && !made_within(found)
        });
        if let Some(of) = around.last() {
            // `while set.len() < most { set.spawn(…); }`
            let bounded = place.is_some_and(|place| self.asks_size(at, place, of.at.expr));
            return (!bounded).then_some(Repeat { of, direct: depth == 0, same: depth == 0 || place.is_some() });
        }
        // A local of this function is new with each call of it.
        if matches!(place, Some(Place::Local(body, binding)) if body == at.body
            && !matches!(program.uses(body).source(binding), BindSource::Param(_)))
        {
            return None;
        }
        let function = program.owner(at.body)?;
        if depth >= 3 || !seen.insert(function) {
            return None;
        }
        self.callers_of(function)
            .into_iter()
            .find_map(|call| self.repeat_deep(call, self.holder_of(call, place), depth + 1, seen))
    }

    /// The place of a value, by way of variables that are clones of it: `let tasks = tasks.clone();`
    fn cloned_place(&self, at: ExprRef) -> Place {
        let program = self.program;
        let body = program.body(at.body);
        let mut place = self.place_at(at);
        for _ in 0..MAX_CLONES {
            let Place::Local(of, binding) = place else { break };
            let BindSource::Value(value, _) = program.uses(of).source(binding) else { break };
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(value) else { break };
            if of != at.body || *name != "clone" {
                break;
            }
            place = self.place_at(ExprRef { body: of, expr: *receiver });
        }
        place
    }

    /// Where a caller of a function has the set that it lends, or of a method the value that holds a set in a field:
    /// `let mut worker = Worker::new(); worker.run().await`, or a method of the same type that calls the other one.
    fn holder_of(&self, call: ExprRef, place: Option<Place>) -> Option<Place> {
        let program = self.program;
        // What a function is lent is as old as what its caller lends.
        if let Some(Place::Local(at, binding)) = place
            && let BindSource::Param(position) = program.uses(at).source(binding)
        {
            let given = program.argument(call, position)?;
            let lent = self.cloned_place(given);
            return (lent != Place::Unknown).then_some(lent);
        }
        let Some(Place::Field(..)) = place else { return None };
        let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return None };
        let mut holder = *receiver;
        while let ExprKind::MethodCall { receiver, name, .. } = program.body(call.body).expr(holder)
            && *name == "clone"
        {
            holder = *receiver;
        }
        if let ExprKind::Field { .. } = program.body(call.body).expr(holder) {
            // `self.jobs.spawn(…)`: it is as old as what has that field.
            let outer = self.place_at(ExprRef { body: call.body, expr: holder });
            return matches!(outer, Place::Field(..)).then_some(outer);
        }
        let ExprKind::Local(binding) = program.body(call.body).expr(holder) else { return None };
        let of = program.peel(program.types(call.body).binding(*binding));
        match program.uses(call.body).source(*binding) {
            BindSource::Param(0) if matches!((place, of), (Some(Place::Field(adt, _)), Ty::Adt(of, _)) if of == adt) => {
                place
            }
            BindSource::Value(value, _) => {
                let here = ExprRef { body: call.body, expr: value };
                let made = match program.callee_of(here) {
                    Some(Callee::Fn(function)) => program.defs.fns[*function].item.receiver.is_none(),
                    // `Worker::default()`, which is derived; `Arc::new(Worker::new())`
                    callee => match program.expr(here) {
                        ExprKind::Struct { .. } => true,
                        ExprKind::Call { .. } => {
                            let is_clone =
                                matches!(callee, Some(Callee::Api(api)) if program.apis.row(*api).name == "clone");
                            let ty = program.ty(here);
                            !is_clone && (matches!(ty, Ty::Adt(..)) || program.role(ty) == Some(Role::Pointer))
                        }
                        _ => false,
                    },
                };
                let kept = || match self.place_at(ExprRef { body: call.body, expr: holder }) {
                    place @ (Place::Field(..) | Place::Static(_)) => Some(place),
                    _ => None,
                };
                if made { Some(Place::Local(call.body, *binding)) } else { kept() }
            }
            BindSource::Param(_) => Some(Place::Local(call.body, *binding)),
            _ => None,
        }
    }

    /// Whether a loop's condition, or one between it and a place in it, asks how much a set holds.
    fn asks_size(&self, at: ExprRef, set: Place, within: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let asks = |cond: ExprId| {
            body.any(cond, |expr| {
                matches!(body.expr(expr), ExprKind::MethodCall { receiver, name, .. }
                    if matches!(name.as_str(), "len" | "is_empty") && self.place_at(ExprRef { body: at.body, expr: *receiver }) == set)
            })
        };
        let inside = program.uses(at.body).ancestors(at.expr).take_while(|&up| up != within);
        inside.chain([within]).any(|up| match body.expr(up) {
            ExprKind::While { cond, .. } | ExprKind::If { cond, .. } => {
                !body.span(*cond).contains(body.span(at.expr)) && asks(*cond)
            }
            _ => false,
        })
    }

    /// Calls of a function in code that counts.
    pub fn callers_of(&self, function: FnId) -> Vec<ExprRef> {
        let nothing = |_: &Ty| false;
        let skip = |body: BodyRef| self.skips(body);
        Tracker::new(self.program, self.index, &nothing, &skip).callers(function)
    }

    /// Where a variable is bound.
    pub fn binding_span(&self, body: BodyRef, binding: crate::ir::BindingId) -> Span {
        let local = self.program.body(body).binding(binding);
        Span::new(self.program.body(body).file, local.lo, local.hi)
    }
}

/// A loop over something that goes on while the program runs; streams may be as short as a list, but for those of a
/// connection.
fn is_long(program: &Program<'_>, found: &Loop) -> bool {
    matches!(found.ends.kind, EndKind::Loops | EndKind::Infinite)
        && (found.source.channel != ChannelKind::Stream || closing::reads_connection(program, &found.source))
}

fn find(model: &Model<'_, '_>) -> Vec<TaskSet> {
    let program = model.program;
    let mut sets: Vec<TaskSet> = Vec::new();
    for (number, task) in model.tasks.iter().enumerate() {
        let collected = task.events.iter().find_map(|event| match event.kind {
            EventKind::Collected(place) if event.depth == 0 => Some(place),
            _ => None,
        });
        let Some(place) = task.set.or(collected) else { continue };
        if let Some(set) = sets.iter_mut().find(|set| set.places.contains(&place)) {
            set.tasks.push(number);
            continue;
        }
        let Some(role) = set_role(program, &place_type(program, place)) else { continue };
        let set = follow(model, place, role);
        match sets.iter_mut().find(|one| one.places.iter().any(|place| set.places.contains(place))) {
            Some(one) => {
                one.tasks.push(number);
                one.open |= set.open;
                one.places.extend(set.places);
                one.events.extend(set.events);
                one.drains.extend(set.drains);
            }
            None => sets.push(TaskSet { tasks: vec![number], ..set }),
        }
    }
    sets
}

/// Type of what is kept in a place.
pub(super) fn place_type(program: &Program<'_>, place: Place) -> Ty {
    match place {
        Place::Local(body, binding) => program.types(body).binding(binding).clone(),
        Place::Field(adt, name) => program.declared_field(adt, name),
        Place::Static(id) => program.static_ty(id),
        Place::Unknown => Ty::Unknown,
    }
}

/// If a type is a set of tasks, perhaps behind pointers and locks, what kind.
fn set_role(program: &Program<'_>, ty: &Ty) -> Option<Role> {
    match ty {
        Ty::Api(path, args) => {
            let row = program.apis.type_(*path).map(|id| program.apis.ty(id))?;
            match row.role {
                Role::TaskSet | Role::Tracker => Some(row.role),
                // Futures that run while somebody asks for the next: a set of tasks if they are handles.
                Role::Collection if row.stream => args.iter().any(|arg| is_handle(program, arg)).then_some(row.role),
                Role::Pointer | Role::Lock | Role::Guard | Role::Option | Role::Cell => {
                    args.iter().find_map(|arg| set_role(program, arg))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_handle(program: &Program<'_>, ty: &Ty) -> bool {
    program.role(ty) == Some(Role::JoinHandle)
}

fn holds_set(program: &Program<'_>, ty: &Ty) -> bool {
    if set_role(program, ty).is_some() {
        return true;
    }
    match ty {
        Ty::Api(_, args) | Ty::Adt(_, args) | Ty::Tuple(args) => args.iter().any(|arg| holds_set(program, arg)),
        Ty::Slice(inner) => holds_set(program, inner),
        Ty::Future(future) => holds_set(program, &future.output),
        _ => false,
    }
}

fn follow(model: &Model<'_, '_>, place: Place, role: Role) -> TaskSet {
    let program = model.program;
    let mut set =
        TaskSet { places: Vec::new(), role, tasks: Vec::new(), events: Vec::new(), drains: Vec::new(), open: false };
    let mut todo = vec![place];
    while let Some(place) = todo.pop() {
        if !set.places.contains(&place) {
            set.places.push(place);
            origins(model, place, &mut todo, &mut set.open);
        }
        // A set of a hundred names is none that could be told anything about.
        if set.places.len() > 100 {
            set.open = true;
            break;
        }
    }
    let holds = |ty: &Ty| holds_set(program, ty);
    let skip = |body: BodyRef| model.skips(body);
    let mut tracker = Tracker::new(program, model.index, &holds, &skip);
    for &place in &set.places {
        tracker.place(place);
    }
    set.events = tracker.events;
    for event in &set.events {
        set.open |= matches!(event.kind, EventKind::Passed | EventKind::GivenBack | EventKind::Public(_));
        if let EventKind::Stored(place) | EventKind::Collected(place) = event.kind {
            set.open |= place == Place::Unknown || model.is_public_place(place);
        }
    }
    // `self.tasks = JoinSet::new()` lets all tasks of the old one go.
    let reset = set.places.iter().find_map(|&place| reset_of(model, place));
    set.events.extend(reset);
    set.drains = set.events.iter().copied().filter(|event| is_drain(program, event)).collect();
    set
}

fn is_drain(program: &Program<'_>, event: &Event) -> bool {
    match event.kind {
        EventKind::Awaited | EventKind::Verb(Verb::Join | Verb::Receive | Verb::Detach | Verb::Run) => true,
        // `shutdown` aborts all and waits for them; `abort_all` leaves them where they are.
        EventKind::Verb(Verb::Abort) => program.called_api(event.at).is_some_and(|row| row.is_async),
        _ => false,
    }
}

/// Places whose value may be the one in `place`.
fn origins(model: &Model<'_, '_>, place: Place, todo: &mut Vec<Place>, open: &mut bool) {
    let program = model.program;
    match place {
        Place::Unknown => *open = true,
        Place::Static(_) => {}
        Place::Local(body, binding) => match program.uses(body).source(binding) {
            BindSource::Param(position) => {
                let Some(function) = program.owner(body) else { return *open = true };
                let callers = model.callers_of(function);
                *open |= callers.is_empty() || program.is_public(function);
                for call in callers {
                    match program.argument(call, position) {
                        Some(given) => from_value(model, given, todo, open),
                        None => *open = true,
                    }
                }
            }
            BindSource::Value(value, pat) => match field_bound(program, body, value, pat, binding) {
                Some(field) => todo.push(field),
                None => from_value(model, ExprRef { body, expr: value }, todo, open),
            },
            // `let mut set;` that is set later, items of collections of sets, arguments of closures.
            _ => *open = true,
        },
        Place::Field(adt, name) => {
            *open |= model.is_public_place(place) || name.as_str().starts_with(|c: char| c.is_ascii_digit());
            // `self.project().pending`: whose field that is, the text does not say.
            *open |= model.index.fields(name).iter().any(|&at| {
                let ExprKind::Field { base, .. } = program.expr(at) else { return false };
                !model.skips(at.body) && program.peel(program.types(at.body).expr(*base)).is_unknown()
            });
            for &(literal, value) in model.index.literals(name) {
                if !model.skips(literal.body) && matches!(program.ty(literal), Ty::Adt(of, _) if *of == adt) {
                    from_value(model, ExprRef { body: literal.body, expr: value }, todo, open);
                }
            }
        }
    }
}

/// The place that a value comes from; what makes a new set comes from nowhere.
fn from_value(model: &Model<'_, '_>, at: ExprRef, todo: &mut Vec<Place>, open: &mut bool) {
    let program = model.program;
    let body = program.body(at.body);
    let mut expr = at.expr;
    for _ in 0..32 {
        match body.expr(expr) {
            ExprKind::Local(_) | ExprKind::Field { .. } | ExprKind::Path(_) => {
                let place = model.place_at(ExprRef { body: at.body, expr });
                return match place {
                    Place::Unknown => *open = true,
                    place => todo.push(place),
                };
            }
            ExprKind::Ref(inner) | ExprKind::Await(inner) | ExprKind::Try(inner) => expr = *inner,
            ExprKind::Unary { operand, .. } => expr = *operand,
            ExprKind::MethodCall { receiver, .. } => match program.callee(ExprRef { body: at.body, expr }) {
                // `clone`, `lock`, `unwrap`, `take`: what it is called on.
                Callee::Api(_) => expr = *receiver,
                _ => return *open = true,
            },
            ExprKind::Call { args, .. } => {
                let call = ExprRef { body: at.body, expr };
                match (program.callee(call), args.first()) {
                    // `JoinSet::new()`
                    (Callee::Api(_), None) => return,
                    // `Arc::new(set)`, `Arc::clone(&set)`, `mem::take(&mut set)`
                    (Callee::Api(_) | Callee::Wrap, Some(first)) => expr = *first,
                    _ => return *open = true,
                }
            }
            ExprKind::Lit(_) => return,
            _ => return *open = true,
        }
    }
    *open = true;
}

/// Where a field is set anew, as an event.
fn reset_of(model: &Model<'_, '_>, place: Place) -> Option<Event> {
    let program = model.program;
    let assigned = |at: ExprRef| {
        let body = program.body(at.body);
        match program.uses(at.body).parent(at.expr) {
            Parent::Expr(parent) | Parent::Stmt(parent, _) => {
                matches!(body.expr(parent), ExprKind::Assign { place, .. } if *place == at.expr)
            }
            _ => false,
        }
    };
    let at = match place {
        Place::Local(body, binding) => {
            program.uses(body).of(binding).iter().map(|&expr| ExprRef { body, expr }).find(|&at| assigned(at))
        }
        Place::Field(_, name) => model
            .index
            .fields(name)
            .iter()
            .copied()
            .find(|&at| !model.skips(at.body) && assigned(at) && model.place_at(at) == place),
        _ => None,
    }?;
    let span = program.body(at.body).span(at.expr);
    Some(Event { kind: EventKind::Verb(Verb::Detach), span, at, depth: 0, in_drop: false })
}
