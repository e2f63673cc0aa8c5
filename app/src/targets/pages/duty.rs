//! `/staff/targets/duty`: venues that must have a room by their size, and those of them that have none.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Action;
use domain::standard::DutyRule;
use domain::targets::{DutyVenue, venues};
use maud::{Markup, html};

use super::asked::Asked;
use super::seen::stood;
use super::tables;
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/targets/duty`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let region = &visit.registry.region;
    let today = region.local(visit.now).date();
    let day = asked.past(today).unwrap_or(today);
    let rooms = match stood(&state.db, region, day, today).await {
        Ok(rooms) => rooms,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let found = visit.standards().in_force(day).map(|version| &version.standard.duty);
    let found = found.map(|rule| (rule, venues(&rooms, rule)));
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/targets" { (lang.target_title()) } }
            h1 { (lang.duty_title()) }
            p { (lang.duty_lead()) }
            form.question method="get" action="/staff/targets/duty" {
                label.entry { span { (lang.build_on()) } input type="date" name="on" value=(asked.on); }
                button.button { (lang.audit_show()) }
            }
            @if asked.past(today).is_some() { p.wrong { (lang.target_as_of(lang.date(day))) } }
            @match &found {
                Some((rule, venues)) => (told(rule, venues, &visit)),
                None => p { (lang.duty_no_rule()) },
            }
        }
    };
    Frame::new(&visit, lang.duty_title()).around(&main)
}

fn told(rule: &DutyRule, venues: &[DutyVenue], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let must: Vec<&DutyVenue> = venues.iter().filter(|venue| venue.must_have == Some(true)).collect();
    let without: Vec<&DutyVenue> = must.iter().copied().filter(|venue| venue.open.is_empty()).collect();
    let unknown = venues.iter().filter(|venue| venue.must_have.is_none()).count();
    let have = must.len() - without.len();
    html! {
        p { (lang.duty_rule(rule.floor_area_over, rule.visitors_over, rule.clause)) }
        p.lead {
            (lang.duty_coverage(must.len(), have))
            @if let Some(percent) = (have * 100).checked_div(must.len()) { " " strong { (percent) "%" } }
        }
        p.quiet { (lang.duty_unknown(unknown)) }
        h2 { (lang.duty_without()) }
        @if without.is_empty() { p.quiet { (lang.duty_none()) } } @else { (table(&without, visit)) }
    }
}

fn table(without: &[&DutyVenue], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.build_venue(), lang.build_street(), lang.build_venue_type(), lang.duty_others()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.duty_without()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for venue in without {
                        tr {
                            td data-label=(heads[0]) { (venue.name) }
                            td data-label=(heads[1]) { @if let Some(code) = venue.street { (tables::street_words(code, visit)) } @else { "–" } }
                            td data-label=(heads[2]) { (lang.venue_type(venue.kind)) }
                            td data-label=(heads[3]) {
                                @if venue.others.is_empty() { "–" }
                                @for code in &venue.others { a href={ "/staff/build/" (code) } { (code) } " " }
                            }
                        }
                    }
                }
            }
        }
    }
}
