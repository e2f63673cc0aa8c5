//! The pages of the standard: its versions, one in full, two compared.

use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::Bilingual;
use domain::score::Sheet;
use domain::standard::{Clause, Difference, Published, Role, STUBS, Standard, Standards, Stub, difference};
use maud::{Markup, html};

use super::words::number;
use crate::i18n::Lang;
use crate::ui::{AppError, Frame, Visit};

fn address(standard: &Standard) -> String {
    format!("/standards/{}", standard.id)
}

/// `/standards`
pub async fn standards(visit: Visit) -> Response {
    let lang = visit.lang;
    let today = visit.today();
    let standards = visit.standards();
    let current = standards.in_force(today);
    let main = html! {
        main #main.prose tabindex="-1" {
            h1 { (lang.standard_title()) }
            p.lead { (lang.standard_lead()) }
            p { (lang.standard_ours()) }
            h2 { (lang.standard_versions()) }
            ul.versions role="list" {
                @for published in standards.all().iter().rev() {
                    (card(standards, published, current.is_some_and(|current| *current == published.version), today, lang))
                }
            }
            h2 { (lang.standard_stubs()) }
            p { (lang.standard_stubs_lead()) }
            @for text in STUBS.iter() { (stub(text, standards, lang)) }
            p { a href="/standards/sheet.schema.json" { (lang.standard_schema()) } }
            p { a href="/guide" { (lang.guide_title()) } }
        }
    };
    Frame { description: Some(lang.standard_lead().to_owned()), ..Frame::new(&visit, lang.standard_title()) }.around(&main)
}

/// A text that is not here yet, or the version that has it.
fn stub(stub: &Stub, standards: &Standards, lang: Lang) -> Markup {
    let english = lang.is_english();
    html! {
        div.stub {
            h3 { (stub.title.pick(english)) }
            @if let Some(standard) = standards.with_text(&stub.id) {
                p { (lang.draft_text_in()) " " a href=(address(standard)) { (standard.title.pick(english)) } }
            } @else {
                p { strong.state.state-unknown { (lang.standard_not_available()) } " · " (stub.issued.pick(english)) }
                p.quiet { (stub.note.pick(english)) }
            }
        }
    }
}

fn card(standards: &Standards, published: &Published, current: bool, today: NaiveDate, lang: Lang) -> Markup {
    let standard = &published.version.standard;
    let earlier = |other: &&Published| other.version.standard.valid_from < standard.valid_from;
    let others = standards.all().iter().filter(earlier).map(|other| &other.version.standard);
    let begins = lang.date(standard.valid_from);
    html! {
        li.panel {
            h3 { a href=(address(standard)) { (standard.title.pick(lang.is_english())) } }
            p {
                @if published.retired.is_some() { strong.state.state-closed { (lang.draft_retired()) } " · " }
                @if current { strong.state.state-open { (lang.standard_in_force()) } " · " }
                @if standard.valid_from > today { (lang.standard_future(&begins)) } @else { (lang.standard_from(&begins)) }
                (until(standards, standard, lang))
                " · " (lang.standard_clauses(standard.clauses.len()))
            }
            @if let Some(reason) = &published.retired { p.quiet { (reason) } }
            @for other in others {
                p { a href={ (address(other)) "/diff/" (standard.id) } {
                    (lang.standard_compare(other.title.pick(lang.is_english())))
                } }
            }
        }
    }
}

/// When another version takes its place.
fn until(standards: &Standards, standard: &Standard, lang: Lang) -> Markup {
    html! { @if let Some(next) = standards.successor(standard) { " · " (lang.standard_until(lang.date(next.valid_from))) } }
}

/// `/standards/{id}`, and `/standards/{id}.toml`: the file itself.
pub async fn standard(visit: Visit, Path(id): Path<String>) -> Response {
    let standards = visit.standards();
    if let Some(version) = id.strip_suffix(".toml").and_then(|id| standards.version(id)) {
        return ([(CONTENT_TYPE, "application/toml; charset=utf-8")], version.text.to_string()).into_response();
    }
    let Some(published) = standards.find(&id) else { return AppError::NoPage.page(&visit) };
    let (version, standard, lang) = (&published.version, &published.version.standard, visit.lang);
    let english = lang.is_english();
    let main = html! {
        main #main.prose.standard tabindex="-1" {
            p { a href="/standards" { (lang.standard_title()) } }
            h1 { (standard.title.pick(english)) }
            p.lead { (standard.note.pick(english)) }
            p { (lang.standard_from(lang.date(standard.valid_from))) (until(standards, standard, lang)) }
            @if let Some(reason) = &published.retired {
                p { strong.state.state-closed { (lang.draft_retired()) } " · " (reason) }
            }
            (results(standard, lang))
            h2 { (lang.standard_sections()) }
            nav aria-label=(lang.standard_sections()) {
                ul.downloads role="list" {
                    @for section in &standard.sections {
                        li { a.button href={ "#s" (section.id) } { (section.id) " " (section.title.pick(english)) } }
                    }
                }
            }
            @for section in &standard.sections {
                section aria-labelledby={ "s" (section.id) } {
                    h2 id={ "s" (section.id) } { (section.id) " " (section.title.pick(english)) }
                    @for clause in standard.of_section(section) { (article(standard, clause, lang)) }
                }
            }
            (documents(standard, lang))
            h2 { (lang.standard_digest()) }
            p { code { (version.digest) } }
            p { a.button href={ (address(standard)) ".toml" } download { (lang.standard_download()) } }
        }
    };
    Frame::new(&visit, standard.title.pick(english)).around(&main)
}

fn results(standard: &Standard, lang: Lang) -> Markup {
    let english = lang.is_english();
    let (scheme, least) = (&standard.score, standard.class.at_least);
    let gates = standard.clauses.iter().filter(|clause| clause.gate).map(|clause| clause.id.to_string());
    let bands = scheme.bands.iter().map(|band| lang.standard_band(band.title.pick(english), band.at_least));
    let joined = |texts: Vec<String>| texts.join(lang.answer_list_separator());
    html! {
        h2 { (lang.standard_results()) }
        dl.rules {
            dt { (lang.standard_gates_title()) } dd { (lang.standard_gates_text(joined(gates.collect()))) }
            dt { (lang.standard_lists_title()) }
            @for list in &standard.lists {
                @let items = list.items.iter().map(|item| item.iter().map(ToString::to_string).collect::<Vec<_>>().join("+"));
                dd { (lang.standard_list_of(list.title.pick(english), joined(items.collect()))) }
            }
            dt { (lang.standard_class_title()) }
            dd { (lang.standard_class_text(number(least.A), number(least.B), number(least.C))) }
            dt { (lang.standard_duty_title()) }
            dd { (lang.standard_duty_text(number(standard.duty.floor_area_over), number(standard.duty.visitors_over))) }
            dt { (lang.standard_score_title()) }
            dd { (lang.standard_score_text(scheme.construction, scheme.management, scheme.bonus_most)) }
            dd { (lang.standard_bands(joined(bands.collect()))) }
        }
    }
}

/// A clause with everything that stands behind it.
fn article(standard: &Standard, clause: &Clause, lang: Lang) -> Markup {
    let english = lang.is_english();
    let row = |name: &str, text: Markup| html! { dt { (name) } dd { (text) } };
    let optional = |name: &str, text: &Option<Bilingual>| {
        html! { @if let Some(text) = text { (row(name, html! { (text.pick(english)) })) } }
    };
    html! {
        article.clause id={ "c" (clause.id) } {
            h3 { span.num { (clause.id) } " " (clause.title.pick(english)) @if clause.gate { " " strong.gate { (lang.standard_gate()) } } }
            dl {
                (row(lang.standard_threshold(), html! { (lang.thresholds(standard, clause).join(" · ")) }))
                (row(lang.standard_points(), points(clause, lang)))
                (row(lang.standard_applies(), html! { (clause.applies.map_or(lang.standard_all_rooms(), |applies| lang.applies(applies))) }))
                (row(lang.standard_force(), html! { (lang.force(clause.force)) " · " (lang.standard_level_is(lang.level(clause.level))) }))
                @for source in &clause.sources {
                    (row(lang.standard_source(), html! {
                        @if let Some(document) = standard.document(&source.document) {
                            a href={ "#d" (document.id) } { (lang.standard_source_of(document.title.pick(english), &source.clause)) }
                        }
                        " · " (lang.standard_read_is(lang.status(source.status)))
                    }))
                }
                (optional(lang.standard_method(), &clause.method))
                (optional(lang.standard_photo(), &clause.photo))
                (optional(lang.standard_note(), &clause.note))
            }
        }
    }
}

fn points(clause: &Clause, lang: Lang) -> Markup {
    let by = clause.points_by.map_or("", |by| lang.points_by(by));
    html! {
        @if clause.role == Role::Record { (lang.standard_no_points()) }
        @else { (lang.standard_points_of(clause.points, lang.role(clause.role), by)) }
    }
}

fn documents(standard: &Standard, lang: Lang) -> Markup {
    let english = lang.is_english();
    html! {
        h2 { (lang.standard_documents()) }
        @for document in &standard.documents {
            div.stub id={ "d" (document.id) } {
                h3 { (document.title.pick(english)) }
                p {
                    (lang.standard_read_is(lang.status(document.status)))
                    @if let Some(dated) = &document.dated { " · " (dated) }
                    @if let Some(url) = &document.url { " · " a href=(url) rel="noreferrer" { (host(url)) } }
                }
                p.quiet { (document.note.pick(english)) }
            }
        }
    }
}

fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or(url)
}

/// `/standards/{id}/diff/{other}`
pub async fn diff(visit: Visit, Path((old, new)): Path<(String, String)>) -> Response {
    let standards = visit.standards();
    let (Some(old), Some(new)) = (standards.version(&old), standards.version(&new)) else { return AppError::NoPage.page(&visit) };
    let (old, new) = (&old.standard, &new.standard);
    let impact = format!("/staff/impact/{}/{}", old.id, new.id);
    differences(&visit, ("/standards", visit.lang.standard_title()), old, new, &impact)
}

/// The page of what changes from one version to another, with the way back and to the rooms whose result would change.
pub(super) fn differences(visit: &Visit, (back, called): (&str, &str), old: &Standard, new: &Standard, impact: &str) -> Response {
    let (differences, lang) = (difference(old, new), visit.lang);
    let english = lang.is_english();
    let main = html! {
        main #main.prose.standard tabindex="-1" {
            p { a href=(back) { (called) } }
            h1 { (lang.standard_diff_title()) }
            p.lead { (lang.standard_diff_lead(old.title.pick(english), new.title.pick(english))) }
            @if differences.is_empty() { p { (lang.standard_diff_none()) } }
            @else { p { (lang.standard_diff_count(differences.len())) } }
            p { a href=(impact) { (lang.impact_link()) } }
            @for difference in &differences { (differs(old, new, difference, lang)) }
        }
    };
    Frame::new(visit, lang.standard_diff_title()).around(&main)
}

fn differs(old: &Standard, new: &Standard, difference: &Difference<'_>, lang: Lang) -> Markup {
    let ways: Vec<_> = difference.ways.iter().map(|way| lang.way(*way)).collect();
    let side = |heading: &str, standard: &Standard, clause: &Clause| {
        html! { div { p.quiet { (heading) } (article(standard, clause, lang)) } }
    };
    html! {
        section.panel.differs {
            h2 { span.num { (difference.clause) } " " (ways.join(lang.answer_list_separator())) }
            @match (difference.old, difference.new) {
                (Some(was), Some(now)) => {
                    div.sides { (side(lang.standard_was(), old, was)) (side(lang.standard_now(), new, now)) }
                }
                (Some(only), None) => (article(old, only, lang)),
                (None, Some(only)) => (article(new, only, lang)),
                (None, None) => {}
            }
        }
    }
}

/// `/standards/sheet.schema.json`
pub async fn sheet_schema() -> Response {
    let schema = serde_json::to_string_pretty(&Sheet::schema()).unwrap_or_default();
    ([(CONTENT_TYPE, "application/schema+json")], schema).into_response()
}
