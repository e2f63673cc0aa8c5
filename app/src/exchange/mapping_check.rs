//! What a mapping file must hold to beyond its form, each mistake with the byte it stands at.

use domain::{Access, Entry, Kind, Line, RoomCode, Stage, Tri, VenueType, Word};

use super::columns::{Column, Field, Inner};
use super::decode::encoding;
use super::mapping::{Format, Mapping};
use super::mapping_rules::{FieldRule, PositionRule};
use super::values::date;

type Mistake = (usize, String);

pub(super) fn check(mapping: &Mapping) -> Result<(), Mistake> {
    head(mapping)?;
    if let Some(position) = &mapping.position {
        check_position(mapping, position)?;
    }
    for (&column, value) in mapping.set.iter().chain(mapping.rules.iter().flat_map(|rule| &rule.set)) {
        settable(column, value.span().start)?;
        word(column, value.get_ref(), value.span().start)?;
    }
    for (&column, rule) in &mapping.fields {
        check_field(column, rule)?;
    }
    for rule in &mapping.rules {
        let tests = rule.contains.0.len() + rule.equals.0.len() + rule.ends.0.len();
        if tests == 0 || (rule.set.is_empty() && rule.refuse.is_none()) {
            return Err((0, "a rule needs `contains`, `equals` or `ends`, and `set` or `refuse`".to_owned()));
        }
        let sees = rule.contains.0.iter().chain(&rule.equals.0).any(|text| tells_lockable(text));
        match rule.set.iter().find(|(column, value)| is_key(**column, value.get_ref())) {
            Some((_, value)) if sees => return Err((value.span().start, NOT_A_KEY.to_owned())),
            _ => {}
        }
    }
    Ok(())
}

fn head(mapping: &Mapping) -> Result<(), Mistake> {
    if let Some(name) = mapping.encoding_name()
        && encoding(name.get_ref()).is_none()
    {
        let known = "utf-8, big5 (cp950), shift_jis (cp932), gb18030, euc-kr (cp949)";
        return Err((name.span().start, format!("encoding {:?} is not known; known are {known}", name.get_ref())));
    }
    if let Some(name) = mapping.delimiter.as_ref().filter(|delimiter| !delimiter.get_ref().is_ascii()) {
        return Err((name.span().start, "the delimiter must be one ASCII character".to_owned()));
    }
    if let Some(day) = mapping.as_of.as_ref().filter(|day| date(day.get_ref()).is_none()) {
        return Err((day.span().start, "as_of must be a day, such as 2026-03-31".to_owned()));
    }
    if let Some(prefix) = &mapping.code_prefix
        && let Err(error) = RoomCode::numbered(prefix.get_ref(), 1)
    {
        return Err((prefix.span().start, error.to_string()));
    }
    if let Err(error) = Line::new(mapping.source.name.get_ref()) {
        return Err((mapping.source.name.span().start, format!("source.name {error}")));
    }
    if mapping.key.0.is_empty() {
        return Err((0, "key must name at least one column, or be \"position\"".to_owned()));
    }
    if !mapping.fields.contains_key(&Field::NameZh.into()) {
        return Err((0, "fields.name_zh is missing: a room needs a name".to_owned()));
    }
    if mapping.format != Format::Csv && (mapping.header_rows.is_some() || mapping.column_shift > 0 || mapping.delimiter.is_some())
    {
        return Err((0, "header_rows, column_shift and delimiter are for csv".to_owned()));
    }
    Ok(())
}

fn check_position(mapping: &Mapping, rule: &PositionRule) -> Result<(), Mistake> {
    let ways = [rule.geometry, rule.lon.is_some() && rule.lat.is_some(), rule.pair.is_some() && rule.order.is_some()];
    if ways.iter().filter(|&&way| way).count() != 1
        || rule.lon.is_some() != rule.lat.is_some()
        || rule.pair.is_some() != rule.order.is_some()
    {
        return Err((0, "position is one of: geometry = true; lon and lat; pair and order".to_owned()));
    }
    if rule.geometry && mapping.format != Format::GeoJson {
        return Err((0, "position.geometry is for geojson".to_owned()));
    }
    Ok(())
}

fn check_field(column: Column, FieldRule(rule): &FieldRule) -> Result<(), Mistake> {
    let at = rule.values.values().map(|value| value.span().start).min().unwrap_or(0);
    settable(column, at)?;
    if let Inner::Has(facility) = column.0 {
        return Err((at, format!("{facility} is a facility: it goes under [facilities]")));
    }
    if rule.from.0.is_empty() && rule.template.is_none() {
        return Err((at, format!("fields.{} needs `from` or `template`", column.name())));
    }
    for (from, to) in &rule.values {
        let at = to.span().start;
        word(column, to.get_ref(), at)?;
        if is_key(column, to.get_ref()) && tells_lockable(from) {
            return Err((at, NOT_A_KEY.to_owned()));
        }
    }
    match &rule.otherwise {
        Some(text) if !matches!(text.get_ref().as_str(), "refuse" | "keep" | "none") => {
            word(column, text.get_ref(), text.span().start)
        }
        _ => Ok(()),
    }
}

fn settable(column: Column, at: usize) -> Result<(), Mistake> {
    let instead = match column.0 {
        Inner::Field(Field::Id | Field::Code) => "is given by the registry; the file's own key goes into `key`",
        Inner::Field(Field::Lon | Field::Lat) => "goes into [position]",
        Inner::Field(Field::Street) => "goes into [street]",
        Inner::Field(Field::Community) => "goes into [community]",
        Inner::Field(Field::SourceKey) => "is made of `key`",
        _ => return Ok(()),
    };
    Err((at, format!("{} {instead}", column.name())))
}

/// Whether a word is on the list of a column that has one.
fn word(column: Column, text: &str, at: usize) -> Result<(), Mistake> {
    let known = match column.0 {
        Inner::Has(_) | Inner::Field(Field::PaidArea) => Tri::from_word(text).err(),
        Inner::Field(Field::Kind) => Kind::from_word(text).err(),
        Inner::Field(Field::Stage) => Stage::from_word(text).err(),
        Inner::Field(Field::VenueType) => VenueType::from_word(text).err(),
        Inner::Field(Field::Access) => Access::from_word(text).err(),
        Inner::Field(Field::Who) => Entry::from_word(text).err(),
        Inner::Field(_) => None,
    };
    known.map_or(Ok(()), |error| Err((at, format!("{}: {error}", column.name()))))
}

const NOT_A_KEY: &str = "a room that can be locked from inside does not need a key: set facility lockable = \"yes\" instead";

fn is_key(column: Column, value: &str) -> bool {
    column == Field::Access.into() && value == Access::Key.word()
}

/// Words by which lists say that the door can be locked from inside.
fn tells_lockable(text: &str) -> bool {
    ["施錠できる", "施錠可", "內部上鎖", "内部上锁", "可上鎖", "可上锁", "可反鎖", "可反锁", "has_lock", "lockable", "잠금"]
        .iter()
        .any(|word| text.contains(word))
}
