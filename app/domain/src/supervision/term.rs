//! From when until when somebody is a supervisor.

use chrono::{Days, Months, NaiveDate};

/// A term: from a day to a day, both included. Somebody may have several, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    first: NaiveDate,
    last: NaiveDate,
}

/// Why a term is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTerm {
    /// It ends before it begins.
    #[error("a term ends on or after the day on which it begins")]
    Backwards,
    /// Longer than a year, which is what the scheme of 2019 gave.
    #[error("a term is at most one year")]
    Long,
}

impl Term {
    /// A term of at most one year.
    ///
    /// # Errors
    /// [`BadTerm`].
    pub fn new(first: NaiveDate, last: NaiveDate) -> Result<Self, BadTerm> {
        match last {
            last if last < first => Err(BadTerm::Backwards),
            last if last > year_from(first) => Err(BadTerm::Long),
            last => Ok(Self { first, last }),
        }
    }

    /// One year that begins on a day.
    pub fn of_a_year(first: NaiveDate) -> Self {
        Self { first, last: year_from(first) }
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.last
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Whether it has a day in common with another.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The last day of the year that begins on a day.
fn year_from(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(Months::new(12));
    next.and_then(|next| next.checked_sub_days(Days::new(1))).unwrap_or(NaiveDate::MAX)
}
