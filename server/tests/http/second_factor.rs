//! The second factor: turning it on, signing in with it, recovery codes, turning it off, and its reset.

use app::testing::both_engines;
use domain::Role;
use hmac::{Hmac, KeyInit, Mac};

use super::accounts::{Browser, PASSWORD, administrator};
use super::inspections::one;
use super::support::{Answer, Site, at_eleven};

const PAGE: &str = "/account/second-factor";

/// The code of an authenticator app that has the secret, so many steps from now.
fn code(secret: &str, steps: i64) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = secret.chars().filter_map(|letter| Some(format!("{:05b}", letters.find(letter)?))).collect();
    let key: Vec<u8> =
        bits.as_bytes().chunks(8).map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap()).collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(at_eleven().timestamp() / 30 + steps).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The texts in `<code>` elements of a page.
fn codes(answer: &Answer) -> Vec<String> {
    answer.text().split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

impl Browser<'_> {
    /// Turns it on with the code of one step ago: the secret and the recovery codes.
    async fn turn_on(&mut self) -> (String, Vec<String>) {
        let setup = self.post(PAGE, &[("wish", "begin"), ("current", PASSWORD)]).await;
        assert!(setup.status == 200 && setup.text().contains("<svg class=\"qr\""), "{}", setup.text());
        let secret = codes(&setup).pop().unwrap();
        let on = self.post(&format!("{PAGE}/confirm"), &[("code", &code(&secret, -1))]).await;
        assert_eq!(on.status, 200, "{}", on.text());
        (secret, codes(&on))
    }

    async fn half_way(&mut self, login: &str) {
        let half = self.sign_in(login, PASSWORD).await;
        assert_eq!((half.status.as_u16(), half.header("location")), (303, "/sign-in/code?next=%2Fstaff%2Fpeople"));
        assert!(half.header("set-cookie").starts_with("muying_code="), "no session yet");
    }
}

#[tokio::test]
async fn after_the_password_a_code_is_asked_for_and_each_works_once() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut elsewhere = Browser::new(&site);
        assert_eq!(elsewhere.sign_in("admin", PASSWORD).await.status, 303);
        assert_eq!(admin.post(PAGE, &[("wish", "begin"), ("current", "wrong")]).await.status, 422);
        let setup = admin.post(PAGE, &[("wish", "begin"), ("current", PASSWORD)]).await;
        let again = admin.post(&format!("{PAGE}/confirm"), &[("code", "000000")]).await;
        assert!(again.status == 422 && codes(&again) == codes(&setup), "the same secret once more: {}", again.text());
        assert_eq!(elsewhere.sign_in("admin", PASSWORD).await.header("location"), "/staff/people", "not before it is proved");

        let (secret, recovery) = admin.turn_on().await;
        assert_eq!(recovery.len(), 10);
        assert_eq!((admin.get("/account").await.status.as_u16(), elsewhere.get("/account").await.status.as_u16()), (200, 303));
        assert!(!admin.get(PAGE).await.text().contains(&secret), "shown while it is set up only");
        let mut browser = Browser::new(&site);
        assert!(browser.get("/sign-in/code").await.text().contains("请重新登录"));
        browser.half_way("admin").await;
        assert_eq!(browser.get("/account").await.status, 303, "half a sign-in opens nothing");
        assert!(browser.get("/sign-in/code").await.text().contains("输入动态码"));
        let fields = |code: String| [("code", code), ("next", "/staff/audit".to_owned())];
        let mut enter = async |code: String| {
            let fields = fields(code);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.post("/sign-in/code", &fields).await
        };
        for bad in [String::new(), "123".to_owned(), code(&secret, -1), code(&secret, 2)] {
            assert_eq!(enter(bad.clone()).await.status, 422, "{bad:?}");
        }
        let inside = enter(code(&secret, 0)).await;
        assert_eq!((inside.status.as_u16(), inside.header("location")), (303, "/staff/audit"));
        assert_eq!(browser.get("/staff/audit").await.status, 200);
        let replayed = browser.post("/sign-in/code", &[("code", &code(&secret, 0))]).await;
        assert!(replayed.text().contains("请重新登录"), "what waited is used up");
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_stands_in_once_and_the_factor_is_turned_off_with_password_and_code() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let (secret, recovery) = admin.turn_on().await;
        let mut browser = Browser::new(&site);
        browser.half_way("admin").await;
        let typed = recovery[3].to_uppercase().replace('-', " ");
        let inside = browser.post("/sign-in/code", &[("code", ""), ("recovery", &typed)]).await;
        assert_eq!(inside.header("location"), "/account");
        assert!(browser.get(PAGE).await.text().contains("还有 9 个恢复码"));
        browser.half_way("admin").await;
        assert_eq!(browser.post("/sign-in/code", &[("recovery", &recovery[3])]).await.status, 422, "used up");

        for (current, code) in [(PASSWORD, "000000"), ("wrong", &*recovery[4])] {
            assert_eq!(admin.post(PAGE, &[("wish", "off"), ("current", current), ("code", code)]).await.status, 422);
        }
        let fresh = admin.post(PAGE, &[("wish", "codes"), ("current", PASSWORD), ("code", &code(&secret, 0))]).await;
        let fresh = codes(&fresh);
        assert!(fresh.len() == 10 && !fresh.contains(&recovery[5]));
        assert_eq!(admin.post(PAGE, &[("wish", "off"), ("current", PASSWORD), ("code", &recovery[5])]).await.status, 422);
        let off = admin.post(PAGE, &[("wish", "off"), ("current", PASSWORD), ("code", &fresh[0])]).await;
        assert!(off.status == 200 && off.text().contains("开始设置"), "{}", off.text());
        assert_eq!(browser.sign_in("admin", PASSWORD).await.header("location"), "/staff/people");
        let audit = admin.get("/staff/audit?action=people.").await.text().to_owned();
        for action in ["second_factor_on", "second_factor_off", "recovery_codes", "recovery_code_used"] {
            assert!(audit.contains(&format!("people.{action}")), "{action}: {audit}");
        }
    })
    .await;
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_like_guessing_passwords() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let (secret, _) = admin.turn_on().await;
        let mut browser = Browser::new(&site);
        browser.half_way("admin").await;
        for _ in 0..5 {
            assert!(browser.post("/sign-in/code", &[("code", "000000")]).await.text().contains("动态码不对"));
        }
        let locked = browser.post("/sign-in/code", &[("code", &code(&secret, 0))]).await;
        assert!(locked.status == 422 && locked.text().contains("请过 1 分钟再试"), "{}", locked.text());
        assert!(browser.sign_in("admin", PASSWORD).await.text().contains("请过 1 分钟再试"), "and so is the password");
    })
    .await;
}

#[tokio::test]
async fn an_administrator_resets_it_for_others_and_a_link_does_not_go_around_it() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        expert.turn_on().await;
        let page = admin.get("/staff/people").await.text().to_owned();
        let id = page.split("chen").nth(1).unwrap().split("/staff/people/").nth(1).unwrap().split('"').next().unwrap();
        let person = format!("/staff/people/{id}");
        let link = admin.post(&person, &[("wish", "link")]).await.text().split("href=\"/join/").nth(1).unwrap().to_owned();
        let mut thief = Browser::new(&site);
        let joined = thief.join(&format!("/join/{}", link.split('"').next().unwrap())).await;
        assert_eq!(joined.header("location"), "/sign-in/code?next=%2Faccount");
        assert_eq!(thief.get("/account").await.status, 303);

        assert_eq!(expert.post(&person, &[("wish", "second")]).await.status, 303, "the new password ended this session");
        assert_eq!(admin.post(&person, &[("wish", "second")]).await.status, 200);
        assert!(thief.get("/sign-in/code").await.text().contains("请重新登录"));
        assert_eq!(expert.sign_in("chen", PASSWORD).await.header("location"), "/staff/people");
        assert!(admin.get("/staff/audit?action=people.second_factor_off&actor=admin").await.text().contains("chen"));

        admin.turn_on().await;
        let page = admin.get("/staff/people").await.text().to_owned();
        let own = page.split("admin ·").nth(1).unwrap().split("/staff/people/").nth(1).unwrap().split('"').next().unwrap();
        let refused = admin.post(&format!("/staff/people/{own}"), &[("wish", "second")]).await;
        assert!(refused.status == 422 && refused.text().contains("需要密码和动态码"), "{}", refused.text());
    })
    .await;
}
