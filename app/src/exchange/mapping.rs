//! The mapping file: how a foreign list is read. `data/mappings/README.md` is its reference.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use domain::{Facility, Teller};
use encoding_rs::{Encoding, UTF_8};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use toml::Spanned;

use super::columns::Column;
use super::decode::encoding;
use super::mapping_check::check;
use super::names::{ColumnRef, Many, Template};
use super::values::Unit;

/// A mapping file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("mapping, line {line}: {message}")]
pub struct MappingError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// A mapping file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub(super) format: Format,
    encoding: Option<Spanned<String>>,
    pub(super) delimiter: Option<Spanned<char>>,
    pub(super) header_rows: Option<usize>,
    #[serde(default)]
    pub(super) column_shift: usize,
    #[serde(default)]
    pub(super) records: String,
    pub(super) source: Source,
    pub(super) teller: Option<Teller>,
    pub(super) as_of: Option<Spanned<String>>,
    pub(super) as_of_from: Option<ColumnRef>,
    pub(super) code_prefix: Option<Spanned<String>>,
    pub(super) key: Many<ColumnRef>,
    #[serde(default)]
    pub(super) key_repeats: KeyRepeats,
    pub(super) position: Option<PositionRule>,
    pub(super) street: Option<StreetRule>,
    pub(super) community: Option<CommunityRule>,
    pub(super) hours: Option<HoursRule>,
    #[serde(default)]
    pub(super) set: BTreeMap<Column, Spanned<String>>,
    #[serde(default)]
    pub(super) fields: BTreeMap<Column, FieldRule>,
    #[serde(default)]
    pub(super) facilities: BTreeMap<Facility, FacilityRule>,
    #[serde(default)]
    pub(super) facility_lists: Vec<ListRule>,
    #[serde(default)]
    pub(super) rules: Vec<Rule>,
    #[serde(default)]
    pub(super) ignore: Many<ColumnRef>,
}

/// The format of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    Csv,
    Json,
    GeoJson,
}

/// Where the list comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// Short name for logs.
    pub(super) id: String,
    /// Written into the rooms, and half of what a room is known by.
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) url: String,
    #[serde(default)]
    pub(super) licence: String,
}

/// What a second row of the same key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum KeyRepeats {
    /// A mistake.
    #[default]
    Refuse,
    /// Another room, told apart by its order.
    Number,
}

/// What becomes of a value that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum OnBad {
    /// The row is refused.
    #[default]
    Refuse,
    /// The row is taken without it, and the report says so.
    Drop,
}

/// Datum of the positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Datum {
    #[default]
    Wgs84,
    Gcj02,
    Bd09,
}

/// Order of the numbers in a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Order {
    #[serde(rename = "lng,lat", alias = "lon,lat")]
    LonLat,
    #[serde(rename = "lat,lng", alias = "lat,lon")]
    LatLon,
}

/// Where the position stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PositionRule {
    #[serde(default)]
    pub(super) geometry: bool,
    pub(super) lon: Option<ColumnRef>,
    pub(super) lat: Option<ColumnRef>,
    pub(super) pair: Option<ColumnRef>,
    pub(super) order: Option<Order>,
    #[serde(default)]
    pub(super) datum: Datum,
    #[serde(default)]
    pub(super) on_bad: OnBad,
}

/// How a street is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Match {
    /// The cell is its name.
    Name,
    /// The cell is its code.
    Code,
    /// The cell, an address, holds its name.
    Inside,
}

/// Where the street stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StreetRule {
    pub(super) from: ColumnRef,
    pub(super) by: Match,
    /// Words one of which the address must hold, so that a district of another city is not taken for ours.
    #[serde(default)]
    pub(super) within: Many<String>,
    #[serde(default)]
    pub(super) on_bad: OnBad,
}

/// Where the community stands: by name inside a cell, among the communities of the street found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommunityRule {
    pub(super) from: ColumnRef,
}

/// Where the hours stand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursRule {
    /// Times, or days and times together.
    pub(super) times: ColumnRef,
    /// Days, where they have a column of their own.
    pub(super) days: Option<ColumnRef>,
    /// Remarks that may hold exceptions.
    #[serde(default)]
    pub(super) remarks: Many<ColumnRef>,
    /// Texts that say nothing.
    #[serde(default)]
    pub(super) empty: Many<String>,
}

/// How a field is read.
#[derive(Debug, Clone, Default)]
pub(super) struct FieldRule(pub(super) FieldRuleBody);

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FieldRuleBody {
    pub(super) from: Many<ColumnRef>,
    pub(super) template: Option<Template>,
    pub(super) join: Option<String>,
    pub(super) half_width: bool,
    pub(super) after: Option<String>,
    pub(super) before: Option<String>,
    pub(super) strip_prefix: Many<String>,
    pub(super) strip_suffix: Many<String>,
    pub(super) remove: Many<String>,
    pub(super) word: Option<usize>,
    pub(super) find: Option<Find>,
    pub(super) unit: Option<Unit>,
    pub(super) prefix: String,
    pub(super) empty: Many<String>,
    pub(super) values: BTreeMap<String, Spanned<String>>,
    pub(super) otherwise: Option<Spanned<String>>,
    pub(super) on_bad: OnBad,
}

/// What to look for inside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Find {
    Floor,
}

/// How a facility is read from its own column, or from several that each tell a part.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FacilityRule {
    pub(super) from: Many<ColumnRef>,
    pub(super) yes: Option<Many<String>>,
    pub(super) no: Option<Many<String>>,
    #[serde(default)]
    pub(super) unknown: Many<String>,
    #[serde(default)]
    pub(super) count: bool,
    #[serde(default)]
    pub(super) false_means_unknown: bool,
    #[serde(default)]
    pub(super) otherwise: Otherwise,
}

/// What a word on no list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Otherwise {
    #[default]
    Refuse,
    Unknown,
}

/// Several facilities in one cell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListRule {
    pub(super) from: ColumnRef,
    #[serde(default)]
    pub(super) separators: Many<String>,
    pub(super) words: BTreeMap<String, Many<Facility>>,
    #[serde(default)]
    pub(super) otherwise: Otherwise,
}

/// What free text tells. Of several rules that set the same column the first in the file holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) r#in: Many<ColumnRef>,
    #[serde(default)]
    pub(super) equals: Many<String>,
    #[serde(default)]
    pub(super) contains: Many<String>,
    #[serde(default)]
    pub(super) ends: Many<String>,
    #[serde(default)]
    pub(super) without: Many<String>,
    #[serde(default)]
    pub(super) set: BTreeMap<Column, Spanned<String>>,
    pub(super) refuse: Option<String>,
}

/// A bare text is short for `{ from = "…" }`.
impl<'de> Deserialize<'de> for FieldRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable;
        impl<'de> Visitor<'de> for NameOrTable {
            type Value = FieldRule;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column or a table")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<FieldRule, E> {
                let from = Many(vec![ColumnRef::new(text)]);
                Ok(FieldRule(FieldRuleBody { from, ..FieldRuleBody::default() }))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FieldRule, A::Error> {
                FieldRuleBody::deserialize(MapAccessDeserializer::new(map)).map(FieldRule)
            }
        }
        deserializer.deserialize_any(NameOrTable)
    }
}

impl std::str::FromStr for Mapping {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let line = |at: usize| 1 + text[..at.min(text.len())].bytes().filter(|&byte| byte == b'\n').count() as u64;
        let mapping: Self = toml::from_str(text).map_err(|error| MappingError {
            line: line(error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        check(&mapping).map_err(|(at, message)| MappingError { line: line(at), message })?;
        Ok(mapping)
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`MappingError`] when it cannot be opened, at line 0, or used.
    pub fn open(path: &Path) -> Result<Self, MappingError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| MappingError { line: 0, message: format!("{}: {error}", path.display()) })?;
        text.parse()
    }

    /// Short name of the source.
    pub fn source_id(&self) -> &str {
        &self.source.id
    }

    /// What rooms of this mapping name as their source.
    pub fn source_name(&self) -> &str {
        self.source.name.get_ref()
    }

    /// Page and licence of the source; empty where the mapping does not say.
    pub fn credit(&self) -> (&str, &str) {
        (&self.source.url, &self.source.licence)
    }

    pub(super) fn encoding(&self) -> &'static Encoding {
        self.encoding.as_ref().and_then(|name| encoding(name.get_ref())).unwrap_or(UTF_8)
    }

    pub(super) fn encoding_name(&self) -> Option<&Spanned<String>> {
        self.encoding.as_ref()
    }

    /// Rooms without a key of their own are told apart by their place in the file.
    pub(super) fn key_is_position(&self) -> bool {
        matches!(self.key.0.as_slice(), [one] if one.name == "position")
    }

    /// Every column of the file that it reads.
    pub(super) fn reads(&self) -> Vec<&ColumnRef> {
        let mut all: Vec<&ColumnRef> = Vec::new();
        if !self.key_is_position() {
            all.extend(&self.key.0);
        }
        all.extend(&self.as_of_from);
        if let Some(position) = &self.position {
            all.extend([&position.lon, &position.lat, &position.pair].into_iter().flatten());
        }
        all.extend(self.street.as_ref().map(|rule| &rule.from));
        all.extend(self.community.as_ref().map(|rule| &rule.from));
        if let Some(hours) = &self.hours {
            all.push(&hours.times);
            all.extend(hours.days.iter().chain(&hours.remarks.0));
        }
        for FieldRule(rule) in self.fields.values() {
            all.extend(&rule.from.0);
            all.extend(rule.template.iter().flat_map(Template::columns));
        }
        all.extend(self.facilities.values().flat_map(|rule| &rule.from.0));
        all.extend(self.facility_lists.iter().map(|rule| &rule.from));
        all.extend(self.rules.iter().flat_map(|rule| &rule.r#in.0));
        all
    }
}
