//! All SQL of accounts.

mod people;
mod sessions;
#[cfg(test)]
mod tests;

pub use people::first_administrator;
pub(super) use people::{Change, LINK_HOURS, Person, StoreError, by_login, change, invite, list, new_id, person, set_password};
pub(super) use sessions::{fail, failures, link, person_of_link, session, sign_in, sign_out, sign_out_everywhere};
