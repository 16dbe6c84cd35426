use std::time::Duration;
use tokio::sync::Mutex;

pub async fn reconnect(peer: &Mutex<Vec<u8>>) {
    let mut buffer = peer.lock().await;
    while dial(&mut buffer).is_err() {
        tokio::time::sleep(Duration::from_secs(1)).await; //~ sleep-with-lock-held
    }
}

fn dial(_buffer: &mut Vec<u8>) -> Result<(), ()> {
    Err(())
}
