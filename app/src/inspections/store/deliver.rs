//! Taking what a phone sends: the same bytes twice are one inspection with one receipt.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::device::{Conflict, Delivery, Known, Placement, Receipt, place};
use domain::rectification::camera_found;
use domain::score::{Problem, check_sheet, score};
use domain::standard::{Standards, Version};
use domain::{ClauseId, Digest, InspectionState, Word};
use serde_json::json;
use uuid::Uuid;

use super::pairs::guidance;
use super::steps::keep_revision;
use super::{Inspection, Row, StoreError, json_of, tell};
use crate::accounts::Person;
use crate::db::{Db, Tx, on};
use crate::inspections::sheet::open;
use crate::rounds::{self, NotFulfilled};
use crate::{photos, rooms};

/// Why a delivery is not taken. The phone keeps it.
#[derive(Debug, Clone, PartialEq)]
pub enum NotTaken {
    /// What is stored says otherwise.
    Conflict(Conflict),
    /// The session is another person's.
    NotTheExpert,
    /// There is no such room.
    NoRoom,
    /// The visit lies after this day.
    Future(NaiveDate),
    /// The version is not the one that was in force on the day of the visit, which is this one.
    NotInForce(Option<String>),
    /// Answers that make no sense.
    Answers(Vec<Problem>),
    /// Clauses that still need an answer.
    Open(Vec<ClauseId>),
    /// The expert belongs to the room's operator.
    Affiliated(domain::Conflict),
    /// It does not fulfil the assignment that it names.
    Assignment(NotFulfilled),
}

/// Keeps a delivery, or gives again the receipt of an earlier one.
///
/// # Errors
/// When the database cannot be read or written; then nothing was kept.
pub async fn deliver(
    (db, standards): (&Db, &Standards),
    inspection: Uuid,
    delivery: &Delivery,
    digest: Digest,
    by: &Person,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Result<Receipt, NotTaken>, StoreError> {
    if delivery.expert != by.login.as_str() {
        return Ok(Err(NotTaken::NotTheExpert));
    }
    let received = match received((db, standards), inspection, delivery, digest, by, (now, today)).await? {
        Ok(received) => received,
        Err(refused) => return Ok(Err(refused)),
    };
    let missing = photos::missing(db, &delivery.sheet.photos().into_iter().collect::<Vec<_>>()).await?;
    Ok(Ok(Receipt { inspection, digest, revision: delivery.revision, received, missing }))
}

/// When it was first received: now, or then.
async fn received(
    (db, standards): (&Db, &Standards),
    inspection: Uuid,
    delivery: &Delivery,
    digest: Digest,
    by: &Person,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Result<DateTime<Utc>, NotTaken>, StoreError> {
    let may = rounds::may_inspect(db, by.id, delivery.room).await?;
    let guidance = guidance(db, delivery.assignment).await?;
    let mut tx = db.begin().await?;
    lock(&mut tx, inspection).await?;
    let stored = stored(&mut tx, inspection).await?;
    let earlier = sent(&mut tx, inspection, delivery.revision).await?;
    let known = stored.as_ref().map(|old| Known {
        own: old.expert == by.id,
        open: old.state.is_open(),
        revision: old.revision,
        version: old.version,
        sent: earlier.as_ref().and_then(|(sent, _)| *sent),
    });
    Ok(match place(known, delivery.revision, delivery.base, digest) {
        Placement::Refuse(conflict) => Err(NotTaken::Conflict(conflict)),
        Placement::Again => Ok(earlier.map_or(now, |(_, received)| received)),
        Placement::Keep => {
            if let Err(conflict) = may {
                return Ok(Err(NotTaken::Affiliated(conflict)));
            }
            let version = match acceptable(&mut tx, standards, delivery, today).await? {
                Ok(version) => version,
                Err(refused) => return Ok(Err(refused)),
            };
            let fulfils = stored.as_ref().map_or(delivery.assignment, |old| old.assignment);
            if let Some(fulfils) = fulfils
                && let Err(refused) = rounds::fulfil(&mut tx, fulfils, inspection, delivery.room, by.id).await?
            {
                return Ok(Err(NotTaken::Assignment(refused)));
            }
            keep(&mut tx, (inspection, stored.as_ref()), version, (delivery, guidance), digest, by, now).await?;
            tx.commit().await?;
            Ok(now.trunc_subsecs(6))
        }
    })
}

/// Two deliveries of one inspection come one after the other, also where there is no row yet to wait for.
async fn lock(tx: &mut Tx, inspection: Uuid) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(pg) = tx {
        #[expect(clippy::cast_possible_truncation, reason = "half of the id is enough to tell locks apart")]
        let key = (inspection.as_u128() >> 64 ^ inspection.as_u128()) as i64;
        sqlx::query("select pg_advisory_xact_lock($1)").bind(key).execute(&mut **pg).await?;
    }
    Ok(())
}

pub(super) async fn stored(tx: &mut Tx, inspection: Uuid) -> Result<Option<Inspection>, StoreError> {
    const SQL: &str =
        "select id, room, expert, state, sheet, remark, version, revision, assignment, guidance from inspections where id = $1";
    let row: Option<Row> = on!(tx tx, conn => sqlx::query_as(SQL).bind(inspection).fetch_optional(conn))?;
    row.map(Inspection::try_from).transpose()
}

/// What was sent as a revision, and when it came.
async fn sent(tx: &mut Tx, inspection: Uuid, revision: i64) -> Result<Option<(Option<Digest>, DateTime<Utc>)>, StoreError> {
    const SQL: &str = "select sent, submitted from inspection_revisions where inspection = $1 and revision = $2";
    let row: Option<(Option<String>, DateTime<Utc>)> =
        on!(tx tx, conn => sqlx::query_as(SQL).bind(inspection).bind(revision).fetch_optional(conn))?;
    Ok(row.map(|(sent, submitted)| (sent.and_then(|sent| Digest::new(&sent).ok()), submitted)))
}

/// The version that judges a delivery, when nothing is wrong with it.
async fn acceptable<'a>(
    tx: &mut Tx,
    standards: &'a Standards,
    delivery: &Delivery,
    today: NaiveDate,
) -> Result<Result<&'a Version, NotTaken>, StoreError> {
    let sheet = &delivery.sheet;
    if sheet.visited > today {
        return Ok(Err(NotTaken::Future(today)));
    }
    let Some(version) = standards.judging(&sheet.standard, sheet.visited) else {
        let right = standards.in_force(sheet.visited);
        return Ok(Err(NotTaken::NotInForce(right.map(|right| right.standard.id.clone()))));
    };
    let problems = check_sheet(&version.standard, sheet);
    if !problems.is_empty() {
        return Ok(Err(NotTaken::Answers(problems)));
    }
    let report = score(&version.standard, &sheet.venue, &sheet.answers);
    let open = open(&report);
    // Whoever finds a camera stops there.
    if !open.is_empty() && !camera_found(&report) {
        return Ok(Err(NotTaken::Open(open)));
    }
    let known = rooms::store::is_known(tx, delivery.room).await?;
    Ok(if known { Ok(version) } else { Err(NotTaken::NoRoom) })
}

async fn keep(
    tx: &mut Tx,
    (id, old): (Uuid, Option<&Inspection>),
    version: &Version,
    (delivery, guidance): (&Delivery, bool),
    digest: Digest,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const INSERT: &str = "insert into inspections (id, room, expert, state, sheet, remark, version, revision, changed, assignment, guidance) \
        values ($1, $2, $3, $4, $5, '', 1, $6, $7, $8, $9)";
    const UPDATE: &str = "update inspections set state = $2, sheet = $3, remark = '', version = version + 1, revision = $4, \
        changed = $5 where id = $1";
    let (state, sheet) = (InspectionState::Submitted, json_of(&delivery.sheet)?);
    on!(tx tx, conn => async {
        let row = match old {
            None => sqlx::query(INSERT).bind(id).bind(delivery.room.0).bind(by.id),
            Some(_) => sqlx::query(UPDATE).bind(id),
        };
        let row = row.bind(state.word()).bind(&sheet).bind(delivery.revision).bind(now.trunc_subsecs(6));
        let row = if old.is_none() { row.bind(delivery.assignment).bind(guidance) } else { row };
        row.execute(conn).await.map(|_| ())
    })?;
    let kept = Inspection {
        id,
        room: delivery.room,
        expert: by.id,
        state,
        sheet: delivery.sheet.clone(),
        remark: String::new(),
        version: 1,
        revision: delivery.revision,
        assignment: delivery.assignment,
        guidance,
    };
    keep_revision(tx, &kept, version, delivery.revision, (Some(digest), None), now).await?;
    let detail =
        json!({ "revision": delivery.revision, "room": delivery.room, "sent": digest, "assignment": delivery.assignment });
    tell(tx, &kept, by.login.as_str(), "inspections.deliver", detail, now).await
}
