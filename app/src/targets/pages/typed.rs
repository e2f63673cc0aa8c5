//! What is typed into the forms of targets; it stays through mistakes.

use chrono::NaiveDate;
use domain::Line;
use domain::targets::{MOST_ROOMS, Refused, Wanted, YEARS};
use maud::{Markup, html};
use serde::Deserialize;

use crate::i18n::Lang;

/// As it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) year: String,
    pub(super) street: String,
    pub(super) class: String,
    pub(super) venue: String,
    pub(super) rooms: String,
    pub(super) on: String,
    pub(super) source: String,
    pub(super) note: String,
    /// Not empty: to be withdrawn.
    pub(super) withdraw: String,
    /// How many revisions there were when the form was shown.
    pub(super) version: usize,
}

/// What it says.
pub(super) struct Said {
    rooms: Option<u32>,
    on: NaiveDate,
    source: Line,
    note: Option<Line>,
}

impl Said {
    /// As the rules see it.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted { rooms: self.rooms, on: self.on, source: &self.source, note: self.note.as_ref() }
    }
}

impl Typed {
    /// Reads it, or says what is wrong.
    pub(super) fn read(&self, lang: Lang) -> Result<Said, String> {
        let rooms = if self.withdraw.is_empty() {
            let digits = self.rooms.replace([',', '，', ' '], "");
            Some(digits.parse().ok().ok_or_else(|| lang.target_wrong_rooms(MOST_ROOMS))?)
        } else {
            None
        };
        let on = self.on.trim().parse().ok().ok_or(lang.build_wrong_day())?;
        if self.source.trim().is_empty() {
            return Err(lang.target_wrong_source().to_owned());
        }
        let line = |text: &str| Line::new(text).ok().ok_or(lang.build_wrong_text());
        let note = if self.note.trim().is_empty() { None } else { Some(line(&self.note)?) };
        Ok(Said { rooms, on, source: line(&self.source)?, note })
    }
}

/// Why a target is not set or revised.
pub(super) fn words(refused: Refused, lang: Lang) -> String {
    match refused {
        Refused::Year => lang.target_wrong_year(YEARS.start(), YEARS.end()),
        Refused::TooMany => lang.target_wrong_rooms(MOST_ROOMS),
        Refused::Future => lang.build_wrong_day().to_owned(),
        Refused::BeforeLast(day) => lang.target_before_last(lang.date(day)),
        Refused::NoReason => lang.target_no_reason().to_owned(),
        Refused::Same => lang.target_same().to_owned(),
    }
}

/// The fields that a new target and a revision have in common.
pub(super) fn fields(typed: &Typed, today: NaiveDate, is_new: bool, lang: Lang) -> Markup {
    let (number, note, hint) = if is_new {
        (lang.target_rooms(), lang.build_note(), lang.target_note_hint())
    } else {
        (lang.target_rooms_from_now(), lang.target_reason(), lang.target_reason_hint())
    };
    html! {
        label.entry { span { (number) } input name="rooms" value=(typed.rooms) inputmode="numeric" maxlength="12" autocomplete="off" required[is_new]; small { (lang.target_rooms_hint()) } }
        @if !is_new {
            label.check { input type="checkbox" name="withdraw" value="yes" checked[!typed.withdraw.is_empty()]; (lang.target_withdraw()) }
        }
        label.entry { span { (lang.target_on()) } input type="date" name="on" value=(typed.on) max=(today) required; }
        label.entry { span { (lang.target_source()) } input name="source" value=(typed.source) maxlength="300" autocomplete="off" required; small { (lang.target_source_hint()) } }
        label.entry { span { (note) } textarea name="note" rows="2" maxlength="300" required[!is_new] { (typed.note) } small { (hint) } }
    }
}
