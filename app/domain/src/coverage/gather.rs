//! Points gathered into spots, so that a map and a list of them can be read.

use std::collections::BTreeMap;

use super::{Point, Weight};
use crate::code::AreaCode;
use crate::place::Wgs84;

/// Demand of one neighbourhood.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The middle of its weight.
    pub place: Wgs84,
    /// Its weight.
    pub weight: Weight,
    /// How many points it stands for.
    pub points: u32,
    /// The name and the street of its heaviest point.
    pub name: String,
    /// The street of its heaviest point.
    pub street: Option<AreaCode>,
}

/// What has been gathered of a cell.
struct Cell<'a> {
    heaviest: &'a Point,
    weight: Weight,
    points: u32,
    east: f64,
    north: f64,
}

/// Gathers points into cells of about `cell_m` metres, the heaviest first; points of no weight are left out, and no
/// weight is lost.
pub fn gather<'a>(points: impl Iterator<Item = &'a Point>, cell_m: f64) -> Vec<Spot> {
    let high = cell_m / 110_574.0;
    let mut cells: BTreeMap<(i64, i64), Cell<'a>> = BTreeMap::new();
    for point in points.filter(|point| point.weight > Weight::ZERO) {
        let row = (point.place.lat() / high).floor();
        let wide = cell_m / (111_320.0 * (row * high).to_radians().cos().max(0.01));
        let (column, weight) = ((point.place.lon() / wide).floor(), float(point.weight));
        let cell = cells.entry((whole(row), whole(column))).or_insert(Cell {
            heaviest: point,
            weight: Weight::ZERO,
            points: 0,
            east: 0.0,
            north: 0.0,
        });
        if point.weight > cell.heaviest.weight {
            cell.heaviest = point;
        }
        cell.weight += point.weight;
        cell.points += 1;
        cell.east += point.place.lon() * weight;
        cell.north += point.place.lat() * weight;
    }
    let mut spots: Vec<Spot> = cells.into_values().map(Cell::spot).collect();
    spots.sort_by_key(|spot| std::cmp::Reverse(spot.weight));
    spots
}

impl Cell<'_> {
    fn spot(self) -> Spot {
        let (all, heaviest) = (float(self.weight), self.heaviest);
        let place = Wgs84::new(self.east / all, self.north / all).unwrap_or(heaviest.place);
        Spot { place, weight: self.weight, points: self.points, name: heaviest.name.clone(), street: heaviest.street }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a middle to a centimetre needs no more digits")]
fn float(weight: Weight) -> f64 {
    weight.thousandths() as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a number of cells around the earth")]
fn whole(cells: f64) -> i64 {
    cells as i64
}
