//! `/staff/targets/freeze`: how a year stood at its end is shown, and then kept for ever.

use std::collections::HashSet;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::targets::{Count, year_end};
use domain::{Action, Digest, RoomId};
use maud::{Markup, html};
use serde::Deserialize;

use super::asked::Asked;
use super::seen::{at_year_end, began, end_of};
use super::tables;
use crate::accounts::{Form, SignedIn};
use crate::buildout;
use crate::state::AppState;
use crate::targets::store::{self, StoreError};
use crate::ui::{AppError, Frame, Visit};

/// What is sent to freeze a year.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Confirmed {
    year: String,
    /// The digest of what was shown.
    seen: String,
}

/// What would be kept.
struct Preview {
    count: Count,
    /// The local day on which the first room was recorded.
    began: Option<NaiveDate>,
    /// Rooms with a step of the year that was recorded after its end.
    late: HashSet<RoomId>,
    is_frozen: bool,
}

impl Preview {
    /// Changes with anything that would be kept.
    fn digest(&self) -> String {
        Digest::of(serde_json::to_string(&self.count).unwrap_or_default().as_bytes()).to_string()
    }
}

/// `GET /staff/targets/freeze`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let year = asked.year(visit.today());
    match preview(&state, &visit, year).await {
        Ok(preview) if preview.is_frozen => Redirect::to(&format!("/staff/targets/frozen/{year}")).into_response(),
        Ok(preview) => page(&visit, &preview, None),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/targets/freeze`: keeps what was shown.
pub(super) async fn freeze(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(sent): Form<Confirmed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let (lang, today) = (visit.lang, visit.today());
    let year = Asked { year: sent.year, ..Asked::default() }.year(today);
    let mut preview = match preview(&state, &visit, year).await {
        Ok(preview) => preview,
        Err(error) => return AppError::away(&error, &visit),
    };
    if preview.is_frozen {
        return page(&visit, &preview, Some(&lang.target_frozen_already(year)));
    }
    if year_end(year) >= today {
        return page(&visit, &preview, Some(&lang.target_not_over(year)));
    }
    if sent.seen != preview.digest() {
        return page(&visit, &preview, Some(lang.target_freeze_changed()));
    }
    match store::freeze(&state.db, &preview.count, &who.person, state.now()).await {
        Ok(_) => Redirect::to(&format!("/staff/targets/frozen/{year}")).into_response(),
        Err(StoreError::Frozen) => {
            preview.is_frozen = true;
            page(&visit, &preview, Some(&lang.target_frozen_already(year)))
        }
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn preview(state: &AppState, visit: &Visit, year: i32) -> Result<Preview, StoreError> {
    let count = at_year_end(state, visit, year).await?;
    let late = match end_of(&visit.registry.region, year_end(year)) {
        Some(end) => buildout::recorded_after(&state.db, year_end(year), end).await?,
        None => HashSet::new(),
    };
    let began = began(&state.db, &visit.registry.region).await?;
    Ok(Preview { began, is_frozen: store::frozen_years(&state.db).await?.contains(&year), count, late })
}

fn page(visit: &Visit, preview: &Preview, wrong: Option<&str>) -> Response {
    let (lang, count) = (visit.lang, &preview.count);
    let year = count.year;
    let is_over = year_end(year) < visit.today();
    let asked = Asked { year: year.to_string(), on: count.day.to_string(), ..Asked::default() };
    let link = |rooms: &Asked| format!("/staff/targets/rows?{}", rooms.query());
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href={ "/staff/targets?year=" (year) } { (lang.target_title()) } }
            h1 { (lang.target_freeze(year)) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if preview.is_frozen { p { a href={ "/staff/targets/frozen/" (year) } { (lang.target_see_frozen(year)) } } }
            @else if !is_over { p { (lang.target_not_over(year)) } }
            @else {
                p { (lang.target_freeze_lead()) }
                (tables::before_records(count.day, preview.began, visit))
                (tables::counted(visit))
                h2 { (lang.target_of_year(year)) }
                p { (lang.target_counted_on(lang.date(count.day), count.rooms.len())) }
                (tables::targets(count, None, &asked, link, visit))
                h2 { (lang.target_matrix()) }
                (tables::matrix(count, &asked, link, visit))
                (late(preview, visit))
                form method="post" action="/staff/targets/freeze" {
                    input type="hidden" name="year" value=(year);
                    input type="hidden" name="seen" value=(preview.digest());
                    button.button.button-primary { (lang.target_freeze_confirm(year)) }
                }
            }
        }
    };
    Frame::form(visit, lang.target_freeze(year), wrong.is_some()).around(&main)
}

/// Rooms whose steps of the year came too late to be counted.
fn late(preview: &Preview, visit: &Visit) -> Markup {
    let mut names: Vec<String> = preview.late.iter().filter_map(|id| visit.registry.name(*id, visit.lang.is_english())).collect();
    names.sort_unstable();
    html! {
        @if !names.is_empty() {
            h2 { (visit.lang.target_late()) }
            p { (visit.lang.target_late_lead(names.len())) }
            ul { @for name in names { li { (name) } } }
        }
    }
}
