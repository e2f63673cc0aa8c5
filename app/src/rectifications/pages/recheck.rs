//! `/rectifications/{id}/recheck`: an expert answers that one clause anew.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use domain::rectification::{ItemStep, Proof, RecheckWay, judged, verdict};
use domain::score::{Answer, MOST_PHOTOS, Outcome, ReportLine};
use maud::html;
use uuid::Uuid;

use super::sent::take_in;
use super::{item, seen, shown_at_once};
use crate::accounts::{FileForm, SignedIn};
use crate::inspections::First;
use crate::inspections::sheet::{Asked, Fields, take as read};
use crate::photos::{Sent, controls};
use crate::rectifications::store::{self, Item, Move, StoreError};
use crate::rounds;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// An item that this person may check again: everybody with the action but those who answer for the room or belong to
/// its operator.
async fn theirs(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<(Item, First), Box<Response>> {
    who.needs(Action::Recheck, visit)?;
    let (item, first) = seen(state, visit, who, id).await?;
    let away = |error: &dyn std::fmt::Display| Box::new(AppError::away(error, visit));
    let tied = store::is_tied(&state.db, who.person.id, item.room).await.map_err(|error| away(&error))?;
    let free = rounds::may_inspect(&state.db, who.person.id, item.room).await.map_err(|error| away(&error))?;
    let wrong = match free {
        _ if tied => Some(visit.lang.rectify_tied().to_owned()),
        Err(conflict) => Some(visit.lang.round_conflict(conflict.affiliation)),
        Ok(()) => None,
    };
    if wrong.is_some() {
        return Err(Box::new(item::page(state, visit, who, &item, &first, ("", &[]), wrong.as_deref()).await));
    }
    if !item.state.is_open() {
        return Err(Box::new(Redirect::to(&format!("/rectifications/{id}")).into_response()));
    }
    Ok((item, first))
}

/// `GET /rectifications/{id}/recheck`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match theirs(&state, &visit, &who, id).await {
        Ok((item, first)) => page(&state, &visit, &who, (&item, &first), &Sent::default(), None, (None, None)).await,
        Err(refused) => *refused,
    }
}

async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    (item, first): (&Item, &First),
    sent: &Sent,
    line: Option<&ReportLine>,
    (at_clause, wrong): (Option<&str>, Option<&str>),
) -> Response {
    let Some(clause) = first.standard().clause(item.clause) else { return AppError::NoPage.page(visit) };
    let (lang, fields) = (visit.lang, &sent.fields);
    let album = match item::album(state, who, first, item, &[]).await {
        Ok(album) => album,
        Err(error) => return AppError::away(&error, visit),
    };
    let title = format!("{} {}", lang.rectify_recheck(), item.clause);
    let asked = Asked { standard: first.standard(), clause, fields, wrong: at_clause, line, photos: html! {}, lang };
    let there = sent.text("on_site") == "yes" || fields.is_empty() && item.way == RecheckWay::OnSite;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href={ "/rectifications/" (item.id) } { (item.clause) " " (lang.clause_title(item.clause)) } }
            (item::found(visit, item, first, &album, &title))
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form method="post" enctype="multipart/form-data" action={ "/rectifications/" (item.id) "/recheck" } {
                input type="hidden" name="version" value=(item.version);
                (asked.html())
                label.check { input type="checkbox" name="on_site" value="yes" checked[there]; (lang.rectify_i_was_there()) }
                label.entry { span { (lang.rectify_seen()) }
                    textarea name="words" rows="4" maxlength="1000" { (sent.text("words")) }
                    small { (lang.rectify_seen_hint()) } }
                (controls(&sent.photos, MOST_PHOTOS, lang))
                div.bar { button.button.button-primary { (lang.rectify_settle()) } }
            }
        }
    };
    Frame::form(visit, &title, at_clause.or(wrong).is_some()).around(&main)
}

/// The answer that a form gives to the item's clause, with what comes of it.
fn answered(item: &Item, first: &First, fields: &Fields, visit: &Visit) -> Result<(Answer, ReportLine), String> {
    let lang = visit.lang;
    let nothing = || lang.rectify_undecided().to_owned();
    let clause = first.standard().clause(item.clause).ok_or_else(nothing)?;
    let mut sheet = first.sheet.clone();
    sheet.answers.clauses.remove(&item.clause);
    // Days are looked at as of the re-check, not of the first visit.
    sheet.visited = visit.today();
    read(first.standard(), clause, fields, &mut sheet, lang)?;
    let answer = sheet.answers.clauses.remove(&item.clause).ok_or_else(nothing)?;
    let line = judged(first.standard(), &first.sheet, item.clause, &answer).ok_or_else(nothing)?;
    Ok((answer, line))
}

/// `POST /rectifications/{id}/recheck`
pub(super) async fn settle(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: FileForm,
) -> Response {
    let (item, first) = match theirs(&state, &visit, &who, id).await {
        Ok(theirs) => theirs,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let sent = match take_in(&state, &visit, &who.person, &item, form).await {
        Ok(sent) => sent,
        Err(refused) => return *refused,
    };
    let fields = &sent.fields;
    if sent.wrong.is_some() {
        return page(&state, &visit, &who, (&item, &first), &sent, None, (None, sent.wrong.as_deref())).await;
    }
    let (answer, line) = match answered(&item, &first, fields, &visit) {
        Ok(answered) => answered,
        Err(words) => return page(&state, &visit, &who, (&item, &first), &sent, None, (Some(&words), None)).await,
    };
    if sent.text("version") != item.version.to_string() {
        return AppError::Outdated.page(&visit);
    }
    let events = match store::events(&state.db, id).await {
        Ok(events) => events,
        Err(error) => return AppError::away(&error, &visit),
    };
    let words: String = sent.text("words").chars().take(1000).collect();
    let on_site = sent.text("on_site") == "yes";
    // Photographs of an answer that was sent back, or that did not pass, prove nothing any more.
    let last = events.iter().rev().find(|event| event.step != ItemStep::Escalate);
    let last = last.filter(|event| event.step == ItemStep::Answer);
    let proof = Proof { on_site, words: &words, photos: sent.photos.len() + last.map_or(0, |event| event.photos.len()) };
    let step = match verdict(item.way, line.outcome, &answer, proof) {
        Ok(step) => step,
        Err(why) => {
            let shown = (line.outcome == Outcome::Doubtful).then_some(&line);
            return page(&state, &visit, &who, (&item, &first), &sent, shown, (None, Some(lang.no_proof(why)))).await;
        }
    };
    let what = Move { step, words: &words, photos: sent.photos, answer: Some(answer), on_site };
    match store::take(&state.db, &item, what, who.actor(), state.now()).await {
        Ok(()) => {
            shown_at_once(&state).await;
            Redirect::to(&format!("/rectifications/{id}")).into_response()
        }
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}
