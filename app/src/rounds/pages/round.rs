//! `/staff/rounds/{id}`: who inspects what, and how far it is; the same as CSV.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::rounds::AssignmentState;
use domain::{Action, Room, RoomId, Word};
use maud::{Markup, html};
use uuid::Uuid;

use super::change::Wish;
use super::{find, kind};
use crate::accounts::{self, Person, SignedIn};
use crate::i18n::{Lang, moment_text};
use crate::rounds::plan::name_of;
use crate::rounds::rooms_of;
use crate::rounds::store::{self, Assignment, Round, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit, safe, spreadsheet};

/// A round with all that its page shows.
struct Whole {
    round: Round,
    assignments: Vec<Assignment>,
    rooms: HashMap<RoomId, Room>,
    people: Vec<Person>,
    /// Who may be asked instead.
    experts: Vec<Person>,
}

async fn whole(state: &AppState, visit: &Visit, round: Round) -> Result<Whole, StoreError> {
    let assignments = store::of_round(&state.db, round.id).await?;
    let rooms = rooms_of(&state.db, &visit.registry, assignments.iter().map(|of| of.room)).await?;
    let experts = accounts::experts(&state.db).await?.into_iter().map(|(person, _)| person).collect();
    Ok(Whole { round, assignments, rooms, people: accounts::people(&state.db).await?, experts })
}

/// `GET /staff/rounds/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    match find(&state, &visit, id).await {
        Ok(round) => page(&state, &visit, round, None).await,
        Err(refused) => *refused,
    }
}

/// The page; with what was wished for an assignment and is refused, and why.
pub(super) async fn page(state: &AppState, visit: &Visit, round: Round, wrong: Option<(Uuid, &Wish, &str)>) -> Response {
    let whole = match whole(state, visit, round).await {
        Ok(whole) => whole,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, round) = (visit.lang, &whole.round);
    let mut ids: Vec<Uuid> = whole.assignments.iter().map(|of| of.expert).collect();
    ids.sort_by_key(|id| name_of(&whole.people, *id));
    ids.dedup();
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/rounds" { (lang.round_title()) } }
            h1 { (round.title) }
            @if let Some((.., words)) = wrong { p.wrong role="alert" { (words) } }
            p { (kind(round, lang)) }
            @if !round.about.is_empty() { p { (round.about) } }
            p.quiet { (lang.round_planned(moment_text(lang, visit.registry.region.local(round.created)))) }
            (drawn(round, lang))
            ul.downloads role="list" {
                li { a.button href={ "/staff/rounds/" (round.id) "/assignments.csv" } download { (lang.audit_export()) } }
                @if round.twice { li { a.button href={ "/staff/rounds/" (round.id) "/agreement" } { (lang.round_agreement()) } } }
            }
            @if round.twice { (pairs(&whole, lang)) }
            @for id in ids {
                h2 { (name_of(&whole.people, id)) }
                ul.people role="list" {
                    @for of in whole.assignments.iter().filter(|of| of.expert == id) { (row(of, &whole, wrong, visit)) }
                }
            }
        }
    };
    Frame::form(visit, round.title.as_str(), wrong.is_some()).around(&main)
}

/// How a draw is repeated.
fn drawn(round: &Round, lang: Lang) -> Markup {
    let Some(seed) = &round.seed else { return html! {} };
    html! {
        details.panel {
            summary { (lang.round_seed_was(seed)) }
            p { (lang.round_repeat()) }
            pre.scroll-x tabindex="0" { code { (format!(
                "for c in $(cat codes.txt); do printf '%s' '{}':$c | sha256sum | sed \"s/-/$c/\"; done | sort | head",
                seed.replace('\'', "'\\''")
            )) } }
            p { (lang.round_pool(round.pool.len())) }
            p { @for code in &round.pool { (code) " " } }
        }
    }
}

fn name(rooms: &HashMap<RoomId, Room>, id: RoomId, lang: Lang) -> String {
    rooms.get(&id).map_or_else(|| id.0.to_string(), |room| format!("{} {}", room.code, room.name.pick(lang.is_english())))
}

/// Rooms that both experts have handed in.
fn pairs(whole: &Whole, lang: Lang) -> Markup {
    let done = |of: &&Assignment| of.state == AssignmentState::Done;
    let second = |of: &Assignment| whole.assignments.iter().filter(done).any(|b| b.room == of.room && b.id != of.id);
    let ready: Vec<_> = whole.assignments.iter().filter(done).filter(|of| of.turn == 1 && second(of)).collect();
    html! {
        h2 { (lang.round_pairs()) }
        @if ready.is_empty() { p.quiet { (lang.round_pairs_none()) } }
        ul { @for of in ready { li {
            a href={ "/staff/rounds/" (of.round) "/pairs/" (of.room.0) } { (name(&whole.rooms, of.room, lang)) }
        } } }
    }
}

fn row(of: &Assignment, whole: &Whole, wrong: Option<(Uuid, &Wish, &str)>, visit: &Visit) -> Markup {
    let (lang, today) = (visit.lang, visit.today());
    let kept = wrong.filter(|(id, ..)| *id == of.id).map(|(_, wish, _)| wish);
    let reason = kept.map_or("", |wish| wish.reason.as_str());
    let late = of.state == AssignmentState::Open && of.due < today;
    html! {
        li.panel data-assignment=(of.id) data-state=(of.state) {
            h3 { (name(&whole.rooms, of.room, lang)) }
            p {
                @if late { strong.line-fail { (lang.round_overdue_since(lang.date(of.due))) } } @else { (lang.round_state(of.state)) }
                @if !of.note.is_empty() { " · " (of.note) }
            }
            @if let Some(inspection) = of.inspection { p { a href={ "/inspections/" (inspection) } { (lang.inspect_report()) } } }
            @if of.state == AssignmentState::Open {
                details open[kept.is_some()] {
                    summary { (lang.round_change()) }
                    form.entries method="post" action={ "/staff/rounds/" (of.round) "/assignments/" (of.id) } {
                        label.entry {
                            span { (lang.round_give_to()) }
                            select name="expert" {
                                @for person in whole.experts.iter().filter(|person| person.id != of.expert) {
                                    option value=(person.id) selected[kept.is_some_and(|wish| wish.expert == Some(person.id))] { (person.name) " (" (person.login) ")" }
                                }
                            }
                        }
                        label.entry { span { (lang.round_reason()) } input name="reason" value=(reason) maxlength="300" required autocomplete="off"; }
                        div.wishes {
                            button.button.button-primary name="wish" value="give" { (lang.round_give()) }
                            button.button name="wish" value="cancel" { (lang.round_cancel()) }
                        }
                    }
                }
            }
        }
    }
}

/// `GET /staff/rounds/{id}/assignments.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    let round = match find(&state, &visit, id).await {
        Ok(round) => round,
        Err(refused) => return *refused,
    };
    let whole = match whole(&state, &visit, round).await {
        Ok(whole) => whole,
        Err(error) => return AppError::away(&error, &visit),
    };
    let head = ["assignment", "code", "room", "expert", "turn", "due", "state", "inspection", "note"];
    let row = |of: &Assignment| {
        let room = whole.rooms.get(&of.room);
        [
            of.id.to_string(),
            room.map_or_else(String::new, |room| room.code.to_string()),
            room.map_or_else(|| of.room.0.to_string(), |room| safe(room.name.zh.as_str())),
            safe(&name_of(&whole.people, of.expert)),
            of.turn.to_string(),
            of.due.to_string(),
            of.state.word().to_owned(),
            of.inspection.map_or_else(String::new, |id| id.to_string()),
            safe(&of.note),
        ]
    };
    spreadsheet("muying-assignments.csv", head, whole.assignments.iter().map(row))
}

impl Lang {
    fn round_state(self, state: AssignmentState) -> &'static str {
        match state {
            AssignmentState::Open => self.round_open(),
            AssignmentState::Done => self.round_done(),
            AssignmentState::Cancelled => self.round_cancelled(),
        }
    }
}
