//! Citizen supervisors: from an invitation to what staff and parents see, and what nobody gets past.

use app::audit;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, hidden};

/// Staff begin a campaign; its address.
async fn campaign(staff: &mut Browser<'_>, first: &str, last: &str, street: &str) -> String {
    let id = hidden(&staff.get("/staff/supervision").await, "id");
    let typed = [
        ("id", id.as_str()),
        ("name", "社会评价（虚构）"),
        ("first", first),
        ("last", last),
        ("wanted", "200"),
        ("street", street),
        ("note", "看看周末"),
    ];
    let begun = staff.post("/staff/supervision", &typed).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    begun.header("location").to_owned()
}

/// The page of the supervisor who stands under a login.
async fn page_of(staff: &Browser<'_>, login: &str) -> String {
    let list = staff.get("/staff/supervision").await;
    let row = list.text().split("<tr>").find(|row| row.contains(&format!("<small>{login}</small>")));
    let id = row.and_then(|row| row.split("/staff/supervision/people/").nth(1)).map(|rest| &rest[..36]);
    format!("/staff/supervision/people/{}", id.unwrap_or_else(|| unreachable!("{}", list.text())))
}

async fn term(staff: &mut Browser<'_>, login: &str, first: &str, last: &str) -> Answer {
    let page = page_of(staff, login).await;
    staff.post(&page, &[("first", first), ("last", last)]).await
}

const QUESTIONS: [&str; 9] =
    ["q.signs", "q.open", "q.proper", "q.fathers", "q.lock", "q.buckle", "q.hot_water", "q.supplies", "q.reachable"];

/// A form on which the lock is broken, of ten o'clock today.
fn answers<'a>(stamp: &'a str, campaign: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = QUESTIONS.map(|name| (name, if name == "q.lock" { "no" } else { "yes" })).to_vec();
    let rest = [("stamp", stamp), ("campaign", campaign), ("day", "2026-11-24"), ("hour", "10")];
    fields.extend(rest.into_iter().chain([("clean", "4"), ("finding", ""), ("remark", "=门口太暗")]));
    fields
}

fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(field, old)| (*field, if *field == name { value } else { old })).collect()
}

fn id_of(address: &str) -> String {
    address.rsplit('/').next().unwrap().to_owned()
}

/// What experts found, as the room's page says it.
async fn result(site: &Site) -> String {
    let page = site.get("/rooms/LG-0001").await;
    let panel = page.text().split("aria-labelledby=\"inspected\"").nth(1).and_then(|rest| rest.split("</section>").next());
    panel.unwrap_or_else(|| unreachable!("{}", page.text())).to_owned()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story from the invitation to the room page")]
async fn a_supervisor_visits_staff_see_it_and_the_experts_result_stays_as_it_is() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let zhou = one(&site, &mut admin, "zhou", Role::Supervisor).await;
        let mut wu = one(&site, &mut admin, "wang.wu", Role::Supervisor).await;
        assert!(zhou.get("/supervise").await.text().contains("您现在不在任期内"));
        let address = campaign(&mut staff, "2026-11-10", "2026-12-10", "").await;
        let id = id_of(&address);
        assert_eq!(term(&mut staff, "zhou", "2026-11-20", "2027-11-19").await.status, 303);
        assert_eq!(term(&mut staff, "wang.wu", "2026-11-20", "2027-11-19").await.status, 303);

        let desk = zhou.get("/supervise").await;
        assert!(
            desk.text().contains("要走访 200 间，已走访 0 间；您走访了 0 间") && desk.text().contains("看看周末"),
            "{}",
            desk.text()
        );
        assert!(desk.text().contains("/supervise/LG-0001?campaign="), "{}", desk.text());
        assert!(!desk.text().contains("/supervise/LG-0004?"), "a suspended room is not to be visited");
        let narrow = zhou.get("/supervise?q=%E5%B0%8F%E6%BA%AA").await;
        assert!(
            narrow.text().contains("/supervise/LG-0003?") && !narrow.text().contains("/supervise/LG-0001?"),
            "{}",
            narrow.text()
        );
        let form = zhou.get(&format!("/supervise/LG-0001?campaign={id}")).await;
        assert!(form.status == 200 && form.text().contains("题目由本站自拟"), "{}", form.text());
        let stamp = hidden(&form, "stamp");
        let fields = answers(&stamp, &id);
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = expert.begin_on("2026-11-24").await;
        expert.fill(&path).await;
        let report = expert.post(&path, &[("step", "submit")]).await.header("location").to_owned();
        assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);
        let certified = result(&site).await;

        let later = site.later();
        let mut zhou = Browser { site: &later, cookie: zhou.cookie };
        for _ in 0..2 {
            let kept = zhou.post("/supervise/LG-0001", &fields).await;
            assert_eq!(kept.header("location"), format!("/supervise?kept=LG-0001&campaign={id}"), "{}", kept.text());
        }
        let desk = zhou.get(&format!("/supervise?kept=LG-0001&campaign={id}")).await;
        assert!(desk.text().contains("已走访 1 间；您走访了 1 间") && desk.text().contains("前可以更正"), "{}", desk.text());
        assert!(!desk.text().contains("/supervise/LG-0001?campaign="), "it lacks no visit any more");
        assert!(!site.get("/rooms/LG-0001").await.text().contains("市民监督员的印象"), "one visit is shown to nobody");

        let told = zhou.get("/supervise/LG-0001").await;
        assert!(told.header("location").starts_with("/supervise/visits/"), "what was told is looked at: {}", told.text());
        let again = site.get("/rooms/LG-0001/report").await;
        let second = answers(&hidden(&again, "stamp"), &id)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<Vec<_>>();
        let much_later = site.at(|| super::support::a_minute_later() + chrono::TimeDelta::minutes(1));
        let mut zhou = Browser { site: &much_later, cookie: zhou.cookie };
        let second: Vec<(&str, &str)> = second.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let twice = zhou.post("/supervise/LG-0001", &second).await;
        assert!(twice.status == 422 && twice.text().contains("您已经填过这间房"), "{}", twice.text());

        let own = zhou.get("/supervise").await;
        let path =
            own.text().split("/supervise/visits/").nth(1).map(|rest| format!("/supervise/visits/{}", &rest[..36])).unwrap();
        let open = zhou.get(&path).await;
        assert!(open.text().contains("更正走访表") && open.text().contains("value=\"no\" checked"), "{}", open.text());
        assert_eq!(wu.get(&path).await.status, 404, "of others' visits nobody is told");
        assert_eq!(wu.post(&path, &fields).await.status, 404);

        let rows = staff.get(&format!("{address}/visits?question=lock&reply=no")).await;
        assert!(rows.text().contains("门口太暗") && rows.text().contains("立为反映"), "{}", rows.text());
        let whole = staff.get(&address).await;
        assert!(
            whole.text().contains("要走访 200 间，已走访 1 间，共 1 次") && whole.text().contains("reply=no"),
            "{}",
            whole.text()
        );
        let csv = staff.get(&format!("{address}/visits.csv")).await;
        assert!(csv.text().contains(",yes,yes,yes,yes,no,yes,yes,yes,yes,4,,'=门口太暗,"), "{}", csv.text());
        let visit = id_of(&path);
        for _ in 0..2 {
            let made = staff.post(&format!("/staff/supervision/visits/{visit}/case"), &[("question", "lock")]).await;
            assert_eq!(made.header("location"), format!("{address}/visits#v{visit}"), "{}", made.text());
        }
        assert!(staff.get(&format!("{address}/visits")).await.text().contains("已由 li.staff 立为反映"));
        let reports = staff.get("/staff/reports").await;
        assert!(reports.text().contains("有东西坏了"), "{}", reports.text());
        assert!(!site.get("/rooms/LG-0001").await.text().contains("有东西坏了"), "nothing is public before it is looked at");
        for question in ["open", "signs", "colour", ""] {
            let made = staff.post(&format!("/staff/supervision/visits/{visit}/case"), &[("question", question)]).await;
            assert_eq!(made.status, 422, "{question}");
        }

        // Corrected afterwards, it is the same answer: its report stands, and no second one is made.
        let report = |page: &Answer| {
            page.text().split("href=\"/reports/").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
        };
        let before = report(&staff.get(&format!("{address}/visits")).await);
        let corrected = zhou.post(&path, &with(&second, "remark", "换了灯泡")).await;
        assert_eq!(corrected.status, 303, "{}", corrected.text());
        let own = zhou.get("/supervise").await;
        let newer = own.text().split("/supervise/visits/").nth(1).map(|rest| rest[..36].to_owned()).unwrap();
        assert_ne!(newer, visit);
        let made = staff.post(&format!("/staff/supervision/visits/{newer}/case"), &[("question", "lock")]).await;
        assert_eq!(made.header("location"), format!("{address}/visits#v{newer}"), "{}", made.text());
        let rows = staff.get(&format!("{address}/visits")).await;
        assert!(rows.text().contains("换了灯泡") && rows.text().contains("已由 li.staff 立为反映"), "{}", rows.text());
        assert!(before.is_some() && report(&rows) == before, "{}", rows.text());
        assert!(!rows.text().contains(&format!("/visits/{newer}/case")), "{}", rows.text());

        // The second supervisor: now everybody sees what both found, without names, remarks, or a change of the result.
        let stamp = hidden(&wu.get("/supervise/LG-0001").await, "stamp");
        let cookie = wu.cookie.clone();
        wu = Browser { site: &later, cookie };
        assert_eq!(wu.post("/supervise/LG-0001", &answers(&stamp, &id)).await.status, 303);
        let room = site.get("/rooms/LG-0001").await;
        assert!(room.text().contains("市民监督员的印象") && room.text().contains("近一年有 2 次走访"), "{}", room.text());
        assert!(room.text().contains("2 次中 0 次说是") && room.text().contains("不是按标准评的分"), "{}", room.text());
        assert!(!room.text().contains("门口太暗") && !room.text().contains("陈小红"), "{}", room.text());
        assert_eq!(result(&site).await, certified, "the result of experts is what it was");
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_and_what_was_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut zhou = one(&site, &mut admin, "zhou", Role::Supervisor).await;
        let address = campaign(&mut staff, "2026-11-22", "2026-12-10", "440307015000").await;
        let id = id_of(&address);
        let none = zhou.get("/supervise/LG-0001").await;
        assert!(none.status == 403 && none.text().contains("您现在不在任期内"), "{}", none.text());
        assert_eq!(term(&mut staff, "zhou", "2026-11-20", "2027-11-19").await.status, 303);
        let stamp = hidden(&zhou.get("/supervise/LG-0001").await, "stamp");
        let fields = answers(&stamp, &id);
        let fast = zhou.post("/supervise/LG-0001", &fields).await;
        assert!(fast.status == 422 && fast.text().contains("=门口太暗"), "faster than anybody reads: {}", fast.text());
        let (later, cookie) = (site.later(), zhou.cookie.clone());
        let mut zhou = Browser { site: &later, cookie };
        let mut unknown = fields.clone();
        unknown.push(("q.colour", "yes"));
        let mut missing = fields.clone();
        missing.retain(|(name, _)| *name != "q.hot_water");
        for (wrong, words) in [
            (with(&fields, "day", "2026-11-25"), "日期或钟点在将来"),
            (with(&fields, "hour", "23"), "日期或钟点在将来"),
            (with(&fields, "day", "2026-11-09"), "14 天内"),
            (with(&fields, "day", "2026-11-19"), "不在您的任期内"),
            (with(&fields, "day", "2026-11-21"), "不在这次走访的日期里"),
            (with(&fields, "day", "gestern"), "日期没填对"),
            (with(&fields, "hour", "x"), "几点要从列表里选"),
            (with(&fields, "clean", "6"), "打分是 1 到 5"),
            (with(&fields, "q.lock", "maybe"), "这张表不完整"),
            (with(&fields, "campaign", "x"), "不在走访范围里"),
            (with(&fields, "campaign", "00000000-0000-0000-0000-000000000000"), "不在走访范围里"),
            (unknown, "这张表不完整"),
            (missing, "还有 1 题没有答：有热水吗"),
        ] {
            let refused = zhou.post("/supervise/LG-0001", &wrong).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{words}: {}", refused.text());
            assert!(refused.text().contains("=门口太暗</textarea>"), "{words}: {}", refused.text());
        }
        assert!(staff.get(&address).await.text().contains("还没有人填表"));
    })
    .await;
}

#[tokio::test]
async fn nobody_tells_of_a_room_elsewhere_or_of_their_own() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let zhou = one(&site, &mut admin, "zhou", Role::Supervisor).await;
        let address = campaign(&mut staff, "2026-11-22", "2026-12-10", "440307015000").await;
        let id = id_of(&address);
        assert_eq!(term(&mut staff, "zhou", "2026-11-20", "2027-11-19").await.status, 303);
        let stamp = hidden(&zhou.get("/supervise/LG-0001").await, "stamp");
        let fields = answers(&stamp, &id);
        let (later, cookie) = (site.later(), zhou.cookie.clone());
        let mut zhou = Browser { site: &later, cookie };
        for foreign in ["LG-0002", "LG-0004"] {
            let path = format!("/supervise/{foreign}");
            assert_eq!(zhou.get(&path).await.status, 403, "{foreign}: another street, or suspended");
            let stamp = hidden(&site.get(&format!("/rooms/{foreign}/report")).await, "stamp");
            let sent = zhou.post(&path, &answers(&stamp, &id)).await;
            assert!(sent.status == 422 && sent.text().contains("不在走访范围里"), "{foreign}: {}", sent.text());
        }
        for none in ["/supervise/LG-0006", "/supervise/LG-9999", "/supervise/x"] {
            assert_eq!(zhou.get(none).await.status, 404, "{none}");
            assert_eq!(zhou.post(none, &fields).await.status, 404, "{none}");
        }
        let profile = [("field", ""), ("affiliations", "星河里"), ("home", "")];
        assert_eq!(zhou.post("/account/profile", &profile).await.status, 303);
        let own = zhou.post("/supervise/LG-0001", &fields).await;
        assert!(own.status == 422 && own.text().contains("有关联的单位“星河里”"), "{}", own.text());
        assert!(!zhou.get("/supervise").await.text().contains("/supervise/LG-0001?"), "nor is it offered");
        assert!(staff.get(&address).await.text().contains("还没有人填表"));
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn campaigns_and_terms_that_cannot_be_are_told() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        one(&site, &mut admin, "zhou", Role::Supervisor).await;
        let id = hidden(&staff.get("/staff/supervision").await, "id");
        assert_eq!(term(&mut staff, "zhou", "2026-11-20", "2027-11-19").await.status, 303);
        for (name, value, words) in [
            ("name", " ", "请填名称"),
            ("wanted", "0", "填 1 到"),
            ("last", "2026-11-21", "不能早于第一天"),
            ("last", "2028-01-01", "最长一年"),
            ("street", "1", "街道要从列表里选"),
            ("first", "x", "日期没填对"),
        ] {
            let typed = [
                ("id", id.as_str()),
                ("name", "社会"),
                ("first", "2026-11-22"),
                ("last", "2026-12-10"),
                ("wanted", "9"),
                ("street", ""),
            ];
            let refused = staff.post("/staff/supervision", &with(&typed, name, value)).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{name} {value}: {}", refused.text());
        }
        for (first, last, words) in [
            ("2026-11-20", "2027-11-20", "最长一年"),
            ("2026-11-20", "2026-11-19", "不能早于第一天"),
            ("2027-11-19", "2027-12-01", "重叠"),
            ("", "2027-12-01", "日期没填对"),
        ] {
            let refused = term(&mut staff, "zhou", first, last).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{first}: {}", refused.text());
        }
        assert!(staff.get("/staff/supervision").await.text().contains("还没有发起过走访"));
    })
    .await;
}

#[tokio::test]
async fn each_role_sees_and_does_what_the_table_says() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        one(&site, &mut admin, "zhou", Role::Supervisor).await;
        let address = campaign(&mut staff, "2026-11-10", "2026-12-10", "").await;
        let person = page_of(&staff, "zhou").await;
        let visits = [format!("{address}/visits"), format!("{address}/visits.csv")];
        let desk = "/staff/supervision".to_owned();
        let (case, end) = (format!("/staff/supervision/visits/{}/case", uuid::Uuid::nil()), format!("{person}/end"));
        let mine = format!("/supervise/visits/{}", uuid::Uuid::nil());
        let reads = [&desk, &address, &person, &visits[0], &visits[1]];
        for read in reads.into_iter().chain([&mine, &"/supervise".to_owned(), &"/supervise/LG-0001".to_owned()]) {
            assert!(site.get(read).await.header("location").starts_with("/sign-in"), "{read}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let (manages, visits) = (may(role, Action::ManageSupervision), may(role, Action::Supervise));
            let expected = |may: bool, yes: u16| if may { yes } else { 403 };
            for read in reads {
                assert_eq!(browser.get(read).await.status, expected(manages, 200), "{role} {read}");
            }
            assert_eq!(browser.post(&desk, &[]).await.status, expected(manages, 422), "{role}");
            assert_eq!(browser.post(&address, &[("wish", "x")]).await.status, expected(manages, 422), "{role}");
            assert_eq!(browser.post(&person, &[]).await.status, expected(manages, 422), "{role}");
            assert_eq!(browser.post(&end, &[]).await.status, expected(manages, 422), "{role}");
            assert_eq!(browser.post(&case, &[("question", "lock")]).await.status, expected(manages, 404), "{role}");
            let own = browser.get("/supervise").await.status;
            assert_eq!(own, if manages { 303 } else { expected(visits, 200) }, "{role}");
            assert_eq!(browser.get(&mine).await.status, expected(visits, 404), "{role}");
            assert_eq!(browser.post(&mine, &[]).await.status, expected(visits, 404), "{role}");
            let sent = browser.post("/supervise/LG-0001", &[]).await;
            assert_eq!(sent.status, expected(visits, 422), "{role}");
            let account = browser.get("/account").await;
            assert_eq!(account.text().contains("href=\"/supervise\""), visits, "{role}");
            assert_eq!(account.text().contains("href=\"/staff/supervision\""), manages, "{role}");
        }
        assert_eq!(staff.get("/staff/supervision/campaigns/x").await.status, 400);
        let foreign = [("cookie", staff.cookie.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(site.post(&address, &[("wish", "close")], &foreign).await.status, 403);
        assert_eq!(staff.post(&address, &[("wish", "close")]).await.status, 303);
        let twice = staff.post(&address, &[("wish", "close")]).await;
        assert!(twice.status == 422 && twice.text().contains("刚刚有人改过"), "{}", twice.text());
        assert_eq!(staff.post(&address, &[("wish", "reopen")]).await.status, 303);
        let begun = staff.post(&person, &[("first", "2026-11-24"), ("last", "2027-11-23")]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let term = hidden(&staff.get(&person).await, "term");
        let ended = staff.post(&end, &[("term", &term), ("last", "2027-11-23")]).await;
        assert_eq!(ended.status, 303, "{}", ended.text());
        assert_eq!(staff.post(&end, &[("term", &term), ("last", "2027-11-23")]).await.status, 422, "it has ended");
        assert!(staff.get(&person).await.text().contains("2026 年 11 月 24 日 至 2026 年 11 月 24 日"));
    })
    .await;
}
