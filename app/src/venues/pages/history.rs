//! The versions of a venue, the newest first, each with what it changed.

use domain::venues::{Listed, changed};
use domain::{Room, RoomId};
use maud::{Markup, html};

use crate::i18n::moment_text;
use crate::ui::Visit;
use crate::venues::store::Version;
use crate::venues::words::text_of;

/// As a list.
pub(super) fn lines(versions: &[Version], rooms: &[Room], visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    html! {
        ol.lines role="list" {
            @for (at, version) in versions.iter().enumerate() {
                li {
                    strong { (lang.venue_action(&version.action)) }
                    @if !version.why.is_empty() { " · " (version.why) }
                    @if let Some(before) = versions.get(at + 1) { (difference(&before.venue, &version.venue, rooms, visit)) }
                    br; small.quiet { (lang.build_recorded(&version.by, moment_text(lang, region.local(version.since)))) }
                }
            }
        }
    }
}

fn difference(old: &Listed, new: &Listed, rooms: &[Room], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let code = |id: &RoomId| {
        let room = rooms.iter().find(|room| room.id == *id);
        room.map_or_else(|| lang.venues_room_gone().to_owned(), |room| room.code.to_string())
    };
    let linked: Vec<String> = new.rooms.iter().filter(|id| !old.rooms.contains(id)).map(code).collect();
    let unlinked: Vec<String> = old.rooms.iter().filter(|id| !new.rooms.contains(id)).map(code).collect();
    html! {
        @for field in changed(&old.details, &new.details) {
            br; (lang.venue_field(field)) ": " (text_of(&old.details, field, visit)) " → " (text_of(&new.details, field, visit))
        }
        @if let Some(ended) = new.ended.as_ref().filter(|_| old.ended.is_none()) { br; (lang.date(ended.on)) }
        @if !linked.is_empty() { br; "+ " (linked.join(lang.answer_list_separator())) }
        @if !unlinked.is_empty() { br; "− " (unlinked.join(lang.answer_list_separator())) }
    }
}
