use chrono::{DateTime, TimeDelta, Utc};
use domain::{Line, Role};
use uuid::Uuid;

use super::*;
use crate::accounts::secret::hash;
use crate::audit;
use crate::db::Db;
use crate::testing::both_engines;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn someone(login: &str, role: Role) -> Person {
    let id = Uuid::from_u128(login.bytes().fold(0, |sum, byte| sum * 256 + u128::from(byte)));
    let (name, login) = (Line::new("王小明（虚构）").unwrap(), Line::new(login).unwrap());
    Person { id, name, login, role, password: None, active: true, version: 1 }
}

/// Adds a person with a password.
async fn add(db: &Db, login: &str, role: Role) -> Person {
    let person = someone(login, role);
    let mut tx = db.begin().await.unwrap();
    invite(&mut tx, &person, "test", now()).await.unwrap();
    set_password(&mut tx, &person, "kept", now()).await.unwrap();
    tx.commit().await.unwrap();
    by_login(db, login).await.unwrap().unwrap()
}

async fn changed(db: &Db, old: &Person, what: Change) -> Result<(), StoreError> {
    let mut tx = db.begin().await.unwrap();
    change(&mut tx, old, what, "test", now()).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn a_login_is_given_once() {
    both_engines(|db| async move {
        add(&db, "chen", Role::Expert).await;
        let mut tx = db.begin().await.unwrap();
        let other = Person { id: Uuid::from_u128(7), ..someone("chen", Role::Staff) };
        assert!(matches!(invite(&mut tx, &other, "test", now()).await, Err(StoreError::LoginTaken)));
    })
    .await;
}

#[tokio::test]
async fn a_link_is_used_once_and_only_the_latest_works() {
    both_engines(|db| async move {
        let person = add(&db, "chen", Role::Expert).await;
        let mut tx = db.begin().await.unwrap();
        link(&mut tx, &person, "one", "test", now()).await.unwrap();
        link(&mut tx, &person, "two", "test", now()).await.unwrap();
        assert!(person_of_link(&mut tx, "one", now()).await.unwrap().is_none());
        assert!(person_of_link(&mut tx, "two", now() + TimeDelta::hours(LINK_HOURS)).await.unwrap().is_none());
        let found = person_of_link(&mut tx, "two", now() + TimeDelta::hours(1)).await.unwrap().unwrap();
        set_password(&mut tx, &found, "other", now()).await.unwrap();
        assert!(person_of_link(&mut tx, "two", now()).await.unwrap().is_none());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_by_time_by_leaving_and_with_the_account() {
    both_engines(|db| async move {
        let person = add(&db, "chen", Role::Expert).await;
        let mut tx = db.begin().await.unwrap();
        for token in ["a", "b"] {
            sign_in(&mut tx, &person, token, "a browser", now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let at = |days| now() + TimeDelta::days(days);
        assert_eq!(session(&db, "a", at(13)).await.unwrap(), Some(person.clone()));
        assert_eq!(session(&db, "a", at(26)).await.unwrap(), Some(person.clone()), "seen on the 13th day");
        assert_eq!(session(&db, "b", at(15)).await.unwrap(), None, "not seen for a fortnight");
        sign_out(&db, "a").await.unwrap();
        assert_eq!(session(&db, "a", now()).await.unwrap(), None);
        assert!(session(&db, "b", now()).await.unwrap().is_some());
        changed(&db, &person, Change::Active(false)).await.unwrap();
        assert_eq!(session(&db, "b", now()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    both_engines(|db| async move {
        let first = add(&db, "admin", Role::Administrator).await;
        add(&db, "chen", Role::Staff).await;
        for what in [Change::Active(false), Change::Role(Role::Staff)] {
            assert!(matches!(changed(&db, &first, what).await, Err(StoreError::LastAdministrator)));
        }
        let second = add(&db, "second", Role::Administrator).await;
        changed(&db, &first, Change::Role(Role::Staff)).await.unwrap();
        assert!(matches!(changed(&db, &first, Change::Active(false)).await, Err(StoreError::Outdated)));
        assert!(matches!(changed(&db, &second, Change::Active(false)).await, Err(StoreError::LastAdministrator)));
        assert!(matches!(audit::verify(&db).await, Ok(Ok(lines)) if lines == 7));
    })
    .await;
}

#[tokio::test]
async fn two_administrators_cannot_take_each_others_role_at_once() {
    both_engines(|db| async move {
        let first = add(&db, "admin", Role::Administrator).await;
        let second = add(&db, "second", Role::Administrator).await;
        let staff = Change::Role(Role::Staff);
        let (one, other) = tokio::join!(changed(&db, &first, staff), changed(&db, &second, staff));
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|done| **done).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn wrong_passwords_are_counted_and_forgotten_on_success() {
    both_engines(|db| async move {
        let person = add(&db, "chen", Role::Expert).await;
        for _ in 0..3 {
            fail(&db, "chen", now()).await.unwrap();
        }
        assert_eq!(failures(&db, "chen").await.unwrap(), Some((3, now())));
        let mut tx = db.begin().await.unwrap();
        sign_in(&mut tx, &person, "a", "", now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(failures(&db, "chen").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_first_administrator_gets_a_link_until_one_can_sign_in() {
    both_engines(|db| async move {
        let one = first_administrator(&db, now(), || [1; 32]).await.unwrap().unwrap();
        let two = first_administrator(&db, now(), || [2; 32]).await.unwrap().unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(person_of_link(&mut tx, &hash(&one), now()).await.unwrap().is_none());
        let admin = person_of_link(&mut tx, &hash(&two), now()).await.unwrap().unwrap();
        assert_eq!((admin.login.as_str(), admin.role), ("admin", Role::Administrator));
        set_password(&mut tx, &admin, "kept", now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(first_administrator(&db, now(), || [3; 32]).await.unwrap(), None);
        assert_eq!(list(&db).await.unwrap().len(), 1);
    })
    .await;
}
