//! What the database holds afterwards, beside what there are receipts of.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use app::db::Db;
use domain::Digest;
use uuid::Uuid;

use super::say;

/// Says how many inspections are lost, and how many there are that should not be: stored twice, or without a receipt.
pub(crate) async fn check(db: &Db, run: &str, receipts: &[Uuid]) -> Result<()> {
    const SQL: &str = "select r.inspection from inspection_revisions r join inspections i on i.id = r.inspection \
        join people p on p.id = i.expert where substr(p.login, 1, length($1)) = $1";
    let rows: Vec<Uuid> = match db {
        Db::Sqlite(pool) => sqlx::query_scalar(SQL).bind(run).fetch_all(pool).await?,
        Db::Postgres(pool) => sqlx::query_scalar(SQL).bind(run).fetch_all(pool).await?,
    };
    let mut stored = BTreeMap::new();
    for row in rows {
        *stored.entry(row).or_insert(0_usize) += 1;
    }
    let receipts: BTreeSet<Uuid> = receipts.iter().copied().collect();
    let expected = |id: &Uuid| usize::from(receipts.contains(id));
    say("lost", receipts.iter().filter(|id| !stored.contains_key(id)).count())?;
    say("doubled", stored.iter().map(|(id, count)| count - expected(id)).sum::<usize>())
}

/// Says how many photographs are lost.
pub(crate) async fn check_photos(db: &Db, sent: &[Digest]) -> Result<()> {
    let stored = app::photos::known(db, sent).await?;
    say("photos", stored.len())?;
    say("photos_lost", sent.len() - stored.len())
}
