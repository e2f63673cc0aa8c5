//! `/inspections/{id}`: the report of an inspection, of each of its revisions, and what was checked again since.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::rectification::{camera_found, is_camera};
use domain::score::{Outcome, Report, Sheet, score};
use domain::standard::Standard;
use domain::{Action, Digest, InspectionState, InspectionStep, may};
use maud::{Markup, html};
use uuid::Uuid;

use super::panel::{again, result};
use super::photos::evidence;
use super::{find, revised, room_name};
use crate::accounts::{Maybe, SignedIn};
use crate::i18n::Lang;
use crate::inspections::store::{self, Certified, Gate, Inspection, Revision, StoreError, gate};
use crate::photos::{Album, Viewer};
use crate::rectifications::{self, Recheck};
use crate::standards::{explain_line, summary};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /inspections/{id}`, and `?revision=N`: for everybody once confirmed, before that for its expert and for reviewers.
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Maybe(who): Maybe, Path(id): Path<Uuid>) -> Response {
    let inspection = match find(&state, &visit, id).await {
        Ok(inspection) => inspection,
        Err(refused) => return *refused,
    };
    let own = who.as_ref().is_some_and(|who| who.person.id == inspection.expert);
    if !own && let Err(refused) = sealed(&state, &visit, who.as_ref(), &inspection).await {
        return *refused;
    }
    page(&state, &visit, who.as_ref(), &inspection, None).await
}

/// Of a double inspection nobody but its own expert sees anything before the other one has come.
pub(super) async fn sealed(
    state: &AppState,
    visit: &Visit,
    who: Option<&SignedIn>,
    inspection: &Inspection,
) -> Result<(), Box<Response>> {
    let lang = visit.lang;
    match gate(&state.db, inspection).await {
        Ok(Gate::Free | Gate::Unsettled) => Ok(()),
        Ok(Gate::Waits) if !who.is_some_and(|who| may(who.person.role, Action::ReviewInspections)) => {
            Err(Box::new(AppError::NoPage.page(visit)))
        }
        Ok(Gate::Waits) => {
            let main = html! {
                main #main.prose tabindex="-1" { h1 { (lang.inspect_report()) } p { (lang.round_sealed()) } }
            };
            let frame = Frame { status: AppError::NotAllowed.status(), ..Frame::new(visit, lang.inspect_report()) };
            Err(Box::new(frame.around(&main)))
        }
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// An inspection as somebody sees it.
pub(super) struct Shown<'a> {
    pub(super) inspection: &'a Inspection,
    /// What was handed in: what this person may see of it.
    pub(super) revisions: Vec<Revision>,
    /// Which revision is public.
    pub(super) public: Option<i64>,
    pub(super) own: bool,
    pub(super) reviews: bool,
    again: Vec<Recheck>,
}

impl Shown<'_> {
    /// Whether this person sees what is only for those who work here.
    pub(super) fn is_inside(&self) -> bool {
        self.own || self.reviews
    }

    /// The sheet to show, and its revision: the one asked for, else what waits for a reviewer, else what is public.
    fn sheet(&self, asked: Option<i64>) -> Option<(&Sheet, Option<&Revision>)> {
        let of = |number: Option<i64>| self.revisions.iter().find(|revision| Some(revision.number) == number);
        if asked.is_some() {
            return of(asked).map(|revision| (&revision.sheet, Some(revision)));
        }
        let waits = self.inspection.state != InspectionState::Confirmed && !self.inspection.state.is_open();
        match of(self.public) {
            Some(revision) if !(self.is_inside() && waits) => Some((&revision.sheet, Some(revision))),
            _ => self.is_inside().then_some((&self.inspection.sheet, None)),
        }
    }
}

async fn shown<'a>(state: &AppState, who: Option<&SignedIn>, inspection: &'a Inspection) -> Result<Shown<'a>, StoreError> {
    let reviews = who.is_some_and(|who| may(who.person.role, Action::ReviewInspections));
    let own = who.is_some_and(|who| who.person.id == inspection.expert);
    let mut revisions = store::revisions(&state.db, inspection.id).await?;
    let public = revisions.iter().filter(|revision| revision.confirmed.is_some() && !inspection.guidance);
    let public = public.map(|revision| revision.number).max();
    revisions.retain(|revision| revision.confirmed.is_some() && !inspection.guidance || own || reviews);
    let again = rectifications::rechecks(&state.db).await?.remove(&inspection.id).unwrap_or_default();
    Ok(Shown { inspection, revisions, public, own, reviews, again })
}

pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    who: Option<&SignedIn>,
    inspection: &Inspection,
    wrong: Option<&str>,
) -> Response {
    let shown = match shown(state, who, inspection).await {
        Ok(shown) => shown,
        Err(error) => return AppError::away(&error, visit),
    };
    let asked = visit.fields.iter().find(|(name, _)| name == "revision").map(|(_, number)| number.parse().unwrap_or(0));
    let found = shown.sheet(asked);
    let found = found.and_then(|(sheet, revision)| Some((sheet, revision, visit.standards().version(&sheet.standard)?)));
    let Some((sheet, revision, version)) = found else { return AppError::NoPage.page(visit) };
    let photos: Vec<Digest> = sheet.photos().into_iter().collect();
    let viewer = if shown.is_inside() { Viewer::of(who.map(|who| &who.person)) } else { Viewer::Public };
    let album = match Album::of(state, &photos, viewer).await {
        Ok(album) => album,
        Err(error) => return AppError::away(&error, visit),
    };
    let (standard, lang) = (&version.standard, visit.lang);
    let english = lang.is_english();
    let report = score(standard, &sheet.venue, &sheet.answers);
    let hides = camera_found(&report) && !shown.is_inside();
    let is_public = revision.is_some_and(|revision| Some(revision.number) == shown.public);
    let mended =
        (is_public && !shown.again.is_empty()).then(|| Certified::of(visit.standards(), inspection.id, sheet, &shown.again));
    let state_words = if is_public { InspectionState::Confirmed } else { inspection.state };
    let decides = shown.reviews && !shown.own && inspection.state == InspectionState::Submitted && revision.is_none();
    let main = html! {
        main #main.prose.standard tabindex="-1" {
            h1 { (lang.inspect_report()) }
            p.lead { (room_name(&visit.registry, inspection.room, english)) " · " (lang.date(sheet.visited)) }
            p { @if is_public || revision.is_none() { strong { (lang.inspection_state(state_words)) } " · " }
                a href={ "/standards/" (standard.id) } { (standard.title.pick(english)) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if let Some(revision) = revision { (revised::which(revision, &shown, lang)) }
            @if !inspection.remark.is_empty() && shown.is_inside() { p { (lang.inspect_returned_with(&inspection.remark)) } }
            @if camera_found(&report) && shown.is_inside() { (camera(shown.reviews, lang)) }
            @if let Some(Ok(mended)) = &mended { (since(standard, mended, visit, shown.is_inside())) }
            @if inspection.guidance { p { strong { (lang.round_guidance()) } } } @else { (result(standard, &report, shown.is_inside(), lang)) }
            @if !hides && !inspection.guidance { ul { @for line in summary(standard, &report, lang) { li { (line) } } } }
            p.quiet { (lang.standard_ours()) }
            p.on-paper { button.button type="button" data-print hidden { (lang.inspect_print()) } " " small.quiet { (lang.inspect_print_text()) } }
            @if decides { (decide(inspection, lang)) }
            (lines(standard, &report, (sheet, &album), (hides, shown.is_inside()), lang))
            (revised::list(&shown, who, visit))
        }
    };
    Frame::form(visit, lang.inspect_report(), wrong.is_some()).around(&main)
}

/// The result of today: the report below with what was checked again in its place.
fn since(standard: &Standard, mended: &Certified, visit: &Visit, sees_camera: bool) -> Markup {
    let lang = visit.lang;
    html! {
        section.panel aria-labelledby="since" {
            h2 #since { (lang.rectify_since()) }
            (result(standard, &mended.report, sees_camera, lang))
            (again(&mended.rechecked, &visit.registry.region, lang))
            p.quiet { (lang.rectify_since_text()) }
        }
    }
}

/// What to do when a camera was found.
pub(super) fn camera(reviews: bool, lang: Lang) -> Markup {
    html! {
        section.panel.once aria-labelledby="camera" {
            h2 #camera { (lang.rectify_camera_title()) }
            p { (lang.rectify_camera_text()) }
            p { @if reviews { (lang.rectify_camera_review()) } @else { (lang.rectify_camera_expert()) } }
        }
    }
}

fn lines(
    standard: &Standard,
    report: &Report,
    (sheet, album): (&Sheet, &Album),
    (hides, trusted): (bool, bool),
    lang: Lang,
) -> Markup {
    let withheld = |clause| hides && standard.clause(clause).is_some_and(is_camera);
    html! {
        @for section in &standard.sections {
            h2 { (section.id) " " (section.title.pick(lang.is_english())) }
            ul.lines role="list" {
                @for line in report.of_section(&section.id) {
                    @if withheld(line.clause) { li { (lang.rectify_withheld()) } } @else {
                        li data-outcome=(line.outcome) class=(if line.outcome == Outcome::Fail { "line-fail" } else { "line" }) {
                            (explain_line(standard, line, lang))
                            @if let Some(clause) = standard.clause(line.clause).filter(|clause| trusted || !clause.is_restricted()) {
                                (evidence(clause, sheet, album, lang))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn decide(inspection: &Inspection, lang: Lang) -> Markup {
    html! {
        section.panel aria-labelledby="decide" {
            h2 #decide { (lang.inspect_decide()) }
            form.entries method="post" action={ "/inspections/" (inspection.id) "/decide" } {
                label.entry { span { (lang.inspect_remark()) } textarea name="remark" rows="3" maxlength="1000" {} small { (lang.inspect_remark_hint()) } }
                div.wishes {
                    button.button.button-primary name="step" value=(InspectionStep::Confirm) { (lang.inspect_confirm()) }
                    button.button name="step" value=(InspectionStep::Return) { (lang.inspect_return()) }
                }
            }
        }
    }
}
