use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::targets::{Count, Scope, Wanted};
use domain::{AreaClass, AreaCode, Line, Role, VenueType};

use super::store::*;
use crate::accounts::{Person, add};
use crate::audit;
use crate::db::{Db, on};
use crate::testing::{both_engines, sample_rooms};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

async fn staff(db: &Db) -> Person {
    let person = Person::new(line("李四（虚构）"), line("li.staff"), Role::Staff, now(), || [2; 32]);
    add(db, &person, "test", now(), || [3; 32]).await.unwrap();
    person
}

fn narrow() -> Scope {
    Scope { street: AreaCode::new("440307015000").ok(), class: Some(AreaClass::A), venue: Some(VenueType::Mall) }
}

#[tokio::test]
async fn a_year_has_one_target_of_each_scope_and_revisions_are_added() {
    both_engines(|db| async move {
        let (by, source, why) = (staff(&db).await, line("演示·计划（虚构）"), line("任务调整"));
        let wanted = Wanted { rooms: Some(12), on: day("2026-03-01"), source: &source, note: None };
        let new = |scope| New { year: 2026, scope, wanted };
        let id = set(&db, &new(narrow()), &by, now(), [7; 32]).await.unwrap();
        for random in [8, 9] {
            let twice = set(&db, &new(narrow()), &by, now(), [random; 32]).await;
            assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
        }
        set(&db, &new(Scope::default()), &by, now(), [10; 32]).await.unwrap();
        set(&db, &New { year: 2027, ..new(narrow()) }, &by, now(), [11; 32]).await.unwrap();
        assert_eq!(years(&db).await.unwrap(), [2026, 2027]);

        let read = find(&db, id).await.unwrap().unwrap();
        assert_eq!((read.year, read.scope, read.revisions.len()), (2026, narrow(), 1));
        let later = now() + TimeDelta::hours(1);
        let less = Wanted { rooms: Some(9), on: day("2026-06-01"), note: Some(&why), ..wanted };
        revise(&db, &read, &less, &by, later).await.unwrap();
        let second = revise(&db, &read, &Wanted { rooms: None, ..less }, &by, later).await;
        assert!(matches!(second, Err(StoreError::Outdated)), "{second:?}");
        let read = find(&db, id).await.unwrap().unwrap();
        revise(&db, &read, &Wanted { rooms: None, ..less }, &by, later + TimeDelta::hours(1)).await.unwrap();
        let all = list(&db, 2026).await.unwrap();
        let target = all.iter().find(|target| target.id == id).unwrap();
        let told: Vec<_> = target.revisions.iter().map(|revision| (revision.rooms, revision.note.clone())).collect();
        assert_eq!(told, [(Some(12), None), (Some(9), Some(why.clone())), (None, Some(why.clone()))]);
        assert_eq!((all.len(), target.at(later).map(|(number, _)| number)), (2, Some(2)));
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn of_two_who_revise_at_once_one_is_told_so() {
    both_engines(|db| async move {
        let (by, source, why) = (staff(&db).await, line("演示·计划（虚构）"), line("任务调整"));
        let wanted = Wanted { rooms: Some(12), on: day("2026-03-01"), source: &source, note: Some(&why) };
        let new = New { year: 2026, scope: Scope::default(), wanted };
        let id = set(&db, &new, &by, now(), [7; 32]).await.unwrap();
        let read = find(&db, id).await.unwrap().unwrap();
        let (first, second) = futures::join!(revise(&db, &read, &wanted, &by, now()), revise(&db, &read, &wanted, &by, now()));
        let told = [first, second].map(|done| done.map_err(|error| matches!(error, StoreError::Outdated)));
        assert!(told.contains(&Ok(())) && told.contains(&Err(true)), "{told:?}");
        assert_eq!(find(&db, id).await.unwrap().unwrap().revisions.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_year_is_frozen_once_and_what_was_tampered_with_is_refused() {
    both_engines(|db| async move {
        let by = staff(&db).await;
        let count = Count::of(2025, day("2025-12-31"), &sample_rooms(), &[], now());
        assert_eq!(frozen(&db, 2025).await.unwrap(), None);
        let digest = freeze(&db, &count, &by, now()).await.unwrap();
        let other = Count { rooms: Vec::new(), ..count.clone() };
        let twice = freeze(&db, &other, &by, now() + TimeDelta::hours(1)).await;
        assert!(matches!(twice, Err(StoreError::Frozen)), "{twice:?}");
        let kept = frozen(&db, 2025).await.unwrap().unwrap();
        assert_eq!((&kept.count, kept.digest, kept.by.as_str(), kept.at), (&count, digest, "li.staff", now()));
        assert_eq!(frozen_years(&db).await.unwrap(), [2025]);
        assert!(audit::verify(&db).await.unwrap().is_ok());
        let tamper = "update year_snapshots set doc = replace(doc, 'LG-0001', 'LG-9999')";
        on!(&db, pool => async { sqlx::query(tamper).execute(pool).await.map(|_| ()) }).unwrap();
        assert!(matches!(frozen(&db, 2025).await, Err(StoreError::Year(2025))));
    })
    .await;
}
