//! Words for citizen supervisors.

use domain::figures::Median;
use domain::supervision::{BadCampaign, BadTerm, CORRECT_HOURS, LATE_DAYS, MOST_ROOMS, Question, Refused, Reply, Tally};

use super::store::Not;
use crate::i18n::Lang;

impl Lang {
    /// A question as it is asked.
    pub(super) fn supervise_question(self, question: Question) -> &'static str {
        match question {
            Question::Signs => self.supervise_ask_signs(),
            Question::Open => self.supervise_ask_open(),
            Question::Proper => self.supervise_ask_proper(),
            Question::Fathers => self.supervise_ask_fathers(),
            Question::Lock => self.supervise_ask_lock(),
            Question::Buckle => self.supervise_ask_buckle(),
            Question::HotWater => self.supervise_ask_hot_water(),
            Question::Supplies => self.supervise_ask_supplies(),
            Question::Reachable => self.supervise_ask_reachable(),
        }
    }

    /// What a yes says, in a few words.
    pub(super) fn supervise_short(self, question: Question) -> &'static str {
        match question {
            Question::Signs => self.supervise_is_signs(),
            Question::Open => self.supervise_is_open(),
            Question::Proper => self.supervise_is_proper(),
            Question::Fathers => self.supervise_is_fathers(),
            Question::Lock => self.supervise_is_lock(),
            Question::Buckle => self.supervise_is_buckle(),
            Question::HotWater => self.supervise_is_hot_water(),
            Question::Supplies => self.supervise_is_supplies(),
            Question::Reachable => self.supervise_is_reachable(),
        }
    }

    /// An answer.
    pub(super) fn supervise_reply(self, reply: Reply) -> &'static str {
        match reply {
            Reply::Yes => self.supervise_yes(),
            Reply::No => self.supervise_no(),
            Reply::Unknown => self.supervise_unknown(),
        }
    }

    /// How many of those who could tell said yes.
    pub(super) fn supervise_tally(self, tally: Tally) -> String {
        if tally.told() == 0 { self.supervise_nobody().to_owned() } else { self.supervise_of(tally.told(), tally.yes) }
    }

    /// The middle of ratings from 1 to 5: one number, or the two in the middle.
    pub(super) fn supervise_median(self, median: Median) -> String {
        let (lower, upper) = (median.lower, median.upper);
        let middle = if lower == upper { lower.to_string() } else { format!("{lower}–{upper}") };
        self.supervise_rated(middle, median.of)
    }

    /// Why a visit is not kept, and what to do.
    pub(super) fn supervise_not(self, not: &Not) -> String {
        match not {
            Not::Refused(refused) => self.supervise_refused(*refused),
            Not::Conflict(conflict) => self.supervise_conflict(&conflict.affiliation),
            Not::Elsewhere => self.supervise_not_covered().to_owned(),
            Not::Twice => self.supervise_twice(CORRECT_HOURS),
            Not::Late => self.supervise_late(CORRECT_HOURS),
            Not::Changed => self.supervise_changed().to_owned(),
        }
    }

    fn supervise_refused(self, refused: Refused) -> String {
        match refused {
            Refused::Future => self.supervise_future().to_owned(),
            Refused::TooOld => self.supervise_too_old(LATE_DAYS),
            Refused::NoTerm => self.supervise_no_term().to_owned(),
            Refused::NotThen => self.supervise_not_then().to_owned(),
        }
    }

    /// Why a term is refused.
    pub(super) fn supervise_bad_term(self, bad: BadTerm) -> &'static str {
        match bad {
            BadTerm::Backwards => self.supervise_backwards(),
            BadTerm::Long => self.supervise_term_long(),
        }
    }

    /// Why a campaign is refused.
    pub(super) fn supervise_bad_campaign(self, bad: BadCampaign) -> String {
        match bad {
            BadCampaign::Backwards => self.supervise_backwards().to_owned(),
            BadCampaign::Long => self.supervise_campaign_long().to_owned(),
            BadCampaign::Rooms => self.supervise_wrong_wanted(MOST_ROOMS),
        }
    }
}
