//! `/staff/awards/schemes/{id}`: what a scheme says and said, and taking it out of use.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::awards::{SchemeKind, Terms};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{find, title};
use crate::accounts::{Form, SignedIn};
use crate::awards::store::{self, Revision, Scheme, StoreError};
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/awards/schemes/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(scheme) => page(&state, &visit, &scheme, None).await,
        Err(refused) => *refused,
    }
}

async fn page(state: &AppState, visit: &Visit, scheme: &Scheme, wrong: Option<&str>) -> Response {
    let revisions = match store::revisions(&state.db, scheme.id).await {
        Ok(revisions) => revisions,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let path = format!("/staff/awards/schemes/{}", scheme.id);
    let (to, called) = if scheme.retired { ("", lang.award_reuse()) } else { ("yes", lang.award_retire()) };
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/awards/schemes" { (lang.award_schemes()) } }
            h1 { (title(&scheme.terms, visit)) }
            p.lead { strong { (if scheme.retired { lang.award_retired() } else { lang.award_in_use() }) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            (says(&scheme.terms, visit))
            div.wishes {
                @if !scheme.retired { a.button.button-primary href={ (path) "/rooms" } { (lang.award_rooms()) } }
                a.button href={ "/staff/awards?scheme=" (scheme.id) } { (lang.award_of_scheme()) }
                a.button href={ (path) "/edit" } { (lang.award_revise()) }
                form method="post" action={ (path) "/retire" } {
                    input type="hidden" name="version" value=(scheme.version);
                    button.button name="retired" value=(to) { (called) }
                }
            }
            p.quiet { (lang.award_retire_hint()) }
            h2 { (lang.rectify_history()) }
            ol.lines role="list" { @for revision in revisions.iter().rev() { (was(revision, visit)) } }
        }
    };
    Frame::form(visit, scheme.terms.name.pick(lang.is_english()), wrong.is_some()).around(&main)
}

/// What a scheme says, as pairs.
pub(super) fn says(terms: &Terms, visit: &Visit) -> Markup {
    let (lang, english) = (visit.lang, visit.lang.is_english());
    let band = terms.band.as_ref().map(|band| {
        let version = visit.standards().in_force(visit.today());
        let known = version.and_then(|version| version.standard.score.named(Some(band.as_str())));
        known.map_or_else(|| band.to_string(), |known| known.title.pick(english).to_owned())
    });
    html! {
        dl.rules {
            dt { (lang.award_issuer()) } dd { (terms.issuer.pick(english)) }
            dt { (lang.award_kind()) }
            dd {
                (lang.scheme_kind(terms.kind))
                @if terms.kind == SchemeKind::Stars { ": " (lang.award_what(terms.kind, terms.lowest)) " – " (lang.award_what(terms.kind, terms.highest)) }
            }
            dt { (lang.award_months()) } dd.num { (terms.months) }
            dt { (lang.award_band()) } dd { (band.as_deref().unwrap_or(lang.award_band_none())) }
            dt { (lang.build_paper()) } dd { (terms.source) }
        }
    }
}

fn was(revision: &Revision, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        li {
            strong { (lang.award_version(revision.version)) } " · "
            time datetime=(revision.at.to_rfc3339()) { (moment_text(lang, visit.registry.region.local(revision.at))) } " · " (revision.actor)
            @if revision.retired { " · " (lang.award_retired()) }
            details { summary { (title(&revision.terms, visit)) } (says(&revision.terms, visit)) }
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Decision {
    #[serde(default)]
    retired: String,
    version: i64,
}

/// `POST /staff/awards/schemes/{id}/retire`
pub(super) async fn retire(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(decision): Form<Decision>,
) -> Response {
    let scheme = match find(&state, &visit, &who, id).await {
        Ok(scheme) => scheme,
        Err(refused) => return *refused,
    };
    let outdated = visit.lang.award_outdated();
    if decision.version != scheme.version {
        return page(&state, &visit, &scheme, Some(outdated)).await;
    }
    match store::set_retired(&state.db, &scheme, !decision.retired.is_empty(), who.actor(), state.now()).await {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to(&format!("/staff/awards/schemes/{id}")).into_response()
        }
        Err(StoreError::Outdated) => page(&state, &visit, &scheme, Some(outdated)).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
