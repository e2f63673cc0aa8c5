//! What all pages share: the frame, the visitor's language, the pages for when something is wrong.

pub mod chart;
mod csv;
mod error;
mod frame;
mod prose;
mod qr;
mod stream;
mod visit;
pub mod workbook;

pub use csv::{safe, spreadsheet};
pub use error::{AppError, missing_page, server_error, too_many};
pub use frame::Frame;
pub use prose::{about, open_data, privacy};
pub use qr::qr;
pub use stream::{Out, sent_while_written};
pub use visit::{Nonce, Visit};
