//! `/staff/plans/{id}`: how far a plan is, and what came out, with the greedy answer beside it.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::coverage::Weight;
use domain::{AreaCode, Word};
use maud::{Markup, html};
use uuid::Uuid;

use super::asked::set_name;
use super::{find_plan, map, tables};
use crate::accounts::{Form, SignedIn};
use crate::coverage::request::{Candidate, Chosen, Demand, Ended, Outcome, PlanState};
use crate::coverage::store::{self, Content, Plan, Set, StoreError};
use crate::coverage::words::percent;
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Seconds after which the page of a plan under way is read again.
const AGAIN: u8 = 2;

/// A plan with what it speaks of.
struct Seen {
    plan: Plan,
    candidates: Vec<Candidate>,
    of: Option<Set>,
    demand: Option<Set>,
}

/// The candidates of a plan.
pub(super) async fn candidates(state: &AppState, plan: &Plan) -> Result<Vec<Candidate>, StoreError> {
    match store::content(&state.db, plan.request.candidates).await? {
        Some(Content::Candidates(candidates)) => Ok(candidates),
        _ => Err(StoreError::Row(plan.id)),
    }
}

/// `GET /staff/plans/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let plan = match find_plan(&state, &visit, &who, id).await {
        Ok(plan) => plan,
        Err(refused) => return *refused,
    };
    let read = async {
        let candidates = candidates(&state, &plan).await?;
        let of = store::find(&state.db, plan.request.candidates).await?;
        let demand = match plan.request.demand {
            Demand::Set(id) => store::find(&state.db, id).await?,
            Demand::Grid(_) => None,
        };
        Ok::<_, StoreError>(Seen { plan, candidates, of, demand })
    };
    match read.await {
        Ok(seen) => page(&seen, &visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/plans/{id}/cancel`
pub(super) async fn cancel(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(_): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = find_plan(&state, &visit, &who, id).await {
        return *refused;
    }
    match store::cancel(&state.db, id, who.actor(), state.now()).await {
        // One that ended meanwhile is shown as it ended.
        Ok(_) => Redirect::to(&format!("/staff/plans/{id}")).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(seen: &Seen, visit: &Visit) -> Response {
    let (lang, plan) = (visit.lang, &seen.plan);
    let state = plan.state.at(plan.beat, visit.now);
    let name = seen.of.as_ref().map_or_else(String::new, |set| set_name(set, visit));
    let title = lang.cover_plan_of(plan.request.count, plan.request.within_m, name);
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/plans" { (lang.cover_plans()) } }
            h1 { (title) }
            p.quiet { (plan.asked_by) " · " (moment_text(lang, visit.registry.region.local(plan.asked))) }
            (asked(seen, visit))
            @match (&plan.result, state) {
                (Some(Ended::Plan(outcome)), _) => (came_out(seen, outcome, visit)),
                (Some(Ended::Failed(why)), _) => p.wrong role="alert" { (lang.cover_failed_hint()) " " (why) },
                (None, PlanState::Interrupted) => p.wrong role="alert" { (lang.cover_interrupted_hint()) },
                (None, PlanState::Cancelled) => p.wrong { (lang.cover_cancelled_hint()) },
                (None, _) => (under_way(plan, state, visit)),
            }
            @if !state.is_under_way() {
                form method="post" action={ "/staff/plans/" (plan.id) "/again" } { button.button { (lang.cover_again()) } }
            }
        }
    };
    let head = html! { @if state.is_under_way() { meta http-equiv="refresh" content=(AGAIN); } };
    Frame { head, ..Frame::new(visit, title) }.around(&main)
}

/// The question in words.
fn asked(seen: &Seen, visit: &Visit) -> Markup {
    let (lang, request) = (visit.lang, &seen.plan.request);
    let words = |least: &BTreeMap<AreaCode, u32>| {
        let each = least.iter().map(|(street, least)| format!("{} {least}", visit.street_name(*street)));
        each.collect::<Vec<_>>().join(lang.answer_list_separator())
    };
    let least = words(request.wanted.as_ref().unwrap_or(&request.least));
    html! {
        dl.rules {
            dt { (lang.cover_demand()) }
            dd {
                @match (request.demand, &seen.demand) {
                    (Demand::Grid(spacing), _) => (lang.cover_grid(spacing)),
                    (_, Some(set)) => (set_name(set, visit)),
                    _ => "–",
                }
            }
            dt { (lang.cover_existing()) }
            dd {
                @match request.open {
                    Some((day, hour)) => (lang.cover_existing_open(lang.date(day), hour)),
                    None => (lang.cover_existing_all()),
                }
            }
            dt { (lang.cover_least()) }
            dd {
                @if least.is_empty() { (lang.cover_least_none()) } @else { (least) }
                @if request.count_existing {
                    @if request.wanted.is_none() { " " span.quiet { (lang.cover_least_after()) } }
                    @else if !least.is_empty() {
                        " " span.quiet { @if request.least.is_empty() { (lang.cover_least_met()) } @else { (lang.cover_least_new(words(&request.least))) } }
                    }
                }
            }
        }
    }
}

fn under_way(plan: &Plan, state: PlanState, visit: &Visit) -> Markup {
    let (lang, progress) = (visit.lang, &plan.progress);
    html! {
        div.panel role="status" data-state=(state.word()) {
            p { strong { (lang.plan_state(state)) } " " @if state == PlanState::Running { (lang.cover_seconds(progress.seconds)) } @else { (lang.cover_queued_hint()) } }
            @if let Some(best) = progress.best { p { (lang.cover_best(best)) } }
            @if let Some((best, bound)) = progress.best.zip(progress.bound) {
                p { (lang.cover_bound(bound)) " " (lang.cover_gap(percent(bound.less(best), bound))) }
            }
            p.quiet { (lang.cover_leave()) }
            form method="post" action={ "/staff/plans/" (plan.id) "/cancel" } { button.button { (lang.cover_cancel()) } }
        }
    }
}

fn came_out(seen: &Seen, outcome: &Outcome, visit: &Visit) -> Markup {
    let (lang, plan) = (visit.lang, &seen.plan);
    let (gain, greedy) = (outcome.gain(), outcome.greedy_gain());
    let (before, after) = (percent(outcome.before, outcome.total), percent(outcome.before + gain, outcome.total));
    let seconds = format!("{:.1}", outcome.seconds);
    let bound = outcome.bound.less(gain);
    html! {
        p.done role="status" { (lang.cover_result(outcome.sites.len(), plan.request.within_m, before, after, gain)) }
        @if outcome.optimal { p { strong { (lang.cover_proven()) } " " (lang.cover_took(seconds)) } }
        @else { p.wrong { (lang.cover_not_proven(plan.request.minutes, bound, percent(bound, outcome.bound))) } }
        @if outcome.unreachable > Weight::ZERO { p.quiet { (lang.cover_unreachable(outcome.unreachable, percent(outcome.unreachable, outcome.total))) } }
        (map::section(&format!("/staff/plans/{}/map.geojson", plan.id), lang.cover_map_plan(), visit))
        (map::legend(&["site", "gained", "gap", "room"], visit))
        h2 { (lang.cover_sites()) }
        p.quiet { (lang.cover_sites_hint()) }
        (sites(&outcome.sites, seen, outcome, lang.cover_sites(), visit))
        h2 { (lang.cover_greedy()) }
        p {
            @if greedy < gain { (lang.cover_greedy_less(greedy, gain.less(greedy), percent(gain.less(greedy), gain))) }
            @else { (lang.cover_greedy_same(greedy)) }
        }
        details.more-fields {
            summary { (lang.cover_greedy_list()) }
            (sites(&outcome.greedy, seen, outcome, lang.cover_greedy_list(), visit))
        }
        @if outcome.streets.is_empty() { p { (lang.cover_no_streets()) } } @else { (streets(outcome, visit)) }
        ul.downloads role="list" {
            li { a.button href={ "/staff/plans/" (plan.id) "/sites.csv" } download { (lang.build_csv()) } }
            li { a.button href={ "/staff/plans/" (plan.id) "/map.geojson" } download="muying-plan.geojson" { (lang.cover_geojson()) } }
        }
    }
}

fn sites(chosen: &[Chosen], seen: &Seen, outcome: &Outcome, label: &str, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = ["#", lang.cover_site(), lang.build_street(), lang.cover_gain(), lang.cover_share_then(), lang.cover_note()];
    let mut sum = outcome.before;
    let rows = (1_usize..).zip(chosen).filter_map(|(number, chosen)| {
        sum += chosen.gain;
        Some((number, chosen.gain, sum, seen.candidates.get(chosen.site as usize)?))
    });
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(label) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for (number, gain, sum, site) in rows {
                        tr {
                            td.num data-label=(heads[0]) { (number) }
                            td data-label=(heads[1]) { (site.name) }
                            td data-label=(heads[2]) { (tables::street_words(site.street, visit)) }
                            td.num data-label=(heads[3]) { "+" (gain) }
                            td.num data-label=(heads[4]) { (percent(sum, outcome.total)) }
                            td data-label=(heads[5]) { @if site.note.is_empty() { "–" } @else { (site.note) } }
                        }
                    }
                }
            }
        }
    }
}

fn streets(outcome: &Outcome, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.build_street(), lang.cover_before(), lang.cover_after(), lang.cover_gain()];
    html! {
        h2 { (lang.cover_by_street()) }
        div.scroll-x tabindex="0" role="region" aria-label=(lang.cover_by_street()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for street in &outcome.streets {
                        tr {
                            td data-label=(heads[0]) { (tables::street_words(street.street, visit)) }
                            td.num data-label=(heads[1]) { (percent(street.before, street.total)) }
                            td.num data-label=(heads[2]) { (percent(street.after, street.total)) }
                            td.num data-label=(heads[3]) { "+" (street.after.less(street.before)) }
                        }
                    }
                }
            }
        }
    }
}
