//! The pages of accounts: signing in, one's own account, choosing a password by a link, who has an account.

mod account;
mod code;
mod form;
mod join;
mod people;
mod profile;
mod second_factor;
mod sign_in;
mod ways;

use axum::Router;
use axum::routing::{get, post};

pub use form::page as form_page;

use crate::state::AppState;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-in/code", get(code::show).post(code::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/account", get(account::show))
        .route("/account/profile", post(profile::own))
        .route("/account/password", post(account::password))
        .route("/account/second-factor", get(second_factor::show).post(second_factor::change))
        .route("/account/second-factor/confirm", post(second_factor::confirm))
        .route("/account/sign-out-everywhere", post(account::everywhere))
        .route("/join/{token}", get(join::show).post(join::join))
        .route("/staff/people", get(people::show).post(people::invite))
        .route("/staff/people/{id}", post(people::change))
        .route("/staff/people/{id}/profile", post(profile::other))
}
