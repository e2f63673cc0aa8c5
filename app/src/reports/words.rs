//! Words for what parents report.

use domain::Facility;
use domain::reports::{CaseState, CaseStep, Trouble};

use crate::i18n::Lang;

impl Lang {
    /// What is wrong.
    pub(crate) fn trouble(self, trouble: Trouble) -> &'static str {
        match trouble {
            Trouble::Locked => self.voice_locked(),
            Trouble::Diverted => self.voice_diverted(),
            Trouble::Broken => self.voice_broken(),
            Trouble::Dirty => self.voice_dirty(),
            Trouble::NoConsumables => self.voice_no_consumables(),
            Trouble::Intrusion => self.voice_intrusion(),
            Trouble::WrongFacts => self.voice_wrong_facts(),
            Trouble::Other => self.voice_other(),
        }
    }

    /// What is wrong, with what it is about.
    pub(crate) fn trouble_about(self, trouble: Trouble, about: Option<Facility>) -> String {
        let trouble = self.trouble(trouble);
        about.map_or_else(|| trouble.to_owned(), |facility| self.voice_of(trouble, self.facility(facility)))
    }

    /// How far a case has come.
    pub(super) fn case_state(self, state: CaseState) -> &'static str {
        match state {
            CaseState::Received => self.voice_received(),
            CaseState::Accepted => self.voice_accepted(),
            CaseState::Resolved => self.voice_resolved(),
            CaseState::Dismissed => self.voice_dismissed(),
        }
    }

    /// What happened to a case.
    pub(super) fn case_step(self, step: CaseStep) -> &'static str {
        match step {
            CaseStep::Receive => self.voice_step_receive(),
            CaseStep::Join => self.voice_step_join(),
            CaseStep::Accept => self.voice_step_accept(),
            CaseStep::Dismiss => self.voice_step_dismiss(),
            CaseStep::Inspect => self.voice_step_inspect(),
            CaseStep::Resolve => self.voice_step_resolve(),
            CaseStep::Reopen => self.voice_step_reopen(),
        }
    }
}
