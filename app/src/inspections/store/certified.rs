//! The latest confirmed result of each room, for the registry.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::RoomId;
use domain::score::{Report, Sheet};
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
    const SQL: &str = "select i.id, i.room, r.sheet, r.report from inspections i \
        join inspection_revisions r on r.inspection = i.id and r.revision = i.revision where i.state = 'confirmed' order by i.changed";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut latest: HashMap<RoomId, Certified> = HashMap::new();
    for Row { id, room, sheet, report } in rows {
        let bad = |_| StoreError::Row(id);
        let sheet: Sheet = serde_json::from_str(&sheet).map_err(bad)?;
        let found = Certified { inspection: id, visited: sheet.visited, report: serde_json::from_str(&report).map_err(bad)? };
        let known = latest.get(&RoomId(room));
        if known.is_none_or(|known| known.visited <= found.visited) {
            latest.insert(RoomId(room), found);
        }
    }
    Ok(latest)
}
