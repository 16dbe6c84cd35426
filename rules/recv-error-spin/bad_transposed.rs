//! The end comes out as nothing, and the loop goes on.
use tokio::sync::watch;

pub async fn next(states: &mut watch::Receiver<u64>) -> Result<Option<u64>, String> {
    match states.changed().await {
        Ok(()) => Ok(Some(*states.borrow())),
        Err(_) => Ok(None),
    }
}

pub async fn serve(mut states: watch::Receiver<u64>) -> Result<(), String> {
    loop { //~ recv-error-spin
        let Some(state) = next(&mut states).await.transpose() else { continue };
        println!("{}", state?);
    }
}
