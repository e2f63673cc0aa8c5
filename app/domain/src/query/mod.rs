//! What a visitor asks for: the same words in the page, the JSON API, the exports and on the phone.

mod parse;
mod traits;

use crate::access::Entry;
use crate::area::AreaClass;
use crate::code::AreaCode;
use crate::facility::{Facility, FacilitySet};
use crate::place::{Bbox, Wgs84};

pub use parse::{QueryError, QueryProblem};
pub use traits::Traits;

/// A question to the finder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Nearest to here.
    pub near: Option<Wgs84>,
    /// Words to find in names, venues, addresses, streets and communities; Chinese, pinyin or English.
    pub q: Option<String>,
    /// Only this street.
    pub street: Option<AreaCode>,
    /// Only in this box.
    pub bbox: Option<Bbox>,
    /// Only rooms that are open now for certain.
    pub open_now: bool,
    /// Only rooms said to have all of these.
    pub has: FacilitySet,
    /// Only rooms that everyone may enter.
    pub everyone: bool,
    /// Only this class by area.
    pub class: Option<AreaClass>,
    /// Page of the list, from 1.
    pub page: u32,
}

/// One condition of a [`Query`], to name it or take it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// `open=now`
    OpenNow,
    /// `has=…`
    Has(Facility),
    /// `who=everyone`
    Everyone,
    /// `class=…`
    Class(AreaClass),
    /// `street=…`
    Street(AreaCode),
    /// `bbox=…`
    Bbox,
    /// `q=…`
    Text,
}

impl Query {
    /// The conditions that narrow the list.
    pub fn filters(&self) -> Vec<Filter> {
        let mut filters = Vec::new();
        filters.extend(self.q.as_ref().map(|_| Filter::Text));
        filters.extend(self.open_now.then_some(Filter::OpenNow));
        filters.extend(self.has.iter().map(Filter::Has));
        filters.extend(self.everyone.then_some(Filter::Everyone));
        filters.extend(self.class.map(Filter::Class));
        filters.extend(self.street.map(Filter::Street));
        filters.extend(self.bbox.map(|_| Filter::Bbox));
        filters
    }

    /// The same question less one condition, from the first page.
    #[must_use]
    pub fn without(&self, filter: Filter) -> Self {
        let mut query = self.clone();
        match filter {
            Filter::OpenNow => query.open_now = false,
            Filter::Has(facility) => query.has.remove(facility),
            Filter::Everyone => query.everyone = false,
            Filter::Class(_) => query.class = None,
            Filter::Street(_) => query.street = None,
            Filter::Bbox => query.bbox = None,
            Filter::Text => query.q = None,
        }
        query.page = 1;
        query
    }

    /// The same question, another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// What a room's [`Traits`] must hold.
    pub fn wanted(&self) -> Traits {
        Traits::wanted(self.has, self.everyone.then_some(Entry::Everyone), self.class)
    }
}
