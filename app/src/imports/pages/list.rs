//! `/staff/imports`: what is to be finished, what was imported, and where a file is uploaded.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{Action, Digest};
use maud::{Markup, html};

use super::to;
use crate::accounts::{FileForm, Piece, SignedIn, new_id};
use crate::aside::aside;
use crate::exchange::Corrections;
use crate::i18n::moment_text;
use crate::imports::settings::{MOST_BYTES, Settings};
use crate::imports::store::{self, File, Head, State as Stage};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/imports`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    page(&state, &visit, &who, None).await
}

async fn page(state: &AppState, visit: &Visit, who: &SignedIn, wrong: Option<&str>) -> Response {
    if let Err(refused) = who.needs(Action::ImportRooms, visit) {
        return *refused;
    }
    let heads = match store::heads(&state.db).await {
        Ok(heads) => heads,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let (drafts, others): (Vec<&Head>, Vec<&Head>) = heads.iter().partition(|head| head.state == Stage::Draft);
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.import_title()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p.lead { (lang.import_lead()) }
            form.entries method="post" action="/staff/imports" enctype="multipart/form-data" {
                label.entry { span { (lang.import_file()) }
                    input type="file" name="file" accept=".csv,.txt,.tsv,.json,.geojson,.xlsx" required;
                    small { (lang.import_file_hint(MOST_BYTES >> 20)) } }
                button.button.button-primary { (lang.import_upload()) }
            }
            h2 { (lang.import_drafts()) }
            @if drafts.is_empty() { p.quiet { (lang.import_no_drafts()) } }
            ul.people role="list" { @for head in drafts { (row(head, visit)) } }
            h2 { (lang.import_past()) }
            @if others.is_empty() { p.quiet { (lang.import_none()) } }
            ul.people role="list" { @for head in others { (row(head, visit)) } }
        }
    };
    Frame::form(visit, lang.import_title(), wrong.is_some()).around(&main)
}

fn row(head: &Head, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let at = |moment| moment_text(lang, visit.registry.region.local(moment));
    html! {
        li.panel {
            h3 { a href={ "/staff/imports/" (head.id) } { (head.name) } }
            p { (lang.import_uploaded(&head.uploaded_by, at(head.uploaded))) }
            @match (head.state, &head.settled) {
                (Stage::Done, Some((by, when))) => p { (lang.import_did(head.counts.added, head.counts.changed)) " · " (by) " " (at(*when)) },
                (Stage::Undone, Some((by, when))) => p { (lang.import_undone(by, at(*when))) },
                _ => p { (lang.import_last_change(at(head.changed))) },
            }
        }
    }
}

/// `POST /staff/imports`: the file is kept as soon as it can be read at all.
pub(super) async fn upload(State(state): State<AppState>, visit: Visit, who: SignedIn, mut form: FileForm) -> Response {
    if let Err(refused) = who.needs(Action::ImportRooms, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let (name, bytes) = loop {
        match form.next().await {
            Ok(Some(Piece::File(field, name, bytes))) if field == "file" => break (name, bytes),
            Ok(Some(_)) => {}
            Ok(None) => return page(&state, &visit, &who, Some(lang.import_wrong_none())).await,
            Err(_) => return page(&state, &visit, &who, Some(&lang.import_wrong_big(MOST_BYTES >> 20))).await,
        }
    };
    if bytes.len() > MOST_BYTES {
        return page(&state, &visit, &who, Some(&lang.import_wrong_big(MOST_BYTES >> 20))).await;
    }
    let (given, content) = (name.clone(), bytes.clone());
    let settings = match aside(move || Settings::guess(&content, &given)).await {
        Ok(settings) => settings,
        Err(error) => return page(&state, &visit, &who, Some(&lang.import_no_file(&error))).await,
    };
    match keep(&state, &who, &name, &bytes, settings).await {
        Ok(id) => to(id, "").into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn keep(
    state: &AppState,
    who: &SignedIn,
    name: &str,
    bytes: &[u8],
    mut settings: Settings,
) -> Result<uuid::Uuid, store::StoreError> {
    let now = state.now();
    let id = new_id(now, (state.random)());
    if let Some(kept) = store::kept(&state.db, &settings.header()).await? {
        settings = Settings { saved_as: kept.name, reading: kept.settings.reading, chosen: kept.settings.chosen, ..settings };
    }
    let head = Head {
        id,
        name: name.chars().filter(|c| !c.is_control()).take(200).collect(),
        digest: Digest::of(bytes).to_string(),
        state: Stage::Draft,
        version: 1,
        uploaded_by: who.actor().to_owned(),
        uploaded: now,
        changed: now,
        settled: None,
        counts: store::Counts::default(),
    };
    store::start(&state.db, &File { head, bytes: bytes.to_vec(), settings, corrections: Corrections::default() }).await?;
    Ok(id)
}
