//! The fields of a room as they are filled in.

use domain::{Access, Entry, Facility, Kind, Tri, VenueType, Word};
use maud::{Markup, html};

use super::fields::{Fields, Other};
use crate::i18n::Lang;
use crate::ui::Visit;

/// All fields; beside each what others have changed meanwhile.
pub(super) fn room_fields(fields: &Fields, others: &[Other], visit: &Visit) -> Markup {
    let form = FieldsForm { fields, others, lang: visit.lang };
    let lang = visit.lang;
    html! {
        fieldset.entries {
            legend.part { (lang.build_part_room()) }
            (form.text("name_zh", "", "required"))
            (form.text("name_en", "", ""))
            (form.choice("kind", Kind::ALL.iter().map(|kind| (kind.word(), lang.kind(*kind)))))
            (form.text("area_m2", lang.build_room_area_hint(), "decimal"))
        }
        fieldset.entries {
            legend.part { (lang.build_part_venue()) }
            (form.text("venue_zh", lang.build_venue_hint(), ""))
            (form.text("venue_en", "", ""))
            (form.choice("venue_type", VenueType::ALL.iter().map(|kind| (kind.word(), lang.venue_type(*kind)))))
            (form.text("venue_area_m2", lang.build_size_hint(), "numeric"))
            (form.text("venue_visitors_per_day", "", "numeric"))
        }
        fieldset.entries {
            legend.part { (lang.build_part_place()) }
            (form.areas(visit))
            (form.text("address", "", ""))
            (form.text("floor", lang.build_floor_hint(), ""))
            (form.text("lon", lang.build_position_hint(), "decimal"))
            (form.text("lat", "", "decimal"))
            (form.text("way_zh", lang.build_way_hint(), ""))
            (form.text("way_en", "", ""))
        }
        fieldset.entries {
            legend.part { (lang.build_part_entry()) }
            (form.choice("access", Access::ALL.iter().map(|access| (access.word(), lang.access(*access)))))
            (form.text("access_note", "", ""))
            (form.choice("who", Entry::ALL.iter().map(|entry| (entry.word(), lang.entry(*entry)))))
            (form.choice("paid_area", Tri::ALL.iter().map(|paid| (paid.word(), lang.paid_area(*paid)))))
            (form.text("hours", lang.build_hours_hint(), ""))
            (form.text("hours_note", "", ""))
        }
        details.more-fields open[others.iter().any(|other| Facility::from_word(other.column).is_ok())] {
            summary { (lang.build_part_facilities()) }
            fieldset.entries {
                legend.quiet { (lang.build_facilities_hint()) }
                @for facility in Facility::ALL {
                    (form.choice(facility.word(), Tri::ALL.iter().map(|value| (value.word(), lang.known(*value)))))
                }
            }
        }
    }
}

struct FieldsForm<'a> {
    fields: &'a Fields,
    others: &'a [Other],
    lang: Lang,
}

impl FieldsForm<'_> {
    /// A text; `how` is `required`, an input mode, or nothing.
    fn text(&self, column: &'static str, hint: &str, how: &str) -> Markup {
        let required = how == "required";
        let mode = (!required && !how.is_empty()).then_some(how);
        html! {
            label.entry {
                span { (self.lang.column(column)) }
                input name=(column) value=(self.fields.get(column)) maxlength="300" autocomplete="off" required[required]
                    inputmode=[mode] lang=[column.ends_with("_en").then_some("en")];
                @if !hint.is_empty() { small { (hint) } }
                (self.other(column, str::to_owned))
            }
        }
    }

    fn choice(&self, column: &'static str, options: impl Iterator<Item = (&'static str, &'static str)>) -> Markup {
        let options: Vec<_> = options.collect();
        let title = |word: &str| options.iter().find(|(of, _)| *of == word).map_or("", |(_, title)| *title).to_owned();
        html! {
            label.entry {
                span { (self.lang.column(column)) }
                select name=(column) {
                    @for (word, title) in &options { option value=(word) selected[self.fields.get(column) == *word] { (title) } }
                }
                (self.other(column, title))
            }
        }
    }

    /// Street and community, by the official list.
    fn areas(&self, visit: &Visit) -> Markup {
        let (lang, region) = (self.lang, &visit.registry.region);
        let (street, community) = (self.fields.get("street"), self.fields.get("community"));
        let name = |code: &str| {
            let code = domain::AreaCode::new(code).ok();
            let street = code.and_then(|code| region.street(code)).map(|street| street.name(lang.is_english()));
            let community = code.and_then(|code| region.community(code)).map(|(_, community)| community.name_zh.as_str());
            street.or(community).unwrap_or_default().to_owned()
        };
        html! {
            label.entry {
                span { (lang.column("street")) }
                select name="street" {
                    option value="" { (lang.build_choose()) }
                    @for of in &region.streets { option value=(of.code) selected[of.code.as_str() == street] { (of.name(lang.is_english())) } }
                }
                (self.other("street", name))
            }
            label.entry {
                span { (lang.column("community")) }
                select name="community" {
                    option value="" { (lang.build_choose_or_not()) }
                    @for of in &region.streets {
                        optgroup label=(of.name(lang.is_english())) {
                            @for of in &of.communities { option value=(of.code) selected[of.code.as_str() == community] { (of.name_zh) } }
                        }
                    }
                }
                (self.other("community", name))
            }
        }
    }

    /// What somebody else has made of it meanwhile.
    fn other(&self, column: &str, shown: impl Fn(&str) -> String) -> Markup {
        let lang = self.lang;
        let told = |text: &str| if text.is_empty() { lang.build_empty().to_owned() } else { shown(text) };
        html! {
            @if let Some(other) = self.others.iter().find(|other| other.column == column) {
                @if other.conflict { strong.late { (lang.build_conflict(told(&other.now), told(&other.before))) } }
                @else { small { (lang.build_taken_over(told(&other.before))) } }
            }
        }
    }
}

impl Lang {
    /// Whether something is there.
    fn known(self, value: Tri) -> &'static str {
        match value {
            Tri::Yes => self.build_there(),
            Tri::No => self.build_not_there(),
            Tri::Unknown => self.build_not_known(),
        }
    }
}
