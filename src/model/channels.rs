//! Channels: where they are made, how much they hold, where their ends go.

mod chosen;

use super::{Model, callee_span};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{Event, Parent, Tracker};
use crate::ir::{BindingId, ExprId, ExprKind, Lit, PatId, PatKind, TypeRef};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Namespace, Program, Ty};
use crate::source::{Name, Span};
use chosen::Choice;
use rustc_hash::{FxHashMap, FxHashSet};

/// A channel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The constructor call.
    pub at: ExprRef,
    /// The callee's path.
    pub span: Span,
    /// The callee as written.
    pub api: String,
    /// What kind.
    pub kind: ChannelKind,
    /// Whether it has a limit.
    pub bounded: bool,
    /// The limit as written.
    pub capacity: Option<String>,
    /// Sending ends.
    pub senders: Vec<End>,
    /// Receiving ends.
    pub receivers: Vec<End>,
    /// Made by a function of the workspace.
    pub wrapper: Option<FnId>,
}

/// One end of a channel, as it is first bound.
#[derive(Clone, Debug)]
pub struct End {
    /// Its name.
    pub name: String,
    /// Where it is bound.
    pub span: Span,
    /// The variable, where it is one.
    pub local: Option<(BodyRef, BindingId)>,
    /// What becomes of it and of its clones.
    pub events: Vec<Event>,
}

impl Channel {
    /// Whether a wait takes messages of this channel.
    pub fn is_received_at(&self, wait: ExprRef) -> bool {
        self.receivers.iter().flat_map(|end| &end.events).any(|event| event.at == wait)
    }
}

struct Site {
    at: ExprRef,
    kind: ChannelKind,
    bounded: Bound,
    wrapper: Option<FnId>,
}

#[derive(Clone, Debug)]
enum Bound {
    No,
    /// The capacity is this argument.
    Arg(u8),
    Fixed(Name),
    /// It has a limit that is not an argument.
    Inside(String),
    /// Unbounded for 0 in this argument, and whenever that is not a number in the text.
    Either(u8),
    /// The variant that an argument is chooses.
    Chosen(Choice),
}

pub(super) fn find(model: &Model<'_, '_>) -> Vec<Channel> {
    let program = model.program;
    let mut sites = Vec::new();
    let mut seen = FxHashSet::default();
    let names = program.apis.names_of(|row| row.verb == Verb::Channel);
    for name in names {
        sites.extend(model.index.paths(name).iter().filter_map(|&at| made_for(model, at)));
        for at in model.index.calls(name) {
            if model.skips(at.body) {
                continue;
            }
            let Some(row) = program.called_api(at) else { continue };
            if row.verb != Verb::Channel || !seen.insert(at) {
                continue;
            }
            let bounded = match (row.bounded, row.capacity_arg, row.capacity) {
                (Some(false) | None, _, _) => Bound::No,
                (Some(true), Some(position), _) => Bound::Arg(position),
                (Some(true), None, Some(capacity)) => Bound::Fixed(capacity),
                (Some(true), None, None) => Bound::Inside(String::new()),
            };
            sites.push(Site { at, kind: row.channel.unwrap_or(ChannelKind::Other), bounded, wrapper: None });
        }
    }
    // `let (tx, rx) = channels::unbounded();` of a crate that the catalog does not know: the name says whether it has
    // a limit, the pattern that it is a channel.
    for (name, bounded) in [("unbounded", Bound::No), ("tracing_unbounded", Bound::No), ("bounded", Bound::Arg(0))] {
        for at in model.index.calls(Name::from(name)) {
            if model.skips(at.body) || seen.contains(&at) || !matches!(program.callee(at), Callee::Foreign(_)) {
                continue;
            }
            if binds_pair(program, at) && seen.insert(at) {
                sites.push(Site { at, kind: ChannelKind::Other, bounded: bounded.clone(), wrapper: None });
            }
        }
    }
    add_wrappers(model, &mut sites, &mut seen);
    let mut channels: Vec<Channel> = sites.into_iter().map(|site| channel(model, site)).collect();
    channels.sort_by(|a, b| {
        let key = |channel: &Channel| (program.workspace.sources.get(channel.span.file).path.clone(), channel.span.lo);
        key(a).cmp(&key(b))
    });
    channels
}

/// `LazyLock::new(flume::unbounded)`: a constructor that somebody else calls.
fn made_for(model: &Model<'_, '_>, at: ExprRef) -> Option<Site> {
    let program = model.program;
    if model.skips(at.body) {
        return None;
    }
    let ExprKind::Path(path) = program.expr(at) else { return None };
    let up = program.uses(at.body).parent_expr(at.expr)?;
    let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = program.body(at.body).expr(up) else {
        return None;
    };
    if !args.contains(&at.expr) || !matches!(program.callee(ExprRef { body: at.body, expr: up }), Callee::Api(_)) {
        return None;
    }
    let named = program.resolve(program.scope(at.body), path, Namespace::Values);
    let row = program.apis.row(program.apis.fn_(named.external(program)?)?);
    let bounded = match row.capacity {
        _ if row.verb != Verb::Channel || row.capacity_arg.is_some() => return None,
        Some(capacity) if row.bounded == Some(true) => Bound::Fixed(capacity),
        _ => Bound::No,
    };
    Some(Site { at, kind: row.channel.unwrap_or(ChannelKind::Other), bounded, wrapper: None })
}

/// Whether a call's value is bound as `(a, b)`.
fn binds_pair(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let Parent::Let(block, index) = program.uses(at.body).parent(at.expr) else { return false };
    let pat = body.let_pat(block, index).map(|pat| body.pat(pat));
    matches!(pat, Some(PatKind::Tuple(parts)) if parts.len() == 2)
}

/// Functions of the workspace that give both ends of a channel that they make.
fn add_wrappers(model: &Model<'_, '_>, sites: &mut Vec<Site>, seen: &mut FxHashSet<ExprRef>) {
    let program = model.program;
    let mut wrappers: FxHashMap<FnId, ()> = FxHashMap::default();
    let mut at = 0;
    while at < sites.len() {
        let site = &sites[at];
        at += 1;
        let Some(function) = program.owner(site.at.body) else { continue };
        if !gives_both_ends(program, function) || wrappers.insert(function, ()).is_some() {
            continue;
        }
        if gives_ends_of_two(program, function, sites) {
            continue;
        }
        let def = &program.defs.fns[function];
        let bounded = match &site.bounded {
            Bound::Arg(position) => match capacity_param(program, site.at, *position, function) {
                Some(position) => Bound::Arg(position),
                None => Bound::Inside(capacity_text(program, site.at, *position).unwrap_or_default()),
            },
            Bound::Chosen(choice) => match (choice.at(program, site.at), choice.given_on(program, site.at)) {
                (Some(true), _) => Bound::Inside(String::new()),
                (None, Some(choice)) => Bound::Chosen(choice),
                _ => Bound::No,
            },
            other => other.clone(),
        };
        let kind = site.kind;
        // `if size == 0 { unbounded() } else { bounded(size) }`
        let unbounded_too = sites
            .iter()
            .any(|other| matches!(other.bounded, Bound::No) && program.owner(other.at.body) == Some(function))
            && sites
                .iter()
                .any(|other| !matches!(other.bounded, Bound::No) && program.owner(other.at.body) == Some(function));
        let bounded = match unbounded_too.then(|| chosen::of(program, function, &limits_in(&sites[..]))) {
            Some(Some(choice)) => Bound::Chosen(choice),
            Some(None) => Bound::Either(first_param(&sites[..], program, function)),
            None => bounded,
        };
        for call in model.index.calls(def.name) {
            if model.skips(call.body) {
                continue;
            }
            if *program.callee(call) == Callee::Fn(function) && seen.insert(call) {
                sites.push(Site { at: call, kind, bounded: bounded.clone(), wrapper: Some(function) });
            }
        }
    }
}

/// Whether a function's result is a pair of which one part sends and the other receives, and not lent:
/// `fn bus() -> &'static (Sender<Event>, Receiver<Event>)` makes no channel for its callers.
fn gives_both_ends(program: &Program<'_>, function: FnId) -> bool {
    if matches!(program.defs.fns[function].item.ret, Some(TypeRef::Ref(_))) {
        return false;
    }
    let sig = program.sig(function);
    let Ty::Tuple(parts) = &sig.output else { return false };
    let [first, second] = &parts[..] else { return false };
    let ends = |ty: &Ty| (holds_role(program, ty, Role::Sender, 0), holds_role(program, ty, Role::Receiver, 0));
    matches!((ends(first), ends(second)), ((true, _), (_, true)) | ((_, true), (true, _)))
}

/// Whether the pair that a function gives is of two channels, one for each way: messages of different types, or ends
/// that were bound by different calls.
fn gives_ends_of_two(program: &Program<'_>, function: FnId, sites: &[Site]) -> bool {
    let Ty::Tuple(parts) = &program.sig(function).output else { return false };
    let messages = |role: Role| parts.iter().find_map(|part| message_of(program, part, role, 0));
    if let (Some(sent), Some(received)) = (messages(Role::Sender), messages(Role::Receiver))
        && are_different(&sent, &received)
    {
        return true;
    }
    let Some(at) = program.defs.fns[function].body else { return false };
    let body = program.body(at);
    let ExprKind::Block { tail: Some(tail), .. } = body.expr(body.root) else { return false };
    let ExprKind::Tuple(elems) = body.expr(*tail) else { return false };
    let made_by = |part: ExprId| {
        let mut found: Vec<ExprId> = Vec::new();
        body.walk(part, &mut |_| false, &mut |expr| {
            if let ExprKind::Local(binding) = body.expr(expr)
                && let crate::flow::BindSource::Value(value, _) = program.uses(at).source(*binding)
                && sites.iter().any(|site| site.at == ExprRef { body: at, expr: value })
            {
                found.push(value);
            }
        });
        found
    };
    let [first, second] = &elems[..] else { return false };
    let (first, second) = (made_by(*first), made_by(*second));
    !first.is_empty() && !second.is_empty() && first.iter().all(|site| !second.contains(site))
}

/// What an end in a type carries.
fn message_of(program: &Program<'_>, ty: &Ty, role: Role, depth: u8) -> Option<Ty> {
    if depth > 3 {
        return None;
    }
    match ty {
        Ty::Api(_, args) if program.role(ty) == Some(role) => args.first().cloned(),
        Ty::Api(_, args) | Ty::Tuple(args) => args.iter().find_map(|arg| message_of(program, arg, role, depth + 1)),
        Ty::Adt(adt, _) => program.all_fields(*adt).iter().find_map(|ty| message_of(program, ty, role, depth + 1)),
        _ => None,
    }
}

/// Whether two types are surely not one: where both are named to the last.
fn are_different(one: &Ty, other: &Ty) -> bool {
    match (one, other) {
        (Ty::Prim(one), Ty::Prim(other)) => one != other,
        (Ty::Adt(one, _), Ty::Adt(other, _)) => one != other,
        (Ty::Api(one, args), Ty::Api(other, others)) => {
            one != other || args.iter().zip(others.iter()).any(|(one, other)| are_different(one, other))
        }
        (Ty::Adt(..) | Ty::Prim(_), Ty::Api(..)) | (Ty::Api(..), Ty::Adt(..) | Ty::Prim(_)) => true,
        (Ty::Adt(..), Ty::Prim(_)) | (Ty::Prim(_), Ty::Adt(..)) => true,
        (Ty::Tuple(one), Ty::Tuple(other)) => {
            one.len() != other.len() || one.iter().zip(other.iter()).any(|(one, other)| are_different(one, other))
        }
        _ => false,
    }
}

/// Whether such a function's pair has the receiving end in front: `fn new() -> (Self, Sender<Command>)`.
fn receives_first(program: &Program<'_>, function: FnId) -> bool {
    let Ty::Tuple(parts) = &program.sig(function).output else { return false };
    let [first, second] = &parts[..] else { return false };
    let only =
        |ty: &Ty, role: Role, other: Role| holds_role(program, ty, role, 0) && !holds_role(program, ty, other, 0);
    // A type that has both ends may be either; the other part then says which.
    only(first, Role::Receiver, Role::Sender) || only(second, Role::Sender, Role::Receiver)
}

fn holds_role(program: &Program<'_>, ty: &Ty, role: Role, depth: u8) -> bool {
    if depth > 3 {
        return false;
    }
    match ty {
        Ty::Api(path, args) => {
            program.apis.type_(*path).is_some_and(|id| program.apis.ty(id).role == role)
                || args.iter().any(|arg| holds_role(program, arg, role, depth + 1))
        }
        Ty::Adt(adt, _) => program.all_fields(*adt).iter().any(|ty| holds_role(program, ty, role, depth + 1)),
        Ty::Tuple(args) => args.iter().any(|arg| holds_role(program, arg, role, depth + 1)),
        _ => false,
    }
}

/// The constructors that are known, each with whether it sets a limit.
fn limits_in(sites: &[Site]) -> Vec<(ExprRef, bool)> {
    sites.iter().map(|site| (site.at, !matches!(site.bounded, Bound::No))).collect()
}

/// The parameter that a wrapper hands to a bounded constructor.
fn first_param(sites: &[Site], program: &Program<'_>, function: FnId) -> u8 {
    sites
        .iter()
        .filter(|site| program.owner(site.at.body) == Some(function))
        .find_map(|site| match site.bounded {
            Bound::Arg(position) => capacity_param(program, site.at, position, function),
            _ => None,
        })
        .unwrap_or(0)
}

fn capacity_param(program: &Program<'_>, at: ExprRef, position: u8, function: FnId) -> Option<u8> {
    let ExprKind::Call { args, .. } = program.expr(at) else { return None };
    let arg = *args.get(usize::from(position))?;
    let ExprKind::Local(binding) = program.body(at.body).expr(arg) else { return None };
    let shift = u32::from(program.defs.fns[function].item.receiver.is_some());
    match program.uses(at.body).source(*binding) {
        crate::flow::BindSource::Param(index) => Some(index.checked_sub(shift)? as u8),
        _ => None,
    }
}

fn capacity_text(program: &Program<'_>, at: ExprRef, position: u8) -> Option<String> {
    let args = match program.expr(at) {
        ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args,
        _ => return None,
    };
    let arg = *args.get(usize::from(position))?;
    let span = program.body(at.body).span(arg);
    Some(super::on_one_line(program.workspace.sources.text(span)))
}

fn channel(model: &Model<'_, '_>, site: Site) -> Channel {
    let program = model.program;
    let span = callee_span(program, site.at);
    let (bounded, capacity) = match &site.bounded {
        Bound::No => (false, None),
        Bound::Arg(position) => {
            let args = match program.expr(site.at) {
                ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => &args[..],
                _ => &[],
            };
            let arg = args.get(usize::from(*position)).map(|&arg| program.body(site.at.body).expr(arg));
            match arg {
                // `Channel::new(None)`: no limit.
                Some(ExprKind::Path(path)) if path.last() == "None" => (false, None),
                // flume and crossbeam: a rendezvous; for futures' and wrappers that say so 0 is 0.
                Some(ExprKind::Lit(Lit::Int(value))) => (true, Some(value.to_string())),
                _ => (true, capacity_text(program, site.at, *position)),
            }
        }
        Bound::Either(position) => {
            let args = match program.expr(site.at) {
                ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => &args[..],
                _ => &[],
            };
            match args.get(usize::from(*position)).map(|&arg| program.body(site.at.body).expr(arg)) {
                Some(ExprKind::Lit(Lit::Int(value))) if *value > 0 => (true, Some(value.to_string())),
                _ => (false, None),
            }
        }
        Bound::Chosen(choice) => (choice.at(program, site.at).unwrap_or(false), None),
        Bound::Fixed(capacity) => (true, Some(capacity.as_str().to_owned())),
        Bound::Inside(text) => (true, (!text.is_empty()).then(|| text.clone())),
    };
    let (senders, receivers) = ends(model, site.at, site.wrapper);
    Channel {
        at: site.at,
        span,
        api: program.workspace.sources.text(span).to_owned(),
        kind: site.kind,
        bounded,
        capacity,
        senders,
        receivers,
        wrapper: site.wrapper,
    }
}

/// The two ends, where they are bound by a pattern: `let (tx, rx) = channel();`. What goes elsewhere as it is made
/// (`Self { tx: broadcast::channel(16).0 }`) is followed from there, as one end that is called nothing.
fn ends(model: &Model<'_, '_>, at: ExprRef, wrapper: Option<FnId>) -> (Vec<End>, Vec<End>) {
    let program = model.program;
    let body = program.body(at.body);
    let holds = |ty: &Ty| holds_role(program, ty, Role::Sender, 1) || holds_role(program, ty, Role::Receiver, 1);
    let skip = |body: BodyRef| model.skips(body);
    let Some(pat) = bound_to(program, at) else {
        let mut tracker = Tracker::new(program, model.index, &holds, &skip);
        if matches!(body.expr(at.expr), ExprKind::Path(_)) {
            tracker.result_of(at);
        } else {
            tracker.value(at);
        }
        let end = End { name: String::new(), span: body.span(at.expr), local: None, events: tracker.events };
        return (vec![end], Vec::new());
    };
    let end = |binding: BindingId| {
        let local = body.binding(binding);
        let mut tracker = Tracker::new(program, model.index, &holds, &skip);
        tracker.place(crate::flow::Place::Local(at.body, binding));
        End {
            name: local.name.as_str().to_owned(),
            span: Span::new(body.file, local.lo, local.hi),
            local: Some((at.body, binding)),
            events: tracker.events,
        }
    };
    let first = |pat: PatId| {
        let mut found = None;
        body.bindings_of(pat, &mut |binding, _| found = Some(binding));
        found.map(end).into_iter().collect()
    };
    match body.pat(pat) {
        PatKind::Tuple(parts) => {
            let part = |at: usize| parts.get(at).map_or_else(Vec::new, |&part| first(part));
            if wrapper.is_some_and(|function| receives_first(program, function)) {
                (part(1), part(0))
            } else {
                (part(0), part(1))
            }
        }
        _ => (first(pat), Vec::new()),
    }
}

/// The pattern of the `let` that binds a call's value.
fn bound_to(program: &Program<'_>, at: ExprRef) -> Option<PatId> {
    let body = program.body(at.body);
    let passes = |up: ExprId, _| matches!(body.expr(up), ExprKind::Try(_) | ExprKind::Await(_));
    let (block, index) = program.uses(at.body).let_above(at.expr, &passes)?;
    body.let_pat(block, index)
}
