//! `/staff/reports`: what parents have reported, what goes before everything else first.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use domain::reports::{CaseState, Trouble};
use domain::{Action, Word};
use maud::{Markup, html};
use serde::Deserialize;

use crate::accounts::SignedIn;
use crate::inspections::pages::room_name;
use crate::reports::store::{self, Case, StoreError};
use crate::rooms::registry::Registry;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rows of a page.
const ROWS: usize = 100;

/// Which cases are asked for; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A state, or `all`; open ones where it is empty.
    pub(super) state: String,
    pub(super) trouble: String,
    pub(super) street: String,
    pub(super) page: String,
}

impl Asked {
    /// Whether a case is asked for.
    fn fits(&self, case: &Case, registry: &Registry) -> bool {
        let state = match self.state.as_str() {
            "" => case.state.is_open(),
            "all" => true,
            word => case.state.word() == word,
        };
        let street = || registry.by_id(case.room).and_then(|entry| entry.room.street);
        state
            && (self.trouble.is_empty() || case.trouble.word() == self.trouble)
            && (self.street.is_empty() || street().is_some_and(|street| street.as_str() == self.street))
    }

    /// As a query string, on another page.
    fn with_page(&self, page: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("state", &self.state), ("trouble", &self.trouble), ("street", &self.street)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("page", &page.to_string()).finish()
    }

    /// The cases that are asked for, in the order in which they are to be looked at.
    pub(super) async fn read(&self, state: &AppState, registry: &Registry, today: NaiveDate) -> Result<Vec<Case>, StoreError> {
        let mut cases = store::all(&state.db).await?;
        cases.retain(|case| self.fits(case, registry));
        // What nobody has looked at: urgent ones, then what is longest overdue; then what is being seen to; then the rest.
        cases.sort_by_key(|case| {
            let rank = match case.state {
                CaseState::Received if case.trouble.is_urgent() => 0,
                CaseState::Received => 1,
                CaseState::Accepted => 2,
                CaseState::Resolved | CaseState::Dismissed => 3,
            };
            let until = if case.state.is_open() { case.trouble.due(case.day) } else { NaiveDate::MAX };
            (rank, until, -case.days_over(today), std::cmp::Reverse(case.changed))
        });
        Ok(cases)
    }
}

/// `GET /staff/reports`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::HandleReports, &visit) {
        return *refused;
    }
    let (lang, registry) = (visit.lang, &visit.registry);
    let today = visit.today();
    let read = async { Ok::<_, StoreError>((asked.read(&state, registry, today).await?, store::seen(&state.db).await?)) };
    let (cases, seen) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    let urgent = cases.iter().filter(|case| case.state == CaseState::Received && case.trouble.is_urgent()).count();
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.voice_desk()) }
            @if urgent > 0 { p.wrong role="alert" { (icon("info")) span { (lang.voice_urgent(urgent)) } } }
            p { (lang.voice_desk_lead()) }
            ul.downloads role="list" {
                li { a.button href="/staff/reports/facts" { (lang.voice_facts()) " " span.num { (seen.len()) } } }
                li { a.button href="/staff/posters" { (lang.voice_posters()) } }
            }
            (question(&asked, &visit))
            (table(&asked, &cases, today, &visit))
            p.quiet { (lang.voice_deadlines()) }
        }
    };
    Frame::new(&visit, lang.voice_desk()).around(&main)
}

fn question(asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        form.question method="get" action="/staff/reports" {
            label.entry {
                span { (lang.rectify_state()) }
                select name="state" {
                    option value="" selected[asked.state.is_empty()] { (lang.rectify_to_do()) }
                    option value="all" selected[asked.state == "all"] { (lang.rectify_all()) }
                    @for state in CaseState::ALL { option value=(state) selected[asked.state == state.word()] { (lang.case_state(*state)) } }
                }
            }
            label.entry {
                span { (lang.voice_what()) }
                select name="trouble" {
                    option value="" { (lang.rectify_all()) }
                    @for trouble in Trouble::ALL { option value=(trouble) selected[asked.trouble == trouble.word()] { (lang.trouble(*trouble)) } }
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
            button.button { (lang.audit_show()) }
        }
    }
}

fn table(asked: &Asked, cases: &[Case], today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let pages = cases.len().div_ceil(ROWS).max(1);
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let heads = [lang.voice_what(), lang.rectify_room(), lang.voice_reports(), lang.voice_first(), lang.rectify_state()];
    html! {
        p { (lang.rectify_count(cases.len())) " · " a href={ "/staff/reports.csv?" (asked.with_page(1)) } { (lang.build_csv()) } }
        @if cases.is_empty() { p.quiet { (lang.voice_desk_none()) } } @else {
            div.scroll-x tabindex="0" role="region" aria-label=(lang.voice_desk()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for case in cases.iter().skip((page - 1) * ROWS).take(ROWS) {
                            tr {
                                td data-label=(heads[0]) { a href={ "/staff/reports/" (case.id) } { (lang.trouble_about(case.trouble, case.about)) } }
                                td data-label=(heads[1]) { (room_name(&visit.registry, case.room, lang.is_english())) }
                                td data-label=(heads[2]) { (lang.voice_times(case.reports, case.at_door)) }
                                td data-label=(heads[3]) { time datetime=(case.day) { (lang.date(case.day)) } }
                                td data-label=(heads[4]) { (standing(case, today, visit)) }
                            }
                        }
                    }
                }
            }
            @if pages > 1 {
                nav.pager aria-label=(lang.answer_pages()) {
                    @if page > 1 { a.button rel="prev" href={ "/staff/reports?" (asked.with_page(page - 1)) } { (lang.answer_previous()) } }
                    span { (page) " / " (pages) }
                    @if page < pages { a.button rel="next" href={ "/staff/reports?" (asked.with_page(page + 1)) } { (lang.answer_next()) } }
                }
            }
        }
    }
}

/// Where a case stands, and until when it is to be looked at.
pub(super) fn standing(case: &Case, today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        (lang.case_state(case.state))
        @if case.state == CaseState::Received {
            @match case.days_over(today) {
                0 => { " · " (lang.rectify_due(lang.date(case.trouble.due(case.day)))) }
                days => { " · " strong.late { (lang.rectify_over(days)) } }
            }
        }
    }
}
