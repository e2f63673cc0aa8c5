//! `/staff/venues/{id}`: what is known of a venue, its rooms, and what can be done.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::venues::{DutyVenue, Field, Listed, Suggested, Tie, TiedRoom, suggestions};
use domain::{Action, Room, RoomId, Word, may};
use maud::{Markup, html};
use uuid::Uuid;

use super::{find, history};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::see;
use crate::venues::store::{self, StoreError, Stored, Version};
use crate::venues::words::text_of;

/// Rooms that are suggested at most.
const SUGGESTED: usize = 10;

/// What was typed and not taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// The code of a room.
    pub(super) code: String,
    pub(super) end_on: String,
    pub(super) why: String,
}

/// What is seen of a venue.
struct Seen {
    stored: Stored,
    /// With its rooms; `None` where it has ended, or no version of the standard is in force.
    duty: Option<DutyVenue>,
    suggested: Vec<Suggested>,
    rooms: Vec<Room>,
    versions: Vec<Version>,
}

/// `GET /staff/venues/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(stored) => page(&state, &visit, &who, stored, &Typed::default(), None).await,
        Err(refused) => *refused,
    }
}

/// The page; with a word on what was not done.
pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    stored: Stored,
    typed: &Typed,
    wrong: Option<&str>,
) -> Response {
    let read = async {
        let today = visit.today();
        let seen = see(&state.db, &visit.registry.region, visit.standards(), (today, today)).await?;
        let versions = store::versions(&state.db, stored.venue.id).await?;
        let duty = seen.duty.and_then(|(_, venues)| venues.into_iter().find(|one| one.listed == Some(stored.venue.id)));
        let suggested = suggestions(&stored.venue, &seen.listed, &seen.rooms, SUGGESTED);
        Ok::<_, StoreError>(Seen { stored, duty, suggested, rooms: seen.rooms, versions })
    };
    let seen = match read.await {
        Ok(seen) => seen,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, venue) = (visit.lang, &seen.stored.venue);
    let made_up = if venue.details.demo { lang.money_fictional() } else { "" };
    let title = format!("{}{made_up}", venue.details.name.pick(lang.is_english()));
    let proposes = venue.ended.is_none() && may(who.person.role, Action::ManageBuildout);
    let main = html! {
        main #main.prose.wide.desk tabindex="-1" {
            p { a href="/staff/venues" { (lang.venues_title()) } }
            h1 { (title) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            (verdict(&seen, visit))
            ul.downloads role="list" {
                @if proposes { li { a.button.button-primary href={ "/staff/build/new?" (proposal(venue)) } { (lang.venues_propose()) } } }
                li { a.button href={ "/staff/venues/" (venue.id) "/edit" } { (lang.venues_edit()) } }
            }
            (facts(venue, visit))
            @if venue.ended.is_none() { (rooms(&seen, typed, visit)) }
            (ending(&seen.stored, typed, visit))
            h2 { (lang.target_history()) }
            (history::lines(&seen.versions, &seen.rooms, visit))
        }
    };
    Frame::form(visit, title, wrong.is_some()).around(&main)
}

/// A proposal that begins with what is known of the venue, as a query string.
fn proposal(venue: &Listed) -> String {
    let of = &venue.details;
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| format!("{number:.0}"));
    let text = |text: Option<String>| text.unwrap_or_default();
    let fields = [
        ("name_zh", format!("{} 母婴室", of.name.zh)),
        ("venue_zh", of.name.zh.to_string()),
        ("venue_en", text(of.name.en.as_ref().map(ToString::to_string))),
        ("venue_type", of.kind.word().to_owned()),
        ("venue_area_m2", number(of.area_m2.map(f64::from))),
        ("venue_visitors_per_day", number(of.visitors_per_day.map(f64::from))),
        ("street", text(of.street.map(|code| code.to_string()))),
        ("community", text(of.community.map(|code| code.to_string()))),
        ("address", text(of.address.as_ref().map(ToString::to_string))),
        ("lon", text(of.place.map(|place| format!("{:.6}", place.lon())))),
        ("lat", text(of.place.map(|place| format!("{:.6}", place.lat())))),
    ];
    let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish()
}

fn verdict(seen: &Seen, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        @match (&seen.stored.venue.ended, &seen.duty) {
            (Some(ended), _) => p.wrong { (lang.venues_has_ended(lang.date(ended.on), &ended.why)) },
            (None, Some(duty)) => p.lead { strong { (lang.venue_must(&duty.must)) } " · " (lang.venue_has(duty.has())) },
            (None, None) => p { (lang.duty_no_rule()) },
        }
    }
}

fn facts(venue: &Listed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        dl.rules {
            @for field in Field::ALL { dt { (lang.venue_field(*field)) } dd { (text_of(&venue.details, *field, visit)) } }
            dt { (lang.venues_list()) }
            dd { (venue.list) @if let Some(key) = &venue.key { " · " (key) } }
        }
    }
}

fn rooms(seen: &Seen, typed: &Typed, visit: &Visit) -> Markup {
    let (lang, stored) = (visit.lang, &seen.stored);
    let name = |id: RoomId| seen.rooms.iter().find(|room| room.id == id).map(|room| room.name.pick(lang.is_english()));
    let tied = seen.duty.as_ref().map_or(&[][..], |duty| &duty.rooms);
    let near: Vec<&Suggested> = seen.suggested.iter().filter(|one| tied.iter().all(|room| room.id != one.room)).collect();
    html! {
        h2 #rooms { (lang.venues_rooms()) }
        @if tied.is_empty() && stored.venue.rooms.is_empty() { p.quiet { (lang.venues_no_rooms()) } }
        ul.people role="list" {
            @for room in tied {
                li.panel {
                    h3 { a href={ "/staff/build/" (room.code) } { (room.code) @if let Some(name) = name(room.id) { " " (name) } } }
                    p { (lang.stage(room.stage)) " · " (lang.venue_tie(room.tie)) }
                    @if room.tie == Tie::Name { (wish(stored, room.code.as_str(), &["link", "refuse"], visit)) }
                    @else { (wish(stored, room.code.as_str(), &["unlink"], visit)) }
                }
            }
        }
        (left(stored, tied, &seen.rooms, visit))
        @if !near.is_empty() {
            h3 { (lang.venues_suggested()) }
            p { (lang.venues_suggested_lead()) }
            ul.people role="list" {
                @for one in near {
                    li.panel {
                        p { a href={ "/staff/build/" (one.code) } { (one.code) @if let Some(name) = name(one.room) { " " (name) } } " · " (lang.venue_near(one.why)) }
                        (wish(stored, one.code.as_str(), &["link", "refuse"], visit))
                    }
                }
            }
        }
        (refused(seen, visit))
        form.entries method="post" action={ "/staff/venues/" (stored.venue.id) "/rooms" } {
            input type="hidden" name="version" value=(stored.version);
            label.entry { span { (lang.venues_link_code()) } input name="code" value=(typed.code) maxlength="13" autocomplete="off" autocapitalize="characters"; }
            button.button name="wish" value="link" { (lang.venues_link()) }
        }
    }
}

/// The rooms that staff said stand here and that count no longer: closed for good, or removed.
fn left(stored: &Stored, tied: &[TiedRoom], rooms: &[Room], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let left = stored.venue.rooms.iter().filter(|id| tied.iter().all(|room| room.id != **id));
    let left: Vec<(RoomId, Option<&Room>)> = left.map(|id| (*id, rooms.iter().find(|room| room.id == *id))).collect();
    let named = |room: Option<&Room>| room.map_or_else(|| lang.venues_room_gone().to_owned(), |room| room.code.to_string());
    html! {
        @if !left.is_empty() {
            ul.people role="list" {
                @for (id, room) in left {
                    li.panel {
                        @match room {
                            Some(room) => {
                                h3 { a href={ "/staff/build/" (room.code) } { (room.code) " " (room.name.pick(lang.is_english())) } }
                                p { (lang.stage(room.stage)) " · " (lang.venue_tie(Tie::Linked)) }
                            },
                            None => h3 { (lang.venues_room_gone()) },
                        }
                        form.wishes method="post" action={ "/staff/venues/" (stored.venue.id) "/rooms" } {
                            input type="hidden" name="version" value=(stored.version);
                            input type="hidden" name="room" value=(id.0);
                            button.button name="wish" value="unlink" aria-label=(format!("{} {}", lang.venues_unlink(), named(room))) { (lang.venues_unlink()) }
                        }
                    }
                }
            }
        }
    }
}

/// What can be said of a room, a button each.
fn wish(stored: &Stored, code: &str, wishes: &[&str], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        form.wishes method="post" action={ "/staff/venues/" (stored.venue.id) "/rooms" } {
            input type="hidden" name="version" value=(stored.version);
            input type="hidden" name="code" value=(code);
            @for wish in wishes {
                @let word = match *wish {
                    "link" => lang.venues_is_here(),
                    "refuse" => lang.venues_is_not_here(),
                    "unlink" => lang.venues_unlink(),
                    _ => lang.venues_allow(),
                };
                button.button name="wish" value=(wish) aria-label=(format!("{word} {code}")) { (word) }
            }
        }
    }
}

/// The rooms of which staff said that they do not stand here; they can be asked again.
fn refused(seen: &Seen, visit: &Visit) -> Markup {
    let of = |id: &RoomId| seen.rooms.iter().find(|room| room.id == *id);
    let refused: Vec<&Room> = seen.stored.venue.refused.iter().filter_map(of).collect();
    html! {
        @if !refused.is_empty() {
            details {
                summary { (visit.lang.venues_refused(refused.len())) }
                ul.people role="list" {
                    @for room in refused {
                        li.panel {
                            p { a href={ "/staff/build/" (room.code) } { (room.code) " " (room.name.pick(visit.lang.is_english())) } }
                            (wish(&seen.stored, room.code.as_str(), &["allow"], visit))
                        }
                    }
                }
            }
        }
    }
}

fn ending(stored: &Stored, typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let (venue, is_open) = (&stored.venue, !typed.end_on.is_empty() || !typed.why.is_empty());
    html! {
        details.more-fields open[is_open] {
            summary { @if venue.ended.is_none() { (lang.venues_end()) } @else { (lang.venues_reopen()) } }
            form.entries method="post" action={ "/staff/venues/" (venue.id) "/end" } {
                input type="hidden" name="version" value=(stored.version);
                p { @if venue.ended.is_none() { (lang.venues_end_lead()) } @else { (lang.venues_reopen_lead()) } }
                @if venue.ended.is_none() {
                    label.entry { span { (lang.venues_end_on()) } input type="date" name="end_on" value=(if typed.end_on.is_empty() { visit.today().to_string() } else { typed.end_on.clone() }) max=(visit.today()) required; }
                }
                label.entry { span { (lang.venues_end_why()) } input name="why" value=(typed.why) maxlength="200" autocomplete="off" required; }
                button.button { @if venue.ended.is_none() { (lang.venues_end()) } @else { (lang.venues_reopen()) } }
            }
        }
    }
}
