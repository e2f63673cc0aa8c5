//! Headers that keep a page to itself: a strict content security policy with a nonce for each answer, and the rest.

use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::is_api;

const CROSS_ORIGIN_OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

const PERMISSIONS_POLICY: &str = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()";

/// What depends on the operator's settings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    after_nonce: String,
    is_https: bool,
}

impl Policy {
    /// Lets the map reach its style's origin, and nothing else beyond this site.
    pub(crate) fn new(map_origin: Option<&str>, is_https: bool) -> Self {
        let other = map_origin.map(|origin| format!(" {origin}")).unwrap_or_default();
        let after_nonce = format!(
            "' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:{other}; worker-src 'self' blob:; \
             connect-src 'self'{other}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        Self { after_nonce, is_https }
    }
}

/// A random word of 128 bits.
pub(super) fn nonce() -> String {
    BASE64_STANDARD.encode(rand::random::<[u8; 16]>())
}

/// Sets the headers. Only pages have a nonce.
pub(super) fn protect(response: &mut Response, policy: &Policy, path: &str, nonce: Option<&str>) {
    let headers = response.headers_mut();
    let mut put = |name, value| drop(headers.insert(name, HeaderValue::from_static(value)));
    put(X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(REFERRER_POLICY, "same-origin");
    if policy.is_https {
        put(STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if is_api(path) {
        put(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        put(CROSS_ORIGIN_RESOURCE, "cross-origin");
        open_to_other_sites(headers);
        return;
    }
    put(CROSS_ORIGIN_OPENER, "same-origin");
    put(CROSS_ORIGIN_RESOURCE, "same-origin");
    put(PERMISSIONS, PERMISSIONS_POLICY);
    let nonce = nonce.unwrap_or_default();
    let csp = format!("default-src 'self'; script-src 'self' 'nonce-{nonce}{}", policy.after_nonce);
    if let Ok(csp) = HeaderValue::try_from(csp) {
        headers.insert(CONTENT_SECURITY_POLICY, csp);
    }
}

/// The API is public data without cookies: any site may read it. The answer to a preflight is the same.
fn open_to_other_sites(headers: &mut HeaderMap) {
    let mut put = |name, value| drop(headers.insert(name, HeaderValue::from_static(value)));
    put(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    put(ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS");
    put(ACCESS_CONTROL_ALLOW_HEADERS, "accept, if-none-match, x-request-id");
    put(ACCESS_CONTROL_EXPOSE_HEADERS, "etag, link, retry-after, x-request-id");
    put(ACCESS_CONTROL_MAX_AGE, "86400");
}
