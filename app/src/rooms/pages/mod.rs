//! The finder, the page of a room, and the shell that stands in for both where there is no signal.

mod finder;
mod form;
mod layout;
mod room;
mod shell;
mod structured;

pub use finder::finder;
pub use form::search_form;
pub use room::room;
pub use shell::shell;
