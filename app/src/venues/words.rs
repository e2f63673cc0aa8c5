//! Words for venues.

use domain::venues::{Details, DutyVenue, Field, Has, Missing, Must, Refused, Tie, Why as Near};
use domain::{Line, Tri};

use super::file::Why;
use crate::i18n::Lang;
use crate::ui::Visit;

impl Lang {
    /// Whether a venue must have a room, with what is missing where it cannot be told.
    pub(crate) fn venue_must(self, must: &Must) -> String {
        match must {
            Must::Yes => self.venues_must().to_owned(),
            Must::No => self.venues_need_not().to_owned(),
            Must::Unknown(missing) => self.venues_unknown(self.venue_missing(missing)),
        }
    }

    /// The facts that are missing.
    pub(crate) fn venue_missing(self, missing: &[Missing]) -> String {
        let word = |fact: &Missing| match fact {
            Missing::FloorArea => self.venues_area(),
            Missing::Visitors => self.venues_visitors(),
            Missing::Frequented => self.venues_frequented(),
        };
        missing.iter().map(word).collect::<Vec<_>>().join(self.answer_list_separator())
    }

    /// What a venue has.
    pub(crate) fn venue_has(self, has: Has) -> String {
        match has {
            Has::Open => self.venues_has_open().to_owned(),
            Has::Coming(stage) => self.venues_has_coming(self.stage(stage)),
            Has::None => self.venues_has_none().to_owned(),
        }
    }

    /// Why a room counts for a venue.
    pub(super) fn venue_tie(self, tie: Tie) -> &'static str {
        match tie {
            Tie::Linked => self.venues_tie_linked(),
            Tie::Name => self.venues_tie_name(),
            Tie::Own => self.venues_tie_own(),
        }
    }

    /// Why a room may stand in a venue.
    pub(super) fn venue_near(self, near: Near) -> String {
        match near {
            Near::Counted => self.venues_tie_name().to_owned(),
            Near::Name => self.venues_near_name().to_owned(),
            Near::Near(metres) => self.venues_near(metres),
        }
    }

    pub(super) fn venue_tri(self, value: Tri) -> &'static str {
        match value {
            Tri::Yes => self.venues_yes(),
            Tri::No => self.venues_no(),
            Tri::Unknown => self.venues_not_known(),
        }
    }

    pub(super) fn venue_field(self, field: Field) -> &'static str {
        match field {
            Field::Name => self.money_name(),
            Field::NameEn => self.build_name_en(),
            Field::Street => self.build_street(),
            Field::Community => self.build_community(),
            Field::Kind => self.build_venue_type(),
            Field::Area => self.venues_area(),
            Field::Visitors => self.venues_visitors(),
            Field::Frequented => self.venues_frequented(),
            Field::Address => self.build_address(),
            Field::Place => self.venues_place(),
            Field::Source => self.target_source(),
            Field::SourceDay => self.venues_source_day(),
        }
    }

    /// What is wrong with a cell.
    pub(super) fn venue_wrong(self, why: Why) -> &'static str {
        match why {
            Why::NoName => self.venues_wrong_no_name(),
            Why::LongName => self.venues_wrong_long_name(),
            Why::OddName => self.venues_wrong_odd_name(),
            Why::Text => self.build_wrong_text(),
            Why::Street => self.import_why_street(),
            Why::Community | Why::Elsewhere => self.import_why_community(),
            Why::Type => self.import_why_word(),
            Why::Area => self.venues_wrong_area(),
            Why::Visitors => self.venues_wrong_visitors(),
            Why::Frequented => self.venues_wrong_frequented(),
            Why::Place => self.import_why_degrees(),
            Why::HalfPlace => self.import_why_half(),
            Why::NoPoint => self.cover_wrong_no_point(),
        }
    }

    /// Why a row is not taken.
    pub(super) fn venue_refused(self, why: Refused) -> String {
        match why {
            Refused::Twice(row) => self.venues_twice(row),
            Refused::Several => self.venues_several().to_owned(),
            Refused::Mixed => self.venues_mixed().to_owned(),
        }
    }

    /// What was done in a version, by the name that its audit line has.
    pub(super) fn venue_action(self, action: &str) -> &'static str {
        match action {
            "venues.add" => self.venues_did_add(),
            "venues.change" => self.venues_did_change(),
            "venues.edit" => self.venues_did_edit(),
            "venues.end" => self.venues_did_end(),
            "venues.reopen" => self.venues_did_reopen(),
            "venues.link" => self.venues_did_link(),
            "venues.unlink" => self.venues_did_unlink(),
            "venues.refuse" => self.venues_did_refuse(),
            _ => self.venues_did_allow(),
        }
    }
}

/// What a field says, as people read it; a dash where nothing is known.
pub(super) fn text_of(details: &Details, field: Field, visit: &Visit) -> String {
    let lang = visit.lang;
    let line = |line: Option<&Line>| line.map(Line::to_string);
    let text = match field {
        Field::Name => Some(details.name.zh.to_string()),
        Field::NameEn => line(details.name.en.as_ref()),
        Field::Street => details.street.map(|code| visit.street_name(code)),
        Field::Community => details.community.map(|code| {
            let known = visit.registry.region.community(code);
            known.map_or_else(|| code.to_string(), |(_, community)| community.name_zh.clone())
        }),
        Field::Kind => Some(lang.venue_type(details.kind).to_owned()),
        Field::Area => details.area_m2.map(|area| lang.venues_m2(area)),
        Field::Visitors => details.visitors_per_day.map(|visitors| lang.venues_a_day(visitors)),
        Field::Frequented => Some(lang.venue_tri(details.frequented).to_owned()),
        Field::Address => line(details.address.as_ref()),
        Field::Place => details.place.map(|place| format!("{:.6}, {:.6}", place.lon(), place.lat())),
        Field::Source => Some(details.source.to_string()),
        Field::SourceDay => Some(lang.date(details.source_day)),
    };
    text.unwrap_or_else(|| "–".to_owned())
}

/// A venue's name; what is made up says so.
pub(crate) fn name_of(venue: &DutyVenue, visit: &Visit) -> String {
    let made_up = if venue.demo { visit.lang.money_fictional() } else { "" };
    format!("{}{made_up}", venue.name.pick(visit.lang.is_english()))
}
