use std::time::Duration;
use tokio::sync::Mutex;

pub async fn reconnect(peer: &Mutex<Vec<u8>>) {
    while dial(&mut *peer.lock().await).is_err() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

fn dial(_buffer: &mut Vec<u8>) -> Result<(), ()> {
    Err(())
}
