//! What citizen supervisors found, on the room's page: counts of the last year, apart from the experts' result. No names, no
//! remarks, and nothing that too few people told.

use domain::supervision::{LEAST_SHOWN, Summary};
use maud::{Markup, html};

use crate::ui::Visit;

/// The panel; nothing where there is nothing to say.
pub fn panel(summary: Option<&Summary>, visit: &Visit) -> Option<Markup> {
    let summary = summary.filter(|summary| summary.is_shown())?;
    let lang = visit.lang;
    let ratings = [(lang.voice_clean(), summary.clean), (lang.voice_finding(), summary.finding)];
    Some(html! {
        section.panel aria-labelledby="citizens" {
            h2 #citizens { (lang.supervise_panel()) }
            p { strong { (lang.supervise_panel_visits(summary.visits)) } }
            dl.pairs.citizens {
                @for (label, median) in ratings {
                    @if let Some(median) = median.filter(|median| median.of >= LEAST_SHOWN) { dt { (label) } dd { (lang.supervise_median(median)) } }
                }
                @for (question, tally) in summary.questions().filter(|(_, tally)| tally.told() >= LEAST_SHOWN) {
                    dt { (lang.supervise_short(question)) } dd { (lang.supervise_tally(tally)) }
                }
            }
            p.quiet { (lang.supervise_panel_note(LEAST_SHOWN)) }
        }
    })
}
