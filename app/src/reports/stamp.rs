//! Stamps: each form that anybody may send carries one of ours. It names what is sent, so that the same form sent twice is
//! one report, and says when the form was asked for: no program sends thousands without asking for as many forms first.

use chrono::{DateTime, TimeDelta, Utc};
use domain::reports::DoorMark;
use domain::{Digest, RoomCode};
use uuid::Uuid;

use crate::seal::Seal;

/// Nobody reads and answers a form faster.
const LEAST: TimeDelta = TimeDelta::seconds(2);
/// A form that is older is asked for again; what was typed stays.
const MOST: TimeDelta = TimeDelta::hours(24);

/// Why a form is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoStamp {
    /// Not ours, of another room, or too old.
    Old,
    /// Sent faster than anybody reads.
    Fast,
}

fn text(room: RoomCode, id: Uuid) -> String {
    format!("report\n{room}\n{id}")
}

/// The stamp of a form of a room; `id` holds the moment (RFC 9562, version 7).
pub(crate) fn stamp(seal: &Seal, room: RoomCode, id: Uuid) -> String {
    format!("{id}.{}", seal.sign(&text(room, id)))
}

/// What a stamp names.
pub(crate) fn read(seal: &Seal, room: RoomCode, stamp: &str, now: DateTime<Utc>) -> Result<Uuid, NoStamp> {
    let (id, signed) = stamp.split_once('.').ok_or(NoStamp::Old)?;
    let (id, signed) = (id.parse::<Uuid>().ok().ok_or(NoStamp::Old)?, Digest::new(signed).ok().ok_or(NoStamp::Old)?);
    let made = id.get_timestamp().and_then(|made| {
        let (seconds, nanoseconds) = made.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
    });
    let age = made.filter(|_| seal.holds(&text(room, id), signed)).map(|made| now - made).ok_or(NoStamp::Old)?;
    match age {
        age if age > MOST => Err(NoStamp::Old),
        age if age < LEAST => Err(NoStamp::Fast),
        _ => Ok(id),
    }
}

/// The mark of a room's door.
pub(super) fn door(seal: &Seal, room: RoomCode) -> DoorMark {
    DoorMark::of(seal.sign(&format!("door\n{room}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::new_id;

    #[test]
    fn a_stamp_holds_for_its_room_for_a_day_and_not_at_once() {
        let seal = Seal::new(&[1; 32]);
        let now = DateTime::from_timestamp(1_795_489_200, 0).unwrap();
        let rooms = [1, 2].map(|number| RoomCode::numbered("LG", number).unwrap());
        let id = new_id(now, [7; 32]);
        let made = stamp(&seal, rooms[0], id);
        let after = |seconds| read(&seal, rooms[0], &made, now + TimeDelta::seconds(seconds));
        assert_eq!([after(1), after(2), after(86_400), after(86_401)], [Err(NoStamp::Fast), Ok(id), Ok(id), Err(NoStamp::Old)]);
        let later = now + TimeDelta::minutes(1);
        assert_eq!(read(&seal, rooms[1], &made, later), Err(NoStamp::Old));
        assert_eq!(read(&Seal::new(&[2; 32]), rooms[0], &made, later), Err(NoStamp::Old));
        let random = Uuid::from_u128(7);
        for bad in ["", "x.y", &format!("{id}."), &stamp(&seal, rooms[0], random)] {
            assert_eq!(read(&seal, rooms[0], bad, later), Err(NoStamp::Old), "{bad}");
        }
    }

    #[test]
    fn each_door_has_its_own_mark() {
        let seal = Seal::new(&[1; 32]);
        let marks: Vec<String> =
            (1..100).map(|number| door(&seal, RoomCode::numbered("LG", number).unwrap()).to_string()).collect();
        let different: std::collections::HashSet<&String> = marks.iter().collect();
        assert_eq!(different.len(), marks.len());
    }
}
