//! Awards of a room in a line each: on its card what holds, on its page also that one is looked at again.

use chrono::{Datelike, NaiveDate};
use domain::awards::{Held, Level, SchemeKind};
use maud::{Markup, html};

use super::icons::icon;
use crate::i18n::Lang;

impl Lang {
    /// What a room holds: a name, or a number of stars.
    pub(crate) fn award_what(self, kind: SchemeKind, level: Level) -> &'static str {
        match (kind, level.0) {
            (SchemeKind::Demonstration, _) => self.award_site(),
            (SchemeKind::Stars, ..=1) => self.award_star_1(),
            (SchemeKind::Stars, 2) => self.award_star_2(),
            (SchemeKind::Stars, 3) => self.award_star_3(),
            (SchemeKind::Stars, 4) => self.award_star_4(),
            (SchemeKind::Stars, 5..) => self.award_star_5(),
        }
    }
}

/// An award in a line: what it is, since which year, whose; what is made up says so.
pub(super) fn line(held: &Held, lang: Lang) -> String {
    let what = lang.award_what(held.kind, held.level);
    let issuer = held.issuer.pick(lang.is_english());
    let made_up = if held.fictional { lang.award_fictional() } else { "" };
    format!("{what} · {} · {issuer}{made_up}", held.valid.from.year())
}

/// The awards on a room's page.
pub(super) fn awards(held: &[Held], today: NaiveDate, lang: Lang) -> Markup {
    let english = lang.is_english();
    html! {
        @if held.iter().any(|held| held.is_valid(today)) {
            ul.awards role="list" aria-label=(lang.award_title()) {
                @for held in held.iter().filter(|held| held.is_valid(today)) {
                    @if held.shows(today) {
                        li { (icon("tick")) span {
                            strong { (line(held, lang)) }
                            small { (lang.award_holds(held.scheme.pick(english), lang.date(held.valid.until))) }
                        } }
                    } @else {
                        li.quiet { (icon("info")) span {
                            (lang.award_in_question(held.scheme.pick(english), held.issuer.pick(english)))
                            @if held.fictional { (lang.award_fictional()) }
                        } }
                    }
                }
            }
        }
    }
}
