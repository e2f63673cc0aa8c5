//! Points of demand, and how a set of them is kept: immutable, as one column of bytes.

use serde::{Deserialize, Serialize};

use super::Weight;
use crate::code::AreaCode;
use crate::place::Wgs84;

/// Characters of a point's name at most.
pub const MOST_NAME: usize = 80;

/// Where rooms are wanted, and how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Where.
    pub place: Wgs84,
    /// How much: people, births, visitors, or whatever the set counts.
    pub weight: Weight,
    /// The street, where its file names one.
    pub street: Option<AreaCode>,
    /// What it is called, perhaps empty.
    pub name: String,
}

/// Bytes that are no set of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no set of points")]
pub struct NoDemand;

/// Degrees in ten-millionths, as [`Wgs84`] keeps them; the street by its number in the list, from one.
type Row = (i32, i32, u64, u16, String);

#[derive(Serialize, Deserialize)]
struct Kept {
    streets: Vec<AreaCode>,
    rows: Vec<Row>,
}

/// A set as bytes: about 15 a point without a name.
pub fn pack(points: &[Point]) -> Vec<u8> {
    let mut streets: Vec<AreaCode> = points.iter().filter_map(|point| point.street).collect();
    streets.sort_unstable();
    streets.dedup();
    streets.truncate(usize::from(u16::MAX) - 1);
    let number = |street: AreaCode| streets.binary_search(&street).ok().and_then(|at| u16::try_from(at + 1).ok());
    let row = |point: &Point| {
        let (lon, lat) = (fixed(point.place.lon()), fixed(point.place.lat()));
        (lon, lat, point.weight.thousandths(), point.street.and_then(number).unwrap_or(0), point.name.clone())
    };
    let rows = points.iter().map(row).collect();
    postcard::to_stdvec(&Kept { streets, rows }).unwrap_or_default()
}

/// A set out of its bytes.
///
/// # Errors
/// [`NoDemand`] when they are none.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Point>, NoDemand> {
    let Kept { streets, rows } = postcard::from_bytes(bytes).or(Err(NoDemand))?;
    let point = |(lon, lat, weight, street, name): Row| {
        let place = Wgs84::new(f64::from(lon) / 1e7, f64::from(lat) / 1e7).or(Err(NoDemand))?;
        let street = match street {
            0 => None,
            number => Some(*streets.get(usize::from(number) - 1).ok_or(NoDemand)?),
        };
        Ok(Point { place, weight: Weight::of_thousandths(weight), street, name })
    };
    rows.into_iter().map(point).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "180 degrees in ten-millionths fit")]
fn fixed(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}
