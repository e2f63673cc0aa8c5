//! `/staff/guide/drafts/{id}/marks`: which paragraphs of a draft are to be checked, and by whom.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Word;
use domain::guide::{Block, Body, Checked, Doer};
use maud::{Markup, html};
use uuid::Uuid;

use super::draft::{self, Told};
use super::find;
use crate::accounts::{Form, SignedIn};
use crate::guide::store::{self, Draft, StoreError};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// The word of a paragraph that is checked by somebody who is not named.
const SOMEBODY: &str = "somebody";

/// `GET /staff/guide/drafts/{id}/marks`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let draft = match find(&state, &visit, &who, id).await {
        Ok(draft) => draft,
        Err(refused) => return *refused,
    };
    // A text with mistakes has no paragraphs yet: the page of the draft tells them.
    let Ok(body) = Body::read(&draft.body) else { return back(id) };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href={ "/staff/guide/drafts/" (id) } { (lang.guide_draft(&draft.title)) } }
            h1 { (lang.guide_marks()) }
            p { (lang.guide_marks_lead()) }
            form method="post" action={ "/staff/guide/drafts/" (id) "/marks" } {
                input type="hidden" name="version" value=(draft.version);
                @for (at, block) in body.blocks().iter().enumerate() { (line(at, block, lang)) }
                div.bar { button.button.button-primary { (lang.guide_save()) } }
            }
        }
    };
    Frame::new(&visit, lang.guide_marks()).around(&main)
}

fn back(id: Uuid) -> Response {
    Redirect::to(&format!("/staff/guide/drafts/{id}")).into_response()
}

fn line(at: usize, block: &Block, lang: Lang) -> Markup {
    let chosen = match block {
        Block::Heading { text, .. } => return html! { p { strong { (text) } } },
        Block::Paragraph(_) => "",
        Block::Check { doer, .. } => doer.map_or(SOMEBODY, Doer::word),
    };
    let choices = Doer::ALL.iter().map(|doer| (doer.word(), lang.doer(Some(*doer))));
    let choices = [("", lang.guide_unchecked())].into_iter().chain(choices).chain([(SOMEBODY, lang.doer(None))]);
    html! {
        label.entry.marking {
            span { (block.text()) }
            select name={ "p" (at) } {
                @for (word, name) in choices { option value=(word) selected[word == chosen] { (name) } }
            }
        }
    }
}

/// `POST /staff/guide/drafts/{id}/marks`
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let found = match find(&state, &visit, &who, id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let refuse = async |why: &str| draft::page(&state, &visit, &who, &found, &Told { wrong: Some(why), note: "" }).await;
    let Ok(body) = Body::read(&found.body) else { return refuse(visit.lang.guide_marks_outdated()).await };
    let chosen = |name: &str| form.iter().find(|(field, _)| field == name).map(|(_, word)| word.as_str());
    let body = body.marked(|at| match chosen(&format!("p{at}"))? {
        "" => Some(Checked::No),
        word => Some(Checked::By(Doer::from_word(word).ok())),
    });
    if Body::read(&body.to_string()).ok().as_ref() != Some(&body) {
        // A text that begins like a mark or a heading would be read as one.
        return refuse(visit.lang.guide_marks_break()).await;
    }
    let version = chosen("version").and_then(|text| text.parse().ok()).unwrap_or(0);
    let marked = Draft { body: body.to_string(), version, ..found.clone() };
    match store::save(&state.db, &marked, who.actor(), state.now()).await {
        Ok(()) => back(id),
        // The choices belong to another text than the one that stands now: they are made anew.
        Err(StoreError::Outdated(_)) => refuse(visit.lang.guide_marks_outdated()).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
