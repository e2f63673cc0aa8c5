use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::code::{AreaCode, RoomCode};
use crate::room::Room;
use crate::stage::{Kind, Stage};
use crate::text::Line;
use crate::venue::VenueType;
use crate::words::Word;
use crate::{AreaClass, SquareMetres};

const STREETS: [&str; 2] = ["440307003000", "440307015000"];

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
}

fn moment(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap() + TimeDelta::hours(number)
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn room(number: usize, stage: Stage) -> Room {
    let area = [1.5, 3.0, 6.0, 12.0][number % 4];
    let json = serde_json::json!({
        "id": Uuid::from_u128(number as u128 + 1), "code": format!("LG-{number:04}"), "kind": "independent", "stage": stage,
        "name": { "zh": format!("演示·{number}") }, "venue": { "name": { "zh": "演示·商场" }, "type": "mall" },
        "street": STREETS[number % 2], "area": area,
        "access": "open", "entry": "everyone", "paid_area": "unknown",
    });
    serde_json::from_value(json).unwrap()
}

fn revision(rooms: Option<u32>, on: NaiveDate, at: DateTime<Utc>) -> Revision {
    Revision { rooms, on, source: line("演示·计划（虚构）"), note: None, by: "li.staff".into(), at }
}

fn scope(street: Option<&str>, class: Option<AreaClass>, venue: Option<VenueType>) -> Scope {
    Scope { street: street.map(|code| AreaCode::new(code).unwrap()), class, venue }
}

fn target(number: u128, scope: Scope, revisions: Vec<Revision>) -> Target {
    Target { id: Uuid::from_u128(number), year: 2026, scope, revisions }
}

#[test]
fn only_rooms_in_service_for_the_public_count() {
    for &stage in Stage::ALL {
        assert_eq!(is_counted(&room(0, stage)), stage == Stage::Open, "{stage}");
    }
    assert!(!is_counted(&Room { kind: Kind::StaffOnly, ..room(0, Stage::Open) }));
    let building = room(0, Stage::Building);
    let expected = |room: &Room, due| is_expected(room, due, 2026);
    assert!(expected(&building, Some(day(364))) && expected(&building, Some(day(0))));
    assert!(!expected(&building, Some(day(365))) && !expected(&building, None));
    assert!(!expected(&room(0, Stage::Open), Some(day(10))), "it is there already");
    assert!(!expected(&Room { kind: Kind::StaffOnly, ..building }, Some(day(10))));
}

#[test]
fn what_is_open_stands_beside_the_target_with_the_rooms_behind_it() {
    let rooms: Vec<Room> = (0..6).map(|number| room(number, Stage::Open)).chain([room(6, Stage::Suspended)]).collect();
    let targets = [
        target(1, scope(None, None, None), vec![revision(Some(9), day(0), moment(0))]),
        target(2, scope(Some(STREETS[0]), Some(AreaClass::B), None), vec![revision(Some(1), day(0), moment(0))]),
        target(3, scope(None, None, Some(VenueType::Hospital)), vec![revision(Some(2), day(0), moment(0))]),
        target(4, scope(None, None, Some(VenueType::Mall)), vec![revision(None, day(0), moment(0))]),
        Target { year: 2027, ..target(5, scope(None, None, None), vec![revision(Some(50), day(0), moment(0))]) },
        target(6, scope(None, Some(AreaClass::A), None), vec![revision(Some(50), day(0), moment(2))]),
    ];
    let count = Count::of(2026, day(3), &rooms, &targets, moment(1));
    let told: Vec<_> = count.targets.iter().map(|of| (of.rooms, of.open.len(), of.missing(0), of.missing(2))).collect();
    assert_eq!(told, [(9, 6, 3, 1), (2, 0, 2, 0), (1, 1, 0, 0)], "by scope; of the year, set by then, not withdrawn");
    assert_eq!(count.targets[2].open, [RoomCode::new("LG-0002").unwrap()]);
    assert_eq!(count.open(&scope(Some(STREETS[1]), None, None)), 3);
    let text = serde_json::to_string(&count).unwrap();
    assert_eq!(serde_json::from_str::<Count>(&text).unwrap(), count, "as it is kept");
}

#[test]
fn what_changed_since_a_year_was_frozen_is_told_and_the_rest_is_not() {
    let wide = scope(None, None, None);
    let narrow = scope(Some(STREETS[0]), None, None);
    let mut rooms: Vec<Room> = (0..3).map(|number| room(number, Stage::Open)).collect();
    let mut targets = vec![
        target(1, wide, vec![revision(Some(3), day(0), moment(0))]),
        target(2, narrow, vec![revision(Some(1), day(0), moment(0))]),
    ];
    let frozen = Count::of(2026, day(0), &rooms, &targets, moment(1));
    assert_eq!(frozen.since(&Count::of(2026, day(9), &rooms, &targets, moment(9))), Since::default());
    rooms[1].stage = Stage::Closed;
    rooms.push(room(7, Stage::Open));
    targets[0].revisions.push(revision(Some(5), day(2), moment(2)));
    targets[1].revisions.push(revision(None, day(2), moment(2)));
    let since = frozen.since(&Count::of(2026, day(9), &rooms, &targets, moment(9)));
    let code = |text: &str| RoomCode::new(text).unwrap();
    assert_eq!((since.opened, since.gone), (vec![code("LG-0007")], vec![code("LG-0001")]));
    let changes: Vec<_> = since.targets.iter().map(|change| (change.scope, change.then, change.now)).collect();
    assert_eq!(changes, [(wide, Some(3), Some(5)), (narrow, Some(1), None)]);
}

#[test]
fn days_reasons_and_numbers_are_asked_for() {
    let (source, why) = (line("演示·计划（虚构）"), line("任务调整"));
    let last = revision(Some(10), day(5), moment(0));
    let wanted = Wanted { rooms: Some(12), on: day(6), source: &source, note: Some(&why) };
    let may = |wanted: Wanted<'_>| revise(&last, &wanted, day(8));
    assert_eq!(may(wanted), Ok(()));
    assert_eq!(may(Wanted { rooms: None, ..wanted }), Ok(()));
    assert_eq!(may(Wanted { on: day(9), ..wanted }), Err(Refused::Future));
    assert_eq!(may(Wanted { on: day(4), ..wanted }), Err(Refused::BeforeLast(day(5))));
    assert_eq!(may(Wanted { note: None, ..wanted }), Err(Refused::NoReason));
    assert_eq!(may(Wanted { rooms: Some(10), ..wanted }), Err(Refused::Same));
    assert_eq!(may(Wanted { rooms: Some(10), source: &line("另一份文件（虚构）"), ..wanted }), Ok(()));
    assert_eq!(may(Wanted { rooms: Some(MOST_ROOMS + 1), ..wanted }), Err(Refused::TooMany));
    assert_eq!(set(2026, &Wanted { note: None, ..wanted }, day(8)), Ok(()));
    assert_eq!(set(202, &wanted, day(8)), Err(Refused::Year));
    assert_eq!(set(2026, &Wanted { on: day(9), ..wanted }, day(8)), Err(Refused::Future));
}

#[test]
fn rooms_are_counted_on_no_day_to_come_and_on_none_after_the_year() {
    let today = day(100);
    assert_eq!(counted_on(2026, None, today), today);
    assert_eq!(counted_on(2026, Some(day(50)), today), day(50));
    assert_eq!(counted_on(2026, Some(day(300)), today), today);
    assert_eq!(counted_on(2025, None, today), year_end(2025));
    assert_eq!(counted_on(2025, Some(day(50)), today), year_end(2025));
    assert_eq!(counted_on(2027, None, today), today);
}

proptest! {
    /// The count of rooms as they stand after any history is what a replay of that history comes to, step by step.
    #[test]
    fn a_count_is_a_replay_of_the_steps_up_to_that_day(
        steps in proptest::collection::vec((0..8_usize, 0..Stage::ALL.len(), 0..STREETS.len(), 1..200_u16), 0..60)
    ) {
        let mut rooms: Vec<Room> = (0..8).map(|number| room(number, Stage::Proposed)).collect();
        let mut replayed = std::collections::BTreeMap::<(Option<AreaCode>, Option<AreaClass>), i64>::new();
        for (which, stage, street, tenths) in steps {
            let old = rooms[which].clone();
            let new = Room {
                stage: Stage::ALL[stage],
                street: AreaCode::new(STREETS[street]).ok(),
                area: SquareMetres::new(f64::from(tenths) / 10.0),
                ..old.clone()
            };
            *replayed.entry((old.street, old.class())).or_default() -= i64::from(old.stage == Stage::Open);
            *replayed.entry((new.street, new.class())).or_default() += i64::from(new.stage == Stage::Open);
            rooms[which] = new;
            let count = Count::of(2026, day(0), &rooms, &[], moment(0));
            for street in [None, AreaCode::new(STREETS[0]).ok(), AreaCode::new(STREETS[1]).ok()] {
                for class in [None, Some(AreaClass::A), Some(AreaClass::B), Some(AreaClass::C)] {
                    let fits = |key: &(Option<AreaCode>, Option<AreaClass>)| {
                        street.is_none_or(|street| key.0 == Some(street)) && class.is_none_or(|class| key.1 == Some(class))
                    };
                    let expected: i64 = replayed.iter().filter(|(key, _)| fits(key)).map(|(_, rooms)| rooms).sum();
                    let open = count.open(&Scope { street, class, venue: None });
                    prop_assert_eq!(i64::try_from(open).unwrap(), expected);
                }
            }
        }
    }

    /// A target at any moment is the last revision that was recorded by then.
    #[test]
    fn a_target_at_a_moment_is_a_replay_of_its_revisions(
        gaps in proptest::collection::vec((0..5_i64, proptest::option::of(0..50_u32)), 1..12), asked in -3..40_i64
    ) {
        let (mut at, mut revisions, mut expected) = (0, Vec::new(), None);
        for (gap, rooms) in gaps {
            at += gap;
            revisions.push(revision(rooms, day(0), moment(at)));
            if at <= asked {
                expected = Some((revisions.len(), rooms));
            }
        }
        let target = target(1, Scope::default(), revisions);
        prop_assert_eq!(target.at(moment(asked)).map(|(number, revision)| (number, revision.rooms)), expected);
    }
}
