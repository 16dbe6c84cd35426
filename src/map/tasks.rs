//! Tasks in the map, and the edges between them: who spawns, owns, awaits and stops which.

use crate::apis::{ExitKind, TaskKind, Verb};
use crate::flow::{EndKind, EventKind};
use crate::model::{Model, Owner, OwnerKind, Runner, Runners, Task, Verdict};
use crate::resolve::ExprRef;
use crate::source::Span;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// All spawn sites in order of their places, then calls of functions that give a handle back, then starts of actors.
pub(super) struct Sites<'m> {
    sites: Vec<&'m Task>,
    /// Those that a supervisor of a crate has as children: with its name and place, and what the child is called.
    supervised: BTreeMap<usize, (Owner, String)>,
}

impl<'m> Sites<'m> {
    /// Those of a model.
    pub fn new(model: &'m Model<'_, '_>) -> Self {
        let mut supervised = BTreeMap::new();
        for overseer in model.overseers() {
            for ward in &overseer.children {
                let owner = Owner { kind: OwnerKind::Supervisor, name: overseer.name.clone(), span: overseer.span };
                supervised.extend(ward.task.map(|task| (task, (owner, ward.name.clone()))));
            }
        }
        Self { sites: model.tasks.iter().chain(&model.retold).chain(model.actor_starts()).collect(), supervised }
    }

    /// What a task runs, in a word.
    pub fn name(&self, model: &Model<'_, '_>, index: usize) -> String {
        match self.supervised.get(&index) {
            Some((_, name)) => name.clone(),
            None => model.work_name(self.sites[index]),
        }
    }

    /// Who owns a task, and how well: a supervisor's child is its supervisor's, whatever becomes of the handle.
    pub fn owned(&self, index: usize) -> (Option<&Owner>, Verdict) {
        let task = self.sites[index];
        match (self.supervised.get(&index), task.verdict) {
            (Some((owner, _)), Verdict::Unknown | Verdict::Detached | Verdict::Unwatched) => (Some(owner), Verdict::Ok),
            (_, verdict) => (task.owner.as_ref(), verdict),
        }
    }

    /// The id of the task that is spawned here.
    pub fn id(&self, span: Span) -> Option<String> {
        self.sites.iter().position(|task| task.span == span).map(|index| format!("t{}", index + 1))
    }

    /// The tasks in order of their numbers.
    pub fn tasks(&self) -> impl Iterator<Item = &'m Task> {
        self.sites.iter().copied()
    }

    /// The tasks.
    pub fn json(&self, model: &Model<'_, '_>) -> Vec<Value> {
        self.sites.iter().enumerate().map(|(index, task)| self.one(model, index, task)).collect()
    }

    /// The edges (from, to, kind), in order of the tasks that they lead to. `runners` says whose code it is.
    pub fn edges(&self, model: &Model<'_, '_>, runners: &Runners<'_, '_, '_, Runner>) -> Vec<(String, String, String)> {
        let mut edges: Vec<(String, String, &str)> = Vec::new();
        for task in &self.sites {
            let Some(to) = self.id(task.span) else { continue };
            let mut add = |from: String, kind: &'static str| {
                let edge = (from, to.clone(), kind);
                if edge.0 != to && !edges.contains(&edge) {
                    edges.push(edge);
                }
            };
            let from = |at: ExprRef| runners.of(at).into_iter().map(|runner| super::runner_id(model, runner));
            from(task.at).for_each(|from| add(from, "spawns"));
            // The task whose code holds the handle or the set: as a variable of its own, or through what it does with it.
            if task.owner.is_some() {
                for event in &task.events {
                    let holds = matches!(
                        event.kind,
                        EventKind::Awaited
                            | EventKind::Guarded
                            | EventKind::Verb(Verb::Join | Verb::Abort | Verb::Cancel | Verb::Run)
                    );
                    if holds {
                        from(event.at).for_each(|from| add(from, "owns"));
                    }
                }
            }
            for event in &task.events {
                let kind = match event.kind {
                    EventKind::Awaited | EventKind::Verb(Verb::Join | Verb::Run) => "awaits",
                    EventKind::Verb(Verb::Abort | Verb::Cancel) => "stops",
                    _ => continue,
                };
                from(event.at).for_each(|from| add(from, kind));
            }
            // The channel whose end it is.
            for exit in task.ends.exits.iter().chain(&task.waits) {
                let stops = matches!(exit.kind, ExitKind::ChannelClosed | ExitKind::ShutdownSignal);
                if let Some(on) = exit.on.filter(|_| stops) {
                    for (index, channel) in model.channels.iter().enumerate() {
                        if channel.is_received_at(on) {
                            add(format!("c{}", index + 1), "stops");
                        }
                    }
                }
            }
        }
        edges.into_iter().map(|(from, to, kind)| (from, to, kind.to_owned())).collect()
    }

    fn one(&self, model: &Model<'_, '_>, index: usize, task: &Task) -> Value {
        let (owner, verdict) = self.owned(index);
        let sources = &model.program.workspace.sources;
        let start = sources.start(task.span);
        let body = match task.ends.kind {
            EndKind::Finite => "finite",
            EndKind::Loops => "loop-exits",
            EndKind::Infinite => "loop-infinite",
            EndKind::Unknown => "unknown",
        };
        let mut exits: Vec<_> = task.ends.exits.iter().chain(&task.waits).map(|exit| exit.kind).collect();
        if task.abortable {
            exits.push(ExitKind::Abort);
        }
        exits.sort_unstable();
        exits.dedup();
        json!({
            "id": format!("t{}", index + 1),
            "file": sources.get(task.span.file).path,
            "line": start.line,
            "column": start.column,
            "crate": model.crate_of(task.at.body),
            "function": model.function_of(task.at.body),
            "api": task.api,
            "name": self.name(model, index),
            "kind": match task.kind {
                TaskKind::Task => "task",
                TaskKind::Blocking => "blocking",
                TaskKind::Thread => "thread",
                TaskKind::Local => "local",
                TaskKind::Actor => "actor",
                TaskKind::Wrapper => "wrapper",
            },
            "fate": task.fate,
            "fate_final": task.fate_final,
            "body": body,
            "exit": exits,
            "stoppable": task.stoppable,
            "verdict": verdict,
            "owner": owner.map(|owner| json!({
                "kind": owner.kind,
                "name": owner.name,
                "file": sources.get(owner.span.file).path,
                "line": sources.start(owner.span).line,
            })),
        })
    }
}
