//! Settings from the environment.

use chat_core::UserName;
use std::env;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where clients connect.
    pub listen: SocketAddr,
    /// Where scrapers connect.
    pub metrics: SocketAddr,
    /// Where counters are pushed to, if anywhere.
    pub collector: Option<SocketAddr>,
    /// Who may not come in.
    pub bans: PathBuf,
    /// Files that users have sent.
    pub uploads: PathBuf,
    /// What was done, by whom.
    pub audit: PathBuf,
    /// Who is told when the server stops.
    pub admins: Vec<UserName>,
}

impl Config {
    /// The environment's settings, or the usual ones.
    pub fn from_env() -> Self {
        Self {
            listen: address("CHAT_LISTEN").unwrap_or_else(|| SocketAddr::from(([0, 0, 0, 0], 6667))),
            metrics: address("CHAT_METRICS").unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 9090))),
            collector: address("CHAT_COLLECTOR"),
            bans: path("CHAT_BANS", "bans.txt"),
            uploads: path("CHAT_UPLOADS", "uploads"),
            audit: path("CHAT_AUDIT", "audit.log"),
            admins: names("CHAT_ADMINS"),
        }
    }
}

fn address(key: &str) -> Option<SocketAddr> {
    env::var(key).ok()?.parse().ok()
}

fn names(key: &str) -> Vec<UserName> {
    env::var(key).unwrap_or_default().split(',').filter_map(|name| name.parse().ok()).collect()
}

fn path(key: &str, usual: &str) -> PathBuf {
    env::var_os(key).map_or_else(|| PathBuf::from(usual), PathBuf::from)
}
