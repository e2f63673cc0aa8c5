//! Rooms of assignments: those of the snapshot, and those that are not public yet.

use std::collections::{HashMap, HashSet};

use domain::{Room, RoomId};

use super::StoreError;
use crate::db::Db;
use crate::rooms::registry::Registry;
use crate::rooms::store;

/// The rooms of these ids, public or not. The database is asked only where one is not in the snapshot.
///
/// # Errors
/// [`StoreError`].
pub async fn rooms_of(
    db: &Db,
    registry: &Registry,
    ids: impl IntoIterator<Item = RoomId>,
) -> Result<HashMap<RoomId, Room>, StoreError> {
    let mut wanted: HashSet<RoomId> = ids.into_iter().collect();
    let public = registry.entries().iter().filter(|entry| wanted.contains(&entry.room.id));
    let mut rooms: HashMap<RoomId, Room> = public.map(|entry| (entry.room.id, entry.room.clone())).collect();
    wanted.retain(|id| !rooms.contains_key(id));
    if !wanted.is_empty() {
        let stored = store::list(db).await?.into_iter().filter(|stored| wanted.contains(&stored.room.id));
        rooms.extend(stored.map(|stored| (stored.room.id, stored.room)));
    }
    Ok(rooms)
}
