//! The frame of every page: head, header with banners, footer.

use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, SET_COOKIE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::*;

use super::Visit;
use crate::i18n::{Lang, moment_text};
use crate::rooms::view::Icon;

/// The icons of all pages, as symbols.
const SPRITE: &str = include_str!("sprite.svg");
/// The mark: a mother and a child.
const MARK: &str = r#"<path fill="currentColor" d="M0 0h48v48H0z"/><g class="ink"><circle cx="20" cy="15" r="6.5"/><path d="M9 48V35a11 11 0 0 1 22 0v13Z"/></g><g class="ink" stroke="currentColor" stroke-width="3"><circle cx="31.5" cy="29" r="5.5"/><path d="M22.5 50v-5a9 9 0 0 1 18 0v5Z"/></g>"#;

/// The colour of the browser's own bar, as the page's.
const THEME: &str = "<meta name=\"theme-color\" content=\"#fbf8f4\" media=\"(prefers-color-scheme: light)\">\
    <meta name=\"theme-color\" content=\"#171412\" media=\"(prefers-color-scheme: dark)\">";

/// A page in its frame.
pub struct Frame<'a> {
    /// The visit.
    pub visit: &'a Visit,
    /// The status.
    pub status: StatusCode,
    /// The title.
    pub title: String,
    /// The description for search engines.
    pub description: Option<String>,
    /// Further elements of the head, as HTML.
    pub head: String,
    /// Class of the page's outermost element.
    pub class: &'static str,
    /// Whether the page carries islands.
    pub is_shell: bool,
}

impl<'a> Frame<'a> {
    /// A plain page.
    pub fn new(visit: &'a Visit, title: impl Into<String>) -> Self {
        let (title, head) = (title.into(), String::new());
        Self { visit, status: StatusCode::OK, title, description: None, head, class: "page", is_shell: false }
    }

    /// Renders the page around its `<main>`.
    pub fn render<V: IntoView + 'static>(self, main: impl FnOnce() -> V) -> Response {
        let visit = self.visit;
        let owner = Owner::new();
        let html = owner.with(|| self.html(main));
        drop(owner);
        let mut response = (self.status, Html(html)).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(visit.lang.tag()));
        if visit.lang_asked {
            let cookie = match visit.lang {
                Lang::Zh => "lang=zh; Path=/; Max-Age=31536000; SameSite=Lax",
                Lang::En => "lang=en; Path=/; Max-Age=31536000; SameSite=Lax",
            };
            headers.insert(SET_COOKIE, HeaderValue::from_static(cookie));
        }
        response
    }

    fn html<V: IntoView + 'static>(&self, main: impl FnOnce() -> V) -> String {
        let body = view! {
            {header(self.visit)}
            {main()}
            {footer(self.visit)}
        };
        let skips = if self.class == "page" {
            String::new()
        } else {
            format!(r##"<a class="skip" href="#results">{}</a>"##, self.visit.lang.site_skip_results())
        };
        format!(
            "<!DOCTYPE html><html lang=\"{}\"{}><head>{}</head><body>{SPRITE}<div class=\"{}\"><a class=\"skip\" href=\"#main\">{}</a>{skips}{}</div></body></html>",
            self.visit.lang.tag(),
            if self.is_shell { " data-shell" } else { "" },
            self.head(),
            self.class,
            self.visit.lang.site_skip_main(),
            body.to_html(),
        )
    }

    fn head(&self) -> String {
        let Visit { lang, site, nonce, .. } = self.visit;
        let description = self.description.as_deref().unwrap_or_default();
        let pkg = format!("/pkg/{}", site.version);
        let head = view! {
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
            <title>{self.title.clone()}</title>
            {(!description.is_empty()).then(|| view! { <meta name="description" content=description.to_owned()/> })}
            <meta name="apple-mobile-web-app-title" content=lang.site_name()/>
            <link rel="stylesheet" href=format!("{pkg}/style.css")/>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
            <link rel="icon" href="/favicon.ico" sizes="32x32"/>
            <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png"/>
            <link rel="manifest" href="/manifest.webmanifest"/>
        };
        // Written by hand: leptos knows no `media` on meta, and would take a script's nonce from its own context.
        format!("{}{THEME}{}<script type=\"module\" nonce=\"{nonce}\" src=\"{pkg}/boot.js\"></script>", head.to_html(), self.head)
    }
}

fn header(visit: &Visit) -> impl IntoView + use<> {
    let lang = visit.lang;
    let region = visit.region_name().to_owned();
    let current = |path: &str| (visit.path == path).then_some("page");
    let label = lang.site_home_label(&region);
    let short = region.trim_end_matches('区').trim_end_matches(" District").to_owned();
    view! {
        <header class="site-header">
            <div class="site-bar">
                <a class="wordmark" href="/" aria-label=label>
                    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" inner_html=MARK></svg>
                    <span>{lang.site_name()}</span>" "<small>{short}</small>
                </a>
                <nav aria-label=lang.site_nav_label()>
                    <ul class="site-nav" role="list">
                        <li class="nav-home"><a href="/" aria-current=current("/")>{lang.site_find()}</a></li>
                        <li><a href="/about" aria-current=current("/about")>{lang.site_about()}</a></li>
                        <li><a href="/data" aria-current=current("/data")>{lang.site_data()}</a></li>
                        <li><a class="lang" href=visit.in_other_language() hreflang=lang.other().tag() lang=lang.other().tag()>
                            {lang.site_other_language()}</a></li>
                    </ul>
                </nav>
            </div>
            {visit.registry.is_demo().then(|| view! {
                <p class="banner"><Icon name="info"/><span><strong>{lang.site_demo_word()}</strong>{lang.site_demo_text()}</span></p>
            })}
            {stale(visit).map(|words| view! { <p class="banner" role="status"><Icon name="info"/><span>{words}</span></p> })}
            <p class="banner banner-offline" role="status" hidden data-offline>
                <Icon name="offline"/><span>{lang.site_offline_text()}" "<time data-as-of></time></span>
            </p>
        </header>
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

fn footer(visit: &Visit) -> impl IntoView + use<> {
    let lang = visit.lang;
    let credit = visit.registry.region.attribution.join(lang.answer_list_separator());
    view! {
        <footer class="site-footer">
            <ul role="list">
                {(!credit.is_empty()).then(|| view! { <li>{lang.site_map_credit(credit)}</li> })}
                <li><a href="/privacy">{lang.site_privacy()}</a></li>
                <li><a href="/data">{lang.site_open_data()}</a></li>
                <li>{lang.site_licence()}</li>
            </ul>
        </footer>
    }
}
