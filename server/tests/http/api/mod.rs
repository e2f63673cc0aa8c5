//! `/api/v1`

mod downloads;
mod list;
mod nearest;
mod openapi;
mod room;
