//! Which street each feature is: by its official code, or by its exact name.

use std::collections::HashMap;

use super::{Codes, Feature, Mistake, Wrong};
use crate::code::AreaCode;
use crate::region::{Region, Street};

impl Codes {
    fn of(self, street: &Street) -> Option<AreaCode> {
        match self {
            Self::Statistics => Some(street.code),
            Self::CivilAffairs => street.code_mca,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Statistics => Self::CivilAffairs,
            Self::CivilAffairs => Self::Statistics,
        }
    }

    fn find(self, region: &Region, code: &str) -> Option<AreaCode> {
        region.streets.iter().find(|street| self.of(street).is_some_and(|own| own.as_str() == code)).map(|street| street.code)
    }
}

/// The streets of the features, each once and none missing, or what is wrong with them.
pub(super) fn identify(features: &[Feature], codes: Codes, region: &Region) -> (Vec<Option<AreaCode>>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut first: HashMap<AreaCode, usize> = HashMap::new();
    let mut found = Vec::with_capacity(features.len());
    for feature in features {
        let street = match one(feature, codes, region) {
            Ok(street) => street,
            Err(wrong) => {
                mistakes.push(Mistake::of(feature.number, None, wrong));
                found.push(None);
                continue;
            }
        };
        if let Some(before) = first.get(&street) {
            mistakes.push(Mistake::of(feature.number, Some(street), Wrong::Twice(*before)));
        } else {
            first.insert(street, feature.number);
        }
        found.push(Some(street));
    }
    let missing = region.streets.iter().filter(|street| !first.contains_key(&street.code));
    mistakes.extend(missing.map(|street| Mistake::set(Some(street.code), Wrong::Missing)));
    (found, mistakes)
}

fn one(feature: &Feature, codes: Codes, region: &Region) -> Result<AreaCode, Wrong> {
    let (code, name) = (feature.code.trim(), feature.name.trim());
    let named = region.streets.iter().find(|street| street.name_zh == name || street.name_en == name).map(|street| street.code);
    if code.is_empty() {
        return named.ok_or_else(|| if name.is_empty() { Wrong::Nameless } else { Wrong::Name(short(name)) });
    }
    let (own, other) = (codes.find(region, code), codes.other().find(region, code));
    match (own, other, named) {
        // The same digits may stand for two streets: the name tells which of them is meant.
        (Some(own), _, named) if named.is_none_or(|named| named == own) => Ok(own),
        (None, Some(street), None) => Err(Wrong::OtherCodes { code: short(code), codes: codes.other(), street }),
        (_, Some(street), Some(named)) if named == street => {
            Err(Wrong::OtherCodes { code: short(code), codes: codes.other(), street })
        }
        (None, None, _) => Err(Wrong::Code(short(code))),
        _ => Err(Wrong::Disagree { code: short(code), name: short(name) }),
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
