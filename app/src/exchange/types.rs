//! What reading a file gives: drafts, refusals, and why a whole file cannot be read.

use super::draft::Draft;

/// One row that is not taken, or one value of it that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The row as a person counts in a spreadsheet: the first row of a CSV is 1, its header included, a cell with line
    /// breaks is still one row, and blank lines are not counted. In JSON and GeoJSON the first object is 1.
    pub row: u64,
    /// The column, by the file's own name for it; `None` where the whole row is meant.
    pub column: Option<String>,
    /// What stood there, cut to 200 characters.
    pub got: String,
    /// Why it is refused, in plain words.
    pub reason: String,
}

impl Refusal {
    pub(super) fn new(row: u64, bad: Bad) -> Self {
        Self { row, column: bad.column, got: bad.got.chars().take(200).collect(), reason: bad.reason }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row {}", self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        if !self.got.is_empty() {
            write!(f, ", {:?}", self.got)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// What is wrong with a value, before the row is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bad {
    pub(super) column: Option<String>,
    pub(super) got: String,
    pub(super) reason: String,
}

impl Bad {
    pub(super) fn at(column: &str, got: &str, reason: impl std::fmt::Display) -> Self {
        Self { column: Some(column.to_owned()), got: got.to_owned(), reason: reason.to_string() }
    }
    pub(super) fn row(reason: impl std::fmt::Display) -> Self {
        Self { column: None, got: String::new(), reason: reason.to_string() }
    }
}

/// A room that a file describes, and the row it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The room.
    pub draft: Draft,
    /// Its row, counted as in [`Refusal::row`].
    pub row: u64,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Read {
    /// The rooms.
    pub incoming: Vec<Incoming>,
    /// The rows that are not taken.
    pub refused: Vec<Refusal>,
    /// Values left out of rows that are taken, where the mapping says `on_bad = "drop"`.
    pub dropped: Vec<Refusal>,
    /// The columns of the file.
    pub columns: Vec<String>,
    /// Columns that the mapping neither reads nor names under `ignore`.
    pub unread: Vec<String>,
    /// What the codes of new rooms begin with.
    pub code_prefix: String,
}

/// The size of file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
}

impl Default for Limits {
    /// 1 GiB and two million rows: a country's rooms many times over, and about two GiB of memory at most.
    fn default() -> Self {
        Self { bytes: 1 << 30, rows: 2_000_000 }
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Too many bytes.
    #[error("the file has {got} bytes, at most {most} are read: split it")]
    TooBig {
        /// Its bytes.
        got: u64,
        /// Bytes allowed.
        most: u64,
    },
    /// Too many rows.
    #[error("the file has more than {most} rows: split it")]
    TooManyRows {
        /// Rows allowed.
        most: u64,
    },
    /// Another kind of file.
    #[error("this is {what}, not text: {advice}")]
    NotText {
        /// What it looks like.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// The bytes do not fit the encoding.
    #[error("byte {offset} (line {line}) is not {encoding}{hint}")]
    Encoding {
        /// The encoding that was to be read.
        encoding: String,
        /// Offset of the first byte that does not fit.
        offset: u64,
        /// The line it stands in.
        line: u64,
        /// Which encoding fits, where one does.
        hint: String,
    },
    /// The file's name and no mapping tell its format.
    #[error("{name}: not known how to read it; give a .csv or .geojson file of this program, or a mapping file")]
    Format {
        /// The file's name.
        name: String,
    },
    /// The header is not the one expected.
    #[error("header: {0}")]
    Header(String),
    /// The mapping names columns the file does not have.
    #[error("the mapping reads column {column:?}, which the file does not have; it has: {have}")]
    MissingColumn {
        /// The column.
        column: String,
        /// The file's columns.
        have: String,
    },
    /// Not JSON, or JSON of another shape.
    #[error("JSON: {0}")]
    Json(String),
    /// CSV that cannot be taken apart.
    #[error("CSV: {0}")]
    Csv(String),
    /// A workbook that cannot be read.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// A file with no rows.
    #[error("the file has no rows")]
    NoRows,
}
