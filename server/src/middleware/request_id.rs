//! One name for a request, from the proxy in front to the log line.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id that came in, where it is a plain word; else a fresh one.
pub(super) fn of(request: &Request) -> Arc<str> {
    let given = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).filter(|id| is_plain(id));
    given.map_or_else(|| uuid::Uuid::now_v7().simple().to_string().into(), Into::into)
}

/// Tells the visitor.
pub(super) fn put(response: &mut Response, id: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(HEADER, value);
    }
}

/// What goes into logs must not be able to look like a log line.
fn is_plain(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_no_plain_word_is_replaced() {
        let with = |id: &str| Request::builder().header(HEADER, id).body(axum::body::Body::empty()).unwrap();
        assert_eq!(&*of(&with("proxy-7_a")), "proxy-7_a");
        for bad in ["", "a b", "x\"y", &"x".repeat(65)] {
            assert_eq!(of(&with(bad)).len(), 32, "{bad:?}");
        }
    }
}
