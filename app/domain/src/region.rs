//! The area a registry serves, and its official lists.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::code::AreaCode;
use crate::place::{Bbox, Wgs84};

/// A street (街道), ward or city: the first level below the region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Street {
    /// Official code.
    pub code: AreaCode,
    /// The civil-affairs code where there is a second system; never mixed with `code`.
    #[serde(default)]
    pub code_mca: Option<AreaCode>,
    /// Name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Where its label stands, not a centroid.
    #[serde(default)]
    pub label: Option<Wgs84>,
    /// Its communities.
    #[serde(default)]
    pub communities: Vec<Community>,
}

/// A community (社区). Names repeat across streets: the code or (street, name) is the key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Community {
    /// Official code.
    pub code: AreaCode,
    /// Name.
    pub name_zh: String,
}

/// The area a registry serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Short id.
    pub id: String,
    /// Name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The city it is in.
    #[serde(default)]
    pub city_zh: String,
    /// The city it is in, English.
    #[serde(default)]
    pub city_en: String,
    /// What room codes begin with.
    pub code_prefix: String,
    /// Offset of the local clock, such as `+08:00`: the regions served have no daylight saving time.
    pub utc_offset: String,
    /// ISO 3166 code of the country whose public holidays hold.
    pub holidays: String,
    /// West, south, east, north in degrees.
    pub bbox: [f64; 4],
    /// Centre of the map.
    pub center: Wgs84,
    /// What must be shown for the data used.
    #[serde(default)]
    pub attribution: Vec<String>,
    /// Streets in their official order.
    #[serde(default)]
    pub streets: Vec<Street>,
    /// The rings of its outline (longitude, latitude), what lies in an odd number of them; empty where it is not known.
    /// It comes with the map's shapes, not with the rest.
    #[serde(skip)]
    pub outline: Vec<Vec<[f64; 2]>>,
}

impl Region {
    /// The local clock; UTC+8 when the offset cannot be read (it is checked when the region is loaded).
    pub fn offset(&self) -> FixedOffset {
        self.utc_offset.parse().ok().or_else(|| FixedOffset::east_opt(8 * 3600)).unwrap_or_else(|| chrono::Offset::fix(&Utc))
    }

    /// The local time of a moment.
    pub fn local(&self, now: DateTime<Utc>) -> NaiveDateTime {
        now.with_timezone(&self.offset()).naive_local()
    }

    /// The moment at which a local day begins; `None` at the ends of the calendar.
    pub fn begin_of(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        day.and_time(NaiveTime::MIN).and_local_timezone(self.offset()).single().map(|at| at.to_utc())
    }

    /// The box; `None` when its numbers are wrong.
    pub fn bbox(&self) -> Option<Bbox> {
        let [west, south, east, north] = self.bbox;
        Bbox::new(west, south, east, north).ok()
    }

    /// The street of a code.
    pub fn street(&self, code: AreaCode) -> Option<&Street> {
        self.streets.iter().find(|street| street.code == code)
    }

    /// The street of a name, with or without 街道, Chinese or English.
    pub fn street_named(&self, name: &str) -> Option<&Street> {
        let bare = |name: &str| name.trim().trim_end_matches("街道").trim_end_matches(" Subdistrict").to_lowercase();
        let wanted = bare(name);
        self.streets.iter().find(|street| bare(&street.name_zh) == wanted || bare(&street.name_en) == wanted)
    }

    /// The community of a code, with its street.
    pub fn community(&self, code: AreaCode) -> Option<(&Street, &Community)> {
        self.streets.iter().find_map(|street| {
            street.communities.iter().find(|community| community.code == code).map(|community| (street, community))
        })
    }
}

impl Street {
    /// The name in a language.
    pub fn name(&self, english: bool) -> &str {
        if english { &self.name_en } else { &self.name_zh }
    }
}
