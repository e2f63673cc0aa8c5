//! Positions: WGS-84 is stored; GCJ-02 and BD-09 appear only in links to map apps.

mod bbox;
mod datum;
mod distance;

use serde::{Deserialize, Serialize};

pub use bbox::Bbox;
pub use datum::{Bd09, Datum, Gcj02};
use distance::{A, E2};
pub use distance::{Ecef, chord_squared, distance_m, geodesic_m};

/// A checked position in WGS-84, degrees, longitude first (RFC 7946).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct Wgs84 {
    lon: f64,
    lat: f64,
}

/// Why a position is refused.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum PlaceError {
    /// NaN or infinite.
    #[error("longitude and latitude must be numbers")]
    NotANumber,
    /// Longitude and latitude look swapped.
    #[error("longitude {lon} and latitude {lat} look swapped: longitude comes first")]
    Swapped {
        /// As given.
        lon: f64,
        /// As given.
        lat: f64,
    },
    /// Off the globe.
    #[error("longitude {lon} must be from -180 to 180 and latitude {lat} from -90 to 90")]
    OutOfRange {
        /// As given.
        lon: f64,
        /// As given.
        lat: f64,
    },
    /// Exactly 0, 0: what files write for "no position".
    #[error("0, 0 lies in the Gulf of Guinea: leave the position out where it is not known")]
    Null,
    /// A box of the wrong shape.
    #[error("a box is west,south,east,north with south at most north")]
    Box,
}

impl Wgs84 {
    /// Checks a position, in degrees. Kept to 1e-7 degrees (about 1 cm).
    ///
    /// # Errors
    /// [`PlaceError`] when it is no number, off the globe, looks swapped, or is exactly 0, 0.
    pub fn new(lon: f64, lat: f64) -> Result<Self, PlaceError> {
        if !lon.is_finite() || !lat.is_finite() {
            return Err(PlaceError::NotANumber);
        }
        if lat.abs() > 90.0 && lat.abs() <= 180.0 && lon.abs() <= 90.0 {
            return Err(PlaceError::Swapped { lon, lat });
        }
        if lon.abs() > 180.0 || lat.abs() > 90.0 {
            return Err(PlaceError::OutOfRange { lon, lat });
        }
        if lon == 0.0 && lat == 0.0 {
            return Err(PlaceError::Null);
        }
        Ok(Self { lon: round7(lon), lat: round7(lat) })
    }

    /// Longitude in degrees.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Reads `lon,lat`.
    ///
    /// # Errors
    /// [`PlaceError`] as [`Wgs84::new`]; [`PlaceError::NotANumber`] when it is not two numbers.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let (lon, lat) = text.split_once(',').ok_or(PlaceError::NotANumber)?;
        let number = |text: &str| text.trim().parse::<f64>().or(Err(PlaceError::NotANumber));
        Self::new(number(lon)?, number(lat)?)
    }

    /// In earth-centred coordinates.
    pub fn ecef(self) -> Ecef {
        let (sin_lat, cos_lat) = self.lat.to_radians().sin_cos();
        let (sin_lon, cos_lon) = self.lon.to_radians().sin_cos();
        let n = A / (1.0 - E2 * sin_lat * sin_lat).sqrt();
        [n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - E2) * sin_lat]
    }
}

fn round7(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

impl TryFrom<[f64; 2]> for Wgs84 {
    type Error = PlaceError;
    fn try_from([lon, lat]: [f64; 2]) -> Result<Self, PlaceError> {
        Self::new(lon, lat)
    }
}

impl From<Wgs84> for [f64; 2] {
    fn from(place: Wgs84) -> Self {
        [place.lon, place.lat]
    }
}

impl std::fmt::Display for Wgs84 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{}", self.lon, self.lat)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn swapped_and_impossible_positions_are_named() {
        assert_eq!(Wgs84::new(22.6, 114.1), Err(PlaceError::Swapped { lon: 22.6, lat: 114.1 }));
        assert_eq!(Wgs84::new(114.1, 222.0), Err(PlaceError::OutOfRange { lon: 114.1, lat: 222.0 }));
        assert_eq!(Wgs84::new(f64::NAN, 1.0), Err(PlaceError::NotANumber));
        assert_eq!(Wgs84::new(0.0, 0.0), Err(PlaceError::Null));
        assert_eq!(Wgs84::parse("114.1"), Err(PlaceError::NotANumber));
    }

    proptest! {
        #[test]
        fn a_position_reads_back_as_written(a in place()) {
            prop_assert_eq!(Wgs84::parse(&a.to_string()), Ok(a));
        }
    }

    pub(super) fn place() -> impl Strategy<Value = Wgs84> {
        (-179.9..179.9_f64, 0.01..89.9_f64).prop_map(|(lon, lat)| Wgs84::new(lon, lat).unwrap())
    }
}
