//! `GET /api/v1/rooms.csv` and `.geojson`

use app::exchange::{export_csv, export_geojson};
use app::testing::{both_engines, sample_rooms};

use super::super::support::{Site, many, plain};

#[tokio::test]
async fn downloads_are_our_exchange_formats_of_the_public_rooms() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let public: Vec<_> = sample_rooms().into_iter().filter(domain::Room::is_public).collect();
        let (mut csv, mut geojson) = (Vec::new(), Vec::new());
        export_csv(public.iter(), &mut csv).unwrap();
        export_geojson(public.iter(), &mut geojson).unwrap();
        let answer = site.get("/api/v1/rooms.csv").await;
        assert_eq!(answer.body, csv);
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"rooms-longgang-2026-11-24.csv\"");
        assert_eq!(site.get("/api/v1/rooms.geojson").await.body, geojson);
        let again = site.get_with("/api/v1/rooms.csv", &[("if-none-match", answer.header("etag"))]).await;
        assert_eq!(again.status, 304);
    })
    .await;
}

#[tokio::test]
async fn filters_apply() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        assert_eq!(site.get("/api/v1/rooms.geojson?class=A&open=now").await.codes(), ["LG-0001", "LG-0005"]);
        assert_eq!(site.get("/api/v1/rooms.geojson?q=dian%20zheng").await.codes().len(), 0);
        assert_eq!(site.get("/api/v1/rooms.csv?q=zhengwu").await.text().lines().count(), 2);
        assert_eq!(site.get("/api/v1/rooms.csv?near=114,22").await.status, 400);
    })
    .await;
}

#[tokio::test]
async fn a_large_download_comes_whole_through_its_pieces() {
    both_engines(|db| async {
        let site = Site::with(db, &many(2000), &plain()).await;
        let answer = site.get("/api/v1/rooms.csv").await;
        assert!(answer.body.len() > 400_000);
        assert_eq!(answer.text().lines().count(), 2001);
    })
    .await;
}
