//! Groups of futures and tasks that share a fate: `select!`, `join!`, `try_join!`, sets that end with their first.

use super::relations::{Reach, Shared, components, reaches};
use super::{Model, Task, callee_span, common_statics, ended_channels, pushed};
use crate::apis::{EndsOthers, ExitKind, GroupEnd, MacroVerb, Role, TaskKind, Verb};
use crate::flow::{BindSource, EndKind, Ends, EventKind, Parent, Place};
use crate::ir::{BindingId, ExprId, ExprKind, MacroKind, PatId, PatKind, SelectBranch};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Origin, Program, StaticId, Ty};
use crate::source::Span;
use std::collections::BTreeSet;

/// Futures that share a fate.
#[derive(Clone, Debug)]
pub struct Group {
    /// The macro or loop.
    pub at: ExprRef,
    /// Where it is pointed at.
    pub span: Span,
    /// How they are tied together.
    pub kind: GroupKind,
    /// Its long-lived children.
    pub children: Vec<Child>,
    /// Indices of children that belong together: each child is in one group.
    pub related: Vec<Vec<usize>>,
}

/// How children are tied together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// The first that ends, ends the others.
    Select,
    /// The first error ends the others.
    TryJoin,
    /// All are waited for.
    Join,
    /// A `JoinSet` that is dropped after the first exit.
    Set,
    /// The first that says it has ended, ends the process.
    Process,
}

/// One child.
#[derive(Clone, Debug)]
pub struct Child {
    /// Its expression.
    pub span: Span,
    /// Its code: the call or block that it is made from.
    pub code: ExprRef,
    /// The function of the workspace that it runs, where it is a call of one.
    pub function: Option<FnId>,
    /// What it runs, in a word.
    pub name: String,
    /// Its end.
    pub ends: Ends,
    /// The task that it is, where it is one: an index of [`Model::tasks`].
    pub task: Option<usize>,
    /// It is stopped when the group ends: a handle that is dropped lets its task go on.
    pub falls: bool,
}

impl Group {
    /// When the end of one ends the others.
    pub fn ends_others(&self) -> EndsOthers {
        match self.kind {
            _ if !self.children.iter().any(|child| child.falls) => EndsOthers::Never,
            GroupKind::Select | GroupKind::Set | GroupKind::Process => EndsOthers::AnyEnd,
            GroupKind::TryJoin => EndsOthers::Failure,
            GroupKind::Join => EndsOthers::Never,
        }
    }

    /// Whether one of them can end by itself, and take others with it: what never ends ends nobody, but a task may panic.
    pub fn can_fall(&self) -> bool {
        self.children.iter().any(|child| child.falls)
            && self.children.iter().any(|child| child.ends.kind == EndKind::Loops || child.task.is_some())
    }

    /// Whether members fall together that have nothing to do with each other.
    pub fn ties_strangers(&self) -> bool {
        // Several of the same are one service.
        let alike =
            self.children.windows(2).all(|pair| pair[0].name == pair[1].name && pair[0].function == pair[1].function);
        self.kind != GroupKind::Join && self.related.len() > 1 && self.can_fall() && !alike
    }

    /// The name of a child on the map, for the group at an index of [`Model::groups`].
    pub fn child_id(&self, index: usize, child: usize) -> String {
        match self.children.get(child).and_then(|child| child.task) {
            Some(task) => format!("t{}", task + 1),
            None => format!("s{}.{}", index + 1, child + 1),
        }
    }
}

impl Model<'_, '_> {
    /// What a task runs, in a word.
    pub fn work_name(&self, task: &Task) -> String {
        // An actor's type says more than the call that makes it.
        if task.kind == TaskKind::Actor
            && let Ty::Adt(adt, _) = self.program.peel(&task.work)
        {
            return self.program.defs.adts[adt].name.as_str().to_owned();
        }
        match task.work_at {
            Some(work) if self.program.expr(work).is_lazy() => {
                // It has no name of its own: the function that starts it.
                let function = self.function_of(task.at.body);
                format!("in {}", function.rsplit("::").next().unwrap_or_default())
            }
            Some(work) => name_of(self.program, work),
            None => task.api.clone(),
        }
    }
}

impl Model<'_, '_> {
    /// What ties a group together, in a word: the macro or function, or the set whose members end with the first.
    pub fn group_api(&self, group: &Group) -> String {
        let program = self.program;
        let text = program.workspace.sources.text(group.span);
        if !matches!(text, "while" | "if" | "loop") {
            return text.to_owned();
        }
        let set = group.children.iter().find_map(|child| match self.tasks.get(child.task?)?.set? {
            Place::Local(body, binding) => program.types(body).binding(binding).api_path(),
            Place::Field(adt, name) => program.declared_field(adt, name).api_path(),
            Place::Static(_) | Place::Unknown => None,
        });
        match (group.kind, set) {
            (GroupKind::Set, Some(path)) => crate::apis::last_segment(path.as_str()).to_owned(),
            (GroupKind::Set, None) => text.to_owned(),
            _ => "FuturesUnordered".to_owned(),
        }
    }
}

pub(super) fn find(model: &Model<'_, '_>) -> Vec<Group> {
    let program = model.program;
    let mut groups = Vec::new();
    for &at in model.index.groups() {
        if model.skips(at.body) {
            continue;
        }
        let (kind, futures): (GroupKind, Vec<ExprId>) = match program.expr(at) {
            ExprKind::Select { path, branches, .. } => {
                let known = program.macro_verb(at.body, path).is_none_or(|verb| verb == MacroVerb::Select);
                if !known {
                    continue;
                }
                // What a round of an event loop makes anew in the next one, ends with no other for good.
                let again = is_event_loop(program, at);
                let stays = |branch: &&SelectBranch| !again || lasts(program.body(at.body), branch);
                (GroupKind::Select, branches.iter().filter(stays).map(|branch| branch.future).collect())
            }
            ExprKind::Join { args, is_try, .. } => {
                (if *is_try { GroupKind::TryJoin } else { GroupKind::Join }, args.to_vec())
            }
            _ => continue,
        };
        if futures.len() < 2 || chooses_value(program, at) {
            continue;
        }
        groups.extend(group(model, at, kind, &futures));
    }
    for at in model.calls_with(Verb::Group) {
        let Some((kind, futures)) = of_call(model, at) else { continue };
        if futures.len() > 1 {
            let mut made = group(model, at, kind, &futures);
            if let Some(group) = made.as_mut().filter(|_| aborts_rest(program, at)) {
                group.children.iter_mut().for_each(|child| child.falls = true);
            }
            groups.extend(made);
        }
    }
    groups.extend(sets(model));
    for (at, kind, futures) in pushed::drained(model) {
        groups.extend(group(model, at, kind, &futures));
    }
    groups.extend(ended_channels::find(model));
    groups.sort_by(|a: &Group, b: &Group| {
        let key = |one: &Group| (program.workspace.sources.get(one.span.file).path.clone(), one.span.lo);
        key(a).cmp(&key(b))
    });
    groups
}

/// Whether a `select!` stands in a loop of the same code.
fn is_event_loop(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let mut ups = program.uses(at.body).ancestors(at.expr).take_while(|&up| !body.expr(up).is_lazy());
    ups.any(|up| body.expr(up).is_loop())
}

/// Whether a branch of an event loop has a future from outside of the loop, or may leave the loop when it is done.
fn lasts(body: &crate::ir::Body, branch: &SelectBranch) -> bool {
    let leaves = |expr: ExprId| {
        matches!(
            body.expr(expr),
            ExprKind::Break { .. }
                | ExprKind::Return(_)
                | ExprKind::Try(_)
                | ExprKind::Macro { kind: MacroKind::Panics, .. }
        )
    };
    !matches!(body.expr(branch.future), ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Async { .. })
        || body.any(branch.body, leaves)
}

/// `let proof = select! { _ = paid_on_chain() => None, _ = paid_by_invoice() => image };`: a race of events, of which the
/// first says what is worked with from then on.
fn chooses_value(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let ExprKind::Select { branches, .. } = body.expr(at.expr) else { return false };
    let Parent::Let(block, index) = uses.parent(at.expr) else { return false };
    let used = body.let_pat(block, index).is_some_and(|pat| match body.pat(pat) {
        PatKind::Bind(binding, None) => !uses.of(*binding).is_empty(),
        _ => false,
    });
    let outer = |binding: &BindingId| {
        !body.span(at.expr).contains(Span::new(body.file, body.binding(*binding).lo, body.binding(*binding).hi))
    };
    used && branches.iter().all(|branch| matches!(body.pat(branch.pat), PatKind::Wild))
        && branches
            .iter()
            .any(|branch| matches!(body.expr(body.value_of(branch.body)), ExprKind::Local(binding) if outer(binding)))
}

/// `try_join_all([a, b])`, `race(a, b)`: how they are tied together, and the futures that the text names.
fn of_call(model: &Model<'_, '_>, at: ExprRef) -> Option<(GroupKind, Vec<ExprId>)> {
    let program = model.program;
    let Callee::Api(api) = program.callee(at) else { return None };
    let kind = match program.apis.row(*api).ends? {
        GroupEnd::First => GroupKind::Select,
        GroupEnd::GivesBack if drops_rest(program, at) || aborts_rest(program, at) => GroupKind::Select,
        GroupEnd::GivesBack => return None,
        GroupEnd::Error => GroupKind::TryJoin,
        GroupEnd::All => GroupKind::Join,
    };
    let body = program.body(at.body);
    let ExprKind::Call { args, .. } = body.expr(at.expr) else { return None };
    let [list] = args[..] else { return Some((kind, args.to_vec())) };
    let list = match body.expr(list) {
        ExprKind::Local(binding) => {
            if let Some(futures) = pushed::futures(program, at.body, *binding) {
                // Of a value that is a future by itself nobody knows what it stands for.
                let is_work = |&expr: &ExprId| {
                    let here = ExprRef { body: at.body, expr };
                    code_of(program, unwrapped(program, here)).is_some()
                        || model.tasks.iter().any(|task| handle_comes_from(program, here, task.at))
                };
                return futures.iter().all(is_work).then_some((kind, futures));
            }
            match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => value,
                _ => return None,
            }
        }
        _ => list,
    };
    match body.expr(list) {
        ExprKind::Array { elems, .. } => Some((kind, elems.iter().map(|&elem| unboxed(body, elem)).collect())),
        _ => None,
    }
}

/// `x` of `Box::pin(x)` and `x.boxed()`.
pub(super) fn unboxed(body: &crate::ir::Body, expr: ExprId) -> ExprId {
    match body.expr(expr) {
        ExprKind::Cast(inner, _) => unboxed(body, *inner),
        ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "boxed" | "boxed_local") => *receiver,
        ExprKind::Call { callee, args } if args.len() == 1 => match body.expr(*callee) {
            ExprKind::Path(path) if path.segments.len() > 1 && path.last() == "pin" => args[0],
            _ => expr,
        },
        _ => expr,
    }
}

/// Whether nobody takes the futures that a group gives back: the last of a tuple in a pattern.
fn drops_rest(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let mut expr = at.expr;
    while let Parent::Expr(up) = uses.parent(expr) {
        match body.expr(up) {
            ExprKind::Await(_) | ExprKind::Try(_) => expr = up,
            ExprKind::Match { arms, .. } => return arms.iter().all(|arm| !takes_last(program, at.body, arm.pat)),
            ExprKind::Let { pat, .. } => return !takes_last(program, at.body, *pat),
            _ => return false,
        }
    }
    match uses.parent(expr) {
        Parent::Stmt(..) => true,
        Parent::Let(block, index) => body.let_pat(block, index).is_some_and(|pat| !takes_last(program, at.body, pat)),
        _ => false,
    }
}

/// `let (first, _, rest) = select_all(tasks).await; for task in rest { task.abort(); }`
fn aborts_rest(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let mut expr = at.expr;
    while let Some(up) = uses.parent_expr(expr).filter(|&up| matches!(body.expr(up), ExprKind::Await(_))) {
        expr = up;
    }
    let Parent::Let(block, index) = uses.parent(expr) else { return false };
    let Some(PatKind::Tuple(parts)) = body.let_pat(block, index).map(|pat| body.pat(pat)) else { return false };
    let Some(PatKind::Bind(rest, None)) = parts.last().map(|last| body.pat(*last)) else { return false };
    let aborts = |used: &ExprId| {
        let mut list = *used;
        while let Some(up) = uses.parent_expr(list)
            && match body.expr(up) {
                ExprKind::Ref(_) => true,
                ExprKind::MethodCall { receiver, name, .. } => {
                    *receiver == list && matches!(name.as_str(), "iter" | "into_iter")
                }
                _ => false,
            }
        {
            list = up;
        }
        let looped = uses.parent_expr(list).is_some_and(|up| match body.expr(up) {
            ExprKind::For { iter, .. } => *iter == list,
            ExprKind::MethodCall { receiver, name, .. } => *receiver == list && *name == "for_each",
            _ => false,
        });
        let mut aborts = false;
        if let Some(up) = uses.parent_expr(list).filter(|_| looped) {
            body.walk(up, &mut |_| true, &mut |expr| {
                let row = program.called_api(ExprRef { body: at.body, expr });
                aborts |= row.is_some_and(|row| row.verb == Verb::Abort);
            });
        }
        aborts
    };
    let used = uses.of(*rest);
    !used.is_empty() && used.iter().all(aborts)
}

fn takes_last(program: &Program<'_>, at: BodyRef, pat: PatId) -> bool {
    let body = program.body(at);
    match body.pat(pat) {
        PatKind::Wild => false,
        PatKind::Tuple(parts) => parts.last().is_some_and(|last| takes_last(program, at, *last)),
        PatKind::TupleStruct(_, parts) => parts.iter().any(|part| takes_last(program, at, *part)),
        PatKind::Bind(binding, None) => !program.uses(at).of(*binding).is_empty(),
        _ => true,
    }
}

/// Sets of tasks that are left with the first exit: whoever drops the set aborts the others.
fn sets(model: &Model<'_, '_>) -> Vec<Group> {
    let program = model.program;
    let mut found: Vec<Group> = Vec::new();
    let mut seen: BTreeSet<(BodyRef, Place)> = BTreeSet::new();
    for task in &model.tasks {
        let Some(set) = task.set else { continue };
        // What a function adds to a field for its caller is the caller's member.
        let in_field = matches!(set, Place::Field(..));
        let body_ref = match set {
            Place::Local(body, _) => body,
            Place::Field(..) if !task.of_param => task.at.body,
            _ => continue,
        };
        if !seen.insert((body_ref, set)) || !aborts_all(program, set) {
            continue;
        }
        let members: Vec<(usize, &Task)> = model
            .tasks
            .iter()
            .enumerate()
            .filter(|(_, other)| other.set == task.set && matches!(other.ends.kind, EndKind::Loops | EndKind::Infinite))
            .filter(|(_, other)| !in_field || !other.of_param && other.at.body == body_ref)
            .filter(|(_, other)| !in_loop(program, other.at))
            .collect();
        if members.len() < 2 {
            continue;
        }
        let Some(at) = ended_by_first(program, task) else { continue };
        if in_field && !goes_with(program, task, at) {
            continue;
        }
        let mut children = Vec::new();
        let mut reach = Vec::new();
        for (index, member) in members {
            let work = member.work_at.unwrap_or(member.at);
            children.push(Child {
                span: program.body(work.body).span(work.expr),
                code: work,
                function: model.work_fn(member),
                name: name_of(program, work),
                ends: member.ends.clone(),
                task: Some(index),
                falls: true,
            });
            let mut reached = BTreeSet::new();
            reaches(program, work.body, work.expr, &mut reached, 0);
            reach.push(Shared { variables: reached, statics: statics_of(program, &[work]) });
        }
        tell_apart(program, &mut children);
        meet_in_statics(program, body_ref, &mut reach);
        let span = match program.expr(at) {
            ExprKind::If { .. } => {
                let whole = program.body(at.body).span(at.expr);
                Span::new(whole.file, whole.lo, whole.lo + 2)
            }
            _ => callee_span(program, at),
        };
        found.push(Group { at, span, kind: GroupKind::Set, children, related: components(&reach) });
    }
    found
}

/// Where the first exit of a set's tasks ends the others: the loop or `if` that leaves with it, or the wait before the
/// rest is aborted.
fn ended_by_first(program: &Program<'_>, task: &Task) -> Option<ExprRef> {
    let those = |verb: Verb| task.events.iter().filter(move |event| event.kind == EventKind::Verb(verb));
    let mut joins: Vec<ExprRef> = those(Verb::Join).map(|event| event.at).collect();
    let aborts: Vec<ExprRef> = those(Verb::Abort).map(|event| event.at).collect();
    joins.sort_unstable();
    joins.dedup();
    let of = joins.first()?.body;
    if joins.iter().any(|at| at.body != of) {
        return None;
    }
    let body = program.body(of);
    let place = |at: &ExprRef| body.span(at.expr).lo;
    joins.sort_by_key(place);
    let (&join, later) = joins.split_first()?;
    let Some(first) = aborts.iter().filter(|at| at.body == join.body).map(place).min() else {
        let left = later.is_empty() && aborts.is_empty();
        return left.then(|| first_exit(program, join).or_else(|| left_by_branch(program, join)))?;
    };
    // What is waited for after that has been aborted already.
    let aborted = first > place(&join) && later.iter().all(|at| at.body == join.body && place(at) > first);
    let branch = branch_of(program, join);
    let selects = |up: &ExprId| matches!(body.expr(*up), ExprKind::Select { .. });
    let selected = program.uses(join.body).ancestors(join.expr).any(|up| selects(&up));
    // An abort in another branch is not for those that are left by this one.
    let before = branch.is_some_and(|select| first < body.span(select.expr).hi);
    let looped = in_loop(program, join) || selected && branch.is_none() || before;
    if !aborted || looped || in_loop(program, *aborts.first()?) || asks_to_end(program, join, Some(first)) {
        return None;
    }
    branch.or_else(|| first_exit(program, join)).or(Some(join))
}

/// The `select!` of which a wait is one branch.
fn branch_of(program: &Program<'_>, join: ExprRef) -> Option<ExprRef> {
    let body = program.body(join.body);
    let up = program.uses(join.body).parent_expr(join.expr)?;
    let ExprKind::Select { branches, .. } = body.expr(up) else { return None };
    branches.iter().any(|branch| branch.future == join.expr).then_some(ExprRef { body: join.body, expr: up })
}

/// `select! { _ = signal() => {} Some(end) = set.join_next() => error!("{end:?}") }`, behind which nobody waits for
/// anything: the set is dropped.
fn left_by_branch(program: &Program<'_>, join: ExprRef) -> Option<ExprRef> {
    let select = branch_of(program, join).filter(|_| !in_loop(program, join))?;
    let body = program.body(join.body);
    let end = body.span(select.expr).hi;
    let goes_on = asks_to_end(program, join, None);
    (!waits_between(body, end, u32::MAX) && !goes_on).then_some(select)
}

/// Whether code between two places waits.
fn waits_between(body: &crate::ir::Body, from: u32, to: u32) -> bool {
    let mut waits = false;
    body.walk(body.root, &mut |_| true, &mut |expr| {
        let lo = body.span(expr).lo;
        waits |= lo >= from && lo < to && matches!(body.expr(expr), ExprKind::Await(_) | ExprKind::Select { .. });
    });
    waits
}

/// Whether the code around cancels a token or tells somebody to end, and so does not just cut the others. A word that is
/// followed by the abort, with no wait between, is heard by nobody.
fn asks_to_end(program: &Program<'_>, join: ExprRef, abort: Option<u32>) -> bool {
    let body = program.body(join.body);
    let mut asks = false;
    let unheard = |expr: ExprId| {
        let from = body.span(expr).hi;
        abort.is_some_and(|abort| from <= abort && !waits_between(body, from, abort))
    };
    body.walk(body.root, &mut |_| true, &mut |expr| {
        asks |= program.called_api(ExprRef { body: join.body, expr }).is_some_and(|row| match row.verb {
            Verb::Cancel | Verb::Send => body.span(expr).lo < body.span(join.expr).lo || !unheard(expr),
            Verb::Sleep | Verb::Timeout => true,
            _ => false,
        });
    });
    asks
}

fn aborts_all(program: &Program<'_>, set: Place) -> bool {
    let ty = match set {
        Place::Local(body, binding) => program.types(body).binding(binding).clone(),
        Place::Field(adt, name) => program.declared_field(adt, name),
        _ => return false,
    };
    ty.api_path().and_then(|path| program.apis.type_(path)).is_some_and(|id| {
        let row = program.apis.ty(id);
        row.role == Role::TaskSet && row.drop == Some(crate::apis::DropEffect::Abort)
    })
}

/// Whether the set in a field ends with the code that takes the first exit: its owner is used up there, or it is told to.
fn goes_with(program: &Program<'_>, task: &Task, first: ExprRef) -> bool {
    let aborted =
        |event: &crate::flow::Event| event.kind == EventKind::Verb(Verb::Abort) && event.at.body == first.body;
    let used_up = |function: FnId| program.defs.fns[function].item.receiver == Some(crate::ir::Receiver::Value);
    task.events.iter().any(aborted) || program.owner(first.body).is_some_and(used_up)
}

pub(super) fn in_loop(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    program.uses(at.body).ancestors(at.expr).any(|up| {
        matches!(
            body.expr(up),
            ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } | ExprKind::Closure { .. }
        )
    })
}

/// The loop or `if` that takes the first exit of a set and then leaves the others alone.
pub(super) fn first_exit(program: &Program<'_>, join: ExprRef) -> Option<ExprRef> {
    let body = program.body(join.body);
    let mut conditional = None;
    for up in program.uses(join.body).ancestors(join.expr) {
        match body.expr(up) {
            ExprKind::If { cond, .. } if conditional.is_none() && body.span(*cond).contains(body.span(join.expr)) => {
                conditional = Some(up);
            }
            ExprKind::While { body: inner, .. } | ExprKind::Loop { body: inner, .. } => {
                let mut leaves = false;
                body.walk(*inner, &mut |_| false, &mut |expr| {
                    leaves |=
                        matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Try(_));
                });
                return leaves.then_some(ExprRef { body: join.body, expr: up });
            }
            ExprKind::Select { .. } | ExprKind::Closure { .. } | ExprKind::Async { .. } => break,
            _ => {}
        }
    }
    conditional.map(|expr| ExprRef { body: join.body, expr })
}

fn group(model: &Model<'_, '_>, at: ExprRef, kind: GroupKind, futures: &[ExprId]) -> Option<Group> {
    let program = model.program;
    let body = program.body(at.body);
    let mut children = Vec::new();
    let mut reach = Vec::new();
    for &future in futures {
        let here = ExprRef { body: at.body, expr: future };
        // A handle of a task: the task itself is the child.
        let task = model.tasks.iter().position(|task| handle_comes_from(program, here, task.at));
        let ends = match task {
            Some(task) => model.tasks[task].ends.clone(),
            None => model.ends.of_type(program.ty(here)),
        };
        if !matches!(ends.kind, EndKind::Loops | EndKind::Infinite)
            || only_waits(program, here)
            || only_drains(program, here)
            || matches!(kind, GroupKind::TryJoin | GroupKind::Select) && task.is_none() && gives_answer(program, here)
        {
            continue;
        }
        let falls = task.is_none_or(|task| falls(model, at, kind, here, &model.tasks[task]));
        let name = task.map_or_else(|| name_of(program, here), |task| model.work_name(&model.tasks[task]));
        let function = called(program, here, 0);
        let block = || code_of(program, here).filter(|code| code.body == at.body);
        let code = if function.is_some() { unwrapped(program, here) } else { block().unwrap_or(here) };
        children.push(Child { span: body.span(future), code, function, name, ends, task, falls });
        let mut found = BTreeSet::new();
        reaches(program, at.body, future, &mut found, 0);
        let mut code = vec![here];
        code.extend(task.and_then(|task| model.tasks[task].work_at));
        reach.push(Shared { variables: found, statics: statics_of(program, &code) });
    }
    if children.len() < 2 {
        return None;
    }
    tell_apart(program, &mut children);
    meet_in_fields(program, &mut reach);
    meet_in_statics(program, at.body, &mut reach);
    let related = components(&reach);
    Some(Group { at, span: callee_span(program, at), kind, children, related })
}

/// `Intake::run` and `Beacon::run`, where several functions have one name.
fn tell_apart(program: &Program<'_>, children: &mut [Child]) {
    let same = |one: &Child, other: &Child| one.name == other.name && one.function != other.function;
    let shared: Vec<bool> = children.iter().map(|one| children.iter().any(|other| same(one, other))).collect();
    for (child, _) in children.iter_mut().zip(shared).filter(|(_, shared)| *shared) {
        let Some(function) = child.function else { continue };
        let path = program.defs.path_of(function);
        let parts: Vec<&str> = path.rsplit("::").take(2).collect();
        child.name = parts.into_iter().rev().collect::<Vec<_>>().join("::");
    }
}

/// One is given the end of a channel, and another what keeps an end of one with the same messages in a field: it may
/// well be the other end.
fn meet_in_fields(program: &Program<'_>, reach: &mut [Shared]) {
    let messages = |ty: &Ty| match (program.role(ty), ty.arg(0)) {
        (Some(Role::Sender | Role::Receiver), Ty::Adt(of, _)) => Some(of),
        _ => None,
    };
    let ends = |set: &Reach| -> Vec<(AdtId, (BodyRef, BindingId))> {
        let ends = set.iter().map(|&(body, binding)| (program.types(body).binding(binding), (body, binding)));
        ends.filter_map(|(ty, at)| Some((messages(ty)?, at))).collect()
    };
    let kept = |shared: &Shared| -> Vec<AdtId> {
        let set = &shared.variables;
        let holders =
            set.iter().filter_map(|&(body, binding)| match program.peel(program.types(body).binding(binding)) {
                Ty::Adt(adt, _) => Some(adt),
                _ => None,
            });
        let in_fields = holders.flat_map(|adt| program.all_fields(adt)).filter_map(|field| messages(&field));
        in_fields.chain(shared.statics.iter().flat_map(|&id| common_statics::messages_of(program, id))).collect()
    };
    let given: Vec<_> = reach.iter().map(|shared| ends(&shared.variables)).collect();
    for (at, set) in reach.iter_mut().enumerate() {
        let kept = kept(set);
        let met = given.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, ends)| ends);
        set.variables.extend(met.filter(|(of, _)| kept.contains(of)).map(|(_, end)| *end));
    }
}

/// Statics with state that a child's code uses.
pub(super) fn statics_of(program: &Program<'_>, code: &[ExprRef]) -> BTreeSet<StaticId> {
    let mut all = code.to_vec();
    for inner in code.iter().map(|&at| unwrapped(program, at)) {
        all.push(inner);
        all.extend(code_of(program, inner));
        // A future that is written by hand.
        if let Ty::Adt(adt, _) = program.peel(program.ty(inner)) {
            let methods = program.defs.impls_of(adt).iter().flat_map(|&id| &program.defs.impls[id].fns);
            let bodies = methods.filter_map(|&function| program.defs.fns[function].body);
            all.extend(bodies.map(|body| ExprRef { body, expr: program.body(body).root }));
        }
    }
    common_statics::used_by(program, &all)
}

/// Who uses a static has what the code around puts there.
pub(super) fn meet_in_statics(program: &Program<'_>, at: BodyRef, reach: &mut [Shared]) {
    for shared in reach.iter_mut().filter(|shared| !shared.statics.is_empty()) {
        for (_, value) in common_statics::put_into(program, at, &shared.statics) {
            reaches(program, at, value, &mut shared.variables, 0);
        }
    }
}

/// Whether a future gives something that its caller wants: it is a piece of work, and no service.
fn gives_answer(program: &Program<'_>, at: ExprRef) -> bool {
    let answer = |ty: &Ty| match ty {
        Ty::Unknown | Ty::Never => false,
        Ty::Api(path, _) => *path != "std::convert::Infallible",
        Ty::Tuple(parts) => !parts.is_empty(),
        Ty::Adt(..) | Ty::Prim(_) | Ty::Slice(_) => true,
        _ => false,
    };
    match program.output(program.ty(at)) {
        Ty::Api(path, args) if path == "std::result::Result" => args.first().is_some_and(answer),
        other => answer(&other),
    }
}

/// Whether a future is code of the workspace whose loops do nothing but wait: a signal or a timeout of the program's own.
fn only_waits(program: &Program<'_>, at: ExprRef) -> bool {
    let Some(ExprRef { body: at, expr: root }) = code_of(program, at) else { return false };
    let body = program.body(at);
    let (mut loops, mut acts, mut says, mut signals) = (0, false, false, false);
    body.walk(root, &mut |_| true, &mut |expr| {
        let inner = match body.expr(expr) {
            ExprKind::Loop { body, .. } | ExprKind::While { body, .. } | ExprKind::For { body, .. } => *body,
            _ => return,
        };
        loops += 1;
        body.walk(expr, &mut |_| true, &mut |expr| signals |= takes_signal(program, ExprRef { body: at, expr }));
        let stops = body.any(inner, |expr| is_beside_token(program, ExprRef { body: at, expr }));
        body.walk(inner, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at, expr };
            match body.expr(expr) {
                ExprKind::Macro { kind: MacroKind::Borrows | MacroKind::Panics, .. } => says = true,
                ExprKind::Select { .. } if stops => {}
                // A state that is waited for beside the token, and that nothing is done with.
                _ if stops && program.called_api(here).is_some_and(|row| row.verb == Verb::Receive) => {}
                _ => acts |= does_more_than_wait(program, here),
            }
        });
    });
    // Who only tells of what he waits for does so for a signal; else it is what he is there for.
    loops > 0 && !acts && (!says || signals)
}

/// `select! { … , _ = token.cancelled() => break }`
fn is_beside_token(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let ExprKind::Select { branches, .. } = body.expr(at.expr) else { return false };
    branches.iter().any(|branch| {
        let waits = program
            .called_api(ExprRef { body: at.body, expr: branch.future })
            .is_some_and(|row| row.exit == Some(ExitKind::CancelToken) && row.verb == Verb::Wait);
        waits && super::closing::leaves(body, branch.body)
    })
}

/// `signals.next()` of signals of the system.
fn takes_signal(program: &Program<'_>, at: ExprRef) -> bool {
    program.called_api(at).is_some_and(|row| row.exit == Some(ExitKind::ShutdownSignal))
}

/// Whether an expression of a loop does something that others notice, as far as can be seen.
fn does_more_than_wait(program: &Program<'_>, at: ExprRef) -> bool {
    match program.expr(at) {
        // `key.modifiers.contains(KeyModifiers::CONTROL)`, `KeyCode::Char('q')` ask what came.
        ExprKind::Call { callee, .. } if is_constructor(program, ExprRef { body: at.body, expr: *callee }) => false,
        ExprKind::MethodCall { name, .. } if *name == "contains" || name.as_str().starts_with("is_") => false,
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program.callee(at) {
            Callee::Wrap => false,
            Callee::Api(api) => {
                let row = program.apis.row(*api);
                let waits = matches!(row.verb, Verb::Sleep | Verb::Tick | Verb::Wait | Verb::Lock);
                // What a message says is looked at, and not worked on.
                let looks = row.verb == Verb::Pass && !row.is_async && row.into_self.is_empty();
                let changed = row.verb == Verb::Receive
                    && row.returns.as_ref().is_some_and(|text| {
                        text.mentions(&|text| matches!(text, crate::apis::TyText::Tuple(parts) if parts.is_empty()))
                    });
                !(waits || looks || changed)
            }
            Callee::Fn(function) => !only_sleeps(program, *function),
            _ => true,
        },
        ExprKind::Assign { place, .. } => {
            !matches!(program.expr(ExprRef { body: at.body, expr: *place }), ExprKind::Local(_))
        }
        ExprKind::Macro { .. } | ExprKind::Opaque | ExprKind::Select { .. } | ExprKind::Join { .. } => true,
        _ => false,
    }
}

/// Whether a callee is written like a variant or a tuple struct.
fn is_constructor(program: &Program<'_>, callee: ExprRef) -> bool {
    matches!(program.expr(callee), ExprKind::Path(path)
        if path.last().as_str().starts_with(|first: char| first.is_ascii_uppercase()))
}

/// Whether a function of the workspace stands for a sleep: all that it does is to sleep.
fn only_sleeps(program: &Program<'_>, function: FnId) -> bool {
    let Some(at) = program.defs.fns[function].body else { return false };
    let body = program.body(at);
    let (mut sleeps, mut acts) = (false, false);
    body.walk(body.root, &mut |_| true, &mut |expr| {
        let is_call = matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. });
        match is_call.then(|| program.callee(ExprRef { body: at, expr })) {
            Some(Callee::Api(api)) if program.apis.row(*api).verb == Verb::Sleep => sleeps = true,
            Some(Callee::Wrap | Callee::Api(_)) | None => {}
            Some(_) => acts = true,
        }
    });
    sleeps && !acts
}

/// The code of a future: the function that it calls, or its block.
fn code_of(program: &Program<'_>, at: ExprRef) -> Option<ExprRef> {
    if let Some(function) = called(program, at, 0) {
        let body = program.defs.fns[function].body?;
        return Some(ExprRef { body, expr: program.body(body).root });
    }
    match program.as_future(&program.peel(program.ty(at))) {
        Ty::Future(future) => match future.origin {
            Origin::Block(block) => Some(block),
            _ => None,
        },
        _ => None,
    }
}

/// `pending.for_each(|_| async {})`: a wait for the end, and no service.
fn only_drains(program: &Program<'_>, at: ExprRef) -> bool {
    let at = unwrapped(program, at);
    let body = program.body(at.body);
    let ExprKind::MethodCall { args, .. } = body.expr(at.expr) else { return false };
    let takes_all = program
        .called_api(at)
        .is_some_and(|row| row.verb == Verb::Receive && matches!(row.work, Some(crate::apis::Work::Arg(_))));
    takes_all
        && args.iter().all(|&arg| {
            let ExprKind::Closure { body: code, .. } = body.expr(arg) else { return false };
            let mut acts = false;
            body.walk(*code, &mut |_| true, &mut |expr| {
                acts |= match body.expr(expr) {
                    ExprKind::Call { .. } => !matches!(program.callee(ExprRef { body: at.body, expr }), Callee::Wrap),
                    ExprKind::MethodCall { .. } | ExprKind::Macro { .. } | ExprKind::Assign { .. } => true,
                    _ => false,
                };
            });
            !acts
        })
}

/// The function of the workspace that a future runs, also in what only passes it on: `f().fuse()`.
fn called(program: &Program<'_>, at: ExprRef, depth: u8) -> Option<crate::resolve::FnId> {
    if depth > 4 {
        return None;
    }
    if let Ty::Future(future) = program.as_future(program.ty(at))
        && let Origin::Call(function, _) = future.origin
    {
        return Some(function);
    }
    let body = program.body(at.body);
    let inner = match body.expr(at.expr) {
        ExprKind::MethodCall { receiver, .. } => *receiver,
        ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => *inner,
        ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
            BindSource::Value(value, _) => value,
            _ => return None,
        },
        _ => return None,
    };
    called(program, ExprRef { body: at.body, expr: inner }, depth + 1)
}

/// Whether a task ends with the group that waits for its handle.
fn falls(model: &Model<'_, '_>, at: ExprRef, kind: GroupKind, handle: ExprRef, task: &Task) -> bool {
    let program = model.program;
    // An error of the task itself is a value of the handle: only a panic ends a `try_join!`, and the others go on.
    if kind == GroupKind::TryJoin {
        return false;
    }
    let owned = !matches!(program.expr(handle), ExprKind::Ref(_));
    let ty = program.peel(program.ty(handle));
    let aborts = ty
        .api_path()
        .and_then(|path| program.apis.type_(path))
        .is_some_and(|id| program.apis.ty(id).drop == Some(crate::apis::DropEffect::Abort));
    let aborted =
        |event: &crate::flow::Event| matches!(event.kind, EventKind::Verb(Verb::Abort)) && event.at.body == at.body;
    (owned && aborts) || task.events.iter().any(aborted) || ends_program(model, at, 0)
}

/// Whether the program ends after a group: it stands in `main`, or in what only `main` awaits.
fn ends_program(model: &Model<'_, '_>, at: ExprRef, depth: u8) -> bool {
    let program = model.program;
    let Some(function) = program.owner(at.body) else { return false };
    if in_loop(program, at) {
        return false;
    }
    if program.defs.fns[function].name == "main" {
        return true;
    }
    let callers = if depth < 3 { model.callers(function) } else { Vec::new() };
    !callers.is_empty() && callers.into_iter().all(|call| ends_program(model, call, depth + 1))
}

/// Whether a value is the handle that a spawn call gave (through one variable).
pub(super) fn handle_comes_from(program: &Program<'_>, at: ExprRef, spawn: ExprRef) -> bool {
    if at.body != spawn.body {
        return false;
    }
    let body = program.body(at.body);
    let mut expr = at.expr;
    for _ in 0..6 {
        if expr == spawn.expr {
            return true;
        }
        match body.expr(expr) {
            ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => expr = *inner,
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => expr = value,
                _ => return false,
            },
            // `nested.join()`, `subsystem.start(SubsystemBuilder::new("worker", work).on_failure(…))`
            ExprKind::MethodCall { receiver, args, .. } => {
                let here = ExprRef { body: at.body, expr };
                let joins = program.called_api(here).is_some_and(|row| row.verb == Verb::Join)
                    && program.role(&program.peel(program.types(at.body).expr(*receiver))) == Some(Role::AbortHandle);
                match started_child(program, here, args) {
                    Some(child) => expr = child,
                    None if joins => expr = *receiver,
                    None => return false,
                }
            }
            _ => return false,
        }
    }
    false
}

/// What the chain of a child's description begins with, where a call puts a child under a supervisor.
fn started_child(program: &Program<'_>, call: ExprRef, args: &[ExprId]) -> Option<ExprId> {
    let path = match program.callee_of(call)? {
        Callee::Api(api) => program.apis.row(*api).path,
        Callee::Foreign(path) => *path,
        _ => return None,
    };
    let row = program.apis.child_fns().iter().find(|row| row.path == path && row.alone.is_none())?;
    let mut expr = *args.get(usize::from(row.child?))?;
    while let ExprKind::MethodCall { receiver, .. } = program.body(call.body).expr(expr) {
        expr = *receiver;
    }
    Some(expr)
}

pub(super) fn name_of(program: &Program<'_>, at: ExprRef) -> String {
    let at = unwrapped(program, at);
    let body = program.body(at.body);
    let ty = program.ty(at);
    if let Ty::Future(future) = program.as_future(ty) {
        match future.origin {
            Origin::Call(function, _) => return program.defs.fns[function].name.as_str().to_owned(),
            Origin::Api(api, _) => {
                let row = program.apis.row(api);
                // `timeout(limit, answer(stream))` runs what it is given.
                if let (Verb::Timeout | Verb::WaitOr, Some(crate::apis::Work::Arg(work))) = (row.verb, row.work)
                    && let ExprKind::Call { args, .. } = body.expr(at.expr)
                    && let Some(&work) = args.get(usize::from(work))
                {
                    return name_of(program, ExprRef { body: at.body, expr: work });
                }
                return row.path.as_str().to_owned();
            }
            _ => {}
        }
    }
    match body.expr(at.expr) {
        ExprKind::Local(binding) => body.binding(*binding).name.as_str().to_owned(),
        _ => {
            let text = program.workspace.sources.text(body.span(at.expr));
            let line = text.lines().next().unwrap_or("").trim();
            line.chars().take(40).collect()
        }
    }
}

/// The future that adapters (`fuse`, `boxed`, `instrument`) stand around, through variables.
fn unwrapped(program: &Program<'_>, at: ExprRef) -> ExprRef {
    let body = program.body(at.body);
    let here = |expr| ExprRef { body: at.body, expr };
    let mut inner = at.expr;
    for _ in 0..8 {
        inner = match body.expr(inner) {
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, pat) if matches!(body.pat(pat), crate::ir::PatKind::Bind(..)) => value,
                _ => break,
            },
            ExprKind::MethodCall { receiver, .. } => match program.callee(here(inner)) {
                Callee::Api(api) if program.apis.row(*api).verb == Verb::Wrap => *receiver,
                _ => break,
            },
            _ => break,
        };
    }
    match body.expr(inner) {
        // A name says more than the code that it stands for.
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } => here(inner),
        _ => at,
    }
}
