use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::figures::{Ask, Board, Figure, History, Subject};
use domain::score::{Answer, Answers, Building, Door, Season, Sheet, Value, VenueFacts};
use domain::standard::{Standard, Standards, published};
use domain::targets::Count;
use domain::{AreaCode, ClauseId, Line, Role, Room, RoomCode, RoomId, Stage, Word};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::Figures;
use crate::accounts::{Person, add};
use crate::audit;
use crate::db::{Db, on};
use crate::i18n::Lang;
use crate::inspections::{self, Past, certified, keep_past, sheet::take};
use crate::rooms::store as rooms;
use crate::testing::{both_engines, passing, region, sample_rooms};

fn at(days: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_796_090_400, 0).unwrap() + TimeDelta::days(days)
}

/// The local day of [`at`].
fn day(days: i64) -> NaiveDate {
    region().local(at(days)).date()
}

async fn history(db: &Db) -> Arc<History> {
    Figures::new(Arc::new(region())).history(db, &Standards::built_in()).await.unwrap()
}

fn codes(history: &History, on: NaiveDate, figure: Figure) -> Vec<RoomCode> {
    let board = Board::of(history, Ask::of(on, on));
    let rows = board.number(figure).rows;
    rows.iter().map(|row| history.rooms[board.room(figure.subject(), *row).unwrap() as usize].code).collect()
}

async fn fill(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    rooms::insert_many(&mut tx, &sample_rooms(), at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

/// Changes a room, or takes it out as if it had been deleted.
async fn change(db: &Db, code: RoomCode, change: Option<(Stage, AreaCode)>, now: DateTime<Utc>) {
    const KEEP: &str = "insert into room_history (id, code, source, source_key, version, since, doc, until) \
        select id, code, source, source_key, version, since, doc, $1 from rooms where id = $2";
    const REMOVE: &str = "delete from rooms where id = $1";
    let Some(old) = rooms::find(db, code).await.unwrap() else { return };
    let id = old.room.id.0;
    let mut tx = db.begin().await.unwrap();
    if let Some((stage, street)) = change {
        let new = Room { stage, street: Some(street), ..old.room.clone() };
        rooms::update(&mut tx, &old, &new, now).await.unwrap();
    } else {
        on!(tx &mut tx, conn => async { sqlx::query(KEEP).bind(now).bind(id).execute(conn).await.map(|_| ()) }).unwrap();
        on!(tx &mut tx, conn => async { sqlx::query(REMOVE).bind(id).execute(conn).await.map(|_| ()) }).unwrap();
        rooms::touched(&mut tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// On any day the rooms are those that the stored history gives of that day's end, closed and deleted ones too; changes at
/// the very moment in which a day ends are among the steps.
#[tokio::test]
async fn the_rooms_of_any_day_are_what_a_replay_of_the_store_comes_to() {
    let step = (0..6_usize, proptest::option::weighted(0.97, (0..Stage::ALL.len(), 0..2_usize)), 1..60_i64);
    let mut runner = TestRunner::deterministic();
    let steps = proptest::collection::vec(step, 50).new_tree(&mut runner).unwrap().current();
    let streets = ["440307015000", "440307014000"].map(|code| AreaCode::new(code).unwrap());
    both_engines(|db| {
        let steps = steps.clone();
        async move {
            fill(&db).await;
            let mut now = at(0);
            for (which, to, hours) in steps {
                now += TimeDelta::hours(hours);
                let to = to.map(|(stage, street)| (Stage::ALL[stage], streets[street]));
                change(&db, sample_rooms()[which].code, to, now).await;
            }
            let (history, region) = (history(&db).await, region());
            let (mut on, last) = (day(-1), region.local(now).date());
            let mut seen = std::collections::BTreeSet::new();
            while on <= last {
                let end = region.begin_of(on + Days::new(1)).unwrap();
                let stood: Vec<Room> = rooms::as_of(&db, end).await.unwrap().into_iter().map(|stored| stored.room).collect();
                let count = Count::of(2026, on, &stood, &[], end);
                let expected: Vec<RoomCode> = count.rooms.iter().map(|room| room.code).collect();
                assert_eq!(codes(&history, on, Figure::RoomsOpen), expected, "{on}");
                let closed = stood.iter().filter(|room| room.stage == Stage::Closed && room.code != sample_rooms()[5].code);
                assert_eq!(codes(&history, on, Figure::RoomsClosed).len(), closed.count(), "{on}");
                seen.insert(expected);
                on = on + Days::new(1);
            }
            assert!(seen.len() > 5, "the days differ");
            assert_eq!(history.began(), Some(day(0)));
        }
    })
    .await;
}

fn standard() -> &'static Standard {
    &published().last().unwrap().standard
}

/// A sheet on which everything passes, but that what is not there is told.
fn sheet(visited: NaiveDate, broken: bool) -> Sheet {
    let venue = VenueFacts {
        frequented: Some(true),
        floor_area_m2: Some(46_400.0),
        building: Some(Building::New),
        door: Some(Door::Hinged),
        glass_door: Some(true),
        ..VenueFacts::default()
    };
    let answers = Answers { season: Some(Season::Summer), ..Answers::default() };
    let mut sheet = Sheet { standard: standard().id.clone(), visited, venue, answers, evidence: BTreeMap::new() };
    for clause in &standard().clauses {
        take(standard(), clause, &passing(standard(), clause), &mut sheet, Lang::Zh).unwrap();
    }
    if broken {
        let answer = Answer::Given(BTreeMap::from([("value".to_owned(), Value::Word("broken".to_owned()))]));
        sheet.answers.clauses.insert(gate(), answer);
    }
    sheet
}

fn gate() -> ClauseId {
    ClauseId::new("3.01").unwrap()
}

async fn person(db: &Db, login: &str, role: Role) -> Person {
    let random = if login == "chen" { || [1; 32] } else { || [2; 32] };
    let person = Person::new(Line::new("陈小红（虚构）").unwrap(), Line::new(login).unwrap(), role, at(0), random);
    add(db, &person, "test", at(0), random).await.unwrap();
    person
}

/// The gate was checked again and passes.
async fn mend(db: &Db, now: DateTime<Utc>) {
    const ITEM: &str = "select id from rectification_items where clause = '3.01'";
    const EVENT: &str = "insert into rectification_events (item, number, at, actor, step, words, photos, answer, on_site) \
        values ($1, 1, $2, 'chen', 'pass', '', '[]', $3, true)";
    const CLOSE: &str = "update rectification_items set state = 'closed', changed = $1 where id = $2";
    let item: Uuid = on!(db, pool => sqlx::query_scalar(ITEM).fetch_one(pool)).unwrap();
    let answer = serde_json::to_string(sheet(day(0), false).answers.clauses.get(&gate()).unwrap()).unwrap();
    let mut tx = db.begin().await.unwrap();
    on!(tx &mut tx, conn => async { sqlx::query(EVENT).bind(item).bind(now).bind(&answer).execute(conn).await.map(|_| ()) })
        .unwrap();
    on!(tx &mut tx, conn => async { sqlx::query(CLOSE).bind(now).bind(item).execute(conn).await.map(|_| ()) }).unwrap();
    rooms::touched(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_inspection_says_what_it_said_then_and_today_what_the_registry_says() {
    both_engines(|db| async move {
        fill(&db).await;
        let (standards, rooms) = (Standards::built_in(), sample_rooms());
        let people = (person(&db, "chen", Role::Expert).await, person(&db, "li", Role::Staff).await);
        let keep = async |number: u128, room: RoomId, visited, broken, now| {
            let past = Past { id: Uuid::from_u128(number), room, sheet: sheet(day(visited), broken) };
            keep_past((&db, &standards), vec![past], (&people.0, &people.1), now).await.unwrap();
        };
        keep(1, rooms[0].id, 5, true, at(7)).await;
        keep(2, rooms[1].id, 6, false, at(20)).await;
        mend(&db, at(12)).await;
        let history = history(&db).await;
        let told = |on| [Figure::RoomsPassing, Figure::RoomsFailing].map(|figure| codes(&history, day(on), figure).len());
        assert_eq!([6, 7, 11, 12, 19, 20].map(told), [[0, 0], [0, 1], [0, 1], [1, 0], [1, 0], [2, 0]]);
        let item = |on| Board::of(&history, Ask::of(day(0), day(on))).number(Figure::ItemsMended).days.map(|days| days.lower);
        assert_eq!([item(11), item(12)], [None, Some(5)]);

        // The same as everybody sees today.
        let public = certified(&db, &standards).await.unwrap();
        let board = Board::of(&history, Ask::of(day(0), day(30)));
        let visits: Vec<_> = board.number(Figure::Inspections).rows.iter().map(|row| history.verdicts[*row as usize]).collect();
        assert_eq!(visits.len(), public.len());
        for verdict in visits {
            let certified = &public[&history.rooms[verdict.room as usize].id];
            assert_eq!((verdict.inspection, verdict.visited), (certified.inspection, certified.visited));
            assert_eq!((verdict.passes, verdict.total), (certified.report.passes, certified.report.total));
        }
        assert!(matches!(inspections::visits(&db, &standards).await, Ok(visits) if visits.len() == 2));
    })
    .await;
}

#[tokio::test]
async fn what_was_written_is_there_at_once_and_what_changes_no_figure_is_not_read_again() {
    both_engines(|db| async move {
        fill(&db).await;
        let figures = Figures::new(Arc::new(region()));
        let standards = Standards::built_in();
        let read = async || figures.history(&db, &standards).await.unwrap();
        assert_eq!(figures.last(), None);
        let first = read().await;
        assert!(Arc::ptr_eq(&first, &read().await));
        assert_eq!(codes(&first, day(3), Figure::RoomsOpen).len(), 4);
        let told = async |action: &str| {
            let mut tx = db.begin().await.unwrap();
            let detail = serde_json::json!({});
            audit::append(&mut tx, &audit::Entry { at: at(1), actor: "li", action, subject: "x", detail }).await.unwrap();
            tx.commit().await.unwrap();
        };
        told("people.sign_in").await;
        assert!(Arc::ptr_eq(&first, &read().await), "who signs in changes no figure");
        told("reports.receive").await;
        let second = read().await;
        assert!(!Arc::ptr_eq(&first, &second) && first == second);
        change(&db, sample_rooms()[0].code, None, at(2)).await;
        assert_eq!(codes(&read().await.clone(), day(3), Figure::RoomsOpen).len(), 3);
        assert_eq!(codes(&read().await.clone(), day(1), Figure::RoomsOpen).len(), 4, "as it stood before");
        // Of many who ask at once after a change, all see it.
        change(&db, sample_rooms()[1].code, Some((Stage::Closed, AreaCode::new("440307014000").unwrap())), at(2)).await;
        let all = futures::future::join_all((0..8).map(|_| figures.history(&db, &standards))).await;
        for history in all {
            assert_eq!(codes(&history.unwrap(), day(3), Figure::RoomsOpen).len(), 2);
        }
    })
    .await;
}

#[tokio::test]
async fn cases_and_payments_are_read_with_their_days() {
    const CASE: &str = "insert into report_cases (id, room, trouble, about, state, opened, day, last, changed, version) \
        values ($1, $2, 'dirty', '', 'accepted', $3, '2026-01-03', '2026-01-03', $3, 1)";
    const STEP: &str = "insert into report_events (case_id, number, at, actor, step, words) values ($1, $2, $3, 'li', $4, '')";
    const PROGRAMME: &str = "insert into programmes (id, title, source, fictional, terms, state, written_by, changed, version) \
        values ($1, '演示', '虚构', true, '{}', 'open', 'li', $2, 1)";
    const PAYMENT: &str = "insert into payments \
        (id, programme, room, milestone, amount, line, reached, state, proposed_by, changed, version) \
        values ($1, $2, $3, 'opened', 500, 1, '2026-01-02', 'paid', 'li', $4, 1)";
    const LINE: &str = "insert into ledger (programme, number, payment, amount, happened, paper, at, actor) \
        values ($1, 1, $2, 500, '2026-12-04', '凭', $3, 'li')";
    both_engines(|db| async move {
        fill(&db).await;
        let room = sample_rooms()[0].id.0;
        let id = Uuid::from_u128;
        let mut tx = db.begin().await.unwrap();
        on!(tx &mut tx, conn => async { sqlx::query(CASE).bind(id(1)).bind(room).bind(at(2)).execute(conn).await.map(|_| ()) })
            .unwrap();
        for (number, step, days) in [(1_i64, "accept", 3), (2, "resolve", 4), (3, "reopen", 6), (4, "dismiss", 9)] {
            on!(tx &mut tx, conn => async {
                sqlx::query(STEP).bind(id(1)).bind(number).bind(at(days)).bind(step).execute(conn).await.map(|_| ())
            })
            .unwrap();
        }
        on!(tx &mut tx, conn => async { sqlx::query(PROGRAMME).bind(id(2)).bind(at(2)).execute(conn).await.map(|_| ()) })
            .unwrap();
        on!(tx &mut tx, conn => async {
            sqlx::query(PAYMENT).bind(id(3)).bind(id(2)).bind(room).bind(at(2)).execute(conn).await.map(|_| ())
        })
        .unwrap();
        on!(tx &mut tx, conn => async { sqlx::query(LINE).bind(id(2)).bind(id(3)).bind(at(6)).execute(conn).await.map(|_| ()) })
            .unwrap();
        tx.commit().await.unwrap();
        let history = history(&db).await;
        let value = |on, figure| Board::of(&history, Ask::of(day(0), day(on))).number(figure).value;
        assert_eq!([1, 2, 4, 6, 9].map(|on| value(on, Figure::ReportsOpen)), [0, 1, 0, 1, 0]);
        assert_eq!([3, 4, 6, 9].map(|on| value(on, Figure::ReportsClosed)), [0, 1, 0, 1]);
        assert_eq!([5, 6].map(|on| value(on, Figure::Paid)), [0, 500], "by the end of the day on which it was recorded");
        assert_eq!(Figure::Paid.subject(), Subject::Payments);
        assert_eq!(Figure::from_word("paid"), Ok(Figure::Paid));
    })
    .await;
}
