//! The refused rows as a file of their own, to be put right and tried again.

use std::collections::{BTreeMap, HashMap};

use csv::{Terminator, WriterBuilder};

use super::columns::guard_formula;
use super::mapping::{Format, Mapping};
use super::read::{Own, own_format, text_of_file};
use super::table::{Row, Shape, each_row};
use super::types::{ExchangeError, Limits, Refusal};

/// The refused rows with their original cells and three columns more: 行号 (row), 列 (column), 原因 (reason). It is CSV in
/// UTF-8 with a byte-order mark, so that spreadsheet programs read it, and is made by a second pass over the same
/// bytes, so that reading need not keep every row.
///
/// # Errors
/// [`ExchangeError`] as when the file was read.
pub fn refused_file(
    bytes: &[u8],
    file_name: &str,
    mapping: Option<&Mapping>,
    refused: &[Refusal],
) -> Result<Vec<u8>, ExchangeError> {
    let (text, file_name) = text_of_file(bytes, file_name, mapping)?;
    let shape = match mapping {
        Some(mapping) => Shape::from(mapping),
        None => own_shape(own_format(&text, file_name)?),
    };
    let mut wanted: BTreeMap<u64, Vec<&Refusal>> = BTreeMap::new();
    for refusal in refused {
        wanted.entry(refusal.row).or_default().push(refusal);
    }
    let mut kept: Vec<(u64, Vec<(String, String)>)> = Vec::new();
    let columns = each_row(&text, &shape, &[], Limits { rows: u64::MAX, bytes: u64::MAX }, &mut |row| {
        if wanted.contains_key(&row.number) {
            kept.push((row.number, cells(row)));
        }
        Ok(())
    })?;
    write(&columns, &kept, &wanted).map_err(|error| ExchangeError::Csv(error.to_string()))
}

fn own_shape(format: Own) -> Shape<'static> {
    let (format, records) = match format {
        Own::Csv => (Format::Csv, Vec::new()),
        Own::GeoJson => (Format::GeoJson, vec!["features"]),
    };
    Shape { format, delimiter: b',', header_rows: 1, shift: 0, records }
}

fn cells(row: &Row<'_>) -> Vec<(String, String)> {
    row.cells().into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

type Kept = [(u64, Vec<(String, String)>)];

fn write(columns: &[String], kept: &Kept, wanted: &BTreeMap<u64, Vec<&Refusal>>) -> csv::Result<Vec<u8>> {
    let places: HashMap<&str, usize> = columns.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
    let width = kept.iter().map(|(_, cells)| cells.len()).chain([columns.len()]).max().unwrap_or(0);
    let mut out = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(b"\xef\xbb\xbf".to_vec());
    let mut header: Vec<&str> = columns.iter().map(String::as_str).collect();
    header.resize(width, "");
    header.extend(["行号", "列", "原因"]);
    out.write_record(&header)?;
    for (number, cells) in kept {
        let mut line = vec![String::new(); width];
        for (order, (name, text)) in cells.iter().enumerate() {
            let place = if name.is_empty() { order } else { places.get(name.as_str()).copied().unwrap_or(order) };
            guard_formula(text, &mut line[place]);
        }
        for refusal in wanted.get(number).into_iter().flatten() {
            let mut reason = String::new();
            guard_formula(&refusal.reason, &mut reason);
            let mut line = line.clone();
            line.extend([number.to_string(), refusal.column.clone().unwrap_or_default(), reason]);
            out.write_record(&line)?;
        }
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
