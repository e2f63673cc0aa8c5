//! `/staff/plans`: the plans that were asked for.

use axum::extract::State;
use axum::response::Response;
use domain::{Action, Word};
use maud::{Markup, html};

use super::asked::set_name;
use crate::accounts::SignedIn;
use crate::coverage::request::Ended;
use crate::coverage::store::{self, Plan, Set};
use crate::coverage::words::percent;
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/plans`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let read = async { Ok::<_, store::StoreError>((store::plans(&state.db).await?, store::list(&state.db).await?)) };
    let (plans, sets) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/coverage" { (lang.cover_title()) } }
            h1 { (lang.cover_plans()) }
            p { (lang.cover_plans_lead()) }
            p { a.button.button-primary href="/staff/plans/new" { (lang.cover_new_plan()) } }
            @if plans.is_empty() { p.quiet { (lang.cover_no_plans()) } } @else { (table(&plans, &sets, &visit)) }
        }
    };
    Frame::new(&visit, lang.cover_plans()).around(&main)
}

fn table(plans: &[Plan], sets: &[Set], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.cover_plan(), lang.rectify_state(), lang.cover_gain(), lang.cover_asked()];
    let name = |plan: &Plan| {
        let set = sets.iter().find(|set| set.id == plan.request.candidates);
        set.map_or_else(String::new, |set| set_name(set, visit))
    };
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.cover_plans()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for plan in plans {
                        @let state = plan.state.at(plan.beat, visit.now);
                        tr {
                            td data-label=(heads[0]) {
                                a href={ "/staff/plans/" (plan.id) } { (lang.cover_plan_of(plan.request.count, plan.request.within_m, name(plan))) }
                            }
                            td data-label=(heads[1]) data-state=(state.word()) { (lang.plan_state(state)) }
                            td.num data-label=(heads[2]) {
                                @if let Some(Ended::Plan(outcome)) = &plan.result {
                                    (percent(outcome.before, outcome.total)) " → " (percent(outcome.before + outcome.gain(), outcome.total))
                                } @else { "–" }
                            }
                            td data-label=(heads[3]) { (plan.asked_by) " · " (moment_text(lang, visit.registry.region.local(plan.asked))) }
                        }
                    }
                }
            }
        }
    }
}
