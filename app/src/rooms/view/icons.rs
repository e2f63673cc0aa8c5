//! Icons out of the sprite that every page carries (`ui/sprite.svg`).

use domain::Facility;
use leptos::prelude::*;

/// An icon; the words beside it say what it means.
#[component]
pub fn Icon(
    /// Its name in the sprite.
    name: &'static str,
    /// Further classes.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    view! { <svg class=class aria-hidden="true"><use_ href=format!("#i-{name}")/></svg> }
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
