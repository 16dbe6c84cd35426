//! Whether somebody else can end a loop in an orderly way.
//!
//! A token, a signal, a message that says stop; also what comes to the same: the owner is gone (`Weak::upgrade`), a flag,
//! a consumer that has gone (a send that fails), or a function around the loop that is dropped at a signal.

use super::Model;
use super::round::field_way;
use super::told_states::{asks_told_state, is_told, names_message};
use crate::apis::{ChannelKind, ExitKind, Role, Verb};
use crate::flow::{BindSource, Ends, Parent, Source, SourceOp};
use crate::ir::{
    BinaryOp, BindingId, Body, Comparison, ExprId, ExprKind, Lit, MacroKind, PatId, PatKind, Stmt, UnaryOp,
};
use crate::resolve::{AdtId, AdtKind, BodyRef, Callee, ExprRef, FnId, Program, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Expressions of a function that does one thing only.
const SMALL: usize = 40;

/// Calls that are gone through from a function whose answer a loop goes by.
const CALLS: u8 = 5;

pub(super) fn ends_by_signal(model: &Model<'_, '_>, at: ExprRef, ends: &Ends, source: &Source) -> bool {
    let body = model.program.body(at.body);
    // The end of data, and a loop that gives its first message, are no signals.
    let heads = |on: ExprRef| {
        matches!(body.expr(at.expr), ExprKind::While { cond, .. }
            if body.span(*cond).contains(body.span(on.expr)) && !goes_on_without(body, *cond))
    };
    let repeats = matches!(source.op, SourceOp::Wait(_)) && source.at.body == at.body && heads(source.at);
    let data = |exit: &crate::flow::Exit| {
        // `while let Some(()) = hangup.recv().await { reload() }` ends with the signals, and not at one.
        exit.on == Some(source.at) && repeats
            || exit.kind == ExitKind::SelectBranch && exit.on.is_some()
            || exit.on == Some(source.at) && gives_message(model, at, exit.span)
    };
    // What ends a function that it calls, or a future that it waits for, ends the loop only where it goes by the answer.
    let within = body.span(at.expr);
    let mut asked: Option<Vec<Span>> = None;
    let mut own = |exit: &crate::flow::Exit| {
        let mut in_asked =
            || asked.get_or_insert_with(|| asked_code(model, at)).iter().any(|code| code.contains(exit.span));
        within.contains(exit.span) || in_asked()
    };
    if ends.exits.iter().any(|exit| {
        matches!(exit.kind, ExitKind::CancelToken | ExitKind::ShutdownSignal | ExitKind::SelectBranch)
            && own(exit)
            && !data(exit)
    }) {
        return true;
    }
    let mut found = false;
    let mut flags_set = body.flags_set(at.expr);
    flags_set.extend(flags_told(body, at.expr));
    let carried = model.carried_exits(at);
    body.walk(at.expr, &mut |_| false, &mut |expr| {
        let ends = leaves_loop(model, at, expr) || flags_set.contains(&expr) || carried.contains(&expr);
        found |= match body.expr(expr) {
            _ if ends => {
                is_other_queue(model, at, expr, source)
                    || conditions(model, at, expr).into_iter().any(|Condition { asked, holds, pat }| {
                        let cond = ExprRef { body: at.body, expr: asked };
                        is_given_signal(model, cond) && !asks_for_end(model, cond, source)
                            || names_signal(model, cond, 0) && !is_waited_for(model, cond, source)
                            || asks_told_state(model, at, cond, holds)
                            || model.asks_emptied_list(at, cond, holds)
                            || says_word(model, cond, holds, source, 0)
                            || is_stop_answer(model, cond, holds, pat)
                            || pat.is_some_and(|pat| {
                                is_own_message(model, cond, source) && names_message(model, cond, pat)
                            })
                    })
            }
            ExprKind::Try(inner) => {
                let inner = ExprRef { body: at.body, expr: *inner };
                is_send(model, inner) || asks_for_owner(model, inner)
            }
            // `Job::Retire => jobs.close()`
            ExprKind::MethodCall { .. } => {
                let call = ExprRef { body: at.body, expr };
                closes_source(model, call, source) && is_told(model, call, at)
            }
            _ => false,
        };
    });
    if let ExprKind::While { cond, .. } = body.expr(at.expr)
        && !repeats
    {
        found |= source.at.body == at.body
            && goes_on_without(body, *cond)
            && body.span(*cond).contains(body.span(source.at.expr));
        let drains = source.at.body == at.body && takes_while_there(body, *cond, source);
        let cond = ExprRef { body: at.body, expr: *cond };
        found |= !drains && names_signal(model, cond, 0)
            || asks_told_state(model, at, cond, false)
            || model.asks_emptied_list(at, cond, false);
    }
    found || is_cut_at_signal(model, source) || dropped_at_signal(model, at)
}

/// The code of the functions whose answers decide whether a loop goes on, and of those that they call.
fn asked_code(model: &Model<'_, '_>, at: ExprRef) -> Vec<Span> {
    let program = model.program;
    let (body, uses) = (program.body(at.body), program.uses(at.body));
    let mut asked: Vec<ExprId> = Vec::new();
    body.walk(at.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
        ExprKind::Break { .. } | ExprKind::Return(_) if !gives_message(model, at, body.span(expr)) => {
            asked.extend(conditions(model, at, expr).into_iter().map(|condition| condition.asked));
        }
        ExprKind::Try(inner) => asked.push(*inner),
        _ => {}
    });
    if let ExprKind::While { cond, .. } = body.expr(at.expr) {
        asked.push(*cond);
    }
    let mut functions: Vec<FnId> = Vec::new();
    for expr in asked {
        let value = match stripped(body, expr) {
            ExprKind::Local(binding) => match uses.source(*binding) {
                BindSource::Value(value, _) => value,
                _ => expr,
            },
            _ => expr,
        };
        functions.extend(model.functions_called(ExprRef { expr: value, ..at }));
    }
    let mut seen: FxHashSet<FnId> = functions.iter().copied().collect();
    let mut code = Vec::new();
    for _ in 0..CALLS {
        let mut next = Vec::new();
        for function in std::mem::take(&mut functions) {
            if let Some(inner) = program.defs.fns[function].body {
                let root = ExprRef { body: inner, expr: program.body(inner).root };
                code.push(program.span(root));
                next.extend(model.functions_called(root));
            }
        }
        functions = next.into_iter().filter(|&function| seen.insert(function)).collect();
    }
    code
}

/// `while let Err(RecvTimeoutError::Timeout) = stop.recv_timeout(second)`: a loop that goes on for want of a message.
fn goes_on_without(body: &Body, cond: ExprId) -> bool {
    matches!(body.expr(cond), ExprKind::Let { pat, .. }
        if matches!(body.pat(*pat), PatKind::TupleStruct(path, _) if path.last().as_str() == "Err"))
}

/// `while rx.try_recv().is_ok() {}`, `while let Ok(_) = rx.try_recv() {}`: a message is no signal to end.
fn takes_while_there(body: &Body, cond: ExprId, source: &Source) -> bool {
    let taken = match body.expr(cond) {
        ExprKind::Let { value, .. } if !goes_on_without(body, cond) => *value,
        ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "is_ok" | "is_some") => *receiver,
        _ => return false,
    };
    source.op == SourceOp::Receive && taken == source.at.expr
}

/// Whether a call closes the receiver that the loop takes its messages from.
fn closes_source(model: &Model<'_, '_>, call: ExprRef, source: &Source) -> bool {
    let program = model.program;
    let body = program.body(call.body);
    let (ExprKind::MethodCall { receiver, name, args, .. }, ExprKind::MethodCall { receiver: from, .. }) =
        (body.expr(call.expr), program.expr(source.at))
    else {
        return false;
    };
    let way = |of: BodyRef, expr: ExprId| field_way(program.body(of), expr);
    name.as_str() == "close"
        && args.is_empty()
        && source.op == SourceOp::Receive
        && source.at.body == call.body
        && program.role(&program.peel(program.types(call.body).expr(*receiver))) == Some(Role::Receiver)
        && way(call.body, *receiver).is_some_and(|closed| way(call.body, *from) == Some(closed))
}

/// The same, also as a part of the condition, or by way of a variable: `let over = line == "quit"; if over || last {`.
fn says_word(model: &Model<'_, '_>, cond: ExprRef, holds: bool, source: &Source, depth: u8) -> bool {
    let body = model.program.body(cond.body);
    let of = |expr: ExprId, holds: bool| says_word(model, ExprRef { expr, ..cond }, holds, source, depth + 1);
    match body.expr(cond.expr) {
        _ if depth > 4 => false,
        ExprKind::Unary { op: UnaryOp::Not, operand } => of(*operand, !holds),
        // Either is enough.
        ExprKind::Binary { op, lhs, rhs } if *op == (if holds { BinaryOp::Or } else { BinaryOp::And }) => {
            of(*lhs, holds) || of(*rhs, holds)
        }
        ExprKind::Local(binding) => match model.program.uses(cond.body).source(*binding) {
            BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(_, None)) => of(value, holds),
            _ => false,
        },
        _ => is_stop_word(model, cond, holds, source),
    }
}

/// `if line == "quit" { break; }`: one of the messages, by its value.
fn is_stop_word(model: &Model<'_, '_>, cond: ExprRef, holds: bool, source: &Source) -> bool {
    let program = model.program;
    let body = program.body(cond.body);
    let ExprKind::Binary { op: BinaryOp::Compare(asks), lhs, rhs } = body.expr(cond.expr) else { return false };
    let equal = match asks {
        Comparison::Equal => holds,
        Comparison::Unequal => !holds,
        _ => return false,
    };
    let is_word = |side: ExprId| match stripped(body, side) {
        ExprKind::Lit(Lit::Str(_) | Lit::Other) => true,
        ExprKind::Path(path) => path.last().as_str().starts_with(|first: char| first.is_ascii_uppercase()),
        _ => false,
    };
    let is_message = |side: ExprId| {
        let mut root = side;
        while let ExprKind::Unary { operand: inner, .. }
        | ExprKind::Ref(inner)
        | ExprKind::MethodCall { receiver: inner, .. } = body.expr(root)
        {
            root = *inner;
        }
        matches!(body.expr(root), ExprKind::Local(binding) if match program.uses(cond.body).source(*binding) {
            BindSource::Value(value, _) | BindSource::Branch(value, _) | BindSource::Item(value, _) => {
                let of = model.ends.source(ExprRef { body: cond.body, expr: value });
                of.is_some_and(|of| of.at == source.at)
                    || source.at == ExprRef { body: cond.body, expr: value }
            }
            _ => false,
        })
    };
    equal
        && source.op == SourceOp::Receive
        && source.at.body == cond.body
        && (is_word(*lhs) && is_message(*rhs) || is_word(*rhs) && is_message(*lhs))
}

/// `match self.step() { Step::Over => break, … }`, `if !self.take_messages() { break; }`: a function that says stop where
/// a signal or a message told it so.
fn is_stop_answer(model: &Model<'_, '_>, cond: ExprRef, holds: bool, pat: Option<PatId>) -> bool {
    let program = model.program;
    let body = program.body(cond.body);
    let (mut call, mut holds, mut pat) = (cond.expr, holds, pat);
    loop {
        match body.expr(call) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => (call, holds) = (*operand, !holds),
            ExprKind::Let { pat: of, value } if holds => (call, pat) = (*value, Some(*of)),
            ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref(inner) => call = *inner,
            // `match self.step() { Ok(step) => match step { … } }`
            ExprKind::Local(binding) => match program.uses(cond.body).source(*binding) {
                BindSource::Value(value, _) => call = value,
                _ => return false,
            },
            _ => break,
        }
    }
    let Callee::Fn(function) = program.callee(ExprRef { body: cond.body, expr: call }) else { return false };
    if !matches!(body.expr(call), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
        return false;
    }
    let Some(inner) = program.defs.fns[*function].body else { return false };
    let variant = match pat.map(|pat| body.pat(pat)) {
        None => None,
        Some(PatKind::Path(path)) => Some(path.last()),
        Some(_) => return false,
    };
    let code = program.body(inner);
    let uses = program.uses(inner);
    let root = ExprRef { body: inner, expr: code.root };
    code.any(code.root, |expr| {
        let says = match (code.expr(expr), variant) {
            (ExprKind::Lit(Lit::Bool(value)), None) => *value == holds,
            (ExprKind::Path(path), Some(variant)) => path.last() == variant,
            _ => false,
        };
        let given = || {
            uses.parent_expr(expr).is_some_and(|up| match code.expr(up) {
                ExprKind::Return(_) | ExprKind::Block { .. } | ExprKind::If { .. } => true,
                ExprKind::Match { value, .. } => *value != expr,
                ExprKind::Call { callee, .. } => {
                    matches!(code.expr(*callee), ExprKind::Path(path) if path.last() == "Ok")
                }
                _ => false,
            })
        };
        says && given()
            && conditions(model, root, expr).into_iter().any(|Condition { asked, pat, .. }| {
                let asked = ExprRef { body: inner, expr: asked };
                let message = || {
                    model.ends.source(asked).is_some_and(|of| of.op == SourceOp::Receive) || is_received(model, asked)
                };
                names_signal(model, asked, 1) || pat.is_some_and(|pat| names_message(model, asked, pat) && message())
            })
    })
}

/// The function that gave a variable its value.
fn given_by(model: &Model<'_, '_>, at: ExprRef) -> Option<BodyRef> {
    let program = model.program;
    let body = program.body(at.body);
    let ExprKind::Local(binding) = stripped(body, at.expr) else { return None };
    let BindSource::Value(value, _) = program.uses(at.body).source(*binding) else { return None };
    match program.callee_of(ExprRef { body: at.body, expr: value })? {
        Callee::Fn(function) => program.defs.fns[*function].body,
        _ => None,
    }
}

/// Whether a variable holds what a function of the workspace took from the loop's own channel.
fn is_own_message(model: &Model<'_, '_>, at: ExprRef, source: &Source) -> bool {
    source.op == SourceOp::Receive && source.at.body != at.body && given_by(model, at) == Some(source.at.body)
}

/// Whether a variable holds what a function of the workspace took from a channel.
fn is_received(model: &Model<'_, '_>, at: ExprRef) -> bool {
    given_by(model, at).is_some_and(|inner| {
        let code = model.program.body(inner);
        code.exprs.len() < SMALL
            && code.any(code.root, |expr| {
                let here = ExprRef { body: inner, expr };
                matches!(code.expr(expr), ExprKind::MethodCall { .. })
                    && model.ends.source(here).is_some_and(|of| of.at == here && of.op == SourceOp::Receive)
            })
    })
}

/// `let mut ticks = every(second).take_until(stop);`: a stream that ends at a signal.
pub(super) fn is_cut_at_signal(model: &Model<'_, '_>, source: &Source) -> bool {
    let program = model.program;
    let body = program.body(source.at.body);
    let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return false };
    let cuts = |expr: ExprId| {
        let call = ExprRef { body: source.at.body, expr };
        let part = |expr: ExprId| ExprRef { body: source.at.body, expr };
        matches!(body.expr(expr), ExprKind::MethodCall { name, args, .. } if name.as_str() == "take_until"
            && args.iter().any(|&arg| is_given_signal(model, part(arg)) || is_own_future(program, part(arg))))
            && !matches!(program.callee(call), Callee::Fn(_) | Callee::Trait(_))
    };
    // `messages.take_until(stop).for_each(handle)`
    let mut chain = *receiver;
    while let ExprKind::MethodCall { receiver, .. } = body.expr(chain) {
        if cuts(chain) {
            return true;
        }
        chain = *receiver;
    }
    // `let messages = messages.take_until(stop); let mut messages = pin!(messages);`
    let mut from = *receiver;
    for _ in 0..4 {
        let Some((binding, fields)) = field_way(body, from) else { return false };
        let BindSource::Value(value, _) = program.uses(source.at.body).source(binding) else { return false };
        if !fields.is_empty() {
            return false;
        }
        if body.any(value, cuts) {
            return true;
        }
        from = match body.expr(value) {
            ExprKind::Macro { args, kind: MacroKind::Identity, .. } if args.len() == 1 => args[0],
            ExprKind::Call { args, .. } if args.len() == 1 => args[0],
            _ => value,
        };
    }
    false
}

/// `self.shutdown()`: a future of a type of the program's own, which is no timer.
fn is_own_future(program: &Program<'_>, at: ExprRef) -> bool {
    matches!(program.peel(program.ty(at)), Ty::Adt(..))
}

/// Where a loop sets a variable from in front of it that a condition of its own exits asks for:
/// `if closing && live == 0 { break; }`.
fn flags_told(body: &Body, root: ExprId) -> Vec<ExprId> {
    let within = body.span(root);
    let leaves =
        |part: ExprId| body.any(part, |expr| matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_)));
    let mut flags = Vec::new();
    body.walk(root, &mut |_| false, &mut |expr| {
        let ExprKind::If { cond, then, otherwise: None } = body.expr(expr) else { return };
        if !leaves(*then) {
            return;
        }
        walk_value(body, *cond, &mut |part| {
            if let ExprKind::Local(binding) = body.expr(part)
                && body.binding(*binding).hi <= within.lo
            {
                flags.push(*binding);
            }
        });
    });
    let mut set = Vec::new();
    body.walk(root, &mut |_| false, &mut |expr| {
        if let ExprKind::Assign { place, value, compound: false } = body.expr(expr)
            && matches!(body.expr(*value), ExprKind::Lit(Lit::Bool(_)))
            && matches!(body.expr(*place), ExprKind::Local(binding) if flags.contains(binding))
        {
            set.push(expr);
        }
    });
    set
}

/// Whether an expression leaves this loop, and not one inside.
fn leaves_loop(model: &Model<'_, '_>, at: ExprRef, expr: ExprId) -> bool {
    let body = model.program.body(at.body);
    let ExprKind::Break { label, .. } = body.expr(expr) else { return matches!(body.expr(expr), ExprKind::Return(_)) };
    let mut inside = model.program.uses(at.body).ancestors(expr).take_while(|&up| up != at.expr);
    !inside.any(|up| match body.expr(up) {
        ExprKind::Loop { label: of, .. } | ExprKind::While { label: of, .. } | ExprKind::For { label: of, .. } => {
            label.is_none() || of == label
        }
        ExprKind::Block { label: of, .. } => label.is_some() && of == label,
        _ => false,
    })
}

/// Whether an exit takes along what the loop has received: it has found what it looked for. Not so where it hands on
/// what it receives from: `Message::Over(last) => return Some(Idle { inbox: self.inbox, last })`.
pub(super) fn gives_message(model: &Model<'_, '_>, at: ExprRef, exit: Span) -> bool {
    let program = model.program;
    let body = program.body(at.body);
    let within = body.span(at.expr);
    let is_inside = |binding: BindingId| {
        let local = body.binding(binding);
        local.lo >= within.lo && local.hi <= within.hi
    };
    let is_end = |expr: ExprId| {
        let ty = program.peel(program.types(at.body).expr(expr));
        let given = || match program.uses(at.body).parent_expr(expr).map(|up| body.expr(up)) {
            Some(ExprKind::MethodCall { receiver, .. }) => *receiver != expr,
            Some(ExprKind::Ref(_) | ExprKind::Field { .. }) => false,
            _ => true,
        };
        program.role(&ty) == Some(Role::Receiver)
            && given()
            && field_way(body, expr).is_some_and(|(owner, _)| !is_inside(owner))
    };
    let mut found = false;
    body.walk(at.expr, &mut |_| false, &mut |expr| {
        if body.span(expr) == exit
            && let ExprKind::Break { value: Some(value), .. } | ExprKind::Return(Some(value)) = body.expr(expr)
            && !model.answers_later(ExprRef { body: at.body, expr: *value })
        {
            let mut hands_on = false;
            body.walk(*value, &mut |_| true, &mut |part| {
                found |= matches!(body.expr(part), ExprKind::Local(binding) if is_inside(*binding));
                hands_on |= is_end(part);
            });
            found &= !hands_on;
        }
    });
    found
}

/// `reply = stop.recv() => { …; break; }`: whatever comes from a queue beside the loop's own ends it.
fn is_other_queue(model: &Model<'_, '_>, at: ExprRef, exit: ExprId, source: &Source) -> bool {
    let body = model.program.body(at.body);
    let uses = model.program.uses(at.body);
    let mut child = exit;
    while child != at.expr {
        let Some(parent) = uses.parent_expr(child) else { return false };
        match body.expr(parent) {
            ExprKind::Block { .. } if !matches!(uses.parent(child), Parent::LetElse(..)) => {}
            ExprKind::Select { branches, .. } => {
                let Some(branch) = branches.iter().find(|branch| branch.body == child) else { return false };
                let other = model.ends.source(ExprRef { body: at.body, expr: branch.future });
                let says_stop =
                    |other: &Source| other.at != source.at || branches.len() > 1 && wants_answer(model, other);
                // What it is not known to wait for gives the loop nothing either: `s = watcher.stopped() => None`.
                let ends = other.map_or(branches.len() > 1, |other| other.op == SourceOp::Receive && says_stop(&other));
                return ends && takes_any(body, branch.pat);
            }
            _ => return false,
        }
        child = parent;
    }
    false
}

/// Whether a pattern takes whatever comes: `m`, `_`, `Some(m)`.
fn takes_any(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::Bind(..) | PatKind::Wild => true,
        PatKind::TupleStruct(path, parts) => {
            matches!(path.last().as_str(), "Some" | "Ok") && parts.iter().all(|&part| takes_any(body, part))
        }
        _ => false,
    }
}

/// Whether messages are nothing but a way to answer: `Receiver<oneshot::Sender<()>>`.
fn wants_answer(model: &Model<'_, '_>, source: &Source) -> bool {
    let program = model.program;
    let ExprKind::MethodCall { receiver, .. } = program.expr(source.at) else { return false };
    let ty = program.peel(program.types(source.at.body).expr(*receiver));
    program.role(&ty) == Some(Role::Receiver) && program.role(&ty.arg(0)) == Some(Role::Sender)
}

/// `if rx.recv().await.is_none() { return; }`: the end of the loop's own channel, and no message.
fn asks_for_end(model: &Model<'_, '_>, cond: ExprRef, source: &Source) -> bool {
    let body = model.program.body(cond.body);
    matches!(body.expr(cond.expr), ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "is_none" | "is_err"))
        && source.at.body == cond.body
        && body.span(cond.expr).contains(body.span(source.at.expr))
}

/// What decides whether an exit is taken.
struct Condition {
    /// A condition, the value of a `match`, the future of a branch.
    asked: ExprId,
    /// What the condition gives where the exit is taken.
    holds: bool,
    /// The pattern of the `match` arm.
    pat: Option<PatId>,
}

impl Condition {
    fn of(asked: ExprId) -> Self {
        Self { asked, holds: true, pat: None }
    }
}

/// What decides whether an exit is taken, up to its loop.
fn conditions(model: &Model<'_, '_>, at: ExprRef, exit: ExprId) -> Vec<Condition> {
    let body = model.program.body(at.body);
    let uses = model.program.uses(at.body);
    let mut found = Vec::new();
    let mut child = exit;
    while child != at.expr {
        let Some(parent) = uses.parent_expr(child) else { break };
        match (body.expr(parent), uses.parent(child)) {
            (ExprKind::If { cond, then, .. }, _) if *cond != child => {
                found.push(Condition { holds: *then == child, ..Condition::of(*cond) });
            }
            (ExprKind::Match { value, arms }, _) if *value != child => {
                let arm = arms.iter().find(|arm| arm.body == child);
                found.push(Condition { pat: arm.map(|arm| arm.pat), ..Condition::of(*value) });
                found.extend(arm.and_then(|arm| side_of(model, at, *value, arm.pat)).map(Condition::of));
            }
            (ExprKind::Select { branches, .. }, _) => {
                let branch = branches.iter().find(|branch| branch.body == child);
                found.extend(branch.map(|branch| Condition::of(branch.future)));
            }
            (ExprKind::Block { stmts, .. }, Parent::LetElse(_, index)) => {
                if let Stmt::Let { init: Some(init), .. } = &stmts[index as usize] {
                    found.push(Condition { holds: false, ..Condition::of(*init) });
                }
            }
            _ => {}
        }
        child = parent;
    }
    found
}

/// `match select(work, stop).await { Either::Right(_) => break, … }`: the future that an arm is about.
fn side_of(model: &Model<'_, '_>, at: ExprRef, value: ExprId, pat: PatId) -> Option<ExprId> {
    let body = model.program.body(at.body);
    let (mut call, mut pat) = (value, pat);
    loop {
        while let ExprKind::Await(inner) | ExprKind::Ref(inner) = body.expr(call) {
            call = *inner;
        }
        let ExprKind::Call { args, .. } = body.expr(call) else { return Some(call) };
        let PatKind::TupleStruct(path, parts) = body.pat(pat) else { return Some(call) };
        let side = match path.last().as_str() {
            "Left" => 0,
            "Right" => 1,
            name => match own_side(model, ExprRef { body: at.body, expr: call }, name) {
                Some(side) => side,
                None => return Some(call),
            },
        };
        call = *args.get(side)?;
        pat = *parts.first()?;
        if let PatKind::Tuple(inner) = body.pat(pat) {
            pat = *inner.first()?;
        }
    }
}

fn stripped(body: &Body, mut expr: ExprId) -> &ExprKind {
    while let ExprKind::Await(inner) | ExprKind::Ref(inner) = body.expr(expr) {
        expr = *inner;
    }
    body.expr(expr)
}

/// Whether a future is one that somebody gives to say stop.
pub(super) fn is_given_signal(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let program = model.program;
    let at = future_behind(model, at);
    match model.ends.source(at) {
        Some(source) => {
            matches!(source.op, SourceOp::Wait(ExitKind::CancelToken | ExitKind::ShutdownSignal))
                || source.channel == ChannelKind::Notify
                || source.op == SourceOp::Receive
                    && (source.channel == ChannelKind::Oneshot || super::loop_waits::carries_nothing(program, &source))
        }
        None if waits_for_signal(model, at) => true,
        None => {
            matches!(stripped(program.body(at.body), at.expr), ExprKind::Local(binding) if !holds_receive(model, at.body, *binding))
                && match program.peel(program.ty(at)) {
                    Ty::Param(..) | Ty::Traits(_) => true,
                    Ty::Future(future) => future.origin == crate::resolve::Origin::Unknown,
                    _ => false,
                }
        }
    }
}

/// `_ = self.halt.halted()`: a function that does nothing but wait until somebody says so.
fn waits_for_signal(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let program = model.program;
    let Callee::Fn(function) = program.callee(at) else { return false };
    let def = &program.defs.fns[*function];
    let is_unit = matches!(&program.sig(*function).output, Ty::Tuple(parts) if parts.is_empty());
    let Some(inner) = def.body.filter(|_| def.item.is_async && is_unit) else { return false };
    let code = program.body(inner);
    code.exprs.len() < SMALL
        && code.any(code.root, |expr| {
            let here = ExprRef { body: inner, expr };
            model.ends.source(here).is_some_and(|source| {
                source.at == here
                    && (source.channel == ChannelKind::Notify
                        || matches!(source.op, SourceOp::Wait(ExitKind::CancelToken | ExitKind::ShutdownSignal)))
            })
        })
}

/// `let stopped = token.cancelled();`: the call that a variable's future is of.
fn future_behind(model: &Model<'_, '_>, at: ExprRef) -> ExprRef {
    let program = model.program;
    let body = program.body(at.body);
    let mut expr = at.expr;
    for _ in 0..4 {
        while let ExprKind::Ref(inner) | ExprKind::Await(inner) = body.expr(expr) {
            expr = *inner;
        }
        let ExprKind::Local(binding) = body.expr(expr) else { break };
        if !matches!(program.types(at.body).binding(*binding), Ty::Future(_)) {
            return at;
        }
        let BindSource::Value(value, pat) = program.uses(at.body).source(*binding) else { return at };
        if !matches!(body.pat(pat), PatKind::Bind(_, None)) {
            return at;
        }
        expr = value;
    }
    ExprRef { body: at.body, expr }
}

/// `let line = Box::pin(lines.recv());`: a future of the loop's own messages.
fn holds_receive(model: &Model<'_, '_>, at: BodyRef, binding: BindingId) -> bool {
    let BindSource::Value(value, _) = model.program.uses(at).source(binding) else { return false };
    let body = model.program.body(at);
    let mut found = false;
    body.walk(value, &mut |_| false, &mut |expr| {
        found |= matches!(body.expr(expr), ExprKind::MethodCall { .. })
            && model.ends.source(ExprRef { body: at, expr }).is_some_and(|source| source.op == SourceOp::Receive);
    });
    found
}

/// Whether a function of the workspace waits beside a signal: `while self.step().await {}`.
fn selects_signal(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let Callee::Fn(function) = model.program.callee(at) else { return false };
    let Some(inner) = model.program.defs.fns[*function].body else { return false };
    let body = model.program.body(inner);
    let mut found = false;
    body.walk(body.root, &mut |_| false, &mut |expr| match body.expr(expr) {
        ExprKind::Select { branches, .. } => {
            found |= branches.iter().any(|branch| is_given_signal(model, ExprRef { body: inner, expr: branch.future }));
        }
        ExprKind::Call { args, .. } => {
            let is_select = ends_with_first(model, ExprRef { body: inner, expr });
            found |= is_select && args.iter().any(|&arg| is_given_signal(model, ExprRef { body: inner, expr: arg }));
        }
        _ => {}
    });
    found
}

/// Whether a condition asks for the owner, a flag, a token, or whether somebody still listens.
fn names_signal(model: &Model<'_, '_>, cond: ExprRef, depth: u8) -> bool {
    let program = model.program;
    let body = program.body(cond.body);
    let mut found = false;
    walk_value(body, cond.expr, &mut |expr| {
        if found {
            return;
        }
        let here = ExprRef { body: cond.body, expr };
        if depth == 0 && (selects_signal(model, here) || asks_state(model, here)) {
            found = true;
            return;
        }
        // `let waiting = token.run_until_cancelled(next); let Some(item) = waiting.await else { break };`
        if let ExprKind::Local(_) = body.expr(expr)
            && depth < 2
            && let behind = future_behind(model, here)
            && behind != here
        {
            found |= names_signal(model, behind, depth + 1);
            return;
        }
        // `let closed = self.closed.load(…); if closed { return }`
        if let ExprKind::Local(binding) = body.expr(expr)
            && depth < 2
            && match program.types(cond.body).binding(*binding) {
                Ty::Prim(name) => name == "bool",
                // `let state: State = self.state.load(…).into();`
                Ty::Adt(adt, _) => program.is_enum(*adt),
                _ => false,
            }
            && let BindSource::Value(value, pat) = program.uses(cond.body).source(*binding)
            && matches!(body.pat(pat), PatKind::Bind(_, None))
        {
            found |= names_signal(model, ExprRef { body: cond.body, expr: value }, depth + 1);
            return;
        }
        // `state.lock().unwrap().closed`
        if let ExprKind::Field { base, .. } = body.expr(expr) {
            let guarded = |ty: &Ty| program.role(ty) == Some(Role::Guard);
            found |= matches!(program.ty(here), Ty::Prim(name) if name == "bool")
                && program.derefs(program.types(cond.body).expr(*base)).iter().any(guarded);
            return;
        }
        let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else {
            // `Arc::strong_count(&self) <= 1`
            let counts_owners = || match body.expr(expr) {
                ExprKind::Call { callee, .. } => {
                    matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "strong_count")
                }
                _ => false,
            };
            found |= is_send(model, here) || is_upgrade(model, here) || counts_owners() || asks_caller(model, here);
            return;
        };
        // `if let Ok(()) = stop.try_recv()`
        let looks = name.as_str().starts_with("try_");
        let message = model.ends.source(here).filter(|source| looks && source.op == SourceOp::Receive);
        found |= message.is_some_and(|source| super::loop_waits::carries_nothing(program, &source));
        let ty = program.types(cond.body).expr(*receiver);
        let of = program.peel(ty);
        found |= match name.as_str() {
            "upgrade" => is_upgrade(model, here),
            "load" => program.role(&of) == Some(Role::Atomic),
            // Whether the owner of a `watch` has gone.
            "has_changed" => program.role(&of) == Some(Role::Receiver),
            "is_cancelled" => program.role(&of) == Some(Role::Token),
            "is_closed" | "is_canceled" => matches!(program.role(&of), Some(Role::Sender | Role::Pool) | None),
            _ => {
                program.called_api(here).is_some_and(|row| {
                    // `*self.stopped.read()`, `*state.borrow() == State::Stopped`
                    (row.verb == Verb::Lock
                        || program.role(&of) == Some(Role::Receiver) && name.as_str().starts_with("borrow"))
                        && match program.ty(here) {
                            Ty::Future(future) => guards_flag(program, &future.output, 0),
                            ty => guards_flag(program, ty, 0),
                        }
                        || matches!(row.exit, Some(ExitKind::CancelToken | ExitKind::ShutdownSignal))
                        || row.verb == Verb::Wait && row.exit == Some(ExitKind::ChannelClosed)
                }) || is_send(model, here)
            }
        };
        // `while !self.is_shutdown()`: a function that only asks a flag.
        if !found
            && depth < 4
            && let Callee::Fn(function) = program.callee(here)
            && let Some(inner) = program.defs.fns[*function].body
            && program.body(inner).exprs.len() < 24
            && match &program.sig(*function).output {
                Ty::Prim(name) => name == "bool",
                // `client.check_stop()?`
                Ty::Api(_, args) if program.role(&program.sig(*function).output) == Some(Role::Result) => {
                    matches!(args.first(), Some(Ty::Tuple(parts)) if parts.is_empty())
                }
                // `_ = self.handles.all_gone() => break`
                Ty::Tuple(parts) => parts.is_empty() && program.defs.fns[*function].item.is_async,
                _ => false,
            }
        {
            let root = program.body(inner).root;
            found = names_signal(model, ExprRef { body: inner, expr: root }, depth + 1) || is_flag(program.body(inner));
        }
    });
    found
}

/// `owner.upgrade()`, `Weak::upgrade(&owner)`
fn is_upgrade(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let program = model.program;
    match program.expr(at) {
        ExprKind::MethodCall { receiver, name, .. } => {
            let of = program.derefs(program.types(at.body).expr(*receiver));
            let weak = || of.iter().any(|ty| ty.api_path().is_some_and(|path| path.as_str().contains("Weak")));
            name.as_str() == "upgrade" && (weak() || !matches!(program.callee(at), Callee::Api(_)))
        }
        ExprKind::Call { .. } => program.called_api(at).is_some_and(|row| row.path.ends_with("::Weak::upgrade")),
        _ => false,
    }
}

/// `owner.upgrade().ok_or(Gone)?`
fn asks_for_owner(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let mut found = false;
    walk_value(model.program.body(at.body), at.expr, &mut |expr| {
        found |= is_upgrade(model, ExprRef { body: at.body, expr });
    });
    found
}

/// `while running()`: a closure that the caller gives.
fn asks_caller(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let program = model.program;
    let body = program.body(at.body);
    let ExprKind::Call { callee, args } = body.expr(at.expr) else { return false };
    let given = match body.expr(*callee) {
        ExprKind::Local(binding) => matches!(program.uses(at.body).source(*binding), BindSource::Param(_)),
        // `(self.running)()`
        ExprKind::Field { .. } => true,
        _ => false,
    };
    given
        && args.is_empty()
        && matches!(program.peel(program.types(at.body).expr(*callee)), Ty::Param(..) | Ty::Traits(_) | Ty::Callable(_))
}

/// `loop { if drained() { break; } changed.notified().await; }`: what the caller's closure says is what the loop waits
/// for, asked again whenever something has changed.
fn is_waited_for(model: &Model<'_, '_>, cond: ExprRef, source: &Source) -> bool {
    let body = model.program.body(cond.body);
    let mut asked = cond.expr;
    while let ExprKind::Unary { operand, .. } = body.expr(asked) {
        asked = *operand;
    }
    source.channel == ChannelKind::Notify && asks_caller(model, ExprRef { expr: asked, ..cond })
}

/// Whether a lock is around a `bool` or a state.
fn guards_flag(program: &Program<'_>, ty: &Ty, depth: u8) -> bool {
    match ty {
        Ty::Prim(name) => name == "bool",
        Ty::Adt(adt, _) => program.is_enum(*adt),
        Ty::Api(_, args) if depth < 4 => args.first().is_some_and(|arg| guards_flag(program, arg, depth + 1)),
        _ => false,
    }
}

/// `context.status() == &Status::Stopping`: a state that the loop has to ask for, against one of an enum.
fn asks_state(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let program = model.program;
    let body = program.body(at.body);
    let ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } = body.expr(at.expr) else { return false };
    let names_state = |side: ExprId| matches!(stripped(body, side), ExprKind::Path(_));
    let gives_state = |side: ExprId| {
        let call = ExprRef { body: at.body, expr: side };
        let ExprKind::MethodCall { args, .. } = body.expr(side) else { return false };
        let Callee::Fn(function) = program.callee(call) else { return false };
        let Some(inner) = program.defs.fns[*function].body else { return false };
        let is_enum = matches!(program.peel(&program.sig(*function).output), Ty::Adt(adt, _) if program.is_enum(adt));
        args.is_empty() && is_enum && is_flag(program.body(inner))
    };
    names_state(*lhs) && gives_state(*rhs) || names_state(*rhs) && gives_state(*lhs)
}

/// A function of one field: `self.state.lock().unwrap().shutdown`.
fn is_flag(body: &Body) -> bool {
    let mut tail = body.root;
    while let ExprKind::Block { tail: Some(inner), stmts, .. } = body.expr(tail) {
        if !stmts.is_empty() {
            return false;
        }
        tail = *inner;
    }
    if let ExprKind::Ref(inner) = body.expr(tail) {
        tail = *inner;
    }
    matches!(body.expr(tail), ExprKind::Field { .. })
}

fn is_send(model: &Model<'_, '_>, at: ExprRef) -> bool {
    model.ends.source(at).is_some_and(|source| source.op == SourceOp::Send) || is_send_of_either(model, at)
}

/// `let sent = match answer { Ok(found) => tx.send(found), Err(_) => tx.send(NOTHING) };`
fn is_send_of_either(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let body = model.program.body(at.body);
    let ExprKind::Local(binding) = body.expr(at.expr) else { return false };
    let BindSource::Value(value, pat) = model.program.uses(at.body).source(*binding) else { return false };
    let ways: Vec<ExprId> = match body.expr(value) {
        ExprKind::Match { arms, .. } => arms.iter().map(|arm| arm.body).collect(),
        ExprKind::If { then, otherwise: Some(otherwise), .. } => vec![*then, *otherwise],
        _ => return false,
    };
    let sends = |way: ExprId| {
        let given = ExprRef { body: at.body, expr: body.value_of(way) };
        model.ends.source(given).is_some_and(|source| source.op == SourceOp::Send)
    };
    matches!(body.pat(pat), PatKind::Bind(_, None)) && ways.into_iter().any(sends)
}

/// The parts of an expression that make its value, not the code of its branches.
fn walk_value(body: &Body, expr: ExprId, visit: &mut dyn FnMut(ExprId)) {
    visit(expr);
    match body.expr(expr) {
        ExprKind::Let { value, .. } | ExprKind::Await(value) | ExprKind::Try(value) | ExprKind::Ref(value) => {
            walk_value(body, *value, visit);
        }
        ExprKind::Unary { operand, .. } => walk_value(body, *operand, visit),
        ExprKind::Binary { lhs, rhs, .. } => {
            walk_value(body, *lhs, visit);
            walk_value(body, *rhs, visit);
        }
        ExprKind::MethodCall { receiver, .. } => walk_value(body, *receiver, visit),
        ExprKind::Block { tail: Some(tail), .. } => walk_value(body, *tail, visit),
        ExprKind::If { cond, .. } => walk_value(body, *cond, visit),
        ExprKind::Call { args, .. } => args.iter().for_each(|&arg| walk_value(body, arg, visit)),
        _ => {}
    }
}

/// The function around the loop is a branch of a `select!` beside a signal, or runs until a token is cancelled.
fn dropped_at_signal(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let program = model.program;
    let uses = program.uses(at.body);
    let body = program.body(at.body);
    let inside = uses.ancestors(at.expr).any(|up| body.expr(up).is_lazy());
    let mut todo: Vec<ExprRef> = Vec::new();
    if inside {
        let block = uses.ancestors(at.expr).find(|&up| matches!(body.expr(up), ExprKind::Async { .. }));
        todo.extend(block.map(|expr| ExprRef { body: at.body, expr }));
    } else if let Some(function) = program.owner(at.body) {
        let callers = model.callers_of(function);
        if callers.len() <= 4 {
            todo.extend(callers);
        }
    }
    todo.into_iter().any(|call| runs_until(model, call, 0))
}

fn runs_until(model: &Model<'_, '_>, call: ExprRef, depth: u8) -> bool {
    let program = model.program;
    let body = program.body(call.body);
    let uses = program.uses(call.body);
    let mut child = call.expr;
    for _ in 0..8 {
        let Some(parent) = uses.parent_expr(child) else { return false };
        // `let work = pump(jobs); select! { _ = stopped => {} _ = work => {} }`
        if let Parent::Let(_, index) = uses.parent(child) {
            let Some(pat) = body.let_pat(parent, index) else { return false };
            let PatKind::Bind(binding, None) = body.pat(pat) else { return false };
            let used = uses.of(*binding);
            return used
                .iter()
                .map(|&expr| ExprRef { body: call.body, expr })
                .any(|used| is_raced(model, used) || depth < 2 && runs_until(model, used, depth + 1));
        }
        match body.expr(parent) {
            ExprKind::Select { .. } => return is_raced(model, ExprRef { body: call.body, expr: child }),
            ExprKind::MethodCall { .. } | ExprKind::Call { .. } => {
                let here = ExprRef { body: call.body, expr: parent };
                if ends_with_first(model, here) {
                    return is_raced(model, ExprRef { body: call.body, expr: child });
                }
                let api = match program.callee(here) {
                    Callee::Api(api) => api,
                    // `until(stop, work)`: a function that races what it is given.
                    Callee::Fn(function) if depth < 2 => return races_param(model, *function, here, child, depth),
                    _ => return false,
                };
                match program.apis.row(*api).verb {
                    Verb::WaitOr => return true,
                    Verb::Wrap | Verb::Pass | Verb::Timeout => child = parent,
                    _ => return false,
                }
            }
            ExprKind::Await(_) | ExprKind::Ref(_) | ExprKind::Macro { .. } => child = parent,
            _ => return false,
        }
    }
    false
}

/// Whether a function of the workspace races the future that it is given here with a signal.
fn races_param(model: &Model<'_, '_>, function: FnId, call: ExprRef, given: ExprId, depth: u8) -> bool {
    let program = model.program;
    let Some(inner) = program.defs.fns[function].body else { return false };
    let Some(binding) = program.bound_argument(call, given, inner) else { return false };
    program.uses(inner).of(binding).iter().any(|&expr| runs_until(model, ExprRef { body: inner, expr }, depth + 1))
}

/// `why = closed.recv() => {}`: whatever message comes ends what is raced with it, for there is no other round.
fn is_any_message(model: &Model<'_, '_>, at: BodyRef, future: ExprId, pat: PatId) -> bool {
    let is_queue = |channel: ChannelKind| !matches!(channel, ChannelKind::Stream | ChannelKind::Other);
    model
        .ends
        .source(ExprRef { body: at, expr: future })
        .is_some_and(|source| source.op == SourceOp::Receive && is_queue(source.channel))
        && takes_any(model.program.body(at), pat)
}

/// `futures::future::select(a, b)`: the first to end takes the other along.
fn ends_with_first(model: &Model<'_, '_>, call: ExprRef) -> bool {
    match model.program.callee_of(call) {
        Some(Callee::Api(api)) => model.program.apis.row(*api).ends_with_first(),
        Some(Callee::Fn(function)) => first_of(model.program, *function).is_some(),
        _ => false,
    }
}

/// Whether an expression is the future of a `select!` branch beside a signal.
fn is_raced(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let (body, uses) = (model.program.body(at.body), model.program.uses(at.body));
    let mut child = at.expr;
    while let Some(parent) = uses.parent_expr(child) {
        match body.expr(parent) {
            ExprKind::Ref(_) | ExprKind::Await(_) => child = parent,
            ExprKind::Select { branches, .. } => {
                let given = |future: ExprId| is_given_signal(model, ExprRef { body: at.body, expr: future });
                let mut around = uses.ancestors(parent).take_while(|&up| !body.expr(up).is_lazy());
                let once = !around.any(|up| body.expr(up).is_loop());
                return branches.iter().any(|branch| branch.future == child)
                    && branches.iter().filter(|branch| branch.future != child).any(|branch| {
                        given(branch.future) || once && is_any_message(model, at.body, branch.future, branch.pat)
                    });
            }
            // `select(work, stop).await`
            ExprKind::Call { args, .. } => {
                let call = ExprRef { body: at.body, expr: parent };
                let given = |arg: ExprId| is_given_signal(model, ExprRef { body: at.body, expr: arg });
                return ends_with_first(model, call) && args.iter().any(|&arg| arg != child && given(arg));
            }
            ExprKind::Macro { .. } => child = parent,
            _ => return false,
        }
    }
    false
}

/// The enum that a function of the workspace gives which runs the futures that it is given together, and gives what the
/// first of them gave: `async fn first<A: Future, B: Future>(a: A, b: B) -> Either<A::Output, B::Output>`; also by way of
/// a future of the program's own.
fn first_of(program: &Program<'_>, function: FnId) -> Option<AdtId> {
    let is_output = |ty: &Ty| matches!(ty, Ty::Assoc(_, name) if name.as_str() == "Output");
    let given = program.peel(&program.sig(function).output);
    let answer = program.output(&given);
    let answer = if answer.is_unknown() { given } else { program.peel(&answer) };
    match answer {
        Ty::Adt(adt, args) if program.is_enum(adt) && args.len() > 1 && args.iter().all(is_output) => Some(adt),
        _ => None,
    }
}

/// Which of the futures that such a function was given a variant of its answer is about.
fn own_side(model: &Model<'_, '_>, call: ExprRef, variant: &str) -> Option<usize> {
    let program = model.program;
    let Some(Callee::Fn(function)) = program.callee_of(call) else { return None };
    let AdtKind::Enum(item) = program.defs.adts[first_of(program, *function)?].kind else { return None };
    item.variants.iter().position(|one| one.name == variant)
}
