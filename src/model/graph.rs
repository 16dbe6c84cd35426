//! The channel graph: who holds which end of which channel, and each place that sends or receives.
//!
//! Made when a rule or the map asks for it. An end that cannot be followed further is not listed as held; a send
//! whose channel is not known has no channel, and is never given to a channel of the same type.

use super::runners::Runners;
use super::{Channel, Model};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{Event, EventKind, Place};
use crate::ir::ExprKind;
use crate::resolve::{BodyRef, ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// All channels with their holders, all sends and receives.
#[derive(Debug, Default)]
pub struct ChannelGraph {
    /// Who holds the ends, for each of [`Model::channels`] in the same order.
    pub ends: Vec<Ends>,
    /// All sends, in order of their places.
    pub sends: Vec<Op>,
    /// All receives, in order of their places.
    pub receives: Vec<Op>,
}

impl ChannelGraph {
    /// The sends of one channel.
    pub fn sends_of(&self, channel: usize) -> impl Iterator<Item = &Op> {
        self.sends.iter().filter(move |op| op.channels.contains(&channel))
    }

    /// The receives of one channel.
    pub fn receives_of(&self, channel: usize) -> impl Iterator<Item = &Op> {
        self.receives.iter().filter(move |op| op.channels.contains(&channel))
    }

    /// The send or receive at an expression.
    pub fn op(&self, at: ExprRef) -> Option<&Op> {
        self.sends.iter().chain(&self.receives).find(|op| op.at == at)
    }
}

/// The two sides of a channel.
#[derive(Debug, Default)]
pub struct Ends {
    /// Who holds sending ends.
    pub senders: Vec<Holder>,
    /// Who holds receiving ends.
    pub receivers: Vec<Holder>,
}

/// Somebody who holds an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// What kind of place that is.
    pub kind: HolderKind,
    /// Its name: of the variable, field, static, function; for a task that of what it calls the end.
    pub name: String,
    /// Where the end comes to it.
    pub span: Span,
    /// The place, where it is one.
    pub place: Option<Place>,
    /// The task (index into [`Model::tasks`]) that it is in.
    pub task: Option<usize>,
}

/// Kinds of places that hold an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderKind {
    /// A variable of the function that makes the channel.
    Local,
    /// A task that took it along.
    Task,
    /// A field of a type.
    Field,
    /// A static.
    Static,
    /// A closure.
    Closure,
    /// A parameter of a function.
    Argument,
    /// What a function gives back.
    Return,
    /// Something that is not known.
    Unknown,
}

/// One send or receive.
#[derive(Clone, Debug)]
pub struct Op {
    /// The call.
    pub at: ExprRef,
    /// Where it is pointed at: the method's name.
    pub span: Span,
    /// Channels (indices into [`Model::channels`]) that it may be of: none if that is not known, several where a
    /// field or parameter holds ends of several.
    pub channels: Vec<usize>,
    /// The kind that its type says.
    pub kind: ChannelKind,
    /// How it waits.
    pub how: How,
    /// Tasks (indices into [`Model::tasks`]) whose code it is, through functions that they call.
    pub tasks: Vec<usize>,
    /// The innermost waiting loop (index into [`Model::loops`]) around it, in the same function.
    pub in_loop: Option<usize>,
}

impl Op {
    /// The channel, if it is but one.
    pub fn channel(&self) -> Option<usize> {
        match self.channels[..] {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// How a send or receive waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It gives a future.
    Awaits,
    /// It parks its thread.
    Blocks,
    /// It is done at once, whether it succeeds or not (`try_recv`, an unbounded `send`).
    AtOnce,
}

pub(super) fn build(model: &Model<'_, '_>) -> ChannelGraph {
    let runs = Runners::tasks(model);
    let mut reached: FxHashMap<ExprRef, Vec<usize>> = FxHashMap::default();
    let mut ends = Vec::new();
    let wrappers: FxHashSet<FnId> = model.channels.iter().filter_map(|channel| channel.wrapper).collect();
    for (index, channel) in model.channels.iter().enumerate() {
        // What callers do with the ends that a function makes for them is listed there.
        let within = model.program.owner(channel.at.body).filter(|function| wrappers.contains(function));
        ends.push(holders(model, channel, within, &runs));
        for event in events(channel) {
            if matches!(event.kind, EventKind::Verb(Verb::Send | Verb::Receive)) {
                let channels = reached.entry(event.at).or_default();
                if !channels.contains(&index) {
                    channels.push(index);
                }
            }
        }
    }
    // A function that makes channels for its callers: the caller's channel is the one that is meant.
    let made_in: Vec<Option<FnId>> =
        model.channels.iter().map(|channel| model.program.owner(channel.at.body)).collect();
    for channels in reached.values_mut() {
        let wrappers: Vec<FnId> = channels.iter().filter_map(|&index| model.channels[index].wrapper).collect();
        channels.retain(|&index| made_in[index].is_none_or(|function| !wrappers.contains(&function)));
        channels.sort_unstable();
    }
    let mut loops: FxHashMap<ExprRef, usize> = FxHashMap::default();
    loops.extend(model.loops.iter().enumerate().map(|(index, found)| (found.at, index)));
    let mut graph = ChannelGraph { ends, ..ChannelGraph::default() };
    let mut sites: Vec<ExprRef> = sites(model);
    sites.extend(reached.keys());
    sites.sort_unstable();
    sites.dedup();
    for at in sites {
        let Some(row) = model.program.called_api(at) else { continue };
        if !matches!(row.verb, Verb::Send | Verb::Receive) || row.channel.is_none() {
            continue;
        }
        let how = match () {
            () if row.is_async => How::Awaits,
            () if row.blocking => How::Blocks,
            () => How::AtOnce,
        };
        let in_loop = model
            .program
            .uses(at.body)
            .ancestors(at.expr)
            .find_map(|up| loops.get(&ExprRef { body: at.body, expr: up }).copied());
        let op = Op {
            at,
            span: model.callee_span(at),
            channels: reached.remove(&at).unwrap_or_default(),
            kind: model.ends.source(at).map_or(row.channel.unwrap_or(ChannelKind::Other), |source| source.channel),
            how,
            tasks: runs.of(at),
            in_loop,
        };
        if row.verb == Verb::Send { graph.sends.push(op) } else { graph.receives.push(op) }
    }
    let key = |op: &Op| (model.program.workspace.sources.get(op.span.file).path.clone(), op.span.lo);
    graph.sends.sort_by_cached_key(key);
    graph.receives.sort_by_cached_key(key);
    graph
}

fn events(channel: &Channel) -> impl Iterator<Item = &Event> {
    channel.senders.iter().chain(&channel.receivers).flat_map(|end| &end.events)
}

/// Calls with the name of a function that sends or receives. Of names that iterators share only those that are
/// awaited, selected or given to something.
fn sites(model: &Model<'_, '_>) -> Vec<ExprRef> {
    let program = model.program;
    let names = program.apis.names_of(|row| matches!(row.verb, Verb::Send | Verb::Receive) && row.channel.is_some());
    let mut found = Vec::new();
    for name in names {
        let shared = matches!(name.as_str(), "next" | "for_each" | "try_for_each" | "try_next" | "iter");
        found.extend(model.index.calls(name).filter(|&at| {
            !model.skips(at.body)
                && (!shared
                    || program.uses(at.body).parent_expr(at.expr).is_some_and(|up| {
                        matches!(program.body(at.body).expr(up), ExprKind::Await(_) | ExprKind::Select { .. })
                    }))
        }));
    }
    found
}

/// Who holds the ends of a channel.
fn holders(model: &Model<'_, '_>, channel: &Channel, within: Option<FnId>, runs: &Runners<'_, '_, '_, usize>) -> Ends {
    let mut ends = Ends::default();
    for (first, side) in [(Role::Sender, &channel.senders), (Role::Receiver, &channel.receivers)] {
        for end in side {
            let holder = Holder {
                kind: HolderKind::Local,
                name: end.name.clone(),
                span: end.span,
                place: end.local.map(|(body, binding)| Place::Local(body, binding)),
                task: None,
            };
            if end.local.is_some() {
                ends.side(first).push(holder);
            }
            let own = end.local.map(|(body, _)| body);
            let here = |event: &&Event| within.is_none() || model.program.owner(event.at.body) == within;
            for event in end.events.iter().filter(here) {
                for (role, holder) in held(model, event, first, own, runs) {
                    ends.add(role, holder);
                }
            }
        }
    }
    ends
}

impl Ends {
    /// Lists a holder, once.
    pub(super) fn add(&mut self, role: Role, holder: Holder) {
        let same = |one: &Holder| {
            one.kind == holder.kind
                && one.task == holder.task
                && match holder.place {
                    Some(place) => one.place == Some(place),
                    None => one.name == holder.name,
                }
        };
        let side = self.side(role);
        if !side.iter().any(same) {
            side.push(holder);
        }
    }

    fn side(&mut self, role: Role) -> &mut Vec<Holder> {
        if role == Role::Receiver { &mut self.receivers } else { &mut self.senders }
    }
}

/// Who holds an end after an event. `first` is what the followed value was to begin with: a sender may give
/// receivers.
pub(super) fn held(
    model: &Model<'_, '_>,
    event: &Event,
    first: Role,
    own: Option<BodyRef>,
    runs: &Runners<'_, '_, '_, usize>,
) -> Vec<(Role, Holder)> {
    let program = model.program;
    let mut found = Vec::new();
    let value = match event.kind {
        // The call: what is asked is the receiver.
        EventKind::Verb(_) => match program.expr(event.at) {
            ExprKind::MethodCall { receiver, .. } => ExprRef { body: event.at.body, expr: *receiver },
            _ => event.at,
        },
        _ => event.at,
    };
    let role = role_of(model, program.ty(value), 0).unwrap_or(first);
    let name = name_of(model, value);
    // Code of a task, or of a closure, that uses it.
    if let Some(task) = runs.own(event.at) {
        found.push((
            role,
            Holder { kind: HolderKind::Task, name: name.clone(), span: event.span, place: None, task: Some(task) },
        ));
    } else if own == Some(event.at.body)
        && let Some(closure) = program
            .uses(event.at.body)
            .ancestors(event.at.expr)
            .find(|&up| matches!(program.body(event.at.body).expr(up), ExprKind::Closure { .. }))
    {
        let span = program.body(event.at.body).span(closure);
        let holder = Holder { kind: HolderKind::Closure, name: name.clone(), span, place: None, task: None };
        found.push((role, holder));
    }
    let (kind, place, name) = match event.kind {
        EventKind::Stored(place) | EventKind::Collected(place) => match place {
            Place::Field(..) => (HolderKind::Field, Some(place), model.named_place(place).map(|(name, _)| name)),
            Place::Static(_) => (HolderKind::Static, Some(place), model.named_place(place).map(|(name, _)| name)),
            Place::Local(..) | Place::Unknown => return found,
        },
        EventKind::Given(function) => (HolderKind::Argument, None, Some(program.defs.path_of(function))),
        EventKind::Returned(function) => (HolderKind::Return, None, Some(program.defs.path_of(function))),
        EventKind::Passed => (HolderKind::Unknown, None, Some(name)),
        _ => return found,
    };
    found.push((
        role,
        Holder { kind, name: name.unwrap_or_default(), span: event.span, place, task: runs.own(event.at) },
    ));
    found
}

fn name_of(model: &Model<'_, '_>, at: ExprRef) -> String {
    let body = model.program.body(at.body);
    let mut expr = at.expr;
    loop {
        match body.expr(expr) {
            ExprKind::Local(binding) => return body.binding(*binding).name.as_str().to_owned(),
            ExprKind::Field { name, .. } => return name.as_str().to_owned(),
            ExprKind::MethodCall { receiver, .. } => expr = *receiver,
            ExprKind::Ref(inner) | ExprKind::Try(inner) | ExprKind::Await(inner) => expr = *inner,
            _ => return String::new(),
        }
    }
}

/// Whether a type is, or holds, an end of a channel, and which.
pub(super) fn role_of(model: &Model<'_, '_>, ty: &Ty, depth: u8) -> Option<Role> {
    let program = model.program;
    if depth > 4 {
        return None;
    }
    if let Some(role @ (Role::Sender | Role::Receiver)) = program.role(ty) {
        return Some(role);
    }
    match ty {
        Ty::Api(_, args) => args.iter().find_map(|arg| role_of(model, arg, depth + 1)),
        _ => None,
    }
}
