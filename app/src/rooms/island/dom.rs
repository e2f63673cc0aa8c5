//! Reading and filling the finder's form.

use domain::{Query, QueryError};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

/// The finder's form.
pub(super) fn form() -> Option<HtmlFormElement> {
    find("main form.search")
}

/// The first element of a selector, as a type.
pub(super) fn find<T: JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// The question in the form.
pub(super) fn read(form: &HtmlFormElement) -> Result<Query, QueryError> {
    let fields = FormData::new_with_form(form).ok().map(fields).unwrap_or_default();
    Query::parse(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())), &[])
}

fn fields(data: FormData) -> Vec<(String, String)> {
    let entries = js_sys::try_iter(&data.into()).ok().flatten();
    let pair = |entry: JsValue| {
        let pair: js_sys::Array = entry.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    entries.into_iter().flatten().filter_map(|entry| pair(entry.ok()?)).collect()
}

/// The question in an address's query string.
pub(super) fn parse(search: &str) -> Result<Query, QueryError> {
    let fields: Vec<_> = form_urlencoded::parse(search.trim_start_matches('?').as_bytes()).into_owned().collect();
    Query::parse(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())), &[])
}

/// Fills the form in as asked.
pub(super) fn fill(form: &HtmlFormElement, query: &Query) {
    let fields = query.fields();
    let values = |name: &str| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value.as_str());
    let Ok(controls) = form.query_selector_all("input, select") else { return };
    for control in (0..controls.length()).filter_map(|index| controls.get(index)) {
        if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
            let value = values(&input.name());
            match input.type_().as_str() {
                "checkbox" => input.set_checked(value.split(',').any(|value| value == input.value())),
                _ => input.set_value(value),
            }
        } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
            select.set_value(values(&select.name()));
        }
    }
}

/// Takes the hidden fields out that say where the question was asked from.
pub(super) fn forget_place(form: &HtmlFormElement) {
    if let Ok(hidden) = form.query_selector_all("input[type=hidden]") {
        (0..hidden.length()).filter_map(|index| hidden.get(index)?.dyn_into::<Element>().ok()).for_each(|input| input.remove());
    }
}

/// Says what is wrong under the search field, or takes it back.
pub(super) fn complain(words: Option<&str>) {
    let Some(place) = find::<HtmlElement>("#q-error") else { return };
    place.set_hidden(words.is_none());
    if let Some(span) = place.query_selector("span").ok().flatten() {
        span.set_text_content(words);
    }
}
