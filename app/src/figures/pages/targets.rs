//! The targets of a year beside what was open at its end: as they were frozen, or counted anew.

use chrono::{DateTime, NaiveDate, Utc};
use domain::figures::{Ask, Board, Narrow, Pick};
use domain::targets::{Scope, Target};
use maud::{Markup, html};

use super::seen::Seen;
use crate::state::AppState;
use crate::targets::{Frozen, StoreError, frozen, list, scope_words};
use crate::ui::Visit;
use crate::ui::chart::{self, Bar};

/// A target, and what there is.
pub(super) struct Line {
    pub(super) scope: Scope,
    pub(super) rooms: u32,
    pub(super) open: usize,
    pub(super) source: String,
}

/// The targets of a year.
pub(super) struct Targets {
    pub(super) lines: Vec<Line>,
    /// How the year was frozen, if it was.
    pub(super) frozen: Option<Frozen>,
}

/// Reads the targets of a year, as they held at the end of a day.
pub(super) async fn read(state: &AppState, visit: &Visit, seen: &Seen, year: i32, on: NaiveDate) -> Result<Targets, StoreError> {
    if let Some(frozen) = frozen(&state.db, year).await? {
        let line = |judged: &domain::targets::Judged| Line {
            scope: judged.scope,
            rooms: judged.rooms,
            open: judged.open.len(),
            source: judged.source.to_string(),
        };
        return Ok(Targets { lines: frozen.count.targets.iter().map(line).collect(), frozen: Some(frozen) });
    }
    let moment = on.succ_opt().and_then(|next| visit.registry.region.begin_of(next)).map_or(visit.now, |end| end.min(visit.now));
    let targets = list(&state.db, year).await?;
    let mut lines: Vec<Line> = targets.iter().filter_map(|target| held(target, seen, on, moment)).collect();
    lines.sort_by_key(|line| line.scope);
    Ok(Targets { lines, frozen: None })
}

/// A target as it held at a moment, beside the rooms that were open at the end of a day.
fn held(target: &Target, seen: &Seen, on: NaiveDate, moment: DateTime<Utc>) -> Option<Line> {
    let (_, held) = target.at(moment)?;
    let Scope { street, class, venue } = target.scope;
    let narrow = Narrow { street: street.map_or(Pick::All, Pick::Of), class: class.map_or(Pick::All, Pick::Of), venue };
    let open = Board::of(&seen.history, Ask { narrow, ..Ask::of(on, on) }).open_rooms();
    Some(Line { scope: target.scope, rooms: held.rooms?, open, source: held.source.to_string() })
}

/// The targets as a chart and a table.
pub(super) fn shown(targets: &Targets, year: i32, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.target_scope(), lang.target_wanted(), lang.target_open(), lang.target_missing(), lang.target_source()];
    html! {
        @if targets.lines.is_empty() { p.quiet { (lang.figures_no_targets(year)) } } @else {
            div.scroll-x tabindex="0" role="region" aria-label=(lang.figures_targets()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for line in &targets.lines {
                            tr {
                                td data-label=(heads[0]) { (scope_words(&line.scope, visit)) }
                                td.num data-label=(heads[1]) { (line.rooms) }
                                td.num data-label=(heads[2]) { (line.open) }
                                td.num data-label=(heads[3]) { (missing(line)) }
                                td data-label=(heads[4]) { (line.source) }
                            }
                        }
                    }
                }
            }
            (target_chart(targets.lines.iter().map(|line| (&line.scope, line.rooms, line.open)), visit))
        }
    }
}

/// Rooms that are missing.
pub(super) fn missing(line: &Line) -> usize {
    usize::try_from(line.rooms).unwrap_or(usize::MAX).saturating_sub(line.open)
}

/// Targets as bars, filled as far as rooms are open.
pub(crate) fn target_chart<'a>(lines: impl Iterator<Item = (&'a Scope, u32, usize)>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let bar = |(scope, rooms, open): (&Scope, u32, usize)| Bar {
        label: scope_words(scope, visit),
        value: i64::from(rooms),
        part: i64::try_from(open).ok(),
    };
    let bars: Vec<Bar> = lines.map(bar).collect();
    let words = chart::Words {
        id: "targets",
        title: lang.figures_chart_targets(),
        label: lang.target_scope(),
        value: lang.target_wanted(),
        part: lang.target_open(),
        as_table: lang.figures_as_table(),
    };
    html! { @if !bars.is_empty() { (chart::bars(&bars, &words)) } }
}
