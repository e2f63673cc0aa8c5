//! `/staff/rounds/preview`: who would get what, and what cannot be given; then it is confirmed.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::rounds::{Given, Left, Why};
use domain::{Action, RoomId};
use maud::{Markup, html};

use super::{Typed, form};
use crate::accounts::{Form, Person, SignedIn, new_id};
use crate::i18n::Lang;
use crate::rounds::plan::{Plan, name_of, work_out};
use crate::rounds::store::{self, Round};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `POST /staff/rounds/preview`: nothing is written.
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    let typed = Typed::of(&fields);
    match work_out(&state, &visit, &typed).await {
        Ok(Ok(plan)) => page(&visit, &typed, &plan, None),
        Ok(Err(wrong)) => form::page(&state, &visit, &typed, Some(&wrong)).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/rounds`: writes what was shown; if it would come out otherwise by now, it is shown again.
pub(super) async fn confirm(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    let (typed, lang) = (Typed::of(&fields), visit.lang);
    if typed.back {
        return form::page(&state, &visit, &typed, None).await;
    }
    let plan = match work_out(&state, &visit, &typed).await {
        Ok(Ok(plan)) => plan,
        Ok(Err(wrong)) => return form::page(&state, &visit, &typed, Some(&wrong)).await,
        Err(error) => return AppError::away(&error, &visit),
    };
    if plan.spread.given.is_empty() {
        return page(&visit, &typed, &plan, Some(lang.round_wrong_nothing()));
    }
    if typed.digest != plan.digest().to_string() {
        return page(&visit, &typed, &plan, Some(lang.round_changed()));
    }
    let round = Round {
        id: new_id(state.now(), (state.random)()),
        title: plan.title,
        purpose: plan.purpose,
        about: plan.about,
        seed: plan.seed,
        pool: plan.pool,
        twice: plan.twice,
        due: plan.due,
        created: state.now(),
    };
    match store::plan(&state.db, &round, &plan.spread.given, &who.person, state.random).await {
        Ok(()) => Redirect::to(&format!("/staff/rounds/{}", round.id)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(visit: &Visit, typed: &Typed, plan: &Plan, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.round_preview_title(&plan.title)) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p { (lang.round_preview_lead(plan.rooms.len() - plan.spread.left.len(), plan.experts.len())) }
            @if let Some(seed) = &plan.seed { p { (lang.round_drawn(seed, plan.pool.len(), plan.rooms.len())) } }
            @if !plan.spread.left.is_empty() {
                h2 { (lang.round_left(plan.spread.left.len())) }
                ul { @for left in &plan.spread.left { li { (room_name(plan, left.room, lang)) " — " (why(left, &plan.experts, lang)) } } }
            }
            @for person in &plan.experts { (of_person(person, plan, lang)) }
            form method="post" action="/staff/rounds" {
                @for (name, value) in typed.fields() { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="digest" value=(plan.digest());
                div.bar.wishes {
                    @if !plan.spread.given.is_empty() { button.button.button-primary { (lang.round_confirm()) } }
                    button.button name="back" value="yes" { (lang.round_back()) }
                }
            }
        }
    };
    Frame::form(visit, lang.round_new(), wrong.is_some()).around(&main)
}

fn of_person(person: &Person, plan: &Plan, lang: Lang) -> Markup {
    let given: Vec<&Given> = plan.spread.given.iter().filter(|given| given.expert == person.id).collect();
    html! {
        section.panel {
            h2 { (lang.round_share(&person.name, given.len())) }
            ul { @for given in given { li { (room_name(plan, given.room, lang)) } } }
        }
    }
}

fn room_name(plan: &Plan, id: RoomId, lang: Lang) -> String {
    let room = plan.rooms.get(&id);
    room.map_or_else(|| id.0.to_string(), |room| format!("{} {}", room.code, room.name.pick(lang.is_english())))
}

/// Why a room is left over.
fn why(left: &Left, people: &[Person], lang: Lang) -> String {
    match &left.why {
        Why::Nobody | Why::OnlyOne => lang.round_why_one().to_owned(),
        Why::Conflicts(told) => {
            let told =
                told.iter().map(|(expert, conflict)| lang.round_why_conflict(name_of(people, *expert), &conflict.affiliation));
            told.collect::<Vec<_>>().join(lang.answer_list_separator())
        }
    }
}
