//! What a room has, has not, and what nobody knows, with who said so and when.

use chrono::NaiveDate;
use domain::reports::Freshness;
use domain::{Facility, Fact, Room, Tri};
use maud::{Markup, html};

use super::icons::{facility_icon, icon};
use crate::i18n::Lang;

/// The facts panel.
pub(super) fn facts(room: &Room, today: NaiveDate, lang: Lang) -> Markup {
    let groups = [
        ("yes", "tick", lang.room_has(), Tri::Yes),
        ("no", "minus", lang.room_has_not(), Tri::No),
        ("unsure", "unknown", lang.room_not_known(), Tri::Unknown),
    ];
    let is_stale = |fact: Fact| fact.on.is_some() && Freshness::of(fact, today) == Some(Freshness::Stale);
    let stale = room.facts.iter().filter(|(_, fact)| is_stale(*fact)).count();
    html! {
        section.panel.facts aria-labelledby="facts" {
            h2 #facts { (lang.room_facts()) }
            @if stale > 0 { p.quiet { (lang.voice_stale(stale)) " " a href={ "/rooms/" (room.code) "/report#check" } { (lang.voice_check_it()) } } }
            @for (class, sign, heading, value) in groups {
                @if room.facts.iter().any(|(_, fact)| fact.value == value) {
                    div class=(class) {
                        h3 { (icon(sign)) (heading) }
                        ul.fact-list role="list" {
                            @for (facility, fact) in room.facts.iter().filter(|(_, fact)| fact.value == value) {
                                (line(facility, fact, lang))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn line(facility: Facility, fact: Fact, lang: Lang) -> Markup {
    let told = match fact.value {
        Tri::Unknown => lang.room_nobody(),
        Tri::Yes | Tri::No => lang.teller(fact.by),
    };
    html! {
        li {
            (icon(facility_icon(facility))) span { (lang.facility(facility)) }
            small { (told) @if let Some(on) = fact.on { " · " time datetime=(on) { (lang.date(on)) } } }
        }
    }
}
