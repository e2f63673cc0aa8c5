//! The form of a webhook.

use std::collections::{BTreeSet, HashMap};

use domain::notices::Kind;
use domain::{Line, Word};
use maud::{Markup, html};

use crate::i18n::Lang;
use crate::webhooks::call::address;
use crate::webhooks::store::Webhook;

/// Characters of a name at most.
const MOST: usize = 60;

/// What was typed: `name`, `url`, and `kind.WORD` of each kind that is wanted.
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) kinds: BTreeSet<Kind>,
}

impl Typed {
    /// As it stands in a form that was sent.
    pub(super) fn of(fields: &HashMap<String, String>) -> Self {
        let text = |name: &str| fields.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let kinds = Kind::ALL.iter().copied().filter(|kind| fields.contains_key(&format!("kind.{kind}"))).collect();
        Self { name: text("name"), url: text("url"), kinds }
    }

    pub(super) fn empty() -> Self {
        Self { name: String::new(), url: String::new(), kinds: BTreeSet::new() }
    }

    pub(super) fn stored(webhook: &Webhook) -> Self {
        Self { name: webhook.name.clone(), url: webhook.url.clone(), kinds: webhook.kinds.clone() }
    }

    /// What is wrong with it.
    pub(super) fn wrong(&self, lang: Lang) -> Option<&'static str> {
        if Line::new(&self.name).is_err() || self.name.chars().count() > MOST {
            Some(lang.webhook_no_name())
        } else if address(&self.url).is_none() {
            Some(lang.webhook_no_url())
        } else if self.kinds.is_empty() {
            Some(lang.webhook_no_kinds())
        } else {
            None
        }
    }

    /// The fields.
    pub(super) fn fields(&self, lang: Lang) -> Markup {
        html! {
            label.entry { span { (lang.webhook_name()) } input name="name" value=(self.name) required maxlength=(MOST) autocomplete="off"; }
            label.entry {
                span { (lang.webhook_url()) }
                input type="url" name="url" value=(self.url) required maxlength="500" placeholder="https://" autocomplete="off" spellcheck="false";
                small { (lang.webhook_url_hint()) }
            }
            fieldset.clause {
                legend { (lang.webhook_kinds()) }
                @for kind in Kind::ALL {
                    label.check {
                        input type="checkbox" name={ "kind." (kind) } value="yes" checked[self.kinds.contains(kind)];
                        span { (lang.notice_kind(*kind)) " " code.quiet { (kind) } }
                    }
                }
            }
        }
    }
}
