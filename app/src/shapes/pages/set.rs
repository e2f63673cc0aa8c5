//! `/staff/map/{id}`: a set as it would be seen, what was measured of it, the rooms that do not lie in their street, and
//! publishing it.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::shapes::{Report, Shape, Shown, State as Stand, Step};
use domain::{Action, Word, may};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{failed, find, rooms};
use crate::accounts::{Form, SignedIn};
use crate::i18n::moment_text;
use crate::shapes::export::collection;
use crate::shapes::picture::{Title, Tone, picture};
use crate::shapes::store::{self, Set, StoreError};
use crate::shapes::words::share;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/map/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(set) => page(&state, &visit, &who, set, None).await,
        Err(refused) => *refused,
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    wish: String,
    version: i64,
    /// That somebody has looked at the map.
    #[serde(default)]
    sure: String,
}

/// `POST /staff/map/{id}`: publishes it, or withdraws it.
pub(super) async fn step(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Asked { wish, version, sure }): Form<Asked>,
) -> Response {
    let set = match find(&state, &visit, &who, id).await {
        Ok(set) => set,
        Err(refused) => return *refused,
    };
    let Ok(step) = Step::from_word(&wish) else { return AppError::BadForm.page(&visit) };
    if set.version != version {
        return AppError::Outdated.page(&visit);
    }
    if step == Step::Publish && sure.is_empty() {
        return page(&state, &visit, &who, set, Some(visit.lang.shapes_not_sure())).await;
    }
    match store::step(&state.db, &set, step, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/map/{id}")).into_response(),
        Err(error) => failed(&error, &visit),
    }
}

/// `GET /staff/map/{id}/file`: the file as it came; always a file to keep, never a page of ours.
pub(super) async fn file(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let set = match find(&state, &visit, &who, id).await {
        Ok(set) => set,
        Err(refused) => return *refused,
    };
    match store::file(&state.db, set.id).await {
        Ok(bytes) => handed_out("application/octet-stream", "street-boundaries-as-sent.geojson", bytes),
        Err(error) => failed(&error, &visit),
    }
}

/// `GET /staff/map/{id}/streets.geojson`: all of it, in WGS-84.
pub(super) async fn geojson(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let set = match find(&state, &visit, &who, id).await {
        Ok(set) => set,
        Err(refused) => return *refused,
    };
    match store::shapes(&state.db, set.id).await {
        Ok(shapes) => {
            let streets = shapes.iter().map(|shape| (shape.street, &shape.parts));
            let text = collection(&set, &visit.registry.region, None, streets);
            handed_out("application/geo+json", "street-boundaries.geojson", text.into_bytes())
        }
        Err(error) => failed(&error, &visit),
    }
}

fn handed_out(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// What is seen of a set.
struct Seen {
    report: Report,
    shown: Shown,
    shapes: Vec<Shape>,
}

async fn seen(state: &AppState, id: Uuid) -> Result<Seen, StoreError> {
    let (report, shown) = (store::report(&state.db, id).await?, store::shown(&state.db, id).await?);
    Ok(Seen { report, shown, shapes: store::shapes(&state.db, id).await? })
}

async fn page(state: &AppState, visit: &Visit, who: &SignedIn, set: Set, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let Seen { report, shown, shapes } = match seen(state, set.id).await {
        Ok(seen) => seen,
        Err(error) => return failed(&error, visit),
    };
    let strays = match rooms::strays(state, visit, shapes).await {
        Ok(strays) => strays,
        Err(error) => return AppError::away(&error, visit),
    };
    let tones: Vec<Tone> = report.km2.iter().map(|(street, km2)| plain(*street, *km2, visit)).collect();
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/map" { (lang.shapes_title()) } }
            h1 { (set.source) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p role="status" class=(if set.state == Stand::Published { "done" } else { "mind" }) { (lang.map_state(set.state)) (lang.shapes_colon()) (told(set.state, visit)) }
            @if set.fictional { p.mind { (lang.shapes_fictional()) } }
            (steps(&set, visit))
            h2 { (lang.shapes_preview()) }
            figure.chart {
                figcaption { (lang.shapes_preview_hint(shown.within_m)) }
                (picture(&shown, &Title { id: "preview", text: lang.shapes_preview() }, &tones, visit))
            }
            h2 { (lang.shapes_measured()) }
            (measured(&set, &report, visit))
            h2 { (lang.shapes_strays()) }
            (rooms::table(&strays, may(who.person.role, Action::ManageBuildout), visit))
        }
    };
    Frame::form(visit, set.source.as_str(), wrong.is_some()).around(&main)
}

fn plain(street: domain::AreaCode, km2: f64, visit: &Visit) -> Tone {
    Tone { street, class: Some(0), value: visit.lang.shapes_km2(format!("{km2:.1}")) }
}

/// What its state means.
fn told(state: Stand, visit: &Visit) -> &'static str {
    let lang = visit.lang;
    match state {
        Stand::Draft => lang.shapes_draft_hint(),
        Stand::Published => lang.shapes_published_hint(),
        Stand::Replaced => lang.shapes_replaced_hint(),
        Stand::Withdrawn => lang.shapes_withdrawn_hint(),
    }
}

/// What can be done with it.
fn steps(set: &Set, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let can = |step: Step| set.state.after(step).is_some();
    html! {
        @if can(Step::Publish) {
            form.entries method="post" action={ "/staff/map/" (set.id) } {
                input type="hidden" name="version" value=(set.version);
                label.check { input type="checkbox" name="sure" value="yes" required; (lang.shapes_sure()) }
                button.button.button-primary name="wish" value=(Step::Publish) { (lang.shapes_publish()) }
            }
        }
        ul.downloads role="list" {
            @if can(Step::Withdraw) {
                li { form method="post" action={ "/staff/map/" (set.id) } {
                    input type="hidden" name="version" value=(set.version);
                    button.button name="wish" value=(Step::Withdraw) { (if set.state == Stand::Draft { lang.shapes_drop() } else { lang.shapes_withdraw() }) }
                } }
            }
            @if set.state == Stand::Published { li { a.button href="/progress#streets" { (lang.shapes_see()) } } }
            li { a.button href={ "/staff/map/" (set.id) "/streets.geojson" } download { (lang.shapes_geojson_all()) } }
            li { a.button href={ "/staff/map/" (set.id) "/file" } download { (lang.shapes_original()) } }
        }
    }
}

fn measured(set: &Set, report: &Report, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let moment = |at| moment_text(lang, visit.registry.region.local(at));
    let sum: f64 = report.km2.iter().map(|(_, km2)| km2).sum();
    html! {
        dl.rules {
            dt { (lang.cover_file()) } dd { (set.file) " · " (lang.shapes_positions(report.positions)) }
            dt { "SHA-256" } dd { code.digest { (set.digest) } }
            dt { (lang.cover_loaded()) } dd { (set.loaded_by) " · " (moment(set.loaded)) }
            dt { (lang.shapes_changed()) } dd { (set.changed_by) " · " (moment(set.changed)) }
            dt { (lang.shapes_area()) }
            dd {
                (lang.shapes_km2(format!("{sum:.1}")))
                @if let Some(outline) = &report.outline { " · " (lang.shapes_outline_km2(format!("{:.1}", outline.km2))) }
            }
            dt { (lang.shapes_overlap()) } dd { (lang.shapes_m2(format!("{:.0}", report.overlap_m2))) }
            dt { (lang.shapes_fit()) }
            @match &report.outline {
                Some(outline) => {
                    @for fit in &outline.fits {
                        dd { (lang.shapes_fit_of(lang.datum(fit.datum), format!("{:.0}", fit.metres), share(fit.share))) }
                    }
                },
                None => dd { (lang.shapes_rule_no_outline()) },
            }
        }
    }
}
