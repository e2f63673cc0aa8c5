//! What parents have reported of a room, on the room's page: what staff have found to be so, and how it ended.

use chrono::TimeDelta;
use maud::{Markup, html};

use crate::reports::{PublicCase, Rating};
use crate::ui::Visit;

/// How long it stays in sight that something has ended.
const SHOWN: TimeDelta = TimeDelta::days(30);
/// Fewer ratings say nothing about a room, and too much about who gave them.
const LEAST_RATINGS: i64 = 5;

/// The panel; nothing where there is nothing to say.
pub fn panel(cases: &[PublicCase], rating: Option<Rating>, visit: &Visit) -> Option<Markup> {
    let lang = visit.lang;
    let shown = |case: &&PublicCase| case.over.is_none_or(|over| visit.now - over <= SHOWN);
    let shown: Vec<&PublicCase> = cases.iter().filter(shown).collect();
    let enough = |(mean, count): (f64, i64)| (count >= LEAST_RATINGS).then_some((mean, count));
    let rated = rating.map(|rating| [(lang.voice_clean(), enough(rating.clean)), (lang.voice_finding(), enough(rating.finding))]);
    let rated: Vec<_> = rated.into_iter().flatten().filter_map(|(label, rated)| Some((label, rated?))).collect();
    if shown.is_empty() && rated.is_empty() {
        return None;
    }
    Some(html! {
        section.panel aria-labelledby="heard" {
            h2 #heard { (lang.voice_panel()) }
            @if !shown.is_empty() {
                ul.lines role="list" {
                    @for case in shown {
                        li {
                            strong { (lang.trouble_about(case.trouble, case.about)) }
                            br;
                            @match case.over {
                                None => (lang.voice_public_open(lang.date(case.day))),
                                Some(over) => (lang.voice_public_over(lang.date(case.day), lang.date(visit.registry.region.local(over).date()))),
                            }
                            @if let Some(inspection) = case.inspection { " " a href={ "/inspections/" (inspection) } { (lang.inspect_report()) } }
                        }
                    }
                }
            }
            @for (label, (mean, count)) in rated { p { (label) " " strong.num { (format!("{mean:.1}")) } " / 5 · " (lang.voice_count(count)) } }
        }
    })
}
