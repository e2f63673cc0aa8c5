//! What is typed to plan a round: it stays through mistakes and the preview.

use uuid::Uuid;

/// How rooms are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rounds) enum How {
    All,
    Street,
    Older,
    Listed,
    Draw,
}

impl domain::Word for How {
    const ALL: &'static [Self] = &[Self::All, Self::Street, Self::Older, Self::Listed, Self::Draw];
    fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Street => "street",
            Self::Older => "older",
            Self::Listed => "listed",
            Self::Draw => "draw",
        }
    }
}

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::rounds) struct Typed {
    pub(in crate::rounds) title: String,
    pub(in crate::rounds) purpose: String,
    pub(in crate::rounds) about: String,
    pub(in crate::rounds) how: String,
    pub(in crate::rounds) street: String,
    pub(in crate::rounds) months: String,
    pub(in crate::rounds) codes: String,
    pub(in crate::rounds) count: String,
    pub(in crate::rounds) seed: String,
    pub(in crate::rounds) due: String,
    pub(in crate::rounds) experts: Vec<Uuid>,
    pub(in crate::rounds) twice: bool,
    /// Of the plan that was shown.
    pub(super) digest: String,
    /// Whether to go back to the form.
    pub(super) back: bool,
}

impl Typed {
    /// Out of the fields of a form; unknown ones are passed over.
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let text =
            |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map_or_else(String::new, |(_, text)| text.clone());
        let experts = fields.iter().filter(|(name, _)| name == "expert").filter_map(|(_, id)| id.parse().ok());
        Self {
            title: text("title"),
            purpose: text("purpose"),
            about: text("about"),
            how: text("how"),
            street: text("street"),
            months: text("months"),
            codes: text("codes"),
            count: text("count"),
            seed: text("seed"),
            due: text("due"),
            experts: experts.collect(),
            twice: !text("twice").is_empty(),
            digest: text("digest"),
            back: !text("back").is_empty(),
        }
    }

    /// The same as fields.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let texts = [
            ("title", &self.title),
            ("purpose", &self.purpose),
            ("about", &self.about),
            ("how", &self.how),
            ("street", &self.street),
            ("months", &self.months),
            ("codes", &self.codes),
            ("count", &self.count),
            ("seed", &self.seed),
            ("due", &self.due),
        ];
        let texts = texts.into_iter().map(|(name, text)| (name, text.clone()));
        let experts = self.experts.iter().map(|id| ("expert", id.to_string()));
        texts.chain(experts).chain(self.twice.then(|| ("twice", "yes".to_owned()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let typed = Typed {
            title: "年检 2026".to_owned(),
            codes: "LG-0001\nLG-0002".to_owned(),
            experts: vec![Uuid::from_u128(1), Uuid::from_u128(2)],
            twice: true,
            ..Typed::default()
        };
        let fields: Vec<_> = typed.fields().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        assert_eq!(Typed::of(&fields), typed);
    }
}
