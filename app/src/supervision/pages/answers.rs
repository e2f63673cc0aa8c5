//! `/staff/supervision/campaigns/{id}/visits`: the visits behind a number, what can become of each answer, and the same as CSV.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::supervision::{Question, Reply};
use domain::{Action, Word};
use maud::{Markup, html};
use uuid::Uuid;

use super::campaign_of;
use super::filter::{Asked, by_id};
use super::tables::answers_list;
use crate::accounts::{Person, SignedIn, people};
use crate::i18n::moment_text;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::supervision::store::{self, Answer, Case, StoreError, Stored, Visit as Kept};
use crate::ui::{AppError, Frame, Visit, safe, spreadsheet};

/// Visits of one page at most; the file has all.
const MOST: usize = 200;

/// What is read: the visits that are asked for.
struct Rows {
    campaign: Stored,
    visits: Vec<Kept>,
    cases: HashMap<Answer, Case>,
    people: HashMap<Uuid, Person>,
}

impl Rows {
    fn name(&self, kept: &Kept) -> &str {
        self.people.get(&kept.person).map_or("—", |person| person.name.as_str())
    }
}

async fn rows(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid, asked: &Asked) -> Result<Rows, Box<Response>> {
    who.needs(Action::ManageSupervision, visit)?;
    let campaign = campaign_of(state, visit, id).await?;
    let read = async {
        let visits = match asked.single() {
            Some(one) => store::visit(&state.db, one).await?.into_iter().filter(|kept| kept.campaign == id).collect(),
            None => store::of_campaign(&state.db, id).await?,
        };
        Ok::<_, StoreError>((visits, store::cases(&state.db, id).await?))
    };
    let away = |error: &dyn std::fmt::Display| Box::new(AppError::away(error, visit));
    let (mut visits, cases) = read.await.map_err(|error| away(&error))?;
    let people = people(&state.db).await.map_err(|error| away(&error))?;
    let people = people.into_iter().map(|person| (person.id, person)).collect();
    let rooms = by_id(&visit.registry);
    visits.retain(|kept| asked.fits(kept, &rooms));
    Ok(Rows { campaign, visits, cases, people })
}

/// `GET /staff/supervision/campaigns/{id}/visits`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Response {
    match rows(&state, &visit, &who, id, &asked).await {
        Ok(rows) => page(&visit, &rows, &asked, None),
        Err(refused) => *refused,
    }
}

fn page(visit: &Visit, rows: &Rows, asked: &Asked, wrong: Option<&str>) -> Response {
    let (lang, stored) = (visit.lang, &rows.campaign);
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            a.back href={ "/staff/supervision/campaigns/" (stored.id) } { (icon("back")) (stored.campaign.name) }
            h1 { (lang.supervise_visits()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            @if let Some((question, reply)) = asked.answer() {
                p { (lang.supervise_question(question)) " " strong { (lang.supervise_reply(reply)) } }
            }
            p { (lang.supervise_count(rows.visits.len())) " " a href={ "/staff/supervision/campaigns/" (stored.id) "/visits.csv" (asked.query()) } download { (lang.build_csv()) } }
            @if !asked.query().is_empty() { p { a href={ "/staff/supervision/campaigns/" (stored.id) "/visits" } { (lang.supervise_all_visits()) } } }
            p.quiet { (lang.supervise_apart()) " " (lang.supervise_case_lead()) }
            ul.people role="list" { @for kept in rows.visits.iter().take(MOST) { li.panel #{ "v" (kept.id) } { (one(kept, rows, visit)) } } }
            @if rows.visits.len() > MOST { p.quiet { (lang.supervise_rows_more(MOST)) } }
        }
    };
    Frame::form(visit, format!("{} · {}", lang.supervise_visits(), stored.campaign.name), wrong.is_some()).around(&main)
}

fn one(kept: &Kept, rows: &Rows, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let entry = visit.registry.by_id(kept.room);
    let no: Vec<Question> = Question::ALL.iter().copied().filter(|question| kept.form.reply(*question) == Reply::No).collect();
    html! {
        h2 {
            @let name = visit.registry.name(kept.room, lang.is_english()).unwrap_or_default();
            @if let Some(entry) = entry { a href={ "/rooms/" (entry.room.code) } { (name) } } @else { (name) }
        }
        p { (lang.date(kept.day)) " " (lang.supervise_clock(kept.hour)) " · " (rows.name(kept)) }
        @if let Some(at) = kept.replaced { p { (lang.supervise_replaced(moment_text(lang, visit.registry.region.local(at)))) } }
        @if let Some(before) = kept.replaces { p { a href={ "/staff/supervision/campaigns/" (kept.campaign) "/visits?one=" (before) } { (lang.supervise_before()) } } }
        @if no.is_empty() { p { (lang.supervise_nothing_no()) } } @else {
            ul.lines role="list" { @for question in no { li { (lang.supervise_question(question)) " " strong { (lang.supervise_no()) } (case(kept, question, rows, visit)) } } }
        }
        @if !kept.form.remark().is_empty() { p.note { (kept.form.remark()) } }
        details { summary { (lang.supervise_whole_form()) } (answers_list(&kept.form, lang)) }
    }
}

/// The report that was made of an answer, or the way to make one.
fn case(kept: &Kept, question: Question, rows: &Rows, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        @if let Some(case) = rows.cases.get(&(kept.room, kept.person, question)) {
            " · " a href={ "/reports/" (case.reference) } { (lang.supervise_case_made(&case.by)) }
        } @else if kept.replaced.is_none() && question.trouble().is_some() {
            form method="post" action={ "/staff/supervision/visits/" (kept.id) "/case" } {
                button.button name="question" value=(question) { (lang.supervise_case_make()) span.vh { " " (lang.supervise_short(question)) } }
            }
        }
    }
}

const HEAD: [&str; 21] = [
    "visit",
    "campaign",
    "room",
    "name",
    "street",
    "day",
    "hour",
    "supervisor",
    "signs",
    "open",
    "proper",
    "fathers",
    "lock",
    "buckle",
    "hot_water",
    "supplies",
    "reachable",
    "clean",
    "finding",
    "remark",
    "corrects",
];

/// `GET /staff/supervision/campaigns/{id}/visits.csv`
pub(super) async fn csv(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Response {
    let rows = match rows(&state, &visit, &who, id, &asked).await {
        Ok(rows) => rows,
        Err(refused) => return *refused,
    };
    let rooms = by_id(&visit.registry);
    let line = |kept: &Kept| {
        let room = rooms.get(&kept.room).map(|entry| &entry.room);
        let rating = |rating: Option<u8>| rating.map_or_else(String::new, |rating| rating.to_string());
        let answer =
            |index: usize| Question::ALL.get(index).map_or_else(String::new, |question| kept.form.reply(*question).to_string());
        let [signs, open, proper, fathers, lock, buckle, hot_water, supplies, reachable] = std::array::from_fn(answer);
        [
            kept.id.to_string(),
            safe(rows.campaign.campaign.name.as_str()),
            room.map_or_else(String::new, |room| room.code.to_string()),
            room.map_or_else(String::new, |room| safe(room.name.zh.as_str())),
            room.and_then(|room| room.street).map_or_else(String::new, |code| code.to_string()),
            kept.day.to_string(),
            kept.hour.to_string(),
            safe(rows.name(kept)),
            signs,
            open,
            proper,
            fathers,
            lock,
            buckle,
            hot_water,
            supplies,
            reachable,
            rating(kept.form.clean()),
            rating(kept.form.finding()),
            safe(kept.form.remark()),
            kept.replaces.map_or_else(String::new, |id| id.to_string()),
        ]
    };
    spreadsheet(&format!("muying-supervision-{id}.csv"), HEAD, rows.visits.iter().map(line))
}
