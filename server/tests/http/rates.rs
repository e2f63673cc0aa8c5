//! Limits by network address.

use std::net::SocketAddr;

use app::testing::{both_engines, sample_rooms};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use server::config::Limits;
use server::router::Web;

use super::support::{Answer, Site, plain};

async fn post(site: &Site, address: &str, peer: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::post(address).header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::from("login=nobody&password=wrong")).unwrap();
    request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
    site.send(request).await
}

#[tokio::test]
async fn an_address_that_tries_too_often_waits_and_others_do_not() {
    both_engines(|db| async {
        let limits = Limits { sign_in_rate: "2/60".parse().unwrap(), trusted_proxies: "10.0.0.0/8".parse().unwrap() };
        let site = Site::with(db, &sample_rooms(), &Web { limits, ..plain() }).await;
        let one = "203.0.113.7:4711";
        for _ in 0..2 {
            assert_eq!(post(&site, "/sign-in", one, &[]).await.status, 422);
        }
        for address in ["/sign-in", "/sign-in/code", "/join/abc"] {
            let spoofed = [("x-forwarded-for", "198.51.100.9")];
            let refused = post(&site, address, one, &spoofed).await;
            assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "60"), "{address}");
            assert!(refused.text().contains("请过 60 秒再试"), "{}", refused.text());
        }
        let english = post(&site, "/sign-in?lang=en", one, &[]).await;
        assert!(english.text().contains("try again in 60 s"), "{}", english.text());
        assert_eq!(site.get("/sign-in").await.status, 200, "reading is free");
        assert_eq!(post(&site, "/sign-in", "203.0.113.8:4711", &[]).await.status, 422);
        for visitor in ["198.51.100.1", "198.51.100.2", "198.51.100.3"] {
            let answer = post(&site, "/sign-in", "10.0.0.2:80", &[("x-forwarded-for", visitor)]).await;
            assert_eq!(answer.status, 422, "{visitor}, through a proxy of ours");
        }
    })
    .await;
}
