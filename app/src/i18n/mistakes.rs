//! Mistakes in a question, told in the visitor's language.

use domain::{PlaceError, QueryError, QueryProblem};

use super::Lang;

/// A mistake in the address, in the visitor's language.
pub fn query_words(error: &QueryError, lang: Lang) -> String {
    let problem = match &error.problem {
        QueryProblem::UnknownField { allowed } => lang.error_unknown_field(allowed.join(lang.answer_list_separator())),
        QueryProblem::Twice => lang.error_twice().to_owned(),
        QueryProblem::Word(word) => lang.error_word(&word.got, word.allowed.join(lang.answer_list_separator())),
        QueryProblem::Number { least, most } => lang.error_number(least, most),
        QueryProblem::Long { most } => lang.error_long(most),
        QueryProblem::Code => lang.error_code().to_owned(),
        QueryProblem::Place(place) => match place {
            PlaceError::Swapped { lon, lat } => lang.error_swapped(lon, lat),
            PlaceError::OutOfRange { .. } => lang.error_range().to_owned(),
            PlaceError::NotANumber => lang.error_not_number().to_owned(),
            PlaceError::Null => lang.error_null_place().to_owned(),
            PlaceError::Box => lang.error_box().to_owned(),
        },
    };
    lang.error_field(&error.field, problem)
}
