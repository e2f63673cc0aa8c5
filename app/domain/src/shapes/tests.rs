use proptest::prelude::*;

use super::*;
use crate::place::{Gcj02, PlaceError, Wgs84, distance_m};
use crate::region::{Region, Street};
use crate::words::Word;

const BOX: [f64; 4] = [114.05, 22.58, 114.35, 22.80];

fn code(number: usize) -> AreaCode {
    AreaCode::new(&format!("99000100{number}000")).unwrap()
}

/// A plainly fictional region of four streets. In the other system of codes the second street has the digits of the third.
fn region() -> Region {
    let street = |number: usize| Street {
        code: code(number),
        code_mca: Some(code(if number == 2 { 3 } else { number + 4 })),
        name_zh: format!("演示{number}街道"),
        name_en: format!("Demo {number} Subdistrict"),
        label: None,
        communities: Vec::new(),
    };
    Region {
        id: "demo".to_owned(),
        name_zh: "演示区".to_owned(),
        name_en: "Demo District".to_owned(),
        city_zh: String::new(),
        city_en: String::new(),
        code_prefix: "XX".to_owned(),
        utc_offset: "+08:00".to_owned(),
        holidays: "CN".to_owned(),
        bbox: BOX,
        center: Wgs84::new(114.2, 22.69).unwrap(),
        attribution: Vec::new(),
        streets: (1..=4).map(street).collect(),
        outline: vec![square(BOX)],
    }
}

fn square([west, south, east, north]: [f64; 4]) -> Ring {
    vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
}

/// The four quarters around a place: a plainly fictional set.
fn quarters(x: f64, y: f64) -> Vec<Feature> {
    let [west, south, east, north] = BOX;
    let boxes = [[west, south, x, y], [x, south, east, y], [west, y, x, north], [x, y, east, north]];
    let feature = |(number, of): (usize, [f64; 4])| Feature {
        number,
        code: code(number).to_string(),
        name: format!("演示{number}街道"),
        parts: vec![vec![square(of)]],
    };
    (1..).zip(boxes).map(feature).collect()
}

const READING: Reading = Reading { datum: Datum::Wgs84, codes: Codes::Statistics };

fn wrong(features: &[Feature]) -> Vec<Wrong> {
    wrong_read(features, READING)
}

fn wrong_read(features: &[Feature], reading: Reading) -> Vec<Wrong> {
    check(features, reading, &region()).expect_err("a mistake").into_iter().map(|mistake| mistake.wrong).collect()
}

fn turned(features: &[Feature], turn: impl Fn([f64; 2]) -> [f64; 2]) -> Vec<Feature> {
    let mut features = features.to_vec();
    features.iter_mut().flat_map(|feature| feature.parts.iter_mut().flatten().flatten()).for_each(|place| *place = turn(*place));
    features
}

fn to_gcj02([lon, lat]: [f64; 2]) -> [f64; 2] {
    let gcj = Gcj02::from(Wgs84::new(lon, lat).unwrap());
    [gcj.lon, gcj.lat]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_valid_set_passes_and_comes_out_as_it_went_in(
        x in 114_120..114_280_i32, y in 22_640..22_740_i32, named in any::<bool>(), civil in any::<bool>(), turn in 0..4_usize, backwards in any::<bool>(),
    ) {
        let mut features = quarters(f64::from(x) / 1000.0, f64::from(y) / 1000.0);
        for feature in &mut features {
            match (named, civil) {
                (true, _) => feature.code.clear(),
                (_, true) => feature.code = region().streets[feature.number - 1].code_mca.unwrap().to_string(),
                _ => feature.name.clear(),
            }
            if backwards {
                feature.parts[0][0].reverse();
            }
        }
        let given: Vec<Vec<Part>> = features.iter().map(|feature| feature.parts.clone()).collect();
        features.rotate_left(turn);
        let codes = if civil { Codes::CivilAffairs } else { Codes::Statistics };
        let checked = check(&features, Reading { codes, ..READING }, &region()).unwrap();
        prop_assert_eq!(checked.shapes.iter().map(|shape| shape.street).collect::<Vec<_>>(), (1..=4).map(code).collect::<Vec<_>>());
        prop_assert_eq!(&checked.shapes.iter().map(|shape| shape.parts.clone()).collect::<Vec<_>>(), &given);
        let text = serde_json::to_string(&checked.shapes).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Vec<Shape>>(&text).unwrap(), &checked.shapes);
        let outline = checked.report.outline.unwrap();
        prop_assert!(outline.fits[0].share < 1e-6 && outline.fits[1].share > 0.04, "{:?}", outline);
        let sum: f64 = checked.report.km2.iter().map(|(_, km2)| km2).sum();
        prop_assert!((sum - outline.km2).abs() < 0.01 && checked.report.overlap_m2 < 1.0);
        let shown = shown(&checked.shapes, region().center);
        for (drawn, shape) in shown.streets.iter().zip(&checked.shapes) {
            let flat = Flat::around(region().center);
            let label = geo::Point::from(geo::Coord::from(flat.metres(drawn.label)));
            prop_assert!(geo::Contains::contains(&flat.ground(&shape.parts), &label), "{:?}", drawn);
        }
    }

    #[test]
    fn each_value_is_in_exactly_one_class(values in prop::collection::vec(0..30_u32, 0..40), most in 1..6_usize) {
        let classes = quantiles(&values, most);
        prop_assert!(classes.len() <= most && classes.windows(2).all(|pair| pair[0].1 < pair[1].0), "{:?}", classes);
        for value in values {
            prop_assert_eq!(classes.iter().filter(|(least, greatest)| (*least..=*greatest).contains(&value)).count(), 1);
        }
    }
}

#[test]
fn swapped_positions_are_called_so() {
    let swapped = wrong(&turned(&quarters(114.2, 22.7), |[lon, lat]| [lat, lon]));
    assert_eq!(swapped.len(), 4);
    assert!(swapped.iter().all(|wrong| matches!(wrong, Wrong::Place(PlaceError::Swapped { .. }))), "{swapped:?}");
}

#[test]
fn a_shifted_datum_is_noticed_whichever_way_round() {
    let wgs = quarters(114.2, 22.7);
    let gcj = turned(&wgs, to_gcj02);
    let told = wrong(&gcj);
    assert!(
        matches!(told[..], [Wrong::Datum { read: (Datum::Wgs84, off), better: (Datum::Gcj02, at) }] if off > 200.0 && at < 1.0),
        "{told:?}"
    );
    let told = wrong_read(&wgs, Reading { datum: Datum::Gcj02, ..READING });
    assert!(matches!(told[..], [Wrong::Datum { better: (Datum::Wgs84, _), .. }]), "{told:?}");
    let read = check(&gcj, Reading { datum: Datum::Gcj02, ..READING }, &region()).unwrap();
    let ends = read.shapes.iter().flat_map(|shape| shape.parts.iter().flatten().flatten());
    let given = wgs.iter().flat_map(|feature| feature.parts.iter().flatten().flatten());
    for (end, given) in ends.zip(given) {
        let [end, given] = [end, given].map(|[lon, lat]| Wgs84::new(*lon, *lat).unwrap());
        assert!(distance_m(end, given) < 0.1);
    }
}

#[test]
fn each_street_is_there_once() {
    let mut features = quarters(114.2, 22.7);
    features[3].code = code(2).to_string();
    features[3].name = "演示2街道".to_owned();
    let told = check(&features, READING, &region()).unwrap_err();
    let of = |feature, number, wrong| Mistake { feature, street: Some(code(number)), wrong };
    assert_eq!(told, [of(Some(4), 2, Wrong::Twice(2)), of(None, 4, Wrong::Missing)]);
    assert_eq!(wrong(&quarters(114.2, 22.7)[..3]), [Wrong::Missing]);
    assert_eq!(wrong(&[]), [Wrong::Empty]);
    let nowhere = Region { streets: Vec::new(), ..region() };
    assert_eq!(check(&features, READING, &nowhere).unwrap_err()[0].wrong, Wrong::NoStreets);
}

#[test]
fn codes_of_the_two_systems_are_never_mixed() {
    let with = |code: AreaCode, name: &str| {
        let mut features = quarters(114.2, 22.7);
        (features[1].code, features[1].name) = (code.to_string(), name.to_owned());
        wrong(&features).remove(0)
    };
    let other =
        |number, street| Wrong::OtherCodes { code: code(number).to_string(), codes: Codes::CivilAffairs, street: code(street) };
    assert_eq!(with(code(5), ""), other(5, 1));
    assert_eq!(with(code(3), "演示2街道"), other(3, 2), "the digits of the third street are the second's in the other system");
    assert_eq!(with(code(4), "演示2街道"), Wrong::Disagree { code: code(4).to_string(), name: "演示2街道".to_owned() });
    assert_eq!(with(code(9), "演示2街道"), Wrong::Code(code(9).to_string()));
    let unnamed = |name: &str| {
        let mut features = quarters(114.2, 22.7);
        (features[1].code, features[1].name) = (String::new(), name.to_owned());
        wrong(&features).remove(0)
    };
    assert_eq!((unnamed(" "), unnamed("演示2")), (Wrong::Nameless, Wrong::Name("演示2".to_owned())), "names are exact");
}

fn with_ground(parts: Vec<Part>) -> Vec<Wrong> {
    let mut features = quarters(114.2, 22.7);
    features[0].parts = parts;
    wrong(&features)
}

#[test]
fn rings_that_are_none_are_told_with_the_place() {
    let [west, south, x, y] = [114.05, 22.58, 114.2, 22.7];
    let tie = vec![[west, south], [x, y], [x, south], [west, y], [west, south]];
    let told = with_ground(vec![vec![tie]]);
    assert!(
        matches!(told[..], [Wrong::Crossing([lon, lat])] if (lon - 114.125).abs() < 1e-6 && (lat - 22.64).abs() < 1e-6),
        "{told:?}"
    );
    let spike = vec![[west, south], [x, south], [x, y], [114.1, y], [114.1, 22.75], [114.1, y], [west, y], [west, south]];
    assert!(matches!(with_ground(vec![vec![spike]])[..], [Wrong::Crossing(_)]));
    let mut open = square([west, south, x, y]);
    open.pop();
    assert_eq!(with_ground(vec![vec![open]]), [Wrong::Unclosed]);
    assert_eq!(with_ground(vec![vec![vec![[west, south], [x, y], [west, south]]]]), [Wrong::Short(3)]);
    assert_eq!(with_ground(vec![vec![vec![[west, south], [x, y], [x, y], [west, south]]]]), [Wrong::Short(3)]);
    let mut no_number = square([west, south, x, y]);
    no_number[2] = [f64::NAN, y];
    assert_eq!(with_ground(vec![vec![no_number]]), [Wrong::Place(PlaceError::NotANumber)]);
    assert_eq!((with_ground(Vec::new()), with_ground(vec![Vec::new()])), (vec![Wrong::NoGround], vec![Wrong::NoGround]));
    let projected = square([512_000.0, 2_510_000.0, 520_000.0, 2_520_000.0]);
    assert!(matches!(with_ground(vec![vec![projected]])[..], [Wrong::Place(PlaceError::OutOfRange { .. })]));
}

#[test]
fn holes_lie_inside_and_pieces_beside_each_other() {
    let ground = square([114.05, 22.58, 114.2, 22.7]);
    let inside = vec![ground.clone(), square([114.1, 22.60, 114.11, 22.61])];
    let mut features = quarters(114.2, 22.7);
    features[0].parts = vec![inside.clone()];
    assert!(check(&features, READING, &region()).is_ok(), "a small hole is one");
    // An island in the hole, and two pieces with a common edge.
    features[0].parts = vec![inside, vec![square([114.1, 22.60, 114.105, 22.61])], vec![square([114.105, 22.60, 114.11, 22.61])]];
    assert!(check(&features, READING, &region()).is_ok());
    for parts in [
        vec![vec![ground.clone(), square([114.25, 22.60, 114.26, 22.61])]],
        vec![vec![ground.clone(), square([114.19, 22.60, 114.21, 22.61])]],
        vec![vec![ground.clone(), square([114.1, 22.6, 114.12, 22.62]), square([114.11, 22.6, 114.13, 22.62])]],
        vec![vec![ground.clone()], vec![square([114.1, 22.6, 114.12, 22.62])]],
    ] {
        assert_eq!(with_ground(parts.clone()), [Wrong::Nested], "{parts:?}");
    }
}

#[test]
fn streets_that_lie_on_each_other_are_told_and_a_doubled_edge_is_not() {
    let mut features = quarters(114.2, 22.7);
    features[0].parts = vec![vec![square([114.05, 22.58, 114.2002, 22.7])]];
    let checked = check(&features, READING, &region()).unwrap();
    assert!((100_000.0..500_000.0).contains(&checked.report.overlap_m2), "{}", checked.report.overlap_m2);
    features[0].parts = vec![vec![square([114.05, 22.58, 114.21, 22.7])]];
    let told = wrong(&features);
    assert!(
        matches!(told[..], [Wrong::Overlap { other, share }] if other == code(2) && (0.06..0.07).contains(&share)),
        "{told:?}"
    );
}

#[test]
fn a_neighbour_in_the_file_and_a_gap_are_told_by_the_area() {
    // As 440307 of map services, which holds Dapeng too: twice the ground.
    let mut features = quarters(114.2, 22.7);
    features[3].parts.push(vec![square([114.35, 22.58, 114.65, 22.80])]);
    let told = wrong(&features);
    assert!(matches!(told[..], [Wrong::Area { km2, outline_km2 }] if (1.95..2.05).contains(&(km2 / outline_km2))), "{told:?}");
    features[3].parts = vec![vec![square([114.3, 22.7, 114.35, 22.80])]];
    assert!(matches!(wrong(&features)[..], [Wrong::Area { km2, outline_km2 }] if km2 < outline_km2));
    // As much ground, but elsewhere.
    let moved = turned(&quarters(114.2, 22.7), |[lon, lat]| [lon, lat + 0.02]);
    assert!(matches!(wrong(&moved)[..], [Wrong::Off { share, .. }] if share > MOST_OFF), "{:?}", wrong(&moved));
    let unknown = Region { outline: Vec::new(), ..region() };
    assert_eq!(check(&quarters(114.2, 22.7), READING, &unknown).unwrap().report.outline, None);
    let far = turned(&quarters(114.2, 22.7), |[lon, lat]| [lon + 1.0, lat]);
    let told = check(&far, READING, &unknown).unwrap_err();
    assert!(told.len() == 4 && matches!(told[0].wrong, Wrong::Elsewhere(_)), "{told:?}");
}

#[test]
fn a_file_of_too_many_positions_is_not_looked_at() {
    let mut features = quarters(114.2, 22.7);
    features[0].parts[0][0] = vec![[114.1, 22.6]; MOST_POSITIONS];
    assert_eq!(wrong(&features), [Wrong::TooMany(MOST_POSITIONS + 15)]);
}

/// Slim teeth beside each other, from one place to the next by steps of `step`, on a straight back.
fn comb(teeth: u32, step: f64, turn: impl Fn([f64; 2]) -> [f64; 2]) -> Ring {
    let mut ring: Ring =
        (0..=2 * teeth).map(|end| [f64::from(end) * step, if end.is_multiple_of(2) { 0.01 } else { 0.09 }]).collect();
    ring.extend([[f64::from(2 * teeth) * step, 0.0], [0.0, 0.0], [0.0, 0.01]]);
    ring.into_iter().map(turn).collect()
}

#[test]
fn what_would_take_forever_to_compare_is_refused_at_once() {
    let step = 0.09 / 4000.0;
    let upright = comb(2000, step, |[along, up]| [114.06 + along, 22.59 + up]);
    let lying = comb(2000, step, |[along, up]| [114.06 + up, 22.59 + along]);
    let ground = |parts: Vec<Part>| {
        let mut features = quarters(114.2, 22.7);
        features[0].parts = parts;
        features
    };
    // Each of them is sound, and is told as what it is; together they cross sixteen million times.
    for ring in [&upright, &lying] {
        assert!(matches!(wrong(&ground(vec![vec![ring.clone()]]))[..], [Wrong::Area { .. }]));
    }
    assert_eq!(wrong(&ground(vec![vec![upright.clone()], vec![lying.clone()]])), [Wrong::TooTangled]);
    let mut apart = ground(vec![vec![upright]]);
    apart[1].parts = vec![vec![lying]];
    assert_eq!(wrong(&apart), [Wrong::TooTangled], "in two streets as in one");
    let slanted = comb(10_000, 0.09 / 20_000.0, |[along, up]| [114.06 + along + up, 22.59 + up]);
    assert_eq!(wrong(&ground(vec![vec![slanted]])), [Wrong::TooTangled], "sides that all lie beside each other");
}

#[test]
fn a_street_may_have_many_pieces_but_not_any_number() {
    let strips = |count: u32| {
        let [west, south, east, north] = [BOX[0], BOX[1], 114.2, 22.7];
        let edge = |row: u32| south + (north - south) * f64::from(row) / f64::from(count);
        let mut features = quarters(east, north);
        features[0].parts = (0..count).map(|row| vec![square([west, edge(row), east, edge(row + 1)])]).collect();
        features
    };
    assert!(check(&strips(2400), READING, &region()).is_ok());
    assert_eq!(wrong(&strips(5001)), [Wrong::TooTangled]);
}

#[test]
fn a_picture_has_few_positions_and_keeps_the_ground() {
    let coast = |steps: u32| {
        let [west, south, east, north] = BOX;
        let wave = |step: u32| if step.is_multiple_of(2) { north } else { north - 0.003 };
        let top = (0..=steps).rev().map(|step| [west + (east - west) * f64::from(step) / f64::from(steps), wave(step)]);
        let mut ring = vec![[west, south], [east, south]];
        ring.extend(top);
        ring.push([west, south]);
        vec![Shape { street: code(1), parts: vec![vec![ring]] }]
    };
    let middle = region().center;
    let fine = coast(12_000);
    let drawn = shown(&fine, middle);
    let positions: usize = drawn.streets[0].parts.iter().flatten().map(Vec::len).sum();
    assert!(positions * 21 <= MOST_SHOWN_BYTES && drawn.within_m > 20, "{positions} within {}", drawn.within_m);
    let km2 = |parts: &[Part]| geo::Area::unsigned_area(&Flat::around(middle).ground(parts)) / 1e6;
    let (before, after) = (km2(&fine[0].parts), km2(&drawn.streets[0].parts));
    assert!((before - after).abs() / before < 0.02, "{before} {after}");
    let tiny = vec![Shape { street: code(1), parts: vec![vec![square([114.1, 22.6, 114.100_05, 22.600_05])]] }];
    assert_eq!(shown(&tiny, middle).streets[0].parts.len(), 1, "a street never vanishes");
}

#[test]
fn steps_lead_where_the_table_says() {
    let table: Vec<String> = State::ALL
        .iter()
        .flat_map(|state| Step::ALL.iter().map(move |step| (*state, *step)))
        .filter_map(|(state, step)| state.after(step).map(|to| format!("{state} {step} {to}")))
        .collect();
    let allowed = [
        "draft publish published",
        "draft withdraw withdrawn",
        "published withdraw withdrawn",
        "replaced publish published",
        "withdrawn publish published",
    ];
    assert_eq!(table, allowed);
}

#[test]
fn shares_have_equal_steps_and_what_is_full_stands_alone() {
    let of = |share| class_of(&SHARES, share);
    assert_eq!([of(0), of(24), of(25), of(99), of(100), of(250)], [Some(0), Some(0), Some(1), Some(3), Some(4), Some(4)]);
    assert_eq!(quantiles(&[3, 3, 3], 5), [(3, 3)]);
    assert_eq!(quantiles(&[1, 2, 3, 4, 5, 6, 7, 8], 4), [(1, 2), (3, 4), (5, 6), (7, 8)]);
}
