//! `/staff/impact/{old}/{new}`: which rooms another version of the standard would judge otherwise. Nothing is re-scored:
//! each is a what-if beside the report that stands.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Action;
use domain::score::{Impact, score};
use domain::standard::Standard;
use maud::{Markup, html};

use super::room_name;
use crate::accounts::SignedIn;
use crate::i18n::Lang;
use crate::inspections::store::{Confirmed, confirmed};
use crate::standards::read_draft;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/impact/{old}/{new}`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((old, new)): Path<(String, String)>,
) -> Response {
    if let Err(refused) = who.needs(Action::ReviewInspections, &visit) {
        return *refused;
    }
    let standards = visit.standards();
    // The other is a published version, or a draft that is tried out.
    let (tried, back) = match (standards.version(&new), read_draft(&state.db, &new).await) {
        (Some(version), _) => (Some(Arc::clone(version)), format!("/standards/{old}/diff/{new}")),
        (None, Ok(draft)) => (draft.map(Arc::new), format!("/staff/standards/drafts/{new}/diff/{old}")),
        (None, Err(error)) => return AppError::away(&error, &visit),
    };
    let (Some(old), Some(tried)) = (standards.version(&old), tried) else { return AppError::NoPage.page(&visit) };
    let (old, new) = (&old.standard, &tried.standard);
    let all = match confirmed(&state.db).await {
        Ok(all) => all,
        Err(error) => return AppError::away(&error, &visit),
    };
    let (lang, english) = (visit.lang, visit.lang.is_english());
    let mut rooms: Vec<(String, &Confirmed, Impact)> = all
        .iter()
        .filter_map(|of| {
            let under = |standard: &Standard| score(standard, &of.sheet.venue, &of.sheet.answers);
            Some((room_name(&visit.registry, of.room, english), of, Impact::of(&under(old), &under(new))?))
        })
        .collect();
    rooms.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let main = html! {
        main #main.prose.standard tabindex="-1" {
            p { a href=(back) { (lang.standard_diff_title()) } }
            h1 { (lang.impact_title()) }
            p.lead { (lang.standard_diff_lead(old.title.pick(english), new.title.pick(english))) }
            p { (lang.impact_lead()) }
            h2 { (lang.impact_count(rooms.len(), all.len())) }
            @if all.is_empty() { p.quiet { (lang.impact_nothing()) } }
            ul.people role="list" { @for (name, of, impact) in &rooms { (room(name, of, impact, (old, new), lang)) } }
        }
    };
    Frame::form(&visit, lang.impact_title(), false).around(&main)
}

fn room(name: &str, of: &Confirmed, impact: &Impact, (old, new): (&Standard, &Standard), lang: Lang) -> Markup {
    let english = lang.is_english();
    let passes = |yes: bool| if yes { lang.outcome_pass() } else { lang.outcome_fail() };
    let band = |standard: &Standard, word: &Option<String>, total| {
        let band = standard.score.named(word.as_deref());
        let band = band.map_or("", |band| band.title.pick(english));
        match total {
            Some(total) => lang.inspect_verdict(band, total),
            None => lang.reason_total_none().to_owned(),
        }
    };
    let clauses =
        |ids: &[domain::ClauseId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.answer_list_separator());
    let step = |before: String, after: String| html! { dd { (before) " → " (after) } };
    html! {
        li.panel {
            h3 { a href={ "/inspections/" (of.inspection) } { (name) } }
            dl.pairs {
                dt { (lang.impact_result()) } (step(passes(impact.passes.0).to_owned(), passes(impact.passes.1).to_owned()))
                dt { (lang.standard_score_title()) }
                (step(band(old, &impact.band.0, impact.total.0), band(new, &impact.band.1, impact.total.1)))
                @if !impact.opened.is_empty() { dt { (lang.standard_gate()) } dd { (clauses(&impact.opened)) } }
                dt { (lang.impact_by()) } dd { (clauses(&impact.clauses)) }
            }
        }
    }
}
