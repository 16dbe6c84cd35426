//! Off the web this crate is tokio itself.

use tokio::sync::broadcast;
use tokio_with_wasm::alias as tokio;

pub async fn print(mut events: broadcast::Receiver<u32>) {
    loop { //~ broadcast-lag-unhandled
        let event = match events.recv().await {
            Ok(event) => event,
            Err(error) => {
                eprintln!("{error}");
                return;
            }
        };
        println!("{event}");
    }
}
