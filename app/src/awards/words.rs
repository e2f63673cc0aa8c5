//! Words for awards, as staff and operators read them.

use domain::awards::{AwardState, AwardStep, DoubtKind, Refused, SchemeKind, Standing, TermsError, Unfit};

use super::store::NotTaken;
use crate::i18n::Lang;

impl Lang {
    /// What a scheme gives.
    pub(super) fn scheme_kind(self, kind: SchemeKind) -> &'static str {
        match kind {
            SchemeKind::Demonstration => self.award_kind_site(),
            SchemeKind::Stars => self.award_kind_stars(),
        }
    }

    /// How an award stands on a day; one that lost stars says so.
    pub(super) fn award_standing(self, state: AwardState, standing: Standing) -> &'static str {
        match standing {
            Standing::Nominated => self.award_nominated(),
            Standing::Coming => self.award_coming(),
            Standing::Valid if state == AwardState::Lowered => self.award_lowered(),
            Standing::Valid => self.award_valid(),
            Standing::Expired => self.award_expired(),
            Standing::Refused => self.award_refused(),
            Standing::TakenBack => self.award_taken_back(),
            Standing::Withdrawn => self.award_withdrawn(),
        }
    }

    /// What is done with an award.
    pub(super) fn award_step(self, step: AwardStep) -> &'static str {
        match step {
            AwardStep::Nominate => self.award_step_nominate(),
            AwardStep::Award => self.award_step_award(),
            AwardStep::Refuse => self.award_step_refuse(),
            AwardStep::TakeBack => self.award_step_take_back(),
            AwardStep::Keep => self.award_step_keep(),
            AwardStep::Lower => self.award_step_lower(),
            AwardStep::Withdraw => self.award_step_withdraw(),
        }
    }

    /// What puts an award in question.
    pub(super) fn doubt(self, kind: DoubtKind) -> &'static str {
        match kind {
            DoubtKind::Gates => self.award_doubt_gates(),
            DoubtKind::Fails => self.award_doubt_fails(),
            DoubtKind::Band => self.award_doubt_band(),
            DoubtKind::Recheck => self.award_doubt_recheck(),
            DoubtKind::Suspended => self.award_doubt_suspended(),
            DoubtKind::Closed => self.award_doubt_closed(),
        }
    }

    fn award_unfit(self, unfit: Unfit) -> String {
        match unfit {
            Unfit::Stage(stage) => self.award_why_stage(self.stage(stage)),
            Unfit::NotInspected => self.award_why_not_inspected().to_owned(),
            Unfit::OpenGates(count) => self.award_why_gates(count),
            Unfit::Band => self.award_why_band().to_owned(),
            Unfit::NoBand => self.award_why_no_band().to_owned(),
            Unfit::Holds(until) => self.award_why_holds(self.date(until)),
        }
    }

    /// All that stands against a room, in one line.
    pub(super) fn all_unfit(self, unfit: &[Unfit]) -> String {
        let all: Vec<String> = unfit.iter().map(|unfit| self.award_unfit(*unfit)).collect();
        all.join(self.answer_list_separator())
    }

    /// Why a room is not nominated, or a step not taken.
    pub(super) fn not_taken(self, why: &NotTaken) -> String {
        let refused = match why {
            NotTaken::Retired => return self.award_not_retired().to_owned(),
            NotTaken::Twice => return self.award_not_twice().to_owned(),
            NotTaken::Gates => return self.award_not_gates().to_owned(),
            NotTaken::KeptWithGates => return self.award_not_keep().to_owned(),
            NotTaken::Refused(refused) => refused,
        };
        match refused {
            Refused::State => self.award_not_state().to_owned(),
            Refused::Own => self.award_not_own().to_owned(),
            Refused::NoWords => self.award_not_words().to_owned(),
            Refused::NoEvidence => self.award_not_evidence().to_owned(),
            Refused::Level => self.award_not_level().to_owned(),
            Refused::Day => self.award_not_day().to_owned(),
            Refused::Over => self.award_not_over().to_owned(),
            Refused::Unfit(unfit) => self.award_not_fit(self.all_unfit(unfit)),
        }
    }

    /// What is wrong with a scheme.
    pub(super) fn scheme_error(self, error: TermsError) -> &'static str {
        match error {
            TermsError::Levels => self.award_wrong_levels(),
            TermsError::Months => self.award_wrong_months(),
        }
    }
}
