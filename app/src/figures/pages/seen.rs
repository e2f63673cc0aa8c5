//! What a visitor may see of the history.

use std::sync::Arc;

use axum::response::Response;
use chrono::NaiveDate;
use domain::figures::{Figure, History, Subject};
use domain::{Action, may};

use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The history, and who looks at it.
pub(super) struct Seen {
    pub(super) history: Arc<History>,
    pub(super) today: NaiveDate,
    /// Whether the matter of cameras that were found is for them to see.
    pub(super) restricted: bool,
    role: domain::Role,
}

impl Seen {
    /// Reads it, or says why not.
    pub(super) async fn by(state: &AppState, visit: &Visit, who: &SignedIn) -> Result<Self, Box<Response>> {
        who.needs(Action::SeeFigures, visit)?;
        let role = who.person.role;
        let history = state.figures.history(&state.db, visit.standards()).await;
        let history = history.map_err(|error| Box::new(AppError::away(&error, visit)))?;
        let today = visit.today();
        Ok(Self { history, today, restricted: may(role, Action::SeeRestricted), role })
    }

    /// Whether they may do what another page is for.
    pub(super) fn may(&self, action: Action) -> bool {
        may(self.role, action)
    }

    /// Whether a figure is for them: rewards are seen by those who handle them.
    pub(super) fn shows(&self, figure: Figure) -> bool {
        figure.subject() != Subject::Payments || self.may(Action::ManageMoney)
    }
}
