//! Nobody who goes round takes ended tasks out.
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

async fn reap(tasks: Arc<Mutex<JoinSet<()>>>) {
    tokio::time::sleep(Duration::from_secs(1)).await;
    while tasks.lock().unwrap().try_join_next().is_some() {}
}

pub async fn forward(listener: TcpListener) {
    let connections = Arc::new(Mutex::new(JoinSet::new()));
    loop {
        let Ok((mut socket, _)) = listener.accept().await else { continue };
        connections.lock().unwrap().spawn(async move { //~ undrained-join-set
            let (mut r, mut w) = socket.split();
            let _ = tokio::io::copy(&mut r, &mut w).await;
        });
    }
}
