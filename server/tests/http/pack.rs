//! `/pack.bin` and `/geo.json`

use app::testing::{both_engines, sample_rooms};
use domain::{Pack, Query, nearest};
use server::config::Area;

use super::support::{Site, at_eleven, many, plain};

#[tokio::test]
async fn the_pack_answers_as_the_server_does() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let answer = site.get("/pack.bin").await;
        assert_eq!(answer.header("cache-control"), "public, no-cache");
        let pack = Pack::decode(&answer.body).unwrap();
        assert!(pack.demo && pack.as_of == at_eleven());
        assert_eq!(answer.header("last-modified"), "Tue, 24 Nov 2026 03:00:00 GMT");
        let candidates = pack.candidates();
        let fields = [("near", "114.117,22.605"), ("open", "now"), ("q", "yanshi")];
        let query = Query::parse(fields, &[]).unwrap();
        let hits = nearest(&candidates, &query, pack.region.local(at_eleven()));
        let codes: Vec<String> = hits.iter().map(|hit| pack.rooms[hit.index as usize].room.code.to_string()).collect();
        assert_eq!(codes, site.get("/api/v1/rooms?near=114.117,22.605&open=now&q=yanshi").await.codes());
        let again = site.get_with("/pack.bin", &[("if-none-match", answer.header("etag"))]).await;
        assert_eq!(again.status, 304);
    })
    .await;
}

#[tokio::test]
async fn a_registry_too_large_for_a_pocket_says_so() {
    both_engines(|db| async {
        let site = Site::with(db, &many(5001), &plain()).await;
        let answer = site.get("/pack.bin").await;
        assert_eq!(answer.status, 404);
        assert!(answer.json()["detail"].as_str().unwrap().contains("5001 public rooms; up to 5000"));
    })
    .await;
}

#[tokio::test]
async fn the_outline_is_the_regions_or_empty() {
    both_engines(|db| async {
        let site = Site::new(db.clone()).await;
        let answer = site.get("/geo.json").await;
        assert_eq!(answer.json()["features"][0]["properties"]["name_zh"], "龙岗区");
        assert_eq!(site.get_with("/geo.json", &[("if-none-match", answer.header("etag"))]).await.status, 304);
        let tokyo = server::router::Web { area: Area::load("tokyo").unwrap(), ..plain() };
        let site = Site::with(db, &sample_rooms()[..0], &tokyo).await;
        assert_eq!(site.get("/geo.json").await.json()["features"], serde_json::json!([]));
    })
    .await;
}
