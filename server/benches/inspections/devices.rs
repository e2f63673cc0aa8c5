//! Many devices at once: each sends its sheet and then its photographs, and tries again as phones do.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use app::db::Db;
use axum::body::Bytes;
use axum::http::header::RETRY_AFTER;
use domain::device::{Delivery, Receipt};
use domain::{Digest, new_id};
use server::clock::random;
use uuid::Uuid;

use super::client::{Answer, Client};
use super::experts::{Expert, sheets, signed_in};
use super::photograph::Camera;
use super::{now, percentile, say, stored};

/// How long a device waits before it tries again, where the server does not say.
const WAIT: Duration = Duration::from_secs(2);
/// How often it tries before a person would have to look.
const TRIES: usize = 100;

/// What a device holds, and what came of it.
struct Device {
    addr: String,
    cookie: String,
    client: Option<Client>,
    inspection: Uuid,
    sheet: Bytes,
    camera: Arc<Camera>,
    photos: Vec<(Digest, Uuid)>,
    took: Vec<Duration>,
    again: usize,
}

pub(crate) async fn run(database_url: &str, addr: &str, count: usize, photos: usize) -> Result<()> {
    let db = Db::open(database_url).await?;
    let run = format!("d{}", now().timestamp_millis());
    let experts = signed_in(&db, addr, &run, count).await?;
    let (sheets, camera) = (sheets(addr, &experts[0]).await?, Arc::new(Camera::new()?));
    let devices: Vec<Device> = experts
        .into_iter()
        .zip(sheets.iter().cycle())
        .map(|(expert, sheet)| Device::new(addr, expert, sheet.clone(), &camera, photos))
        .collect::<Result<_>>()?;
    let began = Instant::now();
    let done = futures::future::try_join_all(devices.into_iter().map(Device::send)).await?;
    let seconds = began.elapsed().as_secs_f64();
    let mut each: Vec<Duration> = done.iter().map(|device| device.took.iter().sum()).collect();
    let mut took: Vec<Duration> = done.iter().flat_map(|device| device.took.iter().copied()).collect();
    let mut first: Vec<Duration> = done.iter().filter_map(|device| device.took.first().copied()).collect();
    say("seconds", format!("{seconds:.1}"))?;
    say("photo_bytes", camera.file(Uuid::nil()).len())?;
    say("sheet_p99_ms", percentile(&mut first, 99))?;
    say("request_p99_ms", percentile(&mut took, 99))?;
    say("device_p99_ms", percentile(&mut each, 99))?;
    say("tried_again", done.iter().map(|device| device.again).sum::<usize>())?;
    let receipts: Vec<Uuid> = done.iter().map(|device| device.inspection).collect();
    let photos: Vec<Digest> = done.iter().flat_map(|device| device.photos.iter().map(|(digest, _)| *digest)).collect();
    stored::check_photos(&db, &photos).await?;
    stored::check(&db, &run, &receipts).await
}

impl Device {
    fn new(addr: &str, expert: Expert, mut sheet: Delivery, camera: &Arc<Camera>, photos: usize) -> Result<Self> {
        let fresh = || new_id(now().timestamp_millis(), random());
        let photo = |id| (Digest::of(&camera.file(id)), id);
        let photos: Vec<_> = (0..photos).map(|_| photo(fresh())).collect();
        let clauses: Vec<_> = sheet.sheet.answers.clauses.keys().copied().collect();
        for (clause, (digest, _)) in clauses.into_iter().zip(&photos) {
            sheet.sheet.evidence.entry(clause).or_default().photos.push(*digest);
        }
        sheet.expert = expert.login;
        Ok(Self {
            addr: addr.to_owned(),
            cookie: expert.cookie,
            client: None,
            inspection: fresh(),
            sheet: serde_json::to_vec(&sheet)?.into(),
            camera: Arc::clone(camera),
            photos,
            took: Vec::new(),
            again: 0,
        })
    }

    /// The sheet, the photographs that its receipt misses, and the sheet once more: then nothing is missing.
    async fn send(mut self) -> Result<Self> {
        let missing = self.receipt().await?.missing;
        ensure!(missing.len() == self.photos.len(), "photographs that nobody has sent");
        for (digest, id) in self.photos.clone() {
            let file = self.camera.file(id);
            let answer = self.until_taken(Some((digest, file))).await?;
            ensure!(answer.status.is_success(), "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        ensure!(self.receipt().await?.missing.is_empty(), "a photograph is missing");
        Ok(self)
    }

    async fn receipt(&mut self) -> Result<Receipt> {
        let answer = self.until_taken(None).await?;
        ensure!(answer.status == 200, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        Ok(serde_json::from_slice(&answer.body)?)
    }

    /// Sends a photograph, or the sheet, until the server has time for it.
    async fn until_taken(&mut self, photo: Option<(Digest, Bytes)>) -> Result<Answer> {
        let began = Instant::now();
        for _ in 0..TRIES {
            let answer = self.once(photo.clone()).await;
            match answer {
                Ok(answer) if !matches!(answer.status.as_u16(), 429 | 503) => {
                    self.took.push(began.elapsed());
                    return Ok(answer);
                }
                Ok(busy) => {
                    let told = busy.headers.get(RETRY_AFTER).and_then(|after| after.to_str().ok()?.parse().ok());
                    tokio::time::sleep(told.map_or(WAIT, Duration::from_secs)).await;
                }
                Err(_) => {
                    self.client = None;
                    tokio::time::sleep(WAIT).await;
                }
            }
            self.again += 1;
        }
        None.context("the server had no time for a device")
    }

    async fn once(&mut self, photo: Option<(Digest, Bytes)>) -> Result<Answer> {
        let client = match &mut self.client {
            Some(client) => client,
            none => none.insert(Client::connect(&self.addr, &self.cookie).await?),
        };
        match photo {
            Some((digest, file)) => client.photo(digest, file).await,
            None => client.sheet(self.inspection, self.sheet.clone(), Digest::of(&self.sheet)).await,
        }
    }
}
