// The thread runs this one future, and nothing else.
pub fn start() -> std::thread::JoinHandle<()> {
    std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async move { tick().await });
    })
}

async fn tick() {
    let span = tracing::info_span!("timer");
    let _entered = span.enter();
    tokio::task::yield_now().await;
}
