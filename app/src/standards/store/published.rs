//! Versions that are published here, and which versions are retired.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::standard::{Standards, Version};
use serde_json::json;

use super::drafts::{Draft, take};
use super::{Refused, StoreError, tell};
use crate::db::{Db, Tx, on};
use crate::{inspections, rooms};

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    digest: String,
    text: String,
}

const VERSIONS: &str = "select name, digest, text from standard_versions";
const RETIRED: &str = "select name, reason from standard_retirements";

/// All published versions. What is known already and has not changed is not read again. A version whose text does not
/// have the digest that it was published with is no version any more: the log says so, and nothing is judged by it.
///
/// # Errors
/// [`StoreError`].
pub async fn published(db: &Db, known: &Standards) -> Result<Arc<Standards>, StoreError> {
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(VERSIONS).fetch_all(pool))?;
    let retired: Vec<(String, String)> = on!(db, pool => sqlx::query_as(RETIRED).fetch_all(pool))?;
    Ok(Arc::new(standards(&rows, retired, known)))
}

fn standards(rows: &[Row], retired: Vec<(String, String)>, known: &Standards) -> Standards {
    let retired: BTreeMap<_, _> = retired.into_iter().collect();
    Standards::new(rows.iter().filter_map(|row| version(row, known)).collect(), &retired)
}

fn version(row: &Row, known: &Standards) -> Option<Arc<Version>> {
    let same = |version: &&Arc<Version>| version.digest == row.digest && *version.text == *row.text;
    if let Some(version) = known.version(&row.name).filter(same) {
        return Some(Arc::clone(version));
    }
    let version = Version::read(&row.text).ok().filter(|version| version.digest == row.digest && version.standard.id == row.name);
    if version.is_none() {
        tracing::error!(name = row.name, "a published version of the standard was tampered with and is left out: restore it");
    }
    version.map(Arc::new)
}

/// The published versions as a transaction sees them, which nobody else publishes or retires meanwhile.
async fn locked(tx: &mut Tx) -> Result<Standards, StoreError> {
    if let Tx::Postgres(pg) = tx {
        sqlx::query("lock table standard_versions, standard_retirements in exclusive mode").execute(&mut **pg).await?;
    }
    let rows: Vec<Row> = on!(tx &mut *tx, conn => sqlx::query_as(VERSIONS).fetch_all(conn))?;
    let retired: Vec<(String, String)> = on!(tx tx, conn => sqlx::query_as(RETIRED).fetch_all(conn))?;
    Ok(standards(&rows, retired, &Standards::built_in()))
}

/// Publishes a draft that stands as it was read. `today` is the region's day.
pub(in crate::standards) async fn publish(
    db: &Db,
    old: &Draft,
    note: &str,
    by: &str,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Result<(), Refused>, StoreError> {
    const SQL: &str =
        "insert into standard_versions (name, digest, text, note, publisher, published) values ($1, $2, $3, $4, $5, $6)";
    let note: String = note.trim().chars().take(1000).collect();
    let Ok(version) = Version::read(&old.text) else { return Ok(Err(Refused::Mistakes)) };
    if old.editor == by {
        return Ok(Err(Refused::OwnEdit));
    }
    if note.is_empty() {
        return Ok(Err(Refused::NoNote));
    }
    let (id, begins) = (&version.standard.id, version.standard.valid_from);
    let latest = inspections::latest_visit(db).await?;
    let mut tx = db.begin().await?;
    let obstacles = locked(&mut tx).await?.obstacles(&version.standard, today, latest);
    if !obstacles.is_empty() {
        return Ok(Err(Refused::Stands(obstacles)));
    }
    take(&mut tx, old).await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(&version.digest).bind(&*version.text).bind(&note).bind(by);
        row.bind(now.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })?;
    rooms::store::touched(&mut tx).await?;
    let detail =
        json!({ "draft": old.id, "digest": version.digest, "valid_from": begins, "note": note, "edited_by": old.editor });
    tell(&mut tx, by, "standards.publish", id, detail, now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Retires a version, for good: no inspection begins by it any more.
pub(in crate::standards) async fn retire(
    db: &Db,
    name: &str,
    reason: &str,
    by: &str,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Result<(), Refused>, StoreError> {
    const SQL: &str = "insert into standard_retirements (name, reason, retired) values ($1, $2, $3)";
    let reason: String = reason.trim().chars().take(1000).collect();
    if reason.is_empty() {
        return Ok(Err(Refused::NoNote));
    }
    let mut tx = db.begin().await?;
    let standards = locked(&mut tx).await?;
    if standards.find(name).is_none_or(|published| published.retired.is_some()) {
        return Ok(Err(Refused::NotPublished));
    }
    if !standards.can_spare(name, today) {
        return Ok(Err(Refused::LastInForce));
    }
    on!(tx &mut tx, conn => async {
        sqlx::query(SQL).bind(name).bind(&reason).bind(now.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })?;
    rooms::store::touched(&mut tx).await?;
    tell(&mut tx, by, "standards.retire", name, json!({ "reason": reason }), now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
