//! What whoever cleans a room sees after scanning the card: what was recorded today, and what can be ticked.

use axum::response::Response;
use domain::Word;
use domain::care::Task;
use maud::{Markup, html};

use super::scan::{MOST_PHOTOS, Scanned, TROUBLES, tasks};
use crate::care::store::{self, Entry as Line, StoreError};
use crate::i18n::Lang;
use crate::photos::{Sent, controls};
use crate::reports::pages::MOST_WORDS;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    card: &Scanned<'_>,
    (stamp, sent): (&str, &Sent),
    wrong: Option<&str>,
) -> Response {
    let (lang, room) = (visit.lang, &card.entry.room);
    let read = async {
        let kept = store::kept(&state.db, room.id).await?;
        Ok::<_, StoreError>((kept, store::entries(&state.db, room.id, visit.today()).await?))
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
