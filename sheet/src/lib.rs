//! The inspection sheet on a phone. `web/sheet/*.js` keeps things in `IndexedDB`, takes photographs and sends; what a sheet
//! is, what it says and what may be sent or forgotten is decided here, by the same code as on the server. What crosses
//! over is text: HTML for the page, JSON for the store.

mod begin;
mod desk;
mod outbox;
mod paper;
mod words;

pub use begin::{anew, begin, going_on};
pub use desk::desk;
pub use outbox::{digest, due, is_safe, next, take, try_again};
pub use paper::Paper;
pub use words::words;
