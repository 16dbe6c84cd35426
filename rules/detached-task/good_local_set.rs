//! What is started in a set that is dropped at the end of its statement ends with it.

async fn driver() -> std::io::Result<()> {
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    Ok(())
}

async fn command() -> std::io::Result<()> {
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    Ok(())
}

pub async fn control() -> std::io::Result<()> {
    tokio::task::LocalSet::new()
        .run_until(async move {
            tokio::task::spawn_local(async move { driver().await.map_err(|e| eprintln!("driver: {e}")) });
            command().await
        })
        .await
}
