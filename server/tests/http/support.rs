//! A site with rooms in it, asked without a network.

use std::sync::Arc;

use app::coverage::Planner;
use app::db::Db;
use app::outward::Outward;
use app::rooms::registry::Shared;
use app::rooms::store;
use app::state::AppState;
use app::testing::sample_rooms;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Room, RoomCode, RoomId, Wgs84};
use serde_json::Value;
use server::config::{Area, BaseUrl, Limits, MapStyle};
use server::router::{Web, build};
use server::site::BuiltSite;
use tower::ServiceExt;

/// A Tuesday, eleven in the morning in Longgang.
pub(crate) fn at_eleven() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

/// A minute later.
pub(crate) fn a_minute_later() -> DateTime<Utc> {
    at_eleven() + TimeDelta::minutes(1)
}

/// A site.
pub(crate) struct Site {
    pub(crate) state: AppState,
    router: Router,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A site with no map of others, no https and no built files.
pub(crate) fn plain() -> Web {
    let site = BuiltSite::default();
    let (area, limits) = (Area::load("longgang").unwrap(), Limits::default());
    Web { site, base_url: BaseUrl::default(), map_style: MapStyle::Builtin, area, limits }
}

impl Site {
    /// With the six sample rooms.
    pub(crate) async fn new(db: Db) -> Self {
        Self::with(db, &sample_rooms(), &plain()).await
    }

    /// With rooms of one's own.
    pub(crate) async fn with(db: Db, rooms: &[Room], web: &Web) -> Self {
        write(&db, rooms).await;
        let site = Self::unread(db, web);
        site.state.registry.refresh(&site.state.db, at_eleven()).await.unwrap();
        site
    }

    /// Before the database has been read.
    pub(crate) fn unread(db: Db, web: &Web) -> Self {
        let registry = Arc::new(Shared::empty(Arc::clone(&web.area.region), at_eleven()));
        let (site, planner) = (Arc::new(web.site()), Planner::of(env!("CARGO_BIN_EXE_muying").into()));
        let fate = (at_eleven as fn() -> _, server::clock::random as fn() -> _);
        let state = AppState { site, planner, ..AppState::new(db, registry, app::testing::media(), fate) };
        Self { router: build(state.clone(), web), state }
    }

    /// The same site with ways out.
    pub(crate) fn with_outward(&self, outward: Outward) -> Self {
        let state = AppState { outward, ..self.state.clone() };
        Self { router: build(state.clone(), &plain()), state }
    }

    /// The same site at another time.
    pub(crate) fn at(&self, clock: fn() -> DateTime<Utc>) -> Self {
        let state = AppState { clock, ..self.state.clone() };
        Self { router: build(state.clone(), &plain()), state }
    }

    /// The same site a minute later.
    pub(crate) fn later(&self) -> Self {
        self.at(a_minute_later)
    }

    /// The same site with another program that solves its plans.
    pub(crate) fn with_planner(self, program: std::path::PathBuf) -> Self {
        let state = AppState { planner: Planner::of(program), ..self.state };
        Self { router: build(state.clone(), &plain()), state }
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.get_with(address, &[]).await
    }

    pub(crate) async fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(&Method::GET, address, headers).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, address: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = Request::post(address).header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn ask(&self, method: &Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// As browsers and programs send it: they say how long a body is.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        let length = request.body().size_hint().exact().filter(|length| *length > 0);
        if let Some(length) = length {
            request.headers_mut().entry(CONTENT_LENGTH).or_insert_with(|| length.into());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap() }
    }
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &Answer, name: &str) -> String {
    let rest = page.text().split(&format!("name=\"{name}\" value=\"")).nth(1);
    rest.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| unreachable!("no {name}: {}", page.text())).to_owned()
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| unreachable!("{error}: {:?}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The codes of a collection, in order.
    pub(crate) fn codes(&self) -> Vec<String> {
        let answer = self.json();
        let features = answer["features"].as_array().unwrap_or_else(|| unreachable!("{answer}"));
        features.iter().map(|feature| feature["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// Writes rooms.
pub(crate) async fn write(db: &Db, rooms: &[Room]) {
    let mut tx = db.begin().await.unwrap();
    store::insert_many(&mut tx, rooms, at_eleven()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Public rooms in a row to the east, every tenth without a position, several in the same spot.
pub(crate) fn many(count: u32) -> Vec<Room> {
    let sample = sample_rooms().remove(0);
    let room = |number: u32| Room {
        id: RoomId(uuid::Uuid::from_u128(u128::from(number) + 1)),
        code: RoomCode::numbered("LG", number).unwrap(),
        place: (!number.is_multiple_of(10)).then(|| Wgs84::new(114.1 + f64::from(number / 3) * 1e-4, 22.7).unwrap()),
        source_key: None,
        source: None,
        ..sample.clone()
    };
    (1..=count).map(room).collect()
}
