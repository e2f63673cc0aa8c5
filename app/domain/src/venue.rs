//! The place a room belongs to.

use serde::{Deserialize, Serialize};

use crate::text::Bilingual;
use crate::words::words;

words! {
    /// The kind of public place, after DB44/T 2279-2021 clause 1, a to g. The clause was read in a
    /// summary by a testing house (SGS) that lists it in full, not in the standard's own text.
    VenueType {
        /// (a) Hospitals of all levels, maternal and child health centres, community health centres.
        Hospital = "hospital",
        /// (b) Airports, railway, metro and coach stations.
        Transport = "transport",
        /// (c) Government service halls and community service centres.
        Government = "government",
        /// (d) Landmarks, scenic areas, parks.
        Park = "park",
        /// (e) Large amusement, sports and culture venues.
        CultureSports = "culture_sports",
        /// (f) Large malls, shops and supermarkets, star hotels.
        Mall = "mall",
        /// (g) Large office buildings open to the public.
        Office = "office",
        /// Anything else, or not known.
        Other = "other",
    }
}

/// The place a room belongs to. Several rooms of one venue are normal: name and address are no key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Venue {
    /// Name.
    pub name: Bilingual,
    /// Kind of place.
    #[serde(rename = "type")]
    pub kind: VenueType,
    /// Gross floor area (建筑面积) in m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_m2: Option<u32>,
    /// Visitors a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitors_per_day: Option<u32>,
}
