//! The way of an inspection from a draft to a confirmed result: one table of steps.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::words::words;

words! {
    /// How far an inspection has come.
    InspectionState {
        /// The expert is filling it in.
        Draft = "draft",
        /// The expert has handed it in.
        Submitted = "submitted",
        /// Somebody else has confirmed it: the public may see it, and it is changed only by a new revision.
        Confirmed = "confirmed",
        /// It went back to the expert with a remark.
        Returned = "returned",
        /// The expert took it back for good.
        Withdrawn = "withdrawn",
        /// The second of a double inspection, after both were settled in a revision of the first: kept as it was handed in.
        Merged = "merged",
    }
}

words! {
    /// What is done with an inspection.
    InspectionStep {
        /// The expert hands it in.
        Submit = "submit",
        /// A reviewer confirms it.
        Confirm = "confirm",
        /// A reviewer sends it back.
        Return = "return",
        /// The expert takes it back.
        Withdraw = "withdraw",
        /// The expert, or a lead expert, corrects what was confirmed: with a reason, by a revision that names the old one.
        Amend = "amend",
        /// A lead expert settles it in the other inspection of its pair.
        Merge = "merge",
    }
}

/// What a card shows of a room's latest confirmed inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inspected {
    /// The inspection, under which its report is found.
    pub inspection: Uuid,
    /// The day of the visit.
    pub visited: NaiveDate,
    /// Whether the room passed.
    pub passes: bool,
}

impl InspectionState {
    /// Where a step leads; `None` where it is not allowed.
    pub fn after(self, step: InspectionStep) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Returned, InspectionStep::Submit) => Some(Self::Submitted),
            (Self::Submitted, InspectionStep::Confirm) => Some(Self::Confirmed),
            (Self::Submitted, InspectionStep::Return) => Some(Self::Returned),
            (Self::Submitted, InspectionStep::Merge) => Some(Self::Merged),
            (Self::Draft | Self::Returned | Self::Submitted, InspectionStep::Withdraw) => Some(Self::Withdrawn),
            // What was confirmed stays the public one until the next revision is; taken back, it is confirmed again.
            (Self::Confirmed, InspectionStep::Amend) => Some(Self::Draft),
            _ => None,
        }
    }

    /// Whether the expert may still change answers.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word;

    #[test]
    fn what_is_withdrawn_or_merged_stays_so_and_what_is_confirmed_is_only_amended() {
        for &step in InspectionStep::ALL {
            let amended = (step == InspectionStep::Amend).then_some(InspectionState::Draft);
            assert_eq!(InspectionState::Confirmed.after(step), amended);
            assert_eq!(InspectionState::Merged.after(step), None);
            assert_eq!(InspectionState::Withdrawn.after(step), None);
        }
        let confirmable = InspectionState::ALL.iter().filter(|state| state.after(InspectionStep::Confirm).is_some());
        assert_eq!(confirmable.collect::<Vec<_>>(), [&InspectionState::Submitted]);
    }
}
