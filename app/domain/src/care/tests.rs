use chrono::Datelike;
use proptest::prelude::*;

use super::DayState::{Before, Closed, Kept, Missed, Waits};
use super::*;
use crate::reports::DoorMark;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_closed_day_is_not_missed_and_today_waits() {
    let today = day("2026-11-24");
    let recorded = ["2026-11-20", "2026-11-21", "2026-11-23"].map(day).into();
    let closed = |day: NaiveDate| day.weekday() == chrono::Weekday::Sun;
    let standing = Standing::of(&recorded, day("2026-11-19"), today, closed);
    let last: Vec<DayState> = standing.days.iter().rev().take(7).map(|(_, state)| *state).collect();
    assert_eq!(last, [Waits, Kept, Closed, Kept, Kept, Missed, Before]);
    assert_eq!((standing.kept(), standing.due(), standing.share()), (3, 4, Some(75)));
    assert_eq!(standing.missed(), [day("2026-11-19")]);
    let none = Standing::of(&BTreeSet::new(), today, today, closed);
    assert_eq!((none.due(), none.share()), (0, None), "nothing was due yet");
}

#[test]
fn a_card_has_another_mark_than_the_door() {
    let digest = Digest::of(b"LG-0001");
    let (card, door) = (CareMark::of(digest), DoorMark::of(digest));
    assert!(card.is(&card.to_string()) && card.is(&card.to_string().to_lowercase()));
    assert!(!card.is(&door.to_string()) && !door.is(&card.to_string()) && !card.is(""));
}

#[test]
fn signs_are_short_and_few() {
    assert_eq!(signs(" A，王、A  07\n"), Ok(["A", "王", "07"].map(str::to_owned).to_vec()));
    assert_eq!(signs(""), Ok(Vec::new()));
    assert_eq!(signs("13800000000"), Err(BadSigns));
    let many: Vec<String> = (0..13).map(|number| number.to_string()).collect();
    assert_eq!(signs(&many.join(" ")), Err(BadSigns));
}

proptest! {
    #[test]
    fn the_numbers_hold_together(
        recorded in proptest::collection::btree_set(0_u64..60, 0..40),
        began in 0_u64..60,
        shut in proptest::collection::btree_set(0_u64..60, 0..10),
    ) {
        let today = day("2026-11-24");
        let back = |days: u64| today - Days::new(days);
        let recorded: BTreeSet<NaiveDate> = recorded.into_iter().map(back).collect();
        let shut: BTreeSet<NaiveDate> = shut.into_iter().map(back).collect();
        let standing = Standing::of(&recorded, back(began), today, |day| shut.contains(&day));
        prop_assert_eq!(standing.days.len(), 30);
        prop_assert_eq!(standing.due(), standing.kept() + standing.missed().len());
        for (day, state) in &standing.days {
            prop_assert!(*state != DayState::Missed || *day < today && !shut.contains(day) && *day >= back(began));
            prop_assert_eq!(*state == DayState::Kept, recorded.contains(day) && *day >= back(began) && !shut.contains(day));
        }
        prop_assert_eq!(standing.share() == Some(100), standing.due() > 0 && standing.missed().is_empty());
    }
}
