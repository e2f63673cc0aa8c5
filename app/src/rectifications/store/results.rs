//! What was checked again and passed: with the first inspection it makes the room's result.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ClauseId;
use domain::score::Answer;
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// A clause that was checked again and passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Recheck {
    /// The clause.
    pub clause: ClauseId,
    /// When.
    pub at: DateTime<Utc>,
    /// Its new answer.
    pub answer: Answer,
}

#[derive(sqlx::FromRow)]
struct Row {
    item: Uuid,
    inspection: Uuid,
    clause: String,
    at: DateTime<Utc>,
    answer: Option<String>,
}

/// By inspection, in order of time. What was checked again and does not pass leaves the result as it was.
///
/// # Errors
/// [`StoreError`].
pub async fn rechecks(db: &Db) -> Result<HashMap<Uuid, Vec<Recheck>>, StoreError> {
    const SQL: &str = "select e.item, i.inspection, i.clause, e.at, e.answer from rectification_items i \
        join rectification_events e on e.item = i.id and e.step = 'pass' where i.state = 'closed' order by e.at, e.item";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut by_inspection: HashMap<Uuid, Vec<Recheck>> = HashMap::new();
    for Row { item, inspection, clause, at, answer } in rows {
        let clause = ClauseId::new(&clause).ok();
        let answer = answer.and_then(|answer| serde_json::from_str(&answer).ok());
        let (clause, answer) = clause.zip(answer).ok_or(StoreError::Row(item))?;
        by_inspection.entry(inspection).or_default().push(Recheck { clause, at, answer });
    }
    Ok(by_inspection)
}
