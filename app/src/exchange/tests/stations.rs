//! The finder's answers for Tokyo against an independent computation: every point of the raw file, by Vincenty's formula
//! instead of Karney's, sorted.

use std::sync::Arc;

use domain::{Query, RoomId, Wgs84};

use super::{mapping, real::shared, region};
use crate::exchange::{StoredIndex, plan, read_rooms};
use crate::rooms::registry::Registry;
use crate::rooms::store::Stored;

/// Vincenty 1975, inverse, on WGS-84; in metres, to half a millimetre.
fn vincenty([lon1, lat1]: [f64; 2], [lon2, lat2]: [f64; 2]) -> f64 {
    const A: f64 = 6_378_137.0;
    const F: f64 = 1.0 / 298.257_223_563;
    const B: f64 = A * (1.0 - F);
    let reduced = |lat: f64| ((1.0 - F) * lat.to_radians().tan()).atan();
    let ((sin1, cos1), (sin2, cos2)) = (reduced(lat1).sin_cos(), reduced(lat2).sin_cos());
    let l = (lon2 - lon1).to_radians();
    let mut lambda = l;
    loop {
        let (sin_l, cos_l) = lambda.sin_cos();
        let sin_sigma = (cos2 * sin_l).hypot(cos1 * sin2 - sin1 * cos2 * cos_l);
        if sin_sigma == 0.0 {
            return 0.0;
        }
        let cos_sigma = sin1 * sin2 + cos1 * cos2 * cos_l;
        let sigma = sin_sigma.atan2(cos_sigma);
        let sin_alpha = cos1 * cos2 * sin_l / sin_sigma;
        let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        let cos_2m = if cos2_alpha == 0.0 { 0.0 } else { cos_sigma - 2.0 * sin1 * sin2 / cos2_alpha };
        let c = F / 16.0 * cos2_alpha * (4.0 + F * (4.0 - 3.0 * cos2_alpha));
        let spread = cos_2m + c * cos_sigma * (2.0 * cos_2m * cos_2m - 1.0);
        let next = l + (1.0 - c) * F * sin_alpha * (sigma + c * sin_sigma * spread);
        if (next - lambda).abs() < 1e-13 {
            let u2 = cos2_alpha * (A * A - B * B) / (B * B);
            let big_a = 1.0 + u2 / 16_384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)));
            let big_b = u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)));
            let inner = cos_sigma * (2.0 * cos_2m * cos_2m - 1.0)
                - big_b / 6.0 * cos_2m * (4.0 * sin_sigma * sin_sigma - 3.0) * (4.0 * cos_2m * cos_2m - 3.0);
            return B * big_a * (sigma - big_b * sin_sigma * (cos_2m + big_b / 4.0 * inner));
        }
        lambda = next;
    }
}

#[test]
fn the_nearest_rooms_to_three_stations_are_those_that_measuring_all_of_them_gives() {
    let Some(bytes) = shared("tokyo_baby_stations_2026-03-31.geojson") else { return };
    let area = Arc::new(region("tokyo"));
    let mut last = 0;
    let mut id = || {
        last += 1;
        RoomId(uuid::Uuid::from_u128(last))
    };
    let read = read_rooms(&bytes, "list", Some(&mapping("tokyo")), &area).unwrap();
    let now = "2026-11-24T04:00:00Z".parse().unwrap();
    let added = plan(read, &StoredIndex::default(), &mut id).added;
    let stored = added.into_iter().map(|added| Stored { room: added.room, version: 1, since: now }).collect();
    let registry = Registry::new(area, 1, stored, now);
    let raw: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let points: Vec<[f64; 2]> = raw["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| {
            let at = |index: usize| feature["geometry"]["coordinates"][index].as_f64().unwrap();
            [at(0), at(1)]
        })
        .collect();
    for (name, station) in [("東京", [139.7671, 35.6812]), ("新宿", [139.7005, 35.6896]), ("立川", [139.4136, 35.6980])] {
        let mut expected: Vec<f64> = points.iter().map(|&point| vincenty(station, point)).collect();
        expected.sort_by(f64::total_cmp);
        let near = Wgs84::new(station[0], station[1]).unwrap();
        let tree = registry.nearest(near, &Query::default(), registry.region.local(now), 50);
        let list = registry.search(&Query { near: Some(near), page: 1, ..Query::default() }, now, 0..50).hits;
        assert_eq!(tree, list, "{name}");
        for (place, (hit, expected)) in tree.iter().zip(&expected).enumerate() {
            let found = hit.distance_m.unwrap();
            assert!((found - expected).abs() < 0.01, "{name}, {place}: {found} m, not {expected} m");
        }
    }
}
