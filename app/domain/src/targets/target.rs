//! A target and its revisions, which are added and never changed.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::scope::Scope;
use crate::text::Line;

/// The years that a target may be for; any other is a slip of the keyboard.
pub const YEARS: RangeInclusive<i32> = 2000..=2099;

/// The most rooms of a target: more than any region has, so that a digit too many is told.
pub const MOST_ROOMS: u32 = 100_000;

/// How many rooms are to be open at a year's end.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// For machines.
    pub id: Uuid,
    /// The year at whose end.
    pub year: i32,
    /// Which rooms; with the year it names the target, and never changes.
    pub scope: Scope,
    /// All that was ever set, the first one first.
    pub revisions: Vec<Revision>,
}

/// What was set.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Rooms; `None` where the target was withdrawn.
    pub rooms: Option<u32>,
    /// The day it was decided.
    pub on: NaiveDate,
    /// The document that says so.
    pub source: Line,
    /// The reason of a change, or a remark.
    pub note: Option<Line>,
    /// Who recorded it, as audit lines name the person.
    pub by: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

impl Target {
    /// What holds now.
    pub fn latest(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// What held at a moment, by what was recorded then, and its number, from 1.
    pub fn at(&self, moment: DateTime<Utc>) -> Option<(usize, &Revision)> {
        let number = self.revisions.iter().take_while(|revision| revision.at <= moment).count();
        self.revisions.get(number.checked_sub(1)?).map(|revision| (number, revision))
    }
}

/// The last day of a year.
pub fn year_end(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// The day at whose end rooms are counted against a year's targets: the one asked for or today, but never a day to come
/// nor one after the year.
pub fn counted_on(year: i32, asked: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    asked.unwrap_or(today).min(today).min(year_end(year))
}

/// What somebody wants to set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Rooms; `None` to withdraw the target.
    pub rooms: Option<u32>,
    /// The day it was decided.
    pub on: NaiveDate,
    /// The document.
    pub source: &'a Line,
    /// The reason.
    pub note: Option<&'a Line>,
}

/// Why it is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not a year of targets.
    #[error("a target is for a year from {first} to {last}", first = YEARS.start(), last = YEARS.end())]
    Year,
    /// More rooms than there can be.
    #[error("a target is at most {MOST_ROOMS} rooms")]
    TooMany,
    /// The day lies in the future.
    #[error("the day lies in the future")]
    Future,
    /// The day lies before that of the revision before.
    #[error("the revision before was decided on {0}")]
    BeforeLast(NaiveDate),
    /// A change needs a reason.
    #[error("a reason is needed")]
    NoReason,
    /// Nothing would be otherwise.
    #[error("it says the same already")]
    Same,
}

/// Whether a new target may be set.
///
/// # Errors
/// [`Refused`]
pub fn set(year: i32, wanted: &Wanted<'_>, today: NaiveDate) -> Result<(), Refused> {
    if !YEARS.contains(&year) {
        return Err(Refused::Year);
    }
    plausible(wanted, today)
}

/// Whether a target may be revised.
///
/// # Errors
/// [`Refused`]
pub fn revise(last: &Revision, wanted: &Wanted<'_>, today: NaiveDate) -> Result<(), Refused> {
    plausible(wanted, today)?;
    if wanted.on < last.on {
        return Err(Refused::BeforeLast(last.on));
    }
    if wanted.rooms == last.rooms && *wanted.source == last.source {
        return Err(Refused::Same);
    }
    wanted.note.map(|_| ()).ok_or(Refused::NoReason)
}

fn plausible(wanted: &Wanted<'_>, today: NaiveDate) -> Result<(), Refused> {
    if wanted.rooms.is_some_and(|rooms| rooms > MOST_ROOMS) {
        return Err(Refused::TooMany);
    }
    if wanted.on > today { Err(Refused::Future) } else { Ok(()) }
}
