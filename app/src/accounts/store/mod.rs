//! All SQL of accounts.

mod people;
mod sessions;
#[cfg(test)]
mod tests;

#[cfg(test)]
use people::invite;
pub(super) use people::{Change, LINK_HOURS, by_login, change, list, person, set_password};
pub use people::{Person, StoreError, add, first_administrator, login, new_id};
pub(super) use sessions::{fail, failures, link, person_of_link, session, sign_in, sign_out, sign_out_everywhere};
