//! Visits as they are kept, and how many there are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::RoomId;
use domain::supervision::Form;
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, Tx, on};

/// A visit as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::supervision) struct Visit {
    pub(in crate::supervision) id: Uuid,
    pub(in crate::supervision) campaign: Uuid,
    pub(in crate::supervision) room: RoomId,
    pub(in crate::supervision) person: Uuid,
    pub(in crate::supervision) day: NaiveDate,
    pub(in crate::supervision) hour: u32,
    pub(in crate::supervision) form: Form,
    pub(in crate::supervision) at: DateTime<Utc>,
    /// When the first of its versions was sent.
    pub(in crate::supervision) first_at: DateTime<Utc>,
    pub(in crate::supervision) replaces: Option<Uuid>,
    /// Since when a correction stands for it.
    pub(in crate::supervision) replaced: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    campaign: Uuid,
    room: Uuid,
    person: Uuid,
    day: String,
    hour: i64,
    answers: String,
    clean: Option<i64>,
    finding: Option<i64>,
    remark: String,
    at: DateTime<Utc>,
    first_at: DateTime<Utc>,
    replaces: Option<Uuid>,
    replaced: Option<DateTime<Utc>>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, campaign, room, person, day, hour, answers, clean, finding, remark, at, first_at, replaces, replaced \
             from supervision_visits ",
            $rest
        )
    };
}
pub(super) use select;

impl TryFrom<Row> for Visit {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        let rating = |rating: Option<i64>| rating.map(|rating| u8::try_from(rating).ok().ok_or_else(bad)).transpose();
        let answers = serde_json::from_str(&row.answers).ok().ok_or_else(bad)?;
        let form = Form::new(answers, rating(row.clean)?, rating(row.finding)?, &row.remark).ok().ok_or_else(bad)?;
        Ok(Self {
            id: row.id,
            campaign: row.campaign,
            room: RoomId(row.room),
            person: row.person,
            day: row.day.parse().ok().ok_or_else(bad)?,
            hour: u32::try_from(row.hour).ok().ok_or_else(bad)?,
            form,
            at: row.at,
            first_at: row.first_at,
            replaces: row.replaces,
            replaced: row.replaced,
        })
    }
}

/// The visits of a campaign that stand, the latest first.
pub(in crate::supervision) async fn of_campaign(db: &Db, campaign: Uuid) -> Result<Vec<Visit>, StoreError> {
    const SQL: &str = select!("where campaign = $1 and replaced is null order by day desc, hour desc, id desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(campaign).fetch_all(pool))?;
    rows.into_iter().map(Visit::try_from).collect()
}

/// Somebody's visits that stand, the latest first.
pub(in crate::supervision) async fn of_person(db: &Db, person: Uuid) -> Result<Vec<Visit>, StoreError> {
    const SQL: &str = select!("where person = $1 and replaced is null order by day desc, hour desc, id desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(person).fetch_all(pool))?;
    rows.into_iter().map(Visit::try_from).collect()
}

const ONE: &str = select!("where id = $1");

/// A visit, also one that was corrected.
pub(in crate::supervision) async fn find(db: &Db, id: Uuid) -> Result<Option<Visit>, StoreError> {
    let row: Option<Row> = on!(db, pool => sqlx::query_as(ONE).bind(id).fetch_optional(pool))?;
    row.map(Visit::try_from).transpose()
}

/// The same within a transaction.
pub(super) async fn find_in(tx: &mut Tx, id: Uuid) -> Result<Option<Visit>, StoreError> {
    let row: Option<Row> = on!(tx tx, conn => sqlx::query_as(ONE).bind(id).fetch_optional(conn))?;
    row.map(Visit::try_from).transpose()
}

/// How much somebody, or all in a campaign, have told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::supervision) struct Count {
    pub(in crate::supervision) visits: i64,
    pub(in crate::supervision) rooms: i64,
    /// The last day of which something was told.
    pub(in crate::supervision) last: Option<NaiveDate>,
}

type Counted = (Uuid, i64, i64, String);

fn counts(rows: Vec<Counted>) -> HashMap<Uuid, Count> {
    rows.into_iter().map(|(id, visits, rooms, last)| (id, Count { visits, rooms, last: last.parse().ok() })).collect()
}

/// What each supervisor has told, of visits that stand.
pub(in crate::supervision) async fn by_person(db: &Db) -> Result<HashMap<Uuid, Count>, StoreError> {
    const SQL: &str = "select person, count(*), count(distinct room), max(day) from supervision_visits \
        where replaced is null group by person";
    Ok(counts(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?))
}

/// What was told in each campaign, of visits that stand.
pub(in crate::supervision) async fn by_campaign(db: &Db) -> Result<HashMap<Uuid, Count>, StoreError> {
    const SQL: &str = "select campaign, count(*), count(distinct room), max(day) from supervision_visits \
        where replaced is null group by campaign";
    Ok(counts(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?))
}
