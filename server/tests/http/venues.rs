//! Venues: from a list that staff bring in to the coverage rate of the duty, and to a room where there is none.

use app::audit;
use app::db::Db;
use app::rooms::store;
use app::testing::{both_engines, sample_rooms};
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, hidden, plain};

const LISTS: &str = "/staff/venues/lists";
/// One with an open room, one without any, one of which too little is known, one that is small, one of which a cell is wrong.
const LIST: &str = "编号,场所名称,街道,场所类型,建筑面积,日客流量,是否经常有母婴逗留,经度,纬度\n\
                    A,演示·星河里购物中心,龙城,商场,\"46,400\",,是,114.2450,22.7200\n\
                    B,=演示·新客运站,坂田,交通枢纽,,1.2万,是,114.0700,22.6200\n\
                    C,演示·大草坪公园,平湖,公园,,,是,,\n\
                    D,演示·小书店,布吉,,300,200,是,,\n\
                    E,演示·错的,火星,mall,1e308,-1,也许,22.6,\n";

/// A site whose rooms were recorded in 2025.
async fn site(db: Db) -> Site {
    let mut tx = db.begin().await.unwrap();
    store::insert_many(&mut tx, &sample_rooms(), "2025-11-24T03:00:00Z".parse().unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    Site::with(db, &[], &plain()).await
}

fn about(rows: &str) -> Vec<(String, String)> {
    let fields = [
        ("list", "演示·重点场所"),
        ("source", "演示·名单 2026（虚构）"),
        ("day", "2026-09-01"),
        ("fictional", "yes"),
        ("datum", "wgs84"),
        ("frequented", "unknown"),
        ("rows", rows),
    ];
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// Sends a list; the address of its draft.
async fn begun(staff: &Browser<'_>, name: &str, bytes: &[u8]) -> String {
    let answer = staff.upload(LISTS, &about(""), &[("file", name, bytes)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

/// Writes a draft as it is seen.
async fn written(staff: &mut Browser<'_>, path: &str, more: &[(&str, &str)]) -> Answer {
    let seen = hidden(&staff.get(path).await, "seen");
    let fields: Vec<(&str, &str)> = [("seen", seen.as_str())].into_iter().chain(more.iter().copied()).collect();
    staff.post(path, &fields).await
}

/// The address of the venue whose name is part of a page.
fn venue(page: &Answer, name: &str) -> String {
    let before = page.text().split(name).next().unwrap();
    let id = before.rsplit("href=\"/staff/venues/").next().unwrap().split('"').next().unwrap();
    format!("/staff/venues/{id}")
}

/// A part of the page of the duty.
fn part<'a>(page: &'a Answer, id: &str) -> &'a str {
    let rest = page.text().split(&format!("<h2 id=\"{id}\">")).nth(1).unwrap_or_else(|| unreachable!("{}", page.text()));
    rest.split("<h2 id=").next().unwrap()
}

async fn staffed(site: &Site) -> (Browser<'_>, Browser<'_>) {
    let mut admin = administrator(site).await;
    let staff = one(site, &mut admin, "li.staff", Role::Staff).await;
    (admin, staff)
}

/// Brings in the list.
async fn brought_in(staff: &mut Browser<'_>) {
    let path = begun(staff, "名单.csv", LIST.as_bytes()).await;
    assert_eq!(written(staff, &path, &[("without", "yes")]).await.header("location"), path);
}

#[tokio::test]
async fn a_list_is_written_as_it_was_seen_and_counts_in_the_rate_of_the_duty() {
    both_engines(|db| async {
        let site = site(db).await;
        let (_, mut staff) = staffed(&site).await;
        assert!(staff.get("/staff/venues").await.text().contains("还没有导入过场所名单"));
        let path = begun(&staff, "名单.csv", LIST.as_bytes()).await;
        let page = staff.get(&path).await;
        assert!(page.text().contains("增加 4 处，改动 0 处，0 处不变，0 处这次没有，1 行读不了"), "{}", page.text());
        for words in
            ["本区没有这个街道", "0 到 10000000 的平方米数", "0 到 30000000 的整数", "看不出是还是不是", "要一起填", "1e308"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let refused = written(&mut staff, &path, &[]).await;
        assert!(refused.status == 422 && refused.text().contains("请勾选不写入它们"), "{}", refused.text());
        let stale = staff.post(&path, &[("seen", &"0".repeat(64)), ("without", "yes")]).await;
        assert!(stale.status == 422 && stale.text().contains("请再看一遍"), "{}", stale.text());
        assert_eq!(written(&mut staff, &path, &[("without", "yes")]).await.header("location"), path);
        assert!(staff.get(&path).await.text().contains("增加 4 处，改动 0 处，结束 0 处"));

        // Six venues of 12,000 m² are known by their rooms; one of them is on the list and not doubled.
        let duty = staff.get("/staff/targets/duty").await;
        assert!(duty.text().contains("应当有的 7 处，已有开放母婴室的 4 处") && duty.text().contains("57%"), "{}", duty.text());
        assert!(part(&duty, "without").contains("演示·新客运站") && part(&duty, "unknown").contains("演示·大草坪公园"));
        assert!(part(&duty, "unknown").contains("建筑面积、日客流量"), "{}", part(&duty, "unknown"));
        assert!(part(&duty, "with").contains("演示·星河里购物中心") && !duty.text().contains("演示·小书店"));
        let narrow = staff.get("/staff/targets/duty?venue=transport").await;
        assert!(part(&narrow, "without").contains("新客运站") && !part(&narrow, "without").contains("和风医院"));
        let before = staff.get("/staff/targets/duty?on=2026-11-23").await;
        assert!(before.text().contains("应当有的 6 处，已有开放母婴室的 4 处"), "{}", before.text());
        assert!(!before.text().contains("新客运站"));

        let report = staff.get("/staff/figures/year/2026").await;
        assert!(report.text().contains("应当有的 7 处，已有开放母婴室的 4 处"), "{}", report.text());
        assert!(report.text().contains("/staff/targets/duty?on=2026-11-24"), "it leads to its venues");

        // What a planner wants: those without a room, as candidates.
        let set = staff.post("/staff/coverage/sets/venues", &[]).await;
        let rows = staff.get(&format!("{}/rows.csv", set.header("location"))).await;
        assert!(rows.text().contains("'=演示·新客运站,114.07,22.62,,440307013000,transport"), "{}", rows.text());
        assert!(rows.text().contains("演示·某公司") && !rows.text().contains("和风医院"), "one for staff only, one suspended");

        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_venue_without_a_room_gets_one_proposed_that_counts_once_it_is_there() {
    both_engines(|db| async {
        let site = site(db).await;
        let (_, mut staff) = staffed(&site).await;
        brought_in(&mut staff).await;
        let list = staff.get("/staff/venues?must=yes&has=none").await;
        let station = venue(&list, "=演示·新客运站");
        let page = staff.get(&station).await;
        assert!(page.text().contains("应当有</strong> · 没有") && page.text().contains("（虚构，仅供演示）"), "{}", page.text());
        let propose = page.text().split("href=\"/staff/build/new?").nth(1).unwrap().split('"').next().unwrap();
        let form = staff.get(&format!("/staff/build/new?{}", propose.replace("&amp;", "&"))).await;
        for kept in [
            "value=\"=演示·新客运站 母婴室\"",
            "value=\"12000\"",
            "value=\"440307013000\" selected",
            "value=\"transport\" selected",
        ] {
            assert!(form.text().contains(kept), "{kept}: {}", form.text());
        }
        let proposal = [
            ("name_zh", "演示·新客运站母婴室"),
            ("venue_zh", "=演示·新客运站"),
            ("venue_type", "transport"),
            ("street", "440307013000"),
            ("kind", "independent"),
            ("on", "2026-11-20"),
        ];
        assert_eq!(staff.post("/staff/build/new", &proposal).await.status, 303);
        let page = staff.get(&station).await;
        assert!(page.text().contains("还没有开放的，有一间") && page.text().contains("按在这里算，待确认"), "{}", page.text());
        let version = hidden(&page, "version");
        let link = [("version", version.as_str()), ("code", "LG-0007"), ("wish", "link")];
        assert_eq!(staff.post(&format!("{station}/rooms"), &link).await.header("location"), station);
        assert!(staff.get(&station).await.text().contains("已确认在这里"));
        let again = staff.post(&format!("{station}/rooms"), &link).await;
        assert!(again.status == 422 && again.text().contains("刚刚被别人改过"), "a second click: {}", again.text());
        assert!(part(&staff.get("/staff/targets/duty").await, "without").contains("LG-0007"));
        let set = staff.post("/staff/coverage/sets/venues", &[]).await;
        let rows = staff.get(&format!("{}/rows.csv", set.header("location"))).await;
        assert!(!rows.text().contains("新客运站"), "a room is on its way: {}", rows.text());

        let csv = staff.get("/staff/venues.csv?has=coming").await;
        assert!(
            csv.text().contains("B,'=演示·新客运站,,440307013000,,transport,,12000,yes,,114.07,22.62,yes,,"),
            "{}",
            csv.text()
        );
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_new_edition_changes_misses_and_ends_and_our_own_export_changes_nothing() {
    both_engines(|db| async {
        let site = site(db).await;
        let (_, mut staff) = staffed(&site).await;
        brought_in(&mut staff).await;
        let csv = staff.get("/staff/venues.csv").await;
        let listed: Vec<&str> =
            csv.text().lines().filter(|line| line.starts_with('\u{feff}') || line.contains("重点场所")).collect();
        let own = begun(&staff, "muying-venues.csv", listed.join("\n").as_bytes()).await;
        let page = staff.get(&own).await;
        assert!(page.text().contains("增加 0 处，改动 0 处，4 处不变，0 处这次没有，0 行读不了"), "{}", page.text());
        let nothing = written(&mut staff, &own, &[]).await;
        assert!(nothing.status == 422 && nothing.text().contains("没有要写入的"), "{}", nothing.text());
        assert_eq!(staff.post(&format!("{own}/drop"), &[]).await.header("location"), LISTS);
        assert_eq!(staff.get(&own).await.status, 404);

        let newer =
            "编号,场所名称,街道,建筑面积\nA,演示·星河里购物中心,龙城,50000\nF,演示·新影城,布吉,20000\nF,演示·新影城,布吉,20000\n";
        let path = begun(&staff, "名单.csv", newer.as_bytes()).await;
        let page = staff.get(&path).await;
        assert!(page.text().contains("增加 1 处，改动 1 处，0 处不变，3 处这次没有，1 行读不了"), "{}", page.text());
        assert!(page.text().contains("46400 平方米 → <strong>50000 平方米</strong>"), "{}", page.text());
        assert!(page.text().contains("与第 3 行是同一处场所"), "{}", page.text());
        let end = [("without", "yes"), ("gone", "end"), ("end_on", "2026-09-01"), ("end_why", " ")];
        let refused = written(&mut staff, &path, &end).await;
        assert!(refused.status == 422 && refused.text().contains("请写原因") && refused.text().contains("value=\"end\" checked"));
        let end = [("without", "yes"), ("gone", "end"), ("end_on", "2026-09-01"), ("end_why", "新名单里没有")];
        assert_eq!(written(&mut staff, &path, &end).await.status, 303);
        assert!(staff.get(&path).await.text().contains("增加 1 处，改动 1 处，结束 3 处"));
        let now = staff.get("/staff/venues").await;
        assert!(now.text().contains("演示·新影城") && !now.text().contains("新客运站"), "{}", now.text());
        let mall = venue(&now, "演示·星河里购物中心");
        let page = staff.get(&mall).await;
        assert!(page.text().contains("随名单改动") && page.text().contains("46400 平方米 → 50000 平方米"), "{}", page.text());
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn files_that_are_no_list_are_refused_and_what_was_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, staff) = staffed(&site).await;
        for (name, bytes, why) in [
            ("空.csv", &b" \n"[..], "文件是空的"),
            ("表头.csv", "场所名称,街道\n".as_bytes(), "没有数据行"),
            ("页面.html", b"<html><body><table><tr><td>x</td></tr></table>\n<p>x</p></html>\n", "少了要读的一栏"),
            ("a.pdf", b"%PDF-1.7", "这不是名单文件"),
            ("b.xlsx", b"PK\x03\x04", "工作簿读不了"),
            ("c.geojson", b"{\"features\":", "JSON 有错"),
        ] {
            let refused = staff.upload(LISTS, &about(""), &[("file", name, bytes)]).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{name}: {}", refused.text());
            assert!(refused.text().contains("value=\"演示·名单 2026（虚构）\"") && refused.text().contains("重新选"));
        }
        for (field, text, why) in [
            ("list", " ", "请填是哪一份名单"),
            ("source", "", "请填依据文件"),
            ("day", "2026-12-24", "今天或以前"),
            ("datum", "x", "没选对"),
        ] {
            let mut fields = about(LIST);
            fields.iter_mut().filter(|(name, _)| name == field).for_each(|(_, kept)| text.clone_into(kept));
            let refused = staff.upload(LISTS, &fields, &[]).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{field}: {}", refused.text());
            assert!(refused.text().contains("D,演示·小书店"), "what was pasted stays");
        }
        let pasted = staff.upload(LISTS, &about(LIST), &[]).await;
        assert_eq!(pasted.status, 303, "{}", pasted.text());
        assert!(staff.get("/staff/venues/template.csv").await.text().contains("key,name,name_en,street,community,type,area_m2"));
        let foreign = staff.site.post(LISTS, &[], &[("cookie", &staff.cookie), ("sec-fetch-site", "cross-site")]).await;
        assert_eq!(foreign.status, 403, "a form of another site");
    })
    .await;
}

#[tokio::test]
async fn a_second_writer_sees_what_the_first_one_changed() {
    both_engines(|db| async {
        let site = site(db).await;
        let (mut admin, mut staff) = staffed(&site).await;
        let mut lead = one(&site, &mut admin, "wang.lead", Role::LeadExpert).await;
        brought_in(&mut staff).await;
        let park = venue(&staff.get("/staff/venues").await, "演示·大草坪公园");
        let edit = format!("{park}/edit");
        let long: &'static str = "长".repeat(121).leak();
        let good = [
            ("version", "1"),
            ("name", "演示·大草坪公园"),
            ("street", "440307003000"),
            ("type", "park"),
            ("area_m2", "12,000"),
            ("frequented", "yes"),
            ("source", "演示·名单 2026（虚构）"),
            ("source_day", "2026-09-01"),
            ("why", "按竣工图"),
        ];
        let but =
            |change: (&'static str, &'static str)| good.map(|(name, text)| if name == change.0 { change } else { (name, text) });
        for (change, why) in [
            (("why", " "), "请写为什么改"),
            (("area_m2", "-5"), "0 到 10000000 的平方米数"),
            (("name", ""), "没有名称"),
            (("name", "·"), "名称里要有文字或数字"),
            (("name", long), "名称太长"),
            (("source_day", "2026-12-24"), "今天或以前"),
        ] {
            let refused = staff.post(&edit, &but(change)).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{why}: {}", refused.text());
        }
        assert_eq!(staff.post(&edit, &good).await.header("location"), park);
        // The other one read the page before: what was left alone is as it stands now, what was typed stays.
        let area = but(("why", "另有来源")).map(|(name, text)| if name == "area_m2" { (name, "") } else { (name, text) });
        let address: Vec<(&str, &str)> = area.into_iter().chain([("address", "演示路 9 号")]).collect();
        let late = lead.post(&edit, &address).await;
        assert!(late.status == 422 && late.text().contains("刚刚被别人改过：建筑面积"), "{}", late.text());
        for kept in
            ["name=\"area_m2\" value=\"12000\"", "value=\"演示路 9 号\"", "name=\"version\" value=\"2\"", "value=\"另有来源\""]
        {
            assert!(late.text().contains(kept), "{kept}: {}", late.text());
        }
        assert!(staff.get(&park).await.text().contains("应当有</strong>"), "12,000 m²");
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_room_stands_in_one_venue_and_a_venue_ends_with_a_reason() {
    both_engines(|db| async {
        let site = site(db).await;
        let (mut admin, mut staff) = staffed(&site).await;
        let mut lead = one(&site, &mut admin, "wang.lead", Role::LeadExpert).await;
        brought_in(&mut staff).await;
        let list = staff.get("/staff/venues").await;
        let (mall, park) = (venue(&list, "演示·星河里购物中心"), venue(&list, "演示·大草坪公园"));
        let say = async |browser: &mut Browser<'_>, to: &str, code: &str, wish: &str| {
            let version = hidden(&browser.get(to).await, "version");
            browser.post(&format!("{to}/rooms"), &[("version", &version), ("code", code), ("wish", wish)]).await
        };
        assert!(say(&mut staff, &mall, "LG-9999", "link").await.text().contains("没有这个编号"));
        assert_eq!(say(&mut staff, &mall, "lg-0001", "link").await.status, 303);
        let taken = say(&mut lead, &park, "LG-0001", "link").await;
        assert!(taken.status == 422 && taken.text().contains("LG-0001 已经归到“演示·星河里购物中心”"), "{}", taken.text());
        assert_eq!(say(&mut staff, &mall, "LG-0001", "nonsense").await.status, 422);
        assert_eq!(say(&mut staff, &mall, "LG-0001", "refuse").await.status, 303);
        let page = staff.get(&mall).await;
        assert!(
            page.text().contains("应当有</strong> · 没有") && page.text().contains("已说明不在这里的 1 间"),
            "{}",
            page.text()
        );
        assert_eq!(say(&mut lead, &mall, "LG-0001", "allow").await.status, 303);
        assert!(staff.get(&mall).await.text().contains("待确认"));

        let end = format!("{mall}/end");
        let version = hidden(&staff.get(&mall).await, "version");
        let fields = [("version", version.as_str()), ("end_on", "2026-11-01"), ("why", "拆除")];
        assert!(staff.post(&end, &[fields[0], fields[1], ("why", "")]).await.text().contains("请写原因"));
        assert_eq!(staff.post(&end, &[fields[0], ("end_on", "2027-01-01"), fields[2]]).await.status, 422);
        assert_eq!(staff.post(&end, &fields).await.status, 303);
        assert!(staff.get(&mall).await.text().contains("结束：拆除"));
        let duty = staff.get("/staff/targets/duty").await;
        assert!(part(&duty, "with").contains("不在名单里，只从房间知道"), "its room counts by itself: {}", duty.text());
        let version = hidden(&staff.get(&mall).await, "version");
        assert_eq!(staff.post(&end, &[("version", &version), ("why", "写错了")]).await.status, 303);
        assert!(staff.get(&mall).await.text().contains("应当有</strong> · 有开放的"));
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn each_address_asks_for_the_role_that_the_table_says() {
    both_engines(|db| async {
        let site = site(db).await;
        let (mut admin, mut staff) = staffed(&site).await;
        let draft = begun(&staff, "名单.csv", LIST.as_bytes()).await;
        assert_eq!(written(&mut staff, &draft, &[("without", "yes")]).await.status, 303);
        let of = venue(&staff.get("/staff/venues").await, "演示·大草坪公园");
        let pages = [
            "/staff/venues".to_owned(),
            "/staff/venues.csv".to_owned(),
            "/staff/venues/template.csv".to_owned(),
            LISTS.to_owned(),
            draft.clone(),
            of.clone(),
            format!("{of}/edit"),
        ];
        let nil = format!("/staff/venues/{}", uuid::Uuid::nil());
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes: u16| if may(role, Action::ManageVenues) { yes } else { 403 };
            for address in &pages {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            assert_eq!(browser.get(&nil).await.status, expected(404), "{role}");
            assert_eq!(browser.upload(LISTS, &about(""), &[]).await.status, expected(422), "{role}");
            for (address, yes) in [
                (format!("{of}/edit"), 422),
                (format!("{of}/rooms"), 422),
                (format!("{of}/end"), 422),
                (draft.clone(), 303),
                (format!("{draft}/drop"), 409),
            ] {
                assert_eq!(browser.post(&address, &[]).await.status, expected(yes), "{role} {address}");
            }
            let candidates = browser.post("/staff/coverage/sets/venues", &[]).await;
            assert_eq!(candidates.status, if may(role, Action::PlanSites) { 303 } else { 403 }, "{role}");
        }
        for address in &pages {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
    })
    .await;
}
