//! Icons out of the sprite that every page carries (`ui/sprite.svg`).

use domain::Facility;
use maud::{Markup, html};

/// An icon; the words beside it say what it means.
pub fn icon(name: &str) -> Markup {
    html! { svg.icon aria-hidden="true" { use href={ "#i-" (name) } {} } }
}

/// The icon of a facility.
pub fn facility_icon(facility: Facility) -> &'static str {
    match facility {
        Facility::HotWater | Facility::BottleWarmer => "hot_water",
        Facility::Basin | Facility::Soap => "basin",
        Facility::Lockable => "lockable",
        Facility::Curtain => "curtain",
        Facility::StepFree => "step_free",
        Facility::ChangingTable | Facility::SafetyBuckle => "changing_table",
        Facility::NursingSeat | Facility::ChildSeat => "seat",
        Facility::PowerSocket => "power",
        Facility::Bin => "bin",
        Facility::Cot => "cot",
        Facility::AirConditioning => "air",
        Facility::Fridge => "fridge",
        Facility::NappyVending => "trolley",
        Facility::CallDevice => "info",
        Facility::Table | Facility::NonSlipFloor => "place",
    }
}
