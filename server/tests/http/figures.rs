//! Figures: any two days, the rows behind each number, reports as pages and workbooks, and who may not.

use std::io::Cursor;

use app::db::Db;
use app::rooms::store;
use app::testing::{both_engines, sample_rooms};
use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, Utc};
use domain::{Action, Bilingual, Line, Role, Room, RoomCode, Stage, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::rectifications::confirmed;
use super::support::{Answer, Site, plain};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A site whose rooms were recorded in 2025; one of them is called like a formula.
async fn site(db: Db) -> Site {
    let mut rooms = sample_rooms();
    rooms[1].name = Bilingual { zh: Line::new("=1+1").unwrap(), en: None };
    let mut tx = db.begin().await.unwrap();
    store::insert_many(&mut tx, &rooms, at("2025-11-24T03:00:00Z")).await.unwrap();
    tx.commit().await.unwrap();
    Site::with(db, &[], &plain()).await
}

/// Changes the stage of a room at a moment.
async fn becomes(site: &Site, code: &str, stage: Stage, moment: &str) {
    let old = store::find(&site.state.db, RoomCode::new(code).unwrap()).await.unwrap().unwrap();
    let new = Room { stage, stage_note: None, ..old.room.clone() };
    let mut tx = site.state.db.begin().await.unwrap();
    store::update(&mut tx, &old, &new, at(moment)).await.unwrap();
    tx.commit().await.unwrap();
}

/// A site on which something has happened: a room closed, a room opened, an inspection that fails.
async fn busy(site: &Site) -> [Browser<'_>; 2] {
    let mut admin = administrator(site).await;
    let mut staff = one(site, &mut admin, "li.staff", Role::Staff).await;
    let mut expert = one(site, &mut admin, "chen", Role::Expert).await;
    becomes(site, "LG-0002", Stage::Closed, "2026-02-01T03:00:00Z").await;
    becomes(site, "LG-0004", Stage::Open, "2026-03-01T03:00:00Z").await;
    confirmed(&mut expert, &mut staff, &[("2.04.value", "no")]).await;
    [admin, staff]
}

/// The links of a page to rows, with the numbers that they say.
fn numbers(page: &Answer) -> Vec<(String, usize)> {
    let links = page.text().split("href=\"/staff/figures/rows?").skip(1);
    let link = |rest: &str| {
        let (query, rest) = rest.split_once("\">").unwrap();
        let number = rest.split('<').next().unwrap().trim_start_matches(['+', '−']);
        (format!("/staff/figures/rows?{}", query.replace("&amp;", "&")), number.parse().unwrap())
    };
    links.map(link).collect()
}

/// How many rows a page of rows shows.
fn rows(page: &Answer) -> usize {
    page.text().split("<tbody>").nth(1).map_or(0, |body| body.matches("<tr>").count())
}

#[tokio::test]
async fn every_number_of_two_days_leads_to_as_many_rows() {
    both_engines(|db| async {
        let site = site(db).await;
        let [admin, staff] = busy(&site).await;
        let page = staff.get("/staff/figures").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let links = numbers(&page);
        assert!(links.len() > 25, "{links:?}");
        for (address, number) in links {
            let behind = staff.get(&address).await;
            assert_eq!((behind.status.as_u16(), rows(&behind)), (200, number), "{address}: {}", behind.text());
        }
        // Each row leads to what it is.
        let rows_of = async |query: &str| staff.get(&format!("/staff/figures/rows?{query}")).await;
        assert!(rows_of("figure=rooms_open").await.text().contains("href=\"/staff/build/LG-0001\""));
        assert!(rows_of("figure=inspections").await.text().contains("href=\"/inspections/"));
        let items = rows_of("figure=items_open").await;
        assert!(items.text().contains("href=\"/rectifications/") && items.text().contains("2.04"), "{}", items.text());
        let came = rows_of("figure=rooms_open&change=came").await;
        assert!(came.text().contains("LG-0004") && !came.text().contains("LG-0001"), "{}", came.text());
        let went = rows_of("figure=rooms_open&change=went").await;
        assert!(went.text().contains("LG-0002") && !went.text().contains("LG-0001"), "{}", went.text());
        // Days and rooms of one's own.
        let then = rows_of("figure=rooms_open&on=2026-02-15&against=2025-12-31").await;
        assert_eq!(rows(&then), 3, "{}", then.text());
        let early = staff.get("/staff/figures?on=2025-11-23").await;
        assert!(early.text().contains("还没有记录"), "{}", early.text());
        let narrow = staff.get("/staff/figures?street=440307015000&class=A&venue=mall").await;
        for (address, number) in numbers(&narrow) {
            assert_eq!(rows(&staff.get(&address).await), number, "{address}");
        }
        assert_eq!(staff.get("/staff/figures/rows?figure=nothing").await.status, 404);
        // Who may see figures but not what is behind them is given no link there; rewards are for those who handle them.
        let items = admin.get("/staff/figures/rows?figure=items_open").await;
        assert!(items.status == 200 && !items.text().contains("href=\"/rectifications/"), "{}", items.text());
        assert!(staff.get("/staff/figures").await.text().contains("付出的奖励"));
        assert!(!admin.get("/staff/figures").await.text().contains("付出的奖励"));
        assert_eq!(admin.get("/staff/figures/rows?figure=paid").await.status, 403);
        assert_eq!(admin.get("/staff/figures/rows.xlsx?figure=paid").await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_year_stands_as_it_stood_at_its_end() {
    both_engines(|db| async {
        let site = site(db).await;
        let [_, mut staff] = busy(&site).await;
        let report = "/staff/figures/year/2025";
        let page = staff.get(report).await;
        assert!(page.text().contains("还没有冻结") && page.text().contains("没有登记 2025 年的目标"), "{}", page.text());
        let open = numbers(&page).into_iter().find(|(address, _)| address.contains("figure=rooms_open")).unwrap();
        assert_eq!(open.1, 4);
        let behind = staff.get(&open.0).await;
        assert!(behind.text().contains("LG-0002") && !behind.text().contains("LG-0004"), "as it stood: {}", behind.text());
        let seen = staff.get("/staff/targets/freeze?year=2025").await;
        let seen = seen.text().split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let frozen = staff.post("/staff/targets/freeze", &[("year", "2025"), ("seen", &seen)]).await;
        assert_eq!(frozen.status, 303, "{}", frozen.text());
        let page = staff.get(report).await;
        assert!(page.text().contains("由 li.staff 冻结于") && page.text().contains(&seen), "{}", page.text());
        assert!(!page.text().contains("两个数不一样"), "{}", page.text());
        for (address, number) in numbers(&page) {
            assert_eq!(rows(&staff.get(&address).await), number, "{address}");
        }
        // What was visited in a month, and confirmed after it: not in its number, and told beside it.
        let month = staff.get("/staff/figures/month/2026-11").await;
        assert!(month.text().contains("还没有过完"), "{}", month.text());
        for wrong in ["year/2027", "year/x", "month/2026-13", "month/2026", "month/2026-12", "year/2027.xlsx"] {
            assert_eq!(staff.get(&format!("/staff/figures/{wrong}")).await.status, 404, "{wrong}");
        }
        let english = staff.get("/staff/figures/year/2025?lang=en").await;
        assert!(
            english.text().contains("Report of the year 2025") && english.text().contains("was frozen by"),
            "{}",
            english.text()
        );
    })
    .await;
}

fn book(answer: &Answer) -> Xlsx<Cursor<Vec<u8>>> {
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), app::ui::workbook::XLSX);
    Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap()
}

#[tokio::test]
async fn a_workbook_has_a_sheet_of_rows_behind_each_number() {
    both_engines(|db| async {
        let site = site(db).await;
        let [_, staff] = busy(&site).await;
        for (period, open) in [("year/2025", 4.0), ("year/2026", 4.0)] {
            let page = staff.get(&format!("/staff/figures/{period}")).await;
            let mut book = book(&staff.get(&format!("/staff/figures/{period}.xlsx")).await);
            let names = book.sheet_names();
            let first = book.worksheet_range(&names[0]).unwrap();
            assert_eq!(first.get_value((0, 0)), Some(&Data::String("指标".to_owned())));
            let figures: Vec<(String, f64)> = first
                .rows()
                .skip(1)
                .map(|row| {
                    (
                        row[0].to_string(),
                        match row[2] {
                            Data::Float(number) => number,
                            ref other => unreachable!("{other:?}"),
                        },
                    )
                })
                .collect();
            assert_eq!((figures.len(), figures[0].clone()), (18, ("开放的房间".to_owned(), open)));
            for (place, (name, number)) in figures.iter().enumerate() {
                let sheet = names.iter().find(|sheet| sheet.starts_with(&format!("{} ", place + 1))).unwrap();
                assert!(sheet.ends_with(name.as_str()) || name.starts_with(sheet.split_once(' ').unwrap().1), "{sheet} {name}");
                let range = book.worksheet_range(sheet).unwrap();
                if name.contains("奖励") {
                    continue;
                }
                let rows = range.rows().len() - 1;
                assert_eq!(rows.to_string(), number.to_string(), "{sheet}");
                assert!(book.worksheet_formula(sheet).unwrap().is_empty(), "no formulas");
            }
            assert!(page.text().contains(&format!("/staff/figures/{period}.xlsx")));
        }
        let mut book = book(&staff.get("/staff/figures/rows.xlsx?figure=rooms_open&on=2026-01-05").await);
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let names: Vec<String> = range.rows().skip(1).map(|row| row[0].to_string()).collect();
        assert!(names.len() == 4 && names[1] == "LG-0002 =1+1", "{names:?}");
    })
    .await;
}

#[tokio::test]
async fn rooms_as_a_workbook_say_what_the_csv_says_and_a_formula_stays_a_text() {
    both_engines(|db| async {
        let site = site(db).await;
        let csv = site.get("/api/v1/rooms.csv").await;
        let mut book = book(&site.get("/api/v1/rooms.xlsx").await);
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.body.as_ref());
        for (record, row) in reader.records().zip(range.rows()) {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            let record: Vec<String> =
                record.unwrap().iter().map(|cell| cell.strip_prefix('\'').unwrap_or(cell).to_owned()).collect();
            assert_eq!(cells, record[..cells.len()]);
            assert!(record[cells.len()..].iter().all(String::is_empty));
        }
        assert_eq!(range.rows().len(), csv.text().lines().count());
        assert!(range.rows().flatten().any(|cell| *cell == Data::String("=1+1".to_owned())));
        assert!(book.worksheet_formula("rooms").unwrap().is_empty());
        let narrow = site.get("/api/v1/rooms.xlsx?q=zhengwu").await;
        assert_eq!(narrow.header("content-disposition"), "attachment; filename=\"rooms-longgang-2026-11-24.xlsx\"");
        assert_eq!(self::book(&narrow).worksheet_range("rooms").unwrap().rows().len(), 2);
        assert_eq!(site.get("/api/v1/rooms.xlsx?near=114,22").await.status, 400);
        let again =
            site.get_with("/api/v1/rooms.xlsx", &[("if-none-match", site.get("/api/v1/rooms.xlsx").await.header("etag"))]).await;
        assert_eq!(again.status, 304);
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_sums_and_staff_the_same_with_rows() {
    both_engines(|db| async {
        let site = site(db).await;
        let [_, staff] = busy(&site).await;
        site.state.registry.refresh(&site.state.db, super::support::at_eleven()).await.unwrap();
        let public = site.get("/progress").await;
        let all = "合计</th><td class=\"num\">4</td><td class=\"num\">1</td><td class=\"num\">1</td>";
        assert!(public.text().contains(all), "{}", public.text());
        assert!(
            public.text().contains("近一年没有整改完的问题") && public.text().contains("另有 1 个还没有整改完"),
            "{}",
            public.text()
        );
        assert!(public.text().contains("<desc id=\"by-year-said\">2025 4; 2026 4</desc>"), "{}", public.text());
        assert!(!public.text().contains("/staff/") && !public.text().contains("LG-0006"), "nothing that is not public");
        let page = numbers(&staff.get("/staff/figures").await);
        let of = |figure: &str| {
            page.iter()
                .filter(|(address, _)| address.contains(&format!("figure={figure}&on=2026-11-24&")))
                .map(|(_, number)| *number)
                .next()
        };
        assert_eq!(
            [of("rooms_open"), of("rooms_checked"), of("rooms_passing"), of("items_open")],
            [Some(4), Some(1), Some(1), Some(1)]
        );
        match &site.state.db {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(pool) => pool.close().await,
        }
        let away = site.get("/progress").await;
        assert!(away.status == 200 && away.text().contains("2025 4; 2026 4"), "what was read last: {}", away.text());
    })
    .await;
}

#[tokio::test]
async fn each_address_asks_for_the_role_that_the_table_says() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        let addresses = [
            "/staff/figures",
            "/staff/figures/rows?figure=rooms_open",
            "/staff/figures/rows.xlsx?figure=rooms_open",
            "/staff/figures/year/2025",
            "/staff/figures/year/2025.xlsx",
            "/staff/figures/month/2026-10",
            "/staff/figures/month/2026-10.xlsx",
        ];
        for &role in Role::ALL {
            let browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = if may(role, Action::SeeFigures) { 200 } else { 403 };
            for address in addresses {
                assert_eq!(browser.get(address).await.status, expected, "{role} {address}");
            }
            let account = browser.get("/account").await;
            assert_eq!(account.text().contains("href=\"/staff/figures\""), expected == 200, "{role}");
        }
        for address in addresses {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
    })
    .await;
}
