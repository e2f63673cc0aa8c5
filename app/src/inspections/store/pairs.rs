//! Double inspections: what is sealed until both have come, and what both handed in.

use std::collections::{HashMap, HashSet};

use domain::rounds::Purpose;
use domain::score::{Report, Sheet};
use domain::{InspectionState, Word};
use sqlx::{Postgres, QueryBuilder, Sqlite};
use uuid::Uuid;

use super::{Inspection, StoreError, find};
use crate::db::Db;
use crate::rounds;

/// Whether the pair of an inspection holds it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inspections) enum Gate {
    /// It is no double inspection, or its pair is settled.
    Free,
    /// The other one has not come: nobody but its own expert sees it.
    Waits,
    /// Both have come and are to be settled.
    Unsettled,
}

/// Whether the pair of an inspection holds it back.
pub(in crate::inspections) async fn gate(db: &Db, of: &Inspection) -> Result<Gate, StoreError> {
    let Some(assignment) = of.assignment.filter(|_| of.state != InspectionState::Merged) else { return Ok(Gate::Free) };
    let Some(partner) = rounds::partner(db, assignment).await? else { return Ok(Gate::Free) };
    let Some(other) = partner.inspection else { return Ok(Gate::Waits) };
    let other = find(db, other).await?;
    Ok(match other.map(|other| other.state) {
        Some(InspectionState::Merged) => Gate::Free,
        _ if of.revision == 0 => Gate::Waits,
        Some(InspectionState::Submitted) => Gate::Unsettled,
        _ => Gate::Waits,
    })
}

/// Whether an assignment is a visit of guidance.
pub(super) async fn guidance(db: &Db, assignment: Option<Uuid>) -> Result<bool, StoreError> {
    let Some(id) = assignment else { return Ok(false) };
    Ok(rounds::assignment(db, id).await?.is_some_and(|assignment| assignment.purpose == Purpose::Guidance))
}

/// What an expert handed in last, before anything was settled.
#[derive(Debug, Clone, PartialEq)]
pub struct HandedIn {
    /// How far the inspection has come.
    pub state: InspectionState,
    /// The sheet.
    pub sheet: Sheet,
    /// What scoring said of it.
    pub report: Report,
}

#[derive(sqlx::FromRow)]
struct Row {
    inspection: Uuid,
    state: String,
    sheet: String,
    report: String,
    settled: bool,
}

const SQL: &str = "select r.inspection, i.state, r.sheet, r.report, r.settled is not null as settled \
    from inspection_revisions r join inspections i on i.id = r.inspection where r.inspection in (";

macro_rules! read {
    ($engine:ty, $pool:expr, $ids:expr) => {{
        let mut sql = QueryBuilder::<$engine>::new(SQL);
        let mut list = sql.separated(", ");
        for id in $ids {
            list.push_bind(*id);
        }
        sql.push(") order by r.revision");
        sql.build_query_as::<Row>().fetch_all($pool).await?
    }};
}

/// What experts handed in last as inspections, by the inspection.
///
/// # Errors
/// [`StoreError`].
pub async fn handed_in(db: &Db, ids: &[Uuid]) -> Result<HashMap<Uuid, HandedIn>, StoreError> {
    let (mut found, mut settled) = (HashMap::new(), HashSet::new());
    for ids in ids.chunks(500) {
        let rows: Vec<Row> = match db {
            Db::Sqlite(pool) => read!(Sqlite, pool, ids),
            Db::Postgres(pool) => read!(Postgres, pool, ids),
        };
        for row in rows {
            let bad = || StoreError::Row(row.inspection);
            let state = InspectionState::from_word(&row.state).ok().ok_or_else(bad)?;
            let sheet = serde_json::from_str(&row.sheet).ok().ok_or_else(bad)?;
            let report = serde_json::from_str(&row.report).ok().ok_or_else(bad)?;
            // Later revisions come later; those since it was settled are not the expert's alone.
            if row.settled || settled.contains(&row.inspection) {
                settled.insert(row.inspection);
            } else {
                found.insert(row.inspection, HandedIn { state, sheet, report });
            }
        }
    }
    Ok(found)
}
