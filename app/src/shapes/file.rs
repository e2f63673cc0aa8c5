//! The file of a set: GeoJSON of polygons in, features out. What a feature says is judged by the domain.

use domain::shapes::{Feature, Part, Ring};
use domain::{Datum, Word};
use serde_json::Value;

/// Bytes of a file at most.
pub(super) const MOST_FILE: usize = 8 * 1024 * 1024;
/// Bytes of a form with a file. A file that is somewhat too heavy is still read, so that the page can say so.
pub const MOST_SHAPES_FORM: usize = 2 * MOST_FILE;

/// The properties that hold a street's code and name; the first is that of our own export.
const CODES: [&str; 6] = ["code", "street_code", "adcode", "XZQDM", "代码", "区划代码"];
const NAMES: [&str; 6] = ["name_zh", "name", "street", "XZQMC", "名称", "街道"];

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unread {
    /// Nothing in it.
    Empty,
    /// More than [`MOST_FILE`].
    Heavy,
    /// A page of a web site.
    WebPage,
    /// A compressed file.
    Archive,
    /// Not UTF-8.
    NotText,
    /// It ends too early.
    CutOff,
    /// Not JSON: why, with line and column.
    NoJson(String),
    /// Another type than `FeatureCollection`.
    Kind(String),
    /// It says to have other coordinates than what was chosen, or than can be read.
    Says(String),
    /// Neither it nor the form says what its coordinates are.
    NoDatum,
}

/// Reads a file: its features, and what its coordinates are, as was chosen or as the file says.
pub(super) fn read(bytes: &[u8], chosen: Option<Datum>) -> Result<(Vec<Feature>, Datum), Unread> {
    if bytes.len() > MOST_FILE {
        return Err(Unread::Heavy);
    }
    if bytes.starts_with(b"PK") || bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(Unread::Archive);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text =
        std::str::from_utf8(bytes).map_err(|error| if error.error_len().is_none() { Unread::CutOff } else { Unread::NotText })?;
    let text = text.trim();
    if text.is_empty() {
        return Err(Unread::Empty);
    }
    if text.starts_with('<') {
        return Err(Unread::WebPage);
    }
    let file: Value = serde_json::from_str(text)
        .map_err(|error| if error.is_eof() { Unread::CutOff } else { Unread::NoJson(error.to_string()) })?;
    let features = file["features"].as_array().filter(|_| file["type"] == "FeatureCollection");
    let features = features.ok_or_else(|| Unread::Kind(file["type"].as_str().unwrap_or("?").chars().take(40).collect()))?;
    let datum = datum(&file, chosen)?;
    Ok(((1..).zip(features).map(|(number, of)| feature(number, of)).collect(), datum))
}

/// What the coordinates are. `datum` is a member of ours; `crs` is what older GeoJSON has, and says nothing of GCJ-02: files
/// of map services call themselves WGS-84 there.
fn datum(file: &Value, chosen: Option<Datum>) -> Result<Datum, Unread> {
    let text = |value: &Value| value.as_str().map(|text| text.chars().take(60).collect::<String>());
    let bare = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    if let Some(said) = text(&file["datum"]) {
        let said_datum = Datum::ALL.iter().copied().find(|datum| datum.word() == bare(&said));
        let fits = said_datum.filter(|said| chosen.is_none_or(|chosen| chosen == *said));
        return fits.ok_or(Unread::Says(said));
    }
    let crs = text(&file["crs"]["properties"]["name"]);
    // CGCS2000 in degrees (4490) differs from WGS-84 by centimetres.
    let is_known = |crs: &String| ["crs84", "4326", "4490"].iter().any(|known| bare(crs).ends_with(known));
    match (crs, chosen) {
        (Some(crs), _) if !is_known(&crs) => Err(Unread::Says(crs)),
        (_, Some(chosen)) => Ok(chosen),
        (Some(_), None) => Ok(Datum::Wgs84),
        (None, None) => Err(Unread::NoDatum),
    }
}

fn feature(number: usize, feature: &Value) -> Feature {
    let text = |names: &[&str]| {
        let text = |name: &&str| match &feature["properties"][*name] {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string().trim_end_matches(".0").to_owned(),
            _ => String::new(),
        };
        names.iter().map(text).find(|text| !text.is_empty()).unwrap_or_default()
    };
    Feature { number, code: text(&CODES), name: text(&NAMES), parts: parts(&feature["geometry"]) }
}

fn parts(geometry: &Value) -> Vec<Part> {
    match geometry["type"].as_str() {
        Some("Polygon") => vec![part(&geometry["coordinates"])],
        Some("MultiPolygon") => geometry["coordinates"].as_array().into_iter().flatten().map(part).collect(),
        _ => Vec::new(),
    }
}

fn part(rings: &Value) -> Part {
    rings.as_array().into_iter().flatten().map(ring).collect()
}

fn ring(positions: &Value) -> Ring {
    let degrees = |position: &Value, at: usize| position[at].as_f64().unwrap_or(f64::NAN);
    positions.as_array().into_iter().flatten().map(|position| [degrees(position, 0), degrees(position, 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Unread {
        read(text.as_bytes(), Some(Datum::Wgs84)).unwrap_err()
    }

    #[test]
    fn what_is_no_set_is_called_what_it_is() {
        assert_eq!((refused(" "), refused("<!DOCTYPE html><p>请登录")), (Unread::Empty, Unread::WebPage));
        assert_eq!((refused("PK\u{3}"), refused("{\"type\":\"FeatureColl")), (Unread::Archive, Unread::CutOff));
        assert_eq!(read("{\"名".as_bytes().split_last().unwrap().1, None).unwrap_err(), Unread::CutOff);
        assert_eq!(read(b"{\"\xc3\xfb\":1}", None).unwrap_err(), Unread::NotText);
        assert_eq!(refused("{\"type\":\"Topology\"}"), Unread::Kind("Topology".to_owned()));
        assert!(matches!(refused("{type:1}"), Unread::NoJson(why) if why.contains("line 1")));
        assert_eq!(read(&vec![b' '; MOST_FILE + 1], None).unwrap_err(), Unread::Heavy);
    }

    #[test]
    fn the_coordinates_are_as_chosen_or_as_the_file_says() {
        let read = |more: &str, chosen| {
            let file = format!("{{\"type\":\"FeatureCollection\",{more}\"features\":[]}}");
            super::read(file.as_bytes(), chosen).map(|(_, datum)| datum)
        };
        let crs = |name: &str| format!("\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:{name}\"}}}},");
        assert_eq!(read("", None), Err(Unread::NoDatum));
        assert_eq!(read("", Some(Datum::Bd09)), Ok(Datum::Bd09));
        assert_eq!(read("\"datum\":\"GCJ-02\",", None), Ok(Datum::Gcj02));
        assert_eq!(read("\"datum\":\"GCJ-02\",", Some(Datum::Wgs84)), Err(Unread::Says("GCJ-02".to_owned())));
        assert_eq!(read(&crs("OGC:1.3:CRS84"), None), Ok(Datum::Wgs84));
        assert_eq!(read(&crs("EPSG::4490"), Some(Datum::Gcj02)), Ok(Datum::Gcj02));
        assert_eq!(read(&crs("EPSG::4547"), Some(Datum::Wgs84)), Err(Unread::Says("urn:ogc:def:crs:EPSG::4547".to_owned())));
    }

    #[test]
    fn codes_names_and_rings_are_found_in_what_files_call_them() {
        let file = r#"{"type":"FeatureCollection","features":[
            {"properties":{"adcode":440307003000,"名称":" 平湖街道 "},"geometry":{"type":"Polygon","coordinates":[[[1,2,9],[3,4],["x",5]]]}},
            {"properties":null,"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2]]],[[[3,4]]]]}},
            {"properties":{"code":"1"},"geometry":{"type":"Point","coordinates":[1,2]}}]}"#;
        let (features, _) = read(file.as_bytes(), Some(Datum::Wgs84)).unwrap();
        assert_eq!((features[0].code.as_str(), features[0].name.as_str()), ("440307003000", "平湖街道"));
        assert_eq!(features[0].parts[0][0][..2], [[1.0, 2.0], [3.0, 4.0]]);
        assert!(features[0].parts[0][0][2][0].is_nan());
        assert_eq!((features[1].number, features[1].parts.len(), features[1].code.as_str()), (2, 2, ""));
        assert!(features[2].parts.is_empty());
    }
}
