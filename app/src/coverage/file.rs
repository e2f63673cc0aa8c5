//! Files of demand and of candidates: CSV or GeoJSON points in, every mistake told by its row.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::coverage::{MOST_NAME, Point, Weight};
use domain::{AreaCode, Datum, Region, Wgs84};
use encoding_rs::GB18030;
use serde_json::Value;

use super::request::Candidate;
use super::store::{Content, Kind};

/// Bytes of a form with a file at most.
pub const MOST_SET_FORM: usize = 16 * 1024 * 1024;
/// Points of demand, and candidates, at most.
const MOST_POINTS: usize = 300_000;
pub(super) const MOST_CANDIDATES: usize = 3_000;

/// The columns, each by the names under which it is read; the first is that of our template.
const COLUMNS: [&[&str]; 6] = [
    &["name", "名称", "名字"],
    &["lon", "lng", "longitude", "经度"],
    &["lat", "latitude", "纬度"],
    &["weight", "权重", "人数"],
    &["street", "街道"],
    &["note", "备注", "说明"],
];
const NAME: usize = 0;
const LON: usize = 1;
const LAT: usize = 2;
const WEIGHT: usize = 3;
const STREET: usize = 4;
const NOTE: usize = 5;

/// The columns of a template.
pub(super) fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Demand => "name,lon,lat,weight,street\r\n",
        Kind::Candidates => "name,lon,lat,street,note\r\n",
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unread {
    /// Nothing in it.
    Empty,
    /// No text, or a workbook.
    NotText,
    /// No such column.
    Column(&'static str),
    /// Neither CSV nor GeoJSON.
    Form(String),
    /// More rows than are read.
    TooMany(usize),
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    Place(String),
    Weight(String),
    Street(String),
    NoName,
    LongName,
    /// A geometry that is no point.
    NoPoint,
}

/// The mistakes of a file: row, as a spreadsheet numbers it, and what is wrong.
pub(super) type Mistakes = Vec<(usize, Wrong)>;

/// The text of a file: UTF-8, or what Excel writes in Chinese.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Unread> {
    if bytes.starts_with(b"PK") || bytes.contains(&0) {
        return Err(Unread::NotText);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Unread::NotText),
    }
}

/// A row, column by column as [`COLUMNS`].
struct Row {
    number: usize,
    cells: [String; 6],
    is_point: bool,
}

/// Reads a file: what is in it, or all its mistakes.
pub(super) fn read(text: &str, kind: Kind, datum: Datum, region: &Region) -> Result<Result<Content, Mistakes>, Unread> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Unread::Empty);
    }
    let rows = if text.trim_start().starts_with('{') { geojson(text)? } else { csv(text)? };
    let most = if kind == Kind::Demand { MOST_POINTS } else { MOST_CANDIDATES };
    if rows.is_empty() {
        return Err(Unread::Empty);
    }
    if rows.len() > most {
        return Err(Unread::TooMany(most));
    }
    let mut mistakes = Mistakes::new();
    let mut told = |number: usize, wrong: Vec<Wrong>| mistakes.extend(wrong.into_iter().map(|wrong| (number, wrong)));
    let mut points = Vec::new();
    let mut candidates = Vec::new();
    for row in &rows {
        match kind {
            Kind::Demand => point(row, datum, region).map_or_else(|wrong| told(row.number, wrong), |one| points.push(one)),
            Kind::Candidates => {
                candidate(row, datum, region).map_or_else(|wrong| told(row.number, wrong), |one| candidates.push(one));
            }
        }
    }
    Ok(match kind {
        _ if !mistakes.is_empty() => Err(mistakes),
        Kind::Demand => Ok(Content::Demand(points)),
        Kind::Candidates => Ok(Content::Candidates(candidates)),
    })
}

fn point(row: &Row, datum: Datum, region: &Region) -> Result<Point, Vec<Wrong>> {
    let weight = row.cells[WEIGHT].as_str();
    let weight = if weight.is_empty() { Ok(Weight::ONE) } else { weight.parse() };
    let weight = weight.ok().ok_or_else(|| Wrong::Weight(short(&row.cells[WEIGHT])));
    let (place, street, name) = (place(row, datum), street(row, region), name(row));
    match (place, weight, street, name) {
        (Ok(place), Ok(weight), Ok(street), Ok(name)) => Ok(Point { place, weight, street, name }),
        (place, weight, street, name) => {
            Err([place.err(), weight.err(), street.err(), name.err()].into_iter().flatten().collect())
        }
    }
}

fn candidate(row: &Row, datum: Datum, region: &Region) -> Result<Candidate, Vec<Wrong>> {
    let name = name(row).and_then(|name| if name.is_empty() { Err(Wrong::NoName) } else { Ok(name) });
    let (place, street) = (place(row, datum), street(row, region));
    let note: String = row.cells[NOTE].chars().take(200).collect();
    match (name, place, street) {
        (Ok(name), Ok(place), Ok(street)) => Ok(Candidate { name, place, street, note }),
        (name, place, street) => Err([name.err(), place.err(), street.err()].into_iter().flatten().collect()),
    }
}

fn place(row: &Row, datum: Datum) -> Result<Wgs84, Wrong> {
    if !row.is_point {
        return Err(Wrong::NoPoint);
    }
    let number = |text: &str| text.parse::<f64>().ok();
    let pair = number(&row.cells[LON]).zip(number(&row.cells[LAT]));
    let wrong = || Wrong::Place(format!("{}, {}", short(&row.cells[LON]), short(&row.cells[LAT])));
    pair.and_then(|(lon, lat)| datum.place(lon, lat)).ok_or_else(wrong)
}

/// A street by its code or its name; none where nothing is written.
fn street(row: &Row, region: &Region) -> Result<Option<AreaCode>, Wrong> {
    let text = row.cells[STREET].as_str();
    if text.is_empty() {
        return Ok(None);
    }
    let by_code = AreaCode::new(text).ok().and_then(|code| region.street(code));
    let found = by_code.or_else(|| region.street_named(text)).map(|street| Some(street.code));
    found.ok_or_else(|| Wrong::Street(short(text)))
}

fn name(row: &Row) -> Result<String, Wrong> {
    let name = row.cells[NAME].split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > MOST_NAME { Err(Wrong::LongName) } else { Ok(name) }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn csv(text: &str) -> Result<Vec<Row>, Unread> {
    let broken = |error: csv::Error| Unread::Form(error.to_string());
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads: HashMap<String, usize> =
        reader.headers().map_err(broken)?.iter().enumerate().map(|(at, head)| (head.to_lowercase(), at)).collect();
    let at = COLUMNS.map(|names| names.iter().find_map(|name| heads.get(*name).copied()));
    if let Some(missing) = [LON, LAT].into_iter().find(|column| at[*column].is_none()) {
        return Err(Unread::Column(COLUMNS[missing][0]));
    }
    let mut rows = Vec::new();
    for (number, record) in (2..).zip(reader.records()) {
        let record = record.map_err(broken)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cells = at.map(|at| at.and_then(|at| record.get(at)).unwrap_or_default().to_owned());
        rows.push(Row { number, cells, is_point: true });
        if rows.len() > MOST_POINTS {
            return Err(Unread::TooMany(MOST_POINTS));
        }
    }
    Ok(rows)
}

/// Features of points, numbered from one.
fn geojson(text: &str) -> Result<Vec<Row>, Unread> {
    let shapes: Value = serde_json::from_str(text).map_err(|error| Unread::Form(error.to_string()))?;
    let features = shapes["features"].as_array().ok_or_else(|| Unread::Form("FeatureCollection".to_owned()))?;
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let row = |(number, feature): (usize, &Value)| {
        let (shape, properties) = (&feature["geometry"], &feature["properties"]);
        let mut cells = COLUMNS
            .map(|names| names.iter().map(|name| text(&properties[*name])).find(|text| !text.is_empty()).unwrap_or_default());
        cells[LON] = text(&shape["coordinates"][0]);
        cells[LAT] = text(&shape["coordinates"][1]);
        Row { number, cells, is_point: shape["type"] == "Point" }
    };
    Ok((1..).zip(features).map(row).collect())
}

#[cfg(test)]
mod tests {
    use domain::{Bd09, Gcj02};

    use super::*;
    use crate::testing::region;

    fn demand(text: &str) -> Result<Result<Content, Mistakes>, Unread> {
        read(text, Kind::Demand, Datum::Wgs84, &region())
    }

    #[test]
    fn csv_and_geojson_say_the_same() {
        let csv = "name,lon,lat,weight,street\n小区 甲,114.25,22.72,120.5,龙城\n,114.26,22.73,,440307015000\n\n";
        let geojson = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"名称":"小区 甲","weight":120.5,"street":"龙城街道"},"geometry":{"type":"Point","coordinates":[114.25,22.72]}},
            {"type":"Feature","properties":{"street":"440307015000"},"geometry":{"type":"Point","coordinates":[114.26,22.73]}}]}"#;
        let Ok(Ok(Content::Demand(points))) = demand(csv) else { unreachable!("{:?}", demand(csv)) };
        assert_eq!(demand(geojson), Ok(Ok(Content::Demand(points.clone()))));
        assert_eq!((points[0].weight.to_string(), points[0].name.as_str()), ("120.5".to_owned(), "小区 甲"));
        assert_eq!(points[1].weight, Weight::ONE);
        assert!(points.iter().all(|point| point.street.is_some_and(|street| street.as_str() == "440307015000")));
    }

    #[test]
    fn every_mistake_is_told_by_its_row() {
        let csv = "lon,lat,weight,street\n22.72,114.25,1,\n114.25,22.72,-1,龙城街道\n\n114.25,22.72,1,没有街道\n0,0,1,\n";
        let Ok(Err(mistakes)) = demand(csv) else { unreachable!("{:?}", demand(csv)) };
        let wrong = [
            (2, Wrong::Place("22.72, 114.25".to_owned())),
            (3, Wrong::Weight("-1".to_owned())),
            (4, Wrong::Street("没有街道".to_owned())),
            (5, Wrong::Place("0, 0".to_owned())),
        ];
        assert_eq!(
            mistakes.iter().map(|(_, wrong)| wrong).collect::<Vec<_>>(),
            wrong.iter().map(|(_, wrong)| wrong).collect::<Vec<_>>()
        );
        let unnamed = read("lon,lat\n114.25,22.72\n", Kind::Candidates, Datum::Wgs84, &region());
        assert_eq!(unnamed, Ok(Err(vec![(2, Wrong::NoName)])));
        assert_eq!(demand("lon,weight\n1,2\n"), Err(Unread::Column("lat")));
        assert_eq!(demand(" \n"), Err(Unread::Empty));
        assert!(matches!(demand("{\"a\""), Err(Unread::Form(_))));
    }

    #[test]
    fn what_excel_writes_in_chinese_is_read_and_a_workbook_is_not() {
        let (gbk, _, _) = GB18030.encode("经度,纬度,街道\n114.25,22.72,龙城\n");
        assert!(text(&gbk).unwrap().contains("街道"));
        assert_eq!(text(b"PK\x03\x04"), Err(Unread::NotText));
    }

    #[test]
    fn coordinates_of_maps_in_china_are_turned_into_ours() {
        let place = Wgs84::new(114.25, 22.72).unwrap();
        let gcj = Gcj02::from(place);
        let read = Datum::Gcj02.place(gcj.lon, gcj.lat).unwrap();
        assert!(domain::distance_m(place, read) < 0.1);
        let bd = Bd09::from(gcj);
        assert!(domain::distance_m(place, Datum::Bd09.place(bd.lon, bd.lat).unwrap()) < 0.5);
    }
}
