//! `/notices`: what one was told.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::{Form, SignedIn};
use crate::i18n::moment_text;
use crate::notices::store::{self, Notice, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Notices of a page.
const PAGE: usize = 50;

/// Which are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Not empty: those that are not read.
    unread: String,
    /// Only those before the one of this number; what is none does not narrow.
    before: String,
}

/// `GET /notices`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    let (id, only_unread, before) = (who.person.id, !asked.unread.is_empty(), asked.before.parse().ok());
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let read = async {
        let newest = store::newest(&state.db, id).await?;
        let notices = store::list(&state.db, id, only_unread, before, most).await?;
        Ok::<_, StoreError>((newest, notices, store::unread(&state.db, id).await?))
    };
    let (newest, mut notices, unread) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    let more = notices.len() > PAGE;
    notices.truncate(PAGE);
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.notice_title()) }
            nav.wishes aria-label=(lang.notice_title()) {
                a.button href="/notices" aria-current=[(!only_unread).then_some("page")] { (lang.notice_all()) }
                a.button href="/notices?unread=1" aria-current=[only_unread.then_some("page")] { (lang.notice_unread(unread)) }
                a.button href="/account/notices" { (lang.notice_settings()) }
            }
            @if notices.is_empty() {
                p.quiet { (if only_unread { lang.notice_none_unread() } else { lang.notice_none() }) }
            } @else {
                (entries(&notices, &visit))
            }
            @if unread > 0 {
                form method="post" action="/notices" {
                    input type="hidden" name="until" value=(newest);
                    button.button { (lang.notice_read_all()) }
                }
            }
            @if let Some(last) = notices.last().filter(|_| more) {
                p { a.button href=(older(only_unread, last.seq)) { (lang.audit_older()) } }
            }
        }
    };
    Frame::new(&visit, lang.notice_title()).around(&main)
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn older(only_unread: bool, before: i64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if only_unread {
        query.append_pair("unread", "1");
    }
    format!("/notices?{}", query.append_pair("before", &before.to_string()).finish())
}

fn entries(notices: &[Notice], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        ul.notices role="list" {
            @for notice in notices {
                li data-unread[!notice.read] data-urgent[notice.kind.is_urgent()] {
                    a href={ "/notices/" (notice.id) } {
                        @if !notice.read { strong.new-mark { (lang.notice_new()) } " " }
                        (notice.text(lang, &visit.registry))
                    }
                    p.quiet {
                        (lang.notice_kind(notice.kind)) " · "
                        time datetime=(moment(notice.at)) { (moment_text(lang, visit.registry.region.local(notice.at))) }
                    }
                }
            }
        }
    }
}

/// `GET /notices/{id}`: on to where it is seen to; it is read then.
pub(super) async fn open(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match store::read(&state.db, who.person.id, id, state.now()).await {
        Ok(Some(notice)) => Redirect::to(&notice.target()).into_response(),
        Ok(None) => AppError::NoPage.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Up to which all are read: what comes while somebody looks at the page stays unread.
#[derive(Debug, Deserialize)]
pub(super) struct Until {
    until: i64,
}

/// `POST /notices`
pub(super) async fn read_all(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Until { until }): Form<Until>,
) -> Response {
    match store::read_all(&state.db, who.person.id, until, state.now()).await {
        Ok(()) => Redirect::to("/notices").into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}
