//! The server's answers, address by address, on both engines.
#![expect(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod api;
mod audit;
mod bad_input;
mod buildout;
mod database_gone;
mod delivery;
mod demonstration;
mod drafts;
mod files;
mod guide;
mod headers;
mod health;
mod inbox;
mod inspections;
mod mailbox;
mod methods;
mod money;
mod notices;
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
mod webhooks;
