//! Nearest rooms in exact geodesic order.
//!
//! The tree holds earth-centred points. A straight line through the earth is never longer than the geodesic over it, so
//! rooms come out of the tree by a lower bound, and the search ends when that bound passes the k-th best true distance.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use domain::{Hit, Traits, Wgs84, distance_m};
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::Entry;

/// Rounding of coordinates around 6.4e6 m stays far below this.
const SLACK_M: f64 = 1e-6;

struct Leaf {
    at: [f64; 3],
    index: u32,
    traits: Traits,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 3]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.at)
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        self.at.iter().zip(point).map(|(a, b)| (a - b) * (a - b)).sum()
    }
}

pub(super) struct Spatial {
    tree: RTree<Leaf>,
}

/// A room and its true distance; the farthest, and among equals the last by code, is the greatest.
#[derive(PartialEq)]
struct Kept {
    distance: f64,
    index: u32,
}

impl Eq for Kept {}
impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Kept {
    fn cmp(&self, other: &Self) -> Ordering {
        self.distance.total_cmp(&other.distance).then(self.index.cmp(&other.index))
    }
}

impl Spatial {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let leaf =
            |(index, entry): (u32, &Entry)| entry.room.place.map(|place| Leaf { at: place.ecef(), index, traits: entry.traits });
        let leaves = (0_u32..).zip(entries).filter_map(leaf).collect();
        Self { tree: RTree::bulk_load(leaves) }
    }

    /// The `k` nearest that are admitted. Rooms without a position are not among them.
    pub(super) fn nearest(
        &self,
        entries: &[Entry],
        from: Wgs84,
        k: usize,
        wanted: Traits,
        admits: impl Fn(&Entry) -> bool,
    ) -> Vec<Hit> {
        let mut best: BinaryHeap<Kept> = BinaryHeap::with_capacity(k.min(1024) + 1);
        for (leaf, squared) in self.tree.nearest_neighbor_iter_with_distance_2(&from.ecef()) {
            if best.len() >= k && best.peek().is_none_or(|worst| squared.sqrt() - SLACK_M > worst.distance) {
                break;
            }
            // Traits stand in the tree: a room that lacks one is passed over without being fetched from memory.
            if !leaf.traits.holds(wanted) {
                continue;
            }
            let entry = &entries[leaf.index as usize];
            let Some(place) = entry.room.place.filter(|_| admits(entry)) else { continue };
            best.push(Kept { distance: distance_m(from, place), index: leaf.index });
            if best.len() > k {
                best.pop();
            }
        }
        let hit = |kept: Kept| Hit { index: kept.index, distance_m: Some(kept.distance) };
        best.into_sorted_vec().into_iter().map(hit).collect()
    }
}
