//! Visits: one of each supervisor, room and campaign; a correction is another row, and the one before is kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use domain::supervision::{Form, Refused, Term, correctable, has_been, may_tell_from};
use domain::{Conflict, RoomId};
use serde_json::json;
use uuid::Uuid;

use super::campaigns::campaign_in;
use super::kept::{Visit, find_in};
use super::{StoreError, finish, terms};
use crate::accounts::Person;
use crate::db::{Db, Tx, on};
use crate::{audit, rooms, rounds};

/// A visit as a form sent it.
#[derive(Debug, Clone)]
pub(in crate::supervision) struct Sent<'a> {
    /// Of the form.
    pub(in crate::supervision) id: Uuid,
    pub(in crate::supervision) campaign: Uuid,
    pub(in crate::supervision) room: RoomId,
    /// The local day.
    pub(in crate::supervision) day: NaiveDate,
    /// The local hour, from 0 to 23.
    pub(in crate::supervision) hour: u32,
    pub(in crate::supervision) form: &'a Form,
}

/// Why a visit is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::supervision) enum Not {
    /// By the day, the term or the campaign.
    Refused(Refused),
    /// The room belongs to somebody whom the supervisor belongs to.
    Conflict(Conflict),
    /// The campaign does not cover the room: it is elsewhere, or not open.
    Elsewhere,
    /// The supervisor has told a visit of this room in this campaign.
    Twice,
    /// It was sent too long ago to be corrected.
    Late,
    /// The form was sent before and says something else now.
    Changed,
}

/// Begins a write of a visit. What everybody sees of a room may change with it: the registry first, then the chain.
async fn begin(db: &Db) -> Result<Tx, StoreError> {
    let mut tx = db.begin().await?;
    rooms::store::touched(&mut tx).await?;
    audit::hold(&mut tx).await?;
    Ok(tx)
}

/// Keeps a visit. The chain is held: of two forms that come at once the second finds the first.
pub(in crate::supervision) async fn keep(
    db: &Db,
    sent: &Sent<'_>,
    by: &Person,
    (now, local): (DateTime<Utc>, NaiveDateTime),
) -> Result<Result<(), Not>, StoreError> {
    const STANDS: &str = "select count(*) from supervision_visits \
        where campaign = $1 and room = $2 and person = $3 and replaced is null";
    let now = now.trunc_subsecs(6);
    let mut tx = begin(db).await?;
    if let Some(kept) = find_in(&mut tx, sent.id).await? {
        return Ok(same(&kept, sent, by));
    }
    if let Err(not) = may(&mut tx, sent, by, (local, local.date())).await? {
        return Ok(Err(not));
    }
    let stands: i64 = on!(tx &mut tx, conn => async {
        sqlx::query_scalar(STANDS).bind(sent.campaign).bind(sent.room.0).bind(by.id).fetch_one(conn).await
    })?;
    if stands > 0 {
        return Ok(Err(Not::Twice));
    }
    add(&mut tx, sent, by, (now, now), None).await?;
    finish(tx, ("supervision.visit", sent.room.0), told(sent, None), by.login.as_str(), now).await?;
    Ok(Ok(()))
}

/// Corrects a visit of the same room and campaign, within the time for that; the one before is kept.
///
/// # Errors
/// [`StoreError::Outdated`] where another correction came first.
pub(in crate::supervision) async fn correct(
    db: &Db,
    old: &Visit,
    sent: &Sent<'_>,
    by: &Person,
    (now, local): (DateTime<Utc>, NaiveDateTime),
) -> Result<Result<(), Not>, StoreError> {
    const END: &str = "update supervision_visits set replaced = $1 where id = $2 and person = $3 and replaced is null";
    let now = now.trunc_subsecs(6);
    let mut tx = begin(db).await?;
    if let Some(kept) = find_in(&mut tx, sent.id).await? {
        return Ok(same(&kept, sent, by));
    }
    if !correctable(old.first_at, now) {
        return Ok(Err(Not::Late));
    }
    // The clocks of `now` and `local` differ by the region's offset.
    let first = old.first_at.naive_utc() + (local - now.naive_utc());
    let may = if sent.day == old.day {
        may_again(&mut tx, sent, by, local).await?
    } else {
        may(&mut tx, sent, by, (local, first.date())).await?
    };
    if let Err(not) = may {
        return Ok(Err(not));
    }
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(END).bind(now).bind(old.id).bind(by.id);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    add(&mut tx, sent, by, (now, old.first_at), Some(old.id)).await?;
    finish(tx, ("supervision.correct", sent.room.0), told(sent, Some(old.id)), by.login.as_str(), now).await?;
    Ok(Ok(()))
}

/// What a form that was sent before comes to: nothing new, where it says the same.
fn same(kept: &Visit, sent: &Sent<'_>, by: &Person) -> Result<(), Not> {
    let is_same = kept.person == by.id
        && (kept.campaign, kept.room, kept.day, kept.hour) == (sent.campaign, sent.room, sent.day, sent.hour)
        && kept.form == *sent.form;
    if is_same { Ok(()) } else { Err(Not::Changed) }
}

/// Whether a visit may be told, by what is stored at this moment; `first` is the local day on which it was first sent.
async fn may(
    tx: &mut Tx,
    sent: &Sent<'_>,
    by: &Person,
    (local, first): (NaiveDateTime, NaiveDate),
) -> Result<Result<(), Not>, StoreError> {
    let Some(stored) = campaign_in(tx, sent.campaign).await? else { return Ok(Err(Not::Elsewhere)) };
    let held: Vec<Term> = terms::of_in(tx, by.id).await?.into_iter().map(|held| held.term).collect();
    if let Err(refused) = may_tell_from(first, (sent.day, sent.hour), &held, &stored.campaign, local) {
        return Ok(Err(Not::Refused(refused)));
    }
    let room = rooms::store::of_id_in(tx, sent.room).await?;
    if !room.is_some_and(|stored_room| stored.campaign.covers(&stored_room.room)) {
        return Ok(Err(Not::Elsewhere));
    }
    free(tx, sent, by).await
}

/// Whether a visit may be told again of the same day: that it could be told was found when it was first sent, and what ended
/// since then, such as the campaign, is not against its correction.
async fn may_again(tx: &mut Tx, sent: &Sent<'_>, by: &Person, local: NaiveDateTime) -> Result<Result<(), Not>, StoreError> {
    match has_been((sent.day, sent.hour), local) {
        Ok(()) => free(tx, sent, by).await,
        Err(refused) => Ok(Err(Not::Refused(refused))),
    }
}

/// Whether the supervisor has nothing to do with the room.
async fn free(tx: &mut Tx, sent: &Sent<'_>, by: &Person) -> Result<Result<(), Not>, StoreError> {
    let mut barred = rounds::barred(tx, &[(by.id, sent.room)]).await?;
    Ok(barred.remove(&(by.id, sent.room)).map_or(Ok(()), |conflict| Err(Not::Conflict(conflict))))
}

async fn add(
    tx: &mut Tx,
    sent: &Sent<'_>,
    by: &Person,
    (now, first_at): (DateTime<Utc>, DateTime<Utc>),
    replaces: Option<Uuid>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into supervision_visits (id, campaign, room, person, day, hour, answers, clean, finding, remark, \
        at, first_at, replaces) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let Sent { id, campaign, room, day, hour, form } = sent;
    let answers = serde_json::to_string(form.answers()).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let rating = |rating: Option<u8>| rating.map(i64::from);
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(campaign).bind(room.0).bind(by.id).bind(day.to_string()).bind(i64::from(*hour));
        let row = row.bind(&answers).bind(rating(form.clean())).bind(rating(form.finding())).bind(form.remark());
        row.bind(now).bind(first_at).bind(replaces).execute(conn).await.map(|_| ())
    })?;
    Ok(())
}

/// What the chain is told. A remark may name people: it stays in the visit, and out of the chain.
fn told(sent: &Sent<'_>, replaces: Option<Uuid>) -> serde_json::Value {
    let Sent { id, campaign, day, hour, form, .. } = sent;
    json!({ "visit": id, "campaign": campaign, "day": day, "hour": hour, "answers": form.answers(), "clean": form.clean(),
        "finding": form.finding(), "characters": form.remark().chars().count(), "replaces": replaces })
}
