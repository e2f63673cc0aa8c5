//! `/staff/figures/year/{year}` and `/month/{yyyy-mm}`: a period as it stood at its end, made for paper; with `.xlsx` behind it
//! as a workbook.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::figures::{Ask, Board, Number};
use domain::targets::{YEARS, year_end};
use domain::venues::{DutyCount, Share};
use domain::{Action, may};
use maud::{Markup, html};

use super::asked::{Asked, end_before};
use super::export;
use super::overview::before_records;
use super::public::years;
use super::seen::Seen;
use super::standing::{Rooms, signed, standing};
use super::tables::{By, HAPPENED, days_said, for_visitor, linked, parts, split, whole};
use super::targets::{self, Targets};
use crate::accounts::SignedIn;
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::{StoreError, see};

/// A year or a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    /// As the address says it.
    pub(super) name: String,
    /// Its year, when it is a whole one.
    pub(super) year: Option<i32>,
    /// The day before its first one.
    pub(super) since: NaiveDate,
    /// Its last day, or today while it is not over.
    pub(super) on: NaiveDate,
    /// The day before the first one of the period before.
    pub(super) earlier: NaiveDate,
    pub(super) is_over: bool,
}

impl Period {
    fn of_year(text: &str, today: NaiveDate) -> Option<Self> {
        let year: i32 = text.parse().ok().filter(|year| YEARS.contains(year) && *year <= today.year())?;
        let (end, since, earlier) = (year_end(year), end_before(year), end_before(year - 1));
        Some(Self { name: year.to_string(), year: Some(year), since, on: end.min(today), earlier, is_over: end < today })
    }

    fn of_month(text: &str, today: NaiveDate) -> Option<Self> {
        let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
        let is_written_so = text.len() == 7 && YEARS.contains(&first.year()) && first <= today;
        let last_before = |first: NaiveDate| first.checked_sub_days(Days::new(1));
        let end = last_before(first.checked_add_months(Months::new(1))?)?;
        let (since, earlier) = (last_before(first)?, last_before(first.checked_sub_months(Months::new(1))?)?);
        let period = Self { name: text.to_owned(), year: None, since, on: end.min(today), earlier, is_over: end < today };
        is_written_so.then_some(period)
    }

    /// Its title.
    pub(super) fn title(&self, visit: &Visit) -> String {
        match self.year {
            Some(year) => visit.lang.figures_year_report(year),
            None => visit.lang.figures_month_report(&self.name),
        }
    }

    fn address(&self) -> String {
        format!("/staff/figures/{}/{}", if self.year.is_some() { "year" } else { "month" }, self.name)
    }

    /// The period, and the one before it.
    pub(super) fn asks(&self, seen: &Seen) -> [Ask; 2] {
        let ask = |since, on| Ask { restricted: seen.restricted, ..Ask::of(since, on) };
        [ask(self.since, self.on), ask(self.earlier, self.since)]
    }
}

/// `GET /staff/figures/year/{year}`
pub(super) async fn year(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(year): Path<String>) -> Response {
    show(&state, visit, &who, &year, Period::of_year).await
}

/// `GET /staff/figures/month/{yyyy-mm}`
pub(super) async fn month(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(month): Path<String>) -> Response {
    show(&state, visit, &who, &month, Period::of_month).await
}

async fn show(
    state: &AppState,
    visit: Visit,
    who: &SignedIn,
    text: &str,
    read: fn(&str, NaiveDate) -> Option<Period>,
) -> Response {
    let seen = match Seen::by(state, &visit, who).await {
        Ok(seen) => seen,
        Err(refused) => return *refused,
    };
    let workbook = text.strip_suffix(".xlsx");
    let Some(period) = read(workbook.unwrap_or(text), seen.today) else { return AppError::NoPage.page(&visit) };
    let targets = match period.year {
        Some(year) => match targets::read(state, &visit, &seen, year, period.on).await {
            Ok(targets) => Some(targets),
            Err(error) => return AppError::away(&error, &visit),
        },
        None => None,
    };
    if workbook.is_some() {
        return export::report(visit, seen, period, targets);
    }
    let duty = match period.year {
        Some(_) => match duty(state, &visit, who, (period.on, seen.today)).await {
            Ok(duty) => duty,
            Err(error) => return AppError::away(&error, &visit),
        },
        None => None,
    };
    page(&visit, &seen, &period, targets.as_ref(), duty)
}

/// The coverage rate of the duty at a day's end, and whether its venues are for the visitor to see; `None` where no version of
/// the standard was in force.
async fn duty(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    days: (NaiveDate, NaiveDate),
) -> Result<Option<(Share, bool)>, StoreError> {
    let seen = see(&state.db, &visit.registry.region, visit.standards(), days).await?;
    let shows = may(who.person.role, Action::ManageTargets);
    Ok(seen.duty.map(|(_, venues)| (DutyCount::of(&venues).whole, shows)))
}

fn page(visit: &Visit, seen: &Seen, period: &Period, targets: Option<&Targets>, duty: Option<(Share, bool)>) -> Response {
    let lang = visit.lang;
    let title = period.title(visit);
    let [this, before] = period.asks(seen).map(|ask| Board::of(&seen.history, ask));
    let asked = Asked::default().with_days(period.since, period.on);
    let all = whole(&this);
    let main = html! {
        main #main.prose.wide.report tabindex="-1" {
            p.on-screen { a href="/staff/figures" { (lang.figures_title()) } }
            h1 { (visit.region_name()) " · " (title) }
            p { (lang.figures_stood(lang.date(period.on))) " " (lang.figures_generated(moment_text(lang, visit.local()))) }
            @if !period.is_over { p.mind { (lang.figures_not_over(lang.date(period.on))) } }
            (before_records(seen, &this.ask, visit))
            @if let (Some(year), Some(targets)) = (period.year, targets) { (frozen(&this, year, targets, period.is_over, visit)) }
            ul.downloads role="list" { li { a.button href={ (period.address()) ".xlsx" } download { (lang.figures_xlsx()) } } }
            p.quiet.on-screen { (lang.figures_print()) }
            h2 { (lang.figures_standing_at(lang.date(period.on))) }
            (standing((&before, &this), &asked, seen, Rooms::Counted, visit))
            p.quiet { (lang.figures_counted()) " " (lang.figures_checked_means()) }
            h2 { (lang.figures_period()) }
            p { (lang.figures_period_of(lang.date(period.since), lang.date(period.on))) }
            (happened(&before, &this, &asked, seen, visit))
            p.quiet { (lang.figures_late_hint()) " " (lang.figures_days_hint()) }
            @if let (Some(year), Some(targets)) = (period.year, targets) {
                h2 { (lang.figures_targets()) }
                (targets::shown(targets, year, visit))
            }
            @if let Some((share, shows)) = duty {
                h2 { (lang.duty_title()) }
                p {
                    (lang.duty_coverage(share.must, share.have))
                    @if let Some(percent) = share.percent() { " " strong { (percent) "%" } }
                    @if shows { " " a.on-screen href={ "/staff/targets/duty?on=" (period.on) } { (lang.duty_see()) } }
                }
            }
            @for by in [By::Street, By::Class, By::Venue] { (parts(&split(&this, &all, &asked, by, visit), by, visit)) }
            @if period.year.is_some() { h2 { (lang.figures_by_year()) } (years(&seen.history, period.on, &this.ask.narrow, visit)) }
        }
    };
    Frame::new(visit, title).around(&main)
}

/// Whether the year is frozen, and that what was frozen is what the records still come to.
fn frozen(board: &Board<'_>, year: i32, targets: &Targets, is_over: bool, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        @match &targets.frozen {
            Some(frozen) => {
                @let counted = board.open_rooms();
                @let at = moment_text(lang, visit.registry.region.local(frozen.at));
                p { (lang.figures_frozen(year, &frozen.by, at)) " " a.on-screen href={ "/staff/targets/frozen/" (year) } { (lang.figures_see_frozen()) } }
                p.digest { (lang.target_digest()) " " code { (frozen.digest) } }
                @if counted != frozen.count.rooms.len() { p.mind { (lang.figures_frozen_differs(frozen.count.rooms.len(), counted)) } }
            },
            None if is_over => p { (lang.figures_not_frozen(year)) },
            None => {},
        }
    }
}

fn happened(before: &Board<'_>, this: &Board<'_>, asked: &Asked, seen: &Seen, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let earlier = asked.with_days(before.ask.since, before.ask.on);
    let heads =
        [lang.figures_figure(), lang.figures_before(), lang.figures_this(), lang.figures_late(), lang.figures_days_middle()];
    let by_now = by_now(this, seen);
    let known = asked.with(|asked| asked.known = seen.today.to_string());
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.figures_period()) {
            table.stack {
                thead { tr { th scope="col" { (heads[0]) } @for head in &heads[1..4] { th.num scope="col" { (head) } } th scope="col" { (heads[4]) } } }
                tbody {
                    @for figure in for_visitor(&HAPPENED, seen) {
                        @let number = this.number(figure);
                        tr {
                            th scope="row" { (lang.figure(figure)) }
                            td.num data-label=(heads[1]) { (linked(&before.number(figure), &earlier)) }
                            td.num data-label=(heads[2]) { (linked(&number, asked)) }
                            td.num data-label=(heads[3]) { (late(&number, &by_now.number(figure), &known)) }
                            td data-label=(heads[4]) { (days_said(&number, visit)) }
                        }
                    }
                }
            }
        }
    }
}

/// The same period by what is recorded today.
pub(super) fn by_now<'a>(this: &Board<'a>, seen: &Seen) -> Board<'a> {
    Board::of(this.history, Ask { known: seen.today.max(this.ask.on), ..this.ask })
}

/// How much was recorded after the period's end.
fn late(number: &Number, by_now: &Number, known: &Asked) -> Markup {
    let more = by_now.value - number.value;
    html! {
        @if more == 0 { "0" } @else { a href=(known.rows_of(number.figure)) { (signed(number.figure, more)) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_ends_with_its_last_day_or_today() {
        let today = day("2026-11-24");
        let year = |text| Period::of_year(text, today).map(|of| (of.earlier, of.since, of.on, of.is_over));
        assert_eq!(year("2025"), Some((day("2023-12-31"), day("2024-12-31"), day("2025-12-31"), true)));
        assert_eq!(year("2026"), Some((day("2024-12-31"), day("2025-12-31"), today, false)));
        assert_eq!([year("2027"), year("25"), year("x"), year("")], [None; 4]);
        let month = |text| Period::of_month(text, today).map(|of| (of.earlier, of.since, of.on, of.is_over));
        assert_eq!(month("2024-02"), Some((day("2023-12-31"), day("2024-01-31"), day("2024-02-29"), true)));
        assert_eq!(month("2026-11"), Some((day("2026-09-30"), day("2026-10-31"), today, false)));
        assert_eq!([month("2026-12"), month("2026-13"), month("2026-1"), month("2026"), month("1026-01")], [None; 5]);
    }
}
