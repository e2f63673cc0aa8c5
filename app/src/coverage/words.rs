//! Words for coverage.

use chrono::Weekday;
use domain::Datum;
use domain::coverage::{Infeasible, Weight};

use super::file::{Unread, Wrong};
use super::request::PlanState;
use super::store::Kind;
use crate::i18n::Lang;
use crate::ui::Visit;

/// The days of a week.
pub(super) const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// A share of a whole, in percent with one decimal; a dash of nothing.
pub(super) fn percent(part: Weight, whole: Weight) -> String {
    part.permille_of(whole).map_or_else(|| "–".to_owned(), |tenths| format!("{}.{}%", tenths / 10, tenths % 10))
}

impl Lang {
    pub(super) fn set_kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Demand => self.cover_demand(),
            Kind::Candidates => self.cover_candidates(),
        }
    }

    /// In what a file has its coordinates.
    pub(crate) fn datum(self, datum: Datum) -> &'static str {
        match datum {
            Datum::Wgs84 => self.cover_wgs84(),
            Datum::Gcj02 => self.cover_gcj02(),
            Datum::Bd09 => self.cover_bd09(),
        }
    }

    pub(super) fn plan_state(self, state: PlanState) -> &'static str {
        match state {
            PlanState::Queued => self.cover_queued(),
            PlanState::Running => self.cover_running(),
            PlanState::Done => self.cover_done(),
            PlanState::Failed => self.cover_failed(),
            PlanState::Cancelled => self.cover_cancelled(),
            PlanState::Interrupted => self.cover_interrupted(),
        }
    }

    /// Why a file is not read at all.
    pub(super) fn unread(self, why: &Unread) -> String {
        match why {
            Unread::Empty => self.cover_file_empty().to_owned(),
            Unread::NotText => self.cover_file_not_text().to_owned(),
            Unread::Column(name) => self.cover_file_column(name),
            Unread::Form(why) => self.cover_file_form(why),
            Unread::TooMany(most) => self.cover_file_too_many(most),
        }
    }

    /// What is wrong with a row.
    pub(super) fn wrong_row(self, wrong: &Wrong) -> String {
        match wrong {
            Wrong::Place(text) => self.cover_wrong_place(text),
            Wrong::Weight(text) => self.cover_wrong_weight(text),
            Wrong::Street(text) => self.cover_wrong_street(text),
            Wrong::NoName => self.cover_wrong_no_name().to_owned(),
            Wrong::LongName => self.cover_wrong_long_name().to_owned(),
            Wrong::NoPoint => self.cover_wrong_no_point().to_owned(),
        }
    }
}

/// Why no plan can be.
pub(super) fn infeasible(why: Infeasible, visit: &Visit) -> String {
    let lang = visit.lang;
    match why {
        Infeasible::Street { street, wanted, sites } => lang.cover_no_street(visit.street_name(street), wanted, sites),
        Infeasible::Sum { wanted, count } => lang.cover_no_sum(wanted, count),
        Infeasible::Sites { count, sites } => lang.cover_no_sites(count, sites),
    }
}
