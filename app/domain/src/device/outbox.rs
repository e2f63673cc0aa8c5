//! What waits to be sent, in which order, when to try again, and when the phone may forget it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::digest::Digest;

use super::delivery::Receipt;

/// The first pause before another try, in milliseconds; each failure doubles it.
const FIRST_PAUSE: i64 = 4_000;
/// The longest pause, in milliseconds.
const LONGEST_PAUSE: i64 = 10 * 60 * 1_000;

/// Why something waits for the person, not for the network. It stays on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Nobody is signed in (401).
    SignIn,
    /// The server has something else (409).
    Conflict,
    /// It is too large (413).
    TooLarge,
    /// The server does not take it (other 4xx).
    Refused,
}

/// How far the sending of one thing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// It waits for its turn.
    Waiting {
        /// Tries that failed in a row.
        tries: u32,
        /// Not before this moment, in milliseconds since 1970.
        not_before: i64,
    },
    /// It waits for the person.
    Held {
        /// Why.
        why: Hold,
        /// What the server said.
        said: String,
    },
    /// The server has it.
    Done,
}

impl Default for Sending {
    fn default() -> Self {
        Self::Waiting { tries: 0, not_before: 0 }
    }
}

/// An inspection that was finished and has not been receipted in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The inspection.
    pub inspection: Uuid,
    /// SHA-256 of the body, which never changes once the sheet is finished.
    pub digest: Digest,
    /// When it was finished, in milliseconds since 1970: the oldest goes first.
    pub finished: i64,
    /// Whether sending it was ever begun. From then on the server may have it, and it is not opened again.
    pub attempted: bool,
    /// The sheet.
    pub sheet: Sending,
    /// The server's receipt.
    pub receipt: Option<Receipt>,
    /// Its photographs.
    pub photos: Vec<Shipment>,
}

/// A photograph on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shipment {
    /// The file.
    pub photo: Digest,
    /// How far it is.
    pub sending: Sending,
}

/// What to send next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parcel {
    /// The sheet of an inspection.
    Sheet(Uuid),
    /// A photograph of an inspection.
    Photo(Uuid, Digest),
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// A receipt for the sheet.
    Receipt(Receipt),
    /// A receipt for a photograph, naming it.
    Photo(Digest),
    /// An error, with its problem's type and words, and `Retry-After` in seconds.
    Error {
        /// The status.
        status: u16,
        /// The last part of the problem's type.
        kind: String,
        /// What it says.
        said: String,
        /// When to come again.
        after: Option<u32>,
    },
    /// No answer, or one that could not be read.
    Nothing,
}

impl Outgoing {
    /// A sheet that was just finished.
    pub fn new(inspection: Uuid, digest: Digest, photos: impl IntoIterator<Item = Digest>, now: i64) -> Self {
        let photos = photos.into_iter().map(|photo| Shipment { photo, sending: Sending::default() });
        let (attempted, sheet, receipt) = (false, Sending::default(), None);
        Self { inspection, digest, finished: now, attempted, sheet, receipt, photos: photos.collect() }
    }

    /// Whether the server has all of it: only then may the phone forget it.
    pub fn is_safe(&self) -> bool {
        self.receipt.as_ref().is_some_and(|receipt| receipt.digest == self.digest && receipt.missing.is_empty())
    }

    /// What to send of it now.
    fn next(&self, now: i64) -> Option<Parcel> {
        let ready = |sending: &Sending| matches!(sending, Sending::Waiting { not_before, .. } if *not_before <= now);
        if self.is_safe() {
            return None;
        }
        // The photographs that are missing come between the first receipt of the sheet and the last.
        if self.receipt.is_some() {
            let photo = self.photos.iter().find(|shipment| ready(&shipment.sending));
            if let Some(shipment) = photo {
                return Some(Parcel::Photo(self.inspection, shipment.photo));
            }
            if self.photos.iter().any(|shipment| shipment.sending != Sending::Done) {
                return None;
            }
        }
        ready(&self.sheet).then_some(Parcel::Sheet(self.inspection))
    }

    /// When it may be tried again, where it waits.
    pub fn due(&self) -> Option<i64> {
        let sendings = self.photos.iter().filter(|_| self.receipt.is_some()).map(|shipment| &shipment.sending);
        let times = sendings.chain([&self.sheet]).filter_map(|sending| match sending {
            Sending::Waiting { not_before, .. } => Some(*not_before),
            _ => None,
        });
        if self.is_safe() { None } else { times.min() }
    }

    /// Takes what came back for a parcel. `chance` spreads phones that failed together.
    pub fn take(&mut self, parcel: Parcel, reply: Reply, now: i64, chance: u32) {
        let of = match parcel {
            Parcel::Sheet(_) => Some(&self.sheet),
            Parcel::Photo(_, photo) => self.photos.iter().find(|known| known.photo == photo).map(|known| &known.sending),
        };
        let Some(old) = of else { return };
        let mut missing = None;
        let new = match (parcel, reply) {
            (Parcel::Sheet(_), Reply::Receipt(receipt)) if receipt.digest == self.digest => {
                missing = Some(receipt.missing.clone());
                self.receipt = Some(receipt);
                Sending::default()
            }
            (Parcel::Photo(_, photo), Reply::Photo(received)) if received == photo => Sending::Done,
            (_, Reply::Error { status, kind, said, after }) => old.after_error(status, &kind, said, after, now, chance),
            _ => old.pause(None, now, chance),
        };
        match parcel {
            Parcel::Sheet(_) => self.sheet = new,
            Parcel::Photo(_, photo) => {
                self.photos.iter_mut().filter(|known| known.photo == photo).for_each(|known| known.sending = new.clone());
            }
        }
        if let Some(missing) = missing {
            for known in &mut self.photos {
                match (missing.contains(&known.photo), &known.sending) {
                    (false, _) => known.sending = Sending::Done,
                    // The server says that it lacks what it receipted: sent again, but not in haste.
                    (true, Sending::Done) => known.sending = known.sending.pause(None, now, chance),
                    (true, _) => {}
                }
            }
        }
    }

    /// The person wants it tried again now.
    pub fn try_again(&mut self) {
        for sending in self.photos.iter_mut().map(|shipment| &mut shipment.sending).chain([&mut self.sheet]) {
            if *sending != Sending::Done {
                *sending = Sending::default();
            }
        }
    }
}

impl Sending {
    fn pause(&self, after: Option<u32>, now: i64, chance: u32) -> Self {
        let tries = match self {
            Self::Waiting { tries, .. } => tries.saturating_add(1),
            _ => 1,
        };
        let pause = (FIRST_PAUSE << (tries - 1).min(20)).min(LONGEST_PAUSE);
        let pause = pause + i64::from(chance) % (pause / 2);
        let asked = after.map_or(0, |seconds| i64::from(seconds) * 1_000);
        Self::Waiting { tries, not_before: now + pause.max(asked.min(LONGEST_PAUSE)) }
    }

    fn after_error(&self, status: u16, kind: &str, said: String, after: Option<u32>, now: i64, chance: u32) -> Self {
        let why = match status {
            401 => Hold::SignIn,
            409 => Hold::Conflict,
            413 => Hold::TooLarge,
            // A body that came damaged, a server that is late or busy: the same again, later.
            _ if kind == "half-sent" => return self.pause(after, now, chance),
            408 | 425 | 429 | 500.. => return self.pause(after, now, chance),
            _ => Hold::Refused,
        };
        Self::Held { why, said }
    }
}

/// What to send next of all that waits: the oldest inspection first, what is held up does not hold up others.
pub fn next(outbox: &[Outgoing], now: i64) -> Option<Parcel> {
    let mut waiting: Vec<_> = outbox.iter().filter_map(|of| Some((of.finished, of.next(now)?))).collect();
    waiting.sort_by_key(|(finished, _)| *finished);
    waiting.first().map(|(_, parcel)| *parcel)
}
