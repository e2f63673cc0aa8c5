//! All SQL of venues: their versions, the rooms linked to them, and the lists that came in.

mod lists;
mod read;
mod write;

use domain::RoomId;
use domain::venues::{Details, Ended, Listed};
use uuid::Uuid;

use crate::rooms;

pub(super) use lists::{Finish, Finished, Head, Kept, drop_draft, file, finish, heads, upload};
pub(super) use read::{Stored, Version, as_of, find, list, venue_of_room, versions};
pub(crate) use write::end_demo;
pub(super) use write::{Act, change};

/// Why venues could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("the venue or list {0} as stored is not valid")]
    Row(Uuid),
    /// Somebody changed it since it was read.
    #[error("the venue or list was changed by somebody else meanwhile")]
    Outdated,
    /// The room is linked to another venue.
    #[error("the room is linked to another venue already")]
    Linked,
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] rooms::store::StoreError),
}

/// A version as it is kept.
#[derive(serde::Serialize, serde::Deserialize)]
struct Doc {
    details: Details,
    ended: Option<Ended>,
    rooms: Vec<RoomId>,
    refused: Vec<RoomId>,
}

impl Doc {
    fn text(venue: &Listed) -> Result<String, StoreError> {
        let Listed { id, details, ended, rooms, refused, .. } = venue.clone();
        serde_json::to_string(&Self { details, ended, rooms, refused }).ok().ok_or(StoreError::Row(id))
    }
}
