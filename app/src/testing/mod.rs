//! What tests share: both engines, fresh for each test, rooms with names, sheets, and boundaries of streets.

mod postgres;
mod samples;
mod sheets;
mod streets;

use std::future::Future;
use std::sync::Arc;

pub use postgres::Cluster;
pub use samples::{region, sample_rooms};
pub use sheets::{passing, passing_sheet};
pub use streets::tiled_streets;

use crate::db::Db;
use crate::photos::Media;

/// Runs a test on a fresh SQLite file and on a fresh database of a throwaway PostgreSQL.
///
/// # Panics
/// When an engine cannot be had: no test is skipped for want of one.
#[expect(clippy::unwrap_used, reason = "a test")]
pub async fn both_engines<F, Fut>(test: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display())).await.unwrap();
    sqlite.migrate().await.unwrap();
    test(sqlite).await;
    let postgres = Db::open(&postgres::fresh_database().await).await.unwrap();
    postgres.migrate().await.unwrap();
    test(postgres).await;
}

/// The address of a database of [`both_engines`], as `muying` takes it.
pub fn url(db: &Db) -> String {
    match db {
        Db::Sqlite(pool) => format!("sqlite:{}", pool.connect_options().get_filename().display()),
        Db::Postgres(pool) => {
            let options = pool.connect_options();
            let database = options.get_database().unwrap_or_default();
            format!("postgres://{}@{}:{}/{database}", options.get_username(), options.get_host(), options.get_port())
        }
    }
}

/// A place of photographs that is gone with its holder.
pub fn media() -> Arc<Media> {
    Arc::new(Media::over(Arc::new(object_store::memory::InMemory::new())))
}
