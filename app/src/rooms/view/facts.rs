//! What a room has, has not, and what nobody knows, with who said so and when.

use domain::{Facility, Fact, Room, Tri};
use leptos::prelude::*;

use super::icons::{Icon, facility_icon};
use crate::i18n::Lang;

/// The facts panel.
pub(super) fn facts_view(room: &Room, lang: Lang) -> impl IntoView + use<> {
    let groups = [
        ("yes", "tick", lang.room_has(), Tri::Yes),
        ("no", "minus", lang.room_has_not(), Tri::No),
        ("unsure", "unknown", lang.room_not_known(), Tri::Unknown),
    ];
    let group = |(class, icon, heading, value)| {
        let facts: Vec<_> = room.facts.iter().filter(|(_, fact)| fact.value == value).collect();
        (!facts.is_empty()).then(|| {
            let facts = facts.into_iter().map(|(facility, fact)| fact_view(facility, fact, lang)).collect_view();
            view! {
                <div class=class><h3><Icon name=icon/>{heading}</h3><ul class="fact-list" role="list">{facts}</ul></div>
            }
        })
    };
    view! {
        <section class="panel facts" aria-labelledby="facts">
            <h2 id="facts">{lang.room_facts()}</h2>
            {groups.map(group).into_iter().collect_view()}
        </section>
    }
}

fn fact_view(facility: Facility, fact: Fact, lang: Lang) -> impl IntoView {
    let told = match fact.value {
        Tri::Unknown => lang.room_nobody(),
        Tri::Yes | Tri::No => lang.teller(fact.by),
    };
    view! {
        <li>
            <Icon name=facility_icon(facility)/><span>{lang.facility(facility)}</span>
            <small>{told}{fact.on.map(|on| view! { " · "<time datetime=on.to_string()>{lang.date(on)}</time> })}</small>
        </li>
    }
}
