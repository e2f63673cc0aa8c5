//! The pages of plain text: about, data, privacy.

use axum::response::Response;
use domain::Pack;
use maud::{Markup, html};

use super::{Frame, Visit};
use crate::i18n::{Lang, moment_text};
use crate::rooms::registry::Registry;

/// `/about`
pub async fn about(visit: Visit) -> Response {
    let lang = visit.lang;
    let region = &visit.registry.region;
    let city = if lang.is_english() { &region.city_en } else { &region.city_zh };
    let lead = lang.about_lead(city, visit.region_name());
    let offline =
        if visit.registry.entries().len() > Pack::MOST { lang.about_offline_large() } else { lang.about_offline_text() };
    let main = html! {
        main #main.prose tabindex="-1" {
            h1 { (lang.about_title()) }
            p.lead { (lead) }
            h2 { (lang.about_said_title()) }
            p { (lang.about_said_text()) }
            ul { li { (lang.about_said_official()) } li { (lang.about_said_expert()) } li { (lang.about_said_parent()) } }
            h2 { (lang.about_hours_title()) }
            p { (lang.about_hours_text(visit.region_name())) }
            h2 { (lang.about_class_title()) }
            p { (lang.about_class_text()) }
            div.scroll-x {
                table {
                    thead { tr { th scope="col" { (lang.about_class_column()) } th scope="col" { (lang.about_area_column()) } } }
                    tbody {
                        @for (class, area) in [("A", lang.about_class_a()), ("B", lang.about_class_b()), ("C", lang.about_class_c())] {
                            tr { td { (class) } td { (area) } }
                        }
                    }
                }
            }
            h2 { (lang.about_offline_title()) }
            p { (offline) }
        }
    };
    Frame { description: Some(lead), ..Frame::new(&visit, lang.about_title()) }.around(&main)
}

/// `/data`
pub async fn open_data(visit: Visit) -> Response {
    let lang = visit.lang;
    let registry = &visit.registry;
    let as_of = registry.region.local(visit.freshness.map_or(visit.now, |fresh| fresh.as_of));
    let center = registry.region.center;
    let example = format!("/api/v1/rooms/nearest?lon={}&lat={}&k=5", center.lon(), center.lat());
    let main = html! {
        main #main.prose tabindex="-1" {
            h1 { (lang.opendata_title()) }
            p.lead { (lang.opendata_lead()) }
            ul.downloads role="list" {
                li { a.button href="/api/v1/rooms.csv" download { (lang.opendata_csv()) } }
                li { a.button href="/api/v1/rooms.xlsx" download { (lang.opendata_xlsx()) } }
                li { a.button href="/api/v1/rooms.geojson" download { (lang.opendata_geojson()) } }
                li { a.button href="/api/v1/openapi.json" { (lang.opendata_openapi()) } }
            }
            h2 { (lang.opendata_counts_title()) }
            p { (lang.opendata_as_of(moment_text(lang, as_of), registry.entries().len())) }
            (counts(registry, lang))
            h2 { (lang.opendata_api_title()) }
            p { (lang.opendata_api_text()) }
            p { (lang.opendata_api_example()) " " a href=(example) { code { (example) } } }
            h2 { (lang.opendata_sources_title()) }
            ul { @for credit in &registry.region.attribution { li { (credit) } } }
        }
    };
    Frame::new(&visit, lang.opendata_title()).around(&main)
}

fn counts(registry: &Registry, lang: Lang) -> Markup {
    let street = |code| registry.region.street(code).map_or("", |street| street.name(lang.is_english()));
    let streets = registry.count_by_street().into_iter().map(|(code, count)| (street(code), count)).collect();
    let types =
        registry.count_by(|room| room.venue.kind).into_iter().map(|(kind, count)| (lang.venue_type(kind), count)).collect();
    html! { (table(lang.opendata_street_column(), streets, lang)) (table(lang.opendata_type_column(), types, lang)) }
}

fn table(heading: &str, rows: Vec<(&str, usize)>, lang: Lang) -> Markup {
    html! {
        @if !rows.is_empty() {
            div.scroll-x {
                table {
                    thead { tr { th scope="col" { (heading) } th.num scope="col" { (lang.opendata_count_column()) } } }
                    tbody { @for (name, count) in rows { tr { th scope="row" { (name) } td.num { (count) } } } }
                }
            }
        }
    }
}

/// `/privacy`
pub async fn privacy(visit: Visit) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose tabindex="-1" {
            h1 { (lang.privacy_title()) }
            p.lead { (lang.privacy_lead()) }
            h2 { (lang.privacy_place_title()) }
            p { (lang.privacy_place_text()) }
            p { (lang.privacy_place_link()) }
            h2 { (lang.privacy_kept_title()) }
            ul { li { (lang.privacy_kept_language()) } li { (lang.privacy_kept_pack()) } li { (lang.privacy_kept_reports()) } li { (lang.privacy_kept_session()) } }
            h2 { (lang.privacy_log_title()) }
            p { (lang.privacy_log_text()) }
            p { (lang.privacy_told_text()) }
            p { (lang.privacy_people_text()) }
            p { (lang.privacy_supervisors_text()) }
        }
    };
    Frame::new(&visit, lang.privacy_title()).around(&main)
}
