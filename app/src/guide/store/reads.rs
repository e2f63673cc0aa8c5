//! Who has read which revision.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use serde_json::json;
use uuid::Uuid;

use super::published::{current, list};
use super::{StoreError, tell};
use crate::accounts::Person;
use crate::db::{Db, on};

/// Keeps that somebody has read a revision; the first time counts.
pub(in crate::guide) async fn confirm(db: &Db, number: i64, by: &Person, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into guide_reads (number, person, confirmed) values ($1, $2, $3) on conflict do nothing";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(number).bind(by.id).bind(now.trunc_subsecs(6));
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 {
        tell(&mut tx, by.login.as_str(), "guide.read", &number.to_string(), json!({}), now).await?;
    }
    Ok(tx.commit().await?)
}

/// When somebody confirmed to have read a revision.
pub(in crate::guide) async fn confirmed(db: &Db, number: i64, person: Uuid) -> Result<Option<DateTime<Utc>>, StoreError> {
    const SQL: &str = "select confirmed from guide_reads where number = $1 and person = $2";
    Ok(on!(db, pool => sqlx::query_scalar(SQL).bind(number).bind(person).fetch_optional(pool))?)
}

/// Everybody who has read a revision, and when they confirmed it.
pub(in crate::guide) async fn readers(db: &Db, number: i64) -> Result<HashMap<Uuid, DateTime<Utc>>, StoreError> {
    const SQL: &str = "select person, confirmed from guide_reads where number = $1";
    let rows: Vec<(Uuid, DateTime<Utc>)> = on!(db, pool => sqlx::query_as(SQL).bind(number).fetch_all(pool))?;
    Ok(rows.into_iter().collect())
}

/// The number and title of the revision in force, where somebody has not read it yet.
///
/// # Errors
/// [`StoreError`].
pub async fn unread(db: &Db, person: Uuid, today: NaiveDate) -> Result<Option<(i64, String)>, StoreError> {
    let all = list(db).await?;
    let Some(current) = current(&all, today) else { return Ok(None) };
    let read = confirmed(db, current.number, person).await?;
    Ok(read.is_none().then(|| (current.number, current.head.title.to_string())))
}
