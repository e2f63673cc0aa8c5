//! All SQL of the log of care.

mod cards;
mod entries;
mod summary;
#[cfg(test)]
mod tests;

use domain::RoomId;
use serde_json::Value;
use uuid::Uuid;

use crate::audit;
use crate::db::{Db, Tx, on};

pub(super) use cards::{Card, Kept, end_card, kept, live_card, make_card, set_signs};
pub use entries::photos;
pub(super) use entries::{Done, Entry, New, entries, keep, strike};
pub use summary::{Book, Care, follow};

/// Why logs could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("the log of {0} as stored is not valid")]
    Row(Uuid),
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

/// Ends a write of a room's log: what is known of it in short, and the audit line.
async fn finish(
    mut tx: Tx,
    room: RoomId,
    line: (&str, Value),
    by: &str,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), StoreError> {
    summary::renew(&mut tx, room).await?;
    let ((action, detail), subject) = (line, room.0.to_string());
    audit::append(&mut tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await?;
    if let Tx::Postgres(tx) = &mut tx {
        // The other processes look for what is new at once.
        sqlx::query("select pg_notify('muying_registry', '')").execute(&mut **tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Sees to it that a room has a log, which begins on a local day if it had none.
async fn begun(tx: &mut Tx, room: RoomId, today: chrono::NaiveDate) -> Result<(), sqlx::Error> {
    const SQL: &str =
        "insert into care_rooms (room, since, signs, days, number) values ($1, $2, '[]', '[]', 0) on conflict do nothing";
    on!(tx tx, conn => async { sqlx::query(SQL).bind(room.0).bind(today.to_string()).execute(conn).await.map(|_| ()) })
}
