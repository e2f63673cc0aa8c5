//! What an import did, and the way back.

use axum::response::Response;
use maud::{Markup, html};

use crate::i18n::{Lang, moment_text};
use crate::imports::store::{self, Head, Obstacle, State as Stage, Touched, Why};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rooms that are listed.
const MOST: i64 = 200;

/// The page; obstacles are what kept it from being taken back just now.
pub(super) async fn page(state: &AppState, visit: &Visit, head: &Head, obstacles: &[Obstacle]) -> Response {
    let rooms = match store::touched(&state.db, head.id, MOST).await {
        Ok(rooms) => rooms,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let at = |moment| moment_text(lang, visit.registry.region.local(moment));
    let counts = head.counts;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/imports" { (lang.import_title()) } }
            h1 { (head.name) }
            @if !obstacles.is_empty() { (in_the_way(obstacles, lang)) }
            @if let Some((by, when)) = &head.settled {
                @if head.state == Stage::Undone { p.done role="status" { (lang.import_undone(by, at(*when))) } }
                @else { p.done role="status" { (lang.import_written(by, at(*when))) } }
            }
            p.lead { (lang.import_would(counts.added, counts.changed, counts.unchanged, counts.refused)) }
            p.quiet { (lang.import_uploaded(&head.uploaded_by, at(head.uploaded))) " · SHA-256 " code { (head.digest) } }
            @if head.state == Stage::Done { (undo(head, lang)) }
            (list(&rooms, counts.added + counts.changed, lang))
        }
    };
    Frame::form(visit, &head.name, !obstacles.is_empty()).around(&main)
}

fn undo(head: &Head, lang: Lang) -> Markup {
    html! {
        details {
            summary { (lang.import_undo()) }
            p { (lang.import_undo_text(head.counts.added, head.counts.changed)) }
            form method="post" action={ "/staff/imports/" (head.id) "/undo" } {
                input type="hidden" name="version" value=(head.version);
                button.button { (lang.import_undo()) }
            }
        }
    }
}

fn in_the_way(obstacles: &[Obstacle], lang: Lang) -> Markup {
    html! {
        div.wrong role="alert" {
            div {
                p { (lang.import_not_undone(obstacles.len())) }
                ul {
                    @for obstacle in obstacles.iter().take(50) {
                        li {
                            @match obstacle.code {
                                Some(code) => a href={ "/staff/build/" (code) } { (code) },
                                None => (lang.import_room_gone()),
                            }
                            " " (obstacle.why.iter().map(|why| lang.import_in_the_way(*why)).collect::<Vec<_>>().join(lang.import_comma()))
                        }
                    }
                }
                @if obstacles.len() > 50 { p { (lang.import_and_more(obstacles.len() - 50)) } }
            }
        }
    }
}

fn list(rooms: &[Touched], all: usize, lang: Lang) -> Markup {
    html! {
        @if !rooms.is_empty() {
            h2 { (lang.import_rooms()) }
            ul.lines role="list" {
                @for room in rooms {
                    li {
                        @match &room.code { Some(code) => a href={ "/staff/build/" (code) } { (code) }, None => (lang.import_room_gone()) }
                        " " @if room.came_from.is_none() { (lang.import_was_added()) } @else { (lang.import_was_changed()) }
                    }
                }
            }
            @if all > rooms.len() { p.quiet { (lang.import_and_more(all - rooms.len())) } }
        }
    }
}

impl Lang {
    /// What keeps an import from being taken back.
    fn import_in_the_way(self, why: Why) -> &'static str {
        match why {
            Why::Changed => self.import_way_changed(),
            Why::Inspected => self.import_way_inspected(),
            Why::Round => self.import_way_round(),
            Why::Operator => self.import_way_operator(),
            Why::Rectified => self.import_way_rectified(),
            Why::Build => self.import_way_build(),
            Why::Reported => self.import_way_reported(),
            Why::Paid => self.import_way_paid(),
            Why::Awarded => self.award_import_way(),
            Why::Venue => self.venues_way_linked(),
        }
    }
}
