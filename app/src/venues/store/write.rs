//! A venue is added, or changed: one version more.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Word;
use domain::venues::{Ended, Listed, changed};
use serde_json::json;

use super::read::{Stored, list_in};
use super::{Doc, StoreError};
use crate::audit;
use crate::db::{Db, Tx, on};

/// What is done to a venue, by whom, when and why.
#[derive(Debug, Clone, Copy)]
pub(in crate::venues) struct Act<'a> {
    /// As audit lines name it.
    pub(in crate::venues) action: &'a str,
    /// Empty where no reason is asked for.
    pub(in crate::venues) why: &'a str,
    pub(in crate::venues) by: &'a str,
    pub(in crate::venues) now: DateTime<Utc>,
}

/// Begins a write: the chain first, as everywhere.
pub(super) async fn begin(db: &Db) -> Result<Tx, StoreError> {
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    Ok(tx)
}

/// Changes a venue, as it was read.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster, [`StoreError::Linked`] when a room is linked to another venue; then
/// nothing was written.
pub(in crate::venues) async fn change(db: &Db, old: &Stored, new: &Listed, act: &Act<'_>) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    save(&mut tx, new, old.version + 1, act).await?;
    let fields: Vec<&str> = changed(&old.venue.details, &new.details).into_iter().map(Word::word).collect();
    let detail = json!({ "venue": new.details.name.zh, "fields": fields, "ended": new.ended, "rooms": new.rooms,
        "refused": new.refused, "why": act.why });
    let subject = new.id.to_string();
    audit::append(&mut tx, &audit::Entry { at: act.now, actor: act.by, action: act.action, subject: &subject, detail }).await?;
    Ok(tx.commit().await?)
}

/// Writes a version of a venue, and the rooms that are linked to it. The number of a version is given once: who comes second
/// with it is told so. The caller tells the audit chain.
///
/// # Errors
/// As [`change`].
pub(in crate::venues) async fn save(tx: &mut Tx, venue: &Listed, number: i64, act: &Act<'_>) -> Result<(), StoreError> {
    const VERSION: &str = "insert into venue_versions (venue, number, since, doc, written_by, action, why) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    const UNLINK: &str = "delete from venue_rooms where venue = $1";
    const LINK: &str = "insert into venue_rooms (room, venue) values ($1, $2)";
    let (doc, since) = (Doc::text(venue)?, act.now.trunc_subsecs(6));
    on!(tx tx, conn => async {
        let row = sqlx::query(VERSION).bind(venue.id).bind(number).bind(since).bind(&doc).bind(act.by);
        row.bind(act.action).bind(act.why).execute(conn).await.map(|_| ())
    })
    .map_err(|error| twice(error, StoreError::Outdated))?;
    on!(tx tx, conn => async { sqlx::query(UNLINK).bind(venue.id).execute(conn).await.map(|_| ()) })?;
    // A venue that has ended holds no room: another may have it.
    for room in venue.rooms.iter().filter(|_| venue.ended.is_none()) {
        on!(tx tx, conn => async { sqlx::query(LINK).bind(room.0).bind(venue.id).execute(conn).await.map(|_| ()) })
            .map_err(|error| twice(error, StoreError::Linked))?;
    }
    Ok(())
}

/// Ends all fictional venues, as real rooms take the place of fictional ones; says how many. The caller has written the rooms.
///
/// # Errors
/// [`StoreError`]; the transaction is then of no use.
pub(crate) async fn end_demo(tx: &mut Tx, ended: &Ended, by: &str, now: DateTime<Utc>) -> Result<usize, StoreError> {
    audit::hold(tx).await?;
    let stored = list_in(tx).await?;
    let demo: Vec<Stored> =
        stored.into_iter().filter(|stored| stored.venue.details.demo && stored.venue.ended.is_none()).collect();
    let act = Act { action: "venues.end", why: ended.why.as_str(), by, now };
    for Stored { venue, version } in &demo {
        let new = Listed { ended: Some(ended.clone()), ..venue.clone() };
        save(tx, &new, version + 1, &act).await?;
    }
    if !demo.is_empty() {
        let detail = json!({ "fictional": demo.len(), "why": ended.why });
        let entry = audit::Entry { at: now, actor: by, action: "venues.end", subject: "venues", detail };
        audit::append(tx, &entry).await?;
    }
    Ok(demo.len())
}

/// What a second row with the same key means.
pub(super) fn twice(error: sqlx::Error, means: StoreError) -> StoreError {
    let is_twice = error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    if is_twice { means } else { error.into() }
}
