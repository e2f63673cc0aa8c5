//! One entry of a log.

use maud::{Markup, html};

use super::log::Typed;
use crate::audit::VISITOR;
use crate::care::store::Entry as Line;
use crate::i18n::moment_text;
use crate::photos::Album;
use crate::rooms::registry::Entry;
use crate::ui::Visit;

/// The entry, with the way to strike it out for `keeps`, who keeps the log.
pub(super) fn entry_line(line: &Line, entry: &Entry, (keeps, typed): (bool, &Typed), album: &Album, visit: &Visit) -> Markup {
    let (lang, code) = (visit.lang, entry.room.code);
    let at = visit.registry.region.local(line.at);
    let by = if line.actor == VISITOR { lang.care_by_card() } else { line.actor.as_str() };
    let what = html! {
        strong { (lang.date(line.day)) " " @if !line.late { (at.format("%H:%M")) } } " " (lang.care_tasks(&line.tasks))
        br;
        span.quiet {
            (by) @if !line.sign.is_empty() { " · " (line.sign) }
            @if line.late { " · " (lang.care_late(moment_text(lang, at))) }
            @if !line.report.is_empty() { " · " a href={ "/reports/" (line.report) } { (lang.care_reported()) } }
        }
    };
    html! {
        @if line.struck.is_some() { s { (what) } } @else { (what) }
        @for photo in &line.photos { p { (album.figure(*photo, lang.care_photo(), lang)) } }
        @if let Some((by, why)) = &line.struck { p.note { (lang.care_struck(by, why)) } }
        @else if keeps {
            details.care-strike {
                summary { (lang.care_strike()) }
                form.entries method="post" action={ "/care/" (code) "/strike" } {
                    input type="hidden" name="id" value=(line.id);
                    label.entry { span { (lang.care_why()) } input name="why" value=(typed.why) maxlength="200" required; }
                    button.button { (lang.care_strike_do()) }
                }
            }
        }
    }
}
