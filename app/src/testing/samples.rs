//! Rooms with names, for tests; all of them plainly fictional.

use chrono::NaiveDate;
use domain::{
    Access, AreaCode, Bilingual, Entry, Facility, Fact, Facts, Floor, Hours, Kind, Line, Region, Room, RoomCode, RoomId,
    SquareMetres, Stage, Teller, Tri, Venue, VenueType, Wgs84,
};
use sqlx::types::Uuid;

/// Longgang, as shipped.
///
/// # Panics
/// When the shipped file cannot be read.
#[expect(clippy::unwrap_used, reason = "a test")]
pub fn region() -> Region {
    toml::from_str(include_str!("../../../data/regions/longgang.toml")).unwrap()
}

/// Six rooms: a mall's with everything known, a metro pod, a park's with hours that nobody knows, one suspended, one
/// without a position, and one for staff only that must never be public.
///
/// # Panics
/// Never, unless a sample breaks a rule of the domain.
#[expect(clippy::unwrap_used, reason = "a test")]
pub fn sample_rooms() -> Vec<Room> {
    let line = |text: &str| Line::new(text).unwrap();
    let mut rooms: Vec<Room> = [
        ("演示·星河里购物中心三楼母婴室", "演示·星河里购物中心", VenueType::Mall, "440307015000", (114.2450, 22.7200)),
        ("演示·晨光地铁站母婴舱", "演示·晨光地铁站", VenueType::Transport, "440307014000", (114.1170, 22.6040)),
        ("演示·小溪公园母婴室", "演示·小溪公园", VenueType::Park, "440307003000", (114.1210, 22.6960)),
        ("演示·和风医院母婴室", "演示·和风医院", VenueType::Hospital, "440307017000", (114.2000, 22.6480)),
        ("演示·青禾政务厅母婴室", "演示·青禾政务厅", VenueType::Government, "440307006000", (114.3020, 22.7700)),
        ("演示·某公司员工哺乳室", "演示·某公司", VenueType::Office, "440307013000", (114.0650, 22.6300)),
    ]
    .into_iter()
    .zip(1_u32..)
    .map(|((name, venue, kind, street, (lon, lat)), number)| Room {
        id: RoomId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number))),
        code: RoomCode::numbered("LG", number).unwrap(),
        kind: Kind::Independent,
        stage: Stage::Open,
        stage_note: None,
        name: Bilingual { zh: line(name), en: Some(line(&format!("Demo room {number}"))) },
        venue: Venue { name: Bilingual { zh: line(venue), en: None }, kind, area_m2: Some(12_000), visitors_per_day: None },
        street: Some(AreaCode::new(street).unwrap()),
        community: None,
        address: Some(line("演示路 1 号")),
        place: Some(Wgs84::new(lon, lat).unwrap()),
        floor: Some(Floor::printed(line("L3"))),
        way: Some(Bilingual { zh: line("从 A 口进 > 电梯上三楼"), en: Some(line("Enter at A > Lift to level 3")) }),
        access: Access::Open,
        access_note: None,
        entry: Entry::Everyone,
        paid_area: Tri::No,
        hours: Hours { osm: Some(line("Mo-Su,PH 10:00-22:00")), note: None },
        area: SquareMetres::new(11.5),
        photo: None,
        source: Some(line("test")),
        source_key: Some(line(&number.to_string())),
        demo: true,
        facts: facts(),
    })
    .collect();
    rooms[1].kind = Kind::MobilePod;
    rooms[1].paid_area = Tri::Yes;
    rooms[1].area = SquareMetres::new(1.6);
    rooms[2].hours = Hours { osm: None, note: Some(line("随公园开放")) };
    rooms[2].facts = Facts::default();
    rooms[3].stage = Stage::Suspended;
    rooms[3].stage_note = Some(line("水管维修"));
    rooms[4].place = None;
    rooms[4].entry = Entry::WomenOnly;
    rooms[5].kind = Kind::StaffOnly;
    rooms
}

fn facts() -> Facts {
    let on = NaiveDate::from_ymd_opt(2026, 10, 12);
    let mut facts = Facts::default();
    facts.set(Facility::HotWater, Fact { value: Tri::Yes, by: Some(Teller::Expert), on });
    facts.set(Facility::Lockable, Fact { value: Tri::Yes, by: Some(Teller::Official), on });
    facts.set(Facility::Fridge, Fact { value: Tri::No, by: Some(Teller::Parent), on });
    facts
}
