//! Webhooks: calls that are signed, tried again, paused, and never made into our own network.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::notices;
use app::outward::{Outward, Reach};
use app::testing::both_engines;
use app::webhooks;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::post;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Action, Role, Word, may};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::reports::report;
use super::support::{Answer, Site, at_eleven};

fn three_minutes_later() -> DateTime<Utc> {
    at_eleven() + TimeDelta::minutes(3)
}

type Calls = Arc<Mutex<Vec<(String, HeaderMap, String)>>>;

/// Another system on this machine, with an answer by path; what it was told, and its address.
async fn other_system() -> (String, Calls) {
    let calls = Calls::default();
    let kept = |path: &'static str, calls: &Calls| {
        let calls = Arc::clone(calls);
        move |headers: HeaderMap, body: String| {
            calls.lock().unwrap().push((path.to_owned(), headers, body));
            std::future::ready(())
        }
    };
    let (ok, fails, moved, hangs) = (kept("ok", &calls), kept("fails", &calls), kept("moved", &calls), kept("hangs", &calls));
    let router = Router::new()
        .route("/ok", post(ok))
        .route(
            "/fails",
            post(async move |headers: HeaderMap, body: String| {
                fails(headers, body).await;
                StatusCode::INTERNAL_SERVER_ERROR
            }),
        )
        .route(
            "/moved",
            post(async move |headers: HeaderMap, body: String| {
                moved(headers, body).await;
                Redirect::temporary("/ok").into_response()
            }),
        )
        .route(
            "/hangs",
            post(async move |headers: HeaderMap, body: String| {
                hangs(headers, body).await;
                std::future::pending::<()>().await;
            }),
        );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, calls)
}

/// Calls to this machine are allowed.
fn loopback(patience: Duration) -> Outward {
    Outward { post: None, reach: Reach::with(|ip| ip.is_loopback()), patience }
}

/// Adds a webhook for reports; its path and its secret.
async fn add(admin: &mut Browser<'_>, url: &str) -> (String, String) {
    let fields = [("name", "城市大脑（虚构）"), ("url", url), ("kind.report", "yes"), ("kind.intrusion", "yes")];
    let added = admin.post("/staff/webhooks", &fields).await;
    assert_eq!(added.status, 200, "{}", added.text());
    let secret = secret_of(&added).unwrap();
    assert!(!admin.get("/staff/webhooks").await.text().contains(&secret), "shown once");
    let path = added.text().split("action=\"/staff/webhooks/").nth(1).unwrap().split('"').next().unwrap();
    (format!("/staff/webhooks/{path}"), secret)
}

fn secret_of(page: &Answer) -> Option<String> {
    let panel = page.text().split("panel once").nth(1)?.split("<code>").nth(1)?.split('<').next()?;
    (panel.len() == 64).then(|| panel.to_owned())
}

async fn wish(admin: &mut Browser<'_>, path: &str, wish: &str) -> Answer {
    let page = admin.get(path).await;
    let version = page.text().split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    admin.post(path, &[("wish", wish), ("version", &version)]).await
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).unwrap().to_str().unwrap()
}

#[tokio::test]
async fn another_system_is_told_once_with_a_signature_that_holds() {
    both_engines(|db| async {
        let (address, calls) = other_system().await;
        let site = Site::new(db).await.with_outward(loopback(Duration::from_secs(20)));
        let mut admin = administrator(&site).await;
        let (path, secret) = add(&mut admin, &format!("{address}/ok")).await;
        for trouble in ["dirty", "locked", "diverted", "intrusion"] {
            assert_eq!(report(&site, &[("trouble", trouble), ("words", "秘密的话")]).await.status, 303);
        }
        let workers = (0..4).map(|_| async {
            notices::step(&site.state).await.unwrap();
            webhooks::step(&site.state).await.unwrap();
        });
        futures::future::join_all(workers).await;
        while notices::step(&site.state).await.unwrap() > 0 || webhooks::step(&site.state).await.unwrap() > 0 {}
        let told = calls.lock().unwrap().clone();
        assert_eq!(told.len(), 4, "each once: {told:?}");
        let ids: BTreeSet<&str> = told.iter().map(|(_, headers, _)| header(headers, "muying-delivery")).collect();
        assert_eq!(ids.len(), 4);
        for (_, headers, body) in &told {
            let signature = header(headers, "muying-signature");
            let at = signature.strip_prefix("t=").unwrap().split(',').next().unwrap();
            let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(format!("{at}.{body}"));
            let hex = mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
                write!(hex, "{byte:02x}").unwrap();
                hex
            });
            assert_eq!(signature, format!("t={at},v1={hex}"));
            let json: Value = serde_json::from_str(body).unwrap();
            assert_eq!((json["room"].as_str(), json["id"].as_str()), (Some("LG-0001"), Some(header(headers, "muying-delivery"))));
            assert_eq!(json["kind"], header(headers, "muying-event"));
            assert!(!body.contains("秘密"), "{body}");
        }
        assert!(admin.get(&path).await.text().contains("已收到（200）"));

        let rotated = wish(&mut admin, &path, "rotate").await;
        assert!(secret_of(&rotated).is_some_and(|new| new != secret), "{}", rotated.text());
        assert_eq!(wish(&mut admin, &path, "test").await.header("location"), format!("{path}?tested"));
        webhooks::step(&site.state).await.unwrap();
        assert!(calls.lock().unwrap().last().unwrap().2.contains("\"kind\":\"test\""));
        let stale = admin.post(&path, &[("wish", "pause"), ("version", "1")]).await;
        assert!(stale.status == 422 && stale.text().contains("刚刚有人改过"));
        let unsure = wish(&mut admin, &path, "delete").await;
        assert!(unsure.status == 422 && unsure.text().contains("不能恢复"));
    })
    .await;
}

#[tokio::test]
async fn what_fails_is_tried_again_and_after_many_failures_paused_with_a_notice() {
    both_engines(|db| async {
        let (address, calls) = other_system().await;
        let site = Site::new(db).await.with_outward(loopback(Duration::from_secs(2)));
        let mut admin = administrator(&site).await;
        let (hangs, _) = add(&mut admin, &format!("{address}/hangs")).await;
        assert_eq!(wish(&mut admin, &hangs, "test").await.status, 303);
        webhooks::step(&site.state).await.unwrap();
        assert!(admin.get(&hangs).await.text().contains("没有在 10 秒内回答"));
        assert_eq!(wish(&mut admin, &hangs, "pause").await.status, 303);

        let (moved, _) = add(&mut admin, &format!("{address}/moved")).await;
        assert_eq!(wish(&mut admin, &moved, "test").await.status, 303);
        webhooks::step(&site.state).await.unwrap();
        assert!(admin.get(&moved).await.text().contains("对方回答 307"));
        assert!(calls.lock().unwrap().iter().all(|(path, ..)| path != "ok"), "no redirect is followed");
        assert_eq!(wish(&mut admin, &moved, "pause").await.status, 303);

        let (fails, _) = add(&mut admin, &format!("{address}/fails")).await;
        for _ in 0..20 {
            assert_eq!(wish(&mut admin, &fails, "test").await.status, 303);
        }
        webhooks::step(&site.state).await.unwrap();
        let page = admin.get(&fails).await;
        assert!(page.text().contains("已暂停") && page.text().contains("连续失败 20 次"), "{}", page.text());
        notices::step(&site.state).await.unwrap();
        assert!(admin.get("/notices").await.text().contains("对外推送“城市大脑（虚构）”连续失败，已暂停"));
        let later = site.at(three_minutes_later);
        assert_eq!(webhooks::step(&later.state).await.unwrap(), 0, "nothing is called while it is paused");
        assert_eq!(wish(&mut admin, &fails, "resume").await.status, 303);
        let made = webhooks::step(&later.state).await.unwrap();
        assert_eq!(made, 20, "what waited is called again");
    })
    .await;
}

#[tokio::test]
async fn no_call_leaves_for_our_own_network_and_no_plain_one_at_all() {
    both_engines(|db| async {
        let (address, calls) = other_system().await;
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        for url in ["http://city.example/", "ftp://city.example/", "https://user:pass@city.example/", "城市"] {
            let fields = [("name", "城市大脑（虚构）"), ("url", url), ("kind.guide", "yes")];
            let refused = admin.post("/staff/webhooks", &fields).await;
            assert!(refused.status == 422 && refused.text().contains("https:// 开头"), "{url}: {}", refused.text());
            assert!(
                refused.text().contains("城市大脑（虚构）")
                    && refused.text().contains("name=\"kind.guide\" value=\"yes\" checked")
            );
        }
        let none = admin.post("/staff/webhooks", &[("name", "x"), ("url", "https://city.example/")]).await;
        assert!(none.status == 422 && none.text().contains("至少选一类"));
        let (path, _) = add(&mut admin, &format!("{address}/ok")).await;
        assert_eq!(wish(&mut admin, &path, "test").await.status, 303);
        assert_eq!(webhooks::step(&site.state).await.unwrap(), 1);
        assert!(admin.get(&path).await.text().contains("不允许的网络"));
        assert!(calls.lock().unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_administrators_see_and_change_webhooks() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let (path, _) = add(&mut admin, "https://city.example/hook").await;
        for address in ["/staff/webhooks", &path] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
            assert_eq!(Browser::new(&site).post(address, &[]).await.header("location"), "/sign-in?next=%2Faccount");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes| if may(role, Action::ManageWebhooks) { yes } else { 403 };
            for address in ["/staff/webhooks", &path] {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
                assert_eq!(browser.post(address, &[]).await.status, expected(422), "{role} {address}");
            }
        }
    })
    .await;
}
