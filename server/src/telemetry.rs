//! The log: on standard error, for people or for machines.

use std::io::stderr;

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Begins to log. `usual` is what is logged unless `RUST_LOG` says otherwise.
pub(crate) fn start(format: LogFormat, usual: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_target(false);
    let started = match format {
        LogFormat::Text => log.compact().try_init(),
        LogFormat::Json => log.json().with_span_list(false).flatten_event(true).try_init(),
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a panic")));
    }
}
