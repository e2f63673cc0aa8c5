//! The map of streets on pages of figures: rooms open, targets reached, rooms checked; with a table that says the same. It
//! works without scripts, and without boundaries there is the table alone.

use domain::shapes::{SHARES, Shown, class_of, quantiles};
use domain::{AreaCode, Word};
use maud::{Markup, html};

use super::picture::{Title, Tone, picture};
use super::store::{self, Set};
use crate::state::AppState;
use crate::ui::Visit;

/// Classes of a number of rooms.
const CLASSES: usize = 5;

/// What is counted of a street.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StreetRow {
    /// The street.
    pub(crate) street: AreaCode,
    /// Rooms open.
    pub(crate) open: usize,
    /// Rooms that its target wants; `None` where it has none.
    pub(crate) target: Option<u32>,
    /// Open rooms that were checked in the last year.
    pub(crate) checked: usize,
}

/// The boundaries that everybody sees.
pub(crate) enum Boundaries {
    /// None were entered.
    None,
    /// They cannot be read now.
    Away,
    /// These.
    Of(Box<(Set, Shown)>),
}

/// Reads the boundaries; a page does without where they cannot be read.
pub(crate) async fn boundaries(state: &AppState) -> Boundaries {
    let read = async {
        let Some(set) = store::published(&state.db).await? else { return Ok(Boundaries::None) };
        let shown = store::shown(&state.db, set.id).await?;
        Ok::<_, store::StoreError>(Boundaries::Of(Box::new((set, shown))))
    };
    read.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a page is shown without the map of streets");
        Boundaries::Away
    })
}

/// What the map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Rooms open.
    Open,
    /// The share of the target that is reached.
    Target,
    /// The share of open rooms checked in the last year.
    Checked,
}

impl Word for Measure {
    const ALL: &'static [Self] = &[Self::Open, Self::Target, Self::Checked];
    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Target => "target",
            Self::Checked => "checked",
        }
    }
}

impl Measure {
    fn of(self, row: &StreetRow) -> Option<u32> {
        match self {
            Self::Open => u32::try_from(row.open).ok(),
            Self::Target => row.target.map(|wanted| percent(row.open, wanted as usize)),
            Self::Checked => (row.open > 0).then(|| percent(row.checked, row.open)),
        }
    }

    fn text(self, value: u32) -> String {
        if self == Self::Open { value.to_string() } else { format!("{value}%") }
    }
}

/// A share in percent, rounded down: only what is full is a hundred.
fn percent(part: usize, whole: usize) -> u32 {
    (part * 100).checked_div(whole).map_or(100, |share| u32::try_from(share).unwrap_or(u32::MAX))
}

/// The section of a page. `others` are open rooms of no street, which no map shows.
pub(crate) fn section(boundaries: &Boundaries, rows: &[StreetRow], others: usize, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let asked = visit.fields.iter().find(|(name, _)| name == "map").and_then(|(_, word)| Measure::from_word(word).ok());
    let measure = asked.unwrap_or(Measure::Open);
    html! {
        h2 #streets { (lang.shapes_section()) }
        @match boundaries {
            Boundaries::None => p { (lang.shapes_none()) },
            Boundaries::Away => p.wrong { (lang.shapes_away()) },
            Boundaries::Of(of) => (map(&of.0, &of.1, rows, measure, visit)),
        }
        (table(rows, visit))
        @if others > 0 { p.quiet { (lang.shapes_others(others)) } }
    }
}

fn map(set: &Set, shown: &Shown, rows: &[StreetRow], measure: Measure, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let values: Vec<u32> = rows.iter().filter_map(|row| measure.of(row)).collect();
    let classes = if measure == Measure::Open { quantiles(&values, CLASSES) } else { SHARES.to_vec() };
    let tone = |row: &StreetRow| Tone {
        street: row.street,
        class: measure.of(row).and_then(|value| class_of(&classes, value)),
        value: measure.of(row).map_or_else(|| "–".to_owned(), |value| measure.text(value)),
    };
    let tones: Vec<Tone> = rows.iter().map(tone).collect();
    let title = lang.map_measure(measure);
    let day = visit.registry.region.local(set.changed).date();
    html! {
        nav.wishes aria-label=(lang.shapes_show()) {
            @for other in Measure::ALL {
                a.button href=(link(*other, visit)) aria-current=[(*other == measure).then_some("true")] { (lang.map_measure(*other)) }
            }
        }
        @if set.fictional { p.mind { (lang.shapes_fictional()) } }
        figure.chart {
            figcaption { (title) }
            (picture(shown, &Title { id: "streets", text: title }, &tones, visit))
            (legend(&classes, &tones, measure, visit))
        }
        p.quiet {
            (lang.shapes_credit(&set.source, lang.date(day), shown.within_m)) " "
            a href={ "/geo/" (set.id) "/streets.geojson" } download { (lang.shapes_geojson()) }
        }
    }
}

/// The same page with another measure.
fn link(measure: Measure, visit: &Visit) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.extend_pairs(visit.fields.iter().filter(|(name, _)| name != "map" && name != "lang"));
    fields.append_pair("map", measure.word());
    format!("{}?{}#streets", visit.path, fields.finish())
}

/// The classes that there are, with how many streets each has.
fn legend(classes: &[(u32, u32)], tones: &[Tone], measure: Measure, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let count = |class: Option<usize>| tones.iter().filter(|tone| tone.class == class).count();
    let bounds = |(least, greatest): (u32, u32)| match (least, greatest) {
        (least, u32::MAX) => lang.shapes_and_more(measure.text(least)),
        (least, greatest) if least == greatest => measure.text(least),
        (least, greatest) => format!("{}–{}", measure.text(least), measure.text(greatest)),
    };
    html! {
        ul.street-legend role="list" {
            @for (class, of) in classes.iter().enumerate().filter(|(class, _)| count(Some(*class)) > 0) {
                li { span class={ "swatch step-" (class) } aria-hidden="true" {} (bounds(*of)) " · " (lang.shapes_streets(count(Some(class)))) }
            }
            @if count(None) > 0 {
                li { span.swatch.swatch-none aria-hidden="true" {} (lang.map_no_value(measure)) " · " (lang.shapes_streets(count(None))) }
            }
        }
    }
}

fn table(rows: &[StreetRow], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let of = |part: usize, whole: usize| format!("{part} / {whole}（{}%）", percent(part, whole));
    let of =
        |part, whole| if lang.is_english() { of(part, whole).replace('（', " (").replace('）', ")") } else { of(part, whole) };
    let heads = [lang.build_street(), lang.target_open(), lang.shapes_target(), lang.shapes_checked()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.shapes_section()) {
            table.stack {
                thead { tr { th scope="col" { (heads[0]) } @for head in &heads[1..] { th.num scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (visit.street_name(row.street)) }
                            td.num data-label=(heads[1]) { (row.open) }
                            td.num data-label=(heads[2]) {
                                @match row.target { Some(wanted) => (of(row.open, wanted as usize)), None => (lang.map_no_value(Measure::Target)) }
                            }
                            td.num data-label=(heads[3]) {
                                @if row.open > 0 { (of(row.checked, row.open)) } @else { (lang.map_no_value(Measure::Checked)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
