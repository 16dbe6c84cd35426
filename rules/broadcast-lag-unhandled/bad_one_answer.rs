//! It waits for one answer, and gives up at a lag.
use tokio::sync::broadcast;

pub async fn answer(events: &mut broadcast::Receiver<(u64, String)>, id: u64) -> Result<String, String> {
    loop { //~ broadcast-lag-unhandled
        match events.recv().await {
            Ok((of, text)) if of == id => return Ok(text),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}
