//! Maps that the code around an accept loop makes, and gives to the sessions that the loop starts: they are there as
//! long as the server. And maps that a function is lent for longer than its call.

use super::{Named, Registry, map_in, ops};
use crate::flow::{BindSource, Place};
use crate::ir::{BindingId, ExprKind, PatKind};
use crate::model::Model;
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Span;

/// Functions that a variable is followed through, up from the accept loop.
const FAR: u8 = 3;

/// Variables with a shared map, made before a loop that accepts connections, of which no other place holds the map.
pub(super) fn find(model: &Model<'_, '_>) -> Vec<Registry> {
    let mut found: Vec<Registry> = Vec::new();
    for accepts in &model.loops {
        if model.skips(accepts.at.body) || model.accept_of(accepts).is_none() {
            continue;
        }
        for (at, binding) in made_for(model, accepts.at, &|ty| is_shared_map(model, ty)) {
            let place = Place::Local(at, binding);
            if !found.iter().any(|one| one.place == place)
                && let Some(mut registry) = registry(model, place, at, binding)
            {
                ops::collect(model, &mut registry);
                // A field that holds it, too, is the registry.
                if !registry.inserts.is_empty() && registry.also.is_empty() {
                    found.push(registry);
                }
            }
        }
    }
    found.extend(lent(model));
    found
}

/// Parameters with a shared map that a framework hands over, or that `main` has made: they are there before the call and
/// after it. Who else gets the same map is not to be seen.
fn lent(model: &Model<'_, '_>) -> Vec<Registry> {
    let program = model.program;
    let mut found = Vec::new();
    for (id, def) in program.defs.fns.iter() {
        let Some(at) = def.body.filter(|&at| !model.skips(at)) else { continue };
        let params = program.sig(id).params.iter().any(|ty| is_shared_map(model, ty));
        if !params {
            continue;
        }
        let body = program.body(at);
        for index in 0..body.bindings.len() as u32 {
            let binding = BindingId(index);
            if let BindSource::Param(position) = program.uses(at).source(binding)
                && is_shared_map(model, program.types(at).binding(binding))
                && outlasts_call(model, id, position, FAR)
                && let Some(mut registry) = registry(model, Place::Local(at, binding), at, binding)
            {
                ops::collect(model, &mut registry);
                registry.escapes = registry.escapes.or(Some(registry.span));
                if !registry.inserts.is_empty() && !registry.removes.is_empty() && registry.also.is_empty() {
                    found.push(registry);
                }
            }
        }
    }
    found
}

/// Whether all that is given for a parameter is there for longer than the call: code that is not known gives it, in a
/// closure or by its own call, or `main` has made it.
fn outlasts_call(model: &Model<'_, '_>, function: FnId, position: u32, far: u8) -> bool {
    let program = model.program;
    let callers = model.callers(function);
    if callers.is_empty() {
        return program.is_public(function);
    }
    callers.into_iter().all(|call| {
        let Some(given) = program.argument(call, position).and_then(|given| pointer(model, given)) else {
            return false;
        };
        match program.uses(call.body).source(given) {
            BindSource::ClosureParam(..) => true,
            BindSource::Value(..) => {
                let in_main = program.owner(call.body).is_some_and(|function| model.is_main(function));
                in_main && is_made_once(model, call.body, given)
            }
            BindSource::Param(position) if far > 0 => {
                program.owner(call.body).is_some_and(|outer| outlasts_call(model, outer, position, far - 1))
            }
            _ => false,
        }
    })
}

/// Variables of some types, made once before a loop: in its function, or where that got them from.
pub(in crate::model) fn made_for(
    model: &Model<'_, '_>,
    in_loop: ExprRef,
    wanted: &dyn Fn(&Ty) -> bool,
) -> Vec<(BodyRef, BindingId)> {
    let program = model.program;
    let body = program.body(in_loop.body);
    let begin = program.span(in_loop).lo;
    let mut found = Vec::new();
    for index in 0..body.bindings.len() as u32 {
        let binding = BindingId(index);
        if body.binding(binding).hi <= begin && wanted(program.types(in_loop.body).binding(binding)) {
            makers(model, in_loop.body, binding, FAR, &mut found);
        }
    }
    found
}

/// The variable itself, if it is made there, or those that the callers give for it.
fn makers(model: &Model<'_, '_>, at: BodyRef, binding: BindingId, far: u8, found: &mut Vec<(BodyRef, BindingId)>) {
    let program = model.program;
    if model.skips(at) || found.contains(&(at, binding)) {
        return;
    }
    match program.uses(at).source(binding) {
        BindSource::Value(..) if is_made_once(model, at, binding) => found.push((at, binding)),
        BindSource::Param(position) if far > 0 => {
            let callers = program.owner(at).map(|function| model.callers(function)).unwrap_or_default();
            for call in callers {
                if let Some(given) = program.argument(call, position).and_then(|given| pointer(model, given)) {
                    makers(model, call.body, given, far - 1, found);
                }
            }
        }
        _ => {}
    }
}

/// The variable whose pointer is given: `peers`, `&peers`, `peers.clone()`, `Arc::clone(&peers)`.
fn pointer(model: &Model<'_, '_>, given: ExprRef) -> Option<BindingId> {
    let body = model.program.body(given.body);
    let mut expr = given.expr;
    for _ in 0..8 {
        match body.expr(expr) {
            ExprKind::Ref(inner) => expr = *inner,
            ExprKind::MethodCall { receiver, name, .. } if *name == "clone" => expr = *receiver,
            ExprKind::Call { callee, args }
                if args.len() == 1 && matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "clone") =>
            {
                expr = args[0];
            }
            ExprKind::Local(binding) => return Some(*binding),
            _ => return None,
        }
    }
    None
}

/// Whether clones of a value are the same map.
fn is_shared_map(model: &Model<'_, '_>, ty: &Ty) -> bool {
    ty.api_path().is_some_and(|path| path == "std::sync::Arc")
        && map_in(model.program, ty, false, 0).is_some_and(|map| map.shared)
}

fn registry(model: &Model<'_, '_>, place: Place, at: BodyRef, binding: BindingId) -> Option<Registry> {
    let program = model.program;
    let map = map_in(program, program.types(at).binding(binding), false, 0)?;
    let body = program.body(at);
    let local = body.binding(binding);
    let span = Span::new(body.span(body.root).file, local.lo, local.hi);
    Registry::of_local(program, Named { place, name: local.name.as_str().to_owned(), span }, map)
}

/// Whether a variable is bound to a new value: `Arc::default()`, `Arc::new(…)`, and not in a loop of its own.
fn is_made_once(model: &Model<'_, '_>, at: BodyRef, binding: BindingId) -> bool {
    let program = model.program;
    let body = program.body(at);
    let BindSource::Value(value, pat) = program.uses(at).source(binding) else { return false };
    let ExprKind::Call { .. } = body.expr(value) else { return false };
    let mut new = matches!(body.pat(pat), PatKind::Bind(of, _) if *of == binding);
    body.walk(value, &mut |_| true, &mut |expr| {
        let here = ExprRef { body: at, expr };
        new &= match body.expr(expr) {
            ExprKind::Local(_) | ExprKind::Closure { .. } => false,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => !matches!(program.callee(here), Callee::Fn(_)),
            _ => true,
        };
    });
    let again = |expr| body.expr(expr).is_loop() || matches!(body.expr(expr), ExprKind::Closure { .. });
    new && !program.uses(at).ancestors(value).any(again)
}
