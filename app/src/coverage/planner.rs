//! Working a plan out: one at a time, in a process of its own, whose log says how far it is. Each half second the database
//! is told that it is at work, and asked whether it is still wanted: so it can be cancelled from any process.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::coverage::{Point, Problem, Question, Reduced, Site, Weight, covered, reduce};
use domain::{AreaCode, Region, Wgs84};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::interval;

use super::request::{Candidate, Chosen, Ended, Outcome, Progress, StreetGain};
use super::seen;
use super::solve::{Asked, MARK, Solved, read_log};
use super::store::{self, Content, Plan};
use crate::db::Db;

/// How often the database hears of it.
const BEAT: Duration = Duration::from_millis(500);
/// How long after its time the process is ended, should it not stop by itself.
const GRACE: Duration = Duration::from_secs(20);

/// Where plans are worked out, one at a time in this process.
#[derive(Debug, Clone)]
pub struct Planner {
    program: Option<PathBuf>,
    turn: Arc<Semaphore>,
}

impl Default for Planner {
    /// With this very program.
    fn default() -> Self {
        Self { program: std::env::current_exe().ok(), turn: Arc::new(Semaphore::new(1)) }
    }
}

/// A plan that is to be worked out.
pub(super) struct Work {
    pub(super) db: Db,
    pub(super) region: Arc<Region>,
    pub(super) clock: fn() -> DateTime<Utc>,
    pub(super) plan: Plan,
    /// The rooms that are there.
    pub(super) rooms: Vec<Wgs84>,
}

/// Why a plan ends without having come to its end.
pub(super) enum Stopped {
    /// It is not wanted any more.
    Cancelled,
    /// Something went wrong.
    Failed(String),
}

impl<E: std::error::Error> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Planner {
    /// With another program that knows `solve`.
    pub fn of(program: PathBuf) -> Self {
        Self { program: Some(program), ..Self::default() }
    }

    /// Works a plan out, as soon as it is its turn.
    pub(super) fn begin(&self, work: Work) {
        let planner = self.clone();
        tokio::spawn(async move {
            let ended = match planner.work_out(&work).await {
                Ok(outcome) => Ended::Plan(Box::new(outcome)),
                Err(Stopped::Cancelled) => return,
                Err(Stopped::Failed(why)) => {
                    tracing::error!(plan = %work.plan.id, why, "a plan failed");
                    Ended::Failed(why)
                }
            };
            if let Err(error) = store::finish(&work.db, &work.plan, &ended, (work.clock)()).await {
                tracing::error!(%error, plan = %work.plan.id, "a plan could not be kept");
            }
        });
    }

    async fn work_out(&self, work: &Work) -> Result<Outcome, Stopped> {
        let _turn = self.turn(work).await?;
        if !store::start(&work.db, work.plan.id, (work.clock)()).await? {
            return Err(Stopped::Cancelled);
        }
        let began = Instant::now();
        let input = Arc::new(beating(work, began, Input::read(work)).await?);
        let reading = Arc::clone(&input);
        let (reduced, greedy) = beating(work, began, blocking(move || reading.reduce())).await?;
        let start: Vec<u32> = greedy.iter().map(|(site, _)| *site).collect();
        let seconds = u32::from(work.plan.request.minutes) * 60;
        let asked = Asked { problem: reduced.problem.clone(), start, seconds };
        let solved = self.run(work, &asked, began).await?;
        let seconds = began.elapsed().as_secs_f64();
        beating(work, began, blocking(move || input.outcome(&reduced, &greedy, &solved, seconds))).await
    }

    /// Waits until no other plan is worked out here.
    async fn turn(&self, work: &Work) -> Result<OwnedSemaphorePermit, Stopped> {
        let mut turn = std::pin::pin!(Arc::clone(&self.turn).acquire_owned());
        let mut beats = interval(BEAT);
        loop {
            tokio::select! {
                permit = &mut turn => return Ok(permit?),
                _ = beats.tick() => wanted(work, Progress::default()).await?,
            }
        }
    }

    /// Runs the solver's process to its end. When this is dropped, so is the process.
    async fn run(&self, work: &Work, asked: &Asked, began: Instant) -> Result<Solved, Stopped> {
        let program = self.program.as_ref().ok_or_else(|| Stopped::Failed("where this program stands is not known".into()))?;
        let mut command = Command::new(program);
        command.arg("solve").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let mut line = serde_json::to_vec(asked)?;
        line.push(b'\n');
        // It stays open: when it closes, the process ends itself.
        let mut stdin = child.stdin.take();
        if let Some(stdin) = &mut stdin {
            stdin.write_all(&line).await?;
        }
        if let Some(answer) = listen(&mut child, work, asked, began).await? {
            return Ok(serde_json::from_str(&answer)?);
        }
        let output = child.wait_with_output().await?;
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Stopped::Failed(format!("the solver's process ended without an answer ({}): {}", output.status, said.trim())))
    }
}

/// Reads what the process says until its answer; `None` where it ends without.
async fn listen(child: &mut Child, work: &Work, asked: &Asked, began: Instant) -> Result<Option<String>, Stopped> {
    let Some(stdout) = child.stdout.take() else { return Ok(None) };
    let (unit, most) = (asked.problem.unit(), Duration::from_secs(u64::from(asked.seconds)) + GRACE);
    let mut lines = BufReader::new(stdout).lines();
    let mut beats = interval(BEAT);
    let mut progress = Progress { best: Some(asked.problem.gain(&asked.start)), ..Progress::default() };
    loop {
        tokio::select! {
            line = lines.next_line() => {
                let Some(line) = line? else { return Ok(None) };
                if let Some(answer) = line.strip_prefix(MARK) {
                    return Ok(Some(answer.to_owned()));
                }
                if let Some((best, bound)) = read_log(&line, unit) {
                    progress.best = progress.best.max(best);
                    progress.bound = bound.or(progress.bound);
                }
            }
            _ = beats.tick() => {
                progress.seconds = seconds_since(began);
                wanted(work, progress).await?;
                if began.elapsed() > most {
                    return Err(Stopped::Failed("the solver did not stop in time".to_owned()));
                }
            }
        }
    }
}

/// Does what takes long, and tells each half second that the plan is at work; cut off when it is not wanted any more.
pub(super) async fn beating<T, E>(work: &Work, began: Instant, doing: impl Future<Output = Result<T, E>>) -> Result<T, Stopped>
where
    Stopped: From<E>,
{
    let mut doing = std::pin::pin!(doing);
    let mut beats = interval(BEAT);
    loop {
        tokio::select! {
            done = &mut doing => return Ok(done?),
            _ = beats.tick() => wanted(work, Progress { seconds: seconds_since(began), ..Progress::default() }).await?,
        }
    }
}

fn seconds_since(began: Instant) -> u32 {
    u32::try_from(began.elapsed().as_secs()).unwrap_or(u32::MAX)
}

/// Tells that it is at work; an error when it is not wanted any more. A database that is away for a moment is no reason to
/// stop.
async fn wanted(work: &Work, progress: Progress) -> Result<(), Stopped> {
    match store::beat(&work.db, work.plan.id, progress, (work.clock)()).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Stopped::Cancelled),
        Err(error) => {
            tracing::warn!(%error, plan = %work.plan.id, "how far a plan is could not be kept");
            Ok(())
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, tokio::task::JoinError> {
    tokio::task::spawn_blocking(work).await
}

/// What a plan is worked out from.
struct Input {
    points: Vec<Point>,
    candidates: Vec<Candidate>,
    sites: Vec<Site>,
    rooms: Vec<Wgs84>,
    plan: Plan,
}

impl Input {
    async fn read(work: &Work) -> Result<Self, Stopped> {
        let request = &work.plan.request;
        let gone = || Stopped::Failed("the set is gone".to_owned());
        let points = seen::points(&work.db, &work.region, request.demand).await?.ok_or_else(gone)?;
        let Some(Content::Candidates(candidates)) = store::content(&work.db, request.candidates).await? else {
            return Err(gone());
        };
        let sites = candidates.iter().map(|candidate| Site { place: candidate.place, street: candidate.street }).collect();
        Ok(Self { points, candidates, sites, rooms: work.rooms.clone(), plan: work.plan.clone() })
    }

    fn reduce(&self) -> (Reduced, Vec<(u32, Weight)>) {
        let request = &self.plan.request;
        let question = Question {
            points: &self.points,
            fixed: &self.rooms,
            sites: &self.sites,
            within_m: request.within_m,
            count: request.count,
            least: request.least.clone(),
        };
        let reduced = reduce(&question);
        let greedy = reduced.problem.greedy();
        (reduced, greedy)
    }

    fn outcome(&self, reduced: &Reduced, greedy: &[(u32, Weight)], solved: &Solved, seconds: f64) -> Outcome {
        let problem: &Problem = &reduced.problem;
        let chosen = |(site, gain): &(u32, Weight)| Chosen { site: *site, gain: *gain };
        Outcome {
            total: reduced.total,
            before: reduced.covered,
            unreachable: reduced.unreachable,
            sites: problem.in_order(&solved.chosen).iter().map(chosen).collect(),
            greedy: greedy.iter().map(chosen).collect(),
            optimal: solved.optimal,
            bound: solved.bound,
            seconds,
            streets: self.streets(&solved.chosen),
            rooms: self.rooms.clone(),
        }
    }

    /// What a plan changes in each street; nothing where the demand names none.
    fn streets(&self, chosen: &[u32]) -> Vec<StreetGain> {
        if self.points.iter().all(|point| point.street.is_none()) {
            return Vec::new();
        }
        let within = self.plan.request.within_m;
        let sites: Vec<Wgs84> = chosen.iter().map(|site| self.candidates[*site as usize].place).collect();
        let (before, gained) = (covered(&self.points, &self.rooms, within), covered(&self.points, &sites, within));
        let mut streets: std::collections::BTreeMap<Option<AreaCode>, StreetGain> = std::collections::BTreeMap::new();
        for ((point, before), gained) in self.points.iter().zip(before).zip(gained) {
            let street = streets.entry(point.street).or_insert(StreetGain {
                street: point.street,
                total: Weight::ZERO,
                before: Weight::ZERO,
                after: Weight::ZERO,
            });
            street.total += point.weight;
            street.before += if before { point.weight } else { Weight::ZERO };
            street.after += if before || gained { point.weight } else { Weight::ZERO };
        }
        streets.into_values().collect()
    }
}
