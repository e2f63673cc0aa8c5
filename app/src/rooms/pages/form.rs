//! The finder's form: a GET form, so that the address holds the whole question.

use domain::{AreaClass, Facility, Query, Region, Word};
use leptos::prelude::*;

use crate::i18n::Lang;
use crate::rooms::view::{Icon, facility_icon};

/// Facilities offered first.
const CHIPS: [Facility; 3] = [Facility::HotWater, Facility::Lockable, Facility::StepFree];
/// Facilities under "more".
const MORE: [Facility; 9] = [
    Facility::Basin,
    Facility::ChangingTable,
    Facility::SafetyBuckle,
    Facility::NursingSeat,
    Facility::Cot,
    Facility::Curtain,
    Facility::PowerSocket,
    Facility::BottleWarmer,
    Facility::CallDevice,
];

/// The search field alone, for pages that lost the visitor.
pub fn search_form(lang: Lang) -> impl IntoView {
    view! {
        <form class="search" method="get" action="/" role="search" aria-label=lang.finder_form_label()>
            {field(lang, String::new())}
        </form>
    }
}

/// The whole form, filled in as asked.
pub(super) fn finder_form(query: &Query, error: Option<String>, region: &Region, lang: Lang) -> impl IntoView + use<> {
    let has = |facility: Facility| {
        chip("has", facility.word(), facility_icon(facility), lang.facility_short(facility), query.has.contains(facility))
    };
    let more_set = MORE.iter().any(|&facility| query.has.contains(facility)) || query.class.is_some() || query.street.is_some();
    let fine = error.is_none();
    // Where the question says from, and which part of the map, must survive a change of filter.
    let kept = [("near", query.near.map(|near| near.to_string())), ("bbox", query.bbox.map(|bbox| bbox.to_string()))];
    view! {
        <form class="search" method="get" action="/" role="search" aria-label=lang.finder_form_label()>
            {field(lang, query.q.clone().unwrap_or_default())}
            {kept.into_iter().filter_map(|(name, value)| Some(view! { <input type="hidden" name=name value=value?/> })).collect_view()}
            <p class="form-error" id="q-error" hidden=fine role="status"><Icon name="info"/><span>{error}</span></p>
            <div class="filters">
                <div class="chips" role="group" aria-label=lang.finder_filters()>
                    {chip("open", "now", "clock", lang.finder_open_now(), query.open_now)}
                    {has(CHIPS[0])}
                    {chip("who", "everyone", "everyone", lang.finder_everyone(), query.everyone)}
                    {CHIPS[1..].iter().map(|&facility| has(facility)).collect_view()}
                </div>
                <details class="more" open=more_set>
                    <summary><Icon name="more"/>{lang.finder_more()}</summary>
                    <div class="more-body">
                        <fieldset>
                            <legend>{lang.finder_facilities()}</legend>
                            <div class="chips">{MORE.iter().map(|&facility| has(facility)).collect_view()}</div>
                        </fieldset>
                        {picks(query, region, lang)}
                    </div>
                </details>
            </div>
        </form>
    }
}

fn field(lang: Lang, text: String) -> impl IntoView {
    view! {
        <div class="field">
            <label class="vh" for="q">{lang.finder_search()}</label>
            <input id="q" name="q" type="search" value=text placeholder=lang.finder_placeholder() autocomplete="off"
                enterkeyhint="search" maxlength="100"/>
            <button class="find" type="submit"><Icon name="search"/><span>{lang.finder_search()}</span></button>
            <button class="near" type="button" hidden><Icon name="locate"/>{lang.finder_near()}</button>
        </div>
    }
}

fn chip(name: &'static str, value: &'static str, icon: &'static str, words: &'static str, checked: bool) -> impl IntoView {
    view! {
        <label class="chip">
            <input type="checkbox" name=name value=value checked=checked/>
            <span><Icon name=icon/><Icon name="tick" class="icon tick"/>{words}</span>
        </label>
    }
}

fn picks(query: &Query, region: &Region, lang: Lang) -> impl IntoView + use<> {
    let class = |class: AreaClass| {
        let selected = query.class == Some(class);
        view! { <option value=class.word() selected=selected>{lang.class(class)}</option> }
    };
    let street = |street: &domain::Street| {
        let selected = query.street == Some(street.code);
        view! { <option value=street.code.to_string() selected=selected>{street.name(lang.is_english()).to_owned()}</option> }
    };
    view! {
        <div class="picks">
            <label class="pick"><span>{lang.finder_class()}</span>
                <select name="class"><option value="">{lang.finder_any()}</option>
                    {AreaClass::ALL.iter().copied().map(class).collect_view()}</select></label>
            {(!region.streets.is_empty()).then(|| view! {
                <label class="pick"><span>{lang.finder_street()}</span>
                    <select name="street"><option value="">{lang.finder_any()}</option>
                        {region.streets.iter().map(street).collect_view()}</select></label>
            })}
        </div>
    }
}
