//! All SQL of citizen supervisors.

mod campaigns;
mod cases;
mod kept;
mod shown;
mod terms;
#[cfg(test)]
mod tests;
mod visits;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::{accounts, audit, rooms, rounds};

pub(super) use campaigns::{Stored, add as add_campaign, campaign, campaigns, close, reopen};
pub(super) use cases::{Answer, Case, cases, note as note_case};
pub(super) use kept::{Count, Visit, by_campaign, by_person, find as visit, of_campaign, of_person};
pub use shown::impressions;
pub(super) use terms::{End, Held, add as add_term, all as all_terms, end as end_term, of as terms_of};
pub(super) use visits::{Not, Sent, correct, keep};

/// Why what belongs to supervisors could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("term, campaign or visit {0} as stored is not valid")]
    Row(Uuid),
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] rooms::store::StoreError),
    /// People.
    #[error(transparent)]
    People(#[from] accounts::StoreError),
    /// Whom people belong to.
    #[error(transparent)]
    Rounds(#[from] rounds::StoreError),
    /// Somebody changed it since it was read.
    #[error("it was changed meanwhile")]
    Outdated,
}

/// Begins a write: the chain first, as everywhere.
async fn begin(db: &Db) -> Result<Tx, StoreError> {
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    Ok(tx)
}

/// Ends a write with its audit line.
async fn finish(
    mut tx: Tx,
    (action, subject): (&str, Uuid),
    detail: Value,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let subject = subject.to_string();
    audit::append(&mut tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await?;
    Ok(tx.commit().await?)
}
