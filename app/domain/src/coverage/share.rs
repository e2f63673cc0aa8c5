//! The share of demand within some distances of an open room, hour by hour.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};

use super::{Near, Point, Reach, Weight};
use crate::hours::Timetable;
use crate::place::Wgs84;

/// The distances that are looked at, in metres.
pub const DISTANCES_M: [u16; 3] = [300, 500, 1000];
/// The bit of a room whatever its hours; bits 0 to 23 say whether it is open at that full hour.
pub const ALWAYS: usize = 24;

/// A room in service: where, and at which full hours of the day it is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Open {
    /// Where.
    pub place: Wgs84,
    /// See [`hours_mask`].
    pub hours: u32,
}

/// At which full hours of a day a room is open for certain, as bits, and [`ALWAYS`]. Hours that nobody knows, or that are
/// not certain, are not open.
pub fn hours_mask(table: Option<&Timetable>, day: NaiveDate) -> u32 {
    let open = |hour: u32| {
        let at = NaiveTime::from_hms_opt(hour, 0, 0).map(|time| day.and_time(time));
        table.zip(at).is_some_and(|(table, at)| table.state(at).is_open())
    };
    (0..24).filter(|hour| open(*hour)).fold(1 << ALWAYS, |mask, hour| mask | 1 << hour)
}

/// For each distance, when a room within it is open.
pub type Masks = [u32; DISTANCES_M.len()];

/// Rooms, ready to be asked.
#[derive(Debug)]
pub struct Rooms {
    near: Near,
    hours: Vec<u32>,
    union: u32,
    reaches: [Reach; DISTANCES_M.len()],
}

impl Rooms {
    /// Of these rooms.
    pub fn new(rooms: &[Open]) -> Self {
        let places: Vec<Wgs84> = rooms.iter().map(|room| room.place).collect();
        let hours: Vec<u32> = rooms.iter().map(|room| room.hours).collect();
        let union = hours.iter().fold(0, |all, hours| all | hours);
        let most = DISTANCES_M.iter().copied().max().unwrap_or_default();
        let reaches = DISTANCES_M.map(|metres| Reach::new(f64::from(metres)));
        Self { near: Near::new(&places, f64::from(most)), hours, union, reaches }
    }

    /// When a room is open within each distance of a place.
    pub fn masks(&self, place: Wgs84) -> Masks {
        let mut masks = [0; DISTANCES_M.len()];
        self.near.visit(place, &self.reaches, |index, within| {
            let hours = self.hours[index as usize];
            for (mask, within) in masks.iter_mut().zip(within) {
                *mask |= if within { hours } else { 0 };
            }
            // The nearest distance is the last to be complete.
            masks[0] != self.union
        });
        masks
    }
}

/// Weights within each distance at each hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of it.
    pub total: Weight,
    /// By distance, then hour of the day and [`ALWAYS`].
    pub within: [[Weight; ALWAYS + 1]; DISTANCES_M.len()],
}

impl Tally {
    /// Of points and their masks, side by side.
    pub fn of<'a>(points: impl Iterator<Item = (&'a Point, &'a Masks)>) -> Self {
        // Few rooms have hours of their own: there are few different masks.
        let mut sums: [HashMap<u32, Weight>; DISTANCES_M.len()] = Default::default();
        let mut last: [(u32, Weight); DISTANCES_M.len()] = Default::default();
        let mut total = Weight::ZERO;
        for (point, masks) in points {
            total += point.weight;
            for ((sums, last), mask) in sums.iter_mut().zip(&mut last).zip(masks) {
                if last.0 != *mask {
                    *sums.entry(last.0).or_default() += last.1;
                    *last = (*mask, Weight::ZERO);
                }
                last.1 += point.weight;
            }
        }
        let mut tally = Self { total, ..Self::default() };
        for ((within, mut sums), last) in tally.within.iter_mut().zip(sums).zip(last) {
            *sums.entry(last.0).or_default() += last.1;
            for (hour, sum) in within.iter_mut().enumerate() {
                *sum = sums.iter().filter(|(mask, _)| *mask >> hour & 1 == 1).map(|(_, weight)| *weight).sum();
            }
        }
        tally
    }

    /// With those of other points.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.total += other.total;
        for (sums, others) in self.within.iter_mut().zip(&other.within) {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += *other;
            }
        }
        self
    }
}

/// Which points lie within so many metres of any of the places.
pub fn covered(points: &[Point], places: &[Wgs84], within_m: u16) -> Vec<bool> {
    let metres = f64::from(within_m);
    let (near, reach) = (Near::new(places, metres), [Reach::new(metres)]);
    let is_covered = |point: &Point| {
        let mut found = false;
        near.visit(point.place, &reach, |_, _| {
            found = true;
            false
        });
        found
    };
    points.iter().map(is_covered).collect()
}
