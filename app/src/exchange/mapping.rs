//! The mapping file: how a foreign list is read. `data/mappings/README.md` is its reference.

use std::collections::BTreeMap;
use std::path::Path;

use domain::{Facility, Teller};
use encoding_rs::{Encoding, UTF_8};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::columns::Column;
use super::decode::encoding;
use super::mapping_check::check;
use super::mapping_rules::{CommunityRule, FacilityRule, FieldRule, HoursRule, ListRule, PositionRule, Rule, StreetRule};
use super::names::{ColumnRef, Many, Template, fold};

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

/// The format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Rows of cells.
    Csv,
    /// Objects in an array.
    Json,
    /// Features with properties and a geometry.
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

    /// Whether a list of this format has all columns that it reads.
    pub fn fits(&self, format: Format, columns: &[String]) -> bool {
        let has: Vec<String> = columns.iter().map(|name| fold(name)).collect();
        self.format == format && self.reads().iter().all(|column| column.place.is_some() || has.contains(&column.folded))
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
