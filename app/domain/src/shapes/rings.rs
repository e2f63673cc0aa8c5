//! Whether the rings of a feature are rings.

use std::mem::discriminant;

use geo::line_intersection::line_intersection;
use geo::{Area, BooleanOps, Coord, Line, LineIntersection, LineString, MultiPolygon, Polygon};

use super::effort::{Effort, MOST_RINGS, Tangled};
use super::{Feature, Flat, MOST_OVERLAP, Ring, Wrong};
use crate::place::Wgs84;

/// What is wrong with a feature's ground, each kind of mistake once: what is wrong with one ring mostly is with all.
pub(super) fn mistakes(feature: &Feature, flat: &Flat, effort: &mut Effort) -> Vec<Wrong> {
    if feature.parts.is_empty() || feature.parts.iter().any(Vec::is_empty) {
        return vec![Wrong::NoGround];
    }
    let mut wrong: Vec<Wrong> = Vec::new();
    for found in feature.parts.iter().flatten().filter_map(|ring| ring_mistake(ring, flat, effort)) {
        if !wrong.iter().any(|known| discriminant(known) == discriminant(&found)) {
            wrong.push(found);
        }
    }
    if !wrong.is_empty() {
        return wrong;
    }
    let given = flat.ground(&feature.parts);
    if feature.parts.iter().flatten().count() > MOST_RINGS || effort.rings([&given]).is_err() {
        return vec![Wrong::TooTangled];
    }
    if is_nested(&given) { Vec::new() } else { vec![Wrong::Nested] }
}

fn ring_mistake(ring: &Ring, flat: &Flat, effort: &mut Effort) -> Option<Wrong> {
    // Exactly 0, 0 is no street either.
    if let Some(error) = ring.iter().find_map(|[lon, lat]| Wgs84::new(*lon, *lat).err()) {
        return Some(Wrong::Place(error));
    }
    if ring.len() < 4 {
        return Some(Wrong::Short(ring.len()));
    }
    if ring.first() != ring.last() {
        return Some(Wrong::Unclosed);
    }
    let mut line = flat.ring(ring).0;
    line.dedup();
    if line.len() < 4 {
        return Some(Wrong::Short(line.len()));
    }
    match crossing(&line, effort) {
        Ok(at) => at.map(|at| Wrong::Crossing(flat.degrees([at.x, at.y]))),
        Err(Tangled) => Some(Wrong::TooTangled),
    }
}

/// Where a ring crosses or touches itself.
fn crossing(ring: &[Coord<f64>], effort: &mut Effort) -> Result<Option<Coord<f64>>, Tangled> {
    let sides: Vec<Line<f64>> = ring.windows(2).map(|ends| Line::new(ends[0], ends[1])).collect();
    effort.search(&sides, |side, other| {
        let between = side.abs_diff(other);
        let are_neighbours = between == 1 || between == sides.len() - 1;
        match line_intersection(sides[side], sides[other]) {
            Some(LineIntersection::SinglePoint { intersection, .. }) if !are_neighbours => Some(intersection),
            Some(LineIntersection::Collinear { intersection }) => Some(intersection.start),
            _ => None,
        }
    })
}

/// Whether holes lie inside and pieces beside each other: only then do the areas of the rings add up to the area of what
/// lies in an odd number of them. Pieces of one street may lie on each other by as little as two streets may.
fn is_nested(given: &MultiPolygon<f64>) -> bool {
    let whole: f64 = given.iter().map(|part| area(part.exterior())).sum();
    let holes: f64 = given.iter().flat_map(Polygon::interiors).map(area).sum();
    (whole - holes - tidy(given).unsigned_area()).abs() <= whole * MOST_OVERLAP
}

fn area(ring: &LineString<f64>) -> f64 {
    Polygon::new(ring.clone(), Vec::new()).unsigned_area()
}

/// What lies in an odd number of the rings, as ground without doubled lines.
pub(super) fn tidy(ground: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    ground.union(&MultiPolygon::new(Vec::new()))
}
