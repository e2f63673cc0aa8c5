//! What a visitor is told when something is wrong. Internals are logged under an incident id and never sent.

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::response::Response;
use maud::{Markup, PreEscaped, html};

use super::{Frame, Visit};
use crate::i18n::Lang;
use crate::rooms::pages::search_form;
use crate::state::AppState;

/// Why a page cannot be shown, named for what the visitor can do.
#[derive(Debug)]
pub enum AppError {
    /// There is no such room.
    NoRoom,
    /// There is no such page.
    NoPage,
    /// A link to a photograph that is not ours or too old, or a photograph that is gone.
    NoPhoto,
    /// The person's role does not allow it.
    NotAllowed,
    /// A form of another site.
    OtherSite,
    /// A form that lacks a field or has one that cannot be read.
    BadForm,
    /// Somebody changed it since it was read.
    Outdated,
    /// A link of invitation or reset that was used, replaced or is too old.
    LinkUsed,
    /// Too much came from the visitor's network address; seconds to wait.
    TooMany(i64),
    /// The database does not answer: nothing was saved.
    Away,
    /// Our fault; the text is the incident id.
    Incident(String),
}

/// A door with a question mark.
const DOOR: PreEscaped<&str> = PreEscaped(
    r#"<path d="M6 101h92M28 101V24a8 8 0 0 1 8-8h32a8 8 0 0 1 8 8v77M68 60v8M44 42a8 8 0 1 1 11 7.4c-2.5 1-3 2.6-3 5.6M52 63v.1"/>"#,
);

impl AppError {
    /// The one table of statuses.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoRoom | Self::NoPage | Self::NoPhoto => StatusCode::NOT_FOUND,
            Self::NotAllowed | Self::OtherSite => StatusCode::FORBIDDEN,
            Self::BadForm => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Outdated => StatusCode::CONFLICT,
            Self::LinkUsed => StatusCode::GONE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Away => StatusCode::SERVICE_UNAVAILABLE,
            Self::Incident(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page for a database that does not answer: nothing was saved, and the log says why.
    pub fn away(error: &dyn std::fmt::Display, visit: &Visit) -> Response {
        tracing::error!(%error, "the database");
        Self::Away.page(visit)
    }

    /// The page that says so.
    pub fn page(&self, visit: &Visit) -> Response {
        let lang = visit.lang;
        let (title, body) = match self {
            Self::NoRoom => (lang.error_missing_title(), missing(lang, &lang.error_missing_room(&visit.path))),
            Self::NoPage => (lang.error_missing_title(), missing(lang, &lang.error_missing_page(&visit.path))),
            Self::NoPhoto => (lang.photo_gone_title(), missing(lang, lang.photo_gone())),
            Self::NotAllowed => (lang.error_not_allowed_title(), plain(lang, lang.error_not_allowed())),
            Self::OtherSite => (lang.error_not_allowed_title(), plain(lang, lang.error_other_site())),
            Self::BadForm => (lang.error_form_title(), plain(lang, lang.error_form())),
            Self::Outdated => (lang.error_outdated_title(), plain(lang, lang.error_outdated())),
            Self::LinkUsed => (lang.error_link_title(), plain(lang, lang.error_link())),
            Self::TooMany(seconds) => (lang.error_too_many_title(), plain(lang, &lang.error_too_many(seconds))),
            Self::Away => (lang.error_away_title(), plain(lang, lang.error_away())),
            Self::Incident(id) => (lang.error_server_title(), incident(lang, id)),
        };
        let main = html! {
            main #main.prose.trouble tabindex="-1" {
                svg viewBox="0 0 104 104" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"
                    stroke-linejoin="round" aria-hidden="true" { (DOOR) }
                h1 { (title) }
                (body)
            }
        };
        Frame { status: self.status(), ..Frame::new(visit, title) }.around(&main)
    }
}

fn missing(lang: Lang, words: &str) -> Markup {
    html! {
        p { (words) }
        (search_form(lang))
        ul.downloads role="list" { li { a.button.button-primary href="/" { (lang.error_find_nearest()) } } }
    }
}

fn plain(lang: Lang, words: &str) -> Markup {
    html! {
        p { (words) }
        ul.downloads role="list" { li { a.button.button-primary href="/account" { (lang.account_title()) } } }
    }
}

fn incident(lang: Lang, id: &str) -> Markup {
    html! {
        p { (lang.error_server_text()) }
        p.quiet { (lang.error_server_code()) " " code.num { (id) } }
        ul.downloads role="list" {
            li { a.button.button-primary href="" { (lang.error_again()) } }
            li { a.button href="/" { (lang.error_home()) } }
        }
    }
}

/// The page for an address that leads nowhere.
pub async fn missing_page(visit: Visit) -> Response {
    AppError::NoPage.page(&visit)
}

/// The page for whoever sent too much from one network address: when to try again stands in words and in the head.
pub async fn too_many(State(state): State<AppState>, seconds: i64, request: Request<Body>) -> Response {
    let (mut parts, _) = request.into_parts();
    let mut response = match Visit::from_request_parts(&mut parts, &state).await {
        Ok(visit) => AppError::TooMany(seconds).page(&visit),
        Err(never) => match never {},
    };
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// The page for an incident: our fault, with the id under which the log has the cause.
pub async fn server_error(State(state): State<AppState>, incident: String, request: Request<Body>) -> Response {
    let (mut parts, _) = request.into_parts();
    match Visit::from_request_parts(&mut parts, &state).await {
        Ok(visit) => AppError::Incident(incident).page(&visit),
        Err(never) => match never {},
    }
}
