//! The tables of coverage.

use std::collections::BTreeMap;

use domain::AreaCode;
use domain::coverage::{DISTANCES_M, Spot, Tally, Weight};
use maud::{Markup, html};

use super::asked::{Asked, Seen};
use crate::coverage::words::percent;
use crate::ui::Visit;

/// A share as a number and as a bar.
fn bar(part: Weight, whole: Weight) -> Markup {
    html! {
        span.num { (percent(part, whole)) } " "
        meter min="0" max="1000" value=(part.permille_of(whole).unwrap_or(0)) aria-hidden="true" {}
    }
}

/// The three distances at an hour.
pub(super) fn shares(tally: &Tally, bit: usize, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.cover_within(), lang.cover_share(), lang.cover_weight_of(), lang.cover_weight_without()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.cover_shares()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for (metres, sums) in DISTANCES_M.iter().zip(&tally.within) {
                        tr {
                            td data-label=(heads[0]) { strong { (lang.cover_metres(metres)) } }
                            td.share data-label=(heads[1]) { (bar(sums[bit], tally.total)) }
                            td.num data-label=(heads[2]) { (sums[bit]) }
                            td.num data-label=(heads[3]) { (tally.total.less(sums[bit])) }
                        }
                    }
                }
            }
        }
    }
}

/// Each full hour of the day.
pub(super) fn hours(tally: &Tally, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.cover_by_hour_hint()) {
            table.hours-share {
                thead { tr {
                    th scope="col" { (lang.cover_hour()) }
                    @for metres in DISTANCES_M { th scope="col" { (lang.cover_metres(metres)) } }
                } }
                tbody {
                    @for hour in 0..24_usize {
                        tr {
                            th.num scope="row" { (hour) ":00" }
                            @for sums in &tally.within { td.share { (bar(sums[hour], tally.total)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Each street that the demand names.
pub(super) fn streets(seen: &Seen, asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    if seen.points.iter().all(|point| point.street.is_none()) {
        return html! { p { (lang.cover_no_streets()) } };
    }
    let (distance, bit) = (asked.distance(), asked.bit());
    let mut sums: BTreeMap<Option<AreaCode>, (Weight, Weight)> = BTreeMap::new();
    for (point, masks) in seen.points.iter().zip(&seen.masks) {
        let (total, within) = sums.entry(point.street).or_default();
        *total += point.weight;
        *within += if masks[distance] >> bit & 1 == 1 { point.weight } else { Weight::ZERO };
    }
    let heads = [lang.build_street(), lang.cover_share(), lang.cover_weight_of(), lang.cover_weight_without()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.cover_by_street()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for (street, (total, within)) in &sums {
                        tr {
                            td data-label=(heads[0]) { (street_words(*street, visit)) }
                            td.share data-label=(heads[1]) { (bar(*within, *total)) }
                            td.num data-label=(heads[2]) { (within) }
                            td.num data-label=(heads[3]) { (total.less(*within)) }
                        }
                    }
                }
            }
        }
    }
}

/// A street's name, or that none is named.
pub(super) fn street_words(street: Option<AreaCode>, visit: &Visit) -> String {
    street.map_or_else(|| visit.lang.cover_street_unnamed().to_owned(), |code| visit.street_name(code))
}

/// Where there is no room near, the heaviest first.
pub(super) fn gaps(gaps: &[Spot], total: Weight, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.cover_gap_at(), lang.cover_gap_weight(), lang.cover_gap_share(), lang.cover_gap_points()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.cover_gap_list()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for gap in gaps {
                        tr {
                            td data-label=(heads[0]) {
                                @if !gap.name.is_empty() { (gap.name) " " }
                                @if let Some(street) = gap.street { (visit.street_name(street)) " " }
                                span.num.quiet { (place(gap)) }
                            }
                            td.num data-label=(heads[1]) { (gap.weight) }
                            td.num data-label=(heads[2]) { (percent(gap.weight, total)) }
                            td.num data-label=(heads[3]) { (gap.points) }
                        }
                    }
                }
            }
        }
    }
}

/// The middle of a gap, longitude first, to about a metre.
pub(super) fn place(gap: &Spot) -> String {
    format!("{:.5}, {:.5}", gap.place.lon(), gap.place.lat())
}
