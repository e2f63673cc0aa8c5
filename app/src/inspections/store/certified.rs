//! The latest confirmed result of each room, for the registry.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::rectification::recomputed;
use domain::score::{Report, Sheet};
use domain::standard::{Standard, Standards, Version};
use domain::{ClauseId, Inspected, RoomId};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};
use crate::rectifications::{self, Recheck};

/// A confirmed result: the first inspection with what was checked again in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Certified {
    /// The inspection.
    pub inspection: Uuid,
    /// The day of the visit.
    pub visited: NaiveDate,
    /// What scoring says.
    pub report: Report,
    /// Clauses that were checked again since, and when.
    pub rechecked: BTreeMap<ClauseId, DateTime<Utc>>,
}

impl Certified {
    /// As a card shows it.
    pub fn mark(&self) -> Inspected {
        Inspected { inspection: self.inspection, visited: self.visited, passes: self.report.passes }
    }

    /// Of a first inspection and what was checked again.
    pub(in crate::inspections) fn of(
        standards: &Standards,
        inspection: Uuid,
        sheet: &Sheet,
        again: &[Recheck],
    ) -> Result<Self, StoreError> {
        let standard = &standards.version(&sheet.standard).ok_or(StoreError::Row(inspection))?.standard;
        let report = recomputed(standard, sheet, again.iter().map(|again| (again.clause, &again.answer)));
        let rechecked = again.iter().map(|again| (again.clause, again.at)).collect();
        Ok(Self { inspection, visited: sheet.visited, report, rechecked })
    }
}

/// The public sheet of an inspection, as re-checks begin from it.
#[derive(Debug, Clone, PartialEq)]
pub struct First {
    /// The room.
    pub room: RoomId,
    /// The sheet.
    pub sheet: Sheet,
    /// The version it is scored by.
    pub version: Arc<Version>,
}

impl First {
    /// The version's content.
    pub fn standard(&self) -> &Standard {
        &self.version.standard
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
}

/// By room: of several confirmed inspections the one of the latest visit.
///
/// # Errors
/// [`StoreError`].
pub async fn certified(db: &Db, standards: &Standards) -> Result<HashMap<RoomId, Certified>, StoreError> {
    let mut again = rectifications::rechecks(db).await?;
    let certified = |confirmed: Confirmed| {
        let again = again.remove(&confirmed.inspection).unwrap_or_default();
        Ok((confirmed.room, Certified::of(standards, confirmed.inspection, &confirmed.sheet, &again)?))
    };
    latest(db, None).await?.into_values().map(certified).collect()
}

/// All confirmed results of each room, the earliest visit first.
///
/// # Errors
/// [`StoreError`].
pub async fn visits(db: &Db, standards: &Standards) -> Result<HashMap<RoomId, Vec<Certified>>, StoreError> {
    let mut again = rectifications::rechecks(db).await?;
    let mut visits: HashMap<RoomId, Vec<Certified>> = HashMap::new();
    for Confirmed { inspection, room, sheet } in every(db, None).await? {
        let again = again.remove(&inspection).unwrap_or_default();
        visits.entry(room).or_default().push(Certified::of(standards, inspection, &sheet, &again)?);
    }
    for of in visits.values_mut() {
        of.sort_by_key(|certified| certified.visited);
    }
    Ok(visits)
}

/// What parents are told of a room, if anything is confirmed.
///
/// # Errors
/// [`StoreError`].
pub async fn certified_of(db: &Db, standards: &Standards, room: RoomId) -> Result<Option<Certified>, StoreError> {
    let Some(confirmed) = latest(db, Some(room)).await?.remove(&room) else { return Ok(None) };
    let again = rectifications::rechecks(db).await?.remove(&confirmed.inspection).unwrap_or_default();
    Ok(Some(Certified::of(standards, confirmed.inspection, &confirmed.sheet, &again)?))
}

/// The sheets behind [`certified`], as they were at the first inspection.
pub(in crate::inspections) async fn confirmed(db: &Db) -> Result<Vec<Confirmed>, StoreError> {
    Ok(latest(db, None).await?.into_values().collect())
}

/// The public sheet of an inspection; `None` before one is confirmed.
///
/// # Errors
/// [`StoreError`].
pub async fn first(db: &Db, standards: &Standards, inspection: Uuid) -> Result<Option<First>, StoreError> {
    const SQL: &str = "select i.id, i.room, r.sheet from inspections i join inspection_revisions r on r.inspection = i.id \
        where i.id = $1 and r.confirmed is not null order by r.revision desc limit 1";
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(inspection).fetch_optional(pool))?;
    let first = |Row { room, sheet, .. }: Row| {
        let sheet: Sheet = serde_json::from_str(&sheet).ok()?;
        let version = Arc::clone(standards.version(&sheet.standard)?);
        Some(First { room: RoomId(room), sheet, version })
    };
    row.map(|row| first(row).ok_or(StoreError::Row(inspection))).transpose()
}

/// Of several confirmed inspections of a room the one of the latest visit.
async fn latest(db: &Db, of: Option<RoomId>) -> Result<HashMap<RoomId, Confirmed>, StoreError> {
    let mut latest: HashMap<RoomId, Confirmed> = HashMap::new();
    for confirmed in every(db, of).await? {
        if latest.get(&confirmed.room).is_none_or(|known| known.sheet.visited <= confirmed.sheet.visited) {
            latest.insert(confirmed.room, confirmed);
        }
    }
    Ok(latest)
}

/// All confirmed inspections, each by its latest confirmed revision, in the order in which they were confirmed.
async fn every(db: &Db, of: Option<RoomId>) -> Result<Vec<Confirmed>, StoreError> {
    const SQL: &str = "select i.id, i.room, r.sheet from inspections i join inspection_revisions r on r.inspection = i.id \
        where ($1 is null or i.room = $1) and r.confirmed is not null and not i.guidance and not exists (select 1 from inspection_revisions later \
        where later.inspection = r.inspection and later.confirmed is not null and later.revision > r.revision) order by r.confirmed";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(of.map(|of| of.0)).fetch_all(pool))?;
    let confirmed = |Row { id, room, sheet }: Row| {
        let sheet: Sheet = serde_json::from_str(&sheet).ok().ok_or(StoreError::Row(id))?;
        Ok(Confirmed { inspection: id, room: RoomId(room), sheet })
    };
    rows.into_iter().map(confirmed).collect()
}
