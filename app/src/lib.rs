//! Muying: one folder a feature, one file a role inside it. Pages, stores and the registry exist on the server only;
//! islands and what they show compile for the browser too.

#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod exchange;
pub mod i18n;
pub mod rooms;
#[cfg(feature = "ssr")]
pub mod state;
