//! `/staff/supervision`: campaigns and supervisors.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, Role};
use maud::{Markup, html};
use uuid::Uuid;

use super::typed::Typed;
use crate::accounts::{Form, Person, SignedIn, new_id, of_role};
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::supervision::store::{self, Count, Held, StoreError, Stored};
use crate::ui::{AppError, Frame, Visit};

/// What is read for the page.
struct Read {
    campaigns: Vec<Stored>,
    told: HashMap<Uuid, Count>,
    people: Vec<Person>,
    terms: HashMap<Uuid, Vec<Held>>,
    by_person: HashMap<Uuid, Count>,
}

async fn read(state: &AppState) -> Result<Read, StoreError> {
    let campaigns = store::campaigns(&state.db).await?;
    let (told, by_person) = (store::by_campaign(&state.db).await?, store::by_person(&state.db).await?);
    let terms = store::all_terms(&state.db).await?;
    let people = of_role(&state.db, Role::Supervisor).await?;
    Ok(Read { campaigns, told, people, terms, by_person })
}

/// `GET /staff/supervision`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageSupervision, &visit) {
        return *refused;
    }
    let id = new_id(state.now(), (state.random)()).to_string();
    let typed = Typed { id, first: visit.today().to_string(), wanted: "200".to_owned(), ..Typed::default() };
    page(&state, &visit, &typed, None).await
}

/// `POST /staff/supervision`
pub(super) async fn begin(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageSupervision, &visit) {
        return *refused;
    }
    let (id, campaign) = match typed.read(&visit) {
        Ok(read) => read,
        Err(wrong) => return page(&state, &visit, &typed, Some(&wrong)).await,
    };
    match store::add_campaign(&state.db, id, &campaign, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/supervision/campaigns/{id}")).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn page(state: &AppState, visit: &Visit, typed: &Typed, wrong: Option<&str>) -> Response {
    let read = match read(state).await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.supervise_staff_title()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            p { (lang.supervise_staff_lead()) }
            p.quiet { (lang.supervise_source()) }
            h2 { (lang.supervise_campaigns()) }
            @if read.campaigns.is_empty() { p.quiet { (lang.supervise_no_campaigns()) } } @else { (campaigns(&read, visit)) }
            (typed.form(wrong.is_some(), visit))
            h2 { (lang.supervise_people()) }
            @if read.people.is_empty() { p.quiet { (lang.supervise_no_people()) } } @else { (people(&read, visit)) }
        }
    };
    Frame::form(visit, lang.supervise_staff_title(), wrong.is_some()).around(&main)
}

fn campaigns(read: &Read, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.supervise_name(), lang.supervise_when(), lang.supervise_head_rooms(), lang.supervise_head_visits()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.supervise_campaigns()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for stored in &read.campaigns {
                        @let (of, told) = (&stored.campaign, read.told.get(&stored.id).cloned().unwrap_or_default());
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/supervision/campaigns/" (stored.id) } { (of.name) } }
                            td data-label=(heads[1]) {
                                (lang.supervise_span(lang.date(of.first), lang.date(of.last)))
                                @if of.closed { " · " (lang.supervise_closed()) }
                            }
                            td.num data-label=(heads[2]) { (told.rooms) " / " (of.wanted) }
                            td.num data-label=(heads[3]) { (told.visits) }
                        }
                    }
                }
            }
        }
    }
}

fn people(read: &Read, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.account_name(), lang.supervise_head_term(), lang.supervise_head_visits(), lang.supervise_head_last()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.supervise_people()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for person in &read.people {
                        @let told = read.by_person.get(&person.id).cloned().unwrap_or_default();
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/supervision/people/" (person.id) } { (person.name) } " " small { (person.login) } }
                            td data-label=(heads[1]) { (term_words(read.terms.get(&person.id).map_or(&[], Vec::as_slice), visit)) }
                            td.num data-label=(heads[2]) { (told.visits) }
                            td data-label=(heads[3]) { @if let Some(last) = told.last { (lang.date(last)) } @else { "—" } }
                        }
                    }
                }
            }
        }
    }
}

/// The term that holds today, or that there is none.
fn term_words(terms: &[Held], visit: &Visit) -> String {
    let (lang, today) = (visit.lang, visit.today());
    let holds = terms.iter().find(|held| held.term.holds(today));
    let shown = holds.or_else(|| terms.iter().find(|held| held.term.first() > today));
    match shown {
        Some(held) => lang.supervise_span(lang.date(held.term.first()), lang.date(held.term.last())),
        None => lang.supervise_head_no_term().to_owned(),
    }
}
