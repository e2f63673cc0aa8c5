//! The pages of plain text: about, data, privacy.

use axum::response::Response;
use domain::VenueType;
use leptos::prelude::*;

use super::{Frame, Visit};
use crate::i18n::{Lang, moment_text};
use crate::rooms::registry::Registry;

/// Rooms up to which the district pack is offered to phones.
pub const POCKET: usize = 5_000;

/// `/about`
pub async fn about(visit: Visit) -> Response {
    let lang = visit.lang;
    let region = &visit.registry.region;
    let (name, city) = (visit.region_name().to_owned(), if lang.is_english() { &region.city_en } else { &region.city_zh });
    let lead = lang.about_lead(city, &name);
    let offline = if visit.registry.entries().len() > POCKET { lang.about_offline_large() } else { lang.about_offline_text() };
    let classes = [("A", lang.about_class_a()), ("B", lang.about_class_b()), ("C", lang.about_class_c())];
    let row = |(class, area)| view! { <tr><td>{class}</td><td>{area}</td></tr> };
    Frame { description: Some(lead.clone()), ..Frame::new(&visit, lang.about_title()) }.render(|| {
        view! {
            <main id="main" class="prose" tabindex="-1">
                <h1>{lang.about_title()}</h1>
                <p class="lead">{lead}</p>
                <h2>{lang.about_said_title()}</h2>
                <p>{lang.about_said_text()}</p>
                <ul><li>{lang.about_said_official()}</li><li>{lang.about_said_expert()}</li><li>{lang.about_said_parent()}</li></ul>
                <h2>{lang.about_hours_title()}</h2>
                <p>{lang.about_hours_text(name)}</p>
                <h2>{lang.about_class_title()}</h2>
                <p>{lang.about_class_text()}</p>
                <div class="scroll-x"><table>
                    <thead><tr><th scope="col">{lang.about_class_column()}</th><th scope="col">{lang.about_area_column()}</th></tr></thead>
                    <tbody>{classes.map(row).into_iter().collect_view()}</tbody>
                </table></div>
                <h2>{lang.about_offline_title()}</h2>
                <p>{offline}</p>
            </main>
        }
    })
}

/// `/data`
pub async fn open_data(visit: Visit) -> Response {
    let lang = visit.lang;
    let registry = &visit.registry;
    let as_of = registry.region.local(visit.freshness.map_or(visit.now, |fresh| fresh.as_of));
    let example = format!("/api/v1/rooms/nearest?lon={}&lat={}&k=5", registry.region.center.lon(), registry.region.center.lat());
    let sources = registry.region.attribution.iter().map(|credit| view! { <li>{credit.clone()}</li> }).collect_view();
    Frame::new(&visit, lang.opendata_title()).render(|| {
        view! {
            <main id="main" class="prose" tabindex="-1">
                <h1>{lang.opendata_title()}</h1>
                <p class="lead">{lang.opendata_lead()}</p>
                <ul class="downloads" role="list">
                    <li><a class="button" href="/api/v1/rooms.csv" download>{lang.opendata_csv()}</a></li>
                    <li><a class="button" href="/api/v1/rooms.geojson" download>{lang.opendata_geojson()}</a></li>
                    <li><a class="button" href="/api/v1/openapi.json">{lang.opendata_openapi()}</a></li>
                </ul>
                <h2>{lang.opendata_counts_title()}</h2>
                <p>{lang.opendata_as_of(registry.entries().len(), moment_text(lang, as_of))}</p>
                {counts(registry, lang)}
                <h2>{lang.opendata_api_title()}</h2>
                <p>{lang.opendata_api_text()}</p>
                <p>{lang.opendata_api_example()}" "<a href=example.clone()><code>{example.clone()}</code></a></p>
                <h2>{lang.opendata_sources_title()}</h2>
                <ul>{sources}</ul>
            </main>
        }
    })
}

fn counts(registry: &Registry, lang: Lang) -> impl IntoView + use<> {
    let street = |code| registry.region.street(code).map(|street| street.name(lang.is_english()).to_owned());
    let streets: Vec<(String, usize)> =
        registry.count_by_street().into_iter().filter_map(|(code, count)| Some((street(code)?, count))).collect();
    let types: Vec<(String, usize)> = registry
        .count_by(|room| room.venue.kind)
        .into_iter()
        .map(|(kind, count)| (venue_type(kind, lang).to_owned(), count))
        .collect();
    view! { {table(lang.opendata_street_column(), streets, lang)}{table(lang.opendata_type_column(), types, lang)} }
}

fn table(heading: &'static str, rows: Vec<(String, usize)>, lang: Lang) -> impl IntoView {
    let row = |(name, count): (String, usize)| view! { <tr><th scope="row">{name}</th><td class="num">{count}</td></tr> };
    (!rows.is_empty()).then(|| {
        view! {
            <div class="scroll-x"><table>
                <thead><tr><th scope="col">{heading}</th><th scope="col" class="num">{lang.opendata_count_column()}</th></tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table></div>
        }
    })
}

fn venue_type(kind: VenueType, lang: Lang) -> &'static str {
    match kind {
        VenueType::Hospital => lang.venue_hospital(),
        VenueType::Transport => lang.venue_transport(),
        VenueType::Government => lang.venue_government(),
        VenueType::Park => lang.venue_park(),
        VenueType::CultureSports => lang.venue_culture_sports(),
        VenueType::Mall => lang.venue_mall(),
        VenueType::Office => lang.venue_office(),
        VenueType::Other => lang.venue_other(),
    }
}

/// `/privacy`
pub async fn privacy(visit: Visit) -> Response {
    let lang = visit.lang;
    Frame::new(&visit, lang.privacy_title()).render(|| {
        view! {
            <main id="main" class="prose" tabindex="-1">
                <h1>{lang.privacy_title()}</h1>
                <p class="lead">{lang.privacy_lead()}</p>
                <h2>{lang.privacy_place_title()}</h2>
                <p>{lang.privacy_place_text()}</p>
                <p>{lang.privacy_place_link()}</p>
                <h2>{lang.privacy_kept_title()}</h2>
                <ul><li>{lang.privacy_kept_language()}</li><li>{lang.privacy_kept_pack()}</li></ul>
                <h2>{lang.privacy_log_title()}</h2>
                <p>{lang.privacy_log_text()}</p>
            </main>
        }
    })
}
