//! The mark of a cleaner's card, as the seal makes it.

use domain::RoomCode;
use domain::care::CareMark;
use uuid::Uuid;

use crate::seal::Seal;

/// The mark of a card of a room.
pub(super) fn mark(seal: &Seal, room: RoomCode, card: Uuid) -> CareMark {
    CareMark::of(seal.sign(&format!("care\n{room}\n{card}")))
}
