//! What everybody may see of cases, and how many wait.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::reports::{CaseState, Trouble};
use domain::{Facility, RoomId, Word};
use uuid::Uuid;

use super::{StoreError, about};
use crate::db::{Db, on};

/// What everybody may see of a case: never what was written or photographed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCase {
    /// What is wrong.
    pub trouble: Trouble,
    /// The facility that it is about.
    pub about: Option<Facility>,
    /// The local day on which it was first reported.
    pub day: NaiveDate,
    /// Since when it is over; `None` while it is not.
    pub over: Option<DateTime<Utc>>,
    /// The inspection that looked at the room since.
    pub inspection: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    room: Uuid,
    trouble: String,
    about: String,
    state: String,
    day: String,
    changed: DateTime<Utc>,
    inspection: Option<Uuid>,
}

/// The cases that are public: what staff have found to be so, and what ended after a moment. The latest first.
///
/// # Errors
/// [`StoreError`].
pub async fn public(db: &Db, ended_after: DateTime<Utc>) -> Result<HashMap<RoomId, Vec<PublicCase>>, StoreError> {
    const SQL: &str = "select id, room, trouble, about, state, day, changed, inspection from report_cases \
        where state = 'accepted' or state = 'resolved' and changed > $1 order by opened desc, id";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(ended_after.trunc_subsecs(6)).fetch_all(pool))?;
    let mut of: HashMap<RoomId, Vec<PublicCase>> = HashMap::new();
    for row in rows {
        let bad = || StoreError::Row(row.id);
        let case = PublicCase {
            trouble: Trouble::from_word(&row.trouble).ok().ok_or_else(bad)?,
            about: about(&row.about).ok().ok_or_else(bad)?,
            day: row.day.parse().ok().ok_or_else(bad)?,
            over: (row.state == CaseState::Resolved.word()).then_some(row.changed),
            inspection: row.inspection,
        };
        of.entry(RoomId(row.room)).or_default().push(case);
    }
    Ok(of)
}

/// How much waits for staff.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Cases that nobody has looked at.
    pub cases: i64,
    /// Of these, those that go before everything else.
    pub urgent: i64,
}

/// How much waits for staff.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(db: &Db) -> Result<Waiting, StoreError> {
    const SQL: &str = "select trouble, count(*) from report_cases where state = 'received' group by trouble";
    let rows: Vec<(String, i64)> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let urgent = |trouble: &str| Trouble::from_word(trouble).is_ok_and(Trouble::is_urgent);
    Ok(Waiting {
        cases: rows.iter().map(|(_, count)| count).sum(),
        urgent: rows.iter().filter(|(trouble, _)| urgent(trouble)).map(|(_, count)| count).sum(),
    })
}
