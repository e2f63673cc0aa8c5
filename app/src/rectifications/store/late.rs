//! What was not mended in time, for the inbox of staff.

use chrono::NaiveDate;
use domain::rectification::Severity;
use domain::{ClauseId, Region, RoomId};
use uuid::Uuid;

use super::{StoreError, open};
use crate::db::Db;

/// Something that was not mended in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// Its id.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// The clause.
    pub clause: ClauseId,
    /// How bad it is.
    pub severity: Severity,
    /// The local day until whose end it was due.
    pub due: NaiveDate,
}

/// What was due before a local day and is still to be mended or checked, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn late(db: &Db, region: &Region, today: NaiveDate) -> Result<Vec<Late>, StoreError> {
    let mut items = open(db).await?;
    items.retain(|item| item.days_over(region, today) > 0);
    let one = |item: super::Item| {
        let due = item.due(region);
        Late { id: item.id, room: item.room, clause: item.clause, severity: item.severity, due }
    };
    Ok(items.into_iter().map(one).collect())
}
