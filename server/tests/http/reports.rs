//! Parents are heard: from the poster by the door to an inspection that answers, and what nobody gets past.

use app::audit;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::{one, section};
use super::photos::photo;
use super::rectifications::{answered_twice, floor_closed, item, tie};
use super::support::{Answer, Site, hidden};

/// Sends a report of LG-0001 from the room's page, asked for at eleven and sent a minute later.
pub(crate) async fn report(site: &Site, fields: &[(&str, &str)]) -> Answer {
    let form = site.get("/rooms/LG-0001/report").await;
    let stamp = hidden(&form, "stamp");
    let fields: Vec<_> = [("stamp", stamp.as_str())].into_iter().chain(fields.iter().copied()).collect();
    site.later().post("/rooms/LG-0001/report", &fields, &[("sec-fetch-site", "same-origin")]).await
}

/// The path of the case that stands first on the desk.
pub(crate) async fn first_case(staff: &Browser<'_>, query: &str) -> String {
    let desk = staff.get(&format!("/staff/reports{query}")).await;
    let id = desk.text().split("<td").nth(1).and_then(|cell| cell.split("/staff/reports/").nth(1)).map(|rest| &rest[..36]);
    format!("/staff/reports/{}", id.unwrap_or_else(|| unreachable!("{}", desk.text())))
}

pub(crate) async fn take(staff: &mut Browser<'_>, case: &str, step: &str, words: &str) -> Answer {
    let version = hidden(&staff.get(case).await, "version");
    staff.post(case, &[("step", step), ("words", words), ("version", &version)]).await
}

/// An inspection of LG-0001 that is confirmed; the report's address.
async fn inspected(expert: &mut Browser<'_>, staff: &mut Browser<'_>, slippery: bool) -> String {
    let path = expert.begin_on("2026-11-24").await;
    expert.fill(&path).await;
    if slippery {
        let mut fields = section("2");
        "no".clone_into(&mut fields.iter_mut().find(|(name, _)| name == "2.04.value").unwrap().1);
        assert_eq!(expert.send(&format!("{path}/2"), &fields).await.status, 303);
    }
    let report = path.replace("/inspect/", "/inspections/");
    assert_eq!(expert.post(&path, &[("step", "submit")]).await.header("location"), report);
    assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);
    report
}

#[tokio::test]
async fn a_parent_scans_reports_and_follows_until_an_inspection_ends_it() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let mut operator = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        let posters = staff.get("/staff/posters?codes=LG-0001,lg-0002&size=a4").await;
        assert_eq!(posters.text().matches("class=\"poster poster-a4\"").count(), 2, "{}", posters.text());
        // The code is drawn, not written: the mark is known from the seal.
        let seal = site.state.seals.of(&site.state.db, [0; 32]).await.unwrap();
        let mark = domain::reports::DoorMark::of(seal.sign("door\nLG-0001"));
        let form = site.get(&format!("/d/LG-0001/{mark}")).await;
        assert!(form.status == 200 && form.text().contains("你扫的是这间门口的二维码"), "{}", form.text());
        let forged = site.get("/d/LG-0002/ZZZZZZZZ").await;
        assert!(forged.text().contains("不是我们为这间房印的") && forged.text().contains("name=\"mark\" value=\"\""));

        let fields = [("stamp", hidden(&form, "stamp")), ("mark", hidden(&form, "mark")), ("trouble", "locked".to_owned())];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        let mut file = photo(7);
        file.resize(3_000_000, 0); // as a phone's camera makes them
        let later = site.later();
        let parent = Browser::new(&later);
        let sent = parent.upload("/rooms/LG-0001/report", &fields, &[("file", "door.jpg", &file)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let follow = sent.header("location").trim_end_matches("?new").to_owned();
        let twice = parent.upload("/rooms/LG-0001/report", &fields, &[]).await;
        assert_eq!(twice.header("location"), sent.header("location"), "the same form is one report");
        assert!(site.get(&follow).await.text().contains("已收到，等工作人员核实"));
        assert_eq!(report(&site, &[("trouble", "locked"), ("words", "等了半小时")]).await.status, 303);
        assert!(!site.get("/rooms/LG-0001").await.text().contains("家长反映"), "nothing is public before triage");

        let case = first_case(&staff, "").await;
        let page = staff.get(&case).await;
        assert!(page.text().contains("2 次（门口扫码 1 次）") && page.text().contains("等了半小时"), "{}", page.text());
        assert_eq!(page.text().matches("<img src=\"/photos/").count(), 1);
        assert_eq!(take(&mut staff, &case, "accept", "").await.status, 303);
        let room = site.get("/rooms/LG-0001").await;
        assert!(room.text().contains("已核实，正在处理") && !room.text().contains("等了半小时"), "{}", room.text());
        let plan = staff.get(&case).await;
        let link = plan.text().split("href=\"/staff/rounds/new?").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let planned = staff.get(&format!("/staff/rounds/new?{}", link.replace("&amp;", "&"))).await;
        assert!(
            planned.text().contains(">LG-0001</textarea>") && planned.text().contains("共 2 次。请到现场查看"),
            "{}",
            planned.text()
        );

        inspected(&mut expert, &mut staff, true).await;
        assert!(site.get(&follow).await.text().contains("专家去看过了"));
        tie(&mut staff, "wang.mall").await;
        let floor = item(operator.get("/rectifications").await.text(), "2.04");
        answered_twice(&mut operator, &mut staff, &floor).await;
        floor_closed(&mut operator, &mut expert, &floor).await;
        let over = site.get(&follow).await;
        assert!(over.text().contains("这件事已经结束") && over.text().contains("/inspections/"), "{}", over.text());
        assert!(site.get("/rooms/LG-0001").await.text().contains("已解决"));
        assert_eq!(site.get("/reports/00000-00000").await.status, 404);
        let typed = follow.trim_start_matches("/reports/").to_lowercase().replace('-', " ");
        let asked = site.get(&format!("/reports?reference={}", typed.replace(' ', "+"))).await;
        assert_eq!(asked.header("location"), follow);
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn an_inspection_that_finds_nothing_ends_it_at_once_but_not_an_intrusion() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        for trouble in ["dirty", "intrusion"] {
            assert_eq!(report(&site, &[("trouble", trouble)]).await.status, 303);
        }
        let desk = staff.get("/staff/reports").await;
        assert!(desk.text().contains("1 条闯入、偷看或偷拍的报告还没有人核实"), "{}", desk.text());
        let urgent = first_case(&staff, "").await;
        assert!(staff.get(&urgent).await.text().contains("有人闯入"), "it stands first");
        for query in ["", "?trouble=dirty"] {
            let case = first_case(&staff, query).await;
            assert_eq!(take(&mut staff, &case, "accept", "").await.status, 303);
        }
        let report = inspected(&mut expert, &mut staff, false).await;
        let open = staff.get("/staff/reports.csv").await;
        assert!(open.text().lines().count() == 2 && open.text().contains("intrusion"), "{}", open.text());
        let over = staff.get("/staff/reports.csv?state=resolved").await;
        assert!(over.text().contains("dirty") && over.text().contains(report.trim_start_matches("/inspections/")));
        assert!(take(&mut staff, &urgent, "resolve", " ").await.text().contains("报告的人在等答复"));
        assert_eq!(take(&mut staff, &urgent, "resolve", "已报警，换了锁").await.status, 303);
        assert!(site.get("/rooms/LG-0001").await.text().contains("有人闯入"));
    })
    .await;
}

#[tokio::test]
async fn mistakes_and_forged_or_hasty_forms_are_told_and_everything_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let ours = [("sec-fetch-site", "same-origin")];
        let form = site.get("/rooms/LG-0001/report").await;
        let stamp = hidden(&form, "stamp");
        let to = "/rooms/LG-0001/report";
        let typed = [("stamp", stamp.as_str()), ("trouble", "locked"), ("words", "三次都锁着")];
        let hasty = site.post(to, &typed, &ours).await;
        assert!(hasty.status == 422 && hasty.text().contains("发得太快了") && hasty.text().contains("三次都锁着"));
        assert_eq!(hidden(&hasty, "stamp"), stamp, "the same form can be sent a moment later");
        let later = site.later();
        for (stamp, why) in [("", "打开太久"), ("x.y", "打开太久")] {
            let refused = later.post(to, &[("stamp", stamp), typed[1], typed[2]], &ours).await;
            assert!(refused.status == 422 && refused.text().contains(why) && refused.text().contains("三次都锁着"));
            assert!(!hidden(&refused, "stamp").is_empty());
        }
        let other = later.post("/rooms/LG-0002/report", &typed, &ours).await;
        assert_eq!(other.status, 422, "the stamp is another room's");
        for (fields, why) in [
            (vec![], "请选一项"),
            (vec![("trouble", "other")], "要写一句"),
            (vec![("trouble", "wrong_facts"), ("words", " ")], "要写一句"),
        ] {
            let refused = report(&site, &fields).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{}", refused.text());
        }
        let long = "长".repeat(501);
        let refused = report(&site, &[("trouble", "other"), ("words", &long)]).await;
        assert!(refused.status == 422 && refused.text().contains(&long));
        let foreign = later.post(to, &typed, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(foreign.status, 403);
        for gone in ["/rooms/LG-0006/report", "/rooms/LG-9999/report", "/d/LG-0006/00000000"] {
            assert_eq!(site.get(gone).await.status, 404, "{gone}");
        }
        assert_eq!(site.get("/reports?reference=7K3FQ").await.status, 404);
        let mut admin = administrator(&site).await;
        let staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        assert!(staff.get("/staff/reports?state=all").await.text().contains("没有符合条件的"), "nothing was kept");
    })
    .await;
}

#[tokio::test]
async fn what_parents_saw_is_taken_over_by_staff_and_named_so() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let ours = [("sec-fetch-site", "same-origin")];
        let seal = site.state.seals.of(&site.state.db, [0; 32]).await.unwrap();
        let mark = domain::reports::DoorMark::of(seal.sign("door\nLG-0001")).to_string();
        for _ in 0..5 {
            let stamp = hidden(&site.get("/rooms/LG-0001/report").await, "stamp");
            let fields = [("stamp", stamp.as_str()), ("mark", &mark), ("fact.cot", "yes"), ("clean", "4"), ("finding", "9")];
            let sent = site.later().post("/rooms/LG-0001/check", &fields, &ours).await;
            assert_eq!(sent.header("location"), format!("/d/LG-0001/{mark}?thanks"));
            assert_eq!(site.later().post("/rooms/LG-0001/check", &fields, &ours).await.status, 303, "twice is once");
        }
        let stamp = hidden(&site.get("/rooms/LG-0001/report").await, "stamp");
        let nothing = site.later().post("/rooms/LG-0001/check", &[("stamp", &stamp)], &ours).await;
        assert!(nothing.status == 422 && nothing.text().contains("一样都没选"));
        let facts = staff.get("/staff/reports/facts").await;
        assert!(facts.text().contains("5 人说有，0 人说没有"), "{}", facts.text());
        let decide = "/staff/reports/facts/LG-0001/cot";
        let (version, until) = (hidden(&facts, "version"), hidden(&facts, "until"));
        let taken = [("value", "yes"), ("version", &version), ("until", &until)];
        assert_eq!(staff.post(decide, &taken).await.status, 303);
        let twice = staff.post(decide, &taken).await;
        assert!(twice.status == 422 && twice.text().contains("被别人改过"));
        assert!(staff.get("/staff/reports/facts").await.text().contains("没有等着看的"));
        let room = site.get("/rooms/LG-0001").await;
        assert!(room.text().contains("4.0") && room.text().contains("5 人评"), "{}", room.text());
        let cot = room.text().split("婴儿床").nth(1).unwrap();
        assert!(cot.split("</li>").next().unwrap().contains("家长"), "{}", room.text());
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn only_those_who_handle_reports_see_them() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        assert_eq!(report(&site, &[("trouble", "dirty")]).await.status, 303);
        let case = first_case(&staff, "").await;
        let pages = ["/staff/reports", "/staff/reports.csv", "/staff/reports/facts", "/staff/posters", case.as_str()];
        for address in pages {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes| if may(role, Action::HandleReports) { yes } else { 403 };
            for address in pages {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            let step = [("step", "accept"), ("version", "9")];
            assert_eq!(browser.post(&case, &step).await.status, expected(422), "{role}");
            let fact = [("value", "leave"), ("version", "9"), ("until", "2026-11-24T03:00:00Z")];
            assert_eq!(browser.post("/staff/reports/facts/LG-0001/cot", &fact).await.status, expected(303), "{role}");
        }
    })
    .await;
}
