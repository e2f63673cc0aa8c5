//! The snapshot answers as the plain search over a list does, and shows nothing that is not public.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{Facility, Line, Query, RoomCode, RoomId, Wgs84, distance_m};
use proptest::prelude::*;
use sqlx::types::Uuid;

use super::*;
use crate::rooms::store::{self, Stored};
use crate::testing::{both_engines, region, sample_rooms};

fn noon() -> DateTime<Utc> {
    // 12:00 in Longgang.
    "2026-11-24T04:00:00Z".parse().unwrap()
}

fn registry(rooms: Vec<Room>) -> Registry {
    let stored = rooms.into_iter().map(|room| Stored { room, version: 1, since: noon() }).collect();
    Registry::new(Arc::new(region()), 1, stored, noon())
}

fn codes(registry: &Registry, question: &str) -> Vec<String> {
    let fields: Vec<(&str, &str)> = question.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let query = Query::parse(fields, &[]).unwrap();
    registry.search(&query, noon(), 0..100).hits.iter().map(|hit| registry.entry(hit).room.code.to_string()).collect()
}

#[test]
fn rooms_for_staff_are_not_there_at_all() {
    let registry = registry(sample_rooms());
    assert_eq!(registry.entries().len(), 5);
    assert!(registry.find(RoomCode::new("LG-0006").unwrap()).is_none());
    assert_eq!(codes(&registry, "q=某公司"), [""; 0]);
}

#[test]
fn words_are_found_in_chinese_pinyin_initials_english_and_by_street() {
    let registry = registry(sample_rooms());
    for question in
        ["q=星河里", "q=xinghelí", "q=xingheligouwu", "q=xhlgw", "q=Demo room 1", "q=龙城街道", "q=lg 0001", "q=longcheng"]
    {
        let question = question.replace("xinghelí", "xingheli");
        assert_eq!(codes(&registry, &question).first().map(String::as_str), Some("LG-0001"), "{question}");
    }
}

#[test]
fn open_now_leaves_out_closed_unknown_and_suspended() {
    let registry = registry(sample_rooms());
    assert_eq!(codes(&registry, "open=now"), ["LG-0001", "LG-0002", "LG-0005"]);
    assert_eq!(codes(&registry, "has=hot_water&open=now&who=everyone"), ["LG-0001", "LG-0002"]);
    assert_eq!(codes(&registry, "class=A&street=440307015000"), ["LG-0001"]);
}

#[test]
fn a_room_without_a_position_comes_last_and_is_in_no_box() {
    let registry = registry(sample_rooms());
    assert_eq!(codes(&registry, "near=114.117,22.604"), ["LG-0002", "LG-0004", "LG-0003", "LG-0001", "LG-0005"]);
    assert_eq!(codes(&registry, "bbox=114.1,22.5,114.13,22.8"), ["LG-0002", "LG-0003"]);
}

#[test]
fn streets_are_counted_in_their_official_order() {
    let counts = registry(sample_rooms()).count_by_street();
    assert_eq!((counts.len(), counts.iter().map(|(_, count)| count).sum::<usize>()), (11, 5));
}

#[test]
fn timetables_begin_anew_each_day_without_the_database() {
    let registry = registry(sample_rooms());
    let later = noon() + chrono::TimeDelta::days(40);
    let entry = &registry.entries()[0];
    assert_eq!(registry.state(entry, registry.region.local(later)), OpenState::Unknown);
    assert!(registry.is_of_an_earlier_day(later));
    let fresh = registry.retimed(later);
    assert!(fresh.state(&fresh.entries()[0], fresh.region.local(later)).is_open());
}

#[tokio::test]
async fn a_write_is_seen_and_a_lost_database_leaves_the_rooms() {
    both_engines(|db| async move {
        let shared = Shared::empty(Arc::new(region()), noon());
        assert_eq!(shared.freshness(), None);
        shared.refresh(&db, noon()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        store::insert_many(&mut tx, &sample_rooms(), noon()).await.unwrap();
        tx.commit().await.unwrap();
        shared.refresh(&db, noon()).await.unwrap();
        assert_eq!(shared.load().entries().len(), 5);
        match &db {
            crate::db::Db::Sqlite(pool) => pool.close().await,
            crate::db::Db::Postgres(pool) => pool.close().await,
        }
        let later = noon() + chrono::TimeDelta::minutes(9);
        shared.refresh(&db, later).await.unwrap_err();
        assert_eq!(shared.load().entries().len(), 5);
        assert_eq!(shared.freshness(), Some(Freshness { as_of: noon(), reachable: false }));
    })
    .await;
}

/// Where, if anywhere; with hot water, for everyone, open now.
type Drawn = (Option<(f64, f64)>, [bool; 3]);

/// Many rooms around the world, on top of one another too.
fn scattered() -> impl Strategy<Value = Vec<Room>> {
    let place = prop_oneof![
        (113.9..114.5_f64, 22.4..22.9_f64),
        (-179.99..179.99_f64, -89.0..89.0_f64),
        Just((114.2, 22.7)),
        (179.9..179.999_f64, 0.1..1.0_f64),
    ];
    let room = (proptest::option::weighted(0.9, place), any::<[bool; 3]>());
    proptest::collection::vec(room, 0..120).prop_map(|rooms| {
        let plain = sample_rooms().remove(0);
        let make = |(number, (place, [hot, everyone, open])): (u32, Drawn)| {
            let mut room = plain.clone();
            room.id = RoomId(Uuid::from_u128(number.into()));
            room.code = RoomCode::numbered("LG", number).unwrap();
            room.source_key = Line::new(&number.to_string()).ok();
            room.place = place.and_then(|(lon, lat)| Wgs84::new(lon, lat).ok());
            if !hot {
                room.facts.set(Facility::HotWater, domain::Fact::UNKNOWN);
            }
            if !everyone {
                room.entry = domain::Entry::Unknown;
            }
            if !open {
                room.hours.osm = Line::new("Mo-Su 20:00-21:00").ok();
            }
            room
        };
        (1_u32..).zip(rooms).map(make).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn the_tree_gives_the_same_rooms_in_the_same_order_as_measuring_all(
        rooms in scattered(), lon in -179.9..179.9_f64, lat in -85.0..85.0_f64, k in 1..30_usize, filters in any::<[bool; 3]>()
    ) {
        let registry = registry(rooms);
        let near = Wgs84::new(lon, lat).unwrap();
        let mut query = Query { near: Some(near), open_now: filters[0], everyone: filters[1], page: 1, ..Query::default() };
        if filters[2] {
            query.has.insert(Facility::HotWater);
        }
        let local = registry.region.local(noon());
        let tree = registry.nearest(near, &query, local, k);
        let plain = domain::nearest(&registry.candidates(), &query, local);
        let placed: Vec<_> = plain.into_iter().filter(|hit| hit.distance_m.is_some()).take(k).collect();
        prop_assert_eq!(&tree, &placed);
        for hit in tree {
            let place = registry.entry(&hit).room.place.unwrap();
            prop_assert_eq!(hit.distance_m, Some(distance_m(near, place)));
        }
    }
}
