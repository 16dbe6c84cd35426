use tracing::info_span;

// The thread is there for this alone, and everything in it belongs to the span.
pub fn start() -> std::thread::JoinHandle<()> {
    std::thread::spawn(|| {
        let span = info_span!("worker");
        let _entered = span.enter();
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async move {
            serve().await;
        })
    })
}

async fn serve() {}
