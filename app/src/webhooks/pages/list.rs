//! `/staff/webhooks`: the systems that are told, how a call reads, and a form for another one.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use domain::Action;
use maud::{Markup, html};

use super::typed::Typed;
use crate::accounts::{Form, SignedIn, new_id};
use crate::i18n::Lang;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::webhooks::store::{self, Webhook};

/// How a call reads; the words around it stand in the locales.
const EXAMPLE: &str = r#"POST /your/path
Content-Type: application/json
Muying-Event: suspended
Muying-Delivery: 019ac4d2-…
Muying-Signature: t=1795489200,v1=4df32a…

{"at":"2026-11-24T03:00:00Z","id":"019ac4d2-…","kind":"suspended","room":"LG-0001","subject":"01900000-…"}"#;

/// `GET /staff/webhooks`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    page(&state, &visit, &who, &Typed::empty(), None).await
}

async fn page(state: &AppState, visit: &Visit, who: &SignedIn, typed: &Typed, wrong: Option<&str>) -> Response {
    if let Err(refused) = who.needs(Action::ManageWebhooks, visit) {
        return *refused;
    }
    let all = match store::list(&state.db).await {
        Ok(all) => all,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.webhook_title()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            p { (lang.webhook_lead()) }
            @if all.is_empty() { p.quiet { (lang.webhook_none()) } } @else { (table(&all, lang)) }
            h2 { (lang.webhook_new()) }
            form.entries method="post" action="/staff/webhooks" {
                (typed.fields(lang))
                button.button.button-primary { (lang.webhook_add()) }
            }
            h2 { (lang.webhook_how()) }
            p { (lang.webhook_how_sign()) }
            pre.scroll-x tabindex="0" { code { (EXAMPLE) } }
            p { (lang.webhook_how_again(domain::notices::TRIES, domain::notices::PAUSE_AFTER)) }
            p.quiet { (lang.webhook_how_network()) }
        }
    };
    Frame::form(visit, lang.webhook_title(), wrong.is_some()).around(&main)
}

fn table(all: &[Webhook], lang: Lang) -> Markup {
    let heads = [lang.webhook_name(), lang.webhook_url(), lang.webhook_kinds(), lang.rectify_state()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.webhook_title()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for one in all {
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/webhooks/" (one.id) } { (one.name) } }
                            td data-label=(heads[1]) { code.digest { (one.url) } }
                            td.num data-label=(heads[2]) { (one.kinds.len()) }
                            td data-label=(heads[3]) { (state(one, lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether it is called.
pub(super) fn state(one: &Webhook, lang: Lang) -> Markup {
    html! {
        @if one.paused { strong.late { (lang.webhook_paused()) } } @else { (lang.webhook_active()) }
        @if one.failures > 0 { " · " (lang.webhook_failures(one.failures)) }
    }
}

/// `POST /staff/webhooks`
pub(super) async fn add(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageWebhooks, &visit) {
        return *refused;
    }
    let typed = Typed::of(&fields);
    if let Some(wrong) = typed.wrong(visit.lang) {
        return page(&state, &visit, &who, &typed, Some(wrong)).await;
    }
    let id = new_id(state.now(), (state.random)());
    let Typed { name, url, kinds } = typed;
    let new = Webhook { id, name, url, kinds, generation: 1, paused: false, failures: 0, version: 1 };
    match store::add(&state.db, &new, who.actor(), state.now()).await {
        Ok(()) => super::one::with_secret(&state, &visit, &new).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
