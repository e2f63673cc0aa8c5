//! `/staff/coverage/sets/{id}`: a set, its first rows, and withdrawing it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::asked::set_name;
use super::{find_set, sets};
use crate::accounts::{Form, SignedIn};
use crate::coverage::store::{self, Content, Kind, Set};
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit, spreadsheet};

/// Rows that are shown.
const SHOWN: usize = 20;

/// `GET /staff/coverage/sets/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match both(&state, &visit, &who, id).await {
        Ok((set, content)) => page(&set, &content, &visit),
        Err(refused) => *refused,
    }
}

/// `GET /staff/coverage/sets/{id}/rows.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match both(&state, &visit, &who, id).await {
        Ok((_, content)) => {
            let head = ["name", "lon", "lat", "weight", "street", "note"];
            spreadsheet("muying-set.csv", head, sets::rows(&content))
        }
        Err(refused) => *refused,
    }
}

async fn both(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<(Set, Content), Box<Response>> {
    let set = find_set(state, visit, who, id).await?;
    match store::content(&state.db, id).await {
        Ok(Some(content)) => Ok((set, content)),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    wish: String,
}

/// `POST /staff/coverage/sets/{id}`: withdraws it, or offers it again.
pub(super) async fn withdraw(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Wish { wish }): Form<Wish>,
) -> Response {
    if let Err(refused) = find_set(&state, &visit, &who, id).await {
        return *refused;
    }
    let withdrawn = match wish.as_str() {
        "withdraw" => true,
        "offer" => false,
        _ => return AppError::BadForm.page(&visit),
    };
    match store::withdraw(&state.db, id, withdrawn, who.actor(), state.now()).await {
        Ok(_) => Redirect::to(&format!("/staff/coverage/sets/{id}")).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(set: &Set, content: &Content, visit: &Visit) -> Response {
    let lang = visit.lang;
    let loaded = moment_text(lang, visit.registry.region.local(set.loaded));
    let rows = sets::rows(content);
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/coverage/sets" { (lang.cover_sets()) } }
            h1 { (set_name(set, visit)) }
            @if set.withdrawn { p.wrong { (lang.cover_withdrawn_hint()) } }
            dl.rules {
                dt { (lang.cover_kind()) } dd { (lang.set_kind(set.kind)) }
                dt { (lang.cover_source()) } dd { (set.source) }
                dt { (lang.cover_points()) } dd.num { (set.points) @if set.kind == Kind::Demand { " · " (lang.cover_sum(set.weight)) } }
                dt { (lang.cover_loaded()) } dd { (set.loaded_by) " · " (loaded) }
                dt { "SHA-256" } dd { code.digest { (set.digest) } }
            }
            ul.downloads role="list" {
                @if !set.withdrawn {
                    li {
                        @match set.kind {
                            Kind::Demand => a.button.button-primary href={ "/staff/coverage?demand=" (set.id) } { (lang.cover_see()) },
                            Kind::Candidates => a.button.button-primary href={ "/staff/plans/new?candidates=" (set.id) } { (lang.cover_new_plan()) },
                        }
                    }
                }
                li { a.button href={ "/staff/coverage/sets/" (set.id) "/rows.csv" } download { (lang.build_csv()) } }
                li { form method="post" {
                    button.button name="wish" value=(if set.withdrawn { "offer" } else { "withdraw" }) {
                        (if set.withdrawn { lang.cover_offer() } else { lang.cover_withdraw() })
                    }
                } }
            }
            h2 { (lang.cover_first_rows(rows.len().min(SHOWN))) }
            (first(&rows, visit))
        }
    };
    Frame::new(visit, set_name(set, visit)).around(&main)
}

fn first(rows: &[[String; 6]], visit: &Visit) -> Markup {
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(visit.lang.cover_points()) {
            table {
                thead { tr { @for head in ["name", "lon", "lat", "weight", "street", "note"] { th scope="col" { (head) } } } }
                tbody { @for row in rows.iter().take(SHOWN) { tr { @for cell in row { td.num { (cell) } } } } }
            }
        }
    }
}
