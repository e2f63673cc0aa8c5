//! All SQL of what parents report.

mod checks;
mod public;
mod steps;
mod take_in;
mod unseen;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::reports::{CaseState, CaseStep, Reference, Trouble};
use domain::{Digest, Facility, RoomId, UnknownWord, Word};
use uuid::Uuid;

use crate::db::{Db, Tx, on};
use crate::{photos, rooms};

pub(super) use checks::{Check, Seen, adopt, check, pass_over, seen};
pub use checks::{Rating, ratings};
pub use public::{PublicCase, Waiting, public, waiting};
pub use steps::{Look, inspected, mended};
pub(super) use steps::{Refused, step};
pub(super) use take_in::{New, take_in};
pub use take_in::{Told, told_on_site};
pub use unseen::{Unseen, unseen};

/// Why reports could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("case or report {0} as stored is not valid")]
    Row(Uuid),
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] rooms::store::StoreError),
    /// Somebody changed it since it was read.
    #[error("it was changed meanwhile")]
    Outdated,
}

/// What is wrong in one room, as it was reported once or many times.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Case {
    pub(super) id: Uuid,
    pub(super) room: RoomId,
    pub(super) trouble: Trouble,
    pub(super) about: Option<Facility>,
    pub(super) state: CaseState,
    pub(super) opened: DateTime<Utc>,
    /// The local day on which the first report came.
    pub(super) day: NaiveDate,
    /// The local day on which it was last reported or taken up again.
    pub(super) last: NaiveDate,
    pub(super) changed: DateTime<Utc>,
    /// The inspection that looked at the room since.
    pub(super) inspection: Option<Uuid>,
    /// Reports of it.
    pub(super) reports: i64,
    /// Of these, reports by the code at the door.
    pub(super) at_door: i64,
    /// One more at each change.
    pub(super) version: i64,
}

impl Case {
    /// Days that nobody has looked at it although it was due.
    pub(super) fn days_over(&self, today: NaiveDate) -> i64 {
        let waits = self.state == CaseState::Received;
        if waits { (today - self.trouble.due(self.day)).num_days().max(0) } else { 0 }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    room: Uuid,
    trouble: String,
    about: String,
    state: String,
    opened: DateTime<Utc>,
    day: String,
    last: String,
    changed: DateTime<Utc>,
    inspection: Option<Uuid>,
    reports: i64,
    at_door: i64,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, room, trouble, about, state, opened, day, last, changed, inspection, version, \
             (select count(*) from reports where case_id = c.id) as reports, \
             (select count(*) from reports where case_id = c.id and at_door) as at_door from report_cases c ",
            $rest
        )
    };
}
use select;

/// The facility that something is about, out of its column.
fn about(text: &str) -> Result<Option<Facility>, UnknownWord> {
    if text.is_empty() { Ok(None) } else { Facility::from_word(text).map(Some) }
}

impl TryFrom<Row> for Case {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, room, opened, changed, inspection, reports, at_door, version, .. } = row;
        let bad = || StoreError::Row(id);
        Ok(Self {
            id,
            room: RoomId(room),
            trouble: Trouble::from_word(&row.trouble).ok().ok_or_else(bad)?,
            about: about(&row.about).ok().ok_or_else(bad)?,
            state: CaseState::from_word(&row.state).ok().ok_or_else(bad)?,
            opened,
            day: row.day.parse().ok().ok_or_else(bad)?,
            last: row.last.parse().ok().ok_or_else(bad)?,
            changed,
            inspection,
            reports,
            at_door,
            version,
        })
    }
}

/// The case of an id.
pub(super) async fn find(db: &Db, id: Uuid) -> Result<Option<Case>, StoreError> {
    const SQL: &str = select!("where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Case::try_from).transpose()
}

/// The case that a reference leads to.
pub(super) async fn of_reference(db: &Db, reference: &Reference) -> Result<Option<Case>, StoreError> {
    const SQL: &str = select!("where id = (select case_id from reports where reference = $1)");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(reference.as_str()).fetch_optional(pool))?;
    row.map(Case::try_from).transpose()
}

/// All cases, those that came last first; as many as a district has in years.
pub(super) async fn all(db: &Db) -> Result<Vec<Case>, StoreError> {
    const SQL: &str = select!("order by opened desc, id limit 20000");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Case::try_from).collect()
}

/// What somebody reported.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Report {
    pub(super) reference: Reference,
    pub(super) at: DateTime<Utc>,
    pub(super) at_door: bool,
    pub(super) words: String,
    pub(super) photos: Vec<Digest>,
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    id: Uuid,
    reference: String,
    at: DateTime<Utc>,
    at_door: bool,
    words: String,
    photos: String,
}

impl TryFrom<ReportRow> for Report {
    type Error = StoreError;
    fn try_from(row: ReportRow) -> Result<Self, StoreError> {
        let ReportRow { id, at, at_door, words, .. } = row;
        let reference = Reference::new(&row.reference).ok().ok_or(StoreError::Row(id))?;
        let photos = serde_json::from_str(&row.photos).ok().ok_or(StoreError::Row(id))?;
        Ok(Self { reference, at, at_door, words, photos })
    }
}

/// The reports of a case, the first one first; of very many the first thousand.
pub(super) async fn reports(db: &Db, case: Uuid) -> Result<Vec<Report>, StoreError> {
    const SQL: &str =
        "select id, reference, at, at_door, words, photos from reports where case_id = $1 order by at, id limit 1000";
    let rows: Vec<ReportRow> = on!(db, pool => sqlx::query_as(SQL).bind(case).fetch_all(pool))?;
    rows.into_iter().map(Report::try_from).collect()
}

/// What happened to a case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Event {
    pub(super) at: DateTime<Utc>,
    pub(super) actor: String,
    pub(super) step: CaseStep,
    pub(super) words: String,
    /// The inspection that did it.
    pub(super) inspection: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    at: DateTime<Utc>,
    actor: String,
    step: String,
    words: String,
    inspection: Option<Uuid>,
}

/// What happened to a case, in order; of very much the last thousand.
pub(super) async fn events(db: &Db, case: Uuid) -> Result<Vec<Event>, StoreError> {
    const SQL: &str =
        "select at, actor, step, words, inspection from report_events where case_id = $1 order by number desc limit 1000";
    let rows: Vec<EventRow> = on!(db, pool => sqlx::query_as(SQL).bind(case).fetch_all(pool))?;
    let event = |row: EventRow| {
        let step = CaseStep::from_word(&row.step).ok().ok_or(StoreError::Row(case))?;
        Ok(Event { at: row.at, actor: row.actor, step, words: row.words, inspection: row.inspection })
    };
    rows.into_iter().rev().map(event).collect()
}

/// Adds an event at the end of a case's.
async fn append(
    tx: &mut Tx,
    case: Uuid,
    (step, words, inspection): (CaseStep, &str, Option<Uuid>),
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    const SQL: &str = "insert into report_events (case_id, number, at, actor, step, words, inspection) \
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from report_events where case_id = $1";
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(case).bind(at).bind(by).bind(step.word()).bind(words);
        row.bind(inspection).execute(conn).await.map(|_| ())
    })
}

/// The photographs that reports name.
///
/// # Errors
/// [`StoreError`], also when a single report cannot be read: what it names is not known then.
pub async fn photos(db: &Db) -> Result<BTreeSet<Digest>, StoreError> {
    const SQL: &str = "select id, photos from reports where photos <> '[]'";
    let rows: Vec<(Uuid, String)> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    photos::named(rows).map_err(StoreError::Row)
}
