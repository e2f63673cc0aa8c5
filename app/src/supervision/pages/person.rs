//! `/staff/supervision/people/{id}`: a supervisor's terms and visits.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::supervision::Term;
use domain::{Action, Role};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::{Form, Person, SignedIn, new_id, people, profile};
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::supervision::store::{self, End, Held, StoreError, Visit as Kept};
use crate::ui::{AppError, Frame, Visit};

/// What is typed for a term; it stays through mistakes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    first: String,
    last: String,
}

impl Typed {
    fn read(&self, visit: &Visit) -> Result<Term, &'static str> {
        let lang = visit.lang;
        let day = |text: &str| text.trim().parse::<NaiveDate>().ok().ok_or(lang.supervise_wrong_day());
        Term::new(day(&self.first)?, day(&self.last)?).map_err(|bad| lang.supervise_bad_term(bad))
    }
}

/// Which term is to end.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    term: String,
    last: String,
}

/// The supervisor of an id, for whoever manages them.
async fn found(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Person, Box<Response>> {
    who.needs(Action::ManageSupervision, visit)?;
    let people = people(&state.db).await.map_err(|error| Box::new(AppError::away(&error, visit)))?;
    let person = people.into_iter().find(|person| person.id == id && person.role == Role::Supervisor);
    person.ok_or_else(|| Box::new(AppError::NoPage.page(visit)))
}

/// `GET /staff/supervision/people/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match found(&state, &visit, &who, id).await {
        Ok(person) => page(&state, &visit, &person, None, None).await,
        Err(refused) => *refused,
    }
}

/// `POST /staff/supervision/people/{id}`
pub(super) async fn give(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    let person = match found(&state, &visit, &who, id).await {
        Ok(person) => person,
        Err(refused) => return *refused,
    };
    let term = match typed.read(&visit) {
        Ok(term) => term,
        Err(wrong) => return page(&state, &visit, &person, Some(&typed), Some(wrong)).await,
    };
    let now = state.now();
    let new = Held { id: new_id(now, (state.random)()), term };
    match store::add_term(&state.db, (id, person.login.as_str()), new, who.actor(), now).await {
        Ok(true) => Redirect::to(&format!("/staff/supervision/people/{id}")).into_response(),
        Ok(false) => page(&state, &visit, &person, Some(&typed), Some(visit.lang.supervise_overlaps())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/supervision/people/{id}/end`
pub(super) async fn end(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(wish): Form<Wish>,
) -> Response {
    let person = match found(&state, &visit, &who, id).await {
        Ok(person) => person,
        Err(refused) => return *refused,
    };
    let terms = match store::terms_of(&state.db, id).await {
        Ok(terms) => terms,
        Err(error) => return AppError::away(&error, &visit),
    };
    let (lang, today) = (visit.lang, visit.today());
    let as_shown = |held: &&Held| held.id.to_string() == wish.term && held.term.last().to_string() == wish.last;
    let Some(old) = terms.iter().find(as_shown).copied().filter(|held| held.term.last() > today) else {
        return page(&state, &visit, &person, None, Some(lang.supervise_outdated())).await;
    };
    let end = if old.term.first() > today { End::Never } else { End::On(today) };
    match store::end_term(&state.db, (id, person.login.as_str()), old, end, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/supervision/people/{id}")).into_response(),
        Err(StoreError::Outdated) => page(&state, &visit, &person, None, Some(lang.supervise_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn page(state: &AppState, visit: &Visit, person: &Person, typed: Option<&Typed>, wrong: Option<&str>) -> Response {
    let read = async {
        let (terms, visits) = (store::terms_of(&state.db, person.id).await?, store::of_person(&state.db, person.id).await?);
        Ok::<_, StoreError>((terms, visits, profile(&state.db, person.id).await?))
    };
    let (terms, visits, profile) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let affiliations = profile.affiliations.iter().map(ToString::to_string).collect::<Vec<_>>();
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            a.back href="/staff/supervision" { (icon("back")) (lang.supervise_staff_title()) }
            h1 { (person.name) }
            p.quiet { (person.login) " · " (lang.person_role(person.role)) @if !person.active { " · " (lang.people_closed()) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            p { @if affiliations.is_empty() { (lang.supervise_no_affiliations()) } @else { (lang.supervise_affiliations(affiliations.join(lang.answer_list_separator()))) } }
            h2 { (lang.supervise_terms()) }
            (term_list(&terms, person, visit))
            (give_form(&terms, person, typed, visit))
            h2 { (lang.supervise_visits()) }
            (told(&visits, visit))
        }
    };
    Frame::form(visit, format!("{} · {}", lang.supervise_terms(), person.name), wrong.is_some()).around(&main)
}

fn term_list(terms: &[Held], person: &Person, visit: &Visit) -> Markup {
    let (lang, today) = (visit.lang, visit.today());
    html! {
        @if terms.is_empty() { p.quiet { (lang.supervise_no_terms()) } }
        ul.lines role="list" {
            @for held in terms.iter().rev() {
                li {
                    strong { (lang.supervise_span(lang.date(held.term.first()), lang.date(held.term.last()))) }
                    @if held.term.last() > today {
                        details {
                            summary { (lang.supervise_end()) }
                            p { (if held.term.first() > today { lang.supervise_end_never() } else { lang.supervise_end_today() }) }
                            form method="post" action={ "/staff/supervision/people/" (person.id) "/end" } {
                                input type="hidden" name="term" value=(held.id);
                                input type="hidden" name="last" value=(held.term.last());
                                button.button { (lang.supervise_end_do()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn give_form(terms: &[Held], person: &Person, typed: Option<&Typed>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    // The next one begins when the last one ends, or today.
    let after = terms.iter().filter_map(|held| held.term.last().succ_opt()).max();
    let first = after.map_or(visit.today(), |after| after.max(visit.today()));
    let year = Term::of_a_year(first);
    let blank = Typed { first: year.first().to_string(), last: year.last().to_string() };
    let typed = typed.unwrap_or(&blank);
    html! {
        form.entries method="post" action={ "/staff/supervision/people/" (person.id) } {
            label.entry { span { (lang.supervise_first()) } input type="date" name="first" value=(typed.first) required; }
            label.entry { span { (lang.supervise_last()) } input type="date" name="last" value=(typed.last) required; small { (lang.supervise_term_hint()) } }
            button.button.button-primary { (lang.supervise_give()) }
        }
    }
}

fn told(visits: &[Kept], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        @if visits.is_empty() { p.quiet { (lang.supervise_none_told()) } }
        ul.lines role="list" {
            @for kept in visits {
                li {
                    a href={ "/staff/supervision/campaigns/" (kept.campaign) "/visits#v" (kept.id) } { (visit.registry.name(kept.room, lang.is_english()).unwrap_or_default()) }
                    " · " (lang.date(kept.day)) " " (lang.supervise_clock(kept.hour))
                    @if let Some(before) = kept.replaces { " · " a href={ "/staff/supervision/campaigns/" (kept.campaign) "/visits?one=" (before) } { (lang.supervise_before()) } }
                }
            }
        }
    }
}
