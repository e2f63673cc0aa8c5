//! `/staff/standards`: drafts of new versions, from a copy or a file to publication, and retiring what is published.

mod draft;
mod list;
mod steps;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::standard::{Obstacle, Version};
use uuid::Uuid;

use super::store::{self, Draft, Refused, StoreError};
use crate::accounts::SignedIn;
use crate::db::Db;
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit};
use domain::Action;

/// Bytes of a version's file: those that ship have a quarter of this.
const MOST: usize = 256 * 1024;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/standards", get(list::show))
        .route("/staff/standards/copy", post(list::copy))
        .route("/staff/standards/upload", post(list::upload))
        .route("/staff/standards/drafts/{id}", get(draft::show).post(draft::save))
        .route("/staff/standards/drafts/{id}/diff/{old}", get(draft::diff))
        .route("/staff/standards/drafts/{id}/publish", post(steps::publish))
        .route("/staff/standards/drafts/{id}/discard", post(steps::discard))
        .route("/staff/standards/versions/{name}/retire", post(steps::retire))
}

/// The draft of an id as a version, to try it out; `None` where there is no such draft or it has mistakes.
///
/// # Errors
/// [`StoreError`].
pub async fn read_draft(db: &Db, id: &str) -> Result<Option<Version>, StoreError> {
    let Ok(id) = id.parse::<Uuid>() else { return Ok(None) };
    Ok(store::draft(db, id).await?.and_then(|draft| Version::read(&draft.text).ok()))
}

/// The draft of an id for somebody who may edit it, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Draft, Box<Response>> {
    who.needs(Action::EditStandards, visit)?;
    match store::draft(&state.db, id).await {
        Ok(Some(draft)) => Ok(draft),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// A text as it is kept: browsers send the ends of lines in their own way.
fn kept(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// What a draft is called: by its own id, else as before.
fn name(text: &str, otherwise: &str) -> String {
    let name = Version::read(text).map_or_else(|_| otherwise.to_owned(), |version| version.standard.id);
    let name: String = name.trim().chars().take(100).collect();
    if name.is_empty() { "draft".to_owned() } else { name }
}

impl Lang {
    /// What stands in the way of a publication.
    fn obstacle(self, obstacle: &Obstacle) -> String {
        match obstacle {
            Obstacle::Id => self.draft_obstacle_id().to_owned(),
            Obstacle::Day(other) => self.draft_obstacle_day(other),
            Obstacle::Inspected(latest) => self.draft_obstacle_inspected(self.date(*latest)),
        }
    }

    /// Why a step is not taken.
    fn draft_refused(self, refused: &Refused) -> String {
        match refused {
            Refused::Mistakes => self.draft_refused_mistakes().to_owned(),
            Refused::Stands(obstacles) => obstacles.iter().map(|obstacle| self.obstacle(obstacle)).collect::<Vec<_>>().join(" "),
            Refused::OwnEdit => self.draft_refused_own().to_owned(),
            Refused::NoNote => self.draft_refused_note().to_owned(),
            Refused::NotPublished => self.draft_refused_not_published().to_owned(),
            Refused::LastInForce => self.draft_refused_last().to_owned(),
        }
    }
}
