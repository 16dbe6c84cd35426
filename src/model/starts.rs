//! What starts or makes something that has to be owned, and where: the question behind boundaries.

use super::Model;
use crate::apis::{Deed, TaskKind};
use crate::resolve::{BodyOwner, Callee, ExprRef, FnId};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// A call that starts a task or thread, or makes a channel or pool.
#[derive(Clone, Debug)]
pub struct Start {
    /// The callee's path or the method's name.
    pub span: Span,
    /// The callee as written.
    pub api: String,
    /// What comes of it.
    pub kind: StartKind,
    /// The module that the call stands in: `shop::domain`.
    pub module: String,
    /// The function around it, as a path; the constant, where it is one.
    pub within: String,
    /// What is called.
    pub callee: Started,
    /// The function around it, by which calls of a function can be told to come down to this.
    pub owner: Option<FnId>,
}

/// Kinds of what is started or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StartKind {
    /// A task, on a runtime or on its pool for blocking work, or an actor.
    Task,
    /// A thread of the operating system.
    Thread,
    /// A channel.
    Channel,
    /// A pool of connections.
    Pool,
}

/// What is called to start something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Started {
    /// A function of another crate, by its path.
    Foreign(String),
    /// A function of the workspace, which starts what it is given, and its path.
    Own(FnId, String),
    /// A name that says so.
    Unknown,
}

impl Model<'_, '_> {
    /// All that is started or made, in order of kinds and places. A function of the workspace that starts what it is
    /// given counts where it is called.
    pub fn starts(&self) -> Vec<Start> {
        let mut found = Vec::new();
        for task in &self.tasks {
            let thread = self.is_thread(task.kind, task.at, &mut FxHashSet::default());
            let kind = if thread { StartKind::Thread } else { StartKind::Task };
            found.extend(self.start(task.at, task.span, kind));
        }
        for channel in &self.channels {
            found.extend(self.start(channel.at, channel.span, StartKind::Channel));
        }
        for at in self.calls_that(Deed::Pool) {
            found.extend(self.start(at, self.callee_span(at), StartKind::Pool));
        }
        let path = |start: &Start| self.program.workspace.sources.get(start.span.file).path.clone();
        found.sort_by_cached_key(|start| (start.kind, path(start), start.span.lo));
        found
    }

    /// Paths of all modules, sorted.
    pub fn module_paths(&self) -> Vec<String> {
        let defs = &self.program.defs;
        let named = defs.modules.iter().filter(|(_, module)| module.body.is_none());
        let mut paths: Vec<String> = named.map(|(id, _)| defs.path_of_module(id)).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    fn start(&self, at: ExprRef, span: Span, kind: StartKind) -> Option<Start> {
        let program = self.program;
        let defs = &program.defs;
        let owner = defs.owner(at.body)?;
        let module = match owner {
            BodyOwner::Fn(function) => defs.fns[function].module,
            BodyOwner::Static(id) => defs.statics[id].module,
        };
        let callee = match program.callee(at) {
            Callee::Api(api) => Started::Foreign(program.apis.row(*api).path.as_str().to_owned()),
            Callee::Foreign(path) => Started::Foreign(path.as_str().to_owned()),
            Callee::Fn(function) | Callee::Trait(function) => Started::Own(*function, defs.path_of(*function)),
            _ => Started::Unknown,
        };
        Some(Start {
            span,
            api: program.workspace.sources.text(span).to_owned(),
            kind,
            module: defs.path_of_module(module),
            within: defs.path_of_owner(owner),
            callee,
            owner: program.owner(at.body),
        })
    }

    /// Whether a spawn starts a thread, itself or in the function of the workspace that it calls.
    fn is_thread(&self, kind: TaskKind, at: ExprRef, seen: &mut FxHashSet<FnId>) -> bool {
        if kind != TaskKind::Wrapper {
            return kind == TaskKind::Thread;
        }
        let Callee::Fn(function) = self.program.callee(at) else { return false };
        if !seen.insert(*function) {
            return false;
        }
        let inner = super::tasks::of_given(self.program, &self.tasks, *function).next();
        inner.is_some_and(|task| self.is_thread(task.kind, task.at, seen))
    }
}
