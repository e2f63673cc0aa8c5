//! Words for boundaries.

use domain::shapes::{Codes, MOST_POSITIONS, Mistake, State, Wrong};
use domain::{AreaCode, PlaceError};

use super::file::{MOST_FILE, Unread};
use super::section::Measure;
use crate::i18n::Lang;
use crate::ui::Visit;

impl Lang {
    pub(super) fn map_state(self, state: State) -> &'static str {
        match state {
            State::Draft => self.shapes_draft(),
            State::Published => self.shapes_published(),
            State::Replaced => self.shapes_replaced(),
            State::Withdrawn => self.shapes_withdrawn(),
        }
    }

    pub(super) fn map_codes(self, codes: Codes) -> &'static str {
        match codes {
            Codes::Statistics => self.shapes_codes_statistics(),
            Codes::CivilAffairs => self.shapes_codes_civil(),
        }
    }

    pub(super) fn map_measure(self, measure: Measure) -> &'static str {
        match measure {
            Measure::Open => self.shapes_by_open(),
            Measure::Target => self.shapes_by_target(),
            Measure::Checked => self.shapes_by_checked(),
        }
    }

    pub(super) fn map_no_value(self, measure: Measure) -> &'static str {
        match measure {
            Measure::Target => self.shapes_no_target(),
            Measure::Open | Measure::Checked => self.shapes_no_rooms(),
        }
    }

    /// Why a file is not read at all, and what to do.
    pub(super) fn map_unread(self, why: &Unread) -> String {
        match why {
            Unread::Empty => self.shapes_file_empty().to_owned(),
            Unread::Heavy => self.shapes_file_heavy(MOST_FILE / 1024 / 1024),
            Unread::WebPage => self.shapes_file_web().to_owned(),
            Unread::Archive => self.shapes_file_archive().to_owned(),
            Unread::NotText => self.shapes_file_not_text().to_owned(),
            Unread::CutOff => self.shapes_file_cut().to_owned(),
            Unread::NoJson(why) => self.shapes_file_no_json(why),
            Unread::Kind(kind) => self.shapes_file_kind(kind),
            Unread::Says(said) => self.shapes_file_says(said),
            Unread::NoDatum => self.shapes_file_no_datum().to_owned(),
        }
    }
}

/// A share in percent with one decimal.
pub(super) fn share(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// A mistake, by feature and street, and what to do about it.
pub(super) fn mistake(mistake: &Mistake, visit: &Visit) -> String {
    let lang = visit.lang;
    let street = mistake.street.map(|street| visit.street_name(street));
    let at = match (mistake.feature, street) {
        (Some(number), Some(street)) => lang.shapes_at_both(number, street),
        (Some(number), None) => lang.shapes_at_feature(number),
        (None, Some(street)) => lang.shapes_at_street(street),
        (None, None) => lang.shapes_at_set().to_owned(),
    };
    format!("{at}{}", wrong(&mistake.wrong, visit))
}

fn wrong(wrong: &Wrong, visit: &Visit) -> String {
    let lang = visit.lang;
    let name = |street: AreaCode| visit.street_name(street);
    match wrong {
        Wrong::Empty => lang.shapes_wrong_empty().to_owned(),
        Wrong::TooMany(count) => lang.shapes_wrong_many(count, MOST_POSITIONS),
        Wrong::NoStreets => lang.shapes_wrong_no_streets().to_owned(),
        Wrong::Nameless => lang.shapes_wrong_nameless().to_owned(),
        Wrong::Code(code) => lang.shapes_wrong_code(code),
        Wrong::OtherCodes { code, codes, street } => lang.shapes_wrong_other(code, lang.map_codes(*codes), name(*street)),
        Wrong::Disagree { code, name } => lang.shapes_wrong_disagree(code, name),
        Wrong::Name(name) => lang.shapes_wrong_name(name),
        Wrong::Twice(before) => lang.shapes_wrong_twice(before),
        Wrong::Missing => lang.shapes_wrong_missing().to_owned(),
        Wrong::NoGround => lang.shapes_wrong_ground().to_owned(),
        Wrong::Short(count) => lang.shapes_wrong_short(count),
        Wrong::Unclosed => lang.shapes_wrong_open().to_owned(),
        Wrong::Place(error) => place(*error, visit),
        Wrong::Crossing([lon, lat]) => lang.shapes_wrong_crossing(format!("{lon:.5}, {lat:.5}")),
        Wrong::TooTangled => lang.shapes_wrong_tangled().to_owned(),
        Wrong::Nested => lang.shapes_wrong_nested().to_owned(),
        Wrong::Elsewhere([lon, lat]) => lang.shapes_wrong_elsewhere(format!("{lon:.4}, {lat:.4}"), visit.region_name()),
        Wrong::Overlap { other, share: of } => lang.shapes_wrong_overlap(name(*other), share(*of)),
        Wrong::Area { km2, outline_km2 } => area(*km2, *outline_km2, visit),
        Wrong::Datum { read, better } => {
            let metres = |metres: f64| format!("{metres:.0}");
            lang.shapes_wrong_datum(lang.datum(read.0), metres(read.1), lang.datum(better.0), metres(better.1))
        }
        Wrong::Off { share: of, metres } => lang.shapes_wrong_off(share(*of), format!("{metres:.0}")),
    }
}

fn place(error: PlaceError, visit: &Visit) -> String {
    let lang = visit.lang;
    match error {
        PlaceError::Swapped { lon, lat } => lang.shapes_wrong_swapped(lon, lat),
        PlaceError::OutOfRange { lon, lat } => lang.shapes_wrong_range(lon, lat),
        PlaceError::NotANumber | PlaceError::Null | PlaceError::Box => lang.shapes_wrong_position().to_owned(),
    }
}

fn area(km2: f64, outline_km2: f64, visit: &Visit) -> String {
    let lang = visit.lang;
    let told = lang.shapes_wrong_area(format!("{km2:.0}"), format!("{outline_km2:.0}"));
    // Map services count Dapeng to Longgang, which doubles it: an outline that is so much larger holds a neighbour.
    if km2 > outline_km2 * 1.5 { format!("{told}{}", lang.shapes_wrong_neighbour()) } else { told }
}
