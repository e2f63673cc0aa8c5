//! A clause's answer out of the fields of a form, and back into them.

use std::collections::BTreeMap;

use domain::score::{Answer, Reading, Sheet, Value};
use domain::standard::{Clause, Part, PartKind, Standard};

/// The fields of a form as they were sent.
pub type Fields = Vec<(String, String)>;

/// The field's text, trimmed; empty where it is missing.
pub(super) fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
}

/// What a form says of a clause: an answer, none yet, or a field that cannot be read.
pub(super) fn read(clause: &Clause, fields: &Fields) -> Result<Option<Answer>, String> {
    let id = clause.id.as_str();
    let why = text(fields, &format!("{id}.why")).to_owned();
    match text(fields, &format!("{id}.not")) {
        "could_not_check" => return Ok(Some(Answer::CouldNotCheck(why))),
        "not_applicable" => return Ok(Some(Answer::NotApplicable(why))),
        _ => {}
    }
    let mut given = BTreeMap::new();
    for part in clause.parts.iter().filter(|part| part.kind != PartKind::Computed) {
        let typed = text(fields, &format!("{id}.{}", part.key));
        if !typed.is_empty() {
            let sure = text(fields, &format!("{id}.{}.sure", part.key)) == "yes";
            given.insert(part.key.clone(), value(part, typed, sure).ok_or_else(|| part.key.clone())?);
        }
    }
    Ok((!given.is_empty()).then_some(Answer::Given(given)))
}

fn value(part: &Part, typed: &str, confirmed: bool) -> Option<Value> {
    match part.kind {
        PartKind::Flag => match typed {
            "yes" => Some(Value::Flag(true)),
            "no" => Some(Value::Flag(false)),
            _ => None,
        },
        PartKind::Number | PartKind::Count => readings(typed, confirmed).map(Value::Readings),
        PartKind::Choice | PartKind::Date | PartKind::Text => Some(Value::Word(typed.to_owned())),
        PartKind::Computed => None,
    }
}

/// Several readings stand with spaces or semicolons between them; a comma is taken for a decimal point.
fn readings(typed: &str, confirmed: bool) -> Option<Vec<Reading>> {
    let each = typed.split([' ', ';', '；', '、', '\u{3000}']).filter(|text| !text.is_empty());
    let reading = |text: &str| {
        let value = text.replace([',', '，'], ".").parse().ok()?;
        Some(Reading { value, unit: None, with: None, confirmed })
    };
    each.map(reading).collect()
}

/// The fields of a sheet's answers and notes, as a form sends them.
pub fn fields(standard: &Standard, sheet: &Sheet) -> Fields {
    let mut fields = Fields::new();
    for clause in &standard.clauses {
        let id = clause.id.as_str();
        let mut put = |name: String, value: String| fields.push((name, value));
        if let Some(evidence) = sheet.evidence.get(&clause.id) {
            put(format!("{id}.note"), evidence.note.clone());
        }
        match sheet.answers.clauses.get(&clause.id) {
            None => {}
            Some(Answer::CouldNotCheck(why)) => {
                put(format!("{id}.not"), "could_not_check".to_owned());
                put(format!("{id}.why"), why.clone());
            }
            Some(Answer::NotApplicable(why)) => {
                put(format!("{id}.not"), "not_applicable".to_owned());
                put(format!("{id}.why"), why.clone());
            }
            Some(Answer::Given(given)) => {
                for (key, value) in given {
                    let (typed, sure) = typed(value);
                    put(format!("{id}.{key}"), typed);
                    if sure {
                        put(format!("{id}.{key}.sure"), "yes".to_owned());
                    }
                }
            }
        }
    }
    fields
}

fn typed(value: &Value) -> (String, bool) {
    match value {
        Value::Flag(yes) => (if *yes { "yes" } else { "no" }.to_owned(), false),
        Value::Number(number) => (number.to_string(), false),
        Value::Word(word) => (word.clone(), false),
        Value::Readings(readings) => {
            let texts: Vec<_> = readings.iter().map(|reading| reading.value.to_string()).collect();
            (texts.join(" "), readings.iter().any(|reading| reading.confirmed))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ClauseId;
    use domain::score::{Answers, VenueFacts};
    use domain::standard::published;

    use super::*;

    #[test]
    fn what_a_form_says_comes_back_into_the_form() {
        let standard = &published()[1].standard;
        let sent = [
            ("2.01.value", "8.6 8,7"),
            ("2.04.value", "yes"),
            ("3.01.value", "broken"),
            ("3.04.value", "no"),
            ("4.06.count", "2"),
            ("4.06.state", "good"),
            ("5.01.value", "90"),
            ("5.01.value.sure", "yes"),
            ("7.01.not", "could_not_check"),
            ("7.01.why", "没人在"),
        ];
        let sent: Fields = sent.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answers: BTreeMap<_, _> =
            standard.clauses.iter().filter_map(|clause| Some((clause.id, read(clause, &sent).unwrap()?))).collect();
        assert_eq!(answers.len(), 7);
        let mut sheet = Sheet {
            standard: standard.id.clone(),
            visited: "2026-11-25".parse().unwrap(),
            venue: VenueFacts::default(),
            answers: Answers { season: None, clauses: answers },
            evidence: BTreeMap::default(),
        };
        sheet.evidence.entry(ClauseId::new("7.01").unwrap()).or_default().note = "再来".to_owned();
        let mut back = fields(standard, &sheet);
        let note = ("7.01.note".to_owned(), "再来".to_owned());
        let mut expected: Fields = sent.into_iter().map(|(name, value)| (name, value.replace(',', "."))).chain([note]).collect();
        back.sort();
        expected.sort();
        assert_eq!(back, expected);
    }

    #[test]
    fn a_number_that_is_none_names_its_part() {
        let clause = published()[1].standard.clauses.iter().find(|clause| clause.id.as_str() == "2.01").unwrap();
        assert_eq!(read(clause, &vec![("2.01.value".to_owned(), "about 8".to_owned())]), Err("value".to_owned()));
    }
}
