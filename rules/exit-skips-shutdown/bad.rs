pub fn watch() -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if ping().await.is_err() {
            std::process::exit(1); //~ exit-skips-shutdown
        }
    })
}

async fn ping() -> Result<(), ()> {
    Err(())
}
