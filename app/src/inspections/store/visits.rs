//! When rooms were visited.

use chrono::NaiveDate;

use super::StoreError;
use crate::db::{Db, on};

/// The latest day on which a room was visited for an inspection that was not withdrawn, drafts included.
///
/// # Errors
/// [`StoreError`].
pub async fn latest_visit(db: &Db) -> Result<Option<NaiveDate>, StoreError> {
    let sql = match db {
        Db::Sqlite(_) => "select max(json_extract(sheet, '$.visited')) from inspections where state <> 'withdrawn'",
        Db::Postgres(_) => "select max(sheet::json ->> 'visited') from inspections where state <> 'withdrawn'",
    };
    let latest: Option<String> = on!(db, pool => sqlx::query_scalar(sql).fetch_one(pool))?;
    Ok(latest.and_then(|day| day.parse().ok()))
}
