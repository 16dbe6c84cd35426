//! What tasks reach each other through that has no pair of ends: notifiers, barriers, queues, timers, the mailboxes of
//! actors. Only the map lists them; whoever holds such a value can do what its methods do, so a place that stores it is
//! on both sides.

use super::graph::{Ends, Holder, HolderKind, held};
use super::runners::Runners;
use super::{Model, Task, callee_span};
use crate::apis::{MeetingOf, Role, last_segment};
use crate::flow::{Event, EventKind, Place, Tracker};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Program, Ty};
use crate::source::{Name, Span};

/// Such a value.
#[derive(Debug)]
pub struct Meeting {
    /// The constructor's path.
    pub span: Span,
    /// The constructor as written.
    pub api: String,
    /// Whether it has a limit.
    pub bounded: bool,
    /// How many it holds, as written.
    pub capacity: Option<String>,
    /// Who puts something in, and who takes it out.
    pub ends: Ends,
    /// The start of the actor whose mailbox it is.
    pub actor: Option<ExprRef>,
}

impl Model<'_, '_> {
    /// All of them, in order of their places; test code left out.
    pub fn meetings(&self) -> &[Meeting] {
        self.meetings.get_or_init(|| find(self))
    }
}

fn find(model: &Model<'_, '_>) -> Vec<Meeting> {
    let program = model.program;
    let mut names: Vec<Name> = Vec::new();
    for path in program.apis.meetings() {
        let name = Name::from(last_segment(path.as_str()));
        if model.may_use(path) && !names.contains(&name) {
            names.push(name);
        }
    }
    let runs = Runners::tasks(model);
    let mut found: Vec<Meeting> = names
        .into_iter()
        .flat_map(|name| model.index.calls(name))
        .filter(|at| !model.skips(at.body))
        .filter_map(|at| Some(meeting(model, at, made(program, at)?, &runs)))
        .collect();
    let path = |one: &Meeting| program.workspace.sources.get(one.span.file).path.clone();
    found.sort_by_cached_key(|one| (path(one), one.span.lo));
    found
}

/// What the catalog says of a constructor that is called.
fn made<'p>(program: &Program<'p>, at: ExprRef) -> Option<&'p MeetingOf> {
    let apis: &'p crate::apis::Apis = program.apis;
    match program.callee_of(at)? {
        Callee::Api(api) => apis.meeting(apis.row(*api).path),
        Callee::Foreign(path) => apis.meeting(*path),
        _ => None,
    }
}

fn meeting(model: &Model<'_, '_>, at: ExprRef, row: &MeetingOf, runs: &Runners<'_, '_, '_, usize>) -> Meeting {
    let program = model.program;
    let span = callee_span(program, at);
    let text = |span: Span| super::on_one_line(program.workspace.sources.text(span));
    let capacity = match row.capacity_arg {
        Some(position) => {
            program.argument(at, u32::from(position)).map(|arg| text(program.body(arg.body).span(arg.expr)))
        }
        None => row.capacity.map(|capacity| capacity.as_str().to_owned()),
    };
    let start = if row.mailbox { start_with(model, at) } else { None };
    let ends = match start {
        Some(start) => mailbox_ends(model, start, runs),
        None if row.mailbox => Ends::default(),
        None => value_ends(model, at, row, runs),
    };
    let api = program.workspace.sources.text(span).to_owned();
    Meeting { span, api, bounded: !row.unbounded, capacity, ends, actor: start.map(|start| start.at) }
}

/// Who holds the value, on the side of the methods that he calls.
fn value_ends(model: &Model<'_, '_>, at: ExprRef, row: &MeetingOf, runs: &Runners<'_, '_, '_, usize>) -> Ends {
    let program = model.program;
    let Ty::Api(path, _) = program.peel(program.ty(at)) else { return Ends::default() };
    let holds = |ty: &Ty| holds_a(&|ty| ty.api_path() == Some(path), ty, 0);
    let events = followed(model, at, &holds);
    let mut ends = Ends::default();
    let name = bound_name(program, at, &holds);
    for holder in name.into_iter().map(|(body, binding)| local(program, body, binding)) {
        ends.add(Role::Sender, holder.clone());
        ends.add(Role::Receiver, holder);
    }
    let own = name.map(|(body, _)| body);
    for event in &events {
        let method = method_on(program, event.at);
        let named = |names: &[Name]| method.is_some_and(|method| names.contains(&method));
        let neither = !named(&row.sends) && !named(&row.takes);
        for (_, holder) in held(model, event, Role::Sender, own, runs) {
            if named(&row.sends) || neither {
                ends.add(Role::Sender, holder.clone());
            }
            if named(&row.takes) || neither {
                ends.add(Role::Receiver, holder);
            }
        }
    }
    // A timer: nobody sends.
    if row.sends.is_empty() {
        ends.senders.clear();
    }
    ends
}

/// The start of the actor that a mailbox is made by, or given to: `spawn(actor, Mailbox::bounded(8))`.
fn start_with<'m>(model: &'m Model<'_, '_>, at: ExprRef) -> Option<&'m Task> {
    let given = |call: ExprRef| (0..4).any(|position| model.program.argument(call, position) == Some(at));
    model.actor_starts().iter().find(|task| task.at == at || given(task.at))
}

/// The method that an event is about: the call itself, or that on the value.
fn method_on(program: &Program<'_>, at: ExprRef) -> Option<Name> {
    let body = program.body(at.body);
    if let ExprKind::MethodCall { name, .. } = body.expr(at.expr) {
        return Some(*name);
    }
    match body.expr(program.uses(at.body).parent_expr(at.expr)?) {
        ExprKind::MethodCall { name, receiver, .. } if *receiver == at.expr => Some(*name),
        _ => None,
    }
}

/// Who holds a reference to the actor, and the actor itself.
fn mailbox_ends(model: &Model<'_, '_>, start: &Task, runs: &Runners<'_, '_, '_, usize>) -> Ends {
    let program = model.program;
    let mut ends = Ends::default();
    let is_ref = |ty: &Ty| program.role(ty) == Some(Role::ActorRef);
    let holds = |ty: &Ty| holds_a(&is_ref, ty, 0);
    let events = followed(model, start.at, &holds);
    let name = bound_name(program, start.at, &holds);
    for holder in name.into_iter().map(|(body, binding)| local(program, body, binding)) {
        ends.add(Role::Sender, holder);
    }
    let own = name.map(|(body, _)| body);
    for event in &events {
        for (_, holder) in held(model, event, Role::Sender, own, runs) {
            ends.add(Role::Sender, holder);
        }
    }
    let actor = match &start.work {
        Ty::Adt(adt, _) => program.defs.adts[*adt].name.as_str().to_owned(),
        _ => String::new(),
    };
    let kind = HolderKind::Task;
    ends.add(Role::Receiver, Holder { kind, name: actor, span: start.span, place: None, task: None });
    ends
}

/// Whether a type is one of these, or holds one.
fn holds_a(is_it: &dyn Fn(&Ty) -> bool, ty: &Ty, depth: u8) -> bool {
    let parts = |parts: &[Ty]| parts.iter().any(|part| holds_a(is_it, part, depth + 1));
    match ty {
        _ if depth > 5 => false,
        _ if is_it(ty) => true,
        Ty::Api(_, args) | Ty::Tuple(args) | Ty::Adt(_, args) => parts(args),
        Ty::Slice(inner) => parts(std::slice::from_ref(inner)),
        Ty::Future(future) => parts(std::slice::from_ref(&future.output)),
        _ => false,
    }
}

fn followed(model: &Model<'_, '_>, at: ExprRef, holds: &dyn Fn(&Ty) -> bool) -> Vec<Event> {
    let skip = |body: BodyRef| model.skips(body);
    let mut tracker = Tracker::new(model.program, model.index, holds, &skip);
    tracker.value(at);
    tracker.events.retain(|event| !matches!(event.kind, EventKind::Dropped | EventKind::DroppedOnPurpose));
    tracker.events
}

/// The variable that the value is bound to, through what wraps it: `let ready = Arc::new(Notify::new());`.
fn bound_name(program: &Program<'_>, at: ExprRef, holds: &dyn Fn(&Ty) -> bool) -> Option<(BodyRef, BindingId)> {
    let body = program.body(at.body);
    let types = program.types(at.body);
    let passes = |up: ExprId, _| {
        matches!(
            body.expr(up),
            ExprKind::Call { .. } | ExprKind::Try(_) | ExprKind::Await(_) | ExprKind::MethodCall { .. }
        )
    };
    let (block, index) = program.uses(at.body).let_above(at.expr, &passes)?;
    let mut first = None;
    body.bindings_of(body.let_pat(block, index)?, &mut |binding, _| {
        if first.is_none() && holds(types.binding(binding)) {
            first = Some(binding);
        }
    });
    first.map(|binding| (at.body, binding))
}

fn local(program: &Program<'_>, body: BodyRef, binding: BindingId) -> Holder {
    let text = program.body(body);
    let bound = text.binding(binding);
    Holder {
        kind: HolderKind::Local,
        name: bound.name.as_str().to_owned(),
        span: Span::new(text.file, bound.lo, bound.hi),
        place: Some(Place::Local(body, binding)),
        task: None,
    }
}
