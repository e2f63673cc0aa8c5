//! A text as headings and paragraphs, and how it is written.

use super::numbering::heading_level;
use crate::words::words;

words! {
    /// Who does what is on a checklist, and how often.
    Doer {
        /// The venue's people, every day.
        OperatorDaily = "operator_daily",
        /// Staff of the district, every month.
        StaffMonthly = "staff_monthly",
        /// An expert, at each inspection.
        Expert = "expert",
    }
}

impl Doer {
    /// As it stands between 【 and 】 in a text.
    pub fn tag(self) -> &'static str {
        match self {
            Self::OperatorDaily => "运营单位每日",
            Self::StaffMonthly => "工作人员每月",
            Self::Expert => "专家",
        }
    }
}

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// From 1, the highest, to 3.
        level: u8,
        /// Its words, with their number where they have one.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// A paragraph that is to be checked.
    Check {
        /// Who does so, where the text says.
        doer: Option<Doer>,
        /// What is to be done or seen.
        text: String,
    },
}

impl Block {
    /// Its words.
    pub fn text(&self) -> &str {
        match self {
            Self::Heading { text, .. } | Self::Paragraph(text) | Self::Check { text, .. } => text,
        }
    }

    /// Whether it is a heading.
    pub fn is_heading(&self) -> bool {
        matches!(self, Self::Heading { .. })
    }
}

/// As it is written in a text.
impl std::fmt::Display for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Heading { level, text } if heading_level(text) != Some(*level) => {
                write!(f, "{} {text}", "#".repeat(usize::from(*level)))
            }
            Self::Heading { text, .. } | Self::Paragraph(text) => f.write_str(text),
            Self::Check { doer: Some(doer), text } => write!(f, "- [ ] 【{}】{text}", doer.tag()),
            Self::Check { doer: None, text } => write!(f, "- [ ] {text}"),
        }
    }
}

/// Whether a paragraph is to be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It is not.
    No,
    /// It is, by somebody, or by nobody in particular.
    By(Option<Doer>),
}

/// A text, of at least one line that is not a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body(pub(super) Vec<Block>);

impl Body {
    /// Its lines.
    pub fn blocks(&self) -> &[Block] {
        &self.0
    }

    /// The same text with other paragraphs to be checked: what is wished of each one, counted from 0, where anything is.
    #[must_use]
    pub fn marked(&self, wished: impl Fn(usize) -> Option<Checked>) -> Self {
        let marked = |(at, block): (usize, &Block)| match wished(at).filter(|_| !block.is_heading()) {
            None => block.clone(),
            Some(Checked::No) => Block::Paragraph(block.text().to_owned()),
            Some(Checked::By(doer)) => Block::Check { doer, text: block.text().to_owned() },
        };
        Self(self.0.iter().enumerate().map(marked).collect())
    }
}

/// As it is written: read again, it is the same.
impl std::fmt::Display for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().enumerate().try_for_each(|(at, block)| {
            // An empty line above a heading is for people only.
            let gap = if at > 0 && block.is_heading() { "\n" } else { "" };
            writeln!(f, "{gap}{block}")
        })
    }
}
