//! Settings: flags, or environment variables of the same meaning. `muying serve --help` lists them all.
#![expect(clippy::doc_markdown, reason = "clap prints these words in a terminal")]

mod limits;
mod map_style;
mod outward;
mod region;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use app::photos::{Media, OpenError};
pub use limits::{Limits, Networks};

pub use map_style::MapStyle;
pub use outward::OutwardArgs;
pub use region::{Area, RegionError};

/// Where the rooms are kept.
#[derive(Debug, Clone, clap::Args)]
pub struct DatabaseArgs {
    /// The database: sqlite:PATH (made when missing) or postgres://USER:PASSWORD@HOST/NAME
    #[arg(
        long,
        value_name = "URL",
        env = "MUYING_DATABASE_URL",
        default_value = "sqlite:data/muying.db",
        hide_env_values = true
    )]
    pub database_url: String,
}

/// Where the photographs are kept.
#[derive(Debug, Clone, clap::Args)]
pub struct MediaArgs {
    /// The photographs: file:FOLDER (made when missing) or s3://BUCKET/PREFIX, for which the usual AWS_... variables hold
    #[arg(long, value_name = "URL", env = "MUYING_MEDIA_URL", default_value = "file:data/media")]
    pub media_url: String,
}

impl MediaArgs {
    /// Opens the place.
    ///
    /// # Errors
    /// When there cannot be such a place.
    pub fn open(&self) -> Result<Media, OpenError> {
        let text = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
        Media::open(&self.media_url, std::env::vars_os().filter_map(text))
    }
}

/// Which area the registry serves.
#[derive(Debug, Clone, clap::Args)]
pub struct RegionArgs {
    /// The area served: longgang, tokyo, seoul, or the path of a TOML file of that form
    #[arg(long, value_name = "NAME|FILE", env = "MUYING_REGION", default_value = "longgang")]
    pub region: String,
}

/// How the web server answers.
#[derive(Debug, Clone, clap::Args)]
pub struct WebArgs {
    /// Address and port to listen on
    #[arg(long, env = "MUYING_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    /// Public address of the site, such as https://muying.example, for absolute links; https turns HSTS on
    #[arg(long, value_name = "URL", env = "MUYING_BASE_URL", default_value = "")]
    pub base_url: BaseUrl,

    /// Folder of the built site (make build)
    #[arg(long, value_name = "FOLDER", env = "MUYING_SITE_ROOT", default_value = "target/site")]
    pub site_root: PathBuf,

    /// Map style: builtin (no tiles, no third party), or the URL of a MapLibre style
    #[arg(long, value_name = "builtin|URL", env = "MUYING_MAP_STYLE", default_value = "builtin")]
    pub map_style: MapStyle,

    /// Address of a second listener that serves only /metrics (Prometheus); off when not given
    #[arg(long, value_name = "ADDR", env = "MUYING_METRICS_ADDR")]
    pub metrics_addr: Option<SocketAddr>,

    /// What one network address may do, and how often.
    #[command(flatten)]
    pub limits: Limits,

    /// Form of the log on standard error; RUST_LOG sets what is logged
    #[arg(long, value_enum, env = "MUYING_LOG", default_value = "text")]
    pub log: LogFormat,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The site's public address without a slash at its end; empty where it is not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether visitors come by https.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for BaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().trim_end_matches('/');
        if text.is_empty() {
            return Ok(Self::default());
        }
        let uri: axum::http::Uri = text.parse().or(Err("not an address; write https://HOST"))?;
        let web = matches!(uri.scheme_str(), Some("http" | "https"));
        let bare = uri.path() == "/" && uri.query().is_none();
        if web && bare { Ok(Self(text.to_owned())) } else { Err("write https://HOST or http://HOST:PORT, without a path") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_a_scheme_and_a_host() {
        assert_eq!(BaseUrl::from_str("https://muying.example/").unwrap().as_str(), "https://muying.example");
        assert!(BaseUrl::from_str("https://muying.example").unwrap().is_https());
        assert_eq!(BaseUrl::from_str("").unwrap(), BaseUrl::default());
        for bad in ["muying.example", "ftp://x.example", "https://x.example/path", "https://x.example/?q=1", "https://"] {
            assert!(BaseUrl::from_str(bad).is_err(), "{bad}");
        }
    }
}
