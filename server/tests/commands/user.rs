//! `muying user`

use app::testing::both_engines;

use super::support::Desk;

#[tokio::test]
async fn a_person_is_added_once_and_gets_a_link() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let add = |login: &str| {
            desk.run(&[
                "user",
                "add",
                login,
                "--name",
                "王小明（虚构）",
                "--role",
                "expert",
                "--base-url",
                "https://muying.example",
            ])
        };
        let done = add("Chen@example.org");
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.starts_with("https://muying.example/join/") && done.out.trim().len() == 92, "{}", done.out);
        let again = add("chen@example.org");
        assert!(again.code == 1 && again.err.contains("somebody has the account chen@example.org"), "{}", again.err);
        assert!(add("a b").err.contains("3 to 60 letters"));
        assert_eq!(desk.audit_lines().await, 2);
        assert_eq!(desk.run(&["user", "add", "x", "--name", "x", "--role", "king"]).code, 2);
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_taken_away_from_somebody_known_only() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        assert_eq!(desk.run(&["user", "add", "chen", "--name", "王小明（虚构）", "--role", "expert"]).code, 0);
        assert!(desk.run(&["user", "reset-second-factor", " Chen "]).out.contains("signed out everywhere"));
        assert_eq!(desk.audit_lines().await, 3);
        let nobody = desk.run(&["user", "reset-second-factor", "nobody"]);
        assert!(nobody.code == 1 && nobody.err.contains("nobody has the account nobody"), "{}", nobody.err);
    })
    .await;
}
