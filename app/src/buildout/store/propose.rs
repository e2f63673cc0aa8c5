//! A proposal: the room gets its id and its code, which it keeps until it is closed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::buildout::{StageStep, Taken};
use domain::{Line, Room, RoomCode, RoomId, Stage};

use super::steps::{Record, insert};
use super::{StoreError, set_due};
use crate::accounts::{Person, new_id};
use crate::db::{Db, Tx, on};
use crate::rooms::store as rooms;

/// A room that somebody proposes; its id, code and stage are given to it.
pub(in crate::buildout) struct Proposal {
    pub(in crate::buildout) room: Room,
    pub(in crate::buildout) on: NaiveDate,
    pub(in crate::buildout) note: Option<Line>,
    pub(in crate::buildout) paper: Option<Line>,
    pub(in crate::buildout) due: Option<NaiveDate>,
}

/// How often the next code is looked for, where somebody else takes it at the same moment.
const TRIES: usize = 5;

/// Writes a proposal, under the next free code of a prefix; says which.
///
/// # Errors
/// [`StoreError`]
pub(in crate::buildout) async fn propose(
    db: &Db,
    proposal: &Proposal,
    prefix: &str,
    by: &Person,
    now: DateTime<Utc>,
    random: [u8; 32],
) -> Result<RoomCode, StoreError> {
    let Proposal { room, on, note, paper, due } = proposal;
    let id = RoomId(new_id(now, random));
    let record = Record { step: StageStep::Propose, on: *on, note: note.as_ref(), paper: paper.as_ref(), due: *due };
    let taken = Taken { to: Stage::Proposed, inspection: None, regardless: false };
    let mut tries = 0;
    loop {
        let mut tx = db.begin().await?;
        let code = next(&mut tx, prefix).await?;
        let room = Room { id, code, stage: Stage::Proposed, stage_note: None, ..room.clone() };
        match rooms::insert_many(&mut tx, std::slice::from_ref(&room), now).await {
            Err(rooms::StoreError::CodeTaken) if tries < TRIES => {
                tries += 1;
                continue;
            }
            done => done?,
        }
        set_due(&mut tx, id, *due).await?;
        insert(&mut tx, &room, None, taken, &record, by, now).await?;
        tx.commit().await?;
        return Ok(code);
    }
}

async fn next(tx: &mut Tx, prefix: &str) -> Result<RoomCode, StoreError> {
    const SQL: &str = "select code from rooms where substr(code, 1, length($1)) = $1 \
        union select code from room_history where substr(code, 1, length($1)) = $1";
    let begin = format!("{prefix}-");
    let codes: Vec<String> = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(&begin).fetch_all(conn))?;
    let numbers = codes.iter().filter_map(|code| RoomCode::new(code).ok()).map(|code| code.number());
    let number = numbers.max().unwrap_or(0) + 1;
    RoomCode::numbered(prefix, number).map_err(|error| StoreError::Sql(sqlx::Error::Encode(error.into())))
}
