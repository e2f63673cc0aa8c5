//! `/staff/money/{id}/rooms`: which rooms earn a reward, and what stands against the others; payments are proposed here.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::money::{Award, Claimant, Fen, Milestone, Seen, Unfit, assess};
use domain::{Room, RoomCode, RoomId, Stage, Word};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{find, title};
use crate::accounts::{Form, SignedIn, new_id};
use crate::buildout::{self, opened_days};
use crate::i18n::Lang;
use crate::inspections::{self, Certified, visits};
use crate::money::store::{self, New, Payment, Programme, Refused};
use crate::rooms::store as rooms;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rows of what does not earn it; the rest is in the table of build-out.
const ROWS: usize = 100;

/// Which reward is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    milestone: String,
}

/// A room and what a programme makes of it.
struct Judged {
    room: Room,
    inspection: Option<Uuid>,
    /// What it earns, where nothing but a proven cost may be missing.
    award: Result<Option<Award>, Vec<Unfit>>,
}

/// Why rooms could not be judged.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error(transparent)]
    Rooms(#[from] rooms::StoreError),
    #[error(transparent)]
    Inspections(#[from] inspections::StoreError),
    #[error(transparent)]
    Buildout(#[from] buildout::StoreError),
    #[error(transparent)]
    Money(#[from] store::StoreError),
}

/// A room as a programme sees it, by its confirmed visits.
fn claimant(room: &Room, visits: &[Certified], opened: Option<NaiveDate>) -> Claimant {
    let seen = visits.last().map(|latest| Seen {
        passes: latest.report.passes,
        open_gates: latest.report.open_gates.len(),
        class: latest.report.class,
    });
    let passed = visits.iter().filter(|visit| visit.report.passes).map(|visit| visit.visited).collect();
    Claimant { stage: room.stage, opened, venue: room.venue.kind, seen, passed }
}

/// Whether what was proposed is still earned, or why not.
pub(super) async fn still(
    state: &AppState,
    visit: &Visit,
    programme: &Programme,
    payment: &Payment,
) -> Result<Result<(), String>, ReadError> {
    let (lang, today) = (visit.lang, visit.today());
    let Some(stored) = rooms::of_id(&state.db, payment.room).await? else { return Ok(Ok(())) };
    let visits = visits(&state.db, visit.standards()).await?.remove(&payment.room).unwrap_or_default();
    let opened = opened_days(&state.db).await?.remove(&payment.room);
    let of = claimant(&stored.room, &visits, opened);
    Ok(match assess(&programme.terms, payment.milestone, &of, payment.cost, today) {
        Ok(award) if award.amount == payment.amount => Ok(()),
        Ok(award) => Err(lang.money_other_amount(award.amount)),
        Err(unfit) => Err(lang.money_no_longer(all(unfit, lang))),
    })
}

/// All reasons in one line.
fn all(unfit: Vec<Unfit>, lang: Lang) -> String {
    unfit.into_iter().map(|unfit| lang.unfit(unfit)).collect::<Vec<_>>().join(lang.answer_list_separator())
}

/// Rooms that have no payment of this kind that stands, by their codes.
async fn judge(
    state: &AppState,
    visit: &Visit,
    programme: &Programme,
    milestone: Milestone,
    only: Option<(RoomCode, Option<Fen>)>,
) -> Result<Vec<Judged>, ReadError> {
    let today = visit.today();
    let visits: HashMap<RoomId, Vec<Certified>> = visits(&state.db, visit.standards()).await?;
    let opened = opened_days(&state.db).await?;
    let taken: Vec<RoomId> = store::payments(&state.db, programme.id)
        .await?
        .iter()
        .filter(|payment| payment.milestone == milestone && payment.state.is_live())
        .map(|payment| payment.room)
        .collect();
    let cost = only.and_then(|(_, cost)| cost);
    let judged = |room: Room| {
        let of = visits.get(&room.id).map_or(&[][..], Vec::as_slice);
        let claimant = claimant(&room, of, opened.get(&room.id).copied());
        let award = match assess(&programme.terms, milestone, &claimant, cost, today) {
            Ok(award) => Ok(Some(award)),
            Err(unfit) if unfit == [Unfit::NoCost] => Ok(None),
            Err(unfit) => Err(unfit),
        };
        Judged { inspection: of.last().map(|of| of.inspection), room, award }
    };
    let stored = rooms::list(&state.db).await?.into_iter().map(|stored| stored.room);
    let wanted = stored.filter(|room| room.stage != Stage::Closed && !taken.contains(&room.id));
    Ok(wanted.filter(|room| only.is_none_or(|(code, _)| room.code == code)).map(judged).collect())
}

/// `GET /staff/money/{id}/rooms?milestone=…`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Response {
    let programme = match find(&state, &visit, &who, id).await {
        Ok(programme) => programme,
        Err(refused) => return *refused,
    };
    let first = programme.terms.rules.first().map_or(Milestone::Opened, |rule| rule.milestone);
    page(&state, &visit, &programme, Milestone::from_word(&asked.milestone).unwrap_or(first), (&Typed::default(), None)).await
}

async fn page(
    state: &AppState,
    visit: &Visit,
    programme: &Programme,
    milestone: Milestone,
    (typed, wrong): (&Typed, Option<&str>),
) -> Response {
    let judged = match judge(state, visit, programme, milestone, None).await {
        Ok(judged) => judged,
        Err(error) => return AppError::away(&error, visit),
    };
    let (fit, unfit): (Vec<&Judged>, Vec<&Judged>) = judged.iter().partition(|judged| judged.award.is_ok());
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href={ "/staff/money/" (programme.id) } { (title(programme, visit)) } }
            h1 { (lang.money_rooms()) }
            p { (lang.money_rooms_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            nav aria-label=(lang.money_milestone()) {
                ul.wishes.stages role="list" {
                    @for of in Milestone::ALL {
                        li { a.button href={ "/staff/money/" (programme.id) "/rooms?milestone=" (of) } aria-current=[(*of == milestone).then_some("true")] { (lang.milestone(*of)) } }
                    }
                }
            }
            h2 { (lang.money_fit(fit.len())) }
            @if fit.is_empty() { p.quiet { (lang.money_fit_none()) } }
            ul.people role="list" { @for judged in &fit { (offer(judged, programme, milestone, typed, visit)) } }
            details.more-fields {
                summary { (lang.money_unfit(unfit.len())) }
                ul.lines role="list" { @for judged in unfit.iter().take(ROWS) { (against(judged, visit)) } }
                @if unfit.len() > ROWS { p.quiet { (lang.build_more(unfit.len() - ROWS)) } }
            }
        }
    };
    Frame::form(visit, lang.money_rooms(), wrong.is_some()).around(&main)
}

fn name(room: &Room, visit: &Visit) -> String {
    format!("{} {}", room.code, room.name.pick(visit.lang.is_english()))
}

fn offer(judged: &Judged, programme: &Programme, milestone: Milestone, typed: &Typed, visit: &Visit) -> Markup {
    let (lang, room) = (visit.lang, &judged.room);
    let cost = if typed.code == room.code.as_str() { typed.cost.as_str() } else { "" };
    html! {
        li.panel {
            h3 { a href={ "/staff/build/" (room.code) } { (name(room, visit)) } }
            @if let Ok(Some(award)) = &judged.award { p { strong.num { (award.amount) } " · " (lang.money_by_line(award.line)) " · " (lang.date(award.on)) } }
            form.wishes method="post" action={ "/staff/money/" (programme.id) "/rooms" } {
                input type="hidden" name="code" value=(room.code);
                input type="hidden" name="milestone" value=(milestone);
                @if matches!(judged.award, Ok(None)) {
                    label.entry { span { (lang.money_cost()) } input name="cost" value=(cost) required inputmode="decimal" autocomplete="off"; }
                }
                button.button { (lang.money_step_propose()) span.vh { " " (room.code) } }
            }
        }
    }
}

fn against(judged: &Judged, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let why = all(judged.award.as_ref().err().cloned().unwrap_or_default(), lang);
    html! { li { a href={ "/staff/build/" (judged.room.code) } { (name(&judged.room, visit)) } " — " (why) } }
}

/// What is proposed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    milestone: String,
    cost: String,
}

/// `POST /staff/money/{id}/rooms`: what it earns is worked out again, by how things stand now.
pub(super) async fn propose(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    let programme = match find(&state, &visit, &who, id).await {
        Ok(programme) => programme,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let (Ok(code), Ok(milestone)) = (RoomCode::new(&typed.code), Milestone::from_word(&typed.milestone)) else {
        return AppError::BadForm.page(&visit);
    };
    let again = async |wrong: &str| page(&state, &visit, &programme, milestone, (&typed, Some(wrong))).await;
    let cost = match typed.cost.trim() {
        "" => None,
        text => match text.parse::<Fen>() {
            Ok(cost) => Some(cost),
            Err(_) => return again(lang.money_wrong_cost()).await,
        },
    };
    let judged = match judge(&state, &visit, &programme, milestone, Some((code, cost))).await {
        Ok(judged) => judged,
        Err(error) => return AppError::away(&error, &visit),
    };
    let Some(Judged { room, inspection, award }) = judged.into_iter().next() else {
        return again(&lang.payment_refused(Refused::Twice)).await;
    };
    let award = match award {
        Ok(Some(award)) => award,
        Ok(None) => return again(&lang.unfit(Unfit::NoCost)).await,
        Err(unfit) => {
            return again(&all(unfit, lang)).await;
        }
    };
    let id = new_id(state.now(), (state.random)());
    let new = New { id, room: room.id, milestone, award, cost, inspection };
    match store::propose(&state.db, &programme, &new, who.actor(), state.now()).await {
        Ok(Ok(())) => Redirect::to(&format!("/staff/money/payments/{id}")).into_response(),
        Ok(Err(refused)) => again(&lang.payment_refused(refused)).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
