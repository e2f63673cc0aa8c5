//! Documents as they come and go: taken from a form, handed out as a file, taken away.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::{Digest, MOST_PAPER_BYTES, PaperError, paper_format, paper_name};
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, Paper, Subject};
use crate::accounts::{File, FileForm, Form, Piece, SignedIn, new_id};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// Bytes of a form with a document. A file that is somewhat too heavy is still read, so that the page can say so.
pub const MOST_PAPER_FORM: usize = 2 * MOST_PAPER_BYTES;

/// The routes that all documents share.
pub fn routes() -> Router<AppState> {
    Router::new().route("/staff/papers/{id}", get(hand_out)).route("/staff/papers/{id}/remove", post(remove))
}

/// What a form sent.
#[derive(Default)]
pub struct Sent {
    fields: Vec<(String, String)>,
    file: Option<File>,
}

impl Sent {
    /// The field's text, trimmed; empty where it is missing.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }
}

/// Reads a form that adds a document.
///
/// # Errors
/// The page that says that it cannot be read.
pub async fn sent(visit: &Visit, mut form: FileForm) -> Result<Sent, Box<Response>> {
    let mut sent = Sent::default();
    loop {
        match form.next().await {
            Ok(None) => return Ok(sent),
            Ok(Some(Piece::Text(name, value))) => sent.fields.push((name, value)),
            Ok(Some(Piece::File(_, name, bytes))) => sent.file = Some(File { name, bytes }),
            Err(error) => {
                tracing::info!(%error, "a form could not be read");
                return Err(Box::new(AppError::BadForm.page(visit)));
            }
        }
    }
}

/// Adds what a form sent to a step or a payment; the same file twice is one document. Says in words why it is not taken.
///
/// # Errors
/// The page that says so, when it cannot be kept just now.
pub async fn add(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    to: Subject<'_>,
    sent: Sent,
) -> Result<Result<(), String>, Box<Response>> {
    who.needs(to.of.action(), visit)?;
    let Some(File { name, bytes }) = sent.file else { return Ok(Err(visit.lang.paper_none().to_owned())) };
    let name = paper_name(&name);
    let format = match paper_format(&name, &bytes) {
        Ok(format) => format,
        Err(error) => return Ok(Err(visit.lang.paper_refused(&name, visit.lang.paper_error(error)))),
    };
    let paper = Paper {
        id: new_id(state.now(), (state.random)()),
        of: to.of,
        number: to.number,
        called: to.called.to_owned(),
        digest: Digest::of(&bytes),
        name,
        format,
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        added_by: who.actor().to_owned(),
        added: state.now(),
        removed: None,
    };
    // The file first: what the database says is there must be there.
    let away = |error: &dyn std::fmt::Display| Box::new(AppError::away(error, visit));
    state.media.keep(paper.id, bytes).await.map_err(|error| away(&error))?;
    let kept = store::insert(&state.db, to, &paper).await;
    // After an error the row may be there all the same: a file too many is the lesser harm.
    if matches!(kept, Ok(false)) {
        forget(state, paper.id).await;
    }
    kept.map(|_| Ok(())).map_err(|error| away(&error))
}

impl Lang {
    /// Why a file is not taken, and what to do.
    fn paper_error(self, error: PaperError) -> String {
        match error {
            PaperError::Empty => self.paper_empty().to_owned(),
            PaperError::Heavy => self.paper_heavy(MOST_PAPER_BYTES / 1_000_000),
            PaperError::Kind => self.paper_kind().to_owned(),
        }
    }
}

async fn forget(state: &AppState, id: Uuid) {
    if let Err(error) = state.media.forget(id).await {
        tracing::error!(%error, %id, "the file of a document is left over");
    }
}

/// The document of an id that this person may see, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Paper, Box<Response>> {
    match store::find(&state.db, id).await {
        Ok(Some(paper)) => who.needs(paper.of.action(), visit).map(|()| paper),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// `GET /staff/papers/{id}`: always a file to keep, never a page of ours.
async fn hand_out(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let paper = match find(&state, &visit, &who, id).await {
        Ok(paper) if paper.removed.is_none() => paper,
        Ok(_) => return AppError::NoPage.page(&visit),
        Err(refused) => return *refused,
    };
    let bytes = match state.media.kept(id).await {
        Ok(bytes) => bytes,
        Err(error) => return AppError::away(&error, &visit),
    };
    // RFC 6266, with the name in UTF-8 as RFC 8187 writes it.
    let name: String = form_urlencoded::byte_serialize(paper.name.as_bytes()).collect::<String>().replace('+', "%20");
    let headers = [
        (CONTENT_TYPE, paper.format.media_type().to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// Why a document is taken away.
#[derive(Deserialize)]
struct Why {
    #[serde(default)]
    why: String,
}

/// `POST /staff/papers/{id}/remove`
async fn remove(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Why { why }): Form<Why>,
) -> Response {
    let paper = match find(&state, &visit, &who, id).await {
        Ok(paper) => paper,
        Err(refused) => return *refused,
    };
    let why: String = why.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    if why.is_empty() {
        return AppError::BadForm.page(&visit);
    }
    match store::remove(&state.db, &paper, who.actor(), &why, state.now()).await {
        Ok(true) => forget(&state, id).await,
        Ok(false) => {}
        Err(error) => return AppError::away(&error, &visit),
    }
    Redirect::to(&paper.of.page(&paper.called)).into_response()
}
