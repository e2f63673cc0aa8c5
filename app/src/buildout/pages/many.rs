//! `/staff/build/many`: the same step for several rooms, shown before it is recorded.

use std::fmt::Write as _;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::buildout::{StageStep, Taken, Wanted, take};
use domain::{Action, Digest, Line, RoomCode, Word};
use maud::{Markup, html};
use serde::Deserialize;

use super::moves::words;
use super::proposal::line;
use super::room::{Whole, whole};
use crate::accounts::{Form, SignedIn};
use crate::buildout::store::{self, Move, Record, StoreError};
use crate::rooms::store::{self as rooms, StoreError as RoomError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rooms at once.
pub(super) const MOST: usize = 100;

/// What is typed; it stays through mistakes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    codes: String,
    step: String,
    on: String,
    paper: String,
    note: String,
    /// The digest of what was shown, where it is to be recorded.
    seen: String,
}

/// What would become of the rooms.
struct Plan {
    step: StageStep,
    on: NaiveDate,
    paper: Option<Line>,
    note: Option<Line>,
    rooms: Vec<(Whole, Result<Taken, String>)>,
}

impl Plan {
    fn taken(&self) -> impl Iterator<Item = (&Whole, Taken)> {
        self.rooms.iter().filter_map(|(whole, taken)| Some((whole, *taken.as_ref().ok()?)))
    }

    /// Changes with any room and with what becomes of it.
    fn digest(&self) -> String {
        let mut text = format!("{} {} {:?} {:?}", self.step, self.on, self.paper, self.note);
        for (whole, taken) in self.taken() {
            // Memory takes any text.
            let _ = write!(text, "\n{} {} {}", whole.stored.room.code, whole.stored.version, taken.to);
        }
        Digest::of(text.as_bytes()).to_string()
    }
}

/// `GET /staff/build/many`
pub(super) async fn show(visit: Visit, who: SignedIn, Query(typed): Query<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let today = visit.today();
    let on = if typed.on.is_empty() { today.to_string() } else { typed.on.clone() };
    page(&visit, &Typed { on, ..typed }, None, None)
}

/// `POST /staff/build/many`: shows what would become of the rooms, or records what was shown.
pub(super) async fn step(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let plan = match plan(&state, &visit, &who, &typed).await {
        Ok(Ok(plan)) => plan,
        Ok(Err(wrong)) => return page(&visit, &typed, None, Some(&wrong)),
        Err(error) => return AppError::away(&error, &visit),
    };
    if typed.seen.is_empty() {
        return page(&visit, &typed, Some(&plan), None);
    }
    if typed.seen != plan.digest() {
        return page(&visit, &typed, Some(&plan), Some(lang.build_many_changed()));
    }
    let (note, paper) = (plan.note.as_ref(), plan.paper.as_ref());
    let one = |(whole, taken): (&Whole, Taken)| {
        let record = Record { step: plan.step, on: plan.on, note, paper, due: whole.due };
        Move { old: whole.stored.clone(), taken, record }
    };
    let moves: Vec<Move<'_>> = plan.taken().map(one).collect();
    match store::record_all(&state.db, &moves, &who.person, state.now()).await {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to("/staff/build").into_response()
        }
        Err(StoreError::Rooms(RoomError::Outdated)) => page(&visit, &typed, Some(&plan), Some(lang.build_many_changed())),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// What would become of the rooms, or what is wrong with what was typed.
async fn plan(state: &AppState, visit: &Visit, who: &SignedIn, typed: &Typed) -> Result<Result<Plan, String>, StoreError> {
    let (lang, today) = (visit.lang, visit.today());
    let read = || {
        let step = StageStep::from_word(&typed.step).ok().ok_or(lang.build_wrong_step())?;
        let on: NaiveDate = typed.on.parse().ok().ok_or(lang.build_wrong_day())?;
        Ok::<_, &str>((step, on, line(&typed.paper, lang)?, line(&typed.note, lang)?))
    };
    let (step, on, paper, note) = match read() {
        Ok(read) => read,
        Err(wrong) => return Ok(Err(wrong.to_owned())),
    };
    let mut codes: Vec<&str> = typed.codes.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';')).collect();
    codes.retain(|code| !code.is_empty());
    let mut seen = std::collections::HashSet::new();
    codes.retain(|code| seen.insert(code.to_uppercase()));
    if codes.is_empty() || codes.len() > MOST {
        return Ok(Err(lang.build_many_codes(MOST)));
    }
    let mut rooms = Vec::with_capacity(codes.len());
    for code in codes {
        let found = match RoomCode::new(&code.to_uppercase()) {
            Ok(code) => rooms::find(&state.db, code).await?,
            Err(_) => None,
        };
        let Some(stored) = found else { return Ok(Err(lang.build_many_unknown(code))) };
        let whole = whole(state, visit, stored).await?;
        let wanted = Wanted { step, on, note: &typed.note, regardless: false, duty_seen: false };
        let taken = take(&whole.standing(), &wanted, who.person.role, today).map_err(|refused| words(refused, lang));
        rooms.push((whole, taken));
    }
    Ok(Ok(Plan { step, on, paper, note, rooms }))
}

fn page(visit: &Visit, typed: &Typed, plan: Option<&Plan>, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/build" { (lang.build_title()) } }
            h1 { (lang.build_many()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if let Some(plan) = plan { (preview(visit, typed, plan)) }
            form.entries method="post" action="/staff/build/many" {
                label.entry { span { (lang.build_many_list()) } textarea name="codes" rows="4" required { (typed.codes) } small { (lang.build_many_hint(MOST)) } }
                label.entry {
                    span { (lang.build_step()) }
                    select name="step" required {
                        option value="" { (lang.build_choose()) }
                        @for step in StageStep::ALL.iter().filter(|step| !matches!(step, StageStep::Propose | StageStep::Import)) {
                            option value=(step) selected[typed.step == step.word()] { (lang.stage_step(*step)) }
                        }
                    }
                }
                label.entry { span { (lang.build_day()) } input type="date" name="on" value=(typed.on) required; }
                label.entry { span { (lang.build_paper()) } input name="paper" value=(typed.paper) maxlength="200" autocomplete="off"; small { (lang.build_paper_hint()) } }
                label.entry { span { (lang.build_note()) } textarea name="note" rows="2" maxlength="300" { (typed.note) } small { (lang.build_note_hint()) } }
                button.button { (lang.build_many_look()) }
            }
        }
    };
    Frame::form(visit, lang.build_many(), wrong.is_some()).around(&main)
}

fn preview(visit: &Visit, typed: &Typed, plan: &Plan) -> Markup {
    let lang = visit.lang;
    let count = plan.taken().count();
    html! {
        section.panel aria-labelledby="preview" {
            h2 #preview { (lang.build_many_preview(lang.stage_step(plan.step), lang.date(plan.on))) }
            ul.lines role="list" {
                @for (whole, taken) in &plan.rooms {
                    li {
                        a href={ "/staff/build/" (whole.stored.room.code) } { (whole.stored.room.code) " " (whole.stored.room.name.pick(lang.is_english())) }
                        br;
                        @match taken {
                            Ok(taken) => { (lang.stage(whole.stored.room.stage)) " → " (lang.stage(taken.to)) },
                            Err(why) => { strong.late { (lang.build_many_left_out()) } " " (why) },
                        }
                    }
                }
            }
            @if count > 0 {
                form method="post" action="/staff/build/many" {
                    @for (name, value) in [("codes", &typed.codes), ("step", &typed.step), ("on", &typed.on), ("paper", &typed.paper), ("note", &typed.note)] {
                        input type="hidden" name=(name) value=(value);
                    }
                    input type="hidden" name="seen" value=(plan.digest());
                    button.button.button-primary { (lang.build_many_record(count)) }
                }
            }
        }
    }
}
