//! A list looked at before anybody knows what it says: its columns and rows as texts.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::decode::decode_as;
use super::mapping::Format;
use super::names::{ColumnRef, fold};
use super::table::{Shape, each_row};
use super::types::{ExchangeError, Limits};

/// How a list is laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Its format.
    pub format: Format,
    /// Rows above the first one of the list, the last of which holds the names of the columns; for CSV.
    pub header_rows: usize,
    /// Path to the array; for JSON.
    pub records: String,
}

impl Layout {
    pub(super) fn shape(&self) -> Shape<'_> {
        let records = match self.format {
            Format::GeoJson => vec!["features"],
            Format::Json => self.records.split('.').filter(|key| !key.is_empty()).collect(),
            Format::Csv => Vec::new(),
        };
        Shape { format: self.format, delimiter: b',', header_rows: self.header_rows, shift: 0, records }
    }

    /// The layout of a text: JSON shows in its first character. Of CSV the row of names is the first one that is filled
    /// nearly as far as the fullest of the first twenty: lists have titles above.
    pub fn guess(text: &str) -> Self {
        let plain = |format, records: &str| Self { format, header_rows: 1, records: records.to_owned() };
        if !text.trim_start().starts_with(['{', '[']) {
            return Self { header_rows: header_rows(text), ..plain(Format::Csv, "") };
        }
        match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(map)) if map.get("features").is_some_and(Value::is_array) => plain(Format::GeoJson, ""),
            Ok(value) => plain(Format::Json, &records(&value, 3).unwrap_or_default()),
            Err(_) => plain(Format::Json, ""),
        }
    }
}

/// Where the first array of objects stands, no deeper than `depth`.
fn records(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::Array(list) => list.first().is_none_or(Value::is_object).then(String::new),
        Value::Object(map) if depth > 0 => map.iter().find_map(|(key, inner)| {
            let rest = records(inner, depth - 1)?;
            Some(if rest.is_empty() { key.clone() } else { format!("{key}.{rest}") })
        }),
        _ => None,
    }
}

fn header_rows(text: &str) -> usize {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let filled = |record: csv::StringRecord| record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let filled: Vec<usize> = rows.records().take(20).map_while(Result::ok).map(filled).collect();
    let most = filled.iter().copied().max().unwrap_or(0);
    1 + filled.iter().position(|&count| count * 5 >= most * 3).unwrap_or(0)
}

/// Rows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The columns, by names that a mapping can use: as the file has them, or `#3` where it has none or one twice.
    pub columns: Vec<String>,
    /// Rows with their numbers as [`super::Refusal::row`] counts, and one text a column.
    pub rows: Vec<(u64, Vec<String>)>,
    /// How many rows there are in all.
    pub total: u64,
}

/// The rows that are wanted.
///
/// # Errors
/// [`ExchangeError`] when the list cannot be taken apart.
pub fn table(text: &str, layout: &Layout, limits: Limits, wanted: &mut dyn FnMut(u64) -> bool) -> Result<Table, ExchangeError> {
    let mut kept: Vec<(u64, Vec<(String, String)>)> = Vec::new();
    let mut total = 0;
    let mut width = 0;
    let columns = each_row(text, &layout.shape(), &[], limits, &mut |row| {
        total += 1;
        if wanted(row.number) {
            let cells = row.cells().into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect::<Vec<_>>();
            width = width.max(cells.len());
            kept.push((row.number, cells));
        }
        Ok(())
    })?;
    let by_place = layout.format == Format::Csv;
    let width = if by_place { width.max(columns.len()) } else { columns.len() };
    let rows = kept.into_iter().map(|(number, cells)| {
        let mut texts = vec![String::new(); width];
        for (place, (name, text)) in cells.into_iter().enumerate() {
            let at = if by_place { Some(place) } else { columns.iter().position(|column| *column == name) };
            if let Some(cell) = at.and_then(|at| texts.get_mut(at)) {
                *cell = text;
            }
        }
        (number, texts)
    });
    let rows = rows.collect();
    Ok(Table { columns: if by_place { references(&columns, width) } else { columns }, rows, total })
}

/// Names by which a mapping finds each column.
fn references(columns: &[String], width: usize) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    (0..width)
        .map(|place| {
            let name = columns.get(place).map_or("", String::as_str);
            let usable = !fold(name).is_empty() && ColumnRef::new(name).place.is_none() && seen.insert(fold(name));
            if usable { name.to_owned() } else { format!("#{}", place + 1) }
        })
        .collect()
}

/// Encodings that the lists of the region's neighbours come in, by the names that mappings use.
pub const ENCODINGS: [&str; 5] = ["utf-8", "gb18030", "big5", "shift_jis", "euc-kr"];

/// The encodings that fit some bytes, the likeliest first: by how many of the characters are such as lists are full of.
///
/// # Errors
/// [`ExchangeError`] when it is no text, or none fits.
pub fn encodings(bytes: &[u8]) -> Result<Vec<&'static str>, ExchangeError> {
    let mut fitting = Vec::new();
    let mut first = None;
    for name in ENCODINGS {
        match decode_as(bytes, name) {
            Ok(text) => fitting.push((name, if name == "utf-8" { i64::MAX } else { likely(&text) })),
            Err(error @ ExchangeError::Encoding { .. }) => first = first.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    fitting.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    match (fitting.is_empty(), first) {
        (true, Some(error)) => Err(error),
        _ => Ok(fitting.into_iter().map(|(name, _)| name).collect()),
    }
}

/// How much a text looks like one, in thousandths of its characters beyond ASCII.
fn likely(text: &str) -> i64 {
    const COMMON: &str = "的一是在不了有和人中大为上个国我以要他时来用们生到作地于出分成会可主发年动同工也能下过子市区街道路号楼层室母婴嬰哺乳名称稱地址电電话話\
        备備注註时時间間开放開類类型商场場医醫院站广廣公园園区區街號樓縣县鄉鎮里村段無无是否設设施施所单單位位置日月星期至臺台北新東南西";
    let (mut all, mut good) = (0_i64, 0_i64);
    for c in text.chars().filter(|c| !c.is_ascii()).take(20_000) {
        all += 1;
        good += match c {
            '\u{ff61}'..='\u{ff9f}' | '\u{e000}'..='\u{f8ff}' => -2,
            'ぁ'..='ヿ' | '가'..='힣' | '　'..='〟' | '！'..='～' => 1,
            c if COMMON.contains(c) => 1,
            _ => 0,
        };
    }
    good * 1000 / all.max(1)
}

/// CSV with other marks between its cells, as CSV with commas; the mark is the one that stands most often in the first
/// rows. Text that is JSON comes back as it is.
pub fn with_commas(text: String) -> String {
    if text.trim_start().starts_with(['{', '[']) {
        return text;
    }
    let head: String = text.lines().take(5).collect::<Vec<_>>().join("\n");
    let count = |mark: char| head.matches(mark).count();
    let Some(mark) = ['\t', ';', '|'].into_iter().max_by_key(|&mark| count(mark)).filter(|&mark| count(mark) > count(',')) else {
        return text;
    };
    let delimiter = u8::try_from(mark).unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows.records() {
        let Ok(row) = row else { return text };
        if out.write_record(&row).is_err() {
            return text;
        }
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Table {
        table(text, &Layout::guess(text), Limits::default(), &mut |_| true).unwrap()
    }

    #[test]
    fn the_layout_of_lists_is_found() {
        let titled = "母婴室一览（虚构）,,\n,,\n名称,地址,面积\n甲,某路1号,8\n";
        assert_eq!(Layout::guess(titled).header_rows, 3);
        let seen = all(titled);
        assert_eq!((seen.columns, seen.rows[0].0, seen.total), (vec!["名称".to_owned(), "地址".into(), "面积".into()], 4, 1));
        let json = r#"{"total": 1, "data": {"list": [{"a": 1, "b": {"c": "x"}}]}}"#;
        assert_eq!(Layout::guess(json).records, "data.list");
        assert_eq!(all(json).columns, ["a", "b.c"]);
        assert_eq!(all(r#"{"type":"FeatureCollection","features":[{"properties":{"n":"x"}}]}"#).rows[0].1, ["x"]);
    }

    #[test]
    fn columns_without_a_name_of_their_own_go_by_their_place() {
        assert_eq!(all("名称,,名称\n甲,乙,丙\n").columns, ["名称", "#2", "#3"]);
    }

    #[test]
    fn the_encoding_is_guessed_by_what_lists_are_full_of() {
        let text = "名称,地址,开放时间\n母婴室,深圳市龙岗区某路1号,每日\n";
        for (name, text) in [
            ("utf-8", text),
            ("gb18030", text),
            ("big5", "機構名稱,地址,開放時間\n哺集乳室,臺北市某區某路2段,每日\n"),
            ("shift_jis", "施設名,所在地,利用可能時間\nあかちゃんステーション,千代田区ほげ町,９時から\n"),
            ("euc-kr", "역명,주소,시설구분\n종로역,서울특별시 종로구,가족수유실\n"),
        ] {
            let encoding = super::super::decode::encoding(name).unwrap();
            let (bytes, _, broken) = encoding.encode(text);
            assert!(!broken);
            assert_eq!(encodings(&bytes).unwrap()[0], name);
        }
        assert!(matches!(encodings(b"%PDF-1.7"), Err(ExchangeError::NotText { .. })));
        assert!(encodings(b"\xff\xfd\xff\xfc ok \xff").is_err());
    }

    #[test]
    fn other_marks_become_commas() {
        assert_eq!(with_commas("a\tb\n1,5\t2\n".to_owned()), "a,b\n\"1,5\",2\n");
        assert_eq!(with_commas("a,b;c\n".to_owned()), "a,b;c\n");
    }
}
