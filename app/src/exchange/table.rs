//! Rows of any of the three formats under one face: cells by name or by place, all as text.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord, Trim};
use serde_json::Value;

use super::json::each_element;
use super::mapping::{Format, Mapping};
use super::names::{ColumnRef, fold};
use super::own_csv::refuse_runaway;
use super::types::{ExchangeError, Limits};

/// How a file is taken apart.
pub(super) struct Shape<'a> {
    pub(super) format: Format,
    pub(super) delimiter: u8,
    pub(super) header_rows: usize,
    pub(super) shift: usize,
    pub(super) records: Vec<&'a str>,
}

impl<'a> From<&'a Mapping> for Shape<'a> {
    fn from(mapping: &'a Mapping) -> Self {
        let records = match mapping.format {
            Format::GeoJson => vec!["features"],
            _ => mapping.records.split('.').filter(|key| !key.is_empty()).collect(),
        };
        let delimiter = mapping.delimiter.as_ref().and_then(|c| u8::try_from(*c.get_ref()).ok()).unwrap_or(b',');
        Self {
            format: mapping.format,
            delimiter,
            header_rows: mapping.header_rows.unwrap_or(1),
            shift: mapping.column_shift,
            records,
        }
    }
}

/// One row.
pub(super) struct Row<'a> {
    /// As a person counts: see [`super::Refusal::row`].
    pub(super) number: u64,
    cells: Cells<'a>,
    /// The geometry of a GeoJSON feature.
    pub(super) geometry: Option<&'a Value>,
}

enum Cells<'a> {
    Record { record: &'a StringRecord, index: &'a HashMap<String, usize>, shift: usize },
    Object(&'a [(String, String)]),
}

impl Row<'_> {
    /// The text of a cell without white space around it; empty where there is none.
    pub(super) fn get(&self, column: &ColumnRef) -> &str {
        let cell = match &self.cells {
            Cells::Record { record, index, shift } => {
                let by_name = || index.get(&column.folded).map(|index| index + shift);
                column.place.map(|place| place - 1).or_else(by_name).and_then(|index| record.get(index))
            }
            Cells::Object(pairs) => pairs.iter().find(|(name, _)| fold(name) == column.folded).map(|(_, text)| text.as_str()),
        };
        cell.unwrap_or_default().trim()
    }

    /// Its cells with the names of their columns, as far as they have names.
    pub(super) fn cells(&self) -> Vec<(&str, &str)> {
        match &self.cells {
            Cells::Record { record, .. } => record.iter().map(|cell| ("", cell)).collect(),
            Cells::Object(pairs) => pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect(),
        }
    }
}

type Each<'e> = dyn FnMut(&Row<'_>) -> Result<(), ExchangeError> + 'e;

/// Calls `each` with every row; gives the names of the columns. A column that is read must be there: in the header of
/// a CSV, in at least one object of the others.
pub(super) fn each_row(
    text: &str,
    shape: &Shape<'_>,
    reads: &[&ColumnRef],
    limits: Limits,
    each: &mut Each<'_>,
) -> Result<Vec<String>, ExchangeError> {
    match shape.format {
        Format::Csv => each_record(text, shape, reads, limits, each),
        Format::Json | Format::GeoJson => each_object(text, shape, reads, limits, each),
    }
}

fn each_record(
    text: &str,
    shape: &Shape<'_>,
    reads: &[&ColumnRef],
    limits: Limits,
    each: &mut Each<'_>,
) -> Result<Vec<String>, ExchangeError> {
    let broken = |error: csv::Error| ExchangeError::Csv(error.to_string());
    let mut builder = ReaderBuilder::new();
    let mut rows =
        builder.has_headers(false).flexible(true).delimiter(shape.delimiter).trim(Trim::None).from_reader(text.as_bytes());
    let (mut header, mut record) = (StringRecord::new(), StringRecord::new());
    let mut number = 0;
    while number < shape.header_rows as u64 && rows.read_record(&mut header).map_err(broken)? {
        number += 1;
    }
    let mut index = HashMap::new();
    for (place, name) in header.iter().enumerate() {
        index.entry(fold(name)).or_insert(place);
    }
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let there = |column: &ColumnRef| match column.place {
        Some(place) => shape.header_rows == 0 || place <= header.len() + shape.shift,
        None => index.contains_key(&column.folded),
    };
    missing(reads, &columns, there)?;
    while rows.read_record(&mut record).map_err(broken)? {
        number += 1;
        refuse_runaway(&record, number)?;
        if number - shape.header_rows as u64 > limits.rows {
            return Err(ExchangeError::TooManyRows { most: limits.rows });
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            let cells = Cells::Record { record: &record, index: &index, shift: shape.shift };
            each(&Row { number, cells, geometry: None })?;
        }
    }
    Ok(columns)
}

fn each_object(
    text: &str,
    shape: &Shape<'_>,
    reads: &[&ColumnRef],
    limits: Limits,
    each: &mut Each<'_>,
) -> Result<Vec<String>, ExchangeError> {
    let mut number = 0;
    let mut columns: Vec<String> = Vec::new();
    let mut pairs = Vec::new();
    each_element(text, &shape.records, &mut |element| {
        number += 1;
        if number > limits.rows {
            return Err(ExchangeError::TooManyRows { most: limits.rows });
        }
        pairs.clear();
        let object = if shape.format == Format::GeoJson { element.get("properties").unwrap_or(&Value::Null) } else { &element };
        flatten("", object, &mut pairs);
        for (name, _) in &pairs {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        each(&Row { number, cells: Cells::Object(&pairs), geometry: element.get("geometry") })
    })?;
    let folded: Vec<String> = columns.iter().map(|name| fold(name)).collect();
    if number > 0 {
        missing(reads, &columns, |column| folded.contains(&column.folded))?;
    }
    Ok(columns)
}

fn missing(reads: &[&ColumnRef], columns: &[String], there: impl Fn(&ColumnRef) -> bool) -> Result<(), ExchangeError> {
    match reads.iter().find(|column| !there(column)) {
        None => Ok(()),
        Some(column) => {
            let have = columns.join(", ").chars().take(2000).collect();
            Err(ExchangeError::MissingColumn { column: column.name.clone(), have })
        }
    }
}

/// Objects inside objects become `outer.inner`, lists are joined with `;`, null is empty.
fn flatten(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    let plain = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, value, pairs);
            }
        }
        Value::Array(list) => pairs.push((name.to_owned(), list.iter().map(plain).collect::<Vec<_>>().join(";"))),
        other if !name.is_empty() => pairs.push((name.to_owned(), plain(other))),
        _ => {}
    }
}
