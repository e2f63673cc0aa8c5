//! Accounts: people with a role, their passwords and second factors, where they are signed in.

mod guard;
pub mod pages;
mod password;
mod qr;
mod secret;
mod store;
mod totp;

pub use guard::{Form, SignedIn, Upload, is_ours};
pub use pages::form_page;
pub use secret::Token;
pub use store::{Person, StoreError, add, first_administrator, login, new_id, reset_second_factor};
