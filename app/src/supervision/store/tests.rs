use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use domain::reports::Reference;
use domain::supervision::{Campaign, Form, Question, Refused, Reply, Term};
use domain::{Line, Role, RoomId, Word};

use super::*;
use crate::accounts::{Person, new_id};
use crate::db::on;
use crate::testing::{both_engines, sample_rooms};

const AFFILIATED: &str = "insert into profiles (person, field, affiliations, home) values ($1, '', '[\"星河里\"]', null)";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

/// Eleven in the morning.
fn local() -> NaiveDateTime {
    today().and_hms_opt(11, 0, 0).unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn id(number: u8) -> Uuid {
    new_id(now(), [number; 32])
}

fn room(number: usize) -> RoomId {
    sample_rooms()[number].id
}

fn form(lock: Reply, clean: u8) -> Form {
    let reply = |question: &Question| (*question, if *question == Question::Lock { lock } else { Reply::Yes });
    Form::new(Question::ALL.iter().map(reply).collect(), Some(clean), None, "门口太暗").unwrap()
}

async fn person(db: &Db, login: &str, random: fn() -> [u8; 32]) -> Person {
    let line = |text: &str| Line::new(text).unwrap();
    let person = Person::new(line("周小云（虚构）"), line(login), Role::Supervisor, now(), random);
    accounts::add(db, &person, "test", now(), random).await.unwrap();
    person
}

/// Rooms, a campaign that runs, and two supervisors, of whom the first has a term.
async fn site(db: &Db) -> (Uuid, Person, Person) {
    let mut tx = db.begin().await.unwrap();
    rooms::store::insert_many(&mut tx, &sample_rooms(), now()).await.unwrap();
    tx.commit().await.unwrap();
    let (zhou, wu) = (person(db, "zhou", || [1; 32]).await, person(db, "wu", || [2; 32]).await);
    let campaign = Campaign {
        name: Line::new("社会评价（虚构）").unwrap(),
        first: today() - Days::new(20),
        last: today() + Days::new(20),
        wanted: 200,
        street: None,
        note: None,
        closed: false,
    };
    add_campaign(db, id(50), &campaign, "li", now()).await.unwrap();
    let term = Term::of_a_year(today() - Days::new(10));
    assert!(add_term(db, (zhou.id, "zhou"), Held { id: id(51), term }, "li", now()).await.unwrap());
    (id(50), zhou, wu)
}

fn sent(number: u8, campaign: Uuid, form: &Form) -> Sent<'_> {
    Sent { id: id(number), campaign, room: room(0), day: today(), hour: 10, form }
}

async fn told(db: &Db, sent: &Sent<'_>, by: &Person) -> Result<(), Not> {
    keep(db, sent, by, (now(), local())).await.unwrap()
}

#[tokio::test]
async fn of_forms_that_come_at_once_one_visit_is_kept() {
    both_engines(|db| async move {
        let (campaign, zhou, _) = site(&db).await;
        let form = form(Reply::Yes, 4);
        let (db, zhou, form) = (&db, &zhou, &form);
        let all = (0..6).map(|number| async move { told(db, &sent(number, campaign, form), zhou).await });
        let done = futures::future::join_all(all).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
        assert!(done.iter().all(|done| matches!(done, Ok(()) | Err(Not::Twice))), "{done:?}");
        let kept = of_campaign(db, campaign).await.unwrap();
        assert_eq!(kept.len(), 1);
        // The same form many times is one visit as well, and says so; with other words it is refused.
        let first = Sent { id: kept[0].id, ..sent(0, campaign, form) };
        let again = (0..4).map(|_| async { told(db, &first, zhou).await });
        assert_eq!(futures::future::join_all(again).await, [Ok(()), Ok(()), Ok(()), Ok(())]);
        assert_eq!(told(db, &Sent { hour: 9, ..first.clone() }, zhou).await, Err(Not::Changed));
        assert_eq!(of_person(db, zhou.id).await.unwrap(), kept);
        assert_eq!((kept[0].form.remark(), kept[0].form.clean(), kept[0].first_at), ("门口太暗", Some(4), now()));
        assert!(audit::verify(db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_the_rules_refuse_writes_nothing() {
    both_engines(|db| async move {
        let (campaign, zhou, wu) = site(&db).await;
        let form = form(Reply::Yes, 4);
        let right = sent(1, campaign, &form);
        let refused = |not| Err(Not::Refused(not));
        for (wrong, expected) in [
            (Sent { hour: 12, ..right.clone() }, refused(Refused::Future)),
            (Sent { day: today() + Days::new(1), ..right.clone() }, refused(Refused::Future)),
            (Sent { day: today() - Days::new(15), ..right.clone() }, refused(Refused::TooOld)),
            (Sent { day: today() - Days::new(11), ..right.clone() }, refused(Refused::NoTerm)),
            (Sent { campaign: Uuid::nil(), ..right.clone() }, Err(Not::Elsewhere)),
            (Sent { room: room(3), ..right.clone() }, Err(Not::Elsewhere)),
            (Sent { room: room(5), ..right.clone() }, Err(Not::Elsewhere)),
            (Sent { room: RoomId(Uuid::nil()), ..right.clone() }, Err(Not::Elsewhere)),
        ] {
            assert_eq!(told(&db, &wrong, &zhou).await, expected, "{wrong:?}");
        }
        assert_eq!(told(&db, &right, &wu).await, refused(Refused::NoTerm), "of nobody without a term");
        close(&db, campaign, "li", now()).await.unwrap();
        assert!(matches!(close(&db, campaign, "li", now()).await, Err(StoreError::Outdated)));
        assert_eq!(told(&db, &right, &zhou).await, refused(Refused::NotThen));
        reopen(&db, campaign, "li", now()).await.unwrap();
        on!(&db, pool => async { sqlx::query(AFFILIATED).bind(zhou.id).execute(pool).await.map(|_| ()) }).unwrap();
        assert!(matches!(told(&db, &right, &zhou).await, Err(Not::Conflict(_))), "a room of whom they belong to");
        assert_eq!(of_campaign(&db, campaign).await.unwrap(), []);
        assert_eq!(told(&db, &Sent { room: room(1), ..right }, &zhou).await, Ok(()));
    })
    .await;
}

#[tokio::test]
async fn a_correction_within_a_day_keeps_what_it_corrects() {
    both_engines(|db| async move {
        let (campaign, zhou, wu) = site(&db).await;
        let (wrong, right) = (form(Reply::No, 1), form(Reply::Yes, 5));
        told(&db, &sent(1, campaign, &wrong), &zhou).await.unwrap();
        let old = visit(&db, id(1)).await.unwrap().unwrap();
        let at = |hours: i64| (now() + TimeDelta::hours(hours), local() + TimeDelta::hours(hours));
        let late = correct(&db, &old, &sent(9, campaign, &right), &zhou, at(25)).await.unwrap();
        assert_eq!(late, Err(Not::Late));
        let foreign = correct(&db, &old, &sent(9, campaign, &right), &wu, at(1)).await;
        assert!(matches!(foreign, Err(StoreError::Outdated)), "of others' visits: {foreign:?}");
        // Two corrections at once: one is kept, the other is told.
        let both = [2, 3].map(|number| {
            let (db, old, zhou, right) = (&db, &old, &zhou, &right);
            async move { correct(db, old, &sent(number, campaign, right), zhou, at(1)).await }
        });
        let both = futures::future::join_all(both).await;
        assert_eq!(both.iter().filter(|done| matches!(done, Ok(Ok(())))).count(), 1, "{both:?}");
        assert!(both.iter().any(|done| matches!(done, Err(StoreError::Outdated))), "{both:?}");
        let kept = of_campaign(&db, campaign).await.unwrap();
        assert_eq!((kept.len(), kept[0].replaces, &kept[0].form), (1, Some(id(1)), &right));
        let before = visit(&db, id(1)).await.unwrap().unwrap();
        assert_eq!((&before.form, before.replaced), (&wrong, Some(now() + TimeDelta::hours(1))));
        // A correction of the correction counts from the first form.
        let again = correct(&db, &kept[0], &sent(4, campaign, &wrong), &zhou, at(24)).await.unwrap();
        assert_eq!(again, Ok(()));
        let last = &of_campaign(&db, campaign).await.unwrap()[0];
        assert_eq!(correct(&db, last, &sent(5, campaign, &right), &zhou, at(25)).await.unwrap(), Err(Not::Late));
        for sql in ["update supervision_visits set clean = 5", "delete from supervision_visits"] {
            let done = on!(&db, pool => async { sqlx::query(sql).execute(pool).await.map(|_| ()) });
            assert!(done.is_err(), "{sql}");
        }
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_was_told_late_is_corrected_within_a_day_all_the_same() {
    both_engines(|db| async move {
        let (campaign, _, wu) = site(&db).await;
        let term = Term::of_a_year(today() - Days::new(20));
        assert!(add_term(&db, (wu.id, "wu"), Held { id: id(60), term }, "li", now()).await.unwrap());
        let (wrong, right) = (form(Reply::No, 1), form(Reply::Yes, 5));
        let day = today() - Days::new(14);
        told(&db, &Sent { day, ..sent(1, campaign, &wrong) }, &wu).await.unwrap();
        let old = visit(&db, id(1)).await.unwrap().unwrap();
        let next = (now() + TimeDelta::hours(24), local() + TimeDelta::hours(24));
        let new = Sent { day, ..sent(2, campaign, &right) };
        let older = Sent { day: day - Days::new(1), ..new.clone() };
        assert_eq!(correct(&db, &old, &older, &wu, next).await.unwrap(), Err(Not::Refused(Refused::TooOld)));
        close(&db, campaign, "li", now()).await.unwrap();
        let other = Sent { day: day + Days::new(1), ..new.clone() };
        let refused = correct(&db, &old, &other, &wu, next).await.unwrap();
        assert_eq!(refused, Err(Not::Refused(Refused::NotThen)), "another day in a campaign that is closed");
        assert_eq!(correct(&db, &old, &new, &wu, next).await.unwrap(), Ok(()), "the same day");
        // Another day, and back to the first: as old as it was when it was first sent.
        reopen(&db, campaign, "li", now()).await.unwrap();
        let kept = visit(&db, id(2)).await.unwrap().unwrap();
        let other = Sent { id: id(3), ..other };
        assert_eq!(correct(&db, &kept, &other, &wu, next).await.unwrap(), Ok(()));
        let kept = visit(&db, id(3)).await.unwrap().unwrap();
        let back = Sent { id: id(4), ..new };
        assert_eq!(correct(&db, &kept, &back, &wu, next).await.unwrap(), Ok(()));
        let kept = visit(&db, id(4)).await.unwrap().unwrap();
        on!(&db, pool => async { sqlx::query(AFFILIATED).bind(wu.id).execute(pool).await.map(|_| ()) }).unwrap();
        let barred = correct(&db, &kept, &Sent { id: id(5), ..back }, &wu, next).await.unwrap();
        assert!(matches!(barred, Err(Not::Conflict(_))), "{barred:?}");
    })
    .await;
}

#[tokio::test]
async fn of_an_answer_one_report_is_noted_also_after_a_correction() {
    both_engines(|db| async move {
        let (campaign, zhou, _) = site(&db).await;
        let (first, second) = (form(Reply::No, 1), form(Reply::No, 2));
        told(&db, &sent(1, campaign, &first), &zhou).await.unwrap();
        let [made, other] = [[1; 32], [2; 32]].map(Reference::random);
        note_case(&db, (id(1), Question::Lock), &made, "li", now()).await.unwrap();
        let old = visit(&db, id(1)).await.unwrap().unwrap();
        correct(&db, &old, &sent(2, campaign, &second), &zhou, (now(), local())).await.unwrap().unwrap();
        note_case(&db, (id(2), Question::Lock), &other, "li", now()).await.unwrap();
        let noted = cases(&db, campaign).await.unwrap();
        let expected = Case { reference: made, by: "li".to_owned() };
        assert_eq!(noted.into_iter().collect::<Vec<_>>(), [((room(0), zhou.id, Question::Lock), expected)]);
        let outdated = note_case(&db, (id(1), Question::Buckle), &other, "li", now()).await;
        assert!(matches!(outdated, Err(StoreError::Outdated)), "{outdated:?}");
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn terms_do_not_overlap_and_end_early() {
    both_engines(|db| async move {
        let (campaign, zhou, wu) = site(&db).await;
        let (db, who) = (&db, (wu.id, "wu"));
        let held = |number: u8, first: NaiveDate| Held { id: id(number), term: Term::of_a_year(first) };
        let given = [60, 61].map(|number| async move { add_term(db, who, held(number, today()), "li", now()).await.unwrap() });
        let mut given = futures::future::join_all(given).await;
        given.sort_unstable();
        assert_eq!(given, [false, true], "of two that are given at once one is");
        let running = terms_of(db, wu.id).await.unwrap()[0];
        let next = held(62, running.term.last().succ_opt().unwrap());
        assert!(add_term(db, who, next, "li", now()).await.unwrap());
        end_term(db, who, next, End::Never, "li", now()).await.unwrap();
        end_term(db, who, running, End::On(today()), "li", now()).await.unwrap();
        let twice = end_term(db, who, running, End::On(today()), "li", now()).await;
        assert!(matches!(twice, Err(StoreError::Outdated)));
        assert_eq!(terms_of(db, wu.id).await.unwrap().iter().map(|held| held.term.last()).collect::<Vec<_>>(), [today()]);
        let form = form(Reply::Yes, 3);
        assert_eq!(told(db, &sent(1, campaign, &form), &wu).await, Ok(()), "its last day counts");
        let tomorrow = Sent { id: id(2), room: room(1), day: today() + Days::new(1), ..sent(2, campaign, &form) };
        let done = keep(db, &tomorrow, &wu, (now() + TimeDelta::days(1), local() + TimeDelta::days(1))).await.unwrap();
        assert_eq!(done, Err(Not::Refused(Refused::NoTerm)));
        assert_eq!(all_terms(db).await.unwrap().len(), 2);
        assert_eq!(
            (by_person(db).await.unwrap()[&wu.id].visits, by_person(db).await.unwrap().contains_key(&zhou.id)),
            (1, false)
        );
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_what_two_people_told_and_nothing_of_one_alone() {
    both_engines(|db| async move {
        let (campaign, zhou, wu) = site(&db).await;
        let term = Term::of_a_year(today());
        assert!(add_term(&db, (wu.id, "wu"), Held { id: id(60), term }, "li", now()).await.unwrap());
        let (good, bad) = (form(Reply::Yes, 5), form(Reply::No, 2));
        let before = rooms::store::version(&db).await.unwrap();
        told(&db, &sent(1, campaign, &good), &zhou).await.unwrap();
        assert!(rooms::store::version(&db).await.unwrap() > before, "the snapshot follows");
        assert!(impressions(&db, today()).await.unwrap().is_empty());
        let other = Campaign {
            name: Line::new("又一次（虚构）").unwrap(),
            ..super::campaign(&db, campaign).await.unwrap().unwrap().campaign
        };
        add_campaign(&db, id(52), &other, "li", now()).await.unwrap();
        told(&db, &sent(4, id(52), &good), &zhou).await.unwrap();
        assert!(impressions(&db, today()).await.unwrap().is_empty(), "two visits of one person");
        told(&db, &sent(2, campaign, &bad), &wu).await.unwrap();
        let shown = impressions(&db, today()).await.unwrap();
        let summary = &shown[&room(0)];
        let lock = summary.questions().find(|(question, _)| *question == Question::Lock).unwrap().1;
        assert_eq!((shown.len(), summary.visits, summary.people), (1, 3, 2));
        assert_eq!((lock.yes, lock.no), (2, 1));
        assert_eq!(summary.clean.map(|clean| (clean.lower, clean.of)), Some((5, 3)));
        assert!(impressions(&db, today() + Days::new(1)).await.unwrap().is_empty(), "older ones do not count");
        // What was corrected counts once, as it was corrected.
        let old = visit(&db, id(2)).await.unwrap().unwrap();
        correct(&db, &old, &sent(3, campaign, &good), &wu, (now(), local())).await.unwrap().unwrap();
        let summary = &impressions(&db, today()).await.unwrap()[&room(0)];
        assert_eq!((summary.visits, summary.clean.map(|clean| clean.lower)), (3, Some(5)));
        let counts = by_campaign(&db).await.unwrap();
        assert_eq!((counts[&campaign].visits, counts[&campaign].rooms, counts[&campaign].last), (2, 1, Some(today())));
    })
    .await;
}
