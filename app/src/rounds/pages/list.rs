//! `/staff/rounds`: all rounds and how far each has come.

use axum::extract::State;
use axum::response::Response;
use domain::Action;
use maud::html;

use super::kind;
use crate::accounts::SignedIn;
use crate::rounds::store;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/rounds`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let rounds = match store::list(&state.db, visit.today()).await {
        Ok(rounds) => rounds,
        Err(error) => return AppError::away(&error, &visit),
    };
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.round_title()) }
            p { (lang.round_lead()) }
            p { a.button.button-primary href="/staff/rounds/new" { (lang.round_new()) } }
            @if rounds.is_empty() { p.quiet { (lang.round_none()) } }
            ul.people role="list" {
                @for (round, progress) in &rounds {
                    li.panel {
                        h2 { a href={ "/staff/rounds/" (round.id) } { (round.title) } }
                        p { (kind(round, lang)) }
                        p {
                            progress value=(progress.done) max=((progress.done + progress.open).max(1)) aria-hidden="true" {}
                            " " (lang.round_progress(progress.done, progress.open))
                            @if progress.overdue > 0 { " · " strong.line-fail { (lang.round_overdue(progress.overdue)) } }
                            @if progress.cancelled > 0 { " · " (lang.round_cancelled_count(progress.cancelled)) }
                        }
                    }
                }
            }
        }
    };
    Frame::new(&visit, lang.round_title()).around(&main)
}
