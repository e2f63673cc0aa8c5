//! `/`: the nearest rooms that have what is asked for.

use axum::http::StatusCode;
use axum::response::Response;
use domain::Query;
use maud::Render;

use super::form::finder_form;
use super::layout::finder_main;
use crate::i18n::query_words;
use crate::rooms::answer::Answer;
use crate::rooms::registry::At;
use crate::rooms::view::AnswerView;
use crate::ui::{Frame, Visit};

/// `/`
pub async fn finder(visit: Visit) -> Response {
    let lang = visit.lang;
    let asked = Query::parse(visit.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())), &[]);
    let (status, query, mistake) = match asked {
        Ok(query) => (StatusCode::OK, query, None),
        Err(mistake) => {
            let stop = if lang.is_english() { ". " } else { "。" };
            let words = query_words(&mistake, lang) + stop + lang.finder_asked_all();
            (StatusCode::BAD_REQUEST, Query { page: 1, ..Query::default() }, Some(words))
        }
    };
    let source = At::new(&visit.registry, visit.now);
    let answer = AnswerView::new(&query, &Answer::to(&query, &source), &source, lang, false);
    let form = finder_form(&query, mistake.as_deref(), &visit.registry.region, lang);
    let main = finder_main(&visit, &form, answer.render(), false);
    let region = visit.region_name();
    let description = Some(lang.finder_description(region));
    Frame { status, description, is_finder: true, ..Frame::new(&visit, lang.finder_title(region)) }.around(&main)
}
