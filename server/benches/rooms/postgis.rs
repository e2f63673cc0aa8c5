//! The baseline over a socket: PostGIS's nearest neighbours by its index, 16 clients.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::Result;
use domain::{Hit, Wgs84};
use sqlx::{Connection, PgConnection};

use super::nearest::ROUND;
use super::{K, Point, runtime};

const CLIENTS: usize = 16;
const TABLES: [&str; 3] = [
    "create extension if not exists postgis",
    "drop table if exists points",
    "create table points (id int primary key, place geography(point, 4326), hot_water bool not null, everyone bool not null)",
];
const INDEX: [&str; 2] = ["create index on points using gist (place)", "vacuum (analyze, freeze) points"];
const NEAREST: &str = "select id from points where hot_water and everyone \
    order by place <-> st_setsrid(st_makepoint($1, $2), 4326)::geography limit 20";

pub(super) struct Baseline {
    url: String,
}

impl Baseline {
    pub(super) fn new(points: &[Point], url: &str) -> Result<Self> {
        runtime()?.block_on(async {
            let mut connection = PgConnection::connect(url).await?;
            for sql in TABLES {
                sqlx::query(sql).execute(&mut connection).await?;
            }
            let mut copy = connection.copy_in_raw("copy points from stdin").await?;
            for points in points.chunks(10_000) {
                let mut lines = String::new();
                for point in points {
                    let Point { id, place, hot_water, everyone } = point;
                    writeln!(lines, "{id}\tSRID=4326;POINT({} {})\t{hot_water}\t{everyone}", place.lon(), place.lat())?;
                }
                copy.send(lines.into_bytes()).await?;
            }
            copy.finish().await?;
            for sql in INDEX {
                sqlx::query(sql).execute(&mut connection).await?;
            }
            anyhow::Ok(())
        })?;
        Ok(Self { url: url.to_owned() })
    }

    /// The share of our rooms that it finds too: it measures on a sphere, so its order is not exact.
    pub(super) fn same(&self, asked: &[Wgs84], ours: &mut dyn FnMut(Wgs84) -> Vec<Hit>) -> Result<f64> {
        let runtime = runtime()?;
        let mut connection = runtime.block_on(PgConnection::connect(&self.url))?;
        let mut shares = Vec::new();
        for &near in asked {
            let theirs = runtime.block_on(nearest(&mut connection, near))?;
            let mut ours = ours(near);
            let most = ours.len();
            ours.retain(|hit| i32::try_from(hit.index).is_ok_and(|id| theirs.contains(&id)));
            shares.push(f64::from(u32::try_from(ours.len())?) / f64::from(u32::try_from(most)?));
        }
        Ok(shares.iter().sum::<f64>() / f64::from(u32::try_from(shares.len())?))
    }

    pub(super) fn rate(&self, asked: &[Wgs84]) -> Result<f64> {
        let (asked, next): (Arc<[Wgs84]>, _) = (asked.into(), Arc::new(AtomicUsize::new(0)));
        let runtime = runtime()?;
        runtime.block_on(async {
            let mut clients = Vec::new();
            for _ in 0..CLIENTS {
                let mut connection = PgConnection::connect(&self.url).await?;
                nearest(&mut connection, asked[0]).await?;
                clients.push(connection);
            }
            let began = Instant::now();
            let running = clients.into_iter().map(|mut connection| {
                let (asked, next) = (Arc::clone(&asked), Arc::clone(&next));
                tokio::spawn(async move {
                    let mut count = 0_u32;
                    while began.elapsed() < ROUND {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        anyhow::ensure!(nearest(&mut connection, asked[index % asked.len()]).await?.len() == K, "too few");
                        count += 1;
                    }
                    Ok(count)
                })
            });
            let mut total = 0;
            for client in running.collect::<Vec<_>>() {
                total += client.await??;
            }
            Ok(f64::from(total) / began.elapsed().as_secs_f64())
        })
    }
}

async fn nearest(connection: &mut PgConnection, from: Wgs84) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar(NEAREST).bind(from.lon()).bind(from.lat()).fetch_all(connection).await?)
}
