//! Taking in, seeing and sweeping away, on both engines.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Digest, Line, MOST_PHOTO_BYTES, PhotoError, Role};

use super::files::jpeg;
use crate::accounts::{Person, add};
use crate::audit;
use crate::db::Db;
use crate::i18n::Lang;
use crate::photos::*;
use crate::rooms::registry::Shared;
use crate::state::AppState;
use crate::testing::{both_engines, media, region};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn random() -> [u8; 32] {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    Digest::of(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes()).bytes()
}

fn state(db: &Db) -> AppState {
    let registry = Arc::new(Shared::empty(Arc::new(region()), now()));
    AppState::new(db.clone(), registry, media(), (now, random))
}

async fn person(db: &Db, login: &str, role: Role) -> Person {
    let person = Person::new(Line::new("陈小红（虚构）").unwrap(), Line::new(login).unwrap(), role, now(), random);
    add(db, &person, "test", now(), random).await.unwrap();
    person
}

async fn lines(db: &Db, action: &str) -> usize {
    let filter = audit::Filter { action: action.to_owned(), ..audit::Filter::default() };
    audit::search(db, &filter, 100).await.unwrap().len()
}

#[tokio::test]
async fn the_same_file_is_one_photograph_with_one_receipt() {
    both_engines(|db| async move {
        let state = state(&db);
        let (chen, wang) = (person(&db, "chen", Role::Expert).await, person(&db, "wang", Role::Operator).await);
        let file = Bytes::from(jpeg(400, 300));
        let sends = (0..6).map(|_| receive(&state, &chen, file.clone(), Sight::Open));
        let receipts: Vec<_> = futures::future::join_all(sends).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(receipts.iter().filter(|received| received.is_new).count(), 1, "{receipts:?}");
        assert!(receipts.iter().all(|received| received.receipt == receipts[0].receipt));
        let later = receive(&state, &wang, file.clone(), Sight::Open).await.unwrap();
        assert_eq!((later.is_new, &later.receipt), (false, &receipts[0].receipt));
        assert_eq!(lines(&db, "photos.").await, 1);
        assert_eq!(state.media.before(DateTime::<Utc>::MAX_UTC).await.unwrap().len(), 1, "the others were taken away");

        let (sent, other) = (Digest::of(&file), Digest::of(b"other"));
        assert_eq!(receipts[0].receipt.digest, sent);
        assert_eq!(known(&db, &[other, sent]).await.unwrap(), BTreeSet::from([sent]));
        assert_eq!(missing(&db, &[other, sent]).await.unwrap(), [other]);
        assert_eq!(missing(&db, &[]).await.unwrap(), []);
        assert!(matches!(audit::verify(&db).await, Ok(Ok(_))));
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    both_engines(|db| async move {
        let state = state(&db);
        let chen = person(&db, "chen", Role::Expert).await;
        let heavy = Bytes::from(vec![0; MOST_PHOTO_BYTES + 1]);
        for (file, error) in [(heavy, PhotoError::Heavy), (Bytes::from_static(b"<svg/>"), PhotoError::Kind)] {
            let refused = receive(&state, &chen, file, Sight::Open).await;
            assert!(matches!(&refused, Err(Refused::File(told)) if *told == error), "{refused:?}");
        }
        assert_eq!(lines(&db, "photos.").await, 0);
        assert!(state.media.before(DateTime::<Utc>::MAX_UTC).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_place_that_does_not_answer_keeps_no_row() {
    both_engines(|db| async move {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("media");
        let place = place.to_str().unwrap();
        let files = Arc::new(Media::open(&format!("file:{place}"), []).unwrap());
        let state = AppState { media: files, ..state(&db) };
        let chen = person(&db, "chen", Role::Expert).await;
        std::fs::remove_dir_all(place).unwrap();
        std::fs::write(place, "in the way").unwrap();
        let (file, digest) = (Bytes::from(jpeg(400, 300)), Digest::of(&jpeg(400, 300)));
        assert!(matches!(receive(&state, &chen, file.clone(), Sight::Open).await, Err(Refused::Away(_))));
        assert_eq!(missing(&db, &[digest]).await.unwrap(), [digest]);
        std::fs::remove_file(place).unwrap();
        std::fs::create_dir(place).unwrap();
        assert!(receive(&state, &chen, file, Sight::Open).await.unwrap().is_new);
        let photo = store::find(&db, &[digest]).await.unwrap().remove(0);
        assert_eq!(Digest::of(&state.media.get(photo.object, Size::Full).await.unwrap()), photo.stored);
    })
    .await;
}

#[tokio::test]
async fn a_restricted_photograph_is_for_few_and_stays_restricted() {
    both_engines(|db| async move {
        let state = state(&db);
        let (chen, wang) = (person(&db, "chen", Role::Expert).await, person(&db, "wang", Role::Expert).await);
        let (staff, lead) = (person(&db, "li", Role::Staff).await, person(&db, "zhao", Role::LeadExpert).await);
        let file = Bytes::from(jpeg(400, 300));
        let photo = receive(&state, &chen, file.clone(), Sight::Open).await.unwrap().receipt.digest;
        let seen = async |person: Option<&Person>| {
            let album = Album::of(&state, &[photo], Viewer::of(person)).await.unwrap();
            let figure = album.figure(photo, "门锁", Lang::Zh).into_string();
            assert_eq!(album.link(photo, Size::Full).is_some(), figure.contains("<img"), "{figure}");
            figure.contains("<img")
        };
        assert!(seen(None).await);
        for _ in 0..2 {
            receive(&state, &chen, file.clone(), Sight::Restricted).await.unwrap();
            receive(&state, &chen, file.clone(), Sight::Open).await.unwrap();
        }
        assert_eq!(lines(&db, "photos.restrict").await, 1);
        assert!(!seen(None).await && !seen(Some(&wang)).await);
        assert!(seen(Some(&chen)).await && seen(Some(&staff)).await && seen(Some(&lead)).await);
        let album = Album::of(&state, &[photo], Viewer::Public).await.unwrap();
        assert!(album.figure(Digest::of(b"other"), "", Lang::En).into_string().contains("has not arrived yet"));
    })
    .await;
}

#[tokio::test]
async fn only_what_nothing_refers_to_and_is_old_is_swept_away() {
    both_engines(|db| async move {
        let state = state(&db);
        let chen = person(&db, "chen", Role::Expert).await;
        let mut photos = Vec::new();
        for width in [400, 401, 402] {
            let file = Bytes::from(jpeg(width, 300));
            photos.push(receive(&state, &chen, file, Sight::Open).await.unwrap().receipt.digest);
        }
        // The third is sent again, later.
        let late = AppState { clock: || now() + TimeDelta::days(40), ..state.clone() };
        receive(&late, &chen, Bytes::from(jpeg(402, 300)), Sight::Open).await.unwrap();
        state.media.put(uuid::Uuid::from_u128(7), vec![1], vec![2]).await.unwrap();
        let referred = BTreeSet::from([photos[0]]);
        let at = now() + TimeDelta::days(45);
        // The machine's clock, by which pictures are dated, is not that of this test: later than all of them.
        let go = async |before, dry_run| sweep(&db, &state.media, &referred, before, ("test", at), dry_run).await.unwrap();
        let before = at - TimeDelta::days(30);
        assert_eq!(go(before, true).await.photos, 1);
        assert_eq!(missing(&db, &photos).await.unwrap(), []);
        assert_eq!(go(before, false).await.photos, 1);
        assert_eq!(missing(&db, &photos).await.unwrap(), [photos[1]]);
        assert_eq!(lines(&db, "photos.sweep").await, 1);
        let none = photos.iter().copied().collect::<BTreeSet<_>>();
        let far = DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let swept = sweep(&db, &state.media, &none, far, ("test", at), false).await.unwrap();
        assert!(swept.photos == 0 && swept.pictures <= 1, "{swept:?}");
        assert_eq!(state.media.before(far).await.unwrap().len(), 2, "what is left behind is gone, what has a row is not");
        assert!(receive(&late, &chen, Bytes::from(jpeg(401, 300)), Sight::Open).await.unwrap().is_new, "it can come again");
        assert!(matches!(audit::verify(&db).await, Ok(Ok(_))));
    })
    .await;
}

#[tokio::test]
async fn processes_share_the_key_of_links() {
    both_engines(|db| async move {
        let (one, two) = (state(&db), state(&db));
        let chen = person(&db, "chen", Role::Expert).await;
        let photo = receive(&one, &chen, Bytes::from(jpeg(400, 300)), Sight::Open).await.unwrap().receipt.digest;
        let [a, b] =
            [&one, &two].map(async |state| Album::of(state, &[photo], Viewer::Public).await.unwrap().link(photo, Size::Full));
        let (a, b) = futures::future::join(a, b).await;
        assert!(a.is_some() && a == b);
    })
    .await;
}
