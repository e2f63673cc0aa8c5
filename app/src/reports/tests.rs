use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::reports::{CaseState, CaseStep, Reference, Trouble};
use domain::{Digest, Facility, Fact, RoomId, Teller, Tri, Word};
use uuid::Uuid;

use super::store::*;
use crate::accounts::new_id;
use crate::audit;
use crate::db::Db;
use crate::rooms::store as rooms;
use crate::testing::{both_engines, sample_rooms};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn day() -> NaiveDate {
    now().date_naive()
}

async fn stock(db: &Db) -> RoomId {
    let mut tx = db.begin().await.unwrap();
    rooms::insert_many(&mut tx, &sample_rooms(), now()).await.unwrap();
    tx.commit().await.unwrap();
    sample_rooms()[0].id
}

fn report(number: u8, room: RoomId, trouble: Trouble) -> New<'static> {
    let (id, reference) = (new_id(now(), [number; 32]), Reference::random([number; 32]));
    New { id, reference, room, trouble, about: None, words: "", photos: &[], at_door: number % 2 == 1, day: day() }
}

#[tokio::test]
async fn the_same_thing_is_one_case_and_the_same_form_one_report() {
    both_engines(|db| async move {
        let room = stock(&db).await;
        let all: Vec<New> = (1..=6).map(|number| report(number, room, Trouble::Locked)).collect();
        let twice = all.iter().chain(&all).map(|new| take_in(&db, new, now()));
        let kept = futures::future::join_all(twice).await.into_iter().map(|kept| kept.unwrap().unwrap());
        let references: Vec<Reference> = kept.collect();
        assert_eq!(references[..6], references[6..], "the same form has the same reference");
        let cases = super::store::all(&db).await.unwrap();
        let [case] = &cases[..] else { unreachable!("{cases:?}") };
        assert_eq!((case.trouble, case.state, case.reports, case.at_door), (Trouble::Locked, CaseState::Received, 6, 3));
        for reference in &references {
            assert_eq!(of_reference(&db, reference).await.unwrap().map(|case| case.id), Some(case.id));
        }
        assert_eq!(of_reference(&db, &Reference::random([99; 32])).await.unwrap(), None);
        let other = New { words: "又坏了", ..report(1, room, Trouble::Locked) };
        assert_eq!(take_in(&db, &other, now()).await.unwrap(), None, "sent before, and says something else now");
        let told: Vec<_> = events(&db, case.id).await.unwrap().iter().map(|event| event.step).collect();
        assert_eq!(told[0], CaseStep::Receive);
        assert!(told.len() == 6 && told[1..].iter().all(|step| *step == CaseStep::Join), "{told:?}");
        let about = New { about: Some(Facility::Basin), ..report(7, room, Trouble::Broken) };
        take_in(&db, &about, now()).await.unwrap();
        take_in(&db, &New { about: None, ..report(8, room, Trouble::Broken) }, now()).await.unwrap();
        take_in(&db, &report(9, sample_rooms()[1].id, Trouble::Locked), now()).await.unwrap();
        assert_eq!(super::store::all(&db).await.unwrap().len(), 4, "another thing, or another room, is another case");
        assert_eq!(waiting(&db).await.unwrap(), Waiting { cases: 4, urgent: 0 });
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(9));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_public_before_triage_and_what_is_over_begins_anew() {
    both_engines(|db| async move {
        let room = stock(&db).await;
        let since = now() - TimeDelta::days(30);
        let first = take_in(&db, &report(1, room, Trouble::Intrusion), now()).await.unwrap().unwrap();
        assert_eq!(waiting(&db).await.unwrap(), Waiting { cases: 1, urgent: 1 });
        assert!(public(&db, since).await.unwrap().is_empty());
        let case = of_reference(&db, &first).await.unwrap().unwrap();
        let take = async |case: &Case, what, words| step(&db, case, what, words, "li.staff", (now(), day())).await;
        assert_eq!(take(&case, CaseStep::Resolve, "x").await.unwrap(), Err(Refused::State));
        assert_eq!(take(&case, CaseStep::Dismiss, "").await.unwrap(), Err(Refused::NoWords));
        assert_eq!(take(&case, CaseStep::Dismiss, "查无此事").await.unwrap(), Ok(()));
        assert!(matches!(take(&case, CaseStep::Accept, "").await, Err(StoreError::Outdated)), "as it was read before");
        assert!(public(&db, since).await.unwrap().is_empty(), "what is dismissed is not public");

        let again = take_in(&db, &report(2, room, Trouble::Intrusion), now()).await.unwrap().unwrap();
        let anew = of_reference(&db, &again).await.unwrap().unwrap();
        assert_ne!(anew.id, case.id, "what is over is not joined");
        let case = find(&db, case.id).await.unwrap().unwrap();
        assert_eq!(take(&case, CaseStep::Reopen, "另有证据").await.unwrap(), Err(Refused::Twice));
        assert_eq!(take(&anew, CaseStep::Accept, "").await.unwrap(), Ok(()));
        assert_eq!(public(&db, since).await.unwrap()[&room][0].over, None);
        let anew = find(&db, anew.id).await.unwrap().unwrap();
        assert_eq!(take(&anew, CaseStep::Resolve, "已报警，门锁已换").await.unwrap(), Ok(()));
        let told = &public(&db, since).await.unwrap()[&room];
        assert_eq!((told.len(), told[0].trouble, told[0].over), (1, Trouble::Intrusion, Some(now())));
        assert!(public(&db, now()).await.unwrap().is_empty(), "what ended long ago is not told any more");
        let case = find(&db, case.id).await.unwrap().unwrap();
        assert_eq!(take(&case, CaseStep::Reopen, "另有证据").await.unwrap(), Ok(()));
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_look_answers_only_what_it_can_have_seen() {
    both_engines(|db| async move {
        let room = stock(&db).await;
        for (number, trouble) in (1..).zip(Trouble::ALL) {
            let reference = take_in(&db, &report(number, room, *trouble), now()).await.unwrap().unwrap();
            let case = of_reference(&db, &reference).await.unwrap().unwrap();
            if *trouble != Trouble::Dirty {
                step(&db, &case, CaseStep::Accept, "", "li.staff", (now(), day())).await.unwrap().unwrap();
            }
        }
        let look = async |visited: &str| {
            let mut tx = db.begin().await.unwrap();
            let look = Look { room, inspection: Uuid::nil(), visited: visited.parse().unwrap(), open: false };
            // Without the inspection's own row the last write is refused: what would be changed is told by that.
            let done = inspected(&mut tx, look, "wang", now()).await;
            drop(tx);
            done
        };
        assert!(look("2026-11-23").await.is_ok(), "the day before: nothing is written");
        assert!(look("2026-11-24").await.is_err(), "that day: it is");
        let open = super::store::all(&db).await.unwrap().iter().filter(|case| case.state.is_open()).count();
        assert_eq!(open, Trouble::ALL.len());
    })
    .await;
}

#[tokio::test]
async fn what_parents_saw_becomes_a_fact_once_staff_take_it_over() {
    both_engines(|db| async move {
        let room = stock(&db).await;
        let facts = [(Facility::HotWater, false), (Facility::Cot, true)];
        let check_it = |number: u8, clean| Check {
            id: new_id(now(), [number; 32]),
            room,
            at_door: number % 2 == 1,
            clean,
            finding: None,
            facts: &facts[..usize::from(number).min(2)],
        };
        for number in [1, 3, 3] {
            assert!(check(&db, &check_it(number, Some(i64::from(number))), now()).await.unwrap());
        }
        let changed = check(&db, &check_it(3, Some(5)), now()).await.unwrap();
        assert!(!changed, "sent before, and says something else now");
        let told = seen(&db).await.unwrap();
        let of = |facility| *told[&room].iter().find(|seen| seen.facility == facility).unwrap();
        let hot = of(Facility::HotWater);
        assert_eq!((hot.yes, hot.no, hot.at_door), (0, 2, 2), "the same form twice counts once");
        assert_eq!((of(Facility::Cot).yes, of(Facility::Cot).at_door), (1, 1));
        let rating = ratings(&db, now() - TimeDelta::days(1)).await.unwrap()[&room];
        assert_eq!((rating.clean, rating.finding.1), ((2.0, 2), 0));
        check(&db, &check_it(4, Some(5)), now()).await.unwrap();
        let same = ratings(&db, now() - TimeDelta::days(1)).await.unwrap()[&room];
        assert_eq!(same, rating, "who did not stand at the door does not rate it");
        assert!(ratings(&db, now()).await.unwrap().is_empty());

        let old = rooms::of_id(&db, room).await.unwrap().unwrap();
        let fact = Fact { value: Tri::No, by: Some(Teller::Parent), on: Some(day()) };
        adopt(&db, &old, (Facility::HotWater, fact), hot.last, "li.staff", now()).await.unwrap();
        let twice = adopt(&db, &old, (Facility::HotWater, fact), hot.last, "li.staff", now()).await;
        assert!(matches!(twice, Err(StoreError::Rooms(rooms::StoreError::Outdated))), "{twice:?}");
        let new = rooms::of_id(&db, room).await.unwrap().unwrap();
        assert_eq!(new.room.facts.get(Facility::HotWater), fact);
        pass_over(&db, &new.room, Facility::Cot, hot.last, "li.staff", now()).await.unwrap();
        assert!(seen(&db).await.unwrap().is_empty());
        check(&db, &check_it(6, None), now() + TimeDelta::minutes(1)).await.unwrap();
        assert_eq!(seen(&db).await.unwrap()[&room].len(), 2, "what is said later is looked at again");
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_photograph_that_a_report_names_is_kept() {
    both_engines(|db| async move {
        let room = stock(&db).await;
        let named = [Digest::of(b"one"), Digest::of(b"two")];
        take_in(&db, &New { photos: &named, ..report(1, room, Trouble::Dirty) }, now()).await.unwrap();
        assert_eq!(photos(&db).await.unwrap(), named.into_iter().collect());
    })
    .await;
}

#[tokio::test]
async fn reports_steps_and_checks_at_once_do_not_wait_for_each_other() {
    both_engines(|db| async move {
        let room = stock(&db).await;
        let first = take_in(&db, &report(1, room, Trouble::Locked), now()).await.unwrap().unwrap();
        let case = of_reference(&db, &first).await.unwrap().unwrap();
        step(&db, &case, CaseStep::Accept, "", "li.staff", (now(), day())).await.unwrap().unwrap();
        for round in 0..6_u8 {
            let case = find(&db, case.id).await.unwrap().unwrap();
            let what = if case.state == CaseState::Accepted { CaseStep::Resolve } else { CaseStep::Reopen };
            let joins = (0..6).map(|number| {
                let (db, number) = (&db, 10 + round * 20 + number);
                async move { take_in(db, &report(number, room, Trouble::Dirty), now()).await.map(drop) }
            });
            let checks = (0..6).map(|number| {
                let (db, number) = (&db, 10 + round * 20 + number);
                async move {
                    let id = new_id(now(), [number; 32]);
                    let one = Check { id, room, at_door: true, clean: Some(3), finding: None, facts: &[(Facility::Cot, true)] };
                    check(db, &one, now()).await.map(drop)
                }
            });
            let steps = (0..3).map(|_| {
                let (db, case) = (&db, &case);
                async move {
                    match step(db, case, what, "又来", "li.staff", (now(), day())).await {
                        Err(StoreError::Outdated) | Ok(_) => Ok(()),
                        Err(error) => Err(error),
                    }
                }
            });
            let (joined, checked, stepped) = futures::join!(
                futures::future::join_all(joins),
                futures::future::join_all(checks),
                futures::future::join_all(steps)
            );
            for done in joined.into_iter().chain(checked).chain(stepped) {
                done.unwrap();
            }
        }
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}
