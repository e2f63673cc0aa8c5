//! How lists are read, kept under a name for the next time.

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::json;

use super::StoreError;
use crate::audit;
use crate::db::{Db, on};
use crate::imports::settings::Settings;

/// Settings under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::imports) struct Kept {
    pub(in crate::imports) name: String,
    pub(in crate::imports) settings: Settings,
}

/// The latest settings kept for these columns; those that a newer version of this program does not know are none.
pub(in crate::imports) async fn kept(db: &Db, header: &str) -> Result<Option<Kept>, StoreError> {
    const SQL: &str = "select name, settings from import_settings where header = $1 order by saved desc limit 1";
    let row: Option<(String, String)> = on!(db, pool => sqlx::query_as(SQL).bind(header).fetch_optional(pool))?;
    Ok(row.and_then(|(name, text)| Some(Kept { name, settings: serde_json::from_str(&text).ok()? })))
}

/// Keeps settings under a name; what was kept under it before is replaced.
pub(in crate::imports) async fn keep(
    db: &Db,
    name: &str,
    settings: &Settings,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into import_settings (name, header, settings, saved_by, saved) values ($1, $2, $3, $4, $5) \
        on conflict (name) do update set header = excluded.header, settings = excluded.settings, \
        saved_by = excluded.saved_by, saved = excluded.saved";
    let text = serde_json::to_string(settings).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(name).bind(settings.header()).bind(&text).bind(by).bind(now.trunc_subsecs(6));
        row.execute(conn).await.map(|_| ())
    })?;
    let entry = audit::Entry {
        at: now,
        actor: by,
        action: "import.keep_settings",
        subject: name,
        detail: json!({ "settings": settings }),
    };
    audit::append(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}
