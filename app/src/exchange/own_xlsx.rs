//! The columns of our CSV as a workbook, for people who work with spreadsheets. All cells are texts, so
//! nothing in them is run and they need no apostrophe in front.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use domain::Room;

use super::columns::{Column, unguard_formula, write_cell};
use crate::ui::workbook::{Book, Cell, Sheet};

/// The name of the sheet.
const SHEET: &str = "rooms";
/// Characters that a column is wide.
const WIDTH: u16 = 16;

/// Writes rooms as a workbook with one sheet.
///
/// # Errors
/// When `out` or the disk does.
pub fn export_xlsx<'a, W: Write + Send>(
    rooms: impl Iterator<Item = &'a Room>,
    made: DateTime<Utc>,
    mut out: W,
) -> io::Result<()> {
    let cell = |room: &Room, column: Column| {
        let mut text = String::new();
        write_cell(room, column, &mut text);
        Cell::text(unguard_formula(&text))
    };
    let row = |room: &'a Room| Column::ALL.iter().map(|column| cell(room, *column)).collect();
    let head = Column::ALL.iter().map(|column| (column.name().to_owned(), WIDTH)).collect();
    let write = || {
        let mut book = Book::new(SHEET, made)?;
        book.add(Sheet { name: SHEET.to_owned(), head, rows: Box::new(rooms.map(row)) })?;
        book.finish(&mut out)
    };
    write().map_err(io::Error::other)?;
    out.flush()
}
