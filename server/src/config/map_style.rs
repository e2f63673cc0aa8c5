//! The map's style, and what the content security policy must let through for it.

use std::str::FromStr;

use axum::http::Uri;

/// The map's style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum MapStyle {
    /// Ours: the district's outline, no tiles, no third party.
    #[default]
    Builtin,
    /// A MapLibre style of the operator's.
    Url(String),
}

impl MapStyle {
    /// As pages pass it to the map.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Builtin => "builtin",
            Self::Url(url) => url,
        }
    }

    /// The origin that style, tiles and glyphs come from.
    pub fn origin(&self) -> Option<String> {
        let Self::Url(url) = self else { return None };
        let uri: Uri = url.parse().ok()?;
        Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
    }
}

impl FromStr for MapStyle {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "builtin" => return Ok(Self::Builtin),
            // Its tiles need a key that nobody here could try; a style that has not been seen working is not offered.
            "tianditu" => return Err("tianditu is not offered yet: give the URL of a style that names its tiles".to_owned()),
            _ => {}
        }
        let uri = text.parse::<Uri>().ok().filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        // What goes into a header must not be able to end a directive.
        let safe = |uri: &Uri| uri.authority().is_some_and(|host| !host.as_str().contains([';', ',', '\'', '@']));
        uri.filter(safe).map(|_| Self::Url(text.to_owned())).ok_or_else(|| "write builtin or https://HOST/style.json".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_url_gives_the_origin_for_the_policy() {
        let style: MapStyle = "https://tiles.example:8443/styles/basic.json?key=1".parse().unwrap();
        assert_eq!(style.origin().as_deref(), Some("https://tiles.example:8443"));
        assert_eq!(MapStyle::Builtin.origin(), None);
    }

    #[test]
    fn what_is_no_style_is_refused() {
        for bad in ["", "tianditu", "style.json", "ftp://x.example/s", "https://user@x.example/s"] {
            assert!(bad.parse::<MapStyle>().is_err(), "{bad}");
        }
    }
}
