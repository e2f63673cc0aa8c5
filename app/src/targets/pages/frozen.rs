//! `/staff/targets/frozen/{year}`: a year as it was frozen, the rooms behind each number, and what is otherwise since.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::targets::{Count, Since};
use domain::{Action, RoomCode};
use maud::{Markup, html};

use super::asked::Asked;
use super::rows::words;
use super::seen::by_now;
use super::tables;
use crate::accounts::SignedIn;
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::targets::store::{self, Frozen, StoreError};
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/targets/frozen/{year}`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(year): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let Ok(number) = year.parse() else { return AppError::NoPage.page(&visit) };
    match read(&state, &visit, number).await {
        Ok(Some((frozen, now))) => page(&visit, &Asked { year, on: String::new(), ..asked }, &frozen, &now),
        Ok(None) => AppError::NoPage.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// The year as it was frozen, and as it is counted today.
async fn read(state: &AppState, visit: &Visit, year: i32) -> Result<Option<(Frozen, Count)>, StoreError> {
    let Some(frozen) = store::frozen(&state.db, year).await? else { return Ok(None) };
    Ok(Some((frozen, by_now(state, visit, year).await?)))
}

fn page(visit: &Visit, asked: &Asked, frozen: &Frozen, now: &Count) -> Response {
    let (lang, count) = (visit.lang, &frozen.count);
    let (year, region) = (count.year, &visit.registry.region);
    let link = |rooms: &Asked| format!("/staff/targets/frozen/{year}?{}#rooms", rooms.query());
    let is_narrow = [&asked.street, &asked.class, &asked.venue].into_iter().any(|field| !field.is_empty());
    let rooms = count.rooms.iter().filter(|room| asked.fits(room, region));
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href={ "/staff/targets?year=" (year) } { (lang.target_title()) } }
            h1 { (lang.target_frozen_title(year)) }
            p { (lang.target_frozen_by(&frozen.by, moment_text(lang, region.local(frozen.at)))) }
            p.digest { (lang.target_digest()) " " code { (frozen.digest) } }
            (tables::counted(visit))
            h2 { (lang.target_of_year(year)) }
            p { (lang.target_counted_on(lang.date(count.day), count.rooms.len())) }
            (tables::targets(count, None, asked, link, visit))
            h2 { (lang.target_matrix()) }
            (tables::matrix(count, asked, link, visit))
            h2 { (lang.target_since()) }
            (since(&count.since(now), visit))
            h2 #rooms { (lang.target_rows()) }
            @if is_narrow { p { (words(asked, visit)) " · " a href={ "/staff/targets/frozen/" (year) "#rooms" } { (lang.target_all_rooms()) } } }
            (tables::rooms(rooms.map(|room| (room, None)), visit))
        }
    };
    Frame::new(visit, lang.target_frozen_title(year)).around(&main)
}

/// What is otherwise today than it was kept.
fn since(since: &Since, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let rooms = |rooms: Option<u32>| rooms.map_or_else(|| lang.target_not_set().to_owned(), |rooms| lang.target_rooms_of(rooms));
    let codes = |codes: &[RoomCode]| {
        html! { @for code in codes { " " a href={ "/staff/build/" (code) } { (code) } } }
    };
    html! {
        @if *since == Since::default() { p.quiet { (lang.target_since_nothing()) } } @else {
            ul {
                @if !since.opened.is_empty() { li { (lang.target_since_opened(since.opened.len())) (codes(&since.opened)) } }
                @if !since.gone.is_empty() { li { (lang.target_since_gone(since.gone.len())) (codes(&since.gone)) } }
                @for change in &since.targets {
                    li {
                        a href={ "/staff/targets/" (change.target) } { (tables::scope_words(&change.scope, visit)) }
                        " " (rooms(change.then)) " → " (rooms(change.now))
                    }
                }
            }
        }
    }
}
