//! Rounds: planning, drawing, conflicts of interest, and a whole double inspection.

use app::db::Db;
use app::testing::{both_engines, sample_rooms};
use domain::{Action, Role, Stage, Word, may};
use uuid::Uuid;

use super::accounts::{Browser, administrator};
use super::delivery::{id, refusal, sheet};
use super::inspections::{one, section};
use super::support::{Answer, Site, plain};

const FORM: [(&str, &str); 6] = [
    ("title", "2026 年检"),
    ("purpose", "yearly"),
    ("how", "listed"),
    ("codes", "LG-0001"),
    ("due", "2026-12-31"),
    ("about", ""),
];

/// The text between two others, each time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

impl Browser<'_> {
    /// Looks at the plan of a form; the preview.
    async fn preview(&mut self, fields: &[(&str, &str)]) -> Answer {
        self.post("/staff/rounds/preview", fields).await
    }

    /// Confirms a plan as it was shown; where the round is.
    pub(crate) async fn plan(&mut self, fields: &[(&str, &str)]) -> String {
        let preview = self.preview(fields).await;
        assert_eq!(preview.status, 200, "{}", preview.text());
        let digest = between(preview.text(), "name=\"digest\" value=\"", "\"")[0].to_owned();
        let mut fields = fields.to_vec();
        fields.push(("digest", &digest));
        let planned = self.post("/staff/rounds", &fields).await;
        assert_eq!(planned.status, 303, "{}", planned.text());
        planned.header("location").to_owned()
    }

    /// Begins what is assigned first; the sheet's address.
    pub(crate) async fn begin_assigned(&mut self) -> String {
        let desk = self.get("/inspect").await;
        let assignment = between(desk.text(), "data-assignment=\"", "\"")[0].to_owned();
        let begun = self.post("/inspect", &[("assignment", &assignment), ("visited", "2026-11-20")]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        begun.header("location").to_owned()
    }
}

/// Who takes part.
struct Cast<'a> {
    admin: Browser<'a>,
    a: Browser<'a>,
    b: Browser<'a>,
    staff: Browser<'a>,
    /// The ids of the two experts.
    ids: [String; 2],
}

async fn cast(site: &Site) -> Cast<'_> {
    let mut admin = administrator(site).await;
    let a = one(site, &mut admin, "expert-a", Role::Expert).await;
    let b = one(site, &mut admin, "expert-b", Role::Expert).await;
    let staff = one(site, &mut admin, "li.staff", Role::Staff).await;
    let page = admin.get("/staff/people").await;
    let id = |login: &str| {
        let paths = between(between(page.text(), login, "</li>")[0], "/staff/people/", "\"");
        paths.iter().find_map(|path| path.strip_suffix("/profile")).unwrap().to_owned()
    };
    let ids = [id("<p>expert-a"), id("<p>expert-b")];
    Cast { admin, a, b, staff, ids }
}

#[tokio::test]
async fn each_address_asks_for_the_role_that_the_table_says() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let nil = Uuid::nil();
        let gets = ["/staff/rounds", "/staff/rounds/new"].map(str::to_owned);
        let round = format!("/staff/rounds/{nil}");
        let missing = ["", "/assignments.csv", "/agreement"].map(|end| format!("{round}{end}"));
        let pair = format!("{round}/pairs/{nil}");
        let posts = [("/staff/rounds", 422), ("/staff/rounds/preview", 422)];
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes: u16| if may(role, Action::PlanRounds) { yes } else { 403 };
            for address in &gets {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            for address in missing.iter().chain([&pair]) {
                assert_eq!(browser.get(address).await.status, expected(404), "{role} {address}");
            }
            for (address, yes) in posts {
                assert_eq!(browser.post(address, &FORM[..1]).await.status, expected(yes), "{role} {address}");
            }
            assert_eq!(browser.post(&pair, &[]).await.status, expected(404), "{role}");
            let change = format!("{round}/assignments/{nil}");
            assert_eq!(browser.post(&change, &[("wish", "cancel"), ("reason", "x")]).await.status, expected(404), "{role}");
            let profile = [("field", "儿科"), ("affiliations", ""), ("home", "")];
            let judges = may(role, Action::Inspect) || may(role, Action::Supervise);
            let own = if judges { 303 } else { 403 };
            assert_eq!(browser.post("/account/profile", &profile).await.status, own, "{role}");
            let others = if may(role, Action::ManagePeople) { 404 } else { 403 };
            assert_eq!(browser.post(&format!("/staff/people/{nil}/profile"), &profile).await.status, others, "{role}");
        }
        for address in gets.iter().chain(&missing).chain([&pair]) {
            assert_eq!(site.get(address).await.status, 303, "{address}");
            assert_eq!(Browser::new(&site).post("/account/profile", &[]).await.status, 303);
        }
    })
    .await;
}

#[tokio::test]
async fn a_draw_is_shown_confirmed_and_can_be_repeated() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let Cast { mut a, mut staff, ids, .. } = cast(&site).await;
        let mut form = vec![("title", "抽查"), ("purpose", "draw"), ("how", "draw"), ("count", "2"), ("seed", "longgang 2026")];
        form.extend([("due", "2026-12-31"), ("expert", ids[0].as_str()), ("expert", &ids[1])]);
        let round = staff.plan(&form).await;
        // By hand: the sample rooms that are public are LG-0001 to LG-0005, and sha256sum and sort say 5, 2, 4, 1, 3.
        let csv = staff.get(&format!("{round}/assignments.csv")).await;
        let mut codes: Vec<_> = ["LG-0001", "LG-0002", "LG-0003", "LG-0004", "LG-0005"]
            .into_iter()
            .filter(|code| csv.text().contains(code))
            .collect();
        codes.sort_unstable();
        assert_eq!(codes, ["LG-0002", "LG-0005"], "{}", csv.text());
        let page = staff.get(&round).await;
        assert!(page.text().contains("longgang 2026") && page.text().contains("sha256sum"), "{}", page.text());
        assert_eq!(between(page.text(), "data-assignment=\"", "\"").len(), 2);
        assert!(staff.get("/staff/rounds").await.text().contains("已完成 0，待检查 2"));
        let desk = a.get("/inspect").await;
        assert_eq!(between(desk.text(), "data-assignment=\"", "\"").len(), 1, "one each");

        let changed = staff.post("/staff/rounds", &form).await;
        assert!(changed.status == 422 && changed.text().contains("请再看一遍"), "without what was shown: {}", changed.text());
        let twice = a.begin_assigned().await;
        assert_eq!(a.begin_assigned().await, twice, "begun once, gone on with");
    })
    .await;
}

#[tokio::test]
async fn mistakes_are_told_and_everything_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let Cast { mut staff, ids, .. } = cast(&site).await;
        for (change, words) in [
            (("purpose", "complaint"), "要写明投诉内容"),
            (("purpose", "draw"), "要用抽签"),
            (("codes", "LG-0001，LG-9999"), "LG-9999"),
            (("due", "2020-01-01"), "今天或以后"),
            (("twice", "yes"), "至少选两位"),
            (("purpose", "acceptance"), "LG-9998"),
        ] {
            let mut form: Vec<_> = FORM.into_iter().filter(|(name, _)| *name != change.0).chain([change]).collect();
            form.push(("expert", &ids[0]));
            if change.1 == "acceptance" {
                form.retain(|(name, _)| *name != "codes");
                form.push(("codes", "LG-9998"));
            }
            let told = staff.preview(&form).await;
            assert!(told.status == 422 && told.text().contains(words), "{words}: {}", told.text());
            assert!(told.text().contains("value=\"2026 年检\""), "what was typed stays");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_a_room_of_their_own_operator() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let Cast { mut admin, mut a, mut staff, ids, .. } = cast(&site).await;
        let typed = [("field", "儿科"), ("affiliations", "某物业（虚构）\n星河里"), ("home", "440307015000")];
        assert_eq!(a.post("/account/profile", &typed).await.header("location"), "/account?profile");
        assert!(a.get("/account?profile").await.text().contains("星河里</textarea>"));
        let bad = a.post("/account/profile", &[("field", "护理"), ("affiliations", "x"), ("home", "123")]).await;
        assert!(bad.status == 422 && bad.text().contains("value=\"护理\""), "what was typed stays");
        let refused = a.post("/inspect", &[("room", "LG-0001"), ("visited", "2026-11-20")]).await;
        assert!(
            refused.status == 422 && refused.text().contains("利益回避") && refused.text().contains("星河里"),
            "{}",
            refused.text()
        );

        let [affiliated, other] = ids;
        let form = |experts: &[&str]| -> Vec<(&'static str, String)> {
            let fields = FORM.iter().map(|(name, value)| (*name, (*value).to_owned()));
            fields.chain(experts.iter().map(|id| ("expert", (*id).to_owned()))).collect()
        };
        let alone = form(&[&affiliated]);
        let alone: Vec<_> = alone.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let left = staff.preview(&alone).await;
        assert!(left.text().contains("排不了") && left.text().contains("与“星河里”有关联"), "{}", left.text());
        let nothing = staff.post("/staff/rounds", &alone).await;
        assert!(nothing.status == 422 && nothing.text().contains("没有一间能排出去"));
        let both = form(&[&affiliated, &other]);
        let both: Vec<_> = both.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let round = staff.plan(&both).await;
        assert_eq!(between(a.get("/inspect").await.text(), "data-assignment=\"", "\"").len(), 0);
        let page = staff.get(&round).await;
        let assignment = between(page.text(), "data-assignment=\"", "\"")[0].to_owned();
        let give = [("wish", "give"), ("expert", affiliated.as_str()), ("reason", "他近")];
        let refused = staff.post(&format!("{round}/assignments/{assignment}"), &give).await;
        assert!(refused.status == 422 && refused.text().contains("利益回避") && refused.text().contains("value=\"他近\""));
        let cancel = [("wish", "cancel"), ("reason", "房间在修")];
        assert_eq!(staff.post(&format!("{round}/assignments/{assignment}"), &cancel).await.header("location"), round);
        assert!(staff.get(&round).await.text().contains("房间在修"));
        let profile = format!("/staff/people/{affiliated}/profile");
        assert_eq!(admin.post(&profile, &[("field", ""), ("affiliations", ""), ("home", "")]).await.status, 303);
        assert_eq!(a.post("/inspect", &[("room", "LG-0001"), ("visited", "2026-11-20")]).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn a_room_that_is_not_open_yet_is_accepted_and_a_visit_of_guidance_stays_inside() {
    both_engines(|db| async {
        let mut rooms = sample_rooms();
        rooms[1].stage = Stage::Acceptance;
        let site = Site::with(db, &rooms, &plain()).await;
        let Cast { a: mut expert, mut staff, ids, .. } = cast(&site).await;
        assert!(staff.get("/staff/rounds/new").await.text().contains("有 1 间等待验收"));
        let mut form = vec![("title", "验收"), ("purpose", "acceptance"), ("how", "all"), ("due", "2026-12-31")];
        form.push(("expert", &ids[0]));
        staff.plan(&form).await;
        let mut form = FORM.to_vec();
        form[1] = ("purpose", "guidance");
        form.push(("expert", &ids[0]));
        staff.plan(&form).await;
        let desk = expert.get("/inspect").await;
        assert!(desk.text().contains("LG-0002") && desk.text().contains("不打分"), "{}", desk.text());
        let guidance = between(desk.text(), "<li class=\"panel\" data-assignment=\"", "</li>");
        let guidance = guidance.iter().find(|item| item.contains("LG-0001")).unwrap();
        let begun = expert.post("/inspect", &[("assignment", &guidance[..36]), ("visited", "2026-11-20")]).await;
        let path = begun.header("location").to_owned();
        expert.fill(&path).await;
        let report = path.replace("/inspect/", "/inspections/");
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.header("location"), report);
        assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);
        let seen = staff.get(&report).await;
        assert!(seen.text().contains("不打分") && !seen.text().contains("总分"), "{}", seen.text());
        assert_eq!(site.get(&report).await.status, 404, "never public");
        assert!(!site.get("/rooms/LG-0001").await.text().contains("专家检查"));
    })
    .await;
}

/// Fills in everything as it passes, and hands it in; with one answer of its own.
async fn hand_in(expert: &mut Browser<'_>, own: Option<(&str, &str)>) -> String {
    let path = expert.begin_assigned().await;
    expert.fill(&path).await;
    if let Some((name, value)) = own {
        let mut fields = section(&name[..1]);
        value.clone_into(&mut fields.iter_mut().find(|(field, _)| field == name).unwrap().1);
        assert_eq!(expert.send(&format!("{path}/{}", &name[..1]), &fields).await.status, 303);
    }
    let report = path.replace("/inspect/", "/inspections/");
    assert_eq!(expert.post(&path, &[("step", "submit")]).await.header("location"), report);
    report
}

async fn double(db: Db) {
    let site = Site::new(db).await;
    let Cast { mut admin, mut a, mut b, mut staff, ids } = cast(&site).await;
    let mut lead = one(&site, &mut admin, "zhao.lead", Role::LeadExpert).await;
    let mut form = FORM.to_vec();
    form.extend([("twice", "yes"), ("expert", ids[0].as_str()), ("expert", &ids[1])]);
    let round = staff.plan(&form).await;
    let room = sample_rooms()[0].id.0;
    let pair = format!("{round}/pairs/{room}");

    let first = hand_in(&mut a, None).await;
    assert_eq!(a.get(&first).await.status, 200, "one's own");
    for other in [&b, &staff, &lead] {
        assert_ne!(other.get(&first).await.status, 200, "sealed until both have come");
    }
    assert!(!staff.get("/staff/inspections").await.text().contains(&first));
    let decide = |report: &str| format!("{report}/decide");
    assert_eq!(staff.post(&decide(&first), &[("step", "confirm")]).await.status, 403);
    assert_eq!(staff.get(&pair).await.status, 404);

    let second = hand_in(&mut b, Some(("3.03.value", "yes"))).await;
    assert_eq!(staff.get(&first).await.status, 200);
    for report in [&first, &second] {
        let early = staff.post(&decide(report), &[("step", "confirm")]).await;
        assert!(early.status == 422 && early.text().contains("先在检查计划里合并"), "{}", early.text());
    }
    assert_eq!(staff.post(&pair, &[("3.03", "a")]).await.status, 403, "a lead expert settles");
    let shown = lead.get(&pair).await;
    assert!(shown.text().contains("60 条里有 1 条不一样") && shown.text().contains("3.03"), "{}", shown.text());
    let agreement = staff.get(&format!("{round}/agreement")).await;
    assert!(agreement.text().contains("98%") && agreement.text().contains("0%"), "{}", agreement.text());
    let none = lead.post(&pair, &[("remark", "现场再看过")]).await;
    assert!(none.status == 422 && none.text().contains("现场再看过"), "what was typed stays");
    // A is whoever was given the room first; what the second expert found is chosen.
    let a_is_first = first.ends_with(between(shown.text(), "href=\"/inspections/", "\"")[0]);
    let found = if a_is_first { "b" } else { "a" };
    let settled = lead.post(&pair, &[("3.03", found), ("3.03.remark", "门口有摄像头"), ("remark", "现场再看过")]).await;
    let (kept, merged) = if a_is_first { (&first, &second) } else { (&second, &first) };
    assert_eq!((settled.status.as_u16(), settled.header("location")), (303, kept.as_str()), "{}", settled.text());
    assert!(lead.get(&pair).await.text().contains("已经合并"));
    assert_eq!(lead.post(&pair, &[("3.03", found)]).await.status, 422, "once");
    let report = staff.get(kept).await;
    assert!(report.text().contains("由两次检查合并") && report.text().contains("现场再看过"), "{}", report.text());
    assert!(staff.get(merged).await.text().contains("已并入另一次检查"), "kept, not lost");
    assert_eq!(staff.post(&decide(merged), &[("step", "confirm")]).await.status, 422);
    assert_eq!(staff.post(&decide(kept), &[("step", "confirm")]).await.status, 303);
    let public = site.get(kept).await;
    assert!(public.status == 200 && !public.text().contains("现场再看过"), "no inner words in public");
    assert_eq!(public.text().matches("data-outcome=\"fail\"").count(), 0, "a camera that was found is for the police");
    assert!(staff.get(kept).await.text().contains("3.03") && public.text().contains("安全"), "as settled");
    assert_eq!(site.get(merged).await.status, 404);
    assert!(site.get("/rooms/LG-0001").await.text().contains("专家检查"));
    let after = staff.get(&format!("{round}/agreement")).await;
    assert!(after.text().contains("98%"), "what each found alone stands: {}", after.text());
}

#[tokio::test]
async fn two_experts_inspect_alone_and_a_lead_expert_settles_what_differs() {
    both_engines(double).await;
}

#[tokio::test]
async fn what_was_given_to_somebody_else_is_not_handed_in_and_not_lost() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let Cast { mut a, mut staff, ids, .. } = cast(&site).await;
        let mut form = FORM.to_vec();
        form.push(("expert", &ids[0]));
        let round = staff.plan(&form).await;
        let page = staff.get(&round).await;
        let assignment = between(page.text(), "data-assignment=\"", "\"")[0].to_owned();
        let kit = a.kit().await;
        assert_eq!((kit.assignments[0].id.to_string(), kit.rooms.len()), (assignment.clone(), 5));
        let path = a.begin_assigned().await;
        a.fill(&path).await;
        let give = [("wish", "give"), ("expert", ids[1].as_str()), ("reason", "请假")];
        assert_eq!(staff.post(&format!("{round}/assignments/{assignment}"), &give).await.status, 303);
        let refused = a.post(&path, &[("step", "submit")]).await;
        assert!(refused.status == 422 && refused.text().contains("已改派给别人"), "{}", refused.text());
        assert_eq!(a.get(&path).await.status, 200, "and nothing is lost");
    })
    .await;
}

#[tokio::test]
async fn a_phone_fulfils_its_assignment_and_is_told_what_is_not_its_own() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let Cast { mut admin, a, mut staff, ids, .. } = cast(&site).await;
        let mut form = FORM.to_vec();
        form.push(("expert", &ids[0]));
        let round = staff.plan(&form).await;
        let kit = a.kit().await;
        let delivery = sheet(&kit);
        let delivery = domain::device::Delivery { assignment: Some(kit.assignments[0].id), ..delivery };
        let profile = format!("/staff/people/{}/profile", ids[0]);
        let affiliated = [("field", ""), ("affiliations", "星河里"), ("home", "")];
        assert_eq!(admin.post(&profile, &affiliated).await.status, 303);
        assert!(a.kit().await.rooms.iter().all(|room| room.code.as_str() != "LG-0001"), "not taken along");
        assert_eq!(refusal(&a.deliver(id(1), &delivery).await), (422, "not-acceptable".to_owned(), "room".to_owned()));
        assert_eq!(admin.post(&profile, &[("field", ""), ("affiliations", ""), ("home", "")]).await.status, 303);
        let foreign = domain::device::Delivery { assignment: Some(Uuid::nil()), ..delivery.clone() };
        assert_eq!(refusal(&a.deliver(id(1), &foreign).await), (422, "not-acceptable".to_owned(), "assignment".to_owned()));
        for _ in 0..2 {
            assert_eq!(a.deliver(id(1), &delivery).await.status, 200, "and the same again");
        }
        assert!(a.kit().await.assignments.is_empty());
        assert!(staff.get(&round).await.text().contains("data-state=\"done\""));
        assert_eq!(refusal(&a.deliver(id(2), &delivery).await).2, "assignment", "another inspection for the same");
    })
    .await;
}
