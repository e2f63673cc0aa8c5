//! The process `muying`: settings, router, middleware, the JSON API, commands.

pub mod api;
pub mod clock;
pub mod commands;
pub mod config;
mod health;
mod metrics;
mod middleware;
mod out;
mod problem;
pub mod router;
mod serve;
pub mod site;
mod static_files;
mod telemetry;
