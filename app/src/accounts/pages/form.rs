//! What the forms of accounts are made of.

use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::accounts::guard::{cookie, half_cookie};
use crate::accounts::password::{LEAST, MOST, Weak};
use crate::accounts::store::Person;
use crate::i18n::Lang;
use crate::rooms::view::icon;
use crate::ui::{Frame, Visit};

/// A page with a form: what is wrong stands above it and is read out first.
pub fn page(visit: &Visit, title: &str, wrong: Option<&str>, body: &Markup) -> Response {
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (title) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            (body)
        }
    };
    Frame::form(visit, title, wrong.is_some()).around(&main)
}

/// A labelled field.
pub(super) fn field(label: &str, input: &Markup, hint: Option<&str>) -> Markup {
    html! { label.entry { span { (label) } (input) @if let Some(hint) = hint { small { (hint) } } } }
}

/// Whose password it is, for people and for password managers.
pub(super) fn own_login(person: &Person, lang: Lang) -> Markup {
    field(lang.account_login(), &html! { input name="login" value=(person.login) autocomplete="username" readonly; }, None)
}

/// The two fields of a new password.
pub(super) fn new_password(lang: Lang) -> Markup {
    let input = |name| html! { input type="password" name=(name) autocomplete="new-password" required minlength=(LEAST) maxlength=(MOST); };
    html! {
        (field(lang.account_new_password(), &input("password"), Some(&lang.account_password_hint(LEAST))))
        (field(lang.account_again(), &input("again"), None))
    }
}

/// Why a new password is not taken.
pub(super) fn weak(weak: Weak, lang: Lang) -> String {
    match weak {
        Weak::Short => lang.account_short(LEAST),
        Weak::Long => lang.account_long(MOST),
        Weak::Guessable => lang.account_guessable().to_owned(),
    }
}

/// The field of a code.
pub(super) fn code() -> Markup {
    html! { input.code name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40"; }
}

/// On to the page that asks for a code, which the token waits for.
pub(super) fn half_way(next: &str, token: &str, visit: &Visit) -> Response {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    let to = format!("/sign-in/code?{query}");
    ([(SET_COOKIE, half_cookie(Some(token), &visit.site.base_url))], Redirect::to(&to)).into_response()
}

/// Signed in after a code: the session begins, and nothing waits any more.
pub(super) fn arrived(to: &str, token: &str, visit: &Visit) -> Response {
    let mut response = onward(to, Some(token), visit);
    response.headers_mut().append(SET_COOKIE, half_cookie(None, &visit.site.base_url));
    response
}

/// On to a page, with the session's cookie: set by a token, or ended.
pub(super) fn onward(to: &str, token: Option<&str>, visit: &Visit) -> Response {
    ([(SET_COOKIE, cookie(token, &visit.site.base_url))], Redirect::to(to)).into_response()
}
