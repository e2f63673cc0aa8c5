//! `/staff/awards/schemes/new` and `…/edit`: a scheme is entered from a document, and revised; every version is kept.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::awards::{Level, MOST_LEVEL, MOST_MONTHS, SchemeKind, Terms};
use domain::{Action, Bilingual, Line, Word};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{find, short};
use crate::accounts::{Form, SignedIn, new_id};
use crate::awards::store::{self, Scheme, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What is typed; it stays through mistakes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
    name_en: String,
    issuer: String,
    issuer_en: String,
    kind: String,
    lowest: String,
    highest: String,
    months: String,
    source: String,
    band: String,
    fictional: String,
    version: i64,
}

impl Typed {
    fn of(scheme: &Scheme) -> Self {
        let terms = &scheme.terms;
        let english = |both: &Bilingual| both.en.as_ref().map_or_else(String::new, ToString::to_string);
        Self {
            name: terms.name.zh.to_string(),
            name_en: english(&terms.name),
            issuer: terms.issuer.zh.to_string(),
            issuer_en: english(&terms.issuer),
            kind: terms.kind.to_string(),
            lowest: terms.lowest.0.to_string(),
            highest: terms.highest.0.to_string(),
            months: terms.months.to_string(),
            source: terms.source.to_string(),
            band: terms.band.as_ref().map_or_else(String::new, ToString::to_string),
            fictional: if terms.fictional { "yes" } else { "" }.to_owned(),
            version: scheme.version,
        }
    }

    /// What the scheme says, or what is wrong with it.
    fn terms(&self, visit: &Visit) -> Result<Terms, &'static str> {
        let lang = visit.lang;
        let line = |text: &str| Line::new(&short(text, 200)).ok();
        let both = |zh: &str, en: &str| line(zh).map(|zh| Bilingual { zh, en: line(en) }).ok_or(lang.award_wrong_texts());
        let kind = SchemeKind::from_word(&self.kind).ok().ok_or(lang.award_wrong_kind())?;
        // A demonstration site has one level, whatever stands in the fields for stars.
        let level = |text: &str| match kind {
            SchemeKind::Demonstration => Ok(Level(1)),
            SchemeKind::Stars => text.trim().parse().map(Level).ok().ok_or(lang.award_wrong_levels()),
        };
        let terms = Terms {
            name: both(&self.name, &self.name_en)?,
            issuer: both(&self.issuer, &self.issuer_en)?,
            kind,
            lowest: level(&self.lowest)?,
            highest: level(&self.highest)?,
            months: self.months.trim().parse().ok().ok_or(lang.award_wrong_months())?,
            source: line(&self.source).ok_or(lang.award_wrong_texts())?,
            band: line(&self.band),
            fictional: !self.fictional.is_empty(),
        };
        let known = terms.band.as_ref().is_none_or(|band| bands(visit).iter().any(|(word, _)| word == band.as_str()));
        if !known {
            return Err(lang.award_wrong_band());
        }
        terms.check().map_err(|error| lang.scheme_error(error))?;
        Ok(terms)
    }
}

/// The bands of the version in force, but the last, which every room is in.
fn bands(visit: &Visit) -> Vec<(String, String)> {
    let Some(version) = visit.standards().in_force(visit.today()) else { return Vec::new() };
    let bands = version.standard.score.bands.split_last().map_or(&[][..], |(_, rest)| rest);
    bands.iter().map(|band| (band.word.clone(), band.title.pick(visit.lang.is_english()).to_owned())).collect()
}

/// `GET /staff/awards/schemes/new`
pub(super) async fn new(visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageAwards, &visit) {
        return *refused;
    }
    page(&visit, "/staff/awards/schemes/new", &Typed::default(), None)
}

/// `POST /staff/awards/schemes/new`
pub(super) async fn add(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageAwards, &visit) {
        return *refused;
    }
    let id = new_id(state.now(), (state.random)());
    write(&state, &visit, &who, (id, false), "/staff/awards/schemes/new", &Typed { version: 0, ..typed }).await
}

/// `GET /staff/awards/schemes/{id}/edit`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(scheme) => page(&visit, &format!("/staff/awards/schemes/{id}/edit"), &Typed::of(&scheme), None),
        Err(refused) => *refused,
    }
}

/// `POST /staff/awards/schemes/{id}/edit`
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(scheme) => {
            let to = format!("/staff/awards/schemes/{id}/edit");
            write(&state, &visit, &who, (id, scheme.retired), &to, &typed).await
        }
        Err(refused) => *refused,
    }
}

async fn write(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    (id, retired): (Uuid, bool),
    to: &str,
    typed: &Typed,
) -> Response {
    let terms = match typed.terms(visit) {
        Ok(terms) => terms,
        Err(wrong) => return page(visit, to, typed, Some(wrong)),
    };
    let written_by = who.actor().to_owned();
    let scheme = Scheme { id, terms, retired, written_by, changed: state.now(), version: typed.version };
    match store::write(&state.db, &scheme, state.now()).await {
        Ok(true) => {
            state.show_at_once().await;
            Redirect::to(&format!("/staff/awards/schemes/{id}")).into_response()
        }
        Ok(false) => page(visit, to, typed, Some(visit.lang.award_wrong_used())),
        Err(StoreError::Outdated) => outdated(state, visit, id, to, typed).await,
        Err(error) => AppError::away(&error, visit),
    }
}

/// Somebody was faster: what is typed stays, over the scheme as it is now, so that it can be sent again.
async fn outdated(state: &AppState, visit: &Visit, id: Uuid, to: &str, typed: &Typed) -> Response {
    let version = match store::find_scheme(&state.db, id).await {
        Ok(scheme) => scheme.map_or(typed.version, |scheme| scheme.version),
        Err(error) => return AppError::away(&error, visit),
    };
    page(visit, to, &Typed { version, ..typed.clone() }, Some(visit.lang.award_outdated()))
}

fn page(visit: &Visit, to: &str, typed: &Typed, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/awards/schemes" { (lang.award_schemes()) } }
            h1 { (lang.award_scheme_enter()) }
            p { (lang.award_scheme_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form.entries method="post" action=(to) {
                input type="hidden" name="version" value=(typed.version);
                label.entry { span { (lang.award_name()) } input name="name" value=(typed.name) required maxlength="120" autocomplete="off"; }
                label.entry { span { (lang.award_name_en()) } input name="name_en" value=(typed.name_en) maxlength="120" lang="en" autocomplete="off"; }
                label.entry { span { (lang.award_issuer()) } input name="issuer" value=(typed.issuer) required maxlength="120" autocomplete="off"; }
                label.entry { span { (lang.award_issuer_en()) } input name="issuer_en" value=(typed.issuer_en) maxlength="120" lang="en" autocomplete="off"; }
                label.entry { span { (lang.build_paper()) } input name="source" value=(typed.source) required maxlength="200" autocomplete="off"; small { (lang.award_source_hint()) } }
                label.check { input type="checkbox" name="fictional" value="yes" checked[!typed.fictional.is_empty()]; span { (lang.award_is_fictional()) } }
                (gives(typed, visit))
                label.entry { span { (lang.award_months()) } input type="number" name="months" value=(typed.months) required min="1" max=(MOST_MONTHS); }
                label.entry {
                    span { (lang.award_band()) }
                    select name="band" {
                        option value="" { (lang.award_band_none()) }
                        @for (word, called) in bands(visit) { option value=(word) selected[typed.band == word] { (called) } }
                    }
                    small { (lang.award_band_hint()) }
                }
                button.button.button-primary { (lang.build_save()) }
            }
        }
    };
    Frame::form(visit, lang.award_scheme_enter(), wrong.is_some()).around(&main)
}

/// What the scheme gives, with the fields for stars.
fn gives(typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        fieldset.entry {
            legend { (lang.award_kind()) }
            div.choices {
                @for kind in SchemeKind::ALL {
                    label { input type="radio" name="kind" value=(kind) required checked[typed.kind == kind.word()]; (lang.scheme_kind(*kind)) }
                }
            }
        }
        label.entry { span { (lang.award_lowest()) } input type="number" name="lowest" value=(typed.lowest) min="1" max=(MOST_LEVEL); small { (lang.award_stars_hint()) } }
        label.entry { span { (lang.award_highest()) } input type="number" name="highest" value=(typed.highest) min="1" max=(MOST_LEVEL); }
    }
}
