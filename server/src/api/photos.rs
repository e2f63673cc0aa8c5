//! `PUT /api/v1/photos/{digest}`: a photograph, under the SHA-256 of its bytes.

use app::photos::{Received, Refused, Sight, receive};
use app::state::AppState;
use app::ui::Visit;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Action, Digest};
use serde_json::json;

use super::inspections::private;
use super::{schema, session::Caller};
use crate::problem::{Kind, Problem};

#[utoipa::path(
    put, path = "/api/v1/photos/{digest}", tag = "inspections", operation_id = "sendPhoto", security(("session" = [])),
    description = "Sends a photograph that a sheet names. It is decoded and encoded anew; where it was taken and with what is not kept.",
    params(("digest" = String, Path, description = "SHA-256 of the file, 64 hexadecimal digits."),
           ("restricted" = Option<u8>, Query, description = "1: not for the public, such as that of a camera that was found.")),
    request_body(content = [u8], content_type = "image/jpeg"),
    responses(
        (status = 201, description = "It is kept.", body = schema::PhotoReceipt),
        (status = 200, description = "It was kept already.", body = schema::PhotoReceipt),
        (status = 400, description = "The body is not what its digest says: send it again.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "The person's role sends no photographs.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The file is too large.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "The file is no picture that can be kept; `field` says why.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
/// The same photograph again is answered with the same receipt. `?restricted=1` marks one that is not for the public.
pub(super) async fn put(
    State(state): State<AppState>,
    Path(digest): Path<String>,
    caller: Caller,
    visit: Visit,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    caller.needs(Action::SendPhotos)?;
    let form = json!({ "pattern": "^[0-9a-f]{64}$" });
    let digest = Digest::new(&digest).map_err(|error| Problem::field("digest", error.to_string(), form))?;
    let sight = sight(&visit)?;
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, visit.lang.photo_error(domain::PhotoError::Heavy)),
        _ => Problem::new(Kind::HalfSent, visit.lang.photo_half_sent()),
    })?;
    if Digest::of(&body) != digest {
        return Err(Problem::new(Kind::HalfSent, visit.lang.photo_half_sent()));
    }
    match receive(&state, &caller.0.person, body, sight).await {
        Ok(Received { receipt, is_new }) => {
            let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
            Ok((status, private(Json(receipt))).into_response())
        }
        Err(Refused::File(error)) => Err(Problem {
            field: Some(error.word().to_owned()),
            ..Problem::new(Kind::NotAcceptable, visit.lang.photo_error(error))
        }),
        Err(Refused::Away(error)) => Err(Problem::away(&error)),
    }
}

fn sight(visit: &Visit) -> Result<Sight, Problem> {
    match visit.fields.iter().find(|(name, _)| name == "restricted").map_or("0", |(_, value)| value) {
        "0" => Ok(Sight::Open),
        "1" => Ok(Sight::Restricted),
        _ => Err(Problem::field("restricted", "restricted: must be 0 or 1", json!(["0", "1"]))),
    }
}
