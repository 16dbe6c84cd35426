//! Another target has another crate under this name; here it is the crate itself.

use tokio::sync::broadcast;
#[cfg(target_arch = "wasm32")]
use tokio_for_browsers::alias as tokio;

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
