//! Files of venues: CSV, a workbook or GeoJSON in, every mistake told by its row and column.

use chrono::NaiveDate;
use domain::venues::{Draft, FloorArea, List, MOST_ROWS, MOST_VISITORS};
use domain::{AreaCode, Datum, Line, Region, Tri, VenueType, Wgs84, Word, fold};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::{
    ExchangeError, Format, Layout, Limits, Told, decode_as, encodings, is_workbook, read_sheet, table, with_commas,
};
use crate::imports::list_words;

/// The largest file that is taken, in bytes.
pub(super) const MOST_BYTES: usize = 8 << 20;
/// Characters of a name at most.
const MOST_NAME: usize = 120;
/// Characters of a cell that are shown with a mistake.
const SHOWN: usize = 60;

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

/// The columns, each by the names under which it is read; the first is that of our template.
const COLUMNS: [&[&str]; 12] = [
    &["key", "编号", "编码", "场所编号", "场所编码"],
    &["name", "名称", "场所名称", "单位名称", "场所", "单位", "建筑名称", "name_zh", "venue"],
    &["name_en", "英文名称", "英文名", "english"],
    &["street", "街道", "所属街道", "所在街道", "街道办", "镇街", "街道代码", "street_code"],
    &["community", "社区", "所属社区", "所在社区", "社区代码"],
    &["type", "类型", "场所类型", "场所类别", "类别", "venue_type"],
    &[
        "area_m2",
        "建筑面积",
        "建筑面积(平方米)",
        "建筑面积(㎡)",
        "建筑面积(m2)",
        "场所面积",
        "总建筑面积",
        "面积",
        "floor_area",
        "venue_area_m2",
    ],
    &[
        "visitors_per_day",
        "日客流量",
        "日客流量(人)",
        "日客流量(人次)",
        "客流量",
        "日均客流量",
        "日均客流",
        "日人流量",
        "人流量",
        "visitors",
    ],
    &["frequented", "经常有母婴逗留", "是否经常有母婴逗留", "母婴逗留", "often_mothers_and_infants"],
    &["address", "地址", "详细地址", "所在地址"],
    &["lon", "经度", "lng", "longitude"],
    &["lat", "纬度", "latitude"],
];
const KEY: usize = 0;
const NAME: usize = 1;
const NAME_EN: usize = 2;
const STREET: usize = 3;
const COMMUNITY: usize = 4;
const TYPE: usize = 5;
const AREA: usize = 6;
const VISITORS: usize = 7;
const FREQUENTED: usize = 8;
const ADDRESS: usize = 9;
const LON: usize = 10;
const LAT: usize = 11;

/// The columns of our template, and of the export.
pub(super) fn head() -> [&'static str; 12] {
    COLUMNS.map(|names| names[0])
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    NoName,
    LongName,
    /// No letter, digit or character by which it could be found again.
    OddName,
    Text,
    Street,
    Community,
    /// The community is of another street.
    Elsewhere,
    Type,
    Area,
    Visitors,
    Frequented,
    Place,
    /// Only one of longitude and latitude.
    HalfPlace,
    /// A shape that is no point.
    NoPoint,
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

/// What lists call the kinds of venues.
fn kinds() -> Vec<(String, VenueType)> {
    let words = list_words().remove("venue_type").unwrap_or_default();
    words.into_iter().filter_map(|(theirs, ours)| Some((fold(&theirs), VenueType::from_word(ours).ok()?))).collect()
}

struct Reader<'a> {
    at: [Option<usize>; 12],
    columns: &'a [String],
    settings: &'a Settings,
    region: &'a Region,
    kinds: Vec<(String, VenueType)>,
}

struct Row<'a> {
    reader: &'a Reader<'a>,
    number: u64,
    cells: &'a [String],
    wrong: Vec<Wrong>,
}

impl<'a> Row<'a> {
    /// The text of a column. Our exports put a quotation mark before what a spreadsheet would take for a formula.
    fn text(&self, column: usize) -> &'a str {
        let cell = self.reader.at[column].and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim());
        cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
    }

    fn wrong(&mut self, column: usize, why: Why) {
        let name = self.reader.at[column].and_then(|at| self.reader.columns.get(at));
        let column_name = name.map_or_else(|| COLUMNS[column][0].to_owned(), Clone::clone);
        let got = self.text(column).chars().take(SHOWN).collect();
        self.wrong.push(Wrong { row: self.number, column: column_name, got, why });
    }

    /// What a cell says; a mistake is kept.
    fn read<T>(&mut self, column: usize, read: impl FnOnce(&str) -> Result<T, Why>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        read(text).map_err(|why| self.wrong(column, why)).ok()
    }

    /// The venue; `None` where it has no name.
    fn draft(&mut self, geometry: &Value) -> Option<Draft> {
        let line = |text: &str| Line::new(text).ok().ok_or(Why::Text);
        if self.text(NAME).is_empty() {
            self.wrong(NAME, Why::NoName);
        }
        let name = self.read(NAME, name);
        let region = self.reader.region;
        let street = self.read(STREET, |text| street(text, region));
        let (street, community) = self.community(street);
        let reader = self.reader;
        Some(Draft {
            row: self.number,
            key: self.read(KEY, line),
            name_en: self.read(NAME_EN, line),
            street,
            community,
            kind: self.read(TYPE, |text| kind(text, &reader.kinds)),
            area_m2: self.read(AREA, area),
            visitors_per_day: self.read(VISITORS, visitors),
            frequented: self.read(FREQUENTED, frequented).unwrap_or(reader.settings.frequented),
            address: self.read(ADDRESS, line),
            place: self.place(geometry),
            name: name?,
        })
    }

    /// A community by its code or its name; it tells the street where none is written.
    fn community(&mut self, street: Option<AreaCode>) -> (Option<AreaCode>, Option<AreaCode>) {
        let region = self.reader.region;
        let found = self.read(COMMUNITY, |text| community(text, street, region));
        (street.or(found.map(|(street, _)| street)), found.map(|(_, community)| community))
    }

    fn place(&mut self, geometry: &Value) -> Option<Wgs84> {
        let written = (self.text(LON), self.text(LAT));
        let pair = match (geometry, written) {
            (Value::Null, ("", "")) => return None,
            (Value::Null, ("", _)) => Err((LON, Why::HalfPlace)),
            (Value::Null, (_, "")) => Err((LAT, Why::HalfPlace)),
            (Value::Null, (lon, lat)) => half_width(lon).parse().ok().zip(half_width(lat).parse().ok()).ok_or((LON, Why::Place)),
            (shape, _) if shape["type"] == "Point" => {
                shape["coordinates"][0].as_f64().zip(shape["coordinates"][1].as_f64()).ok_or((LON, Why::Place))
            }
            _ => Err((LON, Why::NoPoint)),
        };
        let datum = self.reader.settings.datum;
        let place = pair.and_then(|(lon, lat)| datum.place(lon, lat).and_then(to_a_centimetre).ok_or((LON, Why::Place)));
        place.map_err(|(column, why)| self.wrong(column, why)).ok()
    }
}

/// A position with seven decimals: so it reads back as it was written, and the same list changes nothing when it comes again.
fn to_a_centimetre(place: Wgs84) -> Option<Wgs84> {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Wgs84::new(round(place.lon()), round(place.lat())).ok()
}

fn name(text: &str) -> Result<Line, Why> {
    if text.chars().count() > MOST_NAME {
        return Err(Why::LongName);
    }
    if fold(text).is_empty() { Err(Why::OddName) } else { Line::new(text).ok().ok_or(Why::Text) }
}

/// A street by its code or its name.
fn street(text: &str, region: &Region) -> Result<AreaCode, Why> {
    let by_code = AreaCode::new(text).ok().and_then(|code| region.street(code));
    by_code.or_else(|| region.street_named(text)).map(|street| street.code).ok_or(Why::Street)
}

/// A community, with its street. Names repeat across streets: without one a name must be the only one.
fn community(text: &str, street: Option<AreaCode>, region: &Region) -> Result<(AreaCode, AreaCode), Why> {
    let bare = |name: &str| name.trim().trim_end_matches("社区").to_owned();
    let all = region.streets.iter().flat_map(|of| of.communities.iter().map(move |community| (of.code, community)));
    let fits = |community: &domain::Community| community.code.as_str() == text || bare(&community.name_zh) == bare(text);
    let found: Vec<(AreaCode, AreaCode)> =
        all.filter(|(_, community)| fits(community)).map(|(of, community)| (of, community.code)).collect();
    let here: Vec<_> = found.iter().copied().filter(|(of, _)| street.is_none_or(|street| street == *of)).collect();
    match (here.as_slice(), found.is_empty()) {
        ([one], _) => Ok(*one),
        ([], false) => Err(Why::Elsewhere),
        _ => Err(Why::Community),
    }
}

fn kind(text: &str, kinds: &[(String, VenueType)]) -> Result<VenueType, Why> {
    let text = fold(text);
    kinds.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind).ok_or(Why::Type)
}

/// Full-width forms as ordinary ones, without the marks between thousands.
fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect()
}

/// A number without its unit; 万 is ten thousand.
fn number(text: &str, units: &[&str]) -> Option<f64> {
    let text = half_width(text).replace(',', "");
    let bare = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let (digits, times) = bare.strip_suffix('万').map_or((bare, 1.0), |digits| (digits, 10_000.0));
    digits.parse::<f64>().ok().map(|number| number * times)
}

pub(super) fn area(text: &str) -> Result<FloorArea, Why> {
    number(text, &["平方米", "平米", "㎡", "m²", "m2"]).and_then(FloorArea::new).ok_or(Why::Area)
}

pub(super) fn visitors(text: &str) -> Result<u32, Why> {
    let number = number(text, &["人次/日", "人/日", "人次", "人"]).ok_or(Why::Visitors)?;
    let whole = number.is_finite() && number.fract() == 0.0 && (0.0..=f64::from(MOST_VISITORS)).contains(&number);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within its bounds")]
    let visitors = number as u32;
    if whole { Ok(visitors) } else { Err(Why::Visitors) }
}

fn frequented(text: &str) -> Result<Tri, Why> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" | "经常" => Ok(Tri::Yes),
        "no" | "n" | "false" | "0" | "否" | "无" | "没有" | "不是" => Ok(Tri::No),
        "unknown" | "未知" | "不详" | "不清楚" | "不知道" | "" => Ok(Tri::Unknown),
        _ => Err(Why::Frequented),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::region;

    fn settings() -> Settings {
        let line = |text: &str| Line::new(text).unwrap();
        Settings {
            list: line("演示·名单"),
            source: line("演示·名单 2026（虚构）"),
            day: "2026-09-01".parse().unwrap(),
            demo: true,
            datum: Datum::Wgs84,
            frequented: Tri::Unknown,
        }
    }

    fn of(text: &str) -> Result<Read, ExchangeError> {
        read(text.as_bytes(), &settings(), &region())
    }

    fn wrong(text: &str) -> Vec<(u64, String, Why)> {
        let read = of(text).unwrap();
        read.wrong.into_iter().map(|wrong| (wrong.row, wrong.column, wrong.why)).collect()
    }

    #[test]
    fn chinese_columns_and_geojson_say_the_same() {
        let csv = "龙岗区场所一览（虚构）,,,,,,\n场所名称,街道,场所类型,建筑面积（平方米）,日客流量,是否经常有母婴逗留,经度,纬度\n\
                   演示·甲商场,龙城,商场,\"12,000.5\",1.2万,是,114.25,22.72\n演示·乙公园,,公园,,,,,\n";
        let geojson = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"演示·甲商场","street":"440307015000","type":"mall","area_m2":12000.5,"visitors_per_day":12000,"frequented":"yes"},
             "geometry":{"type":"Point","coordinates":[114.25,22.72]}},
            {"type":"Feature","properties":{"name":"演示·乙公园","type":"park"},"geometry":null}]}"#;
        let (one, other) = (of(csv).unwrap(), of(geojson).unwrap());
        assert_eq!((one.wrong.as_slice(), other.wrong.as_slice(), one.drafts.len()), (&[][..], &[][..], 2));
        for (csv, geojson) in one.drafts.iter().zip(&other.drafts) {
            assert_eq!(Draft { row: 0, ..csv.clone() }, Draft { row: 0, ..geojson.clone() });
        }
        let first = &one.drafts[0];
        assert_eq!((first.row, first.visitors_per_day, first.frequented), (3, Some(12_000), Tri::Yes));
        assert_eq!(first.area_m2, FloorArea::new(12_000.5));
        assert_eq!(one.drafts[1].frequented, Tri::Unknown);
    }

    #[test]
    fn every_mistake_is_told_by_row_and_column() {
        let list = "名称,街道,社区,类型,面积,客流量,母婴逗留,lon,lat\n\
                    演示·甲,火星,,太空站,-1,一万,也许,22.7,114.2\n\
                    ,,,,,,,,\n\
                    演示·乙,,,,1e308,1.5,,114.2,\n\
                    ·,,,,NaN,-0.5,,,\n\
                    演示·丙,,,,十平方米,99999999999,,1e9,2\n";
        let told = wrong(list);
        let of_row = |row: u64| {
            told.iter().filter(|(of, ..)| *of == row).map(|(_, column, why)| (column.as_str(), *why)).collect::<Vec<_>>()
        };
        assert_eq!(
            of_row(2),
            [
                ("街道", Why::Street),
                ("类型", Why::Type),
                ("面积", Why::Area),
                ("客流量", Why::Visitors),
                ("母婴逗留", Why::Frequented),
                ("lon", Why::Place)
            ]
        );
        assert_eq!(of_row(4), [("面积", Why::Area), ("客流量", Why::Visitors), ("lat", Why::HalfPlace)]);
        assert_eq!(of_row(5), [("名称", Why::OddName), ("面积", Why::Area), ("客流量", Why::Visitors)]);
        assert_eq!(of_row(6), [("面积", Why::Area), ("客流量", Why::Visitors), ("lon", Why::Place)]);
        assert_eq!((of(list).unwrap().refused(), of(list).unwrap().drafts.len()), (4, 0));
        let shape = r#"{"type":"FeatureCollection","features":[{"properties":{"name":"甲"},"geometry":{"type":"Polygon","coordinates":[]}}]}"#;
        assert_eq!(wrong(shape), [(1, "lon".to_owned(), Why::NoPoint)]);
    }

    #[test]
    fn what_is_no_list_is_refused_as_a_whole() {
        assert_eq!(of(" \n"), Err(ExchangeError::Empty));
        assert_eq!(of("名称,街道\n"), Err(ExchangeError::NoRows));
        for text in ["<html><body><table><tr><td>甲</td></tr></table></body></html>\n<p>x</p>\n", "街道,面积\n龙城,1\n"] {
            assert!(matches!(of(text), Err(ExchangeError::MissingColumn { .. })), "{text}");
        }
        assert!(matches!(of("{\"features\":"), Err(ExchangeError::Json(_))));
        assert!(matches!(read(b"%PDF-1.7", &settings(), &region()), Err(ExchangeError::NotText { .. })));
    }

    #[test]
    fn a_workbook_tells_what_a_text_does_not_show() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, head) in ["名称", "街道", "建筑面积"].into_iter().enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), head).unwrap();
        }
        sheet.write(1, 0, "演示·表格商场").unwrap();
        sheet.write(1, 1, "龙城街道").unwrap();
        sheet.write(1, 2, rust_xlsxwriter::Formula::new("=10000*2").set_result("20000")).unwrap();
        sheet.set_column_hidden(1).unwrap();
        let read = read(&book.save_to_buffer().unwrap(), &settings(), &region()).unwrap();
        assert_eq!((read.told.formulas, read.told.hidden_columns), (1, vec!["B".to_owned()]));
        assert_eq!((read.drafts[0].area_m2, read.drafts[0].street.is_some()), (FloorArea::new(20_000.0), true));
    }

    #[test]
    fn a_community_tells_its_street_and_must_lie_in_the_one_written() {
        let region = region();
        let (street, of_it) = (&region.streets[0], &region.streets[0].communities[0]);
        let read = of(&format!("name,community\n演示·甲,{}\n", of_it.code)).unwrap();
        assert_eq!((read.drafts[0].street, read.drafts[0].community), (Some(street.code), Some(of_it.code)));
        let elsewhere = format!("name,street,community\n演示·甲,{},{}\n", region.streets[1].code, of_it.code);
        assert_eq!(wrong(&elsewhere), [(2, "community".to_owned(), Why::Elsewhere)]);
    }

    #[test]
    fn a_formula_is_a_text_and_our_own_export_reads_back() {
        let read = of("name,address\n\"'=HYPERLINK(\"\"x\"\")\",'+86 路\n=1+1,'平常\n").unwrap();
        let names: Vec<_> =
            read.drafts.iter().map(|draft| (draft.name.as_str(), draft.address.as_ref().unwrap().as_str())).collect();
        assert_eq!(names, [("=HYPERLINK(\"x\")", "+86 路"), ("=1+1", "'平常")]);
    }
}
