use chrono::{DateTime, Utc};
use domain::{AreaCode, Line, Role};

use super::*;
use crate::testing::both_engines;

#[tokio::test]
async fn a_profile_is_written_changed_and_only_of_experts_who_may_be_asked() {
    both_engines(|db| async move {
        let (now, line) = (DateTime::<Utc>::from_timestamp(1_795_489_200, 0).unwrap(), |text: &str| Line::new(text).unwrap());
        let expert = Person::new(line("陈小红（虚构）"), line("chen"), Role::Expert, now, || [1; 32]);
        let staff = Person::new(line("李四（虚构）"), line("li"), Role::Staff, now, || [2; 32]);
        add(&db, &expert, "test", now, || [1; 32]).await.unwrap();
        add(&db, &staff, "test", now, || [2; 32]).await.unwrap();
        assert_eq!(profile(&db, expert.id).await.unwrap(), Profile::default());
        let full = Profile {
            field: Some(line("儿科")),
            affiliations: vec![line("演示·星河里"), line("某物业（虚构）")],
            home: AreaCode::new("440307015000").ok(),
        };
        for wanted in [full, Profile::default(), Profile { field: Some(line("护理")), ..Profile::default() }] {
            let mut tx = db.begin().await.unwrap();
            set_profile(&mut tx, &expert, &wanted, "chen", now).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(profile(&db, expert.id).await.unwrap(), wanted);
            let found = experts(&db).await.unwrap();
            assert_eq!((found.len(), &found[0].1), (1, &wanted));
        }
    })
    .await;
}
