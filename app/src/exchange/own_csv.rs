//! Our own CSV: UTF-8, LF, one header row, one column for each thing a room has. What is exported comes back the same.

use std::io::{self, Write};

use csv::{ByteRecord, ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use domain::{Region, Room};

use super::check::Checks;
use super::columns::{Column, Field, Inner, write_cell};
use super::draft::Draft;
use super::parts::Parts;
use super::types::{Bad, ExchangeError, Incoming, Limits, Read, Refusal};

/// Writes rooms as our CSV.
///
/// # Errors
/// When `out` does.
pub fn export_csv<'a, W: Write>(rooms: impl Iterator<Item = &'a Room>, out: W) -> io::Result<()> {
    let mut out = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
    out.write_record(Column::ALL.iter().map(|column| column.name()))?;
    let (mut record, mut cell) = (ByteRecord::new(), String::new());
    for room in rooms {
        record.clear();
        for &column in Column::ALL {
            cell.clear();
            write_cell(room, column, &mut cell);
            record.push_field(cell.as_bytes());
        }
        out.write_byte_record(&record)?;
    }
    out.flush()
}

pub(super) fn read_own_csv(text: &str, region: &Region, limits: Limits) -> Result<Read, ExchangeError> {
    let mut checks = Checks::new(region)?;
    let mut rows = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = rows.headers().map_err(|error| ExchangeError::Csv(error.to_string()))?.clone();
    let columns = columns(&header)?;
    let mut read = Read { columns: header.iter().map(str::to_owned).collect(), ..Read::default() };
    let mut record = StringRecord::new();
    let mut row = 1;
    while rows.read_record(&mut record).map_err(|error| ExchangeError::Csv(error.to_string()))? {
        row += 1;
        if row - 1 > limits.rows {
            return Err(ExchangeError::TooManyRows { most: limits.rows });
        }
        refuse_runaway(&record, row)?;
        if row == 1000 {
            // From the rows so far, how many there will be: growing the list step by step would copy it many times over.
            let bytes_a_row = (record.position().map_or(0, csv::Position::byte) / 1000).max(1);
            let rows = (text.len() as u64 / bytes_a_row).min(limits.rows);
            read.incoming.reserve(usize::try_from(rows).unwrap_or(0));
        }
        match draft(&columns, &record, &mut checks) {
            Ok(draft) => read.incoming.push(Incoming { draft, row }),
            Err(bad) => read.refused.push(Refusal::new(row, bad)),
        }
    }
    Ok(read)
}

/// A quotation mark that is never closed would swallow the rest of the file into one row.
pub(super) fn refuse_runaway(record: &StringRecord, row: u64) -> Result<(), ExchangeError> {
    const MOST: usize = 1_000_000;
    if record.as_slice().len() <= MOST {
        return Ok(());
    }
    let line = record.position().map_or(0, csv::Position::line);
    Err(ExchangeError::Csv(format!(
        "row {row}, which begins at line {line}, is over {MOST} bytes long: a quotation mark is probably never closed"
    )))
}

fn columns(header: &StringRecord) -> Result<Vec<Column>, ExchangeError> {
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for name in header {
        let name = name.trim();
        let column = Column::named(name).ok_or_else(|| {
            let most = name.chars().take(60).collect::<String>();
            ExchangeError::Header(format!("{most:?} is no column of a room; a file of another form needs a mapping file"))
        })?;
        if columns.contains(&column) {
            return Err(ExchangeError::Header(format!("{name:?} stands there twice")));
        }
        columns.push(column);
    }
    let name = Column::from(Field::NameZh);
    if columns.contains(&name) { Ok(columns) } else { Err(ExchangeError::Header(format!("{:?} is missing", name.name()))) }
}

fn draft(columns: &[Column], record: &StringRecord, checks: &mut Checks<'_>) -> Result<Draft, Bad> {
    if record.len() != columns.len() {
        return Err(Bad::row(format!("has {} cells, the header has {}", record.len(), columns.len())));
    }
    let mut parts = Parts::default();
    for (&column, cell) in columns.iter().zip(record) {
        parts.read(column, cell, checks).map_err(|reason| Bad::at(column.name(), cell, reason))?;
    }
    debug_assert!(columns.iter().all(|column| matches!(column.0, Inner::Has(_)) || parts.has(*column)));
    parts.finish(true, checks)
}
