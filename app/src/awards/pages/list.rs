//! `/staff/awards`: who holds what, who is nominated, and what is in question.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::awards::Standing;
use domain::{Action, Word};
use maud::{Markup, html};

use super::asked::{Asked, Shown};
use super::{called, title};
use crate::accounts::SignedIn;
use crate::awards::store::Scheme;
use crate::inspections::pages::room_name;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rows of the table; the file has all.
const ROWS: usize = 200;

/// `GET /staff/awards`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageAwards, &visit) {
        return *refused;
    }
    let (all, schemes) = match asked.read(&state, &visit).await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let doubted = all.iter().filter(|shown| shown.doubt.is_some()).count();
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.award_title()) }
            p { (lang.award_lead()) }
            p.wishes {
                a.button.button-primary href="/staff/awards/schemes" { (lang.award_schemes()) }
                a.button href={ "/staff/awards.csv?" (asked.fields()) } { (lang.build_csv()) }
            }
            @if doubted > 0 && asked.doubt.is_empty() {
                p.mind { a href="/staff/awards?doubt=yes" { (lang.award_doubted(doubted)) } }
            }
            (question(&asked, &schemes, &visit))
            @if let Some(past) = asked.past(visit.today()) { p.wrong { (lang.award_as_of(lang.date(past))) } }
            @if all.is_empty() {
                p.quiet { (if asked.fields().is_empty() { lang.award_none() } else { lang.award_none_such() }) }
            } @else { (table(&all, &visit)) }
        }
    };
    Frame::new(&visit, lang.award_title()).around(&main)
}

fn question(asked: &Asked, schemes: &[Scheme], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        form.question method="get" action="/staff/awards" {
            @if !asked.room.is_empty() { input type="hidden" name="room" value=(asked.room); }
            label.entry {
                span { (lang.rectify_state()) }
                select name="standing" {
                    option value="" { (lang.rectify_all()) }
                    @for standing in Standing::ALL {
                        option value=(standing) selected[asked.standing == standing.word()] {
                            (lang.award_standing(domain::awards::AwardState::Awarded, *standing))
                        }
                    }
                }
            }
            label.entry {
                span { (lang.award_scheme()) }
                select name="scheme" {
                    option value="" { (lang.rectify_all()) }
                    @for scheme in schemes {
                        option value=(scheme.id) selected[asked.scheme == scheme.id.to_string()] { (called(&scheme.terms, visit)) }
                    }
                }
            }
            label.entry {
                span { (lang.build_street()) }
                select name="street" {
                    option value="" { (lang.round_any_street()) }
                    @for street in &visit.registry.region.streets {
                        option value=(street.code) selected[street.code.as_str() == asked.street] { (street.name(lang.is_english())) }
                    }
                }
            }
            label.entry { span { (lang.build_on()) } input type="date" name="on" value=(asked.on); }
            label.check { input type="checkbox" name="doubt" value="yes" checked[!asked.doubt.is_empty()]; span { (lang.award_only_doubted()) } }
            button.button { (lang.audit_show()) }
        }
    }
}

fn table(all: &[Shown], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [
        lang.rectify_room(),
        lang.award_scheme(),
        lang.award_level(),
        lang.rectify_state(),
        lang.award_valid_days(),
        lang.award_in_doubt(),
    ];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.award_title()) {
            table.stack {
                thead { tr { @for head in heads { th.nowrap scope="col" { (head) } } } }
                tbody {
                    @for shown in all.iter().take(ROWS) {
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/awards/" (shown.kept.id) } { (room_name(&visit.registry, shown.kept.room, lang.is_english())) } }
                            td data-label=(heads[1]) { (title(&shown.scheme.terms, visit)) }
                            td.nowrap data-label=(heads[2]) { @if let Some(level) = shown.level() { (lang.award_what(shown.scheme.terms.kind, level)) } @else { "–" } }
                            td data-label=(heads[3]) { (lang.award_standing(shown.stood.state, shown.standing)) }
                            td data-label=(heads[4]) {
                                @if let Some(valid) = shown.stood.valid { (lang.date(valid.from)) " – " (lang.date(valid.until)) } @else { "–" }
                            }
                            td.nowrap data-label=(heads[5]) { @if let Some(doubt) = shown.doubt { strong.late { (lang.doubt(doubt.kind)) } } @else { "–" } }
                        }
                    }
                }
            }
        }
        @if all.len() > ROWS { p.quiet { (lang.build_more(all.len() - ROWS)) } }
    }
}
