//! Imports that are neither written nor given up, for the inbox of staff.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// An import that waits to be written or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToFinish {
    /// Its id.
    pub id: Uuid,
    /// The file's name.
    pub name: String,
    /// When it was last worked at.
    pub changed: DateTime<Utc>,
}

/// The imports that are neither written nor given up, the longest untouched first; of very many the first two thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn to_finish(db: &Db) -> Result<Vec<ToFinish>, StoreError> {
    const SQL: &str = "select id, name, changed from imports where state = 'draft' order by changed, id limit 2000";
    type Row = (Uuid, String, DateTime<Utc>);
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    Ok(rows.into_iter().map(|(id, name, changed)| ToFinish { id, name, changed }).collect())
}
