//! Demand where nobody has imported any: an even grid. It counts ground, not people, and says so wherever it shows.

use super::{Point, Weight};
use crate::place::{Bbox, Wgs84, distance_m};

/// Points every `spacing_m` metres over an area, each in the middle of its cell and of weight one. The area is what lies
/// in an odd number of the rings (longitude, latitude), so that holes are none of it; without rings the whole box.
pub fn even_grid(rings: &[Vec<[f64; 2]>], bbox: Bbox, spacing_m: f64) -> Vec<Point> {
    let mut points = Vec::new();
    let Some(step) = north_step(bbox, spacing_m) else { return points };
    let mut lat = bbox.south + step / 2.0;
    while lat < bbox.north {
        let crossings = crossings(rings, bbox, lat);
        if let Some(step) = east_step(bbox.west, lat, spacing_m) {
            let mut lon = bbox.west + step / 2.0;
            while lon < bbox.east {
                let is_inside = crossings.iter().filter(|crossing| **crossing < lon).count() % 2 == 1;
                if let Some(place) = Wgs84::new(lon, lat).ok().filter(|_| is_inside) {
                    points.push(Point { place, weight: Weight::ONE, street: None, name: String::new() });
                }
                lon += step;
            }
        }
        lat += step;
    }
    points
}

/// Degrees of latitude of so many metres in the middle of a box.
fn north_step(bbox: Bbox, metres: f64) -> Option<f64> {
    let lat = f64::midpoint(bbox.south, bbox.north).clamp(-89.0, 89.0);
    degrees_of(Wgs84::new(bbox.west, lat - 0.005), Wgs84::new(bbox.west, lat + 0.005), metres)
}

/// Degrees of longitude of so many metres at a latitude.
fn east_step(west: f64, lat: f64, metres: f64) -> Option<f64> {
    let lat = lat.clamp(-89.0, 89.0);
    degrees_of(Wgs84::new(west, lat), Wgs84::new(west + 0.01, lat), metres)
}

/// Degrees of so many metres along a line of a hundredth of a degree.
fn degrees_of<E>(a: Result<Wgs84, E>, b: Result<Wgs84, E>, metres: f64) -> Option<f64> {
    let line = distance_m(a.ok()?, b.ok()?);
    (line > 0.0 && metres > 0.0).then(|| 0.01 * metres / line)
}

/// Where a parallel crosses the rings; the western edge of the box where there are none.
fn crossings(rings: &[Vec<[f64; 2]>], bbox: Bbox, lat: f64) -> Vec<f64> {
    if rings.is_empty() {
        return vec![bbox.west];
    }
    let sides = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let crossed = sides.filter(|(a, b)| (a[1] > lat) != (b[1] > lat));
    crossed.map(|(a, b)| a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])).collect()
}
