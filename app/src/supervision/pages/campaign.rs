//! `/staff/supervision/campaigns/{id}`: how far a campaign is, street by street, and what was answered.

use std::collections::{HashMap, HashSet};

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::supervision::Summary;
use domain::{Action, AreaCode, RoomId};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::campaign_of;
use super::filter::{by_id, rows};
use super::tables::summary;
use crate::accounts::{Form, SignedIn};
use crate::rooms::registry::Registry;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::supervision::store::{self, StoreError, Stored, Visit as Kept};
use crate::ui::{AppError, Frame, Visit};

/// `close` or `reopen`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    wish: String,
}

/// `GET /staff/supervision/campaigns/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    if let Err(refused) = who.needs(Action::ManageSupervision, &visit) {
        return *refused;
    }
    match campaign_of(&state, &visit, id).await {
        Ok(stored) => page(&state, &visit, &stored, None).await,
        Err(refused) => *refused,
    }
}

/// `POST /staff/supervision/campaigns/{id}`
pub(super) async fn wish(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Wish { wish }): Form<Wish>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageSupervision, &visit) {
        return *refused;
    }
    let stored = match campaign_of(&state, &visit, id).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let done = match wish.as_str() {
        "close" => store::close(&state.db, id, who.actor(), state.now()).await,
        "reopen" => store::reopen(&state.db, id, who.actor(), state.now()).await,
        _ => return AppError::BadForm.page(&visit),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/staff/supervision/campaigns/{id}")).into_response(),
        Err(StoreError::Outdated) => page(&state, &visit, &stored, Some(visit.lang.supervise_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn page(state: &AppState, visit: &Visit, stored: &Stored, wrong: Option<&str>) -> Response {
    let visits = match store::of_campaign(&state.db, stored.id).await {
        Ok(visits) => visits,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, of) = (visit.lang, &stored.campaign);
    let rooms: HashSet<RoomId> = visits.iter().map(|kept| kept.room).collect();
    let told = visits.iter().map(|kept| (kept.person, &kept.form));
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            a.back href="/staff/supervision" { (icon("back")) (lang.supervise_staff_title()) }
            h1 { (of.name) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            p {
                (lang.supervise_span(lang.date(of.first), lang.date(of.last)))
                " · " (of.street.map_or_else(|| visit.region_name().to_owned(), |code| visit.street_name(code)))
                " · " (state_words(stored, visit)) " · " (lang.supervise_made_by(&stored.made_by))
            }
            @if let Some(note) = &of.note { p { (note) } }
            p { strong { (lang.supervise_progress_all(of.wanted, rooms.len(), visits.len())) } }
            p { progress value=(rooms.len()) max=(of.wanted) aria-label=(lang.supervise_progress_label()) {} }
            (wishes(stored, lang.supervise_close(), lang.supervise_reopen()))
            h2 { (lang.supervise_streets()) }
            (streets(stored, &visits, &rooms, visit))
            h2 { (lang.supervise_answers()) }
            p.quiet { (lang.supervise_apart()) }
            @if visits.is_empty() { p.quiet { (lang.supervise_no_visits()) } } @else {
                (summary(&Summary::of(told), |question, reply| rows(stored.id, "", (question, reply)), lang))
                ul.downloads role="list" {
                    li { a.button href={ "/staff/supervision/campaigns/" (stored.id) "/visits" } { (lang.supervise_all_visits()) } }
                    li { a.button href={ "/staff/supervision/campaigns/" (stored.id) "/visits.csv" } download { (lang.build_csv()) } }
                }
            }
        }
    };
    Frame::form(visit, format!("{} · {}", lang.supervise_staff_title(), of.name), wrong.is_some()).around(&main)
}

/// How far a campaign is, in a word.
fn state_words(stored: &Stored, visit: &Visit) -> &'static str {
    let (lang, of) = (visit.lang, &stored.campaign);
    match of {
        of if of.closed => lang.supervise_closed(),
        of if of.first > visit.today() => lang.supervise_to_come(),
        of if of.is_under_way(visit.today()) => lang.supervise_under_way(),
        _ => lang.supervise_over(),
    }
}

fn wishes(stored: &Stored, close: &str, reopen: &str) -> Markup {
    let (wish, label) = if stored.campaign.closed { ("reopen", reopen) } else { ("close", close) };
    html! {
        form method="post" action={ "/staff/supervision/campaigns/" (stored.id) } {
            button.button name="wish" value=(wish) { (label) }
        }
    }
}

/// What a campaign came to in a street.
#[derive(Debug, Clone, Copy, Default)]
struct InStreet {
    /// Rooms of the campaign.
    covered: usize,
    /// Those of them that were visited.
    rooms: usize,
    visits: usize,
}

/// All streets in one pass.
fn counts(stored: &Stored, visits: &[Kept], rooms: &HashSet<RoomId>, registry: &Registry) -> HashMap<AreaCode, InStreet> {
    let mut counts: HashMap<AreaCode, InStreet> = HashMap::new();
    for room in registry.entries().iter().map(|entry| &entry.room).filter(|room| stored.campaign.covers(room)) {
        let Some(code) = room.street else { continue };
        let count = counts.entry(code).or_default();
        count.covered += 1;
        count.rooms += usize::from(rooms.contains(&room.id));
    }
    let by_id = by_id(registry);
    for code in visits.iter().filter_map(|kept| by_id.get(&kept.room)?.room.street) {
        counts.entry(code).or_default().visits += 1;
    }
    counts
}

/// Street by street: rooms of the campaign, rooms that were visited, visits.
fn streets(stored: &Stored, visits: &[Kept], rooms: &HashSet<RoomId>, visit: &Visit) -> Markup {
    let (lang, registry) = (visit.lang, &visit.registry);
    let counts = counts(stored, visits, rooms, registry);
    let heads = [lang.build_street(), lang.supervise_head_covered(), lang.supervise_head_rooms(), lang.supervise_head_visits()];
    let wanted = |code: &AreaCode| stored.campaign.street.is_none_or(|only| only == *code);
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.supervise_streets()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for code in registry.region.streets.iter().map(|street| street.code).filter(wanted) {
                        @let count = counts.get(&code).copied().unwrap_or_default();
                        tr {
                            td data-label=(heads[0]) { (visit.street_name(code)) }
                            td.num data-label=(heads[1]) { (count.covered) }
                            td.num data-label=(heads[2]) { (count.rooms) }
                            td.num data-label=(heads[3]) {
                                @if count.visits > 0 { a href={ "/staff/supervision/campaigns/" (stored.id) "/visits?street=" (code) } { (count.visits) } } @else { "0" }
                            }
                        }
                    }
                }
            }
        }
    }
}
