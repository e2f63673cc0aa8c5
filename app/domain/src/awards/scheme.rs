//! A scheme: whose award it is, which levels it has, how long one holds; and whether a room may be nominated.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::score::Report;
use crate::stage::Stage;
use crate::standard::Scheme;
use crate::text::{Bilingual, Line};
use crate::words::words;

/// The highest level that is read: Shanghai and Zhejiang both give three to five stars.
pub const MOST_LEVEL: u8 = 5;
/// Months that an award holds at most: ten years.
pub const MOST_MONTHS: u32 = 120;
/// Days before an award ends in which the room may be nominated anew, so that a renewal leaves no gap. **Ours**.
pub const RENEW_DAYS: u64 = 90;

words! {
    /// What a scheme gives.
    SchemeKind {
        /// A name that a room has or has not (示范点).
        Demonstration = "demonstration_site",
        /// A number of stars (星级).
        Stars = "stars",
    }
}

/// A level of a scheme, from 1 to [`MOST_LEVEL`]: the number of stars; 1 of a demonstration site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Level(pub u8);

/// What a scheme says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is called.
    pub name: Bilingual,
    /// The body that gives it.
    pub issuer: Bilingual,
    /// What it gives.
    pub kind: SchemeKind,
    /// The lowest level.
    pub lowest: Level,
    /// The highest level.
    pub highest: Level,
    /// Months that an award holds, from 1 to [`MOST_MONTHS`].
    pub months: u32,
    /// The document that it is taken from.
    pub source: Line,
    /// The word of the least band that a room's latest confirmed inspection must be in, where the scheme asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Line>,
    /// Made up, and marked as such wherever it shows.
    pub fictional: bool,
}

/// What is wrong with a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// Levels are from 1 to [`MOST_LEVEL`], the lowest not above the highest; a demonstration site has one.
    #[error("levels are from 1 to {MOST_LEVEL}, the lowest first; a demonstration site has one")]
    Levels,
    /// It holds from 1 to [`MOST_MONTHS`] months.
    #[error("an award holds from 1 to {MOST_MONTHS} months")]
    Months,
}

impl Terms {
    /// Looks a scheme over.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), TermsError> {
        let (lowest, highest) = (self.lowest.0, self.highest.0);
        let levels = (1..=MOST_LEVEL).contains(&lowest) && (lowest..=MOST_LEVEL).contains(&highest);
        if !levels || self.kind == SchemeKind::Demonstration && highest != 1 {
            return Err(TermsError::Levels);
        }
        if (1..=MOST_MONTHS).contains(&self.months) { Ok(()) } else { Err(TermsError::Months) }
    }

    /// Its levels, the lowest first.
    pub fn levels(&self) -> impl DoubleEndedIterator<Item = Level> + use<> {
        (self.lowest.0..=self.highest.0).map(Level)
    }

    /// Whether it has a level.
    pub fn has(&self, level: Level) -> bool {
        (self.lowest..=self.highest).contains(&level)
    }

    /// The last day of an award that holds from a day on.
    pub fn until(&self, from: NaiveDate) -> NaiveDate {
        let next = from.checked_add_months(Months::new(self.months)).unwrap_or(NaiveDate::MAX);
        next.pred_opt().unwrap_or(next)
    }

    /// Whether what awards rest on differs: it stays as it is once a room was nominated.
    pub fn is_another(&self, other: &Self) -> bool {
        (self.kind, self.lowest, self.highest, self.fictional) != (other.kind, other.lowest, other.highest, other.fictional)
    }
}

/// Whether a report is in a band or above it, by the bands of the version that it was scored by; `None` where that version
/// has no such band, or there is no score.
pub fn meets(score: &Scheme, report: &Report, band: &str) -> Option<bool> {
    let least = score.named(Some(band))?.at_least;
    Some(report.total?.0 >= least * 10)
}

/// What the latest confirmed inspection says, with what was checked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Gates that are open.
    pub open_gates: usize,
    /// Whether it is in the scheme's least band or above; `None` where that cannot be told.
    pub meets: Option<bool>,
}

/// A room as a scheme sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// How far it has come.
    pub stage: Stage,
    /// What experts have found.
    pub seen: Option<Seen>,
    /// The last day of the award of this scheme that it holds.
    pub held_until: Option<NaiveDate>,
}

/// Why a room cannot be nominated, or given the award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is not open.
    Stage(Stage),
    /// No inspection is confirmed.
    NotInspected,
    /// So many gates are open.
    OpenGates(usize),
    /// Its band is below the scheme's least.
    Band,
    /// The version of the standard that it was scored by does not have the scheme's least band, or it has no score.
    NoBand,
    /// It holds the award until this day.
    Holds(NaiveDate),
}

/// Everything that stands against a room on a day, in the order of the conditions; nothing where it may be nominated.
pub fn assess(terms: &Terms, of: Candidate, today: NaiveDate) -> Vec<Unfit> {
    let mut unfit = Vec::new();
    if of.stage != Stage::Open {
        unfit.push(Unfit::Stage(of.stage));
    }
    match of.seen {
        None => unfit.push(Unfit::NotInspected),
        Some(seen) => {
            if seen.open_gates > 0 {
                unfit.push(Unfit::OpenGates(seen.open_gates));
            }
            let below = match seen.meets {
                Some(true) => None,
                Some(false) => Some(Unfit::Band),
                None => Some(Unfit::NoBand),
            };
            unfit.extend(below.filter(|_| terms.band.is_some()));
        }
    }
    let soon = today.checked_add_days(Days::new(RENEW_DAYS)).unwrap_or(today);
    unfit.extend(of.held_until.filter(|until| *until > soon).map(Unfit::Holds));
    unfit
}
