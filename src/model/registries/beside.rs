//! Maps that are forgotten where an object takes a key out of its other maps.

use super::{Change, ChangeKind, Registry};
use crate::flow::Place;
use crate::ir::{BindingId, Vis};
use crate::model::Model;
use crate::resolve::{AdtId, BodyRef, Ty};
use rustc_hash::FxHashMap;

/// A map whose entries stay where those of its neighbours go.
#[derive(Clone, Copy, Debug)]
pub struct Forgotten<'m> {
    /// The map.
    pub registry: &'m Registry,
    /// A neighbour that loses the key.
    pub sibling: &'m Registry,
    /// Where it does.
    pub removal: &'m Change,
    /// Where an entry goes into the map.
    pub insert: &'m Change,
}

/// So many neighbours that lose a key in one place say that what it stands for is gone.
const NEIGHBOURS: usize = 2;

impl Model<'_, '_> {
    /// Maps from which nobody takes anything, in objects that take a key out of several other maps with the same keys
    /// in one function: in order of their places.
    pub fn forgotten_maps(&self) -> Vec<Forgotten<'_>> {
        let mut groups: FxHashMap<AdtId, Vec<Ty>> = FxHashMap::default();
        for registry in self.all_maps().shared.iter().chain(self.all_maps().own.iter().map(|own| &own.bare)) {
            if let (Place::Field(adt, _), true) = (registry.place, is_name(&registry.key)) {
                groups.entry(adt).or_default().push(registry.key.clone());
            }
        }
        let is_grouped = |registry: &Registry| {
            let Place::Field(adt, _) = registry.place else { return false };
            let same = groups.get(&adt).map_or(0, |keys| keys.iter().filter(|key| **key == registry.key).count());
            same > NEIGHBOURS
        };
        if !groups.values().any(|keys| keys.len() > NEIGHBOURS) {
            return Vec::new();
        }
        let mut maps: Vec<&Registry> = self.registries().iter().filter(|one| is_grouped(one)).collect();
        maps.extend(self.own_maps(&is_grouped));
        let mut found: Vec<Forgotten<'_>> = maps.iter().filter_map(|one| self.forgotten(one, &maps)).collect();
        found.sort_by_cached_key(|one| self.place_key(one.registry));
        found
    }

    fn forgotten<'m>(&'m self, registry: &'m Registry, maps: &[&'m Registry]) -> Option<Forgotten<'m>> {
        let Place::Field(adt, name) = registry.place else { return None };
        let unseen = registry.bounded || registry.closed_keys || registry.escapes.is_some();
        if registry.is_pruned() || unseen || !registry.also.is_empty() || self.is_open_to_all(registry) {
            return None;
        }
        let insert = self.repeated_insert(registry)?;
        if self.stray_removal(registry).is_some() {
            return None;
        }
        let is_neighbour =
            |other: &&&Registry| matches!(other.place, Place::Field(of, _) if of == adt) && other.key == registry.key;
        let neighbours = maps.iter().filter(is_neighbour).count();
        let mut losses: Vec<(BodyRef, BindingId, &'m Registry, &'m Change)> = Vec::new();
        for other in maps.iter().filter(is_neighbour) {
            for removal in other.removes.iter().filter(|op| op.kind == ChangeKind::Remove) {
                if let Some(key) = self.key_local(removal) {
                    losses.push((removal.at.body, key, other, removal));
                }
            }
        }
        losses.sort_by_key(|(body, key, other, removal)| (*body, key.0, other.span.lo, removal.span.lo));
        let lost_together = |one: &&(BodyRef, BindingId, &'m Registry, &'m Change)| {
            let (body, key, ..) = **one;
            let mut places: Vec<Place> = losses
                .iter()
                .filter(|(other, of, ..)| *other == body && *of == key)
                .map(|(_, _, other, _)| other.place)
                .collect();
            places.sort_unstable();
            places.dedup();
            // Of many maps with such keys, those that stand for something else lose theirs at another time. Who looks at
            // the map in the same function has thought of it.
            places.len() >= NEIGHBOURS
                && places.len() * 2 >= neighbours
                && !self.index.fields(name).iter().any(|field| field.body == body)
        };
        let (_, _, sibling, removal) = losses.iter().find(lost_together)?;
        Some(Forgotten { registry, sibling, removal, insert })
    }

    /// Whether users of the library reach a map themselves.
    fn is_open_to_all(&self, registry: &Registry) -> bool {
        let Place::Field(adt, name) = registry.place else { return true };
        let def = &self.program.defs.adts[adt];
        let is_public = def.fields().iter().any(|field| field.name == name && field.vis == Vis::Public);
        is_public && def.vis == Vis::Public
    }
}

/// Keys with a type of their own say what they name; numbers and texts may be anything.
fn is_name(key: &Ty) -> bool {
    match key {
        Ty::Adt(..) => true,
        Ty::Api(path, _) => !path.as_str().starts_with("std::") && !path.as_str().starts_with("alloc::"),
        _ => false,
    }
}
