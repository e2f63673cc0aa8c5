//! `/staff/coverage`: the share of demand with a room near, by distance, hour and street, and where there is none.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Action;
use domain::coverage::gather;
use maud::{Markup, html};

use super::asked::{self, Asked, Seen};
use super::{map, tables};
use crate::accounts::SignedIn;
use crate::coverage::request::Demand;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Metres of the cells into which gaps are gathered.
pub(super) const CELL_M: f64 = 1000.0;
/// Gaps of the list on the page.
const SHOWN: usize = 20;

/// `GET /staff/coverage`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    match asked::see(&state, &visit, &asked).await {
        Ok(Some(seen)) => page(&asked, &seen, &visit),
        Ok(None) => AppError::NoPage.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(asked: &Asked, seen: &Seen, visit: &Visit) -> Response {
    let lang = visit.lang;
    let query = asked.query();
    let gaps = gather(seen.uncovered(asked), CELL_M);
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.cover_title()) }
            p { (lang.cover_lead()) }
            ul.downloads role="list" {
                li { a.button.button-primary href="/staff/plans/new" { (lang.cover_new_plan()) } }
                li { a.button href="/staff/plans" { (lang.cover_plans()) } }
                li { a.button href="/staff/coverage/sets" { (lang.cover_sets()) } }
            }
            (asked::form(asked, seen, visit))
            (counted(asked, seen, visit))
            h2 { (lang.cover_shares()) }
            (tables::shares(&seen.tally, asked.bit(), visit))
            h2 { (lang.cover_gaps(asked.within_m())) }
            @if gaps.is_empty() { p { (lang.cover_no_gaps()) } } @else {
                p.quiet { (lang.cover_gaps_hint(gaps.len(), SHOWN.min(gaps.len()))) }
                (map::section(&format!("/staff/coverage/map.geojson?{query}"), lang.cover_map_gaps(), visit))
                (map::legend(&["gap", "room"], visit))
                (tables::gaps(&gaps[..SHOWN.min(gaps.len())], seen.tally.total, visit))
                p { a.button href={ "/staff/coverage/gaps.csv?" (query) } download { (lang.cover_gaps_csv()) } }
            }
            h2 { (lang.cover_by_hour(lang.weekday(chrono::Datelike::weekday(&seen.day)))) }
            p.quiet { (lang.cover_by_hour_hint()) }
            (tables::hours(&seen.tally, visit))
            h2 { (lang.cover_by_street()) }
            (tables::streets(seen, asked, visit))
        }
    };
    Frame::new(visit, lang.cover_title()).around(&main)
}

/// What is counted, in words: the demand, the rooms, and what is not known of them.
fn counted(asked: &Asked, seen: &Seen, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let service = &seen.service;
    html! {
        @match (&seen.set, Demand::DEFAULT) {
            (Some(set), _) => p { strong { (asked::set_name(set, visit)) } " " (lang.cover_set_of(set.points, set.weight, &set.source)) },
            (None, Demand::Grid(spacing)) => p { strong { (lang.cover_grid(spacing)) } " " (lang.cover_grid_hint(seen.points.len())) },
            (None, Demand::Set(_)) => {},
        }
        p {
            (lang.cover_rooms(lang.date(seen.day), lang.weekday(chrono::Datelike::weekday(&seen.day)), service.rooms.len()))
            @if let Some(hour) = asked.hour() { " " (lang.cover_rooms_open(hour, service.places(Some(hour)).len())) }
            @if service.unknown > 0 { " " (lang.cover_rooms_unknown(service.unknown)) }
            @if service.placeless > 0 { " " (lang.cover_rooms_placeless(service.placeless)) }
        }
    }
}
