//! The finder's form: a GET form, so that the address holds the whole question.

use domain::{AreaClass, Facility, Query, Region, Word};
use maud::{Markup, html};

use crate::i18n::Lang;
use crate::rooms::view::{facility_icon, icon};

/// Facilities offered first.
const CHIPS: [Facility; 3] = [Facility::HotWater, Facility::Lockable, Facility::StepFree];
/// Facilities under "more".
const MORE: [Facility; 9] = [
    Facility::Basin,
    Facility::ChangingTable,
    Facility::SafetyBuckle,
    Facility::NursingSeat,
    Facility::Cot,
    Facility::Curtain,
    Facility::PowerSocket,
    Facility::BottleWarmer,
    Facility::CallDevice,
];

/// The search field alone, for pages that lost the visitor.
pub fn search_form(lang: Lang) -> Markup {
    html! {
        form.search method="get" action="/" role="search" aria-label=(lang.finder_form_label()) { (field(lang, "")) }
    }
}

/// The whole form, filled in as asked.
pub(super) fn finder_form(query: &Query, error: Option<&str>, region: &Region, lang: Lang) -> Markup {
    let has = |facility: Facility| {
        let words = lang.facility_short(facility);
        chip("has", facility.word(), facility_icon(facility), words, query.has.contains(facility))
    };
    let more_set = MORE.iter().any(|&facility| query.has.contains(facility)) || query.class.is_some() || query.street.is_some();
    html! {
        form.search method="get" action="/" role="search" aria-label=(lang.finder_form_label()) {
            (field(lang, query.q.as_deref().unwrap_or_default()))
            // From where and in which part of the map must survive a change of filter.
            @if let Some(near) = query.near { input type="hidden" name="near" value=(near); }
            @if let Some(bbox) = query.bbox { input type="hidden" name="bbox" value=(bbox); }
            p.form-error #q-error hidden[error.is_none()] role="status" { (icon("info")) span { (error.unwrap_or_default()) } }
            div.filters {
                div.chips role="group" aria-label=(lang.finder_filters()) {
                    (chip("open", "now", "clock", lang.finder_open_now(), query.open_now))
                    (has(CHIPS[0]))
                    (chip("who", "everyone", "everyone", lang.finder_everyone(), query.everyone))
                    @for &facility in &CHIPS[1..] { (has(facility)) }
                }
                details.more open[more_set] {
                    summary { (icon("more")) (lang.finder_more()) }
                    div.more-body {
                        fieldset {
                            legend { (lang.finder_facilities()) }
                            div.chips { @for facility in MORE { (has(facility)) } }
                        }
                        (picks(query, region, lang))
                    }
                }
            }
        }
    }
}

fn field(lang: Lang, text: &str) -> Markup {
    html! {
        div.field {
            label.vh for="q" { (lang.finder_search()) }
            input #q name="q" type="search" value=(text) placeholder=(lang.finder_placeholder()) autocomplete="off"
                enterkeyhint="search" maxlength="100";
            button.find type="submit" { (icon("search")) span { (lang.finder_search()) } }
            button.near type="button" hidden { (icon("locate")) (lang.finder_near()) }
        }
    }
}

fn chip(name: &str, value: &str, picture: &str, words: &str, checked: bool) -> Markup {
    html! {
        label.chip {
            input type="checkbox" name=(name) value=(value) checked[checked];
            span { (icon(picture)) svg.icon.tick aria-hidden="true" { use href="#i-tick" {} } (words) }
        }
    }
}

fn picks(query: &Query, region: &Region, lang: Lang) -> Markup {
    html! {
        div.picks {
            label.pick {
                span { (lang.finder_class()) }
                select name="class" {
                    option value="" { (lang.finder_any()) }
                    @for &class in AreaClass::ALL {
                        option value=(class) selected[query.class == Some(class)] { (lang.class(class)) }
                    }
                }
            }
            @if !region.streets.is_empty() {
                label.pick {
                    span { (lang.finder_street()) }
                    select name="street" {
                        option value="" { (lang.finder_any()) }
                        @for street in &region.streets {
                            option value=(street.code) selected[query.street == Some(street.code)] { (street.name(lang.is_english())) }
                        }
                    }
                }
            }
        }
    }
}
