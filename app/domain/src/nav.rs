//! Links to map apps, each in the datum that it takes.
//!
//! AMap's and Tencent's and Baidu's URI interfaces open the app where it is installed and a web page elsewhere.

use crate::place::{Bd09, Gcj02, Wgs84};
use crate::words::words;

words! {
    /// A map app.
    NavApp {
        /// 高德地图, GCJ-02.
        Amap = "amap",
        /// 腾讯地图, GCJ-02.
        Tencent = "tencent",
        /// 百度地图, BD-09.
        Baidu = "baidu",
        /// Apple Maps: GCJ-02 in mainland China, where it shows AMap's data; WGS-84 elsewhere.
        Apple = "apple",
    }
}

/// A link that opens a map app at the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLink {
    /// Which app.
    pub app: NavApp,
    /// The address.
    pub url: String,
}

/// Links for all apps, in the order shown.
pub fn nav_links(place: Wgs84, name: &str) -> Vec<NavLink> {
    let gcj = Gcj02::from(place);
    let bd = Bd09::from(gcj);
    let name = percent(name);
    let link = |app, url| NavLink { app, url };
    vec![
        link(
            NavApp::Amap,
            format!(
                "https://uri.amap.com/navigation?to={:.6},{:.6},{name}&mode=walk&src=muying&coordinate=gaode&callnative=1",
                gcj.lon, gcj.lat
            ),
        ),
        link(
            NavApp::Tencent,
            format!(
                "https://apis.map.qq.com/uri/v1/routeplan?type=walk&to={name}&tocoord={:.6},{:.6}&policy=0&referer=muying",
                gcj.lat, gcj.lon
            ),
        ),
        link(
            NavApp::Baidu,
            format!(
                "https://api.map.baidu.com/marker?location={:.6},{:.6}&title={name}&content={name}&coord_type=bd09ll&output=html&src=webapp.muying.finder",
                bd.lat, bd.lon
            ),
        ),
        link(NavApp::Apple, format!("https://maps.apple.com/?daddr={:.6},{:.6}&dirflg=w&q={name}", gcj.lat, gcj.lon)),
    ]
}

/// Percent-encodes all but the unreserved characters (RFC 3986, 2.3).
fn percent(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_app_gets_its_own_datum() {
        let links = nav_links(Wgs84::new(114.116_507_5, 22.604_417_8).unwrap(), "布吉站 & B1");
        assert!(links[0].url.contains("to=114.121614,22.601736,"), "{}", links[0].url);
        assert!(links[1].url.contains("tocoord=22.601736,114.121614&"), "{}", links[1].url);
        assert!(links[2].url.contains("location=22.608080,114.128063&"), "{}", links[2].url);
        assert!(links[3].url.contains("daddr=22.601736,114.121614&"), "{}", links[3].url);
        assert!(links.iter().all(|link| !link.url.contains(' ') && link.url.contains("%26%20B1")));
    }

    #[test]
    fn outside_the_mainland_every_app_gets_wgs84() {
        let links = nav_links(Wgs84::new(139.767_1, 35.681_2).unwrap(), "x");
        assert!(links[0].url.contains("139.767100,35.681200") && links[2].url.contains("35.681200,139.767100"));
    }
}
