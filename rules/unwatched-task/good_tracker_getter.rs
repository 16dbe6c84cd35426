//! A TaskTracker behind a getter of what a function returns; another method waits for it.
use std::sync::{Arc, OnceLock};
use tokio_util::task::TaskTracker;
struct Global {
    tracker: TaskTracker,
}
#[derive(Clone)]
pub struct Comms {
    global: Arc<Global>,
}
static COMMS: OnceLock<Comms> = OnceLock::new();
pub fn comms() -> Comms {
    COMMS.get_or_init(|| Comms { global: Arc::new(Global { tracker: TaskTracker::new() }) }).clone()
}
impl Comms {
    pub fn tracker(&self) -> &TaskTracker {
        &self.global.tracker
    }
}
pub async fn serve(l: tokio::net::TcpListener, stop: tokio_util::sync::CancellationToken) {
    loop {
        tokio::select! {
            c = l.accept() => {
                let comms = comms();
                let Ok((s, _)) = c else { continue };
                comms.tracker().spawn(async move { drop(s); });
            }
            _ = stop.cancelled() => break,
        }
    }
    let comms = comms();
    comms.tracker().close();
    comms.tracker().wait().await;
}

fn main() {}
