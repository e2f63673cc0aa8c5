//! All SQL of versions that are published here, and of their drafts.

mod drafts;
mod published;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::standard::Obstacle;
use serde_json::Value;

use crate::audit;
use crate::db::Tx;
use crate::inspections;

pub(super) use drafts::{Draft, discard, draft, drafts, save, start};
pub use published::published;
pub(super) use published::{publish, retire};

/// Why versions could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The inspections that a new version must not reach back over.
    #[error(transparent)]
    Inspections(#[from] inspections::StoreError),
    /// Somebody changed or published the draft meanwhile.
    #[error("the draft was changed meanwhile")]
    Outdated,
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// The draft is no standard yet.
    Mistakes,
    /// Something that is published or inspected already stands in the way.
    Stands(Vec<Obstacle>),
    /// Whoever edited it last does not publish it: two people have looked at what is published.
    OwnEdit,
    /// A publication says what is new, a retirement why.
    NoNote,
    /// It is no published version, or retired already.
    NotPublished,
    /// Without it no version would be in force.
    LastInForce,
}

async fn tell(tx: &mut Tx, by: &str, action: &str, subject: &str, detail: Value, at: DateTime<Utc>) -> Result<(), StoreError> {
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject, detail }).await?)
}
