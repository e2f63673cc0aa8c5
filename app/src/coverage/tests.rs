use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::coverage::{Point, Problem, Question, Site, Weight, feasible, reduce};
use domain::{AreaCode, Line, Wgs84};

use super::planner::{Stopped, Work, beating};
use super::request::*;
use super::solve::{Asked, solve};
use super::store::*;
use crate::accounts::new_id;
use crate::audit;
use crate::db::Db;
use crate::testing::{both_engines, region};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn place(east: u32, north: u32) -> Wgs84 {
    Wgs84::new(114.2 + f64::from(east) * 1e-4, 22.7 + f64::from(north) * 1e-4).unwrap()
}

/// Numbers by chance, the same each time (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(most)).unwrap()
    }
}

/// The most that any allowed choice gains, by trying them all.
fn by_trying_all(problem: &Problem) -> Option<Weight> {
    let chosen = |bits: u32| (0..problem.sites).filter(|site| bits >> site & 1 == 1).collect::<Vec<u32>>();
    let all = (0..1_u32 << problem.sites).filter(|bits| bits.count_ones() == problem.count).map(chosen);
    all.filter(|chosen| problem.allows(chosen)).map(|chosen| problem.gain(&chosen)).max()
}

#[test]
fn a_plan_is_the_best_of_all_on_fifty_instances_by_chance() {
    let mut chance = Chance(2026);
    let (mut solved_better, mut had_least) = (0, 0);
    for instance in 0..50 {
        let street = |number: u32| AreaCode::new(&format!("44030700{number}000")).unwrap();
        let count = 1 + chance.below(5);
        let sites: Vec<Site> = (0..8 + chance.below(5))
            .map(|_| Site { place: place(chance.below(150), chance.below(150)), street: Some(street(chance.below(4))) })
            .collect();
        let points: Vec<Point> = (0..40 + chance.below(40))
            .map(|_| Point {
                place: place(chance.below(170), chance.below(170)),
                weight: Weight::of_thousandths(u64::from(chance.below(4000)) * 5),
                street: None,
                name: String::new(),
            })
            .collect();
        let fixed = [place(chance.below(150), chance.below(150))];
        let least: BTreeMap<AreaCode, u32> = (0..chance.below(3)).map(|number| (street(number), 1)).collect();
        let question = Question { points: &points, fixed: &fixed, sites: &sites, within_m: 500, count, least: least.clone() };
        let problem = reduce(&question).problem;
        let best = by_trying_all(&problem);
        assert_eq!(best.is_some(), feasible(&sites, count, &least).is_empty(), "instance {instance}");
        let Some(best) = best else { continue };
        let greedy = problem.greedy();
        let start: Vec<u32> = greedy.iter().map(|(site, _)| *site).collect();
        let solved = solve(&Asked { problem: problem.clone(), start: start.clone(), seconds: 60 }, false).unwrap();
        assert!(problem.allows(&solved.chosen), "instance {instance}");
        assert_eq!((problem.gain(&solved.chosen), solved.bound, solved.optimal), (best, best, true), "instance {instance}");
        solved_better += i32::from(problem.gain(&start) < best);
        had_least += i32::from(!problem.least.is_empty());
    }
    assert!(solved_better > 3 && had_least > 10, "the instances test something: {solved_better}, {had_least}");
}

#[test]
fn without_time_the_plan_is_the_one_it_began_with_and_not_called_optimal() {
    let mut chance = Chance(7);
    let sites: Vec<Site> = (0..200).map(|_| Site { place: place(chance.below(900), chance.below(900)), street: None }).collect();
    let points: Vec<Point> = (0..3000)
        .map(|_| Point {
            place: place(chance.below(900), chance.below(900)),
            weight: Weight::of_thousandths(u64::from(chance.below(9000))),
            street: None,
            name: String::new(),
        })
        .collect();
    let question = Question { points: &points, fixed: &[], sites: &sites, within_m: 1000, count: 12, least: BTreeMap::new() };
    let problem = reduce(&question).problem;
    let start: Vec<u32> = problem.greedy().iter().map(|(site, _)| *site).collect();
    let solved = solve(&Asked { problem: problem.clone(), start: start.clone(), seconds: 0 }, false).unwrap();
    assert!(problem.gain(&solved.chosen) >= problem.gain(&start));
    assert!(!solved.optimal && solved.bound > problem.gain(&solved.chosen), "{solved:?}");
}

fn candidates() -> Content {
    let one = |number: u32| Candidate {
        name: format!("候选 {number}"),
        place: place(number, number),
        street: None,
        note: String::new(),
    };
    Content::Candidates((1..4).map(one).collect())
}

async fn loaded(db: &Db, number: u8, content: Content) -> Set {
    let line = |text: &str| Line::new(text).unwrap();
    let id = new_id(now(), [number; 32]);
    let set = Loaded { id, name: line("演示"), source: line("虚构"), fictional: true, content };
    load(db, &set, "li.staff", now()).await.unwrap();
    find(db, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_set_is_kept_as_it_was_loaded_and_withdrawn_once() {
    both_engines(|db| async move {
        let point = Point { place: place(1, 2), weight: "2.5".parse().unwrap(), street: None, name: "小区".to_owned() };
        let demand = Content::Demand(vec![point.clone(), point]);
        let (set, other) = (loaded(&db, 1, demand.clone()).await, loaded(&db, 2, candidates()).await);
        assert_eq!((set.points, set.weight.to_string(), set.fictional), (2, "5".to_owned(), true));
        assert_eq!(content(&db, set.id).await.unwrap(), Some(demand));
        assert_eq!(content(&db, other.id).await.unwrap(), Some(candidates()));
        assert_ne!(set.digest, other.digest);
        assert!(withdraw(&db, set.id, true, "li.staff", now()).await.unwrap());
        assert!(!withdraw(&db, set.id, true, "li.staff", now()).await.unwrap(), "it was already");
        assert!(find(&db, set.id).await.unwrap().unwrap().withdrawn);
        assert_eq!(list(&db).await.unwrap().len(), 2);
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(3));
    })
    .await;
}

async fn asked(db: &Db, number: u8) -> Plan {
    let set = loaded(db, number, candidates()).await;
    let request = Request {
        demand: Demand::DEFAULT,
        candidates: set.id,
        within_m: 500,
        open: None,
        count: 1,
        wanted: Some(BTreeMap::new()),
        least: BTreeMap::new(),
        count_existing: false,
        minutes: 2,
    };
    let id = new_id(now(), [number + 100; 32]);
    add(db, id, &request, "li.staff", now()).await.unwrap();
    find_plan(db, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_plan_is_begun_once_and_what_was_cancelled_stays_so() {
    both_engines(|db| async move {
        let plan = asked(&db, 1).await;
        let starts = futures::future::join_all((0..8).map(|_| start(&db, plan.id, now()))).await;
        assert_eq!(starts.into_iter().filter(|start| *start.as_ref().unwrap()).count(), 1);
        let progress = Progress { best: Some(Weight::ONE), bound: None, seconds: 7 };
        assert!(beat(&db, plan.id, progress, now() + TimeDelta::seconds(7)).await.unwrap());
        let running = find_plan(&db, plan.id).await.unwrap().unwrap();
        assert_eq!((running.state, running.progress), (PlanState::Running, progress));
        assert!(cancel(&db, plan.id, "wu.staff", now()).await.unwrap());
        assert!(!cancel(&db, plan.id, "wu.staff", now()).await.unwrap());
        assert!(!beat(&db, plan.id, progress, now()).await.unwrap(), "its process is told to stop");
        let failed = Ended::Failed("why".to_owned());
        assert!(!finish(&db, &plan, &failed, now()).await.unwrap(), "nothing comes out of it any more");
        assert_eq!(find_plan(&db, plan.id).await.unwrap().unwrap().state, PlanState::Cancelled);

        let second = asked(&db, 2).await;
        assert!(start(&db, second.id, now()).await.unwrap());
        assert!(finish(&db, &second, &failed, now()).await.unwrap());
        let second = find_plan(&db, second.id).await.unwrap().unwrap();
        assert_eq!((second.state, second.result), (PlanState::Failed, Some(failed)));
        assert_eq!(plans(&db).await.unwrap().len(), 2);
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[test]
fn silence_means_that_a_plan_was_interrupted() {
    let at = |state: PlanState, seconds| state.at(now(), now() + TimeDelta::seconds(seconds));
    assert_eq!((at(PlanState::Running, 5), at(PlanState::Running, 31)), (PlanState::Running, PlanState::Interrupted));
    assert_eq!((at(PlanState::Queued, 31), at(PlanState::Done, 9999)), (PlanState::Interrupted, PlanState::Done));
}

fn a_minute_later() -> DateTime<Utc> {
    now() + TimeDelta::seconds(60)
}

#[tokio::test]
async fn a_plan_that_is_prepared_for_long_says_that_it_is_at_work_and_hears_that_it_is_cancelled() {
    both_engines(|db| async move {
        let plan = asked(&db, 1).await;
        assert!(start(&db, plan.id, now()).await.unwrap());
        let (region, rooms) = (Arc::new(region()), Vec::new());
        let work = Work { db: db.clone(), region, clock: a_minute_later, plan: plan.clone(), rooms };
        let long = async {
            tokio::time::sleep(Duration::from_millis(1200)).await;
            Ok::<(), Stopped>(())
        };
        let prepared = beating(&work, Instant::now(), long).await;
        assert!(prepared.is_ok());
        let told = find_plan(&db, plan.id).await.unwrap().unwrap();
        assert_eq!((told.beat, told.state.at(told.beat, a_minute_later())), (a_minute_later(), PlanState::Running));
        assert!(told.progress.seconds >= 1, "how long it takes is told: {:?}", told.progress);
        assert!(cancel(&db, plan.id, "li.staff", now()).await.unwrap());
        let endless = beating(&work, Instant::now(), std::future::pending::<Result<(), Stopped>>()).await;
        assert!(matches!(endless, Err(Stopped::Cancelled)));
    })
    .await;
}

#[test]
fn a_question_kept_before_what_was_wanted_was_kept_is_still_read() {
    let old = r#"{"demand":{"Grid":250},"candidates":"0190a0b0-0000-7000-8000-000000000001","within_m":500,"open":null,"count":2,
        "least":{"440307015000":1},"count_existing":true,"minutes":2}"#;
    let request: Request = serde_json::from_str(old).unwrap();
    assert_eq!((request.wanted, request.least.len()), (None, 1));
}
