//! Columns chosen one by one in a form, as the mapping that they come to.

use std::collections::BTreeMap;

use domain::{Facility, Teller, Word};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::look::Layout;
use super::mapping::{Format, Mapping, MappingError};

/// What a column can be chosen to be besides a facility, in the order in which a form offers it.
pub const TARGETS: [&str; 34] = [
    "name_zh",
    "name_en",
    "key",
    "kind",
    "stage",
    "stage_note",
    "venue_zh",
    "venue_en",
    "venue_type",
    "venue_area_m2",
    "venue_visitors_per_day",
    "street_name",
    "street_code",
    "street_inside",
    "community_name",
    "address",
    "lon",
    "lat",
    "lon_lat",
    "lat_lon",
    "floor",
    "way_zh",
    "way_en",
    "access",
    "access_note",
    "who",
    "paid_area",
    "hours_text",
    "days_text",
    "hours",
    "hours_note",
    "area_m2",
    "photo",
    "as_of",
];

/// Words that a list may use for ours, by the column whose words they are: pairs of theirs and ours.
pub type Words = BTreeMap<&'static str, Vec<(String, &'static str)>>;

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// Columns in the order of the list, and what each is; empty where it is left aside.
    pub columns: Vec<(String, String)>,
    /// Where the list comes from: written into the rooms, and half of what each is known by.
    pub source: String,
    /// Who says what it says of facilities.
    pub teller: Option<Teller>,
    /// The day of the list; empty where nobody knows.
    pub as_of: String,
    /// `wgs84`, `gcj02` or `bd09`.
    pub datum: String,
    /// The kind of venue where no column says so; empty where nobody knows.
    pub venue_type: String,
}

impl Chosen {
    /// The columns that are chosen to be something.
    fn of(&self, target: &str) -> Vec<&str> {
        self.columns.iter().filter(|(_, chosen)| chosen.as_str() == target).map(|(name, _)| name.as_str()).collect()
    }

    /// As a mapping of a list of this layout.
    ///
    /// # Errors
    /// [`MappingError`] when it lacks what every mapping must have: a name for each room, and a source.
    pub fn mapping(&self, layout: &Layout, words: &Words) -> Result<Mapping, MappingError> {
        let mut all = self.head(layout);
        let mut fields = Table::new();
        for column in TARGETS.into_iter().filter(|target| !NO_FIELD.contains(target)) {
            let from = self.of(column);
            if !from.is_empty() {
                fields.insert(column.to_owned(), field(column, &from, words));
            }
        }
        all.insert("fields".to_owned(), fields.into());
        let facilities = Facility::ALL.iter().map(|facility| (facility.word(), self.of(facility.word())));
        let facilities = facilities.filter(|(_, from)| !from.is_empty());
        let facilities: Table = facilities.map(|(word, from)| (word.to_owned(), one("from", list(&from)))).collect();
        all.insert("facilities".to_owned(), facilities.into());
        for (name, part) in [("position", self.position(layout)), ("street", self.street()), ("hours", self.hours())] {
            all.extend(part.map(|part| (name.to_owned(), part.into())));
        }
        if let (Some(community), true) = (self.of("community_name").first(), all.contains_key("street")) {
            all.insert("community".to_owned(), one("from", text(community)));
        }
        let toml = toml::to_string(&all).map_err(|error| MappingError { line: 0, message: error.to_string() })?;
        toml.parse()
    }

    fn head(&self, layout: &Layout) -> Table {
        let mut all = Table::new();
        let mut put = |key: &str, value| drop(all.insert(key.to_owned(), value));
        match layout.format {
            Format::Csv => {
                put("format", text("csv"));
                put("header_rows", Value::Integer(i64::try_from(layout.header_rows).unwrap_or(1)));
            }
            Format::Json => {
                put("format", text("json"));
                put("records", text(&layout.records));
            }
            Format::GeoJson => put("format", text("geojson")),
        }
        let key = self.of("key");
        if key.is_empty() {
            // Several rooms of one name in one place are told apart by their order.
            let parts = ["name_zh", "venue_zh", "address", "floor", "way_zh"];
            put("key", list(&parts.into_iter().flat_map(|part| self.of(part)).collect::<Vec<_>>()));
            put("key_repeats", text("number"));
        } else {
            put("key", list(&key));
        }
        let source = [("id", "upload"), ("name", self.source.as_str())].map(|(key, value)| (key.to_owned(), text(value)));
        put("source", Table::from_iter(source).into());
        if let Some(teller) = self.teller {
            put("teller", text(teller.word()));
        }
        if !self.as_of.is_empty() {
            put("as_of", text(&self.as_of));
        }
        if let Some(column) = self.of("as_of").first() {
            put("as_of_from", text(column));
        }
        if !self.venue_type.is_empty() && self.of("venue_type").is_empty() {
            put("set", one("venue_type", text(&self.venue_type)));
        }
        all
    }

    fn position(&self, layout: &Layout) -> Option<Table> {
        let first = |target: &str| self.of(target).first().map(|column| text(column));
        let mut rule = Table::new();
        if let (Some(lon), Some(lat)) = (first("lon"), first("lat")) {
            rule.insert("lon".to_owned(), lon);
            rule.insert("lat".to_owned(), lat);
        } else if let Some((pair, order)) =
            first("lon_lat").map(|pair| (pair, "lng,lat")).or_else(|| first("lat_lon").map(|pair| (pair, "lat,lng")))
        {
            rule.insert("pair".to_owned(), pair);
            rule.insert("order".to_owned(), text(order));
        } else if layout.format == Format::GeoJson {
            rule.insert("geometry".to_owned(), Value::Boolean(true));
        } else {
            return None;
        }
        if !self.datum.is_empty() {
            rule.insert("datum".to_owned(), text(&self.datum));
        }
        Some(rule)
    }

    fn street(&self) -> Option<Table> {
        let ways = [("street_name", "name"), ("street_code", "code"), ("street_inside", "inside"), ("address", "inside")];
        let (from, by) = ways.iter().find_map(|(target, by)| self.of(target).first().map(|from| (*from, *by)))?;
        Some([("from".to_owned(), text(from)), ("by".to_owned(), text(by))].into_iter().collect())
    }

    fn hours(&self) -> Option<Table> {
        let times = *self.of("hours_text").first()?;
        let mut rule: Table = [("times".to_owned(), text(times))].into_iter().collect();
        rule.extend(self.of("days_text").first().map(|days| ("days".to_owned(), text(days))));
        Some(rule)
    }
}

/// Targets that are half of a rule, or the rule of something else than a field; all others are a field of their own.
const NO_FIELD: [&str; 12] = [
    "key",
    "street_name",
    "street_code",
    "street_inside",
    "community_name",
    "lon",
    "lat",
    "lon_lat",
    "lat_lon",
    "hours_text",
    "days_text",
    "as_of",
];

fn field(column: &str, from: &[&str], words: &Words) -> Value {
    let mut rule = Table::new();
    let mut put = |key: &str, value| drop(rule.insert(key.to_owned(), value));
    put("from", list(from));
    match column {
        "address" => put("join", text("")),
        "area_m2" => put("unit", text("m2")),
        "venue_area_m2" | "venue_visitors_per_day" => put("remove", list(&[",", "，", " ", "㎡", "m²", "平方米", "人"])),
        "access_note" | "way_zh" | "hours_note" => put("join", text("；")),
        _ => {}
    }
    if let Some(words) = words.get(column) {
        let values: Table = words.iter().map(|(theirs, ours)| (theirs.clone(), text(ours))).collect();
        put("values", values.into());
    }
    rule.into()
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn list(texts: &[&str]) -> Value {
    Value::Array(texts.iter().map(|one| text(one)).collect())
}

fn one(key: &str, value: Value) -> Value {
    Value::Table([(key.to_owned(), value)].into_iter().collect())
}

#[cfg(test)]
mod tests {
    use domain::Line;

    use super::*;
    use crate::exchange::{Limits, read_text};

    fn chosen(columns: &[(&str, &str)]) -> Chosen {
        let columns = columns.iter().map(|(name, target)| ((*name).to_owned(), (*target).to_owned())).collect();
        Chosen { columns, source: "虚构名单".to_owned(), ..Chosen::default() }
    }

    #[test]
    fn chosen_columns_read_a_list() {
        let text = "名称,路,号,性质,经度,纬度,热水,时间\n甲,某路,1号,独立,114.1,22.7,有,9:00-18:00\n甲,某路,1号,奇怪,,,,\n";
        let layout = Layout::guess(text);
        let chosen = chosen(&[
            ("名称", "name_zh"),
            ("路", "address"),
            ("号", "address"),
            ("性质", "kind"),
            ("经度", "lon"),
            ("纬度", "lat"),
            ("热水", "hot_water"),
            ("时间", "hours_text"),
        ]);
        let words = Words::from([("kind", vec![("独立".to_owned(), "independent")])]);
        let mapping = chosen.mapping(&layout, &words).unwrap();
        let region = toml::from_str(include_str!("../../../data/regions/longgang.toml")).unwrap();
        let read = read_text(text, "list.csv", Some(&mapping), &region, Limits::default()).unwrap();
        let room = read.incoming[0].draft.room();
        assert_eq!(room.address.as_ref().map(Line::as_str), Some("某路1号"));
        assert!(room.place.is_some() && room.hours.osm.is_some(), "{room:?}");
        assert_eq!(room.source_key.as_ref().map(Line::as_str), Some("甲|某路|1号"));
        let refused = &read.refused[0];
        assert!(refused.row == 3 && refused.column.as_deref() == Some("性质"), "{refused}");
    }

    #[test]
    fn without_a_name_or_a_source_there_is_no_mapping() {
        let layout = Layout::guess("a,b\n");
        assert!(chosen(&[("a", "address")]).mapping(&layout, &Words::new()).is_err());
        let nameless = Chosen { source: String::new(), ..chosen(&[("a", "name_zh")]) };
        assert!(nameless.mapping(&layout, &Words::new()).is_err());
    }
}
