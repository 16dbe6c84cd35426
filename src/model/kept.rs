//! Receives that never see their channel close, because whoever receives keeps a sender: in a variable or field that
//! the loop uses, in a type behind one, or in a static.
//!
//! Only channels whose two ends were followed count: a sender of the same type may be of another channel.

use super::Model;
use super::graph::role_of;
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{EventKind, Place, Tracker};
use crate::ir::{Body, ExprId, ExprKind};
use crate::resolve::{AdtId, AdtKind, BodyRef, ExprRef, Ty};
use rustc_hash::{FxHashMap, FxHashSet};

/// Where senders of one channel live.
struct Homes {
    /// Types with a field that keeps one, and the struct literal that puts it there.
    adts: Vec<(AdtId, Option<ExprRef>)>,
    /// Uses of a sender that show that the code around them has it.
    uses: Vec<ExprRef>,
    /// A static keeps one.
    for_ever: bool,
}

pub(super) fn find(model: &Model<'_, '_>) -> FxHashSet<ExprRef> {
    let mut kept: FxHashMap<ExprRef, bool> = FxHashMap::default();
    for channel in &model.channels {
        if channel.kind == ChannelKind::Oneshot {
            continue;
        }
        let homes = homes(model, channel);
        if homes.adts.is_empty() && homes.uses.is_empty() && !homes.for_ever {
            for at in receives(channel) {
                kept.insert(at, false);
            }
            continue;
        }
        let stored: Vec<(AdtId, Option<ExprRef>)> = channel
            .receivers
            .iter()
            .flat_map(|end| &end.events)
            .filter_map(|event| match event.kind {
                EventKind::Stored(Place::Field(adt, _)) => Some((adt, literal_of(model, event.at))),
                _ => None,
            })
            .collect();
        for at in receives(channel) {
            let this = homes.for_ever || keeps(model, &homes, &stored, at);
            // Ends of several channels come here: all must be kept.
            kept.entry(at).and_modify(|all| *all &= this).or_insert(this);
        }
    }
    kept.into_iter().filter(|(_, kept)| *kept).map(|(at, _)| at).collect()
}

fn receives(channel: &super::Channel) -> impl Iterator<Item = ExprRef> {
    let events = channel.senders.iter().chain(&channel.receivers).flat_map(|end| &end.events);
    events.filter(|event| event.kind == EventKind::Verb(Verb::Receive)).map(|event| event.at)
}

fn homes(model: &Model<'_, '_>, channel: &super::Channel) -> Homes {
    let program = model.program;
    let mut homes = Homes { adts: Vec::new(), uses: Vec::new(), for_ever: false };
    for event in channel.senders.iter().flat_map(|end| &end.events) {
        let value = match (event.kind, program.expr(event.at)) {
            (EventKind::Verb(_), ExprKind::MethodCall { receiver, .. }) => {
                ExprRef { body: event.at.body, expr: *receiver }
            }
            _ => event.at,
        };
        if role_of(model, program.ty(value), 0) == Some(Role::Receiver) {
            continue;
        }
        match event.kind {
            EventKind::Stored(Place::Static(_)) => homes.for_ever = true,
            EventKind::Stored(Place::Field(adt, _)) => {
                // What a message carries goes away with it.
                if matches!(program.defs.adts[adt].kind, AdtKind::Struct(_)) {
                    homes.adts.push((adt, literal_of(model, event.at)));
                }
            }
            EventKind::Verb(Verb::Send) | EventKind::Given(_) | EventKind::Used | EventKind::Collected(_) => {
                homes.uses.push(value);
            }
            _ => {}
        }
    }
    homes
}

/// The struct literal or constructor call that a value is put into.
fn literal_of(model: &Model<'_, '_>, at: ExprRef) -> Option<ExprRef> {
    let body = model.program.body(at.body);
    let up =
        model.program.uses(at.body).ancestors(at.expr).find(|&up| matches!(body.expr(up), ExprKind::Struct { .. }))?;
    Some(ExprRef { body: at.body, expr: up })
}

fn keeps(model: &Model<'_, '_>, homes: &Homes, stored: &[(AdtId, Option<ExprRef>)], at: ExprRef) -> bool {
    let program = model.program;
    let body = program.body(at.body);
    let around = program
        .uses(at.body)
        .ancestors(at.expr)
        .find(|&up| matches!(body.expr(up), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. }));
    let root = around.unwrap_or(body.root);
    let span = body.span(root);
    // A sender that the loop itself uses, and that it does not get from elsewhere in the round.
    let own = around.is_some()
        && homes.uses.iter().any(|one| {
            one.body == at.body
                && span.contains(body.span(one.expr))
                && root_local(body, one.expr).is_some_and(|binding| {
                    let local = body.binding(binding);
                    local.hi <= span.lo || local.lo >= span.hi
                })
        });
    if own {
        return true;
    }
    let received_in = match program.expr(at) {
        ExprKind::MethodCall { receiver, .. } => {
            let holds = |_: &Ty| false;
            let skip = |_: BodyRef| false;
            let tracker = Tracker::new(program, model.index, &holds, &skip);
            match tracker.place_of(ExprRef { body: at.body, expr: *receiver }) {
                Place::Field(adt, _) => Some(adt),
                _ => None,
            }
        }
        _ => None,
    };
    // Two ends in one type are of one value only if one literal makes both.
    let apart = |home: AdtId, literal: Option<ExprRef>| {
        stored.iter().any(|(adt, _)| *adt == home)
            && !stored.iter().any(|(adt, other)| *adt == home && *other == literal)
    };
    let adts: Vec<AdtId> =
        homes.adts.iter().filter(|(adt, literal)| !apart(*adt, *literal)).map(|(adt, _)| *adt).collect();
    if adts.is_empty() {
        return false;
    }
    // One step of a loop that stands elsewhere: only what is beside the receiver is sure to be there in each round.
    if around.is_none() {
        return received_in.is_some_and(|adt| adts.contains(&adt));
    }
    if let Some(adt) = received_in
        && (adts.contains(&adt) || program.all_fields(adt).iter().any(|ty| holds_adt(model, ty, &adts, 1)))
    {
        return true;
    }
    let mut kept = false;
    body.walk(root, &mut |_| true, &mut |expr| {
        if !kept && let ExprKind::Local(binding) = body.expr(expr) {
            let local = body.binding(*binding);
            let outside = local.hi <= span.lo || local.lo >= span.hi;
            kept = outside && holds_adt(model, program.types(at.body).binding(*binding), &adts, 0);
        }
    });
    kept
}

/// The variable that a place expression starts with.
fn root_local(body: &Body, mut expr: ExprId) -> Option<crate::ir::BindingId> {
    loop {
        match body.expr(expr) {
            ExprKind::Local(binding) => return Some(*binding),
            ExprKind::Field { base, .. } => expr = *base,
            ExprKind::MethodCall { receiver, .. } => expr = *receiver,
            ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => expr = *inner,
            _ => return None,
        }
    }
}

/// Whether a value of a type keeps a value of one of these types alive.
fn holds_adt(model: &Model<'_, '_>, ty: &Ty, homes: &[AdtId], depth: u8) -> bool {
    match ty {
        _ if depth > 6 => false,
        Ty::Adt(adt, args) => {
            homes.contains(adt)
                || model
                    .program
                    .all_fields(*adt)
                    .iter()
                    .chain(args.iter())
                    .any(|ty| holds_adt(model, ty, homes, depth + 1))
        }
        Ty::Api(path, args) => {
            // Ends of channels carry such values, and do not keep one.
            !path.as_str().ends_with("Weak")
                && !matches!(model.program.role(ty), Some(Role::Sender | Role::Receiver | Role::JoinHandle))
                && args.iter().any(|ty| holds_adt(model, ty, homes, depth + 1))
        }
        Ty::Tuple(args) => args.iter().any(|ty| holds_adt(model, ty, homes, depth + 1)),
        _ => false,
    }
}
