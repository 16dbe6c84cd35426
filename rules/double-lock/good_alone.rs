//! The registry was made here and given to nobody: no writer can come in between.
use std::sync::Arc;
use tokio::sync::RwLock;

#[derive(Clone)]
pub struct Daemon {
    port: u16,
}

pub struct Registry {
    daemon: Arc<RwLock<Option<Daemon>>>,
}

impl Registry {
    pub async fn load(path: &str) -> std::io::Result<Self> {
        let text = tokio::fs::read_to_string(path).await?;
        Ok(Self { daemon: Arc::new(RwLock::new(text.trim().parse().ok().map(|port| Daemon { port }))) })
    }

    pub async fn insert(&self, daemon: Daemon) {
        *self.daemon.write().await = Some(daemon);
    }

    pub async fn save(&self, path: &str) -> std::io::Result<()> {
        let port = self.daemon.read().await.as_ref().map(|d| d.port);
        tokio::fs::write(path, format!("{port:?}")).await
    }
}

pub async fn start(path: &str) -> std::io::Result<()> {
    let registry = Registry::load(path).await?;
    if let Some(daemon) = registry.daemon.read().await.as_ref() {
        println!("{}", daemon.port);
        registry.save(path).await?;
    }
    Ok(())
}
