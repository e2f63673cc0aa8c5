//! Steps that were taken.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::buildout::{StageStep, Taken};
use domain::{Line, Room, RoomId, Stage, Word};
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, set_due};
use crate::accounts::Person;
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::rooms::store::{self as rooms, Stored};

/// A step that was taken.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::buildout) struct Step {
    pub(in crate::buildout) what: StageStep,
    /// `None` of a proposal.
    pub(in crate::buildout) from: Option<Stage>,
    pub(in crate::buildout) to: Stage,
    /// The day it was done.
    pub(in crate::buildout) on: NaiveDate,
    /// The reason, or a remark.
    pub(in crate::buildout) note: String,
    /// The document that it rests on.
    pub(in crate::buildout) paper: String,
    /// The inspection that allowed it.
    pub(in crate::buildout) inspection: Option<Uuid>,
    /// Whether a lead expert opened it although no inspection allowed it.
    pub(in crate::buildout) regardless: bool,
    /// Who recorded it, as audit lines name the person.
    pub(in crate::buildout) by: String,
    /// When it was recorded.
    pub(in crate::buildout) at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    room: Uuid,
    step: String,
    came_from: Option<String>,
    went_to: String,
    happened: String,
    note: String,
    paper: String,
    inspection: Option<Uuid>,
    regardless: bool,
    recorded_by: String,
    recorded: DateTime<Utc>,
}

impl TryFrom<Row> for Step {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.room);
        Ok(Self {
            what: StageStep::from_word(&row.step).ok().ok_or_else(bad)?,
            from: row.came_from.as_deref().map(|word| Stage::from_word(word).ok().ok_or_else(bad)).transpose()?,
            to: Stage::from_word(&row.went_to).ok().ok_or_else(bad)?,
            on: row.happened.parse().ok().ok_or_else(bad)?,
            note: row.note,
            paper: row.paper,
            inspection: row.inspection,
            regardless: row.regardless,
            by: row.recorded_by,
            at: row.recorded,
        })
    }
}

/// The steps of a room, the first one first.
pub(in crate::buildout) async fn steps(db: &Db, room: RoomId) -> Result<Vec<Step>, StoreError> {
    const SQL: &str = "select room, step, came_from, went_to, happened, note, paper, inspection, regardless, recorded_by, recorded \
        from room_steps where room = $1 order by number";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(room.0).fetch_all(pool))?;
    rows.into_iter().map(Step::try_from).collect()
}

/// The day of each room's last step that somebody took: a list says how far a room has come, not since when.
pub(in crate::buildout) async fn last_days(db: &Db) -> Result<HashMap<RoomId, NaiveDate>, StoreError> {
    const SQL: &str = "select room, max(happened) from room_steps where step <> 'import' group by room";
    days(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

/// The day on which each room was first opened, where that was recorded.
///
/// # Errors
/// [`StoreError`].
pub async fn opened_days(db: &Db) -> Result<HashMap<RoomId, NaiveDate>, StoreError> {
    const SQL: &str = "select room, min(happened) from room_steps where step = 'open' group by room";
    days(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

fn days(rows: Vec<(Uuid, String)>) -> Result<HashMap<RoomId, NaiveDate>, StoreError> {
    let read = |(room, day): (Uuid, String)| Ok((RoomId(room), day.parse().ok().ok_or(StoreError::Row(room))?));
    rows.into_iter().map(read).collect()
}

/// Rooms that were opened or taken out of service by the end of a day, which was recorded after a moment: what a count of that day's end, as
/// recorded then, does not know.
///
/// # Errors
/// [`StoreError`].
pub async fn recorded_after(db: &Db, day: NaiveDate, moment: DateTime<Utc>) -> Result<HashSet<RoomId>, StoreError> {
    const SQL: &str = "select distinct room from room_steps where happened <= $1 and recorded > $2 \
        and (went_to = 'open' or came_from = 'open')";
    let rows: Vec<Uuid> =
        on!(db, pool => sqlx::query_scalar(SQL).bind(day.to_string()).bind(moment.trunc_subsecs(6)).fetch_all(pool))?;
    Ok(rows.into_iter().map(RoomId).collect())
}

/// What is recorded of a step beside where it led.
#[derive(Debug, Clone, Copy)]
pub(in crate::buildout) struct Record<'a> {
    pub(in crate::buildout) step: StageStep,
    pub(in crate::buildout) on: NaiveDate,
    pub(in crate::buildout) note: Option<&'a Line>,
    pub(in crate::buildout) paper: Option<&'a Line>,
    /// The day it is to open from now on.
    pub(in crate::buildout) due: Option<NaiveDate>,
}

/// Takes a room, as it was read, a step further.
///
/// # Errors
/// [`rooms::StoreError::Outdated`] when somebody was faster; then nothing was written.
pub(in crate::buildout) async fn record(
    db: &Db,
    old: &Stored,
    taken: Taken,
    of: &Record<'_>,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    record_all(db, &[Move { old: old.clone(), taken, record: *of }], by, now).await
}

/// A room, as it was read, taken a step further.
pub(in crate::buildout) struct Move<'a> {
    pub(in crate::buildout) old: Stored,
    pub(in crate::buildout) taken: Taken,
    pub(in crate::buildout) record: Record<'a>,
}

/// Takes several rooms a step further: all of them or none.
///
/// # Errors
/// [`rooms::StoreError::Outdated`] when somebody was faster with one of them; then nothing was written.
pub(in crate::buildout) async fn record_all(
    db: &Db,
    moves: &[Move<'_>],
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for Move { old, taken, record } in moves {
        let why = matches!(taken.to, Stage::Suspended | Stage::Closed).then(|| record.note.cloned()).flatten();
        let room = Room { stage: taken.to, stage_note: why, ..old.room.clone() };
        rooms::update(&mut tx, old, &room, now).await?;
        set_due(&mut tx, room.id, record.due.filter(|_| taken.to.is_planned())).await?;
        insert(&mut tx, &room, Some(old.room.stage), *taken, record, by, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Writes a step, with its audit line.
pub(super) async fn insert(
    tx: &mut Tx,
    room: &Room,
    from: Option<Stage>,
    taken: Taken,
    of: &Record<'_>,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const LAST: &str = "select coalesce(max(number), 0) from room_steps where room = $1";
    const SQL: &str = "insert into room_steps \
        (room, number, step, came_from, went_to, happened, note, paper, inspection, regardless, recorded_by, recorded) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let Record { step, on, note, paper, due } = of;
    let last: i64 = on!(tx tx, conn => sqlx::query_scalar(LAST).bind(room.id.0).fetch_one(conn))?;
    let (note, paper) = (note.map_or("", Line::as_str), paper.map_or("", Line::as_str));
    let login = by.login.as_str();
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(room.id.0).bind(last + 1).bind(step.word());
        let row = row.bind(from.map(Stage::word)).bind(taken.to.word()).bind(on.to_string()).bind(note).bind(paper);
        let row = row.bind(taken.inspection).bind(taken.regardless).bind(login).bind(now.trunc_subsecs(6));
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "step": step, "from": from, "to": taken.to, "on": on, "note": note, "paper": paper,
        "inspection": taken.inspection, "regardless": taken.regardless, "due": due });
    let entry = audit::Entry { at: now, actor: login, action: "buildout.step", subject: room.code.as_str(), detail };
    Ok(audit::append(tx, &entry).await?)
}
