//! The photographs of a page, for who looks at it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{Action, Digest, SMALL_SIDE, may, scaled};
use maud::{Markup, html};
use uuid::Uuid;

use super::links;
use super::media::Size;
use super::store::{self, Photo, StoreError};
use crate::accounts::Person;
use crate::i18n::Lang;
use crate::seal::Seal;
use crate::state::AppState;

/// Who looks at photographs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Anybody: sees what is not restricted.
    Public,
    /// Somebody who may see what is restricted.
    Trusted,
    /// Somebody who sees, besides what the public does, their own.
    Sender(Uuid),
}

impl Viewer {
    /// By who is signed in.
    pub fn of(person: Option<&Person>) -> Self {
        match person {
            Some(person) if may(person.role, Action::SeeRestricted) => Self::Trusted,
            Some(person) => Self::Sender(person.id),
            None => Self::Public,
        }
    }

    /// Whether they may see a photograph that goes with something restricted or is so itself.
    fn sees(self, photo: &Photo) -> bool {
        match self {
            Self::Trusted => true,
            Self::Sender(id) => !photo.restricted || photo.sent_by == Some(id),
            Self::Public => !photo.restricted,
        }
    }
}

/// Photographs that have arrived, and who looks at them. A link is only made of one that they may see.
pub struct Album {
    photos: BTreeMap<Digest, Photo>,
    seal: Seal,
    viewer: Viewer,
    now: DateTime<Utc>,
}

impl Album {
    /// Of some photographs.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(state: &AppState, digests: &[Digest], viewer: Viewer) -> Result<Self, StoreError> {
        let photos = store::find(&state.db, digests).await?;
        let photos = photos.into_iter().map(|photo| (photo.digest, photo)).collect();
        let seal = state.seals.of(&state.db, (state.random)()).await?.clone();
        Ok(Self { photos, seal, viewer, now: state.now() })
    }

    /// The address of a picture, for a day; `None` where the photograph has not arrived or is not for this viewer.
    pub fn link(&self, photo: Digest, size: Size) -> Option<String> {
        let photo = self.photos.get(&photo).filter(|photo| self.viewer.sees(photo))?;
        Some(links::link(&self.seal, photo.digest, size, self.now))
    }

    /// The small picture, leading to the large one; words where there is none to be seen.
    pub fn figure(&self, digest: Digest, alt: &str, lang: Lang) -> Markup {
        let Some(photo) = self.photos.get(&digest) else { return html! { p.quiet { (lang.photo_not_yet()) } } };
        let (Some(full), Some(small)) = (self.link(digest, Size::Full), self.link(digest, Size::Small)) else {
            return html! { p.quiet { (lang.photo_not_for_you()) } };
        };
        let (width, height) = scaled(photo.width, photo.height, SMALL_SIDE);
        html! {
            a.photo href=(full) { img src=(small) alt=(alt) width=(width) height=(height) loading="lazy"; }
            @if photo.restricted { small.quiet { (lang.photo_restricted()) } }
        }
    }
}
