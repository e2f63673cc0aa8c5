//! When a room leaves the finder.

use chrono::{DateTime, NaiveDate, Utc};

use super::{days_over, due};

/// A gate that is still to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenGateItem {
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// The local day of that.
    pub day: NaiveDate,
    /// Days until it is due.
    pub days: i64,
    /// Whether a camera was found.
    pub camera: bool,
}

/// Whether a gate keeps its room out of the finder on a day: after its due day, or, where a camera was found, at once. A
/// room that staff have let back by hand stays in for the gates that were open then.
pub fn suspends_on(gate: &OpenGateItem, let_back: Option<DateTime<Utc>>, today: NaiveDate) -> bool {
    let late = gate.camera || days_over(due(gate.day, gate.days), today) > 0;
    late && let_back.is_none_or(|at| gate.opened > at)
}
