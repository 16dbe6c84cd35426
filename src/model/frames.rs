//! Senders that live as long as the code around a receive loop, because it owns them: captured by the async block that
//! the loop runs in, made there, or a parameter of its function.
//!
//! Variables, captures and parameters are dropped where their scope ends, used or not. One that is moved away or dropped
//! before the loop ends is not kept.

use super::{Channel, Model};
use crate::apis::{Role, Verb};
use crate::flow::{BindSource, is_move};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef};

/// Clones of a sender, and variables that it moves into, one after the other.
pub(super) const STEPS: u8 = 3;

/// Whether whoever runs the loop around a receive owns a sender of the channel until the loop ends.
pub(super) fn owns_sender(model: &Model<'_, '_>, channel: &Channel, receive: ExprRef) -> bool {
    let Some((home, sender)) = channel.senders.first().and_then(|end| end.local) else { return false };
    let body = model.program.body(receive.body);
    let uses = model.program.uses(receive.body);
    let is_loop = |up: &ExprId| body.expr(*up).is_loop();
    let lazy = |up: &ExprId| body.expr(*up).is_lazy();
    let Some(root) = uses.ancestors(receive.expr).find(is_loop) else { return false };
    let frame = uses.ancestors(receive.expr).find(lazy);
    // A closure or block in the loop is another one.
    if frame.is_some_and(|frame| body.span(root).contains(body.span(frame))) {
        return false;
    }
    let senders = senders(model, home, sender, STEPS);
    match frame {
        Some(frame) => receive.body == home && senders.iter().any(|&one| is_owned(model, home, one, frame, root)),
        None if receive.body != home => is_given(model, receive.body, home, &senders, root),
        None => false,
    }
}

/// A sender, what it moves into and what is cloned from it, in one body.
pub(super) fn senders(model: &Model<'_, '_>, at: BodyRef, sender: BindingId, steps: u8) -> Vec<BindingId> {
    let body = model.program.body(at);
    let uses = model.program.uses(at);
    let mut all = vec![sender];
    for _ in 0..steps {
        for index in 0..body.bindings.len() as u32 {
            let binding = BindingId(index);
            if !all.contains(&binding)
                && let BindSource::Value(value, pat) = uses.source(binding)
                && matches!(body.pat(pat), PatKind::Bind(..))
                && is_one_of(model, at, value, &all)
            {
                all.push(binding);
            }
        }
    }
    all
}

/// `tx`, `tx.clone()`, `move |x| tx.send(x)`
fn is_one_of(model: &Model<'_, '_>, at: BodyRef, expr: ExprId, senders: &[BindingId]) -> bool {
    let body = model.program.body(at);
    match body.expr(expr) {
        ExprKind::Local(binding) => senders.contains(binding),
        ExprKind::MethodCall { receiver, name, .. } if *name == "clone" => is_one_of(model, at, *receiver, senders),
        ExprKind::Closure { .. } => {
            let uses = model.program.uses(at);
            let span = body.span(expr);
            is_move(model.program, span)
                && senders.iter().any(|one| uses.of(*one).iter().any(|&one| span.contains(body.span(one))))
        }
        // `Box::new(move |x| …)`
        ExprKind::Call { args, .. } if args.len() == 1 && matches!(body.expr(args[0]), ExprKind::Closure { .. }) => {
            let keeps = match model.program.callee(ExprRef { body: at, expr }) {
                Callee::Wrap => true,
                Callee::Api(api) => model.program.apis.row(*api).verb == Verb::Pass,
                _ => false,
            };
            keeps && is_one_of(model, at, args[0], senders)
        }
        _ => false,
    }
}

/// Whether a block owns a variable from the loop's beginning to its end.
fn is_owned(model: &Model<'_, '_>, at: BodyRef, binding: BindingId, frame: ExprId, root: ExprId) -> bool {
    let body = model.program.body(at);
    let span = body.span(frame);
    let local = body.binding(binding);
    let inside: Vec<ExprId> =
        model.program.uses(at).of(binding).iter().copied().filter(|&one| span.contains(body.span(one))).collect();
    let own = if local.lo >= span.lo && local.hi <= span.hi {
        local.hi <= body.span(root).lo
    } else {
        !inside.is_empty() && is_move(model.program, span)
    };
    own && inside.iter().all(|&one| body.span(one).lo >= body.span(root).hi || model.is_lent(at, one, frame))
}

/// Whether all callers of a function give it a sender by value, which it has until its loop ends.
fn is_given(model: &Model<'_, '_>, at: BodyRef, home: BodyRef, senders: &[BindingId], root: ExprId) -> bool {
    let program = model.program;
    let body = program.body(at);
    let Some(function) = model.owner(at) else { return false };
    let callers = model.callers(function);
    let gives = |call: &ExprRef| {
        if call.body != home {
            return false;
        }
        let (args, shift) = match program.expr(*call) {
            ExprKind::Call { args, .. } => (args, 0),
            ExprKind::MethodCall { args, .. } => (args, 1),
            _ => return false,
        };
        args.iter().enumerate().any(|(index, &arg)| {
            let Some(&pat) = body.params.get(index + shift) else { return false };
            is_one_of(model, home, arg, senders)
                && match body.pat(pat) {
                    // Arguments of an `async fn` are kept with its future, also those without a name.
                    PatKind::Wild => program.defs.fns[function].item.is_async,
                    PatKind::Bind(param, None) => {
                        program.role(program.types(at).binding(*param)) == Some(Role::Sender)
                            && program.uses(at).of(*param).iter().all(|&one| {
                                body.span(one).lo >= body.span(root).hi || model.is_lent(at, one, body.root)
                            })
                    }
                    _ => false,
                }
        })
    };
    !callers.is_empty() && callers.iter().all(gives)
}
