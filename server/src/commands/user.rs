//! `muying user`: people who may sign in.

use anyhow::{Context, Result, bail};
use app::accounts::{Person, StoreError, add, login, reset_second_factor};
use clap::builder::PossibleValuesParser;
use domain::{Line, Role, Word};

use super::open;
use crate::config::{BaseUrl, DatabaseArgs};
use crate::{clock, out};

/// Somebody new.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    /// What the person will type to sign in: an address of mail or a short name
    login: String,
    /// The person's name
    #[arg(long)]
    name: String,
    /// What the person is here
    #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.iter().map(|role| role.word())))]
    role: String,
    /// Public address of the site, for the link
    #[arg(long, env = "MUYING_BASE_URL", default_value = "", value_name = "URL")]
    base_url: BaseUrl,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn add_user(args: &AddArgs) -> Result<()> {
    let login = login(&args.login).context("an account's name has 3 to 60 letters, digits or . _ - @ +")?;
    let name = Line::new(&args.name).context("--name")?;
    let person = Person::new(name, login, Role::from_word(&args.role)?, clock::now(), clock::random);
    let db = open(&args.database).await?;
    match add(&db, &person, "muying", clock::now(), clock::random).await {
        Ok(token) => out::say!("{}/join/{}", args.base_url.as_str(), token.as_str()),
        Err(StoreError::LoginTaken) => bail!("somebody has the account {} already", person.login),
        Err(error) => return Err(error.into()),
    }
    out::hint!("Hand this link to {}: it works once, for 72 hours.", person.name);
    Ok(())
}

/// Somebody who lost phone and recovery codes.
#[derive(Debug, clap::Args)]
pub(super) struct ResetArgs {
    /// What the person types to sign in
    login: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn reset(args: &ResetArgs) -> Result<()> {
    let db = open(&args.database).await?;
    if !reset_second_factor(&db, &args.login.trim().to_lowercase(), "muying", clock::now()).await? {
        bail!("nobody has the account {}", args.login);
    }
    out::say!("{} signs in with the password alone, and was signed out everywhere.", args.login);
    Ok(())
}
