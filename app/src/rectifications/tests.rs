use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::rectification::{ItemState, ItemStep, RecheckWay, Severity};
use domain::score::{Answer, Answers, Sheet, Value, VenueFacts, score};
use domain::standard::{Part, PartKind, Standard, published};
use domain::{ClauseId, Line, Region, Role, RoomId};
use uuid::Uuid;

use super::store::*;
use super::{look, rechecks, suspended};
use crate::accounts::{Person, add};
use crate::audit;
use crate::db::{Db, on};
use crate::testing::{both_engines, region};

const ROOM: RoomId = RoomId(Uuid::from_u128(99));

fn at(days: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap() + TimeDelta::days(days)
}

fn here() -> Region {
    region()
}

fn standard() -> &'static Standard {
    &published().last().unwrap().standard
}

fn id(text: &str) -> ClauseId {
    ClauseId::new(text).unwrap()
}

async fn person(db: &Db, login: &str, role: Role) -> Person {
    let random = match login {
        "chen" => || [1; 32],
        "li" => || [2; 32],
        _ => || [3; 32],
    };
    let person = Person::new(Line::new("陈小红（虚构）").unwrap(), Line::new(login).unwrap(), role, at(0), random);
    add(db, &person, "test", at(0), random).await.unwrap();
    person
}

fn best(part: &Part) -> Option<Value> {
    let limit = part.limits().next();
    Some(match part.kind {
        PartKind::Flag => Value::Flag(part.passes),
        PartKind::Choice => Value::Word(standard().options(part).last()?.word.clone()),
        PartKind::Number | PartKind::Count => Value::Number(limit.map_or(21.0, |limit| limit.min.or(limit.max).unwrap_or(1.0))),
        PartKind::Date => Value::Word("2026-11-01".to_owned()),
        PartKind::Text => Value::Word("王小明（虚构）".to_owned()),
        PartKind::Computed => return None,
    })
}

fn passing(clause: &str) -> Answer {
    let clause = standard().clause(id(clause)).unwrap();
    Answer::Given(clause.parts.iter().filter_map(|part| Some((part.key.clone(), best(part)?))).collect())
}

/// A sheet of which everything passes but these clauses.
fn sheet(fails: &[(&str, Value)]) -> Sheet {
    let mut clauses: BTreeMap<ClauseId, Answer> =
        standard().clauses.iter().map(|clause| (clause.id, passing(clause.id.as_str()))).collect();
    for (clause, value) in fails {
        clauses.insert(id(clause), Answer::Given(BTreeMap::from([("value".to_owned(), value.clone())])));
    }
    Sheet {
        standard: standard().id.clone(),
        visited: "2026-11-20".parse().unwrap(),
        venue: VenueFacts::default(),
        answers: Answers { season: None, clauses },
        evidence: BTreeMap::default(),
    }
}

/// Confirms an inspection of the room that finds this.
async fn confirm(db: &Db, number: u128, revision: i64, expert: &Person, fails: &[(&str, Value)], now: DateTime<Utc>) {
    const SQL: &str = "insert into inspections (id, room, expert, state, sheet, remark, version, revision, changed) \
        values ($1, $2, $3, 'confirmed', '{}', '', 1, 1, $4) on conflict do nothing";
    let (inspection, sheet) = (Uuid::from_u128(number), sheet(fails));
    let report = score(standard(), &sheet.venue, &sheet.answers);
    let mut tx = db.begin().await.unwrap();
    on!(tx &mut tx, conn => async {
        sqlx::query(SQL).bind(inspection).bind(ROOM.0).bind(expert.id).bind(now).execute(conn).await.map(|_| ())
    })
    .unwrap();
    let of = Confirmation { inspection, revision, room: ROOM, visited: now.date_naive(), standard: standard(), report: &report };
    confirmed(&mut tx, &of, "li", now).await.unwrap();
    tx.commit().await.unwrap();
}

const BROKEN: fn() -> Value = || Value::Word("broken".to_owned());
const NO: fn() -> Value = || Value::Flag(false);

fn step(step: ItemStep) -> Move<'static> {
    Move { step, words: "换了新锁", photos: Vec::new(), answer: None, on_site: false }
}

fn pass(clause: &str) -> Move<'static> {
    Move { answer: Some(passing(clause)), on_site: true, ..step(ItemStep::Pass) }
}

async fn of(db: &Db, clause: &str) -> Item {
    open(db).await.unwrap().into_iter().find(|item| item.clause == id(clause)).unwrap()
}

#[tokio::test]
async fn from_found_to_closed_with_a_return_and_a_failed_re_check_on_the_way() {
    both_engines(|db| async move {
        let expert = person(&db, "chen", Role::Expert).await;
        confirm(&db, 1, 1, &expert, &[("3.01", BROKEN()), ("2.04", NO())], at(0)).await;
        let items = open(&db).await.unwrap();
        let told: Vec<_> = items.iter().map(|item| (item.clause.to_string(), item.severity, item.way, item.state)).collect();
        assert!(told.contains(&("3.01".to_owned(), Severity::Gate, RecheckWay::OnSite, ItemState::Open)), "{told:?}");
        assert!(told.contains(&("2.04".to_owned(), Severity::Fail, RecheckWay::Photo, ItemState::Open)), "{told:?}");
        assert_eq!(told.len(), 2);

        let item = of(&db, "3.01").await;
        assert!(
            matches!(take(&db, &item, step(ItemStep::SendBack), "li", at(0)).await, Err(StoreError::Outdated)),
            "nothing to send back"
        );
        for what in [ItemStep::Answer, ItemStep::SendBack, ItemStep::Answer, ItemStep::Fail, ItemStep::Answer] {
            take(&db, &of(&db, "3.01").await, step(what), "wang", at(0)).await.unwrap();
        }
        assert!(rechecks(&db).await.unwrap().is_empty());
        take(&db, &of(&db, "3.01").await, pass("3.01"), "chen", at(1)).await.unwrap();
        let closed = find(&db, item.id).await.unwrap().unwrap();
        assert_eq!(closed.state, ItemState::Closed);
        assert!(
            matches!(take(&db, &closed, step(ItemStep::Fail), "chen", at(1)).await, Err(StoreError::Outdated)),
            "closed is closed"
        );
        let told = events(&db, item.id).await.unwrap();
        assert_eq!(told.len(), 6);
        assert_eq!(told[5].answer, Some(passing("3.01")));
        let again = &rechecks(&db).await.unwrap()[&Uuid::from_u128(1)];
        assert_eq!((again.len(), again[0].clause, again[0].at), (1, id("3.01"), at(1)));
        assert!(matches!(audit::verify(&db).await, Ok(Ok(_))));
    })
    .await;
}

#[tokio::test]
async fn of_two_at_once_one_wins_and_the_other_is_told() {
    both_engines(|db| async move {
        let expert = person(&db, "chen", Role::Expert).await;
        confirm(&db, 1, 1, &expert, &[("3.01", BROKEN())], at(0)).await;
        let item = of(&db, "3.01").await;
        let (one, other) =
            tokio::join!(take(&db, &item, pass("3.01"), "chen", at(1)), take(&db, &item, step(ItemStep::Fail), "zhang", at(1)));
        assert_eq!([&one, &other].into_iter().filter(|done| done.is_ok()).count(), 1, "{one:?} {other:?}");
        assert!([one, other].into_iter().any(|done| matches!(done, Err(StoreError::Outdated))));
        assert_eq!(events(&db, item.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_later_inspection_takes_the_place_of_open_items_and_a_corrected_one_keeps_them() {
    both_engines(|db| async move {
        let expert = person(&db, "chen", Role::Expert).await;
        confirm(&db, 1, 1, &expert, &[("3.01", BROKEN()), ("2.04", NO()), ("3.09", BROKEN())], at(0)).await;
        take(&db, &of(&db, "3.09").await, pass("3.09"), "chen", at(1)).await.unwrap();
        take(&db, &of(&db, "3.01").await, step(ItemStep::Answer), "wang", at(1)).await.unwrap();
        // Corrected: 2.04 was right after all. What was checked again stays closed, what was answered stays answered.
        confirm(&db, 1, 2, &expert, &[("3.01", BROKEN()), ("3.09", BROKEN())], at(2)).await;
        let items = open(&db).await.unwrap();
        assert_eq!(items.iter().map(|item| (item.clause, item.state)).collect::<Vec<_>>(), [(id("3.01"), ItemState::Answered)]);
        let old = items[0].id;
        confirm(&db, 2, 1, &expert, &[("3.01", BROKEN())], at(3)).await;
        let items = open(&db).await.unwrap();
        assert_eq!(items.iter().map(|item| (item.clause, item.state)).collect::<Vec<_>>(), [(id("3.01"), ItemState::Open)]);
        let old = find(&db, old).await.unwrap().unwrap();
        assert_eq!((old.state, old.superseded), (ItemState::Superseded, Some(Uuid::from_u128(2))));
        assert_eq!(all(&db).await.unwrap().len(), 4, "nothing is lost");
    })
    .await;
}

#[tokio::test]
async fn a_gate_past_its_day_takes_the_room_out_once_and_mended_it_comes_back() {
    both_engines(|db| async move {
        let expert = person(&db, "chen", Role::Expert).await;
        confirm(&db, 1, 1, &expert, &[("3.01", BROKEN()), ("2.04", NO())], at(0)).await;
        assert!(!look(&db, &here(), at(0)).await.unwrap(), "not on the due day itself");
        let version = crate::rooms::store::version(&db).await.unwrap();
        let region = here();
        let (one, other) = tokio::join!(look(&db, &region, at(1)), look(&db, &region, at(1)));
        assert!(one.is_ok() || other.is_ok(), "{one:?} {other:?}");
        let told = suspended(&db).await.unwrap();
        assert_eq!((told.shut.len(), told.shut[&ROOM].clauses.clone(), told.shut[&ROOM].camera), (1, vec![id("3.01")], false));
        assert_eq!(crate::rooms::store::version(&db).await.unwrap(), version + 1, "told once");
        assert!(!look(&db, &here(), at(2)).await.unwrap(), "nothing more to do");

        assert!(look(&db, &here(), at(22)).await.unwrap(), "what is long overdue is put before the staff");
        assert!(!look(&db, &here(), at(22)).await.unwrap());
        assert!(open(&db).await.unwrap().iter().all(|item| item.escalated == Some(at(22))));
        let gate = of(&db, "3.01").await;
        assert_eq!(events(&db, gate.id).await.unwrap().last().map(|event| event.step), Some(ItemStep::Escalate));

        take(&db, &gate, pass("3.01"), "chen", at(23)).await.unwrap();
        assert!(look(&db, &here(), at(23)).await.unwrap());
        assert_eq!(suspended(&db).await.unwrap(), Suspensions::default());
        assert!(matches!(audit::verify(&db).await, Ok(Ok(_))));
    })
    .await;
}

#[tokio::test]
async fn a_camera_takes_the_room_out_at_once_and_staff_may_let_it_back_with_a_reason() {
    both_engines(|db| async move {
        let expert = person(&db, "chen", Role::Expert).await;
        confirm(&db, 1, 1, &expert, &[("3.03", Value::Flag(true))], at(0)).await;
        let told = suspended(&db).await.unwrap();
        assert!(told.shut[&ROOM].camera && told.let_back.is_empty());
        lift(&db, ROOM, "公安机关已查明并拆除", "li", at(1)).await.unwrap();
        assert!(matches!(lift(&db, ROOM, "again", "li", at(1)).await, Err(StoreError::Outdated)));
        assert!(!look(&db, &here(), at(3)).await.unwrap(), "not against the staff");
        let told = suspended(&db).await.unwrap();
        assert_eq!(told.let_back[&ROOM].reason.as_deref(), Some("公安机关已查明并拆除"));
        assert!(told.shut.is_empty());
        confirm(&db, 2, 1, &expert, &[("3.01", BROKEN())], at(4)).await;
        assert!(look(&db, &here(), at(5)).await.unwrap(), "a gate found later does");
        assert_eq!(now_suspended(&db).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn operators_see_their_rooms_alone_and_no_camera() {
    both_engines(|db| async move {
        let expert = person(&db, "chen", Role::Expert).await;
        let (wang, other) = (person(&db, "wang", Role::Operator).await, person(&db, "li", Role::Operator).await);
        confirm(&db, 1, 1, &expert, &[("3.01", BROKEN()), ("3.03", Value::Flag(true))], at(0)).await;
        for _ in 0..2 {
            give(&db, &wang, &[ROOM], "li", at(0)).await.unwrap();
        }
        let seen = of_operator(&db, wang.id).await.unwrap();
        assert_eq!(seen.iter().map(|item| item.clause).collect::<Vec<_>>(), [id("3.01")]);
        assert!(of_operator(&db, other.id).await.unwrap().is_empty() && !is_tied(&db, other.id, ROOM).await.unwrap());
        assert_eq!(ties(&db).await.unwrap(), [Tie { person: wang.id, room: ROOM }]);
        release(&db, &wang, ROOM, "li", at(1)).await.unwrap();
        release(&db, &wang, ROOM, "li", at(1)).await.unwrap();
        assert!(of_operator(&db, wang.id).await.unwrap().is_empty());
        let told = audit::search(&db, &audit::Filter { action: "operators.".to_owned(), ..audit::Filter::default() }, 9).await;
        assert_eq!(told.unwrap().len(), 2, "each once");
    })
    .await;
}
