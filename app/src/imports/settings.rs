//! How an uploaded list is read: guessed when it comes, changed by a person, kept with it.

use domain::{Digest, Line, Region};
use serde::{Deserialize, Serialize};

use super::words::words;
use crate::exchange::{
    Chosen, Column, Corrections, ExchangeError, Format, Layout, Limits, Mapping, MappingError, Read, Sheet, Table, Told,
    decode_as, encodings, guess, is_workbook, known, read_sheet, read_text, table, with_commas,
};

/// The largest file that is taken, in bytes; a list of a hundred thousand rooms is smaller.
pub(super) const MOST_BYTES: usize = 16 << 20;
/// Rows of a list.
const MOST: Limits = Limits { bytes: 256 << 20, rows: 100_000 };
/// What a list is called where it is read as one of our own: only its ending counts.
const OWN_NAME: &str = "list.csv";

/// By what a list is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reading {
    /// It is one of our own formats.
    Own,
    /// By a mapping that ships with the program.
    Known(String),
    /// By columns chosen one by one.
    Columns,
}

/// How a list is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settings {
    /// As mappings name encodings; of no account for workbooks.
    pub(super) encoding: String,
    /// The sheet of a workbook.
    pub(super) sheet: String,
    pub(super) layout: Layout,
    pub(super) reading: Reading,
    pub(super) chosen: Chosen,
    /// The name under which the columns were chosen before, where they were.
    pub(super) saved_as: String,
}

/// A list as text, and what the text does not show.
pub(super) struct Text {
    pub(super) list: String,
    pub(super) told: Told,
    /// The sheets of a workbook; none of other files.
    pub(super) sheets: Vec<Sheet>,
    pub(super) sheet: String,
}

impl Text {
    /// The text of a file.
    ///
    /// # Errors
    /// [`ExchangeError`].
    pub(super) fn of(bytes: &[u8], encoding: &str, sheet: &str) -> Result<Self, ExchangeError> {
        if is_workbook(bytes) {
            let read = read_sheet(bytes, sheet)?;
            return Ok(Self { list: read.csv, told: read.told, sheets: read.sheets, sheet: read.sheet });
        }
        let list = with_commas(decode_as(bytes, encoding)?);
        Ok(Self { list, told: Told::default(), sheets: Vec::new(), sheet: String::new() })
    }
}

/// Why a list cannot be read as it is set.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// The file.
    #[error(transparent)]
    File(#[from] ExchangeError),
    /// What was chosen is not enough.
    #[error(transparent)]
    Chosen(#[from] MappingError),
}

impl Settings {
    /// How a file is read until somebody says otherwise; `name` is the file's.
    ///
    /// # Errors
    /// [`ExchangeError`] when it cannot be read at all.
    pub(super) fn guess(bytes: &[u8], name: &str) -> Result<Self, ExchangeError> {
        let encoding = if is_workbook(bytes) { "utf-8" } else { encodings(bytes)?.first().copied().unwrap_or("utf-8") };
        let text = Text::of(bytes, encoding, "")?;
        let layout = Layout::guess(&text.list);
        let mut settings = Self {
            encoding: encoding.to_owned(),
            sheet: text.sheet,
            layout,
            reading: Reading::Columns,
            chosen: Chosen { datum: "wgs84".to_owned(), ..Chosen::default() },
            saved_as: String::new(),
        };
        let source = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        settings.chosen.source = Line::new(source).map_or_else(|_| String::new(), |line| line.as_str().to_owned());
        settings.begin(&text.list)?;
        Ok(settings)
    }

    /// Begins again with what the columns of a text look like.
    ///
    /// # Errors
    /// [`ExchangeError`] when the text cannot be taken apart, or has no rows.
    pub(super) fn begin(&mut self, text: &str) -> Result<(), ExchangeError> {
        let columns = columns(text, &self.layout)?;
        let fits = known().iter().find(|known| known.mapping.fits(self.layout.format, &columns));
        self.reading = match fits {
            _ if is_own(self.layout.format, &columns) => Reading::Own,
            Some(known) => Reading::Known(known.id.to_owned()),
            None => Reading::Columns,
        };
        self.chosen.columns = guessed(columns);
        self.saved_as.clear();
        Ok(())
    }

    /// The mapping by which it is read; `None` where the list is our own.
    ///
    /// # Errors
    /// [`MappingError`] when columns that every list must have were not chosen.
    pub(super) fn mapping(&self) -> Result<Option<Mapping>, MappingError> {
        match &self.reading {
            Reading::Own => Ok(None),
            Reading::Known(id) => {
                let gone = || MappingError { line: 0, message: format!("there is no list {id:?}") };
                known().iter().find(|known| known.id == id).map(|known| Some(known.mapping.clone())).ok_or_else(gone)
            }
            Reading::Columns => self.chosen.mapping(&self.layout, &words()).map(Some),
        }
    }

    /// The rooms of a file with what was put right in it.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub(super) fn read(&self, bytes: &[u8], corrections: &Corrections, region: &Region) -> Result<Read, Unreadable> {
        let text = Text::of(bytes, &self.encoding, &self.sheet)?.list;
        let text = corrections.apply(&text, &self.layout)?;
        let mut read = read_text(&text, OWN_NAME, self.mapping()?.as_ref(), region, MOST)?;
        corrections.leave_out(&mut read);
        Ok(read)
    }

    /// Rows of a file, as they stand after what was put right.
    ///
    /// # Errors
    /// [`ExchangeError`].
    pub(super) fn rows(
        &self,
        bytes: &[u8],
        corrections: &Corrections,
        wanted: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Table, ExchangeError> {
        let text = Text::of(bytes, &self.encoding, &self.sheet)?.list;
        table(&corrections.apply(&text, &self.layout)?, &self.layout, MOST, wanted)
    }

    /// Whether the columns are those of one of our own formats.
    pub(super) fn may_be_own(&self) -> bool {
        let names: Vec<String> = self.chosen.columns.iter().map(|(name, _)| name.clone()).collect();
        is_own(self.layout.format, &names)
    }

    /// By what settings for the same columns are found again.
    pub(super) fn header(&self) -> String {
        let names: Vec<&str> = self.chosen.columns.iter().map(|(name, _)| name.as_str()).collect();
        Digest::of(format!("{:?}{}", self.layout.format, names.join("\u{1f}")).as_bytes()).to_string()
    }
}

fn columns(text: &str, layout: &Layout) -> Result<Vec<String>, ExchangeError> {
    let seen = table(text, layout, MOST, &mut |number| number < 20)?;
    if seen.total == 0 { Err(ExchangeError::NoRows) } else { Ok(seen.columns) }
}

/// Each column with what it probably is; what can only be one column is guessed once.
fn guessed(columns: Vec<String>) -> Vec<(String, String)> {
    let mut taken = std::collections::HashSet::new();
    let target = |name: &String| guess(name);
    let once = |target: &'static str| if target.is_empty() || target == "address" || taken.insert(target) { target } else { "" };
    let targets: Vec<&str> = columns.iter().map(target).map(once).collect();
    columns.into_iter().zip(targets).map(|(name, target)| (name, target.to_owned())).collect()
}

/// Whether a list is one of our own: every column of a CSV is one of a room; a GeoJSON has the parts that ours must have.
fn is_own(format: Format, columns: &[String]) -> bool {
    let has = |name: &str| columns.iter().any(|column| column.trim() == name);
    match format {
        Format::Csv => has("name_zh") && columns.iter().all(|column| Column::named(column.trim()).is_some()),
        Format::GeoJson => has("name.zh") && has("kind") && has("stage"),
        Format::Json => false,
    }
}
