//! All SQL of rectification.

mod due;
mod late;
mod moves;
mod opened;
mod operators;
mod results;
mod suspensions;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::rectification::{ItemState, ItemStep, RecheckWay, Severity, days_over, due as due_on};
use domain::score::Answer;
use domain::{ClauseId, Digest, Region, RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::db::{Db, Tx, on};
use crate::{photos, reports};

pub(super) use due::watched;
pub use late::{Late, late};
pub(super) use moves::{Move, take};
pub use opened::{Confirmation, confirmed};
pub use operators::of_person;
pub(super) use operators::{Tie, give, is_tied, release, ties};
pub use results::{Recheck, rechecks};
pub use suspensions::{Suspension, Suspensions, suspended};
pub(super) use suspensions::{lift, now_suspended};

/// What is to be mended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) id: Uuid,
    pub(super) room: RoomId,
    pub(super) inspection: Uuid,
    pub(super) clause: ClauseId,
    pub(super) severity: Severity,
    pub(super) way: RecheckWay,
    /// Whether a camera was found: operators do not see it.
    pub(super) camera: bool,
    pub(super) state: ItemState,
    pub(super) opened: DateTime<Utc>,
    pub(super) days: i64,
    pub(super) changed: DateTime<Utc>,
    pub(super) escalated: Option<DateTime<Utc>>,
    /// The inspection that took its place.
    pub(super) superseded: Option<Uuid>,
    /// One more at each change.
    pub(super) version: i64,
}

impl Item {
    /// The local day until whose end it is due.
    pub(super) fn due(&self, region: &Region) -> NaiveDate {
        due_on(region.local(self.opened).date(), self.days)
    }

    /// Days that it is overdue, while it is open.
    pub(super) fn days_over(&self, region: &Region, today: NaiveDate) -> i64 {
        if self.state.is_open() { days_over(self.due(region), today) } else { 0 }
    }
}

/// Why rectification could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("rectification {0} as stored is not valid")]
    Row(Uuid),
    /// What parents have reported.
    #[error(transparent)]
    Reports(reports::StoreError),
    /// It was changed since it was read.
    #[error("it was changed meanwhile")]
    Outdated,
}

impl From<reports::StoreError> for StoreError {
    fn from(error: reports::StoreError) -> Self {
        match error {
            reports::StoreError::Outdated => Self::Outdated,
            other => Self::Reports(other),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    room: Uuid,
    inspection: Uuid,
    clause: String,
    severity: String,
    way: String,
    camera: bool,
    state: String,
    opened: DateTime<Utc>,
    days: i64,
    changed: DateTime<Utc>,
    escalated: Option<DateTime<Utc>>,
    superseded: Option<Uuid>,
    version: i64,
}

macro_rules! columns {
    () => {
        "id, room, inspection, clause, severity, way, camera, state, opened, days, changed, escalated, superseded, version"
    };
}
use columns;

impl TryFrom<Row> for Item {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, room, inspection, camera, opened, days, changed, escalated, superseded, version, .. } = row;
        let words = || {
            let clause = ClauseId::new(&row.clause).ok()?;
            let (severity, way) = (Severity::from_word(&row.severity).ok()?, RecheckWay::from_word(&row.way).ok()?);
            Some((clause, severity, way, ItemState::from_word(&row.state).ok()?))
        };
        let (clause, severity, way, state) = words().ok_or(StoreError::Row(id))?;
        let room = RoomId(room);
        Ok(Self {
            id,
            room,
            inspection,
            clause,
            severity,
            way,
            camera,
            state,
            opened,
            days,
            changed,
            escalated,
            superseded,
            version,
        })
    }
}

fn items(rows: Vec<Row>) -> Result<Vec<Item>, StoreError> {
    rows.into_iter().map(Item::try_from).collect()
}

/// The item of an id.
pub(super) async fn find(db: &Db, id: Uuid) -> Result<Option<Item>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from rectification_items where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Item::try_from).transpose()
}

/// Items on which something is still to be done, the oldest first.
pub(super) async fn open(db: &Db) -> Result<Vec<Item>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from rectification_items where state in ('open', 'answered') order by opened, id");
    items(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

/// All items, those changed last first; as many as a district has in years.
pub(super) async fn all(db: &Db) -> Result<Vec<Item>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from rectification_items order by changed desc, id limit 20000");
    items(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

/// The items of the rooms that a person answers for.
pub(super) async fn of_operator(db: &Db, person: Uuid) -> Result<Vec<Item>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from rectification_items where not camera and room in (select room from operator_rooms where person = $1) \
        order by changed desc, id limit 2000"
    );
    items(on!(db, pool => sqlx::query_as(SQL).bind(person).fetch_all(pool))?)
}

/// What happened to an item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Event {
    pub(super) at: DateTime<Utc>,
    pub(super) actor: String,
    pub(super) step: ItemStep,
    pub(super) words: String,
    pub(super) photos: Vec<Digest>,
    pub(super) answer: Option<Answer>,
    pub(super) on_site: bool,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    at: DateTime<Utc>,
    actor: String,
    step: String,
    words: String,
    photos: String,
    answer: Option<String>,
    on_site: bool,
}

/// What happened to an item, in order.
pub(super) async fn events(db: &Db, item: Uuid) -> Result<Vec<Event>, StoreError> {
    const SQL: &str =
        "select at, actor, step, words, photos, answer, on_site from rectification_events where item = $1 order by number";
    let rows: Vec<EventRow> = on!(db, pool => sqlx::query_as(SQL).bind(item).fetch_all(pool))?;
    let event = |row: EventRow| {
        let EventRow { at, actor, words, on_site, .. } = row;
        let step = ItemStep::from_word(&row.step).ok()?;
        let photos = serde_json::from_str(&row.photos).ok()?;
        let answer = row.answer.map(|answer| serde_json::from_str(&answer)).transpose().ok()?;
        Some(Event { at, actor, step, words, photos, answer, on_site })
    };
    rows.into_iter().map(|row| event(row).ok_or(StoreError::Row(item))).collect()
}

/// Adds an event at the end of an item's.
async fn append(tx: &mut Tx, item: Uuid, event: &Event) -> Result<(), StoreError> {
    const SQL: &str = "insert into rectification_events (item, number, at, actor, step, words, photos, answer, on_site) \
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 from rectification_events where item = $1";
    let Event { at, actor, step, words, photos, answer, on_site } = event;
    let json = |error: serde_json::Error| sqlx::Error::Encode(error.into());
    let photos = serde_json::to_string(photos).map_err(json)?;
    let answer = answer.as_ref().map(serde_json::to_string).transpose().map_err(json)?;
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(item).bind(at.trunc_subsecs(6)).bind(actor).bind(step.word()).bind(words);
        row.bind(&photos).bind(&answer).bind(on_site).execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "words": words, "photos": photos, "answer": answer, "on_site": on_site });
    let action = format!("rectifications.{step}");
    let subject = item.to_string();
    Ok(audit::append(tx, &audit::Entry { at: *at, actor, action: &action, subject: &subject, detail }).await?)
}

/// An id (RFC 9562, version 8) that the same cause always has: two processes cannot add one thing twice.
fn id_of(cause: &str) -> Result<Uuid, StoreError> {
    let digest = Digest::of(cause.as_bytes()).to_string();
    let half = digest.get(..32).and_then(|half| u128::from_str_radix(half, 16).ok());
    Ok(uuid::Builder::from_custom_bytes(half.ok_or(StoreError::Row(Uuid::nil()))?.to_be_bytes()).into_uuid())
}

/// The photographs that answers and re-checks name.
///
/// # Errors
/// [`StoreError`], also when a single event cannot be read: what it names is not known then.
pub async fn photos(db: &Db) -> Result<BTreeSet<Digest>, StoreError> {
    const SQL: &str = "select item, photos from rectification_events where photos <> '[]'";
    let rows: Vec<(Uuid, String)> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    photos::named(rows).map_err(StoreError::Row)
}
