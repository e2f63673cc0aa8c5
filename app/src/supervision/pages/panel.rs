//! What citizen supervisors found, on the room's page: counts of the last year, apart from the experts' result. No names, no
//! remarks, and nothing where there were too few visits.

use domain::supervision::{LEAST_SHOWN, Summary};
use maud::{Markup, html};

use crate::ui::Visit;

/// The panel; nothing where there is nothing to say.
pub fn panel(summary: Option<&Summary>, visit: &Visit) -> Option<Markup> {
    let summary = summary.filter(|summary| summary.is_shown())?;
    let lang = visit.lang;
    Some(html! {
        section.panel aria-labelledby="citizens" {
            h2 #citizens { (lang.supervise_panel()) }
            p { strong { (lang.supervise_panel_visits(summary.visits)) } }
            dl.pairs.citizens {
                @if let Some(median) = summary.clean { dt { (lang.voice_clean()) } dd { (lang.supervise_median(median)) } }
                @if let Some(median) = summary.finding { dt { (lang.voice_finding()) } dd { (lang.supervise_median(median)) } }
                @for (question, tally) in summary.questions().filter(|(_, tally)| tally.told() > 0) {
                    dt { (lang.supervise_short(question)) } dd { (lang.supervise_tally(tally)) }
                }
            }
            p.quiet { (lang.supervise_panel_note(LEAST_SHOWN)) }
        }
    })
}
