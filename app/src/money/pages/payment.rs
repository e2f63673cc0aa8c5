//! `/staff/money/payments/{id}`: one payment, what it rests on, and what can be done with it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::money::{PaymentState, PaymentStep};
use domain::{Action, Word};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::rooms::still;
use super::title;
use crate::accounts::{FileForm, Form, SignedIn};
use crate::i18n::moment_text;
use crate::inspections::pages::room_name;
use crate::money::store::{self, Event, Payment, Programme, Step, StoreError};
use crate::papers::{self, PaperOf, Subject};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What is typed; it stays through mistakes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    step: String,
    words: String,
    on: String,
    paper: String,
    version: i64,
}

async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<(Payment, Programme), Box<Response>> {
    who.needs(Action::ManageMoney, visit)?;
    let read = async {
        let Some(payment) = store::find_payment(&state.db, id).await? else { return Ok(None) };
        let programme = store::find(&state.db, payment.programme).await?;
        Ok::<_, StoreError>(programme.map(|programme| (payment, programme)))
    };
    match read.await {
        Ok(found) => found.ok_or_else(|| Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// `GET /staff/money/payments/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok((payment, programme)) => {
            let on = visit.today().to_string();
            page(&state, &visit, &who, (&payment, &programme), &Typed { on, ..Typed::default() }, None).await
        }
        Err(refused) => *refused,
    }
}

async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    (payment, programme): (&Payment, &Programme),
    typed: &Typed,
    wrong: Option<&str>,
) -> Response {
    let events = match store::events(&state.db, programme.id).await {
        Ok(mut events) => events.remove(&payment.id).unwrap_or_default(),
        Err(error) => return AppError::away(&error, visit),
    };
    let waits = matches!(payment.state, PaymentState::Proposed | PaymentState::Approved);
    // What is paid or given up is not judged any more.
    let still = if waits { still(state, visit, programme, payment).await } else { Ok(Ok(())) };
    let doubt = match still {
        Ok(still) => still.err(),
        Err(error) => return AppError::away(&error, visit),
    };
    let papers = match papers::of(&state.db, PaperOf::Payment, payment.id).await {
        Ok(papers) => papers,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, registry) = (visit.lang, &visit.registry);
    let room = room_name(registry, payment.room, lang.is_english());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href={ "/staff/money/" (programme.id) } { (title(programme, visit)) } }
            h1 { (room) }
            p.lead { strong { (lang.payment_state(payment.state)) } " · " (lang.milestone(payment.milestone)) " · " strong.num { (payment.amount) } }
            dl.rules {
                dt { (lang.money_by_line(payment.line)) }
                dd { @if let Some(rule) = usize::try_from(payment.line).ok().and_then(|line| programme.terms.rules.get(line.checked_sub(1)?)) { (lang.rule(rule)) } }
                dt { (lang.money_reached()) } dd { time datetime=(payment.reached) { (lang.date(payment.reached)) } }
                @if let Some(cost) = payment.cost { dt { (lang.money_cost()) } dd.num { (cost) } }
                @if let Some(inspection) = payment.inspection {
                    dt { (lang.money_rests_on()) } dd { a href={ "/inspections/" (inspection) } { (lang.inspect_report()) } }
                }
            }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @else if let Some(doubt) = doubt { p.wrong { (doubt) } }
            (next(payment, who, typed, visit))
            h2 { (lang.money_papers()) }
            @if papers.iter().all(|paper| paper.removed.is_some()) { p.quiet { (lang.money_no_papers()) } }
            (papers::list(papers.iter(), visit))
            (papers::form(&format!("/staff/money/payments/{}/papers", payment.id), lang.money_papers_hint(), &html! {}, lang))
            h2 { (lang.rectify_history()) }
            ol.lines role="list" { @for event in events.iter().rev() { (happened(event, visit)) } }
        }
    };
    Frame::form(visit, room, wrong.is_some()).around(&main)
}

fn happened(event: &Event, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        li {
            strong { (lang.payment_step(event.step)) } " · "
            time datetime=(event.at.to_rfc3339()) { (moment_text(lang, visit.registry.region.local(event.at))) } " · " (event.actor)
            @if !event.words.is_empty() { br; (event.words) }
        }
    }
}

fn next(payment: &Payment, who: &SignedIn, typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let own = payment.proposed_by == who.actor();
    let steps = PaymentStep::ALL.iter().filter(|step| payment.state.after(**step).is_some());
    let steps: Vec<PaymentStep> = steps.copied().filter(|step| !(own && *step == PaymentStep::Approve)).collect();
    let with_voucher = matches!(payment.state, PaymentState::Approved | PaymentState::Paid);
    html! {
        @if own && payment.state == PaymentState::Proposed { p.quiet { (lang.money_own()) } }
        @if !steps.is_empty() {
            section.panel aria-labelledby="next" {
                h2 #next { (lang.build_next()) }
                form.entries method="post" action={ "/staff/money/payments/" (payment.id) } {
                    input type="hidden" name="version" value=(payment.version);
                    fieldset.entry {
                        legend { (lang.build_step()) }
                        div.choices {
                            @for step in &steps {
                                label { input type="radio" name="step" value=(step) required checked[typed.step == step.word() || steps.len() == 1]; (lang.payment_step(*step)) }
                            }
                        }
                    }
                    @if with_voucher {
                        label.entry { span { (lang.money_on()) } input type="date" name="on" value=(typed.on); }
                        label.entry { span { (lang.money_voucher()) } input name="paper" value=(typed.paper) maxlength="100" autocomplete="off"; small { (lang.money_voucher_hint()) } }
                    }
                    label.entry { span { (lang.build_note()) } textarea name="words" rows="2" maxlength="300" { (typed.words) } small { (lang.money_note_hint()) } }
                    button.button.button-primary { (lang.build_record()) }
                }
            }
        }
    }
}

/// `POST /staff/money/payments/{id}`
pub(super) async fn step(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    let (payment, programme) = match find(&state, &visit, &who, id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let again = async |wrong: &str| page(&state, &visit, &who, (&payment, &programme), &typed, Some(wrong)).await;
    if typed.version != payment.version {
        return again(lang.money_outdated()).await;
    }
    let Ok(step) = PaymentStep::from_word(&typed.step) else { return again(lang.build_wrong_step()).await };
    let today = visit.today();
    let moves = matches!(step, PaymentStep::Pay | PaymentStep::Reverse);
    let on = typed.on.parse::<NaiveDate>().ok().filter(|on| *on <= today && *on >= payment.reached);
    let on = match on {
        Some(on) => on,
        None if moves => return again(lang.money_wrong_on()).await,
        None => today,
    };
    let short = |text: &str, most: usize| text.trim().chars().filter(|c| !c.is_control()).take(most).collect::<String>();
    let (words, paper) = (short(&typed.words, 300), short(&typed.paper, 100));
    if moves && paper.is_empty() {
        return again(lang.money_no_voucher()).await;
    }
    if step == PaymentStep::Approve {
        match still(&state, &visit, &programme, &payment).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => return again(&why).await,
            Err(error) => return AppError::away(&error, &visit),
        }
    }
    if step == PaymentStep::Reverse {
        match store::lines(&state.db, programme.id).await {
            Ok(lines) if lines.iter().any(|line| line.payment == id && line.happened > on) => {
                return again(lang.money_wrong_on_back()).await;
            }
            Ok(_) => {}
            Err(error) => return AppError::away(&error, &visit),
        }
    }
    let what = Step { what: step, words: &words, voucher: (on, &paper) };
    match store::step(&state.db, &programme, &payment, what, who.actor(), state.now()).await {
        Ok(Ok(())) => Redirect::to(&format!("/staff/money/payments/{id}")).into_response(),
        Ok(Err(refused)) => again(&lang.payment_refused(refused)).await,
        Err(StoreError::Outdated) => again(lang.money_outdated()).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/money/payments/{id}/papers`
pub(super) async fn add_paper(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: FileForm,
) -> Response {
    let found = async {
        let found = find(&state, &visit, &who, id).await?;
        Ok::<_, Box<Response>>((found, papers::sent(&visit, form).await?))
    };
    let ((payment, programme), sent) = match found.await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let called = id.to_string();
    let to = Subject { of: PaperOf::Payment, owner: id, number: 0, called: &called };
    match papers::add(&state, &visit, &who, to, sent).await {
        Ok(Ok(())) => Redirect::to(&format!("/staff/money/payments/{id}")).into_response(),
        Ok(Err(wrong)) => page(&state, &visit, &who, (&payment, &programme), &Typed::default(), Some(&wrong)).await,
        Err(refused) => *refused,
    }
}
