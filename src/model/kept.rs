//! Receives that never see their channel close, because whoever receives keeps a sender: in a variable or field that
//! the loop uses, in a type behind one, or in a static.
//!
//! Only channels whose two ends were followed count: a sender of the same type may be of another channel.

use super::Model;
use super::frames::owns_sender;
use super::graph::role_of;
use crate::apis::{ChannelKind, ExitKind, Role, Verb};
use crate::flow::{BindSource, EventKind, Place, Tracker};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::{AdtId, AdtKind, BodyRef, Callee, ExprRef, Ty};
use crate::source::Name;
use rustc_hash::{FxHashMap, FxHashSet};

/// Where senders of one channel live.
struct Homes {
    /// Types with a field that keeps one, and the struct literal that puts it there.
    adts: Vec<(AdtId, Option<ExprRef>)>,
    /// Uses of a sender that show that the code around them has it.
    uses: Vec<ExprRef>,
    /// A static keeps one.
    for_ever: bool,
    /// Types with the receiver beside something that was given a sender: `registry.add(handle.clone())`.
    given: Vec<AdtId>,
}

pub(super) fn find(model: &Model<'_, '_>) -> FxHashSet<ExprRef> {
    let mut kept: FxHashMap<ExprRef, bool> = FxHashMap::default();
    for channel in &model.channels {
        if channel.kind == ChannelKind::Oneshot {
            continue;
        }
        let mut homes = homes(model, channel);
        let stored: Vec<(AdtId, Option<ExprRef>)> = channel
            .receivers
            .iter()
            .flat_map(|end| &end.events)
            .filter_map(|event| match event.kind {
                EventKind::Stored(Place::Field(adt, _)) => Some((adt, literal_of(model, event.at))),
                _ => None,
            })
            .collect();
        let receivers: Vec<AdtId> = stored.iter().map(|(adt, _)| *adt).collect();
        let own = model.keepers_of_own_entry(channel, &receivers, &|ty, home| holds_adt(model, ty, &[home]));
        if own.is_empty() && homes.adts.is_empty() && homes.uses.is_empty() && !homes.for_ever {
            for at in receives(model, channel) {
                let this = is_kept_by_frame(model, channel, at) && !closes(model, channel, at);
                kept.entry(at).and_modify(|all| *all &= this).or_insert(this);
            }
            continue;
        }
        homes.given = given(model, &homes, &stored);
        homes.given.extend(own);
        for at in receives(model, channel) {
            let kept_here = homes.for_ever || is_kept_by_frame(model, channel, at) || keeps(model, &homes, &stored, at);
            let this = kept_here && !closes(model, channel, at);
            // Ends of several channels come here: all must be kept.
            kept.entry(at).and_modify(|all| *all &= this).or_insert(this);
        }
    }
    kept.into_iter().filter(|(_, kept)| *kept).map(|(at, _)| at).collect()
}

/// Whether the code around a receive owns a sender, or the code around the calls that lead there.
fn is_kept_by_frame(model: &Model<'_, '_>, channel: &super::Channel, receive: ExprRef) -> bool {
    model.scope_keeps(channel, receive) || owns_sender(model, channel, receive) || model.callers_keep(channel, receive)
}

/// Whether the channel is closed though there are senders: by somebody else's sender that closes it for all, or from its
/// own end by then: by the loop around a receive or a function that it calls, or in front of the loop, there or where its
/// function is called.
pub(super) fn closes(model: &Model<'_, '_>, channel: &super::Channel, receive: ExprRef) -> bool {
    let events = channel.receivers.iter().flat_map(|end| &end.events);
    let closed: Vec<ExprRef> =
        events.filter(|event| event.kind == EventKind::Verb(Verb::Close)).map(|event| event.at).collect();
    let body = model.program.body(receive.body);
    let is_loop = |up: &ExprId| body.expr(*up).is_loop();
    let around = model.program.uses(receive.body).ancestors(receive.expr).find(is_loop);
    let root = around.unwrap_or(receive.expr);
    if closed_by_sender(model, channel, ExprRef { body: receive.body, expr: root }) {
        return true;
    }
    if closed.is_empty() {
        return false;
    }
    let mut found = is_before(model, &closed, ExprRef { body: receive.body, expr: root }, STEPS);
    body.walk(root, &mut |_| false, &mut |expr| {
        let here = ExprRef { body: receive.body, expr };
        found |= closed.contains(&here) && !leaves_then(model, here, root);
        if let Some(Callee::Fn(function)) = model.program.callee_of(here) {
            found |= closed.iter().any(|at| model.owner(at.body) == Some(*function));
        }
    });
    found
}

/// Whether a sender of the channel closes it for all, outside of the loop that receives.
fn closed_by_sender(model: &Model<'_, '_>, channel: &super::Channel, around: ExprRef) -> bool {
    let body = model.program.body(around.body);
    let within = body.span(around.expr);
    channel.senders.iter().flat_map(|end| &end.events).any(|event| {
        let for_all = |at: ExprRef| {
            let row = model.program.called_api(at);
            row.is_some_and(|row| row.verb == Verb::Close && row.exit == Some(ExitKind::ChannelClosed))
        };
        event.kind == EventKind::Verb(Verb::Close)
            && (event.at.body != around.body || !within.contains(body.span(event.at.expr)))
            && for_all(event.at)
    })
}

/// `if children.is_empty() { inbox.close(); return; }`: the loop is over before it could see that.
fn leaves_then(model: &Model<'_, '_>, close: ExprRef, root: ExprId) -> bool {
    let body = model.program.body(close.body);
    let inside = model.program.uses(close.body).ancestors(close.expr).take_while(|&up| up != root);
    inside
        .take_while(|&up| !body.expr(up).is_loop())
        .find(|&up| matches!(body.expr(up), ExprKind::Block { .. }))
        .is_some_and(|block| super::closing::leaves(body, block))
}

/// Whether one of these comes on the straight way to a place, in its function or in all that call it.
fn is_before(model: &Model<'_, '_>, closed: &[ExprRef], at: ExprRef, far: u8) -> bool {
    let body = model.program.body(at.body);
    let uses = model.program.uses(at.body);
    let up: FxHashSet<ExprId> = uses.ancestors(at.expr).collect();
    // A statement of a block that the place stands in, and not of a branch beside it.
    let straight = |one: &ExprRef| {
        one.body == at.body
            && body.span(one.expr).hi <= body.span(at.expr).lo
            && uses
                .ancestors(one.expr)
                .find(|up| matches!(body.expr(*up), ExprKind::Block { .. }))
                .is_some_and(|block| up.contains(&block))
    };
    if closed.iter().any(straight) {
        return true;
    }
    let Some(function) = model.owner(at.body).filter(|_| far > 0) else { return false };
    let callers = model.callers(function);
    !callers.is_empty() && callers.iter().all(|call| is_before(model, closed, *call, far - 1))
}

fn receives(model: &Model<'_, '_>, channel: &super::Channel) -> Vec<ExprRef> {
    let events = channel.senders.iter().chain(&channel.receivers).flat_map(|end| &end.events);
    let received = events.filter(|event| event.kind == EventKind::Verb(Verb::Receive));
    received.map(|event| gone_through(model, event.at).unwrap_or(event.at)).collect()
}

/// What a `for` loop over a receiver waits for: `for x in &rx`, `for x in rx.iter()`.
fn gone_through(model: &Model<'_, '_>, at: ExprRef) -> Option<ExprRef> {
    let up = model.program.uses(at.body).parent_expr(at.expr)?;
    match model.program.body(at.body).expr(up) {
        ExprKind::For { iter, .. } if *iter == at.expr => model.ends.iterates(at).map(|source| source.at),
        _ => None,
    }
}

fn homes(model: &Model<'_, '_>, channel: &super::Channel) -> Homes {
    let program = model.program;
    let mut homes = Homes { adts: Vec::new(), uses: Vec::new(), for_ever: false, given: Vec::new() };
    for event in channel.senders.iter().flat_map(|end| &end.events) {
        let value = match (event.kind, program.expr(event.at)) {
            (EventKind::Verb(_), ExprKind::MethodCall { receiver, .. }) => {
                ExprRef { body: event.at.body, expr: *receiver }
            }
            _ => event.at,
        };
        let ty = program.ty(value);
        let weak = matches!(event.kind, EventKind::Stored(_)) && is_weak(model, ty, 0);
        if weak || role_of(model, ty, 0) == Some(Role::Receiver) {
            continue;
        }
        match event.kind {
            EventKind::Stored(Place::Static(id)) => homes.for_ever = !model.is_static_emptied(id),
            // What a message carries goes away with it.
            EventKind::Stored(Place::Field(adt, name))
                if matches!(program.defs.adts[adt].kind, AdtKind::Struct(_)) && !is_taken(model, adt, name) =>
            {
                homes.adts.push((adt, literal_of(model, event.at)));
            }
            EventKind::Verb(Verb::Send) | EventKind::Given(_) | EventKind::Used | EventKind::Collected(_) => {
                let taken = field_of(model, value).is_some_and(|(adt, name)| is_taken(model, adt, name));
                if !taken && !only_weakly(model, ty) {
                    homes.uses.push(value);
                }
            }
            _ => {}
        }
    }
    homes
}

/// A sender that keeps nothing open, or something that holds one.
fn is_weak(model: &Model<'_, '_>, ty: &Ty, depth: u8) -> bool {
    match ty {
        Ty::Api(path, args) => {
            crate::apis::last_segment(path.as_str()).starts_with("Weak")
                && matches!(model.program.role(ty), Some(Role::Other | Role::Pointer))
                || depth < 4 && args.iter().any(|arg| is_weak(model, arg, depth + 1))
        }
        _ => false,
    }
}

/// Whether somebody takes what an optional field holds, or puts something else in.
pub(super) fn is_taken(model: &Model<'_, '_>, adt: AdtId, field: Name) -> bool {
    let ty = model.program.declared_field(adt, field);
    model.program.role(&ty) == Some(Role::Option) && model.is_disarmed(adt, field) || model.is_emptied(adt, field, &ty)
}

/// The field that an expression reaches into, through variables, locks and what they give.
pub(super) fn field_of(model: &Model<'_, '_>, at: ExprRef) -> Option<(AdtId, Name)> {
    let program = model.program;
    let body = program.body(at.body);
    let mut expr = at.expr;
    for _ in 0..32 {
        expr = match body.expr(expr) {
            ExprKind::Field { base, name } => {
                let (_, of) = program.field(program.types(at.body).expr(*base), *name)?;
                return of.map(|adt| (adt, *name));
            }
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Await(inner)
            | ExprKind::Try(inner)
            | ExprKind::Ref(inner)
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Block { tail: Some(inner), .. }
            | ExprKind::If { then: inner, .. } => *inner,
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => value,
                _ => return None,
            },
            _ => return None,
        };
    }
    None
}

/// Whether all senders in a type of the workspace lie behind weak references.
fn only_weakly(model: &Model<'_, '_>, ty: &Ty) -> bool {
    let Ty::Adt(adt, _) = model.program.peel(ty) else { return false };
    let fields = model.program.all_fields(adt);
    let mut senders = fields.iter().filter(|ty| role_of(model, ty, 0) == Some(Role::Sender)).peekable();
    senders.peek().is_some() && senders.all(|ty| is_weak(model, ty, 0))
}

/// Types whose literals put the receiver beside a value to which the same code hands a keeper of a sender.
fn given(model: &Model<'_, '_>, homes: &Homes, stored: &[(AdtId, Option<ExprRef>)]) -> Vec<AdtId> {
    let program = model.program;
    let keeps =
        |ty: &Ty| matches!(program.peel(ty), Ty::Adt(adt, _) if homes.adts.iter().any(|(home, _)| *home == adt));
    let mut found = Vec::new();
    for (adt, literal) in stored {
        let Some(literal) = literal else { continue };
        let body = program.body(literal.body);
        let types = program.types(literal.body);
        let ExprKind::Struct { fields, .. } = body.expr(literal.expr) else { continue };
        let beside: Vec<_> = fields
            .iter()
            .filter_map(|(_, value)| match body.expr(*value) {
                ExprKind::Local(binding) => Some(*binding),
                _ => None,
            })
            .collect();
        let mut hands_over = false;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { receiver, args, .. } = body.expr(expr) else { return };
            let to = matches!(body.expr(*receiver), ExprKind::Local(binding) if beside.contains(binding));
            let callee = program.callee(ExprRef { body: literal.body, expr });
            if !to || !matches!(callee, Callee::Fn(_) | Callee::Trait(_)) {
                return;
            }
            for arg in args.iter().filter(|arg| !matches!(body.expr(**arg), ExprKind::Ref(_))) {
                body.walk(*arg, &mut |_| false, &mut |part| {
                    hands_over |= matches!(body.expr(part), ExprKind::Local(binding) if keeps(types.binding(*binding)));
                });
            }
        });
        if hands_over {
            found.push(*adt);
        }
    }
    found
}

/// The struct literal or constructor call that a value is put into.
pub(super) fn literal_of(model: &Model<'_, '_>, at: ExprRef) -> Option<ExprRef> {
    let body = model.program.body(at.body);
    let up =
        model.program.uses(at.body).ancestors(at.expr).find(|&up| matches!(body.expr(up), ExprKind::Struct { .. }))?;
    Some(ExprRef { body: at.body, expr: up })
}

fn keeps(model: &Model<'_, '_>, homes: &Homes, stored: &[(AdtId, Option<ExprRef>)], at: ExprRef) -> bool {
    keeps_at(model, homes, stored, at, at, STEPS)
}

/// How many calls a loop may be away from the receive.
const STEPS: u8 = 2;

/// `step` is the receive, or the call of the loop that leads to it.
fn keeps_at(
    model: &Model<'_, '_>,
    homes: &Homes,
    stored: &[(AdtId, Option<ExprRef>)],
    receive: ExprRef,
    step: ExprRef,
    far: u8,
) -> bool {
    let at = step;
    let program = model.program;
    let body = program.body(at.body);
    let around = program.uses(at.body).ancestors(at.expr).find(|&up| body.expr(up).is_loop());
    let root = around.unwrap_or(body.root);
    let span = body.span(root);
    // A sender that the loop itself uses, and that it does not get from elsewhere in the round.
    let own = around.is_some()
        && step == receive
        && homes.uses.iter().any(|one| {
            one.body == at.body
                && span.contains(body.span(one.expr))
                && root_local(model, *one).is_some_and(|binding| {
                    let local = body.binding(binding);
                    local.hi <= span.lo || local.lo >= span.hi
                })
        });
    if own {
        return true;
    }
    let received_in = match program.expr(receive) {
        ExprKind::MethodCall { receiver, .. } => {
            let holds = |_: &Ty| false;
            let skip = |_: BodyRef| false;
            let tracker = Tracker::new(program, model.index, &holds, &skip);
            match tracker.place_of(ExprRef { body: receive.body, expr: *receiver }) {
                Place::Field(adt, _) => Some(adt),
                _ => taken_from(model, ExprRef { body: receive.body, expr: *receiver }),
            }
        }
        _ => None,
    };
    if received_in.is_some_and(|adt| homes.given.contains(&adt)) {
        return true;
    }
    // Two ends in one type are of one value only if one literal makes both.
    let apart = |home: AdtId, literal: Option<ExprRef>| {
        stored.iter().any(|(adt, _)| *adt == home)
            && !stored.iter().any(|(adt, other)| *adt == home && *other == literal)
    };
    // What is assigned later is not in a value that was cloned before: only the receiver's own type is surely the same.
    let later = |home: AdtId, literal: Option<ExprRef>| literal.is_none() && received_in != Some(home);
    let adts: Vec<AdtId> = homes
        .adts
        .iter()
        .filter(|(adt, literal)| !apart(*adt, *literal) && !later(*adt, *literal))
        .map(|(adt, _)| *adt)
        .collect();
    if adts.is_empty() {
        return false;
    }
    // One step of a loop that stands elsewhere: what is beside the receiver, and what the loops around all calls keep.
    if around.is_none() {
        if received_in.is_some_and(|adt| adts.contains(&adt)) {
            return true;
        }
        let Some(function) = program.owner(at.body).filter(|_| far > 0) else { return false };
        let callers = model.callers(function);
        return !callers.is_empty()
            && callers.iter().all(|call| keeps_at(model, homes, stored, receive, *call, far - 1));
    }
    // `let mut halves = owner.halves.lock().await; while let Some(x) = halves.rx.recv().await {}`
    let locked_in = match program.expr(receive) {
        ExprKind::MethodCall { receiver, .. } if step == receive => {
            taken_from(model, ExprRef { body: receive.body, expr: *receiver })
        }
        _ => None,
    };
    if locked_in.is_some_and(|adt| adts.contains(&adt)) {
        return true;
    }
    if let Some(adt) = received_in
        && (adts.contains(&adt) || program.all_fields(adt).iter().any(|ty| holds_adt(model, ty, &adts)))
    {
        return true;
    }
    let mut kept = false;
    body.walk(root, &mut |_| true, &mut |expr| {
        if !kept && let ExprKind::Local(binding) = body.expr(expr) {
            let local = body.binding(*binding);
            let outside = local.hi <= span.lo || local.lo >= span.hi;
            kept = outside && holds_adt(model, captured(model, at.body, root, expr, *binding), &adts);
        }
    });
    kept
}

/// The type in which a receiver lay that its loop has locked or taken out, and goes on to have: `let mut rx =
/// self.rx.lock().await;`, `let rx = self.rx.take()?;`.
fn taken_from(model: &Model<'_, '_>, receiver: ExprRef) -> Option<AdtId> {
    let body = model.program.body(receiver.body);
    let uses = model.program.uses(receiver.body);
    let local = root_local(model, receiver)?;
    let BindSource::Value(value, _) = uses.source(local) else { return None };
    let value = ExprRef { body: receiver.body, expr: value };
    let owner = root_local(model, value)?;
    let (adt, _) = field_of(model, value)?;
    let around = uses.ancestors(receiver.expr).find(|&up| body.expr(up).is_loop())?;
    model.stays_in(ExprRef { body: receiver.body, expr: around }, owner).then_some(adt)
}

/// The type of what a loop has of a variable: a future or closure around it has of a value only the fields that it
/// names, and all of what is behind a pointer.
fn captured<'m>(model: &'m Model<'_, '_>, at: BodyRef, root: ExprId, one: ExprId, binding: BindingId) -> &'m Ty {
    let program = model.program;
    let (body, uses, types) = (program.body(at), program.uses(at), program.types(at));
    let local = body.binding(binding);
    let closes_over = |up: ExprId| body.expr(up).is_lazy() && body.span(up).lo >= local.hi;
    let whole = types.binding(binding);
    let is_dropped = |adt: AdtId| model.drop_of(adt).is_some();
    if !matches!(whole, Ty::Adt(adt, _) if !is_dropped(*adt)) || !uses.ancestors(root).any(closes_over) {
        return whole;
    }
    match uses.parent_expr(one) {
        Some(up) if matches!(body.expr(up), ExprKind::Field { .. }) => types.expr(up),
        _ => whole,
    }
}

/// The variable that a place expression starts with; what a weak sender gives is in no variable.
fn root_local(model: &Model<'_, '_>, at: ExprRef) -> Option<BindingId> {
    let body = model.program.body(at.body);
    let mut expr = at.expr;
    loop {
        match body.expr(expr) {
            ExprKind::Local(binding) => return Some(*binding),
            ExprKind::Field { base, .. } => expr = *base,
            ExprKind::MethodCall { receiver, .. } => {
                if is_weak(model, model.program.types(at.body).expr(*receiver), 0) {
                    return None;
                }
                expr = *receiver;
            }
            ExprKind::Ref(inner)
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Await(inner)
            | ExprKind::Try(inner) => expr = *inner,
            _ => return None,
        }
    }
}

/// Whether a value of a type keeps a value of one of these types alive.
fn holds_adt(model: &Model<'_, '_>, ty: &Ty, homes: &[AdtId]) -> bool {
    holds_within(model, ty, homes, &mut FxHashSet::default(), 0)
}

fn holds_within(model: &Model<'_, '_>, ty: &Ty, homes: &[AdtId], seen: &mut FxHashSet<AdtId>, depth: u8) -> bool {
    let program = model.program;
    let mut inner = |ty: &Ty| holds_within(model, ty, homes, seen, depth + 1);
    match ty {
        _ if depth > 12 => false,
        Ty::Adt(adt, args) => {
            homes.contains(adt)
                || args.iter().any(&mut inner)
                || seen.insert(*adt)
                    && program.all_fields(*adt).iter().any(|ty| holds_within(model, ty, homes, seen, depth + 1))
        }
        Ty::Api(path, args) => {
            // Ends of channels carry such values, and do not keep one.
            let keeps = match program.role(ty) {
                Some(Role::Sender | Role::Receiver | Role::JoinHandle) => false,
                _ => !crate::apis::last_segment(path.as_str()).starts_with("Weak") && args.iter().any(inner),
            };
            // An entry goes when somebody takes it out.
            let goes = || program.role(ty) == Some(Role::Collection) && model.takes_out_of(std::slice::from_ref(ty));
            keeps && !goes()
        }
        Ty::Tuple(args) => args.iter().any(inner),
        _ => false,
    }
}
