//! Conflict of interest: an expert never judges a room of an operator they belong to.

use crate::search::fold;
use crate::text::Line;
use crate::venue::Venue;

/// Why an expert may not inspect a room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("conflict of interest: the expert is affiliated with {affiliation}")]
pub struct Conflict {
    /// The affiliation, as the expert's profile has it.
    pub affiliation: Line,
}

/// Letters that an affiliation must have at least to be found inside a longer name: one character alone says nothing.
const TELLING: usize = 2;

/// Whether somebody with these affiliations may inspect rooms of a venue. The register names a room's operator by its
/// venue; an affiliation fits when the venue's name, Chinese or English, holds it as a whole, whatever the case and
/// width of letters. So 星河里 covers 星河里购物中心 and all its rooms.
///
/// # Errors
/// [`Conflict`] with the first affiliation that fits.
pub fn may_inspect(affiliations: &[Line], venue: &Venue) -> Result<(), Conflict> {
    let names = [Some(&venue.name.zh), venue.name.en.as_ref()];
    let names: Vec<String> = names.into_iter().flatten().map(key).collect();
    let fits = |affiliation: &&Line| {
        let wanted = key(affiliation);
        let telling = wanted.chars().filter(|c| c.is_alphanumeric()).count() >= TELLING;
        names.iter().any(|name| *name == wanted || telling && name.contains(&wanted))
    };
    match affiliations.iter().find(fits) {
        Some(affiliation) => Err(Conflict { affiliation: affiliation.clone() }),
        None => Ok(()),
    }
}

/// A name as words with a space on both sides of Latin ones, so that `Art` does not fit `Quartz`.
fn key(name: &Line) -> String {
    let folded = fold(name.as_str());
    if folded.is_ascii() { format!(" {} ", folded.trim()) } else { folded.split_whitespace().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Bilingual;
    use crate::venue::VenueType;

    fn line(text: &str) -> Line {
        Line::new(text).unwrap()
    }

    fn venue() -> Venue {
        let name = Bilingual { zh: line("演示·星河里购物中心"), en: Some(line("Demo Quartz Mall")) };
        Venue { name, kind: VenueType::Mall, area_m2: None, visitors_per_day: None }
    }

    #[test]
    fn an_affiliation_fits_the_venue_whatever_its_case_and_width() {
        for fits in ["演示·星河里购物中心", "星河里", "ＱＵＡＲＴＺ　mall", "quartz mall"] {
            assert_eq!(may_inspect(&[line("别的单位"), line(fits)], &venue()), Err(Conflict { affiliation: line(fits) }));
        }
    }

    #[test]
    fn what_only_looks_alike_does_not_fit() {
        let others = ["星河湾购物中心", "星", "Art", "星河里购物中心二期", "·"].map(line);
        assert_eq!(may_inspect(&others, &venue()), Ok(()));
        assert_eq!(may_inspect(&[], &venue()), Ok(()));
    }
}
