//! The district pack: all public rooms in one file that a phone keeps, with everything needed to answer offline.

mod wire;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::awards::Held;
use crate::code::{AreaCode, RoomCode};
use crate::hours::{OpenState, Timetable};
use crate::inspection::Inspected;
use crate::place::Wgs84;
use crate::query::Traits;
use crate::region::Region;
use crate::room::Room;
use crate::search::Candidate;
use crate::stage::Stage;

pub use wire::PackError;

/// The pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// When the registry read its data from the database.
    pub as_of: DateTime<Utc>,
    /// Whether it holds demonstration data.
    pub demo: bool,
    /// The region, less its communities: rooms carry their names in their keys.
    pub region: Region,
    /// The last year whose public holidays the timetables know.
    pub holidays_until: i32,
    /// Timetables that rooms point at.
    pub timetables: Vec<Timetable>,
    /// All public rooms.
    pub rooms: Vec<PackRoom>,
}

impl Pack {
    /// Rooms up to which a registry is offered as a pack: some 2 MB.
    pub const MOST: usize = 5000;

    /// Rooms ready to search.
    pub fn candidates(&self) -> Vec<Packed<'_>> {
        let timetable = |room: &PackRoom| room.timetable.and_then(|index| self.timetables.get(usize::from(index)));
        self.rooms.iter().map(|room| Packed { traits: Traits::of(&room.room), timetable: timetable(room), room }).collect()
    }
}

/// A room in the pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackRoom {
    /// The room.
    pub room: Room,
    /// Its folded text with pinyin.
    pub key: String,
    /// Its timetable, by index; `None` where hours are not known.
    pub timetable: Option<u16>,
    /// When this record last changed.
    pub updated: DateTime<Utc>,
    /// Its latest confirmed inspection.
    pub inspected: Option<Inspected>,
    /// What it holds and nothing puts in question.
    pub held: Vec<Held>,
}

/// A room of a pack, ready to search.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a> {
    /// The room.
    pub room: &'a PackRoom,
    /// Its timetable.
    pub timetable: Option<&'a Timetable>,
    traits: Traits,
}

impl Packed<'_> {
    /// The state at a local moment.
    pub fn state(&self, now: NaiveDateTime) -> OpenState {
        self.timetable.map_or(OpenState::Unknown, |table| table.state(now))
    }
}

impl Candidate for Packed<'_> {
    fn code(&self) -> RoomCode {
        self.room.room.code
    }
    fn place(&self) -> Option<Wgs84> {
        self.room.room.place
    }
    fn street(&self) -> Option<AreaCode> {
        self.room.room.street
    }
    fn traits(&self) -> Traits {
        self.traits
    }
    fn key(&self) -> &str {
        &self.room.key
    }
    fn open_at(&self, now: NaiveDateTime) -> bool {
        self.room.room.stage == Stage::Open && self.state(now).is_open()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::awards::{Level, SchemeKind, Valid};
    use crate::text::{Bilingual, Line};

    fn held() -> Vec<Held> {
        let both = |zh: &str| Bilingual { zh: Line::new(zh).unwrap(), en: Some(Line::new("Demo").unwrap()) };
        let (from, until) = ("2026-03-01".parse().unwrap(), "2028-02-29".parse().unwrap());
        let site = Held {
            scheme: both("演示示范点"),
            issuer: both("演示单位"),
            kind: SchemeKind::Demonstration,
            level: Level(1),
            valid: Valid { from, until },
            fictional: true,
            in_question: false,
        };
        let stars = Held { scheme: both("演示星级"), kind: SchemeKind::Stars, level: Level(4), ..site.clone() };
        vec![stars.clone(), site, Held { level: Level(3), ..stars }]
    }

    fn pack() -> Pack {
        let room = serde_json::json!({
            "id": "0190a0b0-0000-7000-8000-000000000001", "code": "LG-0001", "kind": "mobile_pod", "stage": "suspended",
            "stage_note": "水管维修", "name": { "zh": "演示·母婴舱", "en": "Demo pod" }, "street": "440307003000",
            "venue": { "name": { "zh": "演示·地铁站" }, "type": "transport", "area_m2": 12000 }, "address": "演示路 1 号",
            "place": [114.2, 22.7], "floor": { "printed": "B1", "level": -1.0 }, "way": { "zh": "从 A 口进 > 左转" },
            "access": "ask_staff", "entry": "women_only", "paid_area": "yes", "hours": { "osm": "24/7", "note": "全天" },
            "area": 1.6, "source": "test", "demo": true,
            "facts": { "hot_water": { "value": "no", "by": "expert", "on": "2026-10-12" }, "cot": { "value": "yes" } },
        });
        let region = serde_json::json!({
            "id": "longgang", "name_zh": "龙岗区", "name_en": "Longgang District", "code_prefix": "LG", "utc_offset": "+08:00",
            "holidays": "CN", "bbox": [114.0, 22.5, 114.4, 22.9], "center": [114.2, 22.7],
            "streets": [{ "code": "440307003000", "name_zh": "平湖街道", "name_en": "Pinghu Subdistrict" }],
        });
        let updated = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let table =
            Timetable { first: updated.date_naive(), days: 35, spans: vec![crate::Span { from: 0, to: 50_400, sure: true }] };
        let inspected = Some(Inspected { inspection: uuid::Uuid::from_u128(7), visited: updated.date_naive(), passes: true });
        let room = serde_json::from_value(room).unwrap();
        let room = PackRoom { room, key: "演示\nyanshi".into(), timetable: Some(0), updated, inspected, held: held() };
        Pack {
            as_of: updated,
            demo: true,
            region: serde_json::from_value(region).unwrap(),
            holidays_until: 2026,
            timetables: vec![table],
            rooms: vec![room],
        }
    }

    #[test]
    fn a_pack_comes_back_as_it_was_sent() {
        assert_eq!(Pack::decode(&pack().encode()), Ok(pack()));
    }

    #[test]
    fn a_pack_cut_short_of_another_form_or_of_nonsense_is_refused() {
        let bytes = pack().encode();
        for cut in 0..bytes.len() {
            assert_eq!(Pack::decode(&bytes[..cut]), Err(PackError), "{cut} bytes");
        }
        let mut other = bytes.clone();
        other[0] += 1;
        assert_eq!(Pack::decode(&other), Err(PackError));
        assert_eq!(Pack::decode(b"<!DOCTYPE html>"), Err(PackError));
    }

    #[test]
    fn a_suspended_room_is_not_open_whatever_its_hours() {
        let pack = pack();
        let rooms = pack.candidates();
        let noon = pack.as_of.naive_utc();
        assert!(rooms[0].state(noon).is_open() && !rooms[0].open_at(noon));
    }
}
