//! What is inserted goes into the set itself.
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::RwLock;

#[derive(Default)]
pub struct Filter {
    allowed: Arc<RwLock<HashSet<IpAddr>>>, //~ registry-partly-pruned
    pending: Arc<RwLock<HashSet<IpAddr>>>,
}

impl Filter {
    pub async fn allow(&self, ip: IpAddr) {
        self.allowed.write().await.insert(ip);
        self.pending.write().await.insert(ip);
    }

    pub async fn forget(&self, ip: IpAddr) {
        self.pending.write().await.remove(&ip);
    }

    pub async fn ask(&self, ip: IpAddr) -> bool {
        self.allowed.read().await.contains(&ip)
    }
}
