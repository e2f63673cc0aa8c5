use chrono::{DateTime, TimeDelta, Utc};
use domain::venues::{Details, Ended, FloorArea, Listed, plan};
use domain::{Datum, Digest, Line, RoomId, Tri};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::file::{Read, Settings, read};
use super::preview::digest;
use super::seed::seed;
use super::store::*;
use crate::accounts::new_id;
use crate::audit;
use crate::db::{Db, on};
use crate::testing::{both_engines, region};

const LIST: &str = "key,name,street,type,area_m2,frequented\n\
                    A,演示·甲商场,龙城,mall,20000,是\n\
                    B,演示·乙医院,龙城,hospital,30000,是\n\
                    ,演示·丙公园,平湖,park,,\n";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn settings() -> Settings {
    Settings {
        list: line("演示·名单"),
        source: line("演示·名单 2026（虚构）"),
        day: "2026-09-01".parse().unwrap(),
        demo: true,
        datum: Datum::Wgs84,
        frequented: Tri::Unknown,
    }
}

fn ids() -> impl FnMut() -> Uuid + Send {
    let mut last = 0;
    move || {
        last += 1;
        new_id(now(), [last; 32])
    }
}

/// A list that was uploaded, and what it would do now.
async fn uploaded(db: &Db, number: u8, text: &str) -> (Uuid, Read, Digest) {
    let (id, bytes) = (new_id(now(), [100 + number; 32]), text.as_bytes().to_vec());
    let read = read(&bytes, &settings(), &region()).unwrap();
    let head = Head {
        id,
        name: "名单.csv".to_owned(),
        settings: settings(),
        uploaded_by: "li.staff".to_owned(),
        uploaded: now(),
        done: None,
    };
    upload(db, &Kept { head, bytes }).await.unwrap();
    let stored: Vec<Listed> = list(db).await.unwrap().into_iter().map(|stored| stored.venue).collect();
    let seen = digest(&plan(&read.drafts, &settings().list(), &stored));
    (id, read, seen)
}

async fn finished(
    db: &Db,
    (id, read, seen): &(Uuid, Read, Digest),
    end: Option<&Ended>,
    at: DateTime<Utc>,
) -> Result<Finished, StoreError> {
    let list = settings().list();
    let finish = Finish {
        id: *id,
        drafts: &read.drafts,
        list: &list,
        refused: read.refused(),
        seen,
        end,
        without: false,
        by: "li.staff",
        now: at,
    };
    finish_with(db, &finish, id.as_bytes()[15]).await
}

async fn finish_with(db: &Db, of: &Finish<'_>, number: u8) -> Result<Finished, StoreError> {
    let mut last = 0;
    let mut next = move || {
        last += 1;
        let mut random = [last; 32];
        random[9] = number;
        new_id(now(), random)
    };
    finish(db, of, &mut next).await
}

fn act(at: DateTime<Utc>) -> Act<'static> {
    Act { action: "venues.edit", why: "更正", by: "li.staff", now: at }
}

#[tokio::test]
async fn what_was_seen_of_a_list_is_written_once_or_not_at_all() {
    both_engines(|db| async move {
        let first = uploaded(&db, 1, LIST).await;
        let done = finished(&db, &first, None, now()).await.unwrap();
        assert!(matches!(done, Finished::Done(counts) if counts.added == 3 && counts.ended == 0), "{done:?}");
        assert!(matches!(finished(&db, &first, None, now()).await, Ok(Finished::Different)), "venues are there now");
        assert_eq!(list(&db).await.unwrap().len(), 3);

        // A list that says the same has nothing to write.
        let same = uploaded(&db, 2, LIST).await;
        assert_eq!(finished(&db, &same, None, now()).await.unwrap(), Finished::Nothing);
        assert!(matches!(finished(&db, &(first.0, same.1.clone(), same.2), Some(&gone()), now()).await, Ok(Finished::Nothing)));

        // A newer edition: one changes, one is missing and ends, one is new; somebody edits in between.
        let newer = "key,name,street,type,area_m2,frequented\nA,演示·甲商场,龙城,mall,25000,\nC,演示·丁车站,坂田,transport,,\n";
        let second = uploaded(&db, 3, newer).await;
        let stored = list(&db).await.unwrap();
        let park = stored.iter().find(|stored| stored.venue.details.name.zh.as_str().contains('甲')).unwrap();
        let details = Details { area_m2: FloorArea::new(21_000.0), ..park.venue.details.clone() };
        let edited = Listed { details, ..park.venue.clone() };
        change(&db, park, &edited, &act(now())).await.unwrap();
        assert_eq!(finished(&db, &second, Some(&gone()), now()).await.unwrap(), Finished::Different);
        drop_draft(&db, second.0, "li.staff", now()).await.unwrap();
        assert!(file(&db, second.0).await.unwrap().is_none());
        let third = uploaded(&db, 4, newer).await;
        let later = now() + TimeDelta::hours(1);
        let done = finished(&db, &third, Some(&gone()), later).await.unwrap();
        let Finished::Done(counts) = done else { unreachable!("{done:?}") };
        assert_eq!((counts.added, counts.changed, counts.ended, counts.refused), (1, 1, 2, 0));
        let stored = list(&db).await.unwrap();
        assert_eq!(stored.iter().filter(|stored| stored.venue.ended == Some(gone())).count(), 2);
        assert_eq!(as_of(&db, now()).await.unwrap().iter().filter(|stored| stored.venue.ended.is_some()).count(), 0);
        assert_eq!(heads(&db).await.unwrap().len(), 3, "what was given up is none");
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

fn gone() -> Ended {
    Ended { on: settings().day, why: line("不在新名单里") }
}

#[tokio::test]
async fn of_two_who_change_a_venue_at_once_one_is_told_so_and_a_room_stands_in_one_venue() {
    both_engines(|db| async move {
        let first = uploaded(&db, 1, LIST).await;
        finished(&db, &first, None, now()).await.unwrap();
        let stored = list(&db).await.unwrap();
        let (one, other) = (&stored[0], &stored[1]);
        let room = RoomId(Uuid::from_u128(7));
        let with = |stored: &Stored| Listed { rooms: vec![room], ..stored.venue.clone() };
        let (new, at) = (with(one), act(now()));
        let (a, b) = futures::join!(change(&db, one, &new, &at), change(&db, one, &new, &at));
        let told = [a, b].map(|done| done.map_err(|error| matches!(error, StoreError::Outdated)));
        assert!(told.contains(&Ok(())) && told.contains(&Err(true)), "{told:?}");
        let twice = change(&db, other, &with(other), &at).await;
        assert!(matches!(twice, Err(StoreError::Linked)), "{twice:?}");
        assert_eq!(venue_of_room(&db, room).await.unwrap(), Some(one.venue.id));
        assert_eq!(versions(&db, other.venue.id).await.unwrap().len(), 1, "nothing was written");

        // A venue that has ended holds its room no longer.
        let now_one = find(&db, one.venue.id).await.unwrap().unwrap();
        assert_eq!((now_one.version, &now_one.venue.rooms), (2, &vec![room]));
        let ended = Listed { ended: Some(gone()), ..now_one.venue.clone() };
        change(&db, &now_one, &ended, &at).await.unwrap();
        change(&db, other, &with(other), &at).await.unwrap();
        assert_eq!(venue_of_room(&db, room).await.unwrap(), Some(other.venue.id));
        for sql in ["update venue_versions set why = 'x'", "delete from venue_versions"] {
            let done = on!(&db, pool => async { sqlx::query(sql).execute(pool).await.map(|_| ()) });
            assert!(done.is_err(), "{sql}");
        }
        let mut tx = db.begin().await.unwrap();
        assert_eq!(end_demo(&mut tx, &gone(), "test", now()).await.unwrap(), 2, "all of them are fictional");
        tx.commit().await.unwrap();
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

/// On any day the venues are what the steps up to its end come to.
#[tokio::test]
async fn the_venues_of_any_moment_are_a_replay_of_the_steps_up_to_it() {
    let step = (0..3_usize, 0..4_usize, 1..40_i64, 0..5_u128, 0.0..30_000.0);
    let mut runner = TestRunner::deterministic();
    let steps = proptest::collection::vec(step, 40).new_tree(&mut runner).unwrap().current();
    both_engines(|db| {
        let steps = steps.clone();
        async move {
            let first = uploaded(&db, 1, LIST).await;
            finished(&db, &first, None, now()).await.unwrap();
            let (mut at, mut states) = (now(), vec![(now(), list(&db).await.unwrap())]);
            for (which, what, hours, room, area) in steps {
                at += TimeDelta::hours(hours);
                let mut all = states.last().unwrap().1.clone();
                let old = all[which].clone();
                let room = RoomId(Uuid::from_u128(room + 1));
                let taken = all.iter().any(|one| one.venue.ended.is_none() && one.venue.rooms.contains(&room));
                let venue = old.venue.clone();
                let new = match what {
                    0 if !taken && venue.ended.is_none() => Listed { rooms: vec![room], ..venue },
                    1 => Listed { refused: vec![room], ..venue },
                    2 if venue.ended.is_none() => Listed { ended: Some(gone()), ..venue },
                    2 => Listed { ended: None, rooms: Vec::new(), ..venue },
                    _ => Listed { details: Details { area_m2: FloorArea::new(area), ..venue.details.clone() }, ..venue },
                };
                change(&db, &old, &new, &act(at)).await.unwrap();
                all[which] = Stored { venue: new, version: old.version + 1 };
                states.push((at, all));
            }
            let mut moment = now() - TimeDelta::hours(30);
            while moment < at + TimeDelta::hours(60) {
                let replayed = states.iter().rev().find(|(at, _)| *at <= moment).map_or(&[][..], |(_, venues)| venues);
                assert_eq!(as_of(&db, moment).await.unwrap(), replayed, "{moment}");
                moment += TimeDelta::hours(13);
            }
            assert_eq!(list(&db).await.unwrap(), states.last().unwrap().1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_fictional_list_is_brought_in_where_there_is_none() {
    both_engines(|db| async move {
        let (bytes, name) = (&include_bytes!("../../../data/demo/venues.csv")[..], "data/demo/venues.csv");
        let mut ids = ids();
        let added = seed(&db, (name, bytes), &region(), now(), &mut ids).await.unwrap();
        assert_eq!((added, list(&db).await.unwrap().len()), (13, 13));
        assert_eq!(seed(&db, (name, bytes), &region(), now(), &mut ids).await.unwrap(), 0);
        assert!(
            list(&db)
                .await
                .unwrap()
                .iter()
                .all(|stored| { stored.venue.details.demo && stored.venue.details.name.zh.as_str().starts_with("演示·") })
        );
    })
    .await;
}
