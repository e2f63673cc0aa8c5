//! Boundaries for a picture: as few positions as a screen can show.

use geo::{Area, LineString, MultiPolygon, Polygon, SimplifyVw};
use serde::{Deserialize, Serialize};

use super::{Flat, Part, Shape, inner_point, rings::tidy};
use crate::code::AreaCode;
use crate::place::Wgs84;

/// Bytes of GeoJSON that a picture's positions may have.
pub const MOST_SHOWN_BYTES: usize = 120_000;
/// A position of five decimals takes so many: `[114.12345,22.12345],`.
const POSITION_BYTES: usize = 21;
/// Metres by which boundaries are simplified first: less than a pixel of a district on a wide screen.
const FIRST_M: u32 = 20;
/// Beyond this the picture would not be the district any more.
const LAST_M: u32 = 640;

/// A set as it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// Metres by which it is simplified.
    pub within_m: u32,
    /// The streets, in the region's order.
    pub streets: Vec<Drawn>,
}

/// A street as it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The street.
    pub street: AreaCode,
    /// Its ground in WGS-84, to five decimals (about 1 m).
    pub parts: Vec<Part>,
    /// A place inside it, for a label.
    pub label: [f64; 2],
}

/// Simplifies a set until its positions fit into [`MOST_SHOWN_BYTES`], by Visvalingam's measure: a position goes when the
/// triangle with its neighbours is smaller than a square of the tolerance. A street keeps its largest piece whatever comes.
pub fn shown(shapes: &[Shape], middle: Wgs84) -> Shown {
    let flat = Flat::around(middle);
    let mut within_m = FIRST_M;
    loop {
        let streets: Vec<Drawn> = shapes.iter().map(|shape| drawn(shape, &flat, f64::from(within_m))).collect();
        let positions: usize = streets.iter().flat_map(|street| street.parts.iter().flatten()).map(Vec::len).sum();
        if positions * POSITION_BYTES <= MOST_SHOWN_BYTES || within_m >= LAST_M {
            return Shown { within_m, streets };
        }
        within_m *= 2;
    }
}

fn drawn(shape: &Shape, flat: &Flat, within_m: f64) -> Drawn {
    let least = within_m * within_m;
    // Pieces that touch along a line are one.
    let whole: MultiPolygon<f64> = tidy(&flat.ground(&shape.parts));
    let mut simple: Vec<Polygon<f64>> = whole.iter().filter_map(|part| simplified(part, least)).collect();
    if simple.is_empty() {
        let largest = whole.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
        simple.extend(largest.cloned());
    }
    let parts: Vec<Part> = simple.iter().map(|part| rings(part, flat)).collect();
    let label = inner_point(&shape.parts).or_else(|| parts.first()?.first()?.first().copied()).unwrap_or_default();
    Drawn { street: shape.street, label: rounded(label), parts }
}

/// `None` of what vanishes.
fn simplified(part: &Polygon<f64>, least: f64) -> Option<Polygon<f64>> {
    let ring = |ring: &LineString<f64>| {
        let ring = ring.simplify_vw(least);
        let is_ring = ring.0.len() >= 4 && Polygon::new(ring.clone(), Vec::new()).unsigned_area() > least;
        is_ring.then_some(ring)
    };
    Some(Polygon::new(ring(part.exterior())?, part.interiors().iter().filter_map(ring).collect()))
}

fn rings(part: &Polygon<f64>, flat: &Flat) -> Part {
    let ring = |ring: &LineString<f64>| ring.coords().map(|at| rounded(flat.degrees([at.x, at.y]))).collect();
    std::iter::once(part.exterior()).chain(part.interiors()).map(ring).collect()
}

fn rounded(place: [f64; 2]) -> [f64; 2] {
    place.map(|degrees| (degrees * 1e5).round() / 1e5)
}
