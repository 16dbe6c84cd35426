use crate::apis::Role;
use crate::diagnostic::{Confidence, Finding};
use crate::flow::{Event, Place};
use crate::model::{Loop, Repeat, TaskSet};
use crate::rules::{Report, RuleCx, rule};
use crate::source::Span;

rule!("undrained-join-set", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for set in cx.model.task_sets() {
        if let Some(finding) = undrained(cx, set) {
            report.add(finding);
        }
    }
}

/// What puts one task after the other into a set.
enum Source<'m> {
    Loop(Repeat<'m>),
    /// The public method by which users of the library do, as often as they like.
    Users(Span),
}

/// A set that a long loop spawns into, or users of a library, and that nothing takes ended tasks out of meanwhile.
fn undrained(cx: &RuleCx<'_>, set: &TaskSet) -> Option<Finding> {
    // A tracker keeps nothing of an ended task.
    if set.open || set.role == Role::Tracker {
        return None;
    }
    let model = cx.model;
    let place = *set.places.first()?;
    let tasks = || set.tasks.iter().map(|&task| &model.tasks[task]);
    let looped = tasks().find_map(|task| Some((task, model.repeat(task.at, Some(place))?)));
    let users = || tasks().find_map(|task| Some((task, model.spawner_for_users(task, place)?)));
    let (task, source) = match looped.filter(|(_, repeat)| repeat.direct) {
        Some((task, repeat)) => (task, Source::Loop(repeat)),
        None => match (users(), looped) {
            (Some((task, function)), _) => {
                let direct = tasks().filter(|task| model.puts_directly(task)).min_by_key(|task| !task.of_param);
                (direct.unwrap_or(task), Source::Users(model.program.defs.fns[function].name_span))
            }
            (None, Some((task, repeat))) => (task, Source::Loop(repeat)),
            (None, None) => return None,
        },
    };
    let at_end = &set.drains;
    let confidence = match &source {
        Source::Loop(repeat) => {
            let is_end = |event: &Event| {
                is_after(cx, event, repeat.of, place)
                    || event.at.body != repeat.of.at.body && model.is_of_taken_set(event)
            };
            if !at_end.iter().all(is_end) {
                return None;
            }
            // A loop over a batch of messages may well collect all of its tasks before it looks at them, the more so
            // where each has something to give.
            let gives_nothing = || tasks().all(|task| task.output.is_unit());
            let endless = model.is_endless(repeat.of) || gives_nothing() && model.serves(repeat.of);
            if !at_end.is_empty() && !endless {
                return None;
            }
            match (repeat.direct, repeat.same) {
                (true, _) => Confidence::Certain,
                (false, true) => Confidence::Likely,
                (false, false) => Confidence::Possible,
            }
        }
        Source::Users(_) if at_end.iter().all(|event| model.is_of_taken_set(event)) => Confidence::Likely,
        Source::Users(_) => return None,
    };
    let (name, declared) = model.named_place(place)?;
    let label = "what an ended task leaves stays in the set until somebody takes it out";
    let finding = Finding::new(
        confidence,
        task.span,
        format!("tasks are only ever put into `{name}`: it grows without end"),
        label,
    );
    let (mut finding, of) = match source {
        Source::Loop(repeat) => {
            let finding = finding.with(repeat.of.span, "this loop adds one in each of its rounds");
            (finding.with(declared, format!("`{name}` lives longer than a round")), Some(repeat.of))
        }
        Source::Users(method) => {
            let finding =
                finding.with(method, "each call adds one, and whoever has this may call as often as they like");
            (finding.with(declared, format!("`{name}` lives longer than a call")), None)
        }
    };
    if let Some(event) = at_end.first() {
        finding = finding.with(
            event.span,
            if of.is_some_and(|of| is_after(cx, event, of, place)) {
                "only after the loop are they taken out"
            } else {
                "only here, when it has been taken away, are they taken out"
            },
        );
    }
    let field = name.rsplit("::").next().unwrap_or(&name);
    let ways = match set.role {
        Role::TaskSet => format!(
            "`Some(result) = {field}.join_next()` in a `select!`, or `while let Some(result) = {field}.try_join_next()`"
        ),
        _ => format!("`Some(result) = {field}.next()` in a `select!`"),
    };
    Some(finding.help(format!("take ended tasks out where they are spawned ({ways}), or use a `TaskTracker`")))
}

/// Whether a set is drained behind the loop that fills it.
fn is_after(cx: &RuleCx<'_>, event: &Event, of: &Loop, place: Place) -> bool {
    let end = cx.model.program.body(of.at.body).span(of.at.expr).hi;
    let body = match place {
        Place::Local(body, _) => body,
        // Behind the loop in the same function: who else drains it is asked for each drain.
        Place::Field(..) => return event.at.body == of.at.body && event.span.lo >= end,
        _ => return false,
    };
    if body != of.at.body {
        return false;
    }
    // Whoever gets the set later gets it when the loop is over.
    if body == event.at.body {
        event.span.lo >= end
    } else {
        cx.model.keeps_set(of, place) && !cx.model.is_reaped_beside(event, of, place)
    }
}
