//! The one clock, and the ids that are made of time and chance. Everything else takes them as arguments.

use chrono::{DateTime, Utc};
use domain::RoomId;

/// Now.
#[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A fresh id for a room, a `UUIDv7`.
pub(crate) fn new_room_id() -> RoomId {
    RoomId(new_id())
}

/// A fresh id for anything else.
pub(crate) fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// Chance from the operating system, for tokens.
pub fn random() -> [u8; 32] {
    rand::random()
}
