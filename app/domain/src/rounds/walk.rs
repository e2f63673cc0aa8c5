//! The order in which rooms are walked to.

use crate::place::{Wgs84, distance_m};

/// Improvements are tried until none is left, at most so many times: each round of trying shortens the way.
const TRIES: usize = 200;
/// A shorter way by less than this, in metres, is the same way: rounding must not turn it back and forth.
const LEAST_M: f64 = 1e-6;

/// The order of stops, by their indices: from the start, or from the first stop that has a position, to the nearest next
/// one each time, then untangled by 2-opt (Croes 1958) with the first point staying first. It is no proof of the
/// shortest way, but never longer than the nearest-neighbour way. Stops without a position come last, as they stood.
pub fn walk(start: Option<Wgs84>, stops: &[Option<Wgs84>]) -> Vec<usize> {
    let mut left: Vec<(usize, Wgs84)> = stops.iter().enumerate().filter_map(|(index, stop)| Some((index, (*stop)?))).collect();
    let mut way: Vec<(usize, Wgs84)> = Vec::with_capacity(left.len());
    let mut here = start;
    while !left.is_empty() {
        let far = |at: Wgs84| here.map_or(0.0, |here| distance_m(here, at));
        // Of equally near ones the first: `min_by` keeps it.
        let next = (0..left.len()).min_by(|a, b| far(left[*a].1).total_cmp(&far(left[*b].1))).unwrap_or(0);
        let stop = left.remove(next);
        here = Some(stop.1);
        way.push(stop);
    }
    untangle(start, &mut way);
    let unplaced = stops.iter().enumerate().filter(|(_, stop)| stop.is_none()).map(|(index, _)| index);
    way.iter().map(|(index, _)| *index).chain(unplaced).collect()
}

fn untangle(start: Option<Wgs84>, way: &mut [(usize, Wgs84)]) {
    let first = usize::from(start.is_none());
    for _ in 0..TRIES {
        let mut shorter = false;
        for i in first..way.len() {
            for j in i + 1..way.len() {
                let before = if i == 0 { start } else { Some(way[i - 1].1) };
                let after = way.get(j + 1).map(|stop| stop.1);
                let leg = |a: Option<Wgs84>, b: Option<Wgs84>| a.zip(b).map_or(0.0, |(a, b)| distance_m(a, b));
                let (from, to) = (Some(way[i].1), Some(way[j].1));
                if leg(before, to) + leg(from, after) + LEAST_M < leg(before, from) + leg(to, after) {
                    way[i..=j].reverse();
                    shorter = true;
                }
            }
        }
        if !shorter {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lon: f64, lat: f64) -> Wgs84 {
        Wgs84::new(114.0 + lon, 22.7 + lat).unwrap()
    }

    fn length(start: Option<Wgs84>, stops: &[Option<Wgs84>], order: &[usize]) -> f64 {
        let places = start.into_iter().chain(order.iter().filter_map(|index| stops[*index]));
        let places: Vec<_> = places.collect();
        places.windows(2).map(|pair| distance_m(pair[0], pair[1])).sum()
    }

    #[test]
    fn stops_in_a_row_are_walked_in_a_row_and_unplaced_ones_come_last() {
        let stops = [Some(at(0.03, 0.0)), None, Some(at(0.01, 0.0)), Some(at(0.02, 0.0))];
        assert_eq!(walk(Some(at(0.0, 0.0)), &stops), [2, 3, 0, 1]);
        assert_eq!(walk(None, &stops), [0, 3, 2, 1]);
        assert_eq!(walk(None, &[]), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn each_stop_once_never_longer_than_going_to_the_nearest(
            places in proptest::collection::vec(proptest::option::weighted(0.9, (0.0..0.2_f64, 0.0..0.2_f64)), 0..14),
            from in proptest::option::of((0.0..0.2_f64, 0.0..0.2_f64)),
        ) {
            let stops: Vec<_> = places.iter().map(|place| place.map(|(lon, lat)| at(lon, lat))).collect();
            let start = from.map(|(lon, lat)| at(lon, lat));
            let order = walk(start, &stops);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..stops.len()).collect::<Vec<_>>());
            prop_assert_eq!(&order, &walk(start, &stops));
            let mut here = start.or_else(|| stops.iter().flatten().next().copied());
            let mut left: Vec<usize> = (0..stops.len()).filter(|index| stops[*index].is_some()).collect();
            let mut greedy = Vec::new();
            while !left.is_empty() {
                let far = |index: usize| distance_m(here.unwrap(), stops[index].unwrap());
                let next = *left.iter().min_by(|a, b| far(**a).total_cmp(&far(**b))).unwrap();
                left.retain(|index| *index != next);
                here = stops[next];
                greedy.push(next);
            }
            prop_assert!(length(start, &stops, &order) <= length(start, &stops, &greedy) + 1e-3);
        }
    }
}
