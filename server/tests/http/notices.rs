//! Notices: who is told what, in the app and by mail, and what nobody is told twice.

use app::notices;
use app::testing::both_engines;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::mailbox::{Mailbox, Manners};
use super::reports::report;
use super::support::{Site, at_eleven};

fn the_next_morning() -> DateTime<Utc> {
    at_eleven() + TimeDelta::hours(23)
}

fn three_minutes_later() -> DateTime<Utc> {
    at_eleven() + TimeDelta::minutes(3)
}

/// How often a word stands in the texts of one's notices.
async fn told(browser: &Browser<'_>, word: &str) -> usize {
    browser.get("/notices").await.text().matches(word).count()
}

/// Confirms an address by the link that was sent to it.
async fn confirm(browser: &mut Browser<'_>, mailbox: &Mailbox, address: &str) {
    let asked = browser.post("/account/notices/address", &[("wish", "ask"), ("address", address)]).await;
    assert_eq!(asked.header("location"), "/account/notices?asked", "{}", asked.text());
    notices::post(&browser.site.state).await.unwrap();
    let letter = mailbox.came().into_iter().rfind(|letter| letter.to == address).unwrap();
    let code = letter.body.split("code=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let page = browser.get(&format!("/account/notices/confirm?code={code}")).await;
    assert!(page.status == 200 && page.text().contains(address), "{}", page.text());
    assert!(browser.get("/account/notices").await.text().contains("还没有邮箱"), "opening a link confirms nothing");
    let done = browser.post("/account/notices/confirm", &[("code", &code)]).await;
    assert_eq!(done.header("location"), "/account/notices?confirmed", "{}", done.text());
    let again = browser.post("/account/notices/confirm", &[("code", &code)]).await;
    assert!(again.status == 422 && again.text().contains("用过了"), "a link holds once");
}

/// Choices of somebody of the staff as the form sends them, with quiet hours around eleven.
async fn choose(browser: &mut Browser<'_>, change: &[(&str, &str)]) {
    let form = browser.get("/account/notices").await;
    let names = form.text().split("name=\"kind.").skip(1).map(|rest| format!("kind.{}", rest.split('"').next().unwrap()));
    let mut fields: Vec<(String, String)> = names.map(|name| (name, "digest".to_owned())).collect();
    for (name, value) in [("from", "10:00"), ("until", "12:30"), ("hour", "9"), ("lang", "zh")].iter().chain(change) {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let saved = browser.send("/account/notices", &fields).await;
    assert_eq!(saved.header("location"), "/account/notices?saved", "{}", saved.text());
}

#[tokio::test]
async fn an_intrusion_is_told_at_once_and_the_rest_in_the_mail_of_the_day() {
    both_engines(|db| async {
        let mailbox = Mailbox::open(Manners::Takes).await;
        let site = Site::new(db).await.with_outward(mailbox.outward());
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        confirm(&mut staff, &mailbox, "li@mail.example").await;
        choose(&mut staff, &[("kind.intrusion", "now"), ("kind.handed_in", "off")]).await;
        let before = mailbox.came().len();

        assert_eq!(report(&site, &[("trouble", "dirty"), ("words", "秘密的话")]).await.status, 303);
        assert_eq!(report(&site, &[("trouble", "intrusion"), ("words", "有人偷拍我")]).await.status, 303);
        assert_eq!(report(&site, &[("trouble", "dirty")]).await.status, 303, "joins the first");
        notices::step(&site.state).await.unwrap();
        notices::post(&site.state).await.unwrap();
        let came = mailbox.came().split_off(before);
        assert_eq!(came.len(), 1, "quiet hours hold for everything but an intrusion: {came:?}");
        assert!(came[0].subject().contains("紧急：家长反映"), "{}", came[0].subject());
        assert!(came[0].head.contains("Auto-Submitted: auto-generated") && came[0].body.contains("/account/notices"));
        assert!(
            !came[0].body.contains("偷拍我") && !came[0].body.contains("秘密"),
            "never what a parent wrote: {}",
            came[0].body
        );

        assert_eq!((told(&staff, "紧急：家长反映").await, told(&staff, "等核实").await), (1, 1));
        assert_eq!(told(&expert, "家长反映").await, 0, "not for experts");
        let account = staff.get("/account").await;
        assert!(account.text().contains("通知（2 条未读）"), "{}", account.text());
        let page = staff.get("/notices").await;
        let urgent = page.text().split("data-urgent").nth(1).unwrap();
        let open = urgent.split("href=\"/notices/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let opened = staff.get(&format!("/notices/{open}")).await;
        assert!(opened.header("location").starts_with("/staff/reports/"), "{}", opened.header("location"));
        assert_eq!(expert.get(&format!("/notices/{open}")).await.status, 404, "only one's own");
        assert!(staff.get("/notices?unread=1").await.text().contains("未读 1"));

        let morning = site.at(the_next_morning);
        notices::step(&morning.state).await.unwrap();
        notices::post(&morning.state).await.unwrap();
        let came = mailbox.came().split_off(before + 1);
        assert_eq!(came.len(), 1, "{came:?}");
        notices::step(&morning.state).await.unwrap();
        assert_eq!(notices::post(&morning.state).await.unwrap(), 0, "once");
    })
    .await;
}

#[tokio::test]
async fn each_change_is_told_once_whoever_takes_it_in_and_each_letter_leaves_once() {
    both_engines(|db| async {
        let mailbox = Mailbox::open(Manners::Takes).await;
        let site = Site::new(db).await.with_outward(mailbox.outward());
        let mut admin = administrator(&site).await;
        let mut staff = Vec::new();
        for number in 0..3 {
            let mut one = one(&site, &mut admin, &format!("staff-{number}"), Role::Staff).await;
            confirm(&mut one, &mailbox, &format!("staff-{number}@mail.example")).await;
            choose(&mut one, &[("from", ""), ("until", ""), ("kind.report", "now")]).await;
            staff.push(one);
        }
        let before = mailbox.came().len();
        for trouble in ["dirty", "locked", "diverted", "no_consumables"] {
            assert_eq!(report(&site, &[("trouble", trouble)]).await.status, 303);
        }
        let later = site.at(three_minutes_later);
        let workers = (0..4).map(|_| async {
            notices::step(&later.state).await.unwrap();
            notices::post(&later.state).await.unwrap();
        });
        futures::future::join_all(workers).await;
        // A worker that found a letter claimed by another one leaves it to that one.
        while notices::step(&later.state).await.unwrap() > 0 || notices::post(&later.state).await.unwrap() > 0 {}
        for one in &staff {
            assert_eq!(told(one, "等核实").await, 4);
        }
        let mut came: Vec<_> = mailbox.came().split_off(before).into_iter().map(|letter| (letter.to.clone(), letter)).collect();
        came.sort_by(|a, b| a.0.cmp(&b.0));
        let ids: std::collections::BTreeSet<_> = came.iter().map(|(_, letter)| letter.message_id().to_owned()).collect();
        assert_eq!(ids.len(), came.len(), "no letter twice");
        for number in 0..3 {
            let address = format!("staff-{number}@mail.example");
            let own: Vec<_> = came.iter().filter(|(to, _)| *to == address).collect();
            let lines: usize = own.iter().map(|(_, letter)| letter.body.matches("等核实").count()).sum();
            assert_eq!(lines, 4, "{address}: each thing in one letter");
        }
    })
    .await;
}

#[tokio::test]
async fn an_expert_and_an_operator_are_told_of_what_is_theirs_and_nobody_of_what_they_did() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let other = one(&site, &mut admin, "wu.staff", Role::Staff).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = expert.begin().await;
        expert.fill(&path).await;
        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        notices::step(&site.state).await.unwrap();
        assert_eq!((told(&staff, "等确认").await > 0, told(&expert, "等确认").await), (true, 0));
        let decide = format!("{}/decide", path.replace("/inspect/", "/inspections/"));
        assert_eq!(staff.post(&decide, &[("step", "return"), ("remark", "请补照片")]).await.status, 303);
        notices::step(&site.state).await.unwrap();
        assert_eq!(told(&expert, "被退回，请看说明后修改").await, 1);
        assert_eq!((told(&staff, "被退回").await, told(&other, "被退回").await), (0, 0));
        let page = expert.get("/notices").await;
        assert!(!page.text().contains("请补照片"), "no free words");
        let later = site.later();
        let mut expert = Browser { site: &later, cookie: expert.cookie };
        let until = page.text().split("name=\"until\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(expert.post("/notices", &[("until", &until)]).await.status, 303);
        assert!(expert.get("/notices?unread=1").await.text().contains("都看过了"));
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_is_refused_or_not_answered_is_listed_and_tried_again() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        for (number, (manners, expected)) in
            [(Manners::Refuses, "邮件服务器回答 550"), (Manners::Busy, "邮件服务器回答 451"), (Manners::Hangs, "没有及时回应")]
                .into_iter()
                .enumerate()
        {
            let broken = Mailbox::open(manners).await;
            let site = site.with_outward(broken.outward());
            let login = format!("staff-{number}");
            let mut staff = one(&site, &mut admin, &login, Role::Staff).await;
            let address = format!("{login}@mail.example");
            let asked = staff.post("/account/notices/address", &[("wish", "ask"), ("address", &address)]).await;
            assert_eq!(asked.header("location"), "/account/notices?asked");
            assert_eq!(notices::post(&site.state).await.unwrap(), 1);
            assert_eq!(notices::post(&site.state).await.unwrap(), 0, "not at once again");
            let list = admin.get("/staff/outbox").await;
            assert!(list.text().contains(expected), "{manners:?}: {}", list.text());
            assert!(!list.text().contains("says the server"), "not what the other server said");
            assert_eq!(list.text().contains("失败，试了 1 次"), manners == Manners::Refuses, "{manners:?}");

            let works = Mailbox::open(Manners::Takes).await;
            let site = site.with_outward(works.outward());
            if manners == Manners::Refuses {
                let id = list.text().split("action=\"/staff/outbox/").nth(1).unwrap().split('"').next().unwrap().to_owned();
                assert_eq!(admin.post(&format!("/staff/outbox/{id}"), &[]).await.status, 303);
                assert_eq!(notices::post(&site.state).await.unwrap(), 1);
            } else {
                assert_eq!(notices::post(&site.at(three_minutes_later).state).await.unwrap(), 1, "{manners:?}");
            }
            assert_eq!(works.came().len(), 1, "{manners:?}");
        }
        assert!(!admin.get("/staff/outbox").await.text().contains("/account/notices/confirm"), "no links are shown");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_and_everything_typed_stays() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let page = staff.get("/account/notices").await;
        assert!(page.text().contains("没有设置发邮件") && page.text().contains("站内通知照常"), "{}", page.text());
        let no_mail = staff.post("/account/notices/address", &[("wish", "ask"), ("address", "li@mail.example")]).await;
        assert!(no_mail.status == 422 && no_mail.text().contains("value=\"li@mail.example\""), "{}", no_mail.text());
        let bad = staff.post("/account/notices/address", &[("wish", "ask"), ("address", "不是邮箱")]).await;
        assert!(bad.status == 422 && bad.text().contains("value=\"不是邮箱\"") && bad.text().contains("不是一个邮箱地址"));

        let kinds = page.text().split("name=\"kind.").skip(1).map(|rest| format!("kind.{}", rest.split('"').next().unwrap()));
        let fields: Vec<_> = kinds.map(|name| (name, "off".to_owned())).collect();
        let with = |more: &[(&str, &str)]| {
            let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            fields.iter().cloned().chain(more).collect::<Vec<_>>()
        };
        let half =
            staff.send("/account/notices", &with(&[("from", "22:00"), ("until", ""), ("hour", "7"), ("lang", "en")])).await;
        assert!(half.status == 422 && half.text().contains("起止两个不同的时间"), "{}", half.text());
        assert!(half.text().contains("value=\"22:00\"") && half.text().contains("value=\"7\" selected"), "{}", half.text());
        assert!(half.text().matches("value=\"off\" selected").count() >= 5, "{}", half.text());
        let odd = staff.send("/account/notices", &with(&[("from", ""), ("until", ""), ("hour", "7"), ("lang", "xx")])).await;
        assert!(odd.status == 422 && odd.text().contains("有一项没选对"));
        let good = with(&[("from", "22:00"), ("until", "07:00"), ("hour", "7"), ("lang", "en")]);
        assert_eq!(staff.send("/account/notices", &good).await.status, 303);
        assert!(staff.get("/account/notices").await.text().contains("value=\"22:00\""));
        assert_eq!(report(&site, &[("trouble", "intrusion")]).await.status, 303);
        notices::step(&site.state).await.unwrap();
        assert_eq!(told(&staff, "紧急").await, 0, "who turned it off is not told");
    })
    .await;
}

#[tokio::test]
async fn notices_need_a_session_and_the_outbox_an_administrator() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let nil = uuid::Uuid::nil();
        let (one_notice, one_mail) = (format!("/notices/{nil}"), format!("/staff/outbox/{nil}"));
        for address in ["/notices", &one_notice, "/account/notices", "/account/notices/confirm?code=x", "/staff/outbox"] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for address in ["/notices", "/account/notices", "/account/notices/address", "/account/notices/confirm", &one_mail] {
            let answer = Browser::new(&site).post(address, &[]).await;
            assert_eq!(answer.header("location"), "/sign-in?next=%2Faccount", "{address}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes| if may(role, Action::ManageWebhooks) { yes } else { 403 };
            assert_eq!(browser.get("/staff/outbox").await.status, expected(200), "{role}");
            assert_eq!(browser.post(&one_mail, &[]).await.status, expected(404), "{role}");
            assert_eq!(browser.get("/notices").await.status, 200, "{role}");
            let page = browser.get("/account/notices").await;
            for kind in domain::notices::Kind::ALL {
                let offered = page.text().contains(&format!("name=\"kind.{kind}\""));
                assert_eq!(offered, kind.is_for(role) || kind.can_concern(role), "{role} {kind}");
            }
            let wrong = browser.post("/account/notices/confirm", &[("code", "00")]).await;
            assert!(wrong.status == 422 && wrong.text().contains("这个链接不对"), "{role}");
        }
    })
    .await;
}
