//! A room in the list: three lines.

use chrono::NaiveDateTime;
use domain::{Entry, Facility, Filter, Hit, Inspected, OpenState, Room, Stage, Wgs84};
use maud::{Markup, Render, html};

use super::award;
use super::detail::inspected_words;
use super::icons::{facility_icon, icon};
use crate::i18n::Lang;
use crate::rooms::answer::{Source, is_known_miss};

/// What a card may show first; four at most are shown.
const SHOWN_FIRST: [Facility; 8] = [
    Facility::HotWater,
    Facility::Lockable,
    Facility::StepFree,
    Facility::ChangingTable,
    Facility::Basin,
    Facility::NursingSeat,
    Facility::Cot,
    Facility::PowerSocket,
];

/// The state of a room as shown: a class for shape and colour, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StateBadge {
    /// `open`, `soon`, `closed`, `unknown` or `suspended`.
    pub(super) kind: &'static str,
    /// In words.
    pub(super) words: String,
}

impl StateBadge {
    /// The state of a room at a local moment.
    pub(super) fn of(room: &Room, state: OpenState, now: NaiveDateTime, lang: Lang) -> Self {
        if room.stage == Stage::Suspended {
            return Self { kind: "suspended", words: lang.state_suspended().to_owned() };
        }
        let kind = match state {
            OpenState::Open { .. } if state.closes_within(now, 30) => "soon",
            OpenState::Open { .. } => "open",
            OpenState::Closed { .. } => "closed",
            OpenState::Unknown => "unknown",
        };
        Self { kind, words: lang.open_state(state, now) }
    }
}

/// Shape, word and colour.
impl Render for StateBadge {
    fn render(&self) -> Markup {
        html! { span class={ "state state-" (self.kind) } { (icon(self.kind)) (self.words) } }
    }
}

/// A room as a card shows it.
#[derive(Debug, Clone)]
pub struct Card {
    code: String,
    /// Its name, for the map.
    pub name: String,
    venue: Option<String>,
    floor: Option<String>,
    state: StateBadge,
    /// Where it is, for the map.
    pub place: Option<Wgs84>,
    distance: Option<String>,
    facts: Vec<(&'static str, &'static str)>,
    inspected: Option<Inspected>,
    awards: Vec<String>,
    misses: Option<String>,
    no_place: &'static str,
    lang: Lang,
}

impl Card {
    /// The card of a hit.
    pub fn of(hit: &Hit, source: &impl Source, lang: Lang) -> Self {
        let room = source.room(hit);
        let english = lang.is_english();
        let name = room.name.pick(english).to_owned();
        let today = source.now().date();
        let held = source.held(hit).iter().filter(|held| held.shows(today));
        let venue = Some(room.venue.name.pick(english)).filter(|venue| !name.starts_with(venue)).map(str::to_owned);
        Self {
            code: room.code.to_string(),
            venue,
            floor: room.floor.as_ref().map(|floor| floor.printed.to_string()),
            state: StateBadge::of(room, source.state(hit), source.now(), lang),
            place: room.place,
            distance: hit.distance_m.map(|metres| lang.distance(metres)),
            facts: facts(room, lang),
            inspected: source.inspected(hit),
            awards: held.map(|held| award::line(held, lang)).collect(),
            misses: None,
            no_place: lang.answer_no_place(),
            name,
            lang,
        }
    }

    /// The card of a room that misses one condition, and says which.
    pub fn missing(hit: &Hit, filter: Filter, filter_words: &str, source: &impl Source, lang: Lang) -> Self {
        let words = filter_words.to_owned();
        let misses = match is_known_miss(source.room(hit), filter) {
            Some(true) => lang.answer_misses_known(words),
            Some(false) => lang.answer_misses_unknown(words),
            None => lang.answer_misses_other(words),
        };
        Self { misses: Some(misses), ..Self::of(hit, source, lang) }
    }

    /// The code of the room.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The state's class, for the map.
    pub fn state(&self) -> &'static str {
        self.state.kind
    }
}

fn facts(room: &Room, lang: Lang) -> Vec<(&'static str, &'static str)> {
    let present = room.facts.present();
    let entry = match room.entry {
        Entry::Everyone => Some(("everyone", lang.fact_everyone())),
        Entry::WomenOnly => Some(("women_only", lang.fact_women_only())),
        Entry::Unknown => None,
    };
    let mut facts: Vec<_> = SHOWN_FIRST
        .into_iter()
        .filter(|&facility| present.contains(facility))
        .map(|facility| (facility_icon(facility), lang.facility_short(facility)))
        .collect();
    if let Some(entry) = entry {
        facts.insert(facts.len().min(1), entry);
    }
    facts.truncate(4);
    facts
}

/// That experts have looked, and what they found.
fn mark(inspected: Inspected, lang: Lang) -> Markup {
    let (class, sign) = if inspected.passes { ("mark-pass", "tick") } else { ("mark-fail", "minus") };
    html! { li class=(class) { (icon(sign)) (inspected_words(inspected.passes, lang)) } }
}

impl Render for Card {
    fn render(&self) -> Markup {
        let distance = match (&self.distance, self.place) {
            (Some(distance), _) => html! { p.card-dist { (distance) } },
            (None, None) => html! { p.card-dist.none { (self.no_place) } },
            (None, Some(_)) => Markup::default(),
        };
        html! {
            li.card data-code=(self.code) data-lon=[self.place.map(Wgs84::lon)] data-lat=[self.place.map(Wgs84::lat)]
                data-state=(self.state.kind) {
                article {
                    h3.card-name { a href={ "/rooms/" (self.code) } { (self.name) } }
                    (distance)
                    p.card-where {
                        (self.state)
                        @if let Some(venue) = &self.venue { " " span { (venue) } }
                        @if let Some(floor) = &self.floor { " " span.nowrap { (floor) } }
                    }
                    @if let Some(misses) = &self.misses { p.card-where.card-misses { (misses) } }
                    @for award in &self.awards { p.card-award { (icon("tick")) (award) } }
                    @if !self.facts.is_empty() || self.inspected.is_some() {
                        ul.card-facts role="list" {
                            @if let Some(inspected) = self.inspected { (mark(inspected, self.lang)) }
                            @for (name, words) in &self.facts { li { (icon(name)) (words) } }
                        }
                    }
                }
            }
        }
    }
}
