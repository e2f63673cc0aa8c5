use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::awards::*;
use domain::standard::Standards;
use domain::{Bilingual, Line, RoomId, Stage};
use uuid::Uuid;

use super::store::*;
use crate::accounts::new_id;
use crate::audit;
use crate::db::{Db, on};
use crate::rooms::store::insert_many;
use crate::testing::{both_engines, sample_rooms};

const ROOM: RoomId = RoomId(Uuid::from_u128(7));
const EVIDENCE: Evidence = Evidence { kind: EvidenceKind::Inspection, id: Uuid::from_u128(9) };

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

fn stars() -> Scheme {
    let line = |text: &str| Line::new(text).unwrap();
    let both = |zh: &str| Bilingual { zh: line(zh), en: None };
    let terms = Terms {
        name: both("演示星级"),
        issuer: both("演示单位"),
        kind: SchemeKind::Stars,
        lowest: Level(3),
        highest: Level(5),
        months: 24,
        source: line("虚构文件 1 号"),
        band: None,
        fictional: true,
    };
    let id = new_id(now(), [1; 32]);
    Scheme { id, terms, retired: false, written_by: "li.staff".to_owned(), changed: now(), version: 0 }
}

/// The scheme, with two rooms that are open.
async fn entered(db: &Db) -> Scheme {
    let mut rooms = sample_rooms();
    (rooms[0].id, rooms[1].id) = (ROOM, RoomId(Uuid::from_u128(8)));
    let mut tx = db.begin().await.unwrap();
    insert_many(&mut tx, &rooms, now()).await.unwrap();
    tx.commit().await.unwrap();
    let scheme = stars();
    assert!(write(db, &scheme, now()).await.unwrap());
    find_scheme(db, scheme.id).await.unwrap().unwrap()
}

fn deed(step: AwardStep, by: &'static str, on: &str, level: u8) -> Deed<'static> {
    let on = day(on);
    Deed { step, by, on, words: "理由", level: Some(Level(level)), from: Some(on), evidence: Some(EVIDENCE) }
}

fn new(number: u8, on: &str) -> New<'static> {
    let deed = Deed { level: None, from: None, evidence: None, ..deed(AwardStep::Nominate, "li.staff", on, 3) };
    let id = new_id(now(), [number; 32]);
    let today = today().max(deed.on);
    New { id, room: ROOM, self_assessed: false, deed, paper: "", unfit: &[], today, now: now() }
}

fn taken(deed: Deed<'static>) -> Taken<'static> {
    Taken { deed, paper: "", band: Some("good"), unfit: &[], today: today().max(deed.on), read: now(), now: now() }
}

async fn go(db: &Db, scheme: &Scheme, id: Uuid, deed: Deed<'static>) -> Result<Award, NotTaken> {
    let kept = find(db, id).await.unwrap().unwrap();
    take(db, scheme, &kept, &taken(deed)).await.unwrap()
}

/// An award that was given with five stars on a day.
async fn given(db: &Db, scheme: &Scheme) -> Uuid {
    let new = new(2, "2026-03-01");
    nominate(db, scheme, &new).await.unwrap().unwrap();
    go(db, scheme, new.id, deed(AwardStep::Award, "wu.staff", "2026-03-05", 5)).await.unwrap();
    new.id
}

#[tokio::test]
async fn many_at_once_nominate_a_room_once_and_give_its_award_once() {
    both_engines(|db| async move {
        let scheme = entered(&db).await;
        let nominations = (1..=8).map(|number| {
            let (db, scheme) = (&db, &scheme);
            async move { nominate(db, scheme, &new(number, "2026-11-20")).await.unwrap() }
        });
        let nominated = futures::future::join_all(nominations).await;
        assert_eq!(nominated.iter().filter(|done| done.is_ok()).count(), 1, "{nominated:?}");
        assert_eq!(nominated.iter().filter(|done| **done == Err(NotTaken::Twice)).count(), 7, "{nominated:?}");
        let read = list(&db).await.unwrap().remove(0);
        let own = go(&db, &scheme, read.id, deed(AwardStep::Award, "li.staff", "2026-11-24", 4)).await;
        assert_eq!(own, Err(NotTaken::Refused(Refused::Own)));
        // All have read it as it stood before: one of them is first, the others are told.
        let clicks = (0..8).map(|_| {
            let (db, scheme, read) = (&db, &scheme, &read);
            async move { take(db, scheme, read, &taken(deed(AwardStep::Award, "wu.staff", "2026-11-24", 4))).await }
        });
        let clicks = futures::future::join_all(clicks).await;
        assert_eq!(clicks.iter().filter(|click| matches!(click, Ok(Ok(_)))).count(), 1, "{clicks:?}");
        assert_eq!(clicks.iter().filter(|click| matches!(click, Err(StoreError::Outdated))).count(), 7, "{clicks:?}");
        assert_eq!(nominate(&db, &scheme, &new(20, "2026-11-24")).await.unwrap(), Err(NotTaken::Twice), "it holds one");
        let steps: Vec<_> = events(&db, read.id).await.unwrap().iter().map(|event| event.step).collect();
        assert_eq!(steps, [AwardStep::Nominate, AwardStep::Award]);
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_room_that_is_gone_or_not_open_is_not_nominated() {
    both_engines(|db| async move {
        let scheme = entered(&db).await;
        let gone = New { room: RoomId(Uuid::from_u128(99)), ..new(2, "2026-11-20") };
        let suspended = New { room: sample_rooms()[3].id, ..new(3, "2026-11-20") };
        for (new, stage) in [(gone, Stage::Closed), (suspended, Stage::Suspended)] {
            let refused = Refused::Unfit(vec![Unfit::Stage(stage)]);
            assert_eq!(nominate(&db, &scheme, &new).await.unwrap(), Err(NotTaken::Refused(refused)));
        }
        assert_eq!(list(&db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_renewal_follows_the_award_before_it() {
    both_engines(|db| async move {
        let scheme = entered(&db).await;
        given(&db, &scheme).await;
        let renewal = new(3, "2027-12-05");
        assert_eq!(nominate(&db, &scheme, &new(4, "2027-12-04")).await.unwrap(), Err(NotTaken::Twice), "too early");
        nominate(&db, &scheme, &renewal).await.unwrap().unwrap();
        let again = deed(AwardStep::Award, "wu.staff", "2028-02-10", 4);
        let early = Deed { from: Some(day("2028-03-04")), ..again };
        assert_eq!(go(&db, &scheme, renewal.id, early).await, Err(NotTaken::Twice), "the last day of the former");
        let next = go(&db, &scheme, renewal.id, Deed { from: Some(day("2028-03-05")), ..again }).await.unwrap();
        assert_eq!(next.valid.unwrap().until, day("2030-03-04"));
    })
    .await;
}

#[tokio::test]
async fn every_step_is_kept_and_none_can_be_changed() {
    both_engines(|db| async move {
        let scheme = entered(&db).await;
        let id = given(&db, &scheme).await;
        let lower = |level| deed(AwardStep::Lower, "li.staff", "2026-06-01", level);
        assert_eq!(go(&db, &scheme, id, lower(5)).await, Err(NotTaken::Refused(Refused::Level)));
        go(&db, &scheme, id, lower(3)).await.unwrap();
        go(&db, &scheme, id, deed(AwardStep::Withdraw, "li.staff", "2026-09-01", 3)).await.unwrap();
        let again = go(&db, &scheme, id, deed(AwardStep::Keep, "li.staff", "2026-09-02", 3)).await;
        assert_eq!(again, Err(NotTaken::Refused(Refused::State)));
        let kept = events(&db, id).await.unwrap();
        let levels: Vec<_> = kept.iter().map(|event| event.level.map(|level| level.0)).collect();
        assert_eq!(levels, [None, Some(5), Some(3), None]);
        assert_eq!((kept[1].band.as_deref(), kept[1].evidence), (Some("good"), Some(EVIDENCE)));
        assert_eq!(all_events(&db).await.unwrap()[&id], kept);
        let steps: Vec<Done> = kept.iter().map(Event::done).collect();
        let level = |text: &str| stood(&steps, day(text)).and_then(|stood| stood.level).map(|level| level.0);
        assert_eq!(["2026-03-04", "2026-03-05", "2026-06-01"].map(level), [None, Some(5), Some(3)]);
        for sql in ["update award_steps set words = ''", "delete from award_steps"] {
            let done = on!(&db, pool => async { sqlx::query(sql).execute(pool).await.map(|_| ()) });
            assert!(done.is_err(), "{sql}");
        }
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_scheme_is_revised_with_its_versions_kept_and_not_made_another_once_it_is_used() {
    both_engines(|db| async move {
        let scheme = entered(&db).await;
        let id = given(&db, &scheme).await;
        let name = Bilingual { zh: Line::new("演示新名").unwrap(), en: None };
        let more = Scheme { terms: Terms { highest: Level(4), ..scheme.terms.clone() }, ..scheme.clone() };
        assert!(!write(&db, &more, now()).await.unwrap());
        let renamed = Scheme { terms: Terms { name: name.clone(), months: 36, ..scheme.terms.clone() }, ..scheme.clone() };
        assert!(write(&db, &renamed, now()).await.unwrap());
        assert!(matches!(write(&db, &renamed, now()).await, Err(StoreError::Outdated)), "it was read before");
        let current = find_scheme(&db, scheme.id).await.unwrap().unwrap();
        set_retired(&db, &current, true, "wu.staff", now()).await.unwrap();
        let told = revisions(&db, scheme.id).await.unwrap();
        let told: Vec<_> = told.iter().map(|one| (one.version, one.terms.months, one.retired)).collect();
        assert_eq!(told, [(1, 24, false), (2, 36, false), (3, 36, true)]);
        let retired = find_scheme(&db, scheme.id).await.unwrap().unwrap();
        let other = New { room: RoomId(Uuid::from_u128(8)), ..new(5, "2026-11-20") };
        assert_eq!(nominate(&db, &retired, &other).await.unwrap(), Err(NotTaken::Retired));
        let held = held(&db, &Standards::built_in(), &HashMap::new()).await.unwrap();
        assert_eq!(held[&ROOM][0].scheme, name, "what was given stays");
        assert_eq!(held[&ROOM][0].valid.until, day("2028-03-04"), "for as long as it was given");
        go(&db, &retired, id, deed(AwardStep::Withdraw, "li.staff", "2026-09-01", 3)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_happens_later_puts_an_award_in_question_until_somebody_decides() {
    const SQL: &str = "insert into suspensions (id, room, since, clauses, camera) values ($1, $2, $3, '[]', $4)";
    both_engines(|db| async move {
        let standards = Standards::built_in();
        let scheme = entered(&db).await;
        let id = given(&db, &scheme).await;
        let doubted = || async { held(&db, &standards, &HashMap::new()).await.unwrap()[&ROOM][0].in_question };
        assert!(!doubted().await);
        assert_eq!(to_judge(&db, &standards, today()).await.unwrap(), []);
        let since = now() + TimeDelta::minutes(1);
        on!(&db, pool => async {
            sqlx::query(SQL).bind(Uuid::from_u128(3)).bind(ROOM.0).bind(since).bind(false).execute(pool).await.map(|_| ())
        })
        .unwrap();
        assert!(doubted().await);
        let waits = ToJudge { id, room: ROOM, in_question: true, since };
        assert_eq!(to_judge(&db, &standards, today()).await.unwrap(), [waits]);
        assert_eq!(to_judge(&db, &standards, day("2028-03-05")).await.unwrap(), [], "it is over");
        let kept = find(&db, id).await.unwrap().unwrap();
        let keep = taken(deed(AwardStep::Keep, "wu.staff", "2026-11-24", 3));
        let keep = Taken { read: since + TimeDelta::minutes(1), now: since + TimeDelta::minutes(1), ..keep };
        take(&db, &scheme, &kept, &keep).await.unwrap().unwrap();
        assert!(!doubted().await, "somebody has looked and kept it");
        let step = "insert into room_steps (room, number, step, came_from, went_to, happened, note, paper, regardless, recorded_by, \
            recorded) values ($1, 1, 'close', 'open', 'closed', '2026-11-24', '', '', $2, 'li', $3)";
        on!(&db, pool => async {
            let row = sqlx::query(step).bind(ROOM.0).bind(false).bind(since + TimeDelta::minutes(2));
            row.execute(pool).await.map(|_| ())
        })
        .unwrap();
        assert!(doubted().await, "and something else happened");
        let next = new(6, "2026-11-20");
        let other = New { room: RoomId(Uuid::from_u128(8)), ..next };
        nominate(&db, &scheme, &other).await.unwrap().unwrap();
        let waits = to_judge(&db, &standards, today()).await.unwrap();
        let kinds: Vec<_> = waits.iter().map(|one| (one.room, one.in_question)).collect();
        assert!(kinds.contains(&(other.room, false)) && kinds.contains(&(ROOM, true)), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn an_open_gate_keeps_an_award_from_being_given() {
    const ITEM: &str = "insert into rectification_items \
        (id, room, inspection, clause, severity, way, camera, state, opened, days, changed, version) \
        select $1, $2, id, '1.01', 'gate', 'on_site', $3, 'open', $4, 7, $4, 1 from inspections";
    both_engines(|db| async move {
        let scheme = entered(&db).await;
        let new = new(2, "2026-03-01");
        nominate(&db, &scheme, &new).await.unwrap().unwrap();
        inspection(&db).await;
        on!(&db, pool => async {
            let row = sqlx::query(ITEM).bind(Uuid::from_u128(4)).bind(ROOM.0).bind(false).bind(now());
            row.execute(pool).await.map(|_| ())
        })
        .unwrap();
        let award = deed(AwardStep::Award, "wu.staff", "2026-03-05", 5);
        assert_eq!(go(&db, &scheme, new.id, award).await, Err(NotTaken::Gates));
        let back = go(&db, &scheme, new.id, deed(AwardStep::TakeBack, "li.staff", "2026-03-05", 5)).await;
        assert_eq!(back.map(|award| award.state), Ok(AwardState::TakenBack));
    })
    .await;
}

/// Some inspection, for rows that point at one.
async fn inspection(db: &Db) {
    const PERSON: &str = "insert into people (id, name, login, role, active, created, version) \
        values ($1, '虚构', 'chen', 'expert', $2, $3, 1)";
    const SQL: &str = "insert into inspections (id, room, expert, state, sheet, remark, version, revision, changed, guidance) \
        values ($1, $2, $3, 'draft', '{}', '', 1, 0, $4, $5)";
    let person = Uuid::from_u128(5);
    on!(db, pool => async {
        sqlx::query(PERSON).bind(person).bind(true).bind(now()).execute(pool).await?;
        let row = sqlx::query(SQL).bind(EVIDENCE.id).bind(ROOM.0).bind(person).bind(now()).bind(false);
        row.execute(pool).await.map(|_| ())
    })
    .unwrap();
}
