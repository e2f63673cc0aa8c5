//! A foreign row and its mapping to a draft, or to why not. Of what a mapping says of one column, rules over free text
//! come first, then the column's own field, then constants. A cell that says nothing states nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{Facility, Region, Tri, Word};

use super::check::Checks;
use super::columns::{Column, Field, Inner};
use super::draft::Draft;
use super::facilities::{facility, fact, listed};
use super::hours::read_hours;
use super::lookup;
use super::mapping::{KeyRepeats, Mapping};
use super::mapping_rules::{OnBad, Rule};
use super::names::fold;
use super::parts::Parts;
use super::position::position;
use super::table::{Row, Shape, each_row};
use super::transform::field_text;
use super::types::{Bad, ExchangeError, Incoming, Limits, Read, Refusal};
use super::values;

pub(super) fn read_mapped(text: &str, mapping: &Mapping, region: &Region, limits: Limits) -> Result<Read, ExchangeError> {
    let mut converter = Converter {
        mapping,
        checks: Checks::new(region)?,
        as_of: mapping.as_of.as_ref().and_then(|day| values::date(day.get_ref())),
        keys: HashMap::new(),
        dropped: Vec::new(),
    };
    let mut read = Read::default();
    let columns = each_row(text, &Shape::from(mapping), &mapping.reads(), limits, &mut |row| {
        match converter.draft(row) {
            Ok(draft) => read.incoming.push(Incoming { draft, row: row.number }),
            Err(bad) => read.refused.push(Refusal::new(row.number, bad)),
        }
        let dropped = converter.dropped.drain(..).map(|bad| Refusal::new(row.number, bad));
        read.dropped.extend(dropped);
        Ok(())
    })?;
    let known: Vec<&str> = mapping.reads().into_iter().chain(&mapping.ignore.0).map(|column| column.folded.as_str()).collect();
    read.unread = columns.iter().filter(|name| !name.is_empty() && !known.contains(&fold(name).as_str())).cloned().collect();
    read.columns = columns;
    read.code_prefix.clone_from(mapping.code_prefix.as_ref().map_or(&region.code_prefix, |prefix| prefix.get_ref()));
    Ok(read)
}

struct Converter<'a> {
    mapping: &'a Mapping,
    checks: Checks<'a>,
    as_of: Option<NaiveDate>,
    keys: HashMap<String, u32>,
    /// Values of the row at hand that were left out.
    dropped: Vec<Bad>,
}

impl Converter<'_> {
    fn draft(&mut self, row: &Row<'_>) -> Result<Draft, Bad> {
        self.dropped.clear();
        // First of all, so that a row that is refused today keeps its number among those of the same key.
        let key = self.key_of(row)?;
        let mut parts = Parts::default();
        let on = self.day(row)?;
        self.rules(row, &mut parts, on)?;
        self.fields(row, &mut parts)?;
        self.constants(&mut parts, on)?;
        self.place(row, &mut parts)?;
        self.hours(row, &mut parts)?;
        self.facilities(row, &mut parts, on)?;
        self.origin(&key, &mut parts)?;
        let draft = parts.finish(false, &self.checks);
        draft.inspect_err(|_| self.dropped.clear())
    }

    /// The day of the facts: the row's where a column has it, else the list's.
    fn day(&self, row: &Row<'_>) -> Result<Option<NaiveDate>, Bad> {
        let Some(column) = &self.mapping.as_of_from else { return Ok(self.as_of) };
        match row.get(column) {
            "" => Ok(self.as_of),
            cell => values::date(cell).map(Some).ok_or_else(|| Bad::at(&column.name, cell, "is no date")),
        }
    }

    fn rules(&mut self, row: &Row<'_>, parts: &mut Parts, on: Option<NaiveDate>) -> Result<(), Bad> {
        for rule in &self.mapping.rules {
            let Some((column, cell)) = seen(row, rule) else { continue };
            if let Some(reason) = &rule.refuse {
                return Err(Bad::at(column, cell, reason));
            }
            for (&target, value) in &rule.set {
                if !parts.has(target) {
                    self.put(parts, target, value.get_ref(), on).map_err(|reason| Bad::at(column, cell, reason))?;
                }
            }
        }
        Ok(())
    }

    fn fields(&mut self, row: &Row<'_>, parts: &mut Parts) -> Result<(), Bad> {
        for (&column, rule) in &self.mapping.fields {
            if parts.has(column) {
                continue;
            }
            let read = field_text(row, rule).and_then(|text| match text {
                None => Ok(()),
                Some(text) if column == Field::Floor.into() => parts.put_floor(&text),
                Some(text) => parts.read(column, &text, &mut self.checks),
            });
            if let Err(reason) = read {
                let first =
                    rule.0.from.0.first().or_else(|| rule.0.template.as_ref().and_then(|template| template.columns().next()));
                let bad = Bad::at(first.map_or(column.name(), |from| &from.name), first.map_or("", |from| row.get(from)), reason);
                self.drop_or_refuse(rule.0.on_bad, Bad { reason: format!("{}: {}", column.name(), bad.reason), ..bad })?;
            }
        }
        Ok(())
    }

    fn drop_or_refuse(&mut self, on_bad: OnBad, bad: Bad) -> Result<(), Bad> {
        match on_bad {
            OnBad::Refuse => Err(bad),
            OnBad::Drop => {
                self.dropped.push(bad);
                Ok(())
            }
        }
    }

    fn constants(&mut self, parts: &mut Parts, on: Option<NaiveDate>) -> Result<(), Bad> {
        for (&column, value) in &self.mapping.set {
            // "Unknown" states nothing, and must not undo what somebody has found out.
            if !parts.has(column) && value.get_ref() != "unknown" {
                self.put(parts, column, value.get_ref(), on).map_err(|reason| Bad::at(column.name(), value.get_ref(), reason))?;
            }
        }
        Ok(())
    }

    fn put(&mut self, parts: &mut Parts, column: Column, value: &str, on: Option<NaiveDate>) -> Result<(), String> {
        match column.0 {
            Inner::Has(facility) => {
                let value = Tri::from_word(value).map_err(|error| error.to_string())?;
                parts.state(facility, fact(value, self.mapping.teller, on));
                Ok(())
            }
            Inner::Field(Field::Floor) => parts.put_floor(value),
            Inner::Field(_) => parts.read(column, value, &mut self.checks),
        }
    }

    fn place(&mut self, row: &Row<'_>, parts: &mut Parts) -> Result<(), Bad> {
        let region = self.checks.region;
        let mut found = None;
        if let Some(rule) = &self.mapping.street {
            match lookup::street(row, rule, region) {
                Ok(street) => found = street,
                Err(reason) => self.drop_or_refuse(rule.on_bad, Bad::at(&rule.from.name, row.get(&rule.from), reason))?,
            }
        }
        if let Some(street) = found {
            self.code(parts, Field::Street, street.code.as_str())?;
        }
        if let Some(community) = self.mapping.community.as_ref().and_then(|rule| lookup::community(row, rule, found)) {
            self.code(parts, Field::Community, community.as_str())?;
        }
        if let Some(rule) = &self.mapping.position {
            match position(row, rule, region) {
                Ok(place) => place.into_iter().for_each(|place| parts.put_place(place)),
                Err(bad) => self.drop_or_refuse(rule.on_bad, bad)?,
            }
        }
        Ok(())
    }

    fn code(&mut self, parts: &mut Parts, field: Field, code: &str) -> Result<(), Bad> {
        parts.read(field.into(), code, &mut self.checks).map_err(|reason| Bad::at(Column::from(field).name(), code, reason))
    }

    fn hours(&mut self, row: &Row<'_>, parts: &mut Parts) -> Result<(), Bad> {
        let Some(rule) = &self.mapping.hours else { return Ok(()) };
        let cell = |text| if rule.empty.0.iter().any(|empty| empty == text) { "" } else { text };
        let days = rule.days.as_ref().map_or("", |column| cell(row.get(column)));
        let remarks: Vec<&str> = rule.remarks.0.iter().map(|column| cell(row.get(column))).collect();
        let hours = read_hours(cell(row.get(&rule.times)), days, &remarks);
        if hours == super::hours::ReadHours::default() {
            return Ok(());
        }
        // Both are stated: hours that are no longer understood must not leave the old ones standing.
        for (field, text) in [(Field::Hours, hours.osm), (Field::HoursNote, hours.note)] {
            if !parts.has(field) {
                let text = text.unwrap_or_default();
                let read = parts.read(field.into(), &text, &mut self.checks);
                read.map_err(|reason| Bad::at(&rule.times.name, &text, reason))?;
            }
        }
        Ok(())
    }

    fn facilities(&mut self, row: &Row<'_>, parts: &mut Parts, on: Option<NaiveDate>) -> Result<(), Bad> {
        let by = self.mapping.teller;
        let state = |parts: &mut Parts, facility: Facility, value| {
            if value != Tri::Unknown && !parts.has(facility) {
                parts.state(facility, fact(value, by, on));
            }
        };
        for (&which, rule) in &self.mapping.facilities {
            state(parts, which, facility(row, rule)?);
        }
        for rule in &self.mapping.facility_lists {
            for which in listed(row, rule)? {
                state(parts, which, Tri::Yes);
            }
        }
        Ok(())
    }

    /// Source and key, by which the next import finds the room again.
    fn origin(&mut self, key: &str, parts: &mut Parts) -> Result<(), Bad> {
        let name = self.mapping.source_name();
        if !parts.has(Field::Source) {
            self.code(parts, Field::Source, name)?;
        }
        self.code(parts, Field::SourceKey, key)
    }

    fn key_of(&mut self, row: &Row<'_>) -> Result<String, Bad> {
        let key = self.key(row)?;
        if self.mapping.key_repeats == KeyRepeats::Number {
            let count = self.keys.entry(key.clone()).and_modify(|count| *count += 1).or_insert(1);
            if *count > 1 {
                return Ok(format!("{key} #{count}"));
            }
        }
        Ok(key)
    }

    fn key(&self, row: &Row<'_>) -> Result<String, Bad> {
        const MOST: usize = 200;
        if self.mapping.key_is_position() {
            return Ok(row.number.to_string());
        }
        let columns = &self.mapping.key.0;
        let cells: Vec<String> =
            columns.iter().map(|column| row.get(column).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        if cells.iter().all(String::is_empty) {
            return Err(Bad::at(&columns[0].name, "", "is empty, and is the key that the row is known by"));
        }
        let key = cells.join("|");
        Ok(if key.chars().count() > MOST { digest(&key) } else { key })
    }
}

/// Long keys by their SHA-256.
fn digest(key: &str) -> String {
    domain::Digest::of(key.as_bytes()).to_string()
}

/// The column and cell in which a rule sees what it looks for.
fn seen<'r>(row: &'r Row<'_>, rule: &'r Rule) -> Option<(&'r str, &'r str)> {
    rule.r#in.0.iter().map(|column| (column.name.as_str(), row.get(column))).find(|(_, cell)| {
        let any = |words: &[String], test: fn(&str, &str) -> bool| words.iter().any(|word| test(cell, word));
        let hit = any(&rule.equals.0, |cell, word| cell == word)
            || any(&rule.contains.0, |cell, word| cell.contains(word))
            || any(&rule.ends.0, |cell, word| cell.ends_with(word));
        hit && !any(&rule.without.0, |cell, word| cell.contains(word))
    })
}
