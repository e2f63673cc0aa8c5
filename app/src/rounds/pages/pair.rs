//! `/staff/rounds/{id}/pairs/{room}`: two inspections of one room beside each other, settled by somebody else.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::rounds::{AssignmentState, Difference, Settled, compare};
use domain::standard::{Standard, Version};
use domain::{Action, InspectionState, Role, RoomId};
use maud::{Markup, html};
use uuid::Uuid;

use super::find;
use crate::accounts::{Form, SignedIn};
use crate::i18n::Lang;
use crate::inspections::{self, HandedIn, NotSettled, handed_in};
use crate::rounds::rooms_of;
use crate::rounds::store::{self, Assignment, Round};
use crate::standards::explain_line;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

type Fields = Vec<(String, String)>;

/// A pair of which both have come.
struct Pair {
    round: Round,
    room: RoomId,
    title: String,
    /// Whose they are, and which inspections.
    of: [(Uuid, Uuid); 2],
    sheets: [HandedIn; 2],
    version: Arc<Version>,
}

impl Pair {
    fn standard(&self) -> &Standard {
        &self.version.standard
    }

    fn differences(&self) -> Vec<Difference<'_>> {
        compare(&self.sheets[0].report, &self.sheets[1].report).unwrap_or_default()
    }

    /// Whether the two tell other things of the venue or the season.
    fn venue_differs(&self) -> bool {
        let told = |sheet: &HandedIn| (sheet.sheet.venue.clone(), sheet.sheet.answers.season);
        told(&self.sheets[0]) != told(&self.sheets[1])
    }

    fn is_open(&self) -> bool {
        self.sheets.iter().all(|sheet| sheet.state == InspectionState::Submitted)
    }
}

async fn pair(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid, room: Uuid) -> Result<Pair, Box<Response>> {
    who.needs(Action::PlanRounds, visit)?;
    let round = find(state, visit, id).await?;
    let room = RoomId(room);
    let away = |error: &dyn std::error::Error| Box::new(AppError::away(&error.to_string(), visit));
    let all = store::of_round(&state.db, id).await.map_err(|error| away(&error))?;
    let done: Vec<&Assignment> = all.iter().filter(|of| of.room == room && of.state == AssignmentState::Done).collect();
    let no = || Box::new(AppError::NoPage.page(visit));
    let [first, second] = done[..] else { return Err(no()) };
    let (Some(one), Some(two)) = (first.inspection, second.inspection) else { return Err(no()) };
    let mut sheets = handed_in(&state.db, &[one, two]).await.map_err(|error| away(&error))?;
    let (Some(a), Some(b)) = (sheets.remove(&one), sheets.remove(&two)) else { return Err(no()) };
    let version = Arc::clone(visit.standards().version(&a.sheet.standard).ok_or_else(no)?);
    let rooms = rooms_of(&state.db, &visit.registry, [room]).await.map_err(|error| away(&error))?;
    let english = visit.lang.is_english();
    let title = rooms.get(&room).map_or_else(|| room.0.to_string(), |room| format!("{} {}", room.code, room.name.pick(english)));
    let of = [(first.expert, one), (second.expert, two)];
    Ok(Pair { round, room, title, of, sheets: [a, b], version })
}

/// `GET /staff/rounds/{id}/pairs/{room}`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, room)): Path<(Uuid, Uuid)>,
) -> Response {
    match pair(&state, &visit, &who, id, room).await {
        Ok(pair) => page(&visit, &who, &pair, &Vec::new(), None),
        Err(refused) => *refused,
    }
}

fn page(visit: &Visit, who: &SignedIn, pair: &Pair, typed: &Fields, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let differences = pair.differences();
    let same = pair.sheets[0].report.standard == pair.sheets[1].report.standard;
    let own = pair.of.iter().any(|(expert, _)| *expert == who.person.id);
    let settles = pair.is_open() && same && !own && who.person.role == Role::LeadExpert;
    let main = html! {
        main #main.prose.desk.wide tabindex="-1" {
            p { a href={ "/staff/rounds/" (pair.round.id) } { (pair.round.title) } }
            h1 { (lang.round_pair()) }
            p.lead { (pair.title) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            ul.downloads role="list" {
                @for (label, (_, inspection)) in [lang.round_a(), lang.round_b()].into_iter().zip(pair.of) {
                    li { a.button href={ "/inspections/" (inspection) } { (lang.round_report_of(label)) } }
                }
            }
            @if !same { p.wrong { (lang.round_two_versions()) } }
            @else if differences.is_empty() { p { (lang.round_no_differences()) } }
            @else { p { (lang.round_differences(pair.sheets[0].report.lines.len(), differences.len())) } }
            @if !pair.is_open() { p.done role="status" { (lang.round_settled()) } }
            @else if own { p.quiet { (lang.round_settle_own()) } }
            @else if who.person.role != Role::LeadExpert { p.quiet { (lang.round_settle_lead()) } }
            @if settles {
                form method="post" action={ "/staff/rounds/" (pair.round.id) "/pairs/" (pair.room.0) } {
                    @if pair.venue_differs() { (choice("venue", lang.inspect_venue(), None, typed, lang)) }
                    @for difference in &differences {
                        (choice(&difference.clause.to_string(), &difference.clause.to_string(), Some((difference, pair.standard())), typed, lang))
                    }
                    label.entry { span { (lang.inspect_remark()) } textarea name="remark" rows="2" maxlength="500" { (text(typed, "remark")) } }
                    p.quiet { (lang.round_settle_text()) }
                    div.bar { button.button.button-primary { (lang.round_settle()) } }
                }
            } @else {
                @for difference in &differences {
                    section.panel {
                        h2.num { (difference.clause) }
                        p { strong { (lang.round_a()) } " " (explain_line(pair.standard(), difference.first, lang)) }
                        p { strong { (lang.round_b()) } " " (explain_line(pair.standard(), difference.second, lang)) }
                    }
                }
            }
        }
    };
    Frame::form(visit, lang.round_pair(), wrong.is_some()).around(&main)
}

fn text<'a>(fields: &'a Fields, wanted: &str) -> &'a str {
    fields.iter().find(|(name, _)| name == wanted).map_or("", |(_, text)| text.as_str())
}

/// What is to be taken: A's or B's.
fn choice(name: &str, legend: &str, of: Option<(&Difference<'_>, &Standard)>, typed: &Fields, lang: Lang) -> Markup {
    let words = |first: bool| {
        of.map_or_else(String::new, |(of, standard)| explain_line(standard, if first { of.first } else { of.second }, lang))
    };
    let note = format!("{name}.remark");
    html! {
        fieldset.panel.clause {
            legend { (legend) }
            div.choices {
                @for (value, label, told) in [("a", lang.round_a(), words(true)), ("b", lang.round_b(), words(false))] {
                    label { input type="radio" name=(name) value=(value) required checked[text(typed, name) == value]; span { strong { (label) } " " (told) } }
                }
            }
            @if of.is_some() {
                label.entry { span { (lang.round_remark_for(legend)) } input name=(note) value=(text(typed, &note)) maxlength="200" autocomplete="off"; }
            }
        }
    }
}

/// `POST /staff/rounds/{id}/pairs/{room}`
pub(super) async fn settle(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, room)): Path<(Uuid, Uuid)>,
    Form(typed): Form<Fields>,
) -> Response {
    let pair = match pair(&state, &visit, &who, id, room).await {
        Ok(pair) => pair,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    if who.person.role != Role::LeadExpert {
        return AppError::NotAllowed.page(&visit);
    }
    if pair.sheets[0].report.standard != pair.sheets[1].report.standard {
        return page(&visit, &who, &pair, &typed, Some(lang.round_two_versions()));
    }
    let Some((taken, remark)) = read(&pair, &typed, lang) else {
        return page(&visit, &who, &pair, &typed, Some(lang.round_wrong_choice()));
    };
    let [(_, first), (_, second)] = pair.of;
    match inspections::settle((&state.db, visit.standards()), (first, second), &taken, &remark, &who.person, state.now()).await {
        Ok(Ok(())) => Redirect::to(&format!("/inspections/{first}")).into_response(),
        Ok(Err(NotSettled::State)) => page(&visit, &who, &pair, &typed, Some(lang.inspect_refused_state())),
        Ok(Err(NotSettled::Own)) => page(&visit, &who, &pair, &typed, Some(lang.round_settle_own())),
        Ok(Err(NotSettled::Open(clauses))) => {
            let clauses: Vec<_> = clauses.iter().map(ToString::to_string).collect();
            page(&visit, &who, &pair, &typed, Some(&lang.round_settle_open(clauses.join(lang.answer_list_separator()))))
        }
        Err(inspections::StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// What is taken of B, and the remark that names both; `None` where a choice is missing.
fn read(pair: &Pair, typed: &Fields, lang: Lang) -> Option<(Settled, String)> {
    let chosen = |name: &str| match text(typed, name) {
        "a" => Some(false),
        "b" => Some(true),
        _ => None,
    };
    let mut taken = Settled { venue: pair.venue_differs() && chosen("venue")?, ..Settled::default() };
    let mut told = vec![lang.round_settled_of(pair.of[0].1, pair.of[1].1)];
    for difference in pair.differences() {
        let name = difference.clause.to_string();
        let second = chosen(&name)?;
        if second {
            taken.clauses.insert(difference.clause);
        }
        let note = text(typed, &format!("{name}.remark")).trim();
        let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
        told.push(format!("{name} {}{note}", if second { lang.round_b() } else { lang.round_a() }));
    }
    let remark = text(typed, "remark").trim();
    told.extend((!remark.is_empty()).then(|| remark.to_owned()));
    Some((taken, told.join("; ")))
}
