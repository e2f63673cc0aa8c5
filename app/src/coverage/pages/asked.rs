//! Which demand, which distance, and when.

use chrono::{Datelike, NaiveDate, Weekday};
use domain::coverage::{ALWAYS, DISTANCES_M, Masks, Point, Tally};
use maud::{Markup, html};
use serde::Deserialize;

use crate::aside::aside;
use crate::coverage::request::Demand;
use crate::coverage::seen::{self, InService};
use crate::coverage::store::{self, Kind, Set, StoreError};
use crate::coverage::words::WEEK;
use crate::state::AppState;
use crate::ui::Visit;

/// A question as typed; what is empty stands for what is usual.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The id of a set; the even grid where it is empty.
    pub(super) demand: String,
    /// Metres, one of [`DISTANCES_M`].
    pub(super) within: String,
    /// 0 is Monday; today where it is empty.
    pub(super) weekday: String,
    /// 0 to 23; rooms whatever their hours where it is empty.
    pub(super) hour: String,
}

impl Asked {
    /// Which of the distances; 500 m where none or no possible one is asked for.
    pub(super) fn distance(&self) -> usize {
        DISTANCES_M.iter().position(|metres| metres.to_string() == self.within).unwrap_or(1)
    }

    pub(super) fn within_m(&self) -> u16 {
        DISTANCES_M[self.distance()]
    }

    pub(super) fn weekday(&self, today: NaiveDate) -> Weekday {
        let chosen = self.weekday.parse::<usize>().ok().and_then(|day| WEEK.get(day).copied());
        chosen.unwrap_or(today.weekday())
    }

    pub(super) fn hour(&self) -> Option<u8> {
        self.hour.parse().ok().filter(|hour| *hour < 24)
    }

    /// Which of the sums.
    pub(super) fn bit(&self) -> usize {
        self.hour().map_or(ALWAYS, usize::from)
    }

    /// As a query string.
    pub(super) fn query(&self) -> String {
        let fields = [("demand", &self.demand), ("within", &self.within), ("weekday", &self.weekday), ("hour", &self.hour)];
        let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish()
    }
}

/// What is seen of a question.
pub(super) struct Seen {
    /// The sets of demand that are offered.
    pub(super) sets: Vec<Set>,
    /// The set that is asked for; the grid where there is none.
    pub(super) set: Option<Set>,
    pub(super) day: NaiveDate,
    pub(super) service: InService,
    pub(super) points: Vec<Point>,
    pub(super) masks: Vec<Masks>,
    pub(super) tally: Tally,
}

impl Seen {
    /// The points that lack a room within the distance at the hour.
    pub(super) fn uncovered<'a>(&'a self, asked: &Asked) -> impl Iterator<Item = &'a Point> {
        let (distance, bit) = (asked.distance(), asked.bit());
        let lacks = move |masks: &Masks| masks[distance] >> bit & 1 == 0;
        self.points.iter().zip(&self.masks).filter(move |(_, masks)| lacks(masks)).map(|(point, _)| point)
    }
}

/// Looks at what is asked; `None` where there is no such demand.
pub(super) async fn see(state: &AppState, visit: &Visit, asked: &Asked) -> Result<Option<Seen>, StoreError> {
    let Some(demand) = Demand::parse(asked.demand.trim()) else { return Ok(None) };
    let sets = store::list(&state.db).await?;
    let Some(points) = seen::points(&state.db, &visit.registry.region, demand).await? else { return Ok(None) };
    let set = match demand {
        Demand::Set(id) => sets.iter().find(|set| set.id == id).cloned(),
        Demand::Grid(_) => None,
    };
    let today = visit.today();
    let day = seen::next(asked.weekday(today), today);
    let service = InService::on(&visit.registry, day);
    let rooms = service.rooms.clone();
    let looked = aside(move || {
        let (masks, tally) = seen::cover(&points, &rooms);
        (points, masks, tally)
    });
    let (points, masks, tally) = looked.await;
    let is_offered = |of: &Set| of.kind == Kind::Demand && (!of.withdrawn || set.as_ref().is_some_and(|set| set.id == of.id));
    let sets = sets.into_iter().filter(is_offered).collect();
    Ok(Some(Seen { sets, set, day, service, points, masks, tally }))
}

/// The form of a question.
pub(super) fn form(asked: &Asked, seen: &Seen, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        form.question method="get" action="/staff/coverage" {
            label.entry { span { (lang.cover_demand()) } (demands("demand", &asked.demand, &seen.sets, visit)) }
            label.entry { span { (lang.cover_within()) } (distances(asked.within_m(), visit)) }
            label.entry {
                span { (lang.cover_weekday()) }
                select name="weekday" {
                    @for (number, day) in WEEK.iter().enumerate() { option value=(number) selected[*day == seen.day.weekday()] { (lang.weekday(*day)) } }
                }
            }
            label.entry { span { (lang.cover_hour()) } (hours(&asked.hour, visit)) }
            button.button { (lang.audit_show()) }
        }
    }
}

/// The choice of a demand.
pub(super) fn demands(name: &str, chosen: &str, sets: &[Set], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let Demand::Grid(spacing) = Demand::DEFAULT else { return Markup::default() };
    html! {
        select name=(name) {
            option value="" { (lang.cover_grid(spacing)) }
            @for set in sets { option value=(set.id) selected[chosen == set.id.to_string()] { (set_name(set, visit)) } }
        }
    }
}

/// The choice of a distance.
pub(super) fn distances(chosen: u16, visit: &Visit) -> Markup {
    html! {
        select name="within" {
            @for metres in DISTANCES_M { option value=(metres) selected[metres == chosen] { (visit.lang.cover_metres(metres)) } }
        }
    }
}

/// The choice of an hour.
pub(super) fn hours(chosen: &str, visit: &Visit) -> Markup {
    html! {
        select name="hour" {
            option value="" { (visit.lang.cover_any_hour()) }
            @for hour in 0..24_u8 { option value=(hour) selected[chosen == hour.to_string()] { (hour) ":00" } }
        }
    }
}

/// A set's name; what is made up says so.
pub(super) fn set_name(set: &Set, visit: &Visit) -> String {
    let made_up = if set.fictional { visit.lang.money_fictional() } else { "" };
    format!("{}{made_up}", set.name)
}
