//! What is inserted goes into a copy of the set, which is put in its place as a whole.
use arc_swap::ArcSwap;
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::RwLock;

#[derive(Default)]
struct Unknown(Arc<RwLock<HashSet<IpAddr>>>);

#[derive(Default)]
struct Inner {
    allowed: ArcSwap<HashSet<IpAddr>>,
    denied: ArcSwap<HashSet<IpAddr>>,
}

#[derive(Default)]
struct Known {
    inner: Arc<Inner>,
}

#[derive(Default)]
pub struct Filter {
    resolved: Known,
    pending: Unknown,
}

impl Unknown {
    fn try_insert(&self, ip: IpAddr) {
        if let Ok(mut guard) = self.0.try_write() {
            guard.insert(ip);
        }
    }

    async fn clear(&self) {
        self.0.write().await.clear();
    }

    async fn nodes(&self) -> HashSet<IpAddr> {
        self.0.read().await.clone()
    }
}

impl Filter {
    fn allowed(&self) -> HashSet<IpAddr> {
        self.resolved.inner.allowed.load_full().as_ref().clone()
    }

    fn denied(&self) -> HashSet<IpAddr> {
        self.resolved.inner.denied.load_full().as_ref().clone()
    }

    pub fn ask(&self, ip: IpAddr) -> Option<bool> {
        if self.resolved.inner.allowed.load().contains(&ip) {
            return Some(true);
        }
        if self.resolved.inner.denied.load().contains(&ip) {
            return Some(false);
        }
        self.pending.try_insert(ip);
        None
    }

    pub async fn resolve(&self, known: &HashSet<IpAddr>) {
        let asked = self.pending.nodes().await;
        let mut allowed = self.allowed();
        let mut denied = self.denied();
        for ip in asked {
            if known.contains(&ip) {
                allowed.insert(ip);
            } else {
                denied.insert(ip);
            }
        }
        self.resolved.inner.allowed.store(Arc::new(allowed));
        self.resolved.inner.denied.store(Arc::new(denied));
        self.pending.clear().await;
    }

    pub async fn refresh(&self, all: HashSet<IpAddr>) {
        let mut denied = self.denied();
        for ip in &all {
            denied.remove(ip);
        }
        self.resolved.inner.allowed.store(Arc::new(all));
        self.resolved.inner.denied.store(Arc::new(denied));
        self.pending.clear().await;
    }
}
