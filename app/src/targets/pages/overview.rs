//! `/staff/targets`: a year's targets beside what there is, as it stands or as it stood on a day.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::Action;
use domain::targets::{Target, year_end};
use maud::{Markup, html};

use super::asked::Asked;
use super::seen::{Seen, see};
use super::tables;
use crate::accounts::SignedIn;
use crate::figures::pages::target_chart;
use crate::state::AppState;
use crate::targets::store::{self, StoreError};
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/targets`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let today = visit.today();
    let asked = Asked { year: asked.year(today).to_string(), ..asked };
    match read(&state, &visit, &asked).await {
        Ok((seen, years, frozen)) => page(&visit, &asked, &seen, &years, &frozen, today),
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn read(state: &AppState, visit: &Visit, asked: &Asked) -> Result<(Seen, Vec<i32>, Vec<i32>), StoreError> {
    let (years, frozen) = (store::years(&state.db).await?, store::frozen_years(&state.db).await?);
    Ok((see(state, visit, asked).await?, years, frozen))
}

fn page(visit: &Visit, asked: &Asked, seen: &Seen, years: &[i32], frozen: &[i32], today: NaiveDate) -> Response {
    let (lang, count) = (visit.lang, &seen.count);
    let year = count.year;
    let link = |rooms: &Asked| format!("/staff/targets/rows?{}", rooms.query());
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.target_title()) }
            p { (lang.target_lead()) }
            (tables::counted(visit))
            (question(asked, years, frozen, today, visit))
            @if asked.past(today).is_some() { p.wrong { (lang.target_as_of(lang.date(count.day))) } }
            (tables::before_records(count.day, seen.began, visit))
            ul.downloads role="list" {
                li { a.button.button-primary href={ "/staff/targets/new?year=" (year) } { (lang.target_new()) } }
                @if frozen.contains(&year) { li { a.button href={ "/staff/targets/frozen/" (year) } { (lang.target_see_frozen(year)) } } }
                @else if year_end(year) < today { li { a.button href={ "/staff/targets/freeze?year=" (year) } { (lang.target_freeze(year)) } } }
                li { a.button href={ "/staff/targets.csv?" (asked.of("", "", "").query()) } { (lang.build_csv()) } }
                li { a.button href="/staff/targets/duty" { (lang.duty_title()) } }
                li { a.button href="/progress" { (lang.target_public()) } }
            }
            h2 { (lang.target_of_year(year)) }
            p { (lang.target_counted_on(lang.date(count.day), count.rooms.len())) }
            (tables::targets(count, seen.expected.as_deref(), asked, link, visit))
            (target_chart(count.targets.iter().map(|judged| (&judged.scope, judged.rooms, judged.open.len())), visit))
            @if seen.expected.is_some() { p.quiet { (lang.target_expected_hint()) } } @else { p.quiet { (lang.target_expected_unknown()) } }
            @if asked.past(today).is_none() { (withdrawn(&seen.targets, visit)) }
            h2 { (lang.target_matrix()) }
            (tables::matrix(count, asked, link, visit))
            p.quiet { (lang.target_matrix_hint()) }
        }
    };
    Frame::new(visit, lang.target_title()).around(&main)
}

fn question(asked: &Asked, years: &[i32], frozen: &[i32], today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let chosen = asked.year(today);
    let mut all: Vec<i32> = years.iter().chain(frozen).copied().chain([today.year() - 1, today.year(), chosen]).collect();
    all.sort_unstable();
    all.dedup();
    html! {
        form.question method="get" action="/staff/targets" {
            label.entry {
                span { (lang.target_year()) }
                select name="year" {
                    @for year in all {
                        option value=(year) selected[year == chosen] { (year) @if frozen.contains(&year) { " " (lang.target_is_frozen()) } }
                    }
                }
            }
            label.entry { span { (lang.build_on()) } input type="date" name="on" value=(asked.on); }
            button.button { (lang.audit_show()) }
        }
    }
}

/// Targets that were withdrawn: in no table, and still there.
fn withdrawn(targets: &[Target], visit: &Visit) -> Markup {
    let is_withdrawn = |target: &&Target| target.latest().is_some_and(|last| last.rooms.is_none());
    let gone: Vec<&Target> = targets.iter().filter(is_withdrawn).collect();
    html! {
        @if !gone.is_empty() {
            p { (visit.lang.target_withdrawn_list()) }
            ul { @for target in gone { li { a href={ "/staff/targets/" (target.id) } { (tables::scope_words(&target.scope, visit)) } } } }
        }
    }
}
