//! Boundaries of streets, for tests; all of them plainly fictional.

use domain::Region;
use serde_json::{Value, json};

/// Rows into which a region is cut: low enough that their ends follow its outline.
const ROWS: u32 = 160;

/// A file of boundaries that tile a region's outline, or its box where no outline is known: one stripe from south to north a
/// street, in the region's order from west to east, each in pieces one above the other.
pub fn tiled_streets(region: &Region) -> Value {
    let [west, south, east, north] = region.bbox;
    let within = vec![vec![[west, south], [east, south], [east, north], [west, north], [west, south]]];
    let rings = if region.outline.is_empty() { &within } else { &region.outline };
    let edge = |row: u32| south + (north - south) * f64::from(row) / f64::from(ROWS);
    let count = f64::from(u32::try_from(region.streets.len()).unwrap_or(1));
    let stripe = |number: u32| west + (east - west) * f64::from(number) / count;
    let ground = |number: u32| -> Vec<Value> {
        let row = |row: u32| {
            let (low, high) = (edge(row), edge(row + 1));
            let lat = f64::midpoint(low, high);
            let sides = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
            let crossed = sides.filter(|(a, b)| (a[1] > lat) != (b[1] > lat));
            let mut crossed: Vec<f64> = crossed.map(|(a, b)| a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])).collect();
            crossed.sort_by(f64::total_cmp);
            let piece = |ends: &[f64]| {
                let (left, right) = (ends[0].max(stripe(number)), ends[1].min(stripe(number + 1)));
                let ring = json!([[[left, low], [right, low], [right, high], [left, high], [left, low]]]);
                (right - left > 1e-6).then_some(ring)
            };
            crossed.chunks_exact(2).filter_map(piece).collect::<Vec<Value>>()
        };
        (0..ROWS).flat_map(row).collect()
    };
    let feature = |(number, street): (u32, &domain::Street)| {
        json!({
            "type": "Feature",
            "properties": { "code": street.code, "name": street.name_zh },
            "geometry": { "type": "MultiPolygon", "coordinates": ground(number) },
        })
    };
    let features: Vec<Value> = (0..).zip(&region.streets).map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features })
}
