//! What is typed for a campaign; it stays through mistakes.

use domain::supervision::{Campaign, MOST_ROOMS};
use domain::{AreaCode, Line};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::ui::Visit;

/// Characters of a name at most.
const MOST_NAME: usize = 60;
/// Characters of a note at most.
const MOST_NOTE: usize = 300;

/// As it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// Names the campaign, so that the same form twice begins one.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) wanted: String,
    pub(super) street: String,
    pub(super) note: String,
}

impl Typed {
    /// The campaign, or what is wrong.
    pub(super) fn read(&self, visit: &Visit) -> Result<(Uuid, Campaign), String> {
        let lang = visit.lang;
        let id = self.id.parse().ok().ok_or(lang.supervise_bad_question())?;
        let line = |text: &str, most: usize| Line::new(text).ok().filter(|line| line.as_str().chars().count() <= most);
        let name = line(&self.name, MOST_NAME).ok_or_else(|| lang.supervise_wrong_name(MOST_NAME))?;
        let day = |text: &str| text.trim().parse().ok().ok_or(lang.supervise_wrong_day());
        let (first, last) = (day(&self.first)?, day(&self.last)?);
        let wanted = self.wanted.trim().parse().ok().ok_or_else(|| lang.supervise_wrong_wanted(MOST_ROOMS))?;
        let known = |code: &AreaCode| visit.registry.region.street(*code).is_some();
        let street = match self.street.as_str() {
            "" => None,
            code => Some(AreaCode::new(code).ok().filter(known).ok_or(lang.supervise_wrong_street())?),
        };
        let note = match self.note.trim() {
            "" => None,
            text => Some(line(text, MOST_NOTE).ok_or(lang.build_wrong_text())?),
        };
        let campaign = Campaign { name, first, last, wanted, street, note, closed: false };
        campaign.check().map_err(|bad| lang.supervise_bad_campaign(bad))?;
        Ok((id, campaign))
    }

    /// The form.
    pub(super) fn form(&self, open: bool, visit: &Visit) -> Markup {
        let lang = visit.lang;
        html! {
            details.more-fields open[open] {
                summary { (lang.supervise_new_campaign()) }
                form.entries method="post" action="/staff/supervision" {
                    input type="hidden" name="id" value=(self.id);
                    label.entry { span { (lang.supervise_name()) } input name="name" value=(self.name) maxlength=(MOST_NAME) required; }
                    label.entry { span { (lang.supervise_first()) } input type="date" name="first" value=(self.first) required; }
                    label.entry { span { (lang.supervise_last()) } input type="date" name="last" value=(self.last) required; }
                    label.entry { span { (lang.supervise_wanted()) } input name="wanted" value=(self.wanted) inputmode="numeric" required; small { (lang.supervise_wanted_hint()) } }
                    label.entry {
                        span { (lang.build_street()) }
                        select name="street" {
                            option value="" { (lang.figures_any_street()) }
                            @for street in &visit.registry.region.streets {
                                option value=(street.code) selected[street.code.as_str() == self.street] { (street.name(lang.is_english())) }
                            }
                        }
                    }
                    label.entry { span { (lang.supervise_note()) } textarea name="note" rows="3" maxlength=(MOST_NOTE) { (self.note) } small { (lang.supervise_note_hint()) } }
                    button.button.button-primary { (lang.supervise_begin()) }
                }
            }
        }
    }
}
