//! Words for rewards.

use domain::money::{Milestone, PaymentState, PaymentStep, Rule, TermsError, Unfit};

use super::store::{ProgrammeState, Refused};
use crate::i18n::Lang;

impl Lang {
    /// What a room is rewarded for.
    pub(crate) fn milestone(self, milestone: Milestone) -> &'static str {
        match milestone {
            Milestone::Opened => self.money_opened(),
            Milestone::Passed => self.money_passed(),
            Milestone::KeptUp => self.money_kept_up(),
        }
    }

    /// How far a payment has come.
    pub(crate) fn payment_state(self, state: PaymentState) -> &'static str {
        match state {
            PaymentState::Proposed => self.money_proposed(),
            PaymentState::Approved => self.money_approved(),
            PaymentState::Rejected => self.money_rejected(),
            PaymentState::Paid => self.money_paid(),
            PaymentState::Reversed => self.money_reversed(),
        }
    }

    /// What is done with a payment.
    pub(super) fn payment_step(self, step: PaymentStep) -> &'static str {
        match step {
            PaymentStep::Propose => self.money_step_propose(),
            PaymentStep::Approve => self.money_step_approve(),
            PaymentStep::Reject => self.money_step_reject(),
            PaymentStep::Pay => self.money_step_pay(),
            PaymentStep::Reverse => self.money_step_reverse(),
        }
    }

    /// How far a programme has come.
    pub(super) fn programme_state(self, state: ProgrammeState) -> &'static str {
        match state {
            ProgrammeState::Draft => self.money_draft(),
            ProgrammeState::Open => self.money_open(),
            ProgrammeState::Closed => self.money_closed(),
        }
    }

    /// A line of a programme in a sentence.
    pub(super) fn rule(self, rule: &Rule) -> String {
        let class = rule.class.map_or_else(|| self.money_any_class().to_owned(), |class| self.class(class).to_owned());
        let venue = rule.venue.map_or(self.money_any_venue(), |venue| self.venue_type(venue));
        let amount = match rule.share {
            None => self.money_fixed(rule.amount),
            Some(share) => self.money_share_of(share, rule.amount),
        };
        self.money_line(self.milestone(rule.milestone), class, venue, amount)
    }

    /// Why a room does not earn a reward.
    pub(super) fn unfit(self, unfit: Unfit) -> String {
        match unfit {
            Unfit::Stage(stage) => self.money_why_stage(self.stage(stage)),
            Unfit::NoOpening => self.money_why_no_opening().to_owned(),
            Unfit::NotInspected => self.money_why_not_inspected().to_owned(),
            Unfit::OpenGates(count) => self.money_why_gates(count),
            Unfit::Fails => self.money_why_fails().to_owned(),
            Unfit::NotYet(day) => self.money_why_not_yet(self.date(day)),
            Unfit::NotInYear(day) => self.money_why_old(self.date(day)),
            Unfit::Outside(day) => self.money_why_outside(self.date(day)),
            Unfit::NoRule => self.money_why_no_rule().to_owned(),
            Unfit::Nothing => self.money_why_nothing().to_owned(),
            Unfit::NoCost => self.money_why_no_cost().to_owned(),
        }
    }

    /// Why a payment is not proposed or taken further.
    pub(super) fn payment_refused(self, refused: Refused) -> String {
        match refused {
            Refused::NotOpen => self.money_not_open().to_owned(),
            Refused::Twice => self.money_twice().to_owned(),
            Refused::State => self.money_wrong_state().to_owned(),
            Refused::Own => self.money_own().to_owned(),
            Refused::NoWords => self.money_no_words().to_owned(),
            Refused::Budget(left) => self.money_over_budget(left),
        }
    }

    /// What is wrong with a programme.
    pub(super) fn terms_error(self, error: TermsError) -> String {
        match error {
            TermsError::Days => self.money_wrong_days().to_owned(),
            TermsError::Empty => self.money_wrong_empty().to_owned(),
            TermsError::Share(line) => self.money_wrong_share(line),
            TermsError::Hidden(line) => self.money_wrong_hidden(line),
        }
    }
}
