//! Rewards: a programme that a second person opens, a payment that a second person approves, and a ledger.

use app::audit;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, hidden};

const PROGRAMME: [(&str, &str); 11] = [
    ("title", "演示奖补办法"),
    ("source", "虚构文件 1 号"),
    ("fictional", "yes"),
    ("from", "2026-01-01"),
    ("until", "2026-12-31"),
    ("budget", "20,000"),
    ("milestone.1", "passed"),
    ("class.1", "A"),
    ("amount.1", "10000"),
    ("milestone.2", "opened"),
    ("amount.2", "5000"),
];

async fn take(staff: &mut Browser<'_>, payment: &str, step: &str, more: &[(&str, &str)]) -> Answer {
    let version = hidden(&staff.get(payment).await, "version");
    let fields: Vec<_> = [("step", step), ("version", &version)].into_iter().chain(more.iter().copied()).collect();
    staff.post(payment, &fields).await
}

/// A programme that is open; its path.
async fn opened(staff: &mut Browser<'_>, second: &mut Browser<'_>) -> String {
    let added = staff.post("/staff/money/new", &PROGRAMME).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let path = added.header("location").to_owned();
    let decide = format!("{path}/decide");
    let own = staff.post(&decide, &[("state", "open"), ("version", "1")]).await;
    assert!(own.status == 422 && own.text().contains("要由另一个人核对启用"), "{}", own.text());
    assert_eq!(second.post(&decide, &[("state", "open"), ("version", "1")]).await.status, 303);
    path
}

/// LG-0001 passes an inspection.
async fn passed(expert: &mut Browser<'_>, staff: &mut Browser<'_>) {
    let path = expert.begin().await;
    expert.fill(&path).await;
    assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
    let decide = format!("{}/decide", path.replace("/inspect/", "/inspections/"));
    assert_eq!(staff.post(&decide, &[("step", "confirm")]).await.status, 303);
}

/// A payment that waits for a second person; its path.
pub(crate) async fn proposed<'a>(site: &'a Site, admin: &mut Browser<'a>, staff: &mut Browser<'a>) -> String {
    let mut second = one(site, admin, "wu.staff", Role::Staff).await;
    let mut expert = one(site, admin, "chen", Role::Expert).await;
    let path = opened(staff, &mut second).await;
    passed(&mut expert, &mut second).await;
    let proposed = staff.post(&format!("{path}/rooms"), &[("code", "LG-0001"), ("milestone", "passed")]).await;
    assert_eq!(proposed.status, 303, "{}", proposed.text());
    proposed.header("location").to_owned()
}

#[tokio::test]
async fn a_room_earns_a_reward_and_is_paid_once() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut second = one(&site, &mut admin, "wu.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = opened(&mut staff, &mut second).await;
        let rooms = format!("{path}/rooms");
        let before = staff.get(&rooms).await;
        assert!(before.text().contains("够格的 0 间") && before.text().contains("还没有确认过的检查"), "{}", before.text());
        let early = staff.post(&rooms, &[("code", "LG-0001"), ("milestone", "passed")]).await;
        assert!(early.status == 422 && early.text().contains("还没有确认过的检查"), "{}", early.text());

        passed(&mut expert, &mut second).await;
        let fit = staff.get(&rooms).await;
        assert!(fit.text().contains("够格的 1 间") && fit.text().contains("10,000.00"), "{}", fit.text());
        let opening = staff.get(&format!("{rooms}?milestone=opened")).await;
        assert!(opening.text().contains("没有记过开放的日期"), "an imported room has no day of opening");
        let proposed = staff.post(&rooms, &[("code", "LG-0001"), ("milestone", "passed")]).await;
        assert_eq!(proposed.status, 303, "{}", proposed.text());
        let payment = proposed.header("location").to_owned();
        let twice = second.post(&rooms, &[("code", "LG-0001"), ("milestone", "passed")]).await;
        assert!(twice.status == 422 && twice.text().contains("不能再提"));
        let own = take(&mut staff, &payment, "approve", &[]).await;
        assert!(own.status == 422 && own.text().contains("另一个人批准"));
        assert_eq!(take(&mut second, &payment, "approve", &[]).await.status, 303);
        let stale = second.post(&payment, &[("step", "pay"), ("version", "1"), ("paper", "凭 7")]).await;
        assert!(stale.status == 422 && stale.text().contains("刚刚被别人改过") && stale.text().contains("凭 7"));
        let silent = take(&mut staff, &payment, "pay", &[("on", "2026-11-23")]).await;
        assert!(silent.status == 422 && silent.text().contains("请填凭证号"));
        let early = take(&mut staff, &payment, "pay", &[("on", "2026-11-01"), ("paper", "凭 7")]).await;
        assert!(early.status == 422 && early.text().contains("日期要在达到的日期以后"));
        assert_eq!(take(&mut staff, &payment, "pay", &[("on", "2026-11-23"), ("paper", "=凭 7")]).await.status, 303);
        let page = staff.get(&path).await;
        assert!(page.text().contains("（虚构，仅供演示）") && page.text().contains("10,000.00"), "{}", page.text());
        let room = staff.get("/staff/build/LG-0001").await;
        assert!(room.text().contains("演示奖补办法") && room.text().contains("已付"), "one id from plan to reward");
        let why = take(&mut second, &payment, "reverse", &[("on", "2026-11-24"), ("paper", "退 1")]).await;
        assert!(why.status == 422 && why.text().contains("请写明原因"));
        let back = [("on", "2026-11-24"), ("paper", "退 1"), ("words", "重复支付")];
        assert_eq!(take(&mut second, &payment, "reverse", &back).await.status, 303);
        let csv = staff.get(&format!("{path}/ledger.csv")).await;
        let lines: Vec<&str> = csv.text().lines().collect();
        assert!(lines.len() == 3 && lines[1].contains(",10000.00,1000000,") && lines[2].contains(",-10000.00,"), "{lines:?}");
        assert!(lines[1].contains("'=凭 7"), "no formula for the spreadsheet: {lines:?}");
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_programme_is_told_and_everything_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        for (name, value, why) in [
            ("title", " ", "请填名称"),
            ("until", "2025-01-01", "止不能早于起"),
            ("budget", "很多", "预算不是一个金额"),
            ("amount.1", "1.234", "第 1 条没填对"),
            ("share.2", "0", "比例是 1 到 100"),
            ("milestone.2", "passed", ""),
        ] {
            let mut fields: Vec<_> = PROGRAMME.iter().copied().filter(|(field, _)| *field != name).collect();
            fields.push((name, value));
            let refused = staff.post("/staff/money/new", &fields).await;
            if why.is_empty() {
                assert_eq!(refused.status, 303, "a narrower line stands first");
                continue;
            }
            assert!(refused.status == 422 && refused.text().contains(why), "{name}: {}", refused.text());
            assert!(
                refused.text().contains("虚构文件 1 号") && refused.text().contains(&format!("value=\"{value}\""))
                    || value == " "
            );
        }
        let path = staff.post("/staff/money/new", &PROGRAMME).await.header("location").to_owned();
        let edit = staff.get(&format!("{path}/edit")).await;
        assert!(edit.text().contains("value=\"20,000.00\"") && edit.text().contains("value=\"10,000.00\""), "{}", edit.text());
        let change: Vec<_> = PROGRAMME.iter().copied().chain([("version", "1")]).collect();
        assert_eq!(staff.post(&format!("{path}/edit"), &change).await.status, 303);
        let late = staff.post(&format!("{path}/edit"), &change).await;
        assert!(late.status == 422 && late.text().contains("刚刚被别人改过") && late.text().contains("虚构文件 1 号"));
    })
    .await;
}

#[tokio::test]
async fn only_staff_see_and_move_money() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let path = staff.post("/staff/money/new", &PROGRAMME).await.header("location").to_owned();
        let pages = [
            "/staff/money".to_owned(),
            "/staff/money/new".to_owned(),
            path.clone(),
            format!("{path}/rooms"),
            format!("{path}/ledger.csv"),
        ];
        for address in &pages {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes| if may(role, Action::ManageMoney) { yes } else { 403 };
            for address in &pages {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            assert_eq!(browser.post("/staff/money/new", &[]).await.status, expected(422), "{role}");
            assert_eq!(
                browser.post(&format!("{path}/decide"), &[("state", "x"), ("version", "1")]).await.status,
                expected(422),
                "{role}"
            );
            let typed = [("code", "LG-0001"), ("milestone", "passed")];
            assert_eq!(browser.post(&format!("{path}/rooms"), &typed).await.status, expected(422), "{role}");
        }
    })
    .await;
}
