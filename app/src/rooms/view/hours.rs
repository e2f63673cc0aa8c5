//! Opening hours: today and the week.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use domain::{Room, Timetable};
use maud::{Markup, Render, html};

use super::card::StateBadge;
use crate::i18n::Lang;

/// The hours of a room, ready to show.
#[derive(Debug, Clone)]
pub(super) struct HoursView {
    state: StateBadge,
    week: Vec<(NaiveDate, String)>,
    today: NaiveDate,
    notes: Vec<String>,
    lang: Lang,
}

impl HoursView {
    pub(super) fn new(room: &Room, table: Option<&Timetable>, now: NaiveDateTime, holidays_known: bool, lang: Lang) -> Self {
        let state = table.map_or(domain::OpenState::Unknown, |table| table.state(now));
        let today = now.date();
        let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into())).unwrap_or(today);
        let days = (0..7).filter_map(|day| monday.checked_add_days(Days::new(day)));
        // Days of this week that are over are those of next week: what is past helps nobody.
        let coming = days.filter_map(|day| if day < today { day.checked_add_days(Days::new(7)) } else { Some(day) });
        let week = table.map(|table| coming.filter_map(|day| Some((day, day_words(&table.day(day)?, lang)))).collect());
        let mut notes = Vec::new();
        notes.extend(room.hours.note.as_ref().map(ToString::to_string));
        match (table, &room.hours.note) {
            (None, None) => notes.push(lang.room_hours_none().to_owned()),
            (Some(_), _) if holidays_known => notes.push(lang.room_hours_holidays().to_owned()),
            (Some(_), _) => notes.push(lang.room_hours_no_holidays(today.year())),
            (None, Some(_)) => {}
        }
        Self { state: StateBadge::of(room, state, now, lang), week: week.unwrap_or_default(), today, notes, lang }
    }
}

impl Render for HoursView {
    fn render(&self) -> Markup {
        let lang = self.lang;
        html! {
            section.panel.hours aria-labelledby="hours" {
                h2 #hours { (lang.room_hours()) }
                p.room-status { (self.state) }
                @if !self.week.is_empty() {
                    table.week {
                        caption.vh { (lang.room_week()) }
                        tbody { @for (day, hours) in &self.week { (self.row(*day, hours)) } }
                    }
                }
                @for note in &self.notes { p.quiet { small { (note) } } }
            }
        }
    }
}

impl HoursView {
    fn row(&self, day: NaiveDate, hours: &str) -> Markup {
        let name = self.lang.weekday(day.weekday());
        html! {
            @if day == self.today {
                tr.today { th scope="row" { (self.lang.day_today(name)) } td { (hours) } }
            } @else {
                tr { th scope="row" { (name) } td { (hours) } }
            }
        }
    }
}

/// Word joiners keep a stretch on one line.
fn day_words(spans: &[(u16, u16, bool)], lang: Lang) -> String {
    let clock = |minute: u16| format!("{}:{:02}", minute / 60, minute % 60);
    let span = |&(from, to, sure): &(u16, u16, bool)| {
        let words = if (from, to) == (0, 1440) {
            lang.room_day_always().to_owned()
        } else {
            format!("{}\u{2060}–\u{2060}{}", clock(from), clock(to))
        };
        if sure { words } else { lang.room_day_unsure(words) }
    };
    let words: Vec<_> = spans.iter().map(span).collect();
    if words.is_empty() { lang.room_day_closed().to_owned() } else { words.join(lang.answer_list_separator()) }
}
