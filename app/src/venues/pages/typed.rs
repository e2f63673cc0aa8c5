//! What is typed of a venue: the columns of our files, read as there.

use domain::venues::Details;
use domain::{Bilingual, Line, Merged, Tri, VenueType, Wgs84, Word, merge};
use maud::{Markup, html};

use super::field;
use crate::i18n::Lang;
use crate::ui::Visit;
use crate::venues::file::{area, name as name_of, visitors};

/// As it was typed; it stays through mistakes.
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    pub(super) fn new(form: Vec<(String, String)>) -> Self {
        Self(form)
    }

    /// As a venue has it.
    pub(super) fn of(of: &Details) -> Self {
        let text = |text: Option<String>| text.unwrap_or_default();
        let fields = [
            ("name", of.name.zh.to_string()),
            ("name_en", text(of.name.en.as_ref().map(ToString::to_string))),
            ("street", text(of.street.map(|code| code.to_string()))),
            ("community", text(of.community.map(|code| code.to_string()))),
            ("type", of.kind.word().to_owned()),
            ("area_m2", text(of.area_m2.map(|area| area.to_string()))),
            ("visitors_per_day", text(of.visitors_per_day.map(|visitors| visitors.to_string()))),
            ("frequented", of.frequented.word().to_owned()),
            ("address", text(of.address.as_ref().map(ToString::to_string))),
            ("lon", text(of.place.map(|place| place.lon().to_string()))),
            ("lat", text(of.place.map(|place| place.lat().to_string()))),
            ("source", of.source.to_string()),
            ("source_day", of.source_day.to_string()),
            ("why", String::new()),
        ];
        Self(fields.into_iter().map(|(name, text)| (name.to_owned(), text)).collect())
    }

    /// What was typed joined with what stands `now`, where both began from `base`: what this person left as it was is as it
    /// stands now.
    pub(super) fn joined(&self, base: &Details, now: &Details) -> Self {
        let (base, now) = (Self::of(base), Self::of(now));
        let join = |(name, _): &(String, String)| {
            let text = match merge(&base.get(name), self.get(name), now.get(name)) {
                Merged::Agreed(text) => text,
                Merged::Conflict { mine, .. } => mine,
            };
            (name.clone(), text.to_owned())
        };
        Self(now.0.iter().map(join).collect())
    }

    pub(super) fn get(&self, name: &str) -> &str {
        field(&self.0, name)
    }

    /// The venue with it, and the reason; or what is wrong with it.
    pub(super) fn read(&self, old: &Details, visit: &Visit) -> Result<(Details, Line), String> {
        let (lang, region) = (visit.lang, &visit.registry.region);
        let line = |name: &str| match self.get(name) {
            "" => Ok(None),
            text => Line::new(text).ok().map(Some).ok_or(lang.build_wrong_text()),
        };
        let code = |name: &str| Some(self.get(name)).filter(|text| !text.is_empty()).and_then(|text| text.parse().ok());
        let street = code("street").and_then(|code| region.street(code)).map(|street| street.code);
        let community = code("community").and_then(|code| region.community(code));
        if community.as_ref().is_some_and(|(of, _)| street != Some(of.code)) {
            return Err(lang.import_why_community().to_owned());
        }
        let why = line("why")?.ok_or(lang.venues_wrong_reason())?;
        let name = Some(self.get("name")).filter(|text| !text.is_empty()).ok_or(lang.venues_wrong_no_name())?;
        let name = name_of(name).map_err(|why| lang.venue_wrong(why))?;
        let number = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let area_m2 = number(self.get("area_m2")).map(|text| area(&text)).transpose();
        let visitors_per_day = number(self.get("visitors_per_day")).map(|text| visitors(&text)).transpose();
        let day = self.get("source_day").parse().ok().filter(|day| *day <= visit.today());
        let details = Details {
            name: Bilingual { zh: name, en: line("name_en")? },
            street,
            community: community.map(|(_, community)| community.code),
            kind: VenueType::from_word(self.get("type")).ok().ok_or(lang.venues_wrong_choice())?,
            area_m2: area_m2.ok().ok_or(lang.venues_wrong_area())?,
            visitors_per_day: visitors_per_day.ok().ok_or(lang.venues_wrong_visitors())?,
            frequented: Tri::from_word(self.get("frequented")).ok().ok_or(lang.venues_wrong_choice())?,
            address: line("address")?,
            place: self.place(lang)?,
            source: line("source")?.ok_or(lang.venues_wrong_source())?,
            source_day: day.ok_or(lang.build_wrong_day())?,
            demo: old.demo,
        };
        Ok((details, why))
    }

    /// The position, where one is written; or what is wrong with it.
    fn place(&self, lang: Lang) -> Result<Option<Wgs84>, &'static str> {
        let degrees = |name: &str| self.get(name).parse::<f64>().ok();
        if self.get("lon").is_empty() && self.get("lat").is_empty() {
            return Ok(None);
        }
        let place = degrees("lon").zip(degrees("lat")).and_then(|(lon, lat)| Wgs84::new(lon, lat).ok());
        place.map(Some).ok_or(lang.import_why_degrees())
    }

    /// The fields.
    pub(super) fn fields(&self, visit: &Visit) -> Markup {
        let lang = visit.lang;
        html! {
            (self.text("name", lang.money_name(), "", true))
            (self.text("name_en", lang.build_name_en(), "", false))
            (self.areas(visit))
            (self.choice("type", lang.build_venue_type(), VenueType::ALL.iter().map(|kind| (kind.word(), lang.venue_type(*kind)))))
            (self.text("area_m2", lang.build_area(), lang.build_size_hint(), false))
            (self.text("visitors_per_day", lang.build_visitors(), "", false))
            (self.choice("frequented", lang.venues_frequented(), Tri::ALL.iter().map(|value| (value.word(), lang.venue_tri(*value)))))
            (self.text("address", lang.build_address(), "", false))
            (self.text("lon", lang.build_lon(), lang.build_position_hint(), false))
            (self.text("lat", lang.build_lat(), "", false))
            (self.text("source", lang.target_source(), lang.venues_source_hint(), true))
            label.entry { span { (lang.venues_source_day()) } input type="date" name="source_day" value=(self.get("source_day")) max=(visit.today()) required; }
            (self.text("why", lang.venues_reason(), lang.venues_reason_hint(), true))
        }
    }

    fn text(&self, name: &str, title: &str, hint: &str, required: bool) -> Markup {
        html! {
            label.entry {
                span { (title) }
                input name=(name) value=(self.get(name)) maxlength="200" autocomplete="off" required[required] lang=[(name == "name_en").then_some("en")];
                @if !hint.is_empty() { small { (hint) } }
            }
        }
    }

    fn choice<'a>(&self, name: &str, title: &str, options: impl Iterator<Item = (&'a str, &'a str)>) -> Markup {
        html! {
            label.entry {
                span { (title) }
                select name=(name) { @for (word, title) in options { option value=(word) selected[self.get(name) == word] { (title) } } }
            }
        }
    }

    /// Street and community, by the official list.
    fn areas(&self, visit: &Visit) -> Markup {
        let (lang, region) = (visit.lang, &visit.registry.region);
        html! {
            label.entry {
                span { (lang.build_street()) }
                select name="street" {
                    option value="" { (lang.build_choose_or_not()) }
                    @for of in &region.streets { option value=(of.code) selected[of.code.as_str() == self.get("street")] { (of.name(lang.is_english())) } }
                }
            }
            label.entry {
                span { (lang.build_community()) }
                select name="community" {
                    option value="" { (lang.build_choose_or_not()) }
                    @for of in &region.streets {
                        optgroup label=(of.name(lang.is_english())) {
                            @for of in &of.communities { option value=(of.code) selected[of.code.as_str() == self.get("community")] { (of.name_zh) } }
                        }
                    }
                }
            }
        }
    }
}
