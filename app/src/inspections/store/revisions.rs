//! What was handed in, revision by revision: which are public, why one was corrected, and which came to nothing.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::score::Sheet;
use uuid::Uuid;

use super::{Inspection, StoreError};
use crate::db::{Db, Tx, on};

/// What was handed in once.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::inspections) struct Revision {
    pub(in crate::inspections) number: i64,
    pub(in crate::inspections) sheet: Sheet,
    /// SHA-256 of the sheet.
    pub(in crate::inspections) digest: String,
    pub(in crate::inspections) submitted: DateTime<Utc>,
    pub(in crate::inspections) confirmed: Option<DateTime<Utc>>,
    /// Of a correction.
    pub(in crate::inspections) amends: Option<Amends>,
}

/// Which revision is corrected, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inspections) struct Amends {
    pub(in crate::inspections) corrects: i64,
    pub(in crate::inspections) reason: String,
    /// Whether the correction was taken back.
    pub(in crate::inspections) withdrawn: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    revision: i64,
    sheet: String,
    digest: String,
    submitted: DateTime<Utc>,
    confirmed: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct AmendmentRow {
    revision: i64,
    corrects: i64,
    reason: String,
    at: DateTime<Utc>,
    withdrawn: Option<DateTime<Utc>>,
}

/// The revisions of an inspection, in order.
pub(in crate::inspections) async fn revisions(db: &Db, id: Uuid) -> Result<Vec<Revision>, StoreError> {
    const REVISIONS: &str = "select revision, sheet, digest, submitted, confirmed from inspection_revisions \
        where inspection = $1 order by revision";
    const AMENDMENTS: &str =
        "select revision, corrects, reason, at, withdrawn from inspection_amendments where inspection = $1 order by number";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(REVISIONS).bind(id).fetch_all(pool))?;
    let amendments: Vec<AmendmentRow> = on!(db, pool => sqlx::query_as(AMENDMENTS).bind(id).fetch_all(pool))?;
    let revision = |row: Row| {
        let Row { revision: number, sheet, digest, submitted, confirmed } = row;
        let sheet = serde_json::from_str(&sheet).ok().ok_or(StoreError::Row(id))?;
        // The last correction that was begun before it was handed in.
        let of = amendments.iter().rev().find(|of| of.revision <= number && of.at <= submitted);
        let amends = of.map(|of| Amends { corrects: of.corrects, reason: of.reason.clone(), withdrawn: of.withdrawn.is_some() });
        Ok(Revision { number, sheet, digest, submitted, confirmed, amends })
    };
    rows.into_iter().map(revision).collect()
}

/// Why the open draft corrects what is public.
pub(in crate::inspections) async fn reason(db: &Db, id: Uuid) -> Result<Option<String>, StoreError> {
    const SQL: &str = "select reason from inspection_amendments a where inspection = $1 and withdrawn is null and not exists \
        (select 1 from inspection_revisions r where r.inspection = $1 and r.revision >= a.revision and r.confirmed is not null) \
        order by number desc limit 1";
    Ok(on!(db, pool => sqlx::query_scalar(SQL).bind(id).fetch_optional(pool))?)
}

/// Makes the revision that was handed in last the public one.
pub(super) async fn confirm(tx: &mut Tx, of: &Inspection, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str =
        "update inspection_revisions set confirmed = $1 where inspection = $2 and revision = $3 and confirmed is null";
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(now.trunc_subsecs(6)).bind(of.id).bind(of.revision);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}

/// Begins a correction of the revision that is public.
pub(super) async fn amend(tx: &mut Tx, of: &Inspection, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into inspection_amendments (inspection, number, at, revision, corrects, reason) \
        select $1, (select count(*) from inspection_amendments where inspection = $1) + 1, $2, $3, max(revision), $4 from inspection_revisions where inspection = $1 and confirmed is not null";
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(of.id).bind(now.trunc_subsecs(6)).bind(of.revision + 1).bind(reason);
        row.execute(conn).await.map(|_| ())
    })?;
    Ok(())
}

/// Takes a correction back: the sheet of the public revision, which stands again; `None` where nothing was public yet.
pub(super) async fn withdraw(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<Option<String>, StoreError> {
    const PUBLIC: &str = "select sheet from inspection_revisions where inspection = $1 and confirmed is not null \
        order by revision desc limit 1";
    const SQL: &str = "update inspection_amendments set withdrawn = $1 where inspection = $2 and withdrawn is null and number = \
        (select count(*) from inspection_amendments where inspection = $2)";
    let sheet: Option<String> = on!(tx tx, conn => sqlx::query_scalar(PUBLIC).bind(id).fetch_optional(conn))?;
    if sheet.is_some() {
        on!(tx tx, conn => async {
            sqlx::query(SQL).bind(now.trunc_subsecs(6)).bind(id).execute(conn).await.map(|_| ())
        })?;
    }
    Ok(sheet)
}

/// The last day of a visit of a room, of those that are public, but one.
pub(super) async fn latest_visit(tx: &mut Tx, but: &Inspection) -> Result<Option<NaiveDate>, StoreError> {
    const SQL: &str = "select r.sheet from inspection_revisions r join inspections i on i.id = r.inspection \
        where i.room = $1 and i.id <> $2 and r.confirmed is not null";
    let sheets: Vec<String> = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(but.room.0).bind(but.id).fetch_all(conn))?;
    let visited = |sheet: &String| serde_json::from_str::<Sheet>(sheet).ok().map(|sheet| sheet.visited);
    Ok(sheets.iter().filter_map(visited).max())
}
