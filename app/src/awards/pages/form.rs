//! The form that takes an award a step further.

use chrono::NaiveDate;
use domain::Word;
use domain::awards::{AwardState, AwardStep, Evidence, EvidenceKind, Level, SchemeKind, Standing};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::award::Whole;
use crate::accounts::SignedIn;
use crate::ui::Visit;

/// What is typed; it stays through mistakes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    step: String,
    on: String,
    level: String,
    from: String,
    /// A kind and an id, as `inspection:…`.
    evidence: String,
    pub(super) paper: String,
    pub(super) words: String,
    pub(super) version: i64,
    /// The moment of the latest doubt that the page showed.
    pub(super) doubt: String,
}

/// What a form says.
pub(super) struct Read {
    pub(super) step: AwardStep,
    pub(super) on: NaiveDate,
    pub(super) level: Option<Level>,
    pub(super) from: Option<NaiveDate>,
    pub(super) evidence: Option<Evidence>,
}

impl Typed {
    /// An empty form, of a day.
    pub(super) fn new(today: NaiveDate) -> Self {
        Self { on: today.to_string(), from: today.to_string(), ..Self::default() }
    }

    /// What it says, or what is wrong with it. Evidence is one of those that are offered.
    pub(super) fn read(&self, whole: &Whole, visit: &Visit) -> Result<Read, &'static str> {
        let lang = visit.lang;
        let step = AwardStep::from_word(&self.step).ok().ok_or(lang.build_wrong_step())?;
        let level = match whole.scheme.terms.kind {
            SchemeKind::Demonstration => Some(Level(1)),
            SchemeKind::Stars => self.level.parse().ok().map(Level),
        };
        let evidence = if self.evidence.is_empty() {
            None
        } else {
            let (kind, id) = self.evidence.split_once(':').ok_or(lang.award_wrong_evidence())?;
            let kind = EvidenceKind::from_word(kind).ok().ok_or(lang.award_wrong_evidence())?;
            let evidence = Evidence { kind, id: id.parse::<Uuid>().ok().ok_or(lang.award_wrong_evidence())? };
            let offered = whole.evidence(visit);
            let known = offered.iter().any(|(known, _)| *known == evidence);
            Some(Some(evidence).filter(|_| known).ok_or(lang.award_wrong_evidence())?)
        };
        Ok(Read { step, on: self.on.parse().ok().ok_or(lang.award_not_day())?, level, from: self.from.parse().ok(), evidence })
    }
}

/// The steps that a person may take.
fn steps(whole: &Whole, who: &SignedIn) -> Vec<AwardStep> {
    let award = &whole.kept.award;
    let own = award.nominated_by == who.actor();
    let can_lower = award.level.is_some_and(|level| level > whole.scheme.terms.lowest);
    let allowed = |step: &AwardStep| {
        award.state.after(*step).is_some() && !(own && step.needs_second()) && (*step != AwardStep::Lower || can_lower)
    };
    AwardStep::ALL.iter().copied().filter(allowed).collect()
}

/// What can be done next.
pub(super) fn next(whole: &Whole, who: &SignedIn, typed: &Typed, visit: &Visit) -> Markup {
    let (lang, award) = (visit.lang, &whole.kept.award);
    let steps = steps(whole, who);
    let nominated = award.state == AwardState::Nominated;
    let over = whole.standing(visit) == Standing::Expired;
    html! {
        @if nominated && award.nominated_by == who.actor() { p.quiet { (lang.award_not_own()) } }
        @if over { p.quiet { (lang.award_over_renew()) } }
        @else if !steps.is_empty() {
            section.panel aria-labelledby="next" {
                h2 #next { (lang.build_next()) }
                form.entries method="post" action={ "/staff/awards/" (whole.kept.id) } {
                    input type="hidden" name="version" value=(whole.kept.version);
                    input type="hidden" name="doubt" value=(whole.latest(visit));
                    fieldset.entry {
                        legend { (lang.build_step()) }
                        div.choices {
                            @for step in &steps {
                                label { input type="radio" name="step" value=(step) required checked[typed.step == step.word() || steps.len() == 1]; (lang.award_step(*step)) }
                            }
                        }
                    }
                    label.entry { span { (lang.award_on()) } input type="date" name="on" value=(typed.on) required; small { (lang.award_on_hint()) } }
                    (level(whole, nominated, typed, visit))
                    @if nominated && steps.contains(&AwardStep::Award) {
                        label.entry { span { (lang.award_from()) } input type="date" name="from" value=(typed.from); small { (lang.award_from_hint(whole.scheme.terms.months)) } }
                    }
                    @if !nominated { (evidence(whole, typed, visit)) }
                    label.entry { span { (lang.build_paper()) } input name="paper" value=(typed.paper) maxlength="100" autocomplete="off"; }
                    label.entry { span { (lang.award_reason()) } textarea name="words" rows="2" maxlength="300" { (typed.words) } small { (lang.award_reason_hint()) } }
                    button.button.button-primary { (lang.build_record()) }
                }
            }
        }
    }
}

/// Of stars: which; of those that are held, lower ones.
fn level(whole: &Whole, nominated: bool, typed: &Typed, visit: &Visit) -> Markup {
    let (lang, terms) = (visit.lang, &whole.scheme.terms);
    let held = whole.kept.award.level;
    let offered: Vec<Level> = terms.levels().rev().filter(|level| held.is_none_or(|held| *level < held)).collect();
    html! {
        @if terms.kind == SchemeKind::Stars && !offered.is_empty() {
            label.entry {
                span { (if nominated { lang.award_level() } else { lang.award_level_lower() }) }
                select name="level" {
                    option value="" { (lang.award_choose()) }
                    @for level in offered { option value=(level.0) selected[typed.level == level.0.to_string()] { (lang.award_what(terms.kind, level)) } }
                }
            }
        }
    }
}

/// What a step may rest on; what puts the award in question stands first.
fn evidence(whole: &Whole, typed: &Typed, visit: &Visit) -> Markup {
    let (lang, doubt) = (visit.lang, whole.doubt(visit));
    let value = |evidence: &Evidence| format!("{}:{}", evidence.kind, evidence.id);
    let chosen = if typed.step.is_empty() { doubt.map(|doubt| value(&doubt.evidence)) } else { Some(typed.evidence.clone()) };
    html! {
        label.entry {
            span { (lang.award_evidence()) }
            select name="evidence" {
                option value="" { (lang.award_evidence_none()) }
                @for (evidence, words) in whole.evidence(visit) {
                    option value=(value(&evidence)) selected[chosen.as_deref() == Some(value(&evidence).as_str())] { (words) }
                }
            }
            small { (lang.award_evidence_hint()) }
        }
    }
}
