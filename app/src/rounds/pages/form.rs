//! `/staff/rounds/new`: what a round is for, which rooms, which experts.

use axum::extract::State;
use axum::response::Response;
use chrono::Months;
use domain::rounds::Purpose;
use domain::{Action, Stage, Word};
use maud::{Markup, html};

use super::{How, Typed};
use crate::accounts::{self, Person, Profile, SignedIn};
use crate::i18n::Lang;
use crate::rooms;
use crate::rounds::store::StoreError;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/rounds/new`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    let today = visit.today();
    let seed = domain::Digest::from((state.random)()).to_string()[..16].to_owned();
    let experts = match accounts::experts(&state.db).await {
        Ok(experts) => experts,
        Err(error) => return AppError::away(&error, &visit),
    };
    // What an address asks for, such as that of a room that parents have reported, goes before what is usual.
    let asked = Typed::of(&visit.fields);
    let or = |asked: String, usual: &str| if asked.is_empty() { usual.to_owned() } else { asked };
    let typed = Typed {
        purpose: or(asked.purpose, Purpose::Yearly.word()),
        how: or(asked.how, How::All.word()),
        title: asked.title,
        about: asked.about,
        codes: asked.codes,
        months: "12".to_owned(),
        count: "10".to_owned(),
        due: today.checked_add_months(Months::new(1)).unwrap_or(today).to_string(),
        experts: experts.iter().map(|(person, _)| person.id).collect(),
        seed,
        ..Typed::default()
    };
    page(&state, &visit, &typed, None).await
}

/// The form, with what was typed and what is wrong with it.
pub(super) async fn page(state: &AppState, visit: &Visit, typed: &Typed, wrong: Option<&str>) -> Response {
    let read = async {
        let stored = rooms::store::list(&state.db).await?;
        let waiting = stored.iter().filter(|stored| stored.room.stage == Stage::Acceptance).count();
        Ok::<_, StoreError>((accounts::experts(&state.db).await?, waiting))
    };
    let (experts, waiting) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/rounds" { (lang.round_title()) } }
            h1 { (lang.round_new()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if experts.is_empty() { p.wrong { (lang.round_no_experts()) } }
            form method="post" action="/staff/rounds/preview" {
                div.entries { (about(typed, waiting, lang)) }
                h2 { (lang.round_which()) }
                div.entries { (which(typed, visit)) }
                h2 { (lang.round_who()) }
                (who(&experts, typed, visit))
                div.bar { button.button.button-primary { (lang.round_preview()) } }
            }
        }
    };
    Frame::form(visit, lang.round_new(), wrong.is_some()).around(&main)
}

fn about(typed: &Typed, waiting: usize, lang: Lang) -> Markup {
    html! {
        label.entry { span { (lang.round_name()) } input name="title" value=(typed.title) maxlength="60" required autocomplete="off"; }
        label.entry {
            span { (lang.round_for()) }
            select name="purpose" {
                @for purpose in Purpose::ALL {
                    option value=(purpose) selected[typed.purpose == purpose.word()] { (lang.round_purpose(*purpose)) }
                }
            }
            small {
                (lang.round_for_hint()) " "
                @if waiting == 0 { (lang.round_acceptance_none()) } @else { (lang.round_acceptance_some(waiting)) }
            }
        }
        label.entry { span { (lang.round_about()) } textarea name="about" rows="3" maxlength="1000" { (typed.about) } small { (lang.round_about_hint()) } }
        label.entry { span { (lang.round_due()) } input type="date" name="due" value=(typed.due) required; }
    }
}

fn which(typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        fieldset.entry {
            legend { (lang.round_how()) }
            div.choices {
                @for how in How::ALL {
                    label { input type="radio" name="how" value=(how.word()) checked[typed.how == how.word()]; (lang.round_how_word(*how)) }
                }
            }
        }
        label.entry {
            span { (lang.round_street()) }
            select name="street" {
                option value="" { (lang.round_any_street()) }
                @for street in &visit.registry.region.streets {
                    option value=(street.code) selected[street.code.as_str() == typed.street] { (street.name(lang.is_english())) }
                }
            }
        }
        label.entry { span { (lang.round_months()) } input name="months" value=(typed.months) inputmode="numeric" autocomplete="off"; }
        label.entry { span { (lang.round_codes()) } textarea name="codes" rows="2" placeholder="LG-0001 LG-0002" { (typed.codes) } }
        label.entry { span { (lang.round_count()) } input name="count" value=(typed.count) inputmode="numeric" autocomplete="off"; }
        label.entry { span { (lang.round_seed()) } input name="seed" value=(typed.seed) maxlength="100" autocomplete="off" spellcheck="false"; small { (lang.round_seed_hint()) } }
    }
}

fn who(experts: &[(Person, Profile)], typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let told = |profile: &Profile| {
        let home = profile.home.and_then(|code| visit.registry.region.street(code)).map(|street| street.name(lang.is_english()));
        let field = profile.field.as_ref().map(domain::Line::as_str);
        [Some(""), field, home].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    html! {
        fieldset {
            legend { (lang.round_experts()) }
            @for (person, profile) in experts {
                label.check {
                    input type="checkbox" name="expert" value=(person.id) checked[typed.experts.contains(&person.id)];
                    span { (person.name) " (" (person.login) ")" (told(profile)) }
                }
            }
        }
        label.check { input type="checkbox" name="twice" value="yes" checked[typed.twice]; span { (lang.round_twice_label()) } }
        p.quiet { (lang.round_twice_hint()) }
    }
}

impl Lang {
    fn round_how_word(self, how: How) -> &'static str {
        match how {
            How::All => self.round_how_all(),
            How::Street => self.round_how_street(),
            How::Older => self.round_how_older(),
            How::Listed => self.round_how_listed(),
            How::Draw => self.round_how_draw(),
        }
    }
}
