//! An inspection online: from the desk to the room's page, and who may not.

use app::testing::{both_engines, passing};
use domain::standard::published;
use domain::{Action, Role, may};

use super::accounts::{Browser, administrator};
use super::support::Site;

/// The fields of a section of which everything passes, but the area and what is left out.
pub(crate) fn section(id: &str) -> Vec<(String, String)> {
    let standard = &published()[1].standard;
    let clauses = standard.clauses.iter().filter(|clause| clause.id.section() == id);
    clauses.flat_map(|clause| passing(standard, clause)).collect()
}

impl Browser<'_> {
    pub(crate) async fn send(&mut self, address: &str, fields: &[(String, String)]) -> super::support::Answer {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(address, &fields).await
    }

    /// Begins an inspection of LG-0001; its address.
    pub(crate) async fn begin(&mut self) -> String {
        self.begin_on("2026-11-20").await
    }

    /// Begins one of that day.
    pub(crate) async fn begin_on(&mut self, visited: &str) -> String {
        let begun = self.post("/inspect", &[("room", "lg-0001"), ("visited", visited)]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        begun.header("location").to_owned()
    }

    /// Fills in every section.
    pub(crate) async fn fill(&mut self, path: &str) {
        let venue = [
            ("frequented", "yes"),
            ("floor_area", "46400"),
            ("building", "new"),
            ("door", "hinged"),
            ("glass", "yes"),
            ("season", "summer"),
        ];
        assert_eq!(self.post(&format!("{path}/venue"), &venue).await.status, 303);
        for id in ["1", "2", "3", "4", "5", "6", "7"] {
            let saved = self.send(&format!("{path}/{id}"), &section(id)).await;
            assert_eq!(saved.status, 303, "{id}: {}", saved.text());
        }
    }
}

pub(crate) async fn one<'a>(site: &'a Site, admin: &mut Browser<'_>, login: &str, role: Role) -> Browser<'a> {
    let link = admin.invite(login, role).await;
    let mut browser = Browser::new(site);
    assert_eq!(browser.join(&link).await.status, 303);
    browser
}

#[tokio::test]
async fn an_inspection_goes_from_the_desk_to_the_rooms_page() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let path = expert.begin().await;
        assert!(expert.get(&path).await.text().contains("还有"));
        let early = expert.post(&path, &[("step", "submit")]).await;
        assert!(early.status == 422 && early.text().contains("没有回答"), "{}", early.text());
        expert.fill(&path).await;
        let ready = expert.get(&path).await;
        assert!(ready.text().contains("可以提交") && ready.text().contains("总分 100.0"), "{}", ready.text());

        let report = path.replace("/inspect/", "/inspections/");
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.header("location"), report);
        assert_eq!(site.get(&report).await.status, 404, "not for the public yet");
        assert!(!site.get("/rooms/LG-0001").await.text().contains("专家检查"));
        assert!(staff.get("/staff/inspections").await.text().contains(&report));
        let decide = format!("{report}/decide");
        let silent = staff.post(&decide, &[("step", "return"), ("remark", "")]).await;
        assert!(silent.status == 422 && silent.text().contains("请写明要改什么"));
        assert_eq!(staff.post(&decide, &[("step", "return"), ("remark", "5.01 再量一次")]).await.status, 303);
        assert!(expert.get(&path).await.text().contains("5.01 再量一次"));
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        assert_eq!(staff.post(&decide, &[("step", "confirm")]).await.status, 303);

        let room = site.get("/rooms/LG-0001").await;
        assert!(room.text().contains("专家检查") && room.text().contains("优 · 100.0 分"), "{}", room.text());
        assert_eq!(site.get("/?q=LG-0001").await.text().matches("专家检查合格").count(), 1, "on the card");
        let pack = domain::Pack::decode(&site.get("/pack.bin").await.body).unwrap();
        let marks: Vec<_> =
            pack.rooms.iter().filter_map(|room| Some((room.room.code.to_string(), room.inspected?.passes))).collect();
        assert_eq!(marks, [("LG-0001".to_owned(), true)], "on the phone");
        let public = site.get(&report).await;
        assert_eq!((public.status.as_u16(), public.text().matches("data-outcome=").count()), (200, 60));
        assert!(!public.text().contains("陈小红"), "no names in public");
        let again = staff.post(&decide, &[("step", "return"), ("remark", "x")]).await;
        assert!(again.text().contains("这一步现在不能做"));
    })
    .await;
}

#[tokio::test]
async fn the_impact_of_a_version_names_the_room_and_the_clause_and_changes_nothing() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let impact = "/staff/impact/longgang-2021-06-06/longgang-2025-04-01";
        assert!(staff.get(impact).await.text().contains("没有可以试算的"));
        let path = expert.begin().await;
        expert.fill(&path).await;
        let mut found = section("3");
        found.iter_mut().find(|(name, _)| name == "3.03.value").unwrap().1 = "yes".to_owned();
        assert_eq!(expert.send(&format!("{path}/3"), &found).await.status, 303);
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        let report = path.replace("/inspect/", "/inspections/");
        let before = staff.get(&report).await.text().to_owned();
        assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);
        let page = staff.get(impact).await;
        assert!(page.text().contains("1 间会变，共试算 1 间") && page.text().contains("通过 → 不通过"), "{}", page.text());
        assert!(page.text().contains("LG-0001") && page.text().contains("<dd>3.03</dd>"), "{}", page.text());
        let back = staff.get("/staff/impact/longgang-2025-04-01/longgang-2025-04-01").await;
        assert!(back.text().contains("0 间会变"));
        let after = staff.get(&report).await.text().to_owned();
        assert_eq!(before.matches("data-outcome=").count(), after.matches("data-outcome=").count());
        assert_eq!((expert.get(impact).await.status.as_u16(), site.get(impact).await.status.as_u16()), (403, 303));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_clause_and_everything_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = expert.begin().await;
        let bad = [("2.01.value", "大约8"), ("2.04.value", "yes"), ("2.06.not", "could_not_check"), ("2.06.why", "")];
        let told = expert.post(&format!("{path}/2"), &bad).await;
        assert_eq!(told.status, 422);
        let text = told.text();
        assert!(
            text.contains("有 2 处要改")
                && text.contains("要填数字")
                && text.contains("请写原因")
                && text.contains("value=\"大约8\""),
            "{text}"
        );
        assert!(expert.get(&format!("{path}/2")).await.text().contains("name=\"2.01.value\" value=\"\""), "nothing was saved");
        let doubtful = [("5.01.value", "90"), ("5.03.value", "5")];
        assert_eq!(expert.post(&format!("{path}/5"), &doubtful).await.status, 303);
        let page = expert.get(&format!("{path}/5")).await;
        assert!(page.text().contains("90 mm 不寻常，是不是 90 cm") && page.text().contains("5.01.value.sure"), "{}", page.text());
        for (room, visited, words) in [
            ("LG-9999", "2026-11-20", "没有这个编号"),
            ("LG-0001", "2999-01-01", "今天或更早"),
            ("LG-0001", "2019-01-01", "还没有适用的标准"),
        ] {
            let refused = expert.post("/inspect", &[("room", room), ("visited", visited)]).await;
            assert!(refused.text().contains(words), "{words}: {}", refused.text());
        }
        assert!(expert.post(&format!("{path}/venue"), &[("floor_area", "-1")]).await.text().contains("数字要在"));
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_or_does_what_is_anothers() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = expert.begin().await;
        for &role in <Role as domain::Word>::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |action, yes| if may(role, action) { yes } else { 403 };
            assert_eq!(browser.get("/inspect").await.status, expected(Action::Inspect, 200), "{role}");
            assert_eq!(browser.get("/staff/inspections").await.status, expected(Action::ReviewInspections, 200), "{role}");
            for address in [path.clone(), format!("{path}/venue"), format!("{path}/1")] {
                assert_eq!(browser.get(&address).await.status, 403, "{role} {address}");
                assert_eq!(browser.post(&address, &[("step", "submit")]).await.status, 403, "{role} {address}");
            }
            let report = path.replace("/inspect/", "/inspections/");
            let seen = if may(role, Action::ReviewInspections) { 200 } else { 404 };
            assert_eq!(browser.get(&report).await.status, seen, "{role}");
            let decided = browser.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status;
            assert_eq!(decided, expected(Action::ReviewInspections, 422), "{role}: a draft is not confirmed");
        }
        for address in ["/inspect", "/staff/inspections", &path] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
    })
    .await;
}
