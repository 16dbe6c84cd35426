use dashmap::DashMap;
use std::sync::Arc;

pub async fn broadcast(sessions: Arc<DashMap<u32, tokio::sync::mpsc::Sender<String>>>, text: String) {
    for session in sessions.iter() { //~ lock-held-across-await
        let _ = session.value().send(text.clone()).await;
    }
}

pub async fn rename(names: &DashMap<u32, String>) {
    let mut name = names.entry(1).or_default(); //~ lock-held-across-await
    name.push('a');
    tokio::task::yield_now().await;
}
