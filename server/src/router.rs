//! The one router, for the process and for tests.

use app::state::{AppState, Site};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::api::{self, Outline};
use crate::config::{Area, BaseUrl, Limits, MapStyle};
use crate::middleware::{Around, Policy, Rates, around};
use crate::site::BuiltSite;
use crate::{health, static_files};

/// What the router is made of, besides the state.
#[derive(Debug, Clone)]
pub struct Web {
    /// The built site.
    pub site: BuiltSite,
    /// The site's public address.
    pub base_url: BaseUrl,
    /// The map's style.
    pub map_style: MapStyle,
    /// The area served.
    pub area: Area,
    /// What one network address may do, and how often.
    pub limits: Limits,
}

impl Web {
    /// What pages know of it.
    pub fn site(&self) -> Site {
        Site {
            version: self.site.version.clone(),
            base_url: self.base_url.as_str().to_owned(),
            map_style: self.map_style.as_str().to_owned(),
        }
    }
}

/// Pages, API, files and health, with everything around them.
pub fn build(state: AppState, web: &Web) -> Router {
    let policy = Policy::new(web.map_style.origin().as_deref(), web.base_url.is_https());
    // Brotli's middle levels: a page in well under a millisecond, within a few percent of the best.
    let compression = CompressionLayer::new().quality(CompressionLevel::Default);
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(Around::new(state.clone(), policy, Rates::new(web.limits.clone())), around))
        .layer(compression);
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .merge(Router::new().route("/geo.json", get(api::geo)).with_state(Outline::new(web.area.outline.clone())))
        .merge(api::routes())
        .merge(static_files::routes(&web.site))
        .merge(app::pages::routes())
        .layer(layers)
        .with_state(state)
}
