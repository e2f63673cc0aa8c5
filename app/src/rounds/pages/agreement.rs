//! `/staff/rounds/{id}/agreement`: how far the two experts of each room agree, clause by clause.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::rounds::{Agreement, AssignmentState, agreement};
use domain::score::Outcome;
use domain::{Action, ClauseId};
use maud::{Markup, html};
use uuid::Uuid;

use super::find;
use crate::accounts::SignedIn;
use crate::i18n::Lang;
use crate::inspections::{self, HandedIn, handed_in};
use crate::rounds::store::{self, Assignment};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/rounds/{id}/agreement`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    let round = match find(&state, &visit, id).await {
        Ok(round) => round,
        Err(refused) => return *refused,
    };
    let pairs = match pairs(&state, id).await {
        Ok(pairs) => pairs,
        Err(error) => return AppError::away(&error, &visit),
    };
    let mut outcomes: BTreeMap<ClauseId, Vec<(Outcome, Outcome)>> = BTreeMap::new();
    for (first, second) in &pairs {
        for line in &first.report.lines {
            if let Some(other) = second.report.line(line.clause) {
                outcomes.entry(line.clause).or_default().push((line.outcome, other.outcome));
            }
        }
    }
    let all: Vec<_> = outcomes.values().flatten().copied().collect();
    let (lang, english) = (visit.lang, visit.lang.is_english());
    let standard = pairs.first().and_then(|(first, _)| visit.standards().version(&first.sheet.standard));
    let standard = standard.map(|version| &version.standard);
    let title = |id: ClauseId| standard.and_then(|standard| standard.clause(id)).map_or("", |clause| clause.title.pick(english));
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href={ "/staff/rounds/" (round.id) } { (round.title) } }
            h1 { (lang.round_agreement()) }
            p { (lang.round_agreement_text()) }
            @if pairs.is_empty() { p.quiet { (lang.round_pairs_none()) } } @else {
                p { (lang.round_agreement_rooms(pairs.len())) }
                div.scroll-x tabindex="0" role="region" aria-label=(lang.round_agreement()) {
                    table {
                        thead { tr {
                            th scope="col" { (lang.round_clause()) }
                            th.num scope="col" { "κ" } th.num scope="col" { (lang.round_share_alike()) } th.num scope="col" { "n" }
                        } }
                        tbody {
                            tr { th scope="row" { (lang.round_overall()) } (cells(&agreement(&all), lang)) }
                            @for (clause, pairs) in &outcomes {
                                tr { th scope="row" { (clause) " " (title(*clause)) } (cells(&agreement(pairs), lang)) }
                            }
                        }
                    }
                }
            }
        }
    };
    Frame::new(&visit, lang.round_agreement()).around(&main)
}

fn cells(of: &Agreement, lang: Lang) -> Markup {
    // Rounded half up to whole percent.
    let percent = (of.alike * 200 + of.n) / (of.n.max(1) * 2);
    html! {
        td.num { @match of.kappa { Some(kappa) => (format!("{kappa:.2}")), None => (lang.round_kappa_none()) } }
        td.num { (percent) "%" }
        td.num { (of.n) }
    }
}

/// What both experts of a room handed in, as each did alone and by the same version.
async fn pairs(state: &AppState, round: Uuid) -> Result<Vec<(HandedIn, HandedIn)>, inspections::StoreError> {
    let all = store::of_round(&state.db, round).await?;
    let done: Vec<&Assignment> = all.iter().filter(|of| of.twice && of.state == AssignmentState::Done).collect();
    let ids: Vec<Uuid> = done.iter().filter_map(|of| of.inspection).collect();
    let mut sheets = handed_in(&state.db, &ids).await?;
    let mut pairs = Vec::new();
    for first in done.iter().filter(|of| of.turn == 1) {
        let second = done.iter().find(|of| of.room == first.room && of.turn == 2);
        let inspections = second.and_then(|second| first.inspection.zip(second.inspection));
        let Some((one, two)) = inspections else { continue };
        let found = sheets.remove(&one).zip(sheets.remove(&two));
        pairs.extend(found.filter(|(a, b)| a.report.standard == b.report.standard));
    }
    Ok(pairs)
}
