//! Tasks that wait for another one, and hold nothing that was to end it; or do not wait for ever.
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn refresh() {
    loop {
        sleep(Duration::from_secs(60)).await;
        println!("refreshed");
    }
}

// It waits so long, and no longer.
struct Cache {
    task: Mutex<Option<JoinHandle<()>>>,
    name: String,
}

impl Cache {
    fn start(name: String) -> Arc<Self> {
        let cache = Arc::new(Self { task: Mutex::new(Some(tokio::spawn(refresh()))), name });
        let this = Arc::clone(&cache);
        tokio::spawn(async move {
            let task = this.task.lock().unwrap().take();
            if let Some(task) = task {
                let ended = tokio::time::timeout(Duration::from_secs(1), task).await;
                println!("{} ended: {}", this.name, ended.is_ok());
            }
        });
        cache
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        if let Some(task) = self.task.lock().unwrap().take() {
            task.abort();
        }
    }
}

// It has the name only.
struct Server {
    stop: CancellationToken,
    name: Arc<str>,
}

async fn serve(stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = sleep(Duration::from_secs(1)) => println!("serves"),
        }
    }
}

impl Server {
    fn start(name: Arc<str>) -> Arc<Self> {
        let stop = CancellationToken::new();
        let task = tokio::spawn(serve(stop.clone()));
        let server = Arc::new(Self { stop, name });
        let name = server.name.clone();
        tokio::spawn(async move {
            let ended = task.await;
            println!("{name} ended: {}", ended.is_ok());
        });
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

// A method stops it.
struct Stopped {
    stop: CancellationToken,
    name: String,
}

impl Stopped {
    fn start(name: String) -> Arc<Self> {
        let stop = CancellationToken::new();
        let task = tokio::spawn(serve(stop.clone()));
        let stopped = Arc::new(Self { stop, name });
        let this = stopped.clone();
        tokio::spawn(async move {
            let ended = task.await;
            println!("{} ended: {}", this.name, ended.is_ok());
        });
        stopped
    }

    fn stop(&self) {
        self.stop.cancel();
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
