//! `muying import rooms`

mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use app::exchange::{ExchangeError, Limits, Mapping, Plan, Read, read_rooms, refused_file};
use app::imports::{Import, ImportError, Source};
use domain::{Digest, Region};

use super::open;
use crate::config::{Area, DatabaseArgs, RegionArgs};
use crate::{clock, out};

/// Some rows were refused; the others were taken.
const SOME_REFUSED: u8 = 2;

/// Read rooms from a file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code: 0 when every row was taken, 2 when some were refused (the others are taken), 1 when nothing was."
)]
pub(super) struct ImportArgs {
    /// Our own CSV or GeoJSON, or any CSV, JSON, GeoJSON or workbook (.xlsx) with a mapping
    file: PathBuf,
    /// How to read a file of another form: see data/mappings
    #[arg(long, value_name = "TOML")]
    mapping: Option<PathBuf>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where refused rows are kept; FILE.refused.csv unless given
    #[arg(long, value_name = "CSV")]
    refused: Option<PathBuf>,
    /// Close the demonstration rooms in the same step
    #[arg(long)]
    replace_demo: bool,
    /// List every row, not only the first twenty of each kind
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    region: RegionArgs,
}

pub(super) async fn import(args: &ImportArgs) -> Result<ExitCode> {
    let area = Area::load(&args.region.region)?;
    let mapping = args.mapping.as_deref().map(Mapping::open).transpose()?;
    let bytes = content(&args.file)?;
    let name = args.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let (read, sha256) = std::thread::scope(|scope| {
        let sha256 = scope.spawn(|| Digest::of(&bytes).to_string());
        let read = read(&bytes, &name, mapping.as_ref(), &area.region);
        (read, sha256.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let read = read.with_context(|| args.file.display().to_string())?;
    let db = open(&args.database).await?;
    let mapped_by = args.mapping.as_deref().map(|path| path.display().to_string());
    let source = Source { action: "rooms.import", file: &name, sha256, mapping: mapped_by };
    let import = Import { replace_demo: args.replace_demo, dry_run: args.dry_run, ..by_command(source, &area.region) };
    let mut look = |plan: &Plan<'_>| {
        report::plan(plan, args.verbose);
        Ok(keep_refused(args, &bytes, &name, mapping.as_ref(), plan)?)
    };
    let done = import.run(&db, read, clock::now(), &mut clock::new_room_id, &mut look).await.map_err(told)?;
    report::done(&done, args.dry_run);
    Ok(if done.refused > 0 { ExitCode::from(SOME_REFUSED) } else { ExitCode::SUCCESS })
}

/// An import that a command does.
pub(super) fn by_command<'a>(source: Source<'a>, region: &Region) -> Import<'a> {
    let day = region.local(clock::now()).date();
    let progress = |word: &str, done, total| out::hint!("{word} {done} of {total}");
    Import { source, actor: "muying", replace_demo: false, dry_run: false, day, progress }
}

/// What stopped it, with its own causes.
fn told(error: ImportError) -> anyhow::Error {
    match error {
        ImportError::Stopped(why) => anyhow::Error::from_boxed(why),
        other => other.into(),
    }
}

/// The file, unless it is larger than what is read: that is told before memory is filled with it.
fn content(path: &Path) -> Result<Vec<u8>> {
    let name = || path.display().to_string();
    let (got, most) = (fs::metadata(path).with_context(name)?.len(), Limits::default().bytes);
    if got > most {
        return Err(ExchangeError::TooBig { got, most }).with_context(name);
    }
    fs::read(path).with_context(name)
}

fn read(bytes: &[u8], name: &str, mapping: Option<&Mapping>, region: &Region) -> Result<Read, ExchangeError> {
    if bytes.len() > 8 << 20 {
        out::hint!("reading {name}, {} MB …", bytes.len() >> 20);
    }
    let read = read_rooms(bytes, name, mapping, region)?;
    if !read.unread.is_empty() {
        out::hint!("columns that the mapping neither reads nor ignores: {}", read.unread.join(", "));
    }
    Ok(read)
}

/// Keeps refused rows before anything is written: a full disk then stops the import as a whole. A dry run keeps them
/// only where it is told to.
fn keep_refused(args: &ImportArgs, bytes: &[u8], name: &str, mapping: Option<&Mapping>, plan: &Plan<'_>) -> Result<()> {
    if plan.refused.is_empty() || (args.dry_run && args.refused.is_none()) {
        return Ok(());
    }
    let beside = || {
        let mut path = args.file.clone().into_os_string();
        path.push(".refused.csv");
        PathBuf::from(path)
    };
    let path = args.refused.clone().unwrap_or_else(beside);
    let kept = refused_file(bytes, name, mapping, &plan.refused)?;
    let hint = || format!("{}: refused rows cannot be kept there; --refused names another place", path.display());
    fs::write(&path, kept).with_context(hint)?;
    out::hint!("refused rows: {}", path.display());
    Ok(())
}
