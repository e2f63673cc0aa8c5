//! The facts of the venue and the season, as a form.

use domain::Word;
use domain::score::{Building, Door, Season, Sheet, VenueFacts};
use maud::{Markup, html};

use super::answer::{Fields, text};
use super::controls::radios;
use crate::i18n::Lang;

/// What a sheet knows of its venue, and the season of the visit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Venue {
    /// The venue and the door.
    pub facts: VenueFacts,
    /// The season.
    pub season: Option<Season>,
}

impl Venue {
    /// As a sheet has it.
    pub fn of(sheet: &Sheet) -> Self {
        Self { facts: sheet.venue.clone(), season: sheet.answers.season }
    }

    /// Out of the fields of the form; `None` when a number is none, or not from 0 to ten million.
    pub fn read(fields: &Fields) -> Option<Self> {
        let number = |name: &str| match text(fields, name) {
            "" => Some(None),
            typed => typed.replace(',', ".").parse::<f64>().ok().filter(|value| (0.0..=1e7).contains(value)).map(Some),
        };
        let yes = |name: &str| match text(fields, name) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let facts = VenueFacts {
            frequented: yes("frequented"),
            floor_area_m2: number("floor_area")?,
            visitors_per_day: number("visitors")?,
            rooms_area_m2: number("rooms_area")?,
            building: Building::from_word(text(fields, "building")).ok(),
            door: Door::from_word(text(fields, "door")).ok(),
            glass_door: yes("glass"),
        };
        Some(Self { facts, season: Season::from_word(text(fields, "season")).ok() })
    }

    /// As the form has it.
    pub fn fields(&self) -> Fields {
        let venue = &self.facts;
        let number = |value: Option<f64>| value.map(|value| value.to_string());
        let yes = |value: Option<bool>| value.map(|yes| if yes { "yes" } else { "no" }.to_owned());
        let word = |word: &str| word.to_owned();
        let fields = [
            ("frequented", yes(venue.frequented)),
            ("floor_area", number(venue.floor_area_m2)),
            ("visitors", number(venue.visitors_per_day)),
            ("rooms_area", number(venue.rooms_area_m2)),
            ("building", venue.building.map(|building| word(building.word()))),
            ("door", venue.door.map(|door| word(door.word()))),
            ("glass", yes(venue.glass_door)),
            ("season", self.season.map(|season| word(season.word()))),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

/// The controls of the form.
pub fn venue_form(fields: &Fields, lang: Lang) -> Markup {
    let yes_no = || [("yes", lang.limit_yes()), ("no", lang.limit_no()), ("", lang.inspect_unknown())].into_iter();
    let number = |name: &str, label: &str| {
        html! { label.entry { span { (label) } input name=(name) value=(text(fields, name)) inputmode="decimal" autocomplete="off"; } }
    };
    let group = |name: &str, label: &str, options: Vec<(&str, &str)>| -> Markup {
        html! { fieldset.clause { legend { (label) } (radios(name, options.into_iter(), text(fields, name))) } }
    };
    let unknown = ("", lang.inspect_unknown());
    let doors =
        vec![("hinged", lang.door_hinged()), ("sliding", lang.door_sliding()), ("automatic", lang.door_automatic()), unknown];
    html! {
        (group("frequented", lang.inspect_frequented(), yes_no().collect()))
        div.entries {
            (number("floor_area", lang.inspect_floor_area()))
            (number("visitors", lang.inspect_visitors()))
            (number("rooms_area", lang.inspect_rooms_area()))
        }
        (group("building", lang.inspect_building(), vec![("new", lang.case_new()), ("refurbished", lang.case_refurbished()), unknown]))
        (group("door", lang.inspect_door(), doors))
        (group("glass", lang.applies_glass_door(), yes_no().collect()))
        (group("season", lang.inspect_season(), vec![("summer", lang.case_summer()), ("winter", lang.case_winter()), unknown]))
    }
}
