//! Muying: one folder a feature, one file a role inside it. Pages, stores and the registry exist on the server only;
//! islands and what they show compile for the browser too.

// Pages are one nested type each.
#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
pub mod accounts;
#[cfg(feature = "ssr")]
pub mod aside;
#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod awards;
#[cfg(feature = "ssr")]
pub mod buildout;
#[cfg(feature = "ssr")]
pub mod care;
#[cfg(feature = "ssr")]
pub mod coverage;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod exchange;
#[cfg(feature = "ssr")]
pub mod figures;
#[cfg(feature = "ssr")]
pub mod guide;
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod imports;
#[cfg(feature = "ssr")]
pub mod inbox;
pub mod inspections;
#[cfg(feature = "ssr")]
pub mod money;
#[cfg(feature = "ssr")]
pub mod notices;
#[cfg(feature = "ssr")]
pub mod outward;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod papers;
#[cfg(feature = "ssr")]
pub mod photos;
#[cfg(feature = "ssr")]
pub mod rectifications;
#[cfg(feature = "ssr")]
pub mod reports;
pub mod rooms;
#[cfg(feature = "ssr")]
pub mod rounds;
#[cfg(feature = "ssr")]
pub mod seal;
#[cfg(feature = "ssr")]
pub mod shapes;
pub mod standards;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod supervision;
#[cfg(feature = "ssr")]
pub mod targets;
#[cfg(all(feature = "ssr", any(test, feature = "testing")))]
pub mod testing;
#[cfg(feature = "ssr")]
mod together;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod venues;
#[cfg(feature = "ssr")]
pub mod webhooks;

/// Starts the browser half; `boot.js` then wakes the islands one by one.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
