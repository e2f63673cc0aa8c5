//! `muying audit verify`

use anyhow::{Result, bail};

use super::open;
use crate::config::DatabaseArgs;
use crate::out;

pub(super) async fn verify(args: &DatabaseArgs) -> Result<()> {
    match app::audit::verify(&open(args).await?).await? {
        Ok(lines) => out::say!("The chain holds: {lines} lines."),
        Err(seq) => bail!("the chain is broken at line {seq}: it or the one before was changed, or one is missing"),
    }
    Ok(())
}
