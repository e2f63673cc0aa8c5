//! `/offline`: the page that the service worker shows where there is no signal. Its island reads the address and answers
//! from the pack.

use axum::response::Response;
use domain::Query;
use leptos::prelude::*;

use super::finder::{map_section, map_toggle};
use super::form::finder_form;
use crate::rooms::island::LiveResults;
use crate::ui::{Frame, Visit};

/// `/offline`
pub async fn shell(visit: Visit) -> Response {
    let lang = visit.lang;
    let query = Query { page: 1, ..Query::default() };
    let form = finder_form(&query, None, &visit.registry.region, lang);
    let map = map_section(lang, &visit.site);
    let heading = lang.finder_heading(visit.region_name());
    let title = lang.shell_title(visit.region_name());
    let frame = Frame { class: "page page-finder", is_shell: true, ..Frame::new(&visit, title) };
    frame.render(move || {
        view! {
            <main id="main" class="finder" tabindex="-1">
                <h1 class="vh">{heading}</h1>
                {form}
                {map}
                <section class="results" id="results" tabindex="-1" aria-labelledby="count">
                    <LiveResults lang shell=true>
                        <div class="results-head"><h2 id="count"><span role="status">{lang.shell_waiting()}</span></h2></div>
                    </LiveResults>
                </section>
                {map_toggle(lang)}
            </main>
        }
    })
}
