//! Rectification: from what an inspection found to the changed result, rooms that leave the finder, and who may not.

use app::rectifications::look;
use app::testing::both_engines;
use chrono::TimeDelta;
use domain::{Action, Pack, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::{one, section};
use super::support::{Site, at_eleven};

/// An administrator, an expert and staff.
async fn people(site: &Site) -> [Browser<'_>; 3] {
    let mut admin = administrator(site).await;
    let expert = one(site, &mut admin, "chen", Role::Expert).await;
    let staff = one(site, &mut admin, "li.staff", Role::Staff).await;
    [admin, expert, staff]
}

/// An expert hands in an inspection of LG-0001 of which these fields fail, and staff confirm it; the report's address.
pub(crate) async fn confirmed(expert: &mut Browser<'_>, staff: &mut Browser<'_>, fails: &[(&str, &str)]) -> String {
    let path = expert.begin().await;
    expert.fill(&path).await;
    for (name, value) in fails {
        let id = name.split('.').next().unwrap();
        let mut fields = section(id);
        for (field, value) in fails.iter().filter(|(field, _)| field.starts_with(&format!("{id}."))) {
            (*value).clone_into(&mut fields.iter_mut().find(|(name, _)| name == field).unwrap().1);
        }
        let saved = expert.send(&format!("{path}/{id}"), &fields).await;
        assert_eq!(saved.status, 303, "{name} {value}: {}", saved.text());
    }
    let report = path.replace("/inspect/", "/inspections/");
    assert_eq!(expert.post(&path, &[("step", "submit")]).await.header("location"), report);
    assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);
    report
}

/// The address of the item of a clause on a list.
pub(crate) fn item(page: &str, clause: &str) -> String {
    let links = page.split("href=\"/rectifications/").skip(1);
    let found = links.filter(|rest| rest.split('>').nth(1).is_some_and(|text| text.starts_with(clause))).map(|rest| &rest[..36]);
    let ids: Vec<_> = found.collect();
    assert_eq!(ids.len(), 1, "{clause} in {page}");
    format!("/rectifications/{}", ids[0])
}

/// The version that a form carries.
fn version(page: &str) -> String {
    let rest = page.split("name=\"version\" value=\"").nth(1).unwrap_or_else(|| unreachable!("no form: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Puts LG-0001 into an operator's care.
pub(crate) async fn tie(staff: &mut Browser<'_>, login: &str) {
    let page = staff.get("/staff/operators").await;
    let options = page.text().split("<option value=\"").skip(1);
    let person = options.filter(|rest| rest.contains(&format!("({login})"))).map(|rest| &rest[..36]).next().unwrap().to_owned();
    let given = staff.post("/staff/operators", &[("person", &*person), ("room", "lg-0001")]).await;
    assert_eq!(given.status, 303, "{}", given.text());
}

async fn later(site: &Site, days: i64) {
    let now = at_eleven() + TimeDelta::days(days);
    look(&site.state.db, site.state.registry.region(), now).await.unwrap();
    site.state.registry.refresh(&site.state.db, now).await.unwrap();
}

/// The operator answers, staff send the answer back, and the operator answers better.
pub(crate) async fn answered_twice(operator: &mut Browser<'_>, staff: &mut Browser<'_>, floor: &str) {
    let page = operator.get(floor).await;
    let first = [("version", version(page.text())), ("words", "铺了防滑垫".to_owned())];
    let first = first.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(operator.post(&format!("{floor}/answer"), &first).await.status, 303);
    assert_eq!(operator.post(&format!("{floor}/answer"), &first).await.status, 409, "a double click");
    let answered = staff.get(floor).await;
    assert!(answered.text().contains("铺了防滑垫") && answered.text().contains("wang.mall"));
    let back = [("version", version(answered.text())), ("words", "请写明哪天铺的".to_owned())];
    let back = back.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(staff.post(&format!("{floor}/return"), &back).await.status, 303);
    let page = operator.get(floor).await;
    assert!(page.text().contains("请写明哪天铺的"));
    let second = [("version", version(page.text())), ("words", "11 月 24 日铺了防滑垫".to_owned())];
    let second = second.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(operator.post(&format!("{floor}/answer"), &second).await.status, 303);
}

/// The floor's clause is closed on the spot, not from afar.
pub(crate) async fn floor_closed(operator: &mut Browser<'_>, expert: &mut Browser<'_>, floor: &str) {
    // By photograph there is no proof; on the spot there is.
    assert!(expert.get("/rectifications").await.text().contains("已回复，待复查"));
    let recheck = format!("{floor}/recheck");
    let form = expert.get(&recheck).await;
    assert_eq!(form.text().matches("fieldset class=\"clause\"").count(), 1, "only that clause");
    let version_now = version(form.text());
    let typed = |on_site, words| [("version", &*version_now), ("2.04.value", "yes"), ("on_site", on_site), ("words", words)];
    let refused = expert.post(&recheck, &typed("", "看起来好了")).await;
    assert!(
        refused.status == 422 && refused.text().contains("没有依据") && refused.text().contains("看起来好了"),
        "{}",
        refused.text()
    );
    assert_eq!(expert.post(&recheck, &typed("yes", "走了两圈，不滑")).await.status, 303);
    assert!(operator.get(floor).await.text().contains("复查通过"));
    let again = expert.post(&recheck, &typed("yes", "走了两圈，不滑")).await;
    assert_eq!(again.header("location"), floor, "it is closed");
}

/// The lock is still broken at the first re-check, and works at the second.
async fn lock_closed(expert: &mut Browser<'_>, lock: &str) {
    let recheck = format!("{lock}/recheck");
    let form = expert.get(&recheck).await;
    let version_now = version(form.text());
    let typed = |value, on_site| [("version", &*version_now), ("3.01.value", value), ("on_site", on_site), ("words", "锁了三次")];
    assert!(expert.post(&recheck, &typed("works", "")).await.text().contains("这一条要到现场查"));
    assert!(expert.post(&recheck, &[("version", &*version_now)]).await.status == 422, "no answer settles nothing");
    assert_eq!(expert.post(&recheck, &typed("broken", "yes")).await.status, 303);
    assert_eq!(expert.post(&recheck, &typed("works", "yes")).await.status, 409, "changed meanwhile");
    let version_now = version(expert.get(&recheck).await.text());
    let typed = [("version", &*version_now), ("3.01.value", "works"), ("on_site", "yes"), ("words", "锁了三次")];
    assert_eq!(expert.post(&recheck, &typed).await.status, 303);
}

#[tokio::test]
async fn from_a_failed_inspection_to_the_changed_result() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let [mut admin, mut expert, mut staff] = people(&site).await;
        let mut operator = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        let mut other = one(&site, &mut admin, "zhao.metro", Role::Operator).await;
        let report = confirmed(&mut expert, &mut staff, &[("3.01.value", "broken"), ("2.04.value", "no")]).await;
        assert!(operator.get("/rectifications").await.text().contains("还没有房间归您负责"));
        tie(&mut staff, "wang.mall").await;
        let list = operator.get("/rectifications").await;
        let (lock, floor) = (item(list.text(), "3.01"), item(list.text(), "2.04"));
        let page = operator.get(&floor).await;
        assert!(
            page.text().contains("2.04") && page.text().contains("待整改") && page.text().contains("看照片复查"),
            "{}",
            page.text()
        );
        assert!(!page.text().contains("chen"), "no names for operators");
        let empty = operator.post(&format!("{floor}/answer"), &[("version", "1"), ("words", " ")]).await;
        assert!(empty.status == 422 && empty.text().contains("请先写明内容"));
        for address in [&lock, &floor] {
            assert_eq!(other.get(address).await.status, 404, "another operator");
            let told = other.post(&format!("{address}/answer"), &[("version", "1"), ("words", "x")]).await;
            assert_eq!(told.status, 404, "another operator");
        }

        answered_twice(&mut operator, &mut staff, &floor).await;
        floor_closed(&mut operator, &mut expert, &floor).await;
        assert!(site.get("/rooms/LG-0001").await.text().contains("不合格"), "the lock is still broken");
        lock_closed(&mut expert, &lock).await;

        let room = site.get("/rooms/LG-0001").await;
        assert!(room.text().contains("优 · 100.0 分") && room.text().contains("复查：2.04、3.01"), "{}", room.text());
        let pack = Pack::decode(&site.get("/pack.bin").await.body).unwrap();
        assert!(
            pack.rooms
                .iter()
                .any(|room| room.room.code.to_string() == "LG-0001" && room.inspected.is_some_and(|mark| mark.passes))
        );
        let public = site.get(&report).await;
        assert!(
            public.text().contains("复查之后的结果") && public.text().matches("data-outcome=\"fail\"").count() == 2,
            "the first report stays"
        );
        let csv = staff.get("/staff/rectifications.csv?state=closed").await;
        assert_eq!(csv.text().lines().count(), 3, "{}", csv.text());
        assert!(staff.get("/staff/rectifications").await.text().contains("0 项"));
        assert!(admin.get("/staff/audit?check").await.text().contains("记录完整"));
    })
    .await;
}

#[tokio::test]
async fn a_gate_past_its_day_leaves_the_finder_and_says_why_until_staff_let_it_back() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let [_, mut expert, mut staff] = people(&site).await;
        confirmed(&mut expert, &mut staff, &[("3.01.value", "broken")]).await;
        let listed = [
            "/",
            "/api/v1/rooms?limit=100",
            "/api/v1/rooms/nearest?lon=114.245&lat=22.72&k=100",
            "/api/v1/rooms.csv",
            "/api/v1/rooms.geojson",
            "/pack.bin",
        ];
        let shows = |answer: super::support::Answer| String::from_utf8_lossy(&answer.body).contains("星河里购物中心三楼");
        later(&site, 0).await;
        for address in listed {
            assert!(shows(site.get(address).await), "{address}");
        }
        later(&site, 1).await;
        for address in listed {
            assert!(!shows(site.get(address).await), "{address}");
        }
        let room = site.get("/rooms/LG-0001").await;
        assert_eq!(room.status, 200);
        assert!(
            room.text().contains("自 2026 年 11 月 25 日起暂停") && room.text().contains("逾期没有整改好"),
            "{}",
            room.text()
        );
        assert!(site.get("/rooms/LG-0001?lang=en").await.text().contains("Suspended since 2026-11-25"));
        let feature = site.get("/api/v1/rooms/LG-0001").await.json();
        assert_eq!(
            (&feature["properties"]["stage"], &feature["properties"]["open"]["state"]),
            (&"suspended".into(), &"closed".into()),
            "{feature}"
        );
        assert_eq!(
            expert.post("/inspect", &[("room", "LG-0001"), ("visited", "2026-11-20")]).await.status,
            303,
            "experts still go there"
        );

        let page = staff.get("/staff/rectifications").await;
        assert!(page.text().contains("暂停中的房间") && page.text().contains("LG-0001"), "{}", page.text());
        let id = page.text().split("action=\"/staff/suspensions/").nth(1).unwrap()[..36].to_owned();
        let lift = format!("/staff/suspensions/{id}");
        assert!(staff.post(&lift, &[("reason", " ")]).await.text().contains("请先写明内容"));
        assert_eq!(staff.post(&lift, &[("reason", "已加装临时门闩")]).await.status, 303);
        assert_eq!(staff.post(&lift, &[("reason", "x")]).await.status, 409);
        later(&site, 2).await;
        assert!(shows(site.get("/").await));
        assert!(site.get("/rooms/LG-0001").await.text().contains("已加装临时门闩"));
    })
    .await;
}

#[tokio::test]
async fn a_found_camera_shuts_the_room_at_once_and_is_not_published() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let [mut admin, mut expert, mut staff] = people(&site).await;
        let operator = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        tie(&mut staff, "wang.mall").await;
        let path = expert.begin().await;
        assert_eq!(expert.post(&format!("{path}/3"), &[("3.03.value", "yes")]).await.status, 303);
        assert!(expert.get(&format!("{path}/4")).await.text().contains("拨打 110"), "what to do, on every page of the sheet");
        let report = path.replace("/inspect/", "/inspections/");
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.header("location"), report, "the rest is not asked for");
        assert!(staff.get(&report).await.text().contains("确认前先核实是否已报警"));
        assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);

        let room = site.get("/rooms/LG-0001").await;
        assert!(room.text().contains("起暂停：安全原因") && room.text().contains("安全原因，已关闭"), "{}", room.text());
        for answer in [
            room,
            site.get(&report).await,
            site.get(&format!("{report}?revision=1")).await,
            site.get("/api/v1/rooms/LG-0001").await,
        ] {
            assert_eq!(answer.status, 200);
            assert!(!answer.text().contains("采集设备") && !answer.text().contains("摄像"), "{}", answer.text());
        }
        assert!(staff.get(&report).await.text().contains("图像采集设备"));
        let list = staff.get("/staff/rectifications").await;
        let camera = item(list.text(), "3.03");
        assert!(!operator.get("/rectifications").await.text().contains("3.03"));
        assert_eq!(operator.get(&camera).await.status, 404);
        let recheck = format!("{camera}/recheck");
        let typed = [("version", "1"), ("3.03.value", "no"), ("on_site", "yes"), ("words", "公安机关已拆除，全室查过")];
        assert_eq!(expert.post(&recheck, &typed).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn a_report_is_corrected_in_sight_of_all() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let [_, mut expert, mut staff] = people(&site).await;
        let report = confirmed(&mut expert, &mut staff, &[("2.04.value", "no")]).await;
        let path = report.replace("/inspections/", "/inspect/");
        let amend = format!("{report}/amend");
        assert_eq!(staff.post(&amend, &[("reason", "x")]).await.status, 403);
        assert!(expert.post(&amend, &[("reason", " ")]).await.text().contains("请写明理由"));
        assert_eq!(expert.post(&amend, &[("reason", "地面其实防滑")]).await.header("location"), path);
        assert!(expert.get(&path).await.text().contains("地面其实防滑"));
        assert_eq!(expert.send(&format!("{path}/2"), &section("2")).await.status, 303);
        let before = site.get(&report).await;
        assert!(
            before.text().contains("data-outcome=\"fail\"") && !before.text().contains("正在更正"),
            "the old one stays public"
        );
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        assert_eq!(site.get(&format!("{report}?revision=2")).await.status, 404, "not yet");
        assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);
        let after = site.get(&report).await;
        assert!(
            !after.text().contains("data-outcome=\"fail\"") && after.text().contains("第 2 次更正第 1 次，理由：地面其实防滑"),
            "{}",
            after.text()
        );
        let old = site.get(&format!("{report}?revision=1")).await;
        assert!(old.text().contains("已被后来的更正取代") && old.text().contains("data-outcome=\"fail\""));
        assert_eq!(site.get(&format!("{report}?revision=7")).await.status, 404);
        assert!(staff.get("/staff/rectifications").await.text().contains("0 项"), "what is no fault needs no mending");
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_or_does_what_is_anothers() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let [mut admin, mut expert, mut staff] = people(&site).await;
        let report = confirmed(&mut expert, &mut staff, &[("2.04.value", "no")]).await;
        let floor = item(staff.get("/staff/rectifications").await.text(), "2.04");
        let nil = format!("/staff/suspensions/{}", uuid::Uuid::nil());
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |action, yes| if may(role, action) { yes } else { 403 };
            for address in ["/staff/rectifications", "/staff/rectifications.csv", "/staff/operators"] {
                assert_eq!(browser.get(address).await.status, expected(Action::ManageRectifications, 200), "{role} {address}");
            }
            let list = match role {
                Role::Administrator | Role::Supervisor => 403,
                Role::Staff => 303,
                _ => 200,
            };
            assert_eq!(browser.get("/rectifications").await.status, list, "{role}");
            let seen = match role {
                Role::Administrator | Role::Supervisor => 403,
                Role::Operator => 404,
                _ => 200,
            };
            assert_eq!(browser.get(&floor).await.status, seen, "{role}");
            assert_eq!(browser.get(&format!("{floor}/recheck")).await.status, expected(Action::Recheck, 200), "{role}");
            let typed = [("version", "9"), ("words", "x"), ("reason", "x"), ("person", "x"), ("room", "x")];
            for (address, action, yes) in [
                (format!("{floor}/answer"), Action::AnswerRectifications, 404),
                (format!("{floor}/return"), Action::ManageRectifications, 409),
                (format!("{floor}/recheck"), Action::Recheck, 422),
                (nil.clone(), Action::ManageRectifications, 409),
                ("/staff/operators".to_owned(), Action::ManageRectifications, 422),
            ] {
                assert_eq!(browser.post(&address, &typed).await.status, expected(action, yes), "{role} {address}");
            }
            let amended = match role {
                Role::Expert => 422,
                Role::LeadExpert => 303,
                _ => 403,
            };
            assert_eq!(browser.post(&format!("{report}/amend"), &[("reason", "x")]).await.status, amended, "{role}");
            if role == Role::LeadExpert {
                let path = report.replace("/inspections/", "/inspect/");
                assert_eq!(expert.post(&path, &[("step", "withdraw")]).await.status, 303);
            }
        }
        for address in ["/rectifications", "/staff/rectifications", "/staff/rectifications.csv", "/staff/operators", &floor] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for address in
            [&nil, "/staff/operators", &format!("{floor}/answer"), &format!("{floor}/return"), &format!("{floor}/recheck")]
        {
            assert_eq!(Browser::new(&site).post(address, &[]).await.status, 303, "{address}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_belongs_to_the_operator_does_not_check_again() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let [mut admin, mut expert, mut staff] = people(&site).await;
        confirmed(&mut expert, &mut staff, &[("2.04.value", "no")]).await;
        let recheck = format!("{}/recheck", item(staff.get("/staff/rectifications").await.text(), "2.04"));
        let mut other = one(&site, &mut admin, "zhou", Role::Expert).await;
        let form = other.get(&recheck).await;
        let answer = [
            ("version", version(form.text())),
            ("2.04.value", "yes".into()),
            ("on_site", "yes".into()),
            ("words", "不滑".into()),
        ];
        let answer = answer.each_ref().map(|(name, value): &(&str, String)| (*name, value.as_str()));
        let typed = [("field", ""), ("affiliations", "星河里"), ("home", "")];
        assert_eq!(other.post("/account/profile", &typed).await.status, 303);
        for refused in [other.get(&recheck).await, other.post(&recheck, &answer).await] {
            assert!(refused.text().contains("利益回避") && !refused.text().contains("name=\"2.04.value\""), "{}", refused.text());
        }
        assert!(staff.get("/staff/rectifications").await.text().contains("2.04"), "still open");
        assert_eq!(expert.post(&recheck, &answer).await.status, 303);
    })
    .await;
}
