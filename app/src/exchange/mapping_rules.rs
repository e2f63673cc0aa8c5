//! The rules of a mapping file, one for each kind of thing that is read.

use std::collections::BTreeMap;
use std::fmt;

use domain::{Datum, Facility};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use toml::Spanned;

use super::columns::Column;
use super::names::{ColumnRef, Many, Template};
use super::values::Unit;

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
