//! Answers that need not be sent again: a tag of the registry's state, the minute, and the question.

use std::hash::{DefaultHasher, Hash, Hasher};

use app::rooms::registry::Registry;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

/// A weak tag: the same answer may be compressed or not, and name another second.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    value: HeaderValue,
    cache: &'static str,
}

/// Which moment an answer depends on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Depends {
    /// On the state of the registry alone.
    Rooms,
    /// On what is open, too, which is told to the minute.
    Minute(DateTime<Utc>),
}

impl Tag {
    /// The tag of an answer to this address.
    pub(super) fn of(registry: &Registry, depends: Depends, uri: &Uri, cache: &'static str) -> Self {
        let minute = match depends {
            Depends::Rooms => 0,
            Depends::Minute(now) => now.timestamp() / 60,
        };
        // A restored database may have the number of an older state: the count and the program's version tell some apart.
        let mut hasher = DefaultHasher::new();
        (uri.path_and_query().map(axum::http::uri::PathAndQuery::as_str), env!("CARGO_PKG_VERSION")).hash(&mut hasher);
        (&registry.region.id, registry.entries().len()).hash(&mut hasher);
        Self::new(&format!("W/\"{:x}-{minute:x}-{:x}\"", registry.version, hasher.finish()), cache)
    }

    /// A tag by its text.
    pub(super) fn new(text: &str, cache: &'static str) -> Self {
        Self { value: HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("\"\"")), cache }
    }

    /// The short answer, where the asker has this one already.
    pub(super) fn unchanged(&self, headers: &HeaderMap) -> Option<Response> {
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let ours = bare(self.value.to_str().unwrap_or_default());
        let held =
            headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        held.map(bare).any(|tag| tag == "*" || tag == ours).then(|| self.sent(StatusCode::NOT_MODIFIED.into_response()))
    }

    /// The whole answer, with the tag.
    pub(super) fn with(&self, content_type: &'static str, body: impl Into<Body>) -> Response {
        let mut response = Response::new(body.into());
        response.headers_mut().insert(axum::http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.sent(response)
    }

    fn sent(&self, mut response: Response) -> Response {
        response.headers_mut().insert(ETAG, self.value.clone());
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(self.cache));
        response
    }
}
