//! `/supervise`: a supervisor's term, the campaigns under way, the rooms that still want a visit, and what was told.

use std::collections::HashSet;

use axum::extract::{Query as Asking, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::rounds::walk;
use domain::{Action, AreaCode, Query, Room, RoomId, may, may_inspect};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::one::until;
use crate::accounts::{Profile, SignedIn, profile};
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::supervision::store::{self, Held, Stored, Visit as Kept};
use crate::ui::{AppError, Frame, Visit};

/// Rooms of one list at most: an afternoon holds fewer, and their order is worked out for each look.
const MOST: usize = 30;
/// Visits of one's own that are listed at most.
const MOST_MINE: usize = 100;

/// Which rooms are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    campaign: String,
    street: String,
    q: String,
    /// `all`: also rooms that another supervisor has visited.
    which: String,
    /// The room of which a visit was just kept.
    kept: String,
}

/// What is read for the page.
struct Read {
    terms: Vec<Held>,
    campaigns: Vec<Stored>,
    mine: Vec<Kept>,
    /// The visits of the chosen campaign.
    visits: Vec<Kept>,
    chosen: Option<usize>,
    profile: Profile,
}

/// `GET /supervise`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Asking(asked): Asking<Asked>) -> Response {
    if may(who.person.role, Action::ManageSupervision) {
        return Redirect::to("/staff/supervision").into_response();
    }
    if let Err(refused) = who.needs(Action::Supervise, &visit) {
        return *refused;
    }
    let read = match read(&state, &visit, &who, &asked).await {
        Ok(read) => read,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let campaign = read.chosen.and_then(|index| read.campaigns.get(index));
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.supervise_title()) }
            @if !asked.kept.is_empty() { p.done role="status" { (icon("tick")) span { (lang.supervise_kept(&asked.kept)) } } }
            (term(&read.terms, &visit))
            p { (lang.supervise_lead()) }
            @if let Some(campaign) = campaign {
                (campaigns(&read, campaign, &visit))
                (rooms(&read, campaign, &asked, &visit))
            } @else { p.panel { (lang.supervise_no_campaign()) } }
            (told(&read.mine, &visit))
            p.quiet { (lang.supervise_ours()) }
        }
    };
    Frame::new(&visit, lang.supervise_title()).around(&main)
}

async fn read(state: &AppState, visit: &Visit, who: &SignedIn, asked: &Asked) -> Result<Read, Box<Response>> {
    let away = |error: &dyn std::fmt::Display| Box::new(AppError::away(error, visit));
    let terms = store::terms_of(&state.db, who.person.id).await.map_err(|error| away(&error))?;
    let mut campaigns = store::campaigns(&state.db).await.map_err(|error| away(&error))?;
    campaigns.retain(|stored| stored.campaign.is_under_way(visit.today()));
    let wanted = asked.campaign.parse::<Uuid>().ok();
    let chosen = campaigns.iter().position(|stored| Some(stored.id) == wanted);
    let chosen = chosen.or_else(|| (!campaigns.is_empty()).then_some(0));
    let visits = match chosen.and_then(|index| campaigns.get(index)) {
        Some(campaign) => store::of_campaign(&state.db, campaign.id).await.map_err(|error| away(&error))?,
        None => Vec::new(),
    };
    let mine = store::of_person(&state.db, who.person.id).await.map_err(|error| away(&error))?;
    let profile = profile(&state.db, who.person.id).await.map_err(|error| away(&error))?;
    Ok(Read { terms, campaigns, mine, visits, chosen, profile })
}

/// The term that holds today, the next one, or that there is none.
fn term(terms: &[Held], visit: &Visit) -> Markup {
    let (lang, today) = (visit.lang, visit.today());
    let holds = terms.iter().find(|held| held.term.holds(today));
    let next = terms.iter().find(|held| held.term.first() > today);
    html! {
        @match (holds, next) {
            (Some(held), _) => p { strong { (lang.supervise_term(lang.date(held.term.first()), lang.date(held.term.last()))) } },
            (None, Some(held)) => p.wrong role="note" { (icon("info")) span { (lang.supervise_term_next(lang.date(held.term.first()))) } },
            (None, None) => p.wrong role="note" { (icon("info")) span { (lang.supervise_out_of_term()) } },
        }
    }
}

fn campaigns(read: &Read, chosen: &Stored, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let rooms: HashSet<RoomId> = read.visits.iter().map(|kept| kept.room).collect();
    let mine = read.mine.iter().filter(|kept| kept.campaign == chosen.id).count();
    let of = &chosen.campaign;
    html! {
        section.panel aria-labelledby="campaign" {
            h2 #campaign { (of.name) }
            p { strong { (lang.supervise_progress(of.wanted, rooms.len(), mine)) } }
            p { progress value=(rooms.len()) max=(of.wanted) aria-label=(lang.supervise_progress_label()) {} }
            p {
                (lang.supervise_span(lang.date(of.first), lang.date(of.last)))
                @if let Some(street) = of.street { " · " (visit.street_name(street)) }
            }
            @if let Some(note) = &of.note { p { (note) } }
            @if read.campaigns.len() > 1 {
                p { (lang.supervise_other_campaigns()) }
                ul {
                    @for other in read.campaigns.iter().filter(|other| other.id != chosen.id) {
                        li { a href={ "/supervise?campaign=" (other.id) } { (other.campaign.name) } }
                    }
                }
            }
        }
    }
}

/// The rooms that are asked for and still want a visit, in the order of a walk, and how many there are.
fn wanted<'a>(read: &Read, chosen: &Stored, asked: &Asked, visit: &'a Visit) -> (Vec<&'a Room>, usize) {
    let registry = &visit.registry;
    let mine: HashSet<RoomId> = read.mine.iter().filter(|kept| kept.campaign == chosen.id).map(|kept| kept.room).collect();
    let seen: HashSet<RoomId> = read.visits.iter().map(|kept| kept.room).collect();
    let street = AreaCode::new(&asked.street).ok();
    let words = asked.q.trim();
    let found: Vec<&Room> = if words.is_empty() {
        registry.entries().iter().map(|entry| &entry.room).collect()
    } else {
        let query = Query { q: Some(words.chars().take(80).collect()), page: 1, ..Query::default() };
        let found = registry.search(&query, visit.now, 0..usize::MAX);
        found.hits.iter().map(|hit| &registry.entry(hit).room).collect()
    };
    let fits = |room: &&Room| {
        chosen.campaign.covers(room)
            && (street.is_none() || room.street == street)
            && !mine.contains(&room.id)
            && (asked.which == "all" || !seen.contains(&room.id))
            && may_inspect(&read.profile.affiliations, &room.venue).is_ok()
    };
    let mut rooms: Vec<&Room> = found.into_iter().filter(fits).collect();
    let total = rooms.len();
    // What is near the supervisor's own street comes first, then street by street.
    rooms.sort_by_key(|room| (room.street != read.profile.home, room.street, room.code));
    rooms.truncate(MOST);
    let places: Vec<_> = rooms.iter().map(|room| room.place).collect();
    (walk(None, &places).into_iter().filter_map(|index| rooms.get(index).copied()).collect(), total)
}

fn rooms(read: &Read, chosen: &Stored, asked: &Asked, visit: &Visit) -> Markup {
    let (lang, english) = (visit.lang, visit.lang.is_english());
    let (rooms, total) = wanted(read, chosen, asked, visit);
    html! {
        h2 { (lang.supervise_rooms()) }
        (question(chosen, asked, visit))
        @if rooms.is_empty() { p { (lang.supervise_no_rooms()) } } @else {
            p.quiet { (lang.supervise_rooms_count(total)) " " (lang.supervise_walk()) @if total > rooms.len() { " " (lang.supervise_rooms_more(rooms.len())) } }
            ol.people role="list" {
                @for room in rooms {
                    @let floor = room.floor.as_ref().map(|floor| floor.printed.as_str());
                    @let street = room.street.map(|code| visit.street_name(code));
                    @let place = [Some(room.venue.name.pick(english)), floor, street.as_deref()];
                    li.panel {
                        h3 { a href={ "/supervise/" (room.code) "?campaign=" (chosen.id) } { (room.name.pick(english)) } }
                        p { (room.code) " · " (place.into_iter().flatten().collect::<Vec<_>>().join(" · ")) }
                    }
                }
            }
        }
    }
}

fn question(chosen: &Stored, asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let region = &visit.registry.region;
    let which = [("", lang.supervise_lacking()), ("all", lang.supervise_all())];
    html! {
        form.question method="get" action="/supervise" {
            input type="hidden" name="campaign" value=(chosen.id);
            @if chosen.campaign.street.is_none() {
                label.entry {
                    span { (lang.build_street()) }
                    select name="street" {
                        option value="" { (lang.figures_any_street()) }
                        @for street in &region.streets {
                            option value=(street.code) selected[street.code.as_str() == asked.street] { (street.name(lang.is_english())) }
                        }
                    }
                }
            }
            label.entry { span { (lang.supervise_search()) } input type="search" name="q" value=(asked.q) maxlength="80"; }
            label.entry {
                span { (lang.supervise_which()) }
                select name="which" { @for (value, label) in which { option value=(value) selected[asked.which == value] { (label) } } }
            }
            button.button { (lang.supervise_show()) }
        }
    }
}

fn told(mine: &[Kept], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        h2 { (lang.supervise_mine()) }
        @if mine.is_empty() { p.quiet { (lang.supervise_none_told()) } }
        ul.lines role="list" {
            @for kept in mine.iter().take(MOST_MINE) {
                li {
                    a href={ "/supervise/visits/" (kept.id) } { (visit.registry.name(kept.room, lang.is_english()).unwrap_or_default()) }
                    " · " (lang.date(kept.day)) " " (lang.supervise_clock(kept.hour))
                    @if let Some(until) = until(kept, visit) { " · " (lang.supervise_correct_until(until)) }
                }
            }
        }
    }
}
