//! Awards: a scheme, a nomination that a second person decides about, what parents see, and what puts it in question.

use app::audit;
use app::notices;
use app::testing::both_engines;
use domain::{Action, Pack, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::rectifications::{confirmed, tie};
use super::support::{Answer, Site, hidden};

const STARS: [(&str, &str); 9] = [
    ("name", "演示星级"),
    ("name_en", "Demo stars"),
    ("issuer", "+演示单位"),
    ("source", "虚构文件 1 号"),
    ("fictional", "yes"),
    ("kind", "stars"),
    ("lowest", "3"),
    ("highest", "5"),
    ("months", "24"),
];
const LINE: &str = "四星 · 2026 · +演示单位（虚构，仅供演示）";

/// Takes a step on a day in November.
async fn take(staff: &mut Browser<'_>, award: &str, step: &str, more: &[(&str, &str)]) -> Answer {
    let page = staff.get(award).await;
    send(staff, award, (&page, step), more).await
}

/// The same with the form of a page that was opened before.
async fn send(staff: &mut Browser<'_>, award: &str, (page, step): (&Answer, &str), more: &[(&str, &str)]) -> Answer {
    let (version, doubt) = (hidden(page, "version"), hidden(page, "doubt"));
    let fixed = [("step", step), ("version", &*version), ("doubt", &*doubt), ("on", "2026-11-24")];
    let fields: Vec<_> = fixed.into_iter().chain(more.iter().copied()).collect();
    staff.post(award, &fields).await
}

/// A scheme of stars; its path.
async fn scheme(staff: &mut Browser<'_>) -> String {
    let added = staff.post("/staff/awards/schemes/new", &STARS).await;
    assert_eq!(added.status, 303, "{}", added.text());
    added.header("location").to_owned()
}

/// LG-0001 passed and was nominated by this browser; the award's path.
async fn nominated(scheme: &str, staff: &mut Browser<'_>) -> String {
    let typed = [("code", "LG-0001"), ("words", "管得好"), ("paper", "推荐表")];
    let done = staff.post(&format!("{scheme}/rooms"), &typed).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.header("location").to_owned()
}

/// What parents see of a word: on the room's page, in the finder, and in the pack.
async fn shown(site: &Site, word: &str) -> [bool; 3] {
    site.state.registry.refresh(&site.state.db, site.state.now()).await.unwrap();
    let pack = Pack::decode(&site.get("/pack.bin").await.body).unwrap();
    let held = pack.rooms.iter().any(|room| room.room.code.as_str() == "LG-0001" && !room.held.is_empty());
    [site.get("/rooms/LG-0001").await.text().contains(word), site.get("/").await.text().contains(word), held]
}

#[tokio::test]
async fn an_award_goes_from_nomination_to_the_card_and_is_gone_when_withdrawn() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut lead = one(&site, &mut admin, "wu.lead", Role::LeadExpert).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = scheme(&mut staff).await;
        let rooms = format!("{path}/rooms");
        let before = staff.get(&rooms).await;
        assert!(before.text().contains("可以提名的 0 间") && before.text().contains("还没有确认过的检查"), "{}", before.text());
        let early = staff.post(&rooms, &[("code", "LG-0001"), ("words", "打了字")]).await;
        assert!(early.status == 422 && early.text().contains("还没有确认过的检查"), "{}", early.text());

        confirmed(&mut expert, &mut lead, &[]).await;
        assert!(staff.get(&rooms).await.text().contains("可以提名的 1 间"));
        let award = nominated(&path, &mut staff).await;
        let twice = lead.post(&rooms, &[("code", "LG-0001")]).await;
        assert!(twice.status == 422 && twice.text().contains("已经提名"), "{}", twice.text());
        assert!(staff.get("/staff/inbox").await.text().contains("对提名作决定"));
        let own = take(&mut staff, &award, "award", &[("level", "4"), ("from", "2026-11-24")]).await;
        assert!(own.status == 422 && own.text().contains("由另一个人决定"), "{}", own.text());
        let two = take(&mut lead, &award, "award", &[("level", "2"), ("from", "2026-11-24"), ("words", "有字")]).await;
        assert!(two.status == 422 && two.text().contains("请选级别") && two.text().contains("有字"), "{}", two.text());
        assert_eq!(shown(&site, "演示单位").await, [false; 3], "a nomination is nobody's business");
        let given = take(&mut lead, &award, "award", &[("level", "4"), ("from", "2026-11-24"), ("paper", "命名文件")]).await;
        assert_eq!(given.status, 303, "{}", given.text());
        let stale = lead.post(&award, &[("step", "withdraw"), ("version", "1"), ("on", "2026-11-24")]).await;
        assert!(stale.status == 422 && stale.text().contains("刚刚被别人改过"), "{}", stale.text());
        assert_eq!(shown(&site, LINE).await, [true; 3]);
        let english = site.get("/rooms/LG-0001?lang=en").await;
        assert!(
            english.text().contains("4 stars · 2026") && english.text().contains("Demo stars, valid until"),
            "{}",
            english.text()
        );
        let again = staff.post(&rooms, &[("code", "LG-0001")]).await;
        assert!(again.status == 422 && again.text().contains("同一称号有效到"), "{}", again.text());

        let list = staff.get("/staff/awards?standing=valid").await;
        assert!(list.text().contains("LG-0001") && list.text().contains("四星"), "{}", list.text());
        assert!(staff.get("/staff/awards?on=2026-11-23").await.text().contains("没有符合条件的"), "as it stood before");
        let csv = staff.get("/staff/awards.csv").await;
        let line = csv.text().lines().nth(1).unwrap().to_owned();
        assert!(line.contains(",stars,4,valid,no,2026-11-24,2028-11-23,li.staff,no,"), "{line}");
        assert!(line.contains("'+演示单位"), "no formula for the spreadsheet: {line}");

        let silent = take(&mut staff, &award, "withdraw", &[]).await;
        assert!(silent.status == 422 && silent.text().contains("请写明理由"), "{}", silent.text());
        assert_eq!(take(&mut staff, &award, "withdraw", &[("words", "改作\r\n他用")]).await.status, 303);
        assert_eq!(shown(&site, "演示单位").await, [false; 3]);
        let page = staff.get(&award).await;
        assert!(page.text().contains("已撤销") && page.text().contains("改作 他用") && page.text().contains("命名文件"));
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

/// Staff, a lead expert and an expert, and the award of four stars that they have given to LG-0001.
async fn four_stars(site: &Site) -> (Browser<'_>, Browser<'_>, Browser<'_>, String) {
    let mut admin = administrator(site).await;
    let mut staff = one(site, &mut admin, "li.staff", Role::Staff).await;
    let mut lead = one(site, &mut admin, "wu.lead", Role::LeadExpert).await;
    let mut expert = one(site, &mut admin, "chen", Role::Expert).await;
    let path = scheme(&mut staff).await;
    confirmed(&mut expert, &mut lead, &[]).await;
    let award = nominated(&path, &mut staff).await;
    let given = take(&mut lead, &award, "award", &[("level", "4"), ("from", "2026-11-24")]).await;
    assert_eq!(given.status, 303, "{}", given.text());
    (staff, lead, expert, award)
}

#[tokio::test]
async fn a_later_inspection_puts_it_in_question_and_lowering_rests_on_it() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (mut staff, lead, expert, award) = four_stars(&site).await;
        let none = take(&mut staff, &award, "lower", &[("level", "3"), ("words", "没有依据")]).await;
        assert!(none.status == 422 && none.text().contains("请选依据"), "{}", none.text());

        let site = site.later();
        let on = |browser: &Browser<'_>| browser.cookie.clone();
        let (mut staff, mut lead, mut expert) = (
            Browser { site: &site, cookie: on(&staff) },
            Browser { site: &site, cookie: on(&lead) },
            Browser { site: &site, cookie: on(&expert) },
        );
        let report = confirmed(&mut expert, &mut lead, &[("3.01.value", "broken")]).await;
        assert_eq!(shown(&site, LINE).await, [false; 3]);
        assert!(site.get("/rooms/LG-0001").await.text().contains("正在复核"), "the plate by the door is no riddle");
        assert!(!site.get("/").await.text().contains("正在复核"));
        let page = staff.get(&award).await;
        assert!(page.text().contains("有一票否决项未通过") && page.text().contains(&report), "{}", page.text());
        assert!(staff.get("/staff/inbox?kind=award").await.text().contains("复核存疑的称号"));
        assert!(staff.get("/staff/awards?doubt=yes").await.text().contains("LG-0001"));

        let evidence = format!("inspection:{}", report.rsplit('/').next().unwrap());
        let forged = format!("inspection:{}", uuid::Uuid::nil());
        for (level, evidence, why) in [("4", &*evidence, "请选级别"), ("3", &*forged, "请重新选"), ("3", "", "请选依据")]
        {
            let typed = [("level", level), ("evidence", evidence), ("words", "门锁坏了")];
            let refused = take(&mut staff, &award, "lower", &typed).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{level} {evidence}: {}", refused.text());
        }
        let lower = [("level", "3"), ("evidence", &*evidence), ("words", "门锁坏了")];
        let lowered = take(&mut staff, &award, "lower", &lower).await;
        assert_eq!(lowered.status, 303, "{}", lowered.text());
        assert!(staff.get("/staff/awards").await.text().contains("有效（降低过）"));
        assert!(!staff.get("/staff/inbox?kind=award").await.text().contains("<tbody"), "it is decided");
        assert_eq!(shown(&site, "三星 · 2026").await, [false; 3], "not beside an open gate");
        confirmed(&mut expert, &mut lead, &[]).await;
        assert_eq!(shown(&site, "三星 · 2026").await, [true; 3], "it is mended");
    })
    .await;
}

#[tokio::test]
async fn what_happened_since_the_page_was_opened_is_not_settled_by_its_form() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (staff, lead, expert, award) = four_stars(&site).await;
        assert!(site.get("/rooms/LG-0001").await.text().contains(LINE), "it is shown at once");
        let opened = staff.get(&award).await;
        assert_eq!(hidden(&opened, "doubt"), "");

        let site = site.later();
        let on = |browser: &Browser<'_>| browser.cookie.clone();
        let (mut staff, mut lead, mut expert) = (
            Browser { site: &site, cookie: on(&staff) },
            Browser { site: &site, cookie: on(&lead) },
            Browser { site: &site, cookie: on(&expert) },
        );
        let report = confirmed(&mut expert, &mut lead, &[("3.01.value", "broken")]).await;
        let evidence = format!("inspection:{}", report.rsplit('/').next().unwrap());
        let typed = [("level", "3"), ("evidence", &*evidence), ("words", "没看到新检查")];
        for step in ["keep", "lower"] {
            let late = send(&mut staff, &award, (&opened, step), &typed).await;
            assert!(late.status == 422 && late.text().contains("刚刚被别人改过"), "{step}: {}", late.text());
            assert!(late.text().contains("没看到新检查") && !hidden(&late, "doubt").is_empty(), "{step}: {}", late.text());
        }
        assert!(staff.get("/staff/inbox?kind=award").await.text().contains("复核存疑的称号"), "it still waits");
        let gate = take(&mut staff, &award, "keep", &[("words", "看过了")]).await;
        assert!(gate.status == 422 && gate.text().contains("不能保留") && gate.text().contains("看过了"), "{}", gate.text());
        assert!(!site.get("/rooms/LG-0001").await.text().contains(LINE));
        confirmed(&mut expert, &mut lead, &[]).await;
        let kept = take(&mut staff, &award, "keep", &[("words", "已经修好")]).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        assert!(!staff.get("/staff/inbox?kind=award").await.text().contains("<tbody"), "it is decided");
        assert!(site.get("/rooms/LG-0001").await.text().contains(LINE), "it is shown at once");
    })
    .await;
}

#[tokio::test]
async fn an_operator_nominates_a_room_of_theirs_and_is_told() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let mut operator = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        let path = scheme(&mut staff).await;
        let id = path.rsplit('/').next().unwrap();
        assert!(operator.get("/awards").await.text().contains("还没有房间归您负责"));
        confirmed(&mut expert, &mut staff, &[]).await;
        tie(&mut staff, "wang.mall").await;
        let page = operator.get("/awards").await;
        assert!(page.text().contains("演示星级") && page.text().contains("自评"), "{}", page.text());
        let room = hidden(&page, "room");
        let other = uuid::Uuid::nil().to_string();
        for (room, words, why) in [(&*other, "很好", "这个房间不归您负责"), (&*room, " ", "请写自评")] {
            let refused = operator.post("/awards", &[("room", room), ("scheme", id), ("words", words)]).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{}", refused.text());
        }
        let done = operator.post("/awards", &[("room", &*room), ("scheme", id), ("words", "每天打扫两次")]).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/awards"), "{}", done.text());
        assert!(operator.get("/awards").await.text().contains("已提名，等决定"));
        let list = staff.get("/staff/awards").await;
        let award =
            list.text().split("href=\"/staff/awards/").skip(1).find(|rest| rest[..36].contains('-') && &rest[..7] != "schemes");
        let award = format!("/staff/awards/{}", &award.unwrap()[..36]);
        let page = staff.get(&award).await;
        assert!(page.text().contains("wang.mall · 自评") && page.text().contains("每天打扫两次"), "{}", page.text());
        assert_eq!(take(&mut staff, &award, "refuse", &[("words", "名额已满")]).await.status, 303);
        notices::step(&site.state).await.unwrap();
        assert!(operator.get("/notices").await.text().contains("示范点或星级未授予"));
        assert!(staff.get("/notices").await.text().contains("已被提名示范点或星级"));
        assert!(operator.get("/awards").await.text().contains("名额已满"));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_scheme_is_told_and_everything_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        for (name, value, why) in [
            ("name", " ", "请填评定名称"),
            ("kind", "medal", "请选评什么"),
            ("lowest", "0", "星级没填对"),
            ("highest", "6", "星级没填对"),
            ("months", "很久", "有效期没填对"),
            ("band", "nonsense", "没有这个检查结果"),
        ] {
            let mut fields: Vec<_> = STARS.iter().copied().filter(|(field, _)| *field != name).collect();
            fields.push((name, value));
            let refused = staff.post("/staff/awards/schemes/new", &fields).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{name}: {}", refused.text());
            assert!(refused.text().contains("虚构文件 1 号"), "{name}");
        }
        let path = scheme(&mut staff).await;
        let edit = format!("{path}/edit");
        assert!(staff.get(&edit).await.text().contains("value=\"Demo stars\""));
        let change: Vec<_> = STARS
            .iter()
            .map(|(name, value)| (*name, if *name == "months" { "36" } else { value }))
            .chain([("version", "1")])
            .collect();
        assert_eq!(staff.post(&edit, &change).await.status, 303);
        let late = staff.post(&edit, &change).await;
        assert!(late.status == 422 && late.text().contains("刚刚被别人改过"), "{}", late.text());
        assert_eq!(hidden(&late, "version"), "2", "so that it can be sent again");
        let retire = format!("{path}/retire");
        assert_eq!(staff.post(&retire, &[("retired", "yes"), ("version", "2")]).await.status, 303);
        let page = staff.get(&path).await;
        assert!(page.text().contains("已停用") && page.text().contains("第 3 版"), "{}", page.text());
        let stale = staff.post(&retire, &[("retired", ""), ("version", "2")]).await;
        assert!(stale.status == 422 && stale.text().contains("刚刚被别人改过"));
        assert_eq!(staff.post(&retire, &[("retired", ""), ("version", "3")]).await.status, 303);
        assert!(staff.get(&path).await.text().contains("在用"));
    })
    .await;
}

#[tokio::test]
async fn only_staff_and_lead_experts_manage_awards_and_operators_see_their_own() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = scheme(&mut staff).await;
        confirmed(&mut expert, &mut staff, &[]).await;
        let award = nominated(&path, &mut staff).await;
        let pages = [
            "/staff/awards".to_owned(),
            "/staff/awards.csv".to_owned(),
            "/staff/awards/schemes".to_owned(),
            "/staff/awards/schemes/new".to_owned(),
            path.clone(),
            format!("{path}/edit"),
            format!("{path}/rooms"),
            award.clone(),
        ];
        for address in pages.iter().map(String::as_str).chain(["/awards"]) {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes| if may(role, Action::ManageAwards) { yes } else { 403 };
            for address in &pages {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            for address in ["/staff/awards/schemes/new", &format!("{path}/edit")] {
                assert_eq!(browser.post(address, &[]).await.status, expected(422), "{role} {address}");
            }
            let wrong = [("version", "9"), ("retired", "yes")];
            assert_eq!(browser.post(&format!("{path}/retire"), &wrong).await.status, expected(422), "{role}");
            assert_eq!(browser.post(&format!("{path}/rooms"), &[("code", "LG-0001")]).await.status, expected(422), "{role}");
            assert_eq!(browser.post(&award, &[("step", "award"), ("version", "9")]).await.status, expected(422), "{role}");
            let own = |yes| if may(role, Action::NominateOwn) { yes } else { 403 };
            assert_eq!(browser.get("/awards").await.status, own(200), "{role}");
            assert_eq!(browser.post("/awards", &[]).await.status, own(422), "{role}");
            let account = browser.get("/account").await;
            assert_eq!(account.text().contains("/staff/awards"), may(role, Action::ManageAwards), "{role}");
        }
    })
    .await;
}
