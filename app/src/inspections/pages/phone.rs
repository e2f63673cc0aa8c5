//! `/inspect/phone`: the page in which the phone shows its own sheets. It holds nothing of anybody: the service worker keeps
//! a copy of it, and the records are in the browser.

use axum::response::Response;
use maud::html;

use crate::ui::{Frame, Visit};

/// `GET /inspect/phone` and all below it.
pub(super) async fn shell(visit: Visit) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" data-sheet data-failed=(lang.phone_failed("{why}")) {
            h1 { (lang.phone_title()) }
            p role="status" { (lang.phone_opening()) }
            noscript { p { (lang.phone_no_script()) " " a href="/inspect" { (lang.phone_to_online()) } } }
        }
        p.say role="status" hidden data-say {}
    };
    Frame { is_shell: true, ..Frame::new(&visit, lang.phone_title()) }.around(&main)
}
