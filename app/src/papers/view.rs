//! How documents are listed, and the form that adds one.

use domain::{MOST_PAPER_BYTES, Word};
use maud::{Markup, html};

use super::store::Paper;
use crate::i18n::{Lang, moment_text};
use crate::ui::Visit;

/// Documents in a list; those taken away stay as a line that says why.
pub fn list<'a>(papers: impl Iterator<Item = &'a Paper>, visit: &Visit) -> Markup {
    let papers: Vec<&Paper> = papers.collect();
    html! {
        @if !papers.is_empty() {
            ul.papers role="list" { @for paper in papers { li { (line(paper, visit)) } } }
        }
    }
}

fn line(paper: &Paper, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let when = |at| moment_text(lang, visit.registry.region.local(at));
    if let Some((by, at, why)) = &paper.removed {
        return html! { s { (paper.name) } " " small.quiet { (lang.paper_removed(by, when(*at), why)) } };
    }
    let about =
        [paper.format.word().to_uppercase(), size(paper.bytes, lang), lang.paper_added(&paper.added_by, when(paper.added))];
    html! {
        a href={ "/staff/papers/" (paper.id) } download { (paper.name) }
        " " small.quiet { (about.join(" · ")) }
        details {
            summary { (lang.paper_remove()) }
            form.entries method="post" action={ "/staff/papers/" (paper.id) "/remove" } {
                label.entry { span { (lang.paper_why()) } input name="why" required maxlength="200" autocomplete="off"; small { (lang.paper_why_hint()) } }
                button.button { (lang.paper_remove_now(&paper.name)) }
            }
        }
    }
}

fn size(bytes: i64, lang: Lang) -> String {
    match bytes {
        ..1_000 => lang.paper_bytes(bytes),
        1_000..1_000_000 => lang.paper_kilobytes((bytes + 500) / 1_000),
        _ => lang.paper_megabytes((bytes + 500_000) / 1_000_000),
    }
}

/// The form that adds a document; `more` are the fields that say what to.
pub fn form(action: &str, hint: &str, more: &Markup, lang: Lang) -> Markup {
    html! {
        details {
            summary { (lang.paper_add()) }
            form.entries method="post" action=(action) enctype="multipart/form-data" {
                (more)
                label.entry { span { (lang.paper_file()) }
                    input type="file" name="file" required accept=".pdf,.ofd,.jpg,.jpeg,.png,.docx,.xlsx";
                    small { (lang.paper_hint(MOST_PAPER_BYTES / 1_000_000)) " " (hint) } }
                button.button.button-primary { (lang.paper_add_now()) }
            }
        }
    }
}
