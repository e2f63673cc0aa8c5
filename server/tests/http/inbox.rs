//! The inbox: what waits, who looks after it, and that what is done is gone.

use app::audit;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::reports::{first_case, report, take};
use super::support::{Answer, Site};

const INBOX: &str = "/staff/inbox";

/// The fields of the first row of a page that hold what it is about.
fn row(page: &Answer) -> [(String, String); 3] {
    ["kind", "subject", "version"].map(|name| {
        let rest = page.text().split("<tbody").nth(1).unwrap().split(&format!("name=\"{name}\" value=\"")).nth(1);
        (
            name.to_owned(),
            rest.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| unreachable!("{}", page.text())).to_owned(),
        )
    })
}

async fn wish(browser: &mut Browser<'_>, row: &[(String, String)], more: &[(&str, &str)]) -> Answer {
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    browser.send(INBOX, &row.iter().cloned().chain(more).collect::<Vec<_>>()).await
}

#[tokio::test]
async fn what_waits_is_taken_once_given_on_and_gone_when_it_is_done() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut second = one(&site, &mut admin, "wu.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        assert!(staff.get(INBOX).await.text().contains("现在没有要办的事"));
        let path = expert.begin().await;
        expert.fill(&path).await;
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        assert_eq!(report(&site, &[("trouble", "dirty")]).await.status, 303);
        assert_eq!(report(&site, &[("trouble", "intrusion")]).await.status, 303);
        let page = staff.get(INBOX).await;
        assert!(page.text().contains("全部 3") && page.text().contains("没人认领 3"), "{}", page.text());
        assert_eq!(row(&page)[0].1, "report");
        let first = page.text().split("<tbody").nth(1).unwrap().split("</tr>").next().unwrap();
        assert!(first.contains("data-urgent") && first.contains("LG-0001"), "what is urgent stands first: {first}");

        let item = row(&page);
        let stale = row(&second.get(INBOX).await);
        let both = tokio::join!(wish(&mut staff, &item, &[("wish", "take")]), wish(&mut second, &stale, &[("wish", "take")]));
        let statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
        assert!(statuses == [303, 422] || statuses == [422, 303], "one of two: {statuses:?}");
        let told = if both.0.status == 422 { &both.0 } else { &both.1 };
        assert!(told.text().contains("刚刚认领了这件事"), "{}", told.text());
        let (mut winner, loser) = if both.0.status == 303 { (staff, second) } else { (second, staff) };
        assert!(winner.get(INBOX).await.text().contains("我的 1") && loser.get(INBOX).await.text().contains("我的 0"));

        let mine = row(&winner.get("/staff/inbox?owner=me").await);
        let bad = wish(&mut winner, &mine, &[("wish", "set"), ("owner", ""), ("due", "明天")]).await;
        assert!(bad.status == 422 && bad.text().contains("期限不是一个日期"));
        let nobody = wish(&mut winner, &mine, &[("wish", "set"), ("owner", &uuid::Uuid::nil().to_string()), ("due", "")]).await;
        assert!(nobody.status == 422 && nobody.text().contains("请换一个人"));
        let back = [("wish", "set"), ("owner", ""), ("due", "2026-11-20"), ("back", "/staff/inbox?late=1")];
        assert_eq!(wish(&mut winner, &mine, &back).await.header("location"), "/staff/inbox?late=1");
        let late = winner.get("/staff/inbox?late=1").await;
        assert!(late.text().contains("另定") && late.text().contains("逾期 1"), "{}", late.text());
        let evil = [("wish", "take"), ("back", "//evil.example")];
        assert_eq!(wish(&mut winner, &row(&late), &evil).await.header("location"), INBOX);

        let case = first_case(&winner, "?trouble=intrusion").await;
        assert_eq!(take(&mut winner, &case, "accept", "").await.status, 303);
        let page = winner.get(INBOX).await;
        assert!(page.text().contains("全部 2") && !page.text().contains("data-urgent"), "what is done is gone: {}", page.text());
        let over = wish(&mut winner, &mine, &[("wish", "take")]).await;
        assert!(over.status == 422 && over.text().contains("已经办完"), "{}", over.text());
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn filters_narrow_and_only_staff_and_lead_experts_see_it() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        assert_eq!(report(&site, &[("trouble", "dirty")]).await.status, 303);
        assert!(staff.get("/staff/inbox?kind=report").await.text().contains("<tbody"));
        for none in ["kind=inspection", "owner=me", "late=1", "kind=nonsense", "owner=nonsense"] {
            let page = staff.get(&format!("{INBOX}?{none}")).await;
            assert!(page.status == 200 && page.text().contains("没有符合条件的事"), "{none}: {}", page.text());
        }
        assert_eq!(site.get(INBOX).await.status, 303);
        assert_eq!(Browser::new(&site).post(INBOX, &[]).await.header("location"), "/sign-in?next=%2Faccount");
        let nil = uuid::Uuid::nil().to_string();
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes| if may(role, Action::SeeInbox) { yes } else { 403 };
            let page = browser.get(INBOX).await;
            assert_eq!(page.status, expected(200), "{role}");
            if page.status == 200 {
                let sees = page.text().contains("奖补待批准");
                assert_eq!(sees, may(role, Action::ManageMoney), "{role}");
            }
            let typed = [("kind", "report"), ("subject", &*nil), ("version", "0"), ("wish", "take")];
            assert_eq!(browser.post(INBOX, &typed).await.status, expected(422), "{role}");
        }
    })
    .await;
}
