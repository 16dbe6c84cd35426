//! Whether somebody can end a task in an orderly way: its owner, a closing channel, a token, the peer.

use super::tasks::set_aborts;
use super::{Fate, Final};
use crate::apis::{DropEffect, TaskKind, Verb};
use crate::flow::{EndKind, Ends, Event, EventKind, Exit, Place};
use crate::resolve::Program;

/// What decides whether a task can be stopped.
pub(super) struct Stops<'t> {
    /// How its code ends.
    pub ends: &'t Ends,
    /// What it waits for, if it has no long loop, as far as is known.
    pub waits: &'t [Exit],
    /// What is started.
    pub kind: TaskKind,
    /// What dropping its handle does.
    pub drop: Option<DropEffect>,
    /// What the code does with its handle.
    pub fate: Fate,
    /// What becomes of a handle that is kept.
    pub fate_final: Option<Final>,
    /// The set that keeps it.
    pub set: Option<Place>,
    /// It runs what a caller of its function gives.
    pub of_param: bool,
    /// It runs what a function value gives.
    pub callback: bool,
    /// What happens to the handle.
    pub events: &'t [Event],
}

impl Stops<'_> {
    /// The answer, if there is one.
    pub fn answer(&self, program: &Program<'_>) -> Option<bool> {
        if self.by_owner(program) {
            return Some(true);
        }
        self.by_itself().filter(|&yes| yes || !self.is_kept_out_of_sight())
    }

    /// Whoever has the handle may abort the task, and it is not known who that is or what becomes of it.
    fn is_kept_out_of_sight(&self) -> bool {
        self.fate_final == Some(Final::Unknown) && !self.is_blocking()
    }

    fn by_itself(&self) -> Option<bool> {
        match self.ends.kind {
            EndKind::Loops => Some(true),
            EndKind::Finite => Some(!self.waits.is_empty() || self.is_given_out()),
            EndKind::Infinite => Some(false),
            // Somebody ends its wait, and what it runs then, or beside it, is not known.
            EndKind::Unknown if !self.waits.is_empty() => None,
            // What a caller gives it to run, only the caller can end.
            EndKind::Unknown if self.of_param && (self.is_let_go() || self.is_blocking()) => Some(false),
            EndKind::Unknown if self.callback && self.is_let_go() => Some(false),
            EndKind::Unknown => None,
        }
    }

    fn is_let_go(&self) -> bool {
        matches!(self.fate, Fate::Dropped | Fate::Returned)
    }

    /// Whoever gets the handle may abort the task.
    fn is_given_out(&self) -> bool {
        self.fate == Fate::Returned && self.fate_final == Some(Final::PublicApi) && !self.is_blocking()
    }

    fn is_blocking(&self) -> bool {
        matches!(self.kind, TaskKind::Blocking | TaskKind::Thread)
    }

    /// Whether its owner aborts it, or its drop does. A closure that has begun to run goes on.
    pub fn by_owner(&self, program: &Program<'_>) -> bool {
        if self.is_blocking() {
            return false;
        }
        let aborts =
            |event: &Event| matches!(event.kind, EventKind::Verb(Verb::Abort | Verb::Cancel) | EventKind::Guarded);
        let collected = self.events.iter().find_map(|event| match event.kind {
            EventKind::Collected(place) => Some(place),
            _ => None,
        });
        matches!(self.fate_final, Some(Final::Aborted | Final::AbortOnDrop))
            || self.fate == Fate::AbortOnDrop
            || self.fate != Fate::Dropped && self.drop == Some(DropEffect::Abort)
            || self.events.iter().any(aborts)
            || self.set.or(collected).is_some_and(|place| set_aborts(program, place))
    }
}
