//! `/care/{code}/card`: the card for those who clean, to be printed and put up inside of a cupboard.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::kept;
use crate::accounts::SignedIn;
use crate::care::mark::mark;
use crate::care::store;
use crate::i18n::{Lang, moment_text};
use crate::reports::pages::seal;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit, qr};

/// `GET /care/{code}/card`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(code): Path<String>) -> Response {
    let entry = match kept(&state, &visit, &who, &code).await {
        Ok(entry) => entry,
        Err(refused) => return *refused,
    };
    let seal = match seal(&state, &visit).await {
        Ok(seal) => seal,
        Err(refused) => return *refused,
    };
    let (lang, room) = (visit.lang, &entry.room);
    let card = match store::live_card(&state.db, room.id).await {
        Ok(Some(card)) => card,
        Ok(None) => return Redirect::to(&format!("/care/{}", room.code)).into_response(),
        Err(error) => return AppError::away(&error, &visit),
    };
    let path = format!("/c/{}/{}", room.code, mark(seal, room.code, card.id));
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            div.on-paper {
                a.back href={ "/care/" (room.code) } { (icon("back")) (room.name.pick(lang.is_english())) }
                h1 { (lang.care_card()) }
                p { (lang.care_card_where()) }
                @if visit.site.base_url.is_empty() { p.wrong { (lang.voice_posters_address(visit.origin())) } }
                p { a.button href=(path) { (lang.care_card_try()) } " " button.button.button-primary type="button" data-print hidden { (lang.voice_print()) } }
                noscript { p.quiet { (lang.voice_print_hint()) } }
            }
            div.posters {
                article.poster {
                    h2 { (room.name.zh) }
                    (qr(&format!("{}{path}", visit.origin()), &lang.voice_qr(room.code)))
                    p.poster-call { (Lang::Zh.care_card_call()) }
                    p lang="en" { (Lang::En.care_card_call()) }
                    p.poster-foot { (room.code) " · " (lang.care_card_from(moment_text(lang, visit.registry.region.local(card.made)))) @if room.demo { " · " (Lang::Zh.room_demo()) } }
                }
            }
        }
    };
    Frame::form(&visit, lang.care_card(), false).around(&main)
}
