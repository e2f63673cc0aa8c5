//! Schemes: entered from a document, revised with every version kept, and retired.

use chrono::{DateTime, SubsecRound, Utc};
use domain::awards::Terms;
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, Tx, on};
use crate::{audit, rooms};

/// A scheme.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::awards) struct Scheme {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) terms: Terms,
    /// Nobody is nominated any more.
    pub(in crate::awards) retired: bool,
    /// Who changed it last.
    pub(in crate::awards) written_by: String,
    pub(in crate::awards) changed: DateTime<Utc>,
    /// One more at each change.
    pub(in crate::awards) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    terms: String,
    retired: bool,
    written_by: String,
    changed: DateTime<Utc>,
    version: i64,
}

impl TryFrom<Row> for Scheme {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, terms, retired, written_by, changed, version } = row;
        let terms = serde_json::from_str(&terms).ok().ok_or(StoreError::Row(id))?;
        Ok(Self { id, terms, retired, written_by, changed, version })
    }
}

/// All schemes, the newest first.
pub(in crate::awards) async fn schemes(db: &Db) -> Result<Vec<Scheme>, StoreError> {
    const SQL: &str = "select id, terms, retired, written_by, changed, version from award_schemes order by id desc";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Scheme::try_from).collect()
}

/// The scheme of an id.
pub(in crate::awards) async fn find_scheme(db: &Db, id: Uuid) -> Result<Option<Scheme>, StoreError> {
    const SQL: &str = "select id, terms, retired, written_by, changed, version from award_schemes where id = $1";
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Scheme::try_from).transpose()
}

/// A scheme as it was.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::awards) struct Revision {
    pub(in crate::awards) version: i64,
    pub(in crate::awards) terms: Terms,
    pub(in crate::awards) retired: bool,
    pub(in crate::awards) at: DateTime<Utc>,
    pub(in crate::awards) actor: String,
}

/// All versions of a scheme, the first one first.
pub(in crate::awards) async fn revisions(db: &Db, scheme: Uuid) -> Result<Vec<Revision>, StoreError> {
    const SQL: &str = "select version, terms, retired, at, actor from award_scheme_revisions where scheme = $1 order by version";
    type Stored = (i64, String, bool, DateTime<Utc>, String);
    let rows: Vec<Stored> = on!(db, pool => sqlx::query_as(SQL).bind(scheme).fetch_all(pool))?;
    let one = |(version, terms, retired, at, actor): Stored| {
        let terms = serde_json::from_str(&terms).ok().ok_or(StoreError::Row(scheme))?;
        Ok(Revision { version, terms, retired, at, actor })
    };
    rows.into_iter().map(one).collect()
}

/// Writes a scheme: a new one as version 1, or over one that stands as it was read. `false` where rooms were nominated and
/// what their awards rest on would be another.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster; then nothing was written.
pub(in crate::awards) async fn write(db: &Db, scheme: &Scheme, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let done = write_in(&mut tx, scheme, now).await?;
    if done {
        tx.commit().await?;
    }
    Ok(done)
}

/// The same within a transaction.
pub(super) async fn write_in(tx: &mut Tx, scheme: &Scheme, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const ADD: &str =
        "insert into award_schemes (id, terms, retired, written_by, changed, version) values ($1, $2, $3, $4, $5, 1)";
    const SET: &str = "update award_schemes set terms = $2, retired = $3, written_by = $4, changed = $5, version = version + 1 \
        where id = $1 and version = $6";
    const USED: &str = "select s.terms from award_schemes s where s.id = $1 \
        and exists (select 1 from awards where scheme = s.id)";
    let Scheme { id, terms, retired, written_by, version, .. } = scheme;
    let text = serde_json::to_string(terms).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let now = now.trunc_subsecs(6);
    // Names stand on public pages.
    rooms::store::touched(tx).await?;
    let is_new = *version == 0;
    // What it said before, where rooms were nominated by it; the row is held first, so that nobody is nominated meanwhile.
    hold(tx, *id).await?;
    let used: Option<String> = on!(tx &mut *tx, conn => sqlx::query_scalar(USED).bind(id).fetch_optional(conn))?;
    if let Some(used) = used {
        let before: Terms = serde_json::from_str(&used).ok().ok_or(StoreError::Row(*id))?;
        if terms.is_another(&before) {
            return Ok(false);
        }
    }
    let done = on!(tx &mut *tx, conn => async {
        let row = sqlx::query(if is_new { ADD } else { SET }).bind(id).bind(&text).bind(retired).bind(written_by).bind(now);
        let row = if is_new { row } else { row.bind(version) };
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    keep(tx, scheme, &text, now).await?;
    Ok(true)
}

/// Keeps the version that was written, and the audit line.
async fn keep(tx: &mut Tx, scheme: &Scheme, text: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const KEEP: &str =
        "insert into award_scheme_revisions (scheme, version, terms, retired, at, actor) values ($1, $2, $3, $4, $5, $6)";
    let Scheme { id, terms, retired, written_by, version, .. } = scheme;
    on!(tx &mut *tx, conn => async {
        let row = sqlx::query(KEEP).bind(id).bind(version + 1).bind(text).bind(retired).bind(now).bind(written_by);
        row.execute(conn).await.map(|_| ())
    })?;
    let (subject, detail) = (id.to_string(), json!({ "version": version + 1, "terms": terms, "retired": retired }));
    let entry = audit::Entry { at: now, actor: written_by, action: "award_schemes.write", subject: &subject, detail };
    Ok(audit::append(tx, &entry).await?)
}

/// Retires a scheme that stands as it was read, or takes it into use again.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster.
pub(in crate::awards) async fn set_retired(
    db: &Db,
    scheme: &Scheme,
    retired: bool,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let to = Scheme { retired, written_by: by.to_owned(), ..scheme.clone() };
    write(db, &to, now).await.map(|_| ())
}

/// Holds a scheme until the end of the transaction, so that its awards are one person's at a time; whether it is in use.
/// `None` where there is none.
pub(super) async fn hold(tx: &mut Tx, scheme: Uuid) -> Result<Option<bool>, StoreError> {
    const SQL: &str = "update award_schemes set version = version where id = $1 returning retired";
    let retired: Option<bool> = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(scheme).fetch_optional(conn))?;
    Ok(retired.map(|retired| !retired))
}
