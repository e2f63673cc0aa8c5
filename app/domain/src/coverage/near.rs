//! Which places lie within a distance of a point: cells of degrees find them, and the geodesic decides at the edge.

use crate::place::{Ecef, Wgs84, chord_squared, geodesic_m};

/// The smallest radius of curvature of WGS-84 in metres: at the equator, along a meridian (a (1 − e²)).
const LEAST_RADIUS_M: f64 = 6_335_439.0;
/// The least metres of a degree of latitude, and of a degree of longitude at the equator; both rounded down.
const LAT_DEGREE_M: f64 = 110_500.0;
const LON_DEGREE_M: f64 = 111_300.0;

/// A distance, ready to compare with: a straight line through the earth is shorter than the geodesic over it, at a
/// kilometre by a millionth of a metre. Between the two bounds the geodesic is worked out.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    metres: f64,
    sure_squared: f64,
    most_squared: f64,
}

impl Reach {
    /// Of so many metres, at most 50,000.
    pub fn new(metres: f64) -> Self {
        // c³/24R² and the terms after it stay below c³/20R² for lines this short.
        let bent = metres.powi(3) / (20.0 * LEAST_RADIUS_M * LEAST_RADIUS_M) + 1e-6;
        let (sure, most) = ((metres - bent).max(0.0), metres + 1e-6);
        Self { metres, sure_squared: sure * sure, most_squared: most * most }
    }

    /// Whether two places lie within it: exactly [`crate::distance_m`] at most so many metres.
    fn holds(&self, p: Ecef, q: Ecef, squared: f64, places: impl FnOnce() -> (Wgs84, Wgs84)) -> bool {
        squared < self.sure_squared || squared <= self.most_squared && geodesic_m(p, q, squared, places) <= self.metres
    }
}

#[derive(Debug, Clone, Copy)]
struct Spot {
    at: Ecef,
    place: Wgs84,
    index: u32,
}

/// Places in cells that are as wide and as high as the reach or more, so that nine cells hold all that is within it.
#[derive(Debug)]
pub struct Near {
    reach_m: f64,
    /// Longitudes are counted from here, half around the earth to either side.
    middle: f64,
    west: f64,
    south: f64,
    /// Degrees of a cell.
    wide: f64,
    high: f64,
    columns: usize,
    rows: usize,
    starts: Vec<usize>,
    spots: Vec<Spot>,
}

impl Near {
    /// Of places, to be asked for distances up to `reach_m` metres (50,000 at most).
    pub fn new(places: &[Wgs84], reach_m: f64) -> Self {
        let middle = places.first().map_or(0.0, |place| place.lon());
        let turned = |place: &Wgs84| around(place.lon() - middle);
        let (west, east) = extent(places.iter().map(turned));
        let (south, north) = extent(places.iter().map(|place| place.lat()));
        let (mut wide, mut high) = (360.0, reach_m / LAT_DEGREE_M);
        let polar = south.abs().max(north.abs()) + high;
        // Around a pole, or around the whole earth, one column holds everything.
        if polar < 89.0 && east - west < 180.0 {
            wide = reach_m / (LON_DEGREE_M * polar.to_radians().cos());
        }
        let cells = |span: f64, cell: f64| count(span / cell) + 1;
        while cells(east - west, wide).saturating_mul(cells(north - south, high)) > 4 * places.len() + 4096 {
            (wide, high) = (wide * 2.0, high * 2.0);
        }
        let (columns, rows) = (if wide >= 180.0 { 1 } else { cells(east - west, wide) }, cells(north - south, high));
        let mut near = Self { reach_m, middle, west, south, wide, high, columns, rows, starts: Vec::new(), spots: Vec::new() };
        near.fill(places);
        near
    }

    /// Puts the places into their cells: counted first, then set in order.
    fn fill(&mut self, places: &[Wgs84]) {
        let cell = |near: &Self, place: &Wgs84| {
            let (column, row) = near.cell(*place);
            clamp(row, near.rows - 1) * near.columns + clamp(column, near.columns - 1)
        };
        let mut starts = vec![0; self.columns * self.rows + 1];
        for place in places {
            starts[cell(self, place) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let Some(first) = places.first() else { return self.starts = starts };
        self.spots = vec![Spot { at: [0.0; 3], place: *first, index: 0 }; places.len()];
        for (index, place) in (0..).zip(places) {
            let cell = cell(self, place);
            self.spots[next[cell]] = Spot { at: place.ecef(), place: *place, index };
            next[cell] += 1;
        }
        self.starts = starts;
    }

    /// Cells east and north of the first one; outside it may be less than none.
    fn cell(&self, place: Wgs84) -> (f64, f64) {
        let east = around(place.lon() - self.middle) - self.west;
        ((east / self.wide).floor(), ((place.lat() - self.south) / self.high).floor())
    }

    /// Visits the indexes of all places within any of the reaches of a point, with whether they are within each; until
    /// `visit` says that it has seen enough.
    ///
    /// # Panics
    /// In tests: when a reach is farther than the cells were made for.
    pub fn visit<const N: usize>(&self, from: Wgs84, reaches: &[Reach; N], mut visit: impl FnMut(u32, [bool; N]) -> bool) {
        debug_assert!(reaches.iter().all(|reach| reach.metres <= self.reach_m));
        let most = reaches.iter().map(|reach| reach.most_squared).fold(0.0, f64::max);
        let (column, row) = self.cell(from);
        let Some((low, high)) = beside(row, self.rows) else { return };
        let sides = if self.columns == 1 { Some((0, 0)) } else { beside(column, self.columns) };
        let Some((left, right)) = sides else { return };
        let eye = from.ecef();
        for row in low..=high {
            let first = row * self.columns;
            for spot in &self.spots[self.starts[first + left]..self.starts[first + right + 1]] {
                let squared = chord_squared(eye, spot.at);
                if squared > most {
                    continue;
                }
                let within = reaches.map(|reach| reach.holds(eye, spot.at, squared, || (from, spot.place)));
                if within.contains(&true) && !visit(spot.index, within) {
                    return;
                }
            }
        }
    }
}

fn extent(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low > high { (0.0, 0.0) } else { (low, high) }
}

/// Degrees from -180 to less than 180.
fn around(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

/// The cells beside one and itself, as far as there are any.
fn beside(cell: f64, cells: usize) -> Option<(usize, usize)> {
    (cell >= -1.0 && cell <= count_f(cells)).then(|| (clamp(cell - 1.0, cells - 1), clamp(cell + 1.0, cells - 1)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
fn clamp(cell: f64, most: usize) -> usize {
    if cell <= 0.0 { 0 } else { (cell as usize).min(most) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of cells, not negative; `as` saturates")]
fn count(cells: f64) -> usize {
    cells.floor() as usize
}

#[expect(clippy::cast_precision_loss, reason = "a number of cells is far below 2^52")]
fn count_f(cells: usize) -> f64 {
    cells as f64
}
