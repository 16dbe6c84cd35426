//! Who runs a piece of code, through the functions that they call: tasks, and for the map also actors, members of groups
//! and children of supervisors.

use super::Model;
use crate::flow::Tracker;
use crate::resolve::{AdtId, BodyRef, ExprRef, FnId, Ty};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;

/// What everybody calls says nothing about who runs it: more callers than this are not looked at.
const MAX_CALLERS: usize = 40;

/// Functions on the way up from a piece of code.
const MAX_FUNCTIONS: usize = 64;

/// Somebody on the map who runs code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runner {
    /// A task: an index of [`Model::tasks`].
    Task(usize),
    /// An actor, by its start: an index of [`Model::actor_starts`].
    Actor(usize),
    /// A member of a group that is no task: an index of [`Model::groups`], and one of its children.
    Member(usize, usize),
    /// A child of a supervisor of a crate that is no task: an index of [`Model::overseers`], and one of its children.
    Ward(usize, usize),
    /// A child of a supervisor type of the program: an index of [`Model::home_supervisors`], and one of its children.
    HomeChild(usize, usize),
}

/// Who runs which code. `K` names them.
pub struct Runners<'m, 'p, 'a, K> {
    model: &'m Model<'p, 'a>,
    /// Code of somebody that stands in a body.
    in_body: FxHashMap<BodyRef, Vec<(ExprRef, K)>>,
    /// Whose whole work is a call of a function.
    of_fn: FxHashMap<FnId, Vec<K>>,
    known: RefCell<FxHashMap<FnId, Vec<K>>>,
}

impl<'m, 'p, 'a> Runners<'m, 'p, 'a, usize> {
    /// Tasks alone, by their indices of [`Model::tasks`].
    pub(super) fn tasks(model: &'m Model<'p, 'a>) -> Self {
        let mut runners = Self::none(model);
        runners.add_tasks(|index| index);
        runners
    }
}

impl<'m, 'p, 'a> Runners<'m, 'p, 'a, Runner> {
    /// All that the map shows.
    pub fn all(model: &'m Model<'p, 'a>) -> Self {
        let mut runners = Self::none(model);
        runners.add_tasks(Runner::Task);
        for (index, start) in model.actor_starts().iter().enumerate() {
            if let Ty::Adt(adt, _) = start.work {
                runners.add_actor(adt, Runner::Actor(index));
            }
        }
        for (index, group) in model.groups.iter().enumerate() {
            for (at, child) in group.children.iter().enumerate().filter(|(_, child)| child.task.is_none()) {
                runners.add_code(child.code, Runner::Member(index, at));
                runners.add_fn(child.function, Runner::Member(index, at));
            }
        }
        for (index, overseer) in model.overseers().iter().enumerate() {
            for (at, ward) in overseer.children.iter().enumerate() {
                let key = ward.task.map_or(Runner::Ward(index, at), Runner::Task);
                ward.given.iter().for_each(|&given| runners.add_code(given, key));
                runners.add_fn(ward.function, key);
                if let Some(adt) = ward.adt {
                    runners.add_actor(adt, key);
                }
            }
        }
        for (index, home) in model.home_supervisors().iter().enumerate() {
            for (at, child) in home.children.iter().enumerate() {
                runners.add_code(child.made_by, Runner::HomeChild(index, at));
                if let Ty::Fn(function) = model.program.ty(child.made_by) {
                    runners.add_fn(Some(*function), Runner::HomeChild(index, at));
                }
            }
        }
        runners
    }

    fn add_actor(&mut self, adt: AdtId, key: Runner) {
        let defs = &self.model.program.defs;
        for &of in defs.impls_of(adt).iter().filter(|&&of| defs.impls[of].of_trait.is_some()) {
            for &function in &defs.impls[of].fns {
                self.add_fn(Some(function), key);
            }
        }
    }
}

impl<'m, 'p, 'a, K: Copy + Ord> Runners<'m, 'p, 'a, K> {
    fn none(model: &'m Model<'p, 'a>) -> Self {
        Self { model, in_body: FxHashMap::default(), of_fn: FxHashMap::default(), known: RefCell::default() }
    }

    fn add_tasks(&mut self, key: impl Fn(usize) -> K) {
        for (index, task) in self.model.tasks.iter().enumerate() {
            if let Some(work) = task.work_at {
                self.add_code(work, key(index));
            }
            self.add_fn(self.model.work_fn(task), key(index));
        }
    }

    fn add_code(&mut self, code: ExprRef, key: K) {
        self.in_body.entry(code.body).or_default().push((code, key));
    }

    fn add_fn(&mut self, function: Option<FnId>, key: K) {
        if let Some(function) = function {
            self.of_fn.entry(function).or_default().push(key);
        }
    }

    /// The innermost of them in whose text an expression stands.
    pub(super) fn own(&self, at: ExprRef) -> Option<K> {
        let body = self.model.program.body(at.body);
        let span = body.span(at.expr);
        self.in_body
            .get(&at.body)?
            .iter()
            .filter(|(code, _)| code.expr != at.expr && body.span(code.expr).contains(span))
            .min_by_key(|(code, _)| {
                let span = body.span(code.expr);
                span.hi - span.lo
            })
            .map(|&(_, key)| key)
    }

    /// All that run an expression, through the functions that they call; in order, each once.
    pub fn of(&self, at: ExprRef) -> Vec<K> {
        if let Some(own) = self.own(at) {
            return vec![own];
        }
        self.model.program.owner(at.body).map_or_else(Vec::new, |function| {
            let mut found = self.of_function(function, &mut FxHashSet::default());
            found.sort_unstable();
            found.dedup();
            found
        })
    }

    fn of_function(&self, function: FnId, seen: &mut FxHashSet<FnId>) -> Vec<K> {
        if let Some(known) = self.known.borrow().get(&function) {
            return known.clone();
        }
        if !seen.insert(function) || seen.len() > MAX_FUNCTIONS {
            return Vec::new();
        }
        let mut found = self.of_fn.get(&function).cloned().unwrap_or_default();
        let skip = |body: BodyRef| self.model.skips(body);
        let holds = |_: &Ty| false;
        let tracker = Tracker::new(self.model.program, self.model.index, &holds, &skip);
        let callers = tracker.callers(function);
        for call in callers.iter().take(MAX_CALLERS) {
            match self.own(*call) {
                Some(own) => found.push(own),
                None => {
                    // The call that is spawned is the task itself, not code of the function around it.
                    let own = self.in_body.get(&call.body).into_iter().flatten();
                    let spawned = own.into_iter().any(|(code, _)| code == call);
                    if !spawned && let Some(caller) = self.model.program.owner(call.body) {
                        found.extend(self.of_function(caller, seen));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        self.known.borrow_mut().insert(function, found.clone());
        found
    }
}
