//! A room from proposal to closure: every step, who may take it, and what stops it.

use app::audit;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site};

pub(crate) const PROPOSAL: [(&str, &str); 9] = [
    ("name_zh", "演示·新大厦母婴室"),
    ("venue_zh", "演示·新大厦"),
    ("venue_type", "mall"),
    ("kind", "independent"),
    ("venue_area_m2", "46,400"),
    ("venue_visitors_per_day", ""),
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
        let bad = [("name_zh", ""), ("venue_area_m2", "很大"), ("street", "1")];
        let refused = staff.post("/staff/build/new", &bad).await;
        assert!(refused.status == 422 && refused.text().contains("很大"), "what was typed stays: {}", refused.text());
    })
    .await;
}

#[tokio::test]
async fn several_rooms_take_one_step_together_or_not_at_all() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        for _ in 0..3 {
            assert_eq!(staff.post("/staff/build/new", &PROPOSAL).await.status, 303);
        }
        let to = "/staff/build/many";
        let wish = [("codes", "lg-0007，LG-0008 LG-0007\nLG-0001"), ("step", "approve"), ("on", "2026-11-02")];
        for (wrong, why) in [("LG-9999", "LG-9999"), (" ", "1 到 100")] {
            let refused = staff.post(to, &[("codes", wrong), wish[1], wish[2]]).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{}", refused.text());
        }
        let shown = staff.post(to, &wish).await;
        assert!(
            shown.status == 200 && shown.text().contains("确认记下 2 间") && shown.text().contains("接不上"),
            "{}",
            shown.text()
        );
        let seen =
            shown.text().split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        // One of them changes in between: nothing is recorded, and what would become of them is shown again.
        staff.takes("approve", "2026-11-02", &[]).await;
        let confirmed = [wish[0], wish[1], wish[2], ("seen", &seen)];
        let changed = staff.post(to, &confirmed).await;
        assert!(changed.status == 422 && changed.text().contains("还没有记") && changed.text().contains("确认记下 1 间"));
        assert!(staff.get("/staff/build.csv?stage=approved").await.text().lines().count() == 2, "only the one by hand");
        let both = [("codes", "LG-0008 LG-0009"), wish[1], wish[2]];
        let shown = staff.post(to, &both).await;
        let seen =
            shown.text().split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        assert_eq!(staff.post(to, &[both[0], both[1], both[2], ("seen", &seen)]).await.status, 303);
        let approved = staff.get("/staff/build.csv?stage=approved").await;
        assert!(
            approved.text().lines().count() == 4 && approved.text().matches("2026-11-20").count() == 2,
            "{}",
            approved.text()
        );
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

/// The form of LG-0001 as its page offers it.
async fn form(browser: &mut Browser<'_>) -> Vec<(String, String)> {
    let page = browser.get("/staff/build/LG-0001/edit").await;
    let mut fields = Vec::new();
    for tag in page.text().split('<').filter(|tag| tag.starts_with("input")) {
        let of = |name: &str| tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        fields.push((of("name").to_owned(), of("value").replace("&gt;", ">").replace("&amp;", "&")));
    }
    for select in page.text().split("<select name=\"").skip(1) {
        let chosen = select.split("</select>").next().unwrap().split("<option").find(|option| option.contains("selected"));
        let value = chosen.map_or("", |option| option.split('"').nth(1).unwrap());
        fields.push((select.split('"').next().unwrap().to_owned(), value.to_owned()));
    }
    fields
}

fn with<'a>(form: &'a [(String, String)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| changes.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
    form.iter().map(|(name, text)| (name.as_str(), changed(name).unwrap_or(text))).collect()
}

#[tokio::test]
async fn two_who_edit_a_room_at_once_lose_nothing() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut li = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut lead = one(&site, &mut admin, "wang.lead", Role::LeadExpert).await;
        let (first, second) = (form(&mut li).await, form(&mut lead).await);
        assert!(first.len() > 40 && first == second, "{first:?}");
        let to = "/staff/build/LG-0001/edit";

        assert_eq!(li.post(to, &with(&first, &[])).await.status, 303, "nothing changed");
        let wrong = li.post(to, &with(&first, &[("hours", "早到晚"), ("floor", "L7")])).await;
        assert!(
            wrong.status == 422 && wrong.text().contains("“开放时间”") && wrong.text().contains("早到晚"),
            "{}",
            wrong.text()
        );
        assert!(wrong.text().contains("L7"), "what was typed stays");
        let changes = [("floor", "L7"), ("way_zh", "从东门进 > 上七楼"), ("fridge", "yes")];
        assert_eq!(li.post(to, &with(&first, &changes)).await.status, 303);
        let card = site.get("/rooms/LG-0001").await;
        assert!(card.text().contains("L7") && card.text().contains("上七楼"), "parents see it: {}", card.text());

        // The other began before: the same field otherwise, and one that nobody touched.
        let theirs = [("floor", "B1"), ("hours_note", "周一闭馆")];
        let both = lead.post(to, &with(&second, &theirs)).await;
        assert!(
            both.status == 422 && both.text().contains("别人刚改成“L7”") && both.text().contains("周一闭馆"),
            "{}",
            both.text()
        );
        assert!(both.text().contains("上七楼"), "what does not conflict is joined");
        let again = form(&mut lead).await;
        assert_eq!(lead.post(to, &with(&again, &theirs)).await.status, 303);
        let card = site.get("/rooms/LG-0001").await;
        assert!(card.text().contains("B1") && card.text().contains("上七楼") && card.text().contains("周一闭馆"));
        assert!(admin.get("/staff/audit").await.text().contains("room.edit"));
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
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
            for address in [
                "/staff/build",
                "/staff/build.csv",
                "/staff/build/new",
                "/staff/build/many",
                "/staff/build/LG-0001",
                "/staff/build/LG-0001/edit",
            ] {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            assert_eq!(browser.get("/staff/build/LG-9999").await.status, expected(404), "{role}");
            assert_eq!(browser.post("/staff/build/new", &[]).await.status, expected(422), "{role}");
            assert_eq!(browser.post("/staff/build/LG-0001/step", &[("step", "approve")]).await.status, expected(422), "{role}");
        }
        for address in [
            "/staff/build",
            "/staff/build.csv",
            "/staff/build/new",
            "/staff/build/many",
            "/staff/build/LG-0001",
            "/staff/build/LG-0001/edit",
        ] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
    })
    .await;
}
