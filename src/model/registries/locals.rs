//! Maps that the code around an accept loop makes, and gives to the sessions that the loop starts: they are there as
//! long as the server.

use super::{Named, Registry, map_in, ops};
use crate::flow::{BindSource, Place};
use crate::ir::{BindingId, ExprKind, PatKind};
use crate::model::Model;
use crate::resolve::{Callee, ExprRef};
use crate::source::Span;

/// Variables with a shared map, made before a loop that accepts connections, of which no other place holds the map.
pub(super) fn find(model: &Model<'_, '_>) -> Vec<Registry> {
    let program = model.program;
    let mut found: Vec<Registry> = Vec::new();
    for accepts in &model.loops {
        let at = accepts.at.body;
        if model.skips(at) || model.accept_of(accepts).is_none() {
            continue;
        }
        let body = program.body(at);
        let begin = model.program.span(accepts.at).lo;
        for index in 0..body.bindings.len() as u32 {
            let binding = BindingId(index);
            let place = Place::Local(at, binding);
            if body.binding(binding).hi > begin || found.iter().any(|one| one.place == place) {
                continue;
            }
            if is_made_once(model, accepts.at, binding)
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
    found
}

fn registry(model: &Model<'_, '_>, place: Place, at: crate::resolve::BodyRef, binding: BindingId) -> Option<Registry> {
    let program = model.program;
    let ty = program.types(at).binding(binding);
    let map = map_in(program, ty, false, 0)?;
    // Clones of it are the same map.
    if ty.api_path().is_none_or(|path| path != "std::sync::Arc") || !map.shared {
        return None;
    }
    let body = program.body(at);
    let local = body.binding(binding);
    let span = Span::new(body.span(body.root).file, local.lo, local.hi);
    Registry::of_local(program, Named { place, name: local.name.as_str().to_owned(), span }, map)
}

/// Whether a variable is bound to a new value: `Arc::default()`, `Arc::new(…)`, and not in a loop of its own.
fn is_made_once(model: &Model<'_, '_>, accepts: ExprRef, binding: BindingId) -> bool {
    let program = model.program;
    let body = program.body(accepts.body);
    let BindSource::Value(value, pat) = program.uses(accepts.body).source(binding) else { return false };
    let ExprKind::Call { .. } = body.expr(value) else { return false };
    let mut new = matches!(body.pat(pat), PatKind::Bind(of, _) if *of == binding);
    body.walk(value, &mut |_| true, &mut |expr| {
        let here = ExprRef { body: accepts.body, expr };
        new &= match body.expr(expr) {
            ExprKind::Local(_) | ExprKind::Closure { .. } => false,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => !matches!(program.callee(here), Callee::Fn(_)),
            _ => true,
        };
    });
    let again = |expr| body.expr(expr).is_loop() || matches!(body.expr(expr), ExprKind::Closure { .. });
    new && !program.uses(accepts.body).ancestors(value).any(again)
}
