//! What is measured of all streets together.

use geo::{Area, BooleanOps, BoundingRect, Euclidean, Intersects, Length, MultiPolygon, unary_union};
use serde::{Deserialize, Serialize};

use super::{Flat, Mistake, Shape, Wrong, effort::Effort, rings::tidy};
use crate::code::AreaCode;
use crate::place::Datum;
use crate::region::Region;
use crate::words::Word;

/// Two streets may have this share of the smaller one in common: neighbours are often drawn twice, a few metres apart.
/// The limit is ours.
pub const MOST_OVERLAP: f64 = 0.005;
/// The area of all streets may differ from the outline's by this share. The outline that ships is simplified by up to 80 m,
/// which comes to about one percent of a district; twice the district is that far off that something else is in the file.
/// The limit is ours.
pub const MOST_AREA_OFF: f64 = 0.05;
/// This share of the outline may be in only one of the two. A shift between datums comes to more. The limit is ours.
pub const MOST_OFF: f64 = 0.05;
/// By this share of the outline another reading must fit better before it is thought to be the right one.
const CLEARLY: f64 = 0.01;
/// Degrees around the region's box in which all positions must lie where no outline is known.
const AROUND: f64 = 0.05;

/// What was measured of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Positions as given.
    pub positions: usize,
    /// Square kilometres of each street, in the region's order.
    pub km2: Vec<(AreaCode, f64)>,
    /// Square metres on which two streets lie.
    pub overlap_m2: f64,
    /// Beside the region's outline; `None` where that is not known.
    pub outline: Option<Against>,
}

/// All streets beside the region's outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// Square kilometres of the outline.
    pub km2: f64,
    /// How well each reading of the coordinates fits.
    pub fits: Vec<Fit>,
}

/// How well a reading fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// As what the coordinates were taken.
    pub datum: Datum,
    /// What is only in one of the two, as a share of the outline.
    pub share: f64,
    /// Metres between the two edges on average.
    pub metres: f64,
}

pub(super) fn check(
    positions: usize,
    datum: Datum,
    shapes_in: impl Fn(Datum) -> Vec<Shape>,
    flat: &Flat,
    region: &Region,
) -> Result<Report, Vec<Mistake>> {
    let shapes = shapes_in(datum);
    let grounds: Vec<(AreaCode, MultiPolygon<f64>)> = grounds(&shapes, flat);
    let parts: Vec<_> = region.outline.iter().map(|ring| vec![ring.clone()]).collect();
    let outline = (!parts.is_empty()).then(|| tidy(&flat.ground(&parts)));
    let all = grounds.iter().map(|(_, ground)| ground).chain(&outline);
    if Effort::of_a_file().rings(all).is_err() {
        return Err(vec![Mistake::set(None, Wrong::TooTangled)]);
    }
    let (overlap_m2, mut mistakes) = overlaps(&grounds);
    let outline = if let Some(outline) = &outline {
        let measured = against(outline, &grounds, datum, |datum| self::grounds(&shapes_in(datum), flat));
        measured.map_err(|wrong| mistakes.push(Mistake::set(None, wrong))).ok()
    } else {
        mistakes.extend(elsewhere(&shapes, region));
        None
    };
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let km2 = grounds.iter().map(|(street, ground)| (*street, ground.unsigned_area() / 1e6)).collect();
    Ok(Report { positions, km2, overlap_m2, outline })
}

fn grounds(shapes: &[Shape], flat: &Flat) -> Vec<(AreaCode, MultiPolygon<f64>)> {
    shapes.iter().map(|shape| (shape.street, tidy(&flat.ground(&shape.parts)))).collect()
}

/// Square metres on which two streets lie, and which of them lie on each other by too much.
fn overlaps(grounds: &[(AreaCode, MultiPolygon<f64>)]) -> (f64, Vec<Mistake>) {
    let (mut sum, mut mistakes) = (0.0, Vec::new());
    for (place, (street, ground)) in grounds.iter().enumerate() {
        for (other, beside) in &grounds[place + 1..] {
            let boxes = ground.bounding_rect().zip(beside.bounding_rect());
            if !boxes.is_some_and(|(a, b)| a.intersects(&b)) {
                continue;
            }
            let both = ground.intersection(beside).unsigned_area();
            sum += both;
            let share = both / ground.unsigned_area().min(beside.unsigned_area()).max(1.0);
            if share > MOST_OVERLAP {
                mistakes.push(Mistake::set(Some(*street), Wrong::Overlap { other: *other, share }));
            }
        }
    }
    (sum, mistakes)
}

fn against(
    outline: &MultiPolygon<f64>,
    grounds: &[(AreaCode, MultiPolygon<f64>)],
    datum: Datum,
    read_as: impl Fn(Datum) -> Vec<(AreaCode, MultiPolygon<f64>)>,
) -> Result<Against, Wrong> {
    let area = outline.unsigned_area().max(1.0);
    let all = unary_union(grounds.iter().map(|(_, ground)| ground));
    if (all.unsigned_area() - area).abs() / area > MOST_AREA_OFF {
        return Err(Wrong::Area { km2: all.unsigned_area() / 1e6, outline_km2: area / 1e6 });
    }
    let edge = outline.iter().map(|part| Euclidean.length(part.exterior())).sum::<f64>().max(1.0);
    let fit = |datum: Datum, all: &MultiPolygon<f64>| {
        let apart = outline.xor(all).unsigned_area();
        Fit { datum, share: apart / area, metres: apart / edge }
    };
    let of = |other: Datum| {
        if other == datum {
            return fit(datum, &all);
        }
        fit(other, &unary_union(read_as(other).iter().map(|(_, ground)| ground)))
    };
    let fits: Vec<Fit> = Datum::ALL.iter().map(|datum| of(*datum)).collect();
    let read = fit(datum, &all);
    let best = fits.iter().min_by(|a, b| a.share.total_cmp(&b.share)).copied().unwrap_or(read);
    if best.share + CLEARLY < read.share {
        return Err(Wrong::Datum { read: (datum, read.metres), better: (best.datum, best.metres) });
    }
    if read.share > MOST_OFF {
        return Err(Wrong::Off { share: read.share, metres: read.metres });
    }
    Ok(Against { km2: area / 1e6, fits })
}

/// Streets with a position far from the region's box.
fn elsewhere<'a>(shapes: &'a [Shape], region: &'a Region) -> impl Iterator<Item = Mistake> + 'a {
    let [west, south, east, north] = region.bbox;
    let is_far = move |[lon, lat]: &&[f64; 2]| {
        *lon < west - AROUND || *lon > east + AROUND || *lat < south - AROUND || *lat > north + AROUND
    };
    shapes.iter().filter_map(move |shape| {
        let far = shape.parts.iter().flatten().flatten().find(is_far)?;
        Some(Mistake::set(Some(shape.street), Wrong::Elsewhere(*far)))
    })
}
