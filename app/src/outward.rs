//! What leaves the process by itself: mail, and calls to other systems.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::notices::is_public;

use crate::notices::Post;

/// What leaves the process by itself.
#[derive(Clone)]
pub struct Outward {
    /// Where letters are handed over; `None` where mail is not set up.
    pub post: Option<Post>,
    /// Which networks may be called.
    pub reach: Reach,
    /// How long another system may take to answer a call.
    pub patience: Duration,
}

impl Default for Outward {
    /// No mail, and calls to the public internet only.
    fn default() -> Self {
        Self { post: None, reach: Reach::default(), patience: Duration::from_secs(10) }
    }
}

/// Which networks may be called: the public internet, and what the operator of the site allows besides.
#[derive(Clone, Default)]
pub struct Reach(Option<Arc<dyn Fn(IpAddr) -> bool + Send + Sync>>);

impl Reach {
    /// The public internet and what `also` allows.
    pub fn with(also: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(also)))
    }

    /// Whether an address may be called.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.0.as_ref().is_some_and(|also| also(address))
    }
}
