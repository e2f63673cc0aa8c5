//! A text as it is read.

use std::collections::BTreeSet;

use domain::guide::{Block, Body, number};
use maud::{Markup, html};

use crate::i18n::Lang;

/// Headings in so many levels as the text has, whichever they are called there, and paragraphs with their numbers.
pub(super) fn text(body: &Body, lang: Lang) -> Markup {
    let level = |block: &Block| if let Block::Heading { level, .. } = block { Some(*level) } else { None };
    let used: BTreeSet<u8> = body.blocks().iter().filter_map(level).collect();
    html! {
        div.guide {
            @for (at, block) in body.blocks().iter().enumerate() {
                @match block {
                    Block::Heading { level, text } => (heading(used.range(..level).count(), at, text)),
                    Block::Paragraph(text) => p id={ "p" (at + 1) } { (paragraph(text)) },
                    Block::Check { doer, text } => {
                        p.task id={ "p" (at + 1) } {
                            (paragraph(text)) " " small.quiet { "（" (lang.guide_to_check()) " · " (lang.doer(*doer)) "）" }
                        }
                    }
                }
            }
        }
    }
}

fn heading(above: usize, at: usize, text: &str) -> Markup {
    let id = format!("p{}", at + 1);
    match above {
        0 => html! { h2 id=(id) { (text) } },
        1 => html! { h3 id=(id) { (text) } },
        _ => html! { h4 id=(id) { (text) } },
    }
}

fn paragraph(text: &str) -> Markup {
    let number = number(text).unwrap_or_default();
    html! { @if !number.is_empty() { strong { (number) } } (text[number.len()..]) }
}

/// The ways to the highest headings, where there are several.
pub(super) fn contents(body: &Body, lang: Lang) -> Markup {
    let level = |block: &Block| if let Block::Heading { level, .. } = block { Some(*level) } else { None };
    let highest = body.blocks().iter().filter_map(level).min();
    let headings = body.blocks().iter().enumerate().filter(|(_, block)| highest.is_some() && level(block) == highest);
    let headings: Vec<_> = headings.collect();
    html! {
        @if headings.len() > 1 {
            nav aria-label=(lang.guide_contents()) {
                ul { @for (at, block) in &headings { li { a href={ "#p" (at + 1) } { (block.text()) } } } }
            }
        }
    }
}
