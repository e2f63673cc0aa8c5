//! With the database gone parents go on finding rooms, and monitors are told.

use app::db::Db;
use app::testing::both_engines;

use super::support::{Site, at_eleven};

#[tokio::test]
async fn reads_go_on_and_readyz_says_degraded() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        assert_eq!(site.get("/readyz").await.json()["status"], "ready");
        match &site.state.db {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(pool) => pool.close().await,
        }
        assert!(site.state.registry.refresh(&site.state.db, at_eleven()).await.is_err());
        for address in
            ["/", "/rooms/LG-0001", "/api/v1/rooms", "/api/v1/rooms/nearest?lon=114.1&lat=22.6", "/pack.bin", "/healthz"]
        {
            assert_eq!(site.get(address).await.status, 200, "{address}");
        }
        let ready = site.get("/readyz").await;
        assert_eq!(ready.status, 200);
        let ready = ready.json();
        assert_eq!((&ready["status"], &ready["database"]), (&"degraded".into(), &"away".into()));
        assert_eq!(ready["as_of"], "2026-11-24T03:00:00Z");
    })
    .await;
}
