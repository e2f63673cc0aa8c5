//! All SQL of rounds.

mod assignments;
mod duty;
mod rounds;

use std::collections::HashMap;

use domain::{Conflict, RoomId};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::{accounts, rooms};

pub use assignments::{Assignment, assignment, of_expert};
pub(super) use assignments::{Refused, cancel, loads, of_round, reassign};
pub use duty::{NotFulfilled, Partner, fulfil, partner, reopen, waiting};
#[cfg(test)]
pub(super) use rounds::Progress;
pub(super) use rounds::{Round, find, list, plan};

/// Why rounds could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is no round or assignment.
    #[error("round or assignment {0} as stored is not valid")]
    Row(Uuid),
    /// It was changed since it was read.
    #[error("the assignment was changed meanwhile")]
    Outdated,
    /// People.
    #[error(transparent)]
    People(#[from] accounts::StoreError),
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] rooms::store::StoreError),
}

/// Whether a person may inspect a room: never one of an operator they belong to.
///
/// # Errors
/// [`StoreError`]; within, the [`Conflict`].
pub async fn may_inspect(db: &Db, person: Uuid, room: RoomId) -> Result<Result<(), Conflict>, StoreError> {
    let profile = accounts::profile(db, person).await?;
    if profile.affiliations.is_empty() {
        return Ok(Ok(()));
    }
    let stored = rooms::store::of_id(db, room).await?;
    Ok(stored.map_or(Ok(()), |stored| domain::may_inspect(&profile.affiliations, &stored.room.venue)))
}

/// Who of these may not inspect the room beside them, and why.
///
/// # Errors
/// [`StoreError`].
pub async fn barred(tx: &mut Tx, who: &[(Uuid, RoomId)]) -> Result<HashMap<(Uuid, RoomId), Conflict>, StoreError> {
    let (affiliations, mut barred) = (accounts::affiliations(tx).await?, HashMap::new());
    for (person, room) in who {
        if let Some(affiliations) = affiliations.get(person)
            && let Some(stored) = rooms::store::of_id_in(tx, *room).await?
            && let Err(conflict) = domain::may_inspect(affiliations, &stored.room.venue)
        {
            barred.insert((*person, *room), conflict);
        }
    }
    Ok(barred)
}
