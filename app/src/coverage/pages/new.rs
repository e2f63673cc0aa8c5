//! `/staff/plans/new`: asking for a plan. What cannot be met is told street by street before anything is worked out.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Datelike;
use domain::coverage::{DISTANCES_M, Site, feasible};
use domain::{Action, AreaCode, Stage};
use maud::{Markup, html};
use uuid::Uuid;

use super::asked::{Asked, demands, distances, hours, set_name};
use super::find_plan;
use crate::accounts::{Form, SignedIn, new_id};
use crate::coverage::planner::Work;
use crate::coverage::request::{Demand, Request};
use crate::coverage::seen::{self, InService};
use crate::coverage::store::{self, Content, Kind, Set, StoreError};
use crate::coverage::words::{WEEK, infeasible};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Sites of a plan at most.
const MOST_SITES: u32 = 500;
/// Minutes that can be chosen.
const MINUTES: [u8; 3] = [2, 10, 60];

/// What is typed; it stays through mistakes.
#[derive(Default)]
struct Typed(Vec<(String, String)>);

impl Typed {
    fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text.trim())
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.text(name).parse().ok()
    }

    /// The least of a street: its own, or that of all.
    fn least(&self, street: AreaCode) -> Result<u32, ()> {
        let own = self.text(&format!("least.{street}"));
        let text = if own.is_empty() { self.text("least") } else { own };
        if text.is_empty() { Ok(0) } else { text.parse().or(Err(())) }
    }

    /// What an earlier plan was asked for.
    fn of(request: &Request) -> Self {
        let Request { demand, candidates, within_m, open, count, wanted, least, count_existing, minutes } = request;
        let mut fields = vec![
            ("candidates".to_owned(), candidates.to_string()),
            ("within".to_owned(), within_m.to_string()),
            ("count".to_owned(), count.to_string()),
            ("minutes".to_owned(), minutes.to_string()),
        ];
        if let Demand::Set(id) = demand {
            fields.push(("demand".to_owned(), id.to_string()));
        }
        if let Some((day, hour)) = open {
            fields.push(("weekday".to_owned(), day.weekday().num_days_from_monday().to_string()));
            fields.push(("hour".to_owned(), hour.to_string()));
        }
        // Minimums that were lessened by the rooms of an earlier day are not lessened again.
        if *count_existing && wanted.is_some() {
            fields.push(("count_existing".to_owned(), "yes".to_owned()));
        }
        let least = wanted.as_ref().unwrap_or(least);
        fields.extend(least.iter().map(|(street, least)| (format!("least.{street}"), least.to_string())));
        Self(fields)
    }

    fn asked(&self) -> Asked {
        let text = |name: &str| self.text(name).to_owned();
        Asked { demand: text("demand"), within: text("within"), weekday: text("weekday"), hour: text("hour") }
    }
}

/// `GET /staff/plans/new`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Query(fields): Query<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    page(&state, &visit, &Typed(fields), &[]).await
}

/// `POST /staff/plans/new`
pub(super) async fn add(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let typed = Typed(fields);
    let wrong = match read(&state, &visit, &typed).await {
        Ok(Ok(request)) => return begin(&state, &visit, &who, request).await,
        Ok(Err(wrong)) => wrong,
        Err(error) => return AppError::away(&error, &visit),
    };
    page(&state, &visit, &typed, &wrong).await
}

/// `POST /staff/plans/{id}/again`: the same question, with the rooms of today. What cannot be asked any more is shown in
/// the form, to be put right.
pub(super) async fn again(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(_): Form<Vec<(String, String)>>,
) -> Response {
    let request = match find_plan(&state, &visit, &who, id).await {
        Ok(plan) => plan.request,
        Err(refused) => return *refused,
    };
    let typed = Typed::of(&request);
    match ready(&state, &visit, request).await {
        Ok(Ok(request)) => begin(&state, &visit, &who, request).await,
        Ok(Err(wrong)) => page(&state, &visit, &typed, &wrong).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Keeps a question and has it worked out.
async fn begin(state: &AppState, visit: &Visit, who: &SignedIn, request: Request) -> Response {
    let id = new_id(state.now(), (state.random)());
    let today = visit.today();
    let day = request.open.map_or(today, |(day, _)| seen::next(day.weekday(), today));
    let rooms = InService::on(&visit.registry, day).places(request.open.map(|(_, hour)| hour));
    let request = Request { open: request.open.map(|(_, hour)| (day, hour)), ..request };
    let kept = async {
        store::add(&state.db, id, &request, who.actor(), state.now()).await?;
        store::find_plan(&state.db, id).await
    };
    match kept.await {
        Ok(Some(plan)) => {
            let region = Arc::clone(&visit.registry.region);
            state.planner.begin(Work { db: state.db.clone(), region, clock: state.clock, plan, rooms });
            Redirect::to(&format!("/staff/plans/{id}")).into_response()
        }
        Ok(None) => AppError::NoPage.page(visit),
        Err(error) => AppError::away(&error, visit),
    }
}

/// The question, or everything that is wrong with it.
async fn read(state: &AppState, visit: &Visit, typed: &Typed) -> Result<Result<Request, Vec<String>>, StoreError> {
    let lang = visit.lang;
    let wrong = |words: &str| Ok(Err(vec![words.to_owned()]));
    let Some(candidates) = typed.text("candidates").parse().ok() else { return wrong(lang.cover_wrong_candidates()) };
    let asked = typed.asked();
    let Some(demand) = Demand::parse(&asked.demand) else { return wrong(lang.cover_wrong_demand()) };
    let Some(count) = typed.number("count").filter(|count| (1..=MOST_SITES).contains(count)) else {
        return wrong(&lang.cover_wrong_count(MOST_SITES));
    };
    let count_existing = !typed.text("count_existing").is_empty();
    let Ok(wanted) = wanted(typed, visit) else { return wrong(lang.cover_wrong_least()) };
    let today = visit.today();
    let open = asked.hour().map(|hour| (seen::next(asked.weekday(today), today), hour));
    let minutes = typed.number("minutes").and_then(|minutes| MINUTES.into_iter().find(|one| u32::from(*one) == minutes));
    let (within_m, minutes) = (asked.within_m(), minutes.unwrap_or(MINUTES[1]));
    let (wanted, least) = (Some(wanted), BTreeMap::new());
    let request = Request { demand, candidates, within_m, open, count, wanted, least, count_existing, minutes };
    ready(state, visit, request).await
}

/// The question as it is worked out with the sets that are offered and the rooms that are there now, or why it cannot be.
async fn ready(state: &AppState, visit: &Visit, request: Request) -> Result<Result<Request, Vec<String>>, StoreError> {
    let lang = visit.lang;
    let wrong = |words: &str| Ok(Err(vec![words.to_owned()]));
    let of = |set: Uuid| store::find(&state.db, set);
    match of(request.candidates).await? {
        Some(set) if set.withdrawn => return wrong(&lang.cover_wrong_withdrawn(set_name(&set, visit))),
        Some(set) if set.kind == Kind::Candidates => {}
        _ => return wrong(lang.cover_wrong_candidates()),
    }
    if let Demand::Set(id) = request.demand {
        match of(id).await? {
            Some(set) if set.withdrawn => return wrong(&lang.cover_wrong_withdrawn(set_name(&set, visit))),
            Some(set) if set.kind == Kind::Demand => {}
            _ => return wrong(lang.cover_wrong_demand()),
        }
    }
    let Some(Content::Candidates(sites)) = store::content(&state.db, request.candidates).await? else {
        return wrong(lang.cover_wrong_candidates());
    };
    let least = match &request.wanted {
        Some(wanted) if request.count_existing => lessened(wanted, visit),
        Some(wanted) => wanted.clone(),
        None => request.least.clone(),
    };
    let sites: Vec<Site> = sites.iter().map(|site| Site { place: site.place, street: site.street }).collect();
    let why = feasible(&sites, request.count, &least).into_iter().map(|why| infeasible(why, visit)).collect::<Vec<_>>();
    Ok(if why.is_empty() { Ok(Request { least, ..request }) } else { Err(why) })
}

/// The least of each street, as typed.
fn wanted(typed: &Typed, visit: &Visit) -> Result<BTreeMap<AreaCode, u32>, ()> {
    let mut all = BTreeMap::new();
    for street in &visit.registry.region.streets {
        let least = typed.least(street.code)?;
        if least > 0 {
            all.insert(street.code, least);
        }
    }
    Ok(all)
}

/// What is left of the least of each street once the rooms in service are counted.
fn lessened(wanted: &BTreeMap<AreaCode, u32>, visit: &Visit) -> BTreeMap<AreaCode, u32> {
    let in_service = |street: AreaCode| {
        let rooms = visit.registry.entries().iter().map(|entry| &entry.room);
        let rooms = rooms.filter(|room| room.stage == Stage::Open && room.street == Some(street)).count();
        u32::try_from(rooms).unwrap_or(u32::MAX)
    };
    let left = wanted.iter().map(|(street, least)| (*street, least.saturating_sub(in_service(*street))));
    left.filter(|(_, least)| *least > 0).collect()
}

async fn page(state: &AppState, visit: &Visit, typed: &Typed, wrong: &[String]) -> Response {
    let sets = match store::list(&state.db).await {
        Ok(sets) => sets,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let offered = |kind: Kind| sets.iter().filter(move |set| set.kind == kind && !set.withdrawn).cloned().collect::<Vec<Set>>();
    let (demand, candidates) = (offered(Kind::Demand), offered(Kind::Candidates));
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/plans" { (lang.cover_plans()) } }
            h1 { (lang.cover_new_plan()) }
            p { (lang.cover_new_lead()) }
            @if !wrong.is_empty() {
                div role="alert" { @for words in wrong { p.wrong { (words) } } }
            }
            @if candidates.is_empty() {
                p { (lang.cover_first_candidates()) }
                p { a.button.button-primary href="/staff/coverage/sets" { (lang.cover_load()) } }
            }
            // What was typed stays also where the last set was withdrawn meanwhile.
            @if !candidates.is_empty() || !wrong.is_empty() { (form(typed, &demand, &candidates, visit)) }
        }
    };
    Frame::form(visit, lang.cover_new_plan(), !wrong.is_empty()).around(&main)
}

fn form(typed: &Typed, demand: &[Set], candidates: &[Set], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let within = typed.asked().within_m();
    let today = visit.today();
    let weekday = typed.asked().weekday(today);
    let minutes = typed.number("minutes").unwrap_or(u32::from(MINUTES[1]));
    debug_assert!(DISTANCES_M.contains(&within));
    html! {
        form method="post" action="/staff/plans/new" {
            div.entries {
                label.entry { span { (lang.cover_candidates()) }
                    select name="candidates" {
                        @for set in candidates { option value=(set.id) selected[typed.text("candidates") == set.id.to_string()] { (set_name(set, visit)) " · " (set.points) } }
                    } }
                label.entry { span { (lang.cover_demand()) } (demands("demand", typed.text("demand"), demand, visit)) }
                label.entry { span { (lang.cover_within()) } (distances(within, visit)) }
                label.entry { span { (lang.cover_count()) } input name="count" value=(typed.text("count")) required inputmode="numeric" autocomplete="off"; }
                label.entry { span { (lang.cover_hour()) } (hours(typed.text("hour"), visit)) small { (lang.cover_hour_hint()) } }
                label.entry { span { (lang.cover_weekday()) }
                    select name="weekday" {
                        @for (number, day) in WEEK.iter().enumerate() { option value=(number) selected[*day == weekday] { (lang.weekday(*day)) } }
                    } }
            }
            h2 { (lang.cover_least()) }
            p.quiet { (lang.cover_least_hint()) }
            div.entries {
                label.entry { span { (lang.cover_least_all()) } input name="least" value=(typed.text("least")) inputmode="numeric" autocomplete="off"; }
                label.check { input type="checkbox" name="count_existing" value="yes" checked[!typed.text("count_existing").is_empty()]; (lang.cover_count_existing()) }
            }
            details.more-fields open[visit.registry.region.streets.iter().any(|street| !typed.text(&format!("least.{}", street.code)).is_empty())] {
                summary { (lang.cover_least_each()) }
                div.question {
                    @for street in &visit.registry.region.streets {
                        @let name = format!("least.{}", street.code);
                        label.entry { span { (street.name(lang.is_english())) } input name=(name) value=(typed.text(&name)) inputmode="numeric" autocomplete="off"; }
                    }
                }
            }
            div.entries {
                label.entry { span { (lang.cover_minutes()) }
                    select name="minutes" { @for of in MINUTES { option value=(of) selected[minutes == u32::from(of)] { (lang.cover_minutes_of(of)) } } }
                    small { (lang.cover_minutes_hint()) } }
            }
            button.button.button-primary { (lang.cover_do_plan()) }
        }
    }
}
