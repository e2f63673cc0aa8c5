//! `/staff/build/new`: a room is proposed.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::{
    Access, Action, Bilingual, CodeError, Entry, Facts, Hours, Kind, Line, Room, RoomCode, RoomId, Stage, TextError, Tri, Venue,
    VenueType,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::fields::{Fields, why};
use super::fields_form::room_fields;
use crate::accounts::{Form, SignedIn};
use crate::buildout::store::{self, Proposal};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What is typed; it stays through mistakes.
struct Typed {
    room: Fields,
    on: String,
    due: String,
    paper: String,
    note: String,
}

/// `GET /staff/build/new`: with what the address says already, as the page of a venue does.
pub(super) async fn show(visit: Visit, who: SignedIn, Query(known): Query<Vec<(String, String)>>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let on = visit.today().to_string();
    let mut room = Fields::typed(&known);
    for (column, word) in [("kind", "independent"), ("venue_type", "other"), ("access", "unknown"), ("who", "unknown")] {
        if room.get(column).is_empty() {
            room.put(column, word);
        }
    }
    let nothing = String::new;
    page(&visit, &Typed { room, on, due: nothing(), paper: nothing(), note: nothing() }, None)
}

/// `POST /staff/build/new`
pub(super) async fn propose(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let text = |name: &str| form.iter().find(|(field, _)| field == name).map_or_else(String::new, |(_, text)| text.clone());
    let room = Fields::typed(&form);
    let typed = Typed { room, on: text("on"), due: text("due"), paper: text("paper"), note: text("note") };
    let today = visit.today();
    let proposal = match typed.read(&visit, today) {
        Ok(proposal) => proposal,
        Err(wrong) => return page(&visit, &typed, Some(&wrong)),
    };
    let prefix = &visit.registry.region.code_prefix;
    match store::propose(&state.db, &proposal, prefix, &who.person, state.now(), (state.random)()).await {
        Ok(code) => Redirect::to(&format!("/staff/build/{code}")).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

impl Typed {
    /// The proposal, or what is wrong with it.
    fn read(&self, visit: &Visit, today: NaiveDate) -> Result<Proposal, String> {
        let (lang, region) = (visit.lang, &visit.registry.region);
        if self.room.get("name_zh").is_empty() {
            return Err(lang.build_wrong_names().to_owned());
        }
        if self.room.get("street").is_empty() {
            return Err(lang.build_wrong_street().to_owned());
        }
        let blank = blank(&region.code_prefix, self.room.get("name_zh")).ok().ok_or(lang.build_wrong_text())?;
        let room = self.room.read(&blank, region, today).map_err(|not_read| why(&not_read, lang))?;
        let on = self.on.parse::<NaiveDate>().ok().filter(|on| *on <= today).ok_or(lang.build_wrong_day())?;
        Ok(Proposal { room, on, note: line(&self.note, lang)?, paper: line(&self.paper, lang)?, due: due(&self.due, lang)? })
    }
}

#[derive(Debug, thiserror::Error)]
enum NoBlank {
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error(transparent)]
    Text(#[from] TextError),
}

/// A room of which only its name is known.
fn blank(prefix: &str, name: &str) -> Result<Room, NoBlank> {
    let name = Bilingual { zh: Line::new(name)?, en: None };
    Ok(Room {
        id: RoomId(Uuid::nil()),
        code: RoomCode::numbered(prefix, 0)?,
        kind: Kind::Independent,
        stage: Stage::Proposed,
        stage_note: None,
        venue: Venue { name: name.clone(), kind: VenueType::Other, area_m2: None, visitors_per_day: None },
        name,
        street: None,
        community: None,
        address: None,
        place: None,
        floor: None,
        way: None,
        access: Access::Unknown,
        access_note: None,
        entry: Entry::Unknown,
        paid_area: Tri::Unknown,
        hours: Hours::default(),
        area: None,
        photo: None,
        source: None,
        source_key: None,
        demo: false,
        facts: Facts::default(),
    })
}

/// A line that may be left empty.
pub(super) fn line(text: &str, lang: Lang) -> Result<Option<Line>, &'static str> {
    if text.trim().is_empty() { Ok(None) } else { Line::new(text).ok().map(Some).ok_or(lang.build_wrong_text()) }
}

/// A day that may be left empty.
pub(super) fn due(text: &str, lang: Lang) -> Result<Option<NaiveDate>, &'static str> {
    if text.trim().is_empty() { Ok(None) } else { text.trim().parse().ok().map(Some).ok_or(lang.build_wrong_due()) }
}

fn page(visit: &Visit, typed: &Typed, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/build" { (lang.build_title()) } }
            h1 { (lang.build_new()) }
            p { (lang.build_new_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form method="post" action="/staff/build/new" {
                (about_step(typed, lang))
                (room_fields(&typed.room, &[], visit))
                p { button.button.button-primary { (lang.build_propose()) } }
            }
        }
    };
    Frame::form(visit, lang.build_new(), wrong.is_some()).around(&main)
}

fn about_step(typed: &Typed, lang: Lang) -> Markup {
    html! {
        fieldset.entries {
            legend.part { (lang.build_propose()) }
            label.entry { span { (lang.build_proposed_on()) } input type="date" name="on" value=(typed.on) required; }
            label.entry { span { (lang.build_due()) } input type="date" name="due" value=(typed.due); small { (lang.build_due_hint()) } }
            label.entry { span { (lang.build_paper()) } input name="paper" value=(typed.paper) maxlength="200" autocomplete="off"; small { (lang.build_paper_hint()) } }
            label.entry { span { (lang.build_note()) } input name="note" value=(typed.note) maxlength="300" autocomplete="off"; }
        }
    }
}
