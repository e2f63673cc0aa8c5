//! Our own formats lose nothing, and say what is wrong with a row.

use domain::*;
use proptest::prelude::*;

use super::region;
use crate::exchange::*;

fn csv(rooms: &[Room]) -> Vec<u8> {
    let mut out = Vec::new();
    export_csv(rooms.iter(), &mut out).unwrap();
    out
}

fn geojson(rooms: &[Room]) -> Vec<u8> {
    let mut out = Vec::new();
    export_geojson(rooms.iter(), &mut out).unwrap();
    out
}

/// Into an empty registry.
fn import(bytes: &[u8], name: &str) -> Vec<Room> {
    let read = read_rooms(bytes, name, None, &region("longgang")).unwrap();
    assert_eq!(read.refused, []);
    let plan = plan(read, &StoredIndex::default(), &mut || unreachable!("our own files carry ids"));
    assert_eq!(plan.refused, []);
    plan.added.into_iter().map(|added| added.room).collect()
}

fn demo() -> Vec<u8> {
    std::fs::read(format!("{}/../data/demo/rooms.csv", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_demonstration_rooms_come_back_as_they_were() {
    let rooms = import(&demo(), "rooms.csv");
    assert_eq!(rooms.len(), 153);
    // The file pads degrees to six places; nothing else may differ.
    let (ours, theirs) = (String::from_utf8(csv(&rooms)).unwrap(), String::from_utf8(demo()).unwrap());
    let number = |cell: &str| cell.contains('.').then(|| cell.parse::<f64>().ok()).flatten();
    for (ours, theirs) in ours.split([',', '\n']).zip(theirs.split([',', '\n'])) {
        assert!(ours == theirs || (number(ours).is_some() && number(ours) == number(theirs)), "{ours} {theirs}");
    }
    assert!(csv(&import(ours.as_bytes(), "rooms.csv")) == ours.as_bytes());
    assert_eq!(import(&geojson(&rooms), "rooms.geojson"), rooms);
}

#[test]
fn a_second_import_of_the_same_file_changes_nothing() {
    let rooms = import(&demo(), "rooms.csv");
    let stored = StoredIndex::new(&rooms);
    for (bytes, name) in [(csv(&rooms), "a.csv"), (geojson(&rooms), "a.geojson")] {
        let read = read_rooms(&bytes, name, None, &region("longgang")).unwrap();
        let plan = plan(read, &stored, &mut || unreachable!());
        assert_eq!((plan.added.len(), plan.changed.len(), plan.unchanged, plan.refused.len()), (0, 0, 153, 0));
    }
}

#[test]
fn one_changed_cell_is_one_changed_field() {
    let rooms = import(&demo(), "rooms.csv");
    let mut edited = rooms.clone();
    edited[7].access = Access::Key;
    let read = read_rooms(&csv(&edited), "a.csv", None, &region("longgang")).unwrap();
    let stored = StoredIndex::new(&rooms);
    let plan = plan(read, &stored, &mut || unreachable!());
    assert_eq!(plan.unchanged, 152);
    assert_eq!((plan.changed[0].fields.as_slice(), plan.changed[0].row, &plan.changed[0].new), (&["access"][..], 9, &edited[7]));
}

#[test]
fn each_bad_row_is_named_and_the_rest_stays_usable() {
    let text = String::from_utf8(demo()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let broken = [
        lines[1].replace(",5.1,", ",0,"),
        lines[2].replace("ask_staff", "sometimes"),
        lines[3].replace("114.107824,22.676103", "22.676103,114.107824"),
        lines[4].replace("\"Mo-Su,PH 09:30-22:00\"", "9点到5点"),
        lines[5].replace("440307003013", "440307001001"),
        lines[6].replacen(",LG-0006,", ",", 1),
        lines[8].to_owned(),
        lines[8].to_owned(),
    ];
    let file = format!("{}\n{}\n{}\n", lines[0], broken.join("\n"), lines[9]);
    let read = read_rooms(file.as_bytes(), "a.csv", None, &region("longgang")).unwrap();
    let plan = plan(read, &StoredIndex::default(), &mut || unreachable!());
    let told: Vec<String> = plan.refused.iter().map(ToString::to_string).collect();
    for (told, (start, words)) in told.iter().zip([
        ("row 2, area_m2, \"0\"", "0.1 to 999.9"),
        ("row 3, access, \"sometimes\"", "open, ask_staff"),
        ("row 4, lon", "swapped"),
        ("row 5, hours", "opening hours"),
        ("row 6, community", "no community"),
        ("row 7", "51 cells"),
        ("row 9, id", "row 8 has the same"),
    ]) {
        assert!(told.starts_with(start) && told.contains(words), "{told}");
    }
    assert_eq!((told.len(), plan.added.len()), (7, 2));
    let refused = String::from_utf8(refused_file(file.as_bytes(), "a.csv", None, &plan.refused).unwrap()).unwrap();
    assert_eq!(refused.lines().count(), 8);
    assert!(refused.starts_with("\u{feff}id,code,") && refused.lines().next().unwrap().ends_with(",行号,列,原因"));
    assert!(refused.lines().nth(1).unwrap().contains("LG-0001") && refused.lines().nth(1).unwrap().contains(",2,area_m2,"));
}

#[test]
fn codes_and_ids_that_contradict_the_store_are_refused() {
    let rooms = import(&demo(), "rooms.csv");
    let stored = StoredIndex::new(&rooms);
    let mut other = rooms[0].clone();
    other.id = rooms[1].id;
    let mut new_id = rooms[2].clone();
    new_id.id = RoomId("019b76da-ffff-77b8-aaca-79d979ff48e6".parse().unwrap());
    let mut taken = rooms[3].clone();
    taken.source_key = rooms[5].source_key.clone();
    let read = read_rooms(&csv(&[other, new_id, taken]), "a.csv", None, &region("longgang")).unwrap();
    let plan = plan(read, &stored, &mut || unreachable!());
    assert_eq!((plan.refused.len(), plan.changed.len()), (3, 0), "{:?}", plan.refused);
    assert!(plan.refused[2].reason.contains("LG-0006"));
}

#[test]
fn files_that_are_no_list_of_rooms_say_so() {
    let error = |bytes: &[u8], name: &str| read_rooms(bytes, name, None, &region("longgang")).unwrap_err().to_string();
    assert!(error(b"name,colour\nx,y\n", "a.csv").contains("\"name\" is no column of a room"));
    assert!(error(b"id,code,kind\n", "a.csv").contains("\"name_zh\" is missing"));
    assert!(error(b"name_zh\n", "a.csv").contains("no rows"));
    assert!(error(b"{\"type\":\"FeatureCollection\"}", "a.geojson").contains("no array under \"features\""));
    assert!(error(b"hello", "a.doc").contains("mapping file"));
    assert!(error(&[b'x'; 9], "a.csv").contains("is no column"));
    let small = Limits { bytes: 8, rows: 1 };
    assert!(read_rooms_within(&demo(), "a.csv", None, &region("longgang"), small).unwrap_err().to_string().contains("at most 8"));
    let small = Limits { rows: 100, ..Limits::default() };
    assert_eq!(
        read_rooms_within(&demo(), "a.csv", None, &region("longgang"), small),
        Err(ExchangeError::TooManyRows { most: 100 })
    );
    let unclosed = format!("name_zh\n\"{}\n", "x\n".repeat(600_000));
    assert!(error(unclosed.as_bytes(), "a.csv").contains("never closed"));
}

#[test]
fn a_geojson_property_that_is_wrong_is_named() {
    let rooms = import(&demo(), "rooms.csv");
    let text = String::from_utf8(geojson(&rooms[..2])).unwrap().replacen("\"access\":\"register\"", "\"access\":\"maybe\"", 1);
    let read = read_rooms(text.as_bytes(), "a.geojson", None, &region("longgang")).unwrap();
    assert_eq!(read.incoming.len(), 1);
    assert_eq!((read.refused[0].row, read.refused[0].column.as_deref()), (1, Some("access")));
}

#[test]
fn a_feature_is_the_json_of_a_room_without_code_and_place_and_with_a_map_of_facts() {
    for room in import(&demo(), "rooms.csv") {
        let mut json = serde_json::to_value(&room).unwrap();
        let feature = serde_json::to_value(Feature::from(&room)).unwrap();
        let object = json.as_object_mut().unwrap();
        assert_eq!(object.remove("code").unwrap(), feature["id"]);
        assert_eq!(object.remove("place").unwrap_or_default(), feature["geometry"]["coordinates"]);
        let facts = object.insert("facts".to_owned(), feature["properties"]["facts"].clone());
        assert_eq!(serde_json::from_value::<Facts>(facts.unwrap()).unwrap(), room.facts);
        assert_eq!(json, feature["properties"]);
    }
}

fn line() -> impl Strategy<Value = Line> {
    let wild = "[=+@'\"\\-]{0,2}[ -~\u{3000}-\u{30ff}一-龥가-힣\n\t,;\u{1f37c}\u{feff}]{0,20}";
    // White space and then a byte-order mark at the beginning: `Line::new` takes off one layer a time.
    wild.prop_filter_map("no line", |text| Line::new(&text).ok().filter(|line| !line.as_str().starts_with('\u{feff}')))
}

fn word<T: Word + std::fmt::Debug>() -> impl Strategy<Value = T> {
    proptest::sample::select(T::ALL)
}

fn bilingual() -> impl Strategy<Value = Bilingual> {
    (line(), proptest::option::of(line())).prop_map(|(zh, en)| Bilingual { zh, en })
}

fn fact() -> impl Strategy<Value = Fact> {
    let day = (-900_000..1_400_000_i32).prop_filter_map("day", chrono::NaiveDate::from_num_days_from_ce_opt);
    (word::<Tri>(), proptest::option::of(word::<Teller>()), proptest::option::of(day)).prop_map(|(value, by, on)| Fact {
        value,
        by,
        on,
    })
}

fn room() -> impl Strategy<Value = Room> {
    use proptest::option::of;
    let head = (any::<u128>(), 0..9999_u32, word::<Kind>(), word::<Stage>(), of(line()), bilingual(), bilingual());
    let venue = (word::<VenueType>(), of(any::<u32>()), of(any::<u32>()), of(0..11_usize), of(line()));
    let place = of((-179.0..179.0_f64, 0.1..89.0_f64));
    let door =
        (place, of((line(), of(-40..400_i16))), of(bilingual()), word::<Access>(), of(line()), word::<Entry>(), word::<Tri>());
    let hours = (of(proptest::sample::select(vec!["Mo-Su 10:00-22:00", "24/7", "Mo-Fr 09:00-18:00; PH off"])), of(line()));
    let tail = (hours, of(0.1..999.9_f64), of(line()), of(line()), of(line()), any::<bool>());
    let facts = proptest::collection::vec(fact(), Facility::ALL.len());
    (head, venue, door, tail, facts).prop_map(|(head, venue, door, tail, stated)| {
        let region = region("longgang");
        let street = venue.3.map(|index| &region.streets[index]);
        let mut facts = Facts::default();
        Facility::ALL.iter().zip(stated).for_each(|(&facility, fact)| facts.set(facility, fact));
        Room {
            id: RoomId(uuid::Uuid::from_u128(head.0)),
            code: RoomCode::numbered("LG", head.1).unwrap(),
            kind: head.2,
            stage: head.3,
            stage_note: head.4,
            name: head.5,
            venue: Venue { name: head.6, kind: venue.0, area_m2: venue.1, visitors_per_day: venue.2 },
            street: street.map(|street| street.code),
            community: street.and_then(|street| street.communities.last()).map(|community| community.code),
            address: venue.4,
            place: door.0.map(|(lon, lat)| Wgs84::new(lon, lat).unwrap()),
            floor: door.1.map(|(printed, level)| Floor { printed, level: level.map(|level| f32::from(level) / 2.0) }),
            way: door.2,
            access: door.3,
            access_note: door.4,
            entry: door.5,
            paid_area: door.6,
            hours: Hours { osm: tail.0.0.map(|hours| Line::new(hours).unwrap()), note: tail.0.1 },
            area: tail.1.and_then(SquareMetres::new),
            photo: tail.2,
            source: tail.3,
            source_key: tail.4,
            demo: tail.5,
            facts,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_rooms_come_back_the_same_and_byte_for_byte(room in room()) {
        let rooms = [room];
        for (export, name) in [(csv as fn(&[Room]) -> Vec<u8>, "a.csv"), (geojson, "a.geojson")] {
            let bytes = export(&rooms);
            let back = import(&bytes, name);
            prop_assert_eq!(&back[..], &rooms[..]);
            prop_assert!(export(&back) == bytes);
        }
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in ".{0,200}") {
        for name in ["a.csv", "a.geojson"] {
            let _ = read_rooms(&bytes, name, None, &region("seoul"));
            let _ = read_rooms(format!("name_zh,hours,lon\n{text}").as_bytes(), name, None, &region("seoul"));
        }
    }
}
