//! A task that was given the set reaps it all the time.
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

async fn reap(tasks: Arc<Mutex<JoinSet<()>>>) {
    let weak = Arc::downgrade(&tasks);
    drop(tasks);
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let Some(tasks) = weak.upgrade() else { break };
        while tasks.lock().unwrap().try_join_next().is_some() {}
    }
}

pub async fn forward(listener: TcpListener) {
    let connections = Arc::new(Mutex::new(JoinSet::new()));
    connections.lock().unwrap().spawn(reap(connections.clone()));
    loop {
        let Ok((mut socket, _)) = listener.accept().await else { continue };
        connections.lock().unwrap().spawn(async move {
            let (mut r, mut w) = socket.split();
            let _ = tokio::io::copy(&mut r, &mut w).await;
        });
    }
}
