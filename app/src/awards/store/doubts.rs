//! What happened to rooms that hold an award, and puts it in question.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::awards::{Doubt, DoubtKind, Evidence, EvidenceKind, Terms, meets};
use domain::score::{Report, Sheet};
use domain::standard::Standards;
use domain::{RoomId, Stage, Word};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// A confirmed inspection that was its room's latest visit when it was confirmed.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::awards) struct Inspected {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) visited: NaiveDate,
    /// When it was confirmed.
    pub(in crate::awards) at: DateTime<Utc>,
    /// As it was confirmed.
    pub(in crate::awards) report: Report,
}

/// What happened to a room.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::awards) struct Happened {
    /// Its inspections, in the order in which they were confirmed.
    pub(in crate::awards) inspections: Vec<Inspected>,
    /// The rest, which is a doubt whatever the scheme says.
    pub(in crate::awards) others: Vec<Doubt>,
}

impl Happened {
    /// All that puts an award of a scheme in question, in order of time.
    pub(in crate::awards) fn doubts(&self, terms: &Terms, standards: &Standards) -> Vec<Doubt> {
        let of = |inspected: &Inspected| {
            let report = &inspected.report;
            let score = standards.version(&report.standard).map(|version| &version.standard.score);
            let below = || terms.band.as_ref().zip(score).and_then(|(band, score)| meets(score, report, band.as_str()));
            let kind = match report {
                _ if !report.open_gates.is_empty() => DoubtKind::Gates,
                _ if !report.passes => DoubtKind::Fails,
                _ if below() == Some(false) => DoubtKind::Band,
                _ => return None,
            };
            Some(Doubt { kind, evidence: Evidence { kind: EvidenceKind::Inspection, id: inspected.id }, at: inspected.at })
        };
        let mut doubts: Vec<Doubt> = self.inspections.iter().filter_map(of).chain(self.others.iter().copied()).collect();
        doubts.sort_by_key(|doubt| doubt.at);
        doubts
    }
}

/// What happened to the rooms that are nominated, hold an award, or held one that is over by its day.
pub(in crate::awards) async fn happened(db: &Db) -> Result<HashMap<RoomId, Happened>, StoreError> {
    let mut of: HashMap<RoomId, Happened> = HashMap::new();
    for (room, inspected) in inspections(db).await? {
        of.entry(room).or_default().inspections.push(inspected);
    }
    for (room, doubt) in others(db).await? {
        of.entry(room).or_default().others.push(doubt);
    }
    Ok(of)
}

async fn inspections(db: &Db) -> Result<Vec<(RoomId, Inspected)>, StoreError> {
    const SQL: &str = "select i.id, i.room, r.confirmed, r.sheet, r.report from inspections i \
        join inspection_revisions r on r.inspection = i.id where r.confirmed is not null and not i.guidance \
        and i.room in (select room from awards where state in ('nominated', 'awarded', 'lowered')) order by r.confirmed, r.revision";
    type Row = (Uuid, Uuid, DateTime<Utc>, String, String);
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    // The day of a visit is what its last confirmed revision says: one that was corrected hides nothing.
    let mut days: HashMap<Uuid, NaiveDate> = HashMap::new();
    let mut read = Vec::new();
    for (id, room, at, sheet, report) in rows {
        let sheet: Sheet = serde_json::from_str(&sheet).ok().ok_or(StoreError::Row(id))?;
        let report: Report = serde_json::from_str(&report).ok().ok_or(StoreError::Row(id))?;
        days.insert(id, sheet.visited);
        read.push((RoomId(room), Inspected { id, visited: sheet.visited, at, report }));
    }
    let mut latest: HashMap<RoomId, NaiveDate> = HashMap::new();
    let is_latest = |(room, inspected): &(RoomId, Inspected)| {
        let day = days.get(&inspected.id).copied().unwrap_or(inspected.visited);
        // One of an earlier visit says nothing about how the room is now.
        let known = latest.entry(*room).or_insert(day);
        *known = day.max(*known);
        day == *known
    };
    read.retain(is_latest);
    Ok(read)
}

async fn others(db: &Db) -> Result<Vec<(RoomId, Doubt)>, StoreError> {
    const RECHECKS: &str = "select i.id, i.room, e.at from rectification_items i \
        join rectification_events e on e.item = i.id and e.step = 'fail' \
        where i.room in (select room from awards where state in ('nominated', 'awarded', 'lowered'))";
    const SUSPENSIONS: &str = "select id, room, since from suspensions \
        where room in (select room from awards where state in ('nominated', 'awarded', 'lowered'))";
    const STAGES: &str = "select room, went_to, recorded from room_steps where went_to in ('suspended', 'closed') \
        and room in (select room from awards where state in ('nominated', 'awarded', 'lowered'))";
    type Row = (Uuid, Uuid, DateTime<Utc>);
    let rechecks: Vec<Row> = on!(db, pool => sqlx::query_as(RECHECKS).fetch_all(pool))?;
    let suspensions: Vec<Row> = on!(db, pool => sqlx::query_as(SUSPENSIONS).fetch_all(pool))?;
    let stages: Vec<(Uuid, String, DateTime<Utc>)> = on!(db, pool => sqlx::query_as(STAGES).fetch_all(pool))?;
    let one = |kind, evidence: EvidenceKind| {
        move |(id, room, at): Row| (RoomId(room), Doubt { kind, evidence: Evidence { kind: evidence, id }, at })
    };
    let moved = |(room, to, at): (Uuid, String, DateTime<Utc>)| {
        let kind = if to == Stage::Closed.word() { DoubtKind::Closed } else { DoubtKind::Suspended };
        one(kind, EvidenceKind::Room)((room, room, at))
    };
    let mut all: Vec<_> = rechecks.into_iter().map(one(DoubtKind::Recheck, EvidenceKind::Rectification)).collect();
    all.extend(suspensions.into_iter().map(one(DoubtKind::Suspended, EvidenceKind::Suspension)));
    all.extend(stages.into_iter().map(moved));
    Ok(all)
}
