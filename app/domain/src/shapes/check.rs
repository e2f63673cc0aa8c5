//! All checks of a file, in the order in which one stands on the other.

use super::effort::Effort;
use super::whole::{self, Report};
use super::{Feature, Flat, MOST_POSITIONS, Mistake, Part, Reading, Shape, Wrong, identify, rings};
use crate::place::Datum;
use crate::region::Region;

/// What passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The region's streets, each once, in the region's order, in WGS-84.
    pub shapes: Vec<Shape>,
    /// What was measured.
    pub report: Report,
}

/// Checks the features of a file against a region: exactly its streets, sound rings, no two streets on each other, and all
/// together its outline, where that is known.
///
/// # Errors
/// All mistakes of the first kind that there are: of features before those of the whole set.
pub fn check(features: &[Feature], reading: Reading, region: &Region) -> Result<Checked, Vec<Mistake>> {
    if region.streets.is_empty() {
        return Err(vec![Mistake::set(None, Wrong::NoStreets)]);
    }
    if features.is_empty() {
        return Err(vec![Mistake::set(None, Wrong::Empty)]);
    }
    let positions = features.iter().flat_map(|feature| feature.parts.iter().flatten()).map(Vec::len).sum();
    if positions > MOST_POSITIONS {
        return Err(vec![Mistake::set(None, Wrong::TooMany(positions))]);
    }
    let flat = Flat::around(region.center);
    let (streets, mut mistakes) = identify::identify(features, reading.codes, region);
    let mut effort = Effort::of_a_file();
    for (feature, street) in features.iter().zip(&streets) {
        let wrong = rings::mistakes(feature, &flat, &mut effort);
        mistakes.extend(wrong.into_iter().map(|wrong| Mistake::of(feature.number, *street, wrong)));
    }
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|mistake| mistake.feature.unwrap_or(usize::MAX));
        return Err(mistakes);
    }
    let shapes_in = |datum: Datum| -> Vec<Shape> {
        let of = |code| features.iter().zip(&streets).find(|(_, street)| **street == Some(code)).map(|(feature, _)| feature);
        let shape = |code| of(code).map(|feature| Shape { street: code, parts: in_wgs84(&feature.parts, datum) });
        region.streets.iter().filter_map(|street| shape(street.code)).collect()
    };
    let report = whole::check(positions, reading.datum, shapes_in, &flat, region)?;
    Ok(Checked { shapes: shapes_in(reading.datum), report })
}

fn in_wgs84(parts: &[Part], datum: Datum) -> Vec<Part> {
    let turned = |[lon, lat]: &[f64; 2]| datum.degrees(*lon, *lat).into();
    parts.iter().map(|part| part.iter().map(|ring| ring.iter().map(turned).collect()).collect()).collect()
}
