//! What a cell of a list says, or what is wrong with it.

use domain::venues::{FloorArea, MOST_VISITORS};
use domain::{AreaCode, Line, Region, Tri, VenueType, Wgs84, Word, fold};

use crate::exchange::half_width;
use crate::imports::list_words;

/// Characters of a name at most.
const MOST_NAME: usize = 120;

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::venues) enum Why {
    NoName,
    LongName,
    /// No letter, digit or character by which it could be found again.
    OddName,
    Text,
    Street,
    Community,
    /// The community is of another street.
    Elsewhere,
    Type,
    Area,
    Visitors,
    Frequented,
    Place,
    /// Only one of longitude and latitude.
    HalfPlace,
    /// A shape that is no point.
    NoPoint,
}

/// What lists call the kinds of venues.
pub(super) fn kinds() -> Vec<(String, VenueType)> {
    let words = list_words().remove("venue_type").unwrap_or_default();
    words.into_iter().filter_map(|(theirs, ours)| Some((fold(&theirs), VenueType::from_word(ours).ok()?))).collect()
}

/// A position with seven decimals: so it reads back as it was written, and the same list changes nothing when it comes again.
pub(super) fn to_a_centimetre(place: Wgs84) -> Option<Wgs84> {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Wgs84::new(round(place.lon()), round(place.lat())).ok()
}

pub(in crate::venues) fn name(text: &str) -> Result<Line, Why> {
    if text.chars().count() > MOST_NAME {
        return Err(Why::LongName);
    }
    if fold(text).is_empty() { Err(Why::OddName) } else { Line::new(text).ok().ok_or(Why::Text) }
}

/// A street by its code or its name.
pub(super) fn street(text: &str, region: &Region) -> Result<AreaCode, Why> {
    let by_code = AreaCode::new(text).ok().and_then(|code| region.street(code));
    by_code.or_else(|| region.street_named(text)).map(|street| street.code).ok_or(Why::Street)
}

/// A community, with its street. Names repeat across streets: without one a name must be the only one.
pub(super) fn community(text: &str, street: Option<AreaCode>, region: &Region) -> Result<(AreaCode, AreaCode), Why> {
    let bare = |name: &str| name.trim().trim_end_matches("社区").to_owned();
    let all = region.streets.iter().flat_map(|of| of.communities.iter().map(move |community| (of.code, community)));
    let fits = |community: &domain::Community| community.code.as_str() == text || bare(&community.name_zh) == bare(text);
    let found: Vec<(AreaCode, AreaCode)> =
        all.filter(|(_, community)| fits(community)).map(|(of, community)| (of, community.code)).collect();
    let here: Vec<_> = found.iter().copied().filter(|(of, _)| street.is_none_or(|street| street == *of)).collect();
    match (here.as_slice(), found.is_empty()) {
        ([one], _) => Ok(*one),
        ([], false) => Err(Why::Elsewhere),
        _ => Err(Why::Community),
    }
}

pub(super) fn kind(text: &str, kinds: &[(String, VenueType)]) -> Result<VenueType, Why> {
    let text = fold(text);
    kinds.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind).ok_or(Why::Type)
}

/// What is typed of a number: full-width forms as ordinary ones, without spaces.
pub(super) fn digits(text: &str) -> String {
    half_width(text).split_whitespace().collect()
}

/// A number without its unit; 万 is ten thousand.
fn number(text: &str, units: &[&str]) -> Option<f64> {
    let text = digits(text).replace(',', "");
    let bare = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let (digits, times) = bare.strip_suffix('万').map_or((bare, 1.0), |digits| (digits, 10_000.0));
    digits.parse::<f64>().ok().map(|number| number * times)
}

pub(in crate::venues) fn area(text: &str) -> Result<FloorArea, Why> {
    number(text, &["平方米", "平米", "㎡", "m²", "m2"]).and_then(FloorArea::new).ok_or(Why::Area)
}

pub(in crate::venues) fn visitors(text: &str) -> Result<u32, Why> {
    let number = number(text, &["人次/日", "人/日", "人次", "人"]).ok_or(Why::Visitors)?;
    let whole = number.is_finite() && number.fract() == 0.0 && (0.0..=f64::from(MOST_VISITORS)).contains(&number);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within its bounds")]
    let visitors = number as u32;
    if whole { Ok(visitors) } else { Err(Why::Visitors) }
}

pub(super) fn frequented(text: &str) -> Result<Tri, Why> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" | "经常" => Ok(Tri::Yes),
        "no" | "n" | "false" | "0" | "否" | "无" | "没有" | "不是" => Ok(Tri::No),
        "unknown" | "未知" | "不详" | "不清楚" | "不知道" | "" => Ok(Tri::Unknown),
        _ => Err(Why::Frequented),
    }
}
