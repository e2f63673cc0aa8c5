//! The short form: one question below the other, each with three large answers, for a phone in one hand.

use std::collections::BTreeMap;

use axum::response::Response;
use chrono::{NaiveDate, Timelike};
use domain::Word;
use domain::supervision::{BadForm, Form, MOST_REMARK, Question, Reply};
use maud::{Markup, html};
use uuid::Uuid;

use crate::i18n::Lang;
use crate::photos::Sent;
use crate::rooms::registry::Entry;
use crate::rooms::view::icon;
use crate::supervision::store::{Stored, Visit as Kept};
use crate::ui::{Frame, Visit};

/// What a form says: the local day and hour of the visit, and the answers.
pub(super) type Said = (NaiveDate, u32, Form);

/// What is needed to show the form.
pub(super) struct Shown<'a> {
    pub(super) entry: &'a Entry,
    /// Where it is sent to.
    pub(super) action: &'a str,
    pub(super) title: &'a str,
    /// Campaigns that the visit may belong to.
    pub(super) campaigns: &'a [&'a Stored],
    /// The earliest day that may be chosen.
    pub(super) first: NaiveDate,
    pub(super) stamp: &'a str,
    pub(super) sent: &'a Sent,
    pub(super) wrong: Option<&'a str>,
}

/// The name of a question's field.
fn field(question: Question) -> String {
    format!("q.{question}")
}

/// What a form says, or what is wrong with it.
pub(super) fn read(sent: &Sent, lang: Lang) -> Result<Said, String> {
    let mut answers = BTreeMap::new();
    for (name, value) in &sent.fields {
        let Some(name) = name.strip_prefix("q.") else { continue };
        let (Ok(question), Ok(reply)) = (Question::from_word(name), Reply::from_word(value)) else {
            return Err(lang.supervise_bad_question().to_owned());
        };
        if answers.insert(question, reply).is_some() {
            return Err(lang.supervise_bad_question().to_owned());
        }
    }
    let rating = |name: &str| match sent.text(name) {
        "" => Ok(None),
        text => text.parse::<u8>().ok().map(Some).ok_or_else(|| lang.supervise_bad_rating().to_owned()),
    };
    let day = sent.text("day").parse().ok().ok_or(lang.supervise_wrong_day())?;
    let hour = sent.text("hour").parse().ok().ok_or(lang.supervise_bad_hour())?;
    let form = Form::new(answers, rating("clean")?, rating("finding")?, sent.text("remark"));
    Ok((day, hour, form.map_err(|bad| words(&bad, lang))?))
}

fn words(bad: &BadForm, lang: Lang) -> String {
    match bad {
        BadForm::Missing(questions) => {
            let named = questions.iter().map(|question| lang.supervise_question(*question)).collect::<Vec<_>>();
            lang.supervise_missing(questions.len(), named.join(" "))
        }
        BadForm::Scale => lang.supervise_bad_rating().to_owned(),
        BadForm::Long => lang.supervise_long(MOST_REMARK),
    }
}

/// A new form: now, and nothing answered.
pub(super) fn blank(campaign: Option<Uuid>, visit: &Visit) -> Sent {
    let now = visit.local();
    let campaign = campaign.map_or_else(String::new, |id| id.to_string());
    let fields = [("campaign", campaign), ("day", now.date().to_string()), ("hour", now.hour().to_string())];
    Sent { fields: fields.map(|(name, value)| (name.to_owned(), value)).to_vec(), ..Sent::default() }
}

/// The form as it was kept.
pub(super) fn filled(kept: &Kept) -> Sent {
    let rating = |rating: Option<u8>| rating.map_or_else(String::new, |rating| rating.to_string());
    let form = &kept.form;
    let mut fields = vec![
        ("campaign".to_owned(), kept.campaign.to_string()),
        ("day".to_owned(), kept.day.to_string()),
        ("hour".to_owned(), kept.hour.to_string()),
        ("clean".to_owned(), rating(form.clean())),
        ("finding".to_owned(), rating(form.finding())),
        ("remark".to_owned(), form.remark().to_owned()),
    ];
    fields.extend(form.answers().iter().map(|(question, reply)| (field(*question), reply.to_string())));
    Sent { fields, ..Sent::default() }
}

/// The page.
pub(super) fn page(visit: &Visit, shown: &Shown<'_>) -> Response {
    let (lang, room) = (visit.lang, &shown.entry.room);
    let floor = room.floor.as_ref().map(|floor| floor.printed.as_str());
    let place = [Some(room.venue.name.pick(lang.is_english())), floor].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            a.back href="/supervise" { (icon("back")) (lang.supervise_title()) }
            h1 { (room.name.pick(lang.is_english())) }
            p.quiet { (room.code) " · " (place) " · " a href={ "/rooms/" (room.code) } { (lang.supervise_room_page()) } }
            @if let Some(wrong) = shown.wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            form method="post" action=(shown.action) {
                input type="hidden" name="stamp" value=(shown.stamp);
                (campaigns(shown, lang))
                (when(shown, visit))
                @for question in Question::ALL { (ask(*question, shown.sent, lang)) }
                (rating("clean", lang.voice_clean(), shown.sent, lang))
                (rating("finding", lang.voice_finding(), shown.sent, lang))
                label.entry {
                    span { (lang.supervise_remark()) }
                    textarea name="remark" rows="3" maxlength=(MOST_REMARK) { (shown.sent.text("remark")) }
                    small { (lang.supervise_remark_hint()) }
                }
                div.bar { button.button.button-primary { (lang.supervise_send()) } }
            }
            p.quiet { (lang.supervise_ours()) }
        }
    };
    Frame::form(visit, format!("{} · {}", shown.title, room.code), shown.wrong.is_some()).around(&main)
}

/// Which campaign it belongs to; asked only where there are several.
fn campaigns(shown: &Shown<'_>, lang: Lang) -> Markup {
    let chosen = shown.sent.text("campaign");
    html! {
        @match shown.campaigns {
            [one] => {
                input type="hidden" name="campaign" value=(one.id);
                p { (lang.supervise_campaign()) " " strong { (one.campaign.name) } }
            }
            several => label.entry {
                span { (lang.supervise_campaign()) }
                select name="campaign" {
                    @for one in several { option value=(one.id) selected[chosen == one.id.to_string()] { (one.campaign.name) } }
                }
            }
        }
    }
}

fn when(shown: &Shown<'_>, visit: &Visit) -> Markup {
    let (lang, sent) = (visit.lang, shown.sent);
    let (first, last) = (shown.first, visit.today());
    html! {
        div.visited {
            label.entry { span { (lang.supervise_day()) } input type="date" name="day" value=(sent.text("day")) min=(first) max=(last) required; }
            label.entry {
                span { (lang.supervise_hour()) }
                select name="hour" {
                    @for hour in 0..24 { option value=(hour) selected[sent.text("hour") == hour.to_string()] { (lang.supervise_clock(hour)) } }
                }
            }
        }
    }
}

fn ask(question: Question, sent: &Sent, lang: Lang) -> Markup {
    let name = field(question);
    let chosen = sent.text(&name);
    html! {
        fieldset.seen.ask {
            legend { span { (lang.supervise_question(question)) } }
            @for reply in Reply::ALL {
                label { input type="radio" name=(name) value=(reply) checked[chosen == reply.word()]; span { (lang.supervise_reply(*reply)) } }
            }
        }
    }
}

fn rating(name: &str, label: &str, sent: &Sent, lang: Lang) -> Markup {
    let chosen = sent.text(name);
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
