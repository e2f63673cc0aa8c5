//! Experts who are signed in, each by the link of an invitation.

use anyhow::{Context, Result, ensure};
use app::accounts::{Person, add, login};
use app::db::Db;
use app::testing::passing_sheet;
use axum::http::header::SET_COOKIE;
use chrono::Days;
use domain::device::{Delivery, Kit};
use domain::{Line, Role};
use futures::{StreamExt, TryStreamExt, stream};
use server::clock::random;

use super::client::Client;
use super::now;

/// Passwords that are hashed at once.
const AT_ONCE: usize = 4;
const PASSWORD: &str = "纸飞机 竹蜻蜓 2026";

/// An expert with a session.
pub(crate) struct Expert {
    pub(crate) login: String,
    pub(crate) cookie: String,
}

/// Invites so many experts, whose logins begin with `run`, and signs each in.
pub(crate) async fn signed_in(db: &Db, addr: &str, run: &str, count: usize) -> Result<Vec<Expert>> {
    let mut invited = Vec::with_capacity(count);
    for number in 0..count {
        let login = login(&format!("{run}-{number}")).context("a login")?;
        let person = Person::new(Line::new("陈小红（虚构）")?, login, Role::Expert, now(), random);
        let link = add(db, &person, "bench", now(), random).await?;
        invited.push((person.login.to_string(), link.as_str().to_owned()));
    }
    let joined = stream::iter(invited).map(|(login, link)| join(addr, login, link));
    joined.buffered(AT_ONCE).try_collect().await
}

async fn join(addr: &str, login: String, link: String) -> Result<Expert> {
    let mut client = Client::connect(addr, "").await?;
    let answer = client.form(&format!("/join/{link}"), &[("password", PASSWORD), ("again", PASSWORD)]).await?;
    ensure!(answer.status == 303, "{login} could not join: {}", answer.status);
    let cookie = answer.headers.get(SET_COOKIE).context("no cookie")?.to_str()?;
    Ok(Expert { login, cookie: cookie.split(';').next().unwrap_or_default().to_owned() })
}

/// A sheet of each room, to be filled in with what differs. They are of yesterday, which is a past day everywhere.
pub(crate) async fn sheets(addr: &str, expert: &Expert) -> Result<Vec<Delivery>> {
    let kit = Client::connect(addr, &expert.cookie).await?.get("/api/v1/inspections/kit").await?;
    let kit: Kit = serde_json::from_slice(&kit.body).context("the kit")?;
    let yesterday = now().date_naive().checked_sub_days(Days::new(1)).context("a day")?;
    ensure!(!kit.rooms.is_empty(), "there are no rooms: muying seed --demo");
    Ok(kit.rooms.iter().map(|room| passing_sheet(&kit, room.id, yesterday)).collect())
}
