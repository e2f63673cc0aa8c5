//! `/staff/build/new`: a room is proposed.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::{
    Access, Action, AreaCode, Bilingual, Entry, Facts, Hours, Kind, Line, Room, RoomCode, RoomId, Stage, Tri, Venue, VenueType,
    Word,
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::{Form, SignedIn};
use crate::buildout::store::{self, Proposal};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What is typed; it stays through mistakes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
    name_en: String,
    kind: String,
    venue: String,
    venue_type: String,
    area: String,
    visitors: String,
    street: String,
    address: String,
    on: String,
    due: String,
    paper: String,
    note: String,
}

/// `GET /staff/build/new`
pub(super) async fn show(visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let today = visit.registry.region.local(visit.now).date();
    let (kind, venue_type) = (Kind::Independent.word().to_owned(), VenueType::Other.word().to_owned());
    page(&visit, &Typed { kind, venue_type, on: today.to_string(), ..Typed::default() }, None)
}

/// `POST /staff/build/new`
pub(super) async fn propose(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let today = visit.registry.region.local(visit.now).date();
    let proposal = match typed.read(&visit, today) {
        Ok(proposal) => proposal,
        Err(wrong) => return page(&visit, &typed, Some(wrong)),
    };
    let prefix = &visit.registry.region.code_prefix;
    match store::propose(&state.db, &proposal, prefix, &who.person, state.now(), (state.random)()).await {
        Ok(code) => Redirect::to(&format!("/staff/build/{code}")).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

impl Typed {
    /// The proposal, or what is wrong with it.
    fn read(&self, visit: &Visit, today: NaiveDate) -> Result<Proposal, &'static str> {
        let lang = visit.lang;
        let (name, venue) = (Line::new(&self.name).ok(), Line::new(&self.venue).ok());
        let (Some(name), Some(venue)) = (name, venue) else { return Err(lang.build_wrong_names()) };
        let street = AreaCode::new(&self.street).ok().and_then(|code| visit.registry.region.street(code));
        let street = street.ok_or(lang.build_wrong_street())?.code;
        let on = self.on.parse::<NaiveDate>().ok().filter(|on| *on <= today).ok_or(lang.build_wrong_day())?;
        let venue = Venue {
            name: Bilingual { zh: venue, en: None },
            kind: VenueType::from_word(&self.venue_type).unwrap_or(VenueType::Other),
            area_m2: number(&self.area, lang)?,
            visitors_per_day: number(&self.visitors, lang)?,
        };
        let room = Room {
            id: RoomId(Uuid::nil()),
            code: RoomCode::numbered(&visit.registry.region.code_prefix, 0).ok().ok_or(lang.build_wrong_names())?,
            kind: Kind::from_word(&self.kind).unwrap_or(Kind::Independent),
            stage: Stage::Proposed,
            stage_note: None,
            name: Bilingual { zh: name, en: line(&self.name_en, lang)? },
            venue,
            street: Some(street),
            community: None,
            address: line(&self.address, lang)?,
            place: None,
            floor: None,
            way: None,
            access: Access::Open,
            access_note: None,
            entry: Entry::Everyone,
            paid_area: Tri::Unknown,
            hours: Hours::default(),
            area: None,
            photo: None,
            source: None,
            source_key: None,
            demo: false,
            facts: Facts::default(),
        };
        Ok(Proposal { room, on, note: line(&self.note, lang)?, paper: line(&self.paper, lang)?, due: due(&self.due, lang)? })
    }
}

/// A line that may be left empty.
pub(super) fn line(text: &str, lang: Lang) -> Result<Option<Line>, &'static str> {
    if text.trim().is_empty() { Ok(None) } else { Line::new(text).ok().map(Some).ok_or(lang.build_wrong_text()) }
}

/// A day that may be left empty.
pub(super) fn due(text: &str, lang: Lang) -> Result<Option<NaiveDate>, &'static str> {
    if text.trim().is_empty() { Ok(None) } else { text.trim().parse().ok().map(Some).ok_or(lang.build_wrong_due()) }
}

/// A number that may be left empty.
fn number(text: &str, lang: Lang) -> Result<Option<u32>, &'static str> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    if text.is_empty() { Ok(None) } else { text.parse().ok().map(Some).ok_or(lang.build_wrong_number()) }
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
                div.entries { (about_room(typed, visit)) (about_venue(typed, lang)) (about_step(typed, lang)) }
                div.bar { button.button.button-primary { (lang.build_propose()) } }
            }
        }
    };
    Frame::form(visit, lang.build_new(), wrong.is_some()).around(&main)
}

fn about_room(typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        label.entry { span { (lang.build_name()) } input name="name" value=(typed.name) maxlength="100" required autocomplete="off"; }
        label.entry { span { (lang.build_name_en()) } input name="name_en" value=(typed.name_en) maxlength="100" autocomplete="off" lang="en"; }
        label.entry {
            span { (lang.build_kind()) }
            select name="kind" { @for kind in Kind::ALL { option value=(kind) selected[typed.kind == kind.word()] { (lang.kind(*kind)) } } }
        }
        label.entry {
            span { (lang.round_street()) }
            select name="street" required {
                option value="" { (lang.build_choose()) }
                @for street in &visit.registry.region.streets {
                    option value=(street.code) selected[street.code.as_str() == typed.street] { (street.name(lang.is_english())) }
                }
            }
        }
        label.entry { span { (lang.build_address()) } input name="address" value=(typed.address) maxlength="200" autocomplete="off"; }
    }
}

fn about_venue(typed: &Typed, lang: Lang) -> Markup {
    html! {
        label.entry { span { (lang.build_venue()) } input name="venue" value=(typed.venue) maxlength="100" required autocomplete="off"; }
        label.entry {
            span { (lang.build_venue_type()) }
            select name="venue_type" { @for kind in VenueType::ALL { option value=(kind) selected[typed.venue_type == kind.word()] { (lang.venue_type(*kind)) } } }
        }
        label.entry { span { (lang.build_area()) } input name="area" value=(typed.area) inputmode="numeric" autocomplete="off"; small { (lang.build_size_hint()) } }
        label.entry { span { (lang.build_visitors()) } input name="visitors" value=(typed.visitors) inputmode="numeric" autocomplete="off"; }
    }
}

fn about_step(typed: &Typed, lang: Lang) -> Markup {
    html! {
        label.entry { span { (lang.build_proposed_on()) } input type="date" name="on" value=(typed.on) required; }
        label.entry { span { (lang.build_due()) } input type="date" name="due" value=(typed.due); small { (lang.build_due_hint()) } }
        label.entry { span { (lang.build_paper()) } input name="paper" value=(typed.paper) maxlength="200" autocomplete="off"; small { (lang.build_paper_hint()) } }
        label.entry { span { (lang.build_note()) } input name="note" value=(typed.note) maxlength="300" autocomplete="off"; }
    }
}
