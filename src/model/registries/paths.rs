//! Ways out of the code that puts an entry in, on which the entry stays.
//!
//! Within one function: what stands between an insert and its removal, and which ways out come by a removal.
//! Removals through functions of the workspace, and by guards whose `Drop` removes, count.

use super::{Change, Holds, Registry};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{BindSource, Parent, Place, Tracker};
use crate::ir::{BinaryOp, BindingId, ExprId, ExprKind, Lit, PatId, PatKind, Receiver, Stmt, UnaryOp};
use crate::model::Model;
use crate::model::dropped::Dropper;
use crate::model::selects::leaves;
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Program, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// A way out that leaves an entry behind.
#[derive(Clone, Debug)]
pub struct Gap {
    /// What is wrong.
    pub kind: GapKind,
    /// The insert.
    pub insert: Change,
    /// A removal that other ways come by.
    pub removal: Option<Span>,
    /// The way out.
    pub exit: Span,
    /// Who drops the future, for [`GapKind::Cancelled`].
    pub because: Option<Dropper>,
}

/// Kinds of gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapKind {
    /// The removal stands at the end, and `?` or `return` goes past it.
    PastTheEnd,
    /// The removal stands at the end, and who drops the future goes past it.
    Cancelled,
    /// One failing way removes, this one does not.
    OtherArm,
    /// Nobody here removes; who would have answered never will.
    Unanswered,
    /// The outcome of the work decides, and only success removes.
    OnlySuccess,
}

/// Functions that take an entry out, directly or through another.
fn removers(model: &Model<'_, '_>, registry: &Registry) -> FxHashSet<FnId> {
    let program = model.program;
    // What a task of the function removes, is removed at another time.
    let now = |op: &&Change| program.frame(op.at).is_none();
    let mut found: FxHashSet<FnId> =
        registry.removes.iter().filter(now).filter_map(|op| program.owner(op.at.body)).collect();
    let mut new: Vec<FnId> = found.iter().copied().collect();
    let skip = |body| model.skips(body);
    for _ in 0..2 {
        new.sort_unstable();
        for function in std::mem::take(&mut new) {
            for call in Tracker::new(program, model.index, &|_| false, &skip).callers(function) {
                // Code that runs later is another matter.
                if program.frame(call).is_none()
                    && let Some(caller) = program.owner(call.body)
                    && found.insert(caller)
                {
                    new.push(caller);
                }
            }
        }
    }
    found
}

impl Model<'_, '_> {
    /// `map.retain(|_, session| !session.is_closed())`: what goes is what is in some state, and not the entry of this key.
    fn goes_by_state(&self, removal: &Change, key: Option<BindingId>) -> bool {
        let body = self.program.body(removal.at.body);
        let (Some(key), ExprKind::MethodCall { name, args, .. }) = (key, body.expr(removal.at.expr)) else {
            return false;
        };
        let asks = |expr: ExprId| matches!(body.expr(expr), ExprKind::Local(binding) if *binding == key);
        *name == "retain"
            && args
                .iter()
                .any(|&arg| matches!(body.expr(arg), ExprKind::Closure { body: code, .. } if !body.any(*code, asks)))
    }

    /// Ways out on which an entry of the registry stays, at most one for each insert.
    pub fn gaps(&self, registry: &Registry) -> Vec<Gap> {
        if registry.holds.is_none() {
            return Vec::new();
        }
        let found = self.gaps_of(registry, &|_| true, true);
        if found.is_empty() { self.kept_by_event(registry).into_iter().collect() } else { found }
    }

    /// The same for maps and sets whose entries stand for nothing that ends by itself: work in progress, keys taken.
    pub fn loose_gaps(&self, registry: &Registry) -> Vec<Gap> {
        // Only where the same function takes the same key out again: all else may be about another time.
        let undone = |insert: &Change| {
            let key = self.key_local(insert);
            let undoes = |op: &&Change| {
                op.kind == super::ChangeKind::Remove
                    && op.at.body == insert.at.body
                    && self.key_local(op) == key
                    && !self.leaves_before(insert.at, op.at.expr)
            };
            key.is_some() && registry.removes.iter().any(|op| undoes(&op))
        };
        if registry.holds.is_some() { Vec::new() } else { self.gaps_of(registry, &undone, false) }
    }

    fn gaps_of(&self, registry: &Registry, counts: &dyn Fn(&Change) -> bool, far: bool) -> Vec<Gap> {
        // Who sends to an actor does not see how its handlers end, and an actor may end with them.
        if registry.removes.is_empty() || !registry.shared || registry.of_actor || registry.bounded {
            return Vec::new();
        }
        let mut helpers = None;
        let mut inserts = registry.inserts.clone();
        if far {
            let helpers = helpers.get_or_insert_with(|| removers(self, registry));
            inserts.extend(self.inserts_by_call(registry, helpers));
        }
        inserts
            .iter()
            .filter(|op| self.outlives(registry, op) && counts(op) && !self.is_next_state(registry, op))
            .filter_map(|op| {
                let find = || if far { removers(self, registry) } else { FxHashSet::default() };
                let helpers = helpers.get_or_insert_with(find);
                let by_outcome = || self.kept_by_failure(registry, op, helpers).filter(|_| far);
                self.gap(registry, op, helpers).or_else(by_outcome)
            })
            .collect()
    }

    /// For a map that nobody prunes: one that is, and gets the same key in the same place.
    pub fn pruned_sibling<'m>(&'m self, registry: &'m Registry) -> Option<(&'m Registry, &'m Change)> {
        let unseen = registry.bounded || registry.closed_keys || registry.escapes.is_some();
        if registry.is_pruned() || !registry.shared || unseen || self.stray_removal(registry).is_some() {
            return None;
        }
        registry.inserts.iter().find_map(|op| {
            let key = self.key_local(op)?;
            let near = |other: &Registry| {
                let named = |name: Name| self.index.fields(name).iter().any(|field| field.body == op.at.body);
                other.key == registry.key && matches!(other.place, Place::Field(_, name) if named(name))
            };
            let mut siblings = self.registries().iter().collect::<Vec<_>>();
            siblings.extend(self.own_maps(&near));
            let sibling = siblings.into_iter().find(|other| {
                other.place != registry.place
                    && other.escapes.is_none()
                    && !other.bounded
                    && other.key == registry.key
                    && other.removes.iter().any(|op| op.kind == super::ChangeKind::Remove)
                    && other.inserts.iter().any(|twin| twin.at.body == op.at.body && self.key_local(twin) == Some(key))
                    && !self.takes_over(registry, other)
            })?;
            Some((sibling, op))
        })
    }

    /// Whether a function moves keys from one map to another: what went out of the one stays in the other on purpose.
    fn takes_over(&self, to: &Registry, from: &Registry) -> bool {
        to.inserts.iter().any(|insert| {
            let key = self.key_local(insert);
            let about = |op: &Change| op.at.body == insert.at.body && self.key_local(op) == key;
            key.is_some() && from.removes.iter().any(about) && !from.inserts.iter().any(about)
        })
    }

    /// Whether a way out hangs on what an entry says that was got or made: only one that was there before can say it.
    fn asks_the_entry(&self, insert: ExprRef, exit: ExprId) -> bool {
        let body = self.program.body(insert.body);
        let uses = self.program.uses(insert.body);
        let made = |name: &Name| matches!(name.as_str(), "or_default" | "or_insert" | "or_insert_with");
        if !matches!(body.expr(insert.expr), ExprKind::MethodCall { name, .. } if made(name)) {
            return false;
        }
        let mut told: Vec<BindingId> = Vec::new();
        let mentions = |code: ExprId, told: &[BindingId]| {
            let mut found = false;
            body.walk(code, &mut |_| false, &mut |expr| {
                found |= expr == insert.expr
                    || matches!(body.expr(expr), ExprKind::Local(binding) if told.contains(binding));
            });
            found
        };
        for index in 0..body.bindings.len() as u32 {
            let binding = BindingId(index);
            if let BindSource::Value(value, _) = uses.source(binding)
                && mentions(value, &told)
            {
                told.push(binding);
            }
        }
        uses.ancestors(exit).any(|up| match body.expr(up) {
            ExprKind::If { cond, .. } => *cond != exit && mentions(*cond, &told),
            _ => false,
        })
    }

    /// `if map.insert(key, value).is_some() { return; }`: the entry that stays is that of whoever was first.
    fn was_there(&self, insert: ExprRef, exit: ExprId) -> bool {
        let body = self.program.body(insert.body);
        let uses = self.program.uses(insert.body);
        let mut child = exit;
        uses.ancestors(exit).any(|up| {
            let below = std::mem::replace(&mut child, up);
            let ExprKind::If { cond, then, .. } = body.expr(up) else { return false };
            *then == below
                && match body.expr(*cond) {
                    ExprKind::MethodCall { receiver, name, .. } => *name == "is_some" && *receiver == insert.expr,
                    ExprKind::Let { pat, value } => {
                        *value == insert.expr
                            && matches!(body.pat(*pat), PatKind::TupleStruct(path, _) if path.last() == "Some")
                    }
                    ExprKind::Unary { op: UnaryOp::Not, operand } => *operand == insert.expr,
                    _ => false,
                }
        })
    }

    /// The variable that is the key of an operation.
    pub(super) fn key_local(&self, op: &Change) -> Option<BindingId> {
        let key = op.key?;
        // A map that gives the key of what it is given.
        if key == op.at {
            return self.variable_of(op.at);
        }
        let body = self.program.body(key.body);
        let mut expr = key.expr;
        for _ in 0..4 {
            match body.expr(expr) {
                ExprKind::Local(binding) => return Some(*binding),
                ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => expr = *inner,
                ExprKind::MethodCall { receiver, name, .. }
                    if matches!(name.as_str(), "clone" | "to_owned" | "to_string") =>
                {
                    expr = *receiver;
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether the map is still there when the function is left early.
    fn outlives(&self, registry: &Registry, op: &Change) -> bool {
        let program = self.program;
        let Some(function) = program.owner(op.at.body) else { return false };
        if program.is_drop(function) {
            return false;
        }
        let taken = program.defs.fns[function].item.receiver == Some(Receiver::Value);
        !taken || is_behind_pointer(registry)
    }

    fn gap(&self, registry: &Registry, insert: &Change, helpers: &FxHashSet<FnId>) -> Option<Gap> {
        let program = self.program;
        let at = insert.at.body;
        let body = program.body(at);
        let own = program.frame(insert.at);
        let root = match own {
            Some(own) => match body.expr(own) {
                ExprKind::Async { body, .. } | ExprKind::Closure { body, .. } => *body,
                _ => own,
            },
            None => body.root,
        };
        let end = body.span(insert.at.expr).hi;
        let key = self.key_local(insert);
        let same_key = |other: Option<BindingId>| key.is_none() || other.is_none() || key == other;
        let mut removals: Vec<ExprId> = Vec::new();
        let mut exits: Vec<ExprId> = Vec::new();
        let mut awaits: Vec<ExprId> = Vec::new();
        let mut elsewhere = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at, expr };
            let removes = match registry.removes.iter().find(|op| op.at == here) {
                Some(op) => same_key(self.key_local(op)) && !self.goes_by_state(op, key),
                None => {
                    matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                        && matches!(program.callee(here), Callee::Fn(function) if helpers.contains(function) && Some(*function) != program.owner(at))
                }
            };
            if program.frame(here) != own {
                elsewhere |= removes;
                return;
            }
            if body.span(expr).lo < end && body.span(expr).hi <= end {
                return;
            }
            if removes {
                removals.push(expr);
            }
            match body.expr(expr) {
                ExprKind::Try(inner) if self.never_fails(ExprRef { body: at, expr: *inner }) => {}
                ExprKind::Try(_) if !body.span(expr).contains(body.span(insert.at.expr)) => exits.push(expr),
                ExprKind::Return(_) => exits.push(expr),
                ExprKind::Await(_) if !body.span(expr).contains(body.span(insert.at.expr)) => awaits.push(expr),
                _ => {}
            }
        });
        // A task or closure of this function takes the entry out: it may well be about this one.
        if elsewhere || self.has_guard_of(at, helpers) {
            return None;
        }
        let reachable = |exit: ExprId| self.follows(at, insert.at.expr, exit, root);
        exits.retain(|&exit| {
            reachable(exit)
                && !self.leaves_before(insert.at, exit)
                && !self.asks_the_entry(insert.at, exit)
                && !self.was_there(insert.at, exit)
                && !self.asks_the_call(insert, exit)
                && !self.writes_entry(registry, insert, exit)
        });
        let is_clean = |exit: ExprId| {
            removals.iter().any(|&removal| {
                if self.comes_with_error(at, removal, exit) {
                    return true;
                }
                let removal = self.stands_for(insert.at, removal);
                body.span(removal).hi <= body.span(exit).hi && self.dominates(at, removal, exit, root)
            })
        };
        let always = removals
            .iter()
            .copied()
            .find(|&removal| body.span(removal).lo >= end && self.is_plain_after(at, insert.at.expr, removal, root));
        let place = |expr: ExprId| exit_span(program, at, expr);
        if let Some(removal) = always {
            let before = |expr: &&ExprId| body.span(**expr).hi <= body.span(removal).lo;
            if let Some(&exit) = exits.iter().filter(before).find(|&&exit| !is_clean(exit)) {
                return Some(Gap {
                    kind: GapKind::PastTheEnd,
                    insert: insert.clone(),
                    removal: Some(self.callee_span(ExprRef { body: at, expr: removal })),
                    exit: place(exit),
                    because: None,
                });
            }
            let wait = awaits.iter().filter(before).find(|&&wait| !is_clean(wait) && self.takes_time(at, wait))?;
            let because = self.cancelled_by(at, own)?;
            return Some(Gap {
                kind: GapKind::Cancelled,
                insert: insert.clone(),
                removal: Some(self.callee_span(ExprRef { body: at, expr: removal })),
                exit: place(*wait),
                because: Some(because),
            });
        }
        let fails = |exit: &&ExprId| {
            self.is_failure(at, **exit)
                && !is_clean(**exit)
                && !self.answer_closed(at, **exit)
                && (registry.holds != Some(Holds::Answer) || !self.has_answer(at, **exit))
        };
        // `match pump().await { Ok(()) => { remove; Ok(()) } Err(error) => Err(error) }` at the end. Who waits for an
        // answer, may have got one.
        let mut tails = if registry.holds == Some(Holds::Answer) { Vec::new() } else { self.failing_tails(at, root) };
        tails.retain(|&tail| reachable(tail) && !self.asks_the_call(insert, tail) && !self.was_there(insert.at, tail));
        if let Some(&removal) = removals.iter().find(|&&removal| self.in_failing_arm(at, removal, root))
            && let Some(exit) = exits.iter().chain(&tails).find(fails)
        {
            return Some(Gap {
                kind: GapKind::OtherArm,
                insert: insert.clone(),
                removal: Some(self.callee_span(ExprRef { body: at, expr: removal })),
                exit: place(*exit),
                because: None,
            });
        }
        let beside = |tail: ExprId, removal: ExprId| {
            self.common(at, tail, removal, root).is_some_and(|common| {
                matches!(body.expr(common), ExprKind::If { .. } | ExprKind::Match { .. })
                    && self.is_in_own_branch(at, common, removal)
            })
        };
        for &tail in tails.iter().filter(|tail| fails(tail)) {
            if let Some(&removal) = removals.iter().find(|&&removal| beside(tail, removal)) {
                return Some(Gap {
                    kind: GapKind::PastTheEnd,
                    insert: insert.clone(),
                    removal: Some(self.callee_span(ExprRef { body: at, expr: removal })),
                    exit: place(tail),
                    because: None,
                });
            }
        }
        if registry.holds != Some(Holds::Answer) || self.is_swept_in_time(registry) {
            return None;
        }
        let exit = awaits.iter().copied().find(|&wait| reachable(wait) && self.limits_an_answer(at, wait))?;
        // Who has taken the entry out before the wait, has left.
        let gone = |&removal: &ExprId| {
            body.span(removal).hi <= body.span(exit).lo && self.leaves_before(ExprRef { body: at, expr: removal }, exit)
        };
        if !removals.iter().all(gone) {
            return None;
        }
        let mut others = registry.removes.iter().filter(|op| op.at.body != at || !removals.contains(&op.at.expr));
        let answered = others.clone().find(|op| op.kind == super::ChangeKind::Remove).or_else(|| others.next());
        let removal = answered.map(|op| op.span);
        if removal.is_none() && !removals.is_empty() {
            return None;
        }
        Some(Gap { kind: GapKind::Unanswered, insert: insert.clone(), removal, exit: place(exit), because: None })
    }

    /// Whether a variable of the function is a guard whose `Drop` takes entries out.
    pub(super) fn has_guard_of(&self, at: BodyRef, helpers: &FxHashSet<FnId>) -> bool {
        let program = self.program;
        let guards = |ty: &Ty| match ty {
            Ty::Adt(adt, _) => program.defs.impls_of(*adt).iter().any(|&id| {
                program
                    .defs
                    .impl_fn(id, "drop".into())
                    .is_some_and(|function| program.is_drop(function) && helpers.contains(&function))
            }),
            _ => false,
        };
        (0..program.body(at).bindings.len()).any(|index| {
            let ty = program.types(at).binding(BindingId(index as u32));
            program.derefs(ty).iter().any(guards)
        }) || program.owner(at).is_some_and(|function| program.derefs(&program.sig(function).output).iter().any(guards))
    }

    /// The innermost expression that holds both, and on which child's way each lies.
    fn common(&self, at: BodyRef, a: ExprId, b: ExprId, root: ExprId) -> Option<ExprId> {
        let uses = self.program.uses(at);
        let ups: FxHashSet<ExprId> = std::iter::once(a).chain(uses.ancestors(a)).collect();
        let found = std::iter::once(b).chain(uses.ancestors(b)).find(|up| ups.contains(up))?;
        let _ = root;
        Some(found)
    }

    /// Whether `exit` may come after `insert` has run (they do not stand in arms that exclude each other).
    pub(in crate::model) fn follows(&self, at: BodyRef, insert: ExprId, exit: ExprId, root: ExprId) -> bool {
        let body = self.program.body(at);
        if body.span(exit).hi <= body.span(insert).hi {
            return false;
        }
        match self.common(at, insert, exit, root).map(|common| body.expr(common)) {
            Some(ExprKind::If { cond, .. }) => body.span(*cond).contains(body.span(insert)),
            Some(ExprKind::Match { value, .. }) => body.span(*value).contains(body.span(insert)),
            Some(ExprKind::Select { .. }) => false,
            Some(_) => true,
            None => false,
        }
    }

    /// Whether whoever gets to `exit` has come by `first`.
    pub(in crate::model) fn dominates(&self, at: BodyRef, first: ExprId, exit: ExprId, root: ExprId) -> bool {
        let body = self.program.body(at);
        let Some(common) = self.common(at, first, exit, root) else { return false };
        if common == exit {
            // `return map.remove(…)`: evaluated before it is left; `remove(…)?` likewise.
            return true;
        }
        match body.expr(common) {
            ExprKind::If { cond, .. } => body.span(*cond).contains(body.span(first)),
            ExprKind::Match { value, .. } => body.span(*value).contains(body.span(first)),
            ExprKind::Select { .. } => false,
            _ => self.is_plain_below(at, common, first),
        }
    }

    /// Whether `removal` runs whenever the code behind `insert` comes to its end in the ordinary way.
    pub(in crate::model) fn is_plain_after(&self, at: BodyRef, insert: ExprId, removal: ExprId, root: ExprId) -> bool {
        self.follows(at, insert, removal, root)
            && self.common(at, insert, removal, root).is_some_and(|common| self.is_plain_below(at, common, removal))
    }

    /// A removal, with the `if` around it that is taken whenever the insert was.
    fn stands_for(&self, insert: ExprRef, removal: ExprId) -> ExprId {
        let body = self.program.body(insert.body);
        let mut whole = removal;
        let mut child = removal;
        for up in self.program.uses(insert.body).ancestors(removal) {
            if body.span(up).contains(body.span(insert.expr)) {
                break;
            }
            if let ExprKind::If { cond, then, .. } = body.expr(up)
                && *then == child
                && self.holds_after(insert, *cond)
            {
                whole = up;
            }
            child = up;
        }
        whole
    }

    /// `if sent.is_err() { remove } sent?`: who leaves there has come by the removal.
    fn comes_with_error(&self, at: BodyRef, removal: ExprId, exit: ExprId) -> bool {
        let body = self.program.body(at);
        let ExprKind::Try(value) = body.expr(exit) else { return false };
        let ExprKind::Local(tried) = body.expr(*value) else { return false };
        let uses = self.program.uses(at);
        let mut child = removal;
        !body.binding(*tried).mutable
            && uses.ancestors(removal).any(|up| {
                let below = std::mem::replace(&mut child, up);
                let ExprKind::If { cond, then, .. } = body.expr(up) else { return false };
                let asked = match body.expr(*cond) {
                    ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "is_err" | "is_none") => {
                        Some(*receiver)
                    }
                    ExprKind::Let { pat, value }
                        if matches!(body.pat(*pat), PatKind::TupleStruct(path, _) if path.last() == "Err") =>
                    {
                        Some(match body.expr(*value) {
                            ExprKind::Ref(inner) => *inner,
                            _ => *value,
                        })
                    }
                    _ => None,
                };
                let block = || uses.ancestors(up).find(|&above| matches!(body.expr(above), ExprKind::Block { .. }));
                *then == below
                    && asked.is_some_and(|asked| matches!(body.expr(asked), ExprKind::Local(of) if of == tried))
                    && body.span(up).hi <= body.span(exit).lo
                    && block().is_some_and(|block| body.span(block).contains(body.span(exit)))
            })
    }

    /// Whether a condition says that an insert was made: it was made under the same one, or where the variable that
    /// it asks for was made.
    fn holds_after(&self, insert: ExprRef, cond: ExprId) -> bool {
        let program = self.program;
        let body = program.body(insert.body);
        let local = |mut expr: ExprId| loop {
            match body.expr(expr) {
                ExprKind::Local(binding) => return Some(*binding),
                ExprKind::Ref(inner) => expr = *inner,
                ExprKind::Let { value, .. } => expr = *value,
                ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "is_some" | "as_ref") => {
                    expr = *receiver;
                }
                _ => return None,
            }
        };
        let Some(asked) = local(cond).filter(|&binding| !body.binding(binding).mutable) else { return false };
        let uses = program.uses(insert.body);
        let mut child = insert.expr;
        for up in uses.ancestors(insert.expr) {
            // `let (lane, made) = match map.get(&key) { Some(lane) => (lane, false), None => { insert; (lane, true) } };`
            if let (BindSource::Value(value, pat), ExprKind::Match { arms, .. }) = (uses.source(asked), body.expr(up))
                && value == up
                && let PatKind::Tuple(parts) = body.pat(pat)
                && let Some(arm) = arms.iter().find(|arm| arm.body == child)
                && let ExprKind::Tuple(given) = body.expr(body.value_of(arm.body))
            {
                let is_asked = |part: &PatId| matches!(body.pat(*part), PatKind::Bind(of, None) if *of == asked);
                let slot = parts.iter().position(is_asked).filter(|_| parts.len() == given.len());
                return slot.is_some_and(|slot| matches!(body.expr(given[slot]), ExprKind::Lit(Lit::Bool(true))));
            }
            if let ExprKind::If { cond, then, .. } = body.expr(up)
                && *then == child
            {
                let made = matches!(uses.source(asked), BindSource::Value(value, _) if value == up);
                if local(*cond) == Some(asked) || made && self.says_so(insert.body, *then) {
                    return true;
                }
            }
            child = up;
        }
        false
    }

    /// Whether a branch gives `Some(…)` or `true`.
    fn says_so(&self, at: BodyRef, branch: ExprId) -> bool {
        let body = self.program.body(at);
        let expr = body.value_of(branch);
        match body.expr(expr) {
            ExprKind::Lit(Lit::Bool(yes)) => *yes,
            _ => matches!(self.program.callee_of(ExprRef { body: at, expr }), Some(Callee::Wrap)),
        }
    }

    /// Whether nothing between `top` and `expr` makes `expr` optional.
    fn is_plain_below(&self, at: BodyRef, top: ExprId, expr: ExprId) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut child = expr;
        for up in uses.ancestors(expr) {
            // What stands in the `else` of a `let` is not on the way to what comes after it.
            if matches!(uses.parent(child), Parent::LetElse(..)) {
                return false;
            }
            if up == top {
                return true;
            }
            let optional = match body.expr(up) {
                ExprKind::If { cond, .. } => *cond != child,
                ExprKind::Match { value, .. } => *value != child,
                ExprKind::For { iter, .. } => *iter != child,
                ExprKind::While { .. } | ExprKind::Select { .. } | ExprKind::Closure { .. } => true,
                ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, rhs, .. } => *rhs == child,
                _ => false,
            };
            if optional {
                return false;
            }
            child = up;
        }
        false
    }

    /// Whether a removal stands in an arm that gives up: one that leaves the function or gives an error.
    fn in_failing_arm(&self, at: BodyRef, removal: ExprId, root: ExprId) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut child = removal;
        for up in uses.ancestors(removal) {
            let arm = match body.expr(up) {
                ExprKind::If { then, .. } => (*then == child).then_some(child),
                ExprKind::Match { value, .. } => (*value != child).then_some(child),
                // `let Some(url) = … else { map.remove(&key); return Err(…) };`
                _ => matches!(uses.parent(child), Parent::LetElse(..)).then_some(child),
            };
            if let Some(arm) = arm {
                let mut gives_up = false;
                body.walk(arm, &mut |_| false, &mut |expr| {
                    gives_up |= matches!(body.expr(expr), ExprKind::Return(_)) || body.is_err(expr);
                });
                if gives_up {
                    return true;
                }
            }
            if up == root {
                break;
            }
            child = up;
        }
        false
    }

    /// Branches of the value of a piece of code that give an error: `match … { …, Err(error) => Err(error) }` at its end.
    fn failing_tails(&self, at: BodyRef, root: ExprId) -> Vec<ExprId> {
        let body = self.program.body(at);
        let mut todo = vec![(root, false)];
        let mut found = Vec::new();
        while let Some((expr, in_branch)) = todo.pop() {
            match body.expr(expr) {
                ExprKind::Block { tail: Some(tail), .. } => todo.push((*tail, in_branch)),
                ExprKind::If { then, otherwise, .. } => {
                    todo.extend(std::iter::once(*then).chain(*otherwise).map(|branch| (branch, true)));
                }
                ExprKind::Match { arms, .. } => todo.extend(arms.iter().map(|arm| (arm.body, true))),
                _ if in_branch && body.is_err(expr) => found.push(expr),
                _ => {}
            }
        }
        found.sort_by_key(|&expr| body.span(expr).lo);
        found
    }

    /// Whether an expression runs whenever the branch of `fork` that it stands in is taken.
    pub(super) fn is_in_own_branch(&self, at: BodyRef, fork: ExprId, expr: ExprId) -> bool {
        let uses = self.program.uses(at);
        let branch = std::iter::once(expr).chain(uses.ancestors(expr)).find(|&up| uses.parent_expr(up) == Some(fork));
        branch.is_some_and(|branch| branch == expr || self.is_plain_below(at, branch, expr))
    }

    /// `?`, `return Err(…)`
    fn is_failure(&self, at: BodyRef, exit: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(exit) {
            ExprKind::Try(_) => true,
            ExprKind::Return(Some(value)) => body.is_err(*value),
            _ => body.is_err(exit),
        }
    }

    /// Whether an exit is taken because the other end of a oneshot channel is gone: whoever dropped it, had taken
    /// the entry out.
    fn answer_closed(&self, at: BodyRef, exit: ExprId) -> bool {
        let body = self.program.body(at);
        if let ExprKind::Try(inner) = body.expr(exit) {
            return self.fails_unanswered(at, *inner);
        }
        // `match result { Ok(answer) => answer, Err(_) => return … }`, `let Ok(answer) = rx.await else { return … }`
        let uses = self.program.uses(at);
        let types = self.program.types(at);
        let mut child = exit;
        loop {
            let parent = match uses.parent(child) {
                Parent::Root => return false,
                Parent::LetElse(block, index) => {
                    if let ExprKind::Block { stmts, .. } = body.expr(block)
                        && let Some(Stmt::Let { pat, init: Some(init), .. }) = stmts.get(index as usize)
                        && matches!(body.pat(*pat), PatKind::TupleStruct(path, _) if path.last() == "Ok")
                        && is_unanswered(self.program, types.expr(*init))
                    {
                        return true;
                    }
                    block
                }
                Parent::Stmt(block, _) | Parent::Let(block, _) => block,
                Parent::Expr(parent) => parent,
            };
            let closed = match body.expr(parent) {
                ExprKind::Match { value, arms } => arms
                    .iter()
                    .find(|arm| arm.body == child)
                    .is_some_and(|arm| self.is_unanswered_pattern(at, arm.pat, types.expr(*value))),
                ExprKind::If { cond, then, .. } if *then == child => match body.expr(*cond) {
                    ExprKind::Let { pat, value } => self.is_unanswered_pattern(at, *pat, types.expr(*value)),
                    _ => false,
                },
                _ => false,
            };
            if closed {
                return true;
            }
            child = parent;
        }
    }

    /// Whether an exit comes behind `let answer = match timeout(limit, rx).await { Ok(Ok(answer)) => answer, … }`, where
    /// all other arms leave: who has answered, had taken the entry out.
    fn has_answer(&self, at: BodyRef, exit: ExprId) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let is_answered = |init: ExprId| {
            let ExprKind::Match { value, arms } = body.expr(init) else { return false };
            let waits = self.limits_an_answer_in(at, *value)
                || matches!(body.expr(*value), ExprKind::Await(inner) if is_answer(self.program, self.program.types(at).expr(*inner)));
            waits && arms.iter().filter(|arm| !leaves(body, arm.body)).count() == 1
        };
        uses.ancestors(exit).any(|up| match body.expr(up) {
            ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| {
                matches!(stmt, Stmt::Let { init: Some(init), .. }
                    if body.span(*init).hi <= body.span(exit).lo && is_answered(*init))
            }),
            _ => false,
        })
    }

    /// Whether a result is an error only where the answer's other end is gone.
    fn fails_unanswered(&self, at: BodyRef, result: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let mut expr = result;
        for _ in 0..8 {
            if is_unanswered(program, program.types(at).expr(expr)) {
                return true;
            }
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => expr = *receiver,
                // `timeout(…, rx).await??`: the outer one is about the channel.
                ExprKind::Try(inner) => return self.limits_an_answer_in(at, *inner),
                ExprKind::Await(inner) => return is_answer(program, program.types(at).expr(*inner)),
                _ => return false,
            }
        }
        false
    }

    /// `Err(_)`, `Ok(Err(_))` where that is the end of the answer's channel.
    pub(super) fn is_unanswered_pattern(&self, at: BodyRef, pat: PatId, ty: &Ty) -> bool {
        let body = self.program.body(at);
        let PatKind::TupleStruct(path, parts) = body.pat(pat) else { return false };
        match path.last().as_str() {
            "Err" => is_unanswered(self.program, ty),
            "Ok" | "Some" => matches!(parts[..], [part] if self.is_unanswered_pattern(at, part, &ty.arg(0))),
            _ => false,
        }
    }

    fn limits_an_answer_in(&self, at: BodyRef, expr: ExprId) -> bool {
        let mut found = false;
        let body = self.program.body(at);
        body.walk(expr, &mut |_| false, &mut |expr| {
            found |= matches!(body.expr(expr), ExprKind::Await(_)) && self.limits_an_answer(at, expr);
        });
        found
    }

    /// `timeout(d, rx).await`, with the answer's receiver within.
    fn limits_an_answer(&self, at: BodyRef, wait: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let ExprKind::Await(inner) = body.expr(wait) else { return false };
        let call = ExprRef { body: at, expr: *inner };
        let is_timeout = program.called_api(call).is_some_and(|row| row.verb == Verb::Timeout);
        if !is_timeout {
            return false;
        }
        let mut answer = false;
        body.walk(*inner, &mut |_| true, &mut |expr| {
            answer |= is_answer(program, program.types(at).expr(expr));
        });
        answer
    }

    /// Whether an await waits for anything: not for the lock of the map itself.
    pub(in crate::model) fn takes_time(&self, at: BodyRef, wait: ExprId) -> bool {
        let program = self.program;
        let ExprKind::Await(inner) = program.body(at).expr(wait) else { return false };
        let call = ExprRef { body: at, expr: *inner };
        match program.callee_of(call) {
            Some(Callee::Api(api)) => program.apis.row(*api).verb != Verb::Lock,
            _ => true,
        }
    }
}

fn is_behind_pointer(registry: &Registry) -> bool {
    matches!(registry.place, crate::flow::Place::Static(_))
        || registry.ty.contains("Arc<")
        || registry.ty.contains("Rc<")
}

/// Whether a value is the receiving end of a oneshot channel.
fn is_answer(program: &Program<'_>, ty: &Ty) -> bool {
    program.derefs(ty).iter().any(|ty| {
        ty.api_path().and_then(|path| program.apis.type_(path)).is_some_and(|id| {
            let row = program.apis.ty(id);
            row.role == Role::Receiver && row.channel == Some(ChannelKind::Oneshot)
        })
    })
}

/// Whether a type is what a oneshot channel gives, with the error that says that its sender is gone.
fn is_unanswered(program: &Program<'_>, ty: &Ty) -> bool {
    if program.role(ty) != Some(Role::Result) {
        return false;
    }
    let error = ty.arg(1);
    let Some(error) = error.api_path() else { return false };
    program.apis.types().any(|(_, row)| {
        row.role == Role::Receiver
            && row.channel == Some(ChannelKind::Oneshot)
            && program.output(&Ty::Api(row.path, [Ty::Unknown].into())).arg(1).api_path() == Some(error)
    })
}

/// The `?`, the `return`, or the whole.
pub(in crate::model) fn exit_span(program: &Program<'_>, at: BodyRef, expr: ExprId) -> Span {
    let body = program.body(at);
    let span = body.span(expr);
    match body.expr(expr) {
        ExprKind::Try(_) => Span::new(span.file, span.hi.saturating_sub(1), span.hi),
        _ => span,
    }
}
