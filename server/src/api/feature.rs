//! Rooms as GeoJSON text, written straight from the snapshot: no tree of values in between.

use std::io::Write;

use app::exchange::Feature;
use app::rooms::registry::{Entry, Registry};
use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc};
use domain::{Hit, OpenState, Stage};

/// What a room is written against.
pub(super) struct Writer<'a> {
    pub(super) registry: &'a Registry,
    /// Local time of the region.
    pub(super) now: NaiveDateTime,
}

impl<'a> Writer<'a> {
    pub(super) fn new(registry: &'a Registry, now: DateTime<Utc>) -> Self {
        Self { registry, now: registry.region.local(now) }
    }

    /// A collection: its features, then what `members` writes. Room for 2 KiB a room spares growing.
    pub(super) fn collection(&self, hits: &[Hit], members: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut out = Vec::with_capacity(2048 * (hits.len() + 1));
        out.extend_from_slice(br#"{"type":"FeatureCollection","features":["#);
        for (index, hit) in hits.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            self.feature(self.registry.entry(hit), hit.distance_m, &mut out);
        }
        out.push(b']');
        members(&mut out);
        out.push(b'}');
        out
    }

    /// One room: what exports hold of it, and its class, whether it is open, when the record last changed, how far it is.
    pub(super) fn feature(&self, entry: &Entry, distance_m: Option<f64>, out: &mut Vec<u8>) {
        // Writing to memory cannot fail, and a room has no keys that JSON could refuse.
        drop(serde_json::to_writer(&mut *out, &Feature::from(&entry.room)));
        // `properties` is the last member: its brace and the feature's are opened again.
        out.truncate(out.len().saturating_sub(2));
        if let Some(class) = entry.room.class() {
            drop(write!(out, r#","class":"{class}""#));
        }
        self.open(entry, out);
        drop(write!(out, r#","updated":""#));
        moment(entry.updated.naive_utc(), "Z", out);
        out.push(b'"');
        if let Some(metres) = distance_m {
            drop(write!(out, r#","distance_m":{metres:.1}"#));
        }
        out.extend_from_slice(b"}}");
    }

    fn open(&self, entry: &Entry, out: &mut Vec<u8>) {
        let state = match entry.room.stage {
            Stage::Open => self.registry.state(entry, self.now),
            _ => OpenState::Closed { opens: None },
        };
        let (word, next) = match state {
            OpenState::Open { until } => ("open", until.map(|until| ("until", until))),
            OpenState::Closed { opens } => ("closed", opens.map(|opens| ("opens", opens))),
            OpenState::Unknown => ("unknown", None),
        };
        drop(write!(out, r#","open":{{"state":"{word}""#));
        if let Some((name, at)) = next {
            drop(write!(out, r#","{name}":""#));
            moment(at, &self.registry.region.utc_offset, out);
            out.push(b'"');
        }
        out.push(b'}');
    }
}

/// RFC 3339, to the second; by hand, since chrono's formatting costs more than the rest of a room.
pub(super) fn moment(at: NaiveDateTime, offset: &str, out: &mut Vec<u8>) {
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    drop(write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}"));
}
