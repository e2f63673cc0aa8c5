//! `/offline`: the page that the service worker shows where there is no signal. Its island reads the address and answers
//! from the pack.

use axum::response::Response;
use domain::Query;
use maud::html;

use super::form::finder_form;
use super::layout::finder_main;
use crate::ui::{Frame, Visit};

/// `/offline`
pub async fn shell(visit: Visit) -> Response {
    let lang = visit.lang;
    let form = finder_form(&Query { page: 1, ..Query::default() }, None, &visit.registry.region, lang);
    let waiting = html! { div.results-head { h2 #count { span role="status" { (lang.shell_waiting()) } } } };
    let main = finder_main(&visit, &form, waiting, true);
    let title = lang.shell_title(visit.region_name());
    Frame { is_finder: true, is_shell: true, ..Frame::new(&visit, title) }.around(&main)
}
