//! One transaction that keeps several deliveries, each with an audit line of its own.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, SubsecRound, Utc};
use domain::device::{Delivery, Known, Placement, place};
use domain::{Conflict as Affiliated, Digest, InspectionState, RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use super::deliver::NotTaken;
use super::hand_in::{HandIn, keep_all};
use crate::accounts::Person;
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::{rooms, rounds};

/// A delivery whose turn it is.
pub(super) struct Sent {
    pub(super) inspection: Uuid,
    pub(super) delivery: Delivery,
    pub(super) digest: Digest,
    pub(super) by: Person,
    pub(super) now: DateTime<Utc>,
    /// Whether it fulfils a visit of guidance.
    pub(super) guidance: bool,
    /// What is kept of it, or why it is not taken unless it was kept already.
    pub(super) hand_in: Result<HandIn, NotTaken>,
}

/// When a delivery was first received, or why it is not taken.
pub(super) type Outcome = Result<DateTime<Utc>, NotTaken>;

/// What is stored of an inspection, and of the revision that was sent.
#[derive(sqlx::FromRow)]
struct Old {
    id: Uuid,
    expert: Uuid,
    state: String,
    version: i64,
    revision: i64,
    assignment: Option<Uuid>,
    sent: Option<String>,
    submitted: Option<DateTime<Utc>>,
}

/// What is to be written.
struct New<'a> {
    sent: &'a Sent,
    hand_in: &'a HandIn,
    /// The version of the inspection that it goes on from.
    old: Option<i64>,
}

/// Keeps deliveries of different inspections; what comes of each, in order.
///
/// # Errors
/// When the database cannot be read or written; then none was kept.
pub(super) async fn keep(db: &Db, batch: &[Sent]) -> Result<Vec<Outcome>, StoreError> {
    let mut tx = db.begin().await?;
    lock(&mut tx, batch).await?;
    let stored = stored(&mut tx, batch).await?;
    let may = May::read(&mut tx, batch).await?;
    let (mut outcomes, mut new) = (Vec::with_capacity(batch.len()), Vec::with_capacity(batch.len()));
    for sent in batch {
        let old = stored.get(&sent.inspection);
        let known = old.map(|old| old.known(sent)).transpose()?;
        outcomes.push(match place(known, sent.delivery.revision, sent.delivery.base, sent.digest) {
            Placement::Refuse(conflict) => Err(NotTaken::Conflict(conflict)),
            Placement::Again => Ok(old.and_then(|old| old.submitted).unwrap_or(sent.now)),
            Placement::Keep => match acceptable(&mut tx, sent, old, &may).await? {
                Ok(hand_in) => {
                    new.push(New { sent, hand_in, old: old.map(|old| old.version) });
                    Ok(sent.now.trunc_subsecs(6))
                }
                Err(refused) => Err(refused),
            },
        });
    }
    if !new.is_empty() {
        write(&mut tx, &new).await?;
        tx.commit().await?;
    }
    Ok(outcomes)
}

/// Which rooms there are, and who may not inspect them.
struct May {
    rooms: HashSet<RoomId>,
    barred: HashMap<(Uuid, RoomId), Affiliated>,
}

impl May {
    async fn read(tx: &mut Tx, batch: &[Sent]) -> Result<Self, StoreError> {
        let who: Vec<_> = batch.iter().map(|sent| (sent.by.id, sent.delivery.room)).collect();
        let rooms: Vec<RoomId> = who.iter().map(|(_, room)| *room).collect();
        Ok(Self { rooms: rooms::store::known(tx, &rooms).await?, barred: rounds::barred(tx, &who).await? })
    }
}

/// Two deliveries of one inspection come one after the other, also from two processes and where there is no row yet to
/// wait for.
async fn lock(tx: &mut Tx, batch: &[Sent]) -> Result<(), sqlx::Error> {
    const SQL: &str = "select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as key";
    if let Tx::Postgres(pg) = tx {
        #[expect(clippy::cast_possible_truncation, reason = "half of the id is enough to tell locks apart")]
        let key = |id: Uuid| (id.as_u128() >> 64 ^ id.as_u128()) as i64;
        let mut keys: Vec<i64> = batch.iter().map(|sent| key(sent.inspection)).collect();
        // In order, so that two processes never wait for each other.
        keys.sort_unstable();
        sqlx::query(SQL).bind(keys).execute(&mut **pg).await?;
    }
    Ok(())
}

/// What is stored of the inspections, by their ids.
async fn stored(tx: &mut Tx, batch: &[Sent]) -> Result<HashMap<Uuid, Old>, sqlx::Error> {
    const SQLITE: &str = "select i.id, i.expert, i.state, i.version, i.revision, i.assignment, r.sent, r.submitted \
        from inspections i left join inspection_revisions r on r.inspection = i.id and r.revision = $2 where i.id = $1";
    const POSTGRES: &str = "select i.id, i.expert, i.state, i.version, i.revision, i.assignment, r.sent, r.submitted \
        from unnest($1::uuid[], $2::bigint[]) as asked (id, revision) join inspections i on i.id = asked.id \
        left join inspection_revisions r on r.inspection = i.id and r.revision = asked.revision";
    let mut stored: Vec<Old> = Vec::new();
    match tx {
        Tx::Sqlite(tx) => {
            for sent in batch {
                let asked = sqlx::query_as(SQLITE).bind(sent.inspection).bind(sent.delivery.revision);
                stored.extend(asked.fetch_optional(&mut **tx).await?);
            }
        }
        Tx::Postgres(tx) => {
            let (ids, revisions): (Vec<_>, Vec<_>) = batch.iter().map(|sent| (sent.inspection, sent.delivery.revision)).unzip();
            stored = sqlx::query_as(POSTGRES).bind(ids).bind(revisions).fetch_all(&mut **tx).await?;
        }
    }
    Ok(stored.into_iter().map(|old| (old.id, old)).collect())
}

impl Old {
    fn known(&self, sent: &Sent) -> Result<Known, StoreError> {
        let state = InspectionState::from_word(&self.state).ok().ok_or(StoreError::Row(self.id))?;
        Ok(Known {
            own: self.expert == sent.by.id,
            open: state.is_open(),
            revision: self.revision,
            version: self.version,
            sent: self.sent.as_ref().and_then(|sent| Digest::new(sent).ok()),
        })
    }
}

/// What is kept of a delivery, when nothing is wrong with it; its assignment is fulfilled then.
async fn acceptable<'a>(
    tx: &mut Tx,
    sent: &'a Sent,
    old: Option<&Old>,
    may: &May,
) -> Result<Result<&'a HandIn, NotTaken>, StoreError> {
    if let Some(conflict) = may.barred.get(&(sent.by.id, sent.delivery.room)) {
        return Ok(Err(NotTaken::Affiliated(conflict.clone())));
    }
    let hand_in = match &sent.hand_in {
        Ok(hand_in) => hand_in,
        Err(refused) => return Ok(Err(refused.clone())),
    };
    if !may.rooms.contains(&sent.delivery.room) {
        return Ok(Err(NotTaken::NoRoom));
    }
    let fulfils = old.map_or(sent.delivery.assignment, |old| old.assignment);
    if let Some(fulfils) = fulfils
        && let Err(refused) = rounds::fulfil(tx, fulfils, sent.inspection, sent.delivery.room, sent.by.id).await?
    {
        return Ok(Err(NotTaken::Assignment(refused)));
    }
    Ok(Ok(hand_in))
}

async fn write(tx: &mut Tx, new: &[New<'_>]) -> Result<(), StoreError> {
    let (first, later): (Vec<&New>, Vec<&New>) = new.iter().partition(|new| new.old.is_none());
    insert(tx, &first).await?;
    for new in later {
        update(tx, new).await?;
    }
    keep_all(tx, &new.iter().map(|new| new.hand_in).collect::<Vec<_>>()).await?;
    let subjects: Vec<String> = new.iter().map(|new| new.sent.inspection.to_string()).collect();
    let lines = new.iter().zip(&subjects).map(|(New { sent, .. }, subject)| {
        let Delivery { revision, room, assignment, .. } = &sent.delivery;
        let detail = json!({ "revision": revision, "room": room, "sent": sent.digest, "assignment": assignment });
        audit::Entry { at: sent.now, actor: sent.by.login.as_str(), action: "inspections.deliver", subject, detail }
    });
    Ok(audit::append_all(tx, &lines.collect::<Vec<_>>()).await?)
}

/// Adds inspections as they are handed in for the first time.
async fn insert(tx: &mut Tx, new: &[&New<'_>]) -> Result<(), sqlx::Error> {
    const SQLITE: &str = "insert into inspections \
        (id, room, expert, state, sheet, remark, version, revision, changed, assignment, guidance) \
        values ($1, $2, $3, $4, $5, '', 1, $6, $7, $8, $9)";
    const POSTGRES: &str = "insert into inspections \
        (id, room, expert, state, sheet, remark, version, revision, changed, assignment, guidance) \
        select id, room, expert, $4, sheet, '', 1, revision, changed, assignment, guidance \
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $5::text[], $6::bigint[], $7::timestamptz[], $8::uuid[], $9::boolean[]) \
        as sent (id, room, expert, sheet, revision, changed, assignment, guidance)";
    macro_rules! each {
        ($field:expr) => {
            new.iter().map($field).collect::<Vec<_>>()
        };
    }
    let state = InspectionState::Submitted.word();
    match tx {
        Tx::Sqlite(tx) => {
            for New { sent, hand_in, .. } in new {
                let Sent { inspection, delivery, by, now, guidance, .. } = sent;
                let row = sqlx::query(SQLITE).bind(inspection).bind(delivery.room.0).bind(by.id).bind(state).bind(&hand_in.sheet);
                let row = row.bind(delivery.revision).bind(now.trunc_subsecs(6)).bind(delivery.assignment).bind(guidance);
                row.execute(&mut **tx).await?;
            }
        }
        Tx::Postgres(tx) => {
            let rows = sqlx::query(POSTGRES).bind(each!(|new| new.sent.inspection)).bind(each!(|new| new.sent.delivery.room.0));
            let rows = rows.bind(each!(|new| new.sent.by.id)).bind(state).bind(each!(|new| new.hand_in.sheet.as_str()));
            let rows = rows.bind(each!(|new| new.sent.delivery.revision)).bind(each!(|new| new.sent.now.trunc_subsecs(6)));
            let rows = rows.bind(each!(|new| new.sent.delivery.assignment)).bind(each!(|new| new.sent.guidance));
            rows.execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// Writes what is handed in again.
async fn update(tx: &mut Tx, new: &New<'_>) -> Result<(), StoreError> {
    const SQL: &str = "update inspections set state = $2, sheet = $3, remark = '', version = version + 1, revision = $4, \
        changed = $5 where id = $1 and version = $6";
    let New { sent, hand_in, old } = new;
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(sent.inspection).bind(InspectionState::Submitted.word()).bind(&hand_in.sheet);
        let row = row.bind(sent.delivery.revision).bind(sent.now.trunc_subsecs(6)).bind(old);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}
