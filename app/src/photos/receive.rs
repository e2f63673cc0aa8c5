//! Taking a photograph in: the same file twice is one photograph with one receipt.

use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, SubsecRound, Utc};
use domain::{Digest, MOST_PHOTO_BYTES, PhotoError};
use serde::Serialize;
use uuid::Uuid;

use super::picture::{Prepared, prepare};
use super::store::{self, Photo, StoreError};
use crate::accounts::{Person, new_id};
use crate::audit::VISITOR;
use crate::i18n::Lang;
use crate::state::AppState;

/// Bytes of a form with several photographs.
pub const MOST_PHOTO_FORM: usize = 6 * MOST_PHOTO_BYTES;

/// Who may see a photograph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Whoever sees the page that it is on.
    Open,
    /// Those who may see what is restricted, and who sent it.
    Restricted,
}

/// Who sends a photograph.
#[derive(Debug, Clone, Copy)]
pub enum Sender<'a> {
    /// Somebody who is signed in.
    Person(&'a Person),
    /// A visitor without an account.
    Visitor,
}

impl<'a> From<&'a Person> for Sender<'a> {
    fn from(person: &'a Person) -> Self {
        Self::Person(person)
    }
}

impl Sender<'_> {
    /// As audit lines name them.
    fn actor(self) -> String {
        match self {
            Self::Person(person) => person.login.to_string(),
            Self::Visitor => VISITOR.to_owned(),
        }
    }

    fn id(self) -> Option<Uuid> {
        match self {
            Self::Person(person) => Some(person.id),
            Self::Visitor => None,
        }
    }
}

/// What proves that a photograph is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Of the file as sent.
    pub digest: Digest,
    /// Of the picture as kept.
    pub stored: Digest,
    /// Of the picture as kept, in pixels.
    pub width: u32,
    /// Of the picture as kept, in pixels.
    pub height: u32,
    /// Of the picture as kept.
    pub bytes: i64,
    /// When it came first.
    pub received: DateTime<Utc>,
}

/// A photograph that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its receipt.
    pub receipt: Receipt,
    /// Whether it had not been here before.
    pub is_new: bool,
}

/// Why a photograph is not kept.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The file.
    #[error(transparent)]
    File(#[from] PhotoError),
    /// The database or the place of the pictures does not answer: nothing was kept.
    #[error(transparent)]
    Away(#[from] StoreError),
}

/// Takes a file in.
///
/// # Errors
/// [`Refused`]; then nothing was kept.
pub async fn receive<'a>(state: &AppState, by: impl Into<Sender<'a>>, file: Bytes, sight: Sight) -> Result<Received, Refused> {
    let by = by.into();
    if file.len() > MOST_PHOTO_BYTES {
        return Err(PhotoError::Heavy.into());
    }
    let (restricted, actor, now) = (sight == Sight::Restricted, by.actor(), state.now());
    // A visitor does not hide what others have sent.
    let restricts = restricted && by.id().is_some();
    let digest = Digest::of(&file);
    if let Some(photo) = store::again(&state.db, digest, restricts, &actor, now).await? {
        return Ok(photo.received(false));
    }
    let Prepared { full, small, width, height } = in_turn(state, file).await?;
    let photo = Photo {
        digest,
        object: new_id(now, (state.random)()),
        stored: Digest::of(&full),
        thumb: Digest::of(&small),
        width,
        height,
        bytes: i64::try_from(full.len()).unwrap_or(i64::MAX),
        restricted,
        sent_by: by.id(),
        received: now.trunc_subsecs(6),
    };
    // The pictures first: a picture without a row is swept away one day, a row without a picture would be a lie.
    state.media.put(photo.object, full, small).await.map_err(StoreError::from)?;
    if store::insert(&state.db, &photo, &actor).await? {
        return Ok(photo.received(true));
    }
    // Somebody else sent it at the same moment.
    if let Err(error) = state.media.delete(photo.object).await {
        tracing::info!(%error, "a picture that was put twice is swept away later");
    }
    let first = store::again(&state.db, digest, restricts, &actor, now).await?;
    let first = first.ok_or_else(|| StoreError::Row(digest.to_string()))?;
    Ok(first.received(false))
}

/// Decodes on a thread of its own, when it is its turn.
async fn in_turn(state: &AppState, file: Bytes) -> Result<Prepared, PhotoError> {
    // The turns are never closed. The thread keeps its turn to the end, also when the request is given up.
    let turn = Arc::clone(&state.media.turns).acquire_owned().await.ok().ok_or(PhotoError::Broken)?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        prepare(&file)
    });
    done.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a decoder panicked");
        Err(PhotoError::Broken)
    })
}

impl Photo {
    fn received(self, is_new: bool) -> Received {
        let Self { digest, stored, width, height, bytes, received, .. } = self;
        Received { receipt: Receipt { digest, stored, width, height, bytes, received }, is_new }
    }
}

impl Lang {
    /// Why a file is not taken, and what to do.
    pub fn photo_error(self, error: PhotoError) -> String {
        match error {
            PhotoError::Empty => self.photo_empty().to_owned(),
            PhotoError::Heavy => self.photo_heavy(MOST_PHOTO_BYTES / 1_000_000),
            PhotoError::Kind => self.photo_kind().to_owned(),
            PhotoError::Small(width, height) => self.photo_small(width, height, domain::LEAST_SIDE),
            PhotoError::Large(width, height) => {
                self.photo_large(width, height, domain::MOST_SIDE, domain::MOST_PIXELS / 1_000_000)
            }
            PhotoError::Broken => self.photo_broken().to_owned(),
        }
    }
}
