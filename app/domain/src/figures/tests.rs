use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::code::{AreaCode, ClauseId, RoomCode, RoomId};
use crate::reports::Trouble;
use crate::stage::{Kind, Stage};
use crate::text::Line;
use crate::venue::VenueType;
use crate::words::Word;
use crate::{AreaClass, targets};

const ROOMS: usize = 5;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(number)
}

fn street(number: usize) -> Option<AreaCode> {
    [None, AreaCode::new("440307003000").ok(), AreaCode::new("440307015000").ok()][number % 3]
}

fn facts(stage: Stage, at: usize) -> RoomFacts {
    let class = [Some(AreaClass::A), None, Some(AreaClass::C)][at % 3];
    let venue = [VenueType::Mall, VenueType::Park][at % 2];
    let kind = if at == 7 { Kind::StaffOnly } else { Kind::Independent };
    RoomFacts { stage, kind, street: street(at), class, venue }
}

fn rooms() -> Vec<RoomLine> {
    let room = |number: usize| RoomLine {
        id: RoomId(Uuid::from_u128(number as u128 + 1)),
        code: RoomCode::new(&format!("LG-{number:04}")).unwrap(),
        name: Line::new("演示").unwrap(),
    };
    (0..ROOMS).map(room).collect()
}

fn version(room: u32, from: u64, until: NaiveDate, facts: RoomFacts) -> Version {
    Version { room, from: day(from), until, facts }
}

fn verdict(room: u32, visited: u64, from: u64, until: NaiveDate, passes: bool) -> Verdict {
    Verdict {
        inspection: Uuid::from_u128(u128::from(visited)),
        room,
        visited: day(visited),
        from: day(from),
        until,
        passes,
        total: None,
    }
}

fn codes(board: &Board<'_>, figure: Figure) -> Vec<u32> {
    let number = board.number(figure);
    number.rows.iter().map(|row| board.room(figure.subject(), *row).unwrap()).collect()
}

#[test]
fn a_median_is_a_day_that_was_taken_or_the_two_in_the_middle() {
    let of = |days: &[i64]| Median::of(days.to_vec()).map(|median| (median.lower, median.upper, median.of));
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[4]), Some((4, 4, 1)));
    assert_eq!(of(&[9, 1]), Some((1, 9, 2)));
    assert_eq!(of(&[9, 1, 3]), Some((3, 3, 3)));
    assert_eq!(of(&[9, 1, 3, 4]), Some((3, 4, 4)));
}

#[test]
fn a_visit_is_recent_for_exactly_a_year() {
    assert!(is_recent(day(0), day(0)) && is_recent(day(0), day(364)));
    assert!(!is_recent(day(0), day(365)) && !is_recent(day(1), day(0)));
}

#[test]
fn what_a_room_passes_by_is_its_latest_visit_as_it_was_known_on_that_day() {
    let open = |room| version(room, 0, NaiveDate::MAX, facts(Stage::Open, 0));
    let history = History {
        rooms: rooms(),
        versions: (0..4).map(open).collect(),
        verdicts: vec![
            // Room 0 fails until it was checked again on day 30.
            verdict(0, 10, 12, day(30), false),
            verdict(0, 10, 30, NaiveDate::MAX, true),
            // Room 1 passes, and fails at a later visit that was confirmed on day 40.
            verdict(1, 5, 6, NaiveDate::MAX, true),
            verdict(1, 20, 40, NaiveDate::MAX, false),
            // Room 2 was visited before, and that was confirmed late.
            verdict(2, 1, 50, NaiveDate::MAX, true),
        ],
        ..History::default()
    };
    let told = |on| {
        let board = Board::of(&history, Ask::of(day(0), day(on)));
        [Figure::RoomsPassing, Figure::RoomsFailing, Figure::RoomsUnchecked].map(|figure| codes(&board, figure))
    };
    assert_eq!(told(11), [vec![1], vec![], vec![0, 2, 3]]);
    assert_eq!(told(20), [vec![1], vec![0], vec![2, 3]]);
    assert_eq!(told(35), [vec![0, 1], vec![], vec![2, 3]]);
    assert_eq!(told(45), [vec![0], vec![1], vec![2, 3]]);
    assert_eq!(told(50), [vec![0, 2], vec![1], vec![3]]);
    assert_eq!(told(374), [vec![0], vec![1], vec![2, 3]], "the visit of room 2 is over a year ago");
    assert_eq!(told(385), [vec![], vec![], vec![0, 1, 2, 3]]);
    // Of a period, what was recorded by its end, or by a later day.
    let period = Ask::of(day(0), day(20));
    let visits = |ask| Board::of(&history, ask).number(Figure::Inspections).value;
    assert_eq!((visits(period), visits(Ask { known: day(60), ..period })), (2, 4));
}

#[test]
fn items_reports_and_payments_are_counted_in_their_days() {
    let item = |room, opened, due, ended| Item {
        id: Uuid::nil(),
        room,
        clause: ClauseId::new("2.01").unwrap(),
        opened: day(opened),
        due: day(due),
        ended,
        camera: room == 4,
    };
    let closing = |on, closed| Closing { on: day(on), closed };
    let case =
        |room, opened, closings| ReportCase { id: Uuid::nil(), room, trouble: Trouble::Dirty, opened: day(opened), closings };
    let paid =
        |room, fen, happened, recorded| Payment { id: Uuid::nil(), room, fen, happened: day(happened), recorded: day(recorded) };
    let history = History {
        rooms: rooms(),
        versions: (0..5).map(|room| version(room, 0, NaiveDate::MAX, facts(Stage::Open, room as usize))).collect(),
        items: vec![
            item(0, 2, 16, Some(Mended::Closed(day(8)))),
            item(1, 4, 4, Some(Mended::Superseded(day(9)))),
            item(2, 5, 19, Some(Mended::Closed(day(25)))),
            item(3, 30, 44, None),
            item(4, 5, 5, None),
        ],
        reports: vec![case(0, 3, vec![closing(6, true), closing(9, false), closing(20, true)]), case(1, 8, vec![])],
        payments: vec![paid(0, 500, 5, 6), paid(0, -200, 9, 9), paid(1, 70, 10, 21)],
        ..History::default()
    };
    let of = |since, on, figure| Board::of(&history, Ask::of(day(since), day(on))).number(figure);
    let open: Vec<_> = [4, 8, 9, 24, 25].map(|on| of(0, on, Figure::ItemsOpen).value).into();
    assert_eq!(open, [2, 2, 1, 1, 0]);
    assert_eq!([5, 19, 20].map(|on| of(0, on, Figure::ItemsOverdue).value), [1, 0, 1]);
    assert_eq!(of(3, 30, Figure::ItemsFound).value, 3);
    let mended = of(0, 25, Figure::ItemsMended);
    assert_eq!((mended.rows, mended.days), (vec![0, 2], Median::of(vec![6, 20])));
    let restricted = Ask { restricted: true, ..Ask::of(day(0), day(20)) };
    assert_eq!(Board::of(&history, restricted).number(Figure::ItemsOpen).value, 2, "with the camera's");
    assert_eq!([2, 5, 7, 10, 20].map(|on| of(0, on, Figure::ReportsOpen).value), [0, 1, 0, 2, 1]);
    assert_eq!(of(5, 8, Figure::ReportsClosed).rows, [0]);
    assert_eq!(of(5, 12, Figure::ReportsClosed).rows, [0_u32; 0], "taken up again");
    assert_eq!(of(5, 20, Figure::ReportsClosed).days, Median::of(vec![17]));
    assert_eq!([5, 6, 9, 20, 21].map(|on| of(0, on, Figure::Paid).value), [0, 500, 300, 300, 370]);
    let park = Narrow { venue: Some(VenueType::Park), ..Narrow::default() };
    let board = Board::of(&history, Ask { narrow: park, ..Ask::of(day(0), day(30)) });
    assert_eq!(codes(&board, Figure::ItemsFound), [1, 3]);
}

#[test]
fn two_days_differ_by_the_rooms_that_came_and_went() {
    let (open, closed) = (facts(Stage::Open, 0), facts(Stage::Closed, 0));
    let history = History {
        rooms: rooms(),
        versions: vec![
            version(0, 0, NaiveDate::MAX, open),
            version(1, 0, day(5), open),
            version(1, 5, NaiveDate::MAX, closed),
            version(2, 7, NaiveDate::MAX, open),
            // Another version of a room that was open all the time.
            version(3, 0, day(4), open),
            version(3, 4, NaiveDate::MAX, facts(Stage::Open, 1)),
            version(4, 0, day(6), open),
        ],
        ..History::default()
    };
    let [before, after] = [1, 9].map(|on| Board::of(&history, Ask::of(day(0), day(on))));
    let change = Change::of(Figure::RoomsOpen, &before, &after);
    let of = |rows: &[u32]| rows.iter().map(|row| history.versions[*row as usize].room).collect::<Vec<_>>();
    assert_eq!((change.before.value, change.after.value, change.difference()), (4, 3, -1));
    assert_eq!((of(&change.came), of(&change.went)), (vec![2], vec![1, 4]));
}

/// What happens to a room on a day: a stage and a place, or it is taken out.
type Step = (u64, usize, Option<(usize, usize)>);

/// A history out of steps in the order of their days.
fn recorded(steps: &[Step]) -> History {
    let mut history = History { rooms: rooms(), ..History::default() };
    for (on, room, change) in steps {
        let room = u32::try_from(*room).unwrap();
        if let Some(last) = history.versions.iter_mut().rev().find(|version| version.room == room) {
            last.until = last.until.min(day(*on));
        }
        if let Some((stage, at)) = change {
            history.versions.push(version(room, *on, NaiveDate::MAX, facts(Stage::ALL[*stage], *at)));
        }
    }
    history.versions.sort_by_key(|version| version.room);
    history
}

proptest! {
    /// The numbers of rooms on any day, closed and deleted ones too, are what a replay up to that day comes to.
    #[test]
    fn a_day_is_a_replay_of_the_steps_up_to_it(
        mut steps in proptest::collection::vec((0..40_u64, 0..ROOMS, proptest::option::weighted(0.85, (0..Stage::ALL.len(), 0..8_usize))), 0..40),
        asked in 0..45_u64,
    ) {
        steps.sort_by_key(|step| step.0);
        let history = recorded(&steps);
        let mut stood = BTreeMap::new();
        for (on, room, change) in &steps {
            if *on <= asked {
                match change {
                    Some((stage, at)) => stood.insert(*room, facts(Stage::ALL[*stage], *at)),
                    None => stood.remove(room),
                };
            }
        }
        for pick in [Pick::All, Pick::Without, Pick::Of(street(1).unwrap())] {
            let narrow = Narrow { street: pick, ..Narrow::default() };
            let board = Board::of(&history, Ask { narrow, ..Ask::of(day(0), day(asked)) });
            let expected = |wanted: &dyn Fn(Stage) -> bool| {
                let fits = |of: &RoomFacts| wanted(of.stage) && of.kind != Kind::StaffOnly && pick.takes(of.street);
                stood.iter().filter(|(_, of)| fits(of)).map(|(room, _)| u32::try_from(*room).unwrap()).collect::<Vec<_>>()
            };
            let open = expected(&|stage| targets::counts(stage, Kind::Independent));
            prop_assert_eq!(board.open_rooms(), open.len());
            prop_assert_eq!(history.open_rooms(&[day(0), day(asked), day(400)], &narrow)[1], open.len());
            prop_assert_eq!(&codes(&board, Figure::RoomsOpen), &open);
            prop_assert_eq!(codes(&board, Figure::RoomsUnchecked), open);
            prop_assert_eq!(codes(&board, Figure::RoomsSuspended), expected(&|stage| stage == Stage::Suspended));
            prop_assert_eq!(codes(&board, Figure::RoomsComing), expected(&Stage::is_planned));
            prop_assert_eq!(codes(&board, Figure::RoomsClosed), expected(&|stage| stage == Stage::Closed));
        }
    }

    /// Between two days nothing is lost: what was there, less what went, and what came, is what is there.
    #[test]
    fn a_change_adds_up(
        mut steps in proptest::collection::vec((0..40_u64, 0..ROOMS, proptest::option::weighted(0.85, (0..Stage::ALL.len(), 0..8_usize))), 0..40),
        days in (0..45_u64, 0..45_u64),
    ) {
        steps.sort_by_key(|step| step.0);
        let history = recorded(&steps);
        let [before, after] = [days.0, days.1].map(|on| Board::of(&history, Ask::of(day(0), day(on))));
        for figure in Figure::ALL.iter().filter(|figure| figure.subject() == Subject::Rooms) {
            let change = Change::of(*figure, &before, &after);
            let room = |row: &u32| history.versions[*row as usize].room;
            let mut kept: Vec<_> = change.before.rows.iter().filter(|row| !change.went.contains(row)).map(room).collect();
            kept.extend(change.came.iter().map(room));
            kept.sort_unstable();
            prop_assert_eq!(kept, change.after.rows.iter().map(room).collect::<Vec<_>>());
        }
    }
}
