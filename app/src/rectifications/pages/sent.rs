//! What a form about an item sends: its fields, and the photographs that came with it.

use std::collections::BTreeSet;

use axum::response::Response;
use domain::Digest;
use domain::score::MOST_PHOTOS;
use maud::{Markup, html};

use crate::accounts::{FileForm, Person, Piece};
use crate::i18n::Lang;
use crate::inspections::sheet::Fields;
use crate::photos::{self, Album, MOST_PHOTO_FORM, Refused, Sight, receive};
use crate::rectifications::store::Item;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What a form sent. Photographs that came are kept and named by their digest, also when the form is shown again.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) fields: Fields,
    pub(super) photos: Vec<Digest>,
    /// Why a photograph was refused.
    pub(super) wrong: Option<String>,
}

/// The field's text, trimmed; empty where it is missing.
pub(super) fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
}

/// Takes a form in, piece by piece.
pub(super) async fn take_in(
    state: &AppState,
    visit: &Visit,
    person: &Person,
    item: &Item,
    mut form: FileForm,
) -> Result<Sent, Box<Response>> {
    let mut sent = Sent { fields: Fields::new(), photos: Vec::new(), wrong: None };
    let sight = if item.camera { Sight::Restricted } else { Sight::Open };
    loop {
        let piece = form.next().await.map_err(|error| {
            tracing::info!(%error, "a form could not be read");
            Box::new(AppError::BadForm.page(visit))
        })?;
        let lang = visit.lang;
        match piece {
            None => break,
            Some(Piece::Text(name, value)) if name == "photo" => sent.photos.extend(Digest::new(&value).ok()),
            Some(Piece::Text(name, value)) => sent.fields.push((name, value)),
            Some(Piece::File(_, file, _)) if sent.photos.len() >= MOST_PHOTOS => {
                sent.wrong = Some(lang.photo_too_many(file, MOST_PHOTOS));
            }
            Some(Piece::File(_, file, content)) => match receive(state, person, content, sight).await {
                Ok(received) => sent.photos.push(received.receipt.digest),
                Err(Refused::File(error)) => sent.wrong = Some(lang.photo_refused(file, lang.photo_error(error))),
                Err(Refused::Away(error)) => {
                    tracing::error!(%error, "a photograph could not be kept");
                    sent.wrong = Some(lang.photo_refused(file, lang.photo_away()));
                }
            },
        }
    }
    // A form may name photographs that came with it before; what never arrived proves nothing.
    let missing = photos::missing(&state.db, &sent.photos).await.map_err(|error| Box::new(AppError::away(&error, visit)))?;
    let mut seen = BTreeSet::new();
    sent.photos.retain(|photo| !missing.contains(photo) && seen.insert(*photo));
    sent.photos.truncate(MOST_PHOTOS);
    Ok(sent)
}

/// The controls that add photographs; those that came already go with the form.
pub(super) fn controls(photos: &[Digest], lang: Lang) -> Markup {
    html! {
        @for photo in photos { input type="hidden" name="photo" value=(photo); }
        @if !photos.is_empty() { p.quiet { (lang.rectify_photos_kept(photos.len())) } }
        label.entry { span { (lang.photo_take()) } input type="file" name="file" accept="image/*" capture="environment"; }
        label.entry { span { (lang.photo_choose()) }
            input type="file" name="file" accept="image/jpeg,image/png,image/webp" multiple;
            small { (lang.photo_hint(MOST_PHOTOS, MOST_PHOTO_FORM / 1_000_000)) } }
    }
}

/// Photographs of an item: before it was mended, or after.
pub(super) fn pictures(photos: &[Digest], album: &Album, title: &str, lang: Lang) -> Markup {
    html! {
        @if !photos.is_empty() {
            ul.photos role="list" {
                @for (number, photo) in (1..).zip(photos) { li { (album.figure(*photo, &lang.photo_alt(title, number), lang)) } }
            }
        }
    }
}
