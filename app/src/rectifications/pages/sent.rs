//! Photographs of an item: those that a form about it sends, and those to be seen.

use axum::response::Response;
use domain::Digest;
use domain::score::MOST_PHOTOS;
use maud::{Markup, html};

use crate::accounts::{FileForm, Person};
use crate::i18n::Lang;
use crate::photos::{self, Album, Sent, Sight};
use crate::rectifications::store::Item;
use crate::state::AppState;
use crate::ui::Visit;

/// Takes a form about an item in: what shows a camera is for few.
pub(super) async fn take_in(
    state: &AppState,
    visit: &Visit,
    person: &Person,
    item: &Item,
    form: FileForm,
) -> Result<Sent, Box<Response>> {
    let sight = if item.camera { Sight::Restricted } else { Sight::Open };
    photos::take_in(state, visit, person.into(), (sight, MOST_PHOTOS), form, &|_| true).await
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
