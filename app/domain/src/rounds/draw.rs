//! Drawing by lot, so that anybody can repeat it.

use crate::code::RoomCode;
use crate::digest::Digest;

/// Draws `count` rooms of a list. The lot of a room is the SHA-256 (FIPS 180-4) of the seed, a colon and the room's code
/// in UTF-8; the rooms with the smallest lots are drawn. The order of the list does not matter, a code that stands
/// twice counts once, and a larger draw of the same list by the same seed holds the smaller one.
///
/// By hand: `printf '%s' 'SEED:LG-0001' | sha256sum` for each room, then `sort`, then `head -n COUNT`.
pub fn draw(seed: &str, rooms: &[RoomCode], count: usize) -> Vec<RoomCode> {
    let mut lots: Vec<(Digest, RoomCode)> =
        rooms.iter().map(|code| (Digest::of(format!("{seed}:{code}").as_bytes()), *code)).collect();
    lots.sort_unstable();
    lots.dedup();
    lots.into_iter().take(count).map(|(_, code)| code).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn codes(numbers: impl IntoIterator<Item = u32>) -> Vec<RoomCode> {
        numbers.into_iter().map(|number| RoomCode::numbered("LG", number).unwrap()).collect()
    }

    #[test]
    fn the_draw_is_what_sha256sum_and_sort_say() {
        // for n in 1 2 3 4 5; do printf '%s' "longgang 2026:LG-000$n" | sha256sum | cut -c1-12 | sed "s/$/ LG-000$n/"; done | sort
        let drawn = draw("longgang 2026", &codes(1..=5), 3);
        assert_eq!(drawn, codes([5, 2, 4]));
    }

    proptest! {
        #[test]
        fn a_draw_is_repeatable_takes_no_room_twice_and_grows(
            numbers in proptest::collection::vec(1..500_u32, 0..60), seed in "[a-z0-9]{0,12}", count in 0..70_usize,
        ) {
            let rooms = codes(numbers.clone());
            let mut turned = rooms.clone();
            turned.reverse();
            let drawn = draw(&seed, &rooms, count);
            prop_assert_eq!(&drawn, &draw(&seed, &turned, count));
            let known: BTreeSet<_> = rooms.iter().copied().collect();
            let taken: BTreeSet<_> = drawn.iter().copied().collect();
            prop_assert_eq!(drawn.len(), count.min(known.len()));
            prop_assert_eq!(taken.len(), drawn.len());
            prop_assert!(taken.is_subset(&known));
            let more = draw(&seed, &rooms, count + 3);
            prop_assert_eq!(&more[..drawn.len()], &drawn[..]);
        }
    }
}
