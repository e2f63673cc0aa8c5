//! An inspection on a phone without a signal: what is written down at each answer, what is sent, and when it may be
//! forgotten. The phone keeps the log and the outbox, the server the inspections; both decide by what stands here.

mod delivery;
mod kit;
mod log;
mod outbox;
#[cfg(test)]
mod torture;

#[cfg(feature = "schema")]
pub use delivery::schemas;
pub use delivery::{Conflict, Delivery, Known, Placement, Receipt, place};
pub use kit::{Kit, KitAssignment, KitRoom};
pub use log::{Begun, Change, Entry, Record};
pub use outbox::{Hold, Outgoing, Parcel, Reply, Sending, Shipment, next};
