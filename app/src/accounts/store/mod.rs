//! All SQL of accounts.

mod people;
#[cfg(test)]
mod profile_tests;
mod profiles;
mod second_factor;
mod sessions;
#[cfg(test)]
mod tests;

#[cfg(test)]
use people::invite;
pub(super) use people::{Change, LINK_HOURS, by_login, change, person, set_password};
pub use people::{Person, StoreError, add, add_closed, first_administrator, list, login, new_id, of_role};
pub use profiles::{Profile, affiliations, experts, profile};
pub(super) use profiles::{set_profile, with_profiles};
#[cfg(test)]
use second_factor::Passed;
pub use second_factor::reset_second_factor;
pub(super) use second_factor::{
    CODE_MINUTES, has_second_factor, one_guess_at_a_time, pass, recovery_codes_left, reset_for, second_factor,
    set_recovery_codes, set_up, turn_off, turn_on, wait_for_code, waited, waiting, with_second_factor,
};
pub(super) use sessions::{
    fail, fail_in, failures, failures_in, link, person_of_link, sessions, sign_in, sign_out, sign_out_everywhere,
};
