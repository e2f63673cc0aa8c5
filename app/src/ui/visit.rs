//! One visit: who asks for what, in which language.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, HOST};
use axum::http::request::Parts;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::AreaCode;
use domain::standard::Standards;

use crate::i18n::Lang;
use crate::rooms::registry::{Freshness, Registry};
use crate::state::{AppState, Site};

/// The random word of this response that its scripts carry (CSP). The server's middleware puts it into the request.
#[derive(Debug, Clone, Default)]
pub struct Nonce(pub String);

/// One visit.
pub struct Visit {
    /// The language.
    pub lang: Lang,
    /// Whether it was asked for in the address, to be kept in the cookie.
    pub lang_asked: bool,
    /// The path.
    pub path: String,
    /// The fields of the query string, decoded.
    pub fields: Vec<(String, String)>,
    /// The snapshot that answers.
    pub registry: Arc<Registry>,
    /// How current it is.
    pub freshness: Option<Freshness>,
    /// The built site.
    pub site: Arc<Site>,
    /// Now.
    pub now: DateTime<Utc>,
    /// For scripts.
    pub nonce: String,
    /// The host that was asked.
    host: String,
}

impl Visit {
    /// The address of the same page in the other language.
    pub fn in_other_language(&self) -> String {
        let mut fields = form_urlencoded::Serializer::new(String::new());
        fields.extend_pairs(self.fields.iter().filter(|(name, _)| name != "lang"));
        fields.append_pair("lang", self.lang.other().code());
        format!("{}?{}", self.path, fields.finish())
    }

    /// The public address of the site without a slash at its end: as the operator set it, else as it was asked.
    pub fn origin(&self) -> String {
        let set = &self.site.base_url;
        if set.is_empty() { format!("http://{}", self.host) } else { set.clone() }
    }

    /// This moment by the region's clock.
    pub fn local(&self) -> NaiveDateTime {
        self.registry.region.local(self.now)
    }

    /// Today, by the region's clock.
    pub fn today(&self) -> NaiveDate {
        self.local().date()
    }

    /// The versions of the standard that are published.
    pub fn standards(&self) -> &Standards {
        &self.registry.standards
    }

    /// The name of a street in the visitor's language; its code where the region has none of it.
    pub fn street_name(&self, code: AreaCode) -> String {
        let street = self.registry.region.street(code);
        street.map_or_else(|| code.to_string(), |street| street.name(self.lang.is_english()).to_owned())
    }

    /// The region's name in the visitor's language.
    pub fn region_name(&self) -> &str {
        if self.lang.is_english() { &self.registry.region.name_en } else { &self.registry.region.name_zh }
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let fields: Vec<(String, String)> =
            form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let asked = fields.iter().find(|(name, _)| name == "lang").and_then(|(_, code)| Lang::from_code(code));
        let nonce = parts.extensions.get::<Nonce>().cloned().unwrap_or_default();
        Ok(Self {
            lang: asked.unwrap_or_else(|| preferred(&parts.headers)),
            lang_asked: asked.is_some(),
            path: parts.uri.path().to_owned(),
            fields,
            registry: state.registry.load(),
            freshness: state.registry.freshness(),
            site: Arc::clone(&state.site),
            now: state.now(),
            nonce: nonce.0,
            host: parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned(),
        })
    }
}

/// By cookie, then by what the browser accepts, in its order; Chinese otherwise.
fn preferred(headers: &HeaderMap) -> Lang {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let cookie = text(COOKIE).split(';').filter_map(|pair| pair.trim().strip_prefix("lang=")).find_map(Lang::from_code);
    cookie.or_else(|| text(ACCEPT_LANGUAGE).split(',').find_map(|tag| Lang::from_code(tag.trim()))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(cookie: &str, accept: &str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookie.parse().unwrap());
        headers.insert(ACCEPT_LANGUAGE, accept.parse().unwrap());
        preferred(&headers)
    }

    #[test]
    fn the_cookie_wins_over_the_browser_and_chinese_is_the_default() {
        assert_eq!(lang("a=b; lang=en", "zh-CN,zh;q=0.9"), Lang::En);
        assert_eq!(lang("", "ja, en-GB;q=0.8, zh;q=0.5"), Lang::En);
        assert_eq!(lang("lang=xx", "fr"), Lang::Zh);
    }
}
