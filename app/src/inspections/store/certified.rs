//! The latest confirmed result of each room, for the registry.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::score::{Report, Sheet};
use domain::{Inspected, RoomId};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// A confirmed result.
#[derive(Debug, Clone, PartialEq)]
pub struct Certified {
    /// The inspection.
    pub inspection: Uuid,
    /// The day of the visit.
    pub visited: NaiveDate,
    /// What scoring said.
    pub report: Report,
}

impl Certified {
    /// As a card shows it.
    pub fn mark(&self) -> Inspected {
        Inspected { inspection: self.inspection, visited: self.visited, passes: self.report.passes }
    }
}

/// The sheet of a confirmed inspection, the latest visit of its room.
pub(in crate::inspections) struct Confirmed {
    pub(in crate::inspections) inspection: Uuid,
    pub(in crate::inspections) room: RoomId,
    pub(in crate::inspections) sheet: Sheet,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    room: Uuid,
    sheet: String,
    report: String,
}

/// By room: of several confirmed inspections the one of the latest visit.
///
/// # Errors
/// [`StoreError`].
pub async fn certified(db: &Db) -> Result<HashMap<RoomId, Certified>, StoreError> {
    let latest = latest(db).await?;
    let certified = |(confirmed, report): (Confirmed, String)| {
        let report = serde_json::from_str(&report).ok().ok_or(StoreError::Row(confirmed.inspection))?;
        let certified = Certified { inspection: confirmed.inspection, visited: confirmed.sheet.visited, report };
        Ok((confirmed.room, certified))
    };
    latest.into_values().map(certified).collect()
}

/// The sheets behind [`certified`].
pub(in crate::inspections) async fn confirmed(db: &Db) -> Result<Vec<Confirmed>, StoreError> {
    Ok(latest(db).await?.into_values().map(|(confirmed, _)| confirmed).collect())
}

async fn latest(db: &Db) -> Result<HashMap<RoomId, (Confirmed, String)>, StoreError> {
    const SQL: &str = "select i.id, i.room, r.sheet, r.report from inspections i \
        join inspection_revisions r on r.inspection = i.id and r.revision = i.revision where i.state = 'confirmed' order by i.changed";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut latest: HashMap<RoomId, (Confirmed, String)> = HashMap::new();
    for Row { id, room, sheet, report } in rows {
        let sheet: Sheet = serde_json::from_str(&sheet).ok().ok_or(StoreError::Row(id))?;
        let room = RoomId(room);
        if latest.get(&room).is_none_or(|(known, _)| known.sheet.visited <= sheet.visited) {
            latest.insert(room, (Confirmed { inspection: id, room, sheet }, report));
        }
    }
    Ok(latest)
}
