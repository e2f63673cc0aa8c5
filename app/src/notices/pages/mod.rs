//! The pages of notices: what one was told, how one wants to be told, and the mails that wait.

mod address;
mod list;
mod outbox;
mod settings;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/notices", get(list::show).post(list::read_all))
        .route("/notices/{id}", get(list::open))
        .route("/account/notices", get(settings::show).post(settings::save))
        .route("/account/notices/address", post(address::ask))
        .route("/account/notices/confirm", get(address::show).post(address::confirm))
        .route("/staff/outbox", get(outbox::show))
        .route("/staff/outbox/{id}", post(outbox::again))
}
