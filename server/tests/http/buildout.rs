//! A room from proposal to closure: every step, who may take it, and what stops it.

use app::audit;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site};

const PROPOSAL: [(&str, &str); 9] = [
    ("name", "演示·新大厦母婴室"),
    ("venue", "演示·新大厦"),
    ("venue_type", "mall"),
    ("kind", "independent"),
    ("area", "46,400"),
    ("visitors", ""),
    ("street", "440307015000"),
    ("on", "2026-11-01"),
    ("due", "2026-11-20"),
];

impl Browser<'_> {
    /// Records a step of LG-0007 as its page offers it.
    async fn take(&mut self, step: &str, on: &str, more: &[(&str, &str)]) -> Answer {
        let page = self.get("/staff/build/LG-0007").await;
        let version = page.text().split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let version = version.unwrap_or("0").to_owned();
        let fields = [("step", step), ("on", on), ("version", &version)];
        self.post("/staff/build/LG-0007/step", &fields.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()).await
    }

    async fn takes(&mut self, step: &str, on: &str, more: &[(&str, &str)]) {
        let taken = self.take(step, on, more).await;
        assert_eq!(taken.status, 303, "{step}: {}", taken.text());
    }

    async fn is_refused(&mut self, step: &str, on: &str, more: &[(&str, &str)], why: &str) {
        let refused = self.take(step, on, more).await;
        assert!(refused.status == 422 && refused.text().contains(why), "{step}: {}", refused.text());
    }
}

#[tokio::test]
async fn a_room_is_proposed_built_accepted_opened_and_closed_under_one_code() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let proposed = staff.post("/staff/build/new", &PROPOSAL).await;
        assert_eq!((proposed.status.as_u16(), proposed.header("location")), (303, "/staff/build/LG-0007"), "{}", proposed.text());
        staff.is_refused("fund", "2026-11-02", &[], "接不上").await;
        staff.is_refused("approve", "2026-10-31", &[], "不能更早").await;
        staff.is_refused("approve", "2026-11-25", &[], "今天或以前").await;
        staff.takes("approve", "2026-11-02", &[("paper", "深龙妇〔2026〕1 号（虚构）"), ("due", "2026-11-22")]).await;
        staff.takes("fund", "2026-11-03", &[("due", "2026-11-22")]).await;
        staff.takes("build", "2026-11-04", &[("due", "2026-11-22")]).await;
        let late = staff.get("/staff/build?late=yes").await;
        assert!(late.text().contains("LG-0007") && late.text().contains("超期 2 天"), "{}", late.text());
        staff.takes("finish", "2026-11-10", &[("due", "2026-11-22")]).await;
        staff.is_refused("open", "2026-11-11", &[], "还没有确认过的检查").await;
        assert_eq!(site.get("/rooms/LG-0007").await.status, 404, "parents do not see it yet");

        let people = admin.get("/staff/people").await;
        let id = people.text().split("<p>chen").nth(1).and_then(|rest| rest.split("/staff/people/").nth(1)).unwrap();
        let id = id.split(['/', '"']).next().unwrap().to_owned();
        let round =
            [("title", "验收"), ("purpose", "acceptance"), ("how", "all"), ("due", "2026-12-31"), ("expert", id.as_str())];
        staff.plan(&round).await;
        let path = expert.begin_assigned().await;
        expert.fill(&path).await;
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        staff.is_refused("open", "2026-11-21", &[], "还没有确认过的检查").await;
        let report = path.replace("/inspect/", "/inspections/");
        assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm"), ("remark", "")]).await.status, 303);
        assert!(staff.get("/staff/build/LG-0007").await.text().contains("可以开放"));
        staff.takes("open", "2026-11-21", &[]).await;
        let card = site.get("/rooms/LG-0007").await;
        assert!(card.status == 200 && card.text().contains(&report), "{}", card.text());
        assert!(staff.get("/staff/build/LG-0007").await.text().contains(&report), "the step names its inspection");

        staff.is_refused("suspend", "2026-11-22", &[("note", " ")], "写明原因").await;
        staff.takes("suspend", "2026-11-22", &[("note", "水管检修")]).await;
        assert!(site.get("/rooms/LG-0007").await.text().contains("水管检修"));
        staff.takes("resume", "2026-11-23", &[]).await;
        assert!(!site.get("/rooms/LG-0007").await.text().contains("水管检修"));
        staff.is_refused("close", "2026-11-24", &[("note", "商场停业")], "应当有母婴室").await;
        staff.takes("close", "2026-11-24", &[("note", "商场停业"), ("duty_seen", "yes")]).await;
        assert_eq!(site.get("/rooms/LG-0007").await.status, 404);
        let csv = staff.get("/staff/build.csv?stage=closed&q=新大厦").await;
        assert!(csv.text().lines().count() == 2 && csv.text().contains("商场停业"), "{}", csv.text());
        let board = staff.get("/staff/build?view=board").await;
        assert!(board.text().contains("演示·新大厦母婴室"));
        let before = staff.get("/staff/build?on=2026-11-23").await;
        assert!(!before.text().contains("LG-0001") && before.text().contains("结束时台账的样子"), "all was recorded a day later");
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn only_a_lead_expert_opens_what_did_not_pass_and_a_second_click_changes_nothing() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut lead = one(&site, &mut admin, "wang.lead", Role::LeadExpert).await;
        assert_eq!(staff.post("/staff/build/new", &PROPOSAL).await.status, 303);
        for (step, on) in [("approve", "2026-11-02"), ("build", "2026-11-03"), ("finish", "2026-11-04")] {
            staff.takes(step, on, &[]).await;
        }
        let regardless = [("regardless", "yes"), ("note", "医院急用")];
        staff.is_refused("open", "2026-11-05", &regardless, "只有专家组长").await;
        lead.is_refused("open", "2026-11-05", &regardless[..1], "写明原因").await;
        lead.takes("open", "2026-11-05", &regardless).await;
        let page = staff.get("/staff/build/LG-0007").await;
        assert!(page.text().contains("由专家组长决定开放") && page.text().contains("医院急用"), "{}", page.text());
        let twice = [("step", "close"), ("on", "2026-11-06"), ("version", "1"), ("note", "停业"), ("duty_seen", "yes")];
        let outdated = staff.post("/staff/build/LG-0007/step", &twice).await;
        assert!(outdated.status == 422 && outdated.text().contains("被别人改过") && outdated.text().contains("停业"));
        assert_eq!(site.get("/rooms/LG-0007").await.status, 200);
        let bad = [("name", ""), ("area", "很大"), ("street", "1")];
        let refused = staff.post("/staff/build/new", &bad).await;
        assert!(refused.status == 422 && refused.text().contains("很大"), "what was typed stays: {}", refused.text());
    })
    .await;
}

#[tokio::test]
async fn each_address_asks_for_the_role_that_the_table_says() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes: u16| if may(role, Action::ManageBuildout) { yes } else { 403 };
            for address in ["/staff/build", "/staff/build.csv", "/staff/build/new", "/staff/build/LG-0001"] {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            assert_eq!(browser.get("/staff/build/LG-9999").await.status, expected(404), "{role}");
            assert_eq!(browser.post("/staff/build/new", &[]).await.status, expected(422), "{role}");
            assert_eq!(browser.post("/staff/build/LG-0001/step", &[("step", "approve")]).await.status, expected(422), "{role}");
        }
        for address in ["/staff/build", "/staff/build.csv", "/staff/build/new", "/staff/build/LG-0001"] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
    })
    .await;
}
