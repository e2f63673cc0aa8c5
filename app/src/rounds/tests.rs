use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::rounds::{AssignmentState, Given, Purpose};
use domain::{Line, Role, Room, RoomId};
use uuid::Uuid;

use super::store::*;
use crate::accounts::{self, Person};
use crate::audit;
use crate::db::Db;
use crate::rooms;
use crate::testing::{both_engines, sample_rooms};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn chance() -> [u8; 32] {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

fn day() -> NaiveDate {
    now().date_naive()
}

async fn person(db: &Db, login: &str, role: Role) -> Person {
    let line = |text: &str| Line::new(text).unwrap();
    let person = Person::new(line("王小明（虚构）"), line(login), role, now(), chance);
    accounts::add(db, &person, "test", now(), chance).await.unwrap();
    person
}

/// Two experts, a planner, rooms, and a round that gives the first two rooms to both experts.
async fn round(db: &Db, twice: bool) -> (Person, Person, Person, Vec<Room>, Round) {
    let (a, b) = (person(db, "chen", Role::Expert).await, person(db, "wang", Role::LeadExpert).await);
    let staff = person(db, "li", Role::Staff).await;
    let rooms = sample_rooms();
    let mut tx = db.begin().await.unwrap();
    rooms::store::insert_many(&mut tx, &rooms, now()).await.unwrap();
    tx.commit().await.unwrap();
    let round = Round {
        id: accounts::new_id(now(), chance()),
        title: Line::new("2026 年检").unwrap(),
        purpose: Purpose::Yearly,
        about: String::new(),
        seed: Some("seed".to_owned()),
        pool: rooms.iter().map(|room| room.code).collect(),
        twice,
        due: day(),
        created: now(),
    };
    let mut given = vec![Given { room: rooms[0].id, expert: a.id, turn: 1 }, Given { room: rooms[1].id, expert: b.id, turn: 1 }];
    if twice {
        given.push(Given { room: rooms[0].id, expert: b.id, turn: 2 });
    }
    plan(db, &round, &given, &staff, chance).await.unwrap();
    (a, b, staff, rooms, round)
}

async fn fulfilled(db: &Db, assignment: Uuid, inspection: u128, room: RoomId, expert: Uuid) -> Result<(), NotFulfilled> {
    let mut tx = db.begin().await.unwrap();
    let done = fulfil(&mut tx, assignment, Uuid::from_u128(inspection), room, expert).await.unwrap();
    tx.commit().await.unwrap();
    done
}

#[tokio::test]
async fn a_round_is_planned_worked_off_and_counted() {
    both_engines(|db| async move {
        let (a, b, _, rooms, round) = round(&db, false).await;
        assert_eq!(find(&db, round.id).await.unwrap().unwrap(), round);
        let own = of_expert(&db, a.id).await.unwrap();
        assert_eq!((own.len(), own[0].room, own[0].due), (1, rooms[0].id, day()));
        assert_eq!(loads(&db).await.unwrap(), [(a.id, 1), (b.id, 1)].into());
        assert_eq!(fulfilled(&db, own[0].id, 1, rooms[0].id, b.id).await, Err(NotFulfilled::Foreign));
        assert_eq!(fulfilled(&db, own[0].id, 1, rooms[1].id, a.id).await, Err(NotFulfilled::Unknown), "another room");
        assert_eq!(fulfilled(&db, own[0].id, 1, rooms[0].id, a.id).await, Ok(()));
        assert_eq!(fulfilled(&db, own[0].id, 1, rooms[0].id, a.id).await, Ok(()), "the same again");
        assert_eq!(fulfilled(&db, own[0].id, 2, rooms[0].id, a.id).await, Err(NotFulfilled::Done));
        assert!(of_expert(&db, a.id).await.unwrap().is_empty());
        let tomorrow = day().checked_add_days(Days::new(1)).unwrap();
        let progress = list(&db, tomorrow).await.unwrap()[0].1;
        assert_eq!(progress, Progress { done: 1, open: 1, overdue: 1, cancelled: 0 });
        let mut tx = db.begin().await.unwrap();
        reopen(&mut tx, own[0].id, Uuid::from_u128(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(of_expert(&db, a.id).await.unwrap().len(), 1, "withdrawn: to be done again");
    })
    .await;
}

#[tokio::test]
async fn an_assignment_goes_to_somebody_else_or_is_cancelled_with_a_reason() {
    both_engines(|db| async move {
        let (a, b, staff, rooms, _) = round(&db, true).await;
        let give = async |of: &Assignment, to: Uuid, reason: &str| reassign(&db, of, to, reason, &staff, now()).await.unwrap();
        let of = of_expert(&db, a.id).await.unwrap().remove(0);
        assert_eq!(give(&of, b.id, " ").await, Err(Refused::NoReason));
        assert_eq!(give(&of, staff.id, "生病").await, Err(Refused::NoExpert));
        assert_eq!(give(&of, b.id, "生病").await, Err(Refused::Twice), "never the same person twice");
        let c = person(&db, "zhao", Role::Expert).await;
        assert_eq!(give(&of, c.id, "生病").await, Ok(()));
        assert!(matches!(reassign(&db, &of, c.id, "again", &staff, now()).await, Err(StoreError::Outdated)));
        let of = of_expert(&db, c.id).await.unwrap().remove(0);
        assert_eq!((of.note.as_str(), of.room), ("生病", rooms[0].id));
        cancel(&db, &of, "房间关了", &staff, now()).await.unwrap().unwrap();
        let of = assignment(&db, of.id).await.unwrap().unwrap();
        assert_eq!(of.state, AssignmentState::Cancelled);
        assert_eq!(cancel(&db, &of, "again", &staff, now()).await.unwrap(), Err(Refused::NotOpen));
        assert_eq!(fulfilled(&db, of.id, 1, rooms[0].id, c.id).await, Err(NotFulfilled::Cancelled));
        assert!(matches!(audit::verify(&db).await, Ok(Ok(_))));
    })
    .await;
}

#[tokio::test]
async fn the_other_half_of_a_double_inspection_is_known_and_waited_for() {
    both_engines(|db| async move {
        let (a, b, staff, rooms, _) = round(&db, true).await;
        let first = of_expert(&db, a.id).await.unwrap().remove(0);
        let second = of_expert(&db, b.id).await.unwrap().into_iter().find(|of| of.room == rooms[0].id).unwrap();
        assert_eq!(partner(&db, first.id).await.unwrap(), Some(Partner { expert: b.id, inspection: None }));
        assert_eq!(waiting(&db).await.unwrap().len(), 0);
        fulfilled(&db, first.id, 1, rooms[0].id, a.id).await.unwrap();
        assert_eq!(waiting(&db).await.unwrap(), [first.id].into());
        assert_eq!(partner(&db, second.id).await.unwrap().unwrap().inspection, Some(Uuid::from_u128(1)));
        cancel(&db, &second, "只要一次", &staff, now()).await.unwrap().unwrap();
        assert_eq!((partner(&db, first.id).await.unwrap(), waiting(&db).await.unwrap().len()), (None, 0));
    })
    .await;
}
