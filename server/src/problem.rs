//! What a program is told when something is wrong (RFC 9457), and the one table of statuses.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{PlaceError, QueryError, QueryProblem};
use serde::Serialize;
use serde_json::{Value, json};

/// The kinds of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A field of the query.
    Query,
    /// Bytes that are no text.
    NotText,
    /// No room of this code.
    NoRoom,
    /// Nothing at this address.
    NoResource,
    /// The registry is too large for what was asked.
    TooManyRooms,
    /// Another method.
    Method,
    /// An address that is too long.
    TooLong,
    /// A body that is too large.
    TooLarge,
    /// Nobody is signed in.
    SignIn,
    /// The person's role does not allow it, or the request comes from another site.
    NotAllowed,
    /// The body is not what its digest says: it was cut off or changed on the way.
    HalfSent,
    /// Something else is stored.
    Conflict,
    /// The body can be read, and something in it is wrong.
    NotAcceptable,
    /// Too much from one network address.
    TooMany,
    /// Our fault.
    Incident,
    /// The rooms have not been read yet.
    NotYet,
    /// It took too long.
    Timeout,
}

impl Kind {
    /// Status, name in `type`, title.
    fn row(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Query => (StatusCode::BAD_REQUEST, "query", "A field of the query is not valid"),
            Self::NotText => (StatusCode::BAD_REQUEST, "not-text", "The address is not UTF-8"),
            Self::NoRoom => (StatusCode::NOT_FOUND, "no-room", "There is no such room"),
            Self::NoResource => (StatusCode::NOT_FOUND, "no-resource", "There is nothing at this address"),
            Self::TooManyRooms => (StatusCode::NOT_FOUND, "too-many-rooms", "The registry is too large for this"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method", "This method is not allowed here"),
            Self::TooLong => (StatusCode::URI_TOO_LONG, "too-long", "The address is too long"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large"),
            Self::SignIn => (StatusCode::UNAUTHORIZED, "sign-in", "Nobody is signed in"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "not-allowed", "This is not allowed"),
            Self::HalfSent => (StatusCode::BAD_REQUEST, "half-sent", "The body is not what its digest says"),
            Self::Conflict => (StatusCode::CONFLICT, "conflict", "Something else is stored"),
            Self::NotAcceptable => (StatusCode::UNPROCESSABLE_ENTITY, "not-acceptable", "Something in it is wrong"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many", "Too much came from this network address"),
            Self::Incident => (StatusCode::INTERNAL_SERVER_ERROR, "incident", "Something went wrong on our side"),
            Self::NotYet => (StatusCode::SERVICE_UNAVAILABLE, "not-yet", "The rooms have not been read yet"),
            Self::Timeout => (StatusCode::SERVICE_UNAVAILABLE, "timeout", "This took too long"),
        }
    }

    /// Its status.
    pub(crate) fn status(self) -> StatusCode {
        self.row().0
    }
}

/// A problem. The middleware adds the request's id as `instance` before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// Which kind.
    pub(crate) kind: Kind,
    /// What to do about it, in plain words.
    pub(crate) detail: String,
    /// The field that is wrong.
    pub(crate) field: Option<String>,
    /// What the field may hold: the words, or the smallest and largest number.
    pub(crate) allowed: Option<Value>,
    /// Seconds after which to try again.
    pub(crate) after: Option<i64>,
}

#[derive(Serialize)]
struct Wire<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'a Value>,
}

impl Problem {
    /// A problem without a field.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            field: None,
            allowed: None,
            after: matches!(kind, Kind::NotYet | Kind::Timeout).then_some(5),
        }
    }

    /// A field that is wrong.
    pub(crate) fn field(field: &str, detail: impl Into<String>, allowed: Value) -> Self {
        Self { kind: Kind::Query, detail: detail.into(), field: Some(field.to_owned()), allowed: Some(allowed), after: None }
    }

    /// A part of the body that is wrong.
    pub(crate) fn wrong(field: &str, detail: impl Into<String>, allowed: Option<Value>) -> Self {
        Self { kind: Kind::NotAcceptable, detail: detail.into(), field: Some(field.to_owned()), allowed, after: None }
    }

    /// The database does not answer: nothing was kept.
    pub(crate) fn away(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "the database");
        Self::new(Kind::NotYet, "The database does not answer. Nothing was kept; please try again in a moment.")
    }

    /// The rooms have not been read yet.
    pub(crate) fn not_yet() -> Self {
        Self::new(Kind::NotYet, "The database has not answered since this server started. Please try again in a moment.")
    }

    /// As JSON.
    pub(crate) fn body(&self, request_id: Option<&str>) -> Vec<u8> {
        let (status, name, title) = self.kind.row();
        let wire = Wire {
            r#type: format!("urn:muying:problem:{name}"),
            title,
            status: status.as_u16(),
            detail: &self.detail,
            instance: request_id.map(|id| format!("urn:muying:request:{id}")),
            field: self.field.as_deref(),
            allowed: self.allowed.as_ref(),
        };
        serde_json::to_vec(&wire).unwrap_or_default()
    }

    /// Gives a response that carries a problem the id of its request.
    pub(crate) fn name_request(response: Response, request_id: &str) -> Response {
        let Some(problem) = response.extensions().get::<Self>() else { return response };
        let body = problem.body(Some(request_id));
        let mut response = response.map(|_| Body::from(body));
        // The body that was compressed is gone: what said so must go with it.
        response.headers_mut().remove(CONTENT_ENCODING);
        response.headers_mut().remove(CONTENT_LENGTH);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.kind.status(), self.body(None)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The smallest and largest number of a range.
pub(crate) fn range(least: impl Into<Value>, most: impl Into<Value>) -> Value {
    json!({ "minimum": least.into(), "maximum": most.into() })
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let allowed = match &error.problem {
            QueryProblem::UnknownField { allowed } => Some(json!(allowed)),
            QueryProblem::Word(word) => Some(json!(word.allowed)),
            QueryProblem::Number { least, most } => Some(range(*least, *most)),
            QueryProblem::Long { most } => Some(json!({ "maxLength": most })),
            QueryProblem::Place(PlaceError::Box) => Some(json!("west,south,east,north")),
            QueryProblem::Place(_) => Some(json!({ "lon": range(-180, 180), "lat": range(-90, 90) })),
            QueryProblem::Code => Some(json!({ "pattern": "^[0-9A-Za-z]{1,12}$" })),
            QueryProblem::Twice => None,
        };
        Self { kind: Kind::Query, detail: error.to_string(), field: Some(error.field), allowed, after: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_error_tells_field_and_range() {
        let error = QueryError { field: "page".to_owned(), problem: QueryProblem::Number { least: 1, most: 50 } };
        let problem: Value = serde_json::from_slice(&Problem::from(error).body(Some("abc"))).unwrap();
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["field"], "page");
        assert_eq!(problem["allowed"], json!({ "minimum": 1, "maximum": 50 }));
        assert_eq!(problem["instance"], "urn:muying:request:abc");
        assert_eq!(problem["detail"], "page: must be a whole number from 1 to 50");
    }
}
