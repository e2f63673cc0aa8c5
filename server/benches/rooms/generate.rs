//! A million fictional rooms, the same each time: texts as long as those of the demonstration, facts of another of its
//! rooms, positions in malls and streets of towns of very different sizes. Every venue has a name and an address of its
//! own, so that memory does not look small because texts repeat.

use std::f64::consts::TAU;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use csv::StringRecord;
use domain::Wgs84;

const TOWNS: u32 = 300;
const PLACES_TO_ASK_FROM: u32 = 20_000;
/// From the south-west of Yunnan to the north-east of Heilongjiang.
const BOX: [f64; 4] = [98.0, 21.0, 130.0, 47.0];

/// `SplitMix64`: small, and the same on every machine.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// From 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or(0)
    }
    /// Metres east and north, normally spread.
    fn around(&mut self, spread_m: f64) -> (f64, f64) {
        let radius = spread_m * (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        let (sin, cos) = (TAU * self.unit()).sin_cos();
        (radius * cos, radius * sin)
    }
}

/// Where rooms stand.
struct Country {
    random: Random,
    towns: Vec<(f64, f64)>,
    /// Malls and stations: several rooms may share one.
    venues: Vec<(f64, f64)>,
}

impl Country {
    fn new() -> Self {
        let mut random = Random(20_261_012);
        let [west, south, east, north] = BOX;
        let mut anywhere = || (west + (east - west) * random.unit(), south + (north - south) * random.unit());
        let towns = (0..TOWNS).map(|_| anywhere()).collect();
        Self { random, towns, venues: Vec::new() }
    }

    /// The next room's venue and position: one in twenty in the country, a third in a venue that has one already, the
    /// rest in towns whose sizes follow Zipf's law.
    fn next(&mut self) -> (usize, (f64, f64)) {
        let kind = self.random.unit();
        if kind < 0.3 && !self.venues.is_empty() {
            let venue = self.random.below(self.venues.len());
            return (venue, self.shifted(self.venues[venue], 40.0));
        }
        let place = if kind < 0.35 {
            let [west, south, east, north] = BOX;
            (west + (east - west) * self.random.unit(), south + (north - south) * self.random.unit())
        } else {
            // The n-th town has 1/n of the first one's rooms.
            let rank = f64::from(TOWNS).powf(self.random.unit()) - 1.0;
            let town = self.towns[whole(rank).min(self.towns.len() - 1)];
            self.shifted(town, 3_000.0 + 9_000.0 / (1.0 + rank / 10.0))
        };
        self.venues.push(place);
        (self.venues.len() - 1, place)
    }

    fn shifted(&mut self, (lon, lat): (f64, f64), spread_m: f64) -> (f64, f64) {
        let (east, north) = self.random.around(spread_m);
        (lon + east / (111_320.0 * lat.to_radians().cos()), lat + north / 110_600.0)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
fn whole(number: f64) -> usize {
    number as usize
}

pub(super) fn generate(rows: u32, demo: &Path, out: &Path, positions: &Path) -> Result<()> {
    let mut demo = csv::Reader::from_path(demo)?;
    let header = demo.headers()?.clone();
    let demo: Vec<StringRecord> = demo.records().collect::<Result<_, _>>()?;
    let at = |name: &str| header.iter().position(|column| column == name).with_context(|| format!("{name} is missing"));
    let columns = Columns {
        id: at("id")?,
        code: at("code")?,
        names: [[at("name_zh")?, at("venue_zh")?], [at("name_en")?, at("venue_en")?]],
        address: at("address")?,
        area: [at("street")?, at("community")?],
        place: [at("lon")?, at("lat")?],
        key: at("source_key")?,
        who: at("who")?,
        facts: at("hot_water")?,
    };
    let mut country = Country::new();
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_path(out)?;
    file.write_record(&header)?;
    for number in 1..=rows {
        file.write_record(columns.row(number, &demo, &mut country))?;
    }
    file.flush()?;
    ask_from(&mut country, positions)
}

/// Parents stand where rooms are; one in twenty elsewhere.
fn ask_from(country: &mut Country, path: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for _ in 0..PLACES_TO_ASK_FROM {
        let (_, place) = country.next();
        let (lon, lat) = country.shifted(place, 300.0);
        let place = Wgs84::new(lon, lat)?;
        writeln!(file, "{:.6},{:.6}", place.lon(), place.lat())?;
    }
    Ok(file.flush()?)
}

struct Columns {
    id: usize,
    code: usize,
    /// The room's name and its venue's, in both languages.
    names: [[usize; 2]; 2],
    address: usize,
    area: [usize; 2],
    place: [usize; 2],
    key: usize,
    who: usize,
    facts: usize,
}

impl Columns {
    fn row(&self, number: u32, demo: &[StringRecord], country: &mut Country) -> Vec<String> {
        let (venue, (lon, lat)) = country.next();
        let placed = country.random.unit() >= 0.01;
        let texts = &demo[venue % demo.len()];
        let facts = &demo[country.random.below(demo.len())];
        let mut row: Vec<String> = texts.iter().map(str::to_owned).collect();
        for column in std::iter::once(self.who).chain(self.facts..row.len()) {
            facts[column].clone_into(&mut row[column]);
        }
        let id = 0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number);
        row[self.id] = uuid::Uuid::from_u128(id).to_string();
        row[self.code] = format!("ZZ-{number:07}");
        row[self.key] = format!("ZZ-{number:07}");
        for [name, of] in self.names {
            let own = format!("{} {venue}", &texts[of]);
            if !texts[of].is_empty() {
                row[name] = texts[name].replacen(&texts[of], &own, 1);
                row[of] = own;
            }
        }
        let street = texts[self.address].trim_end_matches(|c: char| c.is_ascii_digit() || c == '号');
        row[self.address] = format!("{street}{}号", venue % 997 + 1);
        // The texts' streets are Longgang's: a third of the rooms keep theirs, so that the filter has something to do.
        if !number.is_multiple_of(3) {
            self.area.iter().for_each(|&column| row[column].clear());
        }
        row[self.place[0]] = if placed { format!("{lon:.6}") } else { String::new() };
        row[self.place[1]] = if placed { format!("{lat:.6}") } else { String::new() };
        row
    }
}
