//! The frame of every page: head, header with banners, footer.

use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, SET_COOKIE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Visit;
use crate::i18n::{Lang, moment_text};
use crate::rooms::view::icon;

/// The icons of all pages, as symbols.
const SPRITE: PreEscaped<&str> = PreEscaped(include_str!("sprite.svg"));
/// The mark: a mother and a child.
const MARK: PreEscaped<&str> = PreEscaped(
    r#"<path fill="currentColor" d="M0 0h48v48H0z"/><g class="ink"><circle cx="20" cy="15" r="6.5"/><path d="M9 48V35a11 11 0 0 1 22 0v13Z"/></g><g class="ink" stroke="currentColor" stroke-width="3"><circle cx="31.5" cy="29" r="5.5"/><path d="M22.5 50v-5a9 9 0 0 1 18 0v5Z"/></g>"#,
);

/// A page in its frame.
pub struct Frame<'a> {
    /// The visit.
    pub visit: &'a Visit,
    /// The title.
    pub title: String,
    /// The status.
    pub status: StatusCode,
    /// The description for search engines.
    pub description: Option<String>,
    /// Further elements of the head.
    pub head: Markup,
    /// Whether the page is the finder, which fills the window.
    pub is_finder: bool,
    /// Whether it stands in for other pages where there is no signal.
    pub is_shell: bool,
}

impl<'a> Frame<'a> {
    /// A plain page.
    pub fn new(visit: &'a Visit, title: impl Into<String>) -> Self {
        let (status, head) = (StatusCode::OK, Markup::default());
        Self { visit, title: title.into(), status, description: None, head, is_finder: false, is_shell: false }
    }

    /// A page with a form: its status says whether what was sent could not be taken.
    pub fn form(visit: &'a Visit, title: impl Into<String>, wrong: bool) -> Self {
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        Self { status, ..Self::new(visit, title) }
    }

    /// The response, around a `<main>`.
    pub fn around(self, main: &Markup) -> Response {
        let mut response = (self.status, Html(self.html(main).into_string())).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(self.visit.lang.tag()));
        if self.visit.lang_asked && !self.is_shell {
            let cookie = match self.visit.lang {
                Lang::Zh => "lang=zh; Path=/; Max-Age=31536000; SameSite=Lax",
                Lang::En => "lang=en; Path=/; Max-Age=31536000; SameSite=Lax",
            };
            headers.insert(SET_COOKIE, HeaderValue::from_static(cookie));
        }
        response
    }

    fn html(&self, main: &Markup) -> Markup {
        let lang = self.visit.lang;
        html! {
            (DOCTYPE)
            html lang=(lang.tag()) data-shell[self.is_shell] {
                head { (self.head()) }
                body {
                    (SPRITE)
                    div class=(if self.is_finder { "page page-finder" } else { "page" }) {
                        a.skip href="#main" { (lang.site_skip_main()) }
                        @if self.is_finder { a.skip href="#results" { (lang.site_skip_results()) } }
                        (header(self.visit))
                        (main)
                        (footer(self.visit))
                    }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let Visit { lang, site, nonce, .. } = self.visit;
        html! {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            title { (self.title) }
            @if let Some(description) = &self.description { meta name="description" content=(description); }
            meta name="theme-color" content="#fbf8f4" media="(prefers-color-scheme: light)";
            meta name="theme-color" content="#171412" media="(prefers-color-scheme: dark)";
            meta name="apple-mobile-web-app-title" content=(lang.site_name());
            link rel="stylesheet" href={ "/pkg/" (site.version) "/style.css" };
            link rel="icon" href="/favicon.svg" type="image/svg+xml";
            link rel="icon" href="/favicon.ico" sizes="32x32";
            link rel="apple-touch-icon" href="/icons/apple-touch-icon.png";
            link rel="manifest" href="/manifest.webmanifest";
            (self.head)
            script type="module" nonce=(nonce) src={ "/pkg/" (site.version) "/boot.js" } {}
        }
    }
}

fn header(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let region = visit.region_name();
    let short = region.trim_end_matches('区').trim_end_matches(" District");
    let current = |path: &str| (visit.path == path).then_some("page");
    html! {
        header.site-header {
            div.site-bar {
                a.wordmark href="/" aria-label=(lang.site_home_label(short)) {
                    svg.mark viewBox="0 0 48 48" aria-hidden="true" { (MARK) }
                    span { (lang.site_name()) } " " small { (short) }
                }
                nav aria-label=(lang.site_nav_label()) {
                    ul.site-nav role="list" {
                        li.nav-home { a href="/" aria-current=[current("/")] { (lang.site_find()) } }
                        li { a href="/standards" aria-current=[current("/standards")] { (lang.standard_nav()) } }
                        li { a href="/about" aria-current=[current("/about")] { (lang.site_about()) } }
                        li.nav-data { a href="/data" aria-current=[current("/data")] { (lang.site_data()) } }
                        li {
                            a.lang href=(visit.in_other_language()) hreflang=(lang.other().tag()) lang=(lang.other().tag()) {
                                (lang.site_other_language())
                            }
                        }
                    }
                }
            }
            @if visit.registry.is_demo() {
                p.banner { (icon("info")) span { strong { (lang.site_demo_word()) } (lang.site_demo_text()) } }
            }
            @if let Some(words) = stale(visit) { p.banner role="status" { (icon("info")) span { (words) } } }
            p.banner.banner-offline role="status" hidden data-offline {
                (icon("offline")) span { (lang.site_offline_text()) " " time data-as-of {} }
            }
        }
    }
}

/// What to say when the snapshot is not known to be current.
fn stale(visit: &Visit) -> Option<String> {
    match visit.freshness {
        None => Some(visit.lang.site_no_data().to_owned()),
        Some(fresh) if fresh.reachable => None,
        Some(fresh) => Some(visit.lang.site_stale(moment_text(visit.lang, visit.registry.region.local(fresh.as_of)))),
    }
}

fn footer(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let credit = visit.registry.region.attribution.join(lang.answer_list_separator());
    html! {
        footer.site-footer {
            ul role="list" {
                @if !credit.is_empty() { li { (lang.site_map_credit(credit)) } }
                li { a href="/progress" { (lang.progress_title()) } }
                li { a href="/privacy" { (lang.site_privacy()) } }
                li { a href="/data" { (lang.site_open_data()) } }
                li { a href="/account" { (lang.site_account()) } }
                li { (lang.site_licence()) }
            }
        }
    }
}
