//! What a log comes to: the last days as a calendar, and in words.

use chrono::{Datelike, Days, NaiveDate};
use domain::Room;
use domain::care::{DayState, SPAN, Standing};
use maud::{Markup, html};

use crate::care::store::Care;
use crate::ui::Visit;

/// What the log of a room comes to today. Hours that nobody can read close no day.
pub(super) fn standing(care: &Care, room: &Room, visit: &Visit) -> Standing {
    let today = visit.today();
    let first = today.checked_sub_days(Days::new(SPAN - 1)).unwrap_or(today);
    let table = visit.registry.timetable_from(room, first);
    let closed = |day: NaiveDate| table.as_ref().and_then(|table| table.day(day)).is_some_and(|open| open.is_empty());
    Standing::of(&care.days, care.since, today, closed)
}

/// Whether there is a record today, in words, and when.
pub(super) fn today_words(care: &Care, standing: &Standing, visit: &Visit) -> String {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let last = care.last.map(|at| region.local(at));
    match (last.filter(|at| at.date() == visit.today()), standing.days.last()) {
        (Some(at), _) => lang.care_today(at.format("%H:%M")),
        (None, Some((_, DayState::Closed))) => lang.care_closed_today().to_owned(),
        (None, _) => lang.care_not_today().to_owned(),
    }
}

/// How many of the days that should have a record have one, in words.
pub(super) fn share_words(standing: &Standing, visit: &Visit) -> String {
    let lang = visit.lang;
    match standing.share() {
        Some(share) => lang.care_share(standing.due(), standing.kept(), share),
        None => lang.care_no_share().to_owned(),
    }
}

/// The last days, one mark each: a sign and a word, not only a colour.
pub(super) fn calendar(standing: &Standing, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        ol.care-days role="list" {
            @for (day, state) in &standing.days {
                @let (class, sign) = match state {
                    DayState::Kept => ("care-kept", "✓"),
                    DayState::Missed => ("care-missed", "×"),
                    DayState::Waits => ("care-waits", "…"),
                    DayState::Closed => ("care-shut", "–"),
                    DayState::Before => ("care-before", ""),
                };
                li class=(class) {
                    span aria-hidden="true" { (day.day()) b { (sign) } }
                    span.vh { (lang.date(*day)) " " (lang.care_day(*state)) }
                }
            }
        }
        p.quiet { (lang.care_legend()) }
    }
}
