//! Who answers for which rooms.

use chrono::{DateTime, SubsecRound, Utc};
use domain::RoomId;
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::accounts::Person;
use crate::audit;
use crate::db::{Db, Tx, on};

/// That a person answers for a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rectifications) struct Tie {
    pub(in crate::rectifications) person: Uuid,
    pub(in crate::rectifications) room: RoomId,
}

/// All ties.
pub(in crate::rectifications) async fn ties(db: &Db) -> Result<Vec<Tie>, StoreError> {
    const SQL: &str = "select person, room from operator_rooms order by given";
    let rows: Vec<(Uuid, Uuid)> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    Ok(rows.into_iter().map(|(person, room)| Tie { person, room: RoomId(room) }).collect())
}

/// The rooms that a person answers for.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(db: &Db, person: Uuid) -> Result<Vec<RoomId>, StoreError> {
    const SQL: &str = "select room from operator_rooms where person = $1 order by given";
    let rooms: Vec<Uuid> = on!(db, pool => sqlx::query_scalar(SQL).bind(person).fetch_all(pool))?;
    Ok(rooms.into_iter().map(RoomId).collect())
}

/// Whether a person answers for a room.
pub(in crate::rectifications) async fn is_tied(db: &Db, person: Uuid, room: RoomId) -> Result<bool, StoreError> {
    Ok(of_person(db, person).await?.contains(&room))
}

/// Makes a person answer for rooms; those it answers for already stay.
pub(in crate::rectifications) async fn give(
    db: &Db,
    person: &Person,
    rooms: &[RoomId],
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into operator_rooms (person, room, given) values ($1, $2, $3) on conflict do nothing";
    let mut tx = db.begin().await?;
    for room in rooms {
        let done = on!(tx &mut tx, conn => async {
            let row = sqlx::query(SQL).bind(person.id).bind(room.0).bind(now.trunc_subsecs(6));
            row.execute(conn).await.map(|done| done.rows_affected())
        })?;
        if done == 1 {
            tell(&mut tx, person, *room, "operators.give", by, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Ends that; one that has ended already is let be.
pub(in crate::rectifications) async fn release(
    db: &Db,
    person: &Person,
    room: RoomId,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "delete from operator_rooms where person = $1 and room = $2";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        sqlx::query(SQL).bind(person.id).bind(room.0).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 {
        tell(&mut tx, person, room, "operators.release", by, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn tell(tx: &mut Tx, person: &Person, room: RoomId, action: &str, by: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    let entry = audit::Entry { at, actor: by, action, subject: person.login.as_str(), detail: json!({ "room": room }) };
    Ok(audit::append(tx, &entry).await?)
}
