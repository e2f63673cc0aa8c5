//! `/rectifications`: an operator's items, and for experts those that wait to be checked again.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::rectification::{ItemState, Severity};
use domain::{Action, may};
use maud::{Markup, html};

use super::sees_all;
use crate::accounts::SignedIn;
use crate::inspections::pages::room_name;
use crate::rectifications::store::{self, Item};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /rectifications`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    let rechecks = may(who.person.role, Action::Recheck);
    if !rechecks && sees_all(&who) {
        return Redirect::to("/staff/rectifications").into_response();
    }
    if !rechecks && let Err(refused) = who.needs(Action::AnswerRectifications, &visit) {
        return *refused;
    }
    let read = async {
        let items = if rechecks { store::open(&state.db).await? } else { store::of_operator(&state.db, who.person.id).await? };
        Ok::<_, store::StoreError>((items, store::of_person(&state.db, who.person.id).await?))
    };
    let (items, rooms) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    let (mut open, done): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| item.state.is_open());
    let region = &visit.registry.region;
    // What waits for this person comes first, then what is due first.
    let mine = if rechecks { ItemState::Answered } else { ItemState::Open };
    open.sort_by_key(|item| (item.state != mine, item.due(region), item.severity));
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.rectify_title()) }
            p { @if rechecks { (lang.rectify_lead_expert()) } @else { (lang.rectify_lead_operator()) } }
            @if !rechecks && rooms.is_empty() { p.wrong role="note" { (lang.rectify_no_rooms()) } }
            @else if open.is_empty() { p.quiet { (lang.rectify_none()) } }
            (cards(&open, &visit))
            @if !done.is_empty() { h2 { (lang.rectify_done()) } (cards(&done, &visit)) }
            p.quiet { (lang.deadlines_are_ours()) }
        }
    };
    Frame::form(&visit, lang.rectify_title(), false).around(&main)
}

fn cards(items: &[Item], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        ul.people role="list" {
            @for item in items {
                li.panel {
                    h2 { a href={ "/rectifications/" (item.id) } { (item.clause) " " (lang.clause_title(item.clause)) } }
                    p { (room_name(&visit.registry, item.room, lang.is_english())) }
                    (standing(item, visit))
                }
            }
        }
    }
}

/// How bad, how far, until when.
pub(super) fn standing(item: &Item, visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let over = item.days_over(region, visit.today());
    html! {
        p {
            @if item.severity == Severity::Gate { strong.gate { (lang.severity(item.severity)) } } @else { (lang.severity(item.severity)) }
            " · " (lang.item_state(item.state))
            @if item.state.is_open() {
                " · " (lang.rectify_due(lang.date(item.due(region))))
                @if over > 0 { " · " strong.late { (lang.rectify_over(over)) } }
            }
        }
    }
}
