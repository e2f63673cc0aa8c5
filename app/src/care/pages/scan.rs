//! `/c/{code}/{mark}`: whoever cleans a room scans the card and taps what was done. No account, no name.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Word;
use domain::care::Task;
use domain::reports::Trouble;
use maud::{Markup, html};
use uuid::Uuid;

use super::days::today;
use crate::accounts::FileForm;
use crate::care::mark::mark;
use crate::care::store::{self, Done, Entry as Line, New, StoreError};
use crate::i18n::Lang;
use crate::photos::{Sender, Sent, Sight, controls, take_in};
use crate::reports::pages::{MOST_WORDS, fresh, no_stamp, public, seal};
use crate::reports::stamp;
use crate::reports::{Told, told_by_operator};
use crate::rooms::registry::Entry;
use crate::rooms::view::icon;
use crate::seal::Seal;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Photographs of an entry at most.
const MOST_PHOTOS: usize = 1;
/// What whoever cleans may find wrong: what they see and parents should not have to report.
const TROUBLES: [Trouble; 4] = [Trouble::Broken, Trouble::NoConsumables, Trouble::Diverted, Trouble::Other];

/// A card that holds, with its room.
struct Scanned<'a> {
    entry: &'a Entry,
    seal: &'a Seal,
    card: Uuid,
    /// As it stands in the address.
    mark: String,
}

/// The card of a mark, or the page that says that it does not hold: forged, of another room, ended, or the door's.
async fn scanned<'a>(state: &'a AppState, visit: &'a Visit, code: &str, scanned: &str) -> Result<Scanned<'a>, Box<Response>> {
    let (entry, seal) = (public(code, visit)?, seal(state, visit).await?);
    let away = |error: StoreError| Box::new(AppError::away(&error, visit));
    let card = store::live_card(&state.db, entry.room.id).await.map_err(away)?;
    let held = card.map(|card| (card.id, mark(seal, entry.room.code, card.id))).filter(|(_, mark)| mark.is(scanned));
    match held {
        Some((card, mark)) => Ok(Scanned { entry, seal, card, mark: mark.to_string() }),
        None => Err(Box::new(no_card(entry, visit))),
    }
}

/// A card that does not hold.
fn no_card(entry: &Entry, visit: &Visit) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.care_no_card()) }
            p.wrong role="alert" { (icon("info")) span { (lang.care_no_card_text()) } }
            p { a.button href={ "/rooms/" (entry.room.code) } { (entry.room.name.pick(lang.is_english())) } }
        }
    };
    Frame { status: StatusCode::FORBIDDEN, ..Frame::new(visit, lang.care_no_card()) }.around(&main)
}

/// `GET /c/{code}/{mark}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Path((code, mark)): Path<(String, String)>) -> Response {
    match scanned(&state, &visit, &code, &mark).await {
        Ok(card) => {
            let stamp = fresh(card.seal, &state, card.entry.room.code);
            page(&state, &visit, &card, (&stamp, &Sent::default()), None).await
        }
        Err(refused) => *refused,
    }
}

/// `POST /c/{code}/{mark}`
pub(super) async fn send(
    State(state): State<AppState>,
    visit: Visit,
    Path((code, mark)): Path<(String, String)>,
    form: FileForm,
) -> Response {
    let card = match scanned(&state, &visit, &code, &mark).await {
        Ok(card) => card,
        Err(refused) => return *refused,
    };
    let room = card.entry.room.code;
    let stamped = |sent: &Sent| stamp::read(card.seal, room, sent.text("stamp"), state.now()).is_ok();
    let sent = match take_in(&state, &visit, Sender::Visitor, (Sight::Open, MOST_PHOTOS), form, &stamped).await {
        Ok(sent) => sent,
        Err(refused) => return *refused,
    };
    let id = stamp::read(card.seal, room, sent.text("stamp"), state.now());
    let told = match id {
        Ok(id) if sent.wrong.is_none() => keep(&state, &visit, &card, id, &sent).await,
        Ok(_) => Err(sent.wrong.clone().unwrap_or_default()),
        Err(why) => Err(no_stamp(why, &visit).to_owned()),
    };
    match told {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to(&format!("/c/{room}/{}?kept", card.mark)).into_response()
        }
        Err(wrong) => {
            let old = id == Err(stamp::NoStamp::Old) || wrong == visit.lang.voice_again();
            let stamp = if old { fresh(card.seal, &state, room) } else { sent.text("stamp").to_owned() };
            page(&state, &visit, &card, (&stamp, &sent), Some(&wrong)).await
        }
    }
}

/// Keeps what was sent, or says what is wrong with it. A report goes first: both have the form's id, so that a form that is
/// sent again after a fault does the rest.
async fn keep(state: &AppState, visit: &Visit, card: &Scanned<'_>, id: Uuid, sent: &Sent) -> Result<(), String> {
    let (lang, now, today, room) = (visit.lang, state.now(), today(visit), card.entry.room.id);
    let away = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "an entry could not be kept");
        lang.voice_away().to_owned()
    };
    let tasks = tasks(sent);
    let found = found(sent, lang)?;
    if tasks.is_empty() {
        return Err(lang.care_nothing().to_owned());
    }
    // A report is not taken with an entry that is one too many.
    let lines = store::entries(&state.db, room, today).await.map_err(|error| away(&error))?;
    let many = i64::try_from(lines.len()).unwrap_or(i64::MAX) >= domain::care::MOST_A_DAY;
    if many && lines.iter().all(|line| line.id != id) {
        return Err(lang.care_too_many().to_owned());
    }
    let kept = store::kept(&state.db, room).await.map_err(|error| away(&error))?;
    let sign = kept.iter().flat_map(|kept| &kept.signs).find(|sign| *sign == sent.text("sign")).map_or("", String::as_str);
    let mut report = String::new();
    if let Some((trouble, words)) = &found {
        let told = Told { id, room, trouble: *trouble, words, photos: &sent.photos, day: today };
        let told = told_by_operator(&state.db, told, (state.random)(), now).await.map_err(|error| away(&error))?;
        report = told.ok_or_else(|| lang.voice_again().to_owned())?.to_string();
    }
    let new = New { id, room, card: Some(card.card), day: today, tasks: &tasks, sign, report: &report, photos: &sent.photos };
    match store::keep(&state.db, &new, None, (now, today)).await {
        Ok(Done::Kept) => Ok(()),
        Ok(Done::NoCard) => Err(lang.care_no_card_text().to_owned()),
        Ok(Done::TooMany) => Err(lang.care_too_many().to_owned()),
        Ok(Done::Changed) => Err(lang.voice_again().to_owned()),
        Err(error) => Err(away(&error)),
    }
}

/// What was ticked.
pub(super) fn tasks(sent: &Sent) -> Vec<Task> {
    let ticked = |task: &&Task| sent.fields.iter().any(|(name, value)| name == "done" && value == task.word());
    Task::ALL.iter().filter(ticked).copied().collect()
}

/// What was found wrong, with words that say where they come from.
fn found(sent: &Sent, lang: Lang) -> Result<Option<(Trouble, String)>, String> {
    let Some(trouble) = Trouble::from_word(sent.text("trouble")).ok().filter(|trouble| TROUBLES.contains(trouble)) else {
        return Ok(None);
    };
    let words: String = sent.text("words").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if words.chars().count() > MOST_WORDS - 20 {
        return Err(lang.voice_long().to_owned());
    }
    if trouble.needs_words() && words.is_empty() {
        return Err(lang.voice_no_words().to_owned());
    }
    Ok(Some((trouble, format!("{}{words}", Lang::Zh.care_from_operator()))))
}

async fn page(
    state: &AppState,
    visit: &Visit,
    card: &Scanned<'_>,
    (stamp, sent): (&str, &Sent),
    wrong: Option<&str>,
) -> Response {
    let (lang, room) = (visit.lang, &card.entry.room);
    let read = async {
        let kept = store::kept(&state.db, room.id).await?;
        Ok::<_, StoreError>((kept, store::entries(&state.db, room.id, today(visit)).await?))
    };
    let (kept, lines) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let signs = kept.map(|kept| kept.signs).unwrap_or_default();
    let floor = room.floor.as_ref().map(|floor| floor.printed.as_str());
    let place = [Some(room.venue.name.pick(lang.is_english())), floor].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let done = visit.fields.iter().any(|(name, _)| name == "kept") && wrong.is_none();
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (room.name.pick(lang.is_english())) }
            p.quiet { (room.code) " · " (place) }
            @if done { p.done role="status" { (icon("tick")) span { (lang.care_kept()) } } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            (so_far(&lines, visit))
            form method="post" enctype="multipart/form-data" action={ "/c/" (room.code) "/" (card.mark) } {
                input type="hidden" name="stamp" value=(stamp);
                (ticks(&tasks(sent), lang))
                (sign_choice(&signs, sent.text("sign"), lang))
                (wrong_things(sent, lang))
                div.bar { button.button.button-primary { (lang.care_send()) } }
            }
            p.quiet { (lang.care_privacy()) }
        }
    };
    Frame::form(visit, format!("{} · {}", lang.care_title(), room.code), wrong.is_some()).around(&main)
}

/// What was recorded today, so that nobody records it twice.
fn so_far(lines: &[Line], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let standing: Vec<&Line> = lines.iter().filter(|line| line.struck.is_none()).collect();
    html! {
        @if standing.is_empty() { p { (lang.care_not_today()) } } @else {
            ul.lines role="list" aria-label=(lang.care_so_far()) {
                @for line in standing { li { strong.num { (visit.registry.region.local(line.at).format("%H:%M")) } " " (lang.care_tasks(&line.tasks)) @if !line.sign.is_empty() { " · " (line.sign) } } }
            }
        }
    }
}

/// What may have been done, each a large tick.
pub(super) fn ticks(ticked: &[Task], lang: Lang) -> Markup {
    html! {
        fieldset.complaints {
            legend { (lang.care_what()) }
            @for task in Task::ALL {
                label.complaint {
                    input type="checkbox" name="done" value=(task) checked[ticked.contains(task)];
                    span { (lang.care_task(*task)) }
                }
            }
        }
    }
}

/// Who did it, by a short sign; nothing where the operator keeps none.
pub(super) fn sign_choice(signs: &[String], chosen: &str, lang: Lang) -> Markup {
    html! {
        @if !signs.is_empty() {
            fieldset.entry {
                legend { (lang.care_sign()) }
                div.choices {
                    @for sign in signs { label { input type="radio" name="sign" value=(sign) checked[sign == chosen]; (sign) } }
                    label { input type="radio" name="sign" value="" checked[chosen.is_empty()]; (lang.care_no_sign()) }
                }
            }
        }
    }
}

fn wrong_things(sent: &Sent, lang: Lang) -> Markup {
    let chosen = sent.text("trouble");
    let open = !chosen.is_empty() || !sent.text("words").is_empty() || !sent.photos.is_empty();
    html! {
        details.more-fields open[open] {
            summary { (lang.care_found()) }
            div.entries {
                fieldset.entry {
                    legend { (lang.care_trouble()) }
                    div.choices {
                        label { input type="radio" name="trouble" value="" checked[chosen.is_empty()]; (lang.care_no_trouble()) }
                        @for trouble in TROUBLES {
                            label { input type="radio" name="trouble" value=(trouble) checked[chosen == trouble.word()]; (lang.trouble(trouble)) }
                        }
                    }
                }
                label.entry {
                    span { (lang.voice_words()) }
                    textarea name="words" rows="3" maxlength=(MOST_WORDS - 20) { (sent.text("words")) }
                    small { (lang.care_words_hint()) }
                }
                (controls(&sent.photos, MOST_PHOTOS, lang))
            }
        }
    }
}
