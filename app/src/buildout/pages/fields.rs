//! What a person fills in of a room: each field is a column of our files, read and checked as there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{Facility, Fact, Floor, Merged, Region, Room, Teller, Tri, Word, merge};

use crate::exchange::{Column, NotRead, text_of, with_texts};
use crate::i18n::Lang;

/// The columns of a room that are filled in here, beside its facilities. Code, stage, source and the like are not.
const COLUMNS: [&str; 23] = [
    "name_zh",
    "name_en",
    "kind",
    "venue_zh",
    "venue_en",
    "venue_type",
    "venue_area_m2",
    "venue_visitors_per_day",
    "street",
    "community",
    "address",
    "lon",
    "lat",
    "floor",
    "way_zh",
    "way_en",
    "access",
    "access_note",
    "who",
    "paid_area",
    "hours",
    "hours_note",
    "area_m2",
];

/// The texts, by the name of their column; of a facility only yes, no or unknown.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Fields(BTreeMap<&'static str, String>);

/// A field that somebody else has changed meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Other {
    pub(super) column: &'static str,
    /// As it was when the form was opened.
    pub(super) before: String,
    /// As it is now.
    pub(super) now: String,
    /// Whether this person has changed it too.
    pub(super) conflict: bool,
}

fn columns() -> impl Iterator<Item = (Column, Option<Facility>)> {
    let plain = COLUMNS.into_iter().filter_map(Column::named).map(|column| (column, None));
    plain.chain(Facility::ALL.iter().map(|facility| (Column::from(*facility), Some(*facility))))
}

impl Fields {
    /// As a room has them.
    pub(super) fn of(room: &Room) -> Self {
        let text = |(column, facility): (Column, Option<Facility>)| {
            let text = facility.map_or_else(|| text_of(room, column), |of| room.facts.get(of).value.word().to_owned());
            (column.name(), text)
        };
        Self(columns().map(text).collect())
    }

    /// As they were typed; what is missing counts as empty.
    pub(super) fn typed(form: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let typed = form.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str()).unwrap_or_default();
            let counts = matches!(name, "venue_area_m2" | "venue_visitors_per_day");
            if counts { typed.replace([',', '，', ' '], "") } else { typed.trim().to_owned() }
        };
        Self(columns().map(|(column, _)| (column.name(), text(column.name()))).collect())
    }

    /// The text of a column.
    pub(super) fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    /// Puts another text into a column.
    pub(super) fn put(&mut self, column: &'static str, text: &str) {
        self.0.insert(column, text.to_owned());
    }

    /// The room with these texts. What is newly said of a facility is said by the authority, today.
    pub(super) fn read(&self, room: &Room, region: &Region, today: NaiveDate) -> Result<Room, NotRead> {
        let plain = columns().filter(|(_, facility)| facility.is_none());
        let mut new = with_texts(room, region, plain.map(|(column, _)| (column, self.get(column.name()))))?;
        for &facility in Facility::ALL {
            let value = Tri::from_word(self.get(facility.word())).unwrap_or(Tri::Unknown);
            let known = value != Tri::Unknown;
            if value != room.facts.get(facility).value {
                let (by, on) = (known.then_some(Teller::Official), known.then_some(today));
                new.facts.set(facility, Fact { value, by, on });
            }
        }
        let printed = |room: &Room| room.floor.as_ref().map(|floor| floor.printed.clone());
        if printed(&new) != printed(room) {
            new.floor = printed(&new).map(Floor::printed);
        }
        Ok(new)
    }

    /// These texts, which began from `base`, joined with what stands `now`; and what others changed meanwhile.
    pub(super) fn joined(&self, base: &Self, now: &Self) -> (Self, Vec<Other>) {
        let mut others = Vec::new();
        let join = |(&column, before): (&&'static str, &String)| {
            let theirs = now.get(column);
            let (text, conflict) = match merge(&before.as_str(), self.get(column), theirs) {
                Merged::Agreed(text) => (text, false),
                Merged::Conflict { mine, .. } => (mine, true),
            };
            if theirs != before {
                others.push(Other { column, before: before.clone(), now: theirs.to_owned(), conflict });
            }
            (column, text.to_owned())
        };
        let joined = base.0.iter().map(join).collect();
        (Self(joined), others)
    }

    /// The columns in which two differ.
    pub(super) fn changed(&self, other: &Self) -> Vec<&'static str> {
        self.0.iter().filter(|(column, text)| other.get(column) != *text).map(|(column, _)| *column).collect()
    }
}

/// Why a form was not taken.
pub(super) fn why(not_read: &NotRead, lang: Lang) -> String {
    match &not_read.column {
        Some(column) if lang.is_english() => lang.build_wrong_field(lang.column(column), &not_read.reason),
        Some(column) => lang.build_wrong_field(lang.column(column), lang.build_see_hint()),
        None => lang.build_wrong_text().to_owned(),
    }
}

impl Lang {
    /// A column of [`Fields`].
    pub(crate) fn column(self, name: &str) -> &'static str {
        if let Ok(facility) = Facility::from_word(name) {
            return self.facility(facility);
        }
        match name {
            "name_zh" => self.build_name(),
            "name_en" => self.build_name_en(),
            "kind" => self.build_kind(),
            "venue_zh" => self.build_venue(),
            "venue_en" => self.build_venue_en(),
            "venue_type" => self.build_venue_type(),
            "venue_area_m2" => self.build_area(),
            "venue_visitors_per_day" => self.build_visitors(),
            "street" => self.build_street(),
            "community" => self.build_community(),
            "address" => self.build_address(),
            "lon" => self.build_lon(),
            "lat" => self.build_lat(),
            "floor" => self.build_floor(),
            "way_zh" => self.build_way(),
            "way_en" => self.build_way_en(),
            "access" => self.build_access(),
            "access_note" => self.build_access_note(),
            "who" => self.build_who(),
            "paid_area" => self.build_paid(),
            "hours" => self.build_hours(),
            "hours_note" => self.build_hours_note(),
            _ => self.build_room_area(),
        }
    }
}
