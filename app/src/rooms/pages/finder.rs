//! `/`: the nearest rooms that have what is asked for.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{Query, QueryError};
use leptos::prelude::*;

use super::form::finder_form;
use crate::i18n::{Lang, query_words};
use crate::rooms::answer::Answer;
use crate::rooms::island::LiveResults;
use crate::rooms::registry::At;
use crate::rooms::view::{AnswerList, AnswerView, Icon};
use crate::state::Site;
use crate::ui::{Frame, Visit};

/// `/`
pub async fn finder(visit: Visit) -> Response {
    let lang = visit.lang;
    let asked = parse(&visit);
    let (query, error) = match asked {
        Ok(query) => (query, None),
        Err(error) => {
            (Query { page: 1, ..Query::default() }, Some(query_words(&error, lang) + stop(lang) + lang.finder_asked_all()))
        }
    };
    let source = At::new(&visit.registry, visit.now);
    let answer = AnswerView::new(&query, &Answer::to(&query, &source), &source, lang, false);
    let status = if error.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let form = finder_form(&query, error, &visit.registry.region, lang);
    let region = visit.region_name();
    let frame = Frame {
        status,
        description: Some(lang.finder_description(region)),
        class: "page page-finder",
        ..Frame::new(&visit, lang.finder_title(region))
    };
    let heading = lang.finder_heading(region);
    let map = map_section(lang, &visit.site);
    frame.render(move || {
        view! {
            <main id="main" class="finder" tabindex="-1">
                <h1 class="vh">{heading}</h1>
                {form}
                {map}
                <section class="results" id="results" tabindex="-1" aria-labelledby="count">
                    <LiveResults lang shell=false><AnswerList answer/></LiveResults>
                </section>
                {map_toggle(lang)}
            </main>
        }
    })
}

/// The question in the address.
pub(super) fn parse(visit: &Visit) -> Result<Query, QueryError> {
    Query::parse(visit.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())), &[])
}

fn stop(lang: Lang) -> &'static str {
    if lang.is_english() { ". " } else { "。" }
}

/// The place of the map; `finder-map.js` fills it.
pub(super) fn map_section(lang: Lang, site: &Site) -> impl IntoView + use<> {
    let style = (site.map_style != "builtin" && !site.map_style.is_empty()).then(|| site.map_style.clone());
    view! {
        <section class="map" id="map" aria-label=lang.finder_map_label() data-geo="/geo.json" data-lang=lang.code()
            data-style=style data-text-area=lang.finder_map_area() data-text-fail=lang.finder_map_fail()
            data-text-loading=lang.finder_map_loading() data-text-canvas=lang.finder_map_canvas()
            data-text-cluster=lang.finder_map_cluster("{n}") data-text-zoom-in=lang.finder_zoom_in() data-text-zoom-out=lang.finder_zoom_out()>
        </section>
    }
}

/// The button that shows the map on a phone.
pub(super) fn map_toggle(lang: Lang) -> impl IntoView {
    view! {
        <button class="button map-toggle" type="button" aria-controls="map" hidden data-text-map=lang.finder_show_map()
            data-text-list=lang.finder_show_list()><Icon name="map"/><span>{lang.finder_show_map()}</span></button>
    }
}
