//! What phones take along and what they send.

use app::inspections::{NotTaken, deliver as store, kit as make_kit};
use app::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::device::{Conflict, Delivery};
use domain::{Action, Digest};
use serde_json::json;
use uuid::Uuid;

use super::{schema, session::Caller};
use crate::problem::{Kind, Problem};

#[utoipa::path(
    get, path = "/api/v1/inspections/kit", tag = "inspections", operation_id = "takeAlong", security(("session" = [])),
    responses(
        (status = 200, description = "The rooms, the versions of the standard, the assignments and the returned sheets that a phone needs to work without a signal.",
         body = serde_json::Value),
        (status = 401, description = "Nobody is signed in.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "The person's role does not inspect.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
/// `GET /api/v1/inspections/kit`: what the signed-in expert takes along.
pub(super) async fn kit(State(state): State<AppState>, caller: Caller) -> Result<Response, Problem> {
    caller.needs(Action::Inspect)?;
    let kit = make_kit(&state, &caller.0.person).await.map_err(|error| Problem::away(&error))?;
    Ok(private(Json(kit)))
}

#[utoipa::path(
    put, path = "/api/v1/inspections/{id}", tag = "inspections", operation_id = "handIn", security(("session" = [])),
    description = "Hands in a sheet. The same body again is answered with the same receipt.",
    params(("id" = String, Path, format = "uuid", description = "Of the inspection, a UUIDv7 that the device made when it was begun."),
           ("Content-Digest" = String, Header, description = "`sha-256=:…:` of the whole body (RFC 9530).")),
    request_body(content = ref("#/components/schemas/Delivery"), content_type = "application/json"),
    responses(
        (status = 200, description = "It is kept, in a committed transaction.", body = ref("#/components/schemas/Receipt")),
        (status = 400, description = "The body is not what its digest says: send it again.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "The sheet is another person's.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "Something else is stored under this id; `field` says what: it is never written over.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "A field or an answer is not valid; each is named.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
/// `PUT /api/v1/inspections/{id}`: a sheet handed in by a phone. The header `Content-Digest` (RFC 9530) proves that all
/// of it came; the same body again is answered with the same receipt.
pub(super) async fn deliver(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    caller.needs(Action::Inspect)?;
    let digest = whole(&headers, &body)?;
    let delivery: Delivery = serde_json::from_slice(&body).map_err(|error| Problem::wrong("", error.to_string(), None))?;
    let registry = state.registry.load();
    let now = (state.now(), registry.region.local(state.now()).date());
    match store((&state.intake, &registry.standards), id, delivery, digest, &caller.0.person, now).await {
        Ok(Ok(receipt)) => Ok(private(Json(receipt))),
        Ok(Err(refused)) => Err(problem(refused)),
        Err(error) => Err(Problem::away(&error)),
    }
}

/// What is told to one person is kept by no cache.
pub(super) fn private(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The digest of a body that came whole.
pub(super) fn whole(headers: &HeaderMap, body: &[u8]) -> Result<Digest, Problem> {
    let told = headers.get("content-digest").and_then(|value| value.to_str().ok());
    let told = told.and_then(|told| told.trim().strip_prefix("sha-256=:")?.strip_suffix(':'));
    let digest = Digest::of(body);
    let same = told.and_then(|told| BASE64_STANDARD.decode(told).ok()).is_some_and(|told| told == digest.bytes());
    let detail = "Content-Digest must be sha-256=:…: of the whole body (RFC 9530). It was cut off or changed: send it again.";
    same.then_some(digest).ok_or_else(|| Problem::new(Kind::HalfSent, detail))
}

fn problem(refused: NotTaken) -> Problem {
    match refused {
        NotTaken::Conflict(conflict) => {
            let detail = match conflict {
                Conflict::Foreign => "This inspection is somebody else's.",
                Conflict::Other => "This inspection was handed in already, with other content.",
                Conflict::Closed => "This inspection waits for a reviewer, or was confirmed or withdrawn.",
                Conflict::Gap => "An earlier hand-in of this inspection has not come.",
                Conflict::Edited => "This inspection was changed on the server since it was taken along.",
            };
            Problem { field: Some(conflict.to_string()), ..Problem::new(Kind::Conflict, detail) }
        }
        NotTaken::NotTheExpert => Problem::new(Kind::NotAllowed, "The sheet is another expert's than the one signed in."),
        NotTaken::NoRoom => Problem::wrong("room", "There is no such room.", None),
        NotTaken::Future(today) => {
            let detail = format!("The visit lies in the future: here it is {today}. Is the device's clock right?");
            Problem::wrong("visited", detail, Some(json!({ "maximum": today })))
        }
        NotTaken::NotInForce(right) => {
            Problem::wrong("standard", "The visit is judged by another version of the standard.", Some(json!(right)))
        }
        NotTaken::Answers(problems) => {
            let told: Vec<_> = problems.iter().take(20).map(ToString::to_string).collect();
            Problem::wrong("answers", told.join("; "), Some(json!(problems)))
        }
        NotTaken::Affiliated(conflict) => Problem::wrong("room", conflict.to_string(), None),
        NotTaken::Assignment(refused) => Problem::wrong("assignment", refused.to_string(), None),
        NotTaken::Open(open) => {
            let told: Vec<_> = open.iter().map(ToString::to_string).collect();
            Problem::wrong("answers", format!("These clauses still need an answer: {}", told.join(", ")), Some(json!(open)))
        }
    }
}
