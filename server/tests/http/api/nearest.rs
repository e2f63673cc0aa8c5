//! `GET /api/v1/rooms/nearest`

use app::testing::both_engines;

use super::super::support::Site;

#[tokio::test]
async fn the_nearest_come_first_with_their_distance() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let answer = site.get("/api/v1/rooms/nearest?lon=114.117&lat=22.605&k=3").await;
        assert_eq!(answer.codes(), ["LG-0002", "LG-0004", "LG-0003"]);
        let json = answer.json();
        let metres = json["features"][0]["properties"]["distance_m"].as_f64().unwrap();
        assert!((metres - 110.7).abs() < 0.2, "{metres}");
        assert_eq!(json["numberReturned"], 3);
    })
    .await;
}

#[tokio::test]
async fn filters_and_words_narrow_it_and_rooms_without_a_position_stay_out() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for (query, codes) in [
            ("open=now", &["LG-0002", "LG-0001"][..]),
            ("has=hot_water&who=everyone", &["LG-0002", "LG-0004", "LG-0001"]),
            ("q=yanshi", &["LG-0002", "LG-0004", "LG-0003", "LG-0001"]),
            ("bbox=114.15,22.6,114.3,22.8", &["LG-0004", "LG-0001"]),
            ("k=1", &["LG-0002"]),
        ] {
            let answer = site.get(&format!("/api/v1/rooms/nearest?lon=114.117&lat=22.605&{query}")).await;
            assert_eq!(answer.codes(), codes, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_position_is_kept_by_no_shared_cache_and_not_sent_twice() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let address = "/api/v1/rooms/nearest?lon=114.117&lat=22.605";
        let first = site.get(address).await;
        assert_eq!(first.header("cache-control"), "private, max-age=10");
        assert_eq!(site.get_with(address, &[("if-none-match", first.header("etag"))]).await.status, 304);
    })
    .await;
}
