use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::code::{AreaCode, RoomId};
use crate::facility::Tri;
use crate::place::Wgs84;
use crate::room::Room;
use crate::stage::{Kind, Stage};
use crate::standard::DutyRule;
use crate::text::{Bilingual, Line};
use crate::venue::VenueType;
use crate::words::Word;

const STREETS: [&str; 2] = ["440307003000", "440307015000"];
const NAMES: [&str; 4] = ["演示·甲商场", "演示·乙商场", "演示·甲商场（东区）", "演示 甲商场"];

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn street(number: usize) -> Option<AreaCode> {
    STREETS.get(number).map(|code| AreaCode::new(code).unwrap())
}

fn rule() -> DutyRule {
    let clause = crate::ClauseId::new("1.01").unwrap();
    DutyRule { clause, floor_area_over: 10_000.0, visitors_over: 10_000.0, total_clause: clause }
}

fn id(number: usize) -> RoomId {
    RoomId(Uuid::from_u128(number as u128 + 1))
}

fn room(number: usize, stage: Stage, venue: &str, in_street: usize, area: Option<u32>, visitors: Option<u32>) -> Room {
    let json = serde_json::json!({
        "id": id(number), "code": format!("LG-{number:04}"), "kind": "independent", "stage": stage,
        "name": { "zh": format!("演示·{number}") }, "venue": { "name": { "zh": venue }, "type": "mall" },
        "access": "open", "entry": "everyone", "paid_area": "unknown",
    });
    let mut room: Room = serde_json::from_value(json).unwrap();
    (room.street, room.venue.area_m2, room.venue.visitors_per_day) = (street(in_street), area, visitors);
    room
}

fn listed(number: usize, name: &str, in_street: usize, area: Option<f64>, frequented: Tri) -> Listed {
    let details = Details {
        name: Bilingual { zh: line(name), en: None },
        street: street(in_street),
        community: None,
        kind: VenueType::Mall,
        area_m2: area.and_then(FloorArea::new),
        visitors_per_day: None,
        frequented,
        address: None,
        place: None,
        source: line("演示·名单（虚构）"),
        source_day: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        demo: true,
    };
    let (list, id) = (line("演示·名单"), Uuid::from_u128(1000 + number as u128));
    Listed { id, list, key: None, details, ended: None, rooms: Vec::new(), refused: Vec::new() }
}

#[test]
fn what_is_missing_is_told_fact_by_fact() {
    use Missing::{FloorArea as Floor, Frequented, Visitors};
    let told = |area, visitors, frequented| must(&rule(), area, visitors, frequented);
    for (area, visitors, frequented, expected) in [
        (Some(10_000.5), None, Tri::Yes, Must::Yes),
        (None, Some(10_001), Tri::Yes, Must::Yes),
        (Some(10_000.0), Some(10_000), Tri::Yes, Must::No),
        (Some(10_000.0), Some(10_000), Tri::Unknown, Must::No),
        (Some(50_000.0), Some(50_000), Tri::No, Must::No),
        (None, None, Tri::No, Must::No),
        (Some(10_000.0), None, Tri::Yes, Must::Unknown(vec![Visitors])),
        (None, Some(10), Tri::Yes, Must::Unknown(vec![Floor])),
        (None, None, Tri::Unknown, Must::Unknown(vec![Floor, Visitors, Frequented])),
        (Some(50_000.0), None, Tri::Unknown, Must::Unknown(vec![Frequented])),
    ] {
        assert_eq!(told(area, visitors, frequented), expected, "{area:?} {visitors:?} {frequented}");
    }
}

#[test]
fn a_floor_area_is_finite_and_not_below_nothing() {
    for wrong in [-0.1, f64::NAN, f64::INFINITY, 1e308, FloorArea::MOST + 1.0] {
        assert_eq!(FloorArea::new(wrong), None, "{wrong}");
    }
    assert_eq!(FloorArea::new(-0.0).unwrap().to_string(), "0");
    assert!(serde_json::from_str::<FloorArea>("-1").is_err() && serde_json::from_str::<FloorArea>("12.5").is_ok());
}

/// Venues known by their rooms only: as it was before there were lists.
#[test]
fn a_large_venue_without_an_open_room_is_told_with_what_is_on_its_way() {
    let rooms = [
        room(1, Stage::Suspended, "演示·甲商场", 0, Some(20_000), None),
        room(2, Stage::Closed, "演示·甲商场", 0, None, None),
        room(3, Stage::Open, "演示·乙商场", 0, Some(10_000), Some(10_001)),
        room(4, Stage::Building, "演示·乙商场", 0, None, None),
        room(5, Stage::Open, "演示·丙商场", 0, Some(10_000), Some(10_000)),
        room(6, Stage::Open, "演示·丁商场", 0, Some(9_000), None),
        room(7, Stage::Open, "演示·甲商场", 1, None, None),
    ];
    let venues = duty(&[], &rooms, &rule());
    let told: Vec<_> =
        venues.iter().map(|venue| (venue.name.zh.to_string(), venue.open().count(), venue.others().count())).collect();
    let expected =
        [("演示·丁商场", 1, 0), ("演示·丙商场", 1, 0), ("演示·乙商场", 1, 1), ("演示·甲商场", 0, 1), ("演示·甲商场", 1, 0)];
    assert_eq!(told, expected.map(|(name, open, others)| (name.to_owned(), open, others)));
    assert!(venues.iter().all(|venue| venue.listed.is_none() && venue.rooms.iter().all(|room| room.tie == Tie::Own)));
    let count = DutyCount::of(&venues);
    assert_eq!((count.whole, count.unknown, count.whole.percent()), (Share { must: 2, have: 1 }, 2, Some(50)));
}

#[test]
fn a_listed_venue_without_any_room_is_known_and_one_with_rooms_is_not_doubled() {
    let mut with = listed(1, "演示·甲商场", 0, Some(12_000.0), Tri::Yes);
    with.rooms = vec![id(3)];
    let without = listed(2, "演示·丙医院", 0, Some(30_000.0), Tri::Yes);
    let small = listed(3, "演示·丁书店", 1, Some(300.0), Tri::Yes);
    let small = Listed { details: Details { visitors_per_day: Some(200), ..small.details.clone() }, ..small };
    let ended = listed(4, "演示·戊商场", 1, Some(30_000.0), Tri::Yes);
    let gone = Ended { on: ended.details.source_day, why: line("拆除") };
    let ended = Listed { ended: Some(gone), ..ended };
    let rooms = [
        room(1, Stage::Open, "演示 甲商场", 0, None, None),
        room(2, Stage::Building, "演示·甲商场", 1, None, None),
        room(3, Stage::Proposed, "甲商场地库", 0, None, None),
        room(4, Stage::Funded, "甲商场 地库", 0, None, None),
    ];
    let venues = duty(&[with.clone(), without, small, ended], &rooms, &rule());
    let told: Vec<_> = venues
        .iter()
        .map(|venue| (venue.listed.is_some(), venue.has(), venue.rooms.iter().map(|room| room.tie).collect::<Vec<_>>()))
        .collect();
    let expected = [
        (true, Has::None, vec![]),
        (true, Has::Open, vec![Tie::Name, Tie::Linked, Tie::Name]),
        (true, Has::None, vec![]),
        (false, Has::Coming(Stage::Building), vec![Tie::Own]),
    ];
    assert_eq!(told, expected, "the room in the other street is of another venue");
    assert_eq!(DutyCount::of(&venues).whole, Share { must: 2, have: 1 });
    // Staff say that the room is of another venue: it counts no longer, and stands by itself.
    with.refused = vec![id(1)];
    let venues = duty(&[with], &rooms, &rule());
    assert_eq!(
        venues.iter().map(|venue| (venue.listed.is_some(), venue.rooms.len())).collect::<Vec<_>>(),
        [(false, 1), (true, 2), (false, 1)]
    );
}

#[test]
fn near_names_and_positions_are_asked_and_never_counted() {
    let at = |lon: f64| Wgs84::new(lon, 22.7).ok();
    let mut venue = listed(1, "演示·甲商场", 0, Some(12_000.0), Tri::Yes);
    venue.details.place = at(114.2);
    let mut rooms = [
        room(1, Stage::Open, "演示·甲商场", 0, None, None),
        room(2, Stage::Open, "甲商场（演示·甲商场二期）", 0, None, None),
        room(3, Stage::Open, "演示·乙商场", 0, None, None),
        room(4, Stage::Open, "演示·远商场", 0, None, None),
        room(5, Stage::Open, "演示·甲商场", 1, None, None),
        room(6, Stage::Closed, "演示·甲商场", 0, None, None),
    ];
    (rooms[2].place, rooms[3].place) = (at(114.2005), at(114.21));
    let listed = [venue.clone()];
    let told = |venue: &Listed, listed: &[Listed]| {
        let found = suggestions(venue, listed, &rooms, 9);
        found.iter().map(|one| (one.code.number(), one.why)).collect::<Vec<_>>()
    };
    assert_eq!(told(&venue, &listed), [(1, Why::Counted), (2, Why::Name), (3, Why::Near(51))]);
    let counted = duty(&listed, &rooms, &rule());
    assert_eq!(counted.iter().find(|one| one.listed.is_some()).unwrap().rooms.len(), 1);
    venue.refused = vec![id(2)];
    venue.rooms = vec![id(1)];
    assert_eq!(told(&venue, &[venue.clone()]), [(3, Why::Near(51))]);
}

fn draft(row: u64, key: Option<&str>, name: &str, in_street: usize, area: Option<f64>) -> Draft {
    Draft {
        row,
        key: key.map(line),
        name: line(name),
        name_en: None,
        street: street(in_street),
        community: None,
        kind: None,
        area_m2: area.and_then(FloorArea::new),
        visitors_per_day: None,
        frequented: Tri::Unknown,
        address: None,
        place: None,
    }
}

fn edition() -> List {
    let day = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
    List { name: line("演示·名单"), source: line("演示·名单 2026（虚构）"), day, demo: true }
}

#[test]
fn an_edition_adds_changes_keeps_and_misses_and_the_same_venue_twice_is_told() {
    let mut stored = [
        listed(1, "演示·甲商场", 0, Some(12_000.0), Tri::Yes),
        listed(2, "演示·乙商场", 0, Some(9_000.0), Tri::Yes),
        listed(3, "演示·丙商场", 0, None, Tri::No),
        listed(4, "演示·丁商场", 0, None, Tri::No),
        listed(5, "演示·戊商场", 0, None, Tri::No),
    ];
    stored[1].key = Some(line("B"));
    stored[3].ended = Some(Ended { on: edition().day, why: line("停业") });
    stored[4].list = line("另一份名单");
    let drafts = [
        draft(2, None, "演示 甲商场", 0, None),
        draft(3, Some("B"), "演示·乙广场", 0, Some(20_000.0)),
        draft(4, Some("B"), "演示·乙商场", 0, None),
        draft(5, None, "演示·丁商场", 0, None),
        draft(6, Some("N"), "演示·新商场", 0, None),
        draft(7, Some("M"), "演示·新商场", 0, None),
        draft(8, None, "演示·新商场", 0, None),
        draft(9, Some("N"), "演示·别名", 1, None),
        draft(10, None, "演示·戊商场", 0, None),
    ];
    let plan = plan(&drafts, &edition(), &stored);
    assert_eq!(plan.added.iter().map(|added| added.row).collect::<Vec<_>>(), [6, 7]);
    let changed: Vec<_> = plan.changed.iter().map(|change| (change.row, change.again, change.fields.clone())).collect();
    assert_eq!(
        changed,
        [(2, false, vec![Field::Name]), (3, false, vec![Field::Name, Field::Area]), (5, true, vec![])],
        "what a row does not tell stays"
    );
    assert_eq!(plan.changed[0].new.area_m2, FloorArea::new(12_000.0));
    assert_eq!(plan.same, 1);
    assert_eq!(plan.gone.iter().map(|venue| venue.id).collect::<Vec<_>>(), [stored[2].id], "of this list only");
    assert_eq!(plan.refused, [(4, Refused::Twice(3)), (8, Refused::Twice(6)), (9, Refused::Twice(6))]);
}

#[test]
fn a_name_that_several_venues_have_decides_nothing() {
    let stored = [listed(1, "演示·甲商场", 0, None, Tri::Yes), listed(2, "演示 甲商场", 0, None, Tri::Yes)];
    let drafts = [draft(2, None, "演示·甲商场", 0, None)];
    assert_eq!(plan(&drafts, &edition(), &stored).refused, [(2, Refused::Several)]);
    let rooms = [room(1, Stage::Open, "演示·甲商场", 0, None, None)];
    assert_eq!(duty(&stored, &rooms, &rule()).len(), 3, "the room stands by itself");
}

#[test]
fn what_is_fictional_and_what_is_real_never_merge() {
    let real = List { demo: false, ..edition() };
    let mut stored = [listed(1, "演示·甲商场", 0, Some(12_000.0), Tri::Yes)];
    let told = plan(&[draft(2, None, "演示·甲商场", 0, None)], &real, &stored);
    assert_eq!((told.added.len(), told.changed.len(), told.gone.len()), (1, 0, 0));
    assert!(!told.added[0].details.demo && told.added[0].details.area_m2.is_none());
    stored[0].details.demo = false;
    let told = plan(&[draft(2, None, "演示·甲商场", 0, None)], &edition(), &stored);
    assert!(told.changed.is_empty() && told.gone.is_empty() && told.added[0].details.demo, "nor the other way round");
    stored[0].key = Some(line("A"));
    let told = plan(&[draft(2, Some("A"), "演示·甲商场", 0, None)], &edition(), &stored);
    assert_eq!((told.added.len(), told.refused), (0, vec![(2, Refused::Mixed)]), "a key is given once in a list");
}

#[test]
fn a_duty_ends_with_the_venue_and_not_with_the_room() {
    let closed =
        [room(1, Stage::Closed, "演示·甲商场", 0, Some(20_000), None), room(2, Stage::Closed, "演示·甲商场", 0, None, None)];
    let told = duty(&[], &closed, &rule());
    assert!(told.len() == 1 && told[0].must == Must::Yes && told[0].rooms.is_empty(), "{told:?}");
    let mut ended = listed(1, "演示·乙商场", 0, Some(20_000.0), Tri::Yes);
    ended.ended = Some(Ended { on: edition().day, why: line("拆除") });
    ended.rooms = vec![id(3)];
    for (stage, venues) in
        [(Stage::Suspended, 0), (Stage::Closed, 0), (Stage::Building, 1), (Stage::Proposed, 1), (Stage::Open, 1)]
    {
        let rooms =
            [room(3, Stage::Suspended, "演示·乙商场", 0, Some(20_000), None), room(4, stage, "演示·乙商场", 0, None, None)];
        assert_eq!(duty(std::slice::from_ref(&ended), &rooms, &rule()).len(), venues, "{stage}");
    }
}

#[test]
fn where_a_street_is_missing_the_only_venue_of_a_name_is_meant() {
    let (here, nowhere) = (listed(1, "演示·甲商场", 0, None, Tri::Yes), listed(2, "演示·乙商场", 9, None, Tri::Yes));
    let second = listed(3, "演示·甲商场", 1, None, Tri::Yes);
    let drafts = [draft(2, None, "演示·甲商场", 9, None), draft(3, None, "演示·乙商场", 1, None)];
    let stored = [here.clone(), nowhere.clone()];
    let told = plan(&drafts, &edition(), &stored);
    assert_eq!((told.added.len(), told.same, told.refused.len(), told.gone.len()), (0, 1, 0, 0));
    assert_eq!(told.changed.iter().map(|change| change.fields.clone()).collect::<Vec<_>>(), [vec![Field::Street]]);
    let stored = [here, second];
    assert_eq!(plan(&drafts[..1], &edition(), &stored).refused, [(2, Refused::Several)]);

    let mut rooms = vec![room(1, Stage::Open, "演示·乙商场", 0, None, None), room(2, Stage::Open, "演示·乙商场", 0, None, None)];
    let told = duty(std::slice::from_ref(&nowhere), &rooms, &rule());
    assert_eq!(told.iter().map(|venue| (venue.listed.is_some(), venue.rooms.len())).collect::<Vec<_>>(), [(true, 2)]);
    let other = listed(4, "演示·乙商场", 1, None, Tri::Yes);
    assert_eq!(duty(&[nowhere.clone(), other], &rooms, &rule()).len(), 3, "of two venues it can be told of neither");
    rooms.push(room(3, Stage::Open, "演示·乙商场", 1, None, None));
    assert_eq!(duty(&[nowhere], &rooms, &rule()).len(), 3, "two streets have rooms of that name");
}

prop_compose! {
    fn some_room()(stage in 0..Stage::ALL.len(), kind in 0..Kind::ALL.len(), name in 0..NAMES.len(), of in 0..3_usize,
                   area in proptest::option::of(0..30_000_u32)) -> (usize, usize, usize, usize, Option<u32>) {
        (stage, kind, name, of, area)
    }
}

prop_compose! {
    fn some_venue()(name in 0..NAMES.len(), of in 0..3_usize, area in proptest::option::of(0.0..30_000.0), often in 0..3_usize,
                    ended in any::<bool>(), rooms in proptest::collection::vec(0..8_usize, 0..4),
                    refused in proptest::collection::vec(0..8_usize, 0..3)) -> (usize, usize, Option<f64>, usize, bool, Vec<usize>, Vec<usize>) {
        (name, of, area, often, ended, rooms, refused)
    }
}

proptest! {
    /// Each room that is not closed is counted in one venue and no more, whatever was linked; and rates are rates.
    #[test]
    fn a_room_is_never_counted_for_two_venues(
        some in proptest::collection::vec(some_room(), 0..8), venues in proptest::collection::vec(some_venue(), 0..6)
    ) {
        let rooms: Vec<Room> = some.iter().enumerate().map(|(number, (stage, kind, name, of, area))| {
            Room { kind: Kind::ALL[*kind], ..room(number, Stage::ALL[*stage], NAMES[*name], *of, *area, None) }
        }).collect();
        let listed: Vec<Listed> = venues.iter().enumerate().map(|(number, (name, of, area, often, ended, linked, refused))| {
            let venue = listed(number, NAMES[*name], *of, *area, Tri::ALL[*often]);
            let gone = ended.then(|| Ended { on: venue.details.source_day, why: line("停业") });
            Listed { ended: gone, rooms: linked.iter().map(|room| id(*room)).collect(), refused: refused.iter().map(|room| id(*room)).collect(), ..venue }
        }).collect();
        let told = duty(&listed, &rooms, &rule());
        let mut counted: Vec<RoomId> = told.iter().flat_map(|venue| venue.rooms.iter().map(|room| room.id)).collect();
        counted.sort();
        prop_assert!(counted.windows(2).all(|two| two[0] != two[1]));
        let any_ended = listed.iter().any(|venue| venue.ended.is_some());
        for room in &rooms {
            let is_counted = counted.contains(&room.id);
            // A room that is suspended is not counted where its venue has ended.
            prop_assert!(is_counted == (room.stage != Stage::Closed) || (!is_counted && any_ended && room.stage == Stage::Suspended));
        }
        prop_assert_eq!(told.iter().filter(|venue| venue.listed.is_some()).count(), listed.iter().filter(|venue| venue.ended.is_none()).count());
        let count = DutyCount::of(&told);
        for share in count.streets.values().chain(count.kinds.values()).chain([&count.whole]) {
            prop_assert!(share.have <= share.must && share.percent().is_none_or(|percent| percent <= 100));
        }
        let sum = |shares: Vec<&Share>| (shares.iter().map(|share| share.must).sum::<usize>(), shares.iter().map(|share| share.have).sum::<usize>());
        prop_assert_eq!(sum(count.streets.values().collect()), (count.whole.must, count.whole.have));
        prop_assert_eq!(sum(count.kinds.values().collect()), (count.whole.must, count.whole.have));
        for venue in &listed {
            for one in suggestions(venue, &listed, &rooms, 99) {
                prop_assert!(!venue.refused.contains(&one.room) && venue.ended.is_none());
                let linked = listed.iter().any(|other| other.ended.is_none() && other.rooms.contains(&one.room));
                prop_assert!(!linked, "what staff have said is not asked again");
            }
        }
    }

    /// What an edition changed, it does not change again.
    #[test]
    fn an_edition_that_is_brought_in_twice_changes_nothing_the_second_time(
        rows in proptest::collection::vec((proptest::option::of(0..4_usize), 0..NAMES.len(), 0..3_usize, proptest::option::of(0.0..30_000.0)), 0..8)
    ) {
        let keys = ["A", "B", "C", "D"];
        let drafts: Vec<Draft> = (2..).zip(&rows).map(|(row, (key, name, of, area))| draft(row, key.map(|key| keys[key]), NAMES[*name], *of, *area)).collect();
        let first = plan(&drafts, &edition(), &[]);
        prop_assert_eq!(first.added.len() + first.refused.len(), drafts.len());
        let stored: Vec<Listed> = first.added.iter().enumerate().map(|(number, added)| Listed {
            key: added.key.clone(), details: added.details.clone(), ..listed(number, "x", 0, None, Tri::Unknown)
        }).collect();
        let second = plan(&drafts, &edition(), &stored);
        prop_assert!(second.added.is_empty() && second.changed.is_empty() && second.gone.is_empty(), "{:?}", second);
        prop_assert_eq!(second.same, first.added.len());
    }

    /// A list with its column of streets and without it tells of the same venues.
    #[test]
    fn a_list_without_its_streets_adds_nothing_to_the_one_with_them(
        rows in proptest::collection::vec((proptest::option::of(0..4_usize), 0..NAMES.len(), 0..3_usize), 0..8)
    ) {
        let keys = ["A", "B", "C", "D"];
        let with: Vec<Draft> = (2..).zip(&rows).map(|(row, (key, name, of))| draft(row, key.map(|key| keys[key]), NAMES[*name], *of, None)).collect();
        let without: Vec<Draft> = with.iter().map(|draft| Draft { street: None, ..draft.clone() }).collect();
        for (one, other) in [(&with, &without), (&without, &with)] {
            let first = plan(one, &edition(), &[]);
            let stored: Vec<Listed> = first.added.iter().enumerate().map(|(number, added)| Listed {
                key: added.key.clone(), details: added.details.clone(), ..listed(number, "x", 0, None, Tri::Unknown)
            }).collect();
            let second = plan(other, &edition(), &stored);
            prop_assert!(second.added.is_empty(), "{:?}", second);
        }
    }
}
