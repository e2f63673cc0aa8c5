//! What a room holds, as parents see it.

use chrono::NaiveDate;

use super::{Level, SchemeKind, Valid};
use crate::text::Bilingual;

/// An award that a room holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The scheme.
    pub scheme: Bilingual,
    /// The body that gave it.
    pub issuer: Bilingual,
    /// What the scheme gives.
    pub kind: SchemeKind,
    /// Its level.
    pub level: Level,
    /// When it holds.
    pub valid: Valid,
    /// Made up, and marked as such.
    pub fictional: bool,
    /// Whether staff are asked to decide about it anew, or a gate of the room is open. Then no list shows it, and the room's
    /// page says that it is looked at again: a sign of quality beside an open gate would tell parents what nobody stands for,
    /// and the plate by the door would be a riddle if the page said nothing.
    pub in_question: bool,
}

impl Held {
    /// Whether it holds on a day.
    pub fn is_valid(&self, day: NaiveDate) -> bool {
        (self.valid.from..=self.valid.until).contains(&day)
    }

    /// Whether lists show it on a day.
    pub fn shows(&self, day: NaiveDate) -> bool {
        self.is_valid(day) && !self.in_question
    }
}
