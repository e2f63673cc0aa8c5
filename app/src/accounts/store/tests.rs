use chrono::{DateTime, TimeDelta, Utc};
use domain::{Line, Role};
use uuid::Uuid;

use super::*;
use crate::accounts::secret::hash;
use crate::accounts::totp::{Secret, recovery_code};
use crate::audit;
use crate::db::Db;
use crate::testing::both_engines;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

async fn session(db: &Db, token: &str, at: DateTime<Utc>) -> Option<Person> {
    sessions(db, &[token, "of nobody"], at).await.unwrap().remove(token)
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
        assert_eq!(session(&db, "a", at(13)).await, Some(person.clone()));
        assert_eq!(session(&db, "a", at(26)).await, Some(person.clone()), "seen on the 13th day");
        assert_eq!(session(&db, "b", at(15)).await, None, "not seen for a fortnight");
        sign_out(&db, "a").await.unwrap();
        assert_eq!(session(&db, "a", now()).await, None);
        assert!(session(&db, "b", now()).await.is_some());
        changed(&db, &person, Change::Active(false)).await.unwrap();
        assert_eq!(session(&db, "b", now()).await, None);
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

/// Sets up the authenticator of RFC 6238's vectors and makes it count.
async fn with_authenticator(db: &Db, person: &Person, codes: &[String]) {
    let mut bytes = [0; 32];
    bytes[..20].copy_from_slice(b"12345678901234567890");
    set_up(db, person.id, &Secret::new(bytes), at_59()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    turn_on(&mut tx, person, 0, "this", at_59()).await.unwrap();
    set_recovery_codes(&mut tx, person, codes, at_59()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The moment of the first vector, whose code is 287082.
fn at_59() -> DateTime<Utc> {
    DateTime::from_timestamp(59, 0).unwrap()
}

async fn passed(db: &Db, person: &Person, typed: &str) -> Option<Passed> {
    let mut tx = db.begin().await.unwrap();
    let passed = pass(&mut tx, person, typed, at_59()).await.unwrap();
    tx.commit().await.unwrap();
    passed
}

#[tokio::test]
async fn a_code_and_a_recovery_code_each_pass_once() {
    both_engines(|db| async move {
        let person = add(&db, "chen", Role::Expert).await;
        assert_eq!(passed(&db, &person, "287082").await, None, "nobody has set anything up");
        let codes = [recovery_code([1; 32]), recovery_code([2; 32])];
        with_authenticator(&db, &person, &codes).await;
        assert_eq!(passed(&db, &person, "287082").await, Some(Passed::Code));
        assert_eq!(passed(&db, &person, "287082").await, None, "each step once");
        assert_eq!(passed(&db, &person, &codes[1].to_uppercase()).await, Some(Passed::Recovery));
        assert_eq!(passed(&db, &person, &codes[1]).await, None, "each recovery code once");
        assert_eq!(recovery_codes_left(&db, person.id).await.unwrap(), 1);
        let other = add(&db, "wang", Role::Expert).await;
        assert_eq!(passed(&db, &other, &codes[0]).await, None, "another person's");
        assert!(with_second_factor(&db).await.unwrap().contains(&person.id));
        assert!(reset_second_factor(&db, "chen", "muying", now()).await.unwrap());
        assert!(!reset_second_factor(&db, "nobody", "muying", now()).await.unwrap());
        assert_eq!(passed(&db, &person, &codes[0]).await, None);
    })
    .await;
}

#[tokio::test]
async fn an_authenticator_counts_once_it_is_proved_in_time_and_is_not_replaced_then() {
    both_engines(|db| async move {
        let person = add(&db, "chen", Role::Expert).await;
        let [first, second] = [[1; 32], [2; 32]].map(Secret::new);
        let found = async |minutes| {
            let found = second_factor(&db, person.id, now() + TimeDelta::minutes(minutes)).await.unwrap();
            found.map(|factor| (factor.secret.text(), factor.since.is_some()))
        };
        set_up(&db, person.id, &first, now()).await.unwrap();
        set_up(&db, person.id, &second, now()).await.unwrap();
        assert_eq!((found(14).await, found(15).await), (Some((second.text(), false)), None));
        for token in ["this", "other"] {
            let mut tx = db.begin().await.unwrap();
            sign_in(&mut tx, &person, token, "", now()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut tx = db.begin().await.unwrap();
        assert!(!has_second_factor(&mut tx, person.id).await.unwrap());
        turn_on(&mut tx, &person, 7, "this", now()).await.unwrap();
        assert!(matches!(turn_on(&mut tx, &person, 8, "this", now()).await, Err(StoreError::Outdated)));
        tx.commit().await.unwrap();
        assert_eq!(found(1_000_000).await, Some((second.text(), true)));
        assert!(matches!(set_up(&db, person.id, &first, now()).await, Err(StoreError::Outdated)));
        assert!(session(&db, "this", now()).await.is_some() && session(&db, "other", now()).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_a_code_ends_by_time_and_with_the_sessions() {
    both_engines(|db| async move {
        let person = add(&db, "chen", Role::Expert).await;
        let mut tx = db.begin().await.unwrap();
        wait_for_code(&mut tx, person.id, "a", now()).await.unwrap();
        let at = |minutes| now() + TimeDelta::minutes(minutes);
        assert_eq!(waiting(&mut tx, "a", at(9)).await.unwrap().map(|of| of.id), Some(person.id));
        assert!(waiting(&mut tx, "a", at(CODE_MINUTES)).await.unwrap().is_none());
        wait_for_code(&mut tx, person.id, "b", at(5)).await.unwrap();
        waited(&mut tx, "a").await.unwrap();
        assert!(waiting(&mut tx, "a", now()).await.unwrap().is_none() && waiting(&mut tx, "b", at(9)).await.unwrap().is_some());
        sign_out_everywhere(&mut tx, person.id).await.unwrap();
        assert!(waiting(&mut tx, "b", at(9)).await.unwrap().is_none());
        tx.commit().await.unwrap();
    })
    .await;
}
