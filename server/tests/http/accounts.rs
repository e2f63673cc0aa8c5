//! Accounts: the first link, signing in and out, who may see and do what.

use app::accounts::first_administrator;
use app::db::Db;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::support::{Answer, Site, at_eleven};

pub(crate) const PASSWORD: &str = "kite-lantern-42-river";

/// A browser that keeps its cookies.
pub(crate) struct Browser<'a> {
    pub(crate) site: &'a Site,
    pub(crate) cookie: String,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(site: &'a Site) -> Self {
        Self { site, cookie: String::new() }
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.site.get_with(address, &[("cookie", &self.cookie)]).await
    }

    pub(crate) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.site.post(address, fields, &[("cookie", &self.cookie), ("sec-fetch-site", "same-origin")]).await;
        for set in answer.headers.get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let name = pair.split('=').next().unwrap();
            let others = self.cookie.split("; ").filter(|known| !known.is_empty() && known.split('=').next() != Some(name));
            self.cookie = others.chain([pair]).collect::<Vec<_>>().join("; ");
        }
        answer
    }

    pub(crate) async fn join(&mut self, path: &str) -> Answer {
        self.post(path, &[("password", PASSWORD), ("again", PASSWORD)]).await
    }

    pub(crate) async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("login", login), ("password", password), ("next", "/staff/people")]).await
    }

    /// Invites somebody; the path of the link.
    pub(crate) async fn invite(&mut self, login: &str, role: Role) -> String {
        let answer = self.post("/staff/people", &[("name", "陈小红（虚构）"), ("login", login), ("role", role.word())]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let (_, rest) = answer.text().split_once("href=\"/join/").unwrap();
        format!("/join/{}", rest.split('"').next().unwrap())
    }
}

/// A site with its first administrator signed in.
pub(crate) async fn administrator(site: &Site) -> Browser<'_> {
    let link = first_administrator(&site.state.db, at_eleven(), site.state.random).await.unwrap().unwrap();
    let mut browser = Browser::new(site);
    let joined = browser.join(&format!("/join/{link}")).await;
    assert_eq!((joined.status.as_u16(), joined.header("location")), (303, "/account"), "{}", joined.text());
    browser
}

async fn site(db: Db) -> Site {
    Site::new(db).await
}

#[tokio::test]
async fn from_the_first_link_to_an_expert_who_signs_in_again() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        assert!(admin.get("/account").await.text().contains("管理员"));
        let link = admin.invite("chen", Role::Expert).await;
        let mut expert = Browser::new(&site);
        assert!(expert.get(&link).await.text().contains("陈小红（虚构）"));
        assert_eq!(expert.join(&link).await.status, 303);
        assert_eq!(expert.join(&link).await.status, 410, "a link is used once");
        assert_eq!(expert.post("/sign-out", &[]).await.status, 303);
        assert_eq!(expert.get("/account").await.header("location"), "/sign-in?next=%2Faccount");
        let back = expert.sign_in(" Chen ", PASSWORD).await;
        assert_eq!((back.status.as_u16(), back.header("location")), (303, "/staff/people"));
        let cookie = back.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
    })
    .await;
}

#[tokio::test]
async fn each_role_sees_and_does_what_the_table_says() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        for &role in Role::ALL {
            let link = admin.invite(&format!("one-{role}"), role).await;
            let mut browser = Browser::new(&site);
            assert_eq!(browser.join(&link).await.status, 303);
            let expected = |action| if may(role, action) { 200 } else { 403 };
            assert_eq!(browser.get("/staff/people").await.status, expected(Action::SeePeople), "{role}");
            for address in ["/staff/audit", "/staff/audit.csv"] {
                assert_eq!(browser.get(address).await.status, expected(Action::SeeAudit), "{role} {address}");
            }
            let typed = [("name", "x"), ("login", &*format!("new-{role}")), ("role", "expert")];
            assert_eq!(browser.post("/staff/people", &typed).await.status, expected(Action::ManagePeople), "{role}");
            let person = format!("/staff/people/{}", uuid::Uuid::nil());
            let expected = if may(role, Action::ManagePeople) { 404 } else { 403 };
            assert_eq!(browser.post(&person, &[("wish", "close")]).await.status, expected, "{role}");
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_session_every_protected_address_leads_to_signing_in() {
    both_engines(|db| async {
        let site = site(db).await;
        for address in ["/account", "/account/second-factor", "/staff/people", "/staff/audit", "/staff/audit.csv"] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        let nil = format!("/staff/people/{}", uuid::Uuid::nil());
        let second = ["/account/second-factor", "/account/second-factor/confirm"];
        for address in
            ["/account/password", "/account/sign-out-everywhere", "/sign-out", "/staff/people", &nil].into_iter().chain(second)
        {
            let answer = Browser::new(&site).post(address, &[]).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/sign-in?next=%2Faccount"), "{address}");
        }
        let invented = format!("muying_session={}", "0".repeat(64));
        assert_eq!(site.get_with("/account", &[("cookie", &invented)]).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn guessing_is_slowed_down_and_tells_nothing_of_who_has_an_account() {
    both_engines(|db| async {
        let site = site(db).await;
        administrator(&site).await;
        let mut browser = Browser::new(&site);
        let mut said = Vec::new();
        for login in ["admin", "nobody"] {
            for _ in 0..5 {
                let answer = browser.sign_in(login, "wrong password").await;
                assert_eq!(answer.status, 422);
                said.push(answer.text().contains("账户名或密码不对"));
            }
            assert!(browser.sign_in(login, PASSWORD).await.text().contains("请过 1 分钟再试"), "{login}");
        }
        assert!(said.iter().all(|same| *same));
    })
    .await;
}

#[tokio::test]
async fn weak_and_differing_passwords_are_refused_with_words() {
    both_engines(|db| async {
        let site = site(db).await;
        let link = first_administrator(&site.state.db, at_eleven(), site.state.random).await.unwrap().unwrap();
        let mut browser = Browser::new(&site);
        let path = format!("/join/{link}");
        for (password, again, words) in [
            ("short", "short", "至少要 10 个字符"),
            ("password1234", "password1234", "太容易猜到"),
            (PASSWORD, "other", "不一样"),
        ] {
            let answer = browser.post(&path, &[("password", password), ("again", again)]).await;
            assert_eq!(answer.status, 422);
            assert!(answer.text().contains(words), "{}", answer.text());
        }
        assert_eq!(browser.join(&path).await.status, 303, "the link still works");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_signs_out_the_other_devices() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut first = administrator(&site).await;
        let mut second = Browser::new(&site);
        assert_eq!(second.sign_in("admin", PASSWORD).await.status, 303);
        let change = [("current", PASSWORD), ("password", "paper plane over bay 7"), ("again", "paper plane over bay 7")];
        assert_eq!(first.post("/account/password", &change).await.header("location"), "/account?changed");
        assert_eq!((first.get("/account").await.status.as_u16(), second.get("/account").await.status.as_u16()), (200, 303));
        assert!(first.post("/account/password", &change).await.text().contains("现在的密码不对"));
        assert_eq!(second.sign_in("admin", "paper plane over bay 7").await.status, 303);
        assert_eq!(second.post("/account/sign-out-everywhere", &[]).await.status, 303);
        assert_eq!(first.get("/account").await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn forms_of_other_sites_and_broken_forms_do_nothing() {
    both_engines(|db| async {
        let site = site(db).await;
        let mut admin = administrator(&site).await;
        let cookie = admin.cookie.clone();
        let typed = [("name", "x"), ("login", "victim"), ("role", "administrator")];
        let foreign = site.post("/staff/people", &typed, &[("cookie", &cookie), ("sec-fetch-site", "cross-site")]).await;
        assert_eq!(foreign.status, 403);
        assert_eq!(admin.post("/staff/people", &[("name", "x")]).await.status, 422);
        let bad = admin.post("/staff/people", &[("name", "李四（虚构）"), ("login", "a b"), ("role", "expert")]).await;
        assert!(bad.status == 422 && bad.text().contains("value=\"李四（虚构）\""), "what was typed stays: {}", bad.text());
        let taken = admin.post("/staff/people", &[("name", "x"), ("login", "ADMIN"), ("role", "expert")]).await;
        assert!(taken.text().contains("已经有人用了"));
        assert!(admin.get("/staff/people").await.text().contains("1 个账户"));
        let next = admin.post("/sign-in", &[("login", "admin"), ("password", PASSWORD), ("next", "//evil.example")]).await;
        assert_eq!(next.header("location"), "/account");
    })
    .await;
}
