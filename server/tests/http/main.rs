//! The server's answers, address by address, on both engines.
#![expect(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod api;
mod audit;
mod bad_input;
mod buildout;
mod care;
mod database_gone;
mod delivery;
mod demonstration;
mod drafts;
mod files;
mod guide;
mod headers;
mod health;
mod inspections;
mod methods;
mod money;
mod pack;
mod photos;
mod private;
mod rates;
mod rectifications;
mod reports;
mod rounds;
mod second_factor;
mod second_process;
mod standards;
mod support;
mod targets;
