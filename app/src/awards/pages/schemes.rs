//! `/staff/awards/schemes`: the schemes, in use and retired.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use domain::Action;
use domain::awards::Standing;
use maud::{Markup, html};
use uuid::Uuid;

use super::title;
use crate::accounts::SignedIn;
use crate::awards::store::{self, Scheme, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/awards/schemes`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageAwards, &visit) {
        return *refused;
    }
    let read = async { Ok::<_, StoreError>((store::schemes(&state.db).await?, store::list(&state.db).await?)) };
    let (schemes, awards) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    let mut valid: HashMap<Uuid, usize> = HashMap::new();
    for kept in &awards {
        if kept.award.state.standing(kept.award.valid, visit.today()) == Standing::Valid {
            *valid.entry(kept.scheme).or_default() += 1;
        }
    }
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href="/staff/awards" { (lang.award_title()) } }
            h1 { (lang.award_schemes()) }
            p { (lang.award_schemes_lead()) }
            p { a.button.button-primary href="/staff/awards/schemes/new" { (lang.award_scheme_enter()) } }
            @if schemes.is_empty() { p.quiet { (lang.award_schemes_none()) } } @else { (table(&schemes, &valid, &visit)) }
        }
    };
    Frame::new(&visit, lang.award_schemes()).around(&main)
}

fn table(schemes: &[Scheme], valid: &HashMap<Uuid, usize>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.award_scheme(), lang.award_issuer(), lang.award_kind(), lang.rectify_state(), lang.award_valid_now()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.award_schemes()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for scheme in schemes {
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/awards/schemes/" (scheme.id) } { (title(&scheme.terms, visit)) } }
                            td data-label=(heads[1]) { (scheme.terms.issuer.pick(lang.is_english())) }
                            td data-label=(heads[2]) { (lang.scheme_kind(scheme.terms.kind)) }
                            td data-label=(heads[3]) { (if scheme.retired { lang.award_retired() } else { lang.award_in_use() }) }
                            td.num data-label=(heads[4]) { (valid.get(&scheme.id).copied().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}
