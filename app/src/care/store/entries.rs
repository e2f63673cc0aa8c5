//! Entries: the same form twice is one, and what is written is struck out, never changed.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::care::{MOST_A_DAY, Task};
use domain::{Digest, RoomId};
use serde_json::json;
use uuid::Uuid;

use super::cards::live_in;
use super::{StoreError, begin, begun, finish};
use crate::audit::VISITOR;
use crate::db::{Db, Tx, on};
use crate::photos;

/// What was done in a room, as it came.
#[derive(Debug, Clone)]
pub(in crate::care) struct New<'a> {
    /// Of the form.
    pub(in crate::care) id: Uuid,
    pub(in crate::care) room: RoomId,
    /// The card by which it came; `None` where somebody who is signed in entered it.
    pub(in crate::care) card: Option<Uuid>,
    /// The local day that it is for.
    pub(in crate::care) day: NaiveDate,
    pub(in crate::care) tasks: &'a [Task],
    pub(in crate::care) sign: &'a str,
    /// The reference of what was reported with it; or nothing.
    pub(in crate::care) report: &'a str,
    pub(in crate::care) photos: &'a [Digest],
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::care) enum Done {
    /// It is kept, now or since it was sent the first time.
    Kept,
    /// The card has ended.
    NoCard,
    /// There are as many of this room and day as there may be.
    TooMany,
    /// The form was sent before and says something else now.
    Changed,
}

/// Keeps an entry. The chain is held: a card that ends at the same moment has ended before or after, and of a form that
/// comes twice at once the second finds the first.
pub(in crate::care) async fn keep(
    db: &Db,
    new: &New<'_>,
    by: Option<&str>,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Done, StoreError> {
    const ADD: &str = "insert into care_entries (id, room, card, at, day, actor, done, cleaned, late, sign, report, photos) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let mut tx = begin(db).await?;
    if let Some(done) = stands_against(&mut tx, new).await? {
        return Ok(done);
    }
    begun(&mut tx, new.room, today).await?;
    let New { id, room, card, day, tasks, sign, report, photos } = new;
    let (actor, late) = (by.unwrap_or(VISITOR), *day < today);
    let json = |value: serde_json::Value| value.to_string();
    let (done, named) = (json(json!(tasks)), json(json!(photos)));
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(ADD).bind(id).bind(room.0).bind(card).bind(now.trunc_subsecs(6)).bind(day.to_string()).bind(actor);
        let row = row.bind(&done).bind(tasks.contains(&Task::Cleaned)).bind(late).bind(sign).bind(report).bind(&named);
        row.execute(conn).await.map(|_| ())
    })?;
    let detail =
        json!({ "entry": id, "card": card, "day": day, "done": tasks, "late": late, "report": report, "photos": photos });
    finish(tx, *room, ("care.keep", detail), actor, now).await?;
    Ok(Done::Kept)
}

/// What stands against an entry, or that it is there already.
async fn stands_against(tx: &mut Tx, new: &New<'_>) -> Result<Option<Done>, StoreError> {
    const KNOWN: &str = "select done, sign, day from care_entries where id = $1";
    const COUNT: &str = "select count(*) from care_entries where room = $1 and day = $2";
    let known: Option<(String, String, String)> = on!(tx tx, conn => sqlx::query_as(KNOWN).bind(new.id).fetch_optional(conn))?;
    if let Some((done, sign, day)) = known {
        let (told, on) = (json!(new.tasks).to_string(), new.day.to_string());
        let same = done == told && sign == new.sign && day == on;
        return Ok(Some(if same { Done::Kept } else { Done::Changed }));
    }
    if new.card.is_some() && live_in(tx, new.room).await?.map(|card| card.id) != new.card {
        return Ok(Some(Done::NoCard));
    }
    let day = new.day.to_string();
    let count: i64 = on!(tx tx, conn => sqlx::query_scalar(COUNT).bind(new.room.0).bind(&day).fetch_one(conn))?;
    Ok((count >= MOST_A_DAY).then_some(Done::TooMany))
}

/// An entry.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::care) struct Entry {
    pub(in crate::care) id: Uuid,
    /// Whether it came by a card.
    pub(in crate::care) by_card: bool,
    pub(in crate::care) at: DateTime<Utc>,
    pub(in crate::care) day: NaiveDate,
    pub(in crate::care) actor: String,
    pub(in crate::care) tasks: Vec<Task>,
    /// Entered after its day.
    pub(in crate::care) late: bool,
    pub(in crate::care) sign: String,
    pub(in crate::care) report: String,
    pub(in crate::care) photos: Vec<Digest>,
    /// Who struck it out, and why.
    pub(in crate::care) struck: Option<(String, String)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    card: Option<Uuid>,
    at: DateTime<Utc>,
    day: String,
    actor: String,
    done: String,
    late: bool,
    sign: String,
    report: String,
    photos: String,
    struck_by: Option<String>,
    struck_why: Option<String>,
}

impl TryFrom<Row> for Entry {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        Ok(Self {
            day: row.day.parse().ok().ok_or_else(bad)?,
            tasks: serde_json::from_str(&row.done).ok().ok_or_else(bad)?,
            photos: serde_json::from_str(&row.photos).ok().ok_or_else(bad)?,
            id: row.id,
            by_card: row.card.is_some(),
            at: row.at,
            actor: row.actor,
            late: row.late,
            sign: row.sign,
            report: row.report,
            struck: row.struck_by.zip(row.struck_why),
        })
    }
}

/// The entries of a room since a local day, the latest first.
pub(in crate::care) async fn entries(db: &Db, room: RoomId, since: NaiveDate) -> Result<Vec<Entry>, StoreError> {
    const SQL: &str = "select id, card, at, day, actor, done, late, sign, report, photos, struck_by, struck_why from care_entries \
        where room = $1 and day >= $2 order by day desc, at desc, id desc";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(room.0).bind(since.to_string()).fetch_all(pool))?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// Strikes an entry of a room out.
///
/// # Errors
/// [`StoreError::Outdated`] where there is none that stands.
pub(in crate::care) async fn strike(
    db: &Db,
    (room, id): (RoomId, Uuid),
    why: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str =
        "update care_entries set struck = $1, struck_by = $2, struck_why = $3 where id = $4 and room = $5 and struck is null";
    let mut tx = begin(db).await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(now.trunc_subsecs(6)).bind(by).bind(why).bind(id).bind(room.0);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    finish(tx, room, ("care.strike", json!({ "entry": id, "why": why })), by, now).await
}

/// The photographs that entries name.
///
/// # Errors
/// [`StoreError`], also when a single entry cannot be read: what it names is not known then.
pub async fn photos(db: &Db) -> Result<BTreeSet<Digest>, StoreError> {
    const SQL: &str = "select id, photos from care_entries where photos <> '[]'";
    let rows: Vec<(Uuid, String)> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    photos::named(rows).map_err(StoreError::Row)
}
