//! A QR code as an SVG element: dark on white in light and dark mode, for cameras.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};
use maud::{Markup, html};

/// Modules of white around it (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// The code of a text; nothing where the text is too long for one. `label` is what it is, for those who do not see it.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return html! {} };
    let side = code.size + 2 * QUIET;
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path fill="#000" d=(path(code.size, |row, column| code[row][column].value())) {}
        }
    }
}

/// Dark modules, those beside each other as one.
fn path(size: usize, dark: impl Fn(usize, usize) -> bool) -> String {
    let mut path = String::new();
    for row in 0..size {
        let mut column = 0;
        while column < size {
            let run = (column..size).take_while(|&at| dark(row, at)).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
            }
            column += run + 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_modules_beside_each_other_are_drawn_as_one() {
        let dark = [[true, true, false], [false, false, false], [true, false, true]];
        assert_eq!(path(3, |row, column| dark[row][column]), "M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z");
    }

    #[test]
    fn a_code_has_its_finder_patterns_inside_the_white() {
        let drawn = qr("otpauth://totp/Muying:chen?secret=GEZDGNBVGY3TQOJQ", "x").into_string();
        assert!(drawn.contains("M4 4h7v1h-7z") && drawn.contains("aria-label=\"x\"") && !drawn.contains("style"), "{drawn}");
    }
}
