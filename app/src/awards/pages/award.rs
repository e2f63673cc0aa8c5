//! `/staff/awards/{id}`: one award, what it rests on, what puts it in question, and what can be done with it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::Action;
use domain::awards::{AwardState, AwardStep, Deed, Doubt, Evidence, EvidenceKind, Standing, assess, in_question};
use maud::{Markup, html};
use uuid::Uuid;

use super::form::{self, Typed};
use super::rooms::seen;
use super::{ReadError, candidate, short, title};
use crate::accounts::{FileForm, Form, SignedIn};
use crate::awards::store::{self, Event, Happened, Kept, Scheme, StoreError, Taken};
use crate::i18n::moment_text;
use crate::inspections::pages::room_name;
use crate::inspections::{Certified, certified_of};
use crate::papers::{self, Paper, PaperOf, Subject};
use crate::rooms::store::{self as rooms, Stored};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// An award with all that its page shows.
pub(super) struct Whole {
    pub(super) kept: Kept,
    pub(super) scheme: Scheme,
    events: Vec<Event>,
    happened: Happened,
    room: Option<Stored>,
    certified: Option<Certified>,
    papers: Vec<Paper>,
    /// When it was read.
    at: DateTime<Utc>,
}

impl Whole {
    async fn read(state: &AppState, visit: &Visit, id: Uuid) -> Result<Option<Self>, ReadError> {
        let (db, at) = (&state.db, state.now());
        let Some(kept) = store::find(db, id).await? else { return Ok(None) };
        let Some(scheme) = store::find_scheme(db, kept.scheme).await? else { return Ok(None) };
        Ok(Some(Self {
            events: store::events(db, id).await?,
            happened: store::happened(db).await?.remove(&kept.room).unwrap_or_default(),
            room: rooms::of_id(db, kept.room).await?,
            certified: certified_of(db, visit.standards(), kept.room).await?,
            papers: papers::of(db, PaperOf::Award, id).await?,
            kept,
            scheme,
            at,
        }))
    }

    pub(super) fn standing(&self, visit: &Visit) -> Standing {
        self.kept.award.state.standing(self.kept.award.valid, visit.today())
    }

    /// What puts it in question, while it holds or is to hold.
    pub(super) fn doubt(&self, visit: &Visit) -> Option<Doubt> {
        let live = matches!(self.standing(visit), Standing::Coming | Standing::Valid);
        let settled = self.kept.settled.filter(|_| live)?;
        in_question(settled, &self.happened.doubts(&self.scheme.terms, visit.standards())).copied()
    }

    /// The moment of the latest thing that may put it in question, as a form carries it; empty where there is none.
    pub(super) fn latest(&self, visit: &Visit) -> String {
        let doubts = self.happened.doubts(&self.scheme.terms, visit.standards());
        doubts.last().map_or_else(String::new, |doubt| doubt.at.to_rfc3339_opts(SecondsFormat::Micros, true))
    }

    /// What came after it was given, the latest first: what lowering and withdrawing may rest on.
    pub(super) fn evidence(&self, visit: &Visit) -> Vec<(Evidence, String)> {
        let Some(given) = self.events.iter().find(|event| event.step == AwardStep::Award) else { return Vec::new() };
        let lang = visit.lang;
        let when = |at| moment_text(lang, visit.registry.region.local(at));
        let inspections = self.happened.inspections.iter().map(|one| {
            let evidence = Evidence { kind: EvidenceKind::Inspection, id: one.id };
            (one.at, evidence, lang.award_inspected(lang.date(one.visited)))
        });
        let others = self.happened.others.iter();
        let others = others.map(|doubt| (doubt.at, doubt.evidence, format!("{} · {}", lang.doubt(doubt.kind), when(doubt.at))));
        // What came between reading and giving is in question too.
        let since = self.kept.settled.map_or(given.at, |settled| settled.min(given.at));
        let mut all: Vec<_> = inspections.chain(others).filter(|(at, ..)| *at > since).collect();
        all.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        all.into_iter().map(|(_, evidence, words)| (evidence, words)).collect()
    }

    /// What stands against giving it.
    pub(super) fn unfit(&self, visit: &Visit) -> Vec<domain::awards::Unfit> {
        let Some(stored) = &self.room else { return vec![domain::awards::Unfit::Stage(domain::Stage::Closed)] };
        let with = (&self.scheme.terms, visit.standards());
        // What it holds until then is looked at with the days, when it is given.
        assess(&self.scheme.terms, candidate(&stored.room, self.certified.as_ref(), with, None), visit.today())
    }
}

async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Whole, Box<Response>> {
    who.needs(Action::ManageAwards, visit)?;
    match Whole::read(state, visit, id).await {
        Ok(found) => found.ok_or_else(|| Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// `GET /staff/awards/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(whole) => page(&visit, &who, &whole, &Typed::new(visit.today()), None),
        Err(refused) => *refused,
    }
}

fn page(visit: &Visit, who: &SignedIn, whole: &Whole, typed: &Typed, wrong: Option<&str>) -> Response {
    let (lang, award, terms) = (visit.lang, &whole.kept.award, &whole.scheme.terms);
    let room = room_name(&visit.registry, whole.kept.room, lang.is_english());
    let unfit = if award.state == AwardState::Nominated { whole.unfit(visit) } else { Vec::new() };
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/awards" { (lang.award_title()) } " · " a href={ "/staff/awards/schemes/" (whole.scheme.id) } { (title(terms, visit)) } }
            h1 { (room) }
            p.lead {
                strong { (lang.award_standing(award.state, whole.standing(visit))) }
                @if let Some(level) = award.level { " · " (lang.award_what(terms.kind, level)) }
                @if let Some(valid) = award.valid { " · " (lang.date(valid.from)) " – " (lang.date(valid.until)) }
            }
            (rests_on(whole, visit))
            @if let Some(doubt) = whole.doubt(visit) {
                p.mind { span { strong { (lang.award_in_doubt()) } " " (lang.doubt(doubt.kind)) " " (link(doubt.evidence, visit)) br; (lang.award_doubt_next()) } }
            }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @else if !unfit.is_empty() { p.wrong { (lang.award_not_fit(lang.all_unfit(&unfit))) } }
            (form::next(whole, who, typed, visit))
            h2 { (lang.money_papers()) }
            (papers::list(whole.papers.iter(), visit))
            (papers::form(&format!("/staff/awards/{}/papers", whole.kept.id), lang.award_papers_hint(), &html! {}, lang))
            h2 { (lang.rectify_history()) }
            ol.lines role="list" { @for event in whole.events.iter().rev() { (happened(event, terms, visit)) } }
        }
    };
    Frame::form(visit, room, wrong.is_some()).around(&main)
}

/// Who nominated the room, and what its latest inspection says.
fn rests_on(whole: &Whole, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        dl.rules {
            dt { (lang.award_issuer()) } dd { (whole.scheme.terms.issuer.pick(lang.is_english())) }
            dt { (lang.award_nominated_by()) }
            dd { (whole.kept.award.nominated_by) @if whole.kept.self_assessed { " · " (lang.award_self()) } }
            dt { (lang.money_rests_on()) }
            dd { @match &whole.certified { Some(certified) => (seen(certified, visit)), None => (lang.award_why_not_inspected()) } }
        }
    }
}

/// The way to what a step rests on.
fn link(evidence: Evidence, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let (to, called) = match evidence.kind {
        EvidenceKind::Inspection => (format!("/inspections/{}", evidence.id), lang.inspect_report()),
        EvidenceKind::Rectification => (format!("/rectifications/{}", evidence.id), lang.award_the_item()),
        EvidenceKind::Suspension => ("/staff/rectifications".to_owned(), lang.rectify_staff_title()),
        EvidenceKind::Room => ("/staff/build".to_owned(), lang.build_title()),
    };
    html! { a href=(to) { (called) } }
}

fn happened(event: &Event, terms: &domain::awards::Terms, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        li {
            strong { (lang.award_step(event.step)) }
            @if let Some(level) = event.level { " · " (lang.award_what(terms.kind, level)) }
            " · " time datetime=(event.on) { (lang.date(event.on)) }
            @if let Some(valid) = event.valid { " · " (lang.award_valid_days()) " " (lang.date(valid.from)) " – " (lang.date(valid.until)) }
            @if let Some(evidence) = event.evidence { " · " (link(evidence, visit)) @if let Some(band) = &event.band { " " (band) } }
            @if !event.paper.is_empty() { " · " (event.paper) }
            br; small.quiet { (lang.build_recorded(&event.actor, moment_text(lang, visit.registry.region.local(event.at)))) }
            @if !event.words.is_empty() { br; (event.words) }
        }
    }
}

/// `POST /staff/awards/{id}`
pub(super) async fn step(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    let whole = match find(&state, &visit, &who, id).await {
        Ok(whole) => whole,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let again = |wrong: &str| page(&visit, &who, &whole, &typed, Some(wrong));
    if typed.version != whole.kept.version {
        return again(lang.award_outdated());
    }
    let read = match typed.read(&whole, &visit) {
        Ok(read) => read,
        Err(wrong) => return again(wrong),
    };
    // What happened since the page was opened does not change the award, but nobody has seen it.
    if read.step.settles() && typed.doubt != whole.latest(&visit) {
        return again(lang.award_outdated());
    }
    let (words, paper) = (short(&typed.words, 1000), short(&typed.paper, 100));
    let (unfit, evidence, band) = match (read.step, &whole.certified) {
        (AwardStep::Award, Some(certified)) => {
            let inspection = Evidence { kind: EvidenceKind::Inspection, id: certified.inspection };
            (whole.unfit(&visit), Some(inspection), super::band_title(&certified.report, &visit))
        }
        (AwardStep::Award, None) => (whole.unfit(&visit), None, None),
        _ => (Vec::new(), read.evidence, None),
    };
    let deed =
        Deed { step: read.step, by: who.actor(), on: read.on, words: &words, level: read.level, from: read.from, evidence };
    let (band, today, now) = (band.as_deref(), visit.today(), state.now());
    let taken = Taken { deed, paper: &paper, band, unfit: &unfit, today, read: whole.at, now };
    match store::take(&state.db, &whole.scheme, &whole.kept, &taken).await {
        Ok(Ok(_)) => {
            state.show_at_once().await;
            Redirect::to(&format!("/staff/awards/{id}")).into_response()
        }
        Ok(Err(why)) => again(&lang.not_taken(&why)),
        Err(StoreError::Outdated) => again(lang.award_outdated()),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/awards/{id}/papers`
pub(super) async fn add_paper(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: FileForm,
) -> Response {
    let found = async {
        let whole = find(&state, &visit, &who, id).await?;
        Ok::<_, Box<Response>>((whole, papers::sent(&visit, form).await?))
    };
    let (whole, sent) = match found.await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let called = id.to_string();
    let to = Subject { of: PaperOf::Award, owner: id, number: 0, called: &called };
    match papers::add(&state, &visit, &who, to, sent).await {
        Ok(Ok(())) => Redirect::to(&format!("/staff/awards/{id}")).into_response(),
        Ok(Err(wrong)) => page(&visit, &who, &whole, &Typed::new(visit.today()), Some(&wrong)),
        Err(refused) => *refused,
    }
}
