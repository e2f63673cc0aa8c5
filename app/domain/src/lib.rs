//! The rules of Muying: what a room is, where it stands, when it is open, what a visitor may ask.
//!
//! Pure: no clock, no randomness, no I/O. The same code runs on the server and in the browser.

mod access;
mod area;
pub mod awards;
pub mod buildout;
pub mod care;
mod code;
mod conflict;
pub mod coverage;
pub mod device;
mod digest;
mod facility;
pub mod figures;
mod floor;
pub mod guide;
mod hours;
#[cfg(feature = "hours-parser")]
mod hours_parser;
pub mod inbox;
mod inspection;
mod lockout;
mod merge;
pub mod money;
mod nav;
pub mod notices;
mod pack;
mod paper;
mod photo;
mod place;
mod query;
mod rate;
pub mod rectification;
mod region;
pub mod reports;
mod role;
mod room;
pub mod rounds;
pub mod score;
mod search;
pub mod shapes;
mod stage;
pub mod standard;
pub mod supervision;
pub mod targets;
mod text;
mod venue;
mod words;

pub use access::{Access, Entry};
pub use area::{AreaClass, SquareMetres};
pub use code::{AreaCode, ClauseId, CodeError, RoomCode, RoomId, new_id};
pub use conflict::{Conflict, may_inspect};
pub use digest::{Digest, NoDigest};
pub use facility::{Facility, FacilitySet, Fact, Facts, Teller, Tri};
pub use floor::Floor;
pub use hours::{OpenState, Span, Timetable};
#[cfg(feature = "hours-parser")]
pub use hours_parser::{Calendar, HoursError};
pub use inspection::{Inspected, InspectionState, InspectionStep};
pub use lockout::locked_until;
pub use merge::{Merged, merge};
pub use nav::{NavApp, NavLink, nav_links};
pub use pack::{Pack, PackError, PackRoom, Packed};
pub use paper::{MOST_PAPER_BYTES, PaperError, PaperFormat, paper_format, paper_name};
pub use photo::{LEAST_SIDE, LONG_SIDE, MOST_PHOTO_BYTES, MOST_PIXELS, MOST_SIDE, PhotoError, SMALL_SIDE, scaled};
pub use place::{Bbox, Bd09, Datum, Ecef, Gcj02, PlaceError, Wgs84, chord_squared, distance_m, geodesic_m};
pub use query::{Filter, Query, QueryError, QueryProblem, Traits};
pub use rate::{NoRate, Rate};
pub use region::{Community, Region, Street};
pub use role::{Action, Role, may};
pub use room::{Hours, Room};
pub use search::{Candidate, Hit, fold, matches_text, nearest};
pub use stage::{Kind, Stage};
pub use text::{Bilingual, Line, TextError};
pub use venue::{Venue, VenueType};
pub use words::{UnknownWord, Word};
