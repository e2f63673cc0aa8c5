//! `/staff/targets/duty`: the coverage rate of the duty to have a room, whole, by street and by kind of venue, with the venues
//! behind each number: those without a room first.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::standard::DutyRule;
use domain::venues::{DutyCount, DutyVenue, Must, Share};
use domain::{Action, AreaCode, VenueType, Word, may};
use maud::{Markup, html};

use super::asked::{Asked, NONE};
use super::tables;
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::{name_of, see};

/// `GET /staff/targets/duty`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let region = &visit.registry.region;
    let today = visit.today();
    let day = asked.past(today).unwrap_or(today);
    let seen = match see(&state.db, region, visit.standards(), (day, today)).await {
        Ok(seen) => seen,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let plans = asked.past(today).is_none() && may(who.person.role, Action::PlanSites);
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/targets" { (lang.target_title()) } }
            h1 { (lang.duty_title()) }
            p { (lang.duty_lead()) " " a href="/staff/venues" { (lang.venues_title()) } }
            form.question method="get" action="/staff/targets/duty" {
                @if !asked.street.is_empty() { input type="hidden" name="street" value=(asked.street); }
                @if !asked.venue.is_empty() { input type="hidden" name="venue" value=(asked.venue); }
                label.entry { span { (lang.build_on()) } input type="date" name="on" value=(asked.on); }
                button.button { (lang.audit_show()) }
            }
            @if asked.past(today).is_some() { p.wrong { (lang.target_as_of(lang.date(day))) } }
            @match &seen.duty {
                Some((rule, venues)) => (told(rule, venues, &asked, plans, &visit)),
                None => p { (lang.duty_no_rule()) },
            }
        }
    };
    Frame::new(&visit, lang.duty_title()).around(&main)
}

/// Whether a venue is among those asked for.
fn fits(venue: &DutyVenue, asked: &Asked, visit: &Visit) -> bool {
    let street = match asked.street.as_str() {
        "" => true,
        NONE => venue.street.is_none_or(|code| visit.registry.region.street(code).is_none()),
        code => venue.street.is_some_and(|street| street.as_str() == code),
    };
    street && (asked.venue.is_empty() || venue.kind.word() == asked.venue)
}

fn told(rule: &DutyRule, all: &[DutyVenue], asked: &Asked, plans: bool, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let count = DutyCount::of(all);
    let shown: Vec<&DutyVenue> = all.iter().filter(|venue| fits(venue, asked, visit)).collect();
    let must = || shown.iter().copied().filter(|venue| venue.must == Must::Yes);
    let without: Vec<&DutyVenue> = must().filter(|venue| venue.is_without()).collect();
    let with: Vec<&DutyVenue> = must().filter(|venue| !venue.is_without()).collect();
    let unknown: Vec<&DutyVenue> = shown.iter().copied().filter(|venue| matches!(venue.must, Must::Unknown(_))).collect();
    let unlisted = must().filter(|venue| venue.listed.is_none()).count();
    let missing = |venue: &DutyVenue| match &venue.must {
        Must::Unknown(missing) => lang.venue_missing(missing),
        _ => String::new(),
    };
    let has = |venue: &DutyVenue| lang.venue_has(venue.has());
    html! {
        p { (lang.duty_rule(rule.floor_area_over, rule.visitors_over, rule.clause)) }
        p.lead { (lang.duty_coverage(count.whole.must, count.whole.have)) (percent(count.whole)) }
        @if count.unknown > 0 { p.quiet { (lang.duty_unknown(count.unknown)) } }
        (shares(&count, asked, visit))
        @if shown.len() < all.len() { p { (lang.duty_narrowed()) " " a href={ "/staff/targets/duty?" (asked.of("", "", "").query()) } { (lang.target_all_rooms()) } } }
        h2 #without { (lang.duty_without()) " " span.num.quiet { (without.len()) } }
        @if unlisted > 0 { p.quiet { (lang.duty_unlisted(unlisted)) } }
        @if without.is_empty() { p.quiet { (lang.duty_none()) } } @else { (table(lang.duty_without(), lang.venues_has(), &without, has, visit)) }
        @if plans && all.iter().any(|venue| venue.is_bare() && venue.place.is_some()) {
            form method="post" action="/staff/coverage/sets/venues" { button.button { (lang.duty_load()) } }
            p.quiet { (lang.duty_load_hint()) }
        }
        h2 #unknown { (lang.duty_cannot_tell()) " " span.num.quiet { (unknown.len()) } }
        @if unknown.is_empty() { p.quiet { (lang.duty_none()) } } @else { (table(lang.duty_cannot_tell(), lang.duty_missing(), &unknown, missing, visit)) }
        h2 #with { (lang.duty_with()) " " span.num.quiet { (with.len()) } }
        @if with.is_empty() { p.quiet { (lang.duty_none()) } } @else {
            details.more-fields { summary { (lang.duty_see_with(with.len())) } (table(lang.duty_with(), lang.venues_has(), &with, has, visit)) }
        }
    }
}

fn percent(share: Share) -> Markup {
    html! { @if let Some(percent) = share.percent() { " " strong { (percent) "%" } } }
}

/// The rate by street and by kind, each leading to its venues.
fn shares(count: &DutyCount, asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let street = |code: &Option<AreaCode>| match code {
        Some(code) => (tables::street_words(*code, visit), asked.of(code.as_str(), "", "").query()),
        None => (lang.duty_no_street().to_owned(), asked.of(NONE, "", "").query()),
    };
    let kind = |kind: &VenueType| (lang.venue_type(*kind).to_owned(), asked.of("", "", kind.word()).query());
    html! {
        @if count.whole.must > 0 {
            (share_table(lang.build_street(), lang.duty_by_street(), count.streets.iter().map(|(code, share)| (street(code), *share)), visit))
            (share_table(lang.build_venue_type(), lang.duty_by_kind(), count.kinds.iter().map(|(of, share)| (kind(of), *share)), visit))
        }
    }
}

fn share_table(head: &str, title: &str, rows: impl Iterator<Item = ((String, String), Share)>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [head, lang.duty_must(), lang.duty_have(), lang.duty_rate()];
    html! {
        h2 { (title) }
        div.scroll-x tabindex="0" role="region" aria-label=(title) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for ((name, query), share) in rows {
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/targets/duty?" (query) "#without" } { (name) } }
                            td.num data-label=(heads[1]) { (share.must) }
                            td.num data-label=(heads[2]) { (share.have) }
                            td.num data-label=(heads[3]) { @if let Some(percent) = share.percent() { (percent) "%" } @else { "–" } }
                        }
                    }
                }
            }
        }
    }
}

fn table(title: &str, last: &str, venues: &[&DutyVenue], said: impl Fn(&DutyVenue) -> String, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.build_venue(), lang.build_street(), lang.build_venue_type(), last, lang.duty_rooms()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(title) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for venue in venues {
                        tr {
                            td data-label=(heads[0]) {
                                @match venue.listed {
                                    Some(id) => a href={ "/staff/venues/" (id) } { (name_of(venue, visit)) },
                                    None => { (name_of(venue, visit)) br; small.quiet { (lang.venues_tie_own()) } },
                                }
                            }
                            td data-label=(heads[1]) { @if let Some(code) = venue.street { (tables::street_words(code, visit)) } @else { "–" } }
                            td data-label=(heads[2]) { (lang.venue_type(venue.kind)) }
                            td data-label=(heads[3]) { (said(venue)) }
                            td data-label=(heads[4]) {
                                @if venue.rooms.is_empty() { "–" }
                                @for room in &venue.rooms { a href={ "/staff/build/" (room.code) } { (room.code) } " " }
                            }
                        }
                    }
                }
            }
        }
    }
}
