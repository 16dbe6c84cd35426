//! Spawn functions of the program that lose the handle of each task that they are asked to start.
//!
//! A caller of one that gives no handle can do nothing about it. Where a handle is given, its callers are judged; only
//! if all of them lose it, they make one and the same mistake. Knows nothing of what the tasks do.

use super::{Model, Task};
use crate::resolve::{Callee, FnId};
use crate::source::Span;

/// A spawn function that its callers lose their tasks with.
#[derive(Clone, Copy, Debug)]
pub struct HomeSpawner {
    /// The function.
    pub function: FnId,
    /// The spawn in it that starts what it is given.
    pub spawn: Span,
    /// It gives a handle, and all its callers drop it.
    pub gives_handle: bool,
}

impl Model<'_, '_> {
    /// The spawn function by which the handle of a task is lost, and those of all others that it starts.
    pub fn losing_spawner(&self, task: &Task) -> Option<HomeSpawner> {
        let started_by = |task: &Task| match self.program.callee(task.at) {
            Callee::Fn(function) => Some(*function),
            _ => None,
        };
        let function = started_by(task)?;
        let mut inner = super::tasks::of_given(self.program, &self.tasks, function);
        let spawn = inner.next().map(|task| task.span)?;
        let gives_handle = !task.no_handle;
        let all_lose =
            || self.tasks.iter().filter(|one| started_by(one) == Some(function)).all(|one| self.is_loss(one));
        (inner.next().is_none() && (!gives_handle || all_lose())).then_some(HomeSpawner {
            function,
            spawn,
            gives_handle,
        })
    }
}
