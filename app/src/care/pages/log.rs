//! `/care/{code}`: the log of one room: its calendar, its entries, and for its operator the card and what is entered by hand.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::Days;
use domain::care::{LATE_DAYS, SPAN, Task, enterable};
use domain::{Action, may};
use maud::{Markup, html};

use super::days::{calendar, share_words, standing, today_words};
use super::form::{sign_choice, ticks};
use super::line::entry_line;
use super::seen;
use crate::accounts::{SignedIn, new_id};
use crate::care::store::{self, Card, Care, Entry as Line, Kept, StoreError};
use crate::i18n::moment_text;
use crate::photos::{Album, Viewer};
use crate::rooms::registry::Entry;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What was typed into one of the page's forms; it stays through mistakes.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) tasks: Vec<Task>,
    pub(super) day: String,
    pub(super) sign: String,
    pub(super) signs: Option<String>,
    pub(super) why: String,
}

/// `GET /care/{code}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(code): Path<String>) -> Response {
    match seen(&state, &visit, &who, &code).await {
        Ok(entry) => page(&state, &visit, &who, entry, &Typed::default(), None).await,
        Err(refused) => *refused,
    }
}

/// What is read for the page.
struct Read {
    kept: Option<Kept>,
    card: Option<Card>,
    lines: Vec<Line>,
    album: Album,
}

async fn read(state: &AppState, visit: &Visit, who: &SignedIn, entry: &Entry) -> Result<Read, Box<Response>> {
    let away = |error: &dyn std::fmt::Display| Box::new(AppError::away(error, visit));
    let (room, today) = (entry.room.id, visit.today());
    let since = today.checked_sub_days(Days::new(SPAN - 1)).unwrap_or(today);
    let read = async {
        let kept = store::kept(&state.db, room).await?;
        Ok::<_, StoreError>((kept, store::live_card(&state.db, room).await?, store::entries(&state.db, room, since).await?))
    };
    let (kept, card, lines) = read.await.map_err(|error| away(&error))?;
    let photos: Vec<_> = lines.iter().flat_map(|line| line.photos.iter().copied()).collect();
    let album = Album::of(state, &photos, Viewer::of(Some(&who.person))).await.map_err(|error| away(&error))?;
    Ok(Read { kept, card, lines, album })
}

pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    entry: &Entry,
    typed: &Typed,
    wrong: Option<&str>,
) -> Response {
    let read = match read(state, visit, who, entry).await {
        Ok(read) => read,
        Err(refused) => return *refused,
    };
    let (lang, room) = (visit.lang, &entry.room);
    let keeps = may(who.person.role, Action::KeepCareLog);
    let up = if keeps { ("/care", lang.care_title()) } else { ("/staff/care", lang.care_staff_title()) };
    let id = new_id(state.now(), (state.random)());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            a.back href=(up.0) { (icon("back")) (up.1) }
            h1 { (room.name.pick(lang.is_english())) }
            p.quiet { (room.code) " · " a href={ "/rooms/" (room.code) } { (lang.care_public()) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            @match visit.registry.care(room.id) {
                Some(care) => (overview(care, entry, visit)),
                None => p { (lang.care_none_yet()) }
            }
            @if keeps {
                (card(read.card.as_ref(), entry, visit))
                (by_hand(read.kept.as_ref(), entry, id, typed, visit))
                (signs(read.kept.as_ref(), entry, typed, visit))
            }
            h2 { (lang.care_entries()) }
            @if read.lines.is_empty() { p.quiet { (lang.care_no_entries()) } } @else {
                p { a href={ "/care/" (room.code) "/log.csv" } { (lang.build_csv()) } }
                ul.lines role="list" { @for line in &read.lines { li { (entry_line(line, entry, (keeps, typed), &read.album, visit)) } } }
            }
        }
    };
    Frame::form(visit, format!("{} · {}", lang.care_title(), room.code), wrong.is_some()).around(&main)
}

fn overview(care: &Care, entry: &Entry, visit: &Visit) -> Markup {
    let standing = standing(care, &entry.room, visit);
    let missed = standing.missed();
    let lang = visit.lang;
    html! {
        p.lead { strong { (today_words(care, &standing, visit)) } }
        p { (share_words(&standing, visit)) }
        (calendar(&standing, visit))
        @if !missed.is_empty() {
            p { (lang.care_missed(missed.iter().map(|day| lang.date(*day)).collect::<Vec<_>>().join(lang.answer_list_separator()))) }
        }
    }
}

/// The card: made, renewed, printed, ended.
fn card(card: Option<&Card>, entry: &Entry, visit: &Visit) -> Markup {
    let (lang, code) = (visit.lang, entry.room.code);
    let old = card.map(|card| card.id.to_string()).unwrap_or_default();
    let wish = |wish: &str, label: &str, class: &str| {
        html! {
            form method="post" action={ "/care/" (code) "/card" } {
                input type="hidden" name="old" value=(old);
                button class=(class) name="wish" value=(wish) { (label) }
            }
        }
    };
    html! {
        section.panel aria-labelledby="card" {
            h2 #card { (lang.care_card()) }
            @match card {
                Some(card) => {
                    p { (lang.care_card_made(moment_text(lang, visit.registry.region.local(card.made)), &card.made_by)) }
                    p { a.button.button-primary href={ "/care/" (code) "/card" } { (lang.care_card_print()) } }
                    p.quiet { (lang.care_card_renew_hint()) }
                    div.wishes { (wish("make", lang.care_card_renew(), "button")) (wish("end", lang.care_card_end(), "button")) }
                }
                None => {
                    p { (lang.care_card_lead()) }
                    (wish("make", lang.care_card_make(), "button button-primary"))
                }
            }
        }
    }
}

fn by_hand(kept: Option<&Kept>, entry: &Entry, id: uuid::Uuid, typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let (first, last) = enterable(visit.today());
    let day = if typed.day.is_empty() { last.to_string() } else { typed.day.clone() };
    html! {
        details.more-fields open[!typed.day.is_empty()] {
            summary { (lang.care_by_hand()) }
            form.entries method="post" action={ "/care/" (entry.room.code) "/enter" } {
                input type="hidden" name="id" value=(id);
                label.entry { span { (lang.care_on()) } input type="date" name="day" value=(day) min=(first) max=(last) required; small { (lang.care_late_hint(LATE_DAYS)) } }
                (ticks(&typed.tasks, lang))
                (sign_choice(kept.map_or(&[], |kept| kept.signs.as_slice()), &typed.sign, lang))
                button.button { (lang.care_enter()) }
            }
        }
    }
}

fn signs(kept: Option<&Kept>, entry: &Entry, typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let known = kept.map(|kept| kept.signs.join(" ")).unwrap_or_default();
    html! {
        details.more-fields open[typed.signs.is_some()] {
            summary { (lang.care_signs()) }
            form.entries method="post" action={ "/care/" (entry.room.code) "/signs" } {
                label.entry { span { (lang.care_signs_label()) } input name="signs" value=(typed.signs.as_deref().unwrap_or(&known)) maxlength="100"; small { (lang.care_signs_hint()) } }
                button.button { (lang.care_save()) }
            }
        }
    }
}
