//! What a room has: yes, no or unknown, with who said so and when.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::{Word, words};

words! {
    /// Equipment and properties a visitor may ask for. The first sixteen follow the basic list of the
    /// national guidance 国卫指导发〔2016〕63号, annex, the rest its optional list.
    Facility {
        /// Hot water.
        HotWater = "hot_water",
        /// Wash basin.
        Basin = "basin",
        /// Soap.
        Soap = "soap",
        /// The door can be locked from inside. Not the same as an access rule "needs a key".
        Lockable = "lockable",
        /// Curtain or screen.
        Curtain = "curtain",
        /// Step-free way in.
        StepFree = "step_free",
        /// Changing table.
        ChangingTable = "changing_table",
        /// Safety buckle on the changing table.
        SafetyBuckle = "safety_buckle",
        /// Seat for nursing.
        NursingSeat = "nursing_seat",
        /// Table.
        Table = "table",
        /// Power socket.
        PowerSocket = "power_socket",
        /// Bin.
        Bin = "bin",
        /// Call device for help.
        CallDevice = "call_device",
        /// Cot.
        Cot = "cot",
        /// Child seat.
        ChildSeat = "child_seat",
        /// Non-slip floor.
        NonSlipFloor = "non_slip_floor",
        /// Air conditioning.
        AirConditioning = "air_conditioning",
        /// Bottle or milk warmer.
        BottleWarmer = "bottle_warmer",
        /// Fridge.
        Fridge = "fridge",
        /// Nappy vending.
        NappyVending = "nappy_vending",
    }
}

words! {
    /// Yes, no or unknown. Unknown is never shown or stored as no.
    Tri {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Unknown.
        Unknown = "unknown",
    }
}

words! {
    /// Who said so.
    Teller {
        /// The operator or an authority's list.
        Official = "official",
        /// An expert who looked.
        Expert = "expert",
        /// A parent.
        Parent = "parent",
    }
}

/// One fact: its value, who said so and when. Unknown has no teller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Yes, no or unknown.
    pub value: Tri,
    /// Who said so; `None` where the source did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Teller>,
    /// The day it was said or seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

impl Fact {
    /// Nobody has said.
    pub const UNKNOWN: Self = Self { value: Tri::Unknown, by: None, on: None };
}

/// A set of facilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct FacilitySet(pub(crate) u32);

impl FacilitySet {
    /// Adds one.
    pub fn insert(&mut self, facility: Facility) {
        self.0 |= 1 << facility as u32;
    }
    /// Takes one out.
    pub fn remove(&mut self, facility: Facility) {
        self.0 &= !(1 << facility as u32);
    }
    /// Whether it is in.
    pub fn contains(self, facility: Facility) -> bool {
        self.0 & (1 << facility as u32) != 0
    }
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Those in it, in order.
    pub fn iter(self) -> impl Iterator<Item = Facility> {
        Facility::ALL.iter().copied().filter(move |&facility| self.contains(facility))
    }
}

const COUNT: usize = Facility::ALL.len();

/// The facts of a room, one for each facility. Packed, since a registry may hold a million rooms: the lowest two bits are
/// the value, the next two the teller, the rest the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts([u32; COUNT]);

/// Days are counted from here, so that no day is zero: zero stands for "not said".
const DAY_ZERO: i32 = -100_000_000;

fn pack(fact: Fact) -> u32 {
    let value = match fact.value {
        Tri::Unknown => return 0,
        Tri::Yes => 1,
        Tri::No => 2,
    };
    let teller = fact.by.map_or(0, |by| by as u32 + 1);
    // The calendar ends some 96 million days from 1970 either way: that fits 28 bits.
    let day = fact.on.map_or(0, |on| (on.to_epoch_days() - DAY_ZERO).cast_unsigned());
    value | teller << 2 | day << 4
}

fn unpack(bits: u32) -> Fact {
    let value = [Tri::Unknown, Tri::Yes, Tri::No][(bits & 3).min(2) as usize];
    let by = (bits >> 2 & 3).checked_sub(1).map(|teller| Teller::ALL[teller as usize]);
    let on = Some(bits >> 4).filter(|&day| day > 0).and_then(|day| NaiveDate::from_epoch_days(day.cast_signed() + DAY_ZERO));
    Fact { value, by, on }
}

impl Facts {
    /// The fact of a facility.
    pub fn get(&self, facility: Facility) -> Fact {
        unpack(self.0[facility as usize])
    }
    /// States a fact. An unknown drops who and when.
    pub fn set(&mut self, facility: Facility, fact: Fact) {
        self.0[facility as usize] = pack(fact);
    }
    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Facility, Fact)> {
        Facility::ALL.iter().map(|&facility| (facility, self.get(facility)))
    }
    /// Those the room is said to have.
    pub fn present(&self) -> FacilitySet {
        let mut set = FacilitySet::default();
        self.iter().filter(|(_, fact)| fact.value == Tri::Yes).for_each(|(facility, _)| set.insert(facility));
        set
    }
}

/// The known facts that one teller stated on one day: the form in which they are stored, since a list or a visit
/// states many at once.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Statement {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Teller>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<NaiveDate>,
    yes: FacilitySet,
    no: FacilitySet,
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut statements: Vec<Statement> = Vec::new();
        for (facility, Fact { value, by, on }) in self.iter().filter(|(_, fact)| fact.value != Tri::Unknown) {
            let same = statements.iter().position(|statement| (statement.by, statement.on) == (by, on));
            let at = same.unwrap_or_else(|| {
                statements.push(Statement { by, on, yes: FacilitySet::default(), no: FacilitySet::default() });
                statements.len() - 1
            });
            let Statement { yes, no, .. } = &mut statements[at];
            if value == Tri::Yes { yes.insert(facility) } else { no.insert(facility) }
        }
        statements.serialize(serializer)
    }
}

/// From statements as stored, or from a map of facilities to facts as our files give it; what is in neither is unknown.
impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = Facts;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map from facility to fact")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
                let mut facts = Facts::default();
                while let Some((facility, fact)) = map.next_entry::<Facility, Fact>()? {
                    facts.set(facility, fact);
                }
                Ok(facts)
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut statements: A) -> Result<Facts, A::Error> {
                let mut facts = Facts::default();
                while let Some(Statement { by, on, yes, no }) = statements.next_element()? {
                    yes.iter().for_each(|facility| facts.set(facility, Fact { value: Tri::Yes, by, on }));
                    no.iter().for_each(|facility| facts.set(facility, Fact { value: Tri::No, by, on }));
                }
                Ok(facts)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// As a list of words.
impl Serialize for FacilitySet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for FacilitySet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> serde::de::Visitor<'de> for Words {
            type Value = FacilitySet;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of facilities")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut words: A) -> Result<FacilitySet, A::Error> {
                let mut set = FacilitySet::default();
                while let Some(facility) = words.next_element()? {
                    set.insert(facility);
                }
                Ok(set)
            }
        }
        deserializer.deserialize_seq(Words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_left_out_and_comes_back_as_unknown() {
        let mut facts = Facts::default();
        facts.set(Facility::HotWater, Fact { value: Tri::No, by: Some(Teller::Expert), on: NaiveDate::from_ymd_opt(2026, 3, 1) });
        let json = serde_json::to_string(&facts).unwrap();
        assert_eq!(json, r#"[{"by":"expert","on":"2026-03-01","yes":[],"no":["hot_water"]}]"#);
        let back: Facts = serde_json::from_str(&json).unwrap();
        assert_eq!(back, facts);
        assert_eq!(back.get(Facility::Basin), Fact::UNKNOWN);
        let map: Facts = serde_json::from_str(r#"{"hot_water":{"value":"no","by":"expert","on":"2026-03-01"}}"#).unwrap();
        assert_eq!(map, facts);
    }

    #[test]
    fn an_unknown_keeps_no_teller() {
        let mut facts = Facts::default();
        facts.set(Facility::Cot, Fact { value: Tri::Unknown, by: Some(Teller::Parent), on: None });
        assert_eq!(facts.get(Facility::Cot), Fact::UNKNOWN);
    }

    #[test]
    fn a_fact_of_any_day_comes_out_as_it_went_in() {
        for on in [None, Some(NaiveDate::MIN), NaiveDate::from_ymd_opt(1970, 1, 1), Some(NaiveDate::MAX)] {
            for by in [None, Some(Teller::Official), Some(Teller::Expert), Some(Teller::Parent)] {
                for value in [Tri::Yes, Tri::No] {
                    let fact = Fact { value, by, on };
                    let mut facts = Facts::default();
                    facts.set(Facility::NappyVending, fact);
                    assert_eq!(facts.get(Facility::NappyVending), fact);
                }
            }
        }
    }

    #[test]
    fn every_facility_has_its_own_place_in_a_set() {
        for &facility in Facility::ALL {
            let mut set = FacilitySet::default();
            set.insert(facility);
            assert_eq!(set.iter().collect::<Vec<_>>(), [facility]);
        }
    }
}
