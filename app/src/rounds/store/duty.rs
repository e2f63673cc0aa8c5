//! What inspections ask of assignments: whether one is fulfilled, and who else inspects the same room.

use std::collections::HashSet;

use domain::RoomId;
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, Tx, on};

/// Why an inspection does not fulfil an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotFulfilled {
    /// There is none of that id for that room.
    #[error("there is no such assignment for this room")]
    Unknown,
    /// It is somebody else's, or was given to somebody else.
    #[error("the assignment is another expert's")]
    Foreign,
    /// It was cancelled.
    #[error("the assignment was cancelled")]
    Cancelled,
    /// Another inspection was handed in for it.
    #[error("another inspection was handed in for the assignment")]
    Done,
}

/// Marks an assignment as done by an inspection, in the caller's transaction; the same again changes nothing.
///
/// # Errors
/// When the database cannot be written; within, why it is not fulfilled.
pub async fn fulfil(
    tx: &mut Tx,
    assignment: Uuid,
    inspection: Uuid,
    room: RoomId,
    expert: Uuid,
) -> Result<Result<(), NotFulfilled>, sqlx::Error> {
    const SQL: &str = "update assignments set state = 'done', inspection = $1, version = version + 1 \
        where id = $2 and room = $3 and expert = $4 and (state = 'open' or state = 'done' and inspection = $1)";
    const WHY: &str = "select expert, state from assignments where id = $1 and room = $2";
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(inspection).bind(assignment).bind(room.0).bind(expert);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 {
        return Ok(Ok(()));
    }
    let found: Option<(Uuid, String)> =
        on!(tx tx, conn => sqlx::query_as(WHY).bind(assignment).bind(room.0).fetch_optional(conn))?;
    Ok(Err(match found {
        None => NotFulfilled::Unknown,
        Some((of, _)) if of != expert => NotFulfilled::Foreign,
        Some((_, state)) if state == "cancelled" => NotFulfilled::Cancelled,
        Some(_) => NotFulfilled::Done,
    }))
}

/// Opens an assignment again whose inspection was withdrawn.
///
/// # Errors
/// When the database cannot be written.
pub async fn reopen(tx: &mut Tx, assignment: Uuid, inspection: Uuid) -> Result<(), sqlx::Error> {
    const SQL: &str = "update assignments set state = 'open', inspection = null, version = version + 1 \
        where id = $1 and inspection = $2 and state = 'done'";
    // A draft has fulfilled nothing: then no row is changed.
    on!(tx tx, conn => async { sqlx::query(SQL).bind(assignment).bind(inspection).execute(conn).await.map(|_| ()) })
}

/// The other assignment of a double inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Partner {
    /// Whose it is.
    pub expert: Uuid,
    /// What was handed in for it.
    pub inspection: Option<Uuid>,
}

/// The assignments of double inspections that are done while the other one of the pair is not.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(db: &Db) -> Result<HashSet<Uuid>, StoreError> {
    const SQL: &str = "select a.id from assignments a join rounds r on r.id = a.round \
        join assignments p on p.round = a.round and p.room = a.room and p.id <> a.id \
        where r.twice and a.state = 'done' and p.state = 'open'";
    let ids: Vec<Uuid> = on!(db, pool => sqlx::query_scalar(SQL).fetch_all(pool))?;
    Ok(ids.into_iter().collect())
}

/// The other assignment of a double inspection; none where one expert inspects, or the other one was cancelled.
///
/// # Errors
/// [`StoreError`].
pub async fn partner(db: &Db, assignment: Uuid) -> Result<Option<Partner>, StoreError> {
    const SQL: &str = "select p.expert, p.inspection from assignments a join rounds r on r.id = a.round \
        join assignments p on p.round = a.round and p.room = a.room and p.id <> a.id \
        where a.id = $1 and r.twice and a.state <> 'cancelled' and p.state <> 'cancelled'";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(assignment).fetch_optional(pool))?)
}
