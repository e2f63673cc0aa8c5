//! All SQL of awards.

mod awards;
mod doubts;
mod entered;
mod held;
mod schemes;
mod steps;

use chrono::NaiveDate;
use domain::awards::{Level, Valid};
use uuid::Uuid;

pub(super) use awards::{Event, Kept, all_events, events, find, list};
pub(super) use doubts::{Happened, happened};
pub use entered::{Entered, enter};
pub use held::{ToJudge, held, to_judge};
pub(super) use schemes::{Revision, Scheme, find_scheme, revisions, schemes, set_retired, write};
pub(super) use steps::{New, NotTaken, Taken, nominate, take};

/// Why awards could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The room.
    #[error(transparent)]
    Room(#[from] crate::rooms::store::StoreError),
    /// A row that is none.
    #[error("scheme or award {0} as stored is not valid")]
    Row(Uuid),
    /// Somebody changed it since it was read.
    #[error("it was changed meanwhile")]
    Outdated,
}

fn day_of(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// The level of an award as stored.
fn level_of(award: Uuid, stored: Option<i64>) -> Result<Option<Level>, StoreError> {
    let level = |level| u8::try_from(level).map(Level).ok().ok_or(StoreError::Row(award));
    stored.map(level).transpose()
}

/// The days of an award as stored.
fn valid_of(award: Uuid, from: Option<String>, until: Option<String>) -> Result<Option<Valid>, StoreError> {
    let valid = |(from, until): (String, String)| Some(Valid { from: day_of(&from)?, until: day_of(&until)? });
    from.zip(until).map(|days| valid(days).ok_or(StoreError::Row(award))).transpose()
}
