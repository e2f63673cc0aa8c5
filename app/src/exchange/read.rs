//! A file to drafts: by its mapping, or as one of our own formats.

use std::borrow::Cow;

use domain::Region;
use encoding_rs::UTF_8;

use super::convert::read_mapped;
use super::decode::decode;
use super::mapping::Mapping;
use super::own_csv::read_own_csv;
use super::own_geojson::read_own_geojson;
use super::types::{ExchangeError, Limits, Read};
use super::workbook::{is_workbook, read_sheet};

/// Reads the rooms of a file. Without a mapping it must be our own CSV or GeoJSON. Rows that cannot be taken are in
/// [`Read::refused`]; the rest stays usable.
///
/// # Errors
/// [`ExchangeError`] when the file as a whole cannot be read.
pub fn read_rooms(bytes: &[u8], file_name: &str, mapping: Option<&Mapping>, region: &Region) -> Result<Read, ExchangeError> {
    read_rooms_within(bytes, file_name, mapping, region, Limits::default())
}

/// As [`read_rooms`], with other limits.
///
/// # Errors
/// As [`read_rooms`].
pub fn read_rooms_within(
    bytes: &[u8],
    file_name: &str,
    mapping: Option<&Mapping>,
    region: &Region,
    limits: Limits,
) -> Result<Read, ExchangeError> {
    let got = bytes.len() as u64;
    if got > limits.bytes {
        return Err(ExchangeError::TooBig { got, most: limits.bytes });
    }
    let (text, file_name) = text_of_file(bytes, file_name, mapping)?;
    read_text(&text, file_name, mapping, region, limits)
}

/// The text of a file, and the name by which its format is known; of a workbook the first sheet that is not hidden, as CSV.
pub(super) fn text_of_file<'a>(
    bytes: &'a [u8],
    file_name: &'a str,
    mapping: Option<&Mapping>,
) -> Result<(Cow<'a, str>, &'a str), ExchangeError> {
    if is_workbook(bytes) {
        return Ok((Cow::Owned(read_sheet(bytes, "")?.csv), "sheet.csv"));
    }
    Ok((decode(bytes, mapping.map_or(UTF_8, Mapping::encoding))?, file_name))
}

/// As [`read_rooms_within`], of a file that is a text already; the mapping's encoding is of no account.
///
/// # Errors
/// As [`read_rooms`].
pub fn read_text(
    text: &str,
    file_name: &str,
    mapping: Option<&Mapping>,
    region: &Region,
    limits: Limits,
) -> Result<Read, ExchangeError> {
    let mut read = if let Some(mapping) = mapping {
        read_mapped(text, mapping, region, limits)?
    } else {
        match own_format(text, file_name)? {
            Own::Csv => read_own_csv(text, region, limits)?,
            Own::GeoJson => read_own_geojson(text, region, limits)?,
        }
    };
    if read.incoming.is_empty() && read.refused.is_empty() {
        return Err(ExchangeError::NoRows);
    }
    if read.code_prefix.is_empty() {
        read.code_prefix.clone_from(&region.code_prefix);
    }
    Ok(read)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Csv,
    GeoJson,
}

/// Which of our formats it is: JSON shows in its first character, CSV in the file's name.
pub(super) fn own_format(text: &str, file_name: &str) -> Result<Own, ExchangeError> {
    let name = file_name.to_ascii_lowercase();
    if text.trim_start().starts_with(['{', '[']) {
        return Ok(Own::GeoJson);
    }
    let csv = [".csv", ".txt"].iter().any(|ending| name.ends_with(ending)) || text.starts_with("id,code,");
    csv.then_some(Own::Csv).ok_or(ExchangeError::Format { name: file_name.to_owned() })
}
