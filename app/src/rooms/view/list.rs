//! The list of results with its count, its pages, and what to do when there are none.

use domain::{Filter, Hit, Query};
use maud::{Markup, Render, html};

use super::card::Card;
use crate::i18n::Lang;
use crate::rooms::answer::{Answer, PAGE, Rescue, Source};

/// An answer ready to show.
#[derive(Debug, Clone)]
pub struct AnswerView {
    heading: String,
    note: Option<String>,
    /// The cards of the page.
    pub cards: Vec<Card>,
    /// What else is near.
    pub nearby: Vec<Card>,
    empty: Option<Empty>,
    pager: Option<Pager>,
    lang: Lang,
}

#[derive(Debug, Clone)]
struct Empty {
    asked: Option<String>,
    drops: Vec<(String, String)>,
    closest: Option<Card>,
}

#[derive(Debug, Clone)]
struct Pager {
    words: String,
    previous: Option<String>,
    next: Option<String>,
}

impl AnswerView {
    /// Prepares an answer. `here` is true when `near` is the device's own position.
    pub fn new(query: &Query, answer: &Answer, source: &impl Source, lang: Lang, here: bool) -> Self {
        let cards = |hits: &[Hit]| hits.iter().map(|hit| Card::of(hit, source, lang)).collect::<Vec<_>>();
        Self {
            heading: heading(query, answer, lang),
            note: note(query, answer, source, lang, here),
            cards: cards(&answer.found.hits),
            nearby: cards(&answer.nearby),
            empty: answer.rescue.as_ref().map(|rescue| Empty::new(query, rescue, source, lang)),
            pager: Pager::new(query, answer, lang),
            lang,
        }
    }
}

fn heading(query: &Query, answer: &Answer, lang: Lang) -> String {
    match (answer.found.total, &query.q) {
        _ if answer.rescue.as_ref().is_some_and(|rescue| rescue.all == 0) => lang.answer_nothing_at_all().to_owned(),
        _ if answer.rescue.is_some() => lang.answer_nothing().to_owned(),
        (Some(count), Some(text)) => lang.answer_count_text(text, count),
        (Some(count), None) if query.near.is_some() => lang.answer_count_near(count),
        (Some(count), None) => lang.answer_count(count),
        (None, _) if query.near.is_some() => lang.answer_many_near().to_owned(),
        (None, _) => lang.answer_many().to_owned(),
    }
}

fn note(query: &Query, answer: &Answer, source: &impl Source, lang: Lang, here: bool) -> Option<String> {
    const FAR_M: f64 = 50_000.0;
    let nearest = answer.found.hits.first().and_then(|hit| hit.distance_m);
    match (query.near, nearest) {
        (Some(_), Some(metres)) if metres > FAR_M => {
            let region = source.region();
            let name = if lang.is_english() { &region.name_en } else { &region.name_zh };
            Some(lang.finder_far(lang.distance(metres), name))
        }
        (Some(_), _) if here => Some(lang.answer_from_here().to_owned()),
        (Some(near), _) => Some(lang.answer_from_point(format!("{:.4}", near.lon()), format!("{:.4}", near.lat()))),
        (None, _) => query.bbox.map(|_| lang.answer_in_area().to_owned()),
    }
}

impl Empty {
    fn new(query: &Query, rescue: &Rescue, source: &impl Source, lang: Lang) -> Self {
        let words = |filter: Filter| lang.filter(filter, query, source.region());
        let filters = query.filters();
        let asked: Vec<_> = filters.iter().map(|&filter| words(filter)).collect();
        let mut drops: Vec<_> = rescue
            .drops
            .iter()
            .map(|&(filter, count)| (lang.answer_drop(words(filter), count), list_href(&query.without(filter))))
            .collect();
        if filters.len() > 1 && rescue.all > 0 {
            let bare = filters.iter().fold(query.clone(), |query, &filter| query.without(filter));
            drops.push((lang.answer_drop_all(rescue.all), list_href(&bare)));
        }
        Self {
            asked: (!asked.is_empty()).then(|| lang.answer_asked(asked.join(lang.answer_list_separator()))),
            drops,
            closest: rescue.closest.map(|(hit, filter)| Card::missing(&hit, filter, &words(filter), source, lang)),
        }
    }
}

impl Pager {
    fn new(query: &Query, answer: &Answer, lang: Lang) -> Option<Self> {
        let page = query.page.max(1);
        let pages = answer.found.total.map(|total| total.div_ceil(PAGE));
        let words = match pages {
            Some(pages) => lang.answer_page(page, pages),
            None => lang.answer_page_open(page),
        };
        let previous = (page > 1).then(|| list_href(&query.at_page(page - 1)));
        let next = answer.found.more.then(|| list_href(&query.at_page(page + 1)));
        (previous.is_some() || next.is_some()).then_some(Self { words, previous, next })
    }
}

/// The finder's address for a question.
pub fn list_href(query: &Query) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.extend_pairs(query.fields());
    let fields = fields.finish();
    if fields.is_empty() { "/".to_owned() } else { format!("/?{fields}") }
}

impl Render for AnswerView {
    fn render(&self) -> Markup {
        let list = |cards: &[Card]| html! { ol.cards role="list" { @for card in cards { (card) } } };
        if let Some(empty) = &self.empty {
            return empty.render(&self.heading, self.lang);
        }
        html! {
            div.results-head {
                h2 #count { span role="status" { (self.heading) } }
                @if let Some(note) = &self.note { p { (note) } }
            }
            (list(&self.cards))
            @if !self.nearby.is_empty() {
                h2 { (self.lang.answer_nearby(self.nearby.len())) }
                (list(&self.nearby))
            }
            @if let Some(pager) = &self.pager { (pager.render(self.lang)) }
        }
    }
}

impl Empty {
    fn render(&self, heading: &str, lang: Lang) -> Markup {
        let advice = match (&self.asked, self.drops.is_empty()) {
            (None, _) => lang.answer_nothing_at_all_text(),
            (Some(_), true) => lang.answer_drop_none(),
            (Some(_), false) => lang.answer_drop_one(),
        };
        html! {
            div.empty {
                h2 #count { span role="status" { (heading) } }
                @if let Some(asked) = &self.asked { p { (asked) } }
                p { (advice) }
                ul role="list" { @for (words, href) in &self.drops { li { a.button href=(href) { (words) } } } }
            }
            @if let Some(card) = &self.closest {
                h2 { (lang.answer_closest()) }
                ol.cards role="list" { (card) }
            }
        }
    }
}

impl Pager {
    fn render(&self, lang: Lang) -> Markup {
        html! {
            nav.pager aria-label=(lang.answer_pages()) {
                @if let Some(href) = &self.previous { a.button href=(href) rel="prev" { (lang.answer_previous()) } }
                span.quiet.num { (self.words) }
                @if let Some(href) = &self.next { a.button href=(href) rel="next" { (lang.answer_next()) } }
            }
        }
    }
}
