//! What is looked at: which demand, which rooms on which day, and what follows from both.

use std::num::NonZero;
use std::thread;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::coverage::{ALWAYS, Masks, Open, Point, Rooms, Tally, even_grid, hours_mask};
use domain::{Region, Stage, Wgs84};

use super::request::Demand;
use super::store::{self, Content, StoreError};
use crate::db::Db;
use crate::rooms::registry::Registry;

/// Fewer points than this are not shared among threads.
const MANY: usize = 20_000;

/// The points of a demand; `None` where there is no such set.
pub(super) async fn points(db: &Db, region: &Region, demand: Demand) -> Result<Option<Vec<Point>>, StoreError> {
    match demand {
        Demand::Grid(spacing) => {
            Ok(Some(region.bbox().map(|bbox| even_grid(&region.outline, bbox, f64::from(spacing))).unwrap_or_default()))
        }
        Demand::Set(id) => Ok(match store::content(db, id).await? {
            Some(Content::Demand(points)) => Some(points),
            _ => None,
        }),
    }
}

/// Rooms in service as they are open on a day.
#[derive(Debug, Default)]
pub(super) struct InService {
    /// Those with a position.
    pub(super) rooms: Vec<Open>,
    /// How many of them have hours that nobody knows.
    pub(super) unknown: usize,
    /// How many rooms in service have no position, and count nowhere.
    pub(super) placeless: usize,
}

impl InService {
    /// Of the public registry: rooms that are suspended or kept out of the finder are none.
    pub(super) fn on(registry: &Registry, day: NaiveDate) -> Self {
        let mut found = Self::default();
        for entry in registry.entries().iter().filter(|entry| entry.room.stage == Stage::Open) {
            let table = registry.timetable(entry);
            match entry.room.place {
                Some(place) => found.rooms.push(Open { place, hours: hours_mask(table, day) }),
                None => found.placeless += 1,
            }
            found.unknown += usize::from(entry.room.place.is_some() && table.is_none());
        }
        found
    }

    /// Where rooms are that are open at an hour, or all of them.
    pub(super) fn places(&self, hour: Option<u8>) -> Vec<Wgs84> {
        let bit = hour.map_or(ALWAYS, usize::from);
        self.rooms.iter().filter(|room| room.hours >> bit & 1 == 1).map(|room| room.place).collect()
    }
}

/// The next day of a weekday, today included.
pub(super) fn next(weekday: Weekday, today: NaiveDate) -> NaiveDate {
    let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(u64::from(ahead))).unwrap_or(today)
}

/// When a room is open within each distance of each point, and the sums; many points are shared among threads.
pub fn cover(points: &[Point], rooms: &[Open]) -> (Vec<Masks>, Tally) {
    let rooms = Rooms::new(rooms);
    let look = |points: &[Point]| {
        let masks: Vec<Masks> = points.iter().map(|point| rooms.masks(point.place)).collect();
        let tally = Tally::of(points.iter().zip(&masks));
        (masks, tally)
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if threads == 1 || points.len() < MANY {
        return look(points);
    }
    let parts: Vec<(Vec<Masks>, Tally)> = thread::scope(|scope| {
        let parts = points.chunks(points.len().div_ceil(threads));
        let running: Vec<_> = parts.map(|part| scope.spawn(move || look(part))).collect();
        running.into_iter().map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let mut all = (Vec::with_capacity(points.len()), Tally::default());
    for (masks, tally) in parts {
        all.0.extend(masks);
        all.1 = all.1.and(&tally);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_day_of_a_weekday_may_be_today() {
        let tuesday = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert_eq!(next(Weekday::Tue, tuesday), tuesday);
        assert_eq!(next(Weekday::Mon, tuesday).to_string(), "2026-11-30");
        assert_eq!(next(Weekday::Wed, tuesday).to_string(), "2026-11-25");
    }

    #[test]
    fn many_points_on_several_threads_are_the_same_as_few() {
        let place = |n: u32| Wgs84::new(114.0 + f64::from(n % 400) * 1e-3, 22.5 + f64::from(n / 400) * 1e-3).unwrap();
        let point = |n: u32| Point {
            place: place(n),
            weight: domain::coverage::Weight::of_thousandths(u64::from(n % 9)),
            street: None,
            name: String::new(),
        };
        let points: Vec<Point> = (0..50_000).map(point).collect();
        let rooms: Vec<Open> = (0..50_000).step_by(977).map(|n| Open { place: place(n), hours: 1 << (n % 24) }).collect();
        let (masks, tally) = cover(&points, &rooms);
        let whole = Rooms::new(&rooms);
        assert!(points.iter().zip(&masks).all(|(point, mask)| whole.masks(point.place) == *mask));
        assert_eq!(tally, Tally::of(points.iter().zip(&masks)));
    }
}
