//! Boundaries as a picture: SVG made here, so that it needs no script and prints.

use std::fmt::Write as _;

use domain::AreaCode;
use domain::shapes::{Flat, Part, Shown};
use maud::{Markup, html};

use crate::i18n::Lang;
use crate::ui::Visit;

/// Units of the picture's width; its height follows from the ground.
const WIDE: f64 = 640.0;
/// Units around the ground.
const EDGE: f64 = 4.0;
/// Units between a name and what stands under it.
const LINE: f64 = 24.0;

/// How a street is shown.
pub(super) struct Tone {
    pub(super) street: AreaCode,
    /// Its class from 0; `None` where it has no value and is hatched.
    pub(super) class: Option<usize>,
    /// What stands in it under its name.
    pub(super) value: String,
}

/// What the picture is called.
pub(super) struct Title<'a> {
    /// A name that no other picture on the page has, out of letters.
    pub(super) id: &'a str,
    pub(super) text: &'a str,
}

/// The picture. Each street carries its name and value in words: colour only repeats them.
pub(super) fn picture(shown: &Shown, title: &Title<'_>, tones: &[Tone], visit: &Visit) -> Markup {
    let plane = Plane::of(shown, &Flat::around(visit.registry.region.center));
    let of = |street: AreaCode| tones.iter().find(|tone| tone.street == street);
    let name = |street: AreaCode| short(visit.lang, &visit.street_name(street));
    let said =
        tones.iter().map(|tone| format!("{} {}", visit.street_name(tone.street), tone.value)).collect::<Vec<_>>().join("; ");
    let id = title.id;
    html! {
        svg.street-map role="img" aria-labelledby={ (id) "-title" } aria-describedby={ (id) "-said" } viewBox={ "0 0 " (WIDE) " " (plane.tall) } {
            title id={ (id) "-title" } { (title.text) }
            desc id={ (id) "-said" } { (said) }
            defs {
                pattern id={ (id) "-none" } width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.street-bare width="8" height="8" {}
                    line.street-hatch x1="0" y1="0" x2="0" y2="8" {}
                }
            }
            @for street in &shown.streets {
                @match of(street.street).and_then(|tone| tone.class) {
                    Some(class) => path class={ "street step-" (class) } fill-rule="evenodd" d=(plane.path(&street.parts)) {},
                    None => path.street fill={ "url(#" (id) "-none)" } fill-rule="evenodd" d=(plane.path(&street.parts)) {},
                }
            }
            // Names last: no neighbour covers them.
            @for street in &shown.streets {
                @let [x, y] = plane.at(street.label);
                text x=(tenth(x)) y=(tenth(y)) text-anchor="middle" { (name(street.street)) }
                @if let Some(tone) = of(street.street) { text.street-value x=(tenth(x)) y=(tenth(y + LINE)) text-anchor="middle" { (tone.value) } }
            }
        }
    }
}

/// A street's name as it fits into the street.
fn short(lang: Lang, name: &str) -> String {
    let ending = if lang.is_english() { " Subdistrict" } else { "街道" };
    name.strip_suffix(ending).unwrap_or(name).to_owned()
}

/// The picture's plane.
struct Plane {
    flat: Flat,
    west: f64,
    north: f64,
    /// Units a metre.
    scale: f64,
    tall: f64,
}

impl Plane {
    fn of(shown: &Shown, flat: &Flat) -> Self {
        let ends = || shown.streets.iter().flat_map(|street| street.parts.iter().flatten().flatten()).map(|at| flat.metres(*at));
        let most = |axis: usize, pick: fn(f64, f64) -> f64, from: f64| ends().map(|at| at[axis]).fold(from, pick);
        let (west, east) = (most(0, f64::min, f64::INFINITY), most(0, f64::max, f64::NEG_INFINITY));
        let (south, north) = (most(1, f64::min, f64::INFINITY), most(1, f64::max, f64::NEG_INFINITY));
        let scale = (WIDE - 2.0 * EDGE) / (east - west).max(1.0);
        let tall = ((north - south) * scale + 2.0 * EDGE).clamp(1.0, 4.0 * WIDE).ceil();
        Self { flat: *flat, west, north, scale, tall }
    }

    fn at(&self, place: [f64; 2]) -> [f64; 2] {
        let [east, north] = self.flat.metres(place);
        [EDGE + (east - self.west) * self.scale, EDGE + (self.north - north) * self.scale]
    }

    fn path(&self, parts: &[Part]) -> String {
        let mut path = String::new();
        for ring in parts.iter().flatten() {
            // The last position is the first one again.
            for (number, place) in ring.iter().take(ring.len().saturating_sub(1)).enumerate() {
                let [x, y] = self.at(*place);
                let _ = write!(path, "{}{x:.1} {y:.1}", if number == 0 { 'M' } else { 'L' });
            }
            path.push('Z');
        }
        path
    }
}

fn tenth(units: f64) -> String {
    format!("{units:.1}")
}
