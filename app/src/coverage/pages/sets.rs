//! `/staff/coverage/sets`: the sets of demand and of candidates, and loading one. Nothing is loaded from a file with a
//! mistake in it; all its mistakes are told, and what was sent stays in the form.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, Datum, Line, Word};
use maud::{Markup, html};

use super::asked::set_name;
use crate::accounts::{FileForm, Form, Piece, SignedIn, new_id};
use crate::aside::aside;
use crate::coverage::file::{Mistakes, read, template as columns, text};
use crate::coverage::store::{self, Content, Kind, Loaded, Set};
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Fictional candidates for a demonstration in Longgang.
const DEMO: &str = include_str!("../../../../data/demo/candidates.csv");
/// The region they stand in.
const DEMO_REGION: &str = "longgang";
/// Mistakes that are shown.
const SHOWN: usize = 50;
/// Characters of a file that are shown in the form again.
const KEPT: usize = 200_000;

/// What is typed; it stays through mistakes.
#[derive(Default)]
struct Typed {
    fields: BTreeMap<String, String>,
    /// A file that could not be shown again as text.
    lost: bool,
}

impl Typed {
    fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }
}

/// What was wrong with what was sent.
enum Refused {
    Words(String),
    Rows(Mistakes),
}

/// `GET /staff/coverage/sets`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    page(&state, &visit, &Typed::default(), None).await
}

/// `POST /staff/coverage/sets`
pub(super) async fn load(State(state): State<AppState>, visit: Visit, who: SignedIn, form: FileForm) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let (typed, content) = match gather(form, &visit).await {
        Ok(gathered) => gathered,
        Err(refused) => return *refused,
    };
    let set = match taken(&state, &visit, &typed, content).await {
        Ok(set) => set,
        Err(refused) => return page(&state, &visit, &typed, Some(&refused)).await,
    };
    match store::load(&state.db, &set, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/coverage/sets/{}", set.id)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// The fields, and the text of the file, or of what was pasted.
async fn gather(mut form: FileForm, visit: &Visit) -> Result<(Typed, Result<String, String>), Box<Response>> {
    let mut typed = Typed::default();
    let mut file = None;
    loop {
        match form.next().await {
            Ok(Some(Piece::Text(name, text))) => drop(typed.fields.insert(name, text)),
            Ok(Some(Piece::File(_, _, bytes))) => file = Some(bytes),
            Ok(None) => break,
            Err(error) => {
                tracing::info!(%error, "a form with a table could not be read");
                return Err(Box::new(AppError::BadForm.page(visit)));
            }
        }
    }
    let Some(bytes) = file else {
        let pasted = typed.text("rows").to_owned();
        return Ok((typed, Ok(pasted)));
    };
    let content = text(&bytes).map(std::borrow::Cow::into_owned).map_err(|why| visit.lang.unread(&why));
    let kept = content.as_ref().ok().filter(|content| content.len() <= KEPT);
    typed.lost = kept.is_none();
    typed.fields.insert("rows".to_owned(), kept.cloned().unwrap_or_default());
    Ok((typed, content))
}

async fn taken(state: &AppState, visit: &Visit, typed: &Typed, content: Result<String, String>) -> Result<Loaded, Refused> {
    let lang = visit.lang;
    let line = |name: &str| {
        let fits = Line::new(typed.text(name)).ok().filter(|line| line.as_str().chars().count() <= 120);
        fits.ok_or_else(|| Refused::Words(lang.cover_wrong_texts().to_owned()))
    };
    let bad_choice = |_| Refused::Words(lang.cover_wrong_texts().to_owned());
    let kind = Kind::from_word(typed.text("kind")).map_err(bad_choice)?;
    let datum = Datum::from_word(typed.text("datum")).map_err(bad_choice)?;
    let (name, source) = (line("name")?, line("source")?);
    let content = content.map_err(Refused::Words)?;
    // A file of many rows is read beside what other visitors wait for.
    let region = Arc::clone(&visit.registry.region);
    let read = aside(move || read(&content, kind, datum, &region)).await;
    let content = read.map_err(|why| Refused::Words(lang.unread(&why)))?.map_err(Refused::Rows)?;
    let fictional = !typed.text("fictional").is_empty();
    Ok(Loaded { id: new_id(state.now(), (state.random)()), name, source, fictional, content })
}

/// Nothing is typed: it is one button.
#[derive(serde::Deserialize)]
pub(super) struct Nothing {}

/// `POST /staff/coverage/sets/demo`: fictional candidates, to see how a plan goes.
pub(super) async fn demo(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Nothing {}): Form<Nothing>,
) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let region = &visit.registry.region;
    let content = read(DEMO, Kind::Candidates, Datum::Wgs84, region).ok().and_then(Result::ok).filter(|_| has_demo(&visit));
    let (Some(content), Ok(name), Ok(source)) =
        (content, Line::new(visit.lang.cover_demo_name()), Line::new("data/demo/candidates.csv"))
    else {
        return AppError::NoPage.page(&visit);
    };
    let set = Loaded { id: new_id(state.now(), (state.random)()), name, source, fictional: true, content };
    match store::load(&state.db, &set, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/coverage/sets/{}", set.id)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn has_demo(visit: &Visit) -> bool {
    visit.registry.region.id == DEMO_REGION
}

/// `GET /staff/coverage/templates/{kind}`
pub(super) async fn template(visit: Visit, who: SignedIn, Path(kind): Path<String>) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let Ok(kind) = Kind::from_word(&kind) else { return AppError::NoPage.page(&visit) };
    let name = format!("attachment; filename=\"muying-{}.csv\"", kind.word());
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    (headers, format!("\u{feff}{}", columns(kind))).into_response()
}

async fn page(state: &AppState, visit: &Visit, typed: &Typed, wrong: Option<&Refused>) -> Response {
    let sets = match store::list(&state.db).await {
        Ok(sets) => sets,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/coverage" { (lang.cover_title()) } }
            h1 { (lang.cover_sets()) }
            p { (lang.cover_sets_lead()) }
            @if sets.is_empty() { p.quiet { (lang.cover_no_sets()) } } @else { (table(&sets, visit)) }
            h2 #load { (lang.cover_load()) }
            @match wrong {
                Some(Refused::Words(words)) => p.wrong role="alert" { (words) @if typed.lost { " " (lang.cover_choose_again()) } },
                Some(Refused::Rows(mistakes)) => (told(mistakes, typed, visit)),
                None => {},
            }
            (form(typed, visit))
            @if has_demo(visit) {
                h2 { (lang.cover_demo()) }
                p { (lang.cover_demo_hint()) }
                form method="post" action="/staff/coverage/sets/demo" { button.button { (lang.cover_demo_load()) } }
            }
        }
    };
    Frame::form(visit, lang.cover_sets(), wrong.is_some()).around(&main)
}

fn told(mistakes: &Mistakes, typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        div.panel role="alert" {
            p.wrong { (lang.cover_mistakes(mistakes.len())) @if typed.lost { " " (lang.cover_choose_again()) } }
            ul.mistakes {
                @for (row, wrong) in mistakes.iter().take(SHOWN) { li { (lang.cover_row(row)) (lang.wrong_row(wrong)) } }
            }
            @if mistakes.len() > SHOWN { p.quiet { (lang.cover_more_mistakes(mistakes.len() - SHOWN)) } }
        }
    }
}

fn form(typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        p { (lang.cover_columns_demand()) " " a href="/staff/coverage/templates/demand" download { (lang.cover_template()) } }
        p { (lang.cover_columns_candidates()) " " a href="/staff/coverage/templates/candidates" download { (lang.cover_template()) } }
        form.entries method="post" action="/staff/coverage/sets#load" enctype="multipart/form-data" {
            label.entry { span { (lang.cover_kind()) }
                select name="kind" { @for kind in Kind::ALL { option value=(kind.word()) selected[typed.text("kind") == kind.word()] { (lang.set_kind(*kind)) } } } }
            label.entry { span { (lang.money_name()) } input name="name" value=(typed.text("name")) required maxlength="120" autocomplete="off"; }
            label.entry { span { (lang.cover_source()) } input name="source" value=(typed.text("source")) required maxlength="120" autocomplete="off"; small { (lang.cover_source_hint()) } }
            label.check { input type="checkbox" name="fictional" value="yes" checked[!typed.text("fictional").is_empty()]; (lang.money_is_fictional()) }
            label.entry { span { (lang.cover_datum()) }
                select name="datum" { @for datum in Datum::ALL { option value=(datum.word()) selected[typed.text("datum") == datum.word()] { (lang.datum(*datum)) } } } }
            label.entry { span { (lang.cover_file()) } input type="file" name="file" accept=".csv,.geojson,.json,text/csv"; small { (lang.cover_file_hint()) } }
            label.entry { span { (lang.cover_rows()) } textarea name="rows" rows="6" spellcheck="false" { (typed.text("rows")) } }
            button.button.button-primary { (lang.cover_do_load()) }
        }
    }
}

fn table(sets: &[Set], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.money_name(), lang.cover_kind(), lang.cover_points(), lang.cover_source(), lang.cover_loaded()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.cover_sets()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for set in sets {
                        tr {
                            td data-label=(heads[0]) {
                                a href={ "/staff/coverage/sets/" (set.id) } { (set_name(set, visit)) }
                                @if set.withdrawn { " " span.quiet { (lang.cover_is_withdrawn()) } }
                            }
                            td data-label=(heads[1]) { (lang.set_kind(set.kind)) }
                            td.num data-label=(heads[2]) { (set.points) }
                            td data-label=(heads[3]) { (set.source) }
                            td data-label=(heads[4]) { (set.loaded_by) " · " (moment_text(lang, visit.registry.region.local(set.loaded))) }
                        }
                    }
                }
            }
        }
    }
}

/// What is in a set, as rows of our template.
pub(super) fn rows(content: &Content) -> Vec<[String; 6]> {
    let street = |street: Option<domain::AreaCode>| street.map_or_else(String::new, |street| street.to_string());
    match content {
        Content::Demand(points) => points
            .iter()
            .map(|point| {
                let (lon, lat) = (point.place.lon().to_string(), point.place.lat().to_string());
                [crate::ui::safe(&point.name), lon, lat, point.weight.to_string(), street(point.street), String::new()]
            })
            .collect(),
        Content::Candidates(candidates) => candidates
            .iter()
            .map(|one| {
                let (lon, lat) = (one.place.lon().to_string(), one.place.lat().to_string());
                [crate::ui::safe(&one.name), lon, lat, String::new(), street(one.street), crate::ui::safe(&one.note)]
            })
            .collect(),
    }
}
