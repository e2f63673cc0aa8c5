//! `/account/notices`: how one wants to be told, by kind, when not, and where to.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveTime;
use domain::notices::{Channel, Kind, Quiet};
use domain::{Role, Word};
use maud::{Markup, html};

use crate::accounts::{Form, SignedIn, form_page};
use crate::i18n::Lang;
use crate::notices::store::{self, Settings, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What stands in the form: of each kind its channel, quiet hours, the hour of the mail of the day, the language, and the
/// address of the form below it.
pub(super) struct Typed {
    channels: HashMap<Kind, String>,
    from: String,
    until: String,
    hour: String,
    lang: String,
    pub(super) address: String,
}

/// What is chosen, for the kinds that somebody is told of.
type Chosen = (Settings, Vec<(Kind, Channel)>);

impl Typed {
    fn stored(settings: &Settings, choices: &HashMap<Kind, Channel>) -> Self {
        let time = |time: NaiveTime| time.format("%H:%M").to_string();
        let channel = |kind: &Kind| (*kind, choices.get(kind).copied().unwrap_or(kind.usual()).to_string());
        Self {
            channels: Kind::ALL.iter().map(channel).collect(),
            from: settings.quiet.map_or_else(String::new, |quiet| time(quiet.from())),
            until: settings.quiet.map_or_else(String::new, |quiet| time(quiet.until())),
            hour: settings.digest_hour.to_string(),
            lang: settings.lang.code().to_owned(),
            address: String::new(),
        }
    }

    fn of(fields: &HashMap<String, String>) -> Self {
        let text = |name: &str| fields.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let channels = Kind::ALL.iter().map(|kind| (*kind, text(&format!("kind.{kind}")))).collect();
        let (from, until, hour, lang) = (text("from"), text("until"), text("hour"), text("lang"));
        Self { channels, from, until, hour, lang, address: String::new() }
    }

    /// Quiet hours; `Err` where they cannot be read, or only one end is given.
    fn quiet(&self) -> Result<Option<Quiet>, ()> {
        if self.from.is_empty() && self.until.is_empty() {
            return Ok(None);
        }
        let time = |text: &str| NaiveTime::parse_from_str(text.get(..5).unwrap_or(text), "%H:%M").ok();
        let (from, until) = time(&self.from).zip(time(&self.until)).ok_or(())?;
        Quiet::new(from, until).map(Some).ok_or(())
    }

    /// What is chosen, of the kinds that a role is told of, or what is wrong.
    fn read(&self, role: Role, lang: Lang) -> Result<Chosen, &'static str> {
        let quiet = self.quiet().ok().ok_or(lang.notice_wrong_quiet())?;
        let digest_hour = self.hour.parse().ok().filter(|hour| *hour < 24).ok_or(lang.notice_wrong_hour())?;
        let language = Lang::from_code(&self.lang).ok_or(lang.notice_wrong_channel())?;
        let choice = |kind: &Kind| Some((*kind, Channel::from_word(self.channels.get(kind)?).ok()?));
        let choices = kinds(role).map(choice).collect::<Option<Vec<_>>>().ok_or(lang.notice_wrong_channel())?;
        Ok((Settings { lang: language, quiet, digest_hour, ..Settings::default() }, choices))
    }
}

/// What somebody of a role is told of.
fn kinds(role: Role) -> impl Iterator<Item = &'static Kind> {
    Kind::ALL.iter().filter(move |kind| kind.is_for(role) || kind.can_concern(role))
}

/// `GET /account/notices`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    let lang = visit.lang;
    let done = visit.fields.iter().find_map(|(name, _)| match name.as_str() {
        "saved" => Some(lang.notice_saved()),
        "asked" => Some(lang.notice_asked()),
        "confirmed" => Some(lang.notice_confirmed_address()),
        "dropped" => Some(lang.notice_dropped()),
        _ => None,
    });
    page(&state, &visit, &who, None, None, done).await
}

/// The page; with what was typed where that could not be taken.
pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    typed: Option<Typed>,
    wrong: Option<&str>,
    done: Option<&str>,
) -> Response {
    let read = async {
        let settings = store::settings(&state.db, who.person.id).await?;
        Ok::<_, StoreError>((settings, store::choices(&state.db, who.person.id).await?))
    };
    let (settings, choices) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let typed = typed.unwrap_or_else(|| Typed::stored(&settings, &choices));
    let lang = visit.lang;
    let body = html! {
        @if let Some(done) = done { p.done role="status" { (done) } }
        p { a href="/notices" { (lang.notice_title()) } }
        (super::address::section(state, visit, &settings, &typed.address))
        h2 { (lang.notice_how()) }
        form.entries method="post" action="/account/notices" {
            @for kind in kinds(who.person.role) { (choice(*kind, &typed, lang)) }
            (hours(&typed, lang))
            label.entry {
                span { (lang.notice_lang()) }
                select name="lang" {
                    @for (code, name) in [("zh", "中文"), ("en", "English")] {
                        option value=(code) selected[typed.lang == code] { (name) }
                    }
                }
            }
            button.button.button-primary { (lang.notice_save()) }
        }
    };
    form_page(visit, lang.notice_settings(), wrong, &body)
}

fn choice(kind: Kind, typed: &Typed, lang: Lang) -> Markup {
    let chosen = typed.channels.get(&kind).map_or("", String::as_str);
    html! {
        label.entry {
            span { (lang.notice_kind(kind)) }
            select name={ "kind." (kind) } {
                // What is urgent never waits for the mail of the day.
                @for channel in Channel::ALL.iter().filter(|channel| !kind.is_urgent() || **channel != Channel::Digest) {
                    option value=(channel) selected[chosen == channel.word()] { (lang.channel(*channel)) }
                }
            }
            @if kind.is_urgent() { small { (lang.notice_urgent_hint()) } }
        }
    }
}

fn hours(typed: &Typed, lang: Lang) -> Markup {
    html! {
        fieldset.clause {
            legend { (lang.notice_quiet()) }
            label.entry { span { (lang.notice_quiet_from()) } input type="time" name="from" value=(typed.from); }
            label.entry { span { (lang.notice_quiet_until()) } input type="time" name="until" value=(typed.until); }
            p.quiet { (lang.notice_quiet_hint()) }
        }
        label.entry {
            span { (lang.notice_hour()) }
            select name="hour" {
                @for hour in 0..24 { option value=(hour) selected[typed.hour == hour.to_string()] { (hour) ":00" } }
            }
        }
    }
}

/// `POST /account/notices`
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    let typed = Typed::of(&fields);
    let (settings, choices) = match typed.read(who.person.role, visit.lang) {
        Ok(read) => read,
        Err(wrong) => return page(&state, &visit, &who, Some(typed), Some(wrong), None).await,
    };
    match store::choose(&state.db, who.person.id, &settings, &choices).await {
        Ok(()) => Redirect::to("/account/notices?saved").into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// The form as it is stored, with an address that could not be taken.
pub(super) async fn with_address(state: &AppState, visit: &Visit, who: &SignedIn, address: &str, wrong: &str) -> Response {
    let read = async {
        let settings = store::settings(&state.db, who.person.id).await?;
        Ok::<_, StoreError>(Typed::stored(&settings, &store::choices(&state.db, who.person.id).await?))
    };
    match read.await {
        Ok(typed) => {
            let typed = Typed { address: address.to_owned(), ..typed };
            page(state, visit, who, Some(typed), Some(wrong), None).await
        }
        Err(error) => AppError::away(&error, visit),
    }
}
