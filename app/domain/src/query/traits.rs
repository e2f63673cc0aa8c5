//! What a filter looks at, in one word of bits.

use crate::access::Entry;
use crate::area::AreaClass;
use crate::facility::{Facility, FacilitySet};
use crate::room::Room;
use crate::words::Word;

/// Bits of a room that filters look at. A room answers a question when it holds every bit wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits(u32);

#[expect(clippy::cast_possible_truncation, reason = "twenty facilities")]
const EVERYONE: u32 = Facility::ALL.len() as u32;
const CLASS: u32 = EVERYONE + 1;

impl Traits {
    /// The bits a question wants.
    pub fn wanted(has: FacilitySet, entry: Option<Entry>, class: Option<AreaClass>) -> Self {
        let entry = u32::from(entry == Some(Entry::Everyone)) << EVERYONE;
        let class = class.map_or(0, |class| 1 << (CLASS + class as u32));
        Self(has.0 | entry | class)
    }

    /// The bits of a room. Unknown sets no bit: it is never taken for yes.
    pub fn of(room: &Room) -> Self {
        Self::wanted(room.facts.present(), Some(room.entry), room.class())
    }

    /// The bits of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all wanted bits are there.
    pub fn holds(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}
