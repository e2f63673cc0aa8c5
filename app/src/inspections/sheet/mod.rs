//! The sheet as a form, written alike by the server and, where there is no signal, by the phone.

mod answer;
mod controls;
mod progress;
mod venue;

use domain::score::{Sheet, check_sheet};
use domain::standard::{Clause, Standard};

use crate::i18n::Lang;

pub use answer::{Fields, fields};
pub use controls::Asked;
pub use progress::{hints, open, sections, standing};
pub use venue::{Venue, venue_form};

/// Takes what a form says of a clause into the sheet; where it makes no sense, the sheet stays and the words say why.
pub fn take(standard: &Standard, clause: &Clause, fields: &Fields, sheet: &mut Sheet, lang: Lang) -> Result<(), String> {
    let mut told = sheet.clone();
    match answer::read(clause, fields) {
        Ok(Some(answer)) => drop(told.answers.clauses.insert(clause.id, answer)),
        Ok(None) => drop(told.answers.clauses.remove(&clause.id)),
        Err(_) => return Err(lang.inspect_no_number().to_owned()),
    }
    let note = answer::text(fields, &format!("{}.note", clause.id));
    let evidence = told.evidence.entry(clause.id).or_default();
    note.clone_into(&mut evidence.note);
    told.evidence.retain(|_, evidence| !evidence.note.is_empty() || !evidence.photos.is_empty());
    if let Some(problem) = check_sheet(standard, &told).iter().find(|problem| problem.clause == clause.id) {
        return Err(lang.wrong(&problem.wrong));
    }
    *sheet = told;
    Ok(())
}
