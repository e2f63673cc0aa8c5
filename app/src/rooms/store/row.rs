//! A row of `rooms`, and the room it is.

use chrono::{DateTime, Utc};

use super::Stored;

/// The columns of a room in their one order: reading, writing and history use it.
macro_rules! columns {
    () => {
        "id, code, source, source_key, version, since, doc"
    };
}
pub(super) use columns;

/// How many columns that is.
pub(super) const COLUMNS: usize = 7;

/// A stored row that is no room: the tables were changed by hand, or by a newer version of this program.
#[derive(Debug, thiserror::Error)]
#[error("room {code} as stored is not valid: {reason}")]
pub struct RowError {
    code: String,
    reason: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct RoomRow {
    code: String,
    version: i64,
    since: DateTime<Utc>,
    doc: String,
}

impl TryFrom<RoomRow> for Stored {
    type Error = RowError;

    fn try_from(row: RoomRow) -> Result<Self, RowError> {
        let room = serde_json::from_str(&row.doc).map_err(|error| RowError { code: row.code, reason: error.to_string() })?;
        Ok(Self { room, version: row.version, since: row.since })
    }
}
