use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

// A new connection where the last one has ended, with a pause that a function makes.
pub async fn keep(slot: Arc<Mutex<Option<tokio_postgres::Client>>>) {
    loop {
        match tokio_postgres::connect("host=localhost", tokio_postgres::NoTls).await {
            Ok((client, connection)) => {
                *slot.lock().await = Some(client);
                if let Err(error) = connection.await {
                    eprintln!("{error}");
                }
            }
            Err(_) => pause().await,
        }
    }
}

async fn pause() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}
