//! Nominating a room, and taking an award further: each in one transaction with its step and its audit line.

use chrono::{DateTime, Days, NaiveDate, SubsecRound, Utc};
use domain::awards::{Award, AwardState, AwardStep, Deed, RENEW_DAYS, Refused, Terms, Unfit};
use domain::{RoomId, Stage, Word};
use serde_json::json;
use uuid::Uuid;

use super::schemes::hold;
use super::{Kept, Scheme, StoreError};
use crate::db::{Db, Tx, on};
use crate::{audit, rooms};

/// A nomination.
#[derive(Debug, Clone, Copy)]
pub(in crate::awards) struct New<'a> {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) room: RoomId,
    /// The operator nominates a room of theirs.
    pub(in crate::awards) self_assessed: bool,
    /// Who, on which day and with which words.
    pub(in crate::awards) deed: Deed<'a>,
    /// The document that it rests on.
    pub(in crate::awards) paper: &'a str,
    /// What stands against the room.
    pub(in crate::awards) unfit: &'a [Unfit],
    pub(in crate::awards) today: NaiveDate,
    pub(in crate::awards) now: DateTime<Utc>,
}

/// A step.
#[derive(Debug, Clone, Copy)]
pub(in crate::awards) struct Taken<'a> {
    pub(in crate::awards) deed: Deed<'a>,
    /// The document that it rests on.
    pub(in crate::awards) paper: &'a str,
    /// The band of the inspection that it rests on.
    pub(in crate::awards) band: Option<&'a str>,
    /// What stands against the room.
    pub(in crate::awards) unfit: &'a [Unfit],
    pub(in crate::awards) today: NaiveDate,
    /// When what the person decides by was read; what is recorded later was seen by nobody.
    pub(in crate::awards) read: DateTime<Utc>,
    pub(in crate::awards) now: DateTime<Utc>,
}

/// Why a room is not nominated, or a step not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::awards) enum NotTaken {
    /// By the rules.
    Refused(Refused),
    /// The scheme is retired.
    Retired,
    /// The room is nominated by this scheme already, or holds its award.
    Twice,
    /// A gate of the room was opened meanwhile.
    Gates,
    /// A gate of the room is open, so the award is not kept as it is.
    KeptWithGates,
}

/// Nominates a room by a scheme in use.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(in crate::awards) async fn nominate(db: &Db, scheme: &Scheme, new: &New<'_>) -> Result<Result<(), NotTaken>, StoreError> {
    let mut tx = db.begin().await?;
    let done = nominate_in(&mut tx, scheme, new).await?;
    if done.is_ok() {
        tx.commit().await?;
    }
    Ok(done)
}

/// The same within a transaction.
pub(super) async fn nominate_in(tx: &mut Tx, scheme: &Scheme, new: &New<'_>) -> Result<Result<(), NotTaken>, StoreError> {
    const SQL: &str = "insert into awards \
        (id, scheme, room, nominated_by, self_assessed, state, on_day, changed, version) \
        values ($1, $2, $3, $4, $5, 'nominated', $6, $7, 1) \
        on conflict (scheme, room) where state = 'nominated' do nothing";
    let New { id, room, self_assessed, deed, paper, unfit, today, now } = *new;
    if let Err(refused) = Award::nominate(deed.by, deed.on, unfit, today) {
        return Ok(Err(NotTaken::Refused(refused)));
    }
    // The registry first, then the chain, as taking an import back holds them: the room goes before this or stays.
    rooms::store::touched(tx).await?;
    audit::hold(tx).await?;
    let stage = rooms::store::of_id_in(tx, room).await?.map_or(Stage::Closed, |stored| stored.room.stage);
    if stage != Stage::Open {
        return Ok(Err(NotTaken::Refused(Refused::Unfit(vec![Unfit::Stage(stage)]))));
    }
    if hold(tx, scheme.id).await? != Some(true) {
        return Ok(Err(NotTaken::Retired));
    }
    // One that ends in so many days may be followed by another, as `assess` says.
    let late = today.checked_add_days(Days::new(RENEW_DAYS + 1)).unwrap_or(today);
    if holds(tx, (scheme.id, room, id), (late, NaiveDate::MAX)).await? {
        return Ok(Err(NotTaken::Twice));
    }
    let now = now.trunc_subsecs(6);
    let done = on!(tx &mut *tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(scheme.id).bind(room.0).bind(deed.by).bind(self_assessed);
        row.bind(deed.on.to_string()).bind(now).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Ok(Err(NotTaken::Twice));
    }
    let line = Line { award: id, room, scheme, deed, valid: None, band: None, paper, now };
    written(tx, line).await?;
    Ok(Ok(()))
}

/// Takes an award, as it was read, a step further.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster; then nothing was written.
pub(in crate::awards) async fn take(
    db: &Db,
    scheme: &Scheme,
    kept: &Kept,
    taken: &Taken<'_>,
) -> Result<Result<Award, NotTaken>, StoreError> {
    let mut tx = db.begin().await?;
    let done = take_in(&mut tx, scheme, kept, taken).await?;
    if done.is_ok() {
        tx.commit().await?;
    }
    Ok(done)
}

/// The same within a transaction.
pub(super) async fn take_in(
    tx: &mut Tx,
    scheme: &Scheme,
    kept: &Kept,
    taken: &Taken<'_>,
) -> Result<Result<Award, NotTaken>, StoreError> {
    let Taken { deed, paper, band, unfit, today, read, now } = *taken;
    let next = match kept.award.take(&scheme.terms, &deed, unfit, today) {
        Ok(next) => next,
        Err(refused) => return Ok(Err(NotTaken::Refused(refused))),
    };
    // The registry first, as a confirmation holds it: a gate is opened before this step or after it.
    rooms::store::touched(tx).await?;
    let in_use = hold(tx, scheme.id).await?.ok_or(StoreError::Row(scheme.id))?;
    if deed.step == AwardStep::Award {
        if !in_use {
            return Ok(Err(NotTaken::Retired));
        }
        if has_open_gate(tx, kept.room).await? {
            return Ok(Err(NotTaken::Gates));
        }
        let valid = next.valid.ok_or(StoreError::Row(kept.id))?;
        if holds(tx, (scheme.id, kept.room, kept.id), (valid.from, valid.until)).await? {
            return Ok(Err(NotTaken::Twice));
        }
    }
    if deed.step == AwardStep::Keep && has_open_gate(tx, kept.room).await? {
        return Ok(Err(NotTaken::KeptWithGates));
    }
    let now = now.trunc_subsecs(6);
    set(tx, kept, &next, deed.step.settles().then_some(read.trunc_subsecs(6)), now).await?;
    let valid = next.valid.filter(|_| deed.step == AwardStep::Award);
    let level = deed.level.filter(|_| matches!(deed.step, AwardStep::Award | AwardStep::Lower));
    let line = Line {
        award: kept.id,
        room: kept.room,
        scheme,
        deed: Deed { level, ..deed },
        valid: valid.map(|valid| (valid.from, valid.until)),
        band,
        paper,
        now,
    };
    written(tx, line).await?;
    Ok(Ok(next))
}

/// Writes an award that stands as it was read.
async fn set(
    tx: &mut Tx,
    kept: &Kept,
    next: &Award,
    settled: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update awards set state = $1, level = $2, valid_from = $3, valid_until = $4, on_day = $5, \
        settled = coalesce($6, settled), changed = $7, version = version + 1 where id = $8 and version = $9";
    let (from, until) = (next.valid.map(|valid| valid.from.to_string()), next.valid.map(|valid| valid.until.to_string()));
    let level = next.level.map(|level| i64::from(level.0));
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(next.state.word()).bind(level).bind(from).bind(until).bind(next.on.to_string());
        let row = row.bind(settled).bind(now).bind(kept.id).bind(kept.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}

/// Whether a room holds another award of the scheme on any of these days.
async fn holds(
    tx: &mut Tx,
    (scheme, room, but): (Uuid, RoomId, Uuid),
    (from, until): (NaiveDate, NaiveDate),
) -> Result<bool, StoreError> {
    const SQL: &str = "select id, state, valid_from, valid_until from awards \
        where scheme = $1 and room = $2 and id <> $3 and valid_from is not null and valid_until is not null";
    type Row = (Uuid, String, String, String);
    let rows: Vec<Row> = on!(tx tx, conn => sqlx::query_as(SQL).bind(scheme).bind(room.0).bind(but).fetch_all(conn))?;
    for (id, state, first, last) in rows {
        let valid = super::valid_of(id, Some(first), Some(last))?.ok_or(StoreError::Row(id))?;
        let held = AwardState::from_word(&state).is_ok_and(AwardState::is_held);
        if held && valid.from <= until && valid.until >= from {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn has_open_gate(tx: &mut Tx, room: RoomId) -> Result<bool, StoreError> {
    const SQL: &str = "select count(*) from rectification_items \
        where room = $1 and severity = 'gate' and state in ('open', 'answered')";
    let open: i64 = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(room.0).fetch_one(conn))?;
    Ok(open > 0)
}

/// A line of an award's history.
struct Line<'a> {
    award: Uuid,
    room: RoomId,
    scheme: &'a Scheme,
    deed: Deed<'a>,
    valid: Option<(NaiveDate, NaiveDate)>,
    band: Option<&'a str>,
    paper: &'a str,
    now: DateTime<Utc>,
}

/// Keeps a step, and its audit line.
async fn written(tx: &mut Tx, line: Line<'_>) -> Result<(), StoreError> {
    const SQL: &str = "insert into award_steps (award, number, at, actor, step, on_day, level, valid_from, valid_until, terms, \
        evidence_kind, evidence, band, paper, words) \
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 \
        from award_steps where award = $1";
    let Line { award, room, scheme, deed, valid, band, paper, now } = line;
    let Terms { name, fictional, .. } = &scheme.terms;
    let (from, until) = (valid.map(|valid| valid.0.to_string()), valid.map(|valid| valid.1.to_string()));
    let level = deed.level.map(|level| i64::from(level.0));
    let (kind, evidence) = (deed.evidence.map(|of| of.kind.word()), deed.evidence.map(|of| of.id));
    on!(tx &mut *tx, conn => async {
        let row = sqlx::query(SQL).bind(award).bind(now).bind(deed.by).bind(deed.step.word()).bind(deed.on.to_string());
        let row = row.bind(level).bind(&from).bind(&until).bind(scheme.version).bind(kind).bind(evidence);
        row.bind(band).bind(paper).bind(deed.words).execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "room": room, "scheme": scheme.id, "name": name, "fictional": fictional, "on": deed.on, "level": level,
        "from": from, "until": until, "evidence": evidence, "paper": paper, "words": deed.words });
    let (action, subject) = (format!("awards.{}", deed.step), award.to_string());
    Ok(audit::append(tx, &audit::Entry { at: now, actor: deed.by, action: &action, subject: &subject, detail }).await?)
}
