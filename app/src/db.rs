//! The two engines behind one type, and the macro that runs one SQL text on either.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Postgres, Sqlite, Transaction};

/// A database: SQLite embedded, or PostgreSQL for a city.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file, WAL.
    Sqlite(SqlitePool),
    /// A server.
    Postgres(PgPool),
}

/// A write transaction.
pub enum Tx {
    /// Begun with `begin immediate`, so that it never fails half-way for a lock.
    Sqlite(Transaction<'static, Sqlite>),
    /// Read committed.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same expression for either engine: `on!(db, pool => sqlx::query(SQL).fetch_all(pool))`; for a transaction
/// the name is the connection.
macro_rules! on {
    (tx $tx:expr, $conn:ident => $run:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $run.await
            }
            $crate::db::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $run.await
            }
        }
    };
    ($db:expr, $pool:ident => $run:expr) => {
        match $db {
            $crate::db::Db::Sqlite($pool) => $run.await,
            $crate::db::Db::Postgres($pool) => $run.await,
        }
    };
}
pub(crate) use on;

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither engine.
    #[error("MUYING_DATABASE_URL must begin with sqlite: or postgres://")]
    Scheme,
    /// The engine said no.
    #[error("the database cannot be opened: {0}")]
    Engine(#[from] sqlx::Error),
    /// A migration failed.
    #[error("the database cannot be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The folder for the file cannot be made.
    #[error("the folder of the database file cannot be made: {0}")]
    Folder(#[from] std::io::Error),
}

impl Db {
    /// Opens a database by URL, `sqlite:PATH` (made when missing) or `postgres://…`. PostgreSQL is connected to on
    /// first use, so that a server can start, and say so, while its database is away.
    ///
    /// # Errors
    /// [`OpenError`] when the URL names no engine or SQLite's file cannot be opened.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?;
            let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(3));
            return Ok(Self::Postgres(pool.connect_lazy_with(options)));
        }
        let path = url.strip_prefix("sqlite:").ok_or(OpenError::Scheme)?.trim_start_matches("//");
        if let Some(folder) = std::path::Path::new(path).parent().filter(|_| path != ":memory:") {
            std::fs::create_dir_all(folder)?;
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            // For new files: a room takes 1.4 kB, and pages of 4 kB would be a third empty.
            .page_size(16_384)
            // Rows that SQLite's own thread may read ahead: few would mean a change of threads every few rows.
            .row_buffer_size(1024);
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        Ok(Self::Sqlite(pool))
    }

    /// Brings the tables up to date. PostgreSQL's own lock lets one of several processes do it.
    ///
    /// # Errors
    /// [`OpenError`] when the database is away or a migration fails.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
        static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");
        match self {
            Self::Sqlite(pool) => SQLITE.run(pool).await?,
            Self::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }

    /// Begins a write.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When it gives none.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        on!(self, pool => async { sqlx::query("select 1").execute(pool).await.map(|_| ()) })
    }

    /// The name of the engine, for logs.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

impl Tx {
    /// Makes the write lasting.
    ///
    /// # Errors
    /// When the engine cannot; then nothing was written.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}
