//! Targets: set, revised, seen as they stood, frozen at a year's end, and what everybody sees of them.

use app::audit;
use app::db::Db;
use app::rooms::store;
use app::testing::{both_engines, sample_rooms};
use chrono::{DateTime, Utc};
use domain::{Action, Line, Role, RoomCode, Stage, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, plain};

const TARGET: [(&str, &str); 6] =
    [("year", "2026"), ("rooms", "6"), ("on", "2026-03-01"), ("source", "演示·年度计划（虚构）"), ("street", ""), ("note", "")];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A site whose rooms were recorded in 2025.
async fn site(db: Db) -> Site {
    let mut tx = db.begin().await.unwrap();
    store::insert_many(&mut tx, &sample_rooms(), at("2025-11-24T03:00:00Z")).await.unwrap();
    tx.commit().await.unwrap();
    Site::with(db, &[], &plain()).await
}

/// Changes the stage of a room at a moment.
async fn becomes(site: &Site, code: &str, stage: Stage, moment: &str) {
    let old = store::find(&site.state.db, RoomCode::new(code).unwrap()).await.unwrap().unwrap();
    let new = domain::Room { stage, stage_note: Line::new("演示").ok(), ..old.room.clone() };
    let mut tx = site.state.db.begin().await.unwrap();
    store::update(&mut tx, &old, &new, at(moment)).await.unwrap();
    tx.commit().await.unwrap();
    site.state.registry.refresh(&site.state.db, super::support::at_eleven()).await.unwrap();
}

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = TARGET.into_iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.chain(changes.iter().copied()).collect()
}

fn between<'a>(answer: &'a Answer, before: &str) -> &'a str {
    let found = answer.text().split(before).nth(1).and_then(|rest| rest.split('"').next());
    found.unwrap_or_else(|| unreachable!("{before} in {}", answer.text()))
}

async fn is_refused(browser: &mut Browser<'_>, to: &str, fields: &[(&str, &str)], why: &str) -> Answer {
    let refused = browser.post(to, fields).await;
    assert!(refused.status == 422 && refused.text().contains(why), "{why}: {}", refused.text());
    refused
}

#[tokio::test]
async fn a_target_is_set_once_and_stands_beside_what_there_is() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let new = "/staff/targets/new";
        for (changes, why) in [
            (("rooms", "许多"), "0 到 100000"),
            (("rooms", "-1"), "0 到 100000"),
            (("rooms", "100001"), "0 到 100000"),
            (("year", "26"), "2000 到 2099"),
            (("on", "2026-12-24"), "今天或以前"),
            (("on", "昨天"), "今天或以前"),
            (("source", " "), "依据文件"),
            (("street", "1"), "不在列表里"),
        ] {
            let refused = is_refused(&mut staff, new, &with(&[changes]), why).await;
            assert!(refused.text().contains(changes.1.trim()), "what was typed stays");
        }
        let made = staff.post(new, &TARGET).await;
        assert_eq!((made.status.as_u16(), made.header("location")), (303, "/staff/targets?year=2026"), "{}", made.text());
        let twice = is_refused(&mut staff, new, &TARGET, "没有再定").await;
        assert!(twice.text().contains("/staff/targets/0"), "it leads to the one there is");
        let narrow = with(&[("street", "440307015000"), ("class", "A"), ("venue", "mall"), ("rooms", "1")]);
        assert_eq!(staff.post(new, &narrow).await.status, 303);

        // Of six rooms one is suspended and one for staff only.
        let page = staff.get("/staff/targets").await;
        assert!(page.text().contains("开放的有 4 间") && page.text().contains(">2</strong>"), "{}", page.text());
        assert!(page.text().contains("已达到") && page.text().contains("口径可能不同"), "{}", page.text());
        let rows = staff.get("/staff/targets/rows?year=2026&street=440307015000").await;
        assert!(rows.text().contains("LG-0001") && !rows.text().contains("LG-0002"), "{}", rows.text());
        let none = staff.get("/staff/targets/rows?year=2026&class=none").await;
        assert!(none.text().contains("LG-0002") && !none.text().contains("LG-0001"), "{}", none.text());

        let proposal = [
            ("name_zh", "演示·新大厦母婴室"),
            ("venue_type", "mall"),
            ("kind", "independent"),
            ("street", "440307015000"),
            ("on", "2026-11-01"),
            ("due", "2026-12-20"),
        ];
        assert_eq!(staff.post("/staff/build/new", &proposal).await.status, 303);
        let page = staff.get("/staff/targets").await;
        assert!(page.text().contains("预计的都开放后还差 1"), "{}", page.text());
        let expected = staff.get("/staff/targets/rows?year=2026&what=expected").await;
        assert!(expected.text().contains("LG-0007") && expected.text().contains("2026-12-20"), "{}", expected.text());
        let csv = staff.get("/staff/targets.csv?year=2026").await;
        assert!(csv.text().contains("2026,2026-11-24,,,,,6,4,1,2,演示·年度计划（虚构）,1"), "{}", csv.text());
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_target_is_revised_with_a_reason_and_a_second_writer_is_told_so() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut lead = one(&site, &mut admin, "wang.lead", Role::LeadExpert).await;
        assert_eq!(staff.post("/staff/targets/new", &TARGET).await.status, 303);
        let id = between(&staff.get("/staff/targets").await, "<td data-label=\"范围\"><a href=\"/staff/targets/").to_owned();
        let to = format!("/staff/targets/{id}");
        let source = ("source", "=演示·调整通知（虚构）");
        let good = [("version", "1"), ("rooms", "9"), ("on", "2026-06-01"), source, ("note", "任务调整")];
        let but =
            |change: (&'static str, &'static str)| good.map(|(name, text)| if name == change.0 { change } else { (name, text) });
        is_refused(&mut staff, &to, &but(("note", "")), "修订原因").await;
        is_refused(&mut staff, &to, &but(("on", "2026-02-28")), "不能更早").await;
        is_refused(&mut staff, &to, &but(("on", "2026-11-25")), "今天或以前").await;
        is_refused(&mut staff, &to, &[good[0], ("rooms", "6"), good[2], TARGET[3], good[4]], "没有什么可修订").await;
        assert_eq!(staff.post(&to, &good).await.header("location"), to);
        // A second click, and somebody who read the page before: nothing is recorded, and what was typed stays.
        let late = is_refused(&mut lead, &to, &but(("note", "另有安排")), "刚刚被修订过").await;
        assert!(late.text().contains("另有安排") && late.text().contains("name=\"version\" value=\"2\""), "{}", late.text());
        let page = staff.get(&to).await;
        assert!(page.text().contains("任务调整") && page.text().contains("6 间"), "what was set before stays: {}", page.text());
        let csv = staff.get("/staff/targets.csv?year=2026").await;
        assert!(csv.text().contains(",9,4,0,5,'=演示·调整通知（虚构）,2"), "no formula: {}", csv.text());
        let gone = [("version", "2"), ("withdraw", "yes"), ("on", "2026-07-01"), source, ("note", "不再考核")];
        assert_eq!(lead.post(&to, &gone).await.status, 303);
        let page = staff.get("/staff/targets").await;
        assert!(page.text().contains("还没有定目标") && page.text().contains("已撤销的目标"), "{}", page.text());
        assert_eq!(staff.get("/staff/targets/1").await.status, 404);
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_year_is_shown_as_it_stood_and_frozen_once() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut lead = one(&site, &mut admin, "wang.lead", Role::LeadExpert).await;
        becomes(&site, "LG-0001", Stage::Closed, "2026-02-01T03:00:00Z").await;
        becomes(&site, "LG-0004", Stage::Open, "2026-03-01T03:00:00Z").await;
        for (day, count) in [("2025-11-23", 0), ("2025-11-24", 4), ("2026-02-01", 3), ("2026-03-01", 4)] {
            let page = staff.get(&format!("/staff/targets?year=2026&on={day}")).await;
            assert!(page.text().contains(&format!("开放的有 {count} 间")), "{day}: {}", page.text());
            assert_eq!(page.text().contains("登记从"), day == "2025-11-23", "nothing was recorded on that day");
        }
        let then = staff.get("/staff/targets/rows?year=2025").await;
        assert!(then.text().contains("LG-0001") && !then.text().contains("LG-0004"), "as at the year's end: {}", then.text());

        let to = "/staff/targets/freeze";
        let early = staff.get("/staff/targets/freeze?year=2026").await;
        assert!(early.text().contains("还没有过完") && !early.text().contains("name=\"seen\""));
        is_refused(&mut staff, to, &[("year", "2026"), ("seen", "x")], "还没有过完").await;
        let seen = between(&staff.get("/staff/targets/freeze?year=2025").await, "name=\"seen\" value=\"").to_owned();
        // A target is set in between: what was shown is no longer what would be kept.
        assert_eq!(staff.post("/staff/targets/new", &with(&[("year", "2025"), ("rooms", "5")])).await.status, 303);
        is_refused(&mut staff, to, &[("year", "2025"), ("seen", &seen)], "还没有冻结").await;
        let seen = between(&lead.get("/staff/targets/freeze?year=2025").await, "name=\"seen\" value=\"").to_owned();
        let confirmed = [("year", "2025"), ("seen", seen.as_str())];
        let frozen = "/staff/targets/frozen/2025";
        assert_eq!(staff.get(frozen).await.status, 404, "not yet");
        assert_eq!(lead.post(to, &confirmed).await.header("location"), frozen);
        is_refused(&mut staff, to, &confirmed, "已经冻结过了").await;
        assert_eq!(staff.get("/staff/targets/freeze?year=2025").await.header("location"), frozen);

        let page = staff.get(frozen).await;
        assert!(page.text().contains("开放的有 4 间") && page.text().contains("wang.lead"), "{}", page.text());
        assert!(page.text().contains("现在不再开放的 1 间") && page.text().contains("当时没有的 1 间"), "{}", page.text());
        // A target that is changed afterwards changes nothing that is frozen, and is told.
        let id = between(&page, "<td data-label=\"范围\"><a href=\"/staff/targets/").to_owned();
        let more = [("version", "1"), ("rooms", "8"), ("on", "2026-06-01"), ("source", "演示·补充（虚构）"), ("note", "补报")];
        assert!(staff.get(&format!("/staff/targets/{id}")).await.text().contains("已经冻结"));
        assert_eq!(staff.post(&format!("/staff/targets/{id}"), &more).await.status, 303);
        let after = staff.get(frozen).await;
        assert!(after.text().contains("5 间 → 8 间") && after.text().contains(&seen), "{}", after.text());
        assert!(after.text().contains("<td class=\"num\" data-label=\"目标\">5</td>"), "{}", after.text());
        let narrow = staff.get(&format!("{frozen}?class=none")).await;
        assert!(narrow.text().contains("LG-0002") && narrow.text().contains("看全部"), "{}", narrow.text());
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn large_venues_without_an_open_room_are_told_on_any_day() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        let staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        // All six venues are of 12,000 m²; one room is suspended, one for staff only.
        let page = staff.get("/staff/targets/duty").await;
        assert!(page.text().contains("应当有的 6 处，已有开放母婴室的 4 处") && page.text().contains("66%"), "{}", page.text());
        let without = |page: &Answer| {
            page.text().split("id=\"without\"").nth(1).unwrap().split("id=\"unknown\"").next().unwrap().to_owned()
        };
        assert!(without(&page).contains("演示·和风医院") && without(&page).contains("/staff/build/LG-0004"), "{}", page.text());
        assert!(!without(&page).contains("演示·星河里购物中心"), "{}", page.text());
        becomes(&site, "LG-0001", Stage::Closed, "2026-02-01T03:00:00Z").await;
        let page = staff.get("/staff/targets/duty").await;
        assert!(page.text().contains("已有开放母婴室的 3 处") && without(&page).contains("演示·星河里购物中心"));
        let before = staff.get("/staff/targets/duty?on=2026-01-31").await;
        assert!(before.text().contains("已有开放母婴室的 4 处"), "{}", before.text());
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_how_far_it_is_in_both_languages() {
    both_engines(|db| async {
        let site = site(db).await;
        let before = site.get("/progress").await;
        assert!(before.status == 200 && before.text().contains("还没有登记 2026 年的目标"), "{}", before.text());
        assert!(before.text().contains("4 间母婴室开放"), "{}", before.text());
        assert!(site.get("/about").await.text().contains("href=\"/progress\""), "the foot of each page leads there");
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        assert_eq!(staff.post("/staff/targets/new", &TARGET).await.status, 303);
        let path = expert.begin().await;
        expert.fill(&path).await;
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        let decide = format!("{}/decide", path.replace("/inspect/", "/inspections/"));
        assert_eq!(staff.post(&decide, &[("step", "confirm"), ("remark", "")]).await.status, 303);
        let page = site.get("/progress").await;
        assert!(
            page.text().contains("演示·年度计划（虚构）") && page.text().contains("data-label=\"还差\">2<"),
            "{}",
            page.text()
        );
        let all = "合计</th><td class=\"num\">4</td><td class=\"num\">1</td><td class=\"num\">1</td>";
        assert!(page.text().contains(all), "{}", page.text());
        assert!(!page.text().contains("/staff/"), "no way to what is not public");
        let english = site.get("/progress?lang=en").await;
        assert!(english.text().contains("Targets for the end of 2026") && english.text().contains("Class"), "{}", english.text());
        // Rooms stay without the database; the targets are said to be away.
        match &site.state.db {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(pool) => pool.close().await,
        }
        let away = site.get("/progress").await;
        assert!(away.status == 200 && away.text().contains("目标暂时读不到") && away.text().contains(all), "{}", away.text());
    })
    .await;
}

#[tokio::test]
async fn each_address_asks_for_the_role_that_the_table_says() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        let addresses = [
            "/staff/targets",
            "/staff/targets.csv",
            "/staff/targets/rows",
            "/staff/targets/duty",
            "/staff/targets/new",
            "/staff/targets/freeze?year=2025",
        ];
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes: u16| if may(role, Action::ManageTargets) { yes } else { 403 };
            for address in addresses {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            for address in ["/staff/targets/frozen/2025", "/staff/targets/0190a0b0-0000-7000-8000-000000000001"] {
                assert_eq!(browser.get(address).await.status, expected(404), "{role} {address}");
            }
            for address in ["/staff/targets/new", "/staff/targets/freeze"] {
                assert_eq!(browser.post(address, &[]).await.status, expected(422), "{role} {address}");
            }
        }
        for address in addresses {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
    })
    .await;
}
