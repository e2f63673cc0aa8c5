//! What every request can reach.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::standard::Standards;

use crate::accounts::Presence;
use crate::coverage::Planner;
use crate::db::Db;
use crate::figures::Figures;
use crate::inspections::Intake;
use crate::outward::Outward;
use crate::photos::Media;
use crate::rooms::registry::Shared;
use crate::seal::Seals;

/// What every request can reach.
#[derive(Clone)]
pub struct AppState {
    /// The database; public reads do without it.
    pub db: Db,
    /// The history that figures are counted from.
    pub figures: Figures,
    /// Where plans of new rooms are worked out.
    pub planner: Planner,
    /// Where inspections that phones send wait for their turn.
    pub intake: Intake,
    /// Who is signed in.
    pub presence: Presence,
    /// What is sealed by us.
    pub seals: Seals,
    /// The snapshot that answers public reads.
    pub registry: Arc<Shared>,
    /// Where the browser's files are.
    pub site: Arc<Site>,
    /// Where the photographs are.
    pub media: Arc<Media>,
    /// What leaves the process by itself.
    pub outward: Outward,
    /// The clock.
    pub clock: fn() -> DateTime<Utc>,
    /// Chance that nobody can guess, for tokens.
    pub random: fn() -> [u8; 32],
}

/// The built site, and how an operator has set it.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The folder name under `/pkg/` of this build's files.
    pub version: String,
    /// Public address of the site without a slash at its end, for absolute links; empty where it is not set.
    pub base_url: String,
    /// `builtin`, `tianditu`, or the URL of a map style.
    pub map_style: String,
}

/// The clock, and chance that nobody can guess.
pub type Fate = (fn() -> DateTime<Utc>, fn() -> [u8; 32]);

impl AppState {
    /// Of a database, a snapshot and photographs: without a built site, without ways out, with seals of its own.
    pub fn new(db: Db, registry: Arc<Shared>, media: Arc<Media>, (clock, random): Fate) -> Self {
        Self {
            figures: Figures::new(Arc::clone(registry.region())),
            planner: Planner::default(),
            intake: Intake::new(db.clone()),
            presence: Presence::new(db.clone()),
            seals: Seals::default(),
            site: Arc::default(),
            outward: Outward::default(),
            db,
            registry,
            media,
            clock,
            random,
        }
    }

    /// The versions of the standard that are published, as this process knows them at this moment.
    pub fn standards(&self) -> Arc<Standards> {
        Arc::clone(&self.registry.load().standards)
    }

    /// Shows a change to everybody at once; should that fail, the snapshot is read again later. Other processes follow in
    /// seconds.
    pub async fn show_at_once(&self) {
        if let Err(error) = self.registry.refresh(&self.db, self.now()).await {
            tracing::warn!(%error, "the snapshot is read again later");
        }
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }
}
