//! Rooms that parents may not see appear nowhere.

use app::testing::{both_engines, sample_rooms};
use domain::Stage;

use super::support::{Site, plain};

#[tokio::test]
async fn staff_rooms_and_rooms_not_yet_open_are_in_no_answer() {
    both_engines(|db| async {
        let mut rooms = sample_rooms();
        rooms[1].stage = Stage::Building;
        rooms[2].stage = Stage::Closed;
        let hidden = ["LG-0002", "LG-0003", "LG-0006", "员工哺乳室", "晨光地铁站", "小溪公园"];
        let site = Site::with(db, &rooms, &plain()).await;
        for address in [
            "/api/v1/rooms?limit=100",
            "/api/v1/rooms?near=114.065,22.63",
            "/api/v1/rooms?q=%E6%BC%94%E7%A4%BA",
            "/api/v1/rooms/nearest?lon=114.065&lat=22.63&k=100",
            "/api/v1/rooms.csv",
            "/api/v1/rooms.geojson",
            "/pack.bin",
            "/",
            "/?near=114.065,22.63",
        ] {
            let answer = site.get(address).await;
            assert_eq!(answer.status, 200, "{address}");
            for word in hidden {
                // The pack is bytes, with its texts as they are.
                assert!(!String::from_utf8_lossy(&answer.body).contains(word), "{word} in {address}");
            }
        }
        for code in ["LG-0002", "LG-0003", "LG-0006"] {
            assert_eq!(site.get(&format!("/api/v1/rooms/{code}")).await.status, 404, "{code}");
            assert_eq!(site.get(&format!("/rooms/{code}")).await.status, 404, "{code}");
        }
    })
    .await;
}
