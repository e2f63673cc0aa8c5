use domain::venues::FloorArea;

use super::*;
use crate::testing::region;

fn settings() -> Settings {
    let line = |text: &str| Line::new(text).unwrap();
    Settings {
        list: line("演示·名单"),
        source: line("演示·名单 2026（虚构）"),
        day: "2026-09-01".parse().unwrap(),
        demo: true,
        datum: Datum::Wgs84,
        frequented: Tri::Unknown,
    }
}

fn of(text: &str) -> Result<Read, ExchangeError> {
    read(text.as_bytes(), &settings(), &region())
}

fn wrong(text: &str) -> Vec<(u64, String, Why)> {
    let read = of(text).unwrap();
    read.wrong.into_iter().map(|wrong| (wrong.row, wrong.column, wrong.why)).collect()
}

#[test]
fn chinese_columns_and_geojson_say_the_same() {
    let csv = "龙岗区场所一览（虚构）,,,,,,\n场所名称,街道,场所类型,建筑面积（平方米）,日客流量,是否经常有母婴逗留,经度,纬度\n\
               演示·甲商场,龙城,商场,\"12,000.5\",1.2万,是,114.25,22.72\n演示·乙公园,,公园,,,,,\n";
    let geojson = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"演示·甲商场","street":"440307015000","type":"mall","area_m2":12000.5,"visitors_per_day":12000,"frequented":"yes"},
         "geometry":{"type":"Point","coordinates":[114.25,22.72]}},
        {"type":"Feature","properties":{"name":"演示·乙公园","type":"park"},"geometry":null}]}"#;
    let (one, other) = (of(csv).unwrap(), of(geojson).unwrap());
    assert_eq!((one.wrong.as_slice(), other.wrong.as_slice(), one.drafts.len()), (&[][..], &[][..], 2));
    for (csv, geojson) in one.drafts.iter().zip(&other.drafts) {
        assert_eq!(Draft { row: 0, ..csv.clone() }, Draft { row: 0, ..geojson.clone() });
    }
    let first = &one.drafts[0];
    assert_eq!((first.row, first.visitors_per_day, first.frequented), (3, Some(12_000), Tri::Yes));
    assert_eq!(first.area_m2, FloorArea::new(12_000.5));
    assert_eq!(one.drafts[1].frequented, Tri::Unknown);
}

#[test]
fn every_mistake_is_told_by_row_and_column() {
    let list = "名称,街道,社区,类型,面积,客流量,母婴逗留,lon,lat\n\
                演示·甲,火星,,太空站,-1,一万,也许,22.7,114.2\n\
                ,,,,,,,,\n\
                演示·乙,,,,1e308,1.5,,114.2,\n\
                ·,,,,NaN,-0.5,,,\n\
                演示·丙,,,,十平方米,99999999999,,1e9,2\n";
    let told = wrong(list);
    let of_row =
        |row: u64| told.iter().filter(|(of, ..)| *of == row).map(|(_, column, why)| (column.as_str(), *why)).collect::<Vec<_>>();
    assert_eq!(
        of_row(2),
        [
            ("街道", Why::Street),
            ("类型", Why::Type),
            ("面积", Why::Area),
            ("客流量", Why::Visitors),
            ("母婴逗留", Why::Frequented),
            ("lon", Why::Place)
        ]
    );
    assert_eq!(of_row(4), [("面积", Why::Area), ("客流量", Why::Visitors), ("lat", Why::HalfPlace)]);
    assert_eq!(of_row(5), [("名称", Why::OddName), ("面积", Why::Area), ("客流量", Why::Visitors)]);
    assert_eq!(of_row(6), [("面积", Why::Area), ("客流量", Why::Visitors), ("lon", Why::Place)]);
    assert_eq!((of(list).unwrap().refused(), of(list).unwrap().drafts.len()), (4, 0));
    let shape = r#"{"type":"FeatureCollection","features":[{"properties":{"name":"甲"},"geometry":{"type":"Polygon","coordinates":[]}}]}"#;
    assert_eq!(wrong(shape), [(1, "lon".to_owned(), Why::NoPoint)]);
}

#[test]
fn what_is_no_list_is_refused_as_a_whole() {
    assert_eq!(of(" \n"), Err(ExchangeError::Empty));
    assert_eq!(of("名称,街道\n"), Err(ExchangeError::NoRows));
    for text in ["<html><body><table><tr><td>甲</td></tr></table></body></html>\n<p>x</p>\n", "街道,面积\n龙城,1\n"] {
        assert!(matches!(of(text), Err(ExchangeError::MissingColumn { .. })), "{text}");
    }
    assert!(matches!(of("{\"features\":"), Err(ExchangeError::Json(_))));
    assert!(matches!(read(b"%PDF-1.7", &settings(), &region()), Err(ExchangeError::NotText { .. })));
}

#[test]
fn a_workbook_tells_what_a_text_does_not_show() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in ["名称", "街道", "建筑面积"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), head).unwrap();
    }
    sheet.write(1, 0, "演示·表格商场").unwrap();
    sheet.write(1, 1, "龙城街道").unwrap();
    sheet.write(1, 2, rust_xlsxwriter::Formula::new("=10000*2").set_result("20000")).unwrap();
    sheet.set_column_hidden(1).unwrap();
    let read = read(&book.save_to_buffer().unwrap(), &settings(), &region()).unwrap();
    assert_eq!((read.told.formulas, read.told.hidden_columns), (1, vec!["B".to_owned()]));
    assert_eq!((read.drafts[0].area_m2, read.drafts[0].street.is_some()), (FloorArea::new(20_000.0), true));
}

#[test]
fn a_community_tells_its_street_and_must_lie_in_the_one_written() {
    let region = region();
    let (street, of_it) = (&region.streets[0], &region.streets[0].communities[0]);
    let read = of(&format!("name,community\n演示·甲,{}\n", of_it.code)).unwrap();
    assert_eq!((read.drafts[0].street, read.drafts[0].community), (Some(street.code), Some(of_it.code)));
    let elsewhere = format!("name,street,community\n演示·甲,{},{}\n", region.streets[1].code, of_it.code);
    assert_eq!(wrong(&elsewhere), [(2, "community".to_owned(), Why::Elsewhere)]);
}

#[test]
fn a_formula_is_a_text_and_our_own_export_reads_back() {
    let read = of("name,address\n\"'=HYPERLINK(\"\"x\"\")\",'+86 路\n=1+1,'平常\n").unwrap();
    let names: Vec<_> = read.drafts.iter().map(|draft| (draft.name.as_str(), draft.address.as_ref().unwrap().as_str())).collect();
    assert_eq!(names, [("=HYPERLINK(\"x\")", "+86 路"), ("=1+1", "'平常")]);
}
