//! What shows of rooms: the same components on the server and on the phone.

pub mod card;
pub mod detail;
mod facts;
mod hours;
pub mod icons;
pub mod list;

pub use detail::{RoomArticle, RoomDetail};
pub use icons::{Icon, facility_icon};
pub use list::{AnswerList, AnswerView, list_href};
