//! What waits for staff, and until when somebody looks at it.
//!
//! No official text about these days in Longgang could be read. They are therefore ours, and the page that shows them says so.

use chrono::{Days, NaiveDate};

use crate::rectification::Severity;
use crate::reports::Trouble;
use crate::role::Action;
use crate::words::words;

/// Days to confirm an inspection or send it back, from the day it was handed in. **Ours**.
const TO_CONFIRM: u64 = 5;
/// Days to approve a payment or refuse it, from the day it was proposed. **Ours**.
const TO_APPROVE: u64 = 5;
/// Days to decide about a nomination, or about an award that is in question, from the day it was. **Ours**.
const TO_JUDGE: u64 = 5;
/// Days to see to what was not mended in time, from the day after it was due. **Ours**; an open gate does not wait.
const TO_PRESS: u64 = 2;
/// Days to write a list that was uploaded or to give it up, from the day it was last worked at. **Ours**.
const TO_FINISH: u64 = 3;

words! {
    /// What kind of thing waits.
    InboxKind {
        /// A case of parents' reports that nobody has looked at.
        Report = "report",
        /// Something that was not mended in time.
        Rectification = "rectification",
        /// An inspection to be confirmed.
        Inspection = "inspection",
        /// A payment to be approved by a second person.
        Payment = "payment",
        /// A list that was uploaded and neither written nor given up.
        Import = "import",
        /// An award to be decided about.
        Award = "award",
    }
}

/// What waits, as far as its due day depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A case of parents' reports.
    Report(Trouble),
    /// Something that was not mended in time.
    Rectification(Severity),
    /// An inspection to be confirmed.
    Inspection,
    /// A payment to be approved.
    Payment,
    /// An import to be finished.
    Import,
    /// A nomination that a second person decides about.
    Nomination,
    /// An award that is in question.
    Doubt,
}

impl Matter {
    /// Its kind.
    pub fn kind(self) -> InboxKind {
        match self {
            Self::Report(_) => InboxKind::Report,
            Self::Rectification(_) => InboxKind::Rectification,
            Self::Inspection => InboxKind::Inspection,
            Self::Payment => InboxKind::Payment,
            Self::Import => InboxKind::Import,
            Self::Nomination | Self::Doubt => InboxKind::Award,
        }
    }

    /// The local day until whose end somebody looks at it, where nobody set another; `since` is the local day on which it
    /// began to wait.
    pub fn due(self, since: NaiveDate) -> NaiveDate {
        let days = match self {
            Self::Report(trouble) => return trouble.due(since),
            Self::Rectification(Severity::Gate) => 0,
            Self::Rectification(_) => TO_PRESS,
            Self::Inspection => TO_CONFIRM,
            Self::Payment => TO_APPROVE,
            Self::Import => TO_FINISH,
            Self::Nomination | Self::Doubt => TO_JUDGE,
        };
        since.checked_add_days(Days::new(days)).unwrap_or(since)
    }

    /// Whether it goes before everything else.
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::Report(trouble) if trouble.is_urgent())
    }
}

impl InboxKind {
    /// Who does not have this right does not see it.
    pub fn needs(self) -> Action {
        match self {
            Self::Report => Action::HandleReports,
            Self::Rectification => Action::ManageRectifications,
            Self::Inspection => Action::ReviewInspections,
            Self::Payment => Action::ManageMoney,
            Self::Import => Action::ImportRooms,
            Self::Award => Action::ManageAwards,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_and_open_gates_are_due_at_once_and_the_rest_within_days() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let days = |matter: Matter| (matter.due(day) - day).num_days();
        let all = [
            Matter::Report(Trouble::Intrusion),
            Matter::Report(Trouble::Locked),
            Matter::Report(Trouble::Dirty),
            Matter::Rectification(Severity::Gate),
            Matter::Rectification(Severity::Fail),
            Matter::Inspection,
            Matter::Payment,
            Matter::Import,
            Matter::Nomination,
            Matter::Doubt,
        ];
        assert_eq!(all.map(days), [0, 2, 5, 0, 2, 5, 5, 3, 5, 5]);
        assert_eq!(all.iter().filter(|matter| matter.is_urgent()).count(), 1);
        assert!(Matter::Report(Trouble::Intrusion).is_urgent());
        assert_eq!(Matter::Payment.due(NaiveDate::MAX), NaiveDate::MAX);
    }
}
