//! How far a registry reaches: entries that keep alive what would take them out, and maps of one process in a program
//! that runs as many.

use super::{Change, Holds, Registry};
use crate::apis::{Deed, ExitKind, Verb};
use crate::flow::{BindSource, Place};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::model::Model;
use crate::resolve::{BodyRef, ExprRef};
use crate::source::{Name, Span};
use crate::workspace::{Dep, TargetKind};

/// An entry that keeps its own task running.
#[derive(Clone, Debug)]
pub struct Immortal {
    /// Puts the sender in.
    pub insert: Span,
    /// Where the task waits for the channel's end.
    pub wait: Span,
    /// Takes the entry out, after that.
    pub removal: Span,
}

impl Model<'_, '_> {
    /// An entry with a sender of the channel whose end its task waits for, before it takes the entry out.
    pub fn immortal(&self, registry: &Registry) -> Option<Immortal> {
        registry.inserts.iter().find_map(|insert| self.immortal_at(registry, insert))
    }

    fn immortal_at(&self, registry: &Registry, insert: &Change) -> Option<Immortal> {
        let program = self.program;
        let value = match program.expr(insert.at) {
            ExprKind::MethodCall { args, .. } => *args.last()?,
            _ => return None,
        };
        let senders = self.strong_senders(insert.at.body, value);
        let channel = self.channels.iter().find(|channel| {
            channel.senders.iter().any(|end| end.local.is_some_and(|local| senders.contains(&local)))
        })?;
        let task = self.tasks.iter().find(|task| {
            let mut exits = task.ends.exits.iter();
            !task.ends.exits.is_empty()
                && exits.all(|exit| {
                    exit.kind == ExitKind::ChannelClosed && exit.on.is_some_and(|on| channel.is_received_at(on))
                })
        })?;
        let wait = task.ends.exits.first()?.on?;
        // `while let Ok(Some(frame)) = timeout(IDLE, rx.recv()).await`: silence ends it as well.
        let is_limited = program.uses(wait.body).ancestors(wait.expr).any(|up| {
            program.called_api(ExprRef { body: wait.body, expr: up }).is_some_and(|row| row.verb == Verb::Timeout)
        });
        if is_limited {
            return None;
        }
        // Nobody else takes it out.
        let after = |removal: &Change| {
            let wait = if removal.at.body == wait.body { Some(wait) } else { self.call_of(removal.at, wait.body) };
            let code = program.body(removal.at.body);
            wait.is_some_and(|wait| code.span(removal.at.expr).lo > code.span(wait.expr).hi)
        };
        let removal = registry.removes.first()?;
        if task.abortable || !registry.removes.iter().all(after) {
            return None;
        }
        Some(Immortal { insert: insert.span, wait: self.callee_span(wait), removal: removal.span })
    }

    /// The awaited call, in the same piece of code as another expression, of the function with this code.
    fn call_of(&self, beside: ExprRef, code: BodyRef) -> Option<ExprRef> {
        let program = self.program;
        let function = program.owner(code)?;
        let mut calls = self.callers_of(function).into_iter();
        calls.find(|&call| {
            call.body == beside.body && program.frame(call) == program.frame(beside) && program.is_awaited(call)
        })
    }

    /// Variables whose value, or a clone of it, is in an expression; those that are only asked for something weak are not.
    fn strong_senders(&self, at: BodyRef, value: ExprId) -> Vec<(BodyRef, BindingId)> {
        let program = self.program;
        let body = program.body(at);
        let mut found = Vec::new();
        let mut open = vec![value];
        for _ in 0..50 {
            let Some(expr) = open.pop() else { break };
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, name, .. } if *name == "clone" => open.push(*receiver),
                ExprKind::MethodCall { .. } => {}
                ExprKind::Local(binding) => {
                    found.push((at, *binding));
                    if let BindSource::Value(value, _) = program.uses(at).source(*binding)
                        && !matches!(body.expr(value), ExprKind::Call { .. })
                    {
                        open.push(value);
                    }
                }
                kind => kind.children(|child| open.push(child)),
            }
        }
        found
    }

    /// What makes a program with a process-wide registry a cluster, and where the registry's crate says so.
    pub fn cluster_beside(&self, registry: &Registry) -> Option<Cluster> {
        let program = self.program;
        let of_process = match registry.place {
            Place::Static(_) => {
                matches!(registry.holds, Some(Holds::Sender | Holds::Actor | Holds::Connection | Holds::Task))
            }
            // Connections are of this process by nature; actors are what a cluster finds by name.
            Place::Field(adt, _) => {
                registry.shared && registry.holds == Some(Holds::Actor) && self.is_made_with_program(adt)
            }
            Place::Local(..) | Place::Unknown => false,
        };
        if !of_process {
            return None;
        }
        let insert = registry.inserts.first()?;
        let id = program.defs.krate_of(insert.at.body)?;
        let krate = &program.workspace.crates[id.0 as usize];
        let joined = self.calls_that(Deed::Cluster).into_iter().next();
        if let Some(at) = joined {
            return Some(Cluster {
                name: program.workspace.sources.text(self.callee_span(at)).to_owned(),
                joins: Some(self.callee_span(at)),
            });
        }
        let known = program.apis.deeds(Deed::Cluster);
        let external = krate.deps.values().filter_map(|dep| match dep {
            Dep::External(real) => Some(*real),
            Dep::Local(_) => None,
        });
        let mut names: Vec<Name> = external.filter(|real| known.contains(real)).collect();
        // A loose file has no manifest, but says what it uses.
        if krate.kind == TargetKind::Loose {
            let crates = program.defs.imported_paths(id).into_iter();
            let crates = crates.filter_map(|path| path.as_str().split("::").next().map(Name::from));
            names.extend(crates.filter(|name| known.contains(name)));
        }
        names.sort_by_key(|name| name.as_str());
        names.first().map(|name| Cluster { name: name.as_str().to_owned(), joins: None })
    }
}

/// What joins several processes.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The crate or call.
    pub name: String,
    /// The call.
    pub joins: Option<Span>,
}
