//! `/staff/webhooks/{id}`: one system, what is done with it, and the calls that were made.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::find;
use super::list::state as standing;
use super::typed::Typed;
use crate::accounts::{Form, SignedIn, new_id};
use crate::i18n::{Lang, moment_text};
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::webhooks::sign::secret;
use crate::webhooks::store::{self, Logged, StoreError, Webhook};

/// Calls that are listed.
const CALLS: i64 = 100;

/// What stands above the page.
enum Above<'a> {
    Nothing,
    Wrong(&'a str),
    Done(&'a str),
    /// The secret, this once.
    Secret(String),
}

/// `GET /staff/webhooks/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let webhook = match find(&state, &visit, &who, id).await {
        Ok(webhook) => webhook,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let done = visit.fields.iter().find_map(|(name, _)| match name.as_str() {
        "saved" => Some(lang.webhook_saved()),
        "tested" => Some(lang.webhook_tested()),
        "again" => Some(lang.webhook_will_again()),
        _ => None,
    });
    page(&state, &visit, &webhook, &Typed::stored(&webhook), &done.map_or(Above::Nothing, Above::Done)).await
}

/// The page with the webhook's secret, which is shown this once.
pub(super) async fn with_secret(state: &AppState, visit: &Visit, webhook: &Webhook) -> Response {
    match state.seals.of(&state.db, (state.random)()).await {
        Ok(seal) => {
            let above = Above::Secret(secret(seal, webhook.id, webhook.generation));
            page(state, visit, webhook, &Typed::stored(webhook), &above).await
        }
        Err(error) => AppError::away(&error, visit),
    }
}

async fn page(state: &AppState, visit: &Visit, webhook: &Webhook, typed: &Typed, above: &Above<'_>) -> Response {
    let log = match store::log(&state.db, webhook.id, CALLS).await {
        Ok(log) => log,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let action = format!("/staff/webhooks/{}", webhook.id);
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/webhooks" { (lang.webhook_title()) } }
            h1 { (webhook.name) }
            @match above {
                Above::Nothing => {}
                Above::Wrong(words) => p.wrong role="alert" { (icon("info")) span { (words) } },
                Above::Done(words) => p.done role="status" { (words) },
                Above::Secret(secret) => section.panel.once {
                    h2 { (lang.webhook_secret()) }
                    p { (lang.webhook_secret_text()) }
                    p { code { (secret) } }
                },
            }
            p { (standing(webhook, lang)) }
            (steps(webhook, &action, lang))
            h2 { (lang.webhook_log()) }
            @if log.is_empty() { p.quiet { (lang.webhook_log_none()) } } @else { (table(&log, visit)) }
            details.panel open[matches!(above, Above::Wrong(_))] {
                summary { (lang.webhook_change()) }
                form.entries method="post" action=(action) {
                    input type="hidden" name="version" value=(webhook.version);
                    (typed.fields(lang))
                    button.button.button-primary name="wish" value="save" { (lang.webhook_save()) }
                }
                form method="post" action=(action) {
                    input type="hidden" name="version" value=(webhook.version);
                    label.check { input type="checkbox" name="sure" value="yes" required; span { (lang.webhook_delete_sure()) } }
                    button.button name="wish" value="delete" { (lang.webhook_delete()) }
                }
            }
        }
    };
    Frame::form(visit, webhook.name.clone(), matches!(above, Above::Wrong(_))).around(&main)
}

fn steps(webhook: &Webhook, action: &str, lang: Lang) -> Markup {
    let (wish, words) = if webhook.paused { ("resume", lang.webhook_resume()) } else { ("pause", lang.webhook_pause()) };
    html! {
        form.wishes method="post" action=(action) {
            input type="hidden" name="version" value=(webhook.version);
            button.button name="wish" value="test" { (lang.webhook_test()) }
            button.button name="wish" value=(wish) { (words) }
            button.button name="wish" value="again" { (lang.webhook_again()) }
            button.button name="wish" value="rotate" { (lang.webhook_rotate()) }
        }
    }
}

fn table(log: &[Logged], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.audit_when(), lang.webhook_what(), lang.rectify_state(), lang.webhook_body()];
    let time = |at| moment_text(lang, visit.registry.region.local(at));
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.webhook_log()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for call in log {
                        tr {
                            td.nowrap data-label=(heads[0]) { time datetime=(call.created.to_rfc3339()) { (time(call.created)) } }
                            td data-label=(heads[1]) { code { (call.kind) } }
                            td data-label=(heads[2]) {
                                @match call.state.as_str() {
                                    "sent" => (lang.webhook_sent(call.status.unwrap_or_default())),
                                    "failed" => strong.late { (lang.webhook_failed(call.tries)) " " (why(call, lang)) },
                                    _ if call.tries > 0 => { (why(call, lang)) " " (lang.webhook_next(time(call.due))) }
                                    _ => (lang.webhook_waits()),
                                }
                            }
                            td data-label=(heads[3]) { code.digest { (call.body) } }
                        }
                    }
                }
            }
        }
    }
}

/// Why a call failed.
fn why(call: &Logged, lang: Lang) -> String {
    match call.error.as_str() {
        "timeout" => lang.webhook_why_timeout().to_owned(),
        "not_allowed" => lang.webhook_why_not_allowed().to_owned(),
        "status" => lang.webhook_why_status(call.status.unwrap_or_default()),
        _ => lang.webhook_why_connection().to_owned(),
    }
}

/// `POST /staff/webhooks/{id}`
pub(super) async fn step(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    let stored = match find(&state, &visit, &who, id).await {
        Ok(webhook) => webhook,
        Err(refused) => return *refused,
    };
    let (lang, typed) = (visit.lang, Typed::of(&fields));
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let wish = field("wish");
    let shown = if wish == "save" { &typed } else { &Typed::stored(&stored) };
    if field("version") != stored.version.to_string() {
        return page(&state, &visit, &stored, shown, &Above::Wrong(lang.webhook_outdated())).await;
    }
    if wish == "save"
        && let Some(wrong) = typed.wrong(lang)
    {
        return page(&state, &visit, &stored, &typed, &Above::Wrong(wrong)).await;
    }
    if wish == "delete" && field("sure") != "yes" {
        return page(&state, &visit, &stored, shown, &Above::Wrong(lang.webhook_delete_sure())).await;
    }
    match take(&state, &stored, wish, &typed, who.actor()).await {
        Ok(Some("rotate")) => {
            let rotated = Webhook { generation: stored.generation + 1, version: stored.version + 1, ..stored };
            with_secret(&state, &visit, &rotated).await
        }
        Ok(Some("delete")) => Redirect::to("/staff/webhooks").into_response(),
        Ok(Some(done)) => Redirect::to(&format!("/staff/webhooks/{id}?{done}")).into_response(),
        Ok(None) => AppError::BadForm.page(&visit),
        Err(StoreError::Outdated) => page(&state, &visit, &stored, shown, &Above::Wrong(lang.webhook_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Does what was wished; by which word the page says so, or `None` where there is no such wish.
async fn take(state: &AppState, old: &Webhook, wish: &str, typed: &Typed, by: &str) -> Result<Option<&'static str>, StoreError> {
    let (db, now) = (&state.db, state.now());
    let change = async |to: Webhook, action: &str| store::change(db, &to, action, by, now).await;
    match wish {
        "save" => {
            let Typed { name, url, kinds } = typed;
            let to = Webhook { name: name.clone(), url: url.clone(), kinds: kinds.clone(), ..old.clone() };
            change(to, "webhooks.change").await?;
            Ok(Some("saved"))
        }
        "pause" => change(Webhook { paused: true, ..old.clone() }, "webhooks.stop").await.map(|()| Some("saved")),
        "resume" => {
            change(Webhook { paused: false, failures: 0, ..old.clone() }, "webhooks.resume").await.map(|()| Some("saved"))
        }
        "rotate" => {
            let to = Webhook { generation: old.generation + 1, ..old.clone() };
            change(to, "webhooks.rotate").await.map(|()| Some("rotate"))
        }
        "test" => store::test(db, old.id, new_id(now, (state.random)()), now).await.map(|()| Some("tested")),
        "again" => store::again(db, old.id, now).await.map(|_| Some("again")),
        "delete" => store::delete(db, old, by, now).await.map(|()| Some("delete")),
        _ => Ok(None),
    }
}
