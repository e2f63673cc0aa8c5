//! `/staff/guide/readers/{number}`: who has read a revision and who has not, and the same as CSV.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{Action, Word, may};
use maud::{Markup, html};

use super::{all, day, numbered};
use crate::accounts::{Person, SignedIn, people};
use crate::guide::store;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit, safe, spreadsheet};

/// Somebody, and when they confirmed to have read it.
type Reader = (Person, Option<DateTime<Utc>>);

/// `GET /staff/guide/readers/{number}`, and `….csv`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(number): Path<String>) -> Response {
    if let Err(refused) = who.needs(Action::EditGuide, &visit) {
        return *refused;
    }
    let all = match all(&state, &visit).await {
        Ok(all) => all,
        Err(refused) => return *refused,
    };
    let plain = number.strip_suffix(".csv");
    let about = match numbered(&all, plain.unwrap_or(&number), &visit) {
        Ok(about) => about,
        Err(refused) => return *refused,
    };
    let mut readers = match store::readers(&state.db, about.number).await {
        Ok(readers) => readers,
        Err(error) => return AppError::away(&error, &visit),
    };
    let people = match people(&state.db).await {
        Ok(people) => people,
        Err(error) => return AppError::away(&error, &visit),
    };
    // Of accounts that were closed only what they confirmed is told: nobody waits for them.
    let with = people.into_iter().map(|person| {
        let at = readers.remove(&person.id);
        (person, at)
    });
    let waits = |person: &Person| person.active && may(person.role, Action::ReadGuide);
    let readers: Vec<Reader> = with.filter(|(person, at)| waits(person) || at.is_some()).collect();
    if plain.is_some() {
        return csv(about.number, &readers);
    }
    let (read, waiting): (Vec<Reader>, Vec<Reader>) = readers.into_iter().partition(|(_, at)| at.is_some());
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/guide" { (lang.guide_desk()) } }
            h1 { (lang.guide_readers()) }
            p.lead { (about.head.title) " · " (lang.guide_called(about)) }
            p { (lang.guide_readers_count(read.len(), waiting.len())) }
            h2 { (lang.guide_waiting()) }
            (table(&waiting, &visit))
            h2 { (lang.guide_have_read()) }
            (table(&read, &visit))
            p { a.button href={ "/staff/guide/readers/" (about.number) ".csv" } download { (lang.guide_csv()) } }
        }
    };
    Frame::new(&visit, lang.guide_readers()).around(&main)
}

fn table(readers: &[Reader], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.account_name(), lang.account_role(), lang.guide_read_at()];
    html! {
        @if readers.is_empty() { p.quiet { (lang.guide_nobody()) } } @else {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for (person, at) in readers {
                        tr {
                            td data-label=(heads[0]) { (person.name) }
                            td data-label=(heads[1]) { (lang.person_role(person.role)) }
                            td data-label=(heads[2]) { @if let Some(at) = at { (day(visit, *at)) } @else { "—" } }
                        }
                    }
                }
            }
        }
    }
}

fn csv(number: i64, readers: &[Reader]) -> Response {
    let row = |(person, at): &Reader| {
        let at = at.map_or_else(String::new, |at| at.to_rfc3339());
        [safe(person.name.as_str()), person.role.word().to_owned(), at]
    };
    let file = format!("muying-guide-{number}-readers.csv");
    spreadsheet(&file, ["name", "role", "read_at"], readers.iter().map(row))
}
