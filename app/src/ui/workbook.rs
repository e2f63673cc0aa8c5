//! Workbooks for spreadsheets (XLSX): written row by row to files of the system, never held in memory as a whole, and sent
//! while they are put together.

use std::io::Write;

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Url, Workbook, XlsxError};

use super::stream::sent_while_written;

/// What a workbook is served as.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text; never a formula, whatever it begins with.
    Text(String),
    /// A number.
    Number(f64),
    /// Yuan, out of fen.
    Money(i64),
    /// A day.
    Day(NaiveDate),
    /// A text that leads to another sheet of the workbook.
    Sheet(String, String),
}

/// A sheet: a header that stays in sight, and rows.
pub struct Sheet<'a> {
    /// Its name, at most 31 characters, without `[]:*?/\`; see [`sheet_name`].
    pub name: String,
    /// The heads of the columns, with their widths in characters.
    pub head: Vec<(String, u16)>,
    /// The rows, made while they are written.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
}

impl Cell {
    /// A text, or nothing where it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A count.
    pub fn count(number: impl TryInto<u32>) -> Self {
        Self::Number(number.try_into().map_or(f64::NAN, f64::from))
    }

    /// A day, or nothing.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A name that a sheet may have.
pub fn sheet_name(wanted: &str) -> String {
    let kept = wanted.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''));
    kept.take(31).collect()
}

/// A workbook that is being written, sheet by sheet. Nothing in it names this machine or who asked for it.
pub struct Book {
    book: Workbook,
    looks: Looks,
}

impl Book {
    /// An empty one.
    ///
    /// # Errors
    /// When the moment is of no year that spreadsheets know.
    pub fn new(title: &str, made: DateTime<Utc>) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_timestamp(made.timestamp())?;
        book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
        Ok(Self { book, looks: Looks::new() })
    }

    /// Writes a sheet, row by row to a file without a name.
    ///
    /// # Errors
    /// When the disk does, or the sheet has more rows than a spreadsheet takes or a name that is not allowed or taken.
    pub fn add(&mut self, sheet: Sheet<'_>) -> Result<(), XlsxError> {
        add(&mut self.book, sheet, &self.looks)
    }

    /// Puts the workbook together.
    ///
    /// # Errors
    /// When `out` or the disk does.
    pub fn finish(mut self, out: impl Write + Send) -> Result<(), XlsxError> {
        self.book.save_to_writer(out)
    }
}

struct Looks {
    head: Format,
    day: Format,
    money: Format,
}

impl Looks {
    fn new() -> Self {
        let format = |text| Format::new().set_num_format(text);
        Self { head: Format::new().set_bold(), day: format("yyyy-mm-dd"), money: format("#,##0.00") }
    }
}

fn add(book: &mut Workbook, sheet: Sheet<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let page = book.add_worksheet_with_constant_memory()?;
    page.set_name(sheet.name)?.set_freeze_panes(1, 0)?;
    for ((head, width), column) in sheet.head.into_iter().zip(0..) {
        page.set_column_width(column, width)?;
        page.write_string_with_format(0, column, head, &looks.head)?;
    }
    for (cells, row) in sheet.rows.zip(1..) {
        for (cell, column) in cells.into_iter().zip(0..) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => page.write_string(row, column, shortened(text))?,
                Cell::Number(number) => page.write_number(row, column, number)?,
                #[expect(clippy::cast_precision_loss, reason = "fen of a district are exact in a float")]
                Cell::Money(fen) => page.write_number_with_format(row, column, fen as f64 / 100.0, &looks.money)?,
                Cell::Day(day) => page.write_datetime_with_format(row, column, &excel(day)?, &looks.day)?,
                Cell::Sheet(text, sheet) => {
                    page.write_url_with_text(row, column, Url::new(format!("internal:'{sheet}'!A1")), text)?
                }
            };
        }
    }
    Ok(())
}

/// A cell takes 32,767 characters.
fn shortened(text: String) -> String {
    if text.len() > 32_767 { text.chars().take(32_766).chain(['…']).collect() } else { text }
}

fn excel(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let [month, day_of] = [day.month(), day.day()].map(|number| u8::try_from(number).unwrap_or(0));
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(0), month, day_of)
}

/// A workbook as a download for those who work here: sent while it is written.
pub fn workbook<F>(file: &str, title: String, made: DateTime<Utc>, sheets: F) -> Response
where
    F: FnOnce(&mut dyn FnMut(Sheet<'_>)) + Send + 'static,
{
    let headers = [
        (CONTENT_TYPE, XLSX.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    let body = sent_while_written(move |out| {
        let mut book = Book::new(&title, made)?;
        let mut failed = None;
        sheets(&mut |sheet| {
            if failed.is_none() {
                failed = book.add(sheet).err();
            }
        });
        failed.map_or_else(|| book.finish(out), Err)
    });
    (headers, body).into_response()
}
