//! The error comes out as an item, and `?` leaves the loop with it.
use tokio::sync::watch;

pub async fn next(states: &mut watch::Receiver<u64>) -> Result<Option<u64>, String> {
    match states.changed().await {
        Ok(()) => Ok(Some(*states.borrow())),
        Err(_) => Err("cancelled".into()),
    }
}

pub async fn serve(mut states: watch::Receiver<u64>) -> Result<(), String> {
    loop {
        let Some(state) = next(&mut states).await.transpose() else { continue };
        println!("{}", state?);
    }
}
