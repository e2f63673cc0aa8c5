//! What everybody may see of visits: counts of each room, and no more.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::RoomId;
use domain::supervision::{Form, Summary};
use uuid::Uuid;

use super::StoreError;
use super::kept::{Row, Visit, select};
use crate::db::{Db, on};

/// What the visits since a local day come to, of the rooms of which enough people told.
///
/// # Errors
/// [`StoreError`].
pub async fn impressions(db: &Db, since: NaiveDate) -> Result<HashMap<RoomId, Summary>, StoreError> {
    const SQL: &str = select!("where day >= $1 and replaced is null");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(since.to_string()).fetch_all(pool))?;
    let mut forms: HashMap<RoomId, Vec<(Uuid, Form)>> = HashMap::new();
    for row in rows {
        let visit = Visit::try_from(row)?;
        forms.entry(visit.room).or_default().push((visit.person, visit.form));
    }
    let of = |told: &[(Uuid, Form)]| Summary::of(told.iter().map(|(person, form)| (*person, form)));
    let summaries = forms.into_iter().map(|(room, told)| (room, of(&told)));
    Ok(summaries.filter(|(_, summary)| summary.is_shown()).collect())
}
