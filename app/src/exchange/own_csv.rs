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

/// Rows that are read before they are checked, all threads at once.
const BATCH: usize = 8192;

pub(super) fn read_own_csv(text: &str, region: &Region, limits: Limits) -> Result<Read, ExchangeError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let mut checks = (0..threads).map(|_| Checks::new(region)).collect::<Result<Vec<_>, _>>()?;
    let mut rows = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = rows.headers().map_err(|error| ExchangeError::Csv(error.to_string()))?.clone();
    let columns = columns(&header)?;
    let mut read = Read { columns: header.iter().map(str::to_owned).collect(), ..Read::default() };
    let mut batch = vec![StringRecord::new(); BATCH];
    let mut row = 1;
    loop {
        let mut filled = 0;
        while filled < BATCH && rows.read_record(&mut batch[filled]).map_err(|error| ExchangeError::Csv(error.to_string()))? {
            filled += 1;
            let number = row + filled as u64;
            if number - 1 > limits.rows {
                return Err(ExchangeError::TooManyRows { most: limits.rows });
            }
            refuse_runaway(&batch[filled - 1], number)?;
        }
        if filled == 0 {
            return Ok(read);
        }
        if read.incoming.is_empty() && filled == BATCH {
            // From the rows so far, how many there will be: growing the list step by step would copy it many times over.
            let bytes_a_row = (rows.position().byte() / BATCH as u64).max(1);
            let rows = (text.len() as u64 / bytes_a_row).min(limits.rows);
            read.incoming.reserve(usize::try_from(rows).unwrap_or(0));
        }
        for draft in drafts(&columns, &batch[..filled], &mut checks) {
            row += 1;
            match draft {
                Ok(draft) => read.incoming.push(Incoming { draft, row }),
                Err(bad) => read.refused.push(Refusal::new(row, bad)),
            }
        }
    }
}

/// The rooms of these rows, in their order; each thread has checks of its own.
fn drafts(columns: &[Column], rows: &[StringRecord], checks: &mut [Checks<'_>]) -> Vec<Result<Draft, Bad>> {
    let share = rows.len().div_ceil(checks.len()).max(1);
    std::thread::scope(|scope| {
        let some = |(rows, checks): (_, _)| scope.spawn(move || some_drafts(columns, rows, checks));
        let threads: Vec<_> = rows.chunks(share).zip(checks).map(some).collect();
        let drafts = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        drafts.flatten().collect()
    })
}

fn some_drafts(columns: &[Column], rows: &[StringRecord], checks: &mut Checks<'_>) -> Vec<Result<Draft, Bad>> {
    rows.iter().map(|record| draft(columns, record, checks)).collect()
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
