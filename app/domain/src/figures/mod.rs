//! Figures: what a day or a period comes to, each number with the rows behind it.
//!
//! Everything is counted from a [`History`]: what was recorded, and on which days it held. How things stood on a day is
//! what had been recorded by that day's end, so a number that was reported once can be had again, with rooms that were
//! closed or taken out since.

mod ask;
mod change;
mod count;
mod figure;
mod history;
mod median;
#[cfg(test)]
mod tests;

pub use ask::{Ask, Narrow, Pick};
pub use change::Change;
pub use count::{Board, Number};
pub use figure::{Figure, Subject};
pub use history::{Closing, History, Item, Mended, Payment, ReportCase, RoomFacts, RoomLine, Verdict, Version, Visits};
pub use median::Median;

use chrono::{Days, NaiveDate};

/// Days that an inspection counts as recent.
pub const RECENT_DAYS: u64 = 365;

/// Whether a visit lies within the last [`RECENT_DAYS`] up to a day.
pub fn is_recent(visited: NaiveDate, day: NaiveDate) -> bool {
    visited <= day && day.checked_sub_days(Days::new(RECENT_DAYS)).is_none_or(|since| visited > since)
}
