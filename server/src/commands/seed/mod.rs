//! `muying seed --demo`: 153 fictional rooms with inspections, a few awards, and venues, the same each time.

mod awards;
mod inspections;

use anyhow::{Result, bail};
use app::db::Db;
use app::exchange::read_rooms;
use app::imports::{Done, Source};
use app::rooms::store;
use app::venues;
use domain::{Digest, Region};

use super::import::by_command;
use super::open;
use crate::config::{Area, DatabaseArgs, RegionArgs};
use crate::{clock, out};

const DEMO: &str = include_str!("../../../../data/demo/rooms.csv");
const FILE: &str = "data/demo/rooms.csv";
const VENUES: &str = include_str!("../../../../data/demo/venues.csv");
const VENUES_FILE: &str = "data/demo/venues.csv";
/// The region the demonstration rooms stand in.
const REGION: &str = "longgang";

/// Fill a registry for a demonstration.
#[derive(Debug, clap::Args)]
pub(super) struct SeedArgs {
    /// Really write fictional rooms; a banner on every page says so
    #[arg(long)]
    demo: bool,
    /// Do nothing where there are rooms already
    #[arg(long)]
    if_empty: bool,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    region: RegionArgs,
}

pub(super) async fn seed(args: &SeedArgs) -> Result<()> {
    if !args.demo {
        bail!("seed writes fictional rooms: say `muying seed --demo` if that is what you want");
    }
    let area = Area::load(&args.region.region)?;
    if area.region.id != REGION {
        bail!("the demonstration rooms stand in {REGION}, not in {}: leave --region out", area.region.id);
    }
    let db = open(&args.database).await?;
    let stored = store::list(&db).await?;
    if args.if_empty && !stored.is_empty() {
        out::say!("There are {} rooms already: nothing to do.", stored.len());
        return Ok(());
    }
    let real = stored.iter().filter(|stored| !stored.room.demo).count();
    if real > 0 {
        bail!(
            "this registry holds {real} real rooms, and fictional ones must not be mixed in; \
             use another one: --database-url sqlite:data/demo.db (after `muying migrate --database-url …`)"
        );
    }
    let Filled { done, inspected, awarded, venues } = fill(&db, &area.region).await?;
    out::say!("Demonstration rooms: {} added, {} changed, {} unchanged.", done.added, done.changed, done.unchanged);
    out::say!("Demonstration inspections: {} added.", inspected);
    out::say!("Demonstration awards: {} added.", awarded);
    out::say!("Demonstration venues: {} added.", venues);
    Ok(())
}

/// Fills an empty registry of the right region.
pub(super) async fn fill_if_empty(db: &Db, region: &Region) -> Result<()> {
    if store::count(db).await? > 0 {
        return Ok(());
    }
    if region.id != REGION {
        tracing::warn!("the demonstration rooms stand in {REGION}: the registry of {} stays empty", region.id);
        return Ok(());
    }
    let Filled { done, inspected, awarded, venues } = fill(db, region).await?;
    tracing::info!(rooms = done.added, inspections = inspected, awards = awarded, venues, "demonstration rooms written");
    Ok(())
}

/// Rooms, and how many inspections and awards of them and venues were added.
struct Filled {
    done: Done,
    inspected: usize,
    awarded: usize,
    venues: usize,
}

async fn fill(db: &Db, region: &Region) -> Result<Filled> {
    let read = read_rooms(DEMO.as_bytes(), FILE, None, region)?;
    let source = Source { action: "rooms.seed", file: FILE, sha256: Digest::of(DEMO.as_bytes()).to_string(), mapping: None };
    let done = by_command(source, region).run(db, read, clock::now(), &mut clock::new_room_id, &mut |_| Ok(())).await?;
    if let Some(refusal) = done.first_refusal {
        bail!("{FILE}: {refusal}");
    }
    let inspected = inspections::fill(db, clock::now()).await?;
    let awarded = awards::fill(db, clock::now()).await?;
    let venues = venues::seed(db, (VENUES_FILE, VENUES.as_bytes()), region, clock::now(), &mut clock::new_id).await?;
    Ok(Filled { done, inspected, awarded, venues })
}
