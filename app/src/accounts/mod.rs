//! Accounts: people with a role, their passwords and second factors, where they are signed in.

mod file_form;
mod guard;
pub mod pages;
mod password;
mod presence;
mod secret;
mod store;
mod totp;

pub use file_form::{File, FileForm, Piece, Upload};
pub use guard::{Form, Maybe, SESSION, SignedIn, is_ours};
pub use pages::form_page;
pub use presence::Presence;
pub use secret::Token;
pub use store::{
    Person, Profile, StoreError, add, add_closed, affiliations, experts, first_administrator, list as people, login, new_id,
    of_role, profile, reset_second_factor,
};
