//! What the passing of time asks for: rooms that leave the finder or come back, and items that are put before the staff.

use chrono::{DateTime, SubsecRound, Utc};
use domain::rectification::{ESCALATE_AFTER_DAYS, ItemStep, OpenGateItem, Severity, suspends_on};
use domain::{ClauseId, Region, RoomId};

use super::suspensions::{LOOK, Suspension, end, suspend, suspensions};
use super::{Event, Item, Row, StoreError, append, columns, items};
use crate::db::{Db, Tx, on};

const OPEN: &str = concat!("select ", columns!(), " from rectification_items where state in ('open', 'answered')");

/// What the passing of time asks for.
#[derive(Debug, Default, PartialEq)]
struct Due {
    suspend: Vec<(RoomId, Vec<ClauseId>, bool)>,
    lift: Vec<Suspension>,
    escalate: Vec<Item>,
}

fn due(open: Vec<Item>, known: &[Suspension], region: &Region, now: DateTime<Utc>) -> Due {
    let today = region.local(now).date();
    let let_back =
        |room: RoomId| known.iter().filter(|one| one.room == room && one.reason.is_some()).filter_map(|one| one.lifted).max();
    let is_out = |room: RoomId| known.iter().any(|one| one.room == room && one.lifted.is_none());
    let mut due = Due::default();
    let gates = || open.iter().filter(|item| item.severity == Severity::Gate);
    for item in gates().filter(|item| !is_out(item.room)) {
        let day = region.local(item.opened).date();
        let gate = OpenGateItem { opened: item.opened, day, days: item.days, camera: item.camera };
        if !suspends_on(&gate, let_back(item.room), today) {
            continue;
        }
        match due.suspend.iter_mut().find(|(room, ..)| *room == item.room) {
            Some((_, clauses, camera)) => {
                clauses.push(item.clause);
                *camera |= item.camera;
            }
            None => due.suspend.push((item.room, vec![item.clause], item.camera)),
        }
    }
    // A room that is out stays out until the last of its gates is mended, also one found later.
    let mended = |one: &&Suspension| one.lifted.is_none() && gates().all(|item| item.room != one.room);
    due.lift = known.iter().filter(mended).cloned().collect();
    due.escalate = open;
    due.escalate.retain(|item| item.escalated.is_none() && item.days_over(region, today) > ESCALATE_AFTER_DAYS);
    due
}

/// Does what the passing of time asks for, once, whoever else does it at the same moment (the rows decide who was
/// first); whether there was anything.
pub(in crate::rectifications) async fn watched(db: &Db, region: &Region, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let open = super::open(db).await?;
    let known = suspensions(on!(db, pool => sqlx::query_as(LOOK).fetch_all(pool))?)?;
    if due(open, &known, region, now) == Due::default() {
        return Ok(false);
    }
    let mut tx = db.begin().await?;
    let open: Vec<Row> = on!(tx &mut tx, conn => sqlx::query_as(OPEN).fetch_all(conn))?;
    let known = suspensions(on!(tx &mut tx, conn => sqlx::query_as(LOOK).fetch_all(conn))?)?;
    let Due { suspend: out, lift, escalate } = due(items(open)?, &known, region, now);
    let done = !(out.is_empty() && lift.is_empty() && escalate.is_empty());
    for (room, clauses, camera) in out {
        suspend(&mut tx, room, clauses, camera, "muying", now).await?;
    }
    for one in &lift {
        match end(&mut tx, one, None, "muying", now).await {
            Ok(()) | Err(StoreError::Outdated) => {}
            Err(error) => return Err(error),
        }
    }
    for item in &escalate {
        mark(&mut tx, item, now).await?;
    }
    tx.commit().await?;
    Ok(done)
}

/// Puts an item before the staff. Somebody who works on it at the same moment is not disturbed: its version stays.
async fn mark(tx: &mut Tx, item: &Item, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update rectification_items set escalated = $1 where id = $2 and escalated is null";
    let done = on!(tx tx, conn => async {
        sqlx::query(SQL).bind(now.trunc_subsecs(6)).bind(item.id).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Ok(());
    }
    let (actor, words) = ("muying".to_owned(), String::new());
    let event = Event { at: now, actor, step: ItemStep::Escalate, words, photos: Vec::new(), answer: None, on_site: false };
    append(tx, item.id, &event).await
}
