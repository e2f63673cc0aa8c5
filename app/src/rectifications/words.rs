//! What rectification is called.

use domain::rectification::{DAYS_TO_MEND, ESCALATE_AFTER_DAYS, ItemState, ItemStep, NoProof, RecheckWay, Severity};
use domain::standard::published;
use domain::{ClauseId, Region};

use super::store::Suspension;
use crate::i18n::Lang;

impl Lang {
    /// Whose the deadlines are.
    pub(super) fn deadlines_are_ours(self) -> String {
        self.rectify_ours(DAYS_TO_MEND, ESCALATE_AFTER_DAYS)
    }

    /// What a clause asks, by the newest version that has it.
    pub(crate) fn clause_title(self, clause: ClauseId) -> &'static str {
        let found = published().iter().rev().find_map(|version| version.standard.clause(clause));
        found.map_or("", |clause| clause.title.pick(self.is_english()))
    }

    pub(super) fn item_state(self, state: ItemState) -> &'static str {
        match state {
            ItemState::Open => self.rectify_open(),
            ItemState::Answered => self.rectify_answered(),
            ItemState::Closed => self.rectify_closed(),
            ItemState::Superseded => self.rectify_superseded(),
        }
    }

    pub(super) fn item_step(self, step: ItemStep) -> &'static str {
        match step {
            ItemStep::Answer => self.rectify_step_answer(),
            ItemStep::SendBack => self.rectify_step_send_back(),
            ItemStep::Pass => self.rectify_step_pass(),
            ItemStep::Fail => self.rectify_step_fail(),
            ItemStep::Escalate => self.rectify_step_escalate(),
            ItemStep::Supersede => self.rectify_step_supersede(),
        }
    }

    pub(super) fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Gate => self.rectify_gate(),
            Severity::Fail => self.rectify_fail(),
            Severity::Partial => self.rectify_partial(),
        }
    }

    pub(super) fn recheck_way(self, way: RecheckWay) -> &'static str {
        match way {
            RecheckWay::OnSite => self.rectify_on_site(),
            RecheckWay::Photo => self.rectify_by_photo(),
        }
    }

    pub(super) fn no_proof(self, why: NoProof) -> &'static str {
        match why {
            NoProof::NotOnSite => self.rectify_not_on_site(),
            NoProof::Nothing => self.rectify_no_proof(),
            NoProof::Undecided => self.rectify_undecided(),
        }
    }

    /// Why a room is kept out of the finder, and since when. Of a camera the public is told nothing.
    pub fn suspension(self, of: &Suspension, region: &Region) -> String {
        let since = self.date(region.local(of.since).date());
        if of.camera {
            return self.rectify_shut_safety(since);
        }
        let titles: Vec<&str> = of.clauses.iter().map(|clause| self.clause_title(*clause)).collect();
        self.rectify_shut_gates(since, titles.join(self.answer_list_separator()))
    }

    /// That staff have let a room back although a gate is open; empty where they have not.
    pub fn let_back(self, of: &Suspension, region: &Region) -> String {
        let told = of.lifted.zip(of.reason.as_ref());
        told.map_or_else(String::new, |(at, reason)| self.rectify_let_back(self.date(region.local(at).date()), reason))
    }
}
