use chrono::{DateTime, NaiveDate, Utc};
use domain::guide::{Mistake, Refused, Standing};
use domain::{Line, Role};
use uuid::Uuid;

use super::store::*;
use crate::accounts::{Person, add};
use crate::audit;
use crate::db::{Db, on};
use crate::testing::both_engines;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn today() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

/// A draft of li's.
fn typed(number: u128, valid_from: &str) -> Draft {
    let text = |text: &str| text.to_owned();
    Draft {
        id: Uuid::from_u128(number),
        title: text("母婴室管理指引（虚构）"),
        reference: String::new(),
        valid_from: text(valid_from),
        body: text("第一条 每日清洁。\n- [ ] 【运营单位每日】台面擦净\n"),
        editor: text("li"),
        version: 1,
        changed: now(),
    }
}

async fn publishes(db: &Db, draft: &Draft, by: &str) -> Result<i64, Refused> {
    publish(db, draft, "依据虚构的文件", by, now()).await.unwrap()
}

#[tokio::test]
async fn a_draft_is_published_by_somebody_else_and_then_stays_as_it_is() {
    both_engines(|db| async move {
        let first = typed(1, "2021-06-01");
        start(&db, &first).await.unwrap();
        assert_eq!(draft(&db, first.id).await.unwrap().as_ref(), Some(&first));
        assert_eq!(publishes(&db, &first, "li").await, Err(Refused::OwnEdit));
        assert_eq!(publish(&db, &first, " ", "wang", now()).await.unwrap(), Err(Refused::NoNote));
        assert_eq!(publishes(&db, &first, "wang").await, Ok(1));
        assert!(draft(&db, first.id).await.unwrap().is_none());
        assert!(matches!(publish(&db, &first, "x", "wang", now()).await, Ok(Err(Refused::SameDay(_)))));
        for (number, day, expected) in
            [(2, "2021-06-01", Err(Refused::SameDay("2021-06-01".parse().unwrap()))), (3, "2026-11-20", Ok(2))]
        {
            let next = typed(number, day);
            start(&db, &next).await.unwrap();
            assert_eq!(publishes(&db, &next, "wang").await, expected);
        }
        let all = list(&db).await.unwrap();
        let told: Vec<_> = all.iter().map(|of| (of.number, of.standing(&all, today()))).collect();
        assert_eq!(told, [(2, Standing::Current), (1, Standing::Replaced("2026-11-20".parse().unwrap()))]);
        assert_eq!(current(&all, "2021-05-31".parse().unwrap()), None);
        let edition = edition(&db, &all[1]).await.unwrap();
        assert_eq!((edition.text, edition.body.checklist().len()), (first.body, 1));
        for change in ["update guide_revisions set body = 'x'", "delete from guide_revisions"] {
            let refused = on!(&db, pool => async { sqlx::query(change).execute(pool).await.map(|_| ()) });
            assert!(refused.unwrap_err().to_string().contains("a published revision"), "{change}");
        }
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(3 + 2));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_edit_or_publish_at_once_the_second_is_told() {
    both_engines(|db| async move {
        let seen = typed(1, "");
        start(&db, &seen).await.unwrap();
        assert_eq!(seen.read(), Err(vec![Mistake::Day]));
        assert_eq!(publishes(&db, &seen, "wang").await, Err(Refused::Mistakes));
        let wangs = Draft { valid_from: "2021-06-01".to_owned(), ..seen.clone() };
        save(&db, &wangs, "wang", now()).await.unwrap();
        assert!(matches!(save(&db, &seen, "li", now()).await, Err(StoreError::Outdated(_))));
        assert!(matches!(discard(&db, &seen, "li", now()).await, Err(StoreError::Outdated(_))));
        assert!(matches!(publish(&db, &wangs, "x", "zhao", now()).await, Err(StoreError::Outdated(_))));
        let kept = drafts(&db).await.unwrap();
        assert_eq!((kept.len(), kept[0].editor.as_str(), kept[0].version), (1, "wang", 2));
        let both =
            futures::future::join(publish(&db, &kept[0], "x", "li", now()), publish(&db, &kept[0], "x", "zhao", now())).await;
        let published = [both.0, both.1].into_iter().filter(|done| matches!(done, Ok(Ok(1)))).count();
        assert_eq!((published, list(&db).await.unwrap().len()), (1, 1));
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(3));
    })
    .await;
}

#[tokio::test]
async fn a_text_without_its_digest_is_no_revision() {
    const SQL: &str = "insert into guide_revisions \
        (number, title, reference, valid_from, body, digest, note, editor, publisher, published) \
        values (1, '虚构', '', '2021-06-01', '第一条 改过。', $1, '', '', '', $2)";
    both_engines(|db| async move {
        on!(&db, pool => async { sqlx::query(SQL).bind("0".repeat(64)).bind(now()).execute(pool).await.map(|_| ()) }).unwrap();
        let all = list(&db).await.unwrap();
        assert!(matches!(edition(&db, &all[0]).await, Err(StoreError::Row(1))));
    })
    .await;
}

#[tokio::test]
async fn reading_is_confirmed_once() {
    both_engines(|db| async move {
        let line = |text: &str| Line::new(text).unwrap();
        let person = Person::new(line("李四（虚构）"), line("li.staff"), Role::Operator, now(), || [2; 32]);
        add(&db, &person, "test", now(), || [3; 32]).await.unwrap();
        assert_eq!(unread(&db, person.id, today()).await.unwrap(), None, "there is nothing to be read");
        for (number, day) in [(1, "2021-06-01"), (2, "2026-12-01")] {
            let draft = typed(number, day);
            start(&db, &draft).await.unwrap();
            publishes(&db, &draft, "wang").await.unwrap();
        }
        let title = "母婴室管理指引（虚构）".to_owned();
        assert_eq!(unread(&db, person.id, today()).await.unwrap(), Some((1, title.clone())));
        let later = now() + chrono::TimeDelta::hours(1);
        confirm(&db, 1, &person, now()).await.unwrap();
        confirm(&db, 1, &person, later).await.unwrap();
        assert_eq!(confirmed(&db, 1, person.id).await.unwrap(), Some(now()));
        assert_eq!(readers(&db, 1).await.unwrap().into_iter().collect::<Vec<_>>(), [(person.id, now())]);
        assert_eq!(unread(&db, person.id, today()).await.unwrap(), None);
        let next: NaiveDate = "2026-12-01".parse().unwrap();
        assert_eq!(unread(&db, person.id, next).await.unwrap(), Some((2, title)), "each revision is read anew");
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(2 + 4 + 1));
    })
    .await;
}
