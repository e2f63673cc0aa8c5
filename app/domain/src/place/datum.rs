//! GCJ-02 (AMap, Tencent, Apple in mainland China) and BD-09 (Baidu), both ways.
//!
//! The forward formulas are the published reverse-engineered ones (Krasovsky 1940 ellipsoid); the inverse is
//! iterated, which brings it from about one metre to under a millimetre.

use super::Wgs84;
use crate::words::words;

words! {
    /// In what a file has its coordinates.
    #[derive(Default)]
    Datum {
        /// As GPS tells them.
        #[default]
        Wgs84 = "wgs84",
        /// As AMap, Tencent and Apple have them in mainland China.
        Gcj02 = "gcj02",
        /// As Baidu has them.
        Bd09 = "bd09",
    }
}

impl Datum {
    /// Degrees of longitude and latitude in WGS-84.
    pub fn degrees(self, lon: f64, lat: f64) -> (f64, f64) {
        match self {
            Self::Wgs84 => (lon, lat),
            Self::Gcj02 => Gcj02 { lon, lat }.to_wgs84(),
            Self::Bd09 => Bd09 { lon, lat }.to_gcj02().to_wgs84(),
        }
    }

    /// A pair of degrees as a place of ours; `None` where it cannot be one. A pair that cannot be is refused before it is
    /// turned into one that can.
    pub fn place(self, lon: f64, lat: f64) -> Option<Wgs84> {
        Wgs84::new(lon, lat).ok()?;
        let (lon, lat) = self.degrees(lon, lat);
        Wgs84::new(lon, lat).ok()
    }
}

/// A position in GCJ-02 degrees, only ever made for a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gcj02 {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
}

/// A position in BD-09 degrees, only ever made for a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bd09 {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
}

impl From<Wgs84> for Gcj02 {
    fn from(place: Wgs84) -> Self {
        let (lon, lat) = shift(place.lon, place.lat);
        Self { lon, lat }
    }
}

impl Gcj02 {
    /// Back to WGS-84 degrees, longitude and latitude.
    pub fn to_wgs84(self) -> (f64, f64) {
        invert((self.lon, self.lat), |(lon, lat)| shift(lon, lat))
    }
}

impl From<Gcj02> for Bd09 {
    fn from(place: Gcj02) -> Self {
        let (lon, lat) = baidu((place.lon, place.lat));
        Self { lon, lat }
    }
}

impl Bd09 {
    /// Back to GCJ-02.
    pub fn to_gcj02(self) -> Gcj02 {
        let (lon, lat) = invert((self.lon, self.lat), baidu);
        Gcj02 { lon, lat }
    }
}

/// Finds the point that `forward` sends to `target`, to 1e-10 degrees.
fn invert(target: (f64, f64), forward: impl Fn((f64, f64)) -> (f64, f64)) -> (f64, f64) {
    let mut guess = target;
    for _ in 0..30 {
        let (lon, lat) = forward(guess);
        let step = (target.0 - lon, target.1 - lat);
        guess = (guess.0 + step.0, guess.1 + step.1);
        if step.0.abs().max(step.1.abs()) < 1e-10 {
            break;
        }
    }
    guess
}

fn shift(lon: f64, lat: f64) -> (f64, f64) {
    use std::f64::consts::PI;
    const A: f64 = 6_378_245.0;
    const EE: f64 = 0.006_693_421_622_965_943;
    if !shifted_area(lon, lat) {
        return (lon, lat);
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let root = x.abs().sqrt();
    let common = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let wave = |t: f64, a: f64, b: f64| (20.0 * (t * PI).sin() + 40.0 * (t / 3.0 * PI).sin()) * 2.0 / 3.0 + (a + b) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + common
        + wave(y, 160.0 * (y / 12.0 * PI).sin(), 320.0 * (y * PI / 30.0).sin());
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + common
        + wave(x, 150.0 * (x / 12.0 * PI).sin(), 300.0 * (x / 30.0 * PI).sin());
    let sin = lat.to_radians().sin();
    let magic = 1.0 - EE * sin * sin;
    let meridian = (A * (1.0 - EE)) / (magic * magic.sqrt());
    let parallel = A / magic.sqrt() * lat.to_radians().cos();
    (lon + (east / parallel).to_degrees(), lat + (north / meridian).to_degrees())
}

fn baidu((lon, lat): (f64, f64)) -> (f64, f64) {
    const X_PI: f64 = std::f64::consts::PI * 3000.0 / 180.0;
    if !shifted_area(lon, lat) {
        return (lon, lat);
    }
    let radius = lon.hypot(lat) + 0.000_02 * (lat * X_PI).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * X_PI).cos();
    (radius * angle.cos() + 0.006_5, radius * angle.sin() + 0.006)
}

/// Where map apps shift: the mainland, by the rectangles that open converters use (west, south, east, north), without
/// Hong Kong and Macau. The borders are rough by a few hundred metres in Hong Kong and by far more elsewhere.
fn shifted_area(lon: f64, lat: f64) -> bool {
    const WITHIN: [[f64; 4]; 6] = [
        [79.4462, 42.8899, 96.33, 49.2204],
        [109.6872, 39.3742, 135.0002, 54.1415],
        [73.1246, 29.5297, 124.143_255, 42.8899],
        [82.9684, 26.7186, 97.0352, 29.5297],
        [97.0253, 20.414_096, 124.367_395, 29.5297],
        [107.975_793, 17.871_542, 111.744_104, 20.414_096],
    ];
    const WITHOUT: [[f64; 4]; 7] = [
        [119.921_265, 21.785_006, 122.497_559, 25.398_623],
        [101.8652, 20.0988, 106.665, 22.284],
        [106.4525, 20.4878, 108.051, 21.5422],
        [109.0323, 50.3257, 119.127, 55.8175],
        [127.4568, 49.5574, 137.0227, 55.8175],
        [131.2662, 42.5692, 137.0227, 44.8922],
        [113.528, 22.109, 113.598, 22.2165],
    ];
    let inside = |[west, south, east, north]: &[f64; 4]| (*west..=*east).contains(&lon) && (*south..=*north).contains(&lat);
    WITHIN.iter().any(inside) && !WITHOUT.iter().any(inside) && !in_ring(&HONG_KONG, lon, lat)
}

/// Hong Kong: Deep Bay, the Shenzhen River by way of Lok Ma Chau, Lo Wu, Man Kam To and Sha Tau Kok, Mirs Bay, the sea.
const HONG_KONG: [[f64; 2]; 20] = [
    [113.82, 22.13],
    [113.82, 22.38],
    [113.88, 22.44],
    [113.95, 22.475],
    [114.0, 22.497],
    [114.03, 22.507],
    [114.066, 22.514],
    [114.085, 22.527],
    [114.112, 22.530],
    [114.129, 22.5385],
    [114.15, 22.550],
    [114.166, 22.559],
    [114.19, 22.5555],
    [114.222, 22.5485],
    [114.236, 22.546],
    [114.3, 22.558],
    [114.45, 22.555],
    [114.51, 22.45],
    [114.51, 22.13],
    [113.82, 22.13],
];

fn in_ring(ring: &[[f64; 2]], lon: f64, lat: f64) -> bool {
    ring.windows(2).fold(false, |inside, edge| {
        let ([x1, y1], [x2, y2]) = (edge[0], edge[1]);
        let crosses = (y1 > lat) != (y2 > lat) && lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1;
        inside != crosses
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::place::distance_m;

    fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
        distance_m(Wgs84::new(a.0, a.1).unwrap(), Wgs84::new(b.0, b.1).unwrap())
    }

    /// Stations of Longgang in WGS-84, GCJ-02 and BD-09, computed with an independent converter (gcoord).
    type Station = (&'static str, [f64; 2], [f64; 2], [f64; 2]);
    const STATIONS: [Station; 5] = [
        ("布吉站", [114.116_507_5, 22.604_417_8], [114.121_614_4, 22.601_736_1], [114.128_062_8, 22.608_080_4]),
        ("大运站", [114.222_823, 22.688_600_5], [114.227_686_7, 22.685_771_8], [114.234_138_2, 22.692_046_9]),
        ("平湖站", [114.120_884_4, 22.696_450_1], [114.125_990_2, 22.693_783_3], [114.132_438_4, 22.700_111_6]),
        ("坂田站", [114.065_097_9, 22.629_994_9], [114.070_224_9, 22.627_300_1], [114.076_775_9, 22.633_004_3]),
        ("双龙站", [114.272_389_4, 22.732_116_7], [114.277_220_9, 22.729_295_7], [114.283_756_5, 22.735_171_3]),
    ];

    #[test]
    fn stations_land_within_two_centimetres_of_the_vectors_both_ways() {
        for (name, wgs, gcj, bd) in STATIONS {
            let ours = Gcj02::from(Wgs84::new(wgs[0], wgs[1]).unwrap());
            assert!(metres((ours.lon, ours.lat), gcj.into()) < 0.02, "{name} to GCJ-02");
            let back = Gcj02 { lon: gcj[0], lat: gcj[1] }.to_wgs84();
            assert!(metres(back, wgs.into()) < 0.02, "{name} from GCJ-02");
            let ours = Bd09::from(Gcj02 { lon: gcj[0], lat: gcj[1] });
            assert!(metres((ours.lon, ours.lat), bd.into()) < 0.02, "{name} to BD-09");
            let back = Bd09 { lon: bd[0], lat: bd[1] }.to_gcj02();
            assert!(metres((back.lon, back.lat), gcj.into()) < 0.02, "{name} from BD-09");
        }
    }

    #[test]
    fn nothing_is_shifted_outside_the_mainland() {
        for (name, lon, lat) in [
            ("Tokyo", 139.767, 35.681),
            ("Seoul", 126.978, 37.566),
            ("Taipei", 121.517, 25.047),
            ("Singapore", 103.85, 1.29),
            ("Hong Kong Central", 114.158, 22.282),
            ("Sheung Shui", 114.128, 22.501),
            ("Lok Ma Chau", 114.066, 22.508),
            ("Sha Tau Kok village, south", 114.214, 22.536),
            ("Macau", 113.543, 22.19),
        ] {
            let gcj = Gcj02::from(Wgs84::new(lon, lat).unwrap());
            assert_eq!((gcj.lon, gcj.lat), (lon, lat), "{name}");
            assert_eq!(Bd09::from(gcj), Bd09 { lon, lat }, "{name}");
        }
    }

    #[test]
    fn the_shenzhen_side_of_the_border_is_shifted() {
        for (name, lon, lat) in [
            ("罗湖", 114.119, 22.545),
            ("福田口岸", 114.069, 22.523),
            ("莲塘", 114.17, 22.57),
            ("沙头角", 114.233, 22.556),
            ("蛇口", 113.92, 22.485),
            ("盐田", 114.27, 22.59),
        ] {
            let gcj = Gcj02::from(Wgs84::new(lon, lat).unwrap());
            assert!(metres((lon, lat), (gcj.lon, gcj.lat)) > 300.0, "{name}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_millimetre(lon in 113.7..114.6_f64, lat in 22.6..22.9_f64) {
            let place = Wgs84::new(lon, lat).unwrap();
            let gcj = Gcj02::from(place);
            let millimetres = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs().max((a.1 - b.1).abs()) * 111_320_000.0;
            prop_assert!(millimetres(gcj.to_wgs84(), (place.lon(), place.lat())) < 1.0);
            let back = Bd09::from(gcj).to_gcj02();
            prop_assert!(millimetres((back.lon, back.lat), (gcj.lon, gcj.lat)) < 1.0);
        }
    }
}
