//! Cards for those who clean: one at a time for each room, renewed or ended by the operator; and the short signs.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::RoomId;
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, begin, begun, finish};
use crate::db::{Db, Tx, on};

/// A card that holds.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(in crate::care) struct Card {
    pub(in crate::care) id: Uuid,
    pub(in crate::care) made: DateTime<Utc>,
    pub(in crate::care) made_by: String,
}

const LIVE: &str = "select id, made, made_by from care_cards where room = $1 and ended is null";

/// The card of a room that holds.
pub(in crate::care) async fn live_card(db: &Db, room: RoomId) -> Result<Option<Card>, StoreError> {
    Ok(on!(db, pool => sqlx::query_as(LIVE).bind(room.0).fetch_optional(pool))?)
}

/// The same inside of a write.
pub(super) async fn live_in(tx: &mut Tx, room: RoomId) -> Result<Option<Card>, sqlx::Error> {
    on!(tx tx, conn => sqlx::query_as(LIVE).bind(room.0).fetch_optional(conn))
}

/// Makes a card, as `id`; the one that held before, as it was read, ends with it. The log begins with the first card.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster.
pub(in crate::care) async fn make_card(
    db: &Db,
    room: RoomId,
    (id, old): (Uuid, Option<Uuid>),
    by: &str,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<(), StoreError> {
    const ADD: &str = "insert into care_cards (id, room, made, made_by) values ($1, $2, $3, $4)";
    let mut tx = begin(db).await?;
    ended(&mut tx, room, old, by, now).await?;
    begun(&mut tx, room, today).await?;
    on!(tx &mut tx, conn => async {
        sqlx::query(ADD).bind(id).bind(room.0).bind(now.trunc_subsecs(6)).bind(by).execute(conn).await.map(|_| ())
    })?;
    finish(tx, room, ("care.card", json!({ "card": id, "instead_of": old })), by, now).await
}

/// Ends the card that holds, as it was read.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster.
pub(in crate::care) async fn end_card(db: &Db, room: RoomId, card: Uuid, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    ended(&mut tx, room, Some(card), by, now).await?;
    finish(tx, room, ("care.card_end", json!({ "card": card })), by, now).await
}

async fn ended(tx: &mut Tx, room: RoomId, old: Option<Uuid>, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const END: &str = "update care_cards set ended = $1, ended_by = $2 where room = $3 and ended is null";
    if live_in(tx, room).await?.map(|card| card.id) != old {
        return Err(StoreError::Outdated);
    }
    on!(tx tx, conn => async {
        sqlx::query(END).bind(now.trunc_subsecs(6)).bind(by).bind(room.0).execute(conn).await.map(|_| ())
    })?;
    Ok(())
}

/// What a room's log is, besides its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::care) struct Kept {
    /// The local day since which it is kept.
    pub(in crate::care) since: NaiveDate,
    /// The short signs of those who clean.
    pub(in crate::care) signs: Vec<String>,
}

impl Kept {
    /// A short sign that is kept, or none.
    pub(in crate::care) fn sign(&self, chosen: &str) -> &str {
        self.signs.iter().find(|sign| *sign == chosen).map_or("", String::as_str)
    }
}

/// The log of a room, if it keeps one.
pub(in crate::care) async fn kept(db: &Db, room: RoomId) -> Result<Option<Kept>, StoreError> {
    const SQL: &str = "select since, signs from care_rooms where room = $1";
    let row: Option<(String, String)> = on!(db, pool => sqlx::query_as(SQL).bind(room.0).fetch_optional(pool))?;
    let read = |(since, signs): (String, String)| {
        let read = since.parse().ok().zip(serde_json::from_str(&signs).ok()).ok_or(StoreError::Row(room.0))?;
        Ok(Kept { since: read.0, signs: read.1 })
    };
    row.map(read).transpose()
}

/// Sets the short signs of a room. They stay out of the audit chain, which nobody can take anything out of.
pub(in crate::care) async fn set_signs(
    db: &Db,
    room: RoomId,
    signs: &[String],
    by: &str,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<(), StoreError> {
    const SQL: &str = "update care_rooms set signs = $1 where room = $2";
    let mut tx = begin(db).await?;
    begun(&mut tx, room, today).await?;
    let text = serde_json::to_string(signs).map_err(|error| sqlx::Error::Encode(error.into()))?;
    on!(tx &mut tx, conn => async { sqlx::query(SQL).bind(&text).bind(room.0).execute(conn).await.map(|_| ()) })?;
    finish(tx, room, ("care.signs", json!({ "count": signs.len() })), by, now).await
}
