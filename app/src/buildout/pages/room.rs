//! `/staff/build/{code}`: where a room stands, what can be done next, and all that was done.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use domain::buildout::{Acceptance, StageStep, Standing};
use domain::{Action, Role, Stage, Word, may};
use maud::{Markup, html};

use super::find;
use super::moves::Typed;
use crate::accounts::SignedIn;
use crate::buildout::store::{self, Step, StoreError};
use crate::i18n::{Lang, moment_text};
use crate::inspections::certified_of;
use crate::money::{Paid, paid};
use crate::papers::{self, Paper, PaperOf};
use crate::rooms::store::Stored;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// All that is known of a room on its way.
pub(super) struct Whole {
    pub(super) stored: Stored,
    steps: Vec<Step>,
    pub(super) due: Option<NaiveDate>,
    acceptance: Option<Acceptance>,
    must_have: Option<bool>,
    paid: Vec<Paid>,
    papers: Vec<Paper>,
}

impl Whole {
    /// Whether a step of this number was taken; the first one is 1.
    pub(super) fn has_step(&self, number: i64) -> bool {
        usize::try_from(number).is_ok_and(|number| (1..=self.steps.len()).contains(&number))
    }

    /// As the rules see it.
    pub(super) fn standing(&self) -> Standing {
        let (acceptance, must_have) = (self.acceptance, self.must_have);
        Standing { stage: self.stored.room.stage, since: self.steps.last().map(|step| step.on), acceptance, must_have }
    }
}

/// Reads it.
pub(super) async fn whole(state: &AppState, visit: &Visit, stored: Stored) -> Result<Whole, StoreError> {
    let (id, venue) = (stored.room.id, &stored.room.venue);
    let certified = certified_of(&state.db, visit.standards(), id).await?;
    let acceptance = certified.map(|certified| Acceptance {
        inspection: certified.inspection,
        visited: certified.visited,
        open_gates: certified.report.open_gates.len(),
    });
    let today = visit.today();
    let rule = visit.standards().in_force(today).map(|version| &version.standard.duty);
    let must_have = rule.and_then(|rule| rule.is_large(venue.area_m2.map(f64::from), venue.visitors_per_day.map(f64::from)));
    let due = store::dues(&state.db).await?.remove(&id);
    let (steps, paid) = (store::steps(&state.db, id).await?, paid(&state.db, id).await?);
    let papers = papers::of(&state.db, PaperOf::Step, id.0).await?;
    Ok(Whole { stored, steps, due, acceptance, must_have, paid, papers })
}

/// `GET /staff/build/{code}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(code): Path<String>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let stored = match find(&state, &visit, &code).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let version = stored.version;
    match whole(&state, &visit, stored).await {
        Ok(whole) => {
            let today = visit.today();
            let due = whole.due.map_or_else(String::new, |due| due.to_string());
            let typed = Typed { on: today.to_string(), due, version, ..Typed::default() };
            page(&visit, &who, &whole, &typed, None)
        }
        Err(error) => AppError::away(&error, &visit),
    }
}

pub(super) fn page(visit: &Visit, who: &SignedIn, whole: &Whole, typed: &Typed, wrong: Option<&str>) -> Response {
    let (lang, room) = (visit.lang, &whole.stored.room);
    let english = lang.is_english();
    let street = room.street.and_then(|code| visit.registry.region.street(code)).map(|street| street.name(english));
    let where_ = [Some(room.venue.name.pick(english)), street, room.address.as_ref().map(domain::Line::as_str)];
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/build" { (lang.build_title()) } }
            h1 { (room.code) " " (room.name.pick(english)) }
            p.lead { strong { (lang.stage(room.stage)) } " · " (where_.into_iter().flatten().collect::<Vec<_>>().join(" · ")) }
            @if let Some(why) = &room.stage_note { p { (why) } }
            @if whole.must_have == Some(true) { p { (lang.build_must_have()) } }
            p {
                a href={ "/staff/build/" (room.code) "/edit" } { (lang.build_edit()) }
                @if room.is_public() { " · " a href={ "/rooms/" (room.code) } { (lang.build_public()) } }
                @if may(who.person.role, Action::ManageAwards) { " · " a href={ "/staff/awards?room=" (room.code) } { (lang.award_title()) } }
            }
            @if room.stage == Stage::Acceptance { (acceptance(whole, lang)) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if room.stage != Stage::Closed { (next(visit, who, whole, typed)) }
            @if !whole.paid.is_empty() && may(who.person.role, Action::ManageMoney) { (rewards(&whole.paid, lang)) }
            h2 { (lang.build_history()) }
            (history(whole, visit))
            @if !whole.steps.is_empty() { (add_paper(whole, lang)) }
        }
    };
    Frame::form(visit, room.code.as_str(), wrong.is_some()).around(&main)
}

/// What experts have found so far of a room that waits for them.
fn acceptance(whole: &Whole, lang: Lang) -> Markup {
    let since = whole.standing().since;
    let found = whole.acceptance.filter(|of| since.is_none_or(|since| of.visited >= since));
    html! {
        section.panel aria-labelledby="acceptance" {
            h2 #acceptance { (lang.build_acceptance()) }
            @match found {
                None => p { (lang.build_not_inspected()) " " a href="/staff/rounds/new" { (lang.round_new()) } },
                Some(found) => {
                    p {
                        @if found.open_gates == 0 { (lang.build_accepted(lang.date(found.visited))) }
                        @else { (lang.build_open_gates(found.open_gates)) }
                        " " a href={ "/inspections/" (found.inspection) } { (lang.inspect_report()) }
                    }
                }
            }
        }
    }
}

fn next(visit: &Visit, who: &SignedIn, whole: &Whole, typed: &Typed) -> Markup {
    let (lang, room) = (visit.lang, &whole.stored.room);
    let today = visit.today();
    let steps: Vec<StageStep> = room.stage.steps().collect();
    let is_lead = who.person.role == Role::LeadExpert;
    html! {
        section.panel aria-labelledby="next" {
            h2 #next { (lang.build_next()) }
            form.entries method="post" action={ "/staff/build/" (room.code) "/step" } {
                input type="hidden" name="version" value=(whole.stored.version);
                fieldset.entry {
                    legend { (lang.build_step()) }
                    div.choices {
                        @for step in &steps {
                            label { input type="radio" name="step" value=(step) required checked[typed.step == step.word()]; (lang.stage_step(*step)) }
                        }
                    }
                }
                label.entry { span { (lang.build_day()) } input type="date" name="on" value=(typed.on) max=(today) required; }
                @if room.stage.is_planned() {
                    label.entry { span { (lang.build_due()) } input type="date" name="due" value=(typed.due); }
                }
                label.entry { span { (lang.build_paper()) } input name="paper" value=(typed.paper) maxlength="200" autocomplete="off"; small { (lang.build_paper_hint()) } }
                label.entry { span { (lang.build_note()) } textarea name="note" rows="2" maxlength="300" { (typed.note) } small { (lang.build_note_hint()) } }
                @if is_lead && room.stage == Stage::Acceptance {
                    label.check { input type="checkbox" name="regardless" value="yes" checked[!typed.regardless.is_empty()]; (lang.build_regardless()) }
                }
                @if whole.must_have == Some(true) {
                    label.check { input type="checkbox" name="duty_seen" value="yes" checked[!typed.duty_seen.is_empty()]; (lang.build_duty_seen()) }
                }
                button.button.button-primary { (lang.build_record()) }
            }
        }
    }
}

/// What the room was paid, or is to be paid.
fn rewards(paid: &[Paid], lang: Lang) -> Markup {
    html! {
        h2 { (lang.money_of_room()) }
        ul.lines role="list" {
            @for paid in paid {
                li {
                    a href={ "/staff/money/" (paid.programme) } { (paid.title) } @if paid.fictional { " " (lang.money_fictional()) }
                    br; (lang.milestone(paid.milestone)) " · " span.num { (paid.amount) } " · " (lang.payment_state(paid.state))
                }
            }
        }
    }
}

fn history(whole: &Whole, visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    html! {
        @if whole.steps.is_empty() { p.quiet { (lang.build_no_steps()) } }
        ol.lines role="list" {
            @for (number, step) in numbered(whole) {
                li {
                    strong { (lang.stage_step(step.what)) } @if step.what != StageStep::Propose { " → " (lang.stage(step.to)) } " · " time datetime=(step.on) { (lang.date(step.on)) }
                    @if step.regardless { " · " strong.late { (lang.build_was_regardless()) } }
                    @if !step.note.is_empty() { br; (step.note) }
                    @if !step.paper.is_empty() { br; (lang.build_paper()) ": " (step.paper) }
                    @if let Some(inspection) = step.inspection { br; a href={ "/inspections/" (inspection) } { (lang.inspect_report()) } }
                    (papers::list(whole.papers.iter().filter(|paper| paper.number == number), visit))
                    @if whole.papers.iter().all(|paper| paper.number != number) { br; }
                    small.quiet { (lang.build_recorded(&step.by, moment_text(lang, region.local(step.at)))) }
                }
            }
        }
    }
}

/// The form that adds a document to one of the steps, the last one first.
fn add_paper(whole: &Whole, lang: Lang) -> Markup {
    let which = html! {
        label.entry { span { (lang.build_paper_step()) }
            select name="number" {
                @for (number, step) in numbered(whole) {
                    option value=(number) { (lang.stage_step(step.what)) " · " (lang.date(step.on)) }
                }
            } }
    };
    papers::form(&format!("/staff/build/{}/papers", whole.stored.room.code), "", &which, lang)
}

/// The steps with their numbers, the last one first.
fn numbered(whole: &Whole) -> Vec<(i64, &Step)> {
    let mut steps: Vec<_> = (1..).zip(&whole.steps).collect();
    steps.reverse();
    steps
}
