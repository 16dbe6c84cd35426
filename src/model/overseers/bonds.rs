//! What ties the children of a supervisor together: what they are given, whom they hold a reference of, and what state
//! they share.
//!
//! A child of which that is not known is tied to all.

use super::Ward;
use crate::apis::{Deed, Role};
use crate::ir::{BindingId, ExprKind};
use crate::model::Model;
use crate::model::relations::{reaches, relates_nobody};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Namespace, StaticId, Ty, no_args};
use crate::source::Span;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// One child holds a reference of another.
#[derive(Clone, Debug)]
pub struct Need {
    /// Who holds it.
    pub from: usize,
    /// Whose it is.
    pub to: usize,
    /// Where it is kept, or given.
    pub span: Span,
    /// It is one of many in a list or map: who comes there registers, and the list's owner does without any of them.
    pub listed: bool,
}

/// What a child can reach.
#[derive(Default)]
struct Reach {
    values: BTreeSet<(BodyRef, BindingId)>,
    statics: BTreeSet<StaticId>,
    /// Actors, or types of their messages, that it holds references of.
    refs: Vec<(Ty, Span, bool)>,
    /// It may reach anything.
    open: bool,
}

/// Functions that are looked at for each child.
const MANY: usize = 200;
/// Calls from a child's own code to these.
const FAR: u8 = 3;

/// Which children belong together, and who holds a reference of whom.
pub(super) fn find(model: &Model<'_, '_>, parent: Option<AdtId>, children: &[Ward]) -> (Vec<Vec<usize>>, Vec<Need>) {
    let reach: Vec<Reach> = children.iter().map(|child| reach_of(model, child)).collect();
    let names: Vec<Vec<Ty>> =
        children.iter().map(|child| child.adt.map_or_else(Vec::new, |adt| called(model, adt))).collect();
    let parent = parent.map_or_else(Vec::new, |adt| called(model, adt));
    let starts: Vec<Vec<(BodyRef, BindingId)>> = children.iter().map(|child| bound_to(model, child.at)).collect();
    let mut needs = Vec::new();
    for (from, mine) in reach.iter().enumerate() {
        for (to, theirs) in names.iter().enumerate().filter(|(to, _)| *to != from) {
            let kept = mine.refs.iter().find(|(of, ..)| theirs.contains(of)).map(|&(_, span, listed)| (span, listed));
            let given = starts[to].iter().any(|start| mine.values.contains(start)).then(|| {
                let last = children[from].given.last().copied().unwrap_or(children[from].at);
                (model.program.body(last.body).span(last.expr), false)
            });
            if let Some((span, listed)) = kept.or(given) {
                needs.push(Need { from, to, span, listed });
            }
        }
    }
    let tied = |a: usize, b: usize| {
        let (one, other) = (&reach[a], &reach[b]);
        one.open
            || other.open
            || (children[a].adt.is_some() && children[a].adt == children[b].adt)
            || (children[a].function.is_some() && children[a].function == children[b].function)
            || !one.values.is_disjoint(&other.values)
            || !one.statics.is_disjoint(&other.statics)
            || one.refs.iter().any(|(of, ..)| !parent.contains(of) && other.refs.iter().any(|(to, ..)| to == of))
            || needs.iter().any(|need| (need.from, need.to) == (a, b) || (need.from, need.to) == (b, a))
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for child in 0..children.len() {
        let mut mine = vec![child];
        groups.retain(|group| {
            let joins = group.iter().any(|&other| tied(child, other));
            if joins {
                mine.extend(group);
            }
            !joins
        });
        mine.sort_unstable();
        groups.push(mine);
    }
    groups.sort();
    (groups, needs)
}

impl Model<'_, '_> {
    /// Who of the actors that the program starts keeps a reference of which other: indices of [`Model::actor_starts`].
    pub fn actor_references(&self) -> Vec<(usize, usize)> {
        let actors: Vec<(usize, AdtId)> = self
            .actor_starts()
            .iter()
            .enumerate()
            .filter_map(|(index, start)| match start.work {
                Ty::Adt(adt, _) => Some((index, adt)),
                _ => None,
            })
            .collect();
        let kept = |adt: AdtId| {
            let mut reach = Reach::default();
            keeps(self, adt, &mut reach);
            reach.refs
        };
        let names: Vec<Vec<Ty>> = actors.iter().map(|&(_, adt)| called(self, adt)).collect();
        let mut found = Vec::new();
        for &(from, adt) in &actors {
            let refs = kept(adt);
            for (&(to, other), names) in actors.iter().zip(&names) {
                // Of several that are started of one type, it is the one that the same code has started.
                let starts = self.actor_starts();
                let here = |at: usize| starts[at].at.body == starts[from].at.body;
                let beside = actors.iter().any(|&(one, of)| of == other && here(one));
                if other != adt && (here(to) || !beside) && refs.iter().any(|(of, ..)| names.contains(of)) {
                    found.push((from, to));
                }
            }
        }
        found
    }
}

/// The types by which references of an actor are told: its own, and that of its messages.
fn called(model: &Model<'_, '_>, adt: AdtId) -> Vec<Ty> {
    let program = model.program;
    let mut found = vec![bare(&Ty::Adt(adt, no_args()))];
    for &id in program.defs.impls_of(adt) {
        for one in &program.defs.impls[id].item.types {
            if matches!(one.name.as_str(), "Msg" | "Message") {
                found.push(bare(&program.lower_type(program.defs.impl_scope(id), &one.ty)));
            }
        }
    }
    found.retain(|ty| matches!(ty, Ty::Adt(..)));
    found
}

/// A type without its arguments.
fn bare(ty: &Ty) -> Ty {
    match ty {
        Ty::Adt(adt, _) => Ty::Adt(*adt, no_args()),
        other => other.clone(),
    }
}

/// The variables that hold what a start gives.
fn bound_to(model: &Model<'_, '_>, at: ExprRef) -> Vec<(BodyRef, BindingId)> {
    use crate::flow::Parent;
    let program = model.program;
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let mut found = Vec::new();
    let mut expr = at.expr;
    for _ in 0..8 {
        match uses.parent(expr) {
            Parent::Let(block, index) => {
                if let Some(pat) = body.let_pat(block, index) {
                    body.bindings_of(pat, &mut |binding, _| found.push((at.body, binding)));
                }
                break;
            }
            Parent::Expr(up) => match body.expr(up) {
                ExprKind::Await(_) | ExprKind::Try(_) => expr = up,
                ExprKind::MethodCall { receiver, .. } if *receiver == expr => expr = up,
                _ => break,
            },
            _ => break,
        }
    }
    found
}

fn reach_of(model: &Model<'_, '_>, child: &Ward) -> Reach {
    let program = model.program;
    let mut reach = Reach::default();
    let mut bodies: Vec<(ExprRef, u8)> = Vec::new();
    for &given in &child.given {
        reaches(program, given.body, given.expr, &mut reach.values, 0);
        bodies.push((given, 0));
    }
    for stands in &child.parent {
        reach.values.remove(stands);
    }
    let root = |body: BodyRef| ExprRef { body, expr: program.body(body).root };
    let mut seen: FxHashSet<FnId> = FxHashSet::default();
    if let Some(adt) = child.adt {
        for &id in program.defs.impls_of(adt) {
            for &function in &program.defs.impls[id].fns {
                if seen.insert(function)
                    && let Some(body) = program.defs.fns[function].body
                {
                    bodies.push((root(body), 0));
                }
            }
        }
        keeps(model, adt, &mut reach);
    }
    if let Some(function) = child.function.filter(|function| seen.insert(*function))
        && let Some(body) = program.defs.fns[function].body
    {
        bodies.push((root(body), 0));
    }
    let runs_here = child.given.iter().any(|given| {
        let body = program.body(given.body);
        let mut found = false;
        body.walk(given.expr, &mut |_| true, &mut |expr| {
            found |= body.expr(expr).is_lazy();
        });
        found
    });
    if child.foreign || child.adt.is_none() && child.function.is_none() && !runs_here {
        reach.open = true;
    }
    while let Some((at, depth)) = bodies.pop() {
        let body = program.body(at.body);
        body.walk(at.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            match body.expr(expr) {
                ExprKind::Path(path) => {
                    let named = program.resolve(program.scope(at.body), path, Namespace::Values);
                    if let Some(id) = named.static_id()
                        && !program.defs.statics[id].is_const
                        && !relates_nobody(program, &program.static_ty(id))
                    {
                        reach.statics.insert(id);
                    }
                }
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program.callee(here) {
                    callee @ (Callee::Fn(_) | Callee::Trait(_)) if depth < FAR => {
                        for function in program.targets(callee) {
                            if seen.len() < MANY
                                && seen.insert(function)
                                && let Some(body) = program.defs.fns[function].body
                            {
                                bodies.push((root(body), depth + 1));
                            }
                        }
                    }
                    Callee::Fn(_) | Callee::Trait(_) => reach.open = true,
                    Callee::Api(_) | Callee::Foreign(_) => reach.open |= model.does(here, Deed::LookUp),
                    // `Store::from_registry()`
                    Callee::Unknown => {
                        if let ExprKind::Call { callee, .. } = body.expr(expr)
                            && let Some(adt) = model.named_type(at.body, *callee)
                            && model.is_any_actor(adt)
                        {
                            reach.refs.push((bare(&Ty::Adt(adt, no_args())), body.span(expr), false));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        });
    }
    reach
}

/// References that an actor keeps in its fields, or in those of its state and arguments.
fn keeps(model: &Model<'_, '_>, adt: AdtId, reach: &mut Reach) {
    let program = model.program;
    let mut owners = vec![adt];
    for &id in program.defs.impls_of(adt) {
        for one in &program.defs.impls[id].item.types {
            if let Ty::Adt(adt, _) = program.peel(&program.lower_type(program.defs.impl_scope(id), &one.ty))
                && !owners.contains(&adt)
                && !program.defs.adts[adt].fields().is_empty()
            {
                owners.push(adt);
            }
        }
    }
    for owner in owners {
        for field in program.defs.adts[owner].fields() {
            let span = program.field_span(owner, field.name).unwrap_or(program.defs.adts[owner].name_span);
            refs_in(model, &program.declared_field(owner, field.name), (span, false), 0, reach);
        }
    }
}

fn refs_in(model: &Model<'_, '_>, ty: &Ty, (span, listed): (Span, bool), depth: u8, reach: &mut Reach) {
    if depth > 4 {
        return;
    }
    match ty {
        Ty::Api(_, args) if model.program.role(ty) == Some(Role::ActorRef) => match args.first() {
            Some(of @ Ty::Adt(..)) => reach.refs.push((bare(of), span, listed)),
            _ => reach.open = true,
        },
        Ty::Api(_, args) => {
            let listed = listed || model.program.role(ty) == Some(Role::Collection);
            args.iter().for_each(|arg| refs_in(model, arg, (span, listed), depth + 1, reach));
        }
        Ty::Tuple(args) => args.iter().for_each(|arg| refs_in(model, arg, (span, listed), depth + 1, reach)),
        Ty::Slice(of) => refs_in(model, of, (span, true), depth + 1, reach),
        _ => {}
    }
}
