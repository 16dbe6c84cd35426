//! The map: what the checker sees, as one JSON object (`tether-map/1`).

use crate::apis::TaskKind;
use crate::flow::EndKind;
use crate::model::{Channel, ChannelEnds, Holder, Loop, Model, Op, Task};
use crate::source::{Sources, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The whole map.
pub fn json(model: &Model<'_, '_>) -> Value {
    let workspace = model.program.workspace;
    let sources = &workspace.sources;
    let id_of =
        |span: Span| model.tasks.iter().position(|task| task.span == span).map(|index| format!("t{}", index + 1));
    let tasks: Vec<Value> = model.tasks.iter().enumerate().map(|(index, task)| task_json(model, index, task)).collect();
    let loops: Vec<Value> = model
        .loops
        .iter()
        .map(|found| {
            let task = model.task_of(found.at).map(|index| model.tasks[index].span).and_then(id_of);
            loop_json(model, found, task)
        })
        .collect();
    let channels: Vec<Value> = model
        .channels
        .iter()
        .zip(&model.channel_graph().ends)
        .enumerate()
        .map(|(index, (channel, ends))| channel_json(sources, index, channel, ends))
        .collect();
    json!({
        "schema": "tether-map/1",
        "root": workspace.root.display().to_string(),
        "tasks": tasks,
        "loops": loops,
        "channels": channels,
        "registries": [],
        "supervisors": supervisors(model),
        "pools": [],
        "edges": edges(model),
    })
}

fn task_json(model: &Model<'_, '_>, index: usize, task: &Task) -> Value {
    let sources = &model.program.workspace.sources;
    let start = sources.start(task.span);
    let body = match task.ends.kind {
        EndKind::Finite => "finite",
        EndKind::Loops => "loop-exits",
        EndKind::Infinite => "loop-infinite",
        EndKind::Unknown => "unknown",
    };
    let mut exits: Vec<_> = task.ends.exits.iter().map(|exit| exit.kind).collect();
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
        "name": null,
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
        "verdict": task.verdict,
        "owner": task.owner.as_ref().map(|owner| json!({
            "kind": owner.kind,
            "name": owner.name,
            "file": sources.get(owner.span.file).path,
            "line": sources.start(owner.span).line,
        })),
    })
}

fn loop_json(model: &Model<'_, '_>, found: &Loop, task: Option<String>) -> Value {
    let sources = &model.program.workspace.sources;
    let start = sources.start(found.span);
    json!({
        "file": sources.get(found.span.file).path,
        "line": start.line,
        "column": start.column,
        "function": model.function_of(found.at.body),
        "task": task,
        "source": found.source.channel,
        "form": found.form,
        "on_close": found.on_close,
        "on_lag": found.on_lag,
        "exit_signal": found.exit_signal,
        "cleanup": found.cleanup,
        "verdict": found.verdict,
    })
}

fn channel_json(sources: &Sources, index: usize, channel: &Channel, ends: &ChannelEnds) -> Value {
    let start = sources.start(channel.span);
    let holders = |holders: &[Holder]| -> Vec<Value> {
        holders
            .iter()
            .map(|holder| {
                json!({
                    "kind": holder.kind,
                    "name": holder.name,
                    "file": sources.get(holder.span.file).path,
                    "line": sources.start(holder.span).line,
                    "task": holder.task.map(|task| format!("t{}", task + 1)),
                })
            })
            .collect()
    };
    json!({
        "id": format!("c{}", index + 1),
        "file": sources.get(channel.span.file).path,
        "line": start.line,
        "column": start.column,
        "api": channel.api,
        "bounded": channel.bounded,
        "capacity": channel.capacity,
        "senders": holders(&ends.senders),
        "receivers": holders(&ends.receivers),
    })
}

/// Groups that share a fate, as supervisors without a restart strategy.
fn supervisors(model: &Model<'_, '_>) -> Vec<Value> {
    let sources = &model.program.workspace.sources;
    model
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let child = |at: usize| format!("s{}.{}", index + 1, at + 1);
            json!({
                "id": format!("s{}", index + 1),
                "file": sources.get(group.span.file).path,
                "line": sources.start(group.span).line,
                "api": sources.text(group.span),
                "strategy": "none",
                "children": (0..group.children.len()).map(child).collect::<Vec<_>>(),
                "groups": group.related.iter().map(|members| members.iter().copied().map(child).collect::<Vec<_>>()).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// Which task spawns which; which tasks send to and receive from which channels.
fn edges(model: &Model<'_, '_>) -> Vec<Value> {
    let mut edges = Vec::new();
    for (index, task) in model.tasks.iter().enumerate() {
        if let Some(parent) = model.task_of(task.at).filter(|&parent| parent != index) {
            edges
                .push(json!({ "from": format!("t{}", parent + 1), "to": format!("t{}", index + 1), "kind": "spawns" }));
        }
    }
    let graph = model.channel_graph();
    let pairs = |ops: &[Op]| -> BTreeSet<(usize, usize)> {
        ops.iter()
            .flat_map(|op| op.tasks.iter().flat_map(|&task| op.channels.iter().map(move |&to| (task, to))))
            .collect()
    };
    for (task, channel) in pairs(&graph.sends) {
        edges.push(json!({ "from": format!("t{}", task + 1), "to": format!("c{}", channel + 1), "kind": "sends" }));
    }
    for (task, channel) in pairs(&graph.receives) {
        edges.push(json!({ "from": format!("t{}", task + 1), "to": format!("c{}", channel + 1), "kind": "receives" }));
    }
    edges
}
