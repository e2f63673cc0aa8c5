//! The words one can say to `muying`.

mod audit;
mod export;
mod import;
mod media;
mod migrate;
mod seed;
mod serve;
mod solve;
mod standard;
mod user;

use std::process::ExitCode;

use anyhow::Result;
use app::db::Db;
use clap::{Parser, Subcommand};

use crate::config::{DatabaseArgs, LogFormat};
use crate::{api, out, telemetry};

/// A registry of mother-and-baby rooms (母婴室). Public positions are WGS-84.
#[derive(Debug, Parser)]
#[command(name = "muying", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the finder, its pages and the JSON API
    Serve(Box<serve::ServeArgs>),
    /// Bring the tables of the database up to date
    Migrate(DatabaseArgs),
    /// Fill a registry with fictional rooms for a demonstration
    Seed(seed::SeedArgs),
    /// Read a file into the registry
    #[command(subcommand)]
    Import(ImportWhat),
    /// Write the registry to a file
    #[command(subcommand)]
    Export(ExportWhat),
    /// People who may sign in
    #[command(subcommand)]
    User(UserWhat),
    /// Look at a version of the standard
    #[command(subcommand)]
    Standard(StandardWhat),
    /// Score a filled-in sheet: every line with its reason, then what follows
    Score(standard::ScoreArgs),
    /// The photographs
    #[command(subcommand)]
    Media(MediaWhat),
    /// Look at the chain of audit lines
    #[command(subcommand)]
    Audit(AuditWhat),
    /// Solve a plan that a server hands over on standard input
    #[command(hide = true)]
    Solve,
    /// Print the JSON API's OpenAPI 3.1 description
    Openapi,
}

#[derive(Debug, Subcommand)]
enum ImportWhat {
    /// Rooms from our own CSV or GeoJSON, or from any file with a mapping
    Rooms(import::ImportArgs),
}

#[derive(Debug, Subcommand)]
enum ExportWhat {
    /// All rooms, those not public included; what is exported can be imported without loss
    Rooms(export::ExportArgs),
}

#[derive(Debug, Subcommand)]
enum UserWhat {
    /// Add somebody; prints the link by which the person chooses a password
    Add(user::AddArgs),
    /// Take a person's second factor away, for an administrator who lost phone and recovery codes
    ResetSecondFactor(user::ResetArgs),
}

#[derive(Debug, Subcommand)]
enum StandardWhat {
    /// Explain every mistake in a version's file, with line and clause
    Check(standard::CheckArgs),
}

#[derive(Debug, Subcommand)]
enum MediaWhat {
    /// Delete photographs that no sheet refers to, and pictures that were left behind
    Sweep(media::SweepArgs),
}

#[derive(Debug, Subcommand)]
enum AuditWhat {
    /// Follow the chain from its start: every line must hold the hash of the one before
    Verify(DatabaseArgs),
}

/// Runs the command of this process's arguments: 0 when done, 1 when it failed and changed nothing, 2 when a file was
/// read but some of its rows were refused.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match &cli.command {
        Command::Serve(args) => telemetry::start(args.web.log, "info,sqlx=warn"),
        _ => telemetry::start(LogFormat::Text, "warn"),
    }
    let done = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(anyhow::Error::from);
    match done.and_then(|runtime| runtime.block_on(execute(cli.command))) {
        Ok(code) => code,
        Err(error) => {
            out::hint!("muying: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve(args) => serve::serve(*args).await?,
        Command::Migrate(args) => migrate::migrate(&args).await?,
        Command::Seed(args) => seed::seed(&args).await?,
        Command::Import(ImportWhat::Rooms(args)) => return import::import(&args).await,
        Command::Export(ExportWhat::Rooms(args)) => export::export(&args).await?,
        Command::User(UserWhat::Add(args)) => user::add_user(&args).await?,
        Command::User(UserWhat::ResetSecondFactor(args)) => user::reset(&args).await?,
        Command::Standard(StandardWhat::Check(args)) => return standard::check_file(&args),
        Command::Score(args) => return standard::score_file(&args),
        Command::Media(MediaWhat::Sweep(args)) => media::sweep(&args).await?,
        Command::Audit(AuditWhat::Verify(args)) => audit::verify(&args).await?,
        Command::Solve => solve::solve()?,
        Command::Openapi => out::say!("{}", api::openapi_text().trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the database of a command that needs its tables.
async fn open(args: &DatabaseArgs) -> Result<Db> {
    let db = Db::open(&args.database_url).await?;
    if let Err(error) = app::rooms::store::version(&db).await {
        let hint = "if the database is new, run `muying migrate` first";
        return Err(anyhow::Error::new(error).context(format!("the {} database cannot be read; {hint}", db.engine())));
    }
    Ok(db)
}
