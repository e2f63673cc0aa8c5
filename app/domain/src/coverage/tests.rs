use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::code::AreaCode;
use crate::hours::{Span, Timetable};
use crate::place::{Bbox, Wgs84, distance_m};

fn at(lon: f64, lat: f64) -> Wgs84 {
    Wgs84::new(lon, lat).unwrap()
}

fn street(number: u32) -> AreaCode {
    AreaCode::new(&format!("44030700{number}000")).unwrap()
}

/// Places within some kilometres of each other, anywhere: also across the antimeridian and near a pole.
fn cluster(most: usize) -> impl Strategy<Value = Vec<Wgs84>> {
    let middle = (prop_oneof![Just(114.25), Just(179.999), Just(-179.999), -180.0..180.0_f64], -89.9..89.9_f64);
    (middle, prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 1..most)).prop_map(|((lon, lat), spread)| {
        let place = |(east, north): (f64, f64)| {
            let lat = (lat + north * 0.02).clamp(-89.99, 89.99);
            let turned = lon + east * 0.02 / lat.to_radians().cos().max(1e-3);
            Wgs84::new((turned + 180.0).rem_euclid(360.0) - 180.0, lat)
        };
        spread.into_iter().filter_map(|pair| place(pair).ok()).collect()
    })
}

fn points(places: &[Wgs84]) -> Vec<Point> {
    let point = |(number, place): (u64, &Wgs84)| Point {
        place: *place,
        weight: Weight::of_thousandths(number % 7 * 500),
        street: (number % 3 > 0).then(|| street(u32::try_from(number % 3).unwrap())),
        name: if number % 5 == 0 { format!("点 {number}") } else { String::new() },
    };
    (0..).zip(places).map(point).collect()
}

proptest! {
    #[test]
    fn cells_find_exactly_what_measuring_every_room_finds(places in cluster(60), split in 0..60_usize) {
        let (rooms, asked) = places.split_at(split.min(places.len()));
        let open: Vec<Open> = (0..).zip(rooms).map(|(n, place)| Open { place: *place, hours: 1 << ALWAYS | 1 << (n % 24) }).collect();
        let index = Rooms::new(&open);
        for place in asked {
            let measured = DISTANCES_M.map(|metres| {
                let near = open.iter().filter(|room| distance_m(*place, room.place) <= f64::from(metres));
                near.fold(0, |mask, room| mask | room.hours)
            });
            prop_assert_eq!(index.masks(*place), measured);
        }
    }

    #[test]
    fn a_tally_in_parts_is_the_tally_of_all(places in cluster(60), split in 0..60_usize) {
        let points = points(&places);
        let open: Vec<Open> = places.iter().step_by(3).map(|place| Open { place: *place, hours: 1 << ALWAYS | 0b1100 }).collect();
        let rooms = Rooms::new(&open);
        let masks: Vec<Masks> = points.iter().map(|point| rooms.masks(point.place)).collect();
        let tally = |range: std::ops::Range<usize>| Tally::of(points[range.clone()].iter().zip(&masks[range]));
        let split = split.min(points.len());
        let whole = tally(0..points.len());
        prop_assert_eq!(&tally(0..split).and(&tally(split..points.len())), &whole);
        for (distance, sums) in whole.within.iter().enumerate() {
            for (hour, sum) in sums.iter().enumerate() {
                let in_reach = points.iter().zip(&masks).filter(|(_, masks)| masks[distance] >> hour & 1 == 1);
                prop_assert_eq!(*sum, in_reach.map(|(point, _)| point.weight).sum::<Weight>());
            }
        }
    }

    #[test]
    fn a_set_reads_back_as_it_was_packed(places in cluster(40)) {
        let points = points(&places);
        prop_assert_eq!(unpack(&pack(&points)), Ok(points));
    }

    #[test]
    fn gathering_loses_no_weight_and_stays_where_it_was(places in cluster(60)) {
        let points = points(&places);
        let spots = gather(points.iter(), 500.0);
        prop_assert_eq!(spots.iter().map(|spot| spot.weight).sum::<Weight>(), points.iter().map(|point| point.weight).sum::<Weight>());
        let counted = points.iter().filter(|point| point.weight > Weight::ZERO).count();
        prop_assert_eq!(spots.iter().map(|spot| spot.points as usize).sum::<usize>(), counted);
        prop_assert!(spots.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
        for spot in &spots {
            let near = points.iter().map(|point| distance_m(point.place, spot.place)).fold(f64::INFINITY, f64::min);
            prop_assert!(near < 800.0, "{near}");
        }
    }

    #[test]
    fn reducing_changes_no_plans_gain(places in cluster(60), chosen in prop::collection::vec(0..8_u32, 1..4), within in prop::sample::select(vec![300_u16, 500, 1000])) {
        prop_assume!(places.len() > 12);
        let (candidates, rest) = places.split_at(8);
        let (fixed, asked) = rest.split_at(3);
        let sites: Vec<Site> = candidates.iter().map(|place| Site { place: *place, street: None }).collect();
        let points = points(asked);
        let question = Question { points: &points, fixed, sites: &sites, within_m: within, count: 3, least: BTreeMap::new() };
        let reduced = reduce(&question);
        let near = |point: &Point, place: &Wgs84| distance_m(point.place, *place) <= f64::from(within);
        let sum = |covered: &dyn Fn(&Point) -> bool| points.iter().filter(|point| covered(point)).map(|point| point.weight).sum::<Weight>();
        let before = |point: &Point| fixed.iter().any(|place| near(point, place));
        let with = |point: &Point| before(point) || chosen.iter().any(|site| near(point, &candidates[*site as usize]));
        let ever = |point: &Point| before(point) || candidates.iter().any(|place| near(point, place));
        prop_assert_eq!(reduced.total, sum(&|_| true));
        prop_assert_eq!(reduced.covered, sum(&before));
        prop_assert_eq!(reduced.unreachable, sum(&|point| !ever(point)));
        prop_assert_eq!(reduced.covered + reduced.problem.gain(&chosen), sum(&with));
    }

    #[test]
    fn the_greedy_keeps_every_minimum_exactly_where_there_is_a_plan(
        streets in prop::collection::vec(0..4_u32, 1..12), count in 0..8_u32, least in prop::collection::vec(0..3_u32, 3),
    ) {
        let place = at(114.2, 22.7);
        let sites: Vec<Site> = streets.iter().map(|number| Site { place, street: (*number < 3).then(|| street(*number)) }).collect();
        let least: BTreeMap<AreaCode, u32> = (0..).zip(&least).map(|(number, least)| (street(number), *least)).collect();
        let points = points(&[place, at(114.201, 22.7)]);
        let problem = reduce(&Question { points: &points, fixed: &[], sites: &sites, within_m: 300, count, least: least.clone() }).problem;
        let greedy: Vec<u32> = problem.greedy().iter().map(|(site, _)| *site).collect();
        prop_assert_eq!(problem.allows(&greedy), feasible(&sites, count, &least).is_empty());
    }

    #[test]
    fn gains_in_order_sum_to_the_plans(groups in prop::collection::vec((1..9_u64, prop::collection::btree_set(0..9_u32, 1..4)), 1..20), chosen in prop::collection::btree_set(0..9_u32, 1..6)) {
        let groups = groups.into_iter().map(|(weight, sites)| Group { weight: Weight::of_thousandths(weight), sites: sites.into_iter().collect() });
        let problem = Problem { sites: 9, count: 3, groups: groups.collect(), least: Vec::new() };
        let chosen: Vec<u32> = chosen.into_iter().collect();
        let order = problem.in_order(&chosen);
        prop_assert_eq!(order.iter().map(|(_, gain)| *gain).sum::<Weight>(), problem.gain(&chosen));
        prop_assert!(order.windows(2).all(|pair| pair[0].1 >= pair[1].1), "later ones gain no more");
    }
}

#[test]
fn bytes_that_are_no_set_are_told() {
    assert_eq!(unpack(&[9, 9, 9]), Err(NoDemand));
    assert_eq!(unpack(&pack(&[])), Ok(Vec::new()));
}

#[test]
fn rooms_count_at_the_full_hours_at_which_they_are_open_for_certain() {
    let day = NaiveDate::from_ymd_opt(2026, 12, 2).unwrap();
    let span = |from: u16, to: u16, sure| Span { from: 1440 + from, to: 1440 + to, sure };
    let spans = vec![span(570, 720, true), span(840, 960, false), span(1080, 1110, true)];
    let table = Timetable { first: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(), days: 7, spans };
    assert_eq!(hours_mask(Some(&table), day), 1 << ALWAYS | 1 << 10 | 1 << 11 | 1 << 18, "9:30 to 12:00 and 18:00 to 18:30");
    assert_eq!(hours_mask(None, day), 1 << ALWAYS);
    let beyond = NaiveDate::from_ymd_opt(2027, 1, 2).unwrap();
    assert_eq!(hours_mask(Some(&table), beyond), 1 << ALWAYS, "nobody knows");
}

#[test]
fn an_even_grid_fills_the_area_and_leaves_holes_out() {
    let bbox = Bbox::new(114.0, 22.5, 114.1, 22.6).unwrap();
    let all = even_grid(&[], bbox, 500.0);
    let square = |west: f64, south: f64, side: f64| {
        vec![[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    };
    let same = even_grid(&[square(114.0, 22.5, 0.1)], bbox, 500.0);
    assert_eq!(all, same);
    // 10.28 km by 11.08 km (the lengths of a tenth of a degree here) hold 456 cells of 500 m.
    assert!((435..=480).contains(&all.len()), "{}", all.len());
    let holed = even_grid(&[square(114.0, 22.5, 0.1), square(114.02, 22.52, 0.05)], bbox, 500.0);
    assert!(holed.len() * 4 > all.len() * 3 - 40 && holed.len() < all.len() * 4 / 5, "{} of {}", holed.len(), all.len());
    let beside = distance_m(all[0].place, all[1].place);
    assert!((beside - 500.0).abs() < 2.0, "{beside}");
    assert!(all.iter().all(|point| point.weight == Weight::ONE && bbox.contains(point.place)));
}

#[test]
fn what_keeps_a_plan_from_being_is_told_street_by_street() {
    let site = |number| Site { place: at(114.2, 22.7), street: Some(street(number)) };
    let sites = [site(1), site(1), site(2)];
    let least = BTreeMap::from([(street(1), 2), (street(2), 2), (street(3), 1)]);
    let short = |number, wanted, sites| Infeasible::Street { street: street(number), wanted, sites };
    assert_eq!(
        feasible(&sites, 4, &least),
        [short(2, 2, 1), short(3, 1, 0), Infeasible::Sum { wanted: 5, count: 4 }, Infeasible::Sites { count: 4, sites: 3 }]
    );
    assert!(feasible(&sites, 3, &BTreeMap::from([(street(1), 2), (street(2), 1)])).is_empty());
}
