//! Calls of functions that start a task and give its handle, each as a task of its own.

use super::tasks::{at_call, returned_within, verdict};
use super::{Fate, Final, Model, Task, Verdict};
use crate::apis::{Role, TaskKind};
use crate::flow::{BindSource, EndKind, Event, EventKind, Place};
use crate::resolve::{Callee, ExprRef, FnId, Program, Ty};
use rustc_hash::FxHashSet;

/// Calls of functions that start a task of their own and give its handle back (`fn spawn_flusher() -> JoinHandle<()>`),
/// or that start a long one and let it go (`fn spawn_worker(pool: Pool)`).
/// The spawn in the function is the task; its fate at each of these calls is for the map. Of a function that is not
/// named after it (`fn start() -> JoinHandle<()>`) only those calls count, the second list, that let the task go.
pub(super) fn find(model: &Model<'_, '_>, tasks: &[Task], told: &FxHashSet<ExprRef>) -> (Vec<Task>, Vec<Task>) {
    let program = model.program;
    let mut found: Vec<Task> = Vec::new();
    let mut lost: Vec<Task> = Vec::new();
    let is_unowned = |task: &Task| matches!(task.verdict, Verdict::Leak | Verdict::Detached);
    for (function, inner) in givers(model, tasks) {
        let def = &program.defs.fns[function];
        if inner.fate == Fate::Dropped && !gives_nothing(program, function) {
            continue;
        }
        let named = def.name.as_str().starts_with("spawn");
        let may_be_lost = inner.fate == Fate::Returned && inner.ends.kind != EndKind::Unknown && !def.item.is_async;
        if !named && !may_be_lost {
            continue;
        }
        for at in model.index.calls(def.name) {
            let calls = matches!(program.callee(at), Callee::Fn(callee) if *callee == function)
                && (!def.item.is_async || program.is_awaited(at));
            let known = |task: &Task| task.at == at;
            if !calls || model.skips(at.body) || told.contains(&at) || found.iter().chain(&lost).any(known) {
                continue;
            }
            let mut task = at_call(model, at);
            task.ends = inner.ends.clone();
            task.waits = inner.waits.clone();
            task.work = inner.work.clone();
            task.output = inner.output.clone();
            task.work_at = inner.work_at;
            task.abortable = inner.kind != TaskKind::Thread && task.abortable;
            task.stoppable = match task.ends.kind {
                _ if task.abortable => Some(true),
                EndKind::Loops => Some(true),
                EndKind::Finite => Some(!task.waits.is_empty()),
                EndKind::Infinite => Some(false),
                EndKind::Unknown => None,
            };
            task.stoppable = task.stoppable.filter(|&yes| yes || task.fate_final != Some(Final::Unknown));
            // What the function puts into the set that it is lent is kept there.
            if in_lent_set(program, inner) {
                (task.fate, task.fate_final, task.lost) = (inner.fate, inner.fate_final, None);
                (task.owner, task.events) = (inner.owner.clone(), inner.events.clone());
                (task.abortable, task.stoppable) = (inner.abortable, inner.stoppable);
            }
            // Whoever has the value that keeps the handle has nobody who looks at that.
            if task.fate_final == Some(Final::Unknown)
                && inner.fate == Fate::Stored
                && inner.fate_final == Some(Final::NeverUsed)
            {
                task.fate_final = inner.fate_final;
            }
            task.verdict = verdict(task.fate, task.fate_final, &task.ends, task.stoppable, task.lost.is_some());
            match named {
                true => found.push(task),
                false if is_unowned(&task) && task.fate == Fate::Dropped => lost.push(task),
                false => {}
            }
        }
    }
    (found, lost)
}

/// Functions that start a task and give its handle, or a value of the workspace that has it in a field, each with that
/// task; and those that give on what such a function gives them. And functions that let a long task go.
fn givers<'t>(model: &Model<'_, '_>, tasks: &'t [Task]) -> Vec<(FnId, &'t Task)> {
    const MAX_CALLS: usize = 3;
    let program = model.program;
    let mut found: Vec<(FnId, &Task)> = Vec::new();
    let mut given: Vec<(FnId, &Task)> = Vec::new();
    for task in tasks.iter().filter(|task| !task.of_param) {
        let Some(function) = program.owner(task.at.body) else { continue };
        let in_given = |event: &Event| {
            matches!(event.kind, EventKind::Stored(Place::Field(..)) if event.depth == 0)
                && returned_within(program, event.at)
        };
        if task.fate == Fate::Returned || task.fate == Fate::Stored && task.events.iter().any(in_given) {
            given.push((function, task));
        } else if in_lent_set(program, task)
            || task.fate == Fate::Dropped
                && task.ends.kind >= EndKind::Loops
                && !program.defs.fns[function].item.is_async
        {
            found.push((function, task));
        }
    }
    for _ in 0..MAX_CALLS {
        let mut next: Vec<(FnId, &Task)> = Vec::new();
        for &(function, task) in &given {
            for call in model.callers_of(function) {
                let gives_on = program.owner(call.body).filter(|_| returned_within(program, call));
                let known = |of: FnId| found.iter().chain(&given).chain(&next).any(|&(known, _)| known == of);
                if let Some(outer) = gives_on.filter(|&outer| !known(outer)) {
                    next.push((outer, task));
                }
            }
        }
        found.append(&mut given);
        given = next;
    }
    found.append(&mut given);
    found
}

/// Whether a task is put into a set that its function's caller lends: `fn spawn_into(&self, set: &mut JoinSet<()>)`.
fn in_lent_set(program: &Program<'_>, task: &Task) -> bool {
    let Some(Place::Local(body, set)) = task.set else { return false };
    matches!(program.uses(body).source(set), BindSource::Param(_))
}

/// Whether a function gives nothing but whether it could do what it is for.
fn gives_nothing(program: &Program<'_>, function: FnId) -> bool {
    let output = &program.sig(function).output;
    output.is_unit()
        || program.role(output) == Some(Role::Result)
            && matches!(output, Ty::Api(_, args) if args.first().is_some_and(Ty::is_unit))
}
