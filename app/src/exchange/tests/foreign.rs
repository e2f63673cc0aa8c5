//! Every trap of `shared/data/formats.md`, each read by a shipped mapping or a short one: no code of its own.

use domain::*;

use super::{mapping, region};
use crate::exchange::*;

fn plan_of(bytes: &[u8], mapping: &Mapping) -> Plan<'static> {
    let region = region("longgang");
    let mut last = 0;
    plan(read_rooms(bytes, "list", Some(mapping), &region).unwrap(), &StoredIndex::default(), &mut || {
        last += 1;
        RoomId(uuid::Uuid::from_u128(last))
    })
}

fn rooms(bytes: &[u8], mapping: &Mapping) -> Vec<Room> {
    let plan = plan_of(bytes, mapping);
    assert_eq!(plan.refused, []);
    plan.added.into_iter().map(|added| added.room).collect()
}

fn short(text: &str) -> Result<Mapping, MappingError> {
    let head = "format = \"csv\"\nkey = [\"id\"]\nas_of = \"2026-03-31\"\nteller = \"official\"\n";
    format!("{head}[source]\nid = \"x\"\nname = \"X\"\n{text}").parse()
}

const TAIPEI: &str = "行政區,機構名稱,地址,電話,分機,手機,開放時間,位置指引,基本設備,友善設備或服務,優良哺集乳室認證效期,輪椅使用,貼心小提醒\r\n\
63000010,內政部國土管理署,臺北市松山區八德路2段342號,(02)87712437,,,週一至週五 08:30~17:30,\"1樓，\n101室\",靠背椅;有蓋垃圾桶;電源設備 （插座或延長線）;可由內部上鎖之門;緊急求救設備 （求救鈴或電話等）;洗手設施 （洗手台或乾洗手液）,依各場所實際公告內容為主,115年8月31日,依各場所實際內容為主,\r\n\
63000010,內政部國土管理署,臺北市松山區八德路2段342號,(02)87712437,,,24小時,\"1樓，\n101室\",靠背椅,,,,請向服務台登記\r\n\
63000010,某某公司,臺北市松山區八德路2段1號,,,,24小時，僅供員工使用,3樓,按摩浴缸,,,,\r\n";

#[test]
fn taipei_in_big5_with_roc_dates_and_lists_in_a_cell() {
    let (big5, ..) = encoding_rs::BIG5.encode(TAIPEI);
    let plan = plan_of(&big5, &mapping("taipei"));
    assert_eq!((plan.refused[0].row, plan.refused[0].got.as_str()), (4, "按摩浴缸"), "{:?}", plan.refused);
    let [first, second] = [0, 1].map(|index| &plan.added[index].room);
    assert_eq!(first.code.as_str(), "TP-0001");
    assert_eq!(first.hours.osm.as_ref().unwrap().as_str(), "Mo-Fr 08:30-17:30; PH unknown");
    let lockable = first.facts.get(Facility::Lockable);
    assert_eq!((lockable.value, lockable.on), (Tri::Yes, chrono::NaiveDate::from_ymd_opt(2026, 8, 31)));
    assert_eq!(first.access, Access::Unknown, "lockable from inside is no key");
    assert_eq!(first.facts.get(Facility::Basin), Fact::UNKNOWN, "a basin or hand gel: not known which");
    assert_eq!(first.way.as_ref().unwrap().zh.as_str(), "1樓， 101室");
    assert_eq!(second.access, Access::Register);
    assert_eq!(second.source_key.as_ref().unwrap().as_str(), "內政部國土管理署|臺北市松山區八德路2段342號|1樓， 101室 #2");
    let utf8 = read_rooms(TAIPEI.as_bytes(), "list", Some(&mapping("taipei")), &region("longgang")).unwrap_err();
    assert!(utf8.to_string().contains("it could be utf-8"), "{utf8}");
}

#[test]
fn taiwan_with_line_breaks_in_cells_staff_rooms_and_an_address_of_eight_columns() {
    let text = "場所名稱,縣市,鄉/鎮/市/區,村/里,大道/路/街/地區,段,巷/弄/衖,號,樓（之~）,電話,開放時間,注意事項,設置依據\r\n\
內政部國土管理署,臺北市,松山區,中崙里,八德路,2,,342,1,02-87712437,週一至週五 08:30~17:30,,依法設置\r\n\
\"\n敏翔股份有限公司\n\",台南市,歸仁區,,中山一街,,,99號,,06-2398899#2101蔡小姐,24小時，僅供員工使用,,自願設置\r\n\
某車站, 新北市,板橋區,,縣民大道,,,7,B1,,24小時,鑰匙請洽服務台,依法設置\r\n";
    let plan = plan_of(text.as_bytes(), &mapping("taiwan"));
    let rooms: Vec<&Room> = plan.added.iter().map(|added| &added.room).collect();
    assert_eq!(rooms[0].address.as_ref().unwrap().as_str(), "臺北市松山區中崙里八德路2段342號1樓");
    assert_eq!(rooms[1].address.as_ref().unwrap().as_str(), "台南市歸仁區中山一街99號");
    assert_eq!((rooms[1].name.zh.as_str(), rooms[1].kind, rooms[1].is_public()), ("敏翔股份有限公司", Kind::StaffOnly, false));
    assert_eq!(rooms[2].access, Access::Key);
    assert_eq!(rooms[2].floor.as_ref().unwrap().level, Some(-1.0));
    assert_eq!(rooms[2].hours.osm.as_ref().unwrap().as_str(), "24/7");
    assert_eq!((plan.refused.len(), plan.dropped.len()), (0, 3), "districts that the region does not have are dropped, and said");
}

#[test]
fn korea_with_shifted_columns_and_empty_positions() {
    let row = |id, lat: &str, lon: &str| {
        format!(
            r#"{{"id":{id},"roomName":"주소강원 춘천시 공지로 591","zoneName":"","cityName":"남춘천역","address":"위치1층 역사무실 옆","location":"가족수유실","roomTypeName":"교통시설","latitude":{lat},"longitude":{lon},"scrapedAt":"2026-01-02T03:04:05Z"}}"#
        )
    };
    let text = format!(
        "{{\"roomList\":[{},{},{},{}]}}",
        row(1, "\"\"", "\"\""),
        row(2, "0", "0"),
        row(3, "\"37.8637\"", "127.7240"),
        row(4, "127.7240", "37.8637")
    );
    let plan = plan_of(text.as_bytes(), &mapping("korea_sooyusil"));
    let rooms: Vec<&Room> = plan.added.iter().map(|added| &added.room).collect();
    assert_eq!(rooms[0].name.zh.as_str(), "남춘천역");
    assert_eq!(rooms[0].address.as_ref().unwrap().as_str(), "강원 춘천시 공지로 591");
    assert_eq!(rooms[0].way.as_ref().unwrap().zh.as_str(), "1층 역사무실 옆");
    assert_eq!((rooms[0].venue.kind, rooms[0].entry), (VenueType::Transport, Entry::Everyone));
    assert_eq!((rooms[0].place, rooms[1].place), (None, None));
    assert_eq!(rooms[2].place, Wgs84::new(127.724, 37.8637).ok());
    assert!(plan.refused[0].row == 4 && plan.refused[0].reason.contains("swapped"), "{:?}", plan.refused);
}

#[test]
fn amap_positions_are_turned_from_gcj02() {
    let text = r#"{"status":"1","pois":[{"id":"B1","name":"布吉站母婴室","type":"公共设施;公共厕所;婴儿换洗间/哺乳室/母婴室","typecode":"200304","address":[],"location":"114.1216144,22.6017361","adcode":"440307"}]}"#;
    let mut with_all = mapping("amap");
    with_all.ignore.0.clear();
    let read = read_rooms(text.as_bytes(), "list", Some(&with_all), &region("longgang")).unwrap();
    assert_eq!(read.unread.len(), 3, "columns not read are told: {:?}", read.unread);
    let rooms = rooms(text.as_bytes(), &mapping("amap"));
    let expected = Wgs84::new(114.116_507_5, 22.604_417_8).unwrap();
    assert!(distance_m(rooms[0].place.unwrap(), expected) < 0.02);
}

#[test]
fn singapore_pairs_are_longitude_first_and_a_bad_one_is_dropped_and_told() {
    let text = "\u{feff}location,address,direction,images,facilities,coordinates,changing_station,power_points,sink,water_dispenser\n\
Parkway Parade,80 Marine Parade Rd,L2 beside the lift,,sofa;diaper;sink,\"103.9050,1.3052\",1,2,0,no\n\
Elsewhere,1 Road,,,,\"1.3052,103.9050\",,,,\n";
    let plan = plan_of(text.as_bytes(), &mapping("singapore"));
    let first = &plan.added[0].room;
    assert_eq!(first.place, Wgs84::new(103.905, 1.3052).ok());
    assert_eq!(first.facts.get(Facility::HotWater), Fact::UNKNOWN);
    assert_eq!(first.facts.get(Facility::Basin).value, Tri::No, "its own column goes before the list");
    assert_eq!(plan.added[1].room.place, None);
    assert!(plan.dropped[0].row == 3 && plan.dropped[0].reason.contains("swapped"));
}

#[test]
fn japan_with_three_header_rows_columns_by_place_and_cp932() {
    let text = "赤ちゃん・ふらっと一覧,,,,\n令和8年3月31日現在,,,,\n地域,最寄駅,施設名,利用可能日,利用可能時間\n千代田区,秋葉原,いずみ,月～土,9:00～17:00\n";
    let (cp932, ..) = encoding_rs::SHIFT_JIS.encode(text);
    let mapping: Mapping =
        "format = \"csv\"\nencoding = \"cp932\"\nheader_rows = 3\nkey = [\"#3\"]\nas_of = \"令和8年3月31日\"\n\
        [source]\nid = \"t\"\nname = \"T\"\n[fields]\nname_zh = \"#3\"\n[hours]\ntimes = \"#5\"\ndays = \"#4\"\n"
            .parse()
            .unwrap();
    let plan = plan_of(&cp932, &mapping);
    assert_eq!((plan.added[0].row, plan.added[0].room.name.zh.as_str()), (4, "いずみ"));
    assert_eq!(plan.added[0].room.hours.osm.as_ref().unwrap().as_str(), "Mo-Sa 09:00-17:00; PH unknown");
}

#[test]
fn a_shifted_csv_is_put_right_by_one_number() {
    let mapping: Mapping = "format = \"csv\"\ncolumn_shift = 1\nkey = [\"name\"]\n[source]\nid = \"t\"\nname = \"T\"\n[fields]\nname_zh = \"name\"\n".parse().unwrap();
    assert_eq!(rooms("name,address\nx,真名,地址\n".as_bytes(), &mapping)[0].name.zh.as_str(), "真名");
}

#[test]
fn a_word_on_no_list_is_refused_with_the_word_unless_the_mapping_says_otherwise() {
    let text = "id,name,sink\n1,A,○\n2,B,無\n3,C,たぶん\n4,D,\n";
    let rules = |extra: &str| {
        short(&format!("[fields]\nname_zh = \"name\"\n[facilities]\nbasin = {{ from = \"sink\"{extra} }}\n")).unwrap()
    };
    let plan = plan_of(text.as_bytes(), &rules(""));
    assert_eq!((plan.refused.len(), plan.refused[0].row, plan.refused[0].got.as_str()), (1, 4, "たぶん"));
    let values: Vec<Tri> = rooms(text.as_bytes(), &rules(", otherwise = \"unknown\""))
        .iter()
        .map(|room| room.facts.get(Facility::Basin).value)
        .collect();
    assert_eq!(values, [Tri::Yes, Tri::No, Tri::Unknown, Tri::Unknown]);
}

#[test]
fn what_people_have_written_since_stays_where_the_list_says_nothing() {
    let mapping = short("[fields]\nname_zh = \"name\"\n[facilities]\nbasin = \"\"\n").unwrap_err();
    assert!(mapping.message.contains("invalid type"), "{mapping}");
    let mapping = short("[fields]\nname_zh = \"name\"\naddress = \"address\"\n[facilities]\nbasin = { from = \"sink\" }\ncot = { from = \"cot\" }\n").unwrap();
    let text = "id,name,address,sink,cot\n1,A,,yes,\n";
    let mut edited = rooms(text.as_bytes(), &mapping);
    let room = &mut edited[0];
    room.address = Line::new("hand-written").ok();
    room.name.en = Line::new("By hand").ok();
    room.stage = Stage::Suspended;
    let seen = Fact { value: Tri::No, by: Some(Teller::Expert), on: chrono::NaiveDate::from_ymd_opt(2026, 6, 1) };
    room.facts.set(Facility::Basin, seen);
    room.facts.set(Facility::Cot, seen);
    let stored = StoredIndex::new(&edited);
    let again = |text: &str| {
        plan(read_rooms(text.as_bytes(), "l", Some(&mapping), &region("longgang")).unwrap(), &stored, &mut || unreachable!())
    };
    assert_eq!((again(text).unchanged, again(text).changed.len()), (1, 0), "seen by an expert on a later day");
    let renamed = again("id,name,address,sink,cot\n1,B,,yes,\n");
    assert_eq!(renamed.changed[0].fields, ["name_zh"]);
    assert_eq!(renamed.changed[0].new.name.en, Line::new("By hand").ok());
}

#[test]
fn hours_written_by_hand_stay_until_the_words_of_the_list_change() {
    let mapping = short("[fields]\nname_zh = \"name\"\n[hours]\ntimes = \"open\"\n").unwrap();
    let mut stored = rooms("id,name,open\n1,A,随商场营业\n2,B,9:00-17:00\n".as_bytes(), &mapping);
    stored[0].hours.osm = Line::new("Mo-Su 10:00-22:00").ok();
    stored[1].hours.note = Line::new("ring the bell").ok();
    let index = StoredIndex::new(&stored);
    let again = |text: &str| {
        let read = read_rooms(text.as_bytes(), "l", Some(&mapping), &region("longgang")).unwrap();
        plan(read, &index, &mut || unreachable!())
    };
    assert_eq!(again("id,name,open\n1,A,随商场营业\n2,B,9:00-17:00\n").unchanged, 2);
    let plan = again("id,name,open\n1,A,10:00-20:00\n2,B,随商场营业\n");
    let hours = |index: usize| plan.changed[index].new.hours.clone();
    assert_eq!(hours(0), Hours { osm: Line::new("Mo-Su 10:00-20:00").ok(), note: None });
    assert_eq!(hours(1), Hours { osm: None, note: Line::new("随商场营业").ok() });
}

#[test]
fn a_key_that_comes_twice_is_refused_with_the_row_that_has_it() {
    let mapping = short("[fields]\nname_zh = \"name\"\n").unwrap();
    let plan = plan_of(b"id,name\n7,A\n8,B\n7,C\n", &mapping);
    assert_eq!(plan.added.len(), 2);
    assert!(plan.refused[0].row == 4 && plan.refused[0].reason.contains("row 2 has the same"), "{:?}", plan.refused);
}

#[test]
fn a_bad_value_refuses_its_row_or_is_dropped_as_the_mapping_says() {
    let text = b"id,name,size\n1,A,0\n2,B,3\xe5\x9d\xaa\n";
    let rules = |extra: &str| {
        short(&format!("[fields]\nname_zh = \"name\"\narea_m2 = {{ from = \"size\", unit = \"m2\"{extra} }}\n")).unwrap()
    };
    let strict = plan_of(text, &rules(""));
    assert_eq!((strict.added.len(), strict.refused[0].column.as_deref()), (1, Some("size")));
    assert_eq!(strict.added[0].room.area, SquareMetres::new(9.9));
    let lenient = plan_of(text, &rules(", on_bad = \"drop\""));
    assert_eq!((lenient.added.len(), lenient.refused.len(), lenient.dropped.len(), lenient.added[0].room.area), (2, 0, 1, None));
}

#[test]
fn a_column_that_is_not_there_is_named_with_those_that_are() {
    let mapping = short("[fields]\nname_zh = \"nmae\"\n").unwrap();
    let error = read_rooms(b"id,name\n1,A\n", "l", Some(&mapping), &region("longgang")).unwrap_err().to_string();
    assert!(error.contains("\"nmae\"") && error.contains("id, name"), "{error}");
}

#[test]
fn every_shipped_mapping_can_be_used_and_is_in_the_readme() {
    let folder = format!("{}/../data/mappings", env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(format!("{folder}/README.md")).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            Mapping::open(&path).unwrap();
            assert!(readme.contains(path.file_name().unwrap().to_str().unwrap()), "{}", path.display());
        }
    }
}

#[test]
fn mistakes_in_a_mapping_are_told_with_their_line() {
    for (text, line, words) in [
        ("[fields]\nname_zh = \"n\"\nnam_en = \"x\"\n", 10, "\"nam_en\" is no column of a room"),
        ("[fields]\nname_zh = \"n\"\n[fields.kind]\nfrom = \"k\"\nvalues = { a = \"indep\" }\n", 12, "independent, mobile_pod"),
        ("[facilities]\nsauna = { from = \"s\" }\n[fields]\nname_zh = \"n\"\n", 9, "hot_water"),
        ("[set]\nlon = \"1\"\n[fields]\nname_zh = \"n\"\n", 9, "[position]"),
        ("[fields]\nname_zh = { from = \"n\", regex = \"x\" }\n", 9, "unknown field `regex`"),
        (
            "[fields]\nname_zh = \"n\"\n[[rules]]\nin = \"lock\"\ncontains = \"施錠できる\"\nset = { access = \"key\" }\n",
            13,
            "does not need a key",
        ),
        ("[fields]\nname_zh = { template = \"{a\" }\n", 9, "columns in braces"),
        ("[fields]\naddress = \"n\"\n", 1, "name_zh is missing"),
    ] {
        let error = short(text).unwrap_err();
        assert!(error.line == line && error.message.contains(words), "{error}\n{text}");
    }
    let error = "format = \"csv\"\nencoding = \"klingon\"\nkey = \"position\"\n[source]\nid = \"x\"\nname = \"X\"\n[fields]\nname_zh = \"n\"\n".parse::<Mapping>().unwrap_err();
    assert_eq!((error.line, error.to_string().contains("big5 (cp950)")), (2, true));
}

#[test]
fn the_refused_rows_of_a_foreign_file_keep_their_cells() {
    let mapping = short("[fields]\nname_zh = \"name\"\n[facilities]\nbasin = { from = \"sink\" }\n").unwrap();
    let text = b"id,name,sink\n1,A,yes\n2,=B(),perhaps\n";
    let plan = plan_of(text, &mapping);
    let file = String::from_utf8(refused_file(text, "l.csv", Some(&mapping), &plan.refused).unwrap()).unwrap();
    let reason = "\"is neither a yes, a no nor an unknown of the mapping\"";
    assert_eq!(file, format!("\u{feff}id,name,sink,行号,列,原因\n2,'=B(),perhaps,3,sink,{reason}\n"));
}
