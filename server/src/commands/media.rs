//! `muying media sweep`

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use app::db::Db;
use app::photos::{Swept, sweep as sweep_away};
use chrono::TimeDelta;
use domain::Digest;

use super::open;
use crate::config::{DatabaseArgs, MediaArgs};
use crate::{clock, out};

/// What is swept away.
#[derive(Debug, clap::Args)]
pub(super) struct SweepArgs {
    /// Only what was last sent so many days ago. A phone may send photographs days before the sheet that refers to them
    #[arg(long, value_name = "DAYS", default_value = "30d", value_parser = days)]
    older_than: u32,
    /// Only say what would be deleted
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    media: MediaArgs,
}

fn days(text: &str) -> Result<u32, &'static str> {
    let days = text.strip_suffix('d').and_then(|days| days.parse().ok()).filter(|days| (1..=3650).contains(days));
    days.ok_or("write days from 1d to 3650d")
}

pub(super) async fn sweep(args: &SweepArgs) -> Result<()> {
    let (db, media, now) = (open(&args.database).await?, args.media.open()?, clock::now());
    let referred = referred(&db).await.context("what refers to photographs cannot be read, and nothing was deleted")?;
    let before = now - TimeDelta::days(i64::from(args.older_than));
    let Swept { photos, pictures } = sweep_away(&db, &media, &referred, before, ("muying", now), args.dry_run).await?;
    let done = if args.dry_run { "would be deleted" } else { "deleted" };
    out::say!("Photographs that nothing refers to, {done}: {photos}. Pictures without a photograph, {done}: {pictures}.");
    Ok(())
}

/// The photographs that something refers to: each feature that attaches photographs has its line here.
async fn referred(db: &Db) -> Result<BTreeSet<Digest>> {
    let mut referred = BTreeSet::new();
    referred.extend(app::care::photos(db).await?);
    referred.extend(app::inspections::photos(db).await?);
    referred.extend(app::rectifications::photos(db).await?);
    referred.extend(app::reports::photos(db).await?);
    Ok(referred)
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn an_age_is_written_in_days() {
        assert_eq!((days("30d"), days("1d")), (Ok(30), Ok(1)));
        for bad in ["0d", "30", "d", "-1d", "1h", "4000d", ""] {
            assert!(days(bad).is_err(), "{bad}");
        }
    }
}
