//! What cannot be answered: the field, what it may hold, the right status, and a process that goes on.

use app::testing::both_engines;
use serde_json::json;

use super::support::Site;

#[tokio::test]
async fn every_bad_field_is_named_with_what_it_may_hold() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let degrees = json!({ "lon": { "minimum": -180, "maximum": 180 }, "lat": { "minimum": -90, "maximum": 90 } });
        let hundred = json!({ "minimum": 1, "maximum": 100 });
        let lat = json!({ "minimum": -90, "maximum": 90 });
        for (address, field, words, allowed) in [
            ("/rooms?limit=0", "limit", "from 1 to 100", &hundred),
            ("/rooms?limit=101", "limit", "from 1 to 100", &hundred),
            ("/rooms?limit=ten", "limit", "from 1 to 100", &hundred),
            ("/rooms?limit=5&limit=6", "limit", "more than once", &json!(null)),
            ("/rooms?cursor=nonsense", "cursor", "begin again", &json!("the cursor in the `next` link of the list before")),
            ("/rooms?near=22.6,114.1", "near", "look swapped", &degrees),
            ("/rooms?near=NaN,NaN", "near", "must be numbers", &degrees),
            ("/rooms?near=114.1,inf", "near", "must be numbers", &degrees),
            ("/rooms?near=0,0", "near", "Gulf of Guinea", &degrees),
            ("/rooms?bbox=1,2,3", "bbox", "west,south,east,north", &json!("west,south,east,north")),
            ("/rooms?class=D", "class", "A, B, C", &json!(["A", "B", "C"])),
            ("/rooms?open=later", "open", "now", &json!(["now"])),
            ("/rooms?street=!", "street", "official street code", &json!({ "pattern": "^[0-9A-Za-z]{1,12}$" })),
            ("/rooms/nearest?lat=22.6", "lon", "is needed", &json!({ "minimum": -180, "maximum": 180 })),
            ("/rooms/nearest?lon=114.1&lat=x", "lat", "must be a number", &lat),
            ("/rooms/nearest?lon=114.1&lat=NaN", "lat", "must be a number", &lat),
            ("/rooms/nearest?lon=22.6&lat=114.1", "lon,lat", "look swapped", &degrees),
            ("/rooms/nearest?lon=200&lat=22", "lon", "from -180 to 180", &degrees),
            ("/rooms/nearest?lon=114&lat=22&k=100000000000", "k", "from 1 to 100", &hundred),
            ("/rooms/nearest?lon=114&lat=22&k=0", "k", "from 1 to 100", &hundred),
        ] {
            let answer = site.get(&format!("/api/v1{address}")).await;
            let problem = answer.json();
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (400, "application/problem+json"), "{address}");
            assert_eq!((&problem["status"], &problem["field"]), (&json!(400), &json!(field)), "{address}: {problem}");
            assert!(problem["detail"].as_str().unwrap().contains(words), "{address}: {problem}");
            assert_eq!(&problem["allowed"], allowed, "{address}");
            assert_eq!(problem["instance"], format!("urn:muying:request:{}", answer.header("x-request-id")));
        }
    })
    .await;
}

#[tokio::test]
async fn unknown_fields_are_refused_with_the_known_ones() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for address in ["/rooms?colour=red", "/rooms?page=2", "/rooms/nearest?lon=1&lat=2&near=1,2", "/rooms.csv?limit=5"] {
            let answer = site.get(&format!("/api/v1{address}")).await;
            assert_eq!(answer.status, 400, "{address}");
            assert!(answer.json()["allowed"].as_array().unwrap().contains(&json!("has")), "{}", answer.text());
        }
    })
    .await;
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused_everywhere() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for address in ["/api/v1/rooms?q=%ff%fe", "/api/v1/rooms/%c3%28", "/?q=%80", "/rooms/%e6%af", "/pkg/%ff.css"] {
            let answer = site.get(address).await;
            assert_eq!(answer.status, 400, "{address}");
            assert!(answer.text().contains("not UTF-8"), "{address}: {}", answer.text());
        }
        assert_eq!(site.get("/api/v1/rooms?q=%E6%98%9F").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn an_address_over_eight_kilobytes_is_too_long() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let long = "a".repeat(9000);
        let api = site.get(&format!("/api/v1/rooms?q={long}")).await;
        assert_eq!((api.status.as_u16(), &api.json()["type"]), (414, &json!("urn:muying:problem:too-long")));
        let page = site.get(&format!("/?q={long}")).await;
        assert_eq!(page.status, 414);
        assert!(page.text().contains("网址有 9004 字节"), "{}", page.text());
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_unread() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let answer = site.ask(&axum::http::Method::POST, "/api/v1/rooms", &[("content-length", "99999999")]).await;
        assert_eq!(answer.status, 413);
    })
    .await;
}

#[tokio::test]
async fn an_error_is_readable_for_a_client_that_takes_compression() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for encoding in ["gzip", "br", "gzip, deflate, br"] {
            let answer = site.get_with("/api/v1/rooms?limit=200", &[("accept-encoding", encoding)]).await;
            let said = answer.headers.get("content-encoding");
            assert_eq!((answer.status.as_u16(), said), (400, None), "{encoding}");
            assert_eq!(answer.json()["field"], "limit", "{encoding}");
        }
    })
    .await;
}
