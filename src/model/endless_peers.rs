//! Tasks that wait for a channel of which only a task without an end has the sender: the channel never closes, so that
//! its end is no way out.
//!
//! Counts only channels whose sender is used nowhere but in that one task.

use super::{Model, Verdict, tasks};
use crate::apis::{ChannelKind, ExitKind, Verb};
use crate::flow::{EndKind, Event, EventKind};
use crate::resolve::ExprRef;
use rustc_hash::FxHashSet;

/// Tasks may wait for each other in a row so long.
const ROUNDS: u8 = 4;

/// Takes exits away that no task can take, because whoever has the sender never ends and cannot be stopped.
pub(super) fn without_ends_of_endless(model: &mut Model<'_, '_>) {
    for _ in 0..ROUNDS {
        let open: FxHashSet<ExprRef> = model
            .channels
            .iter()
            .filter(|channel| channel.wrapper.is_none() && channel.kind != ChannelKind::Oneshot)
            .filter(|channel| !channel.senders.is_empty() && is_fed_for_ever(model, channel))
            .flat_map(|channel| channel.receivers.iter().flat_map(|end| &end.events).map(|event| event.at))
            .collect();
        let mut changed = false;
        for task in model.tasks.iter_mut().chain(&mut model.retold).filter(|task| task.ends.kind == EndKind::Loops) {
            let exits = &mut task.ends.exits;
            let before = exits.len();
            exits
                .retain(|exit| !(exit.kind == ExitKind::ChannelClosed && exit.on.is_some_and(|on| open.contains(&on))));
            if exits.len() < before && exits.is_empty() {
                tasks::goes_on_for_ever(task);
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Whether all that has a sender of a channel is one task that never ends.
fn is_fed_for_ever(model: &Model<'_, '_>, channel: &super::Channel) -> bool {
    let uses = || channel.senders.iter().flat_map(|end| &end.events);
    // What is handed to the function that the task runs is used in there.
    let moves = |event: &Event| match event.kind {
        EventKind::Given(function) => model.callers_of(function).len() == 1,
        _ => false,
    };
    let stays = |event: &Event| {
        matches!(event.kind, EventKind::Verb(Verb::Send | Verb::Check) | EventKind::Used | EventKind::Awaited)
    };
    let mut feeder = None;
    for event in uses().filter(|event| !moves(event)) {
        let task = model.task_of(event.at);
        if !stays(event) || task.is_none() || feeder.is_some_and(|known| Some(known) != task) {
            return false;
        }
        feeder = task;
    }
    feeder.is_some_and(|feeder| {
        let task = &model.tasks[feeder];
        task.ends.kind == EndKind::Infinite && task.verdict == Verdict::Leak && task.stoppable == Some(false)
    })
}
