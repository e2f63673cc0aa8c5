//! What an expert was asked to inspect, in walking order.

use chrono::NaiveDate;
use domain::rounds::{Purpose, walk};
use domain::{Room, Wgs84, distance_m};
use maud::{Markup, html};

use crate::accounts::Person;
use crate::i18n::Lang;
use crate::inspections::store::{Inspection, StoreError};
use crate::rounds::{self, Assignment, rooms_of};
use crate::state::AppState;
use crate::ui::Visit;

/// The list: from `?near=lon,lat` or from the room that is due first, each with the way to the next.
pub(super) async fn today(
    state: &AppState,
    visit: &Visit,
    person: &Person,
    inspections: &[Inspection],
) -> Result<Markup, StoreError> {
    let assigned = rounds::of_expert(&state.db, person.id).await?;
    let rooms = rooms_of(&state.db, &visit.registry, assigned.iter().map(|of| of.room)).await?;
    let near = visit.fields.iter().find(|(name, _)| name == "near").and_then(|(_, text)| Wgs84::parse(text).ok());
    let stops: Vec<_> = assigned.iter().map(|of| rooms.get(&of.room).and_then(|room| room.place)).collect();
    let order = walk(near, &stops);
    let next = order.iter().skip(1).map(|index| stops[*index]).chain([None]);
    let way: Vec<_> = order.iter().zip(next).map(|(index, next)| (*index, stops[*index].zip(next))).collect();
    let lang = visit.lang;
    let day = visit.today();
    Ok(html! {
        h2 #today { (lang.round_today(assigned.len())) }
        @if assigned.is_empty() { p.quiet { (lang.round_today_none()) } }
        ol.people aria-labelledby="today" role="list" {
            @for (index, leg) in way {
                @let of = &assigned[index];
                @let begun = inspections.iter().find(|inspection| inspection.assignment == Some(of.id) && inspection.state.is_open());
                (stop(of, rooms.get(&of.room), leg.map(|(a, b)| distance_m(a, b)), begun, (day, visit)))
            }
        }
    })
}

fn stop(
    of: &Assignment,
    room: Option<&Room>,
    leg: Option<f64>,
    begun: Option<&Inspection>,
    (day, visit): (NaiveDate, &Visit),
) -> Markup {
    let lang = visit.lang;
    let name = room.map_or_else(|| of.room.0.to_string(), |room| format!("{} {}", room.code, room.name.pick(lang.is_english())));
    html! {
        li.panel data-assignment=(of.id) data-room=(of.room.0) {
            h3 { (name) }
            @if let Some(room) = room { p { (place(room, visit)) } }
            p {
                (lang.round_purpose(of.purpose)) " · " (of.title) " · "
                @if of.due < day { strong.line-fail { (lang.round_overdue_since(lang.date(of.due))) } }
                @else { (lang.round_due_on(lang.date(of.due))) }
                @if of.twice { " · " (lang.round_twice_note()) }
            }
            @if of.purpose == Purpose::Guidance { p { (lang.round_guidance()) } }
            @if !of.about.is_empty() { p { (of.about) } }
            @if let Some(metres) = leg { p { (lang.round_next(lang.distance(metres))) } }
            div.wishes {
                @if let Some(begun) = begun {
                    a.button.button-primary href={ "/inspect/" (begun.id) } { (lang.round_go_on()) }
                } @else {
                    form method="post" action="/inspect" {
                        input type="hidden" name="assignment" value=(of.id);
                        input type="hidden" name="visited" value=(day);
                        button.button.button-primary aria-label=(lang.round_begin_of(&name)) { (lang.inspect_begin()) }
                    }
                }
            }
        }
    }
}

/// Street, address and floor.
fn place(room: &Room, visit: &Visit) -> String {
    let english = visit.lang.is_english();
    let street = room.street.and_then(|code| visit.registry.region.street(code)).map(|street| street.name(english));
    let address = room.address.as_ref().map(domain::Line::as_str);
    let parts = [street, address, room.floor.as_ref().map(|floor| floor.printed.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

impl Lang {
    /// What a round is for.
    pub(crate) fn round_purpose(self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::Yearly => self.round_yearly(),
            Purpose::Draw => self.round_draw(),
            Purpose::Complaint => self.round_complaint(),
            Purpose::Acceptance => self.round_acceptance(),
            Purpose::Guidance => self.round_guidance_visit(),
        }
    }
}
