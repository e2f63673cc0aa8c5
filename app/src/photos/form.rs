//! Photographs that come with a form, beside its fields; and the controls that add them.

use std::collections::BTreeSet;

use axum::response::Response;
use domain::Digest;
use maud::{Markup, html};

use super::receive::{MOST_PHOTO_FORM, Refused, Sender, Sight, receive};
use super::store::missing;
use crate::accounts::{FileForm, Piece};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What a form sent. Photographs that came are kept and named by their digest, also when the form is shown again.
#[derive(Default)]
pub struct Sent {
    /// Its fields, photographs left out.
    pub fields: Vec<(String, String)>,
    /// The photographs.
    pub photos: Vec<Digest>,
    /// Why a photograph was refused.
    pub wrong: Option<String>,
}

impl Sent {
    /// The field's text, trimmed; empty where it is missing.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }
}

/// Takes a form in, piece by piece. A photograph is looked at only where what came before it admits that.
///
/// # Errors
/// The page that says so, when it cannot be read or the database does not answer.
pub async fn take_in(
    state: &AppState,
    visit: &Visit,
    by: Sender<'_>,
    (sight, most): (Sight, usize),
    mut form: FileForm,
    admit: &(dyn Fn(&Sent) -> bool + Sync),
) -> Result<Sent, Box<Response>> {
    let mut sent = Sent::default();
    loop {
        let piece = form.next().await.map_err(|error| {
            tracing::info!(%error, "a form could not be read");
            Box::new(AppError::BadForm.page(visit))
        })?;
        let lang = visit.lang;
        match piece {
            None => break,
            Some(Piece::Text(name, value)) if name == "photo" => {
                let more = Digest::new(&value).ok().filter(|_| sent.photos.len() < most);
                sent.photos.extend(more);
            }
            Some(Piece::Text(name, value)) => sent.fields.push((name, value)),
            Some(Piece::File(..)) if !admit(&sent) => {}
            Some(Piece::File(_, file, _)) if sent.photos.len() >= most => {
                sent.wrong = Some(lang.photo_too_many(file, most));
            }
            Some(Piece::File(_, file, content)) => match receive(state, by, content, sight).await {
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
    let missing = missing(&state.db, &sent.photos).await.map_err(|error| Box::new(AppError::away(&error, visit)))?;
    let mut seen = BTreeSet::new();
    sent.photos.retain(|photo| !missing.contains(photo) && seen.insert(*photo));
    Ok(sent)
}

/// The controls that add photographs; those that came already go with the form.
pub fn controls(photos: &[Digest], most: usize, lang: Lang) -> Markup {
    html! {
        @for photo in photos { input type="hidden" name="photo" value=(photo); }
        @if !photos.is_empty() { p.quiet { (lang.rectify_photos_kept(photos.len())) } }
        label.entry { span { (lang.photo_take()) } input type="file" name="file" accept="image/*" capture="environment"; }
        label.entry { span { (lang.photo_choose()) }
            input type="file" name="file" accept="image/jpeg,image/png,image/webp" multiple;
            small { (lang.photo_hint(most, MOST_PHOTO_FORM / 1_000_000)) } }
    }
}
