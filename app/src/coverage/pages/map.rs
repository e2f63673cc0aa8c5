//! What the map shows, as GeoJSON, and the place where it stands. The lists beside it hold the same.

use std::collections::HashSet;

use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::coverage::{Point, Spot, Weight, covered, gather};
use domain::{Action, Stage, Wgs84};
use maud::{Markup, html};
use serde_json::{Value, json};
use uuid::Uuid;

use super::asked::{self, Asked};
use super::find_plan;
use super::overview::CELL_M;
use crate::accounts::SignedIn;
use crate::coverage::request::{Ended, Outcome};
use crate::coverage::seen;
use crate::coverage::store::{self, Content, Plan, StoreError};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The place of the map; `web/cover-map.js` fills it. Without scripts it is not shown: the lists hold all of it.
pub(super) fn section(features: &str, label: &str, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let style = Some(visit.site.map_style.as_str()).filter(|style| !style.is_empty() && *style != "builtin");
    let [west, south, east, north] = visit.registry.region.bbox;
    html! {
        section.map.cover-map aria-label=(label) data-features=(features) data-geo="/geo.json" data-lang=(lang.code()) data-style=[style]
            data-bounds={ (west) "," (south) "," (east) "," (north) }
            data-text-fail=(lang.cover_map_fail()) data-text-loading=(lang.finder_map_loading())
            data-text-canvas=(lang.finder_map_canvas()) data-text-zoom-in=(lang.finder_zoom_in())
            data-text-zoom-out=(lang.finder_zoom_out()) {}
    }
}

/// What the marks mean.
pub(super) fn legend(kinds: &[&str], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let words = |kind: &str| match kind {
        "gap" => lang.cover_legend_gap(),
        "gained" => lang.cover_legend_gained(),
        "site" => lang.cover_legend_site(),
        _ => lang.cover_legend_room(),
    };
    html! {
        ul.cover-legend role="list" { @for kind in kinds { li { span.mark-of data-kind=(kind) aria-hidden="true" {} (words(kind)) } } }
    }
}

/// `GET /staff/coverage/map.geojson`
pub(super) async fn coverage(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let seen = match asked::see(&state, &visit, &asked).await {
        Ok(Some(seen)) => seen,
        Ok(None) => return AppError::NoPage.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    let gaps = gather(seen.uncovered(&asked), CELL_M);
    let open: HashSet<String> = seen.service.places(asked.hour()).iter().map(ToString::to_string).collect();
    let entries = visit.registry.entries().iter().filter(|entry| entry.room.stage == Stage::Open);
    let rooms = entries.filter_map(|entry| {
        let place = entry.room.place.filter(|place| open.contains(&place.to_string()))?;
        let name = entry.room.name.pick(visit.lang.is_english()).to_string();
        Some(feature(place, &json!({ "kind": "room", "label": name, "code": entry.room.code })))
    });
    answer(&spots("gap", &gaps, visit.lang).chain(rooms).collect::<Vec<_>>())
}

/// `GET /staff/plans/{id}/map.geojson`: rooms, the sites that are chosen, what they gain and what is left.
pub(super) async fn plan(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let plan = match find_plan(&state, &visit, &who, id).await {
        Ok(plan) => plan,
        Err(refused) => return *refused,
    };
    let Some(Ended::Plan(outcome)) = &plan.result else { return AppError::NoPage.page(&visit) };
    match features(&state, &plan, outcome, &visit).await {
        Ok(features) => answer(&features),
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn features(state: &AppState, plan: &Plan, outcome: &Outcome, visit: &Visit) -> Result<Vec<Value>, StoreError> {
    let gone = StoreError::Row(plan.id);
    let Some(points) = seen::points(&state.db, &visit.registry.region, plan.request.demand).await? else { return Err(gone) };
    let Some(Content::Candidates(candidates)) = store::content(&state.db, plan.request.candidates).await? else {
        return Err(gone);
    };
    let lang = visit.lang;
    let within = plan.request.within_m;
    let chosen = outcome.sites.iter().filter_map(|chosen| Some((candidates.get(chosen.site as usize)?, chosen.gain)));
    let chosen: Vec<_> = chosen.collect();
    let places: Vec<Wgs84> = chosen.iter().map(|(candidate, _)| candidate.place).collect();
    let (before, after) = (covered(&points, &outcome.rooms, within), covered(&points, &places, within));
    let of = |wanted: bool| {
        let sides = points.iter().zip(before.iter().zip(&after));
        sides.filter(move |(_, (before, after))| !**before && **after == wanted).map(|(point, _)| point)
    };
    let (gained, gaps): (Vec<&Point>, Vec<&Point>) = (of(true).collect(), of(false).collect());
    // What is gained is shown finer than what is left: it lies close around the sites.
    let (gained, gaps) = (gather(gained.into_iter(), CELL_M / 4.0), gather(gaps.into_iter(), CELL_M));
    let rooms = outcome.rooms.iter().map(|place| feature(*place, &json!({ "kind": "room", "label": lang.cover_legend_room() })));
    let sites = (1..).zip(&chosen).map(|(number, (candidate, gain)): (u32, _)| {
        let label = lang.cover_site_label(number, &candidate.name, gain);
        feature(candidate.place, &json!({ "kind": "site", "label": label, "number": number, "weight": weight(*gain) }))
    });
    Ok(spots("gap", &gaps, lang).chain(spots("gained", &gained, lang)).chain(rooms).chain(sites).collect())
}

/// Spots, each with its size beside the heaviest.
fn spots<'a>(kind: &'static str, spots: &'a [Spot], lang: Lang) -> impl Iterator<Item = Value> + 'a {
    let most = spots.first().map_or(Weight::ONE, |spot| spot.weight);
    spots.iter().map(move |spot| {
        let label = if kind == "gap" { lang.cover_gap_label(spot.weight) } else { lang.cover_gained_label(spot.weight) };
        let label = if spot.name.is_empty() { label } else { format!("{} {label}", spot.name) };
        let size = spot.weight.permille_of(most).unwrap_or(0);
        feature(spot.place, &json!({ "kind": kind, "label": label, "weight": weight(spot.weight), "size": size }))
    })
}

fn weight(weight: Weight) -> Value {
    weight.to_string().parse::<f64>().map_or(Value::Null, Value::from)
}

fn feature(place: Wgs84, properties: &Value) -> Value {
    json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": place }, "properties": properties })
}

fn answer(features: &[Value]) -> Response {
    let headers = [(CONTENT_TYPE, "application/geo+json"), (CACHE_CONTROL, "private, no-store")];
    (headers, json!({ "type": "FeatureCollection", "features": features }).to_string()).into_response()
}
