//! What a supervisor's strategy does to children that need each other, and to those that have nothing to do with each
//! other.

use super::{Need, Overseer};
use crate::apis::{Siblings, Strategy};
use crate::model::Model;

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
        // In a circle no order is right.
        let is_circle = |need: &Need| overseer.needs.iter().any(|other| (other.from, other.to) == (need.to, need.from));
        overseer.needs.iter().filter(|need| need.from < need.to && !is_circle(need)).collect()
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
