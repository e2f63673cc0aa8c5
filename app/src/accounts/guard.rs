//! Who asks, and whether a form comes from our own pages.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, may};
use serde::de::DeserializeOwned;

use super::secret::hash;
use super::store::{self, Person};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The name of the cookie that holds a session.
pub const SESSION: &str = "muying_session";
/// Holds a sign-in that waits for a code.
const HALF: &str = "muying_code";
/// The browser forgets the session after so many seconds; the server earlier, when it was not used.
const AGE: u32 = 60 * 24 * 3600;

/// A person who is signed in. A page that takes one cannot be seen without.
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// The hash of the session's token.
    pub(super) session: String,
}

impl SignedIn {
    /// Who a request says it is; `None` where nobody is signed in.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(headers: &HeaderMap, state: &AppState) -> Result<Option<Self>, Arc<store::StoreError>> {
        let Some(session) = session(headers) else { return Ok(None) };
        let person = state.presence.of(&session, state.now()).await?;
        Ok(person.map(|person| Self { person, session }))
    }

    /// Refuses what the person's role does not allow.
    ///
    /// # Errors
    /// The page that says so.
    pub fn needs(&self, action: Action, visit: &Visit) -> Result<(), Box<Response>> {
        may(self.person.role, action).then_some(()).ok_or_else(|| Box::new(AppError::NotAllowed.page(visit)))
    }

    /// As audit lines name the person.
    pub fn actor(&self) -> &str {
        self.person.login.as_str()
    }
}

/// The cookie that holds a session, or ends it.
pub(super) fn cookie(token: Option<&str>, base_url: &str) -> HeaderValue {
    let secure = if base_url.starts_with("https://") { "; Secure" } else { "" };
    let (value, age) = token.map_or(("", 0), |token| (token, AGE));
    let text = format!("{SESSION}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The cookie that holds a sign-in that waits for a code, or ends it. Only `/sign-in/code` is sent it.
pub(super) fn half_cookie(token: Option<&str>, base_url: &str) -> HeaderValue {
    let secure = if base_url.starts_with("https://") { "; Secure" } else { "" };
    let (value, age) = token.map_or(("", 0), |token| (token, store::CODE_MINUTES * 60));
    let text = format!("{HALF}={value}; Path=/sign-in; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The hash of the token of a session.
fn session(headers: &HeaderMap) -> Option<String> {
    token(headers, SESSION)
}

/// The hash of the token of a sign-in that waits for a code.
pub(super) fn waiting(headers: &HeaderMap) -> Option<String> {
    token(headers, HALF)
}

fn token(headers: &HeaderMap, of: &str) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == of && value.len() == 64).map(|(_, value)| hash(value))
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let found = match Self::of(&parts.headers, state).await {
            Ok(found) => found,
            Err(error) => return Err(away(&error, parts, state).await),
        };
        found.ok_or_else(|| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let next = parts.uri.path_and_query().filter(|_| parts.method.is_safe()).map_or("/account", |next| next.as_str());
            query.append_pair("next", next);
            Redirect::to(&format!("/sign-in?{}", query.finish())).into_response()
        })
    }
}

/// Somebody signed in, or nobody.
pub struct Maybe(pub Option<SignedIn>);

impl FromRequestParts<AppState> for Maybe {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self(SignedIn::from_request_parts(parts, state).await.ok()))
    }
}

async fn away(error: &store::StoreError, parts: &mut Parts, state: &AppState) -> Response {
    match Visit::from_request_parts(parts, state).await {
        Ok(visit) => AppError::away(error, &visit),
        Err(never) => match never {},
    }
}

/// A form from one of our own pages: other sites' forms are refused before they are read (besides `SameSite` cookies).
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (request, visit) = refuse_others(request, state).await?;
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        let form = serde_urlencoded::from_bytes(&body).map_err(|error| {
            tracing::info!(%error, "a form could not be read");
            AppError::BadForm.page(&visit)
        })?;
        Ok(Self(form))
    }
}

/// Refuses a form of another site; gives back the request and who asks.
pub(super) async fn refuse_others(request: Request, state: &AppState) -> Result<(Request, Visit), Response> {
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::from_request_parts(&mut parts, state).await {
        Ok(visit) => visit,
        Err(never) => match never {},
    };
    if is_ours(&parts.headers) { Ok((Request::from_parts(parts, body), visit)) } else { Err(AppError::OtherSite.page(&visit)) }
}

/// A form without fields.
#[derive(serde::Deserialize)]
pub(super) struct Nothing {}

/// Whether a request comes from our own pages, by what browsers say of its origin; programs that say nothing carry no
/// cookies of a victim.
pub fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let host = text(HOST.as_str()).unwrap_or_default();
    text(ORIGIN.as_str()).is_none_or(|origin| origin.split_once("://").is_some_and(|(_, of)| of == host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_other_sites_are_told_by_their_origin() {
        let ours = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| ((*name).try_into().unwrap(), HeaderValue::from_static(value)));
            is_ours(&pairs.collect())
        };
        assert!(ours(&[("sec-fetch-site", "same-origin")]) && ours(&[("host", "a.cn"), ("origin", "https://a.cn")]) && ours(&[]));
        assert!(!ours(&[("sec-fetch-site", "cross-site")]) && !ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[("host", "a.cn"), ("origin", "https://b.cn")]) && !ours(&[("host", "a.cn"), ("origin", "null")]));
    }

    #[test]
    fn only_a_whole_token_is_a_session() {
        let of = |cookies: &'static str| session(&HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(cookies))]));
        assert_eq!(of("lang=zh; muying_session=short"), None);
        let whole = "muying_session=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef; lang=zh";
        assert_eq!(of(whole).map(|hash| hash.len()), Some(64));
    }
}
