//! Every store function, on both engines.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Line, RoomCode, RoomId, Stage};
use sqlx::types::Uuid;

use super::*;
use crate::audit;
use crate::testing::{both_engines, sample_rooms};

fn noon() -> DateTime<Utc> {
    "2026-11-24T04:00:00Z".parse().unwrap()
}

async fn filled(db: &Db) -> Vec<Stored> {
    let mut tx = db.begin().await.unwrap();
    insert_many(&mut tx, &sample_rooms(), noon()).await.unwrap();
    tx.commit().await.unwrap();
    list(db).await.unwrap()
}

#[tokio::test]
async fn rooms_come_back_as_they_were_put_in() {
    both_engines(|db| async move {
        let stored = filled(&db).await;
        let rooms: Vec<_> = stored.iter().map(|stored| stored.room.clone()).collect();
        assert_eq!(rooms, sample_rooms());
        assert!(stored.iter().all(|stored| stored.version == 1 && stored.since == noon()));
        assert_eq!(count(&db).await.unwrap(), 6);
        let second = RoomCode::new("LG-0002").unwrap();
        assert_eq!(find(&db, second).await.unwrap().unwrap().room.code, second);
        assert_eq!(find(&db, RoomCode::new("LG-9999").unwrap()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_change_keeps_the_version_it_replaces_for_any_day_asked() {
    both_engines(|db| async move {
        let old = filled(&db).await.remove(0);
        let mut new = old.room.clone();
        new.stage = Stage::Suspended;
        new.stage_note = Line::new("水管维修").ok();
        let later = noon() + TimeDelta::days(3);
        let mut tx = db.begin().await.unwrap();
        update(&mut tx, &old, &new, later).await.unwrap();
        tx.commit().await.unwrap();
        let now = find(&db, old.room.code).await.unwrap().unwrap();
        assert_eq!((now.version, now.since, &now.room), (2, later, &new));
        let before = as_of(&db, later - TimeDelta::seconds(1)).await.unwrap();
        assert_eq!(before.len(), 6);
        assert_eq!(before[0].room, old.room);
        assert_eq!(as_of(&db, later).await.unwrap()[0].room, new);
        assert_eq!(as_of(&db, noon() - TimeDelta::seconds(1)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_writers_is_told_so_and_nothing_is_lost() {
    both_engines(|db| async move {
        let old = filled(&db).await.remove(0);
        let mut first = old.room.clone();
        first.stage = Stage::Closed;
        let mut tx = db.begin().await.unwrap();
        update(&mut tx, &old, &first, noon() + TimeDelta::hours(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let second = update(&mut tx, &old, &old.room, noon() + TimeDelta::hours(2)).await;
        assert!(matches!(second, Err(StoreError::Outdated)));
        drop(tx);
        assert_eq!(find(&db, old.room.code).await.unwrap().unwrap().room, first);
    })
    .await;
}

#[tokio::test]
async fn a_code_or_a_source_key_is_taken_once() {
    both_engines(|db| async move {
        filled(&db).await;
        let mut room = sample_rooms().remove(0);
        room.id = RoomId(Uuid::from_u128(7));
        room.source_key = Line::new("7").ok();
        let mut tx = db.begin().await.unwrap();
        assert!(matches!(insert_many(&mut tx, &[room.clone()], noon()).await, Err(StoreError::CodeTaken)));
        drop(tx);
        room.code = RoomCode::new("LG-0100").unwrap();
        room.source_key = Line::new("1").ok();
        let mut tx = db.begin().await.unwrap();
        assert!(matches!(insert_many(&mut tx, &[room], noon()).await, Err(StoreError::SourceTaken)));
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_no_trace_and_no_version() {
    both_engines(|db| async move {
        let before = version(&db).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        insert_many(&mut tx, &sample_rooms(), noon()).await.unwrap();
        drop(tx);
        assert_eq!((count(&db).await.unwrap(), version(&db).await.unwrap()), (0, before));
        filled(&db).await;
        assert_eq!(version(&db).await.unwrap(), before + 1);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_sees_all_rooms() {
    both_engines(|db| async move {
        filled(&db).await;
        let mut tx = db.begin().await.unwrap();
        assert_eq!(list_in(&mut tx).await.unwrap().len(), 6);
    })
    .await;
}

#[tokio::test]
async fn the_audit_chain_holds_until_a_line_is_touched() {
    both_engines(|db| async move {
        for subject in ["甲", "乙", "丙"] {
            let detail = serde_json::json!({ "b": 1, "a": [subject, null, 1.5] });
            let entry = audit::Entry { at: noon(), actor: "test", action: "rooms.import", subject, detail };
            let mut tx = db.begin().await.unwrap();
            audit::append(&mut tx, &entry).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(3));
        on!(&db, pool => async { sqlx::query("update audit set subject = '丁' where seq = 2").execute(pool).await.map(|_| ()) })
            .unwrap();
        assert_eq!(audit::verify(&db).await.unwrap(), Err(2));
    })
    .await;
}
