//! Degrees as metres on a plane. Over a district the plane is true to a fraction of a percent, which is what areas, shares
//! and pictures need; distances between rooms are never measured on it.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::{Part, Ring};
use crate::place::{Wgs84, distance_m};

/// The local equirectangular plane around a place: metres to the east and to the north of it.
#[derive(Debug, Clone, Copy)]
pub struct Flat {
    middle: Wgs84,
    east_m: f64,
    north_m: f64,
}

impl Flat {
    /// Around a place.
    pub fn around(middle: Wgs84) -> Self {
        // A hundredth of a degree towards the equator and the prime meridian never leaves the globe.
        let towards = |degrees: f64| degrees - 0.01_f64.copysign(degrees);
        let hundredth = |place: Result<Wgs84, _>| place.map_or(1.0, |place| distance_m(middle, place) * 100.0);
        let east_m = hundredth(Wgs84::new(towards(middle.lon()), middle.lat()));
        let north_m = hundredth(Wgs84::new(middle.lon(), towards(middle.lat())));
        Self { middle, east_m, north_m }
    }

    /// Metres to the east and to the north.
    pub fn metres(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        [(lon - self.middle.lon()) * self.east_m, (lat - self.middle.lat()) * self.north_m]
    }

    /// Degrees of longitude and latitude.
    pub fn degrees(&self, [east, north]: [f64; 2]) -> [f64; 2] {
        [self.middle.lon() + east / self.east_m, self.middle.lat() + north / self.north_m]
    }

    pub(super) fn ring(&self, ring: &Ring) -> LineString<f64> {
        ring.iter().map(|place| Coord::from(self.metres(*place))).collect()
    }

    pub(super) fn ground(&self, parts: &[Part]) -> MultiPolygon<f64> {
        let part = |part: &Part| {
            let mut rings = part.iter().map(|ring| self.ring(ring));
            let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
            Polygon::new(outer, rings.collect())
        };
        parts.iter().map(part).collect()
    }
}

/// A place well inside some ground, for its label: the middle of the widest stretch that any of some parallels has in it.
/// `None` of ground without height.
pub fn inner_point(parts: &[Part]) -> Option<[f64; 2]> {
    const PARALLELS: u32 = 24;
    let rings = || parts.iter().flatten();
    let north = |pick: fn(f64, f64) -> f64, from: f64| rings().flatten().map(|place| place[1]).fold(from, pick);
    let (south, north) = (north(f64::min, f64::INFINITY), north(f64::max, f64::NEG_INFINITY));
    let mut widest: Option<(f64, [f64; 2])> = None;
    for number in 0..PARALLELS {
        let lat = south + (north - south) * (f64::from(number) + 0.5) / f64::from(PARALLELS);
        let sides = rings().flat_map(|ring| ring.windows(2)).filter(|side| (side[0][1] > lat) != (side[1][1] > lat));
        let mut crossed: Vec<f64> =
            sides.map(|side| side[0][0] + (lat - side[0][1]) / (side[1][1] - side[0][1]) * (side[1][0] - side[0][0])).collect();
        crossed.sort_by(f64::total_cmp);
        for stretch in crossed.chunks_exact(2) {
            let width = stretch[1] - stretch[0];
            if width > 0.0 && widest.is_none_or(|(known, _)| width > known) {
                widest = Some((width, [f64::midpoint(stretch[0], stretch[1]), lat]));
            }
        }
    }
    widest.map(|(_, place)| place)
}
