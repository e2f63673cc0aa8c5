//! How far apart two places are.

use geo::{Distance, Geodesic, Point};

use super::Wgs84;

/// The equatorial radius of WGS-84, in metres.
pub(super) const A: f64 = 6_378_137.0;
/// The square of its first eccentricity.
pub(super) const E2: f64 = 6.694_379_990_141_316e-3;

/// Up to this straight distance, in metres, the short-line formula is exact to a hundred-millionth of a metre.
const SHORT_M: f64 = 50_000.0;

/// A point of the ellipsoid's surface in earth-centred coordinates (ECEF), in metres.
pub type Ecef = [f64; 3];

/// The square of the straight line through the earth between two points, in square metres. It is never longer than
/// the [`geodesic_m`] over it, so it can bound a search for the nearest.
pub fn chord_squared(p: Ecef, q: Ecef) -> f64 {
    let along = |axis: usize| (q[axis] - p[axis]) * (q[axis] - p[axis]);
    along(0) + along(1) + along(2)
}

/// Geodesic distance on the WGS-84 ellipsoid in metres: see [`geodesic_m`].
pub fn distance_m(a: Wgs84, b: Wgs84) -> f64 {
    let (p, q) = (a.ecef(), b.ecef());
    geodesic_m(p, q, chord_squared(p, q), || (a, b))
}

/// Geodesic distance in metres of two points whose chord is known. Beyond 50 km the positions themselves are needed, and
/// the distance is Karney's (Algorithms for geodesics, 2013, exact to nanometres). Shorter lines follow the curvature of
/// the ellipsoid's section at their middle, to the fourth power of the length: within 1e-8 m of Karney's, and a hundred
/// times as fast.
pub fn geodesic_m(p: Ecef, q: Ecef, chord_squared: f64, places: impl FnOnce() -> (Wgs84, Wgs84)) -> f64 {
    if chord_squared > SHORT_M * SHORT_M {
        let (a, b) = places();
        return Geodesic.distance(Point::new(a.lon, a.lat), Point::new(b.lon, b.lat));
    }
    if chord_squared == 0.0 {
        return 0.0;
    }
    // The surface is x² + y² + w z² = a². Along a chord d from a middle m, the normal section there has the curvature
    // κ = (d·W·d / d²) / |W·m|, with W = diag(1, 1, w); an arc over the chord c is c (1 + (κc)²/24 + 3(κc)⁴/640).
    let w = 1.0 / (1.0 - E2);
    let dz = q[2] - p[2];
    let bent = chord_squared + (w - 1.0) * dz * dz;
    let middle = [f64::midpoint(p[0], q[0]), f64::midpoint(p[1], q[1]), f64::midpoint(p[2], q[2])];
    let (xy, z) = (middle[0] * middle[0] + middle[1] * middle[1], middle[2] * middle[2]);
    let bend = bent * bent * (xy + w * z) / (A * A * (xy + w * w * z) * chord_squared);
    chord_squared.sqrt() * (1.0 + bend / 24.0 + 3.0 * bend * bend / 640.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::place;
    use super::*;

    fn karney(a: Wgs84, b: Wgs84) -> f64 {
        Geodesic.distance(Point::new(a.lon, a.lat), Point::new(b.lon, b.lat))
    }

    #[test]
    fn distance_agrees_with_a_published_geodesic() {
        // Vincenty 1975, Flinders Peak to Buninyong, GRS80/WGS-84: 54 972.271 m.
        let flinders = Wgs84::new(144.424_867_89, -37.951_033_42).unwrap();
        let buninyong = Wgs84::new(143.926_495_53, -37.652_821_14).unwrap();
        assert!((distance_m(flinders, buninyong) - 54_972.271).abs() < 0.02);
    }

    #[test]
    fn a_place_is_no_distance_from_itself_and_a_centimetre_is_one() {
        let here = Wgs84::new(114.25, 22.72).unwrap();
        let beside = Wgs84::new(114.25, 22.720_000_1).unwrap();
        assert!(distance_m(here, here).abs() < f64::EPSILON);
        assert!((distance_m(here, beside) - karney(here, beside)).abs() < 5e-9);
    }

    proptest! {
        #[test]
        fn the_straight_line_never_exceeds_the_geodesic(a in place(), b in place()) {
            prop_assert!(chord_squared(a.ecef(), b.ecef()).sqrt() <= distance_m(a, b) + 1e-6);
        }

        #[test]
        fn distance_is_symmetric(a in place(), b in place()) {
            prop_assert!((distance_m(a, b) - distance_m(b, a)).abs() < 1e-6);
        }

        #[test]
        fn short_lines_agree_with_long_ones(a in place(), east in -0.45..0.45_f64, north in -0.45..0.45_f64, near in 0..5) {
            let (lon, lat, shrink) = (a.lon() + east, a.lat() + north, 0.1_f64.powi(near));
            let b = Wgs84::new(a.lon() + (lon - a.lon()) * shrink, a.lat() + (lat - a.lat()) * shrink);
            prop_assume!(b.is_ok());
            let b = b.unwrap();
            prop_assert!((distance_m(a, b) - karney(a, b)).abs() < 2e-8, "{} {}", distance_m(a, b), karney(a, b));
        }
    }
}
