//! `/staff/outbox`: the mails that wait, that failed and that were sent.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::{Form, SignedIn};
use crate::i18n::{Lang, moment_text};
use crate::notices::store::{self, Mail};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Mails that are listed.
const MAILS: i64 = 200;

/// `GET /staff/outbox`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageWebhooks, &visit) {
        return *refused;
    }
    let mails = match store::outbox(&state.db, MAILS).await {
        Ok(mails) => mails,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let count = |state: &str| mails.iter().filter(|mail| mail.state == state).count();
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.notice_outbox()) }
            @if state.outward.post.is_none() { p.panel { (lang.notice_outbox_not_set()) } }
            p { (lang.notice_outbox_lead()) }
            p { (lang.notice_outbox_count(count("waiting"), count("failed"))) }
            @if mails.is_empty() { p.quiet { (lang.notice_outbox_none()) } } @else { (table(&mails, &visit)) }
        }
    };
    Frame::new(&visit, lang.notice_outbox()).around(&main)
}

fn table(mails: &[Mail], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.audit_when(), lang.notice_outbox_to(), lang.notice_outbox_subject(), lang.rectify_state()];
    let time = |at| moment_text(lang, visit.registry.region.local(at));
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.notice_outbox()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for mail in mails {
                        tr {
                            td.nowrap data-label=(heads[0]) { time datetime=(mail.created.to_rfc3339()) { (time(mail.created)) } }
                            td data-label=(heads[1]) { (mail.login) }
                            td data-label=(heads[2]) { (mail.subject) }
                            td data-label=(heads[3]) {
                                @match mail.state.as_str() {
                                    "sent" => (lang.notice_outbox_sent()),
                                    "failed" => strong.late { (lang.notice_outbox_failed(mail.tries)) " " (why(&mail.error, lang)) },
                                    _ if mail.tries > 0 => { (why(&mail.error, lang)) " " (lang.webhook_next(time(mail.due))) }
                                    _ => (lang.webhook_waits()),
                                }
                                @if mail.state != "sent" && mail.tries > 0 {
                                    form method="post" action={ "/staff/outbox/" (mail.id) } { button.button { (lang.notice_outbox_again()) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Why a mail was not sent.
fn why(error: &str, lang: Lang) -> String {
    match error {
        "timeout" => lang.notice_why_timeout().to_owned(),
        "tls" => lang.notice_why_tls().to_owned(),
        "address" => lang.notice_why_address().to_owned(),
        "connection" => lang.notice_why_connection().to_owned(),
        "" => String::new(),
        code => lang.notice_why_refused(code),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// `POST /staff/outbox/{id}`
pub(super) async fn again(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Nothing {}): Form<Nothing>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageWebhooks, &visit) {
        return *refused;
    }
    match store::again(&state.db, id, state.now()).await {
        Ok(true) => Redirect::to("/staff/outbox").into_response(),
        Ok(false) => AppError::NoPage.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}
