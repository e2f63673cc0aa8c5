//! Assignments: reading them, giving one to somebody else, cancelling one.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::rounds::{AssignmentState, Purpose};
use domain::{Conflict, RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, may_inspect};
use crate::accounts::{self, Person};
use crate::audit;
use crate::db::{Db, Tx, on};

/// A room that an expert is to inspect.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Its id.
    pub id: Uuid,
    /// Its round.
    pub round: Uuid,
    /// The round's title.
    pub title: String,
    /// What the round is for.
    pub purpose: Purpose,
    /// What the expert should know.
    pub about: String,
    /// Whether another expert inspects the room too.
    pub twice: bool,
    /// The room.
    pub room: RoomId,
    /// The expert.
    pub expert: Uuid,
    /// Until when.
    pub due: NaiveDate,
    /// How far it has come.
    pub state: AssignmentState,
    /// 1, or 2 for the second of a double inspection.
    pub turn: i64,
    /// The inspection that was handed in.
    pub inspection: Option<Uuid>,
    /// Why it was given to somebody else or cancelled.
    pub note: String,
    pub(in crate::rounds) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    round: Uuid,
    title: String,
    purpose: String,
    about: String,
    twice: bool,
    room: Uuid,
    expert: Uuid,
    due: String,
    state: String,
    turn: i64,
    inspection: Option<Uuid>,
    note: String,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select a.id, a.round, r.title, r.purpose, r.about, r.twice, a.room, a.expert, a.due, a.state, a.turn, \
             a.inspection, a.note, a.version from assignments a join rounds r on r.id = a.round ",
            $rest
        )
    };
}

impl TryFrom<Row> for Assignment {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        Ok(Self {
            purpose: Purpose::from_word(&row.purpose).ok().ok_or_else(bad)?,
            due: row.due.parse().ok().ok_or_else(bad)?,
            state: AssignmentState::from_word(&row.state).ok().ok_or_else(bad)?,
            id: row.id,
            round: row.round,
            title: row.title,
            about: row.about,
            twice: row.twice,
            room: RoomId(row.room),
            expert: row.expert,
            turn: row.turn,
            inspection: row.inspection,
            note: row.note,
            version: row.version,
        })
    }
}

/// The assignment of an id.
///
/// # Errors
/// [`StoreError`].
pub async fn assignment(db: &Db, id: Uuid) -> Result<Option<Assignment>, StoreError> {
    const SQL: &str = select!("where a.id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Assignment::try_from).transpose()
}

/// What an expert has still to do, what is due first first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_expert(db: &Db, expert: Uuid) -> Result<Vec<Assignment>, StoreError> {
    const SQL: &str = select!("where a.expert = $1 and a.state = 'open' order by a.due, a.id");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(expert).fetch_all(pool))?;
    rows.into_iter().map(Assignment::try_from).collect()
}

/// All of a round.
pub(in crate::rounds) async fn of_round(db: &Db, round: Uuid) -> Result<Vec<Assignment>, StoreError> {
    const SQL: &str = select!("where a.round = $1 order by a.turn, a.id");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(round).fetch_all(pool))?;
    rows.into_iter().map(Assignment::try_from).collect()
}

/// How many assignments each expert has still to do.
pub(in crate::rounds) async fn loads(db: &Db) -> Result<HashMap<Uuid, usize>, StoreError> {
    const SQL: &str = "select expert, count(*) from assignments where state = 'open' group by expert";
    let rows: Vec<(Uuid, i64)> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    Ok(rows.into_iter().map(|(expert, count)| (expert, usize::try_from(count).unwrap_or_default())).collect())
}

/// Why an assignment is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rounds) enum Refused {
    /// It is not open.
    NotOpen,
    /// A change says why.
    NoReason,
    /// There is no such expert.
    NoExpert,
    /// The expert belongs to the room's operator.
    Conflict(Conflict),
    /// The expert has the room in this round already.
    Twice,
}

/// Gives an open assignment to somebody else.
pub(in crate::rounds) async fn reassign(
    db: &Db,
    old: &Assignment,
    to: Uuid,
    reason: &str,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Result<(), Refused>, StoreError> {
    const SQL: &str = "update assignments set expert = $1, note = $2, version = version + 1 \
        where id = $3 and version = $4 and state = 'open'";
    let reason = match reason_of(old, reason) {
        Ok(reason) => reason,
        Err(refused) => return Ok(Err(refused)),
    };
    let experts = accounts::experts(db).await?;
    let Some((person, _)) = experts.iter().find(|(person, _)| person.id == to) else { return Ok(Err(Refused::NoExpert)) };
    if let Err(conflict) = may_inspect(db, to, old.room).await? {
        return Ok(Err(Refused::Conflict(conflict)));
    }
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(to).bind(&reason).bind(old.id).bind(old.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    });
    match done {
        Ok(1) => {}
        Ok(_) => return Err(StoreError::Outdated),
        Err(error) if error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation) => {
            return Ok(Err(Refused::Twice));
        }
        Err(error) => return Err(error.into()),
    }
    let detail = json!({ "round": old.round, "room": old.room, "to": person.login.as_str(), "reason": reason });
    tell(&mut tx, old, by, "rounds.reassign", detail, now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Cancels an open assignment.
pub(in crate::rounds) async fn cancel(
    db: &Db,
    old: &Assignment,
    reason: &str,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Result<(), Refused>, StoreError> {
    const SQL: &str = "update assignments set state = 'cancelled', note = $1, version = version + 1 \
        where id = $2 and version = $3 and state = 'open'";
    let reason = match reason_of(old, reason) {
        Ok(reason) => reason,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(&reason).bind(old.id).bind(old.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let detail = json!({ "round": old.round, "room": old.room, "reason": reason });
    tell(&mut tx, old, by, "rounds.cancel", detail, now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

fn reason_of(old: &Assignment, reason: &str) -> Result<String, Refused> {
    if old.state != AssignmentState::Open {
        return Err(Refused::NotOpen);
    }
    let reason: String = reason.trim().chars().take(300).collect();
    if reason.is_empty() { Err(Refused::NoReason) } else { Ok(reason) }
}

async fn tell(
    tx: &mut Tx,
    of: &Assignment,
    by: &Person,
    action: &str,
    detail: serde_json::Value,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let subject = of.id.to_string();
    Ok(audit::append(tx, &audit::Entry { at, actor: by.login.as_str(), action, subject: &subject, detail }).await?)
}
