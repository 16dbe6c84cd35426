//! `insert(..).is_some()`: it was there already, and belongs to whoever put it in.
use dashmap::DashMap;
use std::sync::Arc;
pub struct Client {
    channels: Arc<DashMap<String, ()>>,
    subs: Arc<DashMap<u32, ()>>,
}
async fn subscribe_trades(kind: &str) -> Result<(), String> {
    if kind.is_empty() { Err("x".into()) } else { Ok(()) }
}
impl Client {
    fn spawn_ws<F>(&self, f: F)
    where
        F: std::future::Future<Output = Result<(), String>> + Send + 'static,
    {
        drop(tokio::spawn(async move {
            if let Err(e) = f.await {
                eprintln!("{e}");
            }
        }));
    }
    pub fn subscribe(&self, id: u32, channel: String) {
        let channels = self.channels.clone();
        let subs = self.subs.clone();
        subs.insert(id, ());
        self.spawn_ws(async move {
            if channels.insert(channel.clone(), ()).is_some() {
                return Ok(());
            }
            let Some((kind, _)) = channel.split_once('.') else {
                subs.remove(&id);
                channels.remove(&channel);
                return Ok(());
            };
            if let Err(e) = subscribe_trades(kind).await {
                subs.remove(&id);
                channels.remove(&channel);
                eprintln!("{e}");
            }
            Ok(())
        });
    }
    pub fn unsubscribe(&self, id: u32, channel: &str) {
        self.subs.remove(&id);
        self.channels.remove(channel);
    }
}

fn main() {}
