use chrono::{DateTime, TimeDelta, Utc};
use domain::{Digest, Line, Room, RoomId, Stage};
use uuid::Uuid;

use super::preview::Preview;
use super::settings::Settings;
use super::store::*;
use crate::audit;
use crate::db::{Db, on};
use crate::exchange::{Corrections, StoredIndex, plan};
use crate::rooms::store::{self as rooms, Stored};
use crate::testing::{both_engines, region};

const LIST: &str = "code,name_zh,kind,stage,hot_water\n\
                    LG-0501,甲母婴室（虚构）,independent,open,yes\n\
                    LG-0502,乙母婴室（虚构）,mobile_pod,building,unknown\n\
                    LG-0503,丙母婴室（虚构）,odd,open,no\n";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn file(number: u128, text: &str) -> File {
    let head = Head {
        id: Uuid::from_u128(number),
        name: "名单（虚构）.csv".to_owned(),
        digest: Digest::of(text.as_bytes()).to_string(),
        state: State::Draft,
        version: 1,
        uploaded_by: "li".to_owned(),
        uploaded: now(),
        changed: now(),
        settled: None,
        counts: Counts::default(),
    };
    let settings = Settings::guess(text.as_bytes(), &head.name).unwrap();
    File { head, bytes: text.as_bytes().to_vec(), settings, corrections: Corrections::default() }
}

async fn uploaded(db: &Db, number: u128, text: &str) -> File {
    start(db, &file(number, text)).await.unwrap();
    find(db, Uuid::from_u128(number)).await.unwrap().unwrap()
}

/// What a draft would do to the registry as it stands.
async fn preview(db: &Db, file: &File) -> Preview {
    let stored = rooms::list(db).await.unwrap();
    let read = file.settings.read(&file.bytes, &file.corrections, &region()).unwrap();
    let former = rooms::former_codes_now(db).await.unwrap();
    let index = StoredIndex::new(stored.iter().map(|stored| &stored.room)).never(&former);
    Preview::of(&plan(read, &index, &mut || RoomId(Uuid::nil())), Vec::new())
}

fn by(name: &str, later: i64) -> Writing<'_> {
    let now = now() + TimeDelta::seconds(later);
    Writing { by: name, day: "2026-11-24".parse().unwrap(), now, mapping: None }
}

async fn write(db: &Db, file: &File, seen: &Digest, who: &str, later: i64) -> Result<Finished, StoreError> {
    let read = file.settings.read(&file.bytes, &file.corrections, &region()).unwrap();
    let mut last = file.head.id.as_u128() * 1000;
    let mut id = || {
        last += 1;
        RoomId(Uuid::from_u128(last))
    };
    finish(db, &file.head, read, seen, &by(who, later), &mut id).await
}

async fn written(db: &Db, number: u128, text: &str, later: i64) -> Head {
    let file = uploaded(db, number, text).await;
    let seen = preview(db, &file).await.digest;
    assert_eq!(write(db, &file, &seen, "li", later).await.unwrap(), Finished::Done);
    find(db, file.head.id).await.unwrap().unwrap().head
}

async fn room(db: &Db, code: &str) -> Option<Stored> {
    rooms::find(db, domain::RoomCode::new(code).unwrap()).await.unwrap()
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    on!(db, pool => sqlx::query_scalar(sql).fetch_one(pool)).unwrap()
}

#[tokio::test]
async fn a_list_is_corrected_and_written_in_one_go() {
    both_engines(|db| async move {
        let mut file = uploaded(&db, 1, LIST).await;
        let first = preview(&db, &file).await;
        assert_eq!((first.added.len(), first.refused.len()), (2, 1));
        file.corrections.cells.entry(4).or_default().insert("kind".to_owned(), "independent".to_owned());
        save(&db, &file, serde_json::json!({}), "li", now()).await.unwrap();
        assert!(matches!(save(&db, &file, serde_json::json!({}), "wu", now()).await, Err(StoreError::Outdated(_))));
        let file = find(&db, file.head.id).await.unwrap().unwrap();
        let seen = preview(&db, &file).await;
        assert_eq!((seen.added.len(), seen.refused.len()), (3, 0));
        assert_eq!(write(&db, &file, &first.digest, "li", 0).await.unwrap(), Finished::Different, "not what was seen");
        assert_eq!(rooms::count(&db).await.unwrap(), 0);
        assert_eq!(write(&db, &file, &seen.digest, "li", 0).await.unwrap(), Finished::Done);
        let head = find(&db, file.head.id).await.unwrap().unwrap().head;
        assert_eq!((head.state, head.counts.added, rooms::count(&db).await.unwrap()), (State::Done, 3, 3));
        assert_eq!(number(&db, "select count(*) from room_steps where step = 'import' and went_to = 'building'").await, 1);
        assert_eq!(audit::verify(&db).await.unwrap(), Ok(3));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_write_the_same_draft_one_does() {
    both_engines(|db| async move {
        let file = uploaded(&db, 1, LIST).await;
        let seen = preview(&db, &file).await.digest;
        let both = futures::future::join(write(&db, &file, &seen, "li", 0), write(&db, &file, &seen, "wu", 0)).await;
        let done = [&both.0, &both.1].into_iter().filter(|done| matches!(done, Ok(Finished::Done))).count();
        let not = [&both.0, &both.1]
            .into_iter()
            .filter(|done| matches!(done, Ok(Finished::Nothing) | Err(StoreError::Outdated(_))))
            .count();
        assert_eq!((done, not, rooms::count(&db).await.unwrap()), (1, 1, 2), "{both:?}");
        assert!(matches!(drop_draft(&db, &file.head, "wu", now()).await, Err(StoreError::Outdated(_))));
    })
    .await;
}

#[tokio::test]
async fn a_registry_that_changed_meanwhile_is_looked_at_again() {
    both_engines(|db| async move {
        let file = uploaded(&db, 1, LIST).await;
        let seen = preview(&db, &file).await.digest;
        written(&db, 2, "code,name_zh\nLG-0501,别人的母婴室（虚构）\n", 1).await;
        assert_eq!(write(&db, &file, &seen, "li", 2).await.unwrap(), Finished::Different);
        assert_eq!(preview(&db, &file).await.changed.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_import_is_taken_back_as_a_whole_and_can_come_again() {
    both_engines(|db| async move {
        let first = written(&db, 1, "code,name_zh,stage\nLG-0501,原来的名字（虚构）,approved\n", 0).await;
        let second = written(
            &db,
            2,
            LIST.replace("LG-0501,甲母婴室（虚构）,independent,open", "LG-0501,新名字（虚构）,independent,building").as_str(),
            1,
        )
        .await;
        let refused = undo(&db, &first, &by("wu", 2)).await.unwrap().unwrap_err();
        assert!(refused.len() == 1 && refused[0].why == [Why::Changed], "{refused:?}");
        assert_eq!(undo(&db, &second, &by("wu", 3)).await.unwrap(), Ok(()));
        let back = room(&db, "LG-0501").await.unwrap();
        assert_eq!((back.room.name.zh.as_str(), back.room.stage, back.version), ("原来的名字（虚构）", Stage::Approved, 3));
        assert!(room(&db, "LG-0502").await.is_none());
        assert!(matches!(undo(&db, &second, &by("wu", 4)).await, Err(StoreError::Outdated(_))), "once only");
        let then = rooms::as_of(&db, now() + TimeDelta::milliseconds(2500)).await.unwrap();
        assert!(then.iter().any(|stored| stored.room.code.as_str() == "LG-0502"), "history stays");
        let fresh = written(&db, 3, "名称\n没有编码（虚构）\n", 5).await;
        assert_eq!(fresh.counts.added, 1);
        let next = written(&db, 4, LIST, 6).await;
        assert_eq!((next.counts.added, room(&db, "LG-0502").await.unwrap().version), (1, 1));
        assert!(room(&db, "LG-0503").await.is_some(), "no code is given twice, not even that of a room that is gone");
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_depends_on_an_import_keeps_it() {
    const USES: [(&str, &str, Why); 3] = [
        (
            "insert into room_plans (room, due) select id, '2027-01-01' from rooms where code = 'LG-0502'",
            "delete from room_plans",
            Why::Build,
        ),
        (
            "insert into room_steps (room, number, step, came_from, went_to, happened, note, paper, inspection, regardless, recorded_by, recorded) \
             select room, 2, 'finish', 'building', 'acceptance', happened, '', '', null, regardless, 'li', recorded from room_steps where went_to = 'building'",
            "delete from room_steps where step = 'finish'",
            Why::Build,
        ),
        (
            "insert into papers (id, of_what, owner, number, called, digest, name, format, bytes, added_by, added) \
             select room, 'step', room, 1, 'LG-0502', 'x', 'x', 'pdf', 1, 'li', recorded from room_steps where went_to = 'building'",
            "delete from papers",
            Why::Build,
        ),
    ];
    both_engines(|db| async move {
        let head = written(&db, 1, LIST, 0).await;
        for (uses, frees, why) in USES {
            on!(&db, pool => async { sqlx::query(uses).execute(pool).await.map(|_| ()) }).unwrap();
            let refused = undo(&db, &head, &by("wu", 2)).await.unwrap().unwrap_err();
            assert_eq!(
                refused.iter().map(|of| (of.code.map(|code| code.to_string()), of.why.clone())).collect::<Vec<_>>(),
                [(Some("LG-0502".to_owned()), vec![why])]
            );
            on!(&db, pool => async { sqlx::query(frees).execute(pool).await.map(|_| ()) }).unwrap();
        }
        assert_eq!(rooms::count(&db).await.unwrap(), 2);
        assert_eq!(undo(&db, &head, &by("wu", 3)).await.unwrap(), Ok(()));
        assert_eq!(rooms::count(&db).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_list_does_not_open_a_room_that_nobody_inspected() {
    both_engines(|db| async move {
        written(&db, 1, "code,name_zh,stage\nLG-0501,甲（虚构）,acceptance\n", 0).await;
        let file = uploaded(&db, 2, "code,name_zh,stage,stage_note\nLG-0501,甲（虚构）,open,\n").await;
        let seen = preview(&db, &file).await;
        assert!(seen.is_nothing() && seen.refused[0].column.as_deref() == Some("stage"), "{seen:?}");
        let closing = uploaded(&db, 3, "code,name_zh,stage,stage_note\nLG-0501,甲（虚构）,closed,撤场\n").await;
        let seen = preview(&db, &closing).await;
        assert_eq!(write(&db, &closing, &seen.digest, "li", 1).await.unwrap(), Finished::Done);
        assert_eq!(
            number(&db, "select count(*) from room_steps where step = 'import' and came_from = 'acceptance' and note = '撤场'")
                .await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn how_a_list_is_read_is_kept_for_the_next_one() {
    both_engines(|db| async move {
        let mut settings = file(1, "奇怪的栏,地址\n甲（虚构）,某路\n").settings;
        assert_eq!(kept(&db, &settings.header()).await.unwrap(), None);
        settings.chosen.columns[0].1 = "name_zh".to_owned();
        keep(&db, "某某名单", &settings, "li", now()).await.unwrap();
        keep(&db, "某某名单", &settings, "li", now()).await.unwrap();
        let found = kept(&db, &settings.header()).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), &found.settings), ("某某名单", &settings));
    })
    .await;
}

#[test]
fn a_room_is_what_its_row_says() {
    let file = file(1, LIST);
    let read = file.settings.read(&file.bytes, &file.corrections, &region()).unwrap();
    let rooms: Vec<&Room> = read.incoming.iter().map(|incoming| incoming.draft.room()).collect();
    assert_eq!(rooms[0].name.zh, Line::new("甲母婴室（虚构）").unwrap());
    let left = Corrections { left_out: [2].into(), ..Corrections::default() };
    assert_eq!(file.settings.read(&file.bytes, &left, &region()).unwrap().incoming.len(), 1);
}
