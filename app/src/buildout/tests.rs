use chrono::{DateTime, NaiveDate, Utc};
use domain::buildout::{StageStep, Taken};
use domain::{Line, Role, Room, Stage};

use super::store::*;
use crate::accounts::{Person, add};
use crate::audit;
use crate::db::Db;
use crate::rooms::store as rooms;
use crate::testing::{both_engines, sample_rooms};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn staff(db: &Db) -> Person {
    let line = |text: &str| Line::new(text).unwrap();
    let person = Person::new(line("李四（虚构）"), line("li.staff"), Role::Staff, now(), || [2; 32]);
    add(db, &person, "test", now(), || [3; 32]).await.unwrap();
    person
}

fn proposal() -> Proposal {
    let room = Room { source: None, source_key: None, ..sample_rooms()[0].clone() };
    Proposal { room, on: day("2026-11-01"), note: None, paper: None, due: Some(day("2026-12-31")) }
}

#[tokio::test]
async fn proposals_made_at_the_same_moment_get_codes_of_their_own() {
    both_engines(|db| async move {
        let (by, proposal) = (staff(&db).await, proposal());
        let mut tx = db.begin().await.unwrap();
        rooms::insert_many(&mut tx, &sample_rooms(), now()).await.unwrap();
        tx.commit().await.unwrap();
        let all = (0..4_u8).map(|number| propose(&db, &proposal, "LG", &by, now(), [number; 32]));
        let mut codes: Vec<String> =
            futures::future::join_all(all).await.into_iter().map(|code| code.unwrap().to_string()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["LG-0007", "LG-0008", "LG-0009", "LG-0010"]);
        assert_eq!(dues(&db).await.unwrap().len(), 4);
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(2 + 4));
    })
    .await;
}

#[tokio::test]
async fn a_step_is_recorded_once_and_the_room_stands_where_it_leads() {
    both_engines(|db| async move {
        let by = staff(&db).await;
        let code = propose(&db, &proposal(), "LG", &by, now(), [7; 32]).await.unwrap();
        let old = rooms::find(&db, code).await.unwrap().unwrap();
        assert_eq!(old.room.stage, Stage::Proposed);
        let taken = Taken { to: Stage::Closed, inspection: None, regardless: false };
        let why = Line::new("业主撤回").unwrap();
        let record_it = Record { step: StageStep::Close, on: day("2026-11-02"), note: Some(&why), paper: None, due: None };
        record(&db, &old, taken, &record_it, &by, now()).await.unwrap();
        let again = record(&db, &old, taken, &record_it, &by, now()).await;
        assert!(matches!(again, Err(StoreError::Rooms(rooms::StoreError::Outdated))), "{again:?}");
        let new = rooms::find(&db, code).await.unwrap().unwrap();
        assert_eq!((new.room.stage, new.room.stage_note.as_ref(), new.version), (Stage::Closed, Some(&why), 2));
        let steps = steps(&db, new.room.id).await.unwrap();
        let told: Vec<_> = steps.iter().map(|step| (step.what, step.from, step.to)).collect();
        let expected = [(StageStep::Propose, None, Stage::Proposed), (StageStep::Close, Some(Stage::Proposed), Stage::Closed)];
        assert_eq!(told, expected);
        assert_eq!(last_days(&db).await.unwrap().get(&new.room.id), Some(&day("2026-11-02")));
        assert!(dues(&db).await.unwrap().is_empty(), "what is closed is not to open");
        assert_eq!(rooms::as_of(&db, now()).await.unwrap().len(), 1);
    })
    .await;
}
