//! Whether a room is cleaned daily and recorded, on the room's page. A room without a log shows nothing: that is no fault
//! that a parent could judge, and staff see it.

use domain::Room;
use maud::{Markup, html};

use super::days::{share_words, standing, today_words};
use crate::ui::Visit;

/// The panel; nothing where no log is kept.
pub fn panel(room: &Room, visit: &Visit) -> Option<Markup> {
    let care = visit.registry.care(room.id)?;
    let (lang, standing) = (visit.lang, standing(care, room, visit));
    Some(html! {
        section.panel aria-labelledby="care" {
            h2 #care { (lang.care_panel()) }
            p { strong { (today_words(care, &standing, visit)) } }
            p { (share_words(&standing, visit)) }
            p.quiet { (lang.care_panel_note(lang.date(care.since))) }
        }
    })
}
