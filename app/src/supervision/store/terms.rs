//! From when until when people are supervisors.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::supervision::Term;
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, begin, finish};
use crate::db::{Db, Tx, on};

/// A term of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::supervision) struct Held {
    pub(in crate::supervision) id: Uuid,
    pub(in crate::supervision) term: Term,
}

/// How a term ends before its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::supervision) enum End {
    /// It has begun: this is its last day.
    On(NaiveDate),
    /// It has not begun: it never was.
    Never,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person: Uuid,
    first: String,
    last: String,
}

/// Whose term it is, and the term.
fn read(row: &Row) -> Result<(Uuid, Held), StoreError> {
    let bad = || StoreError::Row(row.id);
    let (first, last) = (row.first.parse().ok().ok_or_else(bad)?, row.last.parse().ok().ok_or_else(bad)?);
    let term = Term::new(first, last).ok().ok_or_else(bad)?;
    Ok((row.person, Held { id: row.id, term }))
}

const OF: &str = "select id, person, first, last from supervision_terms where person = $1 order by first";

/// Somebody's terms, the first one first.
pub(in crate::supervision) async fn of(db: &Db, person: Uuid) -> Result<Vec<Held>, StoreError> {
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(OF).bind(person).fetch_all(pool))?;
    rows.iter().map(|row| Ok(read(row)?.1)).collect()
}

/// The same within a transaction.
pub(super) async fn of_in(tx: &mut Tx, person: Uuid) -> Result<Vec<Held>, StoreError> {
    let rows: Vec<Row> = on!(tx tx, conn => sqlx::query_as(OF).bind(person).fetch_all(conn))?;
    rows.iter().map(|row| Ok(read(row)?.1)).collect()
}

/// Everybody's terms, each the first one first.
pub(in crate::supervision) async fn all(db: &Db) -> Result<HashMap<Uuid, Vec<Held>>, StoreError> {
    const SQL: &str = "select id, person, first, last from supervision_terms order by first";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut of: HashMap<Uuid, Vec<Held>> = HashMap::new();
    for row in &rows {
        let (person, held) = read(row)?;
        of.entry(person).or_default().push(held);
    }
    Ok(of)
}

/// Gives somebody a term; `false` where they have one that overlaps, and then nothing is written. The chain is held: of two
/// that are given at once the second finds the first.
pub(in crate::supervision) async fn add(
    db: &Db,
    (person, login): (Uuid, &str),
    new: Held,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "insert into supervision_terms (id, person, first, last, made, made_by) values ($1, $2, $3, $4, $5, $6)";
    let Held { id, term } = new;
    let mut tx = begin(db).await?;
    if of_in(&mut tx, person).await?.iter().any(|held| held.term.overlaps(term)) {
        return Ok(false);
    }
    let (first, last) = (term.first().to_string(), term.last().to_string());
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(person).bind(&first).bind(&last).bind(now.trunc_subsecs(6)).bind(by);
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "login": login, "first": first, "last": last });
    finish(tx, ("supervision.term", person), detail, by, now).await?;
    Ok(true)
}

/// Ends a term early.
///
/// # Errors
/// [`StoreError::Outdated`] where it is not as it was read.
pub(in crate::supervision) async fn end(
    db: &Db,
    (person, login): (Uuid, &str),
    old: Held,
    end: End,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const CUT: &str = "update supervision_terms set last = $1 where id = $2 and person = $3 and last = $4";
    const DROP: &str = "delete from supervision_terms where id = $1 and person = $2 and last = $3";
    let mut tx = begin(db).await?;
    let last = old.term.last().to_string();
    let done = match end {
        End::On(day) => on!(tx &mut tx, conn => async {
            let row = sqlx::query(CUT).bind(day.to_string()).bind(old.id).bind(person).bind(&last);
            row.execute(conn).await.map(|done| done.rows_affected())
        })?,
        End::Never => on!(tx &mut tx, conn => async {
            let row = sqlx::query(DROP).bind(old.id).bind(person).bind(&last);
            row.execute(conn).await.map(|done| done.rows_affected())
        })?,
    };
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let new = if let End::On(day) = end { Some(day) } else { None };
    let detail = json!({ "login": login, "first": old.term.first(), "was": last, "last": new });
    finish(tx, ("supervision.term_end", person), detail, by, now).await
}
