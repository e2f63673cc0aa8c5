//! `/staff/money/{id}`: what a programme says, what it has given, and every line of its ledger.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::money::PaymentState;
use maud::{Markup, html};
use uuid::Uuid;

use super::list::Sums;
use super::{find, title};
use crate::accounts::SignedIn;
use crate::i18n::moment_text;
use crate::inspections::pages::room_name;
use crate::money::store::{self, Line, Payment, Programme, ProgrammeState, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/money/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(programme) => page(&state, &visit, &who, &programme, None).await,
        Err(refused) => *refused,
    }
}

pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    programme: &Programme,
    wrong: Option<&str>,
) -> Response {
    let read = async {
        let payments = store::payments(&state.db, programme.id).await?;
        Ok::<_, StoreError>((payments, store::lines(&state.db, programme.id).await?))
    };
    let (payments, lines) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/money" { (lang.money_title()) } }
            h1 { (title(programme, visit)) }
            p.lead { strong { (lang.programme_state(programme.state)) } " · " (lang.date(programme.terms.from)) " – " (lang.date(programme.terms.until)) }
            p { (lang.build_paper()) ": " (programme.source) " · " (lang.money_written(&programme.written_by)) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            h2 { (lang.money_rules()) }
            ol { @for rule in &programme.terms.rules { li { (lang.rule(rule)) } } }
            (sums(Sums::of(programme, &payments), programme, visit))
            (next(programme, who, visit))
            h2 { (lang.money_payments()) }
            (table(&payments, visit))
            h2 { (lang.money_ledger()) }
            (ledger(&lines, programme, visit))
        }
    };
    Frame::form(visit, programme.title.as_str(), wrong.is_some()).around(&main)
}

fn sums(sums: Sums, programme: &Programme, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let rows = [
        (lang.money_budget(), programme.terms.budget),
        (lang.money_paid(), sums.paid),
        (lang.money_approved(), sums.approved),
        (lang.money_left(), sums.left),
    ];
    html! { dl.pairs { @for (label, amount) in rows { dt { (label) } dd.num { (amount) } } } }
}

/// What can be done with the programme itself.
fn next(programme: &Programme, who: &SignedIn, visit: &Visit) -> Markup {
    let (lang, id) = (visit.lang, programme.id);
    let decide = |state: &str, label: &str| {
        html! {
            form method="post" action={ "/staff/money/" (id) "/decide" } {
                input type="hidden" name="version" value=(programme.version);
                button.button name="state" value=(state) { (label) }
            }
        }
    };
    html! {
        div.wishes {
            @match programme.state {
                ProgrammeState::Draft => {
                    a.button href={ "/staff/money/" (id) "/edit" } { (lang.build_edit()) }
                    @if programme.written_by == who.actor() { p.quiet { (lang.money_own_programme()) } }
                    @else { (decide("open", lang.money_do_open())) }
                }
                ProgrammeState::Open => {
                    a.button.button-primary href={ "/staff/money/" (id) "/rooms" } { (lang.money_rooms()) }
                    (decide("closed", lang.money_do_close()))
                }
                ProgrammeState::Closed => p.quiet { (lang.money_is_closed()) }
            }
        }
    }
}

fn table(payments: &[Payment], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.rectify_room(), lang.money_milestone(), lang.money_amount(), lang.rectify_state(), lang.money_changed()];
    let waits = payments.iter().filter(|payment| payment.state == PaymentState::Proposed).count();
    html! {
        @if payments.is_empty() { p.quiet { (lang.money_no_payments()) } } @else {
            @if waits > 0 { p { (lang.money_waits(waits)) } }
            div.scroll-x tabindex="0" role="region" aria-label=(lang.money_payments()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for payment in payments {
                            tr {
                                td data-label=(heads[0]) { a href={ "/staff/money/payments/" (payment.id) } { (room_name(&visit.registry, payment.room, lang.is_english())) } }
                                td data-label=(heads[1]) { (lang.milestone(payment.milestone)) }
                                td.num data-label=(heads[2]) { (payment.amount) }
                                td data-label=(heads[3]) { (lang.payment_state(payment.state)) }
                                td data-label=(heads[4]) { (moment_text(lang, visit.registry.region.local(payment.changed))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn ledger(lines: &[Line], programme: &Programme, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = ["#", lang.rectify_room(), lang.money_milestone(), lang.money_amount(), lang.money_on(), lang.money_voucher()];
    html! {
        @if lines.is_empty() { p.quiet { (lang.money_no_lines()) } } @else {
            p { a href={ "/staff/money/" (programme.id) "/ledger.csv" } { (lang.build_csv()) } }
            div.scroll-x tabindex="0" role="region" aria-label=(lang.money_ledger()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for line in lines {
                            tr {
                                td.num data-label=(heads[0]) { (line.number) }
                                td data-label=(heads[1]) { a href={ "/staff/money/payments/" (line.payment) } { (room_name(&visit.registry, line.room, lang.is_english())) } }
                                td data-label=(heads[2]) { (lang.milestone(line.milestone)) }
                                td.num data-label=(heads[3]) { (line.amount) }
                                td data-label=(heads[4]) { time datetime=(line.happened) { (lang.date(line.happened)) } }
                                td data-label=(heads[5]) { (line.paper) }
                            }
                        }
                    }
                }
            }
        }
    }
}
