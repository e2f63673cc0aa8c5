//! The finder's parts, which the offline shell shares: form, map, results.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use maud::{Markup, PreEscaped, html};

use crate::i18n::Lang;
use crate::rooms::island::LiveResults;
use crate::rooms::view::icon;
use crate::ui::Visit;

/// The `<main>` of the finder.
pub(super) fn finder_main(visit: &Visit, form: &Markup, results: Markup, shell: bool) -> Markup {
    let lang = visit.lang;
    html! {
        main #main.finder tabindex="-1" {
            h1.vh { (lang.finder_heading(visit.region_name())) }
            (form)
            (map(visit))
            section.results #results tabindex="-1" aria-labelledby="count" { (island(lang, shell, results)) }
            button.button.map-toggle type="button" aria-controls="map" hidden data-text-map=(lang.finder_show_map())
                data-text-list=(lang.finder_show_list()) { (icon("map")) span { (lang.finder_show_map()) } }
        }
    }
}

/// The island around what the server found.
fn island(lang: Lang, shell: bool, results: Markup) -> Markup {
    let results = results.into_string();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html =
        owner.with(|| view! { <LiveResults lang shell><div class="answer" inner_html=results></div></LiveResults> }.to_html());
    PreEscaped(html)
}

/// The place of the map; `finder-map.js` fills it.
fn map(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let style = Some(visit.site.map_style.as_str()).filter(|style| !style.is_empty() && *style != "builtin");
    let [west, south, east, north] = visit.registry.region.bbox;
    html! {
        section.map #map aria-label=(lang.finder_map_label()) data-geo="/geo.json" data-lang=(lang.code()) data-style=[style]
            data-bounds={ (west) "," (south) "," (east) "," (north) }
            data-text-area=(lang.finder_map_area()) data-text-fail=(lang.finder_map_fail())
            data-text-loading=(lang.finder_map_loading()) data-text-canvas=(lang.finder_map_canvas())
            data-text-cluster=(lang.finder_map_cluster("{n}")) data-text-zoom-in=(lang.finder_zoom_in())
            data-text-zoom-out=(lang.finder_zoom_out()) {}
    }
}
