//! Reading awards and their steps.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::awards::{Award, AwardState, AwardStep, Done, Evidence, EvidenceKind, Level, Valid};
use domain::{RoomId, Word};
use uuid::Uuid;

use super::{StoreError, day_of, level_of, valid_of};
use crate::db::{Db, on};

/// An award as stored.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::awards) struct Kept {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) scheme: Uuid,
    pub(in crate::awards) room: RoomId,
    /// The operator nominated the room.
    pub(in crate::awards) self_assessed: bool,
    pub(in crate::awards) award: Award,
    /// When somebody last decided about what puts it in question.
    pub(in crate::awards) settled: Option<DateTime<Utc>>,
    pub(in crate::awards) changed: DateTime<Utc>,
    pub(in crate::awards) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    scheme: Uuid,
    room: Uuid,
    nominated_by: String,
    self_assessed: bool,
    state: String,
    level: Option<i64>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    on_day: String,
    settled: Option<DateTime<Utc>>,
    changed: DateTime<Utc>,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, scheme, room, nominated_by, self_assessed, state, level, valid_from, valid_until, on_day, settled, \
             changed, version from awards ",
            $rest
        )
    };
}

impl TryFrom<Row> for Kept {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        let award = Award {
            state: AwardState::from_word(&row.state).ok().ok_or_else(bad)?,
            nominated_by: row.nominated_by,
            level: level_of(row.id, row.level)?,
            valid: valid_of(row.id, row.valid_from, row.valid_until)?,
            on: day_of(&row.on_day).ok_or_else(bad)?,
        };
        let Row { id, scheme, room, self_assessed, settled, changed, version, .. } = row;
        Ok(Self { id, scheme, room: RoomId(room), self_assessed, award, settled, changed, version })
    }
}

/// All awards, those changed last first.
pub(in crate::awards) async fn list(db: &Db) -> Result<Vec<Kept>, StoreError> {
    const SQL: &str = select!("order by changed desc, id desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// The award of an id.
pub(in crate::awards) async fn find(db: &Db, id: Uuid) -> Result<Option<Kept>, StoreError> {
    const SQL: &str = select!("where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Kept::try_from).transpose()
}

/// What happened to an award.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::awards) struct Event {
    pub(in crate::awards) at: DateTime<Utc>,
    pub(in crate::awards) actor: String,
    pub(in crate::awards) step: AwardStep,
    /// The day of the decision.
    pub(in crate::awards) on: NaiveDate,
    pub(in crate::awards) level: Option<Level>,
    pub(in crate::awards) valid: Option<Valid>,
    pub(in crate::awards) evidence: Option<Evidence>,
    /// The band of the inspection that it rests on.
    pub(in crate::awards) band: Option<String>,
    /// The document that it rests on.
    pub(in crate::awards) paper: String,
    pub(in crate::awards) words: String,
}

impl Event {
    /// As the award's history is replayed.
    pub(in crate::awards) fn done(&self) -> Done {
        Done { step: self.step, on: self.on, level: self.level, valid: self.valid }
    }
}

#[derive(sqlx::FromRow)]
struct EventRow {
    award: Uuid,
    at: DateTime<Utc>,
    actor: String,
    step: String,
    on_day: String,
    level: Option<i64>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    evidence_kind: Option<String>,
    evidence: Option<Uuid>,
    band: Option<String>,
    paper: String,
    words: String,
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;
    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.award);
        let evidence = row.evidence_kind.zip(row.evidence).map(|(kind, id)| {
            let kind = EvidenceKind::from_word(&kind).ok()?;
            Some(Evidence { kind, id })
        });
        Ok(Self {
            step: AwardStep::from_word(&row.step).ok().ok_or_else(bad)?,
            on: day_of(&row.on_day).ok_or_else(bad)?,
            level: level_of(row.award, row.level)?,
            valid: valid_of(row.award, row.valid_from, row.valid_until)?,
            evidence: evidence.map_or(Some(None), |known| known.map(Some)).ok_or_else(bad)?,
            at: row.at,
            actor: row.actor,
            band: row.band,
            paper: row.paper,
            words: row.words,
        })
    }
}

/// What happened to an award, in order.
pub(in crate::awards) async fn events(db: &Db, award: Uuid) -> Result<Vec<Event>, StoreError> {
    const SQL: &str = "select award, at, actor, step, on_day, level, valid_from, valid_until, evidence_kind, evidence, band, \
        paper, words from award_steps where award = $1 order by number";
    let rows: Vec<EventRow> = on!(db, pool => sqlx::query_as(SQL).bind(award).fetch_all(pool))?;
    rows.into_iter().map(Event::try_from).collect()
}

/// What happened to all awards, each in order.
pub(in crate::awards) async fn all_events(db: &Db) -> Result<HashMap<Uuid, Vec<Event>>, StoreError> {
    const SQL: &str = "select award, at, actor, step, on_day, level, valid_from, valid_until, evidence_kind, evidence, band, \
        paper, words from award_steps order by award, number";
    let rows: Vec<EventRow> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut of: HashMap<Uuid, Vec<Event>> = HashMap::new();
    for row in rows {
        of.entry(row.award).or_default().push(Event::try_from(row)?);
    }
    Ok(of)
}
