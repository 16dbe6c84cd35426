//! What a supervisor's strategy does to children that need each other, and to those that have nothing to do with each
//! other.

use super::{Need, Overseer, Ward};
use crate::apis::{EndsOthers, ExitStops, Siblings, Strategy};
use crate::model::Model;
use crate::source::Name;

impl Model<'_, '_> {
    /// References that a child keeps of a sibling which is restarted without it, and then has another.
    pub fn broken_needs<'o>(&self, overseer: &'o Overseer) -> Vec<&'o Need> {
        let kind = self.kind_of(overseer);
        let breaks = overseer.strategy == Strategy::OneForOne && kind.restarts && !kind.keeps_refs;
        overseer.needs.iter().filter(|_| breaks).collect()
    }

    /// Needs of children that are started before what they need, where the order says who is restarted with whom.
    pub fn needs_out_of_order<'o>(&self, overseer: &'o Overseer) -> Vec<&'o Need> {
        let one_place = overseer.children.windows(2).all(|pair| pair[0].at.body == pair[1].at.body);
        if overseer.strategy != Strategy::RestForOne || !one_place {
            return Vec::new();
        }
        let back = |need: &Need| overseer.needs.iter().find(|other| (other.from, other.to) == (need.to, need.from));
        // In a circle no order is right, but one that registers with another needs that one.
        let is_circle = |need: &Need| back(need).is_some_and(|back| need.listed || !back.listed);
        overseer.needs.iter().filter(|need| need.from < need.to && !is_circle(need)).collect()
    }

    /// When the end of a child ends the others, or starts them anew.
    pub fn ends_others(&self, overseer: &Overseer) -> EndsOthers {
        let kind = self.kind_of(overseer);
        match overseer.strategy {
            Strategy::OneForOne => EndsOthers::Never,
            Strategy::OneForAll | Strategy::RestForOne if kind.siblings == Siblings::Left => EndsOthers::Never,
            Strategy::OneForAll => EndsOthers::AnyEnd,
            Strategy::RestForOne => EndsOthers::Later,
            // It asks all to end when one fails.
            Strategy::None if kind.orderly => EndsOthers::Failure,
            Strategy::None => match kind.exit_stops.filter(|_| overseer.no_exit_fn) {
                Some(ExitStops::Any) => EndsOthers::AnyEnd,
                Some(ExitStops::Failure) => EndsOthers::Failure,
                None => EndsOthers::Never,
            },
            Strategy::Unknown => EndsOthers::Unknown,
        }
    }

    /// Whether a child has a function that runs at its end: a hook of its crate, or `Drop`.
    pub fn has_terminate_callback(&self, ward: &Ward) -> bool {
        let program = self.program;
        ward.adt.is_some_and(|adt| {
            let impls = program.defs.impls_of(adt);
            let ends = program.apis.actors().iter().filter(|row| program.implements(adt, row.path));
            ends.flat_map(|row| &row.ends).any(|&end| {
                impls
                    .iter()
                    .any(|&id| program.defs.impls[id].of_trait.is_some() && program.defs.impl_fn(id, end).is_some())
            }) || program.implements(adt, Name::from("std::ops::Drop"))
        })
    }

    /// Whether children are restarted together that have nothing to do with each other.
    pub fn restarts_strangers(&self, overseer: &Overseer) -> bool {
        let kind = self.kind_of(overseer);
        // Those that go on beside the new ones, and those that are asked to end, do not fall.
        kind.siblings != Siblings::Left
            && !kind.orderly
            && matches!(overseer.strategy, Strategy::OneForAll | Strategy::RestForOne)
            && overseer.related.len() > 1
    }
}
