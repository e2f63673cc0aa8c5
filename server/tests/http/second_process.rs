//! Another process on the same database.

use std::time::{Duration, Instant};

use app::db::Db;
use app::rooms::registry::follow;
use app::testing::both_engines;

use super::support::{Site, at_eleven, many, plain, write};

/// PostgreSQL tells; an embedded file is looked at every five seconds.
#[tokio::test]
async fn a_write_is_seen_by_the_other_process() {
    both_engines(|db| async move {
        let patience = match &db {
            Db::Postgres(_) => Duration::from_secs(2),
            Db::Sqlite(_) => Duration::from_secs(7),
        };
        let site = Site::unread(db.clone(), &plain());
        let following = tokio::spawn(follow(site.state.registry.clone(), db.clone(), at_eleven));
        while site.state.registry.freshness().is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // The listener is set up right after the first read.
        tokio::time::sleep(Duration::from_millis(300)).await;
        write(&db, &many(3)).await;
        let began = Instant::now();
        while site.get("/api/v1/rooms").await.codes().len() != 3 {
            assert!(began.elapsed() < patience, "not seen within {patience:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        following.abort();
    })
    .await;
}
