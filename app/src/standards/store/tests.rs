use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::standard::{Obstacle, Standards};
use uuid::Uuid;

use super::*;
use crate::audit;
use crate::db::{Db, on};
use crate::rooms::store::version as registry_version;
use crate::testing::both_engines;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn today() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

/// A draft like the newest version, with an id and a first day of its own.
fn like_the_newest(id: &str, valid_from: &str) -> Draft {
    let text = domain::standard::published()[1].text.replacen("longgang-2025-04-01", id, 1);
    let text = text.replacen("valid_from = \"2025-04-01\"", &format!("valid_from = \"{valid_from}\""), 1);
    let number = id.bytes().fold(0, |sum: u128, byte| sum.wrapping_mul(256) + u128::from(byte));
    Draft { id: Uuid::from_u128(number), name: id.to_owned(), text, editor: "li".to_owned(), version: 1, changed: now() }
}

async fn read(db: &Db) -> Arc<Standards> {
    published(db, &Standards::built_in()).await.unwrap()
}

#[tokio::test]
async fn a_draft_is_published_by_somebody_else_and_then_stays_as_it_is() {
    both_engines(|db| async move {
        let draft = like_the_newest("longgang-2027", "2027-01-01");
        start(&db, &draft).await.unwrap();
        assert_eq!(super::draft(&db, draft.id).await.unwrap().as_ref(), Some(&draft));
        let go = async |note: &str, by: &str| publish(&db, &draft, note, by, today(), now()).await.unwrap();
        assert_eq!(go("更严的门宽", "li").await, Err(Refused::OwnEdit));
        assert_eq!(go(" ", "wang").await, Err(Refused::NoNote));
        assert!(read(&db).await.version("longgang-2027").is_none());
        let before = registry_version(&db).await.unwrap();
        assert_eq!(go("更严的门宽", "wang").await, Ok(()));
        assert_eq!(registry_version(&db).await.unwrap(), before + 1, "other processes learn of it");
        let standards = read(&db).await;
        assert_eq!(standards.version("longgang-2027").map(|version| &*version.text), Some(&*draft.text));
        assert!(super::draft(&db, draft.id).await.unwrap().is_none());
        let again = published(&db, &standards).await.unwrap();
        assert!(Arc::ptr_eq(again.version("longgang-2027").unwrap(), standards.version("longgang-2027").unwrap()));
        for change in ["update standard_versions set text = 'x'", "delete from standard_versions"] {
            let refused = on!(&db, pool => async { sqlx::query(change).execute(pool).await.map(|_| ()) });
            assert!(refused.unwrap_err().to_string().contains("a published version"), "{change}");
        }
        assert!(matches!(audit::verify(&db).await, Ok(Ok(2))));
    })
    .await;
}

#[tokio::test]
async fn a_text_without_its_digest_is_no_version() {
    const SQL: &str = "insert into standard_versions (name, digest, text, note, publisher, published) \
        values ($1, $2, $3, '', '', $4)";
    both_engines(|db| async move {
        let draft = like_the_newest("longgang-2027", "2027-01-01");
        on!(&db, pool => async {
            sqlx::query(SQL).bind(&draft.name).bind("0".repeat(64)).bind(&draft.text).bind(now()).execute(pool).await.map(|_| ())
        })
        .unwrap();
        assert_eq!(*read(&db).await, *Standards::built_in());
    })
    .await;
}

#[tokio::test]
async fn what_stands_in_the_way_of_a_publication_is_told() {
    both_engines(|db| async move {
        for (id, valid_from, obstacle) in [
            ("longgang-2025-04-01", "2027-01-01", Obstacle::Id),
            ("other", "2025-04-01", Obstacle::Day("longgang-2025-04-01".to_owned())),
        ] {
            let draft = like_the_newest(id, valid_from);
            start(&db, &draft).await.unwrap();
            let refused = publish(&db, &draft, "x", "wang", today(), now()).await.unwrap();
            assert_eq!(refused, Err(Refused::Stands(vec![obstacle])));
            discard(&db, &draft, "li", now()).await.unwrap();
            assert!(matches!(discard(&db, &draft, "li", now()).await, Err(StoreError::Outdated)));
        }
        let broken = Draft { text: "id = ".to_owned(), ..like_the_newest("broken", "2027-01-01") };
        start(&db, &broken).await.unwrap();
        assert_eq!(publish(&db, &broken, "x", "wang", today(), now()).await.unwrap(), Err(Refused::Mistakes));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_edit_at_once_the_second_is_told_and_the_last_editor_is_kept() {
    both_engines(|db| async move {
        let draft = like_the_newest("longgang-2027", "2027-01-01");
        start(&db, &draft).await.unwrap();
        save(&db, &draft, "longgang-2027", "id = 1", "wang", now()).await.unwrap();
        assert!(matches!(save(&db, &draft, "x", "id = 2", "li", now()).await, Err(StoreError::Outdated)));
        let kept = drafts(&db).await.unwrap();
        assert_eq!((kept.len(), kept[0].text.as_str(), kept[0].editor.as_str(), kept[0].version), (1, "id = 1", "wang", 2));
        assert!(matches!(publish(&db, &draft, "x", "wang", today(), now()).await, Err(StoreError::Outdated)));
    })
    .await;
}

#[tokio::test]
async fn a_version_is_retired_once_and_never_the_last() {
    both_engines(|db| async move {
        let [old, new] = ["longgang-2021-06-06", "longgang-2025-04-01"];
        let go = async |name: &str, reason: &str| retire(&db, name, reason, "wang", today(), now()).await.unwrap();
        assert_eq!(go(new, "").await, Err(Refused::NoNote));
        assert_eq!(go("none", "x").await, Err(Refused::NotPublished));
        assert_eq!(go(new, "区里另发了标准").await, Ok(()));
        assert_eq!(go(new, "again").await, Err(Refused::NotPublished));
        assert_eq!(go(old, "x").await, Err(Refused::LastInForce));
        let standards = read(&db).await;
        assert_eq!(standards.find(new).and_then(|published| published.retired.as_deref()), Some("区里另发了标准"));
        assert_eq!(standards.in_force(today()).map(|version| version.standard.id.as_str()), Some(old));
    })
    .await;
}
