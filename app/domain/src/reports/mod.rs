//! What parents report: what can be wrong, one table of steps, how soon it is answered, and how old facts are.
//!
//! No official text about deadlines for parents' reports in Longgang could be read. The days below are therefore ours,
//! and every page that shows them says so.

mod freshness;
mod reference;

use chrono::{Days, NaiveDate};

use crate::words::words;

pub use freshness::Freshness;
pub use reference::{DoorMark, NoReference, Reference};
pub(crate) use reference::{letters, value};

words! {
    /// What is wrong with a room. The first ones are the complaints that parents have voiced most; see the programme's
    /// notes on complaints.
    Trouble {
        /// Locked in opening hours, and nobody to open it.
        Locked = "locked",
        /// Used for something else: as a store, a lounge, a smoking room.
        Diverted = "diverted",
        /// Something in it is broken.
        Broken = "broken",
        /// Dirty.
        Dirty = "dirty",
        /// Soap, paper or hot water has run out.
        NoConsumables = "no_consumables",
        /// Somebody came in, looked in or filmed: goes before everything else.
        Intrusion = "intrusion",
        /// What is written about it is wrong.
        WrongFacts = "wrong_facts",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// How far a case has come. A case is what is wrong in one room; reports of the same thing join it.
    CaseState {
        /// It has come in. Nothing of it is public.
        Received = "received",
        /// Staff have found that it is so; it is being seen to, and public.
        Accepted = "accepted",
        /// It is over.
        Resolved = "resolved",
        /// It was not so, or is nothing for this registry. Nothing of it is public.
        Dismissed = "dismissed",
    }
}

words! {
    /// What happens to a case.
    CaseStep {
        /// The first report came.
        Receive = "receive",
        /// One more report of the same came.
        Join = "join",
        /// Staff have found that it is so.
        Accept = "accept",
        /// Staff say why it is not taken up.
        Dismiss = "dismiss",
        /// A confirmed inspection has looked at the room and found something to be mended.
        Inspect = "inspect",
        /// Staff say what was done, or an inspection has found nothing left to be mended.
        Resolve = "resolve",
        /// Staff take it up again.
        Reopen = "reopen",
    }
}

impl Trouble {
    /// Days until whose end it is looked at, from the day it came. **Ours**: no official text could be read.
    pub fn days(self) -> u64 {
        match self {
            Self::Intrusion => 0,
            Self::Locked | Self::Diverted | Self::Broken => 2,
            Self::Dirty | Self::NoConsumables | Self::WrongFacts | Self::Other => 5,
        }
    }

    /// The local day until whose end it is looked at.
    pub fn due(self, opened: NaiveDate) -> NaiveDate {
        opened.checked_add_days(Days::new(self.days())).unwrap_or(opened)
    }

    /// Whether staff have to see it before everything else.
    pub fn is_urgent(self) -> bool {
        self == Self::Intrusion
    }

    /// Whether it says nothing without words.
    pub fn needs_words(self) -> bool {
        matches!(self, Self::WrongFacts | Self::Other)
    }

    /// Whether it can be about one facility.
    pub fn can_be_about(self) -> bool {
        matches!(self, Self::Broken | Self::NoConsumables | Self::WrongFacts)
    }

    /// Whether an expert who was in the room has seen if it is still so. What somebody did there, and what is written
    /// about it elsewhere, no inspection answers.
    pub fn is_seen_by_inspection(self) -> bool {
        matches!(self, Self::Locked | Self::Diverted | Self::Broken | Self::Dirty | Self::NoConsumables)
    }
}

impl CaseState {
    /// Where a step leads; `None` where it is not allowed.
    pub fn after(self, step: CaseStep) -> Option<Self> {
        match (self, step) {
            (Self::Received | Self::Accepted, CaseStep::Join) => Some(self),
            (Self::Received, CaseStep::Accept)
            | (Self::Accepted, CaseStep::Inspect)
            | (Self::Resolved | Self::Dismissed, CaseStep::Reopen) => Some(Self::Accepted),
            (Self::Received | Self::Accepted, CaseStep::Dismiss) => Some(Self::Dismissed),
            (Self::Accepted, CaseStep::Resolve) => Some(Self::Resolved),
            _ => None,
        }
    }

    /// Whether something is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Accepted)
    }
}

impl CaseStep {
    /// Whether it says why, to whoever reported.
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Dismiss | Self::Resolve | Self::Reopen)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words::Word;

    #[test]
    fn the_table_is_what_was_agreed() {
        let all = CaseState::ALL.iter().flat_map(|state| CaseStep::ALL.iter().map(move |step| (*state, *step)));
        let told = all.filter_map(|(state, step)| Some(format!("{state} {step} {}", state.after(step)?)));
        let expected = [
            "received join received",
            "received accept accepted",
            "received dismiss dismissed",
            "accepted join accepted",
            "accepted dismiss dismissed",
            "accepted inspect accepted",
            "accepted resolve resolved",
            "resolved reopen accepted",
            "dismissed reopen accepted",
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_intrusion_is_looked_at_on_the_same_day_and_no_inspection_settles_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        assert_eq!(Trouble::Intrusion.due(day), day);
        assert!(Trouble::ALL.iter().all(|trouble| trouble.due(day) >= day && trouble.is_urgent() == (trouble.days() == 0)));
        assert!(!Trouble::Intrusion.is_seen_by_inspection() && Trouble::Locked.is_seen_by_inspection());
        assert_eq!(Trouble::Locked.due(NaiveDate::MAX), NaiveDate::MAX);
    }

    proptest! {
        /// Nothing is public or resolved that staff have not found to be so.
        #[test]
        fn nothing_is_resolved_without_triage(steps in prop::collection::vec(0..CaseStep::ALL.len(), 0..12)) {
            let (mut state, mut seen) = (CaseState::Received, false);
            for step in steps.into_iter().map(|index| CaseStep::ALL[index]) {
                if let Some(next) = state.after(step) {
                    seen |= matches!(step, CaseStep::Accept | CaseStep::Dismiss);
                    state = next;
                }
                prop_assert!(seen || state == CaseState::Received);
            }
        }
    }
}
