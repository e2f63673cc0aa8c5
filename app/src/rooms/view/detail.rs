//! The page of a room, top to bottom: what it is, the way there, hours, who may enter, what it has.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::awards::Held;
use domain::{Inspected, Line, OpenState, Region, Room, Stage, Timetable, nav_links};
use maud::{Markup, PreEscaped, Render, html};

use super::award::awards;
use super::card::StateBadge;
use super::facts::facts;
use super::hours::HoursView;
use super::icons::icon;
use crate::i18n::Lang;

/// What is known of a room's inspection.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// On this device only this much.
    Mark(Inspected),
    /// It was never inspected.
    Never,
    /// A confirmed inspection, as a panel.
    Panel(&'a Markup),
}

/// What the page of a room shows; it renders what stands below the page's header.
#[derive(Debug, Clone, Copy)]
pub struct RoomDetail<'a> {
    /// The room.
    pub room: &'a Room,
    /// Its hours.
    pub table: Option<&'a Timetable>,
    /// When its record last changed.
    pub updated: DateTime<Utc>,
    /// The area served.
    pub region: &'a Region,
    /// The local moment.
    pub now: NaiveDateTime,
    /// Why it is kept out of the finder, where the stage's note does not say it in the visitor's language.
    pub shut: Option<&'a str>,
    /// What parents have reported; `None` on a device without a signal.
    pub heard: Option<&'a Markup>,
    /// Whether it is cleaned daily and recorded; `None` on a device without a signal, and where no log is kept.
    pub care: Option<&'a Markup>,
    /// What citizen supervisors found; `None` on a device without a signal, and where too few were there.
    pub citizens: Option<&'a Markup>,
    /// What it holds.
    pub awards: &'a [Held],
    /// What the latest confirmed inspection found.
    pub inspection: Known<'a>,
    /// Whether this year's public holidays are known.
    pub holidays_known: bool,
    /// The language.
    pub lang: Lang,
}

impl Render for RoomDetail<'_> {
    fn render(&self) -> Markup {
        let Self { room, table, now, holidays_known, lang, .. } = *self;
        html! {
            a.back href="/" { (icon("back")) (lang.room_back()) }
            @if room.stage == Stage::Suspended { (suspended(room, self.shut, lang)) }
            div.room-grid {
                (self.head())
                (entrance(room, lang))
                div.room-side { (navigate(room, lang)) (HoursView::new(room, table, now, holidays_known, lang)) }
                div.room-rest {
                    (inspection(self.inspection, lang))
                    @if let Some(care) = self.care { (care) }
                    @if let Some(citizens) = self.citizens { (citizens) }
                    @if let Some(heard) = self.heard { (heard) }
                    (door(room, lang))
                    (who(room, lang))
                    (facts(room, now.date(), lang))
                    (self.foot())
                }
            }
        }
    }
}

impl RoomDetail<'_> {
    fn head(&self) -> Markup {
        let Self { room, table, region, now, lang, .. } = *self;
        let english = lang.is_english();
        let street = room.street.and_then(|code| region.street(code)).map(|street| street.name(english));
        let floor = room.floor.as_ref().map(|floor| floor.printed.as_str());
        let place = [Some(room.venue.name.pick(english)), floor, street];
        let area = room.area.map(|area| match area.class() {
            Some(class) => lang.room_area_class(area.get(), class),
            None => lang.room_area_small(area.get()),
        });
        let state = table.map_or(OpenState::Unknown, |table| table.state(now));
        html! {
            header.room-head {
                h1 { (room.name.pick(english)) }
                p.where { (place.into_iter().flatten().collect::<Vec<_>>().join(" · ")) }
                p.room-status { (StateBadge::of(room, state, now, lang)) }
                ul.tags role="list" {
                    li { (lang.kind(room.kind)) }
                    @if let Some(area) = area { li { (area) } }
                    @if matches!(self.inspection, Known::Never) { li { (lang.room_uninspected()) } }
                    @if room.demo { li { (lang.room_demo()) } }
                }
                (awards(self.awards, now.date(), lang))
            }
        }
    }

    fn foot(&self) -> Markup {
        let Self { room, updated, region, lang, .. } = *self;
        let day = updated.with_timezone(&region.offset()).date_naive();
        html! {
            div.room-foot {
                span { (lang.room_code()) " " span.num { (room.code) } }
                span { (lang.room_updated()) " " time datetime=(day) { (lang.date(day)) } }
                @if let Some(source) = room.source.as_ref().filter(|_| !room.demo) { span { (lang.room_source()) " " (source) } }
                a.button href={ "/rooms/" (room.code) "/report" } { (icon("info")) " " (lang.voice_report()) }
                a.share.button href={ "/rooms/" (room.code) } data-copied=(lang.room_copied()) {
                    (icon("share")) " " span aria-live="polite" { (lang.room_share()) }
                }
            }
        }
    }
}

fn suspended(room: &Room, shut: Option<&str>, lang: Lang) -> Markup {
    let noted = room.stage_note.as_ref().map(Line::as_str);
    let reason = shut.or(noted).unwrap_or(lang.room_suspended_no_reason());
    html! {
        div.notice.notice-shut role="note" {
            (icon("suspended"))
            h2 { (lang.state_suspended()) }
            p { (reason) }
            @if let Some(place) = room.place { p { a href={ "/?near=" (place) "&open=now" } { (lang.room_suspended_next()) } } }
        }
    }
}

/// A door with a mother and child on it, drawn for rooms without a photo.
const DOOR: PreEscaped<&str> = PreEscaped(
    r#"<path d="M6 101h92M28 101V24a8 8 0 0 1 8-8h32a8 8 0 0 1 8 8v77M68 66v8"/><circle cx="47" cy="38" r="5"/><path d="M39 62v-8a8 8 0 0 1 16 0v8ZM57 62"/>"#,
);

fn entrance(room: &Room, lang: Lang) -> Markup {
    html! {
        @if let Some(path) = &room.photo {
            figure.entrance { img src=(path) alt=(lang.room_entrance_alt(room.name.pick(lang.is_english()))) loading="lazy"; }
        } @else {
            figure.entrance.entrance-none {
                svg viewBox="0 0 104 104" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"
                    stroke-linejoin="round" aria-hidden="true" { (DOOR) }
                figcaption { (lang.room_entrance_none()) }
            }
        }
    }
}

fn navigate(room: &Room, lang: Lang) -> Markup {
    let Some(place) = room.place else {
        return html! { section.panel aria-labelledby="go" { h2 #go { (lang.room_no_place()) } p { (lang.room_no_place_text()) } } };
    };
    let shut = room.stage == Stage::Suspended;
    html! {
        section.panel aria-labelledby="go" {
            h2 #go { (lang.room_navigate()) }
            ul.go role="list" {
                @for (index, link) in nav_links(place, room.name.pick(lang.is_english())).into_iter().enumerate() {
                    @let first = index == 0 && !shut;
                    li {
                        a class=(if first { "button button-primary" } else { "button" }) href=(link.url) rel="noopener" {
                            @if first { (icon("go")) }
                            (lang.nav_app(link.app))
                        }
                    }
                }
            }
            p { (lang.room_navigate_note()) }
        }
    }
}

fn door(room: &Room, lang: Lang) -> Markup {
    let english = lang.is_english();
    html! {
        section.panel.door aria-labelledby="door" {
            h2 #door { (lang.room_door()) }
            ol.steps role="list" {
                li {
                    span {
                        (lang.room_go_to()) " " strong { (room.venue.name.pick(english)) }
                        @if let Some(address) = &room.address { small { (address) } }
                    }
                }
                @if let Some(floor) = &room.floor { li { span { (lang.room_floor()) " " strong { (floor.printed) } } } }
                @for step in room.steps(english) { li { span { (step) } } }
            }
            @if room.way.is_none() { p.quiet { (lang.room_way_none()) } }
        }
    }
}

/// The inspection's panel; without a signal its result and day.
fn inspection(known: Known<'_>, lang: Lang) -> Markup {
    match known {
        Known::Never => Markup::default(),
        Known::Panel(panel) => panel.clone(),
        Known::Mark(Inspected { inspection, visited, passes }) => html! {
            section.panel aria-labelledby="inspected" {
                h2 #inspected { (lang.room_inspected()) }
                p { (inspected_words(passes, lang)) " · " time datetime=(visited) { (lang.date(visited)) } }
                p { a href={ "/inspections/" (inspection) } { (lang.room_inspected_more()) } }
            }
        },
    }
}

/// Whether a room passed, in few words.
pub(super) fn inspected_words(passes: bool, lang: Lang) -> &'static str {
    if passes { lang.room_inspected_pass() } else { lang.room_inspected_fail() }
}

fn who(room: &Room, lang: Lang) -> Markup {
    html! {
        section.panel aria-labelledby="who" {
            h2 #who { (lang.room_who()) }
            dl.pairs {
                dt { (lang.room_who_entry()) } dd { (lang.entry(room.entry)) }
                dt { (lang.room_who_access()) }
                dd { (lang.access(room.access)) @if let Some(note) = &room.access_note { br; small { (note) } } }
                dt { (lang.room_who_paid()) } dd { (lang.paid_area(room.paid_area)) }
            }
        }
    }
}
