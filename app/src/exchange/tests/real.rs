//! The lists in the shared folder, read whole. Where the folder is not at hand the tests say so and pass.

use std::collections::HashMap;

use domain::*;

use super::{mapping, region};
use crate::exchange::*;

/// A list by its name; `None`, said aloud, where there is no shared folder.
pub(super) fn shared(file: &str) -> Option<Vec<u8>> {
    let beside = format!("{}/../../shared", env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var("MUYING_SHARED").unwrap_or(beside);
    let path = format!("{folder}/data/rooms/{file}");
    std::fs::read(&path).inspect_err(|error| eprintln!("not checked: {path}: {error} (set MUYING_SHARED)")).ok()
}

fn ids() -> impl FnMut() -> RoomId {
    let mut last = 0;
    move || {
        last += 1;
        RoomId(uuid::Uuid::from_u128(last))
    }
}

/// Imports twice; gives the rooms and what was refused.
fn import_twice(bytes: &[u8], name: &str, region_id: &str) -> (Vec<Room>, Vec<Refusal>) {
    let (mapping, region) = (mapping(name), region(region_id));
    let read = || read_rooms(bytes, "list", Some(&mapping), &region).unwrap();
    assert_eq!(read().unread, Vec::<String>::new(), "columns that the mapping does not speak of");
    let first = plan(read(), &StoredIndex::default(), &mut ids());
    let rooms: Vec<Room> = first.added.into_iter().map(|added| added.room).collect();
    let stored = StoredIndex::new(&rooms);
    let second = plan(read(), &stored, &mut || unreachable!("nothing is new"));
    assert_eq!((second.added.len(), second.changed.len(), second.unchanged), (0, 0, rooms.len() as u64));
    (rooms, first.refused)
}

fn count(rooms: &[Room], test: impl Fn(&Room) -> bool) -> usize {
    rooms.iter().filter(|room| test(room)).count()
}

fn says(facility: Facility, value: Tri) -> impl Fn(&Room) -> bool {
    move |room| room.facts.get(facility).value == value
}

#[test]
fn the_tokyo_list_is_read_whole() {
    let Some(bytes) = shared("tokyo_baby_stations_2026-03-31.geojson") else { return };
    let (rooms, refused) = import_twice(&bytes, "tokyo", "tokyo");
    assert_eq!(rooms.len() + refused.len(), 1654);
    assert_eq!(refused, []);
    assert_eq!(count(&rooms, |room| room.place.is_some()), 1654);
    assert_eq!(count(&rooms, says(Facility::HotWater, Tri::Yes)), 0);
    assert!(count(&rooms, says(Facility::HotWater, Tri::No)) < 30, "a false is no \"no\"");
    assert_eq!(count(&rooms, says(Facility::Lockable, Tri::Yes)), 486);
    assert_eq!(count(&rooms, |room| room.access == Access::Key), 0);
    assert_eq!(count(&rooms, |room| room.entry == Entry::WomenOnly), 49);
    assert_eq!(count(&rooms, |room| room.entry == Entry::Everyone), 105);
    assert_eq!(count(&rooms, |room| room.street.is_none()), 2);
    let readable = count(&rooms, |room| room.hours.osm.is_some());
    eprintln!("Tokyo: hours of {readable} rooms are readable, floors of {}", count(&rooms, |room| room.floor.is_some()));
    assert!(readable > 900, "{readable}");
    assert_eq!(count(&rooms, |room| room.hours == Hours::default()), 0);
    let first = &rooms[0];
    assert_eq!((first.code.as_str(), first.name.zh.as_str()), ("TK-0001", "いずみこどもプラザ"));
    assert_eq!(first.place, Wgs84::new(139.777_421_3, 35.699_016_7).ok());
    assert_eq!(first.floor.as_ref().and_then(|floor| floor.level), Some(5.0));
    let fact = first.facts.get(Facility::ChangingTable);
    assert_eq!((fact.value, fact.by, fact.on), (Tri::Yes, Some(Teller::Official), chrono::NaiveDate::from_ymd_opt(2026, 3, 31)));
}

#[test]
fn the_seoul_list_is_read_whole_without_positions() {
    let Some(bytes) = shared("seoul_metro_2025-09-24.json") else { return };
    let (rooms, refused) = import_twice(&bytes, "seoul", "seoul");
    assert_eq!(rooms.len() + refused.len(), 86);
    assert_eq!(refused, []);
    assert_eq!(count(&rooms, |room| room.place.is_some()), 0);
    assert_eq!(count(&rooms, |room| room.entry == Entry::Everyone), 70);
    assert_eq!(count(&rooms, |room| room.entry == Entry::WomenOnly), 16);
    assert_eq!(count(&rooms, |room| room.paid_area == Tri::Yes), 43);
    assert_eq!(count(&rooms, |room| room.paid_area == Tri::No), 43);
    assert_eq!(count(&rooms, |room| room.access == Access::AskStaff), 39);
    assert_eq!(count(&rooms, |room| room.area.is_some()), 86);
    assert_eq!(count(&rooms, |room| room.floor.is_some()), 84);
    assert_eq!(count(&rooms, says(Facility::ChangingTable, Tri::Yes)), 86);
    assert_eq!(count(&rooms, says(Facility::Curtain, Tri::No)), 14);
    let outside: Vec<&str> = rooms.iter().filter(|room| room.street.is_none()).map(|room| room.name.zh.as_str()).collect();
    assert_eq!(outside.len(), 8, "Hanam, Seongnam and Gwangmyeong are other cities: {outside:?}");
    let jongno = &rooms[0];
    assert_eq!(jongno.name.zh.as_str(), "종로3가역(1호선) 가족수유실");
    assert_eq!(jongno.way.as_ref().unwrap().zh.as_str(), "1호선 > B1 고객안전실 인접");
    assert_eq!(jongno.area, SquareMetres::new(11.7));
}

#[test]
fn the_reported_rooms_of_longgang_are_read_and_the_staff_room_is_refused() {
    let bytes = std::fs::read(format!("{}/../data/sources/longgang_reported.csv", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (rooms, refused) = import_twice(&bytes, "longgang_reported", "longgang");
    assert_eq!((rooms.len(), refused.len()), (10, 1));
    assert_eq!((refused[0].row, refused[0].column.as_deref()), (12, Some("venue_type")));
    assert!(refused[0].reason.contains("staff only"));
    let by_name: HashMap<&str, &Room> = rooms.iter().map(|room| (room.name.zh.as_str(), room)).collect();
    let hall = by_name["布吉街道行政办公大楼母婴室"];
    assert_eq!(hall.facts.present().iter().count(), 7);
    assert!(hall.source.as_ref().unwrap().as_str().starts_with("http://ilonggang"));
    let centre = by_name["龙城街道文体中心妇女儿童室(母婴室)"];
    assert_eq!(centre.venue.name.zh.as_str(), "龙城街道文体中心");
    assert_eq!(region("longgang").community(centre.community.unwrap()).unwrap().1.name_zh, "回龙埔社区");
    assert_eq!(centre.source.as_ref().unwrap().as_str(), "媒体报道（龙岗）");
    assert_eq!(count(&rooms, |room| room.venue.name.zh.as_str() == "布吉华润万象汇"), 0);
    assert_eq!(count(&rooms, |room| room.venue.name.zh.as_str() == "华润万象汇"), 2, "two rooms of one venue");
}
