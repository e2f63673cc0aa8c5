//! Facilities: a column each, or several in one cell.

use domain::{Facility, Fact, Teller, Tri};

use super::mapping_rules::{FacilityRule, ListRule, Otherwise};
use super::names::Many;
use super::table::Row;
use super::types::Bad;

const YES: [&str; 13] = ["true", "yes", "y", "1", "o", "○", "◯", "〇", "有", "あり", "가능", "있음", "是"];
const NO: [&str; 13] = ["false", "no", "n", "0", "x", "×", "✕", "無", "无", "なし", "불가", "없음", "否"];

/// What the columns of a facility say together: yes if one says yes, no only if all say no.
pub(super) fn facility(row: &Row<'_>, rule: &FacilityRule) -> Result<Tri, Bad> {
    let mut all_no = true;
    let mut any_yes = false;
    for column in &rule.from.0 {
        let cell = row.get(column);
        match tri(cell, rule).map_err(|reason| Bad::at(&column.name, cell, reason))? {
            Tri::Yes => any_yes = true,
            Tri::Unknown => all_no = false,
            Tri::No => {}
        }
    }
    Ok(if any_yes {
        Tri::Yes
    } else if all_no {
        Tri::No
    } else {
        Tri::Unknown
    })
}

fn tri(cell: &str, rule: &FacilityRule) -> Result<Tri, String> {
    let no = if rule.false_means_unknown { Tri::Unknown } else { Tri::No };
    if cell.is_empty() || rule.unknown.0.iter().any(|word| word == cell) {
        return Ok(Tri::Unknown);
    }
    if rule.count
        && let Ok(count) = cell.parse::<u32>()
    {
        return Ok(if count > 0 { Tri::Yes } else { no });
    }
    let listed = rule.yes.is_some() || rule.no.is_some();
    let on = |words: &Option<Many<String>>, usual: &[&str]| match words {
        Some(words) => words.0.iter().any(|word| word == cell),
        None => !listed && usual.contains(&cell.to_lowercase().as_str()),
    };
    if on(&rule.yes, &YES) {
        return Ok(Tri::Yes);
    }
    if on(&rule.no, &NO) {
        return Ok(no);
    }
    match rule.otherwise {
        Otherwise::Unknown => Ok(Tri::Unknown),
        Otherwise::Refuse => Err("is neither a yes, a no nor an unknown of the mapping".to_owned()),
    }
}

/// The facilities that a list cell names. One that is not named is unknown, not absent.
pub(super) fn listed(row: &Row<'_>, rule: &ListRule) -> Result<Vec<Facility>, Bad> {
    let cell = row.get(&rule.from);
    let mut found = Vec::new();
    let usual = [";", "；"].map(str::to_owned);
    let separators: &[String] = if rule.separators.0.is_empty() { &usual } else { &rule.separators.0 };
    let mut words = vec![cell];
    for separator in separators {
        words = words.into_iter().flat_map(|word| word.split(separator.as_str())).collect();
    }
    for word in words.into_iter().map(str::trim).filter(|word| !word.is_empty()) {
        match (known(word, rule), rule.otherwise) {
            (Some(facilities), _) => found.extend(&facilities.0),
            (None, Otherwise::Unknown) => {}
            (None, Otherwise::Refuse) => {
                return Err(Bad::at(&rule.from.name, word, "is no facility the mapping knows; \"word\" = [] leaves one aside"));
            }
        }
    }
    Ok(found)
}

/// By the whole word, or by the word without what stands in brackets after it.
fn known<'a>(word: &str, rule: &'a ListRule) -> Option<&'a Many<Facility>> {
    let bare = word.split(['(', '（']).next().unwrap_or(word).trim();
    rule.words.get(word).or_else(|| rule.words.get(bare))
}

/// A fact of the list: who says so and when. Unknown has neither.
pub(super) fn fact(value: Tri, by: Option<Teller>, on: Option<chrono::NaiveDate>) -> Fact {
    Fact { value, by, on }
}
