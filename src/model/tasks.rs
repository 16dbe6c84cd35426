//! Tasks: where they are spawned, what becomes of their handles, whether they end, who can stop them.

mod queued;

use super::stops::Stops;
use super::{Model, callee_span, own_handles};
use crate::apis::{DropEffect, ExitKind, Role, TaskKind, Verb, Work};
use crate::flow::{EndKind, Ends, Event, EventKind, Exit, Place, SourceOp, Tracker};
use crate::ir::{ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, BoundTrait, Callee, ExprRef, FnId, Origin, Program, Ty};
use crate::source::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// One spawn site.
#[derive(Clone, Debug)]
pub struct Task {
    /// The call.
    pub at: ExprRef,
    /// The callee's path or the method's name.
    pub span: Span,
    /// The callee as written.
    pub api: String,
    /// What is started.
    pub kind: TaskKind,
    /// What the code does with the handle where the task is spawned.
    pub fate: Fate,
    /// What becomes of a handle that was stored, collected, returned or passed on.
    pub fate_final: Option<Final>,
    /// How its code ends.
    pub ends: Ends,
    /// What it waits for where its code has no long loop, and that somebody else can end.
    pub waits: Vec<Exit>,
    /// Type of what runs.
    pub work: Ty,
    /// The expression that is the work.
    pub work_at: Option<ExprRef>,
    /// Whether its owner aborts it, or its drop does.
    pub abortable: bool,
    /// Whether somebody can end it in an orderly way.
    pub stoppable: Option<bool>,
    /// All in all.
    pub verdict: Verdict,
    /// Who owns it.
    pub owner: Option<Owner>,
    /// What happened to the handle.
    pub events: Vec<Event>,
    /// Where ownership is lost, and how the code says so.
    pub lost: Option<Event>,
    /// The code says that it is detached on purpose (`drop(handle)`, `.detach()`).
    pub on_purpose: bool,
    /// Dropping the handle lets the task go on (and does not abort or join it).
    pub detaches: bool,
    /// The receiver of the spawn call keeps the handle (`JoinSet`, `TaskTracker`).
    pub set: Option<Place>,
    /// What the task gives.
    pub output: Ty,
    /// The function whose argument it is: what this spawn runs comes from a caller.
    pub of_param: bool,
    /// The spawner does not give a handle at all.
    pub no_handle: bool,
}

/// What the code does with a handle right where the task is spawned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Awaited in the function.
    Awaited,
    /// A scope joins it.
    Scoped,
    /// Put into a collection or set.
    Collected,
    /// Given back to the caller.
    Returned,
    /// Put into a field.
    Stored,
    /// Wrapped in what aborts it when dropped.
    AbortOnDrop,
    /// Dropped.
    Dropped,
    /// Given to another function.
    Passed,
    /// Not known.
    Unknown,
}

/// What becomes of a handle in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Final {
    /// Awaited.
    Awaited,
    /// Aborted.
    Aborted,
    /// Aborted when its holder is dropped.
    AbortOnDrop,
    /// Only asked whether it has ended.
    Checked,
    /// Nothing.
    NeverUsed,
    /// Given to users of the crate.
    PublicApi,
    /// Not known.
    Unknown,
}

/// All in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nobody holds the handle, the loop is infinite, nothing can stop it.
    Leak,
    /// Nobody holds the handle.
    Detached,
    /// The handle is kept, and nobody looks at it.
    Unwatched,
    /// Owned.
    Ok,
    /// Not known.
    Unknown,
}

/// Who owns a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    /// What kind of owner.
    pub kind: OwnerKind,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub span: Span,
}

/// Kinds of owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerKind {
    /// The function that spawns.
    Scope,
    /// A field.
    Field,
    /// A collection or set.
    Collection,
    /// A caller.
    Caller,
    /// A supervisor.
    Supervisor,
}

/// A call that spawns: a row of the catalog, or a function of the workspace.
pub(super) struct Site {
    at: ExprRef,
    kind: TaskKind,
    work: Option<Work>,
    on_drop: Option<DropEffect>,
    kept_by_receiver: bool,
    wrapper: Option<FnId>,
}

/// All places that start a task: calls of spawn functions of the catalog, and of those of the workspace, which are
/// found by a fixed point: whoever gives what it is given to a spawn function is one itself.
pub(super) fn sites(model: &mut Model<'_, '_>) -> Vec<Site> {
    let program = model.program;
    let mut sites = Vec::new();
    let mut seen = FxHashSet::default();
    let names = program.apis.names_of(crate::apis::Fn::starts_task);
    for name in &names {
        for at in model.index.calls(*name) {
            if model.skips(at.body) {
                continue;
            }
            match program.callee(at) {
                Callee::Api(api) => {
                    let row = program.apis.row(*api);
                    if row.starts_task() && seen.insert(at) {
                        sites.push(Site {
                            at,
                            kind: row.task.unwrap_or(TaskKind::Task),
                            work: row.work,
                            on_drop: row.on_drop,
                            kept_by_receiver: row.kept_by_receiver,
                            wrapper: None,
                        });
                    }
                }
                Callee::Unknown if name.as_str().starts_with("spawn") => {
                    model.unknown_spawns.push(callee_span(program, at))
                }
                _ => {}
            }
        }
    }
    find_wrappers(model, &mut sites, &mut seen);
    sites
}

/// What becomes of the handle that each of these places gives.
pub(super) fn find(model: &mut Model<'_, '_>, sites: Vec<Site>) -> Vec<Task> {
    let program = model.program;
    // Inner spawns come before the calls of the functions that hold them.
    let mut tasks: Vec<Task> = Vec::with_capacity(sites.len());
    let mut starts = FxHashSet::default();
    for site in sites {
        if only_starts(model, &site, &tasks, &starts) {
            starts.insert(site.at);
        }
        let found = task(model, site, &tasks);
        tasks.push(found);
    }
    tasks.retain(|task| !starts.contains(&task.at));
    tasks.sort_by(|a, b| {
        let key = |task: &Task| (program.workspace.sources.get(task.span.file).path.clone(), task.span.lo);
        key(a).cmp(&key(b))
    });
    let told: FxHashSet<ExprRef> = tasks.iter().map(|task| task.at).collect();
    (model.retold, model.lost_calls) = super::retold::find(model, &tasks, &told);
    model.unknown_spawns.sort_unstable();
    tasks
}

/// Whether a call of a function of the workspace that starts a task tells nothing about that task: what it gives is no
/// handle. `start(actor).await` waits until it has begun, `let client = connect(handler)` gives a client.
fn only_starts(model: &Model<'_, '_>, site: &Site, known: &[Task], starts: &FxHashSet<ExprRef>) -> bool {
    let program = model.program;
    let Some(function) = site.wrapper else { return false };
    let output = &program.sig(function).output;
    if owns_handle(program, output, &mut FxHashSet::default()) {
        return false;
    }
    let is_async = program.defs.fns[function].item.is_async;
    if is_async && program.is_awaited(site.at) {
        return !awaits_inside(model, function, known)
            || of_given(program, known, function).all(|task| starts.contains(&task.at));
    }
    // What is to run is not given as such: something that has a trait of the workspace is.
    let is_role = |ty: &Ty| match ty {
        Ty::Param(_, bounds) => {
            bounds.iter().any(|bound| matches!(bound.of, BoundTrait::Local(_)))
                && !bounds.iter().any(|bound| {
                    matches!(bound.of, BoundTrait::Api(path) if path.as_str().starts_with("std::ops::Fn"))
                        || program.is_future_trait(bound.of)
                })
        }
        _ => false,
    };
    let given = match site.work {
        Some(Work::Arg(position)) => program.sig(function).params.get(usize::from(position)),
        _ => None,
    };
    !output.is_unit() && given.is_some_and(is_role)
}

/// Whether a value of a type is, or has in its fields, what a task can be waited for or ended by; what is not known
/// may be.
fn owns_handle(program: &Program<'_>, ty: &Ty, seen: &mut FxHashSet<crate::resolve::AdtId>) -> bool {
    match ty {
        Ty::Prim(_) | Ty::Never | Ty::Traits(_) => false,
        Ty::Api(path, args) => match program.role(ty) {
            Some(Role::JoinHandle | Role::AbortHandle | Role::TaskSet | Role::Tracker | Role::DropGuard) => true,
            Some(Role::Result) => args.first().is_some_and(|arg| owns_handle(program, arg, seen)),
            Some(Role::Pointer | Role::Option | Role::Collection | Role::Lock | Role::Cell | Role::Future) => {
                args.iter().any(|arg| owns_handle(program, arg, seen))
            }
            Some(_) => false,
            None => program.apis.type_(*path).is_none() && !path.as_str().starts_with("std::"),
        },
        Ty::Tuple(args) => args.iter().any(|arg| owns_handle(program, arg, seen)),
        Ty::Slice(inner) => owns_handle(program, inner, seen),
        Ty::Future(future) => owns_handle(program, &future.output, seen),
        // What a type is for whatever it is given, it does not own as a handle.
        Ty::Param(..) | Ty::Assoc(..) => seen.is_empty(),
        Ty::Adt(adt, _) => {
            seen.insert(*adt)
                && (program.drop_of(*adt).is_some()
                    || program.all_fields(*adt).iter().any(|field| owns_handle(program, field, seen)))
        }
        _ => true,
    }
}

/// A call of a function that starts a task of its own, as a task: what becomes of the handle there.
pub(super) fn at_call(model: &Model<'_, '_>, at: ExprRef) -> Task {
    let site = Site { at, kind: TaskKind::Wrapper, work: None, on_drop: None, kept_by_receiver: false, wrapper: None };
    task(model, site, &[])
}

/// Takes exits away that no task can take: the end of a channel whose sender the loop itself keeps.
pub(super) fn without_unreachable(model: &mut Model<'_, '_>) {
    let kept: Vec<ExprRef> = model
        .loops
        .iter()
        .filter(|found| found.on_close == super::OnEnd::Unreachable)
        .map(|found| found.source.at)
        .collect();
    for task in model.tasks.iter_mut().chain(&mut model.retold) {
        let exits = &mut task.ends.exits;
        let before = exits.len();
        exits.retain(|exit| {
            let closes = matches!(exit.kind, ExitKind::ChannelClosed | ExitKind::Error);
            !(closes && exit.on.is_some_and(|on| kept.contains(&on)))
        });
        if before != exits.len() && exits.is_empty() && task.ends.kind == EndKind::Loops {
            goes_on_for_ever(task);
        }
    }
}

/// None of a task's ways out can be taken.
pub(super) fn goes_on_for_ever(task: &mut Task) {
    task.ends.kind = EndKind::Infinite;
    // What is kept out of sight may be aborted there.
    task.stoppable = (task.abortable || task.fate_final != Some(Final::Unknown)).then_some(task.abortable);
    task.verdict = verdict(task.fate, task.fate_final, &task.ends, task.stoppable, task.lost.is_some());
}

/// A task in whose own text a loop goes round for as long as something comes does not end by itself, even where the
/// loop is also there to give an answer. Going through a set of one's own is no such loop.
pub(super) fn with_own_loops(model: &mut Model<'_, '_>) {
    let short = |task: &Task| task.ends.kind == EndKind::Finite;
    let bodies: FxHashSet<BodyRef> =
        model.tasks.iter().filter(|task| short(task)).filter_map(|task| Some(task.work_at?.body)).collect();
    // One that only looks takes what is there.
    let waits = |found: &&super::Loop| {
        found.ends.kind == EndKind::Finite && super::loop_waits::waits(model.program, found.source.at)
    };
    let listed = model.loops.iter().filter(waits).map(|found| (found.at, found.span));
    let unread = model.unread_loops_in(&bodies).into_iter().map(|found| (found.at, found.span));
    let owned: Vec<(usize, ExprRef, Span)> = listed
        .chain(unread)
        .filter(|(at, _)| !model.ends.is_drain(*at))
        .filter_map(|(at, span)| Some((model.task_of(at)?, at, span)))
        .collect();
    for (index, at, span) in owned {
        if !short(&model.tasks[index]) {
            continue;
        }
        let ends = Ends { kind: EndKind::Loops, exits: model.ends.ways_out(at), loop_span: Some(span) };
        let task = &mut model.tasks[index];
        task.ends = std::mem::replace(&mut task.ends, Ends::finite()).then(ends);
        task.stoppable = Some(true);
    }
}

/// Functions of the workspace that spawn one of their arguments, and calls of these; until none is added.
fn find_wrappers(model: &Model<'_, '_>, sites: &mut Vec<Site>, seen: &mut FxHashSet<ExprRef>) {
    let program = model.program;
    let mut wrappers: FxHashMap<FnId, Work> = FxHashMap::default();
    let mut new: Vec<(FnId, Work)> = Vec::new();
    for site in sites.iter() {
        if let Some(found) = wraps(program, site.at, site.work) {
            new.push(found);
        }
    }
    // Executor traits: what their methods take is run by somebody else.
    for (id, def) in program.defs.fns.iter() {
        if !is_spawn_name(def.name) || def.body.is_some() {
            continue;
        }
        let crate::resolve::Container::Trait(_) = def.container else { continue };
        if def.item.is_async {
            continue;
        }
        if let Some(position) = program.sig(id).params.iter().position(|ty| is_work(program, ty)) {
            new.push((id, Work::Arg(position as u8)));
        }
    }
    while let Some((function, work)) = new.pop() {
        if wrappers.insert(function, work).is_some() {
            continue;
        }
        if let Some(of_trait) = program.trait_fn_of(function) {
            new.push((of_trait, work));
        }
        let name = program.defs.fns[function].name;
        for at in model.index.calls(name) {
            if model.skips(at.body) {
                continue;
            }
            let hit = match program.callee(at) {
                Callee::Fn(callee) | Callee::Trait(callee) => *callee == function,
                _ => false,
            };
            if !hit || !seen.insert(at) {
                continue;
            }
            sites.push(Site {
                at,
                kind: TaskKind::Wrapper,
                work: Some(work),
                on_drop: None,
                kept_by_receiver: false,
                wrapper: Some(function),
            });
            if let Some(found) = wraps(program, at, Some(work)) {
                new.push(found);
            }
        }
    }
    // A call named `spawn` or the like that is given a future and does not await it: whatever it is, it starts it.
    let mut named: Vec<Name> = model.index.called_names().filter(|name| is_spawn_name(*name)).collect();
    named.sort_unstable();
    for name in named {
        for at in model.index.calls(name) {
            if model.skips(at.body)
                || seen.contains(&at)
                || !name.as_str().starts_with("spawn") && program.is_awaited(at)
            {
                continue;
            }
            let wrapper = match program.callee(at) {
                Callee::Unknown | Callee::Foreign(_) => None,
                Callee::Fn(function) | Callee::Trait(function) if !program.defs.fns[*function].item.is_async => {
                    Some(*function)
                }
                _ => continue,
            };
            let args = match program.expr(at) {
                ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args,
                _ => continue,
            };
            let declared = |position: usize| match program.callee(at) {
                Callee::Fn(function) | Callee::Trait(function) => {
                    let shift = usize::from(
                        program.defs.fns[*function].item.receiver.is_some()
                            && matches!(program.expr(at), ExprKind::Call { .. }),
                    );
                    position.checked_sub(shift).is_some_and(|at| {
                        let ty = program.sig(*function).params.get(at);
                        ty.is_some_and(|ty| {
                            is_work(program, ty) || is_job(program, ty) && queued::puts_away(program, *function, at)
                        })
                    })
                }
                // A function of another crate that is called `spawn` and given something to run.
                Callee::Foreign(path) => {
                    name.as_str().starts_with("spawn")
                        && !path.as_str().starts_with("std::")
                        && matches!(
                            program.body(at.body).expr(args[position]),
                            ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Closure { .. }
                        )
                }
                _ => {
                    name.as_str().starts_with("spawn")
                        && matches!(program.body(at.body).expr(args[position]), ExprKind::Closure { .. })
                }
            };
            let position = args.iter().enumerate().position(|(position, &arg)| {
                let arg = ExprRef { body: at.body, expr: arg };
                starts_something(program, program.ty(arg)) || declared(position)
            });
            // `future.spawn_task()`: a future has no such method of its own, so that a trait of another crate gives it.
            let of_future = position.is_none()
                && name.as_str().starts_with("spawn")
                && matches!(program.callee(at), Callee::Unknown)
                && matches!(program.expr(at), ExprKind::MethodCall { receiver, .. } if matches!(program.peel(program.ty(ExprRef { body: at.body, expr: *receiver })), Ty::Future(_)));
            if of_future {
                seen.insert(at);
                sites.push(Site {
                    at,
                    kind: TaskKind::Wrapper,
                    work: Some(Work::Receiver),
                    on_drop: None,
                    kept_by_receiver: false,
                    wrapper: None,
                });
                continue;
            }
            let Some(position) = position else { continue };
            seen.insert(at);
            let shift = match program.callee(at) {
                Callee::Fn(function) | Callee::Trait(function) => usize::from(
                    program.defs.fns[*function].item.receiver.is_some()
                        && matches!(program.expr(at), ExprKind::Call { .. }),
                ),
                _ => 0,
            };
            let Some(position) = position.checked_sub(shift) else { continue };
            sites.push(Site {
                at,
                kind: TaskKind::Wrapper,
                work: Some(Work::Arg(position as u8)),
                on_drop: None,
                kept_by_receiver: false,
                wrapper,
            });
        }
    }
    // `(self.executor)(future)`: a function value that takes a future of its own and gives nothing back.
    for &at in model.index.values_called() {
        if model.skips(at.body) || seen.contains(&at) {
            continue;
        }
        let ExprKind::Call { callee, args } = program.expr(at) else { continue };
        if !matches!(program.callee(at), Callee::Value) || args.len() != 1 {
            continue;
        }
        let callee_ty = program.ty(ExprRef { body: at.body, expr: *callee });
        let arg = ExprRef { body: at.body, expr: args[0] };
        let is_future = matches!(program.peel(program.ty(arg)), Ty::Future(_));
        // A pointer, a number: nothing that could be run.
        match program.peel(program.ty(arg)) {
            Ty::Prim(_) => continue,
            Ty::Tuple(parts) if parts.is_empty() => continue,
            _ => {}
        }
        let named = match program.expr(ExprRef { body: at.body, expr: *callee }) {
            ExprKind::Field { name, .. } => is_spawn_name(*name),
            ExprKind::Local(binding) => is_spawn_name(program.body(at.body).binding(*binding).name),
            _ => false,
        };
        let known = is_future || matches!(program.peel(callee_ty), Ty::Callable(_) | Ty::Param(..) | Ty::Traits(_));
        if known && named && !callee_ty.is_unknown() {
            seen.insert(at);
            sites.push(Site {
                at,
                kind: TaskKind::Wrapper,
                work: Some(Work::Arg(0)),
                on_drop: None,
                kept_by_receiver: false,
                wrapper: None,
            });
        }
    }
}

/// Whether a value is a future whose code is known, perhaps boxed.
fn starts_something(program: &Program<'_>, ty: &Ty) -> bool {
    program.derefs(ty).iter().any(|ty| matches!(ty, Ty::Future(future) if future.origin != Origin::Unknown))
}

fn is_spawn_name(name: Name) -> bool {
    let name = name.as_str();
    name.starts_with("spawn")
        || name.starts_with("exec")
        || name == "run_task"
        || name == "spawner"
        || name == "schedule"
}

/// Whether a parameter of this type is something to run.
fn is_work(program: &Program<'_>, ty: &Ty) -> bool {
    program.derefs(ty).iter().any(|ty| match ty {
        Ty::Future(_) => true,
        Ty::Param(_, bounds) => bounds.iter().any(|bound| program.is_future_trait(bound.of)),
        _ => false,
    })
}

/// Whether a parameter of this type is a function to call: `Box<dyn FnOnce() + Send>`.
fn is_job(program: &Program<'_>, ty: &Ty) -> bool {
    let calls = |of: BoundTrait| matches!(of, BoundTrait::Api(path) if path.as_str().starts_with("std::ops::Fn"));
    program.derefs(ty).iter().any(|ty| match ty {
        Ty::Callable(_) => true,
        Ty::Param(_, bounds) => bounds.iter().any(|bound| calls(bound.of)),
        _ => false,
    })
}

/// If what a spawn runs is a parameter of its function (as it is, or awaited within an async block), that parameter.
fn wraps(program: &Program<'_>, at: ExprRef, work: Option<Work>) -> Option<(FnId, Work)> {
    let function = program.owner(at.body)?;
    let work = work_expr(program, at, work)?;
    if super::kept_code::is_kept(program, at) {
        return None;
    }
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let def = &program.defs.fns[function];
    let has_receiver = def.item.receiver.is_some();
    let mut found = None;
    // All parameters of future or closure type that the work mentions.
    body.walk(work.expr, &mut |_| true, &mut |expr| {
        let ExprKind::Local(binding) = body.expr(expr) else { return };
        let mut binding = *binding;
        for _ in 0..8 {
            match uses.source(binding) {
                crate::flow::BindSource::Param(position) => {
                    let ty = program.types(at.body).binding(binding);
                    let runs = runs_it(program, ExprRef { body: at.body, expr }, work.expr);
                    let position = position as i64 - i64::from(has_receiver);
                    if position >= 0 && runs && is_param_work(program, ty) && found.is_none() {
                        found = Some((function, Work::Arg(position as u8)));
                    } else if position < 0 && runs && matches!(ty, Ty::Param(..)) && is_param_work(program, ty) {
                        found = Some((function, Work::Receiver));
                    }
                    return;
                }
                crate::flow::BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(..)) => {
                    // `let fut = fut.instrument(span);`
                    let mut inner = value;
                    let next = loop {
                        match body.expr(inner) {
                            ExprKind::Local(next) => break Some(*next),
                            ExprKind::MethodCall { receiver, .. } => inner = *receiver,
                            ExprKind::Call { args, .. } if args.len() == 1 => inner = args[0],
                            // `let work = watched(registry, id, work);`
                            ExprKind::Call { args, .. } => {
                                break args.iter().find_map(|&arg| match body.expr(arg) {
                                    ExprKind::Local(local)
                                        if is_param_work(program, program.types(at.body).binding(*local)) =>
                                    {
                                        Some(*local)
                                    }
                                    _ => None,
                                });
                            }
                            ExprKind::Macro { args, .. } if args.len() == 1 => inner = args[0],
                            ExprKind::Async { body: block, .. } => {
                                let mut first = None;
                                body.walk(*block, &mut |_| false, &mut |expr| {
                                    if let ExprKind::Await(awaited) = body.expr(expr)
                                        && let ExprKind::Local(local) = body.expr(*awaited)
                                        && first.is_none()
                                    {
                                        first = Some(*local);
                                    }
                                });
                                break first;
                            }
                            _ => break None,
                        }
                    };
                    match next {
                        Some(next) => binding = next,
                        None => return,
                    }
                }
                _ => return,
            }
        }
    });
    found
}

/// Whether a use of a parameter runs it: it is the work itself, awaited or called within it.
fn runs_it(program: &Program<'_>, at: ExprRef, work: ExprId) -> bool {
    if at.expr == work {
        return true;
    }
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let mut expr = at.expr;
    loop {
        let Some(parent) = uses.parent_expr(expr) else { return false };
        match body.expr(parent) {
            ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Join { .. } => return true,
            ExprKind::Call { callee, .. } if *callee == expr => return true,
            // `runtime.block_on(work)`
            ExprKind::Call { .. } | ExprKind::MethodCall { .. }
                if program
                    .called_api(ExprRef { body: at.body, expr: parent })
                    .is_some_and(|row| row.verb == Verb::Run) =>
            {
                return true;
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Macro { .. } | ExprKind::Ref(_) => {
                if parent == work {
                    return true;
                }
            }
            ExprKind::Async { .. } | ExprKind::Block { .. } => {
                return parent == work && !matches!(body.expr(parent), ExprKind::Async { .. });
            }
            _ => return false,
        }
        expr = parent;
    }
}

fn is_param_work(program: &Program<'_>, ty: &Ty) -> bool {
    let runs = |of: BoundTrait| match of {
        BoundTrait::Api(path) => path.as_str().starts_with("std::ops::Fn") || program.is_future_trait(of),
        BoundTrait::Local(_) | BoundTrait::Unknown => true,
    };
    program.derefs(ty).iter().any(|ty| match ty {
        Ty::Future(future) => future.origin == Origin::Unknown,
        // `Send + 'static` alone is data.
        Ty::Param(_, bounds) => bounds.iter().any(|bound| runs(bound.of)),
        Ty::Callable(_) => true,
        Ty::Traits(_) => false,
        _ => false,
    })
}

fn work_expr(program: &Program<'_>, at: ExprRef, work: Option<Work>) -> Option<ExprRef> {
    let expr = match (program.expr(at), work?) {
        (ExprKind::MethodCall { receiver, .. }, Work::Receiver) => *receiver,
        (ExprKind::MethodCall { args, .. }, Work::Arg(position)) => *args.get(usize::from(position))?,
        (ExprKind::Call { args, .. }, Work::Receiver) => *args.first()?,
        (ExprKind::Call { args, .. }, Work::Arg(position)) => {
            // `JoinSet::spawn(&mut set, future)`, `Runtime::spawn(&rt, future)`
            let shift = match program.callee(at) {
                Callee::Api(api) => {
                    let row = program.apis.row(*api);
                    usize::from(row.receiver && row.parent.is_some())
                }
                Callee::Fn(function) | Callee::Trait(function) => {
                    usize::from(program.defs.fns[*function].item.receiver.is_some())
                }
                _ => 0,
            };
            *args.get(usize::from(position) + shift)?
        }
        _ => return None,
    };
    Some(ExprRef { body: at.body, expr })
}

/// Whether a type holds a handle: it is one, or an argument or element is.
pub(crate) fn holds_handle(program: &Program<'_>, ty: &Ty) -> bool {
    match ty {
        Ty::Api(path, args) => {
            program.apis.type_(*path).is_some_and(|id| {
                matches!(program.apis.ty(id).role, Role::JoinHandle | Role::TaskSet | Role::Tracker)
                    || program.apis.ty(id).role == Role::DropGuard
                        && program.apis.ty(id).drop == Some(DropEffect::Abort)
            }) || args.iter().any(|arg| holds_handle(program, arg))
        }
        Ty::Adt(_, args) | Ty::Tuple(args) => args.iter().any(|arg| holds_handle(program, arg)),
        Ty::Slice(inner) | Ty::Callable(inner) => holds_handle(program, inner),
        Ty::Future(future) => holds_handle(program, &future.output),
        _ => false,
    }
}

/// Whether a type is, or holds, what can abort a task.
pub(super) fn holds_abort_handle(program: &Program<'_>, ty: &Ty) -> bool {
    match ty {
        Ty::Api(_, args) => {
            program.role(ty) == Some(Role::AbortHandle) || args.iter().any(|arg| holds_abort_handle(program, arg))
        }
        Ty::Tuple(args) => args.iter().any(|arg| holds_abort_handle(program, arg)),
        Ty::Slice(inner) => holds_abort_handle(program, inner),
        _ => false,
    }
}

/// Whether a type is the handle of a wrapper: a type of the workspace.
pub(super) fn holds_type(program: &Program<'_>, ty: &Ty, wanted: &Ty) -> bool {
    if holds_handle(program, ty) {
        return true;
    }
    let same = match (ty, wanted) {
        (Ty::Adt(a, _), Ty::Adt(b, _)) => a == b,
        (Ty::Api(a, _), Ty::Api(b, _)) => a == b,
        (Ty::Assoc(_, a), Ty::Assoc(_, b)) => a == b,
        // The associated type of a trait that says what can be done with it.
        (Ty::Param(a, bounds), Ty::Param(b, others)) => a == b && !bounds.is_empty() && bounds == others,
        // A future that stands for the handle.
        (Ty::Future(a), Ty::Future(b)) => a == b || a.origin == b.origin && a.origin != Origin::Unknown,
        _ => false,
    };
    same || match ty {
        Ty::Api(_, args) | Ty::Adt(_, args) | Ty::Tuple(args) => {
            args.iter().any(|arg| holds_type(program, arg, wanted))
        }
        Ty::Slice(inner) => holds_type(program, inner, wanted),
        Ty::Future(future) => holds_type(program, &future.output, wanted),
        _ => false,
    }
}

/// Whether a value of a type may hold a handle, as far as its fields are known: a number or a count of tasks does not.
fn may_hold_handle(program: &Program<'_>, ty: &Ty, seen: &mut FxHashSet<crate::resolve::AdtId>) -> bool {
    match ty {
        Ty::Prim(_) => false,
        Ty::Api(path, args) => match program.role(ty) {
            Some(Role::Pointer | Role::Option | Role::Result | Role::Collection | Role::Lock | Role::Atomic) => {
                args.iter().any(|arg| may_hold_handle(program, arg, seen))
            }
            _ => path.as_str() != "std::string::String",
        },
        Ty::Tuple(args) => args.iter().any(|arg| may_hold_handle(program, arg, seen)),
        Ty::Slice(inner) => may_hold_handle(program, inner, seen),
        Ty::Adt(adt, args) => {
            args.iter().any(|arg| may_hold_handle(program, arg, seen))
                || seen.insert(*adt)
                    && (program.drop_of(*adt).is_some()
                        || program.all_fields(*adt).iter().any(|field| may_hold_handle(program, field, seen)))
        }
        _ => true,
    }
}

/// A spawn function as it is written; its name alone, where a macro writes it.
pub(super) fn api_name(program: &Program<'_>, at: ExprRef, span: Span) -> String {
    let text = program.workspace.sources.text(span);
    let body = program.body(at.body);
    let name = match body.expr(at.expr) {
        ExprKind::MethodCall { name, .. } => Some(*name),
        ExprKind::Call { callee, .. } => match body.expr(*callee) {
            ExprKind::Path(path) => Some(path.last()),
            _ => None,
        },
        _ => None,
    };
    name.filter(|name| !text.contains(name.as_str())).map_or(text, |name| name.as_str()).to_owned()
}

fn task(model: &Model<'_, '_>, site: Site, known: &[Task]) -> Task {
    let program = model.program;
    let at = site.at;
    let span = callee_span(program, at);
    let ret = program.ty(at).clone();
    let work_at = work_expr(program, at, site.work);
    let work = work_at.map(|at| program.ty(at).clone()).unwrap_or_default();
    let mut ends = work_at.map_or_else(|| model.ends.of_type(&work), |at| model.ends.of_value(at));
    if let Some(span) = site.wrapper.filter(|_| ends.kind >= EndKind::Loops).and_then(|function| model.races(function))
    {
        ends.kind = EndKind::Loops;
        ends.exits.push(Exit { kind: ExitKind::SelectBranch, span, on: None });
    }
    let mut waits = if ends.kind <= EndKind::Unknown { model.ends.own_waits(&work) } else { Vec::new() };
    if ends.kind == EndKind::Unknown {
        // What is sent when it is over ends nothing.
        let comes = |on: ExprRef| model.ends.source(on).is_some_and(|source| source.op != SourceOp::Send);
        waits.retain(|exit| exit.on.is_some_and(comes));
    }
    let api = api_name(program, at, span);
    let handle = handle_type(&ret);
    let drop = site.on_drop.or_else(|| drop_effect(program, &handle));
    let no_handle = !site.kept_by_receiver
        && (ret.is_unit()
            || ret.is_unknown() && ends_unit_function(program, at)
            || site.wrapper.is_some() && !may_hold_handle(program, &ret, &mut FxHashSet::default())
            || matches!(&ret, Ty::Api(path, args) if path == "std::result::Result" && args.first().is_some_and(Ty::is_unit)));
    // What another crate's spawn function gives is at least what it is kept as.
    let is_unnamed = handle.is_unknown() && !no_handle;
    // Who calls the trait's method knows the handle by the name that the trait has for it.
    let declared = program.owner(at.body).and_then(|function| program.trait_fn_of(function));
    let declared = declared.map(|function| &program.sig(function).output).filter(|ty| matches!(ty, Ty::Param(..)));
    let holds = |ty: &Ty| {
        holds_type(program, ty, &handle)
            || is_unnamed && holds_abort_handle(program, ty)
            || declared.is_some_and(|declared| holds_type(program, ty, declared))
    };
    let skip = |body: BodyRef| model.skips(body);
    let mut tracker = Tracker::new(program, model.index, &holds, &skip);
    let mut set = None;
    let of_param = wraps(program, at, site.work).is_some();
    let callback = ends.kind == EndKind::Unknown && work_at.is_some_and(|work| model.ends.is_callback(work));
    let inner_kind =
        |kind| if site.wrapper.is_some_and(|at| blocks(model, at, known, 0)) { TaskKind::Blocking } else { kind };
    let stops = |fate, fate_final, set, events: &[Event], kind| {
        let kind = inner_kind(kind);
        let stops = Stops { ends: &ends, waits: &waits, kind, drop, fate, fate_final, set, of_param, callback, events };
        (stops.by_owner(program), stops.answer(program))
    };
    let inner_set = site.wrapper.and_then(|function| inner_set(model, function, known));
    if let Some((place, inner)) = inner_set {
        // `self.tasks.spawn(…)` of a type of the workspace that keeps the handle in a field of its own.
        let (fate_final, owner) = (inner.fate_final, inner.owner.clone());
        let (abortable, stoppable) = stops(Fate::Collected, fate_final, Some(place), &inner.events, inner.kind);
        let verdict = verdict(Fate::Collected, fate_final, &ends, stoppable, false);
        let output = task_output(program, &work);
        return Task {
            at,
            span,
            api,
            kind: site.kind,
            fate: Fate::Collected,
            fate_final,
            waits,
            ends,
            work,
            work_at,
            abortable,
            stoppable,
            verdict,
            owner,
            events: inner.events.clone(),
            lost: None,
            on_purpose: inner.on_purpose,
            detaches: inner.detaches,
            set: Some(place),
            output,
            of_param,
            no_handle: false,
        };
    }
    if site.kept_by_receiver {
        if let ExprKind::MethodCall { receiver, .. } = program.expr(at) {
            let place = tracker.place_of(ExprRef { body: at.body, expr: *receiver });
            set = Some(place);
            tracker.keeper(place);
        }
    } else if !no_handle {
        tracker.value(at);
    }
    let mut events = tracker.events;
    // `let handle = set.spawn_local(…); (handle, done)`: whoever gets the handle keeps the task, where nobody waits for
    // the set.
    let mut kept_by_receiver = site.kept_by_receiver;
    if kept_by_receiver
        && program.role(&handle) == Some(Role::JoinHandle)
        && set.is_some_and(|set| set != Place::Unknown)
    {
        let mut tracker = Tracker::new(program, model.index, &holds, &skip);
        tracker.value(at);
        let is_given =
            |event: &Event| event.depth == 0 && matches!(event.kind, EventKind::Returned(_) | EventKind::Stored(_));
        let waits = |event: &Event| matches!(event.kind, EventKind::Awaited | EventKind::Verb(Verb::Join | Verb::Run));
        if tracker.events.iter().any(is_given) && !events.iter().any(waits) {
            (events, set, kept_by_receiver) = (tracker.events, None, false);
        }
    }
    // What it is kept as has a name, if what the spawn function gives has none.
    if is_unnamed && let Some(kept_as) = events.iter().find_map(|event| kept_as(program, event.kind)) {
        let holds = |ty: &Ty| holds(ty) || holds_type(program, ty, &kept_as);
        let mut tracker = Tracker::new(program, model.index, &holds, &skip);
        tracker.value(at);
        events = tracker.events;
    }
    let (mut fate, mut fate_final, mut lost, mut on_purpose) =
        fates(program, kept_by_receiver, no_handle, drop, &handle, set, &events);
    if fate == Fate::Awaited && is_awaited_by_caller(program, at, &events) {
        (fate, fate_final) = (Fate::Returned, Some(Final::Awaited));
    }
    // A pool of threads that nobody joins lets its tasks go.
    if fate_final == Some(Final::NeverUsed)
        && drop == Some(DropEffect::Detach)
        && let (true, ExprKind::MethodCall { receiver, .. }) = (site.kept_by_receiver, program.expr(at))
        && program
            .derefs(program.types(at.body).expr(*receiver))
            .iter()
            .any(|ty| program.role(ty) == Some(Role::Runtime))
    {
        (fate, fate_final, set) = (Fate::Dropped, None, None);
    }
    // Whoever keeps the work's own handle keeps the task.
    let mut keeper = None;
    if fate == Fate::Dropped
        && let Some(own) = work_at.and_then(|work| own_handles::of_work(model, work))
    {
        let lets_go = own.events.iter().any(|event| matches!(event.kind, EventKind::Verb(Verb::Detach)));
        if own.ends_work && !lets_go {
            (fate, fate_final, lost) = (Fate::AbortOnDrop, None, None);
        }
        // `remote_handle.forget()` says so.
        on_purpose |= lets_go;
        keeper = owner(model, fate, fate_final, None, &own.events, span);
        events.extend(own.events);
    }
    // `|request| handle(request, f)`: whoever runs the future runs the await in it.
    if fate == Fate::Passed
        && fate_final == Some(Final::Unknown)
        && site.wrapper.is_some_and(|function| awaits_inside(model, function, known))
    {
        fate_final = Some(Final::Awaited);
        if returned_by_closure(program, at) {
            fate = Fate::Returned;
        }
    }
    // `Reactor::block_on(work)`: it comes back when the task is done.
    if site.wrapper.is_some_and(|function| waits_inside(model, function, known)) {
        (fate, fate_final, lost) = (Fate::Awaited, Some(Final::Awaited), None);
    }
    // What dropping the handle of another crate's spawn function does is not known: it may well end the task.
    if fate_final == Some(Final::NeverUsed)
        && drop.is_none()
        && match &handle {
            Ty::Api(path, _) => program.apis.type_(*path).is_none(),
            Ty::Unknown => matches!(program.callee(at), Callee::Unknown | Callee::Foreign(_)),
            _ => false,
        }
    {
        fate_final = Some(Final::Unknown);
    }
    // There is nothing to watch in it: a sender that stops the task, a type of which the drop says so.
    if fate_final == Some(Final::NeverUsed)
        && site.wrapper.is_some()
        && !ret.is_unknown()
        && !owns_handle(program, &ret, &mut FxHashSet::default())
    {
        fate_final = Some(Final::Unknown);
    }
    if fate_final == Some(Final::NeverUsed) && set.is_some_and(|place| is_lent_tracker(model, place)) {
        fate_final = Some(Final::Unknown);
    }
    // `self.tasks.push(handle.into())` of a place for handles that end their tasks.
    if fate_final == Some(Final::NeverUsed)
        && events.iter().any(|event| match event.kind {
            EventKind::Stored(place) | EventKind::Collected(place) => set_aborts(program, place),
            _ => false,
        })
    {
        fate_final = Some(Final::AbortOnDrop);
    }
    // What comes out of a map of which the types are not known cannot be followed.
    let is_vague = |place| match place_type(program, place) {
        Ty::Api(path, args) => program.apis.map(path).is_some() && args.iter().skip(1).all(Ty::is_unknown),
        _ => false,
    };
    if fate_final == Some(Final::NeverUsed)
        && events.iter().any(|event| matches!(event.kind, EventKind::Collected(place) if is_vague(place)))
    {
        fate_final = Some(Final::Unknown);
    }
    // A set that the catalog does not know may keep what it is given.
    let foreign_method = matches!(program.expr(at), ExprKind::MethodCall { .. })
        && matches!(program.callee(at), Callee::Unknown | Callee::Foreign(_));
    if foreign_method && fate == Fate::Dropped && !on_purpose && may_collect(program, at) {
        fate = Fate::Unknown;
    }
    let (abortable, stoppable) = stops(fate, fate_final, set, &events, site.kind);
    let stoppable = if is_given_token(program, at) { Some(true) } else { stoppable };
    let verdict = verdict(fate, fate_final, &ends, stoppable, lost.is_some());
    let output = task_output(program, &work);
    let owner = keeper.or_else(|| owner(model, fate, fate_final, set, &events, span));
    Task {
        at,
        span,
        api,
        kind: site.kind,
        fate,
        fate_final,
        waits,
        ends,
        work,
        work_at,
        abortable,
        stoppable,
        verdict,
        owner,
        events,
        lost,
        on_purpose,
        // Where nothing is lost with the value, whoever started the task ends it, too.
        detaches: fate != Fate::AbortOnDrop
            && !matches!(drop, Some(DropEffect::Abort | DropEffect::Join))
            && site.on_drop != Some(DropEffect::Nothing),
        set,
        output,
        of_param,
        no_handle: no_handle || site.wrapper.is_some() && !holds_handle(program, &ret) && ret.is_unknown(),
    }
}

/// The type of another crate that a place is for, of which nothing else is known: `Mutex<Option<runtime::JoinHandle<()>>>`.
fn kept_as(program: &Program<'_>, kind: EventKind) -> Option<Ty> {
    fn unread(program: &Program<'_>, ty: &Ty) -> Option<Ty> {
        match ty {
            Ty::Api(path, _) if program.apis.type_(*path).is_none() && !path.as_str().starts_with("std::") => {
                Some(ty.clone())
            }
            Ty::Api(_, args) | Ty::Tuple(args) => args.iter().rev().find_map(|arg| unread(program, arg)),
            _ => None,
        }
    }
    match kind {
        EventKind::Stored(place) | EventKind::Collected(place) => unread(program, &place_type(program, place)),
        _ => None,
    }
}

/// Whether another crate's spawn function is given a token beside the work: `spawn_with_cancel(token, async { … })`.
fn is_given_token(program: &Program<'_>, at: ExprRef) -> bool {
    let ExprKind::Call { args, .. } = program.expr(at) else { return false };
    let is_token = |&arg: &ExprId| {
        program.role(&program.peel(program.ty(ExprRef { body: at.body, expr: arg }))) == Some(Role::Token)
    };
    matches!(program.callee(at), Callee::Foreign(_)) && args.iter().any(is_token)
}

/// The tasks that a spawn function of the workspace starts of what its callers give it.
pub(super) fn of_given<'t>(program: &Program<'_>, tasks: &'t [Task], function: FnId) -> impl Iterator<Item = &'t Task> {
    tasks.iter().filter(move |task| task.of_param && program.owner(task.at.body) == Some(function))
}

/// Whether a spawn function of the workspace runs what it is given on a thread for blocking code: that cannot be
/// aborted.
fn blocks(model: &Model<'_, '_>, function: FnId, known: &[Task], depth: u8) -> bool {
    let program = model.program;
    let mut inner = of_given(program, known, function).peekable();
    inner.peek().is_some()
        && inner.all(|task| match (task.kind, program.callee(task.at)) {
            (TaskKind::Blocking | TaskKind::Thread, _) => true,
            (TaskKind::Wrapper, Callee::Fn(next)) if depth < 4 && *next != function => {
                blocks(model, *next, known, depth + 1)
            }
            _ => false,
        })
}

/// Whether a spawn function of the workspace is no `async fn`, and asks all that it spawns of what it is given in its own
/// course whether it is done: it waits for it.
fn waits_inside(model: &Model<'_, '_>, function: FnId, known: &[Task]) -> bool {
    let program = model.program;
    let in_course = |task: &Task, event: &Event| {
        let body = program.body(event.at.body);
        event.kind == EventKind::Awaited
            && event.at.body == task.at.body
            && !matches!(body.expr(event.at.expr), ExprKind::Await(_))
            && !program.uses(event.at.body).ancestors(event.at.expr).any(|up| body.expr(up).is_lazy())
    };
    let mut inner = of_given(program, known, function).peekable();
    !program.defs.fns[function].item.is_async
        && inner.peek().is_some()
        && inner.all(|task| task.events.iter().any(|event| in_course(task, event)))
}

/// Whether a spawn function of the workspace is async and itself awaits all that it spawns of what it is given.
fn awaits_inside(model: &Model<'_, '_>, function: FnId, known: &[Task]) -> bool {
    let program = model.program;
    let mut inner = of_given(program, known, function)
        .map(|task| task.fate == Fate::Awaited || task.fate_final == Some(Final::Awaited))
        .peekable();
    program.defs.fns[function].item.is_async && inner.peek().is_some() && inner.all(|awaited| awaited)
}

/// Whether an expression is what a closure gives.
fn returned_by_closure(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    program
        .uses(at.body)
        .ancestors(at.expr)
        .find(|&up| !matches!(body.expr(up), ExprKind::Block { .. }))
        .is_some_and(|up| matches!(body.expr(up), ExprKind::Closure { .. }))
}

/// Whether a place holds a tracker that was made elsewhere: whoever made it may wait for what any clone of it counts.
pub(super) fn is_lent_tracker(model: &Model<'_, '_>, place: Place) -> bool {
    let program = model.program;
    let is_tracker = |ty: &Ty| program.derefs(ty).iter().any(|ty| program.role(ty) == Some(Role::Tracker));
    let made = |at: ExprRef| match program.expr(at) {
        ExprKind::Call { .. } => !matches!(program.callee(at), Callee::Fn(_) | Callee::Trait(_) | Callee::Unknown),
        _ => false,
    };
    match place {
        Place::Field(adt, name) => {
            let of = |at: &ExprRef| matches!(program.ty(*at), Ty::Adt(of, _) if *of == adt);
            let mut literals = model.index.literals(name).iter().filter(|(at, _)| of(at));
            is_tracker(&program.declared_field(adt, name))
                && literals.any(|&(at, expr)| !made(ExprRef { body: at.body, expr }))
        }
        Place::Local(body, binding) => {
            is_tracker(program.types(body).binding(binding))
                && match program.uses(body).source(binding) {
                    crate::flow::BindSource::Value(expr, _) => !made(ExprRef { body, expr }),
                    _ => true,
                }
        }
        Place::Static(_) | Place::Unknown => false,
    }
}

/// What happens to a handle in the function that starts the task, and not where that function's callers have it.
fn before_given_back(events: &[Event]) -> impl Iterator<Item = &Event> {
    let mut outside = u8::MAX;
    events.iter().filter(move |event| {
        if event.depth <= outside {
            outside = match event.kind {
                EventKind::Returned(_) | EventKind::GivenBack => event.depth,
                _ => u8::MAX,
            };
        }
        event.depth <= outside
    })
}

/// If a spawn function of the workspace puts what it spawns into a set in a field, that field and the inner task.
fn inner_set<'t>(model: &Model<'_, '_>, function: FnId, known: &'t [Task]) -> Option<(Place, &'t Task)> {
    let program = model.program;
    of_given(program, known, function).find_map(|task| {
        let place = task.set.or_else(|| {
            before_given_back(&task.events).find_map(|event| match event.kind {
                EventKind::Collected(place) => Some(place),
                _ => None,
            })
        });
        let in_field = matches!(place, Some(Place::Field(..) | Place::Static(_)));
        in_field.then_some((place?, task))
    })
}

fn task_output(program: &Program<'_>, work: &Ty) -> Ty {
    match work {
        Ty::Closure(closure) => match program.closure_result(*closure) {
            Ty::Future(future) => future.output.clone(),
            ty => ty,
        },
        Ty::Fn(function) => match &program.sig(*function).ret {
            Ty::Future(future) => future.output.clone(),
            ty => ty.clone(),
        },
        ty => program.output(ty),
    }
}

/// Whether the receiver of a spawn call that is not known may be a set of tasks: it is changed by the call.
fn may_collect(program: &Program<'_>, at: ExprRef) -> bool {
    let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { return false };
    let body = program.body(at.body);
    match body.expr(*receiver) {
        ExprKind::Local(binding) => body.binding(*binding).mutable,
        ExprKind::Field { .. } => program
            .owner(at.body)
            .is_some_and(|function| program.defs.fns[function].item.receiver == Some(crate::ir::Receiver::RefMut)),
        _ => false,
    }
}

/// The handle in what a spawn function gives: `io::Result<JoinHandle<T>>` is a `JoinHandle<T>`.
fn handle_type(ret: &Ty) -> Ty {
    match ret {
        Ty::Api(path, args) if matches!(path.as_str(), "std::result::Result" | "std::option::Option") => {
            handle_type(&args.first().cloned().unwrap_or_default())
        }
        ty => ty.clone(),
    }
}

fn drop_effect(program: &Program<'_>, handle: &Ty) -> Option<DropEffect> {
    match handle {
        Ty::Api(path, _) => program.apis.ty(program.apis.type_(*path)?).drop,
        // A handle type of the workspace: its `Drop`, if it has one that aborts or joins.
        Ty::Adt(adt, _) => program.drop_of(*adt),
        _ => None,
    }
}

pub(super) fn fates(
    program: &Program<'_>,
    kept: bool,
    no_handle: bool,
    drop: Option<DropEffect>,
    handle: &Ty,
    set: Option<Place>,
    events: &[Event],
) -> (Fate, Option<Final>, Option<Event>, bool) {
    let has = |wanted: &dyn Fn(&Event) -> bool| events.iter().any(wanted);
    let on_purpose = has(&|event| matches!(event.kind, EventKind::DroppedOnPurpose | EventKind::Verb(Verb::Detach)));
    if no_handle {
        return (Fate::Dropped, None, None, false);
    }
    let last = |ignore_depth0: bool| -> Option<Final> {
        let late = |event: &&Event| !ignore_depth0 || event.depth > 0 || kept;
        let any = |wanted: &dyn Fn(&Event) -> bool| events.iter().filter(late).any(wanted);
        let awaited =
            |event: &Event| matches!(event.kind, EventKind::Awaited | EventKind::Verb(Verb::Join | Verb::Run));
        if any(&awaited) {
            return Some(Final::Awaited);
        }
        if any(&|event| event.in_drop && matches!(event.kind, EventKind::Verb(Verb::Abort))) {
            return Some(Final::AbortOnDrop);
        }
        if any(&|event| matches!(event.kind, EventKind::Verb(Verb::Abort | Verb::Cancel))) {
            return Some(Final::Aborted);
        }
        if any(&|event| matches!(event.kind, EventKind::Guarded)) {
            return Some(Final::AbortOnDrop);
        }
        None
    };
    if kept {
        // A scope, or a set that joins when it is dropped.
        if drop == Some(DropEffect::Join) {
            return (Fate::Scoped, last(false).filter(|end| *end == Final::Awaited), None, on_purpose);
        }
        let fate = Fate::Collected;
        let found = last(false)
            .or_else(|| has(&|event| matches!(event.kind, EventKind::Public(_))).then_some(Final::PublicApi));
        // A pool of threads that nobody joins keeps nothing of what it runs.
        if found.is_none() && set.is_some_and(|place| is_pool(program, place)) {
            return (Fate::Dropped, None, None, on_purpose);
        }
        let role_aborts = set.is_some_and(|place| set_aborts(program, place));
        let fate_final = match found {
            Some(found) => found,
            None if role_aborts => Final::AbortOnDrop,
            None if set == Some(Place::Unknown) || has(&|event| matches!(event.kind, EventKind::Passed)) => {
                Final::Unknown
            }
            None => Final::NeverUsed,
        };
        return (fate, Some(fate_final), None, on_purpose);
    }
    let first = |wanted: &dyn Fn(EventKind) -> bool| events.iter().any(|event| event.depth == 0 && wanted(event.kind));
    let dropped =
        || events.iter().find(|event| matches!(event.kind, EventKind::Dropped | EventKind::Unused(_))).copied();
    if first(&|kind| kind == EventKind::Guarded) {
        let own = last(true).filter(|end| *end == Final::Awaited);
        return (Fate::AbortOnDrop, own, None, on_purpose);
    }
    if drop == Some(DropEffect::Join) && !first(&|kind| matches!(kind, EventKind::Stored(_) | EventKind::Returned(_))) {
        return (Fate::Scoped, None, None, on_purpose);
    }
    let is_guard_type = drop == Some(DropEffect::Abort);
    // A handle type of the workspace around the handle: a future that aborts when it is dropped, or gives it on.
    let around = events.iter().find_map(|event| match event.kind {
        EventKind::Stored(Place::Field(adt, _)) if event.depth == 0 && program.is_future_adt(adt) => {
            Some((adt, event.at))
        }
        _ => None,
    });
    if let Some((adt, at)) = around {
        let end = last(true);
        if program.drop_of(adt) == Some(DropEffect::Abort) {
            return (Fate::AbortOnDrop, end.filter(|end| *end == Final::Awaited), None, on_purpose);
        }
        if returned_within(program, at) {
            let own = program.owner(at.body).is_some_and(|function| !program.is_public(function));
            return (Fate::Returned, end.filter(|_| own).or(Some(Final::PublicApi)), None, on_purpose);
        }
    }
    // `Guard::new(spawn(…))`, `spawn(…).into()`: a type of the workspace takes it over, and ends it when it is dropped.
    let taken_over = events.iter().any(|event| match event.kind {
        EventKind::Stored(Place::Field(adt, _)) if event.depth == 1 => {
            program.drop_of(adt) == Some(DropEffect::Abort) && makes(program, event.at, adt)
        }
        _ => false,
    });
    if taken_over && first(&|kind| matches!(kind, EventKind::Given(_))) {
        let own = last(true).filter(|end| *end == Final::Awaited);
        return (Fate::AbortOnDrop, own.or(Some(Final::AbortOnDrop)), None, on_purpose);
    }
    // `let task = Task::new(spawn(…)); task`: the function gives the handle, in a type of the workspace.
    let given_in = events.iter().find(|event| {
        event.depth == 0
            && matches!(event.kind, EventKind::Given(function) if matches!(program.sig(function).output, Ty::Adt(..)))
    });
    let given_in = given_in.and_then(|event| {
        let up = program.uses(event.at.body).parent_expr(event.at.expr)?;
        Some(ExprRef { body: event.at.body, expr: up })
    });
    let wrapped = events.iter().any(|event| {
        matches!(event.kind, EventKind::Stored(Place::Field(adt, _))
            if event.depth == 1 && program.is_future_adt(adt) && makes(program, event.at, adt))
    });
    if let Some(Fate::Returned) = given_in.filter(|_| wrapped).and_then(|at| given_on(program, at)) {
        return (Fate::Returned, Some(last(true).unwrap_or(Final::PublicApi)), None, on_purpose);
    }
    let lets_go = |kind: EventKind| matches!(kind, EventKind::Verb(Verb::Detach) | EventKind::DroppedOnPurpose);
    // `spawn(…).detach()` of an own handle type, whose variants may be dropped where they need no more than that.
    let detached_within = first(&|kind| matches!(kind, EventKind::Given(_)))
        && has(&|event| event.depth == 1 && lets_go(event.kind))
        && events.iter().all(|event| {
            let same = matches!(event.kind, EventKind::Given(_)) && event.depth == 0;
            same || lets_go(event.kind)
                || matches!(event.kind, EventKind::Dropped | EventKind::Unused(_) | EventKind::Used)
        });
    let detached = detached_within || first(&lets_go);
    // In a variant that is given on at once, as an answer or to whoever called.
    let within = events.iter().find_map(|event| match event.kind {
        EventKind::Stored(Place::Field(adt, _)) if event.depth == 0 && program.is_enum(adt) => {
            given_on(program, event.at)
        }
        _ => None,
    });
    // `self.keep(spawn(…))`: what the function does with it at once.
    let given = match first(&|kind| matches!(kind, EventKind::Given(_))) {
        true => events.iter().find_map(|event| match event.kind {
            EventKind::Collected(_) if event.depth == 1 => Some(Fate::Collected),
            EventKind::Stored(_) if event.depth == 1 => Some(Fate::Stored),
            _ => None,
        }),
        false => None,
    };
    let kept_or_given = |kind: EventKind| {
        matches!(
            kind,
            EventKind::Collected(_)
                | EventKind::Stored(_)
                | EventKind::Returned(_)
                | EventKind::GivenBack
                | EventKind::Given(_)
                | EventKind::Passed
        )
    };
    let waits = |kind: EventKind| matches!(kind, EventKind::Awaited | EventKind::Verb(Verb::Join | Verb::Run));
    let ends = |kind: EventKind| matches!(kind, EventKind::Verb(Verb::Abort | Verb::Cancel));
    // A variable holds it until the function aborts the task.
    if !detached && first(&ends) && !first(&kept_or_given) && !has(&|event| waits(event.kind)) {
        return (Fate::Stored, Some(Final::Aborted), None, on_purpose);
    }
    let fate = if detached {
        Fate::Dropped
    } else if let Some(within) = within {
        within
    } else if is_guard_type && first(&|kind| matches!(kind, EventKind::Stored(_))) {
        Fate::AbortOnDrop
    } else if first(&|kind| matches!(kind, EventKind::Collected(_))) {
        Fate::Collected
    } else if first(&|kind| matches!(kind, EventKind::Stored(_))) {
        Fate::Stored
    } else if first(&|kind| matches!(kind, EventKind::Returned(_) | EventKind::GivenBack)) {
        Fate::Returned
    } else if first(&|kind| {
        matches!(kind, EventKind::Awaited | EventKind::Verb(Verb::Join | Verb::Run | Verb::Abort | Verb::Cancel))
    }) {
        Fate::Awaited
    } else if let Some(given) = given {
        given
    } else if first(&|kind| matches!(kind, EventKind::Given(_) | EventKind::Passed)) {
        Fate::Passed
    } else if is_guard_type {
        Fate::AbortOnDrop
    } else if first(&|kind| {
        matches!(
            kind,
            EventKind::Dropped
                | EventKind::Unused(_)
                | EventKind::DroppedOnPurpose
                | EventKind::Used
                | EventKind::Verb(_)
        )
    }) {
        Fate::Dropped
    } else {
        Fate::Unknown
    };
    match fate {
        Fate::Dropped => (fate, None, dropped().or_else(|| events.first().copied()), on_purpose),
        Fate::AbortOnDrop => (fate, last(true).filter(|end| *end == Final::Awaited), None, on_purpose),
        Fate::Awaited | Fate::Scoped | Fate::Unknown => (fate, None, None, on_purpose),
        Fate::Collected | Fate::Stored | Fate::Returned | Fate::Passed => {
            let found = last(true);
            let open = has(&|event| matches!(event.kind, EventKind::Passed | EventKind::GivenBack));
            let checked = has(&|event| matches!(event.kind, EventKind::Verb(Verb::Check)));
            // What a binary got of its own library, and keeps in a type of that.
            let in_binary = || has(&|event| program.is_in_binary(event.at.body));
            let public = has(&|event| match event.kind {
                EventKind::Public(_) => true,
                // Users of the crate may take it out of there.
                EventKind::Stored(Place::Field(adt, field)) => program.is_open_field(adt, field) && !in_binary(),
                _ => false,
            });
            let _ = handle;
            // Users of the crate get it, whatever the crate itself does with it.
            let given_out = fate == Fate::Returned
                && has(&|event| {
                    matches!(event.kind, EventKind::Public(_))
                        && !has(&|other| {
                            other.depth < event.depth
                                && matches!(
                                    other.kind,
                                    EventKind::Stored(_) | EventKind::Collected(_) | EventKind::Given(_)
                                )
                        })
                });
            let fate_final = match found {
                _ if given_out => Final::PublicApi,
                Some(found) => found,
                None if is_guard_type => Final::AbortOnDrop,
                // Whoever drops it waits for the task.
                None if drop == Some(DropEffect::Join) => Final::Awaited,
                None if public => Final::PublicApi,
                None if open => Final::Unknown,
                None if checked => Final::Checked,
                None => Final::NeverUsed,
            };
            // Taking a handle out of its place and dropping it is not watching it.
            let gone = fate_final == Final::NeverUsed && matches!(fate, Fate::Returned | Fate::Passed);
            let lost = if gone { dropped() } else { None };
            (fate, Some(fate_final), lost, on_purpose)
        }
    }
}

/// Whether a call is the last expression of a function that gives nothing back: nor does the call.
fn ends_unit_function(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let ends = |expr: ExprId| matches!(body.expr(expr), ExprKind::Block { tail: Some(tail), .. } if *tail == at.expr);
    ends(body.root)
        && program.owner(at.body).is_some_and(|function| {
            let def = &program.defs.fns[function];
            !def.item.is_async && program.sig(function).ret.is_unit()
        })
}

/// Where what is built around a handle goes, if nothing keeps it here: to the caller, or to another function.
fn given_on(program: &Program<'_>, at: ExprRef) -> Option<Fate> {
    const MAX_STEPS: u8 = 32;
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let mut expr = at.expr;
    for _ in 0..MAX_STEPS {
        let parent = match uses.parent(expr) {
            crate::flow::Parent::Root => return Some(Fate::Returned),
            crate::flow::Parent::Expr(parent) => parent,
            // `let answer = Answer::Coming(handle); request.answer(answer)`
            crate::flow::Parent::Let(block, index) => {
                let pat = body.let_pat(block, index)?;
                let PatKind::Bind(binding, None) = body.pat(pat) else { return None };
                let &[used] = uses.of(*binding) else { return None };
                expr = used;
                continue;
            }
            _ => return None,
        };
        match body.expr(parent) {
            ExprKind::Return(_) => return Some(Fate::Returned),
            ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::Tuple(_) => {}
            ExprKind::Call { callee, args } if *callee != expr && args.contains(&expr) => {
                match program.callee(ExprRef { body: at.body, expr: parent }) {
                    Callee::Wrap | Callee::Ctor(_) => {}
                    Callee::Fn(_) | Callee::Trait(_) => return Some(Fate::Passed),
                    _ => return None,
                }
            }
            ExprKind::MethodCall { args, .. } if args.contains(&expr) => {
                return match program.callee(ExprRef { body: at.body, expr: parent }) {
                    Callee::Fn(_) | Callee::Trait(_) => Some(Fate::Passed),
                    Callee::Api(api) if program.apis.row(*api).verb == Verb::Send => Some(Fate::Passed),
                    _ => None,
                };
            }
            _ => return None,
        }
        expr = parent;
    }
    None
}

/// Whether a handle is only awaited in a future that its function gives: `let task = spawn(…); async move { task.await }`.
fn is_awaited_by_caller(program: &Program<'_>, at: ExprRef, events: &[Event]) -> bool {
    let body = program.body(at.body);
    let spawn = body.span(at.expr);
    let in_given = |event: &Event| {
        let up = program.uses(at.body).ancestors(event.at.expr);
        let mut blocks = up.filter(|&up| matches!(body.expr(up), ExprKind::Async { .. }));
        let block = blocks.next().filter(|_| event.at.body == at.body);
        block.is_some_and(|block| {
            !body.span(block).contains(spawn) && returned_within(program, ExprRef { body: at.body, expr: block })
        })
    };
    let mut awaits = events.iter().filter(|event| event.kind == EventKind::Awaited).peekable();
    awaits.peek().is_some() && awaits.all(in_given)
}

/// Whether an expression stands in a function without `self` that makes a value of this type: `fn new(task: Handle) -> Self`.
fn makes(program: &Program<'_>, at: ExprRef, adt: crate::resolve::AdtId) -> bool {
    program.owner(at.body).is_some_and(|function| {
        program.defs.fns[function].item.receiver.is_none()
            && matches!(program.sig(function).output, Ty::Adt(made, _) if made == adt)
    })
}

/// Whether what is built around an expression is what its function gives.
pub(super) fn returned_within(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let mut expr = at.expr;
    loop {
        match uses.parent(expr) {
            crate::flow::Parent::Root => return true,
            crate::flow::Parent::Expr(parent) => match body.expr(parent) {
                ExprKind::Return(_) => return true,
                ExprKind::Call { .. }
                | ExprKind::Struct { .. }
                | ExprKind::Block { .. }
                | ExprKind::If { .. }
                | ExprKind::Match { .. }
                | ExprKind::Try(_)
                | ExprKind::Tuple(_) => expr = parent,
                _ => return false,
            },
            _ => return false,
        }
    }
}

/// The type of what is kept in a place.
fn place_type(program: &Program<'_>, place: Place) -> Ty {
    match place {
        Place::Local(body, binding) => program.types(body).binding(binding).clone(),
        Place::Field(adt, name) => program.declared_field(adt, name),
        Place::Static(id) => program.static_ty(id),
        Place::Unknown => Ty::Unknown,
    }
}

fn is_pool(program: &Program<'_>, place: Place) -> bool {
    program.role(&program.peel(&place_type(program, place))) == Some(Role::Runtime)
}

/// Whether dropping what is in this place, a set or handles, aborts its tasks.
pub(super) fn set_aborts(program: &Program<'_>, place: Place) -> bool {
    let ty = place_type(program, place);
    fn aborts(program: &Program<'_>, ty: &Ty) -> bool {
        match ty {
            Ty::Api(path, args) => {
                program.apis.type_(*path).is_some_and(|id| {
                    let row = program.apis.ty(id);
                    matches!(row.role, Role::TaskSet | Role::JoinHandle) && row.drop == Some(DropEffect::Abort)
                }) || args.iter().any(|arg| aborts(program, arg))
            }
            Ty::Tuple(args) | Ty::Adt(_, args) => args.iter().any(|arg| aborts(program, arg)),
            _ => false,
        }
    }
    aborts(program, &ty)
}

pub(super) fn verdict(
    fate: Fate,
    fate_final: Option<Final>,
    ends: &Ends,
    stoppable: Option<bool>,
    lost: bool,
) -> Verdict {
    let unowned = || {
        if ends.kind == EndKind::Infinite && stoppable != Some(true) { Verdict::Leak } else { Verdict::Detached }
    };
    match (fate, fate_final) {
        (Fate::Dropped, _) => unowned(),
        (Fate::Awaited | Fate::Scoped | Fate::AbortOnDrop, _) => Verdict::Ok,
        (_, Some(Final::Awaited | Final::Aborted | Final::AbortOnDrop | Final::PublicApi)) => Verdict::Ok,
        (_, Some(Final::NeverUsed)) if lost => unowned(),
        (_, Some(Final::NeverUsed)) => Verdict::Unwatched,
        (_, Some(Final::Checked)) => Verdict::Ok,
        (_, Some(Final::Unknown)) => Verdict::Unknown,
        (Fate::Collected | Fate::Returned | Fate::Stored | Fate::Passed | Fate::Unknown, None) => Verdict::Unknown,
    }
}

pub(super) fn owner(
    model: &Model<'_, '_>,
    fate: Fate,
    fate_final: Option<Final>,
    set: Option<Place>,
    events: &[Event],
    span: Span,
) -> Option<Owner> {
    let program = model.program;
    let place_owner = |place: Place, kind: OwnerKind| {
        let (name, span) = match place {
            Place::Local(body, binding) => {
                let local = program.body(body).binding(binding);
                (local.name.as_str().to_owned(), Span::new(program.body(body).file, local.lo, local.hi))
            }
            Place::Field(adt, name) => {
                let def = &program.defs.adts[adt];
                (format!("{}::{name}", def.name), program.field_span(adt, name).unwrap_or(def.name_span))
            }
            Place::Static(id) => {
                let def = &program.defs.statics[id];
                (def.name.as_str().to_owned(), def.name_span)
            }
            Place::Unknown => return None,
        };
        Some(Owner { kind, name, span })
    };
    if fate == Fate::Dropped || matches!(fate_final, Some(Final::NeverUsed | Final::Unknown)) {
        return None;
    }
    if let Some(place) = set {
        return place_owner(place, OwnerKind::Collection);
    }
    let kept = events.iter().find_map(|event| match event.kind {
        EventKind::Collected(place) => place_owner(place, OwnerKind::Collection),
        EventKind::Stored(place) => place_owner(place, OwnerKind::Field),
        _ => None,
    });
    if kept.is_some() {
        return kept;
    }
    if fate == Fate::Returned {
        return events.iter().find_map(|event| match event.kind {
            EventKind::Awaited | EventKind::Verb(_) | EventKind::Public(_) => {
                Some(Owner { kind: OwnerKind::Caller, name: model.function_of(event.at.body), span: event.span })
            }
            _ => None,
        });
    }
    events
        .iter()
        .find(|event| matches!(event.kind, EventKind::Awaited | EventKind::Guarded | EventKind::Verb(_)))
        .map(|event| Owner { kind: OwnerKind::Scope, name: model.function_of(event.at.body), span: event.span })
        .or_else(|| (fate == Fate::Scoped).then(|| Owner { kind: OwnerKind::Scope, name: String::new(), span }))
}
