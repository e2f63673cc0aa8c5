//! Who calls: the session of a browser, as the pages have it, but refused in problems instead of pages.

use app::accounts::{SignedIn, is_ours};
use app::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::{Action, may};

use crate::problem::{Kind, Problem};

/// A person who is signed in and asks from our own pages.
pub(super) struct Caller(pub(super) SignedIn);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        if !is_ours(&parts.headers) {
            return Err(Problem::new(Kind::NotAllowed, "Only this site's own pages may ask for this."));
        }
        let found = SignedIn::of(&parts.headers, state).await.map_err(|error| Problem::away(&error))?;
        found.map(Self).ok_or_else(|| {
            Problem::new(Kind::SignIn, "Sign in at /sign-in and send it again. What the device holds stays there.")
        })
    }
}

impl Caller {
    /// Refuses what the person's role does not allow.
    pub(super) fn needs(&self, action: Action) -> Result<(), Problem> {
        let allowed = may(self.0.person.role, action);
        allowed.then_some(()).ok_or_else(|| Problem::new(Kind::NotAllowed, format!("Your role does not allow {action}.")))
    }
}
