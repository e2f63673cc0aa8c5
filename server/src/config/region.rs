//! The areas served: three are built in, an operator's own is a TOML file with its outline beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use chrono::FixedOffset;
use domain::{Region, RoomCode};

/// An area, and the shapes the map draws.
#[derive(Debug, Clone)]
pub struct Area {
    /// The area and its official lists.
    pub region: Arc<Region>,
    /// Its outline: a GeoJSON `FeatureCollection`, perhaps an empty one.
    pub outline: Bytes,
}

/// Why an area cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum RegionError {
    /// Neither built in nor a file.
    #[error("region {0:?}: write longgang, tokyo, seoul, or the path of a TOML file")]
    Unknown(String),
    /// The file cannot be read.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Not TOML, or a field is missing.
    #[error("{0}: {1}")]
    Toml(String, Box<toml::de::Error>),
    /// A field cannot be.
    #[error("{name}: {field} {problem}")]
    Field {
        /// The file.
        name: String,
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

const NO_OUTLINE: &str = r#"{"type":"FeatureCollection","features":[]}"#;

impl Area {
    /// The area of a setting: a built-in name, or a path.
    ///
    /// # Errors
    /// [`RegionError`] with the file and the field.
    pub fn load(setting: &str) -> Result<Self, RegionError> {
        let (toml, outline) = match setting {
            "longgang" => {
                (include_str!("../../../data/regions/longgang.toml"), include_str!("../../../data/regions/longgang.geojson"))
            }
            "tokyo" => (include_str!("../../../data/regions/tokyo.toml"), NO_OUTLINE),
            "seoul" => (include_str!("../../../data/regions/seoul.toml"), NO_OUTLINE),
            path if Path::new(path).extension().is_some_and(|ending| ending == "toml") => {
                return Self::from_file(Path::new(path));
            }
            other => return Err(RegionError::Unknown(other.to_owned())),
        };
        Self::checked(setting, toml, Bytes::from_static(outline.as_bytes()))
    }

    fn from_file(path: &Path) -> Result<Self, RegionError> {
        let toml = std::fs::read_to_string(path).map_err(|error| RegionError::File { path: path.to_owned(), error })?;
        let beside = path.with_extension("geojson");
        let outline = match std::fs::read(&beside) {
            Ok(bytes) => Bytes::from(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Bytes::from_static(NO_OUTLINE.as_bytes()),
            Err(error) => return Err(RegionError::File { path: beside, error }),
        };
        Self::checked(&path.display().to_string(), &toml, outline)
    }

    fn checked(name: &str, toml: &str, outline: Bytes) -> Result<Self, RegionError> {
        let mut region: Region = toml::from_str(toml).map_err(|error| RegionError::Toml(name.to_owned(), Box::new(error)))?;
        let refused = |(field, problem)| RegionError::Field { name: name.to_owned(), field, problem };
        let shapes = check(&region, &outline).map_err(refused)?;
        region.outline = rings(&shapes).map_err(refused)?;
        Ok(Self { region: Arc::new(region), outline })
    }
}

/// The rings of the district among the shapes.
fn rings(shapes: &serde_json::Value) -> Result<Vec<Vec<[f64; 2]>>, (&'static str, String)> {
    let mut rings = Vec::new();
    let features = shapes["features"].as_array().into_iter().flatten();
    for feature in features.filter(|feature| feature["properties"]["kind"] == "district") {
        let (kind, coordinates) = (&feature["geometry"]["type"], feature["geometry"]["coordinates"].clone());
        let polygons: Result<Vec<Vec<Vec<[f64; 2]>>>, _> = match kind.as_str() {
            Some("Polygon") => serde_json::from_value(coordinates).map(|polygon| vec![polygon]),
            _ => serde_json::from_value(coordinates),
        };
        let wrong = |error| ("outline", format!("(the .geojson beside the file) has a district that is no polygon: {error}"));
        rings.extend(polygons.map_err(wrong)?.into_iter().flatten());
    }
    Ok(rings)
}

/// What is wrong with an area, or its shapes.
fn check(region: &Region, outline: &[u8]) -> Result<serde_json::Value, (&'static str, String)> {
    fn refuse<T>(field: &'static str, problem: &str) -> Result<T, (&'static str, String)> {
        Err((field, problem.to_owned()))
    }
    if region.utc_offset.parse::<FixedOffset>().is_err() {
        return refuse("utc_offset", "must be an offset such as \"+08:00\"");
    }
    if RoomCode::numbered(&region.code_prefix, 1).is_err() {
        return refuse("code_prefix", "must be two to four capital letters");
    }
    if region.holidays.len() != 2 || !region.holidays.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return refuse("holidays", "must be the two capital letters of a country, such as \"CN\"");
    }
    let Some(bbox) = region.bbox() else { return refuse("bbox", "must be west, south, east, north in degrees") };
    if !bbox.contains(region.center) {
        return refuse("center", "must lie in bbox; longitude comes first");
    }
    let mut codes: Vec<_> = region.streets.iter().map(|street| street.code).collect();
    codes.extend(region.streets.iter().flat_map(|street| street.communities.iter().map(|community| community.code)));
    codes.sort_unstable();
    if let Some([twice, ..]) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(("streets", format!("has the code {twice} twice")));
    }
    let shapes: Result<serde_json::Value, _> = serde_json::from_slice(outline);
    match shapes {
        Ok(shapes) if shapes["type"] == "FeatureCollection" && shapes["features"].is_array() => Ok(shapes),
        Ok(_) => refuse("outline", "(the .geojson beside the file) must be a FeatureCollection"),
        Err(error) => Err(("outline", format!("(the .geojson beside the file) is not JSON: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &str = "id='x'\nname_zh='x'\nname_en='x'\ncode_prefix='XX'\nutc_offset='+08:00'\nholidays='CN'\n\
                         bbox=[1,2,3,4]\ncenter=[2,3]\n";

    #[test]
    fn the_built_in_areas_pass_their_own_checks() {
        for (name, streets) in [("longgang", 11), ("tokyo", 62), ("seoul", 25)] {
            assert_eq!(Area::load(name).unwrap().region.streets.len(), streets, "{name}");
        }
        let outline = &Area::load("longgang").unwrap().region.outline;
        assert!(!outline.is_empty() && outline.iter().all(|ring| ring.len() > 3));
    }

    #[test]
    fn an_operators_file_is_read_with_its_outline() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("place.toml");
        std::fs::write(&path, PLACE).unwrap();
        let name = path.to_str().unwrap();
        assert_eq!(&Area::load(name).unwrap().outline[..], NO_OUTLINE.as_bytes());
        std::fs::write(path.with_extension("geojson"), "{}").unwrap();
        assert!(Area::load(name).unwrap_err().to_string().contains("must be a FeatureCollection"));
        let line = r#"{"type":"FeatureCollection","features":[{"properties":{"kind":"district"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}"#;
        std::fs::write(path.with_extension("geojson"), line).unwrap();
        assert!(Area::load(name).unwrap_err().to_string().contains("no polygon"));
    }

    #[test]
    fn a_wrong_field_is_named() {
        for (good, bad, words) in [
            ("+08:00", "China", "utc_offset must be an offset"),
            ("'XX'", "'x'", "code_prefix must be"),
            ("'CN'", "'China'", "holidays must be"),
            ("[1,2,3,4]", "[1,4,3,2]", "bbox must be"),
            ("[2,3]", "[9,3]", "center must lie in bbox"),
            ("id='x'", "", "missing field `id`"),
        ] {
            let toml = PLACE.replace(good, bad);
            let error = Area::checked("place.toml", &toml, Bytes::from_static(NO_OUTLINE.as_bytes())).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        assert!(Area::load("shenzhen").unwrap_err().to_string().contains("longgang, tokyo, seoul"));
    }
}
