//! Requests that are malformed or too large, refused before anything else looks at them.

use std::time::Duration;

use app::pages::UPLOADS;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_LENGTH};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use domain::MOST_PHOTO_BYTES;
use percent_encoding::percent_decode_str;

use super::log::About;
use super::{is_api, route};
use crate::problem::{Kind, Problem};

/// Every question the finder can ask fits in a tenth of this.
const MOST_URI: usize = 8 * 1024;
/// Bodies are small forms.
const MOST_BODY: usize = 1024 * 1024;
/// Where programs send photographs.
const PHOTOS: (&str, usize) = ("/api/v1/photos/{digest}", MOST_PHOTO_BYTES);
/// A phone sends files slowly where the signal is weak.
const FILE_PATIENCE: Duration = Duration::from_mins(5);

/// Long lists are written, and taken back, in one transaction.
const LONG: [&str; 3] = ["/staff/imports/{id}/write", "/staff/imports/{id}/undo", "/staff/venues/lists/{id}"];

/// How many bytes a route takes that takes files.
fn files(request: &Request) -> Option<usize> {
    let route = route(request).filter(|_| !request.method().is_safe())?;
    UPLOADS.iter().chain([&PHOTOS]).find(|(known, _)| *known == route.as_str()).map(|(_, most)| *most)
}

/// How many bytes a request's body may have.
pub(super) fn most(request: &Request) -> usize {
    files(request).unwrap_or(MOST_BODY)
}

/// How long a request may take.
pub(super) fn patience(request: &Request, usual: Duration) -> Duration {
    let is_long = files(request).is_some() || route(request).is_some_and(|route| LONG.contains(&route.as_str()));
    if is_long { FILE_PATIENCE.max(usual) } else { usual }
}

/// Why a request is refused, if it is.
pub(super) fn refuse(request: &Request) -> Option<Response> {
    let uri = request.uri();
    let length = uri.path_and_query().map_or(0, |whole| whole.as_str().len());
    if length > MOST_URI {
        let detail = format!("The address has {length} bytes, at most {MOST_URI} are read.");
        return Some(say(uri, Kind::TooLong, &detail, &format!("网址有 {length} 字节，最多 {MOST_URI} 字节。")));
    }
    let parts = [("path", "路径", uri.path()), ("query", "参数", uri.query().unwrap_or_default())];
    if let Some((part, zh, _)) = parts.into_iter().find(|(_, _, text)| !is_text(text)) {
        let detail = format!("The {part} is not UTF-8 after percent-decoding.");
        return Some(say(uri, Kind::NotText, &detail, &format!("网址的{zh}解码后不是 UTF-8 文字。")));
    }
    let body = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok()).unwrap_or(0);
    let most = most(request);
    (body > most as u64).then(|| {
        let detail = format!("The body has {body} bytes, at most {most} are read.");
        say(uri, Kind::TooLarge, &detail, &format!("内容有 {body} 字节，最多 {most} 字节。"))
    })
}

/// Programs get a problem, people two plain sentences: there is no page to show yet, nor a language.
pub(super) fn say(uri: &Uri, kind: Kind, detail: &str, zh: &str) -> Response {
    if is_api(uri.path()) {
        return Problem::new(kind, detail).into_response();
    }
    (kind.status(), format!("{zh}\n{detail}\n")).into_response()
}

fn is_text(encoded: &str) -> bool {
    !encoded.contains('%') || percent_decode_str(encoded).decode_utf8().is_ok()
}

/// Answers OPTIONS where the router only knows that the method is another one, and gives a 405 its words.
pub(super) fn method(response: Response, method: &Method, about: &About) -> Response {
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    let known = response.headers().get(ALLOW).and_then(|allow| allow.to_str().ok()).unwrap_or("GET,HEAD");
    let allow = if known.contains("OPTIONS") { known.to_owned() } else { format!("{known},OPTIONS") };
    let detail = format!("Allowed here: {allow}.");
    let mut response = match *method {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ if is_api(about.path()) => Problem::new(Kind::Method, detail).into_response(),
        _ => (StatusCode::METHOD_NOT_ALLOWED, format!("此网址不支持该请求方式。\n{detail}\n")).into_response(),
    };
    if let Ok(allow) = HeaderValue::from_str(&allow) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}
