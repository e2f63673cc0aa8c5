//! Rounds, and writing one with all its assignments.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::rounds::{AssignmentState, Given, Purpose};
use domain::{Line, RoomCode, Word};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::accounts::{Person, new_id};
use crate::audit;
use crate::db::{Db, on};

/// A round.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rounds) struct Round {
    pub(in crate::rounds) id: Uuid,
    pub(in crate::rounds) title: Line,
    pub(in crate::rounds) purpose: Purpose,
    /// What the complaint says, or what experts should know.
    pub(in crate::rounds) about: String,
    /// Of a draw.
    pub(in crate::rounds) seed: Option<String>,
    /// The codes that a draw was made of.
    pub(in crate::rounds) pool: Vec<RoomCode>,
    /// Whether two experts inspect each room.
    pub(in crate::rounds) twice: bool,
    pub(in crate::rounds) due: NaiveDate,
    pub(in crate::rounds) created: DateTime<Utc>,
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::rounds) struct Progress {
    pub(in crate::rounds) done: i64,
    pub(in crate::rounds) open: i64,
    /// Of the open ones.
    pub(in crate::rounds) overdue: i64,
    pub(in crate::rounds) cancelled: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    title: String,
    purpose: String,
    about: String,
    seed: Option<String>,
    pool: String,
    twice: bool,
    due: String,
    created: DateTime<Utc>,
}

impl TryFrom<Row> for Round {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, title, purpose, about, seed, pool, twice, due, created } = row;
        let bad = || StoreError::Row(id);
        Ok(Self {
            title: Line::new(&title).ok().ok_or_else(bad)?,
            purpose: Purpose::from_word(&purpose).ok().ok_or_else(bad)?,
            pool: pool.split_whitespace().map(RoomCode::new).collect::<Result<_, _>>().ok().ok_or_else(bad)?,
            due: due.parse().ok().ok_or_else(bad)?,
            id,
            about,
            seed,
            twice,
            created,
        })
    }
}

/// Writes a round and its assignments.
pub(in crate::rounds) async fn plan(
    db: &Db,
    round: &Round,
    given: &[Given],
    by: &Person,
    random: fn() -> [u8; 32],
) -> Result<(), StoreError> {
    const ROUND: &str = "insert into rounds (id, title, purpose, about, seed, pool, twice, due, planner, created) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    const ONE: &str = "insert into assignments (id, round, room, expert, due, state, turn, note, version) \
        values ($1, $2, $3, $4, $5, 'open', $6, '', 1)";
    let Round { id, title, purpose, about, seed, pool, twice, due, created } = round;
    let (now, due) = (created.trunc_subsecs(6), due.to_string());
    let codes = pool.iter().map(RoomCode::as_str).collect::<Vec<_>>().join(" ");
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(ROUND).bind(id).bind(title.as_str()).bind(purpose.word()).bind(about).bind(seed);
        row.bind(&codes).bind(twice).bind(&due).bind(by.id).bind(now).execute(conn).await.map(|_| ())
    })?;
    for one in given {
        let own = new_id(now, random());
        on!(tx &mut tx, conn => async {
            let row = sqlx::query(ONE).bind(own).bind(id).bind(one.room.0).bind(one.expert).bind(&due);
            row.bind(i64::from(one.turn)).execute(conn).await.map(|_| ())
        })?;
    }
    let detail =
        json!({ "title": title, "purpose": purpose, "seed": seed, "double": twice, "due": due, "assignments": given.len() });
    let entry = audit::Entry { at: now, actor: by.login.as_str(), action: "rounds.plan", subject: &id.to_string(), detail };
    audit::append(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

/// The round of an id.
pub(in crate::rounds) async fn find(db: &Db, id: Uuid) -> Result<Option<Round>, StoreError> {
    const SQL: &str = "select id, title, purpose, about, seed, pool, twice, due, created from rounds where id = $1";
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Round::try_from).transpose()
}

/// The latest rounds, with how far each has come by a day.
pub(in crate::rounds) async fn list(db: &Db, today: NaiveDate) -> Result<Vec<(Round, Progress)>, StoreError> {
    const SQL: &str =
        "select id, title, purpose, about, seed, pool, twice, due, created from rounds order by created desc limit 200";
    const COUNT: &str =
        "select round, state, count(*), count(case when due < $1 then 1 end) from assignments group by round, state";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let counts: Vec<(Uuid, String, i64, i64)> = on!(db, pool => sqlx::query_as(COUNT).bind(today.to_string()).fetch_all(pool))?;
    let mut progress: HashMap<Uuid, Progress> = HashMap::new();
    for (round, state, count, late) in counts {
        let of = progress.entry(round).or_default();
        match AssignmentState::from_word(&state).ok().ok_or(StoreError::Row(round))? {
            AssignmentState::Open => (of.open, of.overdue) = (count, late),
            AssignmentState::Done => of.done = count,
            AssignmentState::Cancelled => of.cancelled = count,
        }
    }
    rows.into_iter()
        .map(|row| {
            let id = row.id;
            Ok((row.try_into()?, progress.get(&id).copied().unwrap_or_default()))
        })
        .collect()
}
