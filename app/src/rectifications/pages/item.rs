//! `/rectifications/{id}`: what failed in plain words, what passes, what was done about it, and what can be done now.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::rectification::{ItemState, RecheckWay, judged};
use domain::score::{MOST_PHOTOS, score};
use domain::{Action, Digest, may};
use maud::{Markup, html};
use uuid::Uuid;

use super::list::standing;
use super::seen;
use super::sent::pictures;
use crate::accounts::SignedIn;
use crate::i18n::moment_text;
use crate::inspections::First;
use crate::inspections::pages::room_name;
use crate::inspections::sheet::hints;
use crate::photos::{self, Album, Viewer, controls};
use crate::rectifications::store::{self, Event, Item};
use crate::standards::{explain_line, thresholds};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /rectifications/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match seen(&state, &visit, &who, id).await {
        Ok((item, first)) => page(&state, &visit, &who, &item, &first, ("", &[]), None).await,
        Err(refused) => *refused,
    }
}

pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    item: &Item,
    first: &First,
    (typed, kept): (&str, &[Digest]),
    wrong: Option<&str>,
) -> Response {
    let events = match store::events(&state.db, item.id).await {
        Ok(events) => events,
        Err(error) => return AppError::away(&error, visit),
    };
    let album = match album(state, who, first, item, &events).await {
        Ok(album) => album,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let title = format!("{} {}", item.clause, lang.clause_title(item.clause));
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            (found(visit, item, first, &album, &title))
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if !events.is_empty() {
                h2 { (lang.rectify_history()) }
                ol.people role="list" { @for event in &events { (happened(event, (item, first), &album, who, visit)) } }
            }
            (forms(item, who, (typed, kept), visit))
            p.quiet { (lang.deadlines_are_ours()) }
        }
    };
    Frame::form(visit, &title, wrong.is_some()).around(&main)
}

/// The photographs of an item: those of the inspection, and those that came since.
pub(super) async fn album(
    state: &AppState,
    who: &SignedIn,
    first: &First,
    item: &Item,
    events: &[Event],
) -> Result<Album, photos::StoreError> {
    let since = events.iter().flat_map(|event| event.photos.iter().copied());
    let photos: Vec<Digest> = before(item, first).iter().copied().chain(since).collect();
    Album::of(state, &photos, Viewer::of(Some(&who.person))).await
}

fn before<'a>(item: &Item, first: &'a First) -> &'a [Digest] {
    first.sheet.evidence.get(&item.clause).map_or(&[], |evidence| &evidence.photos)
}

/// What failed, what passes, until when.
pub(super) fn found(visit: &Visit, item: &Item, first: &First, album: &Album, title: &str) -> Markup {
    let lang = visit.lang;
    let standard = first.standard();
    let report = score(standard, &first.sheet.venue, &first.sheet.answers);
    let note = first.sheet.evidence.get(&item.clause).map_or("", |evidence| evidence.note.as_str());
    html! {
        p { a href="/rectifications" { (lang.rectify_title()) } " · "
            (room_name(&visit.registry, item.room, lang.is_english())) }
        h1 { (title) }
        (standing(item, visit))
        (pictures(before(item, first), album, title, lang))
        dl.rules {
            dt { (lang.rectify_found()) }
            @if let Some(line) = report.line(item.clause) { dd { (explain_line(standard, line, lang)) } }
            @if !note.is_empty() { dd { (lang.inspect_note()) "：" (note) } }
            @if let Some(clause) = standard.clause(item.clause) {
                dt { (lang.standard_threshold()) } dd { (thresholds(standard, clause, lang)) (hints(clause, lang)) }
            }
            dt { (lang.rectify_way()) } dd { (lang.recheck_way(item.way)) }
            dt { (lang.rectify_from()) }
            dd { a href={ "/inspections/" (item.inspection) } { (lang.inspect_report()) " " (lang.date(first.sheet.visited)) } }
            @if let Some(other) = item.superseded {
                dt { (lang.rectify_superseded()) } dd { a href={ "/inspections/" (other) } { (lang.inspect_report()) } }
            }
        }
    }
}

/// One event. Who did it is for those who work here.
fn happened(event: &Event, (item, first): (&Item, &First), album: &Album, who: &SignedIn, visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let line = event.answer.as_ref().and_then(|answer| judged(first.standard(), &first.sheet, item.clause, answer));
    html! {
        li.panel {
            h3 { (lang.item_step(event.step)) }
            p { time datetime=(event.at.to_rfc3339()) { (moment_text(lang, region.local(event.at))) }
                @if may(who.person.role, Action::ManageRectifications) { " · " (event.actor) } }
            @if let Some(line) = line {
                p { (lang.recheck_way(if event.on_site { RecheckWay::OnSite } else { RecheckWay::Photo })) "："
                    (explain_line(first.standard(), &line, lang)) }
            }
            @if !event.words.is_empty() { p { (event.words) } }
            (pictures(&event.photos, album, lang.item_step(event.step), lang))
        }
    }
}

/// What this person can do now.
fn forms(item: &Item, who: &SignedIn, (typed, kept): (&str, &[Digest]), visit: &Visit) -> Markup {
    let (lang, role) = (visit.lang, who.person.role);
    let form = |to: &str, label: &str, hint: &str, button: &str| {
        html! {
            form.entries method="post" enctype="multipart/form-data" action={ "/rectifications/" (item.id) "/" (to) } {
                input type="hidden" name="version" value=(item.version);
                label.entry { span { (label) } textarea name="words" rows="4" maxlength="1000" required { (typed) } small { (hint) } }
                @if to == "answer" { (controls(kept, MOST_PHOTOS, lang)) }
                button.button.button-primary { (button) }
            }
        }
    };
    html! {
        @if may(role, Action::AnswerRectifications) && item.state == ItemState::Open {
            h2 { (lang.rectify_answer()) }
            (form("answer", lang.rectify_answer_words(), lang.rectify_answer_hint(), lang.rectify_answer_send()))
        }
        @if may(role, Action::Recheck) && item.state.is_open() {
            h2 { (lang.rectify_recheck()) }
            p { a.button.button-primary href={ "/rectifications/" (item.id) "/recheck" } { (lang.rectify_recheck()) } }
        }
        @if may(role, Action::ManageRectifications) && item.state == ItemState::Answered {
            h2 { (lang.rectify_send_back()) }
            (form("return", lang.rectify_send_back_words(), lang.rectify_send_back_hint(), lang.rectify_send_back()))
        }
    }
}
