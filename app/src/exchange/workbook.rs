//! A sheet of an Excel workbook (.xlsx) as the CSV that a person would have typed from it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::types::ExchangeError;

/// Bytes that a workbook may take once it is unpacked: a small archive can unfold into a very large one.
const MOST_UNPACKED: u64 = 200 << 20;
/// Rows and columns of a sheet.
const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 400;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether whoever made the workbook has hidden it.
    pub hidden: bool,
}

/// What of a sheet a reader should know, since a text does not show it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Cells with a formula: the value that was worked out when the file was saved is taken.
    pub formulas: usize,
    /// Formulas without such a value; empty cells then.
    pub without_value: usize,
    /// Columns that are hidden, by their letters. They are read.
    pub hidden_columns: Vec<String>,
    /// How many rows are hidden. They are read.
    pub hidden_rows: usize,
    /// How many groups of cells are merged; one that goes down fills all its rows.
    pub merged: usize,
    /// Cells with an error such as `#REF!`; empty cells then.
    pub errors: usize,
}

/// A sheet as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetText {
    /// CSV with commas. Its rows are numbered as in the sheet.
    pub csv: String,
    /// What it does not show.
    pub told: Told,
    /// All sheets.
    pub sheets: Vec<Sheet>,
    /// The name of the one that was read.
    pub sheet: String,
}

/// Whether bytes look like a workbook: a zip archive. What is in it shows when it is read.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads a sheet; without a name the first one that is not hidden.
///
/// # Errors
/// [`ExchangeError`] when it is no workbook, is too large once unpacked, or has no such sheet.
pub fn read_sheet(bytes: &[u8], name: &str) -> Result<SheetText, ExchangeError> {
    measure(bytes)?;
    let broken = |error: calamine::XlsxError| ExchangeError::Workbook(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let metadata = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<Sheet> =
        metadata.map(|sheet| Sheet { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible }).collect();
    let wanted = if name.is_empty() {
        sheets.iter().find(|sheet| !sheet.hidden).or(sheets.first())
    } else {
        sheets.iter().find(|sheet| sheet.name == name)
    };
    let sheet =
        wanted.map(|sheet| sheet.name.clone()).ok_or_else(|| ExchangeError::Workbook(format!("there is no sheet {name:?}")))?;
    let mut told = Told::default();
    let mut size = 0;
    let mut cells = cells(&mut book, &sheet, &mut told, &mut size)?;
    let merged = book.merge_cells_by_sheet_name(&sheet).map_err(broken)?;
    told.merged = merged.len();
    for area in merged {
        fill_down(&mut cells, area.start, area.end, &mut size)?;
    }
    if let Some(xml) = sheet_xml(bytes, &sheet) {
        (told.hidden_columns, told.hidden_rows) = hidden(&xml);
    }
    if cells.is_empty() {
        return Err(ExchangeError::Empty);
    }
    Ok(SheetText { csv: csv(&cells)?, told, sheets, sheet })
}

/// Unpacks everything once and keeps nothing: what an archive says of its own size is not believed.
fn measure(bytes: &[u8]) -> Result<(), ExchangeError> {
    let no = |error: zip::result::ZipError| ExchangeError::Workbook(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(no)?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        let (what, advice) =
            ("a zip archive without an Excel workbook in it", "unpack it first, or save the sheet as .xlsx or CSV");
        return Err(ExchangeError::NotText { what, advice });
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(no)?;
        let got = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink())
            .map_err(|error| ExchangeError::Workbook(error.to_string()))?;
        left = left.checked_sub(got).ok_or(ExchangeError::TooBig { got: MOST_UNPACKED + 1, most: MOST_UNPACKED })?;
    }
    Ok(())
}

type Cells = BTreeMap<(u32, u32), String>;

/// Bytes that the cells of a sheet may take together, and what one takes besides its text: many cells can name one long text
/// of a small archive.
const MOST_CELLS: u64 = 512 << 20;
const CELL: u64 = 64;

/// Counts a cell.
fn charge(size: &mut u64, text: &str) -> Result<(), ExchangeError> {
    *size += CELL + text.len() as u64;
    if *size > MOST_CELLS { Err(ExchangeError::TooBig { got: *size, most: MOST_CELLS }) } else { Ok(()) }
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, told: &mut Told, size: &mut u64) -> Result<Cells, ExchangeError> {
    let broken = |error: calamine::XlsxError| ExchangeError::Workbook(error.to_string());
    let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        let is_error = matches!(cell.value, DataRef::Error(_));
        let text = shown(&cell.value);
        if cell.formula.is_some() {
            told.formulas += 1;
            told.without_value += usize::from(text.is_empty() && !is_error);
        }
        told.errors += usize::from(is_error);
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.pos;
        if row >= MOST_ROWS {
            return Err(ExchangeError::TooManyRows { most: u64::from(MOST_ROWS) });
        }
        if column >= MOST_COLUMNS {
            return Err(ExchangeError::Workbook(format!(
                "a cell stands in column {}; at most {MOST_COLUMNS} columns are read",
                letters(column)
            )));
        }
        charge(size, &text)?;
        cells.insert((row, column), text);
    }
    Ok(cells)
}

/// A value as a person sees it: no `8.0` for an 8, no number for a day.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => format!("{:.14e}", *number).parse::<f64>().unwrap_or(*number).to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let (date, time) = (format!("{year:04}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}"));
    match moment.as_f64() {
        _ if moment.is_duration() => time,
        value if value < 1.0 => time,
        value if value.fract() == 0.0 => date,
        _ => format!("{date} {time}"),
    }
}

/// Cells merged downwards all hold what the first one holds: so a street written once for its rooms counts for each.
fn fill_down(cells: &mut Cells, from: (u32, u32), to: (u32, u32), size: &mut u64) -> Result<(), ExchangeError> {
    let Some(text) = cells.get(&from).filter(|_| to.0 > from.0).cloned() else { return Ok(()) };
    for row in from.0 + 1..=to.0.min(MOST_ROWS - 1) {
        // Also where a cell is filled already: it bounds the steps.
        charge(size, &text)?;
        cells.entry((row, from.1)).or_insert_with(|| text.clone());
    }
    Ok(())
}

fn csv(cells: &Cells) -> Result<String, ExchangeError> {
    let broken = |error: &dyn std::fmt::Display| ExchangeError::Csv(error.to_string());
    let rows = cells.keys().map(|(row, _)| row + 1).max().unwrap_or(0);
    let width = cells.keys().map(|(_, column)| column + 1).max().unwrap_or(0);
    let mut out = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Necessary).from_writer(Vec::new());
    for row in 0..rows {
        let texts = (0..width).map(|column| cells.get(&(row, column)).map_or("", String::as_str));
        out.write_record(texts).map_err(|error| broken(&error))?;
    }
    let bytes = out.into_inner().map_err(|error| broken(&error))?;
    String::from_utf8(bytes).map_err(|error| broken(&error))
}

/// The part of a sheet's own file that says what is hidden, which the reader of cells does not tell.
fn sheet_xml(bytes: &[u8], sheet: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = |path: &str| {
        let mut text = String::new();
        archive.by_name(path).ok()?.take(MOST_UNPACKED).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let (book, relations) = (text("xl/workbook.xml")?, text("xl/_rels/workbook.xml.rels")?);
    let named = tags(&book, "sheet").find(|tag| attribute(tag, "name").is_some_and(|name| unescape(name) == sheet))?;
    let id = attribute(named, "r:id")?;
    let relation = tags(&relations, "Relationship").find(|tag| attribute(tag, "Id") == Some(id))?;
    let target = attribute(relation, "Target")?;
    text(&target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// The start tags of a name.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').skip(1).filter_map(move |rest| {
        let tag = rest.split('>').next()?;
        let after = tag.strip_prefix(name)?;
        after.starts_with([' ', '/', '\n', '\t', '\r']).then_some(after)
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let begins = |at: usize| tag[..at].ends_with([' ', '\n', '\t', '\r']);
    let at = tag.match_indices(name).find(|(at, _)| begins(*at) && tag[at + name.len()..].starts_with(['=', ' ']))?.0;
    let rest = tag[at + name.len()..].trim_start_matches([' ', '=']);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// Hidden columns by their letters, and the number of hidden rows.
fn hidden(xml: &str) -> (Vec<String>, usize) {
    let is_hidden = |tag: &&str| matches!(attribute(tag, "hidden"), Some("1" | "true"));
    let mut columns = Vec::new();
    for tag in tags(xml, "col").filter(is_hidden) {
        let number = |name: &str| attribute(tag, name).and_then(|text| text.parse::<u32>().ok());
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            columns.extend((first..=last.min(MOST_COLUMNS)).filter(|number| *number > 0).map(|number| letters(number - 1)));
        }
    }
    (columns, tags(xml, "row").filter(is_hidden).count())
}

/// The letters of a column, the first being `A`.
fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut text = Vec::new();
    while rest > 0 {
        rest -= 1;
        text.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    text.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    use super::*;

    fn book() -> Vec<u8> {
        let mut book = Workbook::new();
        let notes = book.add_worksheet();
        notes.set_name("说明").unwrap().set_hidden(true);
        notes.write(0, 0, "不要读").unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name("名单 & 表").unwrap().set_active(true);
        let day = Format::new().set_num_format("yyyy-mm-dd");
        for (column, head) in ["名称", "街道", "面积", "日期", "算"].into_iter().enumerate() {
            sheet.write(1, u16::try_from(column).unwrap(), head).unwrap();
        }
        sheet.write(2, 0, "甲, 一").unwrap();
        sheet.write(3, 0, "乙").unwrap();
        sheet.merge_range(2, 1, 3, 1, "龙城街道", &Format::new()).unwrap();
        sheet.write(2, 2, 8.0).unwrap();
        sheet.write(3, 2, 0.1 + 0.2).unwrap();
        sheet.write_with_format(2, 3, ExcelDateTime::from_ymd(2026, 3, 31).unwrap(), &day).unwrap();
        sheet.write(2, 4, Formula::new("=C3*2").set_result("16")).unwrap();
        sheet.set_column_hidden(2).unwrap();
        sheet.set_row_hidden(3).unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_sheet_reads_as_a_person_sees_it() {
        let read = read_sheet(&book(), "").unwrap();
        assert_eq!(read.csv, ",,,,\n名称,街道,面积,日期,算\n\"甲, 一\",龙城街道,8,2026-03-31,16\n乙,龙城街道,0.3,,\n");
        assert_eq!(read.sheet, "名单 & 表");
        assert!(read.sheets[0].hidden && !read.sheets[1].hidden);
        let told = Told { formulas: 1, hidden_columns: vec!["C".to_owned()], hidden_rows: 1, merged: 1, ..Told::default() };
        assert_eq!(read.told, told);
        assert_eq!(read_sheet(&book(), "说明").unwrap().csv, "不要读\n");
        assert!(matches!(read_sheet(&book(), "无"), Err(ExchangeError::Workbook(_))));
    }

    fn archive(name: &str, content: &[u8]) -> Vec<u8> {
        use std::io::Write as _;
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_no_workbook_or_unfolds_too_far_is_refused() {
        assert!(matches!(read_sheet(&archive("a.csv", b"x"), ""), Err(ExchangeError::NotText { .. })));
        let bomb = archive("xl/workbook.xml", &vec![0; usize::try_from(MOST_UNPACKED + 2).unwrap()]);
        assert!(bomb.len() < 1 << 20 && matches!(read_sheet(&bomb, ""), Err(ExchangeError::TooBig { .. })));
        assert!(read_sheet(b"PK\x03\x04rest", "").is_err());
        assert!(read_sheet(&archive("xl/workbook.xml", b"<workbook/>"), "").is_err());
    }

    #[test]
    fn a_cell_far_away_is_told_and_not_made_room_for() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "名称").unwrap();
        sheet.write(1_048_575, 0, "x").unwrap();
        assert!(matches!(read_sheet(&book.save_to_buffer().unwrap(), ""), Err(ExchangeError::TooManyRows { .. })));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
