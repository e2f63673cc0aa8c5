//! The columns of a room, one table for both directions: what a cell says of a room, and how a change is copied.

use std::fmt::Write;

use domain::{Bilingual, Facility, Fact, Floor, Line, Room, Tri, Word};

macro_rules! fields {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// A column of a room that is not a facility.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum Field { $($variant),+ }
        impl Field {
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),+];
            const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

fields! {
    Id = "id", Code = "code", Kind = "kind", Stage = "stage", StageNote = "stage_note", NameZh = "name_zh", NameEn = "name_en",
    VenueZh = "venue_zh", VenueEn = "venue_en", VenueType = "venue_type", VenueArea = "venue_area_m2",
    VenueVisitors = "venue_visitors_per_day", Street = "street", Community = "community", Address = "address", Lon = "lon",
    Lat = "lat", Floor = "floor", Level = "level", WayZh = "way_zh", WayEn = "way_en", Access = "access",
    AccessNote = "access_note", Who = "who", PaidArea = "paid_area", Hours = "hours", HoursNote = "hours_note", Area = "area_m2",
    Photo = "photo", Source = "source", SourceKey = "source_key", Demo = "demo",
}

/// A column of our CSV, and the name of a field in mapping files and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(pub(super) Inner);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Inner {
    Field(Field),
    Has(Facility),
}

const FIELDS: usize = Field::ALL.len();
const COUNT: usize = FIELDS + Facility::ALL.len();

impl Column {
    /// All columns, in the order of the file.
    pub const ALL: &'static [Self] = &{
        let mut all = [Self(Inner::Field(Field::Id)); COUNT];
        let mut index = 0;
        while index < COUNT {
            all[index] = if index < FIELDS {
                Self(Inner::Field(Field::ALL[index]))
            } else {
                Self(Inner::Has(Facility::ALL[index - FIELDS]))
            };
            index += 1;
        }
        all
    };

    /// Its name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Inner::Field(field) => field.name(),
            Inner::Has(facility) => facility.word(),
        }
    }

    /// The column of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }

    fn bit(self) -> u64 {
        1 << match self.0 {
            Inner::Field(field) => field as usize,
            Inner::Has(facility) => FIELDS + facility as usize,
        }
    }
}

impl From<Field> for Column {
    fn from(field: Field) -> Self {
        Self(Inner::Field(field))
    }
}

impl From<Facility> for Column {
    fn from(facility: Facility) -> Self {
        Self(Inner::Has(facility))
    }
}

/// A set of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ColumnSet(u64);

impl ColumnSet {
    /// Adds one.
    pub fn insert(&mut self, column: impl Into<Column>) {
        self.0 |= column.into().bit();
    }
    /// Whether it is in.
    pub fn contains(self, column: impl Into<Column>) -> bool {
        self.0 & column.into().bit() != 0
    }
    /// Those in it, in order.
    pub fn iter(self) -> impl Iterator<Item = Column> {
        Column::ALL.iter().copied().filter(move |&column| self.contains(column))
    }
}

/// Appends what a cell of this column says of the room; nothing where it is not known.
pub(super) fn write_cell(room: &Room, column: Column, out: &mut String) {
    match column.0 {
        Inner::Has(facility) => write_fact(room.facts.get(facility), out),
        Inner::Field(field) => write_field(room, field, out),
    }
}

fn write_field(room: &Room, field: Field, out: &mut String) {
    let way = room.way.as_ref();
    match field {
        Field::Id => show(Some(room.id.0), out),
        Field::Code => out.push_str(room.code.as_str()),
        Field::Kind => out.push_str(room.kind.word()),
        Field::Stage => out.push_str(room.stage.word()),
        Field::StageNote => text(room.stage_note.as_ref(), out),
        Field::NameZh => text(Some(&room.name.zh), out),
        Field::NameEn => text(room.name.en.as_ref(), out),
        Field::VenueZh => text(Some(&room.venue.name.zh), out),
        Field::VenueEn => text(room.venue.name.en.as_ref(), out),
        Field::VenueType => out.push_str(room.venue.kind.word()),
        Field::VenueArea => show(room.venue.area_m2, out),
        Field::VenueVisitors => show(room.venue.visitors_per_day, out),
        Field::Street => out.push_str(room.street.as_ref().map_or("", |code| code.as_str())),
        Field::Community => out.push_str(room.community.as_ref().map_or("", |code| code.as_str())),
        Field::Address => text(room.address.as_ref(), out),
        Field::Lon => show(room.place.map(domain::Wgs84::lon), out),
        Field::Lat => show(room.place.map(domain::Wgs84::lat), out),
        Field::Floor => text(room.floor.as_ref().map(|floor| &floor.printed), out),
        Field::Level => show(room.floor.as_ref().and_then(|floor| floor.level), out),
        Field::WayZh => text(way.map(|way| &way.zh), out),
        Field::WayEn => text(way.and_then(|way| way.en.as_ref()), out),
        Field::Access => out.push_str(room.access.word()),
        Field::AccessNote => text(room.access_note.as_ref(), out),
        Field::Who => out.push_str(room.entry.word()),
        Field::PaidArea => out.push_str(room.paid_area.word()),
        Field::Hours => text(room.hours.osm.as_ref(), out),
        Field::HoursNote => text(room.hours.note.as_ref(), out),
        Field::Area => {
            if let Some(area) = room.area {
                let _ = write!(out, "{:.1}", area.get());
            }
        }
        Field::Photo => text(room.photo.as_ref(), out),
        Field::Source => text(room.source.as_ref(), out),
        Field::SourceKey => text(room.source_key.as_ref(), out),
        Field::Demo => show(Some(room.demo), out),
    }
}

fn show<T: std::fmt::Display>(value: Option<T>, out: &mut String) {
    if let Some(value) = value {
        let _ = write!(out, "{value}");
    }
}

fn text(line: Option<&Line>, out: &mut String) {
    if let Some(line) = line {
        guard_formula(line.as_str(), out);
    }
}

fn write_fact(fact: Fact, out: &mut String) {
    out.push_str(fact.value.word());
    if fact.value == Tri::Unknown || (fact.by.is_none() && fact.on.is_none()) {
        return;
    }
    out.push('/');
    out.push_str(fact.by.map_or("", Word::word));
    if let Some(on) = fact.on {
        let _ = write!(out, "/{on}");
    }
}

/// Text that a spreadsheet program would run as a formula gets an apostrophe in front, as such programs write it
/// themselves. Text that already looks guarded gets one more, so that [`unguard_formula`] undoes exactly this.
pub(super) fn guard_formula(text: &str, out: &mut String) {
    if runs(text) {
        out.push('\'');
    }
    out.push_str(text);
}

/// Takes off the apostrophe of [`guard_formula`].
pub(super) fn unguard_formula(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| runs(rest)).unwrap_or(cell)
}

fn runs(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Copies one column from one room to another. Position and floor go as a whole with their first column.
pub(super) fn copy(from: &Room, to: &mut Room, column: Column) {
    let field = match column.0 {
        Inner::Has(facility) => return to.facts.set(facility, from.facts.get(facility)),
        Inner::Field(field) => field,
    };
    match field {
        Field::Id => to.id = from.id,
        Field::Code => to.code = from.code,
        Field::Kind => to.kind = from.kind,
        Field::Stage => to.stage = from.stage,
        Field::StageNote => to.stage_note.clone_from(&from.stage_note),
        Field::NameZh => to.name.zh.clone_from(&from.name.zh),
        Field::NameEn => to.name.en.clone_from(&from.name.en),
        Field::VenueZh => to.venue.name.zh.clone_from(&from.venue.name.zh),
        Field::VenueEn => to.venue.name.en.clone_from(&from.venue.name.en),
        Field::VenueType => to.venue.kind = from.venue.kind,
        Field::VenueArea => to.venue.area_m2 = from.venue.area_m2,
        Field::VenueVisitors => to.venue.visitors_per_day = from.venue.visitors_per_day,
        Field::Street => to.street = from.street,
        Field::Community => to.community = from.community,
        Field::Address => to.address.clone_from(&from.address),
        Field::Lon | Field::Lat => to.place = from.place,
        Field::Floor => copy_floor(from, to),
        Field::Level => copy_level(from, to),
        Field::WayZh => copy_way(from, to),
        Field::WayEn => copy_way_en(from, to),
        Field::Access => to.access = from.access,
        Field::AccessNote => to.access_note.clone_from(&from.access_note),
        Field::Who => to.entry = from.entry,
        Field::PaidArea => to.paid_area = from.paid_area,
        Field::Hours => to.hours.osm.clone_from(&from.hours.osm),
        Field::HoursNote => to.hours.note.clone_from(&from.hours.note),
        Field::Area => to.area = from.area,
        Field::Photo => to.photo.clone_from(&from.photo),
        Field::Source => to.source.clone_from(&from.source),
        Field::SourceKey => to.source_key.clone_from(&from.source_key),
        Field::Demo => to.demo = from.demo,
    }
}

fn copy_floor(from: &Room, to: &mut Room) {
    let level = to.floor.as_ref().and_then(|floor| floor.level);
    to.floor = from.floor.as_ref().map(|floor| Floor { printed: floor.printed.clone(), level });
}

fn copy_level(from: &Room, to: &mut Room) {
    if let Some(floor) = &mut to.floor {
        floor.level = from.floor.as_ref().and_then(|floor| floor.level);
    }
}

fn copy_way(from: &Room, to: &mut Room) {
    let en = to.way.take().and_then(|way| way.en);
    to.way = from.way.as_ref().map(|way| Bilingual { zh: way.zh.clone(), en });
}

fn copy_way_en(from: &Room, to: &mut Room) {
    if let Some(way) = &mut to.way {
        way.en = from.way.as_ref().and_then(|way| way.en.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_own_name_and_bit() {
        for &column in Column::ALL {
            assert_eq!(Column::named(column.name()), Some(column));
            let mut set = ColumnSet::default();
            set.insert(column);
            assert_eq!(set.iter().collect::<Vec<_>>(), [column]);
        }
    }

    #[test]
    fn a_formula_is_guarded_and_comes_back_exactly() {
        for text in ["=1+1", "'=x", "''-5", "@me", "＝x", "'plain", "plain", "'", "a=b"] {
            let mut cell = String::new();
            guard_formula(text, &mut cell);
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            assert_eq!(unguard_formula(&cell), text);
        }
    }
}
