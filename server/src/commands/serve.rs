//! `muying serve`

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use app::accounts::first_administrator;
use app::db::Db;
use app::notices;
use app::rectifications::watch;
use app::rooms::registry::{Shared, follow};
use app::state::AppState;
use axum::Router;
use domain::Region;
use tokio::net::TcpListener;

use super::seed;
use crate::config::{Area, DatabaseArgs, MediaArgs, OutwardArgs, RegionArgs, WebArgs};
use crate::router::{Web, build};
use crate::site::BuiltSite;
use crate::{clock, metrics, out, serve as connections};

/// How long to wait before a database that is away is asked again.
const AGAIN: Duration = Duration::from_secs(5);

/// Serve the finder.
#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) web: WebArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    media: MediaArgs,
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    outward: OutwardArgs,
    /// Bring the tables up to date first
    #[arg(long)]
    migrate: bool,
    /// Fill an empty registry with fictional rooms first
    #[arg(long)]
    seed_demo_if_empty: bool,
}

pub(super) async fn serve(args: ServeArgs) -> Result<()> {
    let area = Area::load(&args.region.region)?;
    let media = Arc::new(args.media.open()?);
    let outward = args.outward.open()?;
    if outward.post.is_some() && args.web.base_url.as_str().is_empty() {
        tracing::warn!("mails have no links that work elsewhere until MUYING_BASE_URL is set");
    }
    let listener = bind(args.web.addr).await?;
    let db = Db::open(&args.database.database_url).await?;
    let shared = Arc::new(Shared::empty(Arc::clone(&area.region), clock::now()));
    let start = Start {
        db: db.clone(),
        shared: Arc::clone(&shared),
        region: Arc::clone(&area.region),
        migrate: args.migrate,
        seed: args.seed_demo_if_empty,
    };
    let first = start.run().await;
    let following = match (&first, &db) {
        (Ok(()), _) => tokio::spawn(follow(Arc::clone(&shared), db.clone(), clock::now)),
        (Err(error), Db::Postgres(_)) => {
            tracing::warn!("serving without rooms until the database answers: {error:#}");
            tokio::spawn(start.again_and_again())
        }
        (Err(_), Db::Sqlite(_)) => return first,
    };
    let (base_url, map_style) = (args.web.base_url.clone(), args.web.map_style.clone());
    let (site, limits) = (BuiltSite::read(&args.web.site_root), args.web.limits.clone());
    let web = Web { site, base_url, map_style, area, limits };
    let site = Arc::new(web.site());
    let state = AppState { site, outward, ..AppState::new(db, Arc::clone(&shared), media, (clock::now, clock::random)) };
    if let Some(addr) = args.web.metrics_addr {
        measure(addr, &state).await?;
    }
    let rooms = shared.load().entries().len();
    tracing::info!(addr = %listener.local_addr()?, rooms, region = shared.region().id, engine = state.db.engine(), "serving");
    announce(listener.local_addr()?, rooms);
    invite_first(&state, &host(listener.local_addr()?)).await;
    let watching = tokio::spawn(watch(state.db.clone(), Arc::clone(shared.region()), clock::now));
    let telling = tokio::spawn(notices::follow(state.clone()));
    let counting = tokio::spawn(count(state.clone()));
    connections::serve(listener, build(state, &web), connections::told_to_stop()).await;
    following.abort();
    watching.abort();
    telling.abort();
    counting.abort();
    Ok(())
}

/// Reads the history that figures are counted from before anybody asks for one.
async fn count(state: AppState) {
    if let Err(error) = state.figures.history(&state.db, &state.standards()).await {
        tracing::warn!(%error, "the history is read with the first page that needs it");
    }
}

async fn bind(addr: SocketAddr) -> Result<TcpListener> {
    let hint = "is it in use? Another address: --addr 127.0.0.1:3001 or MUYING_ADDR";
    TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}; {hint}"))
}

async fn measure(addr: SocketAddr, state: &AppState) -> Result<()> {
    let listener = TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr} for /metrics"))?;
    let handle = metrics::install()?;
    let upkeep = handle.clone();
    // Measurements pile up until somebody reads them; this keeps the pile small.
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(AGAIN).await;
            upkeep.run_upkeep();
        }
    });
    let routes: Router = metrics::routes(state.clone(), handle);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    tracing::info!(%addr, "metrics");
    Ok(())
}

/// While nobody can sign in as administrator, each start prints a fresh link for the first one.
async fn invite_first(state: &AppState, host: &str) {
    match first_administrator(&state.db, state.now(), state.random).await {
        Ok(None) => {}
        Ok(Some(token)) => {
            let base = if state.site.base_url.is_empty() { format!("http://{host}") } else { state.site.base_url.clone() };
            out::say!("第一个管理员 · first administrator: {base}/join/{token}");
        }
        Err(error) => tracing::warn!(%error, "no link for a first administrator: the accounts cannot be read"),
    }
}

fn host(addr: SocketAddr) -> String {
    if addr.ip().is_unspecified() { format!("127.0.0.1:{}", addr.port()) } else { addr.to_string() }
}

fn announce(addr: SocketAddr, rooms: usize) {
    let host = host(addr);
    out::say!("打开 http://{host}  ·  open http://{host}  ({rooms} rooms; Ctrl-C stops)");
}

/// What is done before the first answer.
struct Start {
    db: Db,
    shared: Arc<Shared>,
    region: Arc<Region>,
    migrate: bool,
    seed: bool,
}

impl Start {
    async fn run(&self) -> Result<()> {
        if self.migrate {
            self.db.migrate().await?;
        }
        if self.seed {
            seed::fill_if_empty(&self.db, &self.region).await?;
        }
        let hint = "the rooms cannot be read; if the database is new, start with --migrate";
        self.shared.refresh(&self.db, clock::now()).await.context(hint)
    }

    /// Until it has been done, then follows the database.
    async fn again_and_again(self) {
        while let Err(error) = self.run().await {
            tracing::debug!("the database does not answer yet: {error:#}");
            tokio::time::sleep(AGAIN).await;
        }
        tracing::info!(rooms = self.shared.load().entries().len(), "the database answers");
        follow(self.shared, self.db, clock::now).await;
    }
}
