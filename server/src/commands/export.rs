//! `muying export rooms`

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use app::exchange::{export_csv, export_geojson, export_xlsx};
use app::rooms::store;

use super::open;
use crate::config::DatabaseArgs;
use crate::{clock, out};

/// Write the rooms.
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Form of the file
    #[arg(long, value_enum)]
    format: Format,
    /// The file to write; standard output when not given
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Csv,
    Geojson,
    Xlsx,
}

pub(super) async fn export(args: &ExportArgs) -> Result<()> {
    let stored = store::list(&open(&args.database).await?).await?;
    let write = |out: &mut (dyn Write + Send)| {
        let rooms = stored.iter().map(|stored| &stored.room);
        match args.format {
            Format::Csv => export_csv(rooms, out),
            Format::Geojson => export_geojson(rooms, out),
            Format::Xlsx => export_xlsx(rooms, clock::now(), out),
        }
    };
    let Some(path) = &args.output else {
        return match write(&mut BufWriter::new(io::stdout())) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.context("standard output"),
        };
    };
    let name = || path.display().to_string();
    let mut file = BufWriter::new(File::create(path).with_context(name)?);
    write(&mut file).and_then(|()| file.flush()).with_context(name)?;
    out::hint!("{} rooms written to {}", stored.len(), path.display());
    Ok(())
}
