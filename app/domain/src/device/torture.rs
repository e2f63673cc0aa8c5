//! Phones, a network that drops, repeats, delays and damages, and a server that fails, in thousands of random schedules.
//! After every step each inspection is on the server exactly once, with all its photographs, or still on a phone.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::*;
use crate::code::{ClauseId, RoomCode, RoomId, new_id};
use crate::digest::Digest;
use crate::score::{Answer, Answers, Sheet, VenueFacts};
use crate::text::{Bilingual, Line};

const SCHEDULES: u64 = 12_000;
const STEPS: usize = 90;

/// Chance that can be repeated (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
    fn pick<T: Clone>(&mut self, of: impl IntoIterator<Item = T>) -> Option<T> {
        let of: Vec<T> = of.into_iter().collect();
        if of.is_empty() { None } else { Some(of[self.below(of.len())].clone()) }
    }
}

/// What survives on a phone whatever happens to it.
#[derive(Default)]
struct Phone {
    logs: BTreeMap<Uuid, Vec<Entry>>,
    outbox: Vec<Outgoing>,
    bodies: BTreeMap<Uuid, Vec<u8>>,
    photos: BTreeMap<Digest, Uuid>,
    signed_in: bool,
}

#[derive(Clone)]
struct Message {
    parcel: Parcel,
    body: Vec<u8>,
    digest: Digest,
    signed_in: bool,
}

struct Stored {
    open: bool,
    version: i64,
    sent: Vec<(Digest, Vec<Digest>)>,
}

#[derive(Default)]
struct Server {
    inspections: BTreeMap<Uuid, Stored>,
    photos: BTreeSet<Digest>,
}

fn error(status: u16, kind: &str) -> Reply {
    Reply::Error { status, kind: kind.to_owned(), said: String::new(), after: None }
}

impl Server {
    fn answer(&mut self, message: &Message) -> Reply {
        if !message.signed_in {
            return error(401, "sign-in");
        }
        if Digest::of(&message.body) != message.digest {
            return error(400, "half-sent");
        }
        match message.parcel {
            Parcel::Photo(_, photo) => {
                self.photos.insert(photo);
                Reply::Photo(photo)
            }
            Parcel::Sheet(id) => self.keep(id, message),
        }
    }

    fn keep(&mut self, id: Uuid, message: &Message) -> Reply {
        let delivery: Delivery = serde_json::from_slice(&message.body).unwrap();
        let index = usize::try_from(delivery.revision - 1).unwrap();
        let known = self.inspections.get(&id).map(|stored| Known {
            own: true,
            open: stored.open,
            revision: i64::try_from(stored.sent.len()).unwrap(),
            version: stored.version,
            sent: stored.sent.get(index).map(|(digest, _)| *digest),
        });
        let photos: Vec<Digest> = delivery.sheet.photos().into_iter().collect();
        match place(known, delivery.revision, delivery.base, message.digest) {
            Placement::Refuse(_) => return error(409, "conflict"),
            Placement::Again => {}
            Placement::Keep => {
                let stored = self.inspections.entry(id).or_insert(Stored { open: true, version: 0, sent: Vec::new() });
                stored.sent.push((message.digest, photos.clone()));
                (stored.open, stored.version) = (false, stored.version + 1);
            }
        }
        let missing = photos.into_iter().filter(|photo| !self.photos.contains(photo)).collect();
        let received = chrono::DateTime::default();
        Reply::Receipt(Receipt { inspection: id, digest: message.digest, revision: delivery.revision, received, missing })
    }
}

impl Phone {
    fn begin(&mut self, id: Uuid, revision: i64, base: Option<i64>) {
        let sheet = Sheet {
            standard: "longgang-2025-04-01".to_owned(),
            visited: "2026-11-25".parse().unwrap(),
            venue: VenueFacts::default(),
            answers: Answers::default(),
            evidence: BTreeMap::default(),
        };
        let begun = Begun {
            inspection: id,
            room: RoomId(id),
            code: RoomCode::new("LG-0001").unwrap(),
            name: Bilingual { zh: Line::new("母婴室").unwrap(), en: None },
            expert: "chen".to_owned(),
            assignment: None,
            revision,
            base,
            remark: String::new(),
            sheet,
        };
        self.logs.insert(id, vec![Entry { at: 0, change: Change::Begun(Box::new(begun)) }]);
    }

    /// Sheets that are not finished.
    fn open(&self) -> Vec<Uuid> {
        self.logs.keys().filter(|id| !self.bodies.contains_key(id)).copied().collect()
    }

    fn change(&mut self, id: Uuid, chance: &mut Chance) {
        let clause = ClauseId::new(&format!("2.0{}", 1 + chance.below(5))).unwrap();
        let change = match chance.below(5) {
            0 => Change::Undone,
            1 => {
                let photo = Digest::of(&chance.next().to_le_bytes());
                self.photos.insert(photo, id);
                Change::Photographed { clause, photo }
            }
            _ => {
                let answer = Some(Answer::CouldNotCheck(chance.next().to_string()));
                Change::Answered { clause, answer, note: String::new() }
            }
        };
        self.logs.get_mut(&id).unwrap().push(Entry { at: 0, change });
    }

    /// One transaction: from now on the body stays as it is.
    fn finish(&mut self, id: Uuid, now: i64) -> (i64, Digest) {
        let record = Record::of(self.logs[&id].clone()).unwrap();
        let body = serde_json::to_vec(&Delivery::from(&record)).unwrap();
        let digest = Digest::of(&body);
        let photos = record.sheet.photos();
        self.bodies.insert(id, body);
        self.outbox.push(Outgoing::new(id, digest, photos, now));
        (record.begun.revision, digest)
    }

    fn forget_what_is_safe(&mut self) {
        for of in self.outbox.extract_if(.., |of| of.is_safe()) {
            self.logs.remove(&of.inspection);
            self.bodies.remove(&of.inspection);
            self.photos.retain(|_, inspection| *inspection != of.inspection);
        }
    }

    fn message(&self, parcel: Parcel) -> Message {
        let body = match parcel {
            Parcel::Sheet(id) => self.bodies[&id].clone(),
            Parcel::Photo(id, photo) => {
                assert!(self.photos.contains_key(&photo), "a photograph of {id} is gone before the server has it");
                photo.to_string().into_bytes()
            }
        };
        Message { digest: Digest::of(&body), parcel, body, signed_in: self.signed_in }
    }

    /// Sends one thing over a network of which nothing is known.
    fn send(&mut self, server: &mut Server, late: &mut Vec<Message>, now: i64, chance: Option<&mut Chance>) -> bool {
        let Some(parcel) = next(&self.outbox, now) else { return false };
        let id = match parcel {
            Parcel::Sheet(id) | Parcel::Photo(id, _) => id,
        };
        let of = self.outbox.iter_mut().find(|of| of.inspection == id).unwrap();
        of.attempted = true;
        let mut message = self.message(parcel);
        let mut spread = 0;
        let mut reply = Some(Reply::Nothing);
        if let Some(chance) = chance {
            spread = u32::try_from(chance.below(1 << 30)).unwrap();
            match chance.below(12) {
                0 => {}                             // lost on the way there
                1 => late.push(message),            // given up on, and arrives later
                2 => drop(server.answer(&message)), // the answer is lost
                3 => reply = Some(error(503, "timeout")),
                4 => {
                    server.answer(&message);
                    reply = Some(error(500, "incident")); // failed after it was kept
                }
                5 => {
                    message.body.truncate(message.body.len() / 2);
                    reply = Some(server.answer(&message));
                }
                6 => reply = Some(error(413, "too-large")), // a proxy's
                7 => {
                    server.answer(&message);
                    reply = None; // the phone dies before it has written the answer down
                }
                8 => {
                    late.push(message.clone());
                    reply = Some(server.answer(&message));
                }
                _ => reply = Some(server.answer(&message)),
            }
        } else {
            reply = Some(server.answer(&message));
        }
        if let Some(reply) = reply {
            let of = self.outbox.iter_mut().find(|of| of.inspection == id).unwrap();
            of.take(parcel, reply, now, spread);
        }
        true
    }
}

#[derive(Default)]
struct World {
    phones: [Phone; 2],
    server: Server,
    late: Vec<Message>,
    /// What was finished, by inspection, phone and revision.
    finished: BTreeMap<(Uuid, i64), BTreeSet<Digest>>,
    begun: BTreeSet<Uuid>,
    now: i64,
}

impl World {
    fn step(&mut self, chance: &mut Chance) {
        let p = chance.below(2);
        match chance.below(20) {
            0 | 1 if self.begun.len() < 5 => {
                let mut random = [0; 32];
                random[..8].copy_from_slice(&chance.next().to_le_bytes());
                let id = new_id(self.now, random);
                self.begun.insert(id);
                self.phones[p].begin(id, 1, None);
            }
            2..=5 => {
                if let Some(id) = chance.pick(self.phones[p].open()) {
                    self.phones[p].change(id, chance);
                }
            }
            6 | 7 => {
                if let Some(id) = chance.pick(self.phones[p].open()) {
                    let (revision, digest) = self.phones[p].finish(id, self.now);
                    self.finished.entry((id, revision)).or_default().insert(digest);
                }
            }
            8 => {
                if let Some(message) = (!self.late.is_empty()).then(|| self.late.remove(chance.below(self.late.len()))) {
                    self.server.answer(&message);
                }
            }
            9 => {
                // A reviewer returns one that has come in full.
                let complete = |stored: &Stored, photos: &BTreeSet<Digest>| {
                    !stored.open
                        && stored.sent.last().is_some_and(|(_, wanted)| wanted.iter().all(|photo| photos.contains(photo)))
                };
                let ids = self.server.inspections.iter().filter(|(_, stored)| complete(stored, &self.server.photos));
                if let Some(id) = chance.pick(ids.map(|(id, _)| *id).collect::<Vec<_>>()) {
                    let stored = self.server.inspections.get_mut(&id).unwrap();
                    (stored.open, stored.version) = (true, stored.version + 1);
                }
            }
            10 => {
                let open =
                    self.server.inspections.iter().filter(|(id, stored)| stored.open && !self.phones[p].logs.contains_key(id));
                if let Some((id, sent, version)) =
                    chance.pick(open.map(|(id, of)| (*id, of.sent.len(), of.version)).collect::<Vec<_>>())
                {
                    self.phones[p].begin(id, i64::try_from(sent).unwrap() + 1, Some(version));
                }
            }
            11 => self.phones[p].signed_in = !chance.one_in(3),
            12 => self.phones[p].outbox.iter_mut().for_each(Outgoing::try_again),
            13 => self.phones[p].forget_what_is_safe(),
            14 => self.now += 1 << chance.below(20),
            _ => drop(self.phones[p].send(&mut self.server, &mut self.late, self.now, Some(chance))),
        }
    }

    fn check(&self, seed: u64) {
        for (&(id, revision), digests) in &self.finished {
            let stored = self.server.inspections.get(&id).and_then(|of| of.sent.get(usize::try_from(revision - 1).unwrap()));
            for digest in digests {
                let on_phone = self.phones.iter().any(|phone| {
                    phone.outbox.iter().any(|of| of.inspection == id && of.digest == *digest)
                        && phone.logs.contains_key(&id)
                        && phone.bodies.contains_key(&id)
                });
                let on_server = stored.is_some_and(|(sent, photos)| {
                    sent == digest && photos.iter().all(|photo| self.server.photos.contains(photo))
                });
                assert!(on_phone || on_server, "schedule {seed}: {id}, revision {revision} is lost");
            }
        }
        for (id, of) in &self.server.inspections {
            for (index, (digest, _)) in of.sent.iter().enumerate() {
                let revision = i64::try_from(index).unwrap() + 1;
                let known = self.finished.get(&(*id, revision)).is_some_and(|digests| digests.contains(digest));
                assert!(known, "schedule {seed}: {id}, revision {revision} is not what was finished");
                let times = of.sent.iter().filter(|(other, _)| other == digest).count();
                assert_eq!(times, 1, "schedule {seed}: {id} is doubled");
            }
        }
    }

    /// The network is well again and everybody is signed in.
    fn calm_down(&mut self, seed: u64) {
        for message in std::mem::take(&mut self.late) {
            self.server.answer(&message);
        }
        for phone in &mut self.phones {
            phone.signed_in = true;
            phone.outbox.iter_mut().for_each(Outgoing::try_again);
            for _ in 0..200 {
                self.now += LONG;
                if !phone.send(&mut self.server, &mut self.late, self.now, None) {
                    break;
                }
            }
            phone.forget_what_is_safe();
            let conflict = |of: &Outgoing| matches!(of.sheet, Sending::Held { why: Hold::Conflict, .. });
            assert!(
                phone.outbox.iter().all(conflict),
                "schedule {seed}: not sent though nothing is in the way: {:?}",
                phone.outbox
            );
        }
    }
}

const LONG: i64 = 20 * 60 * 1000;

#[test]
fn nothing_is_lost_and_nothing_doubled_whatever_the_network_does() {
    let (mut sent, mut conflicts) = (0, 0);
    for seed in 0..SCHEDULES {
        let mut chance = Chance(seed);
        let mut world = World::default();
        for _ in 0..STEPS {
            world.step(&mut chance);
            world.check(seed);
        }
        world.calm_down(seed);
        world.check(seed);
        sent += world.server.inspections.values().map(|of| of.sent.len()).sum::<usize>();
        conflicts += world.phones.iter().map(|phone| phone.outbox.len()).sum::<usize>();
    }
    // The schedules do go through what they are about.
    assert!(sent > 10_000 && conflicts > 30, "{sent} sent, {conflicts} conflicts");
}

#[test]
fn a_wrong_answer_is_no_receipt() {
    let id = Uuid::from_u128(1);
    let mut of = Outgoing::new(id, Digest::of(b"mine"), [], 0);
    let received = chrono::DateTime::default();
    let other = Receipt { inspection: id, digest: Digest::of(b"other"), revision: 1, received, missing: Vec::new() };
    of.take(Parcel::Sheet(id), Reply::Receipt(other), 0, 0);
    assert!(!of.is_safe() && of.receipt.is_none());
    assert_eq!(next(&[of.clone()], 0), None, "not at once");
    assert_eq!(of.due(), Some(4_000));
    of.try_again();
    assert_eq!(next(&[of], 0), Some(Parcel::Sheet(id)));
}

#[test]
fn pauses_double_up_to_ten_minutes_and_heed_the_server() {
    let id = Uuid::from_u128(1);
    let mut of = Outgoing::new(id, Digest::of(b"mine"), [], 0);
    let mut pauses = Vec::new();
    for _ in 0..12 {
        of.take(Parcel::Sheet(id), Reply::Nothing, 0, 0);
        pauses.extend(of.due());
    }
    assert_eq!(pauses[..4], [4_000, 8_000, 16_000, 32_000]);
    assert_eq!(pauses[11], 600_000);
    let busy = Reply::Error { status: 429, kind: String::new(), said: String::new(), after: Some(30) };
    let mut of = Outgoing::new(id, Digest::of(b"mine"), [], 0);
    of.take(Parcel::Sheet(id), busy, 0, 0);
    assert_eq!(of.due(), Some(30_000));
}
