//! `GET /api/v1/rooms`

use app::testing::both_engines;
use std::collections::HashSet;

use super::super::support::{Site, many, plain};

/// Follows `next` to the end.
async fn walk(site: &Site, first: &str) -> Vec<String> {
    let (mut codes, mut address) = (Vec::new(), first.to_owned());
    loop {
        let page = site.get(&address).await;
        assert_eq!(page.status, 200, "{address}: {}", page.text());
        codes.extend(page.codes());
        let Some(next) = page.json()["next"].as_str().map(str::to_owned) else { return codes };
        assert_eq!(page.header("link"), format!("<{next}>; rel=\"next\""));
        address = next;
    }
}

#[tokio::test]
async fn rooms_are_features_with_what_a_parent_asks() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let answer = site.get("/api/v1/rooms").await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/geo+json"));
        assert_eq!(answer.codes(), ["LG-0001", "LG-0002", "LG-0003", "LG-0004", "LG-0005"]);
        let json = answer.json();
        assert_eq!((&json["numberMatched"], &json["numberReturned"]), (&5.into(), &5.into()));
        assert_eq!(json["as_of"], "2026-11-24T03:00:00Z");
        assert!(json.get("next").is_none());
        let mall = &json["features"][0];
        assert_eq!(mall["geometry"]["coordinates"], serde_json::json!([114.245, 22.72]));
        let properties = &mall["properties"];
        assert_eq!(properties["class"], "A");
        assert_eq!(properties["open"], serde_json::json!({ "state": "open", "until": "2026-11-24T22:00:00+08:00" }));
        assert_eq!(properties["updated"], "2026-11-24T03:00:00Z");
        assert_eq!(properties["facts"]["hot_water"]["by"], "expert");
        assert_eq!(json["features"][2]["properties"]["open"]["state"], "unknown");
        assert_eq!(json["features"][3]["properties"]["open"]["state"], "closed");
        assert!(json["features"][4]["geometry"].is_null());
    })
    .await;
}

#[tokio::test]
async fn filters_are_the_finders_own() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for (query, codes) in [
            ("open=now", &["LG-0001", "LG-0002", "LG-0005"][..]),
            ("has=hot_water,lockable", &["LG-0001", "LG-0002", "LG-0004", "LG-0005"]),
            ("has=fridge", &[]),
            ("who=everyone&class=A&open=now", &["LG-0001"]),
            ("street=440307014000", &["LG-0002"]),
            ("q=xinghe", &["LG-0001"]),
            ("bbox=114.1,22.6,114.13,22.7", &["LG-0002", "LG-0003"]),
            ("bbox=170,-90,114.13,90", &["LG-0002", "LG-0003"]),
            ("q=&street=&lang=en", &["LG-0001", "LG-0002", "LG-0003", "LG-0004", "LG-0005"]),
        ] {
            assert_eq!(site.get(&format!("/api/v1/rooms?{query}")).await.codes(), codes, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn near_gives_distances_and_puts_rooms_without_a_position_last() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let answer = site.get("/api/v1/rooms?near=114.2450,22.7200").await;
        assert_eq!(answer.codes(), ["LG-0001", "LG-0004", "LG-0003", "LG-0002", "LG-0005"]);
        let json = answer.json();
        assert_eq!(json["features"][0]["properties"]["distance_m"], 0.0);
        assert!(json["features"][4]["properties"].get("distance_m").is_none());
        assert_eq!(answer.header("cache-control"), "private, max-age=10");
    })
    .await;
}

#[tokio::test]
async fn a_walk_through_the_pages_meets_every_room_once_in_every_order() {
    both_engines(|db| async {
        let site = Site::with(db, &many(53), &plain()).await;
        for first in [
            "/api/v1/rooms?limit=7",
            "/api/v1/rooms?limit=7&near=114.1003,22.7",
            "/api/v1/rooms?limit=7&q=%E6%98%9F%E6%B2%B3",
            "/api/v1/rooms?limit=7&q=xinghe&near=114.1003,22.7",
            "/api/v1/rooms?limit=100",
        ] {
            let codes = walk(&site, first).await;
            let distinct: HashSet<_> = codes.iter().collect();
            assert_eq!((codes.len(), distinct.len()), (53, 53), "{first}");
        }
        let by_distance = walk(&site, "/api/v1/rooms?limit=7&near=114.1003,22.7").await;
        assert_eq!(by_distance, site.get("/api/v1/rooms?limit=100&near=114.1003,22.7").await.codes());
    })
    .await;
}

#[tokio::test]
async fn a_cursor_holds_although_rooms_come_before_it() {
    both_engines(|db| async {
        let rooms = many(30);
        let site = Site::with(db, &rooms[10..], &plain()).await;
        let page = site.get("/api/v1/rooms?limit=5").await;
        super::super::support::write(&site.state.db, &rooms[..10]).await;
        site.state.registry.refresh(&site.state.db, site.state.now()).await.unwrap();
        let rest = walk(&site, page.json()["next"].as_str().unwrap()).await;
        assert_eq!((page.codes().len(), rest.len()), (5, 15));
        assert!(page.codes().iter().all(|code| !rest.contains(code)));
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_still_holds_is_not_sent_again() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let tag = site.get("/api/v1/rooms").await.header("etag").to_owned();
        let again = site.get_with("/api/v1/rooms", &[("if-none-match", &format!("\"x\", {tag}"))]).await;
        assert_eq!((again.status.as_u16(), again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
        assert_eq!(site.get_with("/api/v1/rooms?limit=3", &[("if-none-match", &tag)]).await.status, 200);
        super::super::support::write(&site.state.db, &many(20)[18..]).await;
        site.state.registry.refresh(&site.state.db, site.state.now()).await.unwrap();
        assert_eq!(site.get_with("/api/v1/rooms", &[("if-none-match", &tag)]).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn before_the_first_read_the_api_says_try_again() {
    both_engines(|db| async {
        let site = Site::unread(db, &plain());
        for address in ["/api/v1/rooms", "/api/v1/rooms/nearest?lon=114&lat=22", "/api/v1/rooms/LG-0001", "/pack.bin"] {
            let answer = site.get(address).await;
            assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"), "{address}");
        }
    })
    .await;
}
