//! `/staff/supervision/visits/{id}/case`: staff make a report of an answer; it then goes the way of all reports.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::supervision::{Question, Reply};
use domain::{Action, Digest, Word};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::{Form, SignedIn};
use crate::i18n::Lang;
use crate::reports::{Told, told_on_site};
use crate::state::AppState;
use crate::supervision::store::{self, StoreError, Visit as Kept};
use crate::ui::{AppError, Visit};

/// Of which answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    question: String,
}

/// `POST /staff/supervision/visits/{id}/case`
pub(super) async fn make(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(wish): Form<Wish>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageSupervision, &visit) {
        return *refused;
    }
    let kept = match store::visit(&state.db, id).await {
        Ok(Some(kept)) => kept,
        Ok(None) => return AppError::NoPage.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    if kept.replaced.is_some() {
        return AppError::Outdated.page(&visit);
    }
    let asked = Question::from_word(&wish.question).ok().filter(|question| kept.form.reply(*question) == Reply::No);
    let Some((question, trouble)) = asked.and_then(|question| Some((question, question.trouble()?))) else {
        return AppError::BadForm.page(&visit);
    };
    let back = || Redirect::to(&format!("/staff/supervision/campaigns/{}/visits#v{id}", kept.campaign)).into_response();
    match store::cases(&state.db, kept.campaign).await {
        // It was made already, perhaps before the visit was corrected.
        Ok(cases) if cases.contains_key(&(kept.room, kept.person, question)) => return back(),
        Ok(_) => {}
        Err(error) => return AppError::away(&error, &visit),
    }
    let words = words(&kept, question);
    let told = Told { id: report_id(&kept, question), room: kept.room, trouble, words: &words, photos: &[], day: visit.today() };
    // Both have an id out of the answer: what fails halfway is done by the next try, and two tries make one report.
    let reference = match told_on_site(&state.db, told, (state.random)(), state.now()).await {
        Ok(Some(reference)) => reference,
        Ok(None) => return AppError::Outdated.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    match store::note_case(&state.db, (id, question), &reference, who.actor(), state.now()).await {
        Ok(()) => back(),
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// The id of the report of an answer: the same however often the visit is corrected.
fn report_id(kept: &Kept, question: Question) -> Uuid {
    let Kept { campaign, room, person, .. } = kept;
    let named = format!("supervision\n{campaign}\n{}\n{person}\n{question}", room.0);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Digest::of(named.as_bytes()).bytes()[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// What the report says; those who look into it read Chinese. Nobody is named.
fn words(kept: &Kept, question: Question) -> String {
    let lang = Lang::Zh;
    let said = lang.supervise_case_words(lang.date(kept.day), lang.supervise_question(question), lang.supervise_no());
    let remark = kept.form.remark();
    if remark.is_empty() { said } else { format!("{said}\n{}", lang.supervise_remark_was(remark)) }
}
