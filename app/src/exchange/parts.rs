//! A room put together from texts, one column at a time: the one place where a text becomes a value.

use domain::{
    Access, AreaCode, Bilingual, Entry, Facility, Fact, Facts, Floor, Hours, Kind, Line, Room, RoomCode, RoomId, SquareMetres,
    Stage, Teller, Tri, Venue, VenueType, Wgs84, Word,
};

use super::check::Checks;
use super::columns::{Column, ColumnSet, Field, Inner, unguard_formula};
use super::draft::Draft;
use super::types::Bad;
use super::values;

/// The values read so far.
#[derive(Default)]
pub(super) struct Parts {
    id: Option<RoomId>,
    code: Option<RoomCode>,
    kind: Option<Kind>,
    stage: Option<Stage>,
    name: (Option<Line>, Option<Line>),
    venue_name: (Option<Line>, Option<Line>),
    way: (Option<Line>, Option<Line>),
    venue_type: Option<VenueType>,
    venue_numbers: (Option<u32>, Option<u32>),
    street: Option<AreaCode>,
    community: Option<AreaCode>,
    lon_lat: (Option<f64>, Option<f64>),
    place: Option<Wgs84>,
    floor: Option<Line>,
    level: Option<f32>,
    access: Option<Access>,
    who: Option<Entry>,
    paid_area: Option<Tri>,
    hours: Hours,
    area: Option<SquareMetres>,
    demo: bool,
    facts: Facts,
    /// `stage_note`, `address`, `access_note`, `photo`, `source`, `source_key`.
    lines: [Option<Line>; 6],
    pub(super) states: ColumnSet,
}

type Reason = String;

impl Parts {
    /// Reads the text of a column; empty text says nothing.
    pub(super) fn read(&mut self, column: Column, text: &str, checks: &mut Checks<'_>) -> Result<(), Reason> {
        self.states.insert(column);
        let text = text.trim();
        if text.is_empty() {
            return match column.0 {
                Inner::Field(Field::NameZh | Field::Kind | Field::Stage) => Err("must not be empty".to_owned()),
                _ => Ok(()),
            };
        }
        match column.0 {
            Inner::Has(facility) => {
                self.facts.set(facility, fact(text)?);
                Ok(())
            }
            Inner::Field(field) => self.read_field(field, text, checks),
        }
    }

    /// States a fact.
    pub(super) fn state(&mut self, facility: Facility, fact: Fact) {
        self.states.insert(facility);
        self.facts.set(facility, fact);
    }

    /// Whether a column has been stated.
    pub(super) fn has(&self, column: impl Into<Column>) -> bool {
        self.states.contains(column)
    }

    /// States a checked position.
    pub(super) fn put_place(&mut self, place: Wgs84) {
        self.place = Some(place);
        self.states.insert(Field::Lon);
        self.states.insert(Field::Lat);
    }

    /// States a floor as printed with the level that its print tells.
    pub(super) fn put_floor(&mut self, text: &str) -> Result<(), Reason> {
        let floor = Floor::printed(line(text)?);
        self.level = floor.level;
        self.floor = Some(floor.printed);
        self.states.insert(Field::Floor);
        self.states.insert(Field::Level);
        Ok(())
    }

    fn read_field(&mut self, field: Field, text: &str, checks: &mut Checks<'_>) -> Result<(), Reason> {
        match field {
            Field::Id => self.id = Some(RoomId(text.parse().or(Err("not a room's id, which is a UUID"))?)),
            Field::Code => self.code = Some(parse(RoomCode::new(text))?),
            Field::Kind => self.kind = Some(parse(Kind::from_word(text))?),
            Field::Stage => self.stage = Some(parse(Stage::from_word(text))?),
            Field::NameZh => self.name.0 = Some(line(text)?),
            Field::NameEn => self.name.1 = Some(line(text)?),
            Field::VenueZh => self.venue_name.0 = Some(line(text)?),
            Field::VenueEn => self.venue_name.1 = Some(line(text)?),
            Field::WayZh => self.way.0 = Some(line(text)?),
            Field::WayEn => self.way.1 = Some(line(text)?),
            Field::VenueType => self.venue_type = Some(parse(VenueType::from_word(text))?),
            Field::VenueArea => self.venue_numbers.0 = Some(whole(text)?),
            Field::VenueVisitors => self.venue_numbers.1 = Some(whole(text)?),
            Field::Street => self.street = Some(checks.street(text)?),
            Field::Community => self.community = Some(checks.community(text)?),
            Field::Lon => self.lon_lat.0 = Some(degrees(text)?),
            Field::Lat => self.lon_lat.1 = Some(degrees(text)?),
            Field::Floor => self.floor = Some(line(text)?),
            Field::Level => self.level = Some(level(text)?),
            Field::Access => self.access = Some(parse(Access::from_word(text))?),
            Field::Who => self.who = Some(parse(Entry::from_word(text))?),
            Field::PaidArea => self.paid_area = Some(parse(Tri::from_word(text))?),
            Field::Hours => self.hours.osm = Some(checks.hours(unguard_formula(text))?),
            Field::HoursNote => self.hours.note = Some(line(text)?),
            Field::Area => self.area = Some(values::square_metres(text)?),
            Field::Demo => self.demo = truth(text)?,
            Field::StageNote => self.lines[0] = Some(line(text)?),
            Field::Address => self.lines[1] = Some(line(text)?),
            Field::AccessNote => self.lines[2] = Some(line(text)?),
            Field::Photo => self.lines[3] = Some(line(text)?),
            Field::Source => self.lines[4] = Some(line(text)?),
            Field::SourceKey => self.lines[5] = Some(line(text)?),
        }
        Ok(())
    }

    /// The draft; a row without a name, with half a position, or with a community of another street is refused.
    pub(super) fn finish(self, own: bool, checks: &Checks<'_>) -> Result<Draft, Bad> {
        let place = self.position()?;
        checks.community_in_street(self.community, self.street)?;
        let name = bilingual(self.name, "name")?.ok_or_else(|| Bad::at("name_zh", "", "must not be empty"))?;
        let venue_name = bilingual(self.venue_name, "venue")?.unwrap_or_else(|| name.clone());
        let floor = match (self.floor, self.level) {
            (None, Some(level)) => return Err(Bad::at("level", &level.to_string(), "a level needs a floor as printed")),
            (floor, level) => floor.map(|printed| Floor { printed, level }),
        };
        let [stage_note, address, access_note, photo, source, source_key] = self.lines;
        let kind = self.venue_type.unwrap_or(VenueType::Other);
        let (area_m2, visitors_per_day) = self.venue_numbers;
        let room = Room {
            id: RoomId(uuid::Uuid::nil()),
            code: checks.no_code,
            kind: self.kind.unwrap_or(Kind::Independent),
            stage: self.stage.unwrap_or(Stage::Open),
            stage_note,
            name,
            venue: Venue { name: venue_name, kind, area_m2, visitors_per_day },
            street: self.street,
            community: self.community,
            address,
            place,
            floor,
            way: bilingual(self.way, "way")?,
            access: self.access.unwrap_or(Access::Unknown),
            access_note,
            entry: self.who.unwrap_or(Entry::Unknown),
            paid_area: self.paid_area.unwrap_or(Tri::Unknown),
            hours: self.hours,
            area: self.area,
            photo,
            source,
            source_key,
            demo: self.demo,
            facts: self.facts,
        };
        Ok(Draft { id: self.id, code: self.code, room, states: self.states, own })
    }

    fn position(&self) -> Result<Option<Wgs84>, Bad> {
        match self.lon_lat {
            (Some(lon), Some(lat)) => {
                Wgs84::new(lon, lat).map(Some).map_err(|error| Bad::at("lon", &format!("{lon},{lat}"), error))
            }
            (None, None) => Ok(self.place),
            (None, Some(lat)) => Err(Bad::at("lat", &lat.to_string(), "a position needs lon too")),
            (Some(lon), None) => Err(Bad::at("lon", &lon.to_string(), "a position needs lat too")),
        }
    }
}

fn bilingual((zh, en): (Option<Line>, Option<Line>), name: &str) -> Result<Option<Bilingual>, Bad> {
    match (zh, en) {
        (Some(zh), en) => Ok(Some(Bilingual { zh, en })),
        (None, None) => Ok(None),
        (None, Some(en)) => Err(Bad::at(&format!("{name}_en"), en.as_str(), format!("needs {name}_zh too"))),
    }
}

fn parse<T, E: std::fmt::Display>(value: Result<T, E>) -> Result<T, Reason> {
    value.map_err(|error| error.to_string())
}

fn line(text: &str) -> Result<Line, Reason> {
    parse(Line::new(unguard_formula(text)))
}

fn whole(text: &str) -> Result<u32, Reason> {
    text.parse().or(Err("must be a whole number from 0 to 4294967295".to_owned()))
}

fn degrees(text: &str) -> Result<f64, Reason> {
    text.parse().or(Err("must be a number in degrees".to_owned()))
}

fn level(text: &str) -> Result<f32, Reason> {
    let level = text.parse::<f32>().ok().filter(|level| (-100.0..=300.0).contains(level));
    level.ok_or_else(|| "must be a number of storeys above the ground floor, from -100 to 300".to_owned())
}

fn truth(text: &str) -> Result<bool, Reason> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("must be true or false".to_owned()),
    }
}

/// Reads `value/by/date`.
fn fact(text: &str) -> Result<Fact, Reason> {
    let mut pieces = text.splitn(3, '/');
    let value = parse(Tri::from_word(pieces.next().unwrap_or_default()))?;
    let by = pieces.next().filter(|by| !by.is_empty()).map(|by| parse(Teller::from_word(by))).transpose()?;
    let on = pieces
        .next()
        .filter(|on| !on.is_empty())
        .map(|on| values::iso_date(on).ok_or_else(|| "the date must be a day such as 2026-03-31".to_owned()));
    Ok(Fact { value, by, on: on.transpose()? })
}
