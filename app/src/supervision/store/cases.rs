//! Reports that staff made of answers.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use domain::Word;
use domain::reports::Reference;
use domain::supervision::Question;
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

/// The reports that were made of a campaign's answers, by visit and question.
pub(in crate::supervision) async fn cases(db: &Db, campaign: Uuid) -> Result<HashMap<(Uuid, Question), Case>, StoreError> {
    const SQL: &str = "select c.visit, c.question, c.reference, c.made_by from supervision_cases c \
        join supervision_visits v on v.id = c.visit where v.campaign = $1";
    let rows: Vec<(Uuid, String, String, String)> = on!(db, pool => sqlx::query_as(SQL).bind(campaign).fetch_all(pool))?;
    let read = |(visit, question, reference, by): (Uuid, String, String, String)| {
        let bad = || StoreError::Row(visit);
        let question = Question::from_word(&question).ok().ok_or_else(bad)?;
        let reference = Reference::new(&reference).ok().ok_or_else(bad)?;
        Ok(((visit, question), Case { reference, by }))
    };
    rows.into_iter().map(read).collect()
}

/// Notes the report that was made of an answer; the first one counts.
pub(in crate::supervision) async fn note(
    db: &Db,
    (visit, question): (Uuid, Question),
    reference: &Reference,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into supervision_cases (visit, question, reference, at, made_by) values ($1, $2, $3, $4, $5) \
        on conflict (visit, question) do nothing";
    let mut tx = begin(db).await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(visit).bind(question.word()).bind(reference.as_str()).bind(now.trunc_subsecs(6)).bind(by);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        return Ok(());
    }
    finish(tx, ("supervision.case", visit), json!({ "question": question, "report": reference.as_str() }), by, now).await
}
