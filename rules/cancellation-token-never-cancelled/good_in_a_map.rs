//! The entry of a map holds the token, and who takes the entry out cancels.

use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

type Active = Arc<Mutex<HashMap<String, (String, CancellationToken, JoinHandle<()>)>>>;

struct Jobs {
    active: Active,
}

struct Context {
    stop: CancellationToken,
    active: Active,
}

async fn run(context: Context) {
    context.stop.cancelled().await;
    context.active.lock().await.clear();
}

impl Jobs {
    async fn start(&self, id: String, parent: String) {
        let stop = CancellationToken::new();
        let active = self.active.clone();
        let for_task = active.clone();
        let kept = stop.clone();
        let handle = tokio::spawn(async move {
            let context = Context { stop, active: for_task };
            run(context).await;
        });
        let mut active = active.lock().await;
        active.insert(id, (parent, kept, handle));
    }

    async fn stop(&self, id: &str) {
        let mut active = self.active.lock().await;
        let entry = active.remove(id);
        drop(active);
        if let Some((_parent, stop, handle)) = entry {
            stop.cancel();
            handle.abort();
        }
    }
}
