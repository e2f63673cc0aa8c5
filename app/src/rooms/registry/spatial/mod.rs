//! Nearest rooms in exact geodesic order.
//!
//! The tree holds earth-centred points. A straight line through the earth is never longer than the geodesic over it, so
//! a part of the tree that is farther in a straight line than the k-th best true distance need not be looked at.

mod tree;

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use domain::{Hit, Traits, Wgs84, geodesic_m};

use super::Entry;
use tree::{Point, Tree};

/// Rounding of coordinates around 6.4e6 m stays far below this.
const SLACK_M: f64 = 1e-6;

pub(super) struct Spatial {
    tree: Tree,
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
        let point =
            |(index, entry): (u32, &Entry)| entry.room.place.map(|place| Point { at: place.ecef(), index, traits: entry.traits });
        Self { tree: Tree::new((0_u32..).zip(entries).filter_map(point).collect()) }
    }

    /// The `k` nearest that have the traits and fit. Rooms without a position are not among them. Only a room that is
    /// near enough is asked whether it fits.
    pub(super) fn nearest(
        &self,
        entries: &[Entry],
        from: Wgs84,
        k: usize,
        wanted: Traits,
        fits: impl Fn(&Entry) -> bool,
    ) -> Vec<Hit> {
        let mut best: BinaryHeap<Kept> = BinaryHeap::with_capacity(k.min(1024) + 1);
        let eye = from.ecef();
        let reach = |best: &BinaryHeap<Kept>| match best.peek() {
            Some(worst) if best.len() >= k => (worst.distance + SLACK_M).powi(2),
            _ if k == 0 => -1.0,
            _ => f64::INFINITY,
        };
        self.tree.visit(eye, wanted, |point, squared| {
            let entry = &entries[point.index as usize];
            let places = || (from, entry.room.place.unwrap_or(from));
            let found = Kept { distance: geodesic_m(eye, point.at, squared, places), index: point.index };
            let full = best.len() >= k;
            if full && best.peek().is_none_or(|worst| found > *worst) || !fits(entry) {
                return reach(&best);
            }
            if full {
                best.pop();
            }
            best.push(found);
            reach(&best)
        });
        let hit = |kept: Kept| Hit { index: kept.index, distance_m: Some(kept.distance) };
        best.into_sorted_vec().into_iter().map(hit).collect()
    }
}
