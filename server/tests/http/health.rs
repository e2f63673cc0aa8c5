//! `/healthz` and `/readyz`

use app::testing::both_engines;

use super::support::{Site, plain};

#[tokio::test]
async fn ready_tells_rooms_and_age() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        assert_eq!(site.get("/healthz").await.text(), "ok\n");
        let ready = site.get("/readyz").await;
        assert_eq!((ready.status.as_u16(), ready.header("cache-control")), (200, "no-store"));
        let ready = ready.json();
        assert_eq!((&ready["rooms"], &ready["age_seconds"]), (&5.into(), &0.into()));
        assert_eq!(ready["engine"], site.state.db.engine());
    })
    .await;
}

#[tokio::test]
async fn before_the_first_read_the_process_lives_but_is_not_ready() {
    both_engines(|db| async {
        let site = Site::unread(db, &plain());
        assert_eq!(site.get("/healthz").await.status, 200);
        let ready = site.get("/readyz").await;
        assert_eq!((ready.status.as_u16(), &ready.json()["status"]), (503, &"starting".into()));
        assert_eq!(site.get("/").await.status, 200);
    })
    .await;
}
