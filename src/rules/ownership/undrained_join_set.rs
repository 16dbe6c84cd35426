use crate::apis::{ChannelKind, Role};
use crate::diagnostic::{Confidence, Finding};
use crate::flow::{EndKind, Event, Place};
use crate::model::{Loop, TaskSet};
use crate::rules::{Report, RuleCx, rule};

rule!("undrained-join-set", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for set in cx.model.task_sets() {
        if let Some(finding) = undrained(cx, set) {
            report.add(finding);
        }
    }
}

/// A set that a long loop spawns into, and that nothing takes ended tasks out of while the loop runs.
fn undrained(cx: &RuleCx<'_>, set: &TaskSet) -> Option<Finding> {
    // A tracker keeps nothing of an ended task.
    if set.open || set.role == Role::Tracker {
        return None;
    }
    let model = cx.model;
    let place = *set.places.first()?;
    let (task, repeat) = set.tasks.iter().find_map(|&task| {
        let task = &model.tasks[task];
        Some((task, model.repeat(task.at, Some(place))?))
    })?;
    let at_end = &set.drains;
    let is_end = |event: &Event| {
        is_after(cx, event, repeat.of, place) || event.at.body != repeat.of.at.body && model.is_of_taken_set(event)
    };
    if !at_end.iter().all(is_end) {
        return None;
    }
    // A loop over a batch of messages may well collect all of its tasks before it looks at them.
    let endless = repeat.of.source.channel == ChannelKind::Accept || repeat.of.ends.kind == EndKind::Infinite;
    if !at_end.is_empty() && !endless {
        return None;
    }
    let (name, declared) = model.named_place(place)?;
    let confidence = if repeat.direct { Confidence::Certain } else { Confidence::Likely };
    let label = "what an ended task leaves stays in the set until somebody takes it out";
    let mut finding = Finding::new(
        confidence,
        task.span,
        format!("tasks are only ever put into `{name}`: it grows without end"),
        label,
    )
    .with(repeat.of.span, "this loop adds one in each of its rounds")
    .with(declared, format!("`{name}` lives longer than a round"));
    if let Some(event) = at_end.first() {
        finding = finding.with(
            event.span,
            if is_after(cx, event, repeat.of, place) {
                "only after the loop are they taken out"
            } else {
                "only here, when it has been taken away, are they taken out"
            },
        );
    }
    Some(finding.help(format!(
        "take ended tasks out where they are spawned (`Some(result) = {}.join_next()` in a `select!`, or `while let Some(result) = {0}.try_join_next()`), or use a `TaskTracker`",
        name.rsplit("::").next().unwrap_or(&name)
    )))
}

/// Whether a local set is drained behind the loop that fills it.
fn is_after(cx: &RuleCx<'_>, event: &Event, of: &Loop, place: Place) -> bool {
    let end = cx.model.program.body(of.at.body).span(of.at.expr).hi;
    let Place::Local(body, _) = place else { return false };
    if body != of.at.body {
        return false;
    }
    // Whoever gets the set later gets it when the loop is over.
    if body == event.at.body { event.span.lo >= end } else { cx.model.keeps_set(of, place) }
}
