//! The map: what the checker sees, as one JSON object (`tether-map/1`), or as a picture for Graphviz or Mermaid.

mod dot;
mod mermaid;
mod picture;
mod tasks;

use crate::apis::{EndsOthers, ParentEnd, Strategy};
use crate::model::{
    Change, ChannelEnds, Holder, HomeSupervisor, Loop, LoopVerdict, Model, OnLag, Op, Overseer, Runner, Runners, Task,
    UnreadLoop,
};
use crate::resolve::{ExprRef, Ty};
use crate::source::{Sources, Span};
use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tasks::Sites;

/// The picture for Graphviz.
pub fn dot(model: &Model<'_, '_>) -> String {
    dot::dot(&picture::draw(model, &edge_list(model)))
}

/// The picture for Mermaid.
pub fn mermaid(model: &Model<'_, '_>) -> String {
    mermaid::mermaid(&picture::draw(model, &edge_list(model)))
}

/// The whole map.
pub fn json(model: &Model<'_, '_>) -> Value {
    let workspace = model.program.workspace;
    let sources = &workspace.sources;
    let sites = Sites::new(model);
    let task = |at| model.task_of(at).and_then(|index| sites.id(model.tasks[index].span));
    let unread = model.unread_loops();
    let read = model.loops.iter().map(|found| (found.span, loop_json(model, found, task(found.at))));
    let unread = unread.iter().map(|found| (found.span, unread_loop_json(model, found, task(found.at))));
    let mut loops: Vec<(Span, Value)> = read.chain(unread).collect();
    loops.sort_by(|(a, _), (b, _)| (&sources.get(a.file).path, a.lo).cmp(&(&sources.get(b.file).path, b.lo)));
    let loops: Vec<Value> = loops.into_iter().map(|(_, one)| one).collect();
    let channels: Vec<Value> = model
        .channels
        .iter()
        .zip(&model.channel_graph().ends)
        .enumerate()
        .map(|(index, (channel, ends))| {
            let (bounded, capacity) = (channel.bounded, &channel.capacity);
            channel_json(sources, index, &Listed { span: channel.span, api: &channel.api, bounded, capacity, ends })
        })
        .chain(model.meetings().iter().enumerate().map(|(index, one)| {
            let (bounded, capacity) = (one.bounded, &one.capacity);
            let listed = Listed { span: one.span, api: &one.api, bounded, capacity, ends: &one.ends };
            let mut json = channel_json(sources, model.channels.len() + index, &listed);
            if let Some(actor) = one.actor.and_then(|at| start_id(model, at)) {
                json["receivers"][0]["task"] = json!(actor);
            }
            json
        }))
        .collect();
    json!({
        "schema": "tether-map/1",
        "root": workspace.root.display().to_string(),
        "tasks": sites.json(model),
        "loops": loops,
        "channels": channels,
        "registries": registries(model),
        "supervisors": supervisors(model),
        "pools": pools(model),
        "edges": edges(model),
    })
}

fn loop_json(model: &Model<'_, '_>, found: &Loop, task: Option<String>) -> Value {
    let sources = &model.program.workspace.sources;
    let start = sources.start(found.span);
    let unless_unread = |value: Value| if found.is_beside_unread { json!("unknown") } else { value };
    json!({
        "file": sources.get(found.span.file).path,
        "line": start.line,
        "column": start.column,
        "function": model.function_of(found.at.body),
        "task": task,
        "source": unless_unread(json!(found.source.channel)),
        "form": found.form,
        "on_close": unless_unread(json!(found.on_close)),
        "on_lag": found.on_lag,
        "exit_signal": found.exit_signal,
        "cleanup": found.cleanup,
        "verdict": found.verdict,
    })
}

/// A loop whose waits are not understood, or come from no channel: what is not known is `unknown`.
fn unread_loop_json(model: &Model<'_, '_>, found: &UnreadLoop, task: Option<String>) -> Value {
    let sources = &model.program.workspace.sources;
    let start = sources.start(found.span);
    json!({
        "file": sources.get(found.span.file).path,
        "line": start.line,
        "column": start.column,
        "function": model.function_of(found.at.body),
        "task": task,
        "source": found.source.map_or(json!("unknown"), |source| json!(source)),
        "form": found.form,
        "on_close": found.on_close.map_or(json!("unknown"), |end| json!(end)),
        "on_lag": if found.source.is_some() { json!(OnLag::None) } else { json!("unknown") },
        // A message that says "stop" cannot be seen.
        "exit_signal": found.exit_signal,
        "cleanup": found.cleanup,
        "verdict": if found.has_no_exit() { LoopVerdict::NoExit } else { LoopVerdict::Ok },
    })
}

/// A channel, or something else through which tasks reach each other.
struct Listed<'m> {
    span: Span,
    api: &'m str,
    bounded: bool,
    capacity: &'m Option<String>,
    ends: &'m ChannelEnds,
}

fn channel_json(sources: &Sources, index: usize, channel: &Listed<'_>) -> Value {
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
        "senders": holders(&channel.ends.senders),
        "receivers": holders(&channel.ends.receivers),
    })
}

/// Maps whose entries stand for something that ends, and maps that share their keys' life with such.
fn registries(model: &Model<'_, '_>) -> Vec<Value> {
    let sources = &model.program.workspace.sources;
    let places = |spans: &mut dyn Iterator<Item = Span>| -> Vec<Value> {
        spans.map(|span| json!({ "file": sources.get(span.file).path, "line": sources.start(span).line })).collect()
    };
    let changes = |changes: &[Change]| places(&mut changes.iter().map(|one| one.span));
    model
        .shown_registries()
        .enumerate()
        .map(|(index, registry)| {
            json!({
                "id": format!("r{}", index + 1),
                "file": sources.get(registry.span.file).path,
                "line": sources.start(registry.span).line,
                "name": registry.name,
                "type": registry.ty,
                "inserts": changes(&registry.inserts),
                "removes": changes(&registry.removes),
                "leaves": places(&mut model.leaves(registry).into_iter()),
                "verdict": model.registry_verdict(registry),
            })
        })
        .collect()
}

/// Groups that share a fate, as supervisors without a restart strategy; then those of actor and supervisor
/// crates, loops that start a task again, and supervisor types of the program itself.
fn supervisors(model: &Model<'_, '_>) -> Vec<Value> {
    let sources = &model.program.workspace.sources;
    let groups = model.groups.iter().enumerate().map(|(index, group)| {
        let child = |at: usize| group.child_id(index, at);
        json!({
            "id": format!("s{}", index + 1),
            "file": sources.get(group.span.file).path,
            "line": sources.start(group.span).line,
            "api": model.group_api(group),
            "name": null,
            "strategy": Strategy::None,
            "restart_limit": null,
            "ends_others": group.ends_others(),
            "on_parent_end": if group.children.iter().all(|child| child.falls) { "dropped" } else { "left" },
            "child_names": group.children.iter().map(|child| &child.name).collect::<Vec<_>>(),
            "children": (0..group.children.len()).map(child).collect::<Vec<_>>(),
            "groups": ids(&group.related, &child),
        })
    });
    let overseers = overseers(model).enumerate().map(|(index, (id, overseer))| {
        let child = |at: usize| ward_id(model, index, at);
        let members: Vec<Value> = (0..overseer.children.len())
            .map(|at| {
                let ward = &overseer.children[at];
                json!({
                    "id": child(at),
                    "name": ward.label.as_ref().unwrap_or(&ward.name),
                    "strategy": ward.restart.map_or(overseer.strategy, |(strategy, _)| strategy),
                    "restart_limit": ward.limit,
                    "terminate": model.has_terminate_callback(ward),
                })
            })
            .collect();
        json!({
            "id": id,
            "file": sources.get(overseer.span.file).path,
            "line": sources.start(overseer.span).line,
            "api": model.kind_of(overseer).path.as_str(),
            "name": overseer.name,
            "strategy": overseer.strategy,
            "restart_limit": overseer.limit,
            "ends_others": model.ends_others(overseer),
            "on_parent_end": model.kind_of(overseer).parent_end,
            "members": members,
            "child_names": overseer.children.iter().map(|child| &child.name).collect::<Vec<_>>(),
            "children": (0..overseer.children.len()).map(child).collect::<Vec<_>>(),
            "groups": ids(&overseer.related, &child),
        })
    });
    let restarters = restarters(model).map(|(id, span, task)| {
        json!({
            "id": id,
            "file": sources.get(span.file).path,
            "line": sources.start(span).line,
            "api": sources.text(span),
            "name": null,
            "strategy": Strategy::OneForOne,
            "restart_limit": null,
            "ends_others": EndsOthers::Never,
            "on_parent_end": ParentEnd::Unknown,
            "child_names": [&task],
            "children": [&task],
            "groups": [[&task]],
        })
    });
    let own = home_supervisors(model).map(|(id, home)| {
        let names: Vec<&String> = home.children.iter().map(|child| &child.name).collect();
        json!({
            "file": sources.get(home.span.file).path,
            "line": sources.start(home.span).line,
            "api": sources.text(home.span),
            "name": sources.text(home.span),
            "strategy": Strategy::OneForOne,
            "restart_limit": null,
            "ends_others": EndsOthers::Never,
            "on_parent_end": ParentEnd::Unknown,
            "child_names": names,
            "children": (0..home.children.len()).map(|at| home_child_id(&id, at)).collect::<Vec<_>>(),
            "groups": (0..home.children.len()).map(|at| vec![home_child_id(&id, at)]).collect::<Vec<_>>(),
            "id": id,
        })
    });
    groups.chain(overseers).chain(restarters).chain(own).collect()
}

/// Supervisor types of the program itself, with their ids: they come behind all others.
fn home_supervisors<'m>(model: &'m Model<'_, '_>) -> impl Iterator<Item = (String, HomeSupervisor)> + 'm {
    model.home_supervisors().into_iter().enumerate().map(|(index, home)| (home_id(model, index), home))
}

fn home_id(model: &Model<'_, '_>, index: usize) -> String {
    format!("s{}", model.groups.len() + model.overseers().len() + model.restarters().len() + index + 1)
}

/// The id of what a supervisor type of the program is given to start.
fn home_child_id(supervisor: &str, child: usize) -> String {
    format!("{supervisor}.{}", child + 1)
}

/// Loops that start a task again, with their ids: they come behind those of crates.
fn restarters<'m>(model: &'m Model<'_, '_>) -> impl Iterator<Item = (String, Span, String)> + 'm {
    let first = model.groups.len() + model.overseers().len() + 1;
    model.restarters().into_iter().enumerate().map(move |(index, (at, task))| {
        (format!("s{}", first + index), model.callee_span(at), format!("t{}", task + 1))
    })
}

/// Supervisors of actor and supervisor crates, with their ids: they come after the groups.
fn overseers<'m>(model: &'m Model<'_, '_>) -> impl Iterator<Item = (String, &'m Overseer)> {
    let first = model.groups.len() + 1;
    model.overseers().iter().enumerate().map(move |(index, overseer)| (format!("s{}", first + index), overseer))
}

/// The id of a child: of the task or of the supervisor that it is, or one of its own below that of its supervisor.
fn ward_id(model: &Model<'_, '_>, overseer: usize, child: usize) -> String {
    let first = model.groups.len() + 1;
    match (model.overseers()[overseer].children[child].task, model.overseer_of(overseer, child)) {
        (Some(task), _) => format!("t{}", task + 1),
        (None, Some(below)) => format!("s{}", first + below),
        (None, None) => match model.start_of_ward(&model.overseers()[overseer].children[child]) {
            Some(start) => actor_id(model, start),
            None => format!("s{}.{}", first + overseer, child + 1),
        },
    }
}

/// The id of somebody who runs code.
fn runner_id(model: &Model<'_, '_>, runner: Runner) -> String {
    match runner {
        Runner::Task(task) => format!("t{}", task + 1),
        Runner::Actor(start) => actor_id(model, start),
        Runner::Member(group, child) => model.groups[group].child_id(group, child),
        Runner::Ward(overseer, child) => ward_id(model, overseer, child),
        Runner::HomeChild(home, child) => home_child_id(&home_id(model, home), child),
    }
}

/// The id of the task that is the start of an actor: an index of [`Model::actor_starts`].
fn actor_id(model: &Model<'_, '_>, start: usize) -> String {
    format!("t{}", model.tasks.len() + model.retold.len() + start + 1)
}

/// The same, of the call that starts it.
fn start_id(model: &Model<'_, '_>, at: ExprRef) -> Option<String> {
    model.actor_starts().iter().position(|start| start.at == at).map(|start| actor_id(model, start))
}

fn ids(groups: &[Vec<usize>], child: &dyn Fn(usize) -> String) -> Vec<Vec<String>> {
    groups.iter().map(|members| members.iter().map(|&at| child(at)).collect()).collect()
}

/// Pools of connections.
fn pools(model: &Model<'_, '_>) -> Vec<Value> {
    let sources = &model.program.workspace.sources;
    let pool = |(index, pool): (usize, &crate::model::Pool)| {
        let start = sources.start(pool.span);
        json!({
            "id": format!("p{}", index + 1),
            "file": sources.get(pool.span.file).path,
            "line": start.line,
            "column": start.column,
            "api": sources.text(pool.span),
            "max_size": pool.size_text(model),
            "acquire_timeout": pool.wait_text(model),
        })
    };
    model.pools().iter().enumerate().map(pool).collect()
}

fn edges(model: &Model<'_, '_>) -> Vec<Value> {
    let mut edges = edge_list(model);
    // Notifiers, queues and mailboxes are not drawn in pictures: they have lines on the list only.
    for (index, one) in model.meetings().iter().enumerate() {
        let id = format!("c{}", model.channels.len() + index + 1);
        for (holders, kind) in [(&one.ends.senders, "sends"), (&one.ends.receivers, "receives")] {
            let tasks: BTreeSet<usize> = holders.iter().filter_map(|holder| holder.task).collect();
            edges.extend(tasks.into_iter().map(|task| (format!("t{}", task + 1), id.clone(), kind.to_owned())));
        }
        let actor = one.actor.and_then(|at| start_id(model, at));
        edges.extend(actor.map(|actor| (actor, id, "receives".to_owned())));
    }
    edges.into_iter().map(|(from, to, kind)| json!({ "from": from, "to": to, "kind": kind })).collect()
}

/// Who spawns, owns, awaits and stops which task; which group holds which members; which tasks send to and receive from
/// which channels, and change which registries.
fn edge_list(model: &Model<'_, '_>) -> Vec<(String, String, String)> {
    let runners = Runners::all(model);
    let mut edges = Sites::new(model).edges(model, &runners);
    let mut seen: FxHashSet<(String, String, String)> = edges.iter().cloned().collect();
    let mut add = |from: String, to: String, kind: &str| {
        let edge = (from, to, kind.to_owned());
        if edge.0 != edge.1 && seen.insert(edge.clone()) {
            edges.push(edge);
        }
    };
    let run = |at: ExprRef| runners.of(at).into_iter().map(|runner| runner_id(model, runner));
    for (index, group) in model.groups.iter().enumerate() {
        // A group is what its members stand in.
        let own = format!("s{}.", index + 1);
        for from in run(group.at).filter(|from| !from.starts_with(&own)) {
            add(from, format!("s{}", index + 1), "spawns");
        }
        for child in 0..group.children.len() {
            add(format!("s{}", index + 1), group.child_id(index, child), "supervises");
        }
    }
    for (index, (id, overseer)) in overseers(model).enumerate() {
        for child in 0..overseer.children.len() {
            add(id.clone(), ward_id(model, index, child), "supervises");
        }
        // Who keeps a reference of a sibling sends to it.
        for need in &overseer.needs {
            add(ward_id(model, index, need.from), ward_id(model, index, need.to), "sends");
        }
        // An actor is who starts its children; of others it is the task that puts them under one.
        if let Some(actor) = overseer.actor {
            let is_it = |task: &&Task| matches!(task.work, Ty::Adt(of, _) if of == actor);
            for start in model.actor_starts().iter().filter(is_it).filter_map(|task| start_id(model, task.at)) {
                add(start, id.clone(), "spawns");
            }
        } else {
            run(overseer.at).for_each(|from| add(from, id.clone(), "spawns"));
        }
    }
    for (from, to) in model.actor_references() {
        add(actor_id(model, from), actor_id(model, to), "sends");
    }
    for ((at, _), (id, _, task)) in model.restarters().into_iter().zip(restarters(model)) {
        run(at).filter(|from| *from != task).for_each(|from| add(from, id.clone(), "spawns"));
        add(id, task, "supervises");
    }
    for (id, home) in home_supervisors(model) {
        for child in 0..home.children.len() {
            add(id.clone(), home_child_id(&id, child), "supervises");
        }
        run(home.at).for_each(|from| add(from, id.clone(), "spawns"));
    }
    let graph = model.channel_graph();
    let pairs = |ops: &[Op]| -> BTreeSet<(Runner, usize)> {
        ops.iter()
            .flat_map(|op| runners.of(op.at).into_iter().flat_map(|who| op.channels.iter().map(move |&to| (who, to))))
            .collect()
    };
    for (runner, channel) in pairs(&graph.sends) {
        add(runner_id(model, runner), format!("c{}", channel + 1), "sends");
    }
    let mut receives = pairs(&graph.receives);
    // `for job in jobs`, `reply.await`: no call receives, but whoever has that end does.
    for (channel, ends) in graph.ends.iter().enumerate() {
        receives.extend(ends.receivers.iter().filter_map(|holder| Some((Runner::Task(holder.task?), channel))));
    }
    for (runner, channel) in receives {
        add(runner_id(model, runner), format!("c{}", channel + 1), "receives");
    }
    for (index, registry) in model.shown_registries().enumerate() {
        let changes = registry.inserts.iter().chain(&registry.removes);
        let who: BTreeSet<Runner> = changes.flat_map(|change| runners.of(change.at)).collect();
        for runner in who {
            add(runner_id(model, runner), format!("r{}", index + 1), "shares");
        }
    }
    edges
}
