//! What a confirmed inspection opens, and what it takes the place of.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::rectification::{Finding, ItemStep, camera_found, findings, is_camera};
use domain::score::Report;
use domain::standard::Standard;
use domain::{RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use super::{Event, Item, StoreError, append, columns, id_of, items, suspensions};
use crate::audit;
use crate::db::{Tx, on};
use crate::reports::{self, Look};

/// An inspection that is being confirmed.
#[derive(Debug, Clone, Copy)]
pub struct Confirmation<'a> {
    /// The inspection.
    pub inspection: Uuid,
    /// Which of its revisions.
    pub revision: i64,
    /// The room.
    pub room: RoomId,
    /// The local day of the visit.
    pub visited: NaiveDate,
    /// The version it was scored by.
    pub standard: &'a Standard,
    /// What scoring said.
    pub report: &'a Report,
}

/// Opens an item for all that a confirmed inspection found, within its transaction. Open items of earlier inspections of
/// the room are superseded; of the same inspection, corrected, those that it still finds stay as they are, and those
/// that were checked again stay closed. A camera takes the room out of the finder at once.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody confirmed another inspection of the room at the same moment.
pub async fn confirmed(tx: &mut Tx, of: &Confirmation<'_>, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const OPEN: &str =
        concat!("select ", columns!(), " from rectification_items where room = $1 and state in ('open', 'answered')");
    const MENDED: &str = "select clause from rectification_items where inspection = $1 and state = 'closed'";
    let open = items(on!(tx tx, conn => sqlx::query_as(OPEN).bind(of.room.0).fetch_all(conn))?)?;
    let mended: Vec<String> = on!(tx tx, conn => sqlx::query_scalar(MENDED).bind(of.inspection).fetch_all(conn))?;
    let mut found = findings(of.standard, of.report);
    found.retain(|finding| !mended.iter().any(|clause| clause == finding.clause.as_str()));
    let stays = |item: &Item| {
        let same = |finding: &Finding| finding.clause == item.clause && finding.severity == item.severity;
        item.inspection == of.inspection && found.iter().any(same)
    };
    let (kept, old): (Vec<Item>, Vec<Item>) = open.into_iter().partition(stays);
    for item in &old {
        supersede(tx, item, of.inspection, by, now).await?;
    }
    found.retain(|finding| kept.iter().all(|item| item.clause != finding.clause));
    for finding in &found {
        open_item(tx, of, finding, now).await?;
    }
    if !found.is_empty() {
        let clauses: Vec<_> = found.iter().map(|finding| finding.clause).collect();
        let detail = json!({ "room": of.room, "revision": of.revision, "clauses": clauses });
        let subject = of.inspection.to_string();
        let entry = audit::Entry { at: now, actor: by, action: "rectifications.open", subject: &subject, detail };
        audit::append(tx, &entry).await?;
    }
    let look =
        Look { room: of.room, inspection: of.inspection, visited: of.visited, open: !kept.is_empty() || !found.is_empty() };
    reports::inspected(tx, look, by, now).await?;
    if camera_found(of.report) {
        let camera = of.standard.clauses.iter().filter(|clause| is_camera(clause)).map(|clause| clause.id).collect();
        suspensions::suspend(tx, of.room, camera, true, by, now).await?;
    }
    Ok(())
}

async fn supersede(tx: &mut Tx, item: &Item, by_inspection: Uuid, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update rectification_items set state = 'superseded', superseded = $1, changed = $2, version = version + 1 \
        where id = $3 and version = $4";
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(by_inspection).bind(now.trunc_subsecs(6)).bind(item.id).bind(item.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let event = Event {
        at: now,
        actor: by.to_owned(),
        step: ItemStep::Supersede,
        words: String::new(),
        photos: Vec::new(),
        answer: None,
        on_site: false,
    };
    append(tx, item.id, &event).await
}

async fn open_item(tx: &mut Tx, of: &Confirmation<'_>, finding: &Finding, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into rectification_items \
        (id, room, inspection, clause, severity, way, camera, state, opened, days, changed, version) \
        values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $8, 1)";
    let Finding { clause, severity, way } = *finding;
    let id = id_of(&format!("{} {} {clause}", of.inspection, of.revision))?;
    let camera = of.standard.clause(clause).is_some_and(is_camera) && camera_found(of.report);
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(of.room.0).bind(of.inspection).bind(clause.as_str());
        let row = row.bind(severity.word()).bind(way.word()).bind(camera).bind(now.trunc_subsecs(6)).bind(severity.days());
        row.execute(conn).await.map(|_| ())
    });
    done.map_err(|error| {
        let twice = error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
        if twice { StoreError::Outdated } else { error.into() }
    })
}
