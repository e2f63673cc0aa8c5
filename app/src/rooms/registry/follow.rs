//! Following the database: at once where it tells (PostgreSQL), every few seconds in any case.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::PgListener;

use super::Shared;
use crate::db::Db;

/// A change is seen at the latest after this.
const POLL: Duration = Duration::from_secs(5);

/// Keeps the snapshot current until the process ends. `clock` gives the time.
pub async fn follow(shared: Arc<Shared>, db: Db, clock: fn() -> DateTime<Utc>) {
    let mut told = Told::new(&db);
    let mut was_reachable = true;
    loop {
        let result = shared.refresh(&db, clock()).await;
        match &result {
            Err(error) if was_reachable => tracing::warn!(%error, "the database cannot be read; serving the last snapshot"),
            Ok(()) if !was_reachable => tracing::info!("the database answers again"),
            _ => {}
        }
        was_reachable = result.is_ok();
        told.wait().await;
    }
}

/// Whoever tells of changes before the next poll.
enum Told {
    Nobody,
    Postgres { pool: sqlx::PgPool, listener: Option<PgListener> },
}

impl Told {
    fn new(db: &Db) -> Self {
        match db {
            Db::Sqlite(_) => Self::Nobody,
            Db::Postgres(pool) => Self::Postgres { pool: pool.clone(), listener: None },
        }
    }

    async fn wait(&mut self) {
        let Self::Postgres { pool, listener } = self else { return tokio::time::sleep(POLL).await };
        if listener.is_none() {
            *listener = listen(pool).await;
        }
        let Some(ears) = listener else { return tokio::time::sleep(POLL).await };
        if matches!(tokio::time::timeout(POLL, ears.recv()).await, Ok(Err(_))) {
            *listener = None;
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

async fn listen(pool: &sqlx::PgPool) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(pool).await.ok()?;
    listener.listen("muying_registry").await.ok()?;
    Some(listener)
}
