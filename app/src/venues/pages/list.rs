//! `/staff/venues`: the venues of the lists, and those that only rooms tell of.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::venues::{DutyCount, DutyVenue, Tie};
use domain::{Action, VenueType, Word};
use maud::{Markup, html};

use super::asked::{Asked, HAS, MUST};
use crate::accounts::SignedIn;
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::see;
use crate::venues::words::name_of;

/// Rows of a page.
const ROWS: usize = 100;

/// `GET /staff/venues`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageVenues, &visit) {
        return *refused;
    }
    let (lang, today) = (visit.lang, visit.today());
    let day = asked.past(today).unwrap_or(today);
    let seen = match see(&state.db, &visit.registry.region, visit.standards(), (day, today)).await {
        Ok(seen) => seen,
        Err(error) => return AppError::away(&error, &visit),
    };
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.venues_title()) }
            p { (lang.venues_lead()) }
            ul.downloads role="list" {
                li { a.button.button-primary href="/staff/venues/lists" { (lang.venues_bring_in()) } }
                li { a.button href="/staff/targets/duty" { (lang.duty_title()) } }
            }
            (question(&asked, &visit))
            @if asked.past(today).is_some() { p.wrong { (lang.venues_as_of(lang.date(day))) } }
            @match &seen.duty {
                Some((_, venues)) => (found(&asked, venues, seen.listed.is_empty(), &visit)),
                None => p { (lang.duty_no_rule()) },
            }
        }
    };
    Frame::new(&visit, lang.venues_title()).around(&main)
}

fn question(asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let must = MUST.into_iter().zip([lang.venues_must(), lang.venues_need_not(), lang.venues_cannot_tell()]);
    let has = HAS.into_iter().zip([lang.venues_has_open(), lang.venues_coming(), lang.venues_has_none()]);
    let kinds = VenueType::ALL.iter().map(|kind| (kind.word(), lang.venue_type(*kind)));
    html! {
        form.question method="get" action="/staff/venues" {
            label.entry { span { (lang.venues_search()) } input type="search" name="q" value=(asked.q) autocomplete="off"; }
            label.entry {
                span { (lang.build_street()) }
                select name="street" {
                    option value="" { (lang.round_any_street()) }
                    @for street in &visit.registry.region.streets {
                        option value=(street.code) selected[street.code.as_str() == asked.street] { (street.name(lang.is_english())) }
                    }
                }
            }
            (choice("venue", lang.build_venue_type(), &asked.venue, kinds, lang))
            (choice("must", lang.duty_title(), &asked.must, must, lang))
            (choice("has", lang.venues_has(), &asked.has, has, lang))
            label.entry { span { (lang.build_on()) } input type="date" name="on" value=(asked.on); }
            button.button { (lang.audit_show()) }
        }
    }
}

fn choice<'a>(name: &str, title: &str, chosen: &str, options: impl Iterator<Item = (&'a str, &'a str)>, lang: Lang) -> Markup {
    html! {
        label.entry {
            span { (title) }
            select name=(name) {
                option value="" { (lang.build_all()) }
                @for (word, title) in options { option value=(word) selected[word == chosen] { (title) } }
            }
        }
    }
}

fn found(asked: &Asked, venues: &[DutyVenue], is_unlisted: bool, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let wanted: Vec<&DutyVenue> = venues.iter().filter(|venue| asked.fits(venue)).collect();
    let count = DutyCount::of(wanted.iter().copied());
    let pages = wanted.len().div_ceil(ROWS).max(1);
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    html! {
        @if is_unlisted { p.panel { (lang.venues_no_list()) } }
        p.lead {
            (lang.venues_found(wanted.len())) " " (lang.duty_coverage(count.whole.must, count.whole.have))
            @if let Some(percent) = count.whole.percent() { " " strong { (percent) "%" } }
        }
        p { a href={ "/staff/venues.csv?" (asked.with("page", "")) } { (lang.build_csv()) } }
        @if wanted.is_empty() { p.quiet { (lang.venues_none()) } } @else { (table(wanted.iter().copied().skip((page - 1) * ROWS).take(ROWS), visit)) }
        @if pages > 1 {
            nav.pager aria-label=(lang.answer_pages()) {
                @if page > 1 { a.button rel="prev" href={ "/staff/venues?" (asked.with("page", &(page - 1).to_string())) } { (lang.answer_previous()) } }
                span { (page) " / " (pages) }
                @if page < pages { a.button rel="next" href={ "/staff/venues?" (asked.with("page", &(page + 1).to_string())) } { (lang.answer_next()) } }
            }
        }
    }
}

fn table<'a>(venues: impl Iterator<Item = &'a DutyVenue>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.build_venue(), lang.build_street(), lang.build_venue_type(), lang.duty_title(), lang.venues_has()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.venues_title()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for venue in venues {
                        tr {
                            td data-label=(heads[0]) { (named(venue, visit)) }
                            td.nowrap data-label=(heads[1]) { @if let Some(code) = venue.street { (visit.street_name(code)) } @else { "–" } }
                            td.nowrap data-label=(heads[2]) { (lang.venue_type(venue.kind)) }
                            td data-label=(heads[3]) { (lang.venue_must(&venue.must)) }
                            td data-label=(heads[4]) { (rooms(venue, lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// The name of a venue, leading to it; one of no list says so.
fn named(venue: &DutyVenue, visit: &Visit) -> Markup {
    html! {
        @match venue.listed {
            Some(id) => a href={ "/staff/venues/" (id) } { (name_of(venue, visit)) },
            None => { (name_of(venue, visit)) br; small.quiet { (visit.lang.venues_tie_own()) } },
        }
    }
}

/// What a venue has, and its rooms.
fn rooms(venue: &DutyVenue, lang: Lang) -> Markup {
    let unconfirmed = venue.rooms.iter().filter(|room| room.tie == Tie::Name).count();
    html! {
        (lang.venue_has(venue.has()))
        @for room in &venue.rooms { " " a href={ "/staff/build/" (room.code) } { (room.code) } }
        @if unconfirmed > 0 { br; small.quiet { (lang.venues_unconfirmed(unconfirmed)) } }
    }
}
