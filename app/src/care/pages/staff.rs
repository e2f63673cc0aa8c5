//! `/staff/care`: which rooms keep a log and how it stands, and which keep none.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::care::{DayState, Standing};
use domain::{Action, AreaCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::days::{standing, today_words};
use crate::accounts::SignedIn;
use crate::rooms::registry::Entry;
use crate::state::AppState;
use crate::ui::{Frame, Visit};

/// Rooms of one page at most.
const MOST: usize = 500;

/// Which rooms are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    street: String,
    /// `none`: those without a log; `today`: those without a record today; else all that keep one.
    log: String,
}

struct Row<'a> {
    entry: &'a Entry,
    standing: Option<Standing>,
}

/// `GET /staff/care`
pub(super) async fn show(State(_): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::SeeCare, &visit) {
        return *refused;
    }
    let street = AreaCode::new(&asked.street).ok();
    let registry = &visit.registry;
    let entries = registry.entries().iter().filter(|entry| street.is_none() || entry.room.street == street);
    let all: Vec<Row<'_>> = entries
        .map(|entry| Row { entry, standing: registry.care(entry.room.id).map(|care| standing(care, &entry.room, &visit)) })
        .collect();
    let keeping = all.iter().filter(|row| row.standing.is_some()).count();
    let late = all.iter().filter(|row| waits(row)).count();
    let wanted = |row: &&Row<'_>| match asked.log.as_str() {
        "none" => row.standing.is_none(),
        "today" => waits(row),
        _ => row.standing.is_some(),
    };
    let mut shown: Vec<&Row<'_>> = all.iter().filter(wanted).collect();
    // Those with the fewest records first.
    shown.sort_by_key(|row| (row.standing.as_ref().and_then(Standing::share).unwrap_or(101), row.entry.room.code));
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.care_staff_title()) }
            p { (lang.care_staff_lead(all.len(), keeping, all.len() - keeping, late)) }
            p.quiet { (lang.care_rule()) }
            (question(&asked, &visit))
            @if shown.is_empty() { p.quiet { (lang.care_staff_none()) } } @else { (table(&shown, &visit)) }
            @if shown.len() > MOST { p.quiet { (lang.care_staff_more(MOST)) } }
        }
    };
    Frame::form(&visit, lang.care_staff_title(), false).around(&main)
}

/// Whether a log has no record today on an open day.
fn waits(row: &Row<'_>) -> bool {
    row.standing.as_ref().and_then(|standing| standing.days.last()).is_some_and(|(_, state)| *state == DayState::Waits)
}

fn question(asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let logs = [("", lang.care_with()), ("today", lang.care_without_today()), ("none", lang.care_without())];
    html! {
        form.entries method="get" action="/staff/care" {
            label.entry {
                span { (lang.build_street()) }
                select name="street" {
                    option value="" { (lang.round_any_street()) }
                    @for street in &visit.registry.region.streets {
                        option value=(street.code) selected[street.code.as_str() == asked.street] { (street.name(lang.is_english())) }
                    }
                }
            }
            label.entry {
                span { (lang.care_which()) }
                select name="log" { @for (value, label) in logs { option value=(value) selected[asked.log == value] { (label) } } }
            }
            button.button { (lang.care_show()) }
        }
    }
}

fn table(rows: &[&Row<'_>], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.rectify_room(), lang.care_head_today(), lang.care_head_share(), lang.care_head_missed()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.care_staff_title()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows.iter().take(MOST) {
                        @let room = &row.entry.room;
                        @let care = visit.registry.care(room.id).zip(row.standing.as_ref());
                        tr {
                            td data-label=(heads[0]) { a href={ "/care/" (room.code) } { (room.code) " " (room.name.pick(lang.is_english())) } }
                            td data-label=(heads[1]) { @if let Some((care, standing)) = care { (today_words(care, standing, visit)) } @else { (lang.care_without()) } }
                            td.num data-label=(heads[2]) { @if let Some(share) = care.and_then(|(_, standing)| standing.share()) { (share) " %" } @else { "—" } }
                            td.num data-label=(heads[3]) { @if let Some((_, standing)) = care { (standing.missed().len()) } @else { "—" } }
                        }
                    }
                }
            }
        }
    }
}
