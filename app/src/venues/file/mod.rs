//! Files of venues: CSV, a workbook or GeoJSON in, every mistake told by its row and column.

mod cells;
mod columns;
mod row;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use domain::venues::{Draft, List, MOST_ROWS};
use domain::{Datum, Line, Region, Tri, fold};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::{
    ExchangeError, Format, Layout, Limits, Told, decode_as, encodings, is_workbook, read_sheet, table, with_commas,
};

pub(super) use cells::{Why, area, name, visitors};
pub(super) use columns::head;

use cells::kinds;
use columns::{COLUMNS, NAME};
use row::{Reader, Row};

/// The largest file that is taken, in bytes.
pub(super) const MOST_BYTES: usize = 8 << 20;

/// What is said of a list as a whole, with how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settings {
    /// The list's name, the same from edition to edition.
    pub(super) list: Line,
    /// The document.
    pub(super) source: Line,
    /// The day of the document.
    pub(super) day: NaiveDate,
    /// Made up.
    pub(super) demo: bool,
    pub(super) datum: Datum,
    /// Whether mothers and infants often visit a venue of which the list says nothing of the kind.
    pub(super) frequented: Tri,
}

impl Settings {
    pub(super) fn list(&self) -> List {
        List { name: self.list.clone(), source: self.source.clone(), day: self.day, demo: self.demo }
    }
}

/// A mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// As a person counts in a spreadsheet; in GeoJSON the first feature is 1.
    pub(super) row: u64,
    /// The column, by the name it has in the file.
    pub(super) column: String,
    /// What stands there, cut short.
    pub(super) got: String,
    pub(super) why: Why,
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Read {
    pub(super) drafts: Vec<Draft>,
    /// The mistakes; a row with one is not among the drafts.
    pub(super) wrong: Vec<Wrong>,
    /// What of a workbook a text does not show.
    pub(super) told: Told,
    /// Columns that are not read.
    pub(super) unread: Vec<String>,
}

impl Read {
    /// How many rows have a mistake.
    pub(super) fn refused(&self) -> usize {
        let mut rows: Vec<u64> = self.wrong.iter().map(|wrong| wrong.row).collect();
        rows.dedup();
        rows.len()
    }
}

/// Reads a list.
///
/// # Errors
/// [`ExchangeError`] when the file as a whole cannot be read.
pub(super) fn read(bytes: &[u8], settings: &Settings, region: &Region) -> Result<Read, ExchangeError> {
    let (text, told) = if is_workbook(bytes) {
        let sheet = read_sheet(bytes, "")?;
        (sheet.csv, sheet.told)
    } else {
        let likeliest = encodings(bytes)?.first().copied().unwrap_or("utf-8");
        (with_commas(decode_as(bytes, likeliest)?), Told::default())
    };
    let layout = Layout::guess(&text);
    let limits = Limits { bytes: text.len() as u64, rows: MOST_ROWS };
    let table = table(&text, &layout, limits, &mut |_| true)?;
    if table.rows.is_empty() {
        return Err(ExchangeError::NoRows);
    }
    let at = COLUMNS.map(|names| {
        let known: Vec<String> = names.iter().map(|name| fold(name)).collect();
        table.columns.iter().position(|column| known.contains(&fold(column)))
    });
    if at[NAME].is_none() {
        return Err(ExchangeError::MissingColumn { column: "名称 / name".to_owned(), have: table.columns.join(", ") });
    }
    let shapes = if layout.format == Format::GeoJson { serde_json::from_str(&text).unwrap_or(Value::Null) } else { Value::Null };
    let reader = Reader { at, columns: &table.columns, settings, region, kinds: kinds() };
    let mut read = Read { told, ..Read::default() };
    for (number, cells) in &table.rows {
        let feature = usize::try_from(*number).ok().and_then(|number| number.checked_sub(1)).map(|at| &shapes["features"][at]);
        let mut row = Row { reader: &reader, number: *number, cells, wrong: Vec::new() };
        let draft = row.draft(feature.map_or(&Value::Null, |feature| &feature["geometry"]));
        if row.wrong.is_empty() {
            read.drafts.extend(draft);
        } else {
            read.wrong.append(&mut row.wrong);
        }
    }
    let is_read = |place: &usize| at.contains(&Some(*place));
    let unread = table.columns.iter().enumerate().filter(|(place, name)| !is_read(place) && !name.is_empty());
    read.unread = unread.map(|(_, name)| name.clone()).collect();
    Ok(read)
}
