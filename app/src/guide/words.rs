//! What is said of a revision, of its text's mistakes, and of who checks what.

use domain::guide::{Doer, MOST_BLOCKS, MOST_BYTES, MOST_CHARS, Mistake, Refused, Standing, Wrong};

use super::store::Published;
use crate::i18n::Lang;

impl Lang {
    /// Who checks something, and how often.
    pub(super) fn doer(self, doer: Option<Doer>) -> &'static str {
        match doer {
            Some(Doer::OperatorDaily) => self.guide_doer_operator(),
            Some(Doer::StaffMonthly) => self.guide_doer_staff(),
            Some(Doer::Expert) => self.guide_doer_expert(),
            None => self.guide_doer_open(),
        }
    }

    /// Where a revision stands.
    pub(super) fn guide_standing(self, standing: Standing) -> String {
        match standing {
            Standing::Coming => self.guide_coming().to_owned(),
            Standing::Current => self.guide_current().to_owned(),
            Standing::Replaced(on) => self.guide_replaced(self.date(on)),
        }
    }

    /// A revision in a few words.
    pub(super) fn guide_called(self, published: &Published) -> String {
        self.guide_numbered(published.number, self.date(published.head.valid_from))
    }

    /// What a draft is called.
    pub(super) fn guide_draft(self, title: &str) -> String {
        if title.trim().is_empty() { self.guide_untitled().to_owned() } else { self.guide_draft_of(title) }
    }

    /// What is wrong with a draft.
    pub(super) fn guide_mistake(self, mistake: &Mistake) -> String {
        match mistake {
            Mistake::Title => self.guide_wrong_title().to_owned(),
            Mistake::Reference => self.guide_wrong_reference().to_owned(),
            Mistake::Day => self.guide_wrong_day().to_owned(),
            Mistake::Line(line, wrong) => self.guide_line(line, self.guide_wrong(wrong)),
        }
    }

    fn guide_wrong(self, wrong: &Wrong) -> String {
        match wrong {
            Wrong::Empty => self.guide_wrong_empty().to_owned(),
            Wrong::TooMuch => self.guide_wrong_much(MOST_BYTES / 1024),
            Wrong::TooMany => self.guide_wrong_many(MOST_BLOCKS),
            Wrong::Long(got) => self.guide_wrong_long(got, MOST_CHARS),
            Wrong::Control => self.guide_wrong_control().to_owned(),
            Wrong::Deep => self.guide_wrong_deep().to_owned(),
            Wrong::NoHeading => self.guide_wrong_heading().to_owned(),
            Wrong::Box => self.guide_wrong_box().to_owned(),
            Wrong::Doer(written) => self.guide_wrong_doer(written),
            Wrong::NoTask => self.guide_wrong_task().to_owned(),
        }
    }

    /// Why a draft is not published.
    pub(super) fn guide_refused(self, refused: Refused) -> String {
        match refused {
            Refused::Mistakes => self.guide_refused_mistakes().to_owned(),
            Refused::OwnEdit => self.guide_refused_own().to_owned(),
            Refused::SameDay(day) => self.guide_refused_day(self.date(day)),
            Refused::NoNote => self.guide_refused_note().to_owned(),
        }
    }
}
