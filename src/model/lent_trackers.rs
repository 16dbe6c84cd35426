//! Tasks in a tracker that was made elsewhere: whoever made it, or has another clone of it, may wait for them.

use super::tasks::{is_lent_tracker, verdict};
use super::{Fate, Final, Model, Task};
use crate::flow::{EndKind, Event, Place};
use rustc_hash::FxHashMap;

/// Says of these tasks that they are awaited where that is so; to be asked when all tasks are known.
pub(super) fn with_lent_trackers(model: &mut Model<'_, '_>) {
    let lent = |task: &Task| {
        let place = task.set.filter(|_| task.fate == Fate::Collected && task.fate_final == Some(Final::Unknown))?;
        is_lent_tracker(model, place).then_some(place)
    };
    let mut waits: FxHashMap<Place, Option<Event>> = FxHashMap::default();
    for place in model.tasks.iter().filter_map(lent) {
        waits.entry(place).or_insert_with(|| model.wait_for_lent(place));
    }
    for task in &mut model.tasks {
        let known =
            task.set.filter(|_| task.fate_final == Some(Final::Unknown)).and_then(|place| *waits.get(&place)?);
        if let Some(event) = known {
            task.fate_final = Some(Final::Awaited);
            task.events.push(event);
            task.stoppable = task.stoppable.or(Some(task.abortable || task.ends.kind == EndKind::Loops));
            task.verdict = verdict(task.fate, task.fate_final, &task.ends, task.stoppable, task.lost.is_some());
        }
    }
}
