use chrono::{DateTime, Utc};
use domain::Line;
use domain::shapes::{Checked, Codes, Reading, State, Step, check, shown};
use uuid::Uuid;

use super::file::read;
use super::store::{self, *};
use crate::accounts::new_id;
use crate::audit;
use crate::db::Db;
use crate::testing::{both_engines, region, tiled_streets};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn loaded(number: u8) -> Loaded {
    let region = region();
    let bytes = tiled_streets(&region).to_string().into_bytes();
    let (features, datum) = read(&bytes, Some(domain::Datum::Wgs84)).unwrap();
    let Checked { shapes, report } = check(&features, Reading { datum, codes: Codes::Statistics }, &region).unwrap();
    let shown = shown(&shapes, region.center);
    let (id, source) = (new_id(now(), [number; 32]), Line::new("虚构 2026").unwrap());
    Loaded { id, source, fictional: true, file: "街道.geojson".to_owned(), bytes, report, shapes, shown }
}

async fn kept(db: &Db, number: u8) -> Set {
    let set = loaded(number);
    store::load(db, &set, "li.staff", now()).await.unwrap();
    find(db, set.id).await.unwrap().unwrap()
}

async fn states(db: &Db) -> Vec<(Uuid, State)> {
    list(db).await.unwrap().into_iter().map(|set| (set.id, set.state)).collect()
}

#[tokio::test]
async fn a_set_is_kept_as_it_was_uploaded_and_seen_by_nobody_at_first() {
    both_engines(|db| async move {
        let given = loaded(1);
        let set = kept(&db, 1).await;
        assert_eq!((set.state, set.fictional, set.version, set.file.as_str()), (State::Draft, true, 1, "街道.geojson"));
        assert_eq!(set.digest, domain::Digest::of(&given.bytes));
        assert_eq!(store::file(&db, set.id).await.unwrap(), given.bytes);
        let shapes = store::shapes(&db, set.id).await.unwrap();
        assert_eq!(
            shapes.iter().map(|shape| shape.street).collect::<Vec<_>>(),
            region().streets.iter().map(|of| of.code).collect::<Vec<_>>()
        );
        let pairs = shapes.iter().flat_map(|shape| shape.parts.iter().flatten().flatten());
        let before = given.shapes.iter().flat_map(|shape| shape.parts.iter().flatten().flatten());
        assert!(pairs.zip(before).all(|(a, b)| (a[0] - b[0]).abs() < 1e-12 && (a[1] - b[1]).abs() < 1e-12));
        assert_eq!(store::shown(&db, set.id).await.unwrap(), given.shown);
        assert_eq!(store::report(&db, set.id).await.unwrap().positions, given.report.positions);
        assert_eq!(published(&db).await.unwrap(), None);
        assert!(matches!(store::shown(&db, Uuid::nil()).await, Err(StoreError::Row(_))));
    })
    .await;
}

#[tokio::test]
async fn one_set_at_most_is_published_whoever_is_first() {
    both_engines(|db| async move {
        let mut sets = Vec::new();
        for number in 1..=5 {
            sets.push(kept(&db, number).await);
        }
        let at_once = sets.iter().map(|set| step(&db, set, Step::Publish, "li.staff", now()));
        assert!(futures::future::join_all(at_once).await.iter().all(Result::is_ok));
        let seen = published(&db).await.unwrap().unwrap();
        let (one, others): (Vec<_>, Vec<_>) = states(&db).await.into_iter().partition(|(_, state)| *state == State::Published);
        assert_eq!((one[0].0, one.len(), others.len()), (seen.id, 1, 4));
        assert!(others.iter().all(|(_, state)| *state == State::Replaced));
        // As they were read before: nobody takes a step twice.
        assert!(matches!(step(&db, &sets[0], Step::Publish, "li.staff", now()).await, Err(StoreError::Outdated)));
        assert_eq!(published(&db).await.unwrap().unwrap().id, seen.id, "and nothing was replaced by it");
        step(&db, &seen, Step::Withdraw, "wu.staff", now()).await.unwrap();
        assert_eq!(published(&db).await.unwrap(), None);
        let again = find(&db, seen.id).await.unwrap().unwrap();
        assert_eq!((again.state, again.changed_by.as_str()), (State::Withdrawn, "wu.staff"));
        assert!(matches!(step(&db, &again, Step::Withdraw, "wu.staff", now()).await, Err(StoreError::Outdated)));
        step(&db, &again, Step::Publish, "wu.staff", now()).await.unwrap();
        assert_eq!(published(&db).await.unwrap().unwrap().id, again.id, "nothing is lost");
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(12));
    })
    .await;
}
