//! Coverage: demand and candidates by file, the share with a room near hour by hour, and a plan from question to map.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use app::audit;
use app::rooms::store;
use app::testing::both_engines;
use domain::{Action, Line, Role, RoomCode, Stage, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, at_eleven};

/// At LG-0001 (10:00 to 22:00), 400 m east of it, beside LG-0003 (hours unknown), and far from any room.
const DEMAND: &str = "name,lon,lat,weight,street\n甲,114.2450,22.7200,10,龙城街道\n乙,114.2489,22.7200,5,龙城\n\
                      丙,114.1211,22.6960,3,440307003000\n丁,114.3300,22.7700,7,\n";
const CANDIDATES: &str =
    "name,lon,lat,street,note\n东,114.3300,22.7705,坪地,=高价\n西,114.1000,22.6500,平湖,\n中,114.2600,22.7200,龙城,\n";

fn fields(kind: &str, rows: &str) -> Vec<(String, String)> {
    let pairs =
        [("kind", kind), ("name", "演示数据"), ("source", "虚构 2026"), ("fictional", "yes"), ("datum", "wgs84"), ("rows", rows)];
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn load(staff: &Browser<'_>, kind: &str, file: &[u8]) -> Answer {
    staff.upload("/staff/coverage/sets", &fields(kind, ""), &[("file", "data.csv", file)]).await
}

/// The id of a set that is loaded.
async fn set(staff: &Browser<'_>, kind: &str, file: &str) -> String {
    let loaded = load(staff, kind, file.as_bytes()).await;
    assert_eq!(loaded.status, 303, "{}", loaded.text());
    loaded.header("location").rsplit('/').next().unwrap().to_owned()
}

/// The page of a plan once it is not under way any more.
async fn ended(staff: &Browser<'_>, path: &str) -> Answer {
    for _ in 0..200 {
        let page = staff.get(path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        if !page.text().contains("http-equiv") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    unreachable!("the plan does not end")
}

async fn staff_of(site: &Site) -> Browser<'_> {
    let mut admin = administrator(site).await;
    one(site, &mut admin, "li.staff", Role::Staff).await
}

#[tokio::test]
async fn the_share_of_demand_follows_distance_and_opening_hours() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let staff = staff_of(&site).await;
        let first = staff.get("/staff/coverage").await;
        assert!(first.text().contains("均匀网格（每 250 米一个点）") && first.text().contains("不是人"), "{}", first.text());
        assert!(first.text().contains("没有写街道") && first.text().contains("有 1 间不知道开放时间"), "{}", first.text());
        assert!(first.text().contains("母婴室 3 间") && first.text().contains("另有 1 间没有位置"));

        let id = set(&staff, "demand", DEMAND).await;
        let kept = staff.get(&format!("/staff/coverage/sets/{id}")).await;
        assert!(kept.text().contains("演示数据（虚构，仅供演示）") && kept.text().contains("权重合计 25"), "{}", kept.text());
        let page = |more: &str| format!("/staff/coverage?demand={id}{more}");
        let shown = async |more: &str, shares: [&str; 3]| {
            let page = staff.get(&page(more)).await;
            let table =
                page.text().split("aria-label=\"多少需求附近有母婴室\"").nth(1).unwrap().split("</table>").next().unwrap();
            for share in shares {
                assert!(table.contains(&format!(">{share}<")), "{more}: {share} in {table}");
            }
            page
        };
        shown("", ["52.0%", "72.0%", "72.0%"]).await;
        shown("&hour=11", ["40.0%", "60.0%", "60.0%"]).await;
        shown("&hour=3", ["0.0%", "0.0%", "0.0%"]).await;
        let all = shown("&within=300", ["52.0%", "72.0%", "72.0%"]).await;
        assert!(all.text().contains("平湖街道") && all.text().contains("没有写街道"), "by street: {}", all.text());
        let gaps = staff.get(&format!("/staff/coverage/gaps.csv?demand={id}&within=500")).await;
        assert!(
            gaps.text().lines().count() == 2 && gaps.text().contains("114.33000,22.77000,7,28.0%,1,丁,,500"),
            "{}",
            gaps.text()
        );
        let map = staff.get(&format!("/staff/coverage/map.geojson?demand={id}&hour=11")).await.json();
        let kinds =
            |kind: &str| map["features"].as_array().unwrap().iter().filter(|one| one["properties"]["kind"] == kind).count();
        assert_eq!((kinds("gap"), kinds("room")), (2, 2), "{map}");
        assert_eq!(staff.get("/staff/coverage?demand=nobody").await.status, 404);
        assert_eq!(staff.get(&format!("/staff/coverage?demand={}", uuid::Uuid::nil())).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn mistakes_of_a_file_are_told_by_row_and_nothing_is_lost() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut staff = staff_of(&site).await;
        let wrong = "name,lon,lat,weight,street\n,22.72,114.24,1,\n,114.24,22.72,很多,火星\n";
        let refused = load(&staff, "demand", wrong.as_bytes()).await;
        assert_eq!(refused.status, 422);
        for words in [
            "有 3 处错误，一行也没有载入",
            "第 2 行：22.72, 114.24 不是经度、纬度",
            "第 3 行：“很多”不是权重",
            "没有“火星”这个街道",
        ] {
            assert!(refused.text().contains(words), "{words}: {}", refused.text());
        }
        assert!(refused.text().contains("虚构 2026") && refused.text().contains(",114.24,22.72,很多,火星"), "it stays");
        for (file, words) in [
            (&b""[..], "没有内容"),
            (b"PK\x03\x04", "Excel 请另存为 CSV"),
            (b"a,b\n1,2\n", "没有 lon 这一列"),
            (b"{\"type\":", "读不出来"),
        ] {
            let refused = load(&staff, "candidates", file).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{words}: {}", refused.text());
        }
        let unnamed = staff.upload("/staff/coverage/sets", &fields("demand", DEMAND)[2..], &[]).await;
        assert!(unnamed.status == 422 && unnamed.text().contains("丁,114.3300"), "what was pasted stays");
        let pasted = staff.upload("/staff/coverage/sets", &fields("demand", DEMAND), &[]).await;
        assert_eq!(pasted.status, 303, "{}", pasted.text());
        let rows = staff.get(&format!("{}/rows.csv", pasted.header("location"))).await;
        assert!(rows.text().contains("甲,114.245,22.72,10,440307015000,"), "{}", rows.text());
        let template = staff.get("/staff/coverage/templates/candidates").await;
        assert!(template.text().contains("name,lon,lat,street,note"));
        assert_eq!(staff.get("/staff/coverage/templates/x").await.status, 404);
        let set = pasted.header("location").to_owned();
        assert_eq!(staff.post(&set, &[("wish", "withdraw")]).await.status, 303);
        assert!(staff.get(&set).await.text().contains("已停用"));
        assert!(!staff.get("/staff/coverage").await.text().contains("演示数据（虚构"), "it is not offered any more");
        assert_eq!(staff.post("/staff/coverage/sets/demo", &[]).await.status, 303);
        assert!(staff.get("/staff/coverage/sets").await.text().contains("演示候选点（虚构，仅供演示）"));
    })
    .await;
}

#[tokio::test]
async fn a_plan_is_optimal_keeps_its_minimums_and_says_what_cannot_be_met() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut staff = staff_of(&site).await;
        assert!(staff.get("/staff/plans/new").await.text().contains("还没有候选点"));
        let (demand, candidates) = (set(&staff, "demand", DEMAND).await, set(&staff, "candidates", CANDIDATES).await);
        let asked = |more: &[(&'static str, &'static str)]| {
            let usual = [("demand", demand.clone()), ("candidates", candidates.clone()), ("within", "500".to_owned())];
            let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
            usual.into_iter().chain(more).collect::<Vec<_>>()
        };
        let send = async |staff: &mut Browser<'_>, more: &[(&'static str, &'static str)]| {
            let fields = asked(more);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            staff.post("/staff/plans/new", &fields).await
        };
        for (more, words) in [
            (&[("count", "2"), ("least.440307003000", "2")][..], "平湖街道要至少 2 处，候选点只有 1 处"),
            (&[("count", "2"), ("least", "1")], "各街道的下限加起来是 11 处，比要选的 2 处多"),
            (&[("count", "4")], "要选 4 处，候选点只有 3 处"),
            (&[("count", "0")], "1 到 500"),
            (&[("count", "2"), ("least", "一")], "下限要是整数"),
        ] {
            let refused = send(&mut staff, more).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{words}: {}", refused.text());
            let value = more.last().unwrap().1;
            assert!(refused.text().contains(&format!("value=\"{value}\"")), "what was typed stays");
        }
        let begun = send(&mut staff, &[("count", "2"), ("least.440307003000", "1")]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let path = begun.header("location").to_owned();
        let page = ended(&staff, &path).await;
        assert!(page.text().contains("已证明最优") && page.text().contains("从 72.0% 增加到 100.0%（+7）"), "{}", page.text());
        assert!(page.text().contains("逐个挑也增加 7，") && page.text().contains("平湖街道 1"), "{}", page.text());
        let csv = staff.get(&format!("{path}/sites.csv")).await;
        assert!(csv.text().contains("optimal,1,东,坪地街道,114.33,22.7705,7,28.0%,'=高价"), "{}", csv.text());
        assert!(csv.text().contains("optimal,2,西,平湖街道") && csv.text().contains("greedy,1,东"), "{}", csv.text());
        let map = staff.get(&format!("{path}/map.geojson")).await.json();
        let kinds =
            |kind: &str| map["features"].as_array().unwrap().iter().filter(|one| one["properties"]["kind"] == kind).count();
        assert_eq!((kinds("site"), kinds("gained"), kinds("gap"), kinds("room")), (2, 1, 0, 3), "{map}");
        let early = send(&mut staff, &[("count", "1"), ("hour", "3"), ("weekday", "6")]).await;
        let early = ended(&staff, early.header("location")).await;
        assert!(early.text().contains("3:00 确定开着的") && early.text().contains("从 0.0% 增加到"), "{}", early.text());
        let again = staff.post(&format!("{path}/again"), &[]).await;
        assert!(again.status == 303 && again.header("location") != path);
        ended(&staff, again.header("location")).await;
        assert!(staff.get("/staff/plans").await.text().contains("72.0% → 100.0%"));
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_is_worked_out_again_asks_for_what_was_wanted_with_the_rooms_of_now() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut staff = staff_of(&site).await;
        let candidates = set(&staff, "candidates", CANDIDATES).await;
        let mut ask = async |least: &str| {
            let fields = [
                ("candidates", candidates.as_str()),
                ("count", "2"),
                ("least.440307015000", least),
                ("count_existing", "yes"),
                ("within", "1000"),
            ];
            let begun = staff.post("/staff/plans/new", &fields).await;
            assert_eq!(begun.status, 303, "{}", begun.text());
            let path = begun.header("location").to_owned();
            (ended(&staff, &path).await, path)
        };
        // One room in the street is open: it counts.
        let (one, of_one) = ask("1").await;
        assert!(one.text().contains("龙城街道 1") && one.text().contains("现有的已经够了"), "{}", one.text());
        let (two, of_two) = ask("2").await;
        assert!(two.text().contains("龙城街道 2") && two.text().contains("新选的要：龙城街道 1"), "{}", two.text());
        closed(&site, "LG-0001").await;
        let again = staff.post(&format!("{of_one}/again"), &[]).await;
        let again = ended(&staff, again.header("location")).await;
        assert!(again.text().contains("新选的要：龙城街道 1"), "the room is gone: {}", again.text());
        let refused = staff.post(&format!("{of_two}/again"), &[]).await;
        assert!(refused.status == 422 && refused.text().contains("龙城街道要至少 2 处，候选点只有 1 处"), "{}", refused.text());
        assert!(refused.text().contains("name=\"least.440307015000\" value=\"2\""), "what was wanted stays: {}", refused.text());
        assert!(refused.text().contains("<option value=\"1000\" selected"), "{}", refused.text());
    })
    .await;
}

/// Closes a room.
async fn closed(site: &Site, code: &str) {
    let db = &site.state.db;
    let old = store::find(db, RoomCode::new(code).unwrap()).await.unwrap().unwrap();
    let new = domain::Room { stage: Stage::Closed, stage_note: Line::new("演示").ok(), ..old.room.clone() };
    let mut tx = db.begin().await.unwrap();
    store::update(&mut tx, &old, &new, at_eleven()).await.unwrap();
    tx.commit().await.unwrap();
    site.state.registry.refresh(db, at_eleven()).await.unwrap();
}

#[tokio::test]
async fn a_set_that_was_withdrawn_while_a_form_was_open_is_refused_and_the_form_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut staff = staff_of(&site).await;
        let (demand, candidates) = (set(&staff, "demand", DEMAND).await, set(&staff, "candidates", CANDIDATES).await);
        let fields =
            [("candidates", candidates.as_str()), ("demand", demand.as_str()), ("count", "2"), ("least.440307003000", "1")];
        let begun = staff.post("/staff/plans/new", &fields).await.header("location").to_owned();
        ended(&staff, &begun).await;
        for gone in [&demand, &candidates] {
            assert_eq!(staff.post(&format!("/staff/coverage/sets/{gone}"), &[("wish", "withdraw")]).await.status, 303);
            for (address, fields) in [("/staff/plans/new".to_owned(), &fields[..]), (format!("{begun}/again"), &[][..])] {
                let refused = staff.post(&address, fields).await;
                assert!(refused.status == 422 && refused.text().contains("已经停用了"), "{address}: {}", refused.text());
                for kept in ["name=\"count\" value=\"2\"", "name=\"least.440307003000\" value=\"1\""] {
                    assert!(refused.text().contains(kept), "{kept}: {}", refused.text());
                }
            }
        }
        let plans = staff.get("/staff/plans").await;
        assert_eq!(plans.text().matches("href=\"/staff/plans/0").count(), 1, "none was begun: {}", plans.text());
        assert_eq!(staff.get(&begun).await.status, 200, "what was worked out stays");
    })
    .await;
}

/// A program that says who it is and then does nothing for a long while.
fn slow(folder: &Path) -> PathBuf {
    let path = folder.join("slow.sh");
    std::fs::write(&path, format!("#!/bin/sh\necho $$ > {}\nexec sleep 60\n", folder.join("pid").display())).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..100 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    unreachable!("not in time: {what}")
}

#[tokio::test]
async fn cancelling_ends_the_solvers_process_and_silence_is_told_as_interrupted() {
    both_engines(|db| async {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::new(db).await.with_planner(slow(folder.path()));
        let mut staff = staff_of(&site).await;
        let candidates = set(&staff, "candidates", CANDIDATES).await;
        let question = [("candidates", candidates.as_str()), ("count", "1")];
        let first = staff.post("/staff/plans/new", &question).await.header("location").to_owned();
        let pid = folder.path().join("pid");
        until("the solver starts", async || std::fs::read_to_string(&pid).is_ok_and(|text| text.ends_with('\n'))).await;
        let process = format!("/proc/{}", std::fs::read_to_string(&pid).unwrap().trim());
        assert!(Path::new(&process).exists());
        let second = staff.post("/staff/plans/new", &question).await.header("location").to_owned();
        until("its progress shows", async || staff.get(&first).await.text().contains("目前最好的方案增加")).await;
        let page = staff.get(&first).await;
        assert!(page.text().contains("正在算") && page.text().contains("http-equiv=\"refresh\""), "{}", page.text());
        assert!(staff.get(&second).await.text().contains("前面有别的方案在算"), "one at a time");
        let later = site.later();
        let after = Browser { site: &later, cookie: staff.cookie.clone() };
        assert!(after.get(&first).await.text().contains("算的时候服务器停了"), "nobody has heard of it for a minute");

        assert_eq!(staff.post(&format!("{first}/cancel"), &[]).await.status, 303);
        assert_eq!(staff.post(&format!("{second}/cancel"), &[]).await.status, 303);
        let page = staff.get(&first).await;
        assert!(page.text().contains("这个方案被取消了") && page.text().contains("同样的条件再算一次"), "{}", page.text());
        until("the process ends", async || !Path::new(&process).exists()).await;
        assert!(staff.get(&second).await.text().contains("这个方案被取消了"));
    })
    .await;
}

#[tokio::test]
async fn a_solver_that_dies_takes_nothing_along() {
    both_engines(|db| async {
        let site = Site::new(db).await.with_planner("/bin/false".into());
        let mut staff = staff_of(&site).await;
        let candidates = set(&staff, "candidates", CANDIDATES).await;
        let begun = staff.post("/staff/plans/new", &[("candidates", candidates.as_str()), ("count", "1")]).await;
        let page = ended(&staff, begun.header("location")).await;
        assert!(page.text().contains("求解器没有算出来") && page.text().contains("同样的条件再算一次"), "{}", page.text());
    })
    .await;
}

#[tokio::test]
async fn only_who_plans_sees_and_does_any_of_it() {
    both_engines(|db| async {
        let site = Site::new(db).await.with_planner("/bin/false".into());
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let candidates = set(&staff, "candidates", CANDIDATES).await;
        let plan = staff.post("/staff/plans/new", &[("candidates", candidates.as_str()), ("count", "1")]).await;
        let (plan, of) = (plan.header("location").to_owned(), format!("/staff/coverage/sets/{candidates}"));
        ended(&staff, &plan).await;
        let pages = [
            "/staff/coverage".to_owned(),
            "/staff/coverage/gaps.csv".to_owned(),
            "/staff/coverage/map.geojson".to_owned(),
            "/staff/coverage/sets".to_owned(),
            "/staff/coverage/templates/demand".to_owned(),
            of.clone(),
            format!("{of}/rows.csv"),
            "/staff/plans".to_owned(),
            "/staff/plans/new".to_owned(),
            plan.clone(),
        ];
        let exports = [format!("{plan}/sites.csv"), format!("{plan}/map.geojson")];
        for address in pages.iter().chain(&exports) {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes| if may(role, Action::PlanSites) { yes } else { 403 };
            for address in &pages {
                assert_eq!(browser.get(address).await.status, expected(200), "{} {address}", role.word());
            }
            for address in &exports {
                assert_eq!(browser.get(address).await.status, expected(404), "nothing came out of it");
            }
            let sent = browser.upload("/staff/coverage/sets", &fields("demand", ""), &[]).await;
            assert_eq!(sent.status, expected(422), "{role}");
            for (address, yes) in [
                ("/staff/plans/new".to_owned(), 422),
                (of.clone(), 422),
                (format!("{plan}/cancel"), 303),
                (format!("{plan}/again"), 303),
                ("/staff/coverage/sets/demo".to_owned(), 303),
            ] {
                assert_eq!(browser.post(&address, &[("wish", "x")]).await.status, expected(yes), "{role} {address}");
            }
        }
    })
    .await;
}
