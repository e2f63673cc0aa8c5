//! `/staff/reports/{id}`: a step of a case.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Word;
use domain::reports::CaseStep;
use serde::Deserialize;
use uuid::Uuid;

use super::case::{find, page};
use crate::accounts::{Form, SignedIn};
use crate::i18n::Lang;
use crate::reports::store::{self, Refused, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What is typed; it stays through mistakes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    step: String,
    words: String,
    version: i64,
}

/// `POST /staff/reports/{id}`
pub(super) async fn step(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    let case = match find(&state, &visit, &who, id).await {
        Ok(case) => case,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let again = async |wrong: &str| page(&state, &visit, &who, &case, (&typed.step, &typed.words), Some(wrong)).await;
    if typed.version != case.version {
        return again(lang.voice_outdated()).await;
    }
    let by_hand = |step: &CaseStep| !matches!(step, CaseStep::Receive | CaseStep::Join | CaseStep::Inspect);
    let Some(step) = CaseStep::from_word(&typed.step).ok().filter(by_hand) else { return again(lang.build_wrong_step()).await };
    let words: String = typed.words.trim().chars().take(500).collect();
    let today = visit.today();
    match store::step(&state.db, &case, step, &words, who.actor(), (state.now(), today)).await {
        Ok(Ok(())) => {
            state.show_at_once().await;
            Redirect::to(&format!("/staff/reports/{id}")).into_response()
        }
        Ok(Err(refused)) => again(lang.case_refused(refused)).await,
        Err(StoreError::Outdated) => again(lang.voice_outdated()).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

impl Lang {
    fn case_refused(self, refused: Refused) -> &'static str {
        match refused {
            Refused::State => self.voice_wrong_state(),
            Refused::NoWords => self.voice_no_answer(),
            Refused::Twice => self.voice_twice(),
        }
    }

    /// What a step is called before it is taken.
    pub(super) fn voice_do(self, step: CaseStep) -> &'static str {
        match step {
            CaseStep::Accept => self.voice_do_accept(),
            CaseStep::Dismiss => self.voice_do_dismiss(),
            CaseStep::Resolve => self.voice_do_resolve(),
            CaseStep::Reopen => self.voice_do_reopen(),
            CaseStep::Receive | CaseStep::Join | CaseStep::Inspect => self.case_step(step),
        }
    }
}
