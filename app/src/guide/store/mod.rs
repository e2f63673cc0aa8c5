//! All SQL of the management guide.

mod drafts;
mod published;
mod reads;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::audit;
use crate::db::Tx;

pub(super) use drafts::{Draft, discard, draft, drafts, save, start};
pub(super) use published::{Edition, Published, current, edition, list, publish};
pub use reads::unread;
pub(super) use reads::{confirm, confirmed, readers};

/// Why the guide could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is no revision, or whose text is not the one that was published.
    #[error("revision {0} of the guide as stored is not valid")]
    Row(i64),
    /// Somebody changed, published or threw away the draft meanwhile.
    #[error("draft {0} was changed meanwhile")]
    Outdated(Uuid),
}

async fn tell(tx: &mut Tx, by: &str, action: &str, subject: &str, detail: Value, at: DateTime<Utc>) -> Result<(), StoreError> {
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject, detail }).await?)
}
