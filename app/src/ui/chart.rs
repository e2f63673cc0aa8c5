//! Charts as SVG, with a table that says the same. Positions are percentages of the width and texts are never scaled, so
//! a chart is as readable on a small phone as on paper. Every bar carries its own words: there is no legend.

use maud::{Markup, html};

/// A bar: a value, and a part of it where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long it is.
    pub value: i64,
    /// How much of it is filled.
    pub part: Option<i64>,
}

/// What a chart says besides its bars.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// A name of the chart that no other on the page has, out of letters.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The head of the column of labels.
    pub label: &'a str,
    /// The head of the column of values.
    pub value: &'a str,
    /// The head of the column of parts.
    pub part: &'a str,
    /// What opens the table.
    pub as_table: &'a str,
}

/// Height of a lying bar with its words, and of the bar alone, in pixels.
const ROW: usize = 46;
const THICK: usize = 12;
/// Height of standing bars, and of the words above and below.
const TALL: i64 = 140;
const WORDS: i64 = 22;
/// A column is so much of its share of the width, in percent.
const FILLED: f64 = 66.0;

/// Bars lying under each other: for places and kinds.
pub fn bars(bars: &[Bar], words: &Words<'_>) -> Markup {
    let most = most(bars);
    let height = ROW * bars.len();
    let picture = html! {
        svg role="img" aria-labelledby={ (words.id) "-title" } aria-describedby={ (words.id) "-said" } width="100%" height=(height) {
            title id={ (words.id) "-title" } { (words.title) }
            desc id={ (words.id) "-said" } { (said(bars)) }
            @for (bar, row) in bars.iter().zip(0..) {
                @let top = ROW * row;
                text x="0" y=(top + 18) { (bar.label) }
                text.chart-value x="100%" y=(top + 18) text-anchor="end" { (direct(bar)) }
                rect.chart-whole x="0" y=(top + 26) width=(percent(bar.value, most)) height=(THICK) {}
                @if let Some(part) = bar.part { rect.chart-part x="0" y=(top + 26) width=(percent(part, most)) height=(THICK) {} }
            }
        }
    };
    figure(&picture, bars, words)
}

/// Bars standing beside each other: for years.
pub fn columns(bars: &[Bar], words: &Words<'_>) -> Markup {
    let most = most(bars);
    let share = 100.0 / f64::from(u32::try_from(bars.len().max(1)).unwrap_or(u32::MAX));
    let at = |place: u32, within: f64| format!("{:.2}%", share * (f64::from(place) + within));
    let picture = html! {
        svg role="img" aria-labelledby={ (words.id) "-title" } aria-describedby={ (words.id) "-said" } width="100%" height=(TALL + 2 * WORDS) {
            title id={ (words.id) "-title" } { (words.title) }
            desc id={ (words.id) "-said" } { (said(bars)) }
            @for (bar, place) in bars.iter().zip(0..) {
                @let height = bar.value.max(0) * TALL / most;
                text.chart-value x=(at(place, 0.5)) y=(WORDS + TALL - height - 6) text-anchor="middle" { (bar.value) }
                rect.chart-part x=(at(place, (1.0 - FILLED / 100.0) / 2.0)) y=(WORDS + TALL - height) width=(format!("{:.2}%", share * FILLED / 100.0)) height=(height) {}
                text x=(at(place, 0.5)) y=(TALL + 2 * WORDS - 4) text-anchor="middle" { (bar.label) }
            }
            line.chart-base x1="0" x2="100%" y1=(WORDS + TALL) y2=(WORDS + TALL) {}
        }
    };
    figure(&picture, bars, words)
}

/// The chart with its title above, and its table under it.
fn figure(picture: &Markup, bars: &[Bar], words: &Words<'_>) -> Markup {
    let has_parts = bars.iter().any(|bar| bar.part.is_some());
    html! {
        figure.chart {
            figcaption { (words.title) }
            (picture)
            details {
                summary { (words.as_table) }
                div.scroll-x tabindex="0" role="region" aria-label=(words.title) {
                    table {
                        thead {
                            tr {
                                th scope="col" { (words.label) }
                                th.num scope="col" { (words.value) }
                                @if has_parts { th.num scope="col" { (words.part) } }
                            }
                        }
                        tbody {
                            @for bar in bars {
                                tr {
                                    th scope="row" { (bar.label) }
                                    td.num { (bar.value) }
                                    @if has_parts { td.num { @if let Some(part) = bar.part { (part) } @else { "–" } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn most(bars: &[Bar]) -> i64 {
    bars.iter().map(|bar| bar.value.max(bar.part.unwrap_or(0))).max().unwrap_or(0).max(1)
}

/// The words at a bar.
fn direct(bar: &Bar) -> String {
    bar.part.map_or_else(|| bar.value.to_string(), |part| format!("{part} / {}", bar.value))
}

/// All bars in words, for those who do not see them.
fn said(bars: &[Bar]) -> String {
    bars.iter().map(|bar| format!("{} {}", bar.label, direct(bar))).collect::<Vec<_>>().join("; ")
}

/// A share of the longest bar, as SVG takes it.
fn percent(value: i64, most: i64) -> String {
    let hundredths = value.clamp(0, most) * 10_000 / most;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: Words<'_> =
        Words { id: "x", title: "各街道", label: "街道", value: "开放", part: "其中", as_table: "看表格" };

    fn bar(label: &str, value: i64, part: Option<i64>) -> Bar {
        Bar { label: label.to_owned(), value, part }
    }

    #[test]
    fn every_bar_says_its_number_in_the_picture_in_its_description_and_in_the_table() {
        let of = [bar("<龙岗>", 8, Some(3)), bar("坪地", 0, Some(0))];
        let html = bars(&of, &TEXTS).into_string();
        assert!(html.contains("&lt;龙岗&gt; 3 / 8; 坪地 0 / 0</desc>"), "{html}");
        assert!(html.contains(r#"width="100.00%""#) && html.contains(r#"width="37.50%""#), "{html}");
        assert!(html.contains(r#"<td class="num">8</td><td class="num">3</td>"#), "{html}");
        assert!(html.contains(r#"role="img""#) && !html.contains("style="), "{html}");
    }

    #[test]
    fn columns_stand_in_equal_shares_and_nothing_at_all_is_no_error() {
        let html = columns(&[bar("2025", 5, None), bar("2026", 10, None)], &TEXTS).into_string();
        assert!(html.contains(r#"x="25.00%""#) && html.contains(r#"x="75.00%""#), "{html}");
        assert!(html.contains(r#"height="140""#) && html.contains(r#"height="70""#), "{html}");
        assert!(columns(&[], &TEXTS).into_string().contains("<svg"));
        assert!(bars(&[bar("无", 0, None)], &TEXTS).into_string().contains(r#"width="0.00%""#));
    }
}
