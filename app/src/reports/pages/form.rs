//! The page at the door: what is wrong, and whether what is written still holds. Built for one thumb.

use axum::http::StatusCode;
use axum::response::Response;
use domain::reports::{Freshness, Trouble};
use domain::{Facility, Fact, Tri, Word};
use maud::{Markup, html};

use super::door::{Came, Form, MOST_PHOTOS, MOST_WORDS};
use crate::i18n::Lang;
use crate::photos::{Sent, controls};
use crate::rooms::view::{facility_icon, icon};
use crate::ui::{Frame, Visit};

/// The page.
pub(super) fn page(visit: &Visit, form: &Form<'_>) -> Response {
    let (lang, room) = (visit.lang, &form.entry.room);
    let english = lang.is_english();
    let floor = room.floor.as_ref().map(|floor| floor.printed.as_str());
    let place = [Some(room.venue.name.pick(english)), floor].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mark = if let Came::Door(mark) = &form.came { mark.as_str() } else { "" };
    let hidden = html! {
        input type="hidden" name="stamp" value=(form.stamp);
        input type="hidden" name="mark" value=(mark);
    };
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            a.back href={ "/rooms/" (room.code) } { (icon("back")) (room.name.pick(english)) }
            h1 { (lang.voice_title()) }
            p.quiet { (room.code) " · " (place) }
            @match form.came {
                Came::Door(_) => p.done { (icon("tick")) span { (lang.voice_at_door()) } },
                Came::Forged => p.wrong role="alert" { (icon("info")) span { (lang.voice_forged()) } },
                Came::Page => {}
            }
            @if form.thanks { p.done role="status" { (icon("tick")) span { (lang.voice_thanks()) } } }
            @if let Some(wrong) = form.wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            form data-report method="post" enctype="multipart/form-data" action={ "/rooms/" (room.code) "/report" } {
                (hidden)
                (telling(&form.sent, form.wrong.is_some(), lang))
            }
            (later(lang))
            section #check aria-labelledby="check-title" {
                h2 #check-title { (lang.voice_check()) }
                p.quiet { (lang.voice_check_lead()) }
                @if let Some(wrong) = form.unseen { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
                form method="post" action={ "/rooms/" (room.code) "/check#check" } {
                    (hidden)
                    (facts(form, visit))
                    (stars("clean", lang.voice_clean(), form, lang))
                    (stars("finding", lang.voice_finding(), form, lang))
                    p { button.button { (lang.voice_check_send()) } }
                }
            }
            p.quiet { (lang.voice_follow_lead()) " " a href="/reports" { (lang.voice_follow()) } }
        }
    };
    let status = if form.wrong.or(form.unseen).is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Frame { status, ..Frame::new(visit, format!("{} · {}", lang.voice_title(), room.name.pick(english))) }.around(&main)
}

/// `GET /offline/report`: the form where there is no signal. The phone keeps what is written there, and sends it later.
pub(super) async fn shell(visit: Visit) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.voice_title()) }
            p.quiet { (lang.voice_later_lead()) }
            noscript { p.wrong { (icon("info")) span { (lang.voice_later_noscript()) } } }
            form data-report { (telling(&Sent::default(), false, lang)) }
            (later(lang))
        }
    };
    Frame { is_shell: true, ..Frame::new(&visit, lang.voice_title()) }.around(&main)
}

/// What is wrong, and what may be added.
fn telling(sent: &Sent, wrong: bool, lang: Lang) -> Markup {
    html! {
        fieldset.complaints {
            legend.vh { (lang.voice_title()) }
            @for trouble in Trouble::ALL { (choice(*trouble, sent.text("trouble"), lang)) }
        }
        (more(sent, wrong, lang))
        p.quiet { (lang.voice_privacy()) }
        div.bar { button.button.button-primary { (lang.voice_send()) } }
    }
}

/// What the phone says of reports that wait there.
fn later(lang: Lang) -> Markup {
    html! {
        div hidden data-later data-kept=(lang.voice_later_kept()) data-full=(lang.voice_later_full())
            data-silent=(lang.voice_no_words()) data-sent=(lang.voice_later_sent("{code}")) data-follow=(lang.voice_follow())
            data-refused=(lang.voice_later_refused("{code}")) data-gone=(lang.voice_later_gone())
            data-discard=(lang.voice_later_discard()) data-made=(lang.voice_later_made("{when}")) {}
    }
}

fn choice(trouble: Trouble, chosen: &str, lang: Lang) -> Markup {
    html! {
        label.complaint {
            input type="radio" name="trouble" value=(trouble) required data-words[trouble.needs_words()] checked[chosen == trouble.word()];
            span { (lang.trouble(trouble)) }
        }
    }
}

/// What may be added: which thing, words, photographs.
fn more(sent: &Sent, wrong: bool, lang: Lang) -> Markup {
    let about = sent.text("about");
    let open = wrong || !sent.text("words").is_empty() || !sent.photos.is_empty();
    html! {
        details.more-fields open[open] {
            summary { (lang.voice_more()) }
            div.entries {
                label.entry {
                    span { (lang.voice_about()) }
                    select name="about" {
                        option value="" { (lang.voice_about_none()) }
                        @for facility in Facility::ALL {
                            option value=(facility) selected[about == facility.word()] { (lang.facility(*facility)) }
                        }
                    }
                }
                label.entry {
                    span { (lang.voice_words()) }
                    textarea name="words" rows="3" maxlength=(MOST_WORDS) { (sent.text("words")) }
                    small { (lang.voice_words_hint()) }
                }
                (controls(&sent.photos, MOST_PHOTOS, lang))
            }
        }
    }
}

/// Facts in the order in which they should be looked at: the oldest, what nobody knows, the rest.
fn wanted(form: &Form<'_>, visit: &Visit) -> Vec<(Facility, Fact)> {
    let today = visit.today();
    let rank = |fact: Fact| match Freshness::of(fact, today) {
        Some(Freshness::Stale) => 0,
        None => 1,
        Some(Freshness::Fading) => 2,
        Some(Freshness::Fresh) => 3,
    };
    let mut facts: Vec<(Facility, Fact)> = form.entry.room.facts.iter().collect();
    facts.sort_by_key(|(_, fact)| rank(*fact));
    facts
}

/// Rows that stand open; the others are one tap away.
const FIRST: usize = 6;

fn facts(form: &Form<'_>, visit: &Visit) -> Markup {
    let (lang, wanted) = (visit.lang, wanted(form, visit));
    let row = |(facility, fact): &(Facility, Fact)| {
        let name = format!("fact.{facility}");
        let chosen = form.sent.text(&name);
        let told = match fact.value {
            Tri::Yes => lang.voice_says_yes(),
            Tri::No => lang.voice_says_no(),
            Tri::Unknown => lang.voice_says_nothing(),
        };
        html! {
            fieldset.seen {
                legend { (icon(facility_icon(*facility))) span { (lang.facility(*facility)) } small { (told) @if let Some(on) = fact.on { " · " (lang.date(on)) } } }
                @for (value, words) in [("yes", lang.build_there()), ("no", lang.build_not_there()), ("", lang.voice_unseen())] {
                    label { input type="radio" name=(name) value=(value) checked[chosen == value]; span { (words) } }
                }
            }
        }
    };
    let (first, rest) = wanted.split_at(FIRST.min(wanted.len()));
    let touched = rest.iter().any(|(facility, _)| !form.sent.text(&format!("fact.{facility}")).is_empty());
    html! {
        @for fact in first { (row(fact)) }
        @if !rest.is_empty() {
            details.more-fields open[touched] {
                summary { (lang.voice_rest(rest.len())) }
                @for fact in rest { (row(fact)) }
            }
        }
    }
}

/// From one to five.
fn stars(name: &str, label: &str, form: &Form<'_>, lang: Lang) -> Markup {
    let chosen = form.sent.text(name);
    html! {
        fieldset.seen.rate {
            legend { span { (label) } small { (lang.voice_scale()) } }
            label { input type="radio" name=(name) value="" checked[chosen.is_empty()]; span { (lang.voice_unseen()) } }
            @for value in 1..=5 {
                label { input type="radio" name=(name) value=(value) checked[chosen == value.to_string()]; span { (value) } }
            }
        }
    }
}
