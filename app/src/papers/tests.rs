use chrono::{DateTime, Utc};
use domain::{Digest, PaperFormat};
use uuid::Uuid;

use super::store::*;
use crate::accounts::new_id;
use crate::audit;
use crate::db::Db;
use crate::testing::both_engines;

const ROOM: Uuid = Uuid::from_u128(7);

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn paper(number: u8, content: &[u8]) -> Paper {
    Paper {
        id: new_id(now(), [number; 32]),
        of: PaperOf::Step,
        number: 1,
        called: "LG-0001".to_owned(),
        digest: Digest::of(content),
        name: "批复（虚构）.pdf".to_owned(),
        format: PaperFormat::Pdf,
        bytes: i64::try_from(content.len()).unwrap(),
        added_by: "li.staff".to_owned(),
        added: now(),
        removed: None,
    }
}

fn to(number: i64) -> Subject<'static> {
    Subject { of: PaperOf::Step, owner: ROOM, number, called: "LG-0001" }
}

async fn kept(db: &Db) -> Vec<Paper> {
    of(db, PaperOf::Step, ROOM).await.unwrap()
}

#[tokio::test]
async fn the_same_file_of_a_step_is_one_document() {
    both_engines(|db| async move {
        let (one, other) = (paper(1, b"a"), paper(2, b"b"));
        assert!(insert(&db, to(1), &one).await.unwrap());
        assert!(!insert(&db, to(1), &paper(3, b"a")).await.unwrap(), "sent twice");
        assert!(insert(&db, to(1), &other).await.unwrap());
        assert!(insert(&db, to(2), &paper(4, b"a")).await.unwrap(), "another step may rest on it too");
        let all = kept(&db).await;
        assert_eq!(
            all.iter().map(|paper| (paper.id, paper.number)).collect::<Vec<_>>(),
            [(one.id, 1), (other.id, 1), (new_id(now(), [4; 32]), 2)]
        );
        assert_eq!(all[0], one);
        assert_eq!(of(&db, PaperOf::Payment, ROOM).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_away_stays_as_a_line_and_may_come_again() {
    both_engines(|db| async move {
        let one = paper(1, b"a");
        assert!(insert(&db, to(1), &one).await.unwrap());
        let twice = futures::future::join(remove(&db, &one, "li", "传错", now()), remove(&db, &one, "wu", "传错", now())).await;
        assert_eq!([twice.0.unwrap(), twice.1.unwrap()].iter().filter(|done| **done).count(), 1, "two at once");
        assert!(insert(&db, to(1), &paper(2, b"a")).await.unwrap(), "the right one after all");
        let all = kept(&db).await;
        assert_eq!(all.iter().map(|paper| paper.removed.is_some()).collect::<Vec<_>>(), [true, false]);
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(3));
    })
    .await;
}
