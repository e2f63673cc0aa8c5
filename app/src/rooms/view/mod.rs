//! What shows of rooms: the same HTML on the server and on the phone.

mod award;
mod card;
mod detail;
mod facts;
mod hours;
mod icons;
mod list;

pub use detail::{Known, RoomDetail};
pub use icons::{facility_icon, icon};
pub use list::{AnswerView, list_href};
