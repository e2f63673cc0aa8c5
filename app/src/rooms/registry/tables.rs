//! Timetables shared by all rooms with the same hours.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use domain::{Calendar, Region, Room, Timetable};

pub(super) struct Tables {
    /// Yesterday, so that a night that began then is known.
    pub(super) first: NaiveDate,
    pub(super) all: Vec<Timetable>,
    hours: HashMap<Box<str>, u16>,
    calendar: Calendar,
}

impl Tables {
    pub(super) fn new(region: &Region, now: DateTime<Utc>) -> Self {
        let calendar = Calendar::of(&region.holidays);
        Self { first: Self::first_day(region, now), all: Vec::new(), hours: HashMap::new(), calendar }
    }

    pub(super) fn first_day(region: &Region, now: DateTime<Utc>) -> NaiveDate {
        let today = region.local(now).date();
        today.checked_sub_days(Days::new(1)).unwrap_or(today)
    }

    /// The table of a room's hours; `None` when it has none that can be read. More than 65,535 different hours cannot
    /// be numbered: the rest is then unknown, and nobody has seen a tenth of that.
    pub(super) fn of(&mut self, room: &Room) -> Option<u16> {
        let hours = room.hours.osm.as_ref()?.as_str();
        if let Some(&index) = self.hours.get(hours) {
            return Some(index);
        }
        let index = u16::try_from(self.all.len()).ok()?;
        self.all.push(self.calendar.timetable(hours, self.first).ok()?);
        self.hours.insert(hours.into(), index);
        Some(index)
    }

    /// A room's timetable from another day on.
    pub(super) fn from(&self, room: &Room, first: NaiveDate) -> Option<Timetable> {
        self.calendar.timetable(room.hours.osm.as_ref()?.as_str(), first).ok()
    }

    pub(super) fn get(&self, index: u16) -> Option<&Timetable> {
        self.all.get(usize::from(index))
    }

    pub(super) fn holidays_until(&self, region: &Region, now: DateTime<Utc>) -> i32 {
        let year = region.local(now).year();
        (year..=year + 1).rev().find(|&year| self.calendar.knows_holidays(year)).unwrap_or(year - 1)
    }

    /// The same hours from another day on, under the same numbers.
    pub(super) fn retimed(&self, region: &Region, now: DateTime<Utc>) -> Self {
        let mut fresh = Self::new(region, now);
        fresh.hours.clone_from(&self.hours);
        let mut hours: Vec<_> = self.hours.iter().collect();
        hours.sort_by_key(|(_, index)| **index);
        fresh.all = hours.iter().filter_map(|(text, _)| fresh.calendar.timetable(text, fresh.first).ok()).collect();
        fresh
    }
}
