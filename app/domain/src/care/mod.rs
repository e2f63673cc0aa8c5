//! The log of a room's care: what was done in it each day, told by whoever did it. The rule is "cleaned daily and recorded"
//! (clause 7.03, after the Taiwanese standard 4-1: at least once a day).

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Days, NaiveDate};

use crate::digest::Digest;
use crate::reports::{letters, value};
use crate::words::words;

#[cfg(test)]
mod tests;

/// Days that are looked back on, today among them. **Ours.**
pub const SPAN: u64 = 30;
/// Days after which an entry can no longer be made up for. **Ours.**
pub const LATE_DAYS: u64 = 7;
/// Entries of one room and day at most: more is no cleaning. **Ours.**
pub const MOST_A_DAY: i64 = 40;
/// Short signs that an operator keeps for those who clean a room, at most.
const MOST_SIGNS: usize = 12;
/// Characters of such a sign at most: initials or a number, no names.
const MOST_SIGN: usize = 4;

words! {
    /// What was done in a room.
    Task {
        /// Floor, surfaces and basin are clean. Only this makes a day count as cleaned.
        Cleaned = "cleaned",
        /// What is touched was disinfected: changing table, seat, handles.
        Disinfected = "disinfected",
        /// It was aired.
        Aired = "aired",
        /// Soap, paper and liners are there again.
        Refilled = "refilled",
        /// Hot water comes, and is not too hot.
        HotWater = "hot_water",
        /// Lock, call device and buckles were tried and work.
        Devices = "devices",
    }
}

/// The mark in the QR code of a cleaner's card: sixteen characters, eighty bits, of the seal over room and card. A new card
/// has another one, and it is no [`crate::reports::DoorMark`]: whoever scans the poster at the door cannot write a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareMark(String);

impl CareMark {
    const LENGTH: usize = 16;

    /// Of a seal.
    pub fn of(seal: Digest) -> Self {
        Self(letters(seal, Self::LENGTH))
    }

    /// Whether what was scanned is this mark.
    pub fn is(&self, scanned: &str) -> bool {
        let read: Option<String> = scanned.chars().map(value).collect();
        read.is_some_and(|read| read == self.0)
    }
}

impl fmt::Display for CareMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one day of a log comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayState {
    /// It was cleaned, and recorded on that day.
    Kept,
    /// The room was open, and nothing was recorded on that day.
    Missed,
    /// Today, and nothing is recorded yet.
    Waits,
    /// The room was closed all day.
    Closed,
    /// No log was kept then.
    Before,
}

/// What a log comes to over the last [`SPAN`] days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Each day, the oldest first, today last.
    pub days: Vec<(NaiveDate, DayState)>,
}

impl Standing {
    /// By the days on which it was recorded in time that the room was cleaned, the day since which a log is kept, and the
    /// days on which the room is closed. A closed day counts in neither number, also where somebody cleaned on it; today
    /// counts once there is a record.
    pub fn of(recorded: &BTreeSet<NaiveDate>, since: NaiveDate, today: NaiveDate, closed: impl Fn(NaiveDate) -> bool) -> Self {
        let state = |day: NaiveDate| match (day < since, closed(day), recorded.contains(&day)) {
            (true, ..) => DayState::Before,
            (_, true, _) => DayState::Closed,
            (.., true) => DayState::Kept,
            _ if day == today => DayState::Waits,
            _ => DayState::Missed,
        };
        let days = (0..SPAN).rev().filter_map(|back| today.checked_sub_days(Days::new(back)));
        Self { days: days.map(|day| (day, state(day))).collect() }
    }

    fn count(&self, wanted: DayState) -> usize {
        self.days.iter().filter(|(_, state)| *state == wanted).count()
    }

    /// Days with a record.
    pub fn kept(&self) -> usize {
        self.count(DayState::Kept)
    }

    /// Days that should have one.
    pub fn due(&self) -> usize {
        self.kept() + self.count(DayState::Missed)
    }

    /// Days without one, the oldest first.
    pub fn missed(&self) -> Vec<NaiveDate> {
        self.days.iter().filter(|(_, state)| *state == DayState::Missed).map(|(day, _)| *day).collect()
    }

    /// Per cent of days with a record, rounded down so that a hundred means every day; `None` where none was due.
    pub fn share(&self) -> Option<usize> {
        (self.kept() * 100).checked_div(self.due())
    }
}

/// The first and the last day that an entry may be for.
pub fn enterable(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today.checked_sub_days(Days::new(LATE_DAYS)).unwrap_or(today), today)
}

/// Why signs are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("at most {MOST_SIGNS} signs of at most {MOST_SIGN} characters")]
pub struct BadSigns;

/// The short signs that an operator typed, between spaces or commas, each once.
///
/// # Errors
/// [`BadSigns`] where there are too many, or one is too long: it might be a name.
pub fn signs(text: &str) -> Result<Vec<String>, BadSigns> {
    let words = text.split(|c: char| c.is_whitespace() || ",，、;；".contains(c)).filter(|word| !word.is_empty());
    let mut signs: Vec<String> = Vec::new();
    for word in words {
        if word.chars().count() > MOST_SIGN || word.chars().any(char::is_control) {
            return Err(BadSigns);
        }
        if !signs.iter().any(|known| known == word) {
            signs.push(word.to_owned());
        }
    }
    if signs.len() > MOST_SIGNS { Err(BadSigns) } else { Ok(signs) }
}
