//! How a number of one day differs from that of another.

use super::count::{Board, Number};
use super::figure::{Figure, Subject};

/// A number before and after, with the rows that came and went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// At the earlier day.
    pub before: Number,
    /// At the later day.
    pub after: Number,
    /// Rows of `after` that `before` has not.
    pub came: Vec<u32>,
    /// Rows of `before` that `after` has not.
    pub went: Vec<u32>,
}

impl Change {
    /// A number of two days. Rooms are the same when they are the same room, however it changed.
    pub fn of(figure: Figure, before: &Board<'_>, after: &Board<'_>) -> Self {
        let (old, new) = (before.number(figure), after.number(figure));
        let key = |board: &Board<'_>, row: u32| match figure.subject() {
            Subject::Rooms => board.room(Subject::Rooms, row),
            _ => Some(row),
        };
        let only = |these: &Number, of: &Board<'_>, those: &Number, other: &Board<'_>| {
            // Rows stand by room, so their keys are in order.
            let keys: Vec<_> = those.rows.iter().map(|row| key(other, *row)).collect();
            these.rows.iter().copied().filter(|row| keys.binary_search(&key(of, *row)).is_err()).collect()
        };
        let came = only(&new, after, &old, before);
        let went = only(&old, before, &new, after);
        Self { before: old, after: new, came, went }
    }

    /// How much more there is.
    pub fn difference(&self) -> i64 {
        self.after.value - self.before.value
    }
}
