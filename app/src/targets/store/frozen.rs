//! How things stood at the ends of years: written once, and never changed.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Digest;
use domain::targets::Count;
use serde_json::json;

use super::write::twice;
use super::{StoreError, year_of};
use crate::accounts::Person;
use crate::audit;
use crate::db::{Db, on};

/// A frozen year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frozen {
    pub(crate) count: Count,
    /// Of the text that is kept.
    pub(crate) digest: Digest,
    /// Who froze it, as audit lines name the person.
    pub(crate) by: String,
    pub(crate) at: DateTime<Utc>,
}

/// Freezes a year; says the digest of what is kept.
///
/// # Errors
/// [`StoreError::Frozen`] when it is frozen already; then nothing was written.
pub(in crate::targets) async fn freeze(db: &Db, count: &Count, by: &Person, now: DateTime<Utc>) -> Result<Digest, StoreError> {
    const SQL: &str = "insert into year_snapshots (year, digest, doc, frozen_by, frozen) values ($1, $2, $3, $4, $5)";
    let doc = serde_json::to_string(count).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let digest = Digest::of(doc.as_bytes());
    let (text, login) = (digest.to_string(), by.login.as_str());
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(i64::from(count.year)).bind(&text).bind(&doc).bind(login);
        row.bind(now.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })
    .map_err(|error| twice(error, StoreError::Frozen))?;
    let detail = json!({ "digest": text, "day": count.day, "open": count.rooms.len(), "targets": count.targets.len() });
    let subject = &count.year.to_string();
    audit::append(&mut tx, &audit::Entry { at: now, actor: login, action: "targets.freeze", subject, detail }).await?;
    tx.commit().await?;
    Ok(digest)
}

/// A year as it was frozen; `None` before it is.
///
/// # Errors
/// [`StoreError::Year`] when what is kept is not what its digest says.
pub(crate) async fn frozen(db: &Db, year: i32) -> Result<Option<Frozen>, StoreError> {
    const SQL: &str = "select digest, doc, frozen_by, frozen from year_snapshots where year = $1";
    let year = i64::from(year);
    let row: Option<(String, String, String, DateTime<Utc>)> =
        on!(db, pool => sqlx::query_as(SQL).bind(year).fetch_optional(pool))?;
    let read = |(digest, doc, by, at): (String, String, String, DateTime<Utc>)| {
        let digest = Digest::new(&digest).ok().filter(|digest| *digest == Digest::of(doc.as_bytes()))?;
        Some(Frozen { count: serde_json::from_str(&doc).ok()?, digest, by, at })
    };
    row.map(|row| read(row).ok_or(StoreError::Year(year))).transpose()
}

/// The years that are frozen.
pub(in crate::targets) async fn frozen_years(db: &Db) -> Result<Vec<i32>, StoreError> {
    const SQL: &str = "select year from year_snapshots order by year";
    let years: Vec<i64> = on!(db, pool => sqlx::query_scalar(SQL).fetch_all(pool))?;
    years.into_iter().map(year_of).collect()
}
