//! Reports that staff made of answers.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use domain::reports::Reference;
use domain::supervision::Question;
use domain::{RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, begin, finish};
use crate::db::{Db, on};

/// A report that was made of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::supervision) struct Case {
    pub(in crate::supervision) reference: Reference,
    pub(in crate::supervision) by: String,
}

/// Whose answer, in a campaign: of a room, a person and a question. It stays the same when the visit is corrected.
pub(in crate::supervision) type Answer = (RoomId, Uuid, Question);

type Made = (Uuid, Uuid, Uuid, String, String, String);

/// The reports that were made of a campaign's answers, also of answers that were corrected since; the first of each.
pub(in crate::supervision) async fn cases(db: &Db, campaign: Uuid) -> Result<HashMap<Answer, Case>, StoreError> {
    const SQL: &str = "select c.visit, v.room, v.person, c.question, c.reference, c.made_by from supervision_cases c \
        join supervision_visits v on v.id = c.visit where v.campaign = $1 order by c.at desc";
    let rows: Vec<Made> = on!(db, pool => sqlx::query_as(SQL).bind(campaign).fetch_all(pool))?;
    let read = |(visit, room, person, question, reference, by): Made| {
        let bad = || StoreError::Row(visit);
        let question = Question::from_word(&question).ok().ok_or_else(bad)?;
        let reference = Reference::new(&reference).ok().ok_or_else(bad)?;
        Ok(((RoomId(room), person, question), Case { reference, by }))
    };
    rows.into_iter().map(read).collect()
}

/// Notes the report that was made of an answer; the first one counts, also where the visit was corrected since.
///
/// # Errors
/// [`StoreError::Outdated`] where the visit was corrected meanwhile.
pub(in crate::supervision) async fn note(
    db: &Db,
    (visit, question): (Uuid, Question),
    reference: &Reference,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into supervision_cases (visit, question, reference, at, made_by) values ($1, $2, $3, $4, $5) \
        on conflict (visit, question) do nothing";
    const MADE: &str = "select count(*) from supervision_cases c join supervision_visits o on o.id = c.visit \
        join supervision_visits v on v.campaign = o.campaign and v.room = o.room and v.person = o.person \
        where v.id = $1 and c.question = $2";
    const STANDS: &str = "select count(*) from supervision_visits where id = $1 and replaced is null";
    let mut tx = begin(db).await?;
    let made: i64 = on!(tx &mut tx, conn => async {
        sqlx::query_scalar(MADE).bind(visit).bind(question.word()).fetch_one(conn).await
    })?;
    if made > 0 {
        return Ok(());
    }
    let stands: i64 = on!(tx &mut tx, conn => async { sqlx::query_scalar(STANDS).bind(visit).fetch_one(conn).await })?;
    if stands == 0 {
        return Err(StoreError::Outdated);
    }
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(visit).bind(question.word()).bind(reference.as_str()).bind(now.trunc_subsecs(6)).bind(by);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        return Ok(());
    }
    finish(tx, ("supervision.case", visit), json!({ "question": question, "report": reference.as_str() }), by, now).await
}
