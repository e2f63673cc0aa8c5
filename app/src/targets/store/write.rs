//! A target is set, or revised.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Word;
use domain::targets::{Scope, Target, Wanted};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::accounts::{Person, new_id};
use crate::audit;
use crate::db::{Db, Tx, on};

/// A target that is to be set.
pub(in crate::targets) struct New<'a> {
    pub(in crate::targets) year: i32,
    pub(in crate::targets) scope: Scope,
    pub(in crate::targets) wanted: Wanted<'a>,
}

/// Sets a target; says its id.
///
/// # Errors
/// [`StoreError::Taken`] when the year has one of this scope; then nothing was written.
pub(in crate::targets) async fn set(
    db: &Db,
    new: &New<'_>,
    by: &Person,
    now: DateTime<Utc>,
    random: [u8; 32],
) -> Result<Uuid, StoreError> {
    const SQL: &str = "insert into targets (id, year, street, class, venue) values ($1, $2, $3, $4, $5)";
    let New { year, scope, wanted } = new;
    let id = new_id(now, random);
    let street = scope.street.map_or_else(String::new, |code| code.as_str().to_owned());
    let (class, venue) = (scope.class.map_or("", Word::word), scope.venue.map_or("", Word::word));
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(i64::from(*year)).bind(&street).bind(class).bind(venue);
        row.execute(conn).await.map(|_| ())
    })
    .map_err(|error| twice(error, StoreError::Taken))?;
    add(&mut tx, id, 1, wanted, by, now).await?;
    let detail = json!({ "year": year, "scope": scope, "rooms": wanted.rooms, "on": wanted.on,
        "source": wanted.source, "note": wanted.note });
    told(&mut tx, "targets.set", id, by, now, detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a revision to a target, as it was read.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster; then nothing was written.
pub(in crate::targets) async fn revise(
    db: &Db,
    old: &Target,
    wanted: &Wanted<'_>,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let before = old.latest().and_then(|last| last.rooms);
    let mut tx = db.begin().await?;
    add(&mut tx, old.id, old.revisions.len() + 1, wanted, by, now).await?;
    let detail = json!({ "year": old.year, "scope": old.scope, "from": before, "rooms": wanted.rooms, "on": wanted.on,
        "source": wanted.source, "note": wanted.note });
    told(&mut tx, "targets.revise", old.id, by, now, detail).await?;
    Ok(tx.commit().await?)
}

/// The number of a revision is given once: who comes second with it is told so.
async fn add(
    tx: &mut Tx,
    target: Uuid,
    number: usize,
    wanted: &Wanted<'_>,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into target_revisions (target, number, rooms, happened, source, note, recorded_by, recorded) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let number = i64::try_from(number).ok().ok_or(StoreError::Row(target))?;
    let note = wanted.note.map_or("", domain::Line::as_str);
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(target).bind(number).bind(wanted.rooms.map(i64::from)).bind(wanted.on.to_string());
        let row = row.bind(wanted.source.as_str()).bind(note).bind(by.login.as_str()).bind(now.trunc_subsecs(6));
        row.execute(conn).await.map(|_| ())
    })
    .map_err(|error| twice(error, StoreError::Outdated))
}

async fn told(
    tx: &mut Tx,
    action: &str,
    target: Uuid,
    by: &Person,
    now: DateTime<Utc>,
    detail: serde_json::Value,
) -> Result<(), sqlx::Error> {
    let subject = &target.to_string();
    audit::append(tx, &audit::Entry { at: now, actor: by.login.as_str(), action, subject, detail }).await
}

/// What a second row with the same key means.
pub(super) fn twice(error: sqlx::Error, means: StoreError) -> StoreError {
    let is_twice = error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    if is_twice { means } else { error.into() }
}
