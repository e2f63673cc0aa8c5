//! What several pages show: one form as it was answered, and what many come to.

use domain::Word;
use domain::supervision::{Form, Question, Reply, Summary};
use maud::{Markup, html};

use crate::i18n::Lang;

/// One form, question by question.
pub(super) fn answers_list(form: &Form, lang: Lang) -> Markup {
    let rating = |rating: Option<u8>| rating.map_or_else(|| lang.voice_unseen().to_owned(), |rating| format!("{rating} / 5"));
    html! {
        dl.pairs {
            @for question in Question::ALL { dt { (lang.supervise_short(*question)) } dd { (lang.supervise_reply(form.reply(*question))) } }
            dt { (lang.voice_clean()) } dd { (rating(form.clean())) }
            dt { (lang.voice_finding()) } dd { (rating(form.finding())) }
        }
        @if !form.remark().is_empty() { p { (lang.supervise_remark_was(form.remark())) } }
    }
}

/// What visits come to, question by question; `rows` gives the address of the visits behind a number.
pub(super) fn summary(summary: &Summary, rows: impl Fn(Question, Reply) -> String, lang: Lang) -> Markup {
    let heads = [lang.supervise_head_question(), lang.supervise_yes(), lang.supervise_no(), lang.supervise_unknown()];
    let share = lang.supervise_head_share();
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.supervise_answers()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } th scope="col" { (share) } } }
                tbody {
                    @for (question, tally) in summary.questions() {
                        tr {
                            td data-label=(heads[0]) { (lang.supervise_question(question)) }
                            @for ((reply, count), head) in Reply::ALL.iter().zip([tally.yes, tally.no, tally.unknown]).zip(&heads[1..]) {
                                td.num data-label=(head) { @if count > 0 { a href=(rows(question, *reply)) { (count) } } @else { "0" } }
                            }
                            td.num data-label=(share) { @match tally.share() { Some(share) => { (share) " %" } None => "—" } }
                        }
                    }
                }
            }
        }
        dl.pairs {
            @for (label, median) in [(lang.voice_clean(), summary.clean), (lang.voice_finding(), summary.finding)] {
                dt { (label) } dd { @match median { Some(median) => (lang.supervise_median(median)), None => "—" } }
            }
        }
    }
}
