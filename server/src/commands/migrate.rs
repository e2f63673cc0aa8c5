//! `muying migrate`

use anyhow::Result;
use app::db::Db;

use crate::config::DatabaseArgs;
use crate::out;

pub(super) async fn migrate(args: &DatabaseArgs) -> Result<()> {
    let db = Db::open(&args.database_url).await?;
    db.migrate().await?;
    out::say!("The {} database is up to date.", db.engine());
    Ok(())
}
