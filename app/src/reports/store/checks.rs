//! What parents saw: whether facts still hold, and how clean and easy to find a room was.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use domain::{Facility, Fact, Room, RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::audit::{self, VISITOR};
use crate::db::{Db, Tx, on};
use crate::rooms::store::{self as rooms, Stored};

/// What one visitor saw.
#[derive(Debug, Clone)]
pub(in crate::reports) struct Check<'a> {
    /// Of the form.
    pub(in crate::reports) id: Uuid,
    pub(in crate::reports) room: RoomId,
    pub(in crate::reports) at_door: bool,
    /// From 1 to 5.
    pub(in crate::reports) clean: Option<i64>,
    /// From 1 to 5.
    pub(in crate::reports) finding: Option<i64>,
    pub(in crate::reports) facts: &'a [(Facility, bool)],
}

/// Keeps what a visitor saw; the same form twice is kept once. `false` where it was sent before and says something else now.
pub(in crate::reports) async fn check(db: &Db, check: &Check<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "insert into room_checks (id, room, at, at_door, clean, finding) values ($1, $2, $3, $4, $5, $6) \
        on conflict (id) do nothing";
    const FACT: &str = "insert into room_check_facts (room_check, facility, holds) values ($1, $2, $3)";
    let Check { id, room, at_door, clean, finding, facts } = check;
    let now = now.trunc_subsecs(6);
    let mut tx = db.begin().await?;
    if clean.or(*finding).is_some() {
        // Ratings are public.
        rooms::touched(&mut tx).await?;
    }
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(room.0).bind(now).bind(at_door).bind(clean).bind(finding);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        drop(tx);
        return is_kept(db, check).await;
    }
    for (facility, holds) in *facts {
        on!(tx &mut tx, conn => async {
            sqlx::query(FACT).bind(id).bind(facility.word()).bind(holds).execute(conn).await.map(|_| ())
        })?;
    }
    let detail = json!({ "at_door": at_door, "clean": clean, "finding": finding, "facts": facts });
    let subject = room.0.to_string();
    let entry = audit::Entry { at: now, actor: VISITOR, action: "reports.check", subject: &subject, detail };
    audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether a check that is kept says the same.
async fn is_kept(db: &Db, check: &Check<'_>) -> Result<bool, StoreError> {
    const STARS: &str = "select clean, finding from room_checks where id = $1";
    const FACTS: &str = "select facility, holds from room_check_facts where room_check = $1";
    let stars: (Option<i64>, Option<i64>) = on!(db, pool => sqlx::query_as(STARS).bind(check.id).fetch_one(pool))?;
    let mut kept: Vec<(String, bool)> = on!(db, pool => sqlx::query_as(FACTS).bind(check.id).fetch_all(pool))?;
    let mut facts: Vec<(String, bool)> = check.facts.iter().map(|(facility, holds)| (facility.to_string(), *holds)).collect();
    // The engines order texts differently.
    kept.sort();
    facts.sort();
    Ok(stars == (check.clean, check.finding) && kept == facts)
}

/// What visitors saw of one fact since staff last looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reports) struct Seen {
    pub(in crate::reports) facility: Facility,
    /// How many say that the room has it.
    pub(in crate::reports) yes: usize,
    /// How many say that it has not.
    pub(in crate::reports) no: usize,
    /// How many of all stood at the door.
    pub(in crate::reports) at_door: usize,
    /// When the last of those who say yes said so.
    pub(in crate::reports) last_yes: Option<DateTime<Utc>>,
    /// When the last of those who say no said so.
    pub(in crate::reports) last_no: Option<DateTime<Utc>>,
    /// When the last of all said so.
    pub(in crate::reports) last: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    room: Uuid,
    facility: String,
    holds: bool,
    at: DateTime<Utc>,
    at_door: bool,
}

/// What visitors saw since staff last looked, by room.
pub(in crate::reports) async fn seen(db: &Db) -> Result<HashMap<RoomId, Vec<Seen>>, StoreError> {
    const SQL: &str = "select c.id, c.room, f.facility, f.holds, c.at, c.at_door from room_check_facts f \
        join room_checks c on c.id = f.room_check where f.settled is null order by c.at limit 100000";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut of: HashMap<RoomId, Vec<Seen>> = HashMap::new();
    for row in rows {
        let facility = Facility::from_word(&row.facility).ok().ok_or(StoreError::Row(row.id))?;
        let all = of.entry(RoomId(row.room)).or_default();
        let known = all.iter().position(|seen| seen.facility == facility);
        let at = known.unwrap_or_else(|| {
            all.push(Seen { facility, yes: 0, no: 0, at_door: 0, last_yes: None, last_no: None, last: row.at });
            all.len() - 1
        });
        if let Some(seen) = all.get_mut(at) {
            let (count, last) = if row.holds { (&mut seen.yes, &mut seen.last_yes) } else { (&mut seen.no, &mut seen.last_no) };
            (*count, *last) = (*count + 1, Some(row.at));
            seen.at_door += usize::from(row.at_door);
            seen.last = row.at;
        }
    }
    Ok(of)
}

/// Takes what visitors saw of a fact into the room, as it was read, and looks no more at what they said until then.
///
/// # Errors
/// [`rooms::StoreError::Outdated`] when somebody was faster.
pub(in crate::reports) async fn adopt(
    db: &Db,
    old: &Stored,
    (facility, fact): (Facility, Fact),
    until: DateTime<Utc>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut room: Room = old.room.clone();
    room.facts.set(facility, fact);
    let mut tx = db.begin().await?;
    rooms::update(&mut tx, old, &room, now).await?;
    settle(&mut tx, &room, facility, until, now).await?;
    let detail = json!({ "facility": facility, "value": fact.value, "on": fact.on });
    let entry = audit::Entry { at: now, actor: by, action: "reports.adopt", subject: room.code.as_str(), detail };
    audit::append(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

/// Leaves a fact as it is, and looks no more at what visitors said of it until then.
pub(in crate::reports) async fn pass_over(
    db: &Db,
    room: &Room,
    facility: Facility,
    until: DateTime<Utc>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    settle(&mut tx, room, facility, until, now).await?;
    let detail = json!({ "facility": facility });
    let entry = audit::Entry { at: now, actor: by, action: "reports.pass_over", subject: room.code.as_str(), detail };
    audit::append(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

async fn settle(
    tx: &mut Tx,
    room: &Room,
    facility: Facility,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    const SQL: &str = "update room_check_facts set settled = $1 where settled is null and facility = $2 \
        and room_check in (select id from room_checks where room = $3 and at <= $4)";
    let now = now.trunc_subsecs(6);
    on!(tx tx, conn => async {
        sqlx::query(SQL).bind(now).bind(facility.word()).bind(room.id.0).bind(until).execute(conn).await.map(|_| ())
    })
}

/// How clean, and how easy to find, visitors of the last year found a room: from 1 to 5, and how many said so.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rating {
    /// The mean, and how many said so.
    pub clean: (f64, i64),
    /// The mean, and how many said so.
    pub finding: (f64, i64),
}

/// The ratings of all rooms since a moment, of those who had scanned the code at the door.
///
/// # Errors
/// [`StoreError`].
pub async fn ratings(db: &Db, since: DateTime<Utc>) -> Result<HashMap<RoomId, Rating>, StoreError> {
    const SQL: &str = "select room, cast(coalesce(sum(clean), 0) as bigint), count(clean), \
        cast(coalesce(sum(finding), 0) as bigint), count(finding) from room_checks where at > $1 and at_door group by room";
    type Sums = (Uuid, i64, i64, i64, i64);
    let rows: Vec<Sums> = on!(db, pool => sqlx::query_as(SQL).bind(since.trunc_subsecs(6)).fetch_all(pool))?;
    #[expect(clippy::cast_precision_loss, reason = "never so many")]
    let mean = |sum: i64, count: i64| if count == 0 { 0.0 } else { sum as f64 / count as f64 };
    let rating = |(room, clean, cleans, finding, findings): Sums| {
        (RoomId(room), Rating { clean: (mean(clean, cleans), cleans), finding: (mean(finding, findings), findings) })
    };
    Ok(rows.into_iter().map(rating).collect())
}
