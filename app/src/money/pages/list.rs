//! `/staff/money`: the programmes, what they have and what is left.

use axum::extract::State;
use axum::response::Response;
use domain::Action;
use domain::money::{Fen, PaymentState};
use maud::{Markup, html};

use super::title;
use crate::accounts::SignedIn;
use crate::money::store::{self, Payment, Programme, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What a programme has given, and what is left of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums {
    pub(super) paid: Fen,
    pub(super) approved: Fen,
    pub(super) left: Fen,
}

impl Sums {
    pub(super) fn of(programme: &Programme, payments: &[Payment]) -> Self {
        let sum = |state| payments.iter().filter(|payment| payment.state == state).map(|payment| payment.amount).sum::<Fen>();
        let (paid, approved) = (sum(PaymentState::Paid), sum(PaymentState::Approved));
        Self { paid, approved, left: programme.terms.budget - paid - approved }
    }
}

/// `GET /staff/money`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageMoney, &visit) {
        return *refused;
    }
    let read = async {
        let mut all = Vec::new();
        for programme in store::list(&state.db).await? {
            let payments = store::payments(&state.db, programme.id).await?;
            all.push((Sums::of(&programme, &payments), programme));
        }
        Ok::<_, StoreError>(all)
    };
    let all = match read.await {
        Ok(all) => all,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.money_title()) }
            p { (lang.money_lead()) }
            p { a.button.button-primary href="/staff/money/new" { (lang.money_new()) } }
            @if all.is_empty() { p.quiet { (lang.money_none()) } } @else { (table(&all, &visit)) }
        }
    };
    Frame::new(&visit, lang.money_title()).around(&main)
}

fn table(all: &[(Sums, Programme)], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [
        lang.money_programme(),
        lang.rectify_state(),
        lang.money_valid(),
        lang.money_budget(),
        lang.money_approved(),
        lang.money_paid(),
        lang.money_left(),
    ];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.money_title()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for (sums, programme) in all {
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/money/" (programme.id) } { (title(programme, visit)) } }
                            td data-label=(heads[1]) { (lang.programme_state(programme.state)) }
                            td data-label=(heads[2]) { (lang.date(programme.terms.from)) " – " (lang.date(programme.terms.until)) }
                            @for (head, amount) in heads[3..].iter().zip([programme.terms.budget, sums.approved, sums.paid, sums.left]) {
                                td.num data-label=(head) { (amount) }
                            }
                        }
                    }
                }
            }
        }
    }
}
