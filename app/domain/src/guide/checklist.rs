//! The checklist that is drawn from a text.

use super::body::{Block, Body, Doer};
use super::numbering::article;

/// Something to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task<'a> {
    /// Which line of the text it is, from 0.
    pub at: usize,
    /// Who checks it, where the text says.
    pub doer: Option<Doer>,
    /// What is to be done or seen.
    pub text: &'a str,
    /// Where it stands: the headings above it, the highest first, and its article.
    pub place: Vec<&'a str>,
}

impl Body {
    /// All that is to be checked, in the order of the text.
    pub fn checklist(&self) -> Vec<Task<'_>> {
        let (mut tasks, mut headings, mut under) = (Vec::new(), Vec::<(u8, &str)>::new(), None);
        for (at, block) in self.blocks().iter().enumerate() {
            match block {
                Block::Heading { level, text } => {
                    headings.retain(|(above, _)| above < level);
                    headings.push((*level, text));
                    under = None;
                }
                Block::Paragraph(text) => under = article(text).or(under),
                Block::Check { doer, text } => {
                    under = article(text).or(under);
                    let own = article(text).is_some();
                    let place = headings.iter().map(|(_, text)| *text).chain(under.filter(|_| !own)).collect();
                    tasks.push(Task { at, doer: *doer, text, place });
                }
            }
        }
        tasks
    }
}
