//! The map as a picture: what is drawn, in which box, in which colour. Knows no picture format.
//!
//! Above [`LIMIT`] tasks each module is one node, and the picture says so.

use super::tasks::Sites;
use crate::apis::Strategy;
use crate::model::{Model, RegistryVerdict, Verdict};
use crate::source::{Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// More tasks than this are drawn by module.
pub const LIMIT: usize = 100;

/// What is drawn.
#[derive(Debug)]
pub struct Picture {
    /// One line: how much there is, and whether it is drawn by module.
    pub title: String,
    /// Crates, with their modules, with the nodes in them; all in order.
    pub crates: BTreeMap<String, BTreeMap<String, Vec<Node>>>,
    /// Lines between nodes, each once.
    pub lines: Vec<Line>,
}

/// Something that is drawn.
#[derive(Clone, Debug)]
pub struct Node {
    /// As on the map: `t1`, `c1`, `s1`, `r1`.
    pub id: String,
    /// Lines of text.
    pub text: Vec<String>,
    /// What it is.
    pub shape: Shape,
    /// How it is.
    pub colour: Colour,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A task, or a member of a group that is none.
    Task,
    /// A channel.
    Channel,
    /// A group or supervisor.
    Supervisor,
    /// A registry.
    Registry,
    /// A module with all that is in it.
    Module,
}

/// How a node is; the worst is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// Nothing is said about it.
    Plain,
    /// It is owned.
    Ok,
    /// It is not known.
    Unknown,
    /// Nobody holds or watches it; it has no limit; strangers share its fate; it restarts what it should not, or for ever;
    /// entries stay behind.
    Warn,
    /// Nobody can stop it; it only grows.
    Bad,
}

/// A line from a node to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Where it begins.
    pub from: String,
    /// Where the arrow is.
    pub to: String,
    /// `spawns`, `stops`, `supervises`, `sends`, `receives`, `shares`
    pub kind: String,
}

/// Draws the model. `edges` are those of the map: from, to, kind.
pub fn draw(model: &Model<'_, '_>, edges: &[(String, String, String)]) -> Picture {
    let sources = &model.program.workspace.sources;
    let mut nodes: Vec<(String, Span, Node)> = Vec::new();
    let sites = Sites::new(model);
    for (index, task) in sites.tasks().enumerate() {
        let (_, verdict) = sites.owned(index);
        let colour = match verdict {
            Verdict::Leak => Colour::Bad,
            Verdict::Detached | Verdict::Unwatched => Colour::Warn,
            Verdict::Ok => Colour::Ok,
            Verdict::Unknown => Colour::Unknown,
        };
        let verdict = match verdict {
            Verdict::Leak => "leak",
            Verdict::Detached => "detached",
            Verdict::Unwatched => "unwatched",
            Verdict::Ok => "ok",
            Verdict::Unknown => "not known",
        };
        let text = vec![sites.name(model, index), format!("{}, {verdict}", place(sources, task.span))];
        let node = Node { id: format!("t{}", index + 1), text, shape: Shape::Task, colour };
        nodes.push((model.crate_of(task.at.body), task.span, node));
    }
    let drawn: BTreeSet<&String> = edges.iter().flat_map(|(from, to, _)| [from, to]).collect();
    for (index, channel) in model.channels.iter().enumerate() {
        let id = format!("c{}", index + 1);
        if !drawn.contains(&id) {
            continue;
        }
        let limit = match (&channel.capacity, channel.bounded) {
            (Some(capacity), true) => format!("holds {capacity}"),
            (None, true) => "has a limit".to_owned(),
            (_, false) => "no limit".to_owned(),
        };
        let colour = if channel.bounded { Colour::Plain } else { Colour::Warn };
        let text = vec![channel.api.clone(), format!("{}, {limit}", place(sources, channel.span))];
        nodes.push((model.crate_of(channel.at.body), channel.span, Node { id, text, shape: Shape::Channel, colour }));
    }
    for (index, group) in model.groups.iter().enumerate() {
        let strangers = group.ties_strangers();
        let colour = if strangers { Colour::Warn } else { Colour::Ok };
        let krate = model.crate_of(group.at.body);
        let what = match (strangers, group.related.len() > 1) {
            (true, _) => "strangers fall together",
            (false, true) => "end apart",
            (false, false) => "belong together",
        };
        let mut text = vec![model.group_api(group), format!("{}, {what}", place(sources, group.span))];
        text.extend(apart(&group.related, &|at| &group.children[at].name));
        let id = format!("s{}", index + 1);
        nodes.push((krate.clone(), group.span, Node { id, text, shape: Shape::Supervisor, colour }));
        for (at, child) in group.children.iter().enumerate() {
            if child.task.is_none() {
                let id = group.child_id(index, at);
                let text = vec![child.name.clone(), place(sources, child.span)];
                nodes.push((krate.clone(), child.span, Node { id, text, shape: Shape::Task, colour: Colour::Plain }));
            }
        }
    }
    for (index, (id, overseer)) in super::overseers(model).enumerate() {
        let strategy = match overseer.strategy {
            Strategy::OneForOne => "one for one",
            Strategy::OneForAll => "one for all",
            Strategy::RestForOne => "rest for one",
            Strategy::None => "no restart",
            Strategy::Unknown => "supervisor",
        };
        let faults = [
            (model.restarts_strangers(overseer), "strangers fall together"),
            (!model.broken_needs(overseer).is_empty(), "a child is restarted alone that others need"),
            (!model.needs_out_of_order(overseer).is_empty(), "a child is started before what it needs"),
        ];
        let faults: Vec<&str> = faults.into_iter().filter(|(is, _)| *is).map(|(_, says)| says).collect();
        let colour = if faults.is_empty() { Colour::Ok } else { Colour::Warn };
        let krate = model.crate_of(overseer.at.body);
        let mut text = vec![overseer.name.clone(), format!("{}, {strategy}", place(sources, overseer.span))];
        match overseer.limit.as_deref() {
            Some("none") if overseer.strategy != Strategy::None => text.push("restarts without an end".to_owned()),
            Some("none") | None => {}
            Some(limit) => text.push(limit.to_owned()),
        }
        text.extend(faults.into_iter().map(str::to_owned));
        text.extend(apart(&overseer.related, &|at| &overseer.children[at].name));
        let leaf = |at: usize| {
            let child = &overseer.children[at];
            child.task.is_none() && model.overseer_of(index, at).is_none() && model.start_of_ward(child).is_none()
        };
        for (at, child) in overseer.children.iter().enumerate().filter(|(at, _)| leaf(*at)) {
            let text = vec![child.name.clone(), place(sources, child.span)];
            let id = super::ward_id(model, index, at);
            nodes.push((krate.clone(), child.span, Node { id, text, shape: Shape::Task, colour: Colour::Plain }));
        }
        nodes.push((krate, overseer.span, Node { id, text, shape: Shape::Supervisor, colour }));
    }
    let endless: Vec<Span> = model.restarts().into_iter().map(|restart| restart.span).collect();
    for (index, (at, _)) in model.restarters().into_iter().enumerate() {
        let id = format!("s{}", model.groups.len() + model.overseers().len() + index + 1);
        let span = model.callee_span(at);
        let (colour, what) = match endless.contains(&span) {
            true => (Colour::Warn, "starts it again at once, for ever"),
            false => (Colour::Ok, "starts it again"),
        };
        let text = vec![sources.text(span).to_owned(), format!("{}, {what}", place(sources, span))];
        let node = Node { id, text, shape: Shape::Supervisor, colour };
        nodes.push((model.crate_of(at.body), span, node));
    }
    for (id, home) in super::home_supervisors(model) {
        let krate = model.crate_of(home.at.body);
        for (at, child) in home.children.iter().enumerate() {
            let text = vec![child.name.clone(), place(sources, child.span)];
            let id = super::home_child_id(&id, at);
            nodes.push((krate.clone(), child.span, Node { id, text, shape: Shape::Task, colour: Colour::Plain }));
        }
        let text =
            vec![sources.text(home.span).to_owned(), format!("{}, starts them again", place(sources, home.span))];
        nodes.push((krate, home.span, Node { id, text, shape: Shape::Supervisor, colour: Colour::Ok }));
    }
    for (index, registry) in model.shown_registries().enumerate() {
        let (colour, what) = match model.registry_verdict(registry) {
            RegistryVerdict::Ok if !model.leaves(registry).is_empty() => (Colour::Warn, "leaves entries behind"),
            RegistryVerdict::Ok => (Colour::Ok, "pruned"),
            RegistryVerdict::NeverRemoved => (Colour::Bad, "only grows"),
            RegistryVerdict::BoundedOtherwise => (Colour::Plain, "has a limit"),
        };
        let krate = registry.inserts.first().map_or_else(String::new, |insert| model.crate_of(insert.at.body));
        let text = vec![registry.name.clone(), format!("{}, {what}", place(sources, registry.span))];
        let id = format!("r{}", index + 1);
        nodes.push((krate, registry.span, Node { id, text, shape: Shape::Registry, colour }));
    }
    let count = |len: usize, what: &str| format!("{len} {what}{}", if len == 1 { "" } else { "s" });
    let drawn = |letter: char| nodes.iter().filter(|(.., node)| node.id.starts_with(letter)).count();
    let drawn_tasks = drawn('t');
    let mut title = format!("{}, {}", count(drawn_tasks, "task"), count(drawn('c'), "channel"));
    if !model.unknown_spawns.is_empty() {
        let calls = count(model.unknown_spawns.len(), "call");
        title.push_str(&format!("; {calls} that may start a task could not be read"));
    }
    let mut lines: Vec<Line> = edges
        .iter()
        // Whether somebody holds a task and looks at its end is what its colour says.
        .filter(|(_, _, kind)| !matches!(kind.as_str(), "owns" | "awaits"))
        // What is received goes from the channel to the task.
        .map(|(from, to, kind)| match kind.as_str() {
            "receives" => Line { from: to.clone(), to: from.clone(), kind: kind.clone() },
            _ => Line { from: from.clone(), to: to.clone(), kind: kind.clone() },
        })
        .collect();
    drop_shortcuts(&mut lines);
    join_ends(&mut lines);
    let mut crates: BTreeMap<String, BTreeMap<String, Vec<Node>>> = BTreeMap::new();
    if drawn_tasks <= LIMIT {
        for (krate, span, node) in nodes {
            let module = module_of(&sources.get(span.file).path);
            crates.entry(krate).or_default().entry(module).or_default().push(node);
        }
        lines.sort();
        lines.dedup();
        return Picture { title, crates, lines };
    }
    let mut modules: BTreeMap<(String, String), (String, Vec<Node>)> = BTreeMap::new();
    for (krate, span, node) in nodes {
        let key = (krate, module_of(&sources.get(span.file).path));
        let id = format!("m{}", modules.len() + 1);
        modules.entry(key).or_insert_with(|| (id, Vec::new())).1.push(node);
    }
    let mut inside: BTreeMap<String, String> = BTreeMap::new();
    for ((krate, module), (id, nodes)) in modules {
        let tasks = nodes.iter().filter(|node| node.id.starts_with('t')).count();
        let lost = nodes.iter().filter(|node| node.id.starts_with('t') && node.colour >= Colour::Warn).count();
        let mut text = vec![module.clone(), count(tasks, "task")];
        if lost > 0 {
            text.push(format!("{lost} without an owner"));
        }
        let colour = nodes.iter().map(|node| node.colour).max().unwrap_or(Colour::Plain);
        inside.extend(nodes.iter().map(|node| (node.id.clone(), id.clone())));
        let node = Node { id, text, shape: Shape::Module, colour };
        crates.entry(krate).or_default().entry(module).or_default().push(node);
    }
    let mut lines: Vec<Line> = lines
        .into_iter()
        .filter_map(|line| {
            let (from, to) = (inside.get(&line.from)?.clone(), inside.get(&line.to)?.clone());
            (from != to).then_some(Line { from, to, kind: line.kind })
        })
        .collect();
    lines.sort();
    lines.dedup();
    Picture { title: format!("{title}: more than {LIMIT} tasks, so each module is one box"), crates, lines }
}

/// `Store, Cache | Clock`: who has nothing to do with whom, where that are but a few.
fn apart<'m>(circles: &[Vec<usize>], name: &dyn Fn(usize) -> &'m str) -> Option<String> {
    let members: usize = circles.iter().map(Vec::len).sum();
    let circle = |circle: &Vec<usize>| circle.iter().map(|&at| name(at)).collect::<Vec<_>>().join(", ");
    (circles.len() > 1 && members <= 6).then(|| circles.iter().map(circle).collect::<Vec<_>>().join(" | "))
}

/// A task that receives from a channel and ends with it has one line for both.
fn join_ends(lines: &mut Vec<Line>) {
    let both: BTreeSet<(String, String)> = lines
        .iter()
        .filter(|line| line.kind == "receives")
        .map(|line| (line.from.clone(), line.to.clone()))
        .filter(|(from, to)| lines.iter().any(|line| line.kind == "stops" && line.from == *from && line.to == *to))
        .collect();
    lines.retain(|line| line.kind != "stops" || !both.contains(&(line.from.clone(), line.to.clone())));
    for line in lines.iter_mut().filter(|line| line.kind == "receives") {
        if both.contains(&(line.from.clone(), line.to.clone())) {
            line.kind = "receives, ends with it".to_owned();
        }
    }
}

/// Who spawns a supervisor's children through it, spawns the supervisor.
fn drop_shortcuts(lines: &mut Vec<Line>) {
    let pairs = |kind: &str| -> BTreeSet<(String, String)> {
        let of_kind = lines.iter().filter(|line| line.kind == kind);
        of_kind.map(|line| (line.from.clone(), line.to.clone())).collect()
    };
    let (spawns, supervises) = (pairs("spawns"), pairs("supervises"));
    lines.retain(|line| {
        let above = supervises.iter().filter(|(_, child)| *child == line.to);
        line.kind != "spawns" || !above.into_iter().any(|(by, _)| spawns.contains(&(line.from.clone(), by.clone())))
    });
}

/// `session.rs:40`
fn place(sources: &Sources, span: Span) -> String {
    let path = &sources.get(span.file).path;
    let name = path.rsplit('/').next().unwrap_or(path);
    format!("{name}:{}", sources.start(span).line)
}

/// `crates/chat-core/src/net/hub.rs` is `net::hub`; the crate's root is `crate`.
fn module_of(path: &str) -> String {
    let inner = path.rsplit_once("src/").map_or(path, |(_, inner)| inner);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    match inner {
        "lib" | "main" | "mod" => "crate".to_owned(),
        inner => inner.replace('/', "::"),
    }
}
