use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::RoomId;
use domain::care::{MOST_A_DAY, Task};
use uuid::Uuid;

use super::*;
use crate::accounts::new_id;
use crate::testing::both_engines;

const ROOM: RoomId = RoomId(Uuid::from_u128(7));

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

fn id(number: u8) -> Uuid {
    new_id(now(), [number; 32])
}

fn new(number: u8, card: Option<Uuid>) -> New<'static> {
    let tasks = &[Task::Cleaned, Task::Aired];
    New { id: id(number), room: ROOM, card, day: today(), tasks, sign: "A", report: "", photos: &[] }
}

async fn record(db: &Db, new: &New<'_>) -> Done {
    keep(db, new, None, (now(), today())).await.unwrap()
}

async fn card(db: &Db, number: u8) -> Uuid {
    make_card(db, ROOM, (id(number), None), "wang", (now(), today())).await.unwrap();
    id(number)
}

#[tokio::test]
async fn a_form_that_comes_many_times_at_once_is_one_entry() {
    both_engines(|db| async move {
        let card = card(&db, 1).await;
        let sent = (0..8).map(|_| {
            let db = &db;
            async move { record(db, &new(2, Some(card))).await }
        });
        assert_eq!(futures::future::join_all(sent).await, [Done::Kept; 8]);
        let lines = entries(&db, ROOM, today()).await.unwrap();
        assert_eq!((lines.len(), lines[0].by_card, lines[0].late), (1, true, false));
        let other = New { tasks: &[Task::Aired], ..new(2, Some(card)) };
        assert_eq!(record(&db, &other).await, Done::Changed);
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_renewed_or_ended_stops_at_once() {
    both_engines(|db| async move {
        let first = card(&db, 1).await;
        // Two operators renew the same card at once: one of them does, the other is told.
        let renewed = [2, 3].map(|number| {
            let db = &db;
            async move { make_card(db, ROOM, (id(number), Some(first)), "wang", (now(), today())).await }
        });
        let renewed = futures::future::join_all(renewed).await;
        assert_eq!(renewed.iter().filter(|done| done.is_ok()).count(), 1, "{renewed:?}");
        assert!(renewed.iter().any(|done| matches!(done, Err(StoreError::Outdated))));
        let second = live_card(&db, ROOM).await.unwrap().unwrap().id;
        assert_eq!(record(&db, &new(10, Some(first))).await, Done::NoCard);
        assert_eq!(record(&db, &new(10, Some(second))).await, Done::Kept);
        end_card(&db, ROOM, second, "wang", now()).await.unwrap();
        assert_eq!(live_card(&db, ROOM).await.unwrap(), None);
        assert_eq!(record(&db, &new(11, Some(second))).await, Done::NoCard);
        assert_eq!(record(&db, &new(10, Some(second))).await, Done::Kept, "what was kept is kept, also when sent again");
        assert_eq!(entries(&db, ROOM, today()).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_book_follows_entry_by_entry_and_late_or_struck_ones_do_not_count() {
    both_engines(|db| async move {
        let empty = Book::default();
        assert!(follow(&db, &empty).await.unwrap().is_none());
        let card = card(&db, 1).await;
        let begun = follow(&db, &empty).await.unwrap().unwrap();
        assert_eq!(begun.of(ROOM).map(|care| (care.since, care.days.len(), care.last)), Some((today(), 0, None)));
        let yesterday = today() - Days::new(1);
        let late = New { day: yesterday, card: None, ..new(4, None) };
        assert_eq!(keep(&db, &late, Some("wang"), (now(), today())).await.unwrap(), Done::Kept);
        let aired = New { tasks: &[Task::Aired], ..new(5, Some(card)) };
        assert_eq!(record(&db, &aired).await, Done::Kept);
        let none = follow(&db, &begun).await.unwrap().unwrap();
        assert!(none.of(ROOM).unwrap().days.is_empty(), "later, or without cleaning");
        assert_eq!(record(&db, &new(6, Some(card))).await, Done::Kept);
        let kept = follow(&db, &none).await.unwrap().unwrap();
        assert_eq!(kept.of(ROOM).map(|care| (care.last, care.days.contains(&today()))), Some((Some(now()), true)));
        assert!(follow(&db, &kept).await.unwrap().is_none(), "nothing new");
        strike(&db, (ROOM, id(6)), "误填", "wang", now()).await.unwrap();
        let twice = strike(&db, (ROOM, id(6)), "误填", "wang", now()).await;
        assert!(matches!(twice, Err(StoreError::Outdated)));
        assert!(follow(&db, &kept).await.unwrap().unwrap().of(ROOM).unwrap().days.is_empty());
        let lines = entries(&db, ROOM, yesterday).await.unwrap();
        let struck = lines.iter().find(|line| line.id == id(6)).unwrap();
        assert_eq!(struck.struck, Some(("wang".to_owned(), "误填".to_owned())));
        assert!(lines.iter().any(|line| line.late && line.day == yesterday));
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn entries_are_not_changed_and_a_day_has_an_end_of_them() {
    both_engines(|db| async move {
        let card = card(&db, 1).await;
        for number in 0..u8::try_from(MOST_A_DAY).unwrap() {
            assert_eq!(record(&db, &new(10 + number, Some(card))).await, Done::Kept);
        }
        assert_eq!(record(&db, &new(9, Some(card))).await, Done::TooMany);
        for sql in ["update care_entries set day = '2020-01-01'", "delete from care_entries"] {
            let done = on!(&db, pool => async { sqlx::query(sql).execute(pool).await.map(|_| ()) });
            assert!(done.is_err(), "{sql}");
        }
        set_signs(&db, ROOM, &["A".to_owned()], "wang", (now(), today())).await.unwrap();
        assert_eq!(kept(&db, ROOM).await.unwrap().map(|kept| kept.signs), Some(vec!["A".to_owned()]));
    })
    .await;
}
