//! All SQL of inspections.

mod certified;
mod deliver;
mod hand_in;
mod intake;
mod keep;
mod pairs;
mod past;
mod photos;
mod revisions;
mod settle;
mod steps;
mod visits;
mod waiting;

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};
use domain::score::Sheet;
use domain::standard::{Standards, Version};
use domain::{InspectionState, RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::db::{Db, Tx, on};
use crate::{rectifications, reports, rounds};

pub use certified::{Certified, First, certified, certified_of, first, visits};
pub(super) use certified::{Confirmed, confirmed};
pub use deliver::{NotTaken, deliver};
pub use intake::Intake;
pub(super) use pairs::{Gate, gate};
pub use pairs::{HandedIn, handed_in};
pub use past::{Past, keep_past};
pub use photos::photos;
pub(super) use revisions::{Revision, reason, revisions};
pub use settle::{NotSettled, settle};
pub(super) use steps::{Refused, step};
pub use visits::latest_visit;
pub use waiting::{ToConfirm, to_confirm};

/// An inspection.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inspection {
    pub(super) id: Uuid,
    pub(super) room: RoomId,
    pub(super) expert: Uuid,
    pub(super) state: InspectionState,
    pub(super) sheet: Sheet,
    /// The reviewer's words when it was returned.
    pub(super) remark: String,
    pub(super) version: i64,
    /// How often it was handed in.
    pub(super) revision: i64,
    /// What it fulfils.
    pub(super) assignment: Option<Uuid>,
    /// Whether it is a visit of guidance: no score, and never public.
    pub(super) guidance: bool,
}

/// Why inspections could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// Its photographs.
    #[error(transparent)]
    Photos(#[from] crate::photos::StoreError),
    /// A row that is no inspection.
    #[error("inspection {0} as stored is not valid")]
    Row(Uuid),
    /// It was changed since it was read.
    #[error("the inspection was changed meanwhile")]
    Outdated,
    /// Rounds and assignments.
    #[error(transparent)]
    Rounds(#[from] rounds::StoreError),
    /// What parents have reported.
    #[error(transparent)]
    Reports(#[from] reports::StoreError),
}

impl From<rectifications::StoreError> for StoreError {
    fn from(error: rectifications::StoreError) -> Self {
        match error {
            rectifications::StoreError::Sql(error) => Self::Sql(error),
            rectifications::StoreError::Row(id) => Self::Row(id),
            rectifications::StoreError::Outdated => Self::Outdated,
            rectifications::StoreError::Reports(error) => Self::Reports(error),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    room: Uuid,
    expert: Uuid,
    state: String,
    sheet: String,
    remark: String,
    version: i64,
    revision: i64,
    assignment: Option<Uuid>,
    guidance: bool,
}

impl TryFrom<Row> for Inspection {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, room, expert, state, sheet, remark, version, revision, assignment, guidance } = row;
        let state = InspectionState::from_word(&state).ok().ok_or(StoreError::Row(id))?;
        let sheet = serde_json::from_str(&sheet).ok().ok_or(StoreError::Row(id))?;
        Ok(Self { id, room: RoomId(room), expert, state, sheet, remark, version, revision, assignment, guidance })
    }
}

impl Inspection {
    /// The version that it is scored by, which is never taken away.
    pub(super) fn standard(&self, standards: &Standards) -> Result<Arc<Version>, StoreError> {
        standards.version(&self.sheet.standard).cloned().ok_or(StoreError::Row(self.id))
    }
}

fn json_of(sheet: &Sheet) -> Result<String, sqlx::Error> {
    serde_json::to_string(sheet).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Begins an inspection.
pub(super) async fn begin(db: &Db, inspection: &Inspection, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    insert(&mut tx, inspection, by, now).await?;
    Ok(tx.commit().await?)
}

async fn insert(tx: &mut Tx, inspection: &Inspection, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into inspections (id, room, expert, state, sheet, remark, version, revision, changed, assignment, guidance) \
        values ($1, $2, $3, $4, $5, '', 1, 0, $6, $7, $8)";
    let Inspection { id, room, expert, state, sheet, assignment, guidance, .. } = inspection;
    let doc = json_of(sheet)?;
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(room.0).bind(expert).bind(state.word()).bind(&doc);
        row.bind(now.trunc_subsecs(6)).bind(assignment).bind(guidance).execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "room": room, "standard": sheet.standard, "visited": sheet.visited, "assignment": assignment });
    tell(tx, inspection, by, "inspections.begin", detail, now).await
}

const FIND: &str =
    "select id, room, expert, state, sheet, remark, version, revision, assignment, guidance from inspections where id = $1";

/// The inspection of an id.
pub(super) async fn find(db: &Db, id: Uuid) -> Result<Option<Inspection>, StoreError> {
    let row: Option<Row> = on!(db, pool => sqlx::query_as(FIND).bind(id).fetch_optional(pool))?;
    row.map(Inspection::try_from).transpose()
}

/// The inspection of an id, within a transaction.
async fn find_in(tx: &mut Tx, id: Uuid) -> Result<Option<Inspection>, StoreError> {
    let row: Option<Row> = on!(tx tx, conn => sqlx::query_as(FIND).bind(id).fetch_optional(conn))?;
    row.map(Inspection::try_from).transpose()
}

/// An expert's inspections, those last changed first.
pub(super) async fn of_expert(db: &Db, expert: Uuid) -> Result<Vec<Inspection>, StoreError> {
    const SQL: &str = "select id, room, expert, state, sheet, remark, version, revision, assignment, guidance from inspections \
        where expert = $1 order by changed desc limit 200";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(expert).fetch_all(pool))?;
    rows.into_iter().map(Inspection::try_from).collect()
}

/// Inspections in a state, those that wait longest first.
pub(super) async fn in_state(db: &Db, state: InspectionState) -> Result<Vec<Inspection>, StoreError> {
    const SQL: &str = "select id, room, expert, state, sheet, remark, version, revision, assignment, guidance from inspections \
        where state = $1 order by changed limit 200";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(state.word()).fetch_all(pool))?;
    rows.into_iter().map(Inspection::try_from).collect()
}

/// Keeps answers of an open inspection that stands as it was read.
pub(super) async fn save(db: &Db, old: &Inspection, sheet: &Sheet, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update inspections set sheet = $1, version = version + 1, changed = $2 \
        where id = $3 and version = $4 and state in ('draft', 'returned')";
    let doc = json_of(sheet)?;
    let done = on!(db, pool => async {
        let row = sqlx::query(SQL).bind(&doc).bind(now.trunc_subsecs(6)).bind(old.id).bind(old.version);
        row.execute(pool).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}

async fn tell(
    tx: &mut Tx,
    of: &Inspection,
    by: &str,
    action: &str,
    detail: serde_json::Value,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let subject = of.id.to_string();
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await?)
}
